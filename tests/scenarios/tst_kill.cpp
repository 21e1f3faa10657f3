// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hub/hub.h"
#include "shared/admission/admission.h"
#include "shared/crypto/random.h"
#include "shared/sqlite/sqlite.h"
#include "tests/scenarios/killplace.h"
#include "tests/scenarios/kioskprocess.h"
#include "tests/support/onedoor.h"
#include "tests/support/plainclient.h"
#include "tests/support/programs.h"

#include <QTest>

#include <stdexcept>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kKills = 1000;            // GATEHOUSE_KILLS for more
constexpr int kKillsOfADocument = 200;  // then a fresh one: what it costs to look at everything stays the same
constexpr int kKillsBetweenChecks = 20; // of the whole document by `verify`
constexpr int kClients = 4;
constexpr std::size_t kInFlight = 140;                 // commands sent and not answered when something is killed …
constexpr std::size_t kLeastInFlight = 100;            // … at least so many
constexpr std::size_t kInFlightBeforeCheckpoint = 300; // enough log for one
constexpr int kTickets = 1500;
constexpr int kPictures = 30; // tickets that pass by the kiosk in each of its lives
constexpr int kPeople = 200;  // of an import, in several slices
constexpr std::uint64_t kLongestImportUs = 2'000'000;
constexpr qint64 kLongestStartMs = 5'000;

enum class Victim : std::uint8_t { Server, Migration, Import, Kiosk };
constexpr int kVictims = 4;
// A migration and an import begin where the server was killed before. In each twenty kills.
constexpr auto kTurns = [] {
    using enum Victim;
    return std::array{Server, Migration, Server, Kiosk,     Server, Migration, Server, Import,    Server, Migration,
                      Server, Kiosk,     Server, Migration, Server, Import,    Server, Migration, Server, Kiosk};
}();

/// Columns that the previous schema did not have: the program that finds it without them adds and fills them.
constexpr std::pair<const char *, const char *> kNewColumns[] = {{"rows_ticket", "f_serial"},
                                                                 {"rows_ticket", "f_credential"},
                                                                 {"rows_ticket", "f_order"},
                                                                 {"rows_admission_record", "f_ticket"},
                                                                 {"rows_admission_record", "f_credential"}};

/// What a run came to.
struct Toll {
    std::array<int, kVictims> kills{};
    std::map<At, int> at; ///< kills of the server
    int migrations = 0;   ///< hit before they were committed
    int imports = 0;      ///< hit between staging and end
    std::size_t leastInFlight = kInFlight;
    std::size_t acknowledged = 0; ///< commands answered, verdicts shown, imports that said that they were done
    std::size_t lost = 0;
    std::size_t half = 0;
    int verified = 0;
};

void require(bool isSo, const QString &what)
{
    if (!isSo)
        throw std::runtime_error(what.toStdString());
}

template <class T>
T must(Result<T> result)
{
    require(result.has_value(), result ? QString() : QString::fromStdString(describe(result.error())));
    return std::move(*result);
}

/// The document as the disk has it, looked at without changing anything.
class Look
{
public:
    explicit Look(const QString &document)
        : m_file(must(sqlite::Connection::open(document.toStdString(), sqlite::Access::ReadOnly)))
    {
    }
    [[nodiscard]] std::int64_t number(const std::string &sql) { return must(m_file.number(sql)); }
    [[nodiscard]] bool holdsScan(const Id &scan)
    {
        return isThere(m_scan, "SELECT count(*) FROM rows_scan WHERE id = ?1",
                       [&](sqlite::Statement &statement) { statement.bindBlob(1, scan.view()); });
    }
    [[nodiscard]] bool holdsAnswer(const Id &sender, std::int64_t number)
    {
        return isThere(m_answer, "SELECT count(*) FROM answers WHERE sender = ?1 AND number = ?2",
                       [&](sqlite::Statement &statement) { statement.bindBlob(1, sender.view()).bind(2, number); });
    }
    [[nodiscard]] std::int64_t lastNumber(const Id &sender)
    {
        auto statement = must(m_file.prepare("SELECT ifnull(max(last), 0) FROM senders WHERE sender = ?1"));
        require(must(statement.bindBlob(1, sender.view()).step()), u"no number"_s);
        return statement.integer(0);
    }
    [[nodiscard]] std::size_t newColumns()
    {
        std::size_t count = 0;
        for (const auto &[table, column] : kNewColumns)
            count += static_cast<std::size_t>(number(std::string("SELECT count(*) FROM pragma_table_info('") + table
                                                     + "') WHERE name = '" + column + "'"));
        return count;
    }

private:
    template <class Bind>
    bool isThere(sqlite::Statement &statement, const char *sql, const Bind &bind)
    {
        if (!statement.isPrepared())
            statement = must(m_file.prepare(sql));
        statement.reset();
        bind(statement);
        require(must(statement.step()), u"no count"_s);
        return statement.integer(0) == 1;
    }

    sqlite::Connection m_file;
    sqlite::Statement m_scan;
    sqlite::Statement m_answer;
};

/// A client that remembers which scan each of its commands was.
struct Sender {
    std::unique_ptr<PlainClient> client;
    Id id;                         ///< under which the document keeps its numbers and answers
    std::vector<ScanId> scans;     ///< number − 1
    std::int64_t comparedUpTo = 0; ///< numbers that were found on the disk, with all that belongs to them
};

/// An import that was killed, or done.
struct Wave {
    int number = 0;
    bool isDone = false; ///< it said so
};

/// One document and what is killed around it.
class Leg
{
public:
    Leg(std::uint64_t seed, Toll &toll) : m_toll(toll), m_chance(seed) { build(); }

    void kill(Victim victim)
    {
        switch (victim) {
        case Victim::Server:
            killServer();
            break;
        case Victim::Migration:
            killMigration();
            break;
        case Victim::Import:
            killImport();
            break;
        case Victim::Kiosk:
            killKiosk();
            break;
        }
        ++m_toll.kills[static_cast<std::size_t>(victim)];
        if (++m_kills >= m_nextCheck && !m_event.isRunning()) {
            verify();
            m_nextCheck = m_kills + kKillsBetweenChecks;
        }
    }

    /// Everybody comes back; what was acknowledged is there.
    void end();

private:
    void build();
    [[nodiscard]] DeviceId addDevice(const std::string &name, std::string &key);
    void connectAll();
    void sendBurst(std::size_t inFlight = kInFlight);
    void sendScan();
    [[nodiscard]] std::size_t answered() const;
    [[nodiscard]] std::size_t shownInThisLife() { return m_kiosk->verdicts().size() - m_shownBefore; }
    void startKiosk();

    void killServer();
    void killStarting();
    void killMigration();
    void killImport();
    void killKiosk();

    void takeBackSchema();
    /// What was answered is on the disk, and nothing there is half: the sender's number, the answer and the scan.
    void compare();
    void compareImports();
    void verify();

    Toll &m_toll;
    SeededRandom m_chance;
    SecureRandom m_random;
    ServedEvent m_event;
    std::vector<Sender> m_senders;
    std::unique_ptr<KioskProcess> m_kiosk;
    std::size_t m_shownBefore = 0;
    std::vector<Wave> m_waves;
    std::size_t m_sent = 0;
    int m_kills = 0;
    int m_nextCheck = kKillsBetweenChecks;
    std::size_t m_serverKills = 0;
    std::uint64_t m_migrationUs = 20'000; ///< how long the server writes then, as it showed so far
    std::uint64_t m_importUs = 100'000;   ///< … and an import, from its first write to its end
};

void Leg::build()
{
    m_event.keepKeyAsCredential();
    m_event.writeFile(u"venue.json"_s, oneDoor());
    m_event.writeFile(u"people.csv"_s, doorTickets("KILL", kTickets));
    const QString made = m_event.create({m_event.filePath(u"people.csv"_s), m_event.filePath(u"venue.json"_s)});
    require(made.isEmpty(), made);
    const QString served = m_event.serve();
    require(served.isEmpty(), served);
    const QString signedIn = m_event.signIn();
    require(signedIn.isEmpty(), signedIn);
    std::string key;
    for (int index = 0; index < kClients; ++index) {
        Sender sender;
        const DeviceId device = addDevice("Device " + std::to_string(index), key);
        sender.id = boundSender(device, device);
        sender.client = std::make_unique<PlainClient>(key, device);
        m_senders.push_back(std::move(sender));
    }
    (void)addDevice("Kiosk", key);
    m_kiosk = std::make_unique<KioskProcess>(m_event.filePath(u"kiosk"_s), QByteArray::fromStdString(key));
    for (int index = 0; index < kPictures; ++index)
        m_kiosk->passBy(u"KILL-%1"_s.arg(100000 + index));
    startKiosk();
    require(awaitTrue([this] { return shownInThisLife() > 0; }), u"the kiosk shows nothing"_s); // it holds the list now
}

DeviceId Leg::addDevice(const std::string &name, std::string &key)
{
    AddDevice add;
    add.device = makeId<DeviceId>(QDateTime::currentMSecsSinceEpoch(), m_random);
    add.name = name;
    add.kind = DeviceKind::Kiosk;
    add.gate = doorGate();
    add.list = doorList();
    key = must(m_event.command(add)).key;
    return add.device;
}

void Leg::startKiosk()
{
    m_shownBefore = m_kiosk->verdicts().size();
    m_kiosk->startBeforeFolder(m_event.httpAddress());
}

void Leg::connectAll()
{
    if (!m_event.isRunning()) {
        const QString served = m_event.serve();
        require(served.isEmpty(), served);
    }
    for (const Sender &sender : m_senders) {
        if (!sender.client->welcome())
            sender.client->connectTo(m_event.syncAddress());
    }
    require(awaitTrue([this] {
                return std::all_of(m_senders.begin(), m_senders.end(),
                                   [](const Sender &sender) { return sender.client->welcome().has_value(); });
            }),
            u"not welcomed after %1 kills"_s.arg(m_kills));
}

void Leg::sendScan()
{
    Sender &sender = m_senders[m_chance.below(kClients)];
    RecordScan scan;
    scan.scan = makeId<ScanId>(QDateTime::currentMSecsSinceEpoch(), m_random);
    scan.list = doorList();
    scan.gate = doorGate();
    scan.code = "KILL-" + std::to_string(100000 + m_chance.below(kTickets + 50));
    scan.deviceAt = Instant{QDateTime::currentMSecsSinceEpoch()};
    sender.scans.push_back(scan.scan);
    sender.client->send(scan);
    ++m_sent;
}

std::size_t Leg::answered() const
{
    std::size_t count = 0;
    for (const Sender &sender : m_senders)
        count += sender.client->answers().size();
    return count;
}

/// A little work gets through, then so many commands are under way at once.
void Leg::sendBurst(std::size_t inFlight)
{
    const std::size_t letThrough = answered() + m_chance.below(60);
    for (int round = 0; round < 40; ++round)
        sendScan();
    require(awaitTrue([&] { return answered() >= std::min(letThrough, m_sent); }), u"no answers"_s);
    do {
        while (m_sent - answered() < inFlight)
            sendScan();
        QCoreApplication::processEvents(); // onto the sockets; answers come in meanwhile
    } while (m_sent - answered() < kLeastInFlight);
    m_toll.leastInFlight = std::min(m_toll.leastInFlight, m_sent - answered());
}

void Leg::killServer()
{
    constexpr std::array kWanted{At::Commit, At::Checkpoint, At::Commit, At::Elsewhere};
    const At wanted = kWanted[m_serverKills++ % kWanted.size()];
    if (wanted == At::Checkpoint && !m_event.isRunning())
        return killStarting();
    connectAll();
    At at = At::Elsewhere;
    { // its files are closed again before we look into the document: closing one frees a process's locks on it
        const ServerWatch watch(m_event.pid(), m_event.file());
        sendBurst(wanted == At::Checkpoint ? kInFlightBeforeCheckpoint : kInFlight);
        spin(m_chance.below(3000));
        at = watch.awaitPlace(wanted);
        m_event.kill();
    }
    ++m_toll.at[at];
    require(awaitTrue([this] {
                return std::none_of(m_senders.begin(), m_senders.end(),
                                    [](const Sender &sender) { return sender.client->welcome().has_value(); });
            }),
            u"a connection outlived the server"_s);
    compare();
}

/// It writes back what the killed one left in the log, while everybody waits for their answers.
void Leg::killStarting()
{
    while (m_sent - answered() < kInFlight)
        sendScan(); // what the last one answered came in when it was gone: others wait for this one
    m_event.startServing();
    QElapsedTimer timer;
    timer.start();
    bool isCaught = false;
    while (!isCaught && timer.elapsed() < kLongestStartMs)
        isCaught = isCheckpointing(m_event.pid(), m_event.file());
    m_event.kill();
    ++m_toll.at[isCaught ? At::Checkpoint : At::Elsewhere];
    compare();
}

void Leg::killKiosk()
{
    connectAll();
    require(awaitTrue([this] { return shownInThisLife() > 0; }), u"the kiosk shows nothing any more"_s);
    sendBurst();
    spin(m_chance.below(20'000));
    m_kiosk->kill();
    startKiosk();
}

/// As if the program before had left the document, and closed it.
void Leg::takeBackSchema()
{
    auto file = must(sqlite::Connection::open(m_event.file().toStdString(), sqlite::Access::ReadWrite));
    for (const auto &[table, column] : kNewColumns) {
        const std::string name(table);
        const auto done = file.run("DROP INDEX IF EXISTS " + name + '_' + column + "; ALTER TABLE " + name
                                   + " DROP COLUMN " + column);
        require(done.has_value(), u"the schema cannot be taken back"_s);
    }
    require(file.run("UPDATE meta SET value = 0 WHERE name = 'isOpen'").has_value(), u"isOpen"_s);
}

void Leg::killMigration()
{
    require(!m_event.isRunning(), u"the server runs"_s);
    if (Look(m_event.file()).newColumns() > 0)
        takeBackSchema();
    m_event.startServing();
    QElapsedTimer timer;
    timer.start();
    while (!isWriting(m_event.pid(), m_event.file()) && timer.elapsed() < kLongestStartMs) {
    }
    spin(m_chance.below(m_migrationUs));
    const bool wasWriting = isWriting(m_event.pid(), m_event.file());
    m_event.kill();
    const std::size_t columns = Look(m_event.file()).newColumns();
    if (columns == 0) {
        m_toll.migrations += wasWriting ? 1 : 0;
        m_migrationUs += m_migrationUs / 10;
    } else {
        m_toll.half += columns == std::size(kNewColumns) ? 0 : 1;
        m_migrationUs -= m_migrationUs / 5;
    }
    compare();
}

void Leg::killImport()
{
    require(!m_event.isRunning(), u"the server runs"_s);
    Wave wave;
    wave.number = static_cast<int>(m_waves.size()) + 1;
    const QString name = u"wave.csv"_s;
    QByteArray csv = "Name,Ticket type,Order,Barcode\n";
    for (int index = 0; index < kPeople; ++index) {
        const QByteArray number = QByteArray::number(wave.number) + "-" + QByteArray::number(index);
        csv += "Person " + number + ",Day ticket,W" + number + ",WAVE-" + number + "\n";
    }
    m_event.writeFile(name, csv);
    QProcess importer;
    importer.setProcessEnvironment(m_event.environment());
    importer.start(programPath(u"gatehouse-server"_s),
                   QStringList{u"import"_s, m_event.file(), m_event.filePath(name)} + m_event.keyOptions());
    require(importer.waitForStarted(), u"no import"_s);
    QElapsedTimer timer;
    timer.start();
    while (!isWriting(importer.processId(), m_event.file()) && timer.elapsed() < kLongestStartMs) {
    }
    spin(m_chance.below(m_importUs));
    importer.kill();
    importer.waitForFinished();
    wave.isDone = importer.exitStatus() == QProcess::NormalExit && importer.exitCode() == 0;
    require(wave.isDone || importer.exitStatus() == QProcess::CrashExit,
            QString::fromUtf8("import: " + importer.readAllStandardError()));
    const bool isUnderWay = Look(m_event.file()).number("SELECT count(*) FROM staged") > 0;
    m_toll.imports += isUnderWay ? 1 : 0;
    if (wave.isDone)
        m_importUs /= 2;
    else if (!isUnderWay)
        m_importUs = std::min(2 * m_importUs, kLongestImportUs);
    m_waves.push_back(wave);
    compare();
}

void Leg::compare()
{
    Look look(m_event.file());
    for (Sender &sender : m_senders) {
        const std::int64_t last = look.lastNumber(sender.id);
        const auto sent = static_cast<std::int64_t>(sender.scans.size());
        for (std::int64_t number = sender.comparedUpTo + 1; number <= sent; ++number) {
            const bool isAnswered = look.holdsAnswer(sender.id, number);
            const bool isScan = look.holdsScan(sender.scans[static_cast<std::size_t>(number - 1)]);
            if (isAnswered != isScan || isScan != (number <= last))
                ++m_toll.half;
            if (sender.client->answers().contains(number) && !(isAnswered && isScan))
                ++m_toll.lost;
        }
        sender.comparedUpTo = last;
    }
}

void Leg::compareImports()
{
    const auto isThere = [this](const Wave &wave) {
        return Look(m_event.file())
            .number("SELECT count(*) FROM rows_ticket WHERE f_order LIKE 'W" + std::to_string(wave.number) + "-%'");
    };
    // What was decided is carried out; what was only staged is forgotten.
    (void)awaitTrue([this] { return Look(m_event.file()).number("SELECT count(*) FROM staged") == 0; });
    for (const Wave &wave : m_waves) {
        const std::int64_t people = isThere(wave);
        m_toll.half += people == 0 || people == kPeople ? 0 : 1;
        m_toll.lost += wave.isDone && people != kPeople ? 1 : 0;
        m_toll.acknowledged += wave.isDone ? 1 : 0;
    }
}

void Leg::verify()
{
    const auto verified = m_event.tool(u"verify"_s, {u"--json"_s});
    require(verified.exitCode == 0, QString::fromUtf8(verified.output + verified.errors));
    ++m_toll.verified;
}

void Leg::end()
{
    connectAll();
    require(awaitTrue([this] { return answered() == m_sent; }, 60'000), u"not everything is answered"_s);
    for (const Sender &sender : m_senders) {
        require(sender.client->changedAnswers() == 0, u"what was sent again got another answer"_s);
        sender.client->drop();
    }
    const std::vector<PrintedVerdict> shown = m_kiosk->verdicts();
    const auto waiting = [&] {
        Look look(m_event.file());
        return std::count_if(shown.begin(), shown.end(), [&](const PrintedVerdict &verdict) {
            return verdict.isRecorded && !look.holdsScan(verdict.scan);
        });
    };
    (void)awaitTrue([&] { return waiting() == 0; }, 60'000);
    m_toll.lost += static_cast<std::size_t>(waiting());
    compareImports();
    const int kioskEnd = m_kiosk->terminate();
    require(kioskEnd == 0, u"the kiosk ends with %1: "_s.arg(kioskEnd) + QString::fromUtf8(m_kiosk->errors()));
    m_event.terminate();
    compare();
    m_toll.acknowledged += m_sent + shown.size();
    verify();
}

} // namespace

/// Server, kiosk and import are killed again and again with commands under way, and the server while it takes over a
/// document of the schema before. What was acknowledged is there; nothing is there twice or half.
class TestKill : public QObject
{
    Q_OBJECT

public:
    static void initMain() { qputenv("QTEST_FUNCTION_TIMEOUT", "86400000"); } // as long as the kills that are asked for

private slots:
    void nothingAcknowledgedIsLost()
    {
        initialiseCrypto();
        const int wanted = qEnvironmentVariableIntValue("GATEHOUSE_KILLS");
        const int kills = wanted > 0 ? wanted : kKills;
        Toll toll;
        try {
            for (int done = 0; done < kills; done += kKillsOfADocument) {
                Leg leg(20261123 + static_cast<std::uint64_t>(done), toll);
                for (int kill = done; kill < std::min(kills, done + kKillsOfADocument); ++kill)
                    leg.kill(kTurns[static_cast<std::size_t>(kill) % kTurns.size()]);
                leg.end();
            }
        } catch (const std::exception &error) {
            QFAIL(error.what());
        }
        const auto of = [&toll](Victim victim) { return toll.kills[static_cast<std::size_t>(victim)]; };
        qInfo(
            "%d kills (server %d, migrating server %d, import %d, kiosk %d), at least %zu commands in flight at each; "
            "hit: %d commits, %d checkpoints, %d migrations, %d imports; %zu acknowledged, %zu lost, %zu half applied, "
            "verify held %d times",
            kills, of(Victim::Server), of(Victim::Migration), of(Victim::Import), of(Victim::Kiosk), toll.leastInFlight,
            toll.at[At::Commit], toll.at[At::Checkpoint], toll.migrations, toll.imports, toll.acknowledged, toll.lost,
            toll.half, toll.verified);
        QCOMPARE(toll.lost, std::size_t{0});
        QCOMPARE(toll.half, std::size_t{0});
        QVERIFY(toll.leastInFlight >= kLeastInFlight);
        QVERIFY(toll.at[At::Commit] >= kills / 20);
        QVERIFY(toll.at[At::Checkpoint] >= kills / 20);
        QVERIFY(toll.migrations >= kills / 20);
    }
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
