// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ticketing/pagedfetch.h"
#include "app/ticketing/paper.h"
#include "app/ticketing/paperpage.h"

#include <unordered_map>

namespace gatehouse {

using PaperNames = std::unordered_map<Id, QString>;

/// A list as it came, page by page. Never copied: that alone would hold the window where there are many.
template <class Line>
struct GatheredPages {
    GatheredPages() = default;
    GatheredPages(GatheredPages &&) = default;
    GatheredPages &operator=(GatheredPages &&) = default;

    std::vector<std::vector<Line>> pages;
};
/// With the names of what its lines only number.
struct GatheredDoor : GatheredPages<DoorLine> {
    QString title;
    int desks = 1;
    PaperNames products;
};
struct GatheredInside : GatheredPages<MusterLine> {
    PaperNames zones;
    PaperNames gates;
};

/// In the words and the order that are painted: a second for 100,000 people, so beside the window. What was gathered is
/// freed on the way.
[[nodiscard]] PaperDoorList readyForPaper(GatheredDoor door);
[[nodiscard]] std::vector<PaperInside> readyForPaper(GatheredInside inside);

/// Brings what a piece of paper needs from the server, page by page, and only keeps it: the window goes on meanwhile.
/// Codes come by a command that leaves an entry in each ticket's log. Window's thread; the replica outlives it.
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
    GatheredDoor door;
    GatheredInside inside;
    std::vector<PaperTicket> tickets;

signals:
    /// `count` is what came; `done` of `total` people were looked at (0: not known how many there are).
    void progressed(qint64 count, qint64 done, qint64 total);
    void finished(const gatehouse::Failure &failure);

private:
    void fetchDoorList(const PaperWish &wish);
    void fetchInside();
    void fetchTickets(const Id &product);
    void askCodes();
    void end(const Failure &failure);
    [[nodiscard]] QString productName(const ProductId &product) const;

    Replica &m_replica;
    PagedFetch m_pages;
    bool m_isRunning = false;
    quint64 m_round = 0; ///< answers of a cancelled one are passed over
    CodeUse m_use = CodeUse::Print;
    std::vector<TicketId> m_wanted;
    std::size_t m_asked = 0;
    qint64 m_count = 0;
    qint64 m_looked = 0;
};

} // namespace gatehouse
