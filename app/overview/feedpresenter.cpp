// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/feedpresenter.h"

#include "app/admission/verdictwords.h"
#include "app/overview/venueview.h"
#include "app/ui/figures.h"
#include "shared/house/house.h"
#include "shared/replica/thisevent.h"
#include "shared/venue/occupancyrules.h"

#include <QLocale>

#include <algorithm>
#include <map>

namespace gatehouse {

namespace {

/// One entry of the journal may change rows of several kinds: each is a line of its own, in this order.
enum Rank : std::uint64_t {
    ScanRank,
    CardRank,
    GateRank,
    DeviceRank,
    SessionRank,
    SlotRank,
    LevelRank,
    CountRank,
    kRanks = 16
};

std::uint64_t place(std::int64_t revision, Rank rank)
{
    return static_cast<std::uint64_t>(revision) * kRanks + rank;
}

constexpr std::chrono::milliseconds kGather{150}; // a burst of scans is one change of the list

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// At the gate a refusal is loud; here it is daily bread, unless somebody should look: a forged or lost ticket.
State feedState(const Scan &scan)
{
    if (scan.outcome != Outcome::Refused)
        return verdictState(scan.outcome, scan.reason);
    switch (scan.reason) {
    case Reason::Invalid:
    case Reason::UnknownKey:
    case Reason::Blocked:
    case Reason::Revoked:
    case Reason::Reissued:
    case Reason::Error:
        return State::Soon;
    default:
        return State::Info;
    }
}

} // namespace

FeedPresenter::FeedPresenter(Replica &replica, FeedModel &model, QObject *parent)
    : QObject(parent), m_replica(replica), m_model(model)
{
    m_flush.setSingleShot(true);
    m_flush.setInterval(kGather);
    connect(&m_flush, &QTimer::timeout, this, &FeedPresenter::flush);
    connect(&replica.collection<Scan>(), &CollectionBase::changed, this, &FeedPresenter::tellScans);
    connect(&replica.collection<Scan>(), &CollectionBase::reset, this, &FeedPresenter::tellAllScans);
    connect(&replica.collection<Gate>(), &CollectionBase::changed, this, &FeedPresenter::tellGates);
    connect(&replica.collection<Card>(), &CollectionBase::changed, this, &FeedPresenter::tellCards);
    connect(&replica.collection<Device>(), &CollectionBase::changed, this, &FeedPresenter::tellDevices);
    connect(&replica.collection<Occupancy>(), &CollectionBase::changed, this, &FeedPresenter::tellLevels);
    connect(&replica.collection<Occupancy>(), &CollectionBase::reset, this, &FeedPresenter::noteLevels);
    connect(&replica.collection<HandCount>(), &CollectionBase::changed, this, &FeedPresenter::tellCounts);
    connect(&replica.collection<Session>(), &CollectionBase::changed, this, &FeedPresenter::tellSessions);
    connect(&replica.collection<Slot>(), &CollectionBase::changed, this, &FeedPresenter::tellSlots);
}

QStringList FeedPresenter::kinds()
{
    return {tr("Scans"), tr("Gates"), tr("Reconciliation"), tr("Devices"), tr("Programme"), tr("Venue")};
}

QString FeedPresenter::gateName(const GateId &gate) const
{
    const Gate *row = m_replica.collection<Gate>().find(gate);
    return row ? text(row->name) : tr("A desk");
}

/// What is older than the feed's newest line was told before (a row that changed for another reason).
void FeedPresenter::add(FeedEntry entry)
{
    if (entry.sequence <= m_newest)
        return;
    m_pending.push_back(std::move(entry));
    if (!m_flush.isActive())
        m_flush.start();
}

void FeedPresenter::flush()
{
    std::stable_sort(m_pending.begin(), m_pending.end(),
                     [](const FeedEntry &a, const FeedEntry &b) { return a.sequence < b.sequence; });
    m_newest = std::max(m_newest, m_pending.empty() ? 0 : m_pending.back().sequence);
    m_model.append(m_pending);
    m_pending.clear();
}

FeedEntry FeedPresenter::entryOf(const Scan &scan, std::int64_t revision) const
{
    const Product *product = m_replica.collection<Product>().find(scan.product);
    const QString what = product ? text(product->name) : tr("unknown code");
    FeedEntry entry;
    entry.sequence = place(revision, ScanRank);
    entry.time = scan.at;
    entry.kind = kinds().value(0);
    entry.state = feedState(scan);
    if (scan.isDuplicate) {
        entry.state = State::Now;
        entry.iconName = QStringLiteral("copy");
        entry.text = tr("%1: let in twice, %2").arg(gateName(scan.gate), what);
    } else if (scan.outcome == Outcome::Refused) {
        entry.iconName = QStringLiteral("ban");
        entry.text = tr("%1: refused, %2 (%3)").arg(gateName(scan.gate), reasonWords(scan.reason), what);
    } else if (scan.direction == Direction::Exit) {
        entry.iconName = QStringLiteral("log-out");
        entry.text = tr("%1: left, %2").arg(gateName(scan.gate), what);
    } else {
        entry.iconName = QStringLiteral("log-in");
        entry.text = scan.isLate ? tr("%1: let in off line, %2").arg(gateName(scan.gate), what)
                                 : tr("%1: let in, %2").arg(gateName(scan.gate), what);
    }
    return entry;
}

void FeedPresenter::tellScans(const QVector<Id> &ids)
{
    auto &scans = m_replica.collection<Scan>();
    for (const Id &id : ids) {
        if (const Scan *scan = scans.find(id))
            add(entryOf(*scan, scans.revision(id)));
    }
}

void FeedPresenter::tellAllScans()
{
    QVector<Id> ids;
    m_replica.collection<Scan>().each([&](const Scan &scan) { ids.push_back(scan.id); });
    tellScans(ids);
}

void FeedPresenter::tellGates(const QVector<Id> &ids)
{
    auto &gates = m_replica.collection<Gate>();
    for (const Id &id : ids) {
        const Gate *gate = gates.find(id);
        if (!gate || gate->changedAt.ms == 0)
            continue;
        FeedEntry entry;
        entry.sequence = place(gates.revision(id), GateRank);
        entry.time = gate->changedAt;
        entry.kind = kinds().value(1);
        const bool isOpen = gate->state == GateState::Open;
        entry.state = isOpen ? State::Fine : State::Info;
        entry.iconName = isOpen ? QStringLiteral("door-open") : QStringLiteral("door-closed");
        entry.text = isOpen ? tr("%1 opened").arg(text(gate->name)) : tr("%1 closed").arg(text(gate->name));
        if (!gate->reason.empty())
            entry.text = tr("%1: %2", "what happened: why").arg(entry.text, text(gate->reason));
        add(std::move(entry));
    }
}

void FeedPresenter::tellCards(const QVector<Id> &ids)
{
    auto &cards = m_replica.collection<Card>();
    for (const Id &id : ids) {
        const Card *card = cards.find(id);
        if (!card)
            continue;
        FeedEntry entry;
        entry.sequence = place(cards.revision(id), CardRank);
        entry.time = card->isClosed ? card->closedAt : card->openedAt;
        entry.kind = kinds().value(2);
        entry.state = card->isClosed ? State::Fine : State::Now;
        entry.iconName = card->isClosed ? QStringLiteral("check") : QStringLiteral("triangle-alert");
        entry.text = card->isClosed
            ? tr("Closed: %1").arg(text(card->closing))
            : tr("%1: %2", "gate: what does not agree").arg(gateName(card->gate), cardKindWords(card->kind));
        add(std::move(entry));
    }
}

void FeedPresenter::tellDevices(const QVector<Id> &ids)
{
    auto &devices = m_replica.collection<Device>();
    for (const Id &id : ids) {
        const Device *device = devices.find(id);
        if (!device)
            continue;
        FeedEntry entry;
        entry.sequence = place(devices.revision(id), DeviceRank);
        entry.time = device->addedAt;
        entry.kind = kinds().value(3);
        entry.state = device->isRevoked ? State::Soon : State::Info;
        entry.iconName = QStringLiteral("tablet-smartphone");
        entry.text = device->isRevoked ? tr("%1 was revoked").arg(text(device->name))
                                       : tr("%1 was set up").arg(text(device->name));
        add(std::move(entry));
    }
}

void FeedPresenter::tellSessions(const QVector<Id> &ids)
{
    auto &sessions = m_replica.collection<Session>();
    for (const Id &id : ids) {
        const Session *session = sessions.find(id);
        if (!session || session->changedAt.ms == 0 || session->state == SessionState::Draft)
            continue;
        const bool isCancelled = session->state == SessionState::Cancelled;
        FeedEntry entry;
        entry.sequence = place(sessions.revision(id), SessionRank);
        entry.time = session->changedAt;
        entry.kind = kinds().value(4);
        entry.state = isCancelled ? State::Soon : State::Info;
        entry.iconName = isCancelled ? QStringLiteral("ban") : QStringLiteral("calendar-days");
        entry.text = isCancelled ? tr("Cancelled: %1", "a session").arg(text(session->title))
                                 : tr("On the programme: %1", "a session").arg(text(session->title));
        if (isCancelled && !session->reason.empty())
            entry.text = tr("%1: %2", "what happened: why").arg(entry.text, text(session->reason));
        add(std::move(entry));
    }
}

/// A delay that pushes others is one line: the journal's entry is one.
void FeedPresenter::tellSlots(const QVector<Id> &ids)
{
    auto &placed = m_replica.collection<Slot>();
    std::map<std::int64_t, std::vector<const Slot *>> byRevision;
    for (const Id &id : ids) {
        if (const Slot *slot = placed.find(id); slot && slot->changedAt.ms != 0 && !slot->isDraft)
            byRevision[placed.revision(id)].push_back(slot);
    }
    for (const auto &[revision, changed] : byRevision) {
        const Slot *first = *std::min_element(changed.begin(), changed.end(), [](const Slot *a, const Slot *b) {
            return std::tie(a->startsAt, a->id) < std::tie(b->startsAt, b->id);
        });
        add(entryOf(*first, revision, static_cast<int>(changed.size()) - 1));
    }
}

FeedEntry FeedPresenter::entryOf(const Slot &slot, std::int64_t revision, int alsoMoved) const
{
    const Session *session = m_replica.collection<Session>().find(slot.session);
    const Space *space = m_replica.collection<Space>().find(slot.space);
    const QString title = session ? text(session->title) : tr("A session");
    const QString where = space ? text(space->name) : tr("a space that is closed to you");
    const QString when = clockTime(slot.expectedStart(), venueZone(m_replica));
    FeedEntry entry;
    entry.sequence = place(revision, SlotRank);
    entry.time = slot.changedAt;
    entry.kind = kinds().value(4);
    entry.iconName = QStringLiteral("clock");
    entry.state = State::Info;
    if (slot.delayMinutes > 0) {
        entry.state = State::Soon;
        entry.text = tr("%1 begins %n minute(s) later, at %2 (%3)", "a session, a time, a space", slot.delayMinutes)
                         .arg(title, when, where);
    } else if (!slot.movedFrom.isNull()) {
        entry.iconName = QStringLiteral("arrow-right");
        entry.text = tr("%1 was moved: %2 at %3", "a session, a space, a time").arg(title, where, when);
    } else {
        entry.text = tr("%1 begins as planned, at %2 (%3)", "a session, a time, a space").arg(title, when, where);
    }
    if (alsoMoved > 0)
        entry.text = tr("%1, and %n behind it", "what happened", alsoMoved).arg(entry.text);
    if (!slot.reason.empty())
        entry.text = tr("%1: %2", "what happened: why").arg(entry.text, text(slot.reason));
    return entry;
}

QString FeedPresenter::zoneName(const Id &zone) const
{
    const Zone *row = m_replica.collection<Zone>().find(zone);
    return row ? text(row->name) : tr("A zone");
}

void FeedPresenter::noteLevels()
{
    m_replica.collection<Occupancy>().each(
        [this](const Occupancy &occupancy) { m_levels[occupancy.id] = occupancy.level; });
}

/// Most changes of the row are people who pass; only a new level is news.
void FeedPresenter::tellLevels(const QVector<Id> &ids)
{
    auto &occupancies = m_replica.collection<Occupancy>();
    for (const Id &id : ids) {
        const Occupancy *occupancy = occupancies.find(id);
        if (!occupancy)
            continue;
        const auto [known, isNew] = m_levels.try_emplace(id, occupancy->level);
        if (std::exchange(known->second, occupancy->level) == occupancy->level || isNew)
            continue;
        const QString people = QLocale().toString(peopleIn(*occupancy));
        FeedEntry entry;
        entry.sequence = place(occupancies.revision(id), LevelRank);
        entry.time = occupancy->levelAt;
        entry.kind = kinds().value(5);
        entry.state = levelState(occupancy->level);
        entry.iconName = QStringLiteral("gauge");
        switch (occupancy->level) {
        case OccupancyLevel::Fine:
            entry.text = tr("%1 has room again: %2 inside", "zone").arg(zoneName(id), people);
            break;
        case OccupancyLevel::Soon:
            entry.text = tr("%1 is nearly full: %2 inside", "zone").arg(zoneName(id), people);
            break;
        case OccupancyLevel::Full:
            entry.text = tr("%1 is full: %2 inside", "zone").arg(zoneName(id), people);
            break;
        case OccupancyLevel::Over:
            entry.text = tr("%1 holds too many people: %2 inside", "zone").arg(zoneName(id), people);
            break;
        }
        add(std::move(entry));
    }
}

/// Clicks are told by the figures they change.
void FeedPresenter::tellCounts(const QVector<Id> &ids)
{
    auto &counts = m_replica.collection<HandCount>();
    for (const Id &id : ids) {
        const HandCount *count = counts.find(id);
        if (!count || count->isTally)
            continue;
        const QLocale locale;
        FeedEntry entry;
        entry.sequence = place(counts.revision(id), CountRank);
        entry.time = count->at;
        entry.kind = kinds().value(5);
        entry.state = State::Info;
        entry.iconName = QStringLiteral("users");
        const QString name = zoneName(count->zone);
        if (count->isUndone)
            entry.text = tr("%1: the count of %2 was undone", "zone, people").arg(name, locale.toString(count->people));
        else if (count->shift == 0)
            entry.text = tr("%1: %2 counted, as expected", "zone, people").arg(name, locale.toString(count->people));
        else
            entry.text = count->shift > 0
                ? tr("%1: %2 counted, %3 more than expected", "zone, people")
                      .arg(name, locale.toString(count->people), locale.toString(count->shift))
                : tr("%1: %2 counted, %3 fewer than expected", "zone, people")
                      .arg(name, locale.toString(count->people), locale.toString(-count->shift));
        if (!count->note.empty())
            entry.text = tr("%1: %2", "what happened: why").arg(entry.text, text(count->note));
        add(std::move(entry));
    }
}

} // namespace gatehouse
