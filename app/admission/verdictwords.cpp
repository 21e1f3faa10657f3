// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/admission/verdictwords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

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
    case Reason::Incomplete:
        return Verdict::tr("something must be answered first");
    case Reason::TooEarlyAgain:
        return Verdict::tr("too soon after the last entry");
    case Reason::DayUsed:
        return Verdict::tr("was in already today");
    case Reason::WrongZone:
        return Verdict::tr("only from inside another zone");
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
    case Reason::Incomplete:
        return Verdict::tr("One more thing");
    case Reason::TooEarlyAgain:
        return Verdict::tr("A little too soon");
    case Reason::DayUsed:
        return Verdict::tr("This ticket was used already today");
    case Reason::WrongZone:
        return Verdict::tr("Please come through the other entrance first");
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
    case Reason::Incomplete:
        return Verdict::tr("Please ask our staff.");
    case Reason::TooEarlyAgain:
        return Verdict::tr("Please wait a moment, then try again.");
    case Reason::DayUsed:
        return Verdict::tr("It is good again tomorrow. Please ask our staff if that was not you.");
    case Reason::WrongZone:
        return Verdict::tr("Please ask our staff for the way.");
    }
    return {};
}

namespace {

/// "29.05.26 19:42" at the venue: a rule's moment may lie on another day.
QString dayAndClock(Instant at, const QTimeZone &zone)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at.ms, zone), QLocale::ShortFormat);
}

/// With the moment that the rule names, or without one.
QString timed(const QString &with, const QString &without, Instant at, const QTimeZone &zone)
{
    return at.ms > 0 ? with.arg(dayAndClock(at, zone)) : without;
}

QString windowWords(const FailedRule &failed)
{
    return failed.name.empty() ? Verdict::tr("an entry window of the list")
                               : Verdict::tr("the entry window “%1”").arg(QString::fromStdString(failed.name));
}

} // namespace

QString ruleWords(const FailedRule &failed, const QString &zoneName, const QTimeZone &zone)
{
    const auto at = [&](const QString &words) { return words.arg(dayAndClock(failed.at, zone)); };
    switch (failed.rule) {
    case Rule::None:
        return {};
    case Rule::Code:
        return Verdict::tr("The code itself does not admit here.");
    case Rule::TicketState:
        return Verdict::tr("The ticket’s state does not admit.");
    case Rule::ListProducts:
        return Verdict::tr("The list does not take this product.");
    case Rule::ListGates:
        return Verdict::tr("The list is not for this gate.");
    case Rule::GateClosed:
        return timed(Verdict::tr("The gate was closed at %1."), Verdict::tr("The gate was closed."), failed.at, zone);
    case Rule::ListOpens:
        return at(Verdict::tr("The list opens only at %1."));
    case Rule::ListCloses:
        return at(Verdict::tr("The list closed at %1."));
    case Rule::TicketBegins:
        return at(Verdict::tr("The ticket is valid only from %1."));
    case Rule::TicketEnds:
        return at(Verdict::tr("The ticket was valid until %1."));
    case Rule::WindowProducts:
        return Verdict::tr("No entry window of the list takes this product.");
    case Rule::WindowGates:
        return Verdict::tr("Nearest was %1, but it is not for this gate.", "a window").arg(windowWords(failed));
    case Rule::WindowOpens:
        return Verdict::tr("Nearest was %1, which opens only at %2.", "a window, time")
            .arg(windowWords(failed), dayAndClock(failed.at, zone));
    case Rule::WindowCloses:
        return Verdict::tr("Nearest was %1, which closed at %2.", "a window, time")
            .arg(windowWords(failed), dayAndClock(failed.at, zone));
    case Rule::EntriesUsed:
        return timed(Verdict::tr("%1 of %2 entries are used, the first at %3.", "numbers, time")
                         .arg(failed.number)
                         .arg(failed.most)
                         .arg(QStringLiteral("%1")),
                     Verdict::tr("%1 of %2 entries are used.").arg(failed.number).arg(failed.most), failed.at, zone);
    case Rule::DayEntriesUsed:
        return timed(Verdict::tr("%1 of %2 entries of this event day are used, the first at %3.", "numbers, time")
                         .arg(failed.number)
                         .arg(failed.most)
                         .arg(QStringLiteral("%1")),
                     Verdict::tr("%1 of %2 entries of this event day are used.").arg(failed.number).arg(failed.most),
                     failed.at, zone);
    case Rule::NotFromZone:
        return zoneName.isEmpty() ? Verdict::tr("Only who is inside the zone before it may enter.")
                                  : Verdict::tr("Only who is inside “%1” may enter.", "a zone").arg(zoneName);
    case Rule::TooEarlyAgain:
        return at(Verdict::tr("Too soon after the last entry: again from %1."));
    case Rule::ReEntryTime:
        return timed(Verdict::tr("No re-entry at this time: again from %1."), Verdict::tr("No re-entry at this time."),
                     failed.at, zone);
    case Rule::GroupLeft:
        return Verdict::tr("Only %n more of this group may come in.", nullptr, failed.number);
    case Rule::GroupSize:
        return Verdict::tr("A group: how many pass, %n at most, was not said.", nullptr, failed.number);
    case Rule::Questions:
        return Verdict::tr("%n question(s) must be answered first.", nullptr, failed.number);
    case Rule::NeverEntered:
        return Verdict::tr("Nobody with this ticket was inside.");
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
    case Reason::DayUsed:
        return VerdictSound::AlreadyUsed;
    case Reason::InvalidTime:
    case Reason::Product:
    case Reason::Rules:
    case Reason::WrongGate:
    case Reason::GateClosed:
    case Reason::NotInside:
    case Reason::WrongEvent:
    case Reason::TooEarlyAgain:
    case Reason::WrongZone:
        return VerdictSound::WrongPlaceOrTime;
    case Reason::Incomplete:
        return VerdictSound::Attention;
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
