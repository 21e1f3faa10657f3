// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/checks.h"

#include "server/hub/changes.h"
#include "server/store/entry.h"
#include "server/store/verify.h"
#include "server/store/writer.h"

namespace gatehouse::simulation {

namespace {

/// For people who look for the reason.
std::string inWords(const Scan &scan)
{
    return std::string(scan.direction == Direction::Entry ? " entry" : " exit") + " at "
        + std::to_string(scan.at.ms - ServerClock::kBeginMs) + " ± " + std::to_string(scan.errorMs) + " gate "
        + scan.gate.toString().substr(20) + " "
        + std::string(scan.outcome == Outcome::Admitted ? "admitted" : enumNames<Reason>[std::size_t(scan.reason)])
        + (scan.isCounted ? " counted" : "") + (scan.isReEntry ? " re-entry" : "")
        + (scan.isDuplicate ? " duplicate" : "") + (scan.isOwn ? " own" : "") + (scan.isLate ? " late" : "")
        + (scan.isClockSuspect ? " suspect" : "") + (scan.isUndone ? " undone" : "") + (scan.isForced ? " forced" : "")
        + (scan.otherScan.isNull() ? std::string() : " of " + scan.otherScan.toString().substr(24));
}

template <class E>
std::map<Id, E> allOf(Reader &reader, Trace &trace)
{
    std::map<Id, E> found;
    const auto result = reader.each(entityType<E>(), [&found](const StoredRow &row) {
        found.emplace(row.id, *entityOf<E>(row));
        return true;
    });
    if (!result)
        trace.violate("rows are not readable: " + describe(result.error()));
    return found;
}

} // namespace

// --- every minute
// -----------------------------------------------------------------------------------------------------------

void Checks::look(std::span<Device *const> devices)
{
    compareCursors(devices);
    if (m_authority.isRunning()) {
        findAcknowledged(false);
        watchQueues(devices);
    }
}

/// [I9] Who stands at the same place and may see the same holds the same.
void Checks::compareCursors(std::span<Device *const> devices)
{
    std::map<std::string, const Device *> first;
    for (const Device *device : devices) {
        if (!device->isRunning() || device->status().state != ReplicaState::Live)
            continue;
        const SavedCursor &cursor = device->rows().cursor();
        std::string place(cursor.epoch.view());
        place += std::to_string(cursor.sequence) + ' ' + std::to_string(device->wants()) + ' ' + cursor.scopes;
        const auto [at, isNew] = first.emplace(std::move(place), device);
        if (!isNew && at->second->rows().sum() != device->rows().sum())
            m_trace.violate("I9: " + device->name() + " and " + at->second->name() + " differ at "
                            + std::to_string(cursor.sequence) + ": " + std::to_string(device->rows().count()) + " and "
                            + std::to_string(at->second->rows().count()) + " rows");
    }
}

/// [I1] What was acknowledged is there. After a restore only once the devices have told it again.
void Checks::findAcknowledged(bool wantsAll)
{
    if (m_authority.lives() > 0 && !wantsAll)
        return;
    const auto reader = m_authority.reader();
    for (const ScanId &scan : m_model.acknowledged) {
        const auto row = reader->find(entityType<Scan>(), scan);
        const auto seen = m_model.scans.find(scan);
        const bool mayBeLost = seen != m_model.scans.end() && seen->second.isLost;
        if ((!row || !*row) && !mayBeLost)
            m_trace.violate("I1: an acknowledged scan is lost: " + scan.toString());
    }
}

/// [I18]
void Checks::watchQueues(std::span<Device *const> devices)
{
    const HubFigures figures = m_authority.hub().figures();
    if (figures.connections > devices.size() * 8)
        m_trace.violate("I18: " + std::to_string(figures.connections) + " connections");
    const HubLimits &limits = m_authority.hub().limits();
    if (figures.unsentBytes > limits.queuedBytes + limits.unsentBytes)
        m_trace.violate("I18: " + std::to_string(figures.unsentBytes) + " bytes are not sent");
    if (m_authority.engine().figures().queue > EngineOptions{}.queueMost)
        m_trace.violate("I18: " + std::to_string(m_authority.engine().figures().queue) + " commands wait");
    if (m_agenda.size() > devices.size() * 400)
        m_trace.violate("I18: " + std::to_string(m_agenda.size()) + " things are planned");
}

// --- when all is quiet
// ------------------------------------------------------------------------------------------------------

void Checks::compare(const Device &device, Reader &reader)
{
    const SavedCursor &cursor = device.rows().cursor();
    const std::int64_t head = m_authority.engine().head();
    const std::string place = std::to_string(device.wants()) + ' ' + std::string(cursor.scopes);
    auto at = m_expected.find(place);
    if (at == m_expected.end()) {
        at = m_expected.emplace(place, std::unordered_map<RowKey, std::uint64_t>()).first;
        const Scopes scopes = decodeScopes(cursor.scopes).value_or(Scopes{});
        const auto result = reader.changes(0, head, scopes, [&](const StoredRow &row) {
            const std::uint16_t entity = row.type->spec.number;
            if (!row.isGone && RowSum::counts(entity) && isWanted(row.type->spec.replication, device.wants()))
                at->second[{entity, row.id}] = RowSum::of(entity, row.id, row.body, row.personal);
            return true;
        });
        if (!result)
            m_trace.violate("changes cannot be read: " + describe(result.error()));
    }
    if (at->second == device.rows().sums())
        return;
    std::string which;
    for (const auto &[key, sum] : at->second) {
        const auto held = device.rows().sums().find(key);
        if (held == device.rows().sums().end() || held->second != sum)
            which = (held == device.rows().sums().end() ? " lacks " : " has another ")
                + std::string(findEntity(key.entity)->spec.name);
    }
    for (const auto &[key, sum] : device.rows().sums()) {
        if (!at->second.contains(key))
            which = " still has " + std::string(findEntity(key.entity)->spec.name);
    }
    m_trace.violate("I10: " + device.name() + which + " at " + std::to_string(cursor.sequence) + " of "
                    + std::to_string(head) + ": " + std::to_string(device.rows().count()) + " rows instead of "
                    + std::to_string(at->second.size()));
}

void Checks::judge(std::span<Device *const> devices, Report &report)
{
    const auto reader = m_authority.reader();
    for (const Device *device : devices)
        compare(*device, *reader);
    findAcknowledged(true);
    judgeScans(*reader, report);
    judgeOthers(*reader);
    judgeJournal(report);
    judgeDocument();
}

/// [I6] Every scan that was made is there once, and no other; what was shown for it is what the document says.
void Checks::judgeScans(Reader &reader, Report &report)
{
    std::map<ScanId, Scan> scans;
    for (auto &[id, scan] : allOf<Scan>(reader, m_trace))
        scans.emplace(ScanId(id), std::move(scan));
    const auto shown = allOf<ScanShown>(reader, m_trace);
    for (const auto &[id, seen] : m_model.scans) {
        if (seen.isLost)
            continue;
        if (!scans.contains(id))
            m_trace.violate("I6: a scan of kiosk " + std::to_string(seen.kiosk) + " is lost: " + id.toString()
                            + (seen.light ? ", its light was seen" : ", it had no light"));
        const auto told = shown.find(id);
        if (told == shown.end())
            m_trace.violate("I6: nobody knows what was shown for a scan of kiosk " + std::to_string(seen.kiosk));
        else if (seen.light && told->second.outcome != *seen.light)
            m_trace.violate("I6: another light was seen than the document says, at kiosk "
                            + std::to_string(seen.kiosk));
    }
    for (const auto &[id, scan] : scans) {
        if (!m_model.scans.contains(id)) {
            m_trace.violate("I6: a scan that nobody made: " + id.toString());
            continue;
        }
        judgeTime(scan, m_model.scans.at(id), reader);
        // [I21]
        if (scan.outcome == Outcome::Refused && scan.reason == Reason::None)
            m_trace.violate("I21: a scan is refused without a reason");
    }
    report.scans = scans.size();
    judgePeople(scans, reader);
    judgeEntries(scans, reader, report);
}

/// [I20] What a device measured of the server's clock is right within its error, whatever is done to any clock.
void Checks::judgeTime(const Scan &scan, const SeenScan &seen, Reader &reader)
{
    if (!seen.serverAt || scan.isClockSuspect || seen.restores != m_model.restores)
        return; // told again to another life, whose clock may stand before it
    const std::int64_t offMs = scan.at - *seen.serverAt;
    const auto taken = reader.shownSince(scan.sequence);
    if (offMs < 0 && taken && *taken == scan.at)
        return; // the server that was asked died, and the next one's clock stands before it: nothing is dated ahead of
                // it
    if (std::abs(offMs) > scan.errorMs)
        m_trace.violate("I20: a scan of kiosk " + std::to_string(seen.kiosk) + " at " + std::to_string(seen.atMs)
                        + " is dated " + std::to_string(offMs) + " ms off, and says " + std::to_string(scan.errorMs));
}

void Checks::judgePeople(const std::map<ScanId, Scan> &scans, Reader &reader)
{
    std::int64_t entries = 0;
    std::int64_t exits = 0;
    for (const auto &[id, scan] : scans) {
        if (scan.isCounted)
            (scan.direction == Direction::Entry ? entries : exits) += std::max(scan.people, 1);
    }
    const auto row = reader.find(entityType<Occupancy>(), m_ground.zone);
    const auto occupancy = row && *row ? entityOf<Occupancy>(**row) : Result<Occupancy>(Occupancy{});
    if (occupancy->entries != entries || occupancy->exits != exits)
        m_trace.violate("people: " + std::to_string(occupancy->entries) + " in and " + std::to_string(occupancy->exits)
                        + " out, but " + std::to_string(entries) + " entered and " + std::to_string(exits) + " left");
}

/// [I7] One primary entry for each ticket, and [I8] one card for each double admission.
void Checks::judgeEntries(const std::map<ScanId, Scan> &scans, Reader &reader, Report &report)
{
    std::map<Id, int> primary;
    std::set<Id> duplicates;
    for (const auto &[id, scan] : scans) {
        if (!scan.isCounted || scan.direction == Direction::Exit || scan.record.isNull())
            continue; // a code that names no ticket has no history
        // A repeat at the same gate of an entry that nobody saw stands in its place, and is what that one was.
        const Scan &entry = scan.isOwn && scans.contains(scan.otherScan) ? scans.at(scan.otherScan) : scan;
        if (scan.isOwn && entry.isCounted && entry.id != scan.id)
            m_trace.violate("I7: a repeat counts, and what it repeats counts too:" + journalOf(scan.record));
        if (scan.isDuplicate)
            duplicates.insert(id);
        else if (!scan.isForced && !entry.isReEntry && !entry.isDuplicate && ++primary[scan.record] > 1)
            m_trace.violate("I7: a ticket has two primary entries:" + journalOf(scan.record));
    }
    std::map<Id, int> cards;
    for (const auto &[id, card] : allOf<Card>(reader, m_trace)) {
        ++report.cards;
        if (card.kind == CardKind::DoubleAdmit)
            ++cards[card.scan];
        if (card.kind == CardKind::DoubleAdmit && !scans.contains(card.scan))
            m_trace.violate("I8: a card about no scan");
    }
    for (const Id &duplicate : duplicates) {
        if (cards[duplicate] != 1)
            m_trace.violate("I8: a double admission has " + std::to_string(cards[duplicate])
                            + " cards:" + journalOf(scans.at(ScanId(duplicate)).record));
    }
}

/// For people who look for the reason: every state that the scans of this ticket ever had.
std::string Checks::journalOf(const Id &record)
{
    std::string story;
    Writer writer(m_authority.document());
    for (std::int64_t sequence = 0;;) {
        const auto entries = writer.entriesAfter(sequence, 1000);
        if (!entries || entries->empty())
            return story;
        for (const std::string &bytes : *entries) {
            const auto entry = decodeEntry(bytes);
            sequence = entry->sequence;
            for (const EntryChange &change : entry->changes) {
                const auto scan = change.entity == Scan::spec.number
                    ? decoded<Scan>(change.body, Strictness::Replica, Part::Open)
                    : Result<Scan>(fail(Fault::NotFound));
                if (scan && scan->record == record)
                    story += "\n        " + std::to_string(sequence) + " " + std::string(entry->command) + ": "
                        + change.id.toString().substr(24) + inWords(*scan);
            }
        }
    }
}

void Checks::judgeOthers(Reader &reader)
{
    // [I13] What a desk was told is revoked stays so, in the document and at the gates (which hold the same rows).
    for (const SeenTicket &seen : m_model.tickets) {
        const auto row = reader.find(entityType<Ticket>(), seen.ticket);
        const auto ticket = row && *row ? entityOf<Ticket>(**row) : Result<Ticket>(fail(Fault::NotFound));
        if (!ticket) {
            m_trace.violate("I1: a ticket is lost");
            continue;
        }
        if (seen.isRevoked && ticket->state != TicketState::Revoked)
            m_trace.violate("I13: a revoked ticket is valid again");
        std::vector<StoredRow> records;
        const auto sample = AdmissionRecord{.ticket = seen.ticket};
        (void)reader.eachWhere(entityType<AdmissionRecord>(), AdmissionRecord::fields[1], &sample,
                               [&](const StoredRow &each) {
                                   records.push_back(each);
                                   return true;
                               });
        for (const StoredRow &each : records) {
            const auto record = entityOf<AdmissionRecord>(each);
            if (!record || record->state != ticket->state)
                m_trace.violate("I13: a record says another state than its ticket");
        }
    }
    // [I1, I2] Counts are facts too: each that was acknowledged is there.
    for (const auto &[id, isAcknowledged] : m_model.counts) {
        const auto row = reader.find(entityType<HandCount>(), id);
        if (isAcknowledged && (!row || !*row))
            m_trace.violate("I1: an acknowledged count is lost");
    }
}

/// [I2] Each number of a sender stands in the journal at most once; [I3] its entries have no hole; [I20] their time
/// never goes back.
void Checks::judgeJournal(Report &report)
{
    std::set<std::pair<Id, std::int64_t>> numbers;
    Writer writer(m_authority.document());
    std::int64_t sequence = 0;
    Instant before;
    for (;;) {
        const auto entries = writer.entriesAfter(sequence, 1000);
        if (!entries || entries->empty())
            break;
        for (const std::string &bytes : *entries) {
            const auto entry = decodeEntry(bytes);
            if (!entry || entry->sequence != ++sequence)
                return m_trace.violate("I3: a hole in the journal at " + std::to_string(sequence));
            if (!entry->sender.isNull() && !numbers.emplace(entry->sender, entry->number).second)
                m_trace.violate("I2: a number took effect twice: " + std::string(entry->command));
            if (entry->serverTime < before)
                m_trace.violate("I20: time goes back in the journal at " + std::to_string(sequence));
            before = entry->serverTime;
        }
    }
    if (sequence != m_authority.engine().head())
        m_trace.violate("I3: the journal ends early");
    report.entries = sequence;
}

/// [I15]
void Checks::judgeDocument()
{
    VerifyOptions options;
    options.keyring = &m_authority.keyring();
    const auto report = verifyDocument(m_authority.path(), options);
    if (!report)
        return m_trace.violate("I15: " + describe(report.error()));
    for (const VerifyFault &fault : report->faults)
        m_trace.violate("I15: " + std::to_string(fault.sequence) + ": " + fault.what);
}

} // namespace gatehouse::simulation
