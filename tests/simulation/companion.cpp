// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/companion.h"

namespace gatehouse::simulation {

Companion::Companion(World &world, DeviceSetup setup, Model &model, Ground &ground, AccountId account, Duty duty)
    : Device(world, std::move(setup)), m_model(model), m_ground(ground), m_account(account), m_duty(duty)
{
}

template <class C>
void Companion::send(const C &command, std::function<void(const AnswerFrame &)> done)
{
    const auto number = sendNamed(std::string(C::spec.name), encoded(command));
    if (number)
        m_sent.emplace(*number, std::move(done));
}

void Companion::answered(const CommandAnswered &answered)
{
    if (const auto sent = m_sent.extract(answered.number); !sent.empty())
        sent.mapped()(answered.answer);
}

void Companion::act()
{
    if (!isRunning())
        return;
    world().trace.note("acts", place(), static_cast<std::int64_t>(m_duty));
    switch (m_duty) {
    case Duty::Visitor: {
        SetBookmark bookmark;
        bookmark.session = m_ground.sessions[random().below(m_ground.sessions.size())];
        bookmark.isSet = random().below(3) != 0;
        return Device::send(bookmark);
    }
    case Duty::Counter:
        return count();
    case Duty::Programme:
        return editProgramme();
    case Duty::Tickets:
        return changeTicket();
    case Duty::Desk:
        return rule();
    }
}

void Companion::count()
{
    const HandCountId id = makeId<HandCountId>(time().wall.ms, random());
    m_model.counts.emplace(id, false);
    const auto noted = [this, id](const AnswerFrame &answer) {
        if (answer.fault != Fault::None)
            return world().trace.violate("I2: a count was refused: " + answer.detail);
        m_model.counts[id] = true;
        // [I12] What was acknowledged is in the rows of who asked for it, as soon as they are live.
        if (status().state != ReplicaState::Live || !cable() || cable()->isStarved())
            return;
        if (client().cursor().sequence < answer.sequence)
            world().trace.violate("I12: an answer overtook the change it tells of, at " + name());
        else if (!view().find<HandCount>(id))
            world().trace.violate("I12: " + name() + " does not see its own count");
    };
    if (random().below(3) == 0) {
        CountPeople counted;
        counted.count = id;
        counted.zone = m_ground.zone;
        counted.people = static_cast<std::int32_t>(random().below(500));
        counted.at = serverTime();
        return send(counted, noted);
    }
    TallyPeople tally;
    tally.key = id;
    tally.zone = m_ground.zone;
    tally.delta = static_cast<std::int32_t>(random().below(9)) - 4;
    if (tally.delta == 0)
        tally.delta = 1;
    tally.at = serverTime();
    send(tally, noted);
}

void Companion::editProgramme()
{
    const auto what = random().below(4);
    if (what == 0) {
        AddTrack add;
        add.track = makeId<TrackId>(time().wall.ms, random());
        add.name = "Track " + add.track.toString().substr(20);
        m_ground.tracks.push_back(add.track);
        return Device::send(add);
    }
    if (what == 1 && !m_ground.tracks.empty()) {
        RemoveTrack remove;
        remove.track = m_ground.tracks[random().below(m_ground.tracks.size())];
        return Device::send(remove);
    }
    DelaySlot delay;
    delay.slot = m_ground.timetable[random().below(m_ground.timetable.size())];
    delay.minutes = static_cast<std::int32_t>(random().below(60));
    delay.following = false;
    delay.reason = "late";
    delay.previewed = {{delay.slot, delay.minutes}};
    Device::send(delay);
}

void Companion::changeTicket()
{
    const std::size_t place = random().below(m_model.tickets.size());
    SeenTicket &ticket = m_model.tickets[place];
    if (random().below(6) == 0)
        return revoke(place);
    if (random().below(4) == 0) {
        IssueTicket issue;
        issue.ticket = makeId<TicketId>(time().wall.ms, random());
        issue.attendee = ticket.attendee;
        issue.product = m_ground.product;
        return send(issue, [this, id = issue.ticket, attendee = issue.attendee](const AnswerFrame &answer) {
            const auto made = decoded<IssueTicket::Answer>(answer.body, Strictness::Replica);
            if (answer.fault == Fault::None && made) {
                SeenTicket issued;
                issued.ticket = id;
                issued.attendee = attendee;
                issued.code = made->code;
                m_model.tickets.push_back(std::move(issued));
            }
        });
    }
    ticket.isRuled = true;
    SetTicketState state;
    state.ticket = ticket.ticket;
    state.state = random().below(2) == 0 ? TicketState::Blocked : TicketState::Valid;
    state.reason = "asked for";
    Device::send(state);
}

void Companion::revoke(std::size_t place)
{
    m_model.tickets[place].isRuled = true;
    SetTicketState state;
    state.ticket = m_model.tickets[place].ticket;
    state.state = TicketState::Revoked;
    state.reason = "refunded";
    send(state, [this, place](const AnswerFrame &answer) {
        if (answer.fault != Fault::None)
            return;
        SeenTicket &ticket = m_model.tickets[place];
        ticket.isRevoked = true;
        ticket.revokedMs = world().agenda.nowMs();
        ticket.revokedIn = m_model.restores;
    });
}

void Companion::rule()
{
    const auto cards = view().all<Card>();
    if (!cards.empty() && random().below(2) == 0) {
        const Card &card = *cards[random().below(cards.size())];
        if (!card.isClosed) {
            CloseCard close;
            close.card = card.id;
            close.reason = "looked into";
            Device::send(close);
        }
        return;
    }
    const auto scans = view().all<Scan>();
    if (scans.empty())
        return;
    const Scan &scan = *scans[random().below(scans.size())];
    const auto seen = m_model.scans.find(scan.id);
    if (seen != m_model.scans.end())
        m_model.tickets[seen->second.ticket].isRuled = true;
    const auto ruling = makeId<IdOf<ScanRuling>>(time().wall.ms, random());
    const auto noted = [this, ruling](const AnswerFrame &answer) {
        if (answer.fault == Fault::None)
            m_model.rulings[ruling] = true;
    };
    if (scan.outcome == Outcome::Refused) {
        ForceAdmit force;
        force.ruling = ruling;
        force.scan = scan.id;
        force.reason = "let in by hand";
        return send(force, noted);
    }
    UndoScan undo;
    undo.ruling = ruling;
    undo.scan = scan.id;
    undo.reason = "did not go in";
    send(undo, noted);
}

} // namespace gatehouse::simulation
