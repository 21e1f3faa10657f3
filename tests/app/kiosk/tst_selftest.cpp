// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kiosklanguage.h"
#include "app/kiosk/selftest.h"

#include <QTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

KioskHealth good()
{
    KioskHealth health;
    health.server.state = ReplicaState::Live;
    health.readiness = KioskLane::Readiness::Ready;
    health.listAgeMs = 0;
    health.tickets = 4212;
    health.clock.offsetMs = 1'800;
    health.clock.errorMs = 200;
    health.lastReadMs = 3'000;
    health.isCameraWanted = true;
    health.camera = CameraCondition::Watching;
    health.cameraName = u"HD Webcam"_s;
    health.hasSound = true;
    health.machine.freeBytes = 18'000'000'000;
    return health;
}

using Change = std::function<void(KioskHealth &)>;

} // namespace
Q_DECLARE_METATYPE(Change)

class TestSelfTest : public QObject
{
    Q_OBJECT

private slots:
    void allIsWellWhenAllIsWell();
    void whatIsWrongStandsInItsRow_data();
    void whatIsWrongStandsInItsRow();
    void theControlRoomIsToldWhatItCannotSee();
    void aBatteryHasARowWhereThereIsOne();
    void staffReadItInTheirLanguage();
};

void TestSelfTest::allIsWellWhenAllIsWell()
{
    const auto rows = SelfTest::rows(good());
    QStringList names;
    for (const SelfTestRow &row : rows) {
        names += row.name;
        QVERIFY2(row.state == State::Fine || row.state == State::Info, qPrintable(row.name));
        QVERIFY(!row.value.isEmpty());
    }
    QCOMPARE(names,
             (QStringList{u"Server"_s, u"List"_s, u"Clock"_s, u"Scanner"_s, u"Camera"_s, u"Sound"_s, u"Storage"_s,
                          u"Version"_s}));
    QVERIFY(SelfTest::note(good()).empty());
}

void TestSelfTest::whatIsWrongStandsInItsRow_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<State>("state");
    QTest::addColumn<Change>("change");
    const auto add = [](const char *name, int row, State state, const Change &change) {
        QTest::newRow(name) << row << state << change;
    };
    add("the server is away", 0, State::Now, [](KioskHealth &health) { health.server.state = ReplicaState::Offline; });
    add("the server turns it away", 0, State::Now, [](KioskHealth &health) {
        health.server.state = ReplicaState::Refused;
        health.server.refusal.fault = Fault::NotSignedIn;
    });
    add("revoked", 0, State::Now, [](KioskHealth &health) { health.readiness = KioskLane::Readiness::Revoked; });
    add("no list", 1, State::Now, [](KioskHealth &health) { health.listAgeMs.reset(); });
    add("no list assigned", 1, State::Now,
        [](KioskHealth &health) { health.readiness = KioskLane::Readiness::Unassigned; });
    add("a list of a minute ago", 1, State::Fine, [](KioskHealth &health) { health.listAgeMs = 60'000; });
    add("a list of twenty minutes ago", 1, State::Soon, [](KioskHealth &health) { health.listAgeMs = 20 * 60'000; });
    add("a list of this morning", 1, State::Now, [](KioskHealth &health) { health.listAgeMs = 5 * 3'600'000; });
    add("a clock nobody compared", 2, State::Soon, [](KioskHealth &health) { health.clock.isSuspect = true; });
    add("a clock that is far off", 2, State::Soon, [](KioskHealth &health) { health.clock.offsetMs = -90'000; });
    add("the scanner is pulled out", 3, State::Now, [](KioskHealth &health) { health.machine.isKeyboardGone = true; });
    add("nothing was read", 3, State::NoData, [](KioskHealth &health) { health.lastReadMs.reset(); });
    add("no camera wanted", 4, State::NoData, [](KioskHealth &health) { health.isCameraWanted = false; });
    add("the camera is gone", 4, State::Now, [](KioskHealth &health) { health.camera = CameraCondition::Missing; });
    add("no camera at all", 4, State::NoData, [](KioskHealth &health) {
        health.camera = CameraCondition::Missing;
        health.cameraName.clear();
    });
    add("the camera is blind", 4, State::Now, [](KioskHealth &health) { health.camera = CameraCondition::Failed; });
    add("silent", 5, State::Soon, [](KioskHealth &health) { health.hasSound = false; });
    add("the disk is full", 6, State::Now, [](KioskHealth &health) { health.keeping.fault = Fault::ReadOnly; });
    add("rows are not kept", 6, State::Now, [](KioskHealth &health) { health.server.storing.fault = Fault::ReadOnly; });
    add("little space", 6, State::Soon, [](KioskHealth &health) { health.machine.freeBytes = 1'000'000; });
}

void TestSelfTest::whatIsWrongStandsInItsRow()
{
    QFETCH(int, row);
    QFETCH(State, state);
    QFETCH(Change, change);
    KioskHealth health = good();
    change(health);
    const auto rows = SelfTest::rows(health);
    const auto fine = SelfTest::rows(good());
    for (int index = 0; index < static_cast<int>(rows.size()); ++index) {
        const SelfTestRow &each = rows[static_cast<std::size_t>(index)];
        if (index == row)
            QVERIFY2(each.state == state && each.value != fine[static_cast<std::size_t>(index)].value,
                     qPrintable(each.value));
        else
            QCOMPARE(each.name, fine[static_cast<std::size_t>(index)].name);
    }
}

void TestSelfTest::theControlRoomIsToldWhatItCannotSee()
{
    KioskHealth health = good();
    health.machine.isKeyboardGone = true;
    health.camera = CameraCondition::Missing;
    QCOMPARE(SelfTest::note(health), std::string("scanner unplugged; camera missing"));
    health = good();
    health.keeping.fault = Fault::ReadOnly;
    QCOMPARE(SelfTest::note(health), std::string("storage takes no scans"));
    health = good();
    health.server.state = ReplicaState::Offline; // that it sees itself
    QVERIFY(SelfTest::note(health).empty());
    health.camera = CameraCondition::Missing; // where nobody ever put one
    health.cameraName.clear();
    QVERIFY(SelfTest::note(health).empty());
}

void TestSelfTest::aBatteryHasARowWhereThereIsOne()
{
    KioskHealth health = good();
    health.machine.batteryPercent = 80;
    const auto isBattery = [](const SelfTestRow &row) { return row.name == u"Battery"_s; };
    auto rows = SelfTest::rows(health);
    QVERIFY(std::find_if(rows.begin(), rows.end(), isBattery)->state == State::Fine);
    health.machine.batteryPercent = 7;
    rows = SelfTest::rows(health);
    QVERIFY(std::find_if(rows.begin(), rows.end(), isBattery)->state == State::Soon);
}

void TestSelfTest::staffReadItInTheirLanguage()
{
    KioskLanguage language;
    QVERIFY(language.choose(u"de"_s));
    QCOMPARE(SelfTest::rows(good())[1].value, u"4.212 Tickets, aktuell"_s);
    QCOMPARE(SelfTest::rows(good())[2].value, u"1,8 s hinter der des Servers, ± 0,2 s"_s);
    QVERIFY(language.choose(u"fr"_s));
    QCOMPARE(SelfTest::rows(good())[0].name, u"Serveur"_s);
    QVERIFY(language.choose(u"en"_s));
    QCOMPARE(SelfTest::rows(good())[1].value, u"4,212 tickets, up to date"_s);
}

QTEST_MAIN(TestSelfTest)
#include "tst_selftest.moc"
