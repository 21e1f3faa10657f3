// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/peopleindex.h"
#include "tests/server/fixture.h"

#include <QTest>

using namespace gatehouse;

namespace {

class TestQueries : public QObject
{
    Q_OBJECT

private slots:
    void pagesOfTicketsLeadThroughAll()
    {
        HouseRoom room;
        SmallSale sale(room);
        std::map<TicketId, std::string> issued;
        for (int each = 0; each < 7; ++each) {
            const TicketId ticket = sale.issue(room, each == 3 ? "IMPORTED-3" : std::string());
            issued[ticket] = sale.signedCode;
        }

        ListTickets ask;
        ask.most = 3;
        std::vector<ListedTicket> listed;
        std::vector<std::size_t> pages;
        for (;;) {
            const auto page = HouseRoom::must(room.ask(ask));
            pages.push_back(page.tickets.size());
            listed.insert(listed.end(), page.tickets.begin(), page.tickets.end());
            if (page.tickets.size() < 3)
                break;
            ask.after = page.tickets.back().ticket;
        }
        QCOMPARE(pages, (std::vector<std::size_t>{3, 3, 1}));
        QVERIFY(std::is_sorted(listed.begin(), listed.end(), [](const ListedTicket &one, const ListedTicket &other) {
            return one.ticket < other.ticket;
        }));
        QCOMPARE(listed.size(), issued.size());
        for (const ListedTicket &line : listed) {
            QCOMPARE(QString::fromStdString(line.code), QString::fromStdString(issued[line.ticket]));
            QVERIFY(line.product == sale.product);
            QCOMPARE(line.position, 1);
        }
    }

    void ticketsHaveHolders()
    {
        HouseRoom room;
        SmallSale sale(room);
        GetTicketHolders ask;
        ask.tickets = {sale.issue(room), room.newId<TicketId>(), sale.issue(room)};
        QCOMPARE(room.ask(ask).error().fault, Fault::Unavailable);
        PeopleIndex people;
        QVERIFY(people.fill(*room.reader()));
        const auto holders = HouseRoom::must(room.ask(ask, &people)).holders;
        QCOMPARE(holders.size(), 2U);
        QCOMPARE(holders[0].ticket, ask.tickets[0]);
        QCOMPARE(holders[1].ticket, ask.tickets[2]);
        QCOMPARE(QByteArray::fromStdString(holders[0].name), QByteArray("Ana Ruiz"));
    }

    void aReissuedTicketIsListedWithItsNewCode()
    {
        HouseRoom room;
        SmallSale sale(room);
        ReissueTicket reissue;
        reissue.ticket = sale.issue(room);
        const std::string before = sale.signedCode;
        const std::string after = room.done(reissue).code;
        const auto page = HouseRoom::must(room.ask(ListTickets{}));
        QCOMPARE(page.tickets.size(), 1U);
        QVERIFY(page.tickets.front().code != before);
        QCOMPARE(QString::fromStdString(page.tickets.front().code), QString::fromStdString(after));
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestQueries)
#include "tst_queries.moc"
