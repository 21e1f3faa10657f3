// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ticketing/pagedfetch.h"
#include "app/ticketing/paper.h"
#include "app/ticketing/paperpage.h"

#include <unordered_set>

namespace gatehouse {

/// Brings what a piece of paper needs from the server, page by page. Codes come by a command that leaves an entry in
/// each ticket's log. Window's thread; the replica outlives it.
class PaperGather final : public QObject
{
    Q_OBJECT

public:
    explicit PaperGather(Replica &replica, QObject *parent = nullptr);

    /// One at a time. `use` says what becomes of codes.
    void start(const PaperWish &wish, CodeUse use);
    /// The codes of these tickets alone.
    void startTickets(std::vector<TicketId> tickets, CodeUse use);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

    /// What came; taken over by whoever paints it.
    PaperDoorList doorList;
    std::vector<PaperInside> inside;
    std::vector<PaperTicket> tickets;

signals:
    void progressed(qint64 count);
    void finished(const gatehouse::Failure &failure);

private:
    void fetchDoorList(const PaperWish &wish);
    void fetchInside();
    void fetchTickets(const Id &product);
    void askCodes();
    void end(const Failure &failure);
    [[nodiscard]] QString productName(const ProductId &product) const;
    [[nodiscard]] QString zoneName(const ZoneId &zone) const;
    [[nodiscard]] QString gateName(const GateId &gate) const;

    Replica &m_replica;
    PagedFetch m_pages;
    bool m_isRunning = false;
    quint64 m_round = 0; ///< answers of a cancelled one are passed over
    CodeUse m_use = CodeUse::Print;
    std::vector<TicketId> m_wanted;
    std::size_t m_asked = 0;
    std::unordered_set<Id> m_seen;
};

} // namespace gatehouse
