// SPDX-License-Identifier: GPL-3.0-or-later
// A whole event goes from one machine to another, with real programs: the kiosk goes on off line meanwhile, and what it
// did arrives at the new place.
#include "tests/support/plainclient.h"
#include "tests/support/programs.h"

#include "shared/admission/admission.h"
#include "shared/crypto/random.h"

#include <QDir>
#include <QProcess>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto kVenue = R"([{"command":"check_in_list.add","fields":{"list":{"$id":"doors"},"name":"Doors"}}])";

/// gatehouse-server serving one file; its address is empty if it did not.
class Serving
{
public:
    explicit Serving(const QString &file, const QStringList &keys)
    {
        m_process.start(programPath(u"gatehouse-server"_s),
                        QStringList{u"serve"_s, file, u"--no-tls"_s, u"--listen"_s, u"127.0.0.1:0"_s} + keys);
        while (!m_process.canReadLine() && m_process.waitForReadyRead(20'000)) {
        }
        m_address = QString::fromUtf8(m_process.readLine()).trimmed();
        if (m_address.isEmpty())
            m_process.waitForFinished(20'000);
    }
    ~Serving()
    {
        m_process.terminate();
        m_process.waitForFinished(20'000);
    }
    [[nodiscard]] QString sync() const { return QString(m_address).replace(u"http:"_s, u"ws:"_s) + u"sync"_s; }
    [[nodiscard]] bool serves() const { return !m_address.isEmpty(); }
    [[nodiscard]] QByteArray errors() { return m_process.readAllStandardError(); }

private:
    QProcess m_process;
    QString m_address;
};

RecordScan scanOf(const QByteArray &code, const CheckInListId &list)
{
    SecureRandom random;
    RecordScan scan;
    scan.scan = makeId<ScanId>(QDateTime::currentMSecsSinceEpoch(), random);
    scan.list = list;
    scan.code = code.toStdString();
    scan.deviceAt = {QDateTime::currentMSecsSinceEpoch()};
    return scan;
}

} // namespace

class TestMoveScenario : public QObject
{
    Q_OBJECT

private slots:
    void theKioskFindsItsScansAtTheNewPlace();
    void withTheRecoveryCodeAlone();
};

void TestMoveScenario::theKioskFindsItsScansAtTheNewPlace()
{
    ServedEvent event;
    event.writeFile(u"venue.json"_s, kVenue);
    event.writeFile(u"people.csv"_s, "Name,Ticket type,Order,Barcode\nAna,Day,R1,code-ana\nEva,Day,R2,code-eva\n");
    event.writeFile(u"newphrase"_s, "eleven herons on a jetty\n");
    const QString made = event.create({event.filePath(u"venue.json"_s), event.filePath(u"people.csv"_s)});
    QVERIFY2(made.isEmpty(), qPrintable(made));
    const ProgramResult added = event.tool(u"add-device"_s, {u"--name"_s, u"North 1"_s, u"--list"_s, u"Doors"_s});
    QCOMPARE(added.exitCode, 0);
    SecureRandom random;
    PlainClient kiosk(added.output.trimmed().toStdString(), makeId(1, random));
    const QString there = event.filePath(u"there"_s);
    QVERIFY(QDir().mkpath(there));
    const QStringList move{u"move"_s, event.file(), there, u"--passphrase-out"_s, event.filePath(u"newphrase"_s)};
    {
        Serving old(event.file(), event.keyOptions());
        QVERIFY2(old.serves(), old.errors().constData());
        kiosk.connectTo(old.sync());
        QVERIFY(awaitTrue([&] { return kiosk.welcome().has_value(); }));
        kiosk.send(scanOf("code-ana", CheckInListId(kiosk.welcome()->list)));
        QVERIFY(awaitTrue([&] { return kiosk.waiting() == 0; }));
        const ProgramResult tooEarly = runProgram(u"gatehouse-server"_s, move + event.keyOptions());
        QCOMPARE(tooEarly.exitCode, 1); // it is being served
        QVERIFY2(tooEarly.errors.contains("conflict"), tooEarly.errors.constData());
    }
    const Id epochBefore = kiosk.welcome()->epoch;
    QVERIFY(awaitTrue([&] { return kiosk.closeCode().has_value(); }));
    kiosk.send(scanOf("code-eva", CheckInListId(kiosk.welcome()->list))); // off line: it waits on the kiosk
    const ProgramResult moved = runProgram(u"gatehouse-server"_s, move + event.keyOptions());
    QVERIFY2(moved.exitCode == 0, moved.errors.constData());

    const QStringList newKeys{u"--passphrase-file"_s, event.filePath(u"newphrase"_s)};
    Serving fresh(there + u"/event.gatehouse"_s, newKeys);
    QVERIFY2(fresh.serves(), fresh.errors().constData());
    Serving stale(event.file(), event.keyOptions());
    QVERIFY(!stale.serves());
    QVERIFY2(stale.errors().contains("moved to another machine"), "why it does not serve");

    kiosk.forgetAnswersOnReconnect(); // a new epoch: everything is sent again
    kiosk.connectTo(fresh.sync());
    QVERIFY(awaitTrue([&] { return kiosk.waiting() == 0; }));
    QVERIFY(kiosk.welcome()->epoch != epochBefore);
    QCOMPARE(kiosk.changedAnswers(), 0);
    for (const auto &[number, answer] : kiosk.answers()) {
        QCOMPARE(answer.fault, Fault::None);
        const auto verdict = decoded<ScanVerdict>(answer.body, Strictness::Replica);
        QVERIFY(verdict && verdict->outcome == Outcome::Admitted);
    }
    const ProgramResult good = runProgram(
        u"gatehouse-server"_s, QStringList{u"verify"_s, there + u"/event.gatehouse"_s, u"--json"_s} + newKeys);
    QVERIFY2(good.exitCode == 0, good.output.constData());
}

void TestMoveScenario::withTheRecoveryCodeAlone()
{
    QTemporaryDir folder;
    const auto path = [&](const char *name) { return folder.filePath(QString::fromLatin1(name)); };
    const auto write = [&](const char *name, const QByteArray &content) {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    };
    write("here.phrase", "a kettle, two oars, nine knots\n");
    write("there.phrase", "eleven herons on a jetty\n");
    const QStringList hereKeys{u"--passphrase-file"_s, path("here.phrase")};
    const QStringList thereKeys{u"--passphrase-file"_s, path("there.phrase")};
    const ProgramResult made =
        runProgram(u"gatehouse-server"_s,
                   QStringList{u"new"_s, path("fair.gatehouse"), u"--name"_s, u"Fair"_s, u"--zone"_s, u"Europe/Paris"_s}
                       + hereKeys);
    QCOMPARE(made.exitCode, 0);
    QByteArray code;
    for (const QByteArray &line : made.output.split('\n'))
        if (line.startsWith("Recovery code: "))
            code = line.mid(15);
    QVERIFY(!code.isEmpty());
    write("code", code + '\n');
    write("wrong-code", code.toLower().replace(code.left(5).toLower(), "00000") + '\n');
    QVERIFY(QDir(folder.path()).mkdir(u"there"_s));
    const ProgramResult moved =
        runProgram(u"gatehouse-server"_s, QStringList{u"move"_s, path("fair.gatehouse"), path("there")} + hereKeys);
    QVERIFY2(moved.exitCode == 0, moved.errors.constData());
    const QString there = path("there/fair.gatehouse");
    QVERIFY(!Serving(there, thereKeys).serves()); // its key never left the first machine
    const auto unlock = [&](const char *file) {
        return runProgram(u"gatehouse-server"_s,
                          QStringList{u"unlock"_s, there, u"--recovery-code-file"_s, path(file)} + thereKeys);
    };
    QCOMPARE(unlock("wrong-code").exitCode, 1);
    const ProgramResult unlocked = unlock("code");
    QVERIFY2(unlocked.exitCode == 0, unlocked.errors.constData());
    QVERIFY(Serving(there, thereKeys).serves());
}

QTEST_GUILESS_MAIN(TestMoveScenario)
#include "tst_move.moc"
