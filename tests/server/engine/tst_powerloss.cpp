// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/verify.h"
#include "shared/model/json.h"
#include "tests/server/engine/shelf.h"
#include "tests/support/faultydisk.h"

#include <QFile>
#include <QTest>

#include <map>

using namespace gatehouse;
using support::FaultyDisk;

namespace {

const Id kSender = *Id::fromString("01j00000000f0000000000000a");
constexpr int kCommands = 500;
constexpr int kFewCommands = 30;
constexpr std::int64_t kSmallLog = 96 * 1024; // checkpoints come often

/// Commands as one sender gives them, and what the shelf holds after each: a plain model beside the engine.
class Script
{
public:
    Script(ShelfRoom &room, int count, std::uint64_t seed) : m_chance(seed)
    {
        std::map<std::string, std::string> shelf;
        m_states.push_back(shelf);
        std::vector<PutBox> boxes;
        for (int number = 1; number <= count; ++number) {
            if (boxes.empty() || m_chance.below(3) == 0) {
                boxes.push_back(room.newBox(words(), static_cast<std::int32_t>(m_chance.below(9))));
                boxes.back().owner = words();
                m_requests.push_back(room.request(boxes.back(), kSender, number));
            } else {
                AddToBox add;
                PutBox &box = boxes[m_chance.below(boxes.size())];
                add.box = box.box;
                add.count = static_cast<std::int32_t>(m_chance.below(9)) - 4;
                if (box.count + add.count >= 0)
                    box.count += add.count; // else it is refused, and its number used up all the same
                m_requests.push_back(room.request(add, kSender, number));
            }
            for (const PutBox &box : boxes)
                shelf[box.box.toString()] = box.label + " " + std::to_string(box.count) + " " + box.owner;
            m_states.push_back(shelf);
        }
    }

    [[nodiscard]] const std::vector<CommandRequest> &requests() const { return m_requests; }
    [[nodiscard]] const std::map<std::string, std::string> &after(std::int64_t number) const
    {
        return m_states.at(static_cast<std::size_t>(number));
    }

private:
    std::string words()
    {
        return std::string(1 + m_chance.below(kMaxName), static_cast<char>('a' + m_chance.below(26)));
    }

    SeededRandom m_chance;
    std::vector<CommandRequest> m_requests;
    std::vector<std::map<std::string, std::string>> m_states;
};

std::map<std::string, std::string> shelfOf(const std::string &path, const Keyring *keyring)
{
    const auto reader = openReader(path, keyring, shelfEntities());
    if (!reader)
        return {{"no reader", describe(reader.error())}};
    std::map<std::string, std::string> shelf;
    auto result = eachRow<Box>(**reader, [&shelf](const Box &box) {
        shelf[box.id.toString()] = box.label + " " + std::to_string(box.count) + " " + box.owner;
    });
    if (!result)
        return {{"not read", describe(result.error())}};
    return shelf;
}

/// The extremes first.
FaultyDisk::Cut cutKind(int number)
{
    return number < 2 ? static_cast<FaultyDisk::Cut>(number) : FaultyDisk::Cut::Mixed;
}

/// Looks at a copy: a plain connection that is the last one would write the log back and remove it.
std::int64_t versionOf(const std::string &path)
{
    const QString copy = QString::fromStdString(path) + QStringLiteral(".copy");
    for (const char *end : {"", "-wal"}) {
        QFile::remove(copy + QLatin1String(end));
        QFile::copy(QString::fromStdString(path) + QLatin1String(end), copy + QLatin1String(end));
    }
    auto connection = sqlite::Connection::open(copy.toStdString(), sqlite::Access::ReadWrite);
    return connection ? connection->number("PRAGMA user_version").value_or(-1) : -1;
}

int setting(const char *name, int usual)
{
    const int given = qEnvironmentVariableIntValue(name);
    return given > 0 ? given : usual;
}

} // namespace

/// The machine loses its power, and the disk fails or is full: at every call that touches it.
class TestPowerLoss : public QObject
{
    Q_OBJECT

private slots:
    void everySyncOfAScript();
    void everySyncOfAMigration();
    void everyCallFails_data();
    void everyCallFails();

private:
    /// What is wrong with what a cut left behind; empty if nothing.
    QString problemOf(ShelfRoom &room, const Script &script, std::int64_t answered, const std::string &folder);
    /// One run of the script on a disk that fails; false: the failing call was never reached.
    bool runWithTrouble(std::int64_t call, FaultyDisk::Trouble trouble, bool lasts);

    QTemporaryDir m_cuts;
    std::int64_t m_cutCount = 0;
    std::int64_t m_kept = 0; ///< cuts that kept more than was answered
};

QString TestPowerLoss::problemOf(ShelfRoom &room, const Script &script, std::int64_t answered,
                                 const std::string &folder)
{
    const std::string path = folder + "/shelf.gatehouse";
    const auto told = [&](const std::string &what) { return QString::fromStdString(what); };
    DocumentOptions options;
    options.entities = shelfEntities();
    options.isChecked = true;
    options.isDurable = false;
    const auto id = Document::idOf(path); // before anything has mended the file
    auto opened = Document::open(path, options);
    if (!opened)
        return told("not opened: " + describe(opened.error()));
    if (!id || *id != room.documentId)
        return told("not known: " + (id ? std::string("another id") : describe(id.error())));
    Engine engine(**opened, *room.keyring, shelfHandlers(), room.clock, room.random);
    const std::int64_t last = engine.lastNumber(kSender);
    if (last < answered)
        return told("answered " + std::to_string(answered) + ", there " + std::to_string(last));
    m_kept += last > answered ? 1 : 0;
    if (shelfOf(path, room.keyring.get()) != script.after(last))
        return told("not the state after command " + std::to_string(last));
    VerifyOptions verifyOptions;
    verifyOptions.keyring = room.keyring.get();
    verifyOptions.entities = shelfEntities();
    const auto verified = verifyDocument(path, verifyOptions);
    if (!verified)
        return told("not verified: " + describe(verified.error()));
    if (!verified->isGood())
        return told("verify: " + verified->faults.front().what);
    // And it goes on where it stands.
    const auto next = static_cast<std::size_t>(last);
    if (next == script.requests().size())
        return {};
    CommandRequest request = script.requests()[next];
    request.done = [](const CommandOutcome &) {};
    engine.submit(std::move(request));
    while (engine.step()) {
    }
    if (engine.lastNumber(kSender) != last + 1)
        return told("the next command is not taken");
    return {};
}

void TestPowerLoss::everySyncOfAScript()
{
    const int cutsEach = setting("GATEHOUSE_CUTS", 3);
    FaultyDisk disk(m_cuts.path().toStdString());
    EngineOptions options;
    options.walMost = kSmallLog;
    ShelfRoom room(options);
    const Script script(room, kCommands, 7);
    SeededRandom chance(21);
    std::int64_t answered = 0;
    std::int64_t submitted = 0;
    QString problem;
    int folders = 0;
    disk.beforeSync(room.path, [&] {
        for (int cut = 0; cut < cutsEach && problem.isEmpty(); ++cut) {
            const QString folder = m_cuts.filePath(QString::number(++folders));
            QDir().mkpath(folder);
            disk.writeCut(room.path, folder.toStdString(), cutKind(cut), chance);
            ++m_cutCount;
            problem = problemOf(room, script, answered, folder.toStdString());
            if (!problem.isEmpty())
                problem += QStringLiteral(" (after %1 submitted, cut %2)").arg(submitted).arg(cut);
            QDir(folder).removeRecursively();
        }
    });
    const std::int64_t syncsBefore = disk.syncs();
    for (const CommandRequest &made : script.requests()) {
        CommandRequest request = made;
        request.done = [&, number = made.number](const CommandOutcome &outcome) {
            const Fault fault = outcome.failure.fault;
            if (fault != Fault::None && fault != Fault::Conflict)
                problem =
                    QString::fromStdString("command " + std::to_string(number) + ": " + describe(outcome.failure));
            answered = number;
        };
        room.engine->submit(std::move(request));
        ++submitted;
        if (chance.below(2) == 0)
            continue; // several in one commit
        room.clock.pass(static_cast<std::int64_t>(chance.below(200)));
        while (room.engine->step()) {
        }
        if (submitted % 170 == 0) {
            room.engine->step(); // nothing to do: it writes its log back
            QVERIFY(room.restart());
        }
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
    while (room.engine->step()) {
    }
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(answered, std::int64_t{kCommands});
    QVERIFY(room.engine->figures().checkpoints > 0);
    QVERIFY(m_kept > 0);
    disk.beforeSync({}, {});
    room.stop();
    qInfo("%lld syncs of %d commands, %lld power cuts, 0 answered commands lost, 0 half applied",
          static_cast<long long>(disk.syncs() - syncsBefore), kCommands, static_cast<long long>(m_cutCount));
}

/// After a cut in the middle of its migration a document is one of the old version, one between, or one of the new, and
/// nothing else; what it holds is the same, and the next start brings it to the end.
void TestPowerLoss::everySyncOfAMigration()
{
    static constexpr Migration kSteps[] = {
        {kDocumentVersion, kDocumentVersion + 1,
         "CREATE TABLE crate (box BLOB, revision INTEGER); INSERT INTO crate SELECT id, revision FROM rows_box"},
        {kDocumentVersion + 1, kDocumentVersion + 2,
         "DELETE FROM crate WHERE revision % 2 = 0; CREATE INDEX crate_revision ON crate (revision)"}};
    FaultyDisk disk(m_cuts.path().toStdString());
    ShelfRoom room;
    const Script script(room, kFewCommands, 3);
    for (CommandRequest request : script.requests())
        (void)room.run(std::move(request));
    room.stop();
    DocumentOptions newer;
    newer.entities = shelfEntities();
    newer.migrations = kSteps;
    newer.version = kDocumentVersion + 2;
    const auto crates = [](Document &document) {
        return document.connection().number("SELECT count(*) FROM crate").value_or(-1);
    };
    std::int64_t wanted = -1;
    {
        auto whole = Document::open(room.path, newer); // made once to know what comes of it
        QVERIFY2(whole, whole ? "" : describe(whole.error()).c_str());
        wanted = crates(**whole);
        QVERIFY(wanted > 0 && wanted < kFewCommands);
    }
    std::map<std::int64_t, int> found;
    SeededRandom chance(4);
    QString problem;
    int folders = 0;
    ShelfRoom old;
    for (CommandRequest request : script.requests())
        (void)old.run(std::move(request));
    old.stop();
    const auto look = [&] {
        for (int cut = 0; cut < 12 && problem.isEmpty(); ++cut) {
            const QString folder = m_cuts.filePath(QStringLiteral("m%1").arg(++folders));
            QDir().mkpath(folder);
            disk.writeCut(old.path, folder.toStdString(), cutKind(cut), chance);
            const std::string path = folder.toStdString() + "/shelf.gatehouse";
            ++found[versionOf(path)];
            DocumentOptions options = newer;
            options.isDurable = false;
            auto opened = Document::open(path, options);
            if (!opened)
                problem = QString::fromStdString(describe(opened.error()));
            else if (crates(**opened) != wanted)
                problem = QStringLiteral("%1 crates, not %2").arg(crates(**opened)).arg(wanted);
            else if (shelfOf(path, nullptr) != shelfOf(old.path, nullptr))
                problem = QStringLiteral("rows have changed");
        }
    };
    disk.beforeSync(old.path, look);
    auto migrated = Document::open(old.path, newer);
    QVERIFY2(migrated, migrated ? "" : describe(migrated.error()).c_str());
    disk.beforeSync({}, {});
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    for (const auto &[version, times] : found)
        QVERIFY2(version >= kDocumentVersion && version <= kDocumentVersion + 2, std::to_string(version).c_str());
    QCOMPARE(found.size(), std::size_t{3}); // cuts hit before, between and after
    migrated->reset();
    qInfo("%d power cuts: %d before, %d between, %d after", folders, found[kDocumentVersion],
          found[kDocumentVersion + 1], found[kDocumentVersion + 2]);
}

bool TestPowerLoss::runWithTrouble(std::int64_t call, FaultyDisk::Trouble trouble, bool lasts)
{
    FaultyDisk disk;
    EngineOptions options;
    options.walMost = kSmallLog;
    ShelfRoom room(options);
    const Script script(room, kFewCommands, 5);
    disk.failAt(call, trouble, lasts);
    std::int64_t answered = 0;
    for (const CommandRequest &made : script.requests()) {
        for (int attempt = 0; attempt < 4; ++attempt) {
            CommandRequest request = made;
            const CommandOutcome outcome = room.run(std::move(request));
            const Fault fault = outcome.failure.fault;
            if (fault != Fault::ReadOnly && fault != Fault::Unavailable && fault != Fault::Internal) {
                answered = made.number;
                break;
            }
            room.clock.pass(2000); // the engine looks whether it can write again
        }
        if (answered < made.number)
            break;
        room.engine->step(); // nothing to do: it writes its log back
    }
    const bool hasFailed = disk.hasFailed();
    disk.heal();
    room.stop();
    if (auto result = room.restart(); !result)
        throw std::runtime_error("not opened: " + describe(result.error()));
    const std::int64_t last = room.engine->lastNumber(kSender);
    if (last < answered || shelfOf(room.path, room.keyring.get()) != script.after(last))
        throw std::runtime_error("answered " + std::to_string(answered) + ", there " + std::to_string(last));
    if (!lasts && answered < kFewCommands)
        throw std::runtime_error("it did not come back");
    VerifyOptions verifyOptions;
    verifyOptions.entities = shelfEntities();
    const auto verified = verifyDocument(room.path, verifyOptions);
    if (!verified || !verified->isGood())
        throw std::runtime_error("verify");
    room.stop();
    return hasFailed;
}

void TestPowerLoss::everyCallFails_data()
{
    QTest::addColumn<int>("trouble");
    QTest::addColumn<bool>("lasts");
    QTest::newRow("one I/O error") << int(FaultyDisk::Trouble::IoError) << false;
    QTest::newRow("I/O errors from then on") << int(FaultyDisk::Trouble::IoError) << true;
    QTest::newRow("full once") << int(FaultyDisk::Trouble::Full) << false;
    QTest::newRow("full from then on") << int(FaultyDisk::Trouble::Full) << true;
    QTest::newRow("half a write") << int(FaultyDisk::Trouble::ShortWrite) << false;
    QTest::newRow("half writes from then on") << int(FaultyDisk::Trouble::ShortWrite) << true;
}

void TestPowerLoss::everyCallFails()
{
    QFETCH(int, trouble);
    QFETCH(bool, lasts);
    const int step = setting("GATEHOUSE_FAULT_STEP", 5);
    int runs = 0;
    for (std::int64_t call = 1;; call += step) {
        try {
            ++runs;
            if (!runWithTrouble(call, static_cast<FaultyDisk::Trouble>(trouble), lasts))
                break;
        } catch (const std::exception &wrong) {
            QFAIL(qPrintable(QStringLiteral("call %1: %2").arg(call).arg(QString::fromUtf8(wrong.what()))));
        }
    }
    QVERIFY(runs > 10);
    qInfo("%d runs, the last without a failure", runs);
}

QTEST_GUILESS_MAIN(TestPowerLoss)
#include "tst_powerloss.moc"
