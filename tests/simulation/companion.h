// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/device.h"
#include "tests/simulation/model.h"

namespace gatehouse::simulation {

/// What the person at a companion does.
enum class Duty : std::uint8_t {
    Visitor,   ///< reads, bookmarks sessions
    Counter,   ///< counts people, clicks
    Programme, ///< delays sessions, adds and removes tracks
    Tickets,   ///< blocks, unblocks and revokes tickets, issues new ones
    Desk,      ///< undoes and forces scans, closes cards
};

/// What there is in the venue, for whoever acts in it.
struct Ground {
    ZoneId zone;
    CheckInListId list;
    ProductId product;
    std::vector<SessionId> sessions;
    std::vector<SlotId> timetable;
    std::vector<TrackId> tracks; ///< that anybody ever added
};

/// A phone or a second desk: the real client with rows, and a person with one duty.
class Companion final : public Device
{
public:
    Companion(World &world, DeviceSetup setup, Model &model, Ground &ground, AccountId account, Duty duty);

    /// The person does one thing.
    void act();
    [[nodiscard]] const AccountId &account() const { return m_account; }
    [[nodiscard]] Duty duty() const { return m_duty; }
    [[nodiscard]] bool isSignedOut() const { return isRunning() && status().state == ReplicaState::Refused; }

private:
    void answered(const CommandAnswered &answered) override;
    void ended() override { m_sent.clear(); }
    void renumbered(const std::vector<std::int64_t> &) override { m_sent.clear(); }

    template <class C>
    void send(const C &command, std::function<void(const AnswerFrame &)> done);
    void count();
    void editProgramme();
    void changeTicket();
    void revoke(std::size_t ticket);
    void rule();

    Model &m_model;
    Ground &m_ground;
    AccountId m_account;
    Duty m_duty;
    std::map<std::int64_t, std::function<void(const AnswerFrame &)>> m_sent;
};

} // namespace gatehouse::simulation
