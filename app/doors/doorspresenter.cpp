// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doors/doorspresenter.h"

#include "app/admission/verdictwords.h"
#include "app/ui/figures.h"
#include "app/ui/noticebar.h"
#include "shared/crypto/random.h"
#include "shared/house/house.h"
#include "shared/replica/thisevent.h"

#include <QDateTime>

#include <algorithm>

#include <QEvent>

namespace gatehouse {

namespace {

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QString ticketStateWords(TicketState state)
{
    switch (state) {
    case TicketState::Valid:
        return DoorsPresenter::tr("valid");
    case TicketState::Unpaid:
        return DoorsPresenter::tr("not paid");
    case TicketState::Blocked:
        return DoorsPresenter::tr("blocked");
    case TicketState::Revoked:
        return DoorsPresenter::tr("revoked");
    case TicketState::Cancelled:
        return DoorsPresenter::tr("cancelled");
    }
    return DoorsPresenter::tr("unknown");
}

FoundView foundViewOf(const FoundAttendee &found, const QString &product)
{
    FoundView view;
    view.name = text(found.name);
    view.product = product;
    view.code = text(found.order);
    view.words = ticketStateWords(found.state);
    view.state = found.state == TicketState::Valid ? State::Info
        : found.state == TicketState::Unpaid       ? State::Soon
                                                   : State::Now;
    return view;
}

} // namespace

DoorsPresenter::DoorsPresenter(Replica &replica, DoorsDesk &desk, QObject *parent)
    : QObject(parent), m_replica(replica), m_desk(desk)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefresh);
    connect(&m_refresh, &QTimer::timeout, this, &DoorsPresenter::refresh);
    connect(&m_replica, &Replica::rowsChanged, this, &DoorsPresenter::schedule);
    connect(&m_replica, &Replica::welcomed, this, &DoorsPresenter::schedule);
    connect(&m_desk, &DoorsDesk::searchWanted, this, &DoorsPresenter::search);
    connect(&m_desk, &DoorsDesk::scanChosen, this, [this](const Id &scan) { showFacts(scan, false); });
    connect(&m_desk, &DoorsDesk::whyWanted, this, [this](const Id &scan) { showFacts(scan, true); });
    connect(&m_desk, &DoorsDesk::admitWanted, this, &DoorsPresenter::checkIn);
    connect(&m_desk, &DoorsDesk::undoWanted, this, &DoorsPresenter::undo);
    connect(&m_desk, &DoorsDesk::forceWanted, this, &DoorsPresenter::force);
    connect(&m_desk, &DoorsDesk::cardCloseWanted, this, &DoorsPresenter::closeCard);
    m_desk.installEventFilter(this);
    schedule();
}

void DoorsPresenter::schedule()
{
    if (!m_refresh.isActive())
        m_refresh.start();
}

QTimeZone DoorsPresenter::zone() const
{
    return venueZone(m_replica);
}

QString DoorsPresenter::gateName(const GateId &gate) const
{
    const Gate *row = m_replica.collection<Gate>().find(gate);
    return row ? text(row->name) : tr("a desk");
}

QString DoorsPresenter::deviceName(const DeviceId &device) const
{
    const Device *row = m_replica.collection<Device>().find(device);
    return row ? text(row->name) : device.isNull() ? tr("a desk") : tr("an unknown device");
}

QString DoorsPresenter::ticketWords(const TicketId &ticket) const
{
    if (ticket.isNull())
        return tr("no ticket");
    const auto at = m_people.find(ticket);
    if (at != m_people.end() && !at->second.name.empty())
        return text(at->second.name);
    return tr("ticket …%1").arg(text(ticket.toString()).right(6).toUpper());
}

ScanView DoorsPresenter::viewOf(const Scan &scan) const
{
    ScanView view;
    view.scan = scan.id;
    view.at = scan.at;
    view.gate = gateName(scan.gate);
    view.device = deviceName(scan.device);
    view.ticket = scan.ticket.isNull() && !scan.codeStart.empty() ? tr("code %1…").arg(text(scan.codeStart))
                                                                  : ticketWords(scan.ticket);
    if (const Product *product = m_replica.collection<Product>().find(scan.product))
        view.product = text(product->name);
    view.outcome = scan.outcome;
    view.reason = scan.reason;
    view.isExit = scan.direction == Direction::Exit;
    view.isLate = scan.isLate;
    view.isDuplicate = scan.isDuplicate;
    return view;
}

/// A desk that nobody sees costs nothing; it is made anew when it is shown.
bool DoorsPresenter::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_desk && event->type() == QEvent::Show && std::exchange(m_isStale, false))
        refresh();
    return QObject::eventFilter(watched, event);
}

void DoorsPresenter::refresh()
{
    if (!m_desk.isVisible()) {
        m_isStale = true;
        return;
    }
    m_desk.setZone(zone());
    m_nameless.clear();
    m_desk.setScans(scanViews());
    m_desk.setCards(cardViews());
    askHolders();
    if (!m_facts.isNull())
        showFacts(m_facts, m_showsWhy);
}

std::vector<ScanView> DoorsPresenter::scanViews()
{
    std::unordered_map<Id, const ScanRuling *> rulings;
    m_replica.collection<ScanRuling>().each([&](const ScanRuling &ruling) { rulings[ruling.scan] = &ruling; });
    std::vector<const Scan *> newest = m_replica.collection<Scan>().all();
    const auto later = [](const Scan *a, const Scan *b) { return std::tie(b->at, b->id) < std::tie(a->at, a->id); };
    const auto shown = std::min(newest.size(), kShownScans);
    std::partial_sort(newest.begin(), newest.begin() + static_cast<std::ptrdiff_t>(shown), newest.end(), later);
    newest.resize(shown);
    std::vector<ScanView> views;
    views.reserve(shown);
    for (const Scan *scan : newest) {
        noteTicket(scan->ticket);
        views.push_back(viewOf(*scan));
        if (const auto at = rulings.find(scan->id); at != rulings.end()) {
            views.back().isForced = at->second->isForced;
            views.back().isUndone = !at->second->isForced;
        }
    }
    return views;
}

std::vector<CardView> DoorsPresenter::cardViews()
{
    std::vector<const Card *> open = m_replica.collection<Card>().all();
    std::erase_if(open, [](const Card *card) { return card->isClosed; });
    std::sort(open.begin(), open.end(),
              [](const Card *a, const Card *b) { return std::tie(a->openedAt, a->id) < std::tie(b->openedAt, b->id); });
    std::vector<CardView> cards;
    for (const Card *card : open) {
        noteTicket(card->ticket);
        cards.push_back(viewOf(*card));
    }
    return cards;
}

void DoorsPresenter::noteTicket(const TicketId &ticket)
{
    if (!ticket.isNull() && !m_people.contains(ticket))
        m_nameless.push_back(ticket);
}

/// Names are not sent with scans: they are asked for, for the lines that are shown.
void DoorsPresenter::askHolders()
{
    constexpr std::size_t kMostAtOnce = 200;
    if (m_nameless.empty() || m_isAskingHolders || !m_replica.permissions().has(Permission::ViewAttendees)
        || m_replica.status().state != ReplicaState::Live)
        return;
    if (m_people.size() > kMostNames)
        m_people.clear();
    m_isAskingHolders = true;
    GetTicketHolders query;
    query.tickets.assign(m_nameless.begin(),
                         m_nameless.begin() + static_cast<std::ptrdiff_t>(std::min(m_nameless.size(), kMostAtOnce)));
    m_replica.query(query, this, [this, asked = query.tickets](const Result<GetTicketHolders::Answer> &answer) {
        m_isAskingHolders = false;
        if (!answer)
            return;
        for (const TicketId &ticket : asked)
            m_people.try_emplace(ticket);
        for (const FoundAttendee &holder : answer->holders)
            m_people[holder.ticket] = holder;
        schedule();
    });
}

CardScan DoorsPresenter::sideOf(const ScanId &scan, const GateId &gate, Instant at, Reason reason) const
{
    CardScan side;
    side.at = at;
    side.gate = gateName(gate);
    side.reason = reason;
    if (const Scan *row = m_replica.collection<Scan>().find(scan)) {
        side.device = deviceName(row->device);
        side.shown = row->outcome;
        side.reason = row->reason;
    }
    if (const ScanShown *shown = m_replica.collection<ScanShown>().find(scan)) {
        side.shown = shown->outcome;
        side.by = shown->by;
    }
    return side;
}

CardView DoorsPresenter::viewOf(const Card &card) const
{
    CardView view;
    view.card = card.id;
    view.kind = card.kind;
    view.ticket = ticketWords(card.ticket);
    view.openedAt = card.openedAt;
    view.scans.push_back(sideOf(card.scan, card.gate, card.scanAt, card.reason));
    if (!card.otherScan.isNull())
        view.scans.push_back(sideOf(card.otherScan, card.otherGate, card.otherAt, card.reason));
    std::sort(view.scans.begin(), view.scans.end(), [](const CardScan &a, const CardScan &b) { return a.at < b.at; });
    return view;
}

void DoorsPresenter::search(const QString &needle)
{
    FindAttendees query;
    query.text = needle.left(static_cast<int>(kMaxName)).toStdString();
    m_replica.query(query, this, [this, needle](const Result<FindAttendees::Answer> &answer) {
        if (!answer) {
            m_desk.notices()->show(State::Soon, tr("The search got no answer: the server is not connected."));
            return;
        }
        askUses(needle, answer->found);
    });
}

/// A second question tells who is inside already: it stands beside each name.
void DoorsPresenter::askUses(const QString &needle, const std::vector<FoundAttendee> &people)
{
    GetTicketUse query;
    for (const FoundAttendee &person : people) {
        m_people[person.ticket] = person;
        if (!person.ticket.isNull())
            query.tickets.push_back(person.ticket);
    }
    m_replica.query(query, this, [this, needle, people](const Result<GetTicketUse::Answer> &answer) {
        std::vector<FoundView> found;
        for (const FoundAttendee &person : people) {
            const Product *product = m_replica.collection<Product>().find(person.product);
            FoundView view = foundViewOf(person, product ? text(product->name) : QString());
            for (const TicketUse &use : answer ? answer->uses : std::vector<TicketUse>()) {
                if (use.ticket != person.ticket)
                    continue;
                m_uses[use.record] = use;
                view.record = use.record;
                if (use.isInside)
                    view.words = tr("inside since %1, %2").arg(clockTime(use.lastAt, zone()), gateName(use.lastGate));
                else if (use.entries > 0)
                    view.words = tr("left at %1").arg(clockTime(use.lastAt, zone()));
                else if (person.state == TicketState::Valid)
                    view.words = tr("not seen yet");
                if (person.state == TicketState::Valid)
                    view.state = use.isInside ? State::Fine : State::Info;
            }
            if (!person.company.empty())
                view.words =
                    tr("%1 · %2", "what is known of the ticket · company").arg(view.words, text(person.company));
            found.push_back(std::move(view));
        }
        m_desk.setFound(needle, std::move(found));
    });
}

/// A check-in by hand, at no gate: the desk answers for it.
void DoorsPresenter::checkIn(const Id &record)
{
    const auto use = m_uses.find(record);
    if (use == m_uses.end())
        return;
    SecureRandom random;
    RecordScan scan;
    scan.scan = makeId<ScanId>(deviceTime().wall.ms, random);
    scan.list = use->second.list;
    scan.record = AdmissionRecordId(record);
    scan.deviceAt = deviceTime().wall;
    scan.offsetMs = m_replica.status().clock.offsetMs(deviceTime());
    m_replica.send(scan, this, [this](const Result<ScanVerdict> &answer) {
        if (answer && answer->outcome == Outcome::Refused)
            m_desk.notices()->show(State::Soon, tr("Refused: %1").arg(reasonWords(answer->reason)));
        else
            tell(tr("Checked in."), answer ? Result<Nothing>(Nothing{}) : Result<Nothing>(fail(answer.error())));
    });
}

/// The inputs that the verdict was made from, in the order the rules look at them.
std::vector<QString> DoorsPresenter::whyOf(const Scan &scan) const
{
    std::vector<QString> why;
    const CheckInList *list = m_replica.collection<CheckInList>().find(scan.list);
    why.push_back(scan.record.isNull() ? tr("The code names no ticket of this list.")
                                       : tr("The code names %1.").arg(ticketWords(scan.ticket)));
    if (list)
        why.push_back(tr("List: %1, rules of version %2 (now %3).")
                          .arg(text(list->name))
                          .arg(scan.rulesVersion)
                          .arg(list->rulesVersion));
    if (scan.isClockSuspect)
        why.push_back(tr("The device's clock was in doubt: rules about time were passed over."));
    if (scan.errorMs > 2000)
        why.push_back(tr("The time is known to ±%1 s.").arg(scan.errorMs / 1000));
    if (scan.isLate)
        why.push_back(tr("Decided by the device, off line; the server heard of it later."));
    if (const Scan *other = m_replica.collection<Scan>().find(scan.otherScan))
        why.push_back(
            tr("The same ticket was used at %1, %2.").arg(gateName(other->gate), clockWithSeconds(other->at, zone())));
    why.push_back(scan.outcome == Outcome::Admitted ? tr("Nothing spoke against it: let in.")
                                                    : tr("Therefore refused: %1.").arg(reasonWords(scan.reason)));
    return why;
}

void DoorsPresenter::showFacts(const Id &id, bool withWhy)
{
    const Scan *scan = m_replica.collection<Scan>().find(id);
    if (!scan)
        return;
    m_facts = id;
    m_showsWhy = withWhy;
    const ScanView view = viewOf(*scan);
    ScanFacts facts;
    facts.scan = id;
    facts.facts = {
        {tr("Verdict"), scan->outcome == Outcome::Refused ? reasonWords(scan->reason) : outcomeWord(scan->outcome)},
        {tr("Ticket"), view.ticket},
        {tr("Product"), view.product},
        {tr("Gate"), view.gate},
        {tr("Device"), view.device},
        {tr("Time"), clockWithSeconds(scan->at, zone())}};
    if (scan->at.ms - scan->deviceAt.ms > 1000 || scan->deviceAt.ms - scan->at.ms > 1000)
        facts.facts.emplace_back(tr("Device's clock said"), clockWithSeconds(scan->deviceAt, zone()));
    if (const ScanShown *shown = m_replica.collection<ScanShown>().find(id)) {
        facts.facts.emplace_back(tr("Shown"), outcomeWord(shown->outcome));
        facts.facts.emplace_back(
            tr("Decided by"),
            shown->by == DecidedBy::Server ? tr("the server")
                : shown->by == DecidedBy::Device
                ? tr("the device, its list %1 old").arg(ageWords(std::chrono::seconds(shown->listAgeMs / 1000)))
                : tr("a person"));
    }
    m_replica.collection<ScanRuling>().each([&](const ScanRuling &ruling) {
        if (ruling.scan == id)
            facts.facts.emplace_back(ruling.isForced ? tr("Admitted anyway") : tr("Undone"), text(ruling.reason));
    });
    if (withWhy)
        facts.why = whyOf(*scan);
    m_desk.setFacts(facts);
}

void DoorsPresenter::tell(const QString &done, const Result<Nothing> &answer)
{
    if (answer)
        m_desk.notices()->show(State::Fine, done);
    else if (answer.error().fault == Fault::Forbidden)
        m_desk.notices()->show(State::Soon, tr("Your role does not allow this."));
    else
        m_desk.notices()->show(State::Soon, tr("Not done: %1").arg(text(describe(answer.error()))));
}

void DoorsPresenter::undo(const Id &scan, const QString &reason)
{
    SecureRandom random;
    UndoScan command;
    command.ruling = makeId<IdOf<ScanRuling>>(deviceTime().wall.ms, random);
    command.scan = ScanId(scan);
    command.reason = reason.toStdString();
    m_replica.send(command, this, [this](const Result<Nothing> &answer) { tell(tr("The entry was undone."), answer); });
}

void DoorsPresenter::force(const Id &scan, const QString &reason)
{
    SecureRandom random;
    ForceAdmit command;
    command.ruling = makeId<IdOf<ScanRuling>>(deviceTime().wall.ms, random);
    command.scan = ScanId(scan);
    command.reason = reason.toStdString();
    m_replica.send(command, this,
                   [this](const Result<Nothing> &answer) { tell(tr("Admitted, with your reason."), answer); });
}

void DoorsPresenter::closeCard(const Id &card, const QString &reason)
{
    CloseCard command;
    command.card = CardId(card);
    command.reason = reason.toStdString();
    m_replica.send(command, this, [this](const Result<Nothing> &answer) { tell(tr("The card is closed."), answer); });
}

} // namespace gatehouse
