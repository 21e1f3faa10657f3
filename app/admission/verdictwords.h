// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/admission/admission.h"

#include <QString>
#include <QTimeZone>

/// The words, states and sounds of verdicts: one list for desk and kiosk, since the server sends codes only.
namespace gatehouse {

/// For people at a desk: "already inside", "not for this gate".
[[nodiscard]] QString reasonWords(Reason reason);
/// For the person who stands before the kiosk: what is wrong, in a few words, without blame.
[[nodiscard]] QString reasonHeadline(Reason reason);
/// … and what to do about it.
[[nodiscard]] QString reasonAdvice(Reason reason);

/// For people at a desk: the one rule that refused, with its times and numbers. `zoneName` is the name of the zone that
/// the rule names, if it names one.
[[nodiscard]] QString ruleWords(const FailedRule &failed, const QString &zoneName, const QTimeZone &zone);

[[nodiscard]] QString outcomeWord(Outcome outcome);
[[nodiscard]] QString cardKindWords(CardKind kind);
/// What somebody at the reconciliation desk should look at.
[[nodiscard]] QString cardKindAdvice(CardKind kind);

/// An admission is fine; a ticket that was used or waits for payment needs a look; a forged one needs it now.
[[nodiscard]] State verdictState(Outcome outcome, Reason reason);

/// What is heard. One sound for each class of answer, so that staff hear without looking.
enum class VerdictSound { Admitted, Attention, AlreadyUsed, WrongPlaceOrTime, Refused, Unknown, Error };
inline constexpr VerdictSound kVerdictSounds[] = {
    VerdictSound::Admitted, VerdictSound::Attention, VerdictSound::AlreadyUsed, VerdictSound::WrongPlaceOrTime,
    VerdictSound::Refused,  VerdictSound::Unknown,   VerdictSound::Error};
[[nodiscard]] VerdictSound verdictSound(Outcome outcome, Reason reason, bool needsAttention);

} // namespace gatehouse
