// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/fixture.h"

#include <QTest>

using namespace gatehouse;

namespace {

constexpr std::int64_t kHour = 3'600'000;

EditEvent editTo(HouseRoom &room, const std::function<void(Event &)> &change)
{
    const Event before = *room.find<Event>(room.event);
    Event after = before;
    change(after);
    EditEvent edit;
    edit.event = room.event;
    edit.edits = editsBetween(before, after);
    return edit;
}

} // namespace

class TestProgrammeEvent : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_room = std::make_unique<HouseRoom>(); }
    void aNewEventBeginsToday();
    void daysFollowTheVenuesClock_data();
    void daysFollowTheVenuesClock();
    void badSettingsAreRefused_data();
    void badSettingsAreRefused();
    void daysAreNobodysToWrite();

private:
    std::unique_ptr<HouseRoom> m_room;
};

void TestProgrammeEvent::aNewEventBeginsToday()
{
    const Event event = *m_room->find<Event>(m_room->event);
    QCOMPARE(event.firstDay, "2026-05-28"); // 22:26 in Berlin
    QCOMPARE(event.days.size(), std::size_t{1});
    QCOMPARE(event.days.front().startsAt.toString(), "2026-05-27T22:00:00.000Z");
    QCOMPARE(eventDayAt(event.days, m_room->clock.at), 0);
}

void TestProgrammeEvent::daysFollowTheVenuesClock_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("firstDay");
    QTest::addColumn<int>("days");
    QTest::addColumn<int>("cutOff");
    QTest::addColumn<QByteArrayList>("starts"); ///< of each day, and the end of the last
    QTest::newRow("clocks go forward in the night of the first day, cut-off at four")
        << QByteArray("Europe/Berlin") << QByteArray("2026-03-28") << 2 << 240
        << QByteArrayList{"2026-03-28T03:00:00.000Z", "2026-03-29T02:00:00.000Z", "2026-03-30T02:00:00.000Z"};
    QTest::newRow("clocks go back, cut-off at four: a day of 25 hours")
        << QByteArray("Europe/Berlin") << QByteArray("2026-10-24") << 2 << 240
        << QByteArrayList{"2026-10-24T02:00:00.000Z", "2026-10-25T03:00:00.000Z", "2026-10-26T03:00:00.000Z"};
    QTest::newRow("a cut-off in the hour that is leapt over is the instant after it")
        << QByteArray("Europe/Berlin") << QByteArray("2026-03-29") << 1 << 150
        << QByteArrayList{"2026-03-29T01:30:00.000Z", "2026-03-30T00:30:00.000Z"};
    QTest::newRow("without a cut-off days begin at midnight")
        << QByteArray("America/New_York") << QByteArray("2026-07-04") << 1 << 0
        << QByteArrayList{"2026-07-04T04:00:00.000Z", "2026-07-05T04:00:00.000Z"};
    QTest::newRow("Lord Howe's clocks move by half an hour")
        << QByteArray("Australia/Lord_Howe") << QByteArray("2026-04-04") << 2 << 240
        << QByteArrayList{"2026-04-03T17:00:00.000Z", "2026-04-04T17:30:00.000Z", "2026-04-05T17:30:00.000Z"};
    QTest::newRow("a zone of quarter hours") << QByteArray("Asia/Kathmandu") << QByteArray("2026-01-01") << 1 << 240
                                             << QByteArrayList{"2025-12-31T22:15:00.000Z", "2026-01-01T22:15:00.000Z"};
    QTest::newRow("a leap day") << QByteArray("UTC") << QByteArray("2028-02-28") << 3 << 0
                                << QByteArrayList{"2028-02-28T00:00:00.000Z", "2028-02-29T00:00:00.000Z",
                                                  "2028-03-01T00:00:00.000Z", "2028-03-02T00:00:00.000Z"};
}

void TestProgrammeEvent::daysFollowTheVenuesClock()
{
    QFETCH(QByteArray, zone);
    QFETCH(QByteArray, firstDay);
    QFETCH(int, days);
    QFETCH(int, cutOff);
    QFETCH(QByteArrayList, starts);
    m_room->done(editTo(*m_room, [&](Event &event) {
        event.zone = zone.toStdString();
        event.firstDay = firstDay.toStdString();
        event.dayCount = days;
        event.cutOffMinutes = cutOff;
    }));
    const Event event = *m_room->find<Event>(m_room->event);
    QByteArrayList found;
    for (const EventDay &day : event.days)
        found += QByteArray::fromStdString(day.startsAt.toString());
    found += QByteArray::fromStdString(event.days.back().endsAt.toString());
    QCOMPARE(found, starts);
    QCOMPARE(event.days.front().date, firstDay.toStdString());
    for (std::size_t day = 0; day < event.days.size(); ++day) {
        QCOMPARE(eventDayAt(event.days, event.days[day].startsAt), static_cast<std::int64_t>(day));
        QCOMPARE(eventDayAt(event.days, event.days[day].endsAt - 1), static_cast<std::int64_t>(day));
        QVERIFY(event.days[day].endsAt - event.days[day].startsAt >= 23 * kHour);
        QVERIFY(event.days[day].endsAt - event.days[day].startsAt <= 25 * kHour);
    }
}

void TestProgrammeEvent::badSettingsAreRefused_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QByteArray>("firstDay");
    QTest::addColumn<int>("days");
    QTest::addColumn<int>("cutOff");
    const auto row = [](const char *name, const char *zone, const char *firstDay, int days, int cutOff) {
        QTest::newRow(name) << QByteArray(zone) << QByteArray(firstDay) << days << cutOff;
    };
    row("no such zone", "Europe/Atlantis", "2026-05-01", 1, 0);
    row("a zone that is a path", "../../etc/passwd", "2026-05-01", 1, 0);
    row("no such day", "UTC", "2026-02-30", 1, 0);
    row("a day in words", "UTC", "tomorrow", 1, 0);
    row("before the calendar", "UTC", "1969-12-31", 1, 0);
    row("beyond the calendar", "UTC", "2201-01-01", 1, 0);
    row("no days", "UTC", "2026-05-01", 0, 0);
    row("too many days", "UTC", "2026-05-01", kMaxEventDays + 1, 0);
    row("a cut-off in the afternoon", "UTC", "2026-05-01", 1, kMaxCutOffMinutes + 1);
    row("a cut-off before midnight", "UTC", "2026-05-01", 1, -1);
}

void TestProgrammeEvent::badSettingsAreRefused()
{
    QFETCH(QByteArray, zone);
    QFETCH(QByteArray, firstDay);
    QFETCH(int, days);
    QFETCH(int, cutOff);
    const Event before = *m_room->find<Event>(m_room->event);
    const CommandOutcome outcome = m_room->run(editTo(*m_room, [&](Event &event) {
        event.zone = zone.toStdString();
        event.firstDay = firstDay.toStdString();
        event.dayCount = days;
        event.cutOffMinutes = cutOff;
    }));
    QVERIFY2(outcome.failure.fault == Fault::Invalid, describe(outcome.failure).c_str());
    QVERIFY(!outcome.failure.detail.empty() || !outcome.failure.fields.empty());
    QVERIFY(*m_room->find<Event>(m_room->event) == before);
}

void TestProgrammeEvent::daysAreNobodysToWrite()
{
    QCOMPARE(m_room->refusal(editTo(*m_room, [](Event &event) { event.days.clear(); })), Fault::Invalid);
    QCOMPARE(m_room->refusal(editTo(*m_room, [](Event &event) { event.slug = "another"; })), Fault::Invalid);
}

QTEST_GUILESS_MAIN(TestProgrammeEvent)
#include "tst_event.moc"
