// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doors/doorspresenter.h"

#include "app/admission/verdictwords.h"
#include "app/doors/listsview.h"
#include "app/ui/figures.h"
#include "app/ui/noticebar.h"
#include "shared/admission/rules.h"
#include "shared/crypto/random.h"
#include "shared/house/house.h"
#include "shared/replica/thisevent.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

#include <QEvent>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

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
    connect(&m_desk, &DoorsDesk::olderWanted, this, &DoorsPresenter::askOlder);
    connect(m_desk.lists(), &ListsView::applyWanted, this, &DoorsPresenter::applyList);
    connect(m_desk.lists(), &ListsView::exitAllWanted, this, &DoorsPresenter::exitAll);
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
    view.people = scan.people;
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
    showLists();
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
    for (const auto &[id, scan] : m_older) {
        if (!m_replica.collection<Scan>().find(id))
            newest.push_back(&scan);
    }
    const auto shown = std::min(newest.size(), kShownScans + m_older.size());
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

/// Beyond what is kept up, a page with each wish; they do not change any more.
void DoorsPresenter::askOlder()
{
    ListScans query;
    query.most = 200;
    query.below = m_olderBelow;
    query.belowScan = m_olderBelowScan;
    m_replica.query(query, this, [this](const Result<ListScans::Answer> &answer) {
        if (!answer) {
            m_desk.notices()->show(State::Soon, tr("No answer: the server is not connected."));
            return;
        }
        std::size_t added = 0;
        for (const ListedScan &line : answer->scans) {
            Scan scan = line.row;
            scan.id = line.scan;
            added += m_replica.collection<Scan>().find(scan.id) ? 0 : 1;
            m_older.insert_or_assign(line.scan, std::move(scan));
            m_olderBelow = line.revision;
            m_olderBelowScan = line.scan;
        }
        if (answer->scans.empty())
            m_desk.notices()->show(State::Info, tr("There are no older scans."));
        else if (added == 0)
            return askOlder(); // all of this page are shown already
        refresh();
    });
}

const Scan *DoorsPresenter::scanOf(const Id &id) const
{
    if (const Scan *scan = m_replica.collection<Scan>().find(id))
        return scan;
    const auto older = m_older.find(ScanId(id));
    return older == m_older.end() ? nullptr : &older->second;
}

// --- check-in lists
// -------------------------------------------------------------------------------------------------------

void DoorsPresenter::showLists()
{
    ListChoices choices;
    choices.zone = zone();
    m_replica.collection<Product>().each([&](const Product &product) {
        if (product.isAdmitting)
            choices.products.emplace_back(product.id, text(product.name));
    });
    m_replica.collection<Gate>().each([&](const Gate &gate) { choices.gates.emplace_back(gate.id, text(gate.name)); });
    const auto byName = [](const auto &a, const auto &b) {
        return QString::localeAwareCompare(a.second, b.second) < 0;
    };
    std::sort(choices.products.begin(), choices.products.end(), byName);
    std::sort(choices.gates.begin(), choices.gates.end(), byName);
    m_replica.collection<Event>().each([&](const Event &event) {
        for (const EventDay &day : event.days)
            choices.dayEnds.push_back(day.endsAt);
    });
    std::vector<CheckInList> lists;
    m_replica.collection<CheckInList>().each([&](const CheckInList &list) { lists.push_back(list); });
    std::sort(lists.begin(), lists.end(), [](const CheckInList &a, const CheckInList &b) {
        return std::tie(a.name, a.id) < std::tie(b.name, b.id);
    });
    m_desk.lists()->setChoices(choices);
    m_desk.lists()->setLists(lists);
    m_desk.lists()->setMayEdit(m_replica.permissions().has(Permission::ManageEvent));
}

void DoorsPresenter::applyList(const CheckInList &saw, const CheckInList &now)
{
    const auto told = [this](const CheckInListId &list) {
        return [this, list](const Result<Nothing> &answer) {
            if (answer)
                m_desk.lists()->applied(list);
            tell(tr("The rules are in force at all gates of the list."), answer);
        };
    };
    if (!saw.id.isNull()) {
        EditCheckInList edit;
        edit.list = saw.id;
        edit.edits = editsBetween(saw, now);
        m_replica.send(edit, this, told(saw.id));
        return;
    }
    SecureRandom random;
    AddCheckInList add;
    add.list = makeId<CheckInListId>(deviceTime().wall.ms, random);
    add.name = now.name;
    add.products = now.products;
    add.gates = now.gates;
    add.takesUnpaid = now.takesUnpaid;
    add.allowsReEntry = now.allowsReEntry;
    add.mostEntries = now.mostEntries;
    add.opensAt = now.opensAt;
    add.closesAt = now.closesAt;
    add.mostPerDay = now.mostPerDay;
    add.windows = now.windows;
    add.followsZones = now.followsZones;
    add.minutesBetween = now.minutesBetween;
    add.reEntryTimes = now.reEntryTimes;
    add.questions = now.questions;
    add.exitsAllAt = now.exitsAllAt;
    m_replica.send(add, this, told(add.list));
}

void DoorsPresenter::exitAll(const Id &list, const QString &reason)
{
    ExitAll command;
    command.list = CheckInListId(list);
    command.reason = reason.toStdString();
    m_replica.send(command, this, [this](const Result<ExitAll::Answer> &answer) {
        if (answer)
            m_desk.notices()->show(State::Fine, tr("%n people were counted out.", nullptr, answer->people));
        else
            tell({}, fail(answer.error()));
    });
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

QString DoorsPresenter::zoneName(const ZoneId &zone) const
{
    const Zone *row = m_replica.collection<Zone>().find(zone);
    return row ? text(row->name) : QString();
}

QString DoorsPresenter::useWords(const ScanInputs &inputs) const
{
    if (!inputs.use || inputs.use->entries == 0)
        return tr("It had not been used before.");
    const UseThen &use = *inputs.use;
    QString words = tr("It had been used %n time(s), first at %1.", nullptr, use.entries)
                        .arg(clockWithSeconds(use.firstAt, zone()));
    if (use.dayEntries > 0)
        words += u' ' + tr("%n time(s) on that event day.", nullptr, use.dayEntries);
    const QString place = zoneName(use.zone);
    if (use.peopleInside > 1)
        words += u' ' + tr("%n people of it were inside.", nullptr, use.peopleInside);
    else if (use.peopleInside == 1)
        words += u' ' + (place.isEmpty() ? tr("It was inside.") : tr("It was inside “%1”.").arg(place));
    else
        words += u' ' + tr("It was outside.");
    return words;
}

QString DoorsPresenter::answerWords(const CheckInList &list, const GivenAnswer &answer) const
{
    const std::string language = QLocale().name().section(u"_"_s, 0, 0).toStdString();
    for (const Question &question : list.questions) {
        if (question.id != answer.question)
            continue;
        QString value = text(answer.value);
        for (const QuestionChoice &choice : question.choices) {
            if (choice.id == answer.value)
                value = text(textFor(choice.texts, language));
        }
        if (question.kind == QuestionKind::YesNo)
            value = answer.value == "yes" ? tr("yes") : tr("no");
        return tr("%1 %2", "question, answer").arg(text(textFor(question.texts, language)), value);
    }
    return text(answer.question) + u": "_s + text(answer.value);
}

/// What was known when it was decided, in the order the rules look at it, and what the same rules say of it today.
std::vector<QString> DoorsPresenter::whyOf(const Scan &scan, const GetScanInputs::Answer &kept) const
{
    const ScanInputs &in = kept.inputs;
    const CheckInList *now = m_replica.collection<CheckInList>().find(scan.list);
    std::vector<QString> why;
    const QString holder = ticketWords(scan.ticket);
    if (!in.ticket)
        why.push_back(in.isOnOtherList ? tr("The code names %1, which is not on this list.").arg(holder)
                                       : tr("The code names no ticket of this list."));
    else if (in.code.kind == CodeKind::Picked)
        why.push_back(tr("%1 was picked by name. The ticket was %2.").arg(holder, ticketStateWords(in.ticket->state)));
    else
        why.push_back(tr("The code names %1. The ticket was %2.").arg(holder, ticketStateWords(in.ticket->state)));
    if (in.ticket && in.ticket->people > 1)
        why.push_back(tr("It is for a group of %1; %2 came.")
                          .arg(in.ticket->people)
                          .arg(in.people > 0 ? QString::number(in.people) : tr("it was not said how many")));
    why.push_back(
        tr("List: %1, by its rules of version %2%3.")
            .arg(text(kept.rules.name))
            .arg(in.rulesVersion)
            .arg(now && now->rulesVersion != in.rulesVersion ? tr(" (now %1)").arg(now->rulesVersion) : QString()));
    if (in.gate)
        why.push_back(in.gate->isClosed ? tr("Gate %1 was closed.").arg(gateName(in.gateId))
                                        : tr("Gate %1 was open.").arg(gateName(in.gateId)));
    why.push_back(in.isClockSuspect
                      ? tr("The device's clock was in doubt: rules about time were passed over.")
                      : tr("Time: %1, known to ±%2 s.")
                            .arg(clockWithSeconds(in.at, zone()), QLocale().toString(scan.errorMs / 1000.0, 'f', 1)));
    if (in.ticket)
        why.push_back(useWords(in));
    if (in.view == View::LookingBack)
        why.push_back(
            tr("The device had decided off line; the server judged it later, by what had happened before it."));
    for (const GivenAnswer &answer : kept.answers)
        why.push_back(answerWords(kept.rules, answer));
    if (kept.answers.empty() && !in.answered.empty())
        why.push_back(tr("%n question(s) were answered.", nullptr, static_cast<int>(in.answered.size())));
    const Verdict again = decideAdmission(kept.rules, in);
    if (again.outcome == Outcome::Admitted)
        why.push_back(again.isMove      ? tr("From one zone into the next, without using up an entry: let in.")
                          : again.isOwn ? tr("The same device's own scan, whose light nobody saw: let in once.")
                                        : tr("Nothing spoke against it: let in."));
    else
        why.push_back(
            tr("Therefore refused: %1. %2")
                .arg(reasonWords(again.reason), ruleWords(again.failed, zoneName(again.failed.zone), zone())));
    if (again.outcome != scan.outcome || again.reason != scan.reason)
        why.push_back(tr("The record says otherwise (%1): please report this.").arg(reasonWords(scan.reason)));
    return why;
}

void DoorsPresenter::askInputs(const Id &id)
{
    GetScanInputs query;
    query.scan = ScanId(id);
    m_replica.query(query, this, [this, id](const Result<GetScanInputs::Answer> &answer) {
        if (m_facts != id)
            return;
        if (answer)
            m_inputs = *answer;
        else
            m_areInputsGone = true; // from before they were kept, or nobody answers: what is known here is told
        showFacts(id, m_showsWhy);
    });
}

/// The words as they are now: with a scan stands only that somebody should look.
void DoorsPresenter::askNote(const Id &id, const TicketId &ticket)
{
    const auto holder = m_people.find(ticket);
    if (holder == m_people.end() || holder->second.attendee.isNull())
        return;
    GetAttendee query;
    query.attendee = holder->second.attendee;
    m_replica.query(query, this, [this, id, ticket](const Result<GetAttendee::Answer> &answer) {
        if (m_facts != id || !answer)
            return;
        for (const CardTicket &each : answer->tickets) {
            if (each.ticket != ticket)
                continue;
            m_note = !each.row.attention.empty() ? text(each.row.attention)
                : each.row.needsAttention        ? tr("a steward should look")
                                                 : QString();
            if (!m_note.isEmpty())
                showFacts(id, m_showsWhy);
        }
    });
}

void DoorsPresenter::showFacts(const Id &id, bool withWhy)
{
    const Scan *scan = scanOf(id);
    if (!scan)
        return;
    if (std::exchange(m_facts, id) != id) {
        m_inputs.reset();
        m_showsWhy = false;
        m_areInputsGone = false;
        m_note.clear();
        askNote(id, scan->ticket);
    }
    if (withWhy && !m_inputs && !m_areInputsGone && !m_showsWhy)
        askInputs(id);
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
    if (!m_note.isEmpty())
        facts.facts.emplace_back(tr("Told at the gate"), m_note);
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
    if (withWhy && m_inputs)
        facts.why = whyOf(*scan, *m_inputs);
    else if (withWhy && m_areInputsGone)
        facts.why = whyOf(*scan);
    else if (withWhy)
        facts.why = {tr("One moment …")};
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
