// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kioskarguments.h"
#include "app/kiosk/kioskprogramme.h"
#include "app/kiosk/programmeline.h"
#include "app/kiosk/verdictline.h"

#include <QTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString kEvent = u"http://127.0.0.1:7443/e/fest/"_s;

Result<KioskArguments> read(const QStringList &words)
{
    return readKioskArguments(QStringList{u"gatehouse-kiosk"_s} + words);
}

} // namespace

class TestKioskArguments : public QObject
{
    Q_OBJECT

private slots:
    void anAddressIsEnough();
    void everythingCanBeSaid();
    void wrongCallsAreRefused_data();
    void wrongCallsAreRefused();
    void wishesNeedNothingElse();
    void aVerdictLineTellsNoSecrets();
    void aProgrammeLineFitsIntoAPipe();
};

void TestKioskArguments::anAddressIsEnough()
{
    qputenv("STATE_DIRECTORY", "/var/lib/gatehouse-kiosk");
    const auto arguments = read({u"--connect"_s, kEvent});
    QVERIFY(arguments);
    QCOMPARE(arguments->sync.toString(), u"ws://127.0.0.1:7443/e/fest/sync"_s);
    QCOMPARE(arguments->folder, u"/var/lib/gatehouse-kiosk"_s);
    QCOMPARE(arguments->camera, u"auto"_s);
    QCOMPARE(arguments->language, u"en"_s);
    QVERIFY(arguments->direction == Direction::Entry && !arguments->isWindowed && !arguments->printsVerdicts);
}

void TestKioskArguments::everythingCanBeSaid()
{
    const auto arguments =
        read({u"--connect"_s, u"wss://venue.local/e/fest/sync"_s, u"--key-file"_s, u"key"_s, u"--folder"_s, u"state"_s,
              u"--camera"_s, u"none"_s, u"--exit"_s, u"--language"_s, u"fr"_s, u"--staff-pin-file"_s, u"pin"_s,
              u"--windowed"_s, u"--log-verdicts"_s, u"--log-programme"_s});
    QVERIFY(arguments);
    QCOMPARE(arguments->sync.toString(), u"wss://venue.local/e/fest/sync"_s);
    QCOMPARE(arguments->keyFile, u"key"_s);
    QCOMPARE(arguments->folder, u"state"_s);
    QCOMPARE(arguments->camera, u"none"_s);
    QCOMPARE(arguments->language, u"fr"_s);
    QCOMPARE(arguments->staffCodeFile, u"pin"_s);
    QVERIFY(arguments->direction == Direction::Exit && arguments->isWindowed && arguments->printsVerdicts
            && arguments->printsProgramme);
    QCOMPARE(read({u"--connect"_s, kEvent, u"--language"_s, u"ar"_s})->language, u"ar"_s);
}

void TestKioskArguments::wrongCallsAreRefused_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("no address") << QStringList{};
    QTest::newRow("an address without an event") << QStringList{u"--connect"_s, u"http://127.0.0.1:7443/"_s};
    QTest::newRow("another scheme") << QStringList{u"--connect"_s, u"ftp://127.0.0.1/e/fest/"_s};
    QTest::newRow("an unknown language") << QStringList{u"--connect"_s, kEvent, u"--language"_s, u"xx"_s};
    QTest::newRow("an unknown option") << QStringList{u"--connect"_s, kEvent, u"--fast"_s};
    QTest::newRow("a key on the command line") << QStringList{u"--connect"_s, kEvent, u"--key"_s, u"gkd1.x.y"_s};
    QTest::newRow("a word too many") << QStringList{u"--connect"_s, kEvent, u"now"_s};
}

void TestKioskArguments::wrongCallsAreRefused()
{
    QFETCH(QStringList, words);
    const auto arguments = read(words);
    QVERIFY(!arguments && arguments.error().fault == Fault::Invalid && !arguments.error().detail.empty());
}

void TestKioskArguments::wishesNeedNothingElse()
{
    QVERIFY(read({u"--help"_s})->wish == KioskArguments::Wish::ShowHelp);
    QVERIFY(read({u"--version"_s})->wish == KioskArguments::Wish::ShowVersion);
    QVERIFY(kioskHelp().contains(u"--staff-pin-file"_s));
}

void TestKioskArguments::aVerdictLineTellsNoSecrets()
{
    LaneShown shown;
    shown.scan = ScanId(*Id::fromString("01j0000000040000000000000a"));
    shown.by = DecidedBy::Server;
    shown.verdict.outcome = Outcome::Admitted;
    shown.verdict.name = "Ada Lovelace";
    shown.verdict.attention = "knows the mayor";
    shown.verdict.product = "Day ticket";
    const std::string line = verdictLine(shown, *Instant::fromString("2026-11-23T18:41:09Z"));
    QCOMPARE(line,
             std::string(R"({"at":"2026-11-23T18:41:09.000Z","scan":"01j0000000040000000000000a","outcome":"admitted",)"
                         R"("reason":"none","by":"server","direction":"entry","isReEntry":false,"isOwn":false,)"
                         R"("isRecorded":true,"listAgeMs":0,"needsAttention":true})"
                         "\n"));
}

void TestKioskArguments::aProgrammeLineFitsIntoAPipe()
{
    const Instant at = *Instant::fromString("2026-11-23T18:41:09Z");
    const KioskSession opening{u"Opening"_s, u"Hall"_s, at, at + 60'000, at + 120'000, false};
    QCOMPARE(programmeLine({{}, {opening}}, at),
             std::string(R"({"at":"2026-11-23T18:41:09.000Z","now":[],"next":[{"title":"Opening","space":"Hall",)"
                         R"("startsAt":"2026-11-23T18:41:09.000Z","expectedAt":"2026-11-23T18:42:09.000Z",)"
                         R"("endsAt":"2026-11-23T18:43:09.000Z","isCancelled":false}]})"
                         "\n"));
    KioskNowNext many;
    many.now.assign(KioskProgramme::kMostSessions, opening);
    many.next.assign(KioskProgramme::kMostSessions, opening);
    const std::string line = programmeLine(many, at);
    QVERIFY(line.size() <= kMostLine && line.size() > kMostLine / 2 && line.ends_with("]}\n"));
}

QTEST_GUILESS_MAIN(TestKioskArguments)
#include "tst_kioskarguments.moc"
