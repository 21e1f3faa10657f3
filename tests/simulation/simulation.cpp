// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/simulation.h"

#include "server/store/entry.h"
#include "server/store/verify.h"
#include "server/store/writer.h"
#include "tests/simulation/kiosk.h"

#include <algorithm>

namespace gatehouse::simulation {

namespace {

constexpr int kKiosks = 4;
constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHealingMs = 5 * kMinuteMs; // what may wait until then may not wait longer

class Venue
{
public:
    explicit Venue(const Options &options)
        : m_options(options), m_chance(options.seed), m_network(m_agenda, m_chance, weather()),
          m_authority(m_agenda, m_network, m_trace, options.seed + 1, options.engine)
    {
        m_authority.onSend([this](int kiosk, const Message &message) {
            m_network.send(kiosk, false, [this, kiosk, message] { m_kiosks[std::size_t(kiosk)]->take(message); });
        });
        build();
    }

    Report run()
    {
        const std::int64_t troubleMs = m_options.minutes * kMinuteMs;
        plan();
        while (m_agenda.step(troubleMs)) {
        }
        heal();
        while (m_agenda.step(troubleMs + kHealingMs)) {
        }
        judge();
        m_trace.note("end", m_authority.engine().head());
        m_trace.hash.add(m_authority.document().head()->hash);
        m_report.events = m_trace.events;
        m_report.entries = m_authority.engine().head();
        m_report.traceHash = toHex(m_trace.hash.finish().view());
        m_report.violations = m_trace.violations;
        return m_report;
    }

private:
    /// Each seed has its own faults, some of them none: what hides behind a storm shows in a drizzle.
    Weather weather()
    {
        Weather made;
        made.lossPerMille = m_chance.below(2) == 0 ? 0 : static_cast<std::int64_t>(m_chance.below(200));
        made.repeatPerMille = m_chance.below(2) == 0 ? 0 : static_cast<std::int64_t>(m_chance.below(500));
        made.delayMostMs = 1 + static_cast<std::int64_t>(m_chance.below(600));
        return made;
    }

    void build()
    {
        const FloorId floor(m_authority.newId());
        m_authority.command(AddFloor{floor, "Ground floor", 0, 100'000, 100'000});
        m_zone = ZoneId(m_authority.newId());
        m_authority.command(AddZone{m_zone, floor, "Hall", 1000, {{0, 0}, {50'000, 0}, {50'000, 50'000}, {0, 50'000}}});
        AddProduct product;
        product.product = ProductId(m_authority.newId());
        product.name = "Day ticket";
        m_authority.command(product);
        AddCheckInList list;
        list.list = CheckInListId(m_authority.newId());
        list.name = "Entrance";
        list.allowsReEntry = true;
        m_authority.command(list);
        m_list = list.list;
        for (int index = 0; index < kKiosks; ++index) {
            AddGate gate;
            gate.gate = GateId(m_authority.newId());
            gate.floor = floor;
            gate.name = "Gate " + std::to_string(index + 1);
            gate.at = {index * 10'000, 0};
            gate.inner = m_zone;
            m_authority.command(gate);
            m_authority.command(OpenGate{gate.gate, "doors open"});
            m_kiosks.push_back(std::make_unique<Kiosk>(index, Door{m_list, gate.gate}, m_agenda, m_network, m_trace,
                                                       m_chance, m_authority));
        }
        for (int index = 0; index < m_options.tickets; ++index)
            sell(product.product, index);
    }

    void sell(const ProductId &product, int index)
    {
        AddAttendee attendee;
        attendee.attendee = AttendeeId(m_authority.newId());
        attendee.name = "Attendee " + std::to_string(index);
        m_authority.command(attendee);
        IssueTicket ticket;
        ticket.ticket = TicketId(m_authority.newId());
        ticket.attendee = attendee.attendee;
        ticket.product = product;
        m_authority.command(ticket);
        m_tickets.push_back(ticket.ticket);
    }

    void every(std::int64_t mostMs, const std::function<void()> &what)
    {
        m_agenda.plan(1 + static_cast<std::int64_t>(m_chance.below(static_cast<std::uint64_t>(mostMs))),
                      [this, mostMs, what] {
                          what();
                          every(mostMs, what);
                      });
    }

    void whileThereIsTrouble(std::int64_t mostMs, const std::function<void()> &what)
    {
        every(mostMs, [this, what] {
            if (!m_isHealed)
                what();
        });
    }

    Kiosk &anyKiosk() { return *m_kiosks[m_chance.below(m_kiosks.size())]; }

    void plan()
    {
        for (const auto &kiosk : m_kiosks)
            every(1000, [&kiosk = *kiosk] { kiosk.beat(); });
        whileThereIsTrouble(3'000, [this] { arrive(); });
        whileThereIsTrouble(2 * kMinuteMs, [this] { anyKiosk().restart(); });
        whileThereIsTrouble(2 * kMinuteMs, [this] { skewClock(); });
        whileThereIsTrouble(1 * kMinuteMs, [this] { cutLine(); });
        whileThereIsTrouble(4 * kMinuteMs, [this] { m_authority.crash(); });
        whileThereIsTrouble(3 * kMinuteMs, [this] { m_authority.backUp(); });
        whileThereIsTrouble(6 * kMinuteMs, [this] { m_authority.restore(); });
        whileThereIsTrouble(5 * kMinuteMs, [this] { m_authority.tryToServeTwice(); });
        whileThereIsTrouble(5 * kMinuteMs, [this] { m_authority.takeOver(); });
        whileThereIsTrouble(1 * kMinuteMs, [this] { compareAll(); });
    }

    /// Few tickets and many scans: the same one at two gates, again at the same gate, and out again.
    void arrive()
    {
        const TicketId ticket = m_tickets[m_chance.below(m_tickets.size())];
        anyKiosk().scan(ticket, m_chance.below(4) == 0 ? Direction::Exit : Direction::Entry);
        if (m_chance.below(10) == 0)
            anyKiosk().scan(ticket, Direction::Entry);
    }

    void skewClock()
    {
        const std::int64_t skewMs = static_cast<std::int64_t>(m_chance.below(20 * kMinuteMs)) - 10 * kMinuteMs;
        anyKiosk().setClock(skewMs, m_chance.below(4) == 0);
    }

    void cutLine()
    {
        const int kiosk = static_cast<int>(m_chance.below(kKiosks));
        const std::int64_t until = m_agenda.nowMs() + static_cast<std::int64_t>(m_chance.below(3 * kMinuteMs));
        const std::uint64_t kind = m_chance.below(3); // both ways, or one only
        if (kind != 1)
            m_network.cut(kiosk, true, until);
        if (kind != 2)
            m_network.cut(kiosk, false, until);
    }

    void compareAll()
    {
        const auto reader = m_authority.reader();
        for (const auto &kiosk : m_kiosks) {
            if (kiosk->epoch() == m_authority.document().epoch())
                kiosk->compare(*reader);
        }
    }

    void heal()
    {
        m_isHealed = true;
        m_network.heal();
    }

    // --- what must hold
    // ---------------------------------------------------------------------------------------------------

    void judge()
    {
        const auto reader = m_authority.reader();
        for (const auto &kiosk : m_kiosks) {
            if (!kiosk->isSettled(m_authority.document().epoch(), m_authority.engine().head()))
                m_trace.violate("not settled after healing: " + kiosk->state());
            kiosk->compare(*reader);
        }
        judgeScans(*reader);
        judgeJournal();
        judgeDocument();
    }

    void judgeScans(Reader &reader)
    {
        std::map<ScanId, Scan> scans;
        if (!reader.each(entityType<Scan>(), [&scans](const StoredRow &row) {
                scans.emplace(ScanId(row.id), *entityOf<Scan>(row));
                return true;
            }))
            m_trace.violate("scans are not readable");
        std::size_t made = 0;
        for (const auto &kiosk : m_kiosks) {
            made += kiosk->made().size();
            for (const ScanId &scan : kiosk->acknowledged()) {
                if (!scans.contains(scan))
                    m_trace.violate("an acknowledged scan is lost");
            }
            for (const ScanId &scan : kiosk->made()) {
                if (!scans.contains(scan))
                    m_trace.violate("a scan is lost");
            }
        }
        if (scans.size() != made)
            m_trace.violate(std::to_string(scans.size()) + " scans instead of " + std::to_string(made));
        m_report.scans = scans.size();
        judgePeople(reader, scans);
        judgeEntries(reader, scans);
    }

    void judgePeople(Reader &reader, const std::map<ScanId, Scan> &scans)
    {
        std::int64_t entries = 0;
        std::int64_t exits = 0;
        for (const auto &[id, scan] : scans) {
            if (scan.isCounted)
                ++(scan.direction == Direction::Entry ? entries : exits);
        }
        const auto row = reader.find(entityType<Occupancy>(), m_zone);
        const auto occupancy = row && *row ? entityOf<Occupancy>(**row) : Result<Occupancy>(Occupancy{});
        if (occupancy->people != entries - exits)
            m_trace.violate("occupancy is " + std::to_string(occupancy->people) + ", but " + std::to_string(entries)
                            + " entered and " + std::to_string(exits) + " left");
    }

    /// For people who look for the reason: what went through with this ticket, in the order of the journal.
    static std::string historyOf(const Id &record, const std::map<ScanId, Scan> &scans)
    {
        std::map<std::int64_t, std::string> lines;
        for (const auto &[id, scan] : scans) {
            if (scan.record != record)
                continue;
            lines[scan.sequence] = "\n        " + std::to_string(scan.sequence)
                + (scan.direction == Direction::Entry ? " entry" : " exit") + " at "
                + std::to_string(scan.at.ms - SimulatedClock::kBeginMs) + " gate " + scan.gate.toString().substr(20)
                + (scan.outcome == Outcome::Admitted ? " admitted" : " refused") + (scan.isCounted ? " counted" : "")
                + (scan.isReEntry ? " re-entry" : "") + (scan.isDuplicate ? " duplicate" : "")
                + (scan.isOwn ? " own" : "") + (scan.isLate ? " late" : "") + (scan.isClockSuspect ? " suspect" : "");
        }
        std::string history;
        for (const auto &[sequence, line] : lines)
            history += line;
        return history;
    }

    /// One primary entry for each ticket, and one card for each double admission.
    void judgeEntries(Reader &reader, const std::map<ScanId, Scan> &scans)
    {
        std::map<Id, int> primary;
        std::set<Id> duplicates;
        for (const auto &[id, scan] : scans) {
            if (!scan.isCounted || scan.direction == Direction::Exit)
                continue;
            // A repeat at the same gate of an entry that nobody saw stands in its place, and is what that one was.
            const Scan &entry = scan.isOwn && scans.contains(scan.otherScan) ? scans.at(scan.otherScan) : scan;
            if (scan.isOwn && entry.isCounted && entry.id != scan.id)
                m_trace.violate("a repeat counts, and what it repeats counts too:" + historyOf(scan.record, scans));
            if (scan.isDuplicate)
                duplicates.insert(id);
            else if (!entry.isReEntry && !entry.isDuplicate && ++primary[scan.record] > 1)
                m_trace.violate("a ticket has two primary entries:" + historyOf(scan.record, scans));
        }
        std::map<Id, int> cards;
        if (!reader.each(entityType<Card>(), [this, &cards](const StoredRow &row) {
                ++m_report.cards;
                const auto card = entityOf<Card>(row);
                if (card->kind == CardKind::DoubleAdmit)
                    ++cards[card->scan];
                return true;
            }))
            m_trace.violate("cards are not readable");
        for (const Id &duplicate : duplicates) {
            if (cards[duplicate] != 1)
                m_trace.violate("a double admission has " + std::to_string(cards[duplicate]) + " cards");
        }
    }

    /// Each number of a sender stands in the journal at most once, and the entries have no hole.
    void judgeJournal()
    {
        std::set<std::pair<Id, std::int64_t>> numbers;
        Writer writer(m_authority.document());
        std::int64_t sequence = 0;
        for (;;) {
            const auto entries = writer.entriesAfter(sequence, 1000);
            if (!entries || entries->empty())
                break;
            for (const std::string &bytes : *entries) {
                const auto entry = decodeEntry(bytes);
                if (!entry || entry->sequence != ++sequence)
                    return m_trace.violate("a hole in the journal at " + std::to_string(sequence));
                if (!entry->sender.isNull() && !numbers.emplace(entry->sender, entry->number).second)
                    m_trace.violate("a number took effect twice");
            }
        }
        if (sequence != m_authority.engine().head())
            m_trace.violate("the journal ends early");
    }

    void judgeDocument()
    {
        VerifyOptions options;
        options.keyring = &m_authority.keyring();
        const auto report = verifyDocument(m_authority.path(), options);
        if (!report)
            return m_trace.violate("verify: " + describe(report.error()));
        for (const VerifyFault &fault : report->faults)
            m_trace.violate("verify: " + std::to_string(fault.sequence) + ": " + fault.what);
    }

    Options m_options;
    SeededRandom m_chance;
    Agenda m_agenda;
    Trace m_trace;
    Network m_network;
    Authority m_authority;
    std::vector<std::unique_ptr<Kiosk>> m_kiosks;
    std::vector<TicketId> m_tickets;
    ZoneId m_zone;
    CheckInListId m_list;
    bool m_isHealed = false;
    Report m_report;
};

} // namespace

Report run(const Options &options)
{
    return Venue(options).run();
}

} // namespace gatehouse::simulation
