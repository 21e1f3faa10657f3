// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/random.h"
#include "tests/scenarios/kioskprocess.h"
#include "tests/scenarios/rehearsalrun.h"
#include "tests/support/chaosproxy.h"
#include "tests/support/onedoor.h"

#include <QTest>
#include <QTimer>

#include <set>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(gatehouse::support::Weather)

namespace {

constexpr int kTurns = 4; // of bad weather and good, ending with good; the rehearsal itself takes longer

} // namespace

/// A bad network between the real programs: what was shown at doors reaches the server once, whatever the network does.
class TestNetwork : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aRehearsalInBadWeather_data();
    void aRehearsalInBadWeather();
    void aKioskInABlackHoleGoesOn();

private:
    ServedEvent &served(const QByteArray &venue, const QByteArray &people);

    std::unique_ptr<ServedEvent> m_event;
};

void TestNetwork::initTestCase()
{
    initialiseCrypto();
}

ServedEvent &TestNetwork::served(const QByteArray &venue, const QByteArray &people)
{
    m_event = std::make_unique<ServedEvent>();
    m_event->writeFile(u"venue.json"_s, venue);
    m_event->writeFile(u"people.csv"_s, people);
    if (const QString why = m_event->create({m_event->filePath(u"people.csv"_s), m_event->filePath(u"venue.json"_s)});
        !why.isEmpty())
        qFatal("%s", qPrintable(why));
    if (const QString why = m_event->serve(); !why.isEmpty())
        qFatal("%s", qPrintable(why));
    return *m_event;
}

void TestNetwork::aRehearsalInBadWeather_data()
{
    QTest::addColumn<Weather>("weather");
    QTest::addColumn<int>("changesMs"); ///< so long this weather, so long none, in turns, for a while; 0: it stays
    QTest::addColumn<int>("resets");    ///< at least
    QTest::newRow("far away") << Weather{.latencyMs = 60, .jitterMs = 60} << 0 << 0;
    QTest::newRow("in pieces") << Weather{.pieceBytes = 61} << 0 << 0;
    QTest::newRow("a narrow line") << Weather{.bytesPerSecond = 60'000} << 0 << 0;
    QTest::newRow("reset now and then") << Weather{.resetAfterBytes = 45'000} << 0 << 2;
    QTest::newRow("gone without a word, in turns") << Weather{.isBlackHole = true} << 700 << 2;
    QTest::newRow("closed late, and refused in turns") << Weather{.closeDelayMs = 400, .refuses = true} << 1'200 << 3;
    QTest::newRow("everything at once") << Weather{.latencyMs = 20,
                                                   .jitterMs = 40,
                                                   .pieceBytes = 700,
                                                   .bytesPerSecond = 200'000,
                                                   .resetAfterBytes = 45'000}
                                        << 0 << 1;
}

void TestNetwork::aRehearsalInBadWeather()
{
    QFETCH(Weather, weather);
    QFETCH(int, changesMs);
    QFETCH(int, resets);
    ServedEvent &event = served(smallVenue(), doorTickets("NET", 200));
    ChaosProxy proxy(static_cast<quint16>(event.port()), 7);
    bool isBad = changesMs == 0;
    if (isBad)
        proxy.setWeather(weather);
    QTimer change;
    int turns = 0;
    connect(&change, &QTimer::timeout, &proxy, [&] {
        isBad = !isBad;
        if (++turns == kTurns) // at the end it is calm: what the desk then reads of the server is the newest
            change.stop();
        proxy.setWeather(isBad ? weather : Weather{});
        if (isBad && weather.refuses)
            proxy.resetAll(); // and nobody comes in again for a while
    });
    RehearsalRun rehearsal;
    rehearsal.startAt(proxy.port(), event, {u"--seed"_s, u"9"_s, u"--speed"_s, u"100"_s, u"--keep-going"_s});
    if (changesMs > 0) {
        QVERIFY(awaitTrue([&] { return proxy.open() >= 4; })); // the kiosks are there
        change.start(changesMs);
    }
    const RehearsalReport report = rehearsal.ended();
    QCOMPARE(disagreement(report, event), QString());
    QVERIFY2(report.admitted > 100, std::to_string(report.admitted).c_str());
    QVERIFY2(proxy.resets() >= resets, std::to_string(proxy.resets()).c_str());
    qInfo("%lld admitted, %d connections, %d reset, %lld bytes", static_cast<long long>(report.admitted),
          proxy.connections(), proxy.resets(), static_cast<long long>(proxy.bytes()));
}

/// The access point has lost the kiosk: nothing is refused and nothing is closed. People go on entering, and the server
/// hears of each once.
void TestNetwork::aKioskInABlackHoleGoesOn()
{
    ServedEvent &event = served(oneDoor(), doorTickets("HOLE", 40));
    QCOMPARE(event.signIn(), QString());
    SecureRandom random;
    AddDevice add;
    add.device = makeId<DeviceId>(QDateTime::currentMSecsSinceEpoch(), random);
    add.name = "North 1";
    add.kind = DeviceKind::Kiosk;
    add.gate = doorGate();
    add.list = doorList();
    const auto added = event.command(add);
    QVERIFY(added);
    ChaosProxy proxy(static_cast<quint16>(event.port()));
    KioskProcess kiosk(event.filePath(u"kiosk"_s), QByteArray::fromStdString(added->key));
    kiosk.start(event.httpAddress(proxy.port()));
    QVERIFY(kiosk.scan(u"HOLE-100000"_s).by == DecidedBy::Server);
    std::set<ScanId> shown;
    const auto scan = [&](int ticket) {
        const PrintedVerdict verdict = kiosk.scan(u"HOLE-"_s + QString::number(100'000 + ticket));
        shown.insert(verdict.scan);
        return verdict;
    };
    proxy.setWeather({.isBlackHole = true});
    for (int ticket = 1; ticket < 12; ++ticket) {
        const PrintedVerdict verdict = scan(ticket);
        QCOMPARE(verdict.outcome, Outcome::Admitted);
        QCOMPARE(verdict.by, DecidedBy::Device);
    }
    const PrintedVerdict again = scan(3);
    QVERIFY(again.outcome == Outcome::Refused); // its own list knows
    proxy.setWeather({});
    QVERIFY(awaitTrue([&] { return event.hasEntries(12); }, 60'000));
    // In touch again it asks the server. What it showed meanwhile is kept under the ids it showed.
    QVERIFY(awaitTrue(
        [&] {
            static int ticket = 20;
            return ticket < 38 && scan(ticket++).by == DecidedBy::Server;
        },
        60'000));
    QVERIFY(awaitTrue(
        [&] {
            ListScans query;
            query.most = 200;
            const auto page = event.query(query);
            if (!page)
                return false;
            std::multiset<ScanId> kept;
            for (const ListedScan &listed : page->scans)
                kept.insert(listed.scan);
            return std::all_of(shown.begin(), shown.end(), [&](const ScanId &id) { return kept.count(id) == 1; });
        },
        60'000));
    QCOMPARE(kiosk.terminate(), 0);
}

QTEST_GUILESS_MAIN(TestNetwork)
#include "tst_network.moc"
