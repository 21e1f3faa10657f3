// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/programme/handlers.h"
#include "shared/programme/shift.h"

namespace gatehouse {

namespace {

constexpr Instant kYear2200{7'258'118'400'000};

Result<> whyNotPlace(const SpaceId &space, Instant startsAt, Transaction &transaction)
{
    if (startsAt.ms < 0 || startsAt >= kYear2200)
        return fail(Fault::Invalid, "the start lies before 1970 or after 2199");
    if (!transaction.exists<Space>(space))
        return fail(Fault::NotFound, "space");
    return {};
}

/// Remembers where people were first told to go; back there, nothing has moved.
void noteMove(Slot &slot, const SpaceId &space, Instant startsAt)
{
    if (slot.movedFrom.isNull()) {
        slot.movedFrom = slot.space;
        slot.movedFromAt = slot.startsAt;
    }
    if (slot.movedFrom == space && slot.movedFromAt == startsAt) {
        slot.movedFrom = {};
        slot.movedFromAt.reset();
    }
}

/// The others of the space that take place: a cancelled session leaves its time free.
std::vector<Slot> othersBeside(const Slot &slot, Transaction &transaction)
{
    std::vector<Slot> others = transaction.where<&Slot::space>(slot.space, kMaxSlotsOfSpace);
    std::erase_if(others, [&](const Slot &other) {
        const auto session = transaction.find<Session>(other.session);
        return other.id == slot.id || !session || session->state == SessionState::Cancelled;
    });
    return others;
}

std::vector<EventDay> daysOf(Transaction &transaction)
{
    const auto events = transaction.all<Event>(1);
    return events.empty() ? std::vector<EventDay>() : events.front().days;
}

} // namespace

Result<> handle(const AddSlot &command, Transaction &transaction)
{
    if (transaction.exists<Slot>(command.slot))
        return fail(Fault::Conflict, "the slot exists");
    const auto session = transaction.find<Session>(command.session);
    if (!session)
        return fail(Fault::NotFound, "session");
    if (auto result = whyNotPlace(command.space, command.startsAt, transaction); !result)
        return result;
    Slot slot;
    slot.id = command.slot;
    slot.session = command.session;
    slot.space = command.space;
    slot.startsAt = command.startsAt;
    slot.minutes = command.minutes;
    slot.isDraft = session->state == SessionState::Draft;
    transaction.put(slot);
    return {};
}

Result<> handle(const MoveSlot &command, Transaction &transaction)
{
    auto slot = transaction.find<Slot>(command.slot);
    if (!slot)
        return fail(Fault::NotFound, "slot");
    if (slot->space != command.sawSpace || slot->startsAt != command.sawStartsAt || slot->minutes != command.sawMinutes)
        return fail(Fault::Conflict, "the slot was moved meanwhile");
    if (auto result = whyNotPlace(command.space, command.startsAt, transaction); !result)
        return result;
    const bool isElsewhere = slot->space != command.space || slot->startsAt != command.startsAt;
    if (!isElsewhere && slot->minutes == command.minutes)
        return fail(Fault::Invalid, "the slot stands there");
    const bool isAnnounced = command.isAnnounced && !slot->isDraft;
    if (isElsewhere && isAnnounced)
        noteMove(*slot, command.space, command.startsAt);
    if (slot->startsAt != command.startsAt)
        slot->delayMinutes = 0;
    slot->space = command.space;
    slot->startsAt = command.startsAt;
    slot->minutes = command.minutes;
    if (isAnnounced) {
        slot->reason = command.reason;
        slot->changedAt = transaction.now();
    }
    transaction.put(*slot);
    return {};
}

Result<> handle(const DelaySlot &command, Transaction &transaction)
{
    const auto slot = transaction.find<Slot>(command.slot);
    if (!slot)
        return fail(Fault::NotFound, "slot");
    const auto session = transaction.find<Session>(slot->session);
    if (session && session->state == SessionState::Cancelled)
        return fail(Fault::Conflict, "the session is cancelled");
    std::vector<SlotShift> shifts{{command.slot, command.minutes}};
    if (command.following)
        shifts = shiftsOf(*slot, command.minutes, othersBeside(*slot, transaction), daysOf(transaction));
    if (!command.previewed.empty() && command.previewed != shifts)
        return fail(Fault::Conflict, "the programme changed since this was shown");
    for (const SlotShift &shift : shifts) {
        auto changed = transaction.find<Slot>(shift.slot);
        if (!changed)
            continue;
        changed->delayMinutes = shift.delayMinutes;
        changed->reason = command.reason;
        if (!changed->isDraft)
            changed->changedAt = transaction.now();
        transaction.put(*changed);
    }
    return {};
}

Result<> handle(const PinSlot &command, Transaction &transaction)
{
    auto slot = transaction.find<Slot>(command.slot);
    if (!slot)
        return fail(Fault::NotFound, "slot");
    slot->isPinned = command.isPinned;
    transaction.put(*slot);
    return {};
}

Result<> handle(const RemoveSlot &command, Transaction &transaction)
{
    if (!transaction.exists<Slot>(command.slot))
        return fail(Fault::NotFound, "slot");
    transaction.remove<Slot>(command.slot);
    return {};
}

} // namespace gatehouse
