// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/peopleindex.h"

#include <QTest>

#include <ctime>

using namespace gatehouse;

class TestPeopleIndex : public QObject
{
    Q_OBJECT

private slots:
    void finds_data();
    void finds();
    void wholeWordsComeFirst();
    void oneLineForEachTicket();
    void followsChanges();
    void atFiftyThousandItIsQuick();

private:
    AttendeeId add(PeopleIndex &index, const char *name, const char *romanised = "", const char *company = "");
    Ticket ticketOf(const AttendeeId &attendee, const char *order);

    SeededRandom m_random{5};
};

AttendeeId TestPeopleIndex::add(PeopleIndex &index, const char *name, const char *romanised, const char *company)
{
    Attendee attendee;
    attendee.id = makeId<AttendeeId>(1, m_random);
    attendee.name = name;
    attendee.romanised = romanised;
    attendee.company = company;
    index.put(attendee);
    return attendee.id;
}

Ticket TestPeopleIndex::ticketOf(const AttendeeId &attendee, const char *order)
{
    Ticket ticket;
    ticket.id = makeId<TicketId>(1, m_random);
    ticket.attendee = attendee;
    ticket.order = order;
    return ticket;
}

void TestPeopleIndex::finds_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<bool>("isFound");
    const auto row = [](const char *name, const char *person, const char *typed, bool isFound = true) {
        QTest::newRow(name) << QByteArray(person) << QByteArray(typed) << isFound;
    };
    row("as written", "Jörg Müller", "Jörg Müller");
    row("the other way round", "Jörg Müller", "muller jorg");
    row("two letters for an umlaut", "Jörg Müller", "Joerg Mueller");
    row("beginnings only", "Jörg Müller", "mu j");
    row("not from the middle", "Jörg Müller", "ller", false);
    row("one word that is not there", "Jörg Müller", "muller hans", false);
    row("one letter", "Ó Briain", "o");
    row("two Han letters", "王小明", "小明");
    row("one Han letter", "王小明", "明");
    row("two kana of a name", "たなか さくら", "なか");
    row("Hangul", "김민준", "민준");
    row("two Arabic letters", "محمد الحسن", "مح");
    row("Arabic without the article", "محمد الحسن", "حسن");
    row("two Hebrew letters", "דוד לוי", "לו");
    row("the romanised name", "Рая Стоянова|Raya Stoyanova", "stoyanova raya");
    row("the company", "A B||Łódź Software", "lodz");
    row("nothing typed", "A B", "  ", false);
    row("a stroke that is no accent", "Łukasz Łódzki", "lukasz lodz");
    row("two Han letters in the middle", "欧阳小明", "阳小");
    row("traditional as it is written", "王曉明", "曉明");
    row("a Turkish dotted capital", "İbrahim Çelik", "ibrahim");
    row("a Turkish dotted capital, typed with it", "Ibrahim Çelik", "İBRAHİM");
    row("a Turkish dotless i", "Işıl Kılıç", "isil kilic");
    row("capitals of a Turkish keyboard", "ışıl", "IŞIL");
    row("Arabic with signs, typed without", "مُحَمَّد الحَسَن", "محمد");
    row("Arabic without signs, typed with", "محمد", "مُحَمَّد");
    row("Arabic drawn out", "محـــمد", "محمد");
    row("Arabic, typed drawn out", "محمد", "محــمد");
    row("Arabic final ya and ta", "فاطمة علي", "فاطمه على");
    row("Hebrew with points, typed without", "שָׁלוֹם כֹּהֵן", "שלום כהן");
    row("Hebrew without points, typed with", "שלום כהן", "כֹּהֵן");
    row("a letter wrong", "Siobhan Schneider", "schnejder");
    row("a letter missing", "Jörg Müller", "mueler");
    row("a letter too many", "Jörg Müller", "muelller");
    row("two neighbours changed", "Jörg Müller", "mulelr");
    row("the first letter wrong", "Jörg Müller", "nuller");
    row("a mistake in a beginning", "Aleksandra Kowalczyk", "kowalzyk");
    row("two mistakes in a long name", "Christopher Abernathy", "christofer");
    row("two mistakes in a short name", "Jörg Müller", "nulxer", false);
    row("a mistake in three letters", "Ana", "ane", false);
    row("one word mistyped, one not", "Jörg Müller", "jorg mulker");
    row("a mistake in Cyrillic", "Стоянова", "стаянова");
    row("the company tells namesakes apart", "Anna Weber||Sample Ltd", "anna sample");
    row("wildcards of other searches", "A B", "%", false);
    row("operators of other searches", "A B", "a* OR b", false);
}

void TestPeopleIndex::finds()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, typed);
    QFETCH(bool, isFound);
    const auto parts = name.split('|');
    PeopleIndex index;
    add(index, parts.value(0).constData(), parts.value(1).constData(), parts.value(2).constData());
    add(index, "Zzyzx Quux");
    QCOMPARE(index.find(typed.toStdString(), 10).total, isFound ? std::size_t{1} : std::size_t{0});
}

void TestPeopleIndex::wholeWordsComeFirst()
{
    PeopleIndex index;
    add(index, "Annabel Abel");
    add(index, "Anna Zorn");
    const auto found = index.find("anna", 10);
    QCOMPARE(found.total, std::size_t{2});
    QCOMPARE(found.lines.at(0).name, std::string("Anna Zorn"));
}

void TestPeopleIndex::oneLineForEachTicket()
{
    PeopleIndex index;
    const AttendeeId anna = add(index, "Anna");
    index.put(ticketOf(anna, "R1000"));
    index.put(ticketOf(anna, "R2000"));
    QCOMPARE(index.find("anna", 10).lines.size(), std::size_t{2});
    QCOMPARE(index.find("anna", 1).lines.size(), std::size_t{1});
    QCOMPARE(index.find("r1000", 10).total, std::size_t{1});
    QCOMPARE(index.find("anna R20", 10).total, std::size_t{1}); // the order's code as the second identifier
}

void TestPeopleIndex::followsChanges()
{
    PeopleIndex index;
    Ticket early = ticketOf(makeId<AttendeeId>(1, m_random), "R7");
    index.put(early); // before its attendee
    QCOMPARE(index.find("r7", 10).total, std::size_t{0});
    Attendee attendee;
    attendee.id = early.attendee;
    attendee.name = "Before";
    index.put(attendee);
    QCOMPARE(index.find("r7", 10).total, std::size_t{1});
    attendee.name = "After";
    index.put(attendee);
    QCOMPARE(index.find("before", 10).total, std::size_t{0});
    QCOMPARE(index.find("after", 10).lines.at(0).order, std::string("R7"));
    index.removeTicket(early.id);
    QCOMPARE(index.find("r7", 10).total, std::size_t{0});
    QCOMPARE(index.find("after", 10).total, std::size_t{1});
    index.removeAttendee(attendee.id);
    QCOMPARE(index.find("after", 10).total, std::size_t{0});
    QCOMPARE(index.size(), std::size_t{0});
    const AttendeeId next = add(index, "Next"); // in the place that became free
    QVERIFY(index.find("next", 10).lines.at(0).attendee == next);
}

void TestPeopleIndex::atFiftyThousandItIsQuick()
{
    const std::array<const char *, 8> syllables{"ma", "ri", "no", "el", "ta", "sö", "ku", "vi"};
    PeopleIndex index;
    for (int person = 0; person < 50'000; ++person) {
        std::string name;
        for (int part = 0; part < 7; ++part)
            name += std::string(part == 3 ? " " : "") + syllables.at(m_random.below(syllables.size()));
        const AttendeeId id = add(index, name.c_str());
        index.put(ticketOf(id, ("R" + std::to_string(person)).c_str()));
    }
    for (const char *typed : {"m", "ma", "mari", "so ma", "r4", "maria elku"}) {
        const std::clock_t before = std::clock(); // the processor's time: other work on the machine is not ours
        const auto found = index.find(typed, 50);
        const long elapsed = (std::clock() - before) * 1000L / CLOCKS_PER_SEC;
        qInfo("%s: %zu in %ld ms", typed, found.total, elapsed);
        QVERIFY2(elapsed < 60, typed); // 30 ms is the aim; twice that on a machine that does other work
    }
}

QTEST_GUILESS_MAIN(TestPeopleIndex)
#include "tst_peopleindex.moc"
