// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programme/programmeview.h"

#include <QCoreApplication>

namespace gatehouse {

namespace {

QString words(const char *text, const char *note = nullptr, int number = -1)
{
    return QCoreApplication::translate("gatehouse::SlotView", text, note, number);
}

} // namespace

State slotState(const SlotView &slot)
{
    if (slot.isCancelled || slot.isDraft)
        return State::NoData;
    if (slot.clashes > 0 || slot.delayMinutes > 0)
        return State::Soon;
    if (slot.phase == Phase::Running || slot.phase == Phase::Overrunning)
        return State::Fine;
    return State::Info;
}

QString slotWords(const SlotView &slot)
{
    if (slot.isCancelled)
        return words("cancelled");
    if (slot.isDraft)
        return words("draft");
    if (slot.clashes > 0)
        return words("clash", "two at once");
    if (slot.delayMinutes > 0)
        return words("+%1 min", "a delay").arg(slot.delayMinutes);
    if (slot.isMoved)
        return words("moved");
    if (slot.phase == Phase::Running || slot.phase == Phase::Overrunning)
        return words("running");
    if (slot.phase == Phase::Ended)
        return words("over");
    return slot.isPlaced() ? words("planned") : words("not placed yet");
}

bool hasSlotMark(const SlotView &slot)
{
    return slot.isCancelled || slot.isDraft || slot.clashes > 0 || slot.delayMinutes > 0 || slot.isMoved
        || slot.phase == Phase::Running || slot.phase == Phase::Overrunning;
}

} // namespace gatehouse
