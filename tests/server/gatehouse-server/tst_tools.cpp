// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/programs.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <csignal>

using gatehouse::support::programPath;
using gatehouse::support::ProgramResult;
using gatehouse::support::runProgram;

namespace {

const QStringList kVerbs{QStringLiteral("new"),    QStringLiteral("import"), QStringLiteral("serve"),
                         QStringLiteral("verify"), QStringLiteral("backup"), QStringLiteral("restore"),
                         QStringLiteral("move"),   QStringLiteral("unlock"), QStringLiteral("add-device")};

ProgramResult run(const QStringList &arguments)
{
    return runProgram(QStringLiteral("gatehouse-server"), arguments);
}

QJsonObject reportOf(const ProgramResult &result)
{
    return QJsonDocument::fromJson(result.output).object();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

/// A folder for one test, with what opens documents in it.
class Desk
{
public:
    Desk()
    {
        write(path(QStringLiteral("passphrase")), "the gate squeaks at noon\n");
        write(path(QStringLiteral("password")), "a quiet harbour at noon\n");
    }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString event() const { return path(QStringLiteral("event.gatehouse")); }
    [[nodiscard]] QStringList key() const
    {
        return {QStringLiteral("--passphrase-file"), path(QStringLiteral("passphrase"))};
    }
    [[nodiscard]] QStringList files() const
    {
        return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }

    /// `new` with everything it needs.
    [[nodiscard]] ProgramResult make(const QStringList &more = {})
    {
        return run(QStringList{QStringLiteral("new"), event(), QStringLiteral("--name"),
                               QStringLiteral("Spring Congress"), QStringLiteral("--zone"),
                               QStringLiteral("Europe/Berlin"), QStringLiteral("--json")}
                   + key() + more);
    }
    [[nodiscard]] QStringList password() const
    {
        return {QStringLiteral("--password-file"), path(QStringLiteral("password"))};
    }

private:
    QTemporaryDir m_folder;
};

/// A program that serves until it is told to stop.
class Serving
{
public:
    explicit Serving(const QStringList &arguments)
    {
        m_process.start(programPath(QStringLiteral("gatehouse-server")),
                        QStringList{QStringLiteral("serve"), QStringLiteral("--no-tls"), QStringLiteral("--listen"),
                                    QStringLiteral("127.0.0.1:0")}
                            + arguments);
    }
    ~Serving()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    [[nodiscard]] QByteArray line()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(20'000)) {
        }
        return m_process.readLine().trimmed();
    }
    /// The exit code; −1 if it did not end by itself.
    [[nodiscard]] int stop(int signal)
    {
        ::kill(static_cast<pid_t>(m_process.processId()), signal);
        return m_process.waitForFinished(20'000) && m_process.exitStatus() == QProcess::NormalExit
            ? m_process.exitCode()
            : -1;
    }

private:
    QProcess m_process;
};

} // namespace

/// gatehouse-server as people and scripts call it: what each verb says, writes and leaves behind.
class TestTools : public QObject
{
    Q_OBJECT

private slots:
    void eachVerbHelps_data();
    void eachVerbHelps();
    void itTellsItsVersion();
    void wrongCallsAreToldFromFailures_data();
    void wrongCallsAreToldFromFailures();
    void newMakesADocumentAndItsKeys();
    void newMakesAPasswordWhereNoneIsGiven();
    void newRefusesAndLeavesNothingBehind_data();
    void newRefusesAndLeavesNothingBehind();
    void newNeverTouchesWhatIsThere();
    void serveSaysWhereAndEndsCleanly_data();
    void serveSaysWhereAndEndsCleanly();
    void serveTakesManyDocuments();
    void serveSaysWhatItCannot();
    void backupIsMadeWhileServed();
    void restoreBeginsANewEpoch();
    void restoreAndBackupNeverReplace();
    void aDeviceIsPaired();
    void verifyFindsNothingInAGoodDocument();
    void verifySaysWhatWasTamperedWith_data();
    void verifySaysWhatWasTamperedWith();
};

void TestTools::eachVerbHelps_data()
{
    QTest::addColumn<QString>("verb");
    for (const QString &verb : kVerbs)
        QTest::newRow(qPrintable(verb)) << verb;
}

void TestTools::eachVerbHelps()
{
    QFETCH(QString, verb);
    const ProgramResult usage = run({QStringLiteral("--help")});
    QCOMPARE(usage.exitCode, 0);
    QVERIFY(usage.output.contains("gatehouse-server " + verb.toUtf8()));
    const ProgramResult help = run({verb, QStringLiteral("--help")});
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.errors.isEmpty());
    QVERIFY2(help.output.contains("Usage: ") && help.output.contains("gatehouse-server " + verb.toUtf8())
                 && help.output.contains("--help"),
             help.output.constData());
}

void TestTools::itTellsItsVersion()
{
    const ProgramResult version = run({QStringLiteral("--version")});
    QCOMPARE(version.exitCode, 0);
    QCOMPARE(version.output, QByteArray("gatehouse-server " GATEHOUSE_VERSION "\n"));
}

void TestTools::wrongCallsAreToldFromFailures_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *name, const char *line) {
        QTest::newRow(name) << QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    };
    row("nothing", "");
    row("a verb that there is not", "sing");
    row("new without a file", "new --name A --zone UTC");
    row("new without a name", "new x.gatehouse --zone UTC");
    row("new without a zone", "new x.gatehouse --name A");
    row("new in a zone that there is not", "new x.gatehouse --name A --zone Mars/Olympus");
    row("new in a zone that is a path", "new x.gatehouse --name A --zone ../../etc/passwd");
    row("new with two files", "new x.gatehouse y.gatehouse --name A --zone UTC");
    row("new with a login that is none", "new x.gatehouse --name A --zone UTC --login Chief!");
    row("new with an option that there is not", "new x.gatehouse --name A --zone UTC --colour red");
    row("serve without a file", "serve --no-tls");
    row("serve without a word about TLS", "serve x.gatehouse");
    row("serve nowhere", "serve x.gatehouse --no-tls --listen somewhere");
    row("serve on a port that there is not", "serve x.gatehouse --no-tls --listen 127.0.0.1:70000");
    row("serve with backups all the time", "serve x.gatehouse --no-tls --backup-to . --backup-every 0");
    row("verify nothing", "verify");
    row("verify two", "verify x y");
    row("backup to nowhere", "backup x");
    row("restore to nowhere", "restore x");
    row("a device without a name", "add-device x.gatehouse");
}

void TestTools::wrongCallsAreToldFromFailures()
{
    QFETCH(QStringList, arguments);
    const ProgramResult result = run(arguments);
    QCOMPARE(result.exitCode, 2);
    QVERIFY(result.output.isEmpty());
    QVERIFY2(result.errors.contains("gatehouse-server"), result.errors.constData());
    if (arguments.size() > 1)
        QVERIFY2(result.errors.startsWith("gatehouse-server " + arguments.first().toUtf8() + ": ")
                     && result.errors.contains("--help"),
                 result.errors.constData());
}

void TestTools::newMakesADocumentAndItsKeys()
{
    Desk desk;
    const ProgramResult made =
        desk.make(desk.password() + QStringList{QStringLiteral("--login"), QStringLiteral("chief")});
    QVERIFY2(made.exitCode == 0, made.errors.constData());
    const QJsonObject report = reportOf(made);
    QCOMPARE(report.value(QStringLiteral("document")).toString(), desk.event());
    QCOMPARE(report.value(QStringLiteral("keyring")).toString(), desk.path(QStringLiteral("event.keyring")));
    QCOMPARE(report.value(QStringLiteral("slug")).toString(), QStringLiteral("spring-congress"));
    QCOMPARE(report.value(QStringLiteral("login")).toString(), QStringLiteral("chief"));
    QCOMPARE(report.value(QStringLiteral("keyStore")).toString(), QStringLiteral("passphrase file"));
    QCOMPARE(report.value(QStringLiteral("id")).toString().size(), qsizetype{26});
    QVERIFY(report.value(QStringLiteral("recoveryCode")).toString().size() > 20);
    QVERIFY(!report.contains(QStringLiteral("password"))); // whoever gave it knows it
    QCOMPARE(desk.files(),
             (QStringList{QStringLiteral("event.gatehouse"), QStringLiteral("event.key"),
                          QStringLiteral("event.keyring"), QStringLiteral("passphrase"), QStringLiteral("password")}));
    for (const char *name : {"event.gatehouse", "event.key", "event.keyring"}) {
        const auto open = QFile::permissions(desk.path(QString::fromLatin1(name)))
            & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther);
        QVERIFY2(!open, name);
    }
    QVERIFY(!contentOf(desk.event()).contains("harbour"));
}

void TestTools::newMakesAPasswordWhereNoneIsGiven()
{
    Desk desk;
    const ProgramResult made = desk.make();
    QCOMPARE(made.exitCode, 0);
    const QString password = reportOf(made).value(QStringLiteral("password")).toString();
    QCOMPARE(password.size(), qsizetype{23}); // four times five letters and the hyphens between
    Desk other;
    QVERIFY(reportOf(other.make()).value(QStringLiteral("password")).toString() != password);
}

void TestTools::newRefusesAndLeavesNothingBehind_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QByteArray>("why");
    const QByteArray good = "a quiet harbour at noon";
    QTest::newRow("a short password") << QByteArray("harbour") << QStringList() << QByteArray("too short");
    QTest::newRow("a common password") << QByteArray("password123456") << QStringList() << QByteArray("too common");
    QTest::newRow("a password that is no text")
        << QByteArray("\xff\xfe harbour harbour") << QStringList() << QByteArray("not UTF-8");
    QTest::newRow("an empty file") << QByteArray() << QStringList() << QByteArray("too short");
    QTest::newRow("a name of 201 characters")
        << good << QStringList{QStringLiteral("--name"), QString(201, QLatin1Char('x'))} << QByteArray("too long");
    QTest::newRow("no passphrase") << good
                                   << QStringList{QStringLiteral("--passphrase-file"), QStringLiteral("/nowhere")}
                                   << QByteArray("/nowhere");
}

void TestTools::newRefusesAndLeavesNothingBehind()
{
    QFETCH(QByteArray, password);
    QFETCH(QStringList, more);
    QFETCH(QByteArray, why);
    Desk desk;
    write(desk.path(QStringLiteral("password")), password);
    const QStringList before = desk.files();
    const ProgramResult result = desk.make(desk.password() + more);
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains(why), result.errors.constData());
    QVERIFY(result.output.isEmpty());
    QCOMPARE(desk.files(), before);
}

void TestTools::newNeverTouchesWhatIsThere()
{
    Desk desk;
    QCOMPARE(desk.make(desk.password()).exitCode, 0);
    const QByteArray document = contentOf(desk.event());
    const QByteArray keyring = contentOf(desk.path(QStringLiteral("event.keyring")));
    QCOMPARE(desk.make(desk.password()).exitCode, 1);
    QVERIFY(contentOf(desk.event()) == document);
    QVERIFY(contentOf(desk.path(QStringLiteral("event.keyring"))) == keyring);
    QVERIFY(QFile::remove(desk.event())); // a keyring alone is worth as much: backups open with it
    const ProgramResult result = desk.make(desk.password());
    QCOMPARE(result.exitCode, 1);
    QVERIFY(contentOf(desk.path(QStringLiteral("event.keyring"))) == keyring);
    QVERIFY(!QFile::exists(desk.event()));
    write(desk.event(), "something else");
    QCOMPARE(desk.make(desk.password()).exitCode, 1);
    QCOMPARE(contentOf(desk.event()), QByteArray("something else"));
}

void TestTools::serveSaysWhereAndEndsCleanly_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestTools::serveSaysWhereAndEndsCleanly()
{
    QFETCH(int, signal);
    Desk desk;
    QCOMPARE(desk.make(desk.password()).exitCode, 0);
    const QStringList files = desk.files();
    Serving serving(QStringList{desk.event()} + desk.key());
    const QByteArray address = serving.line();
    QVERIFY2(address.startsWith("http://127.0.0.1:") && address.endsWith("/e/spring-congress/"), address.constData());
    QCOMPARE(serving.stop(signal), 0);
    QCOMPARE(desk.files(), files); // no log, no lock
    QCOMPARE(run(QStringList{QStringLiteral("verify"), desk.event()} + desk.key()).exitCode, 0);
}

void TestTools::serveTakesManyDocuments()
{
    Desk one;
    Desk two;
    QCOMPARE(one.make(one.password()).exitCode, 0);
    QVERIFY(QFile::copy(one.path(QStringLiteral("passphrase")), two.path(QStringLiteral("unused"))));
    QCOMPARE(two.make(two.password()).exitCode, 0);
    Serving serving(QStringList{one.event(), two.event()} + one.key());
    const QByteArray first = serving.line();
    const QByteArray second = serving.line();
    QVERIFY(first.startsWith("http://") && second.startsWith("http://") && first != second);
    QCOMPARE(serving.stop(SIGTERM), 0);
}

void TestTools::serveSaysWhatItCannot()
{
    Desk desk;
    QCOMPARE(desk.make(desk.password()).exitCode, 0);
    const QStringList serve{QStringLiteral("serve"), QStringLiteral("--no-tls"), QStringLiteral("--listen"),
                            QStringLiteral("127.0.0.1:0")};
    ProgramResult result = run(serve + QStringList{desk.path(QStringLiteral("none.gatehouse"))} + desk.key());
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("none.gatehouse: not_found"), result.errors.constData());
    write(desk.path(QStringLiteral("wrong")), "another passphrase\n");
    result =
        run(serve + QStringList{desk.event(), QStringLiteral("--passphrase-file"), desk.path(QStringLiteral("wrong"))});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("forbidden"), result.errors.constData());
    Serving serving(QStringList{desk.event()} + desk.key());
    const QByteArray address = serving.line();
    QVERIFY(!address.isEmpty());
    result = run(serve + QStringList{desk.event()} + desk.key());
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("conflict") && result.errors.contains("process"),
             result.errors.constData()); // and by whom
    QCOMPARE(serving.stop(SIGTERM), 0);
}

void TestTools::backupIsMadeWhileServed()
{
    Desk desk;
    QCOMPARE(desk.make(desk.password()).exitCode, 0);
    Serving serving(QStringList{desk.event()} + desk.key());
    QVERIFY(!serving.line().isEmpty());
    const QString copy = desk.path(QStringLiteral("copy.gatehouse"));
    const ProgramResult result = run({QStringLiteral("backup"), desk.event(), copy, QStringLiteral("--json")});
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    const QJsonObject report = reportOf(result);
    QCOMPARE(report.value(QStringLiteral("backup")).toString(), copy);
    QCOMPARE(report.value(QStringLiteral("bytes")).toInteger(), QFileInfo(copy).size());
    QVERIFY(report.value(QStringLiteral("head")).toInteger() > 0);
    const ProgramResult verified = run({QStringLiteral("verify"), copy, QStringLiteral("--json")}); // without its keys
    QCOMPARE(verified.exitCode, 0);
    QCOMPARE(reportOf(verified).value(QStringLiteral("head")), report.value(QStringLiteral("head")));
    QCOMPARE(reportOf(verified).value(QStringLiteral("opened")), QJsonValue(false));
    QCOMPARE(run({QStringLiteral("verify"), desk.event()}).exitCode, 0); // the served one too
    QCOMPARE(serving.stop(SIGTERM), 0);
}

void TestTools::restoreBeginsANewEpoch()
{
    Desk desk;
    QCOMPARE(desk.make(desk.password()).exitCode, 0);
    const QString copy = desk.path(QStringLiteral("copy.gatehouse"));
    QCOMPARE(run({QStringLiteral("backup"), desk.event(), copy}).exitCode, 0);
    const QByteArray before = contentOf(copy);
    const QString restored = desk.path(QStringLiteral("restored.gatehouse"));
    ProgramResult result = run({QStringLiteral("restore"), copy, restored, QStringLiteral("--json")});
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    const QString epoch = reportOf(result).value(QStringLiteral("epoch")).toString();
    QCOMPARE(epoch.size(), qsizetype{26});
    QCOMPARE(reportOf(result).value(QStringLiteral("hasKeyring")), QJsonValue(false));
    QVERIFY(contentOf(copy) == before);
    QVERIFY(QFile::copy(desk.path(QStringLiteral("event.keyring")), desk.path(QStringLiteral("restored.keyring"))));
    QVERIFY(QFile::copy(desk.path(QStringLiteral("event.key")), desk.path(QStringLiteral("restored.key"))));
    QCOMPARE(run(QStringList{QStringLiteral("verify"), restored} + desk.key()).exitCode, 0);
    Serving serving(QStringList{restored} + desk.key());
    QVERIFY(!serving.line().isEmpty());
    QCOMPARE(serving.stop(SIGTERM), 0);
    const QString again = desk.path(QStringLiteral("again.gatehouse"));
    result = run({QStringLiteral("restore"), copy, again, QStringLiteral("--json")});
    QVERIFY(reportOf(result).value(QStringLiteral("epoch")).toString() != epoch);
}

void TestTools::restoreAndBackupNeverReplace()
{
    Desk desk;
    QCOMPARE(desk.make(desk.password()).exitCode, 0);
    const QString there = desk.path(QStringLiteral("there.gatehouse"));
    write(there, "something else");
    for (const QStringList &call : {QStringList{QStringLiteral("backup"), desk.event(), there},
                                    QStringList{QStringLiteral("restore"), desk.event(), there}}) {
        const ProgramResult result = run(call);
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.contains("conflict"), result.errors.constData());
        QCOMPARE(contentOf(there), QByteArray("something else"));
    }
    for (const QStringList &call : {QStringList{QStringLiteral("backup"), there, desk.path(QStringLiteral("out"))},
                                    QStringList{QStringLiteral("restore"), there, desk.path(QStringLiteral("out"))},
                                    QStringList{QStringLiteral("verify"), there}}) {
        const ProgramResult result = run(call);
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.contains("corrupt"), result.errors.constData());
    }
    QVERIFY(!QFile::exists(desk.path(QStringLiteral("out"))));
}

void TestTools::aDeviceIsPaired()
{
    Desk desk;
    QCOMPARE(desk.make(desk.password()).exitCode, 0);
    const QStringList call = QStringList{QStringLiteral("add-device"), desk.event(), QStringLiteral("--name"),
                                         QStringLiteral("North 1"), QStringLiteral("--json")}
        + desk.key();
    const ProgramResult paired = run(call);
    QVERIFY2(paired.exitCode == 0, paired.errors.constData());
    const QString device = reportOf(paired).value(QStringLiteral("device")).toString();
    QVERIFY(reportOf(paired)
                .value(QStringLiteral("key"))
                .toString()
                .startsWith(QStringLiteral("gkd1.") + device + QLatin1Char('.')));
    const ProgramResult lost = run(call + QStringList{QStringLiteral("--gate"), QStringLiteral("Nowhere")});
    QCOMPARE(lost.exitCode, 1);
    QVERIFY2(lost.errors.contains("gate Nowhere"), lost.errors.constData());
    Serving serving(QStringList{desk.event()} + desk.key());
    QVERIFY(!serving.line().isEmpty());
    QCOMPARE(run(call).exitCode, 1); // a served document has one writer
    QCOMPARE(serving.stop(SIGTERM), 0);
}

namespace {

/// The document of this version with everything in it (tests/fixtures), to be tampered with.
class Evidence
{
public:
    Evidence()
    {
        const QString fixture =
            qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/tests/fixtures/document-1/");
        for (const char *name : {"event.gatehouse", "event.keyring", "gatehouse-key"})
            write(m_folder.filePath(QString::fromLatin1(name)), contentOf(fixture + QString::fromLatin1(name)));
        qputenv("CREDENTIALS_DIRECTORY", m_folder.path().toUtf8());
    }
    ~Evidence() { qunsetenv("CREDENTIALS_DIRECTORY"); }
    Evidence(const Evidence &) = delete;
    Evidence &operator=(const Evidence &) = delete;

    /// With SQLite's own tool, as whoever has the file can.
    [[nodiscard]] QByteArray sql(const QByteArray &statements) const
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("sqlite3"), {file(), QString::fromUtf8(statements)});
        process.waitForFinished();
        return process.exitCode() == 0 ? process.readAll().trimmed() : "failed: " + process.readAll();
    }
    [[nodiscard]] ProgramResult verify() const
    {
        return run({QStringLiteral("verify"), file(), QStringLiteral("--json")});
    }
    [[nodiscard]] QString file() const { return m_folder.filePath(QStringLiteral("event.gatehouse")); }

private:
    QTemporaryDir m_folder;
};

} // namespace

void TestTools::verifyFindsNothingInAGoodDocument()
{
    const Evidence evidence;
    const ProgramResult result = evidence.verify();
    QVERIFY2(result.exitCode == 0, result.output + result.errors);
    const QJsonObject report = reportOf(result);
    QCOMPARE(report.value(QStringLiteral("good")), QJsonValue(true));
    QCOMPARE(report.value(QStringLiteral("opened")), QJsonValue(true));
    QCOMPARE(report.value(QStringLiteral("faultCount")).toInt(), 0);
    QVERIFY(report.value(QStringLiteral("entries")).toInt() > 50 && report.value(QStringLiteral("rows")).toInt() > 50);
    QVERIFY(report.value(QStringLiteral("tombstones")).toInt() > 0
            && report.value(QStringLiteral("blobs")).toInt() > 0);
    QCOMPARE(report.value(QStringLiteral("hash")).toString().size(), qsizetype{64});
    const ProgramResult words = run({QStringLiteral("verify"), evidence.file()});
    QVERIFY(words.output.contains(": good\n"));
}

void TestTools::verifySaysWhatWasTamperedWith_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QByteArray>("what");
    const auto row = [](const char *name, const char *sql, const char *what) {
        QTest::newRow(name) << QByteArray(sql) << QByteArray(what);
    };
    row("an edited row",
        "UPDATE rows_gate SET body = CAST(replace(body, 'North', 'Nortx') AS BLOB) WHERE f_name = 'North'",
        "is not what the journal says");
    row("an edited column", "UPDATE rows_gate SET f_name = 'Nortx' WHERE f_name = 'North'", "the columns of gate");
    row("wider scopes", "UPDATE rows_card SET scopes = x'0000'", "is not what the journal says");
    row("another sealed part", "UPDATE rows_attendee SET personal = zeroblob(80) WHERE key = 1",
        "is not what the journal says");
    row("a deleted row", "DELETE FROM rows_gate WHERE f_name = 'North'", "is missing");
    row("a row from nowhere",
        "INSERT INTO rows_gate (id, revision, scopes, body) VALUES (randomblob(16), 3, x'0000', x'80')",
        "the journal does not know");
    row("a deleted entry", "DELETE FROM journal WHERE seq = 20", "entries before it are missing");
    row("an edited entry",
        "UPDATE journal SET entry = CAST(substr(entry, 1, 70) || x'01' || substr(entry, 72) AS BLOB) WHERE seq = 20",
        "");
    row("two entries swapped",
        "UPDATE journal SET seq = -1 WHERE seq = 20; UPDATE journal SET seq = 20 WHERE seq = 21; UPDATE journal SET "
        "seq = 21 WHERE seq = -1",
        "");
    row("a journal cut short", "DELETE FROM journal WHERE seq > (SELECT max(seq) - 3 FROM journal)", "");
    row("a deleted tombstone", "DELETE FROM tombstones WHERE seq = (SELECT max(seq) FROM tombstones)", "tombstones");
    row("an edited blob", "UPDATE blobs SET content = CAST(replace(content, 'rect', 'rext') AS BLOB)", "the blob");
    row("a deleted blob", "DELETE FROM blobs", "blob");
    row("a sender set back", "UPDATE senders SET last = 1", "the last number of sender");
}

void TestTools::verifySaysWhatWasTamperedWith()
{
    QFETCH(QByteArray, sql);
    QFETCH(QByteArray, what);
    const Evidence evidence;
    QVERIFY2(evidence.sql(sql + "; SELECT changes() > 0") == "1", evidence.sql("SELECT 1"));
    const ProgramResult result = evidence.verify();
    QCOMPARE(result.exitCode, 1);
    const QJsonObject report = reportOf(result);
    QCOMPARE(report.value(QStringLiteral("good")), QJsonValue(false));
    QVERIFY(report.value(QStringLiteral("faultCount")).toInt() > 0);
    QByteArray found;
    for (const auto fault : report.value(QStringLiteral("faults")).toArray())
        found += QByteArray::number(fault.toObject().value(QStringLiteral("sequence")).toInteger()) + ": "
            + fault.toObject().value(QStringLiteral("what")).toString().toUtf8() + '\n';
    QVERIFY2(found.contains(what), found.constData());
    QVERIFY(run({QStringLiteral("verify"), evidence.file()}).output.contains(": NOT as its journal says"));
}

QTEST_GUILESS_MAIN(TestTools)
#include "tst_tools.moc"
