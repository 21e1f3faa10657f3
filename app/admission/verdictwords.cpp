// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/admission/verdictwords.h"

#include <QCoreApplication>

namespace gatehouse {
namespace {

/// The translator's context.
struct Verdict {
    Q_DECLARE_TR_FUNCTIONS(gatehouse::Verdict)
};

} // namespace

QString reasonWords(Reason reason)
{
    switch (reason) {
    case Reason::None:
        return Verdict::tr("no reason given");
    case Reason::Invalid:
        return Verdict::tr("no such ticket");
    case Reason::Unpaid:
        return Verdict::tr("not paid yet");
    case Reason::Blocked:
        return Verdict::tr("blocked");
    case Reason::InvalidTime:
        return Verdict::tr("not valid at this time");
    case Reason::Canceled:
        return Verdict::tr("cancelled");
    case Reason::AlreadyRedeemed:
        return Verdict::tr("already inside");
    case Reason::Product:
        return Verdict::tr("not on this list");
    case Reason::Rules:
        return Verdict::tr("against the rules of the list");
    case Reason::Ambiguous:
        return Verdict::tr("matches several tickets");
    case Reason::Revoked:
        return Verdict::tr("revoked");
    case Reason::Error:
        return Verdict::tr("an error of the device");
    case Reason::UnknownKey:
        return Verdict::tr("signed by an unknown key");
    case Reason::WrongGate:
        return Verdict::tr("not for this gate");
    case Reason::GateClosed:
        return Verdict::tr("gate closed");
    case Reason::NotInside:
        return Verdict::tr("leaves without having entered");
    case Reason::Reissued:
        return Verdict::tr("replaced by a newer code");
    case Reason::WrongEvent:
        return Verdict::tr("of another event");
    }
    return {};
}

QString reasonHeadline(Reason reason)
{
    switch (reason) {
    case Reason::None:
        return Verdict::tr("Please ask our staff");
    case Reason::Invalid:
        return Verdict::tr("We do not know this ticket");
    case Reason::Unpaid:
        return Verdict::tr("This ticket is not paid yet");
    case Reason::Blocked:
        return Verdict::tr("Please ask our staff");
    case Reason::InvalidTime:
        return Verdict::tr("This ticket is for another time");
    case Reason::Canceled:
        return Verdict::tr("This ticket was cancelled");
    case Reason::AlreadyRedeemed:
        return Verdict::tr("This ticket was used already");
    case Reason::Product:
        return Verdict::tr("This ticket is for another entrance");
    case Reason::Rules:
        return Verdict::tr("Not possible right now");
    case Reason::Ambiguous:
        return Verdict::tr("Please scan once more");
    case Reason::Revoked:
        return Verdict::tr("This ticket is no longer valid");
    case Reason::Error:
        return Verdict::tr("Something went wrong here");
    case Reason::UnknownKey:
        return Verdict::tr("We cannot read this ticket here");
    case Reason::WrongGate:
        return Verdict::tr("This ticket is for another entrance");
    case Reason::GateClosed:
        return Verdict::tr("This entrance is closed");
    case Reason::NotInside:
        return Verdict::tr("This ticket has not come in yet");
    case Reason::Reissued:
        return Verdict::tr("There is a newer ticket");
    case Reason::WrongEvent:
        return Verdict::tr("This ticket is for another event");
    }
    return {};
}

QString reasonAdvice(Reason reason)
{
    switch (reason) {
    case Reason::None:
        return Verdict::tr("Someone will help you right away.");
    case Reason::Invalid:
        return Verdict::tr("Please check that it is for this event, or ask our staff.");
    case Reason::Unpaid:
        return Verdict::tr("Please go to the box office with your order.");
    case Reason::Blocked:
        return Verdict::tr("This ticket needs a look at the help desk.");
    case Reason::InvalidTime:
        return Verdict::tr("Please look at the time on your ticket.");
    case Reason::Canceled:
        return Verdict::tr("Please go to the box office with your order.");
    case Reason::AlreadyRedeemed:
        return Verdict::tr("Please ask our staff if that was not you.");
    case Reason::Product:
        return Verdict::tr("Please ask our staff for the way.");
    case Reason::Rules:
        return Verdict::tr("Please ask our staff.");
    case Reason::Ambiguous:
        return Verdict::tr("Hold only one code to the reader.");
    case Reason::Revoked:
        return Verdict::tr("Please go to the help desk.");
    case Reason::Error:
        return Verdict::tr("Please ask our staff; it is not your ticket.");
    case Reason::UnknownKey:
        return Verdict::tr("Please ask our staff.");
    case Reason::WrongGate:
        return Verdict::tr("Please ask our staff for the way.");
    case Reason::GateClosed:
        return Verdict::tr("Please use another entrance.");
    case Reason::NotInside:
        return Verdict::tr("Please ask our staff.");
    case Reason::Reissued:
        return Verdict::tr("Please show the newest ticket that you received.");
    case Reason::WrongEvent:
        return Verdict::tr("Please look for the right ticket.");
    }
    return {};
}

QString outcomeWord(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Admitted:
        return Verdict::tr("Admitted");
    case Outcome::Refused:
        return Verdict::tr("Refused");
    case Outcome::Unseen:
        return Verdict::tr("Not shown");
    }
    return {};
}

QString cardKindWords(CardKind kind)
{
    switch (kind) {
    case CardKind::DoubleAdmit:
        return Verdict::tr("Admitted twice");
    case CardKind::AdmittedWrongly:
        return Verdict::tr("Let in off line against the rules");
    case CardKind::RefusedWrongly:
        return Verdict::tr("Turned away off line wrongly");
    case CardKind::Unseen:
        return Verdict::tr("Admitted, but no light was shown");
    case CardKind::ClockSuspect:
        return Verdict::tr("Order of two scans uncertain");
    case CardKind::Quarantined:
        return Verdict::tr("Scans of a revoked device");
    }
    return {};
}

QString cardKindAdvice(CardKind kind)
{
    switch (kind) {
    case CardKind::DoubleAdmit:
        return Verdict::tr("Two people may be inside on one ticket. Compare gates and times, then say what was found.");
    case CardKind::AdmittedWrongly:
        return Verdict::tr("The kiosk decided by an older list. Find the person or accept the entry.");
    case CardKind::RefusedWrongly:
        return Verdict::tr("The person was entitled to enter. Let the gate know, and apologise.");
    case CardKind::Unseen:
        return Verdict::tr("The gate may have missed the green light. Ask whether the person went in.");
    case CardKind::ClockSuspect:
        return Verdict::tr("One device's clock was not certain. Decide which scan was the entry.");
    case CardKind::Quarantined:
        return Verdict::tr("This device was revoked. Check its scans before you trust them.");
    }
    return {};
}

State verdictState(Outcome outcome, Reason reason)
{
    if (outcome == Outcome::Admitted)
        return State::Fine;
    if (outcome == Outcome::Unseen)
        return State::NoData;
    switch (verdictSound(outcome, reason, false)) {
    case VerdictSound::AlreadyUsed:
    case VerdictSound::Refused:
    case VerdictSound::Error:
        return State::Now;
    case VerdictSound::Admitted:
    case VerdictSound::Attention:
    case VerdictSound::WrongPlaceOrTime:
    case VerdictSound::Unknown:
        break;
    }
    return State::Soon;
}

VerdictSound verdictSound(Outcome outcome, Reason reason, bool needsAttention)
{
    if (outcome == Outcome::Admitted)
        return needsAttention ? VerdictSound::Attention : VerdictSound::Admitted;
    switch (reason) {
    case Reason::AlreadyRedeemed:
        return VerdictSound::AlreadyUsed;
    case Reason::InvalidTime:
    case Reason::Product:
    case Reason::Rules:
    case Reason::WrongGate:
    case Reason::GateClosed:
    case Reason::NotInside:
    case Reason::WrongEvent:
        return VerdictSound::WrongPlaceOrTime;
    case Reason::Unpaid:
    case Reason::Blocked:
    case Reason::Canceled:
    case Reason::Revoked:
    case Reason::Reissued:
        return VerdictSound::Refused;
    case Reason::Invalid:
    case Reason::Ambiguous:
    case Reason::UnknownKey:
        return VerdictSound::Unknown;
    case Reason::None:
    case Reason::Error:
        break;
    }
    return VerdictSound::Error;
}

} // namespace gatehouse
