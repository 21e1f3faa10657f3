// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/attendeetable.h"
#include "tests/server/importroom.h"

#include <QTest>

using namespace gatehouse;

class TestAttendeeTable : public QObject
{
    Q_OBJECT

private slots:
    void cells_data();
    void cells();
    void whatWasImportedIsWritten();
};

void TestAttendeeTable::cells_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("cell");
    QTest::newRow("plain") << "Ana"
                           << "Ana";
    QTest::newRow("empty") << ""
                           << "";
    QTest::newRow("two words") << "Ana Ruiz"
                               << "\"Ana Ruiz\"";
    QTest::newRow("a formula") << "=1+1"
                               << "\"'=1+1\"";
    QTest::newRow("a command") << "@SUM(A1)"
                               << "\"'@SUM(A1)\"";
    QTest::newRow("a sum") << "+49"
                           << "\"'+49\"";
    QTest::newRow("a difference") << "-1"
                                  << "\"'-1\"";
    QTest::newRow("a tab in front") << "\t=1"
                                    << "\"'\t=1\"";
    QTest::newRow("a carriage return in front") << "\r=1"
                                                << "\"'\r=1\"";
    QTest::newRow("quotes") << "a\"b"
                            << "\"a\"\"b\"";
    QTest::newRow("a comma") << "a,b"
                             << "\"a,b\"";
    QTest::newRow("two lines") << "a\nb"
                               << "\"a\nb\"";
    QTest::newRow("an apostrophe within") << "O'Neil"
                                          << "\"O'Neil\"";
}

void TestAttendeeTable::cells()
{
    QFETCH(QString, text);
    QTEST(QString::fromStdString(csvCell(text.toStdString())), "cell");
}

void TestAttendeeTable::whatWasImportedIsWritten()
{
    ImportRoom room;
    room.importTable(
        "order,pos,name,email,phone,ttype,secret,status\nR2,1,Zoë,z@example.org,123,Day,aaaa1111,canceled\n"
        "R1,2,Ana,,,Night,bbbb2222,paid\n");
    room.importTable("order,pos,name,ttype,group size,check-in text,needs attention\n"
                     "S1,1,Class 7b,School,24,\"The teacher, please.\",yes\n");
    const auto table = attendeeTable(*room.reader(), TableMark::None);
    QVERIFY(table);
    QCOMPARE(
        QString::fromStdString(*table),
        QStringLiteral("order,position,name,romanised,company,email,phone,product,status,code,validFrom,validUntil,"
                       "people,attention,needsAttention\r\n"
                       "R1,2,Ana,,,,,Night,valid,bbbb2222,,,,,\r\n"
                       "R2,1,Zoë,,,z@example.org,123,Day,cancelled,aaaa1111,,,,,\r\n"
                       "S1,1,\"Class 7b\",,,,,School,valid,,,,24,\"The teacher, please.\",yes\r\n"));
    ImportRoom other; // what was written is read again as it was
    const ImportReport report = other.importTable(*table);
    QCOMPARE(report.tickets, std::int64_t{3});
    QVERIFY(report.refused.empty());
    const auto again = attendeeTable(*other.reader(), TableMark::None);
    QVERIFY(again);
    QCOMPARE(QString::fromStdString(*again), QString::fromStdString(*table));
}

QTEST_GUILESS_MAIN(TestAttendeeTable)
#include "tst_attendeetable.moc"
