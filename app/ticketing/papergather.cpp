// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ticketing/papergather.h"

namespace gatehouse {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr std::int32_t kPeopleAtOnce = 500;
constexpr std::int32_t kInsideAtOnce = 500;
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

} // namespace

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
    m_seen.clear();
    doorList = {};
    inside.clear();
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

QString PaperGather::zoneName(const ZoneId &zone) const
{
    const Zone *row = m_replica.collection<Zone>().find(zone);
    return row ? text(row->name) : QString();
}

QString PaperGather::gateName(const GateId &gate) const
{
    const Gate *row = m_replica.collection<Gate>().find(gate);
    return row ? text(row->name) : tr("a desk");
}

void PaperGather::fetchDoorList(const PaperWish &wish)
{
    const CheckInList *list = m_replica.collection<CheckInList>().find(wish.list);
    doorList.title = list ? text(list->name) : QString();
    doorList.desks = wish.desks;
    ListDoor ask;
    ask.list = CheckInListId(wish.list);
    ask.most = kPeopleAtOnce;
    m_pages.start<ListDoor>(ask, [this, ask](ListDoor::Answer page) mutable -> std::optional<ListDoor> {
        for (const DoorLine &line : page.lines)
            doorList.people.push_back({text(line.name), text(line.company), productName(line.product), text(line.order),
                                       stateOf(line), text(line.initial)});
        emit progressed(static_cast<qint64>(doorList.people.size()));
        if (page.isLast)
            return std::nullopt;
        ask.afterName = page.nextName;
        ask.after = page.next;
        return ask;
    });
}

void PaperGather::fetchInside()
{
    ListInside ask;
    ask.most = kInsideAtOnce;
    m_pages.start<ListInside>(ask, [this, ask](const ListInside::Answer &page) mutable -> std::optional<ListInside> {
        for (const MusterLine &line : page.lines)
            if (m_seen.insert(line.ticket).second) // inside by two lists is one person
                inside.push_back(
                    {zoneName(line.zone), text(line.name), text(line.company), gateName(line.gate), line.since});
        emit progressed(static_cast<qint64>(inside.size()));
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
            emit progressed(static_cast<qint64>(m_wanted.size()));
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
        emit progressed(static_cast<qint64>(tickets.size()));
        askCodes();
    });
}

} // namespace gatehouse
