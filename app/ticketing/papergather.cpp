// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ticketing/papergather.h"

#include <unordered_set>

namespace gatehouse {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr std::int32_t kLinesAtOnce = kMaxPaperLines;
constexpr std::int32_t kTicketsAtOnce = 200;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// What stands in the last column: why somebody may not just come in, else whether they were there.
QString stateOf(const DoorLine &line)
{
    if (line.state != TicketState::Valid)
        return ticketStateWords(line.state);
    if (line.isInside)
        return PaperGather::tr("inside");
    return line.wasInside ? PaperGather::tr("was inside") : QString();
}

template <class E>
PaperNames namesOf(Replica &replica)
{
    PaperNames names;
    replica.collection<E>().each([&](const E &row) { names.emplace(row.id, text(row.name)); });
    return names;
}

QString nameIn(const PaperNames &names, const Id &id)
{
    const auto known = names.find(id);
    return known == names.end() ? QString() : known->second;
}

std::size_t linesIn(const auto &pages)
{
    std::size_t count = 0;
    for (const auto &page : pages)
        count += page.size();
    return count;
}

} // namespace

PaperDoorList readyForPaper(GatheredDoor door)
{
    PaperDoorList list{door.title, {}, door.desks};
    list.people.reserve(linesIn(door.pages));
    for (auto &page : door.pages) {
        for (const DoorLine &line : page)
            list.people.push_back({text(line.name), text(line.company), nameIn(door.products, line.product),
                                   text(line.order), stateOf(line), text(line.initial)});
        page = {};
    }
    return list;
}

std::vector<PaperInside> readyForPaper(GatheredInside inside)
{
    std::vector<PaperInside> people;
    people.reserve(linesIn(inside.pages));
    std::unordered_set<Id> seen;
    for (auto &page : inside.pages) {
        for (const MusterLine &line : page) {
            if (!seen.insert(line.ticket).second)
                continue; // inside by two lists is one person
            const QString gate = nameIn(inside.gates, line.gate);
            people.push_back({nameIn(inside.zones, line.zone), text(line.name), text(line.company),
                              gate.isEmpty() ? PaperGather::tr("a desk") : gate, line.since});
        }
        page = {};
    }
    sortForMuster(people);
    return people;
}

PaperGather::PaperGather(Replica &replica, QObject *parent) : QObject(parent), m_replica(replica), m_pages(replica)
{
    connect(&m_pages, &PagedFetch::finished, this, [this](const Failure &failure) {
        if (failure.fault == Fault::None && !m_wanted.empty())
            askCodes();
        else
            end(failure);
    });
}

void PaperGather::start(const PaperWish &wish, CodeUse use)
{
    ++m_round;
    m_isRunning = true;
    m_use = use;
    m_wanted.clear();
    m_asked = 0;
    m_count = 0;
    m_looked = 0;
    door = {};
    inside = {};
    tickets.clear();
    switch (wish.kind) {
    case PaperKind::DoorList:
        return fetchDoorList(wish);
    case PaperKind::Muster:
        return fetchInside();
    case PaperKind::TicketsPdf:
    case PaperKind::TicketsCsv:
        return fetchTickets(wish.product);
    }
}

void PaperGather::startTickets(std::vector<TicketId> wanted, CodeUse use)
{
    ++m_round;
    m_isRunning = true;
    m_use = use;
    m_wanted = std::move(wanted);
    m_asked = 0;
    tickets.clear();
    askCodes();
}

void PaperGather::cancel()
{
    if (!m_isRunning)
        return;
    ++m_round;
    if (m_pages.isRunning())
        m_pages.cancel();
    else
        end({Fault::Unavailable, "cancelled", {}});
}

void PaperGather::end(const Failure &failure)
{
    if (!m_isRunning)
        return;
    m_isRunning = false;
    m_wanted.clear();
    emit finished(failure);
}

QString PaperGather::productName(const ProductId &product) const
{
    const Product *row = m_replica.collection<Product>().find(product);
    return row ? text(row->name) : QString();
}

void PaperGather::fetchDoorList(const PaperWish &wish)
{
    const CheckInList *list = m_replica.collection<CheckInList>().find(wish.list);
    door.title = list ? text(list->name) : QString();
    door.desks = wish.desks;
    door.products = namesOf<Product>(m_replica);
    ListDoor ask;
    ask.list = CheckInListId(wish.list);
    ask.most = kLinesAtOnce;
    m_pages.start<ListDoor>(ask, [this, ask](ListDoor::Answer page) mutable -> std::optional<ListDoor> {
        m_count += static_cast<qint64>(page.lines.size());
        m_looked += page.looked;
        door.pages.push_back(std::move(page.lines));
        emit progressed(m_count, m_looked, page.people);
        if (page.isLast)
            return std::nullopt;
        ask.afterName = page.nextName;
        ask.after = page.next;
        return ask;
    });
}

void PaperGather::fetchInside()
{
    inside.zones = namesOf<Zone>(m_replica);
    inside.gates = namesOf<Gate>(m_replica);
    ListInside ask;
    ask.most = kLinesAtOnce;
    m_pages.start<ListInside>(ask, [this, ask](ListInside::Answer page) mutable -> std::optional<ListInside> {
        m_count += static_cast<qint64>(page.lines.size());
        inside.pages.push_back(std::move(page.lines));
        emit progressed(m_count, 0, 0);
        if (page.isLast)
            return std::nullopt;
        ask.place = page.next;
        return ask;
    });
}

void PaperGather::fetchTickets(const Id &product)
{
    ListTickets ask;
    ask.most = kTicketsAtOnce;
    m_pages.start<ListTickets>(
        ask, [this, ask, product](const ListTickets::Answer &page) mutable -> std::optional<ListTickets> {
            for (const ListedTicket &line : page.tickets) {
                const bool isGood = line.state == TicketState::Valid || line.state == TicketState::Unpaid;
                if (isGood && (product.isNull() || line.product == product))
                    m_wanted.push_back(line.ticket);
            }
            emit progressed(static_cast<qint64>(m_wanted.size()), 0, 0);
            if (page.tickets.size() < static_cast<std::size_t>(kTicketsAtOnce))
                return std::nullopt;
            ask.after = page.tickets.back().ticket;
            return ask;
        });
}

void PaperGather::askCodes()
{
    if (m_asked >= m_wanted.size())
        return end({Fault::None, {}, {}});
    ShowTicketCodes ask;
    const std::size_t until = std::min<std::size_t>(m_asked + kMostShownCodes, m_wanted.size());
    ask.tickets.assign(m_wanted.begin() + static_cast<std::ptrdiff_t>(m_asked),
                       m_wanted.begin() + static_cast<std::ptrdiff_t>(until));
    ask.use = m_use;
    m_asked = until;
    m_replica.send(ask, this, [this, round = m_round](const Result<ShowTicketCodes::Answer> &answer) {
        if (round != m_round)
            return;
        if (!answer)
            return end(answer.error());
        for (const ShownCode &shown : answer->codes)
            tickets.push_back(
                {text(shown.name), text(shown.company), productName(shown.product),
                 shown.order.empty()
                     ? QString()
                     : tr("%1 / %2", "order code, position").arg(text(shown.order), QString::number(shown.position)),
                 text(shown.code), shown.state == TicketState::Valid ? QString() : ticketStateWords(shown.state)});
        emit progressed(static_cast<qint64>(tickets.size()), static_cast<qint64>(tickets.size()),
                        static_cast<qint64>(m_wanted.size()));
        askCodes();
    });
}

} // namespace gatehouse
