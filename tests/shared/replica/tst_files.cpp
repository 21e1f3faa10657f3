// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/replica/rowfile.h"
#include "tests/shared/replica/bench.h"

#include <QtTest>

#include <csignal>
#include <sys/resource.h>

using namespace gatehouse;
using namespace gatehouse::bench;

namespace {

const std::string kSecret = "Sophie-Charlotte van der Zande";

/// The files of a database as a power cut at this moment would leave them.
std::string snapshotOf(const QString &path, const QString &to)
{
    for (const QString &end : {QString(), QStringLiteral("-wal")}) {
        QFile::remove(to + end);
        QFile::copy(path + end, to + end);
    }
    return to.toStdString();
}

} // namespace

class tst_Files : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aCommandIsOnDiskBeforeItHasANumber();
    void answersAreKeptApartFromCommands();
    void aFullDiskUsesNoNumber();
    void anotherKeyOpensNothing();
    void oneProgramAtATime();
    void aNewerFileIsLeftAsItIs();
    void startingAnewKeepsWhatWaits();
    void rowsAndCursorGoTogether();
    void nothingPersonalLiesOpenOnDisk();
    void erasedRowsAreNowhereOnDisk();
    void aHundredThousandRowsAreQuick();

private:
    [[nodiscard]] QString path(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    [[nodiscard]] std::unique_ptr<Outbox> outbox(const std::string &file)
    {
        auto opened = Outbox::open(file, m_key, m_random, Instant{1'800'000'000'000});
        return opened ? std::move(*opened) : nullptr;
    }

    SeededRandom m_random{5};
    SecretKey m_key = SecretKey::make(m_random);
    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_Files::aCommandIsOnDiskBeforeItHasANumber()
{
    auto box = outbox(path("outbox.db").toStdString());
    QVERIFY(box);
    for (std::int64_t number = 1; number <= 20; ++number) {
        QCOMPARE(*box->append("gate.open", kSecret + std::to_string(number), Instant{number}, -number), number);
        auto after = outbox(snapshotOf(path("outbox.db"), path("killed.db")));
        QVERIFY(after);
        QVERIFY(after->sender() == box->sender());
        QCOMPARE(after->lastNumber(), number);
        QCOMPARE(after->waitingCount(), static_cast<std::size_t>(number));
        const auto entry = after->entry(number);
        QVERIFY(entry && *entry);
        QVERIFY((*entry)->body == kSecret + std::to_string(number) && (*entry)->madeAt.ms == number
                && (*entry)->offsetMs == -number);
    }
}

void tst_Files::answersAreKeptApartFromCommands()
{
    const std::string file = path("outbox.db").toStdString();
    auto box = outbox(file);
    for (int index = 0; index < 4; ++index)
        QVERIFY(box->append("gate.open", "x", Instant{10 + index}, 0));
    box->markAnswered(1);
    box->markAnswered(3);
    QCOMPARE(box->confirmed(), 0);
    QVERIFY(box->flush());
    QCOMPARE(box->confirmed(), 1);
    box.reset();
    box = outbox(file);
    QVERIFY(box);
    QCOMPARE(box->waitingCount(), 2U);
    QCOMPARE(box->waitingSince()->ms, 11);
    QCOMPARE(*box->firstWaiting(), 2);
    const auto answered = box->entry(3);
    QVERIFY2(answered && *answered && (*answered)->isAnswered && (*answered)->body == "x",
             "a restored server may ask for it");
    const auto never = box->entry(5);
    QVERIFY(never && !*never);
}

void tst_Files::aFullDiskUsesNoNumber()
{
    const QString file = path("outbox.db");
    auto box = outbox(file.toStdString());
    QVERIFY(box->append("gate.open", "x", Instant{1}, 0));
    // A file that may not grow is what a full disk looks like to a program.
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto previous = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 64 * 1024;
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    Result<std::int64_t> refused = 0;
    for (int turn = 0; turn < 50 && refused; ++turn)
        refused = box->append("gate.open", std::string(8 * 1024, 'x'), Instant{1}, 0);
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, previous);
    QVERIFY(!refused);
    QVERIFY2(refused.error().fault == Fault::ReadOnly, describe(refused.error()).c_str());
    const std::int64_t last = box->lastNumber();
    const auto again = box->append("gate.open", "y", Instant{1}, 0);
    QVERIFY2(again, again ? "" : describe(again.error()).c_str());
    QCOMPARE(*again, last + 1);
}

void tst_Files::anotherKeyOpensNothing()
{
    const std::string file = path("outbox.db").toStdString();
    {
        auto box = outbox(file);
        QVERIFY(box->append("gate.open", "x", Instant{1}, 0));
    }
    const auto opened = Outbox::open(file, SecretKey::make(m_random), m_random, Instant{1});
    QVERIFY(!opened);
    QCOMPARE(opened.error().fault, Fault::Corrupt);
}

void tst_Files::oneProgramAtATime()
{
    const std::string file = path("outbox.db").toStdString();
    auto box = outbox(file);
    QVERIFY(box);
    const auto second = Outbox::open(file, m_key, m_random, Instant{1});
    QVERIFY(!second);
    QCOMPARE(second.error().fault, Fault::Unavailable);
}

void tst_Files::aNewerFileIsLeftAsItIs()
{
    for (const char *name : {"outbox.db", "rows.db"}) {
        const QString file = path(name);
        {
            auto connection = sqlite::Connection::open(file.toStdString(), sqlite::Access::Create);
            QVERIFY(connection && connection->run("PRAGMA user_version = 2; CREATE TABLE later (value)"));
        }
        QFile before(file);
        QVERIFY(before.open(QIODevice::ReadOnly));
        const QByteArray bytes = before.readAll();
        const Fault fault = file.endsWith(QStringLiteral("outbox.db"))
            ? Outbox::open(file.toStdString(), m_key, m_random, Instant{1}).error().fault
            : RowFile::open(file.toStdString(), m_key).error().fault;
        QCOMPARE(fault, Fault::Newer);
        QFile after(file);
        QVERIFY(after.open(QIODevice::ReadOnly));
        QCOMPARE(after.readAll(), bytes);
    }
}

void tst_Files::startingAnewKeepsWhatWaits()
{
    const std::string file = path("outbox.db").toStdString();
    auto box = outbox(file);
    const Id before = box->sender();
    for (const char *body : {"a", "b", "c"})
        QVERIFY(box->append("gate.open", body, Instant{1}, 0));
    box->markAnswered(1);
    QVERIFY(box->startAnew(m_random, Instant{2}));
    QVERIFY(box->sender() != before);
    box.reset();
    box = outbox(file);
    QVERIFY(box);
    QCOMPARE(box->lastNumber(), 2);
    QVERIFY((**box->entry(1)).body == "b" && (**box->entry(2)).body == "c");
}

void tst_Files::rowsAndCursorGoTogether()
{
    auto rows = RowFile::open(path("rows.db").toStdString(), m_key);
    QVERIFY(rows);
    RowChanges changes;
    changes.puts = {{zoneRow(1, 5, "one"), 3}, {zoneRow(2, 6, "two"), 3}};
    changes.cursor = {idOf(9), 17, scopeBytes(kViewers), 3, Instant{44}, Bytes(std::string("w"))};
    QVERIFY((*rows)->save(changes));
    RowChanges more;
    more.removes = {{Zone::spec.number, idOf(1)}};
    more.puts = {{zoneRow(2, 18, "zwei"), 4}};
    more.cursor = changes.cursor;
    more.cursor.sequence = 18;
    QVERIFY((*rows)->save(more));

    auto after = RowFile::open(snapshotOf(path("rows.db"), path("killed.db")), m_key);
    QVERIFY(after);
    std::vector<KeptRow> kept;
    const auto cursor = (*after)->load([&](KeptRow row) { kept.push_back(std::move(row)); });
    QVERIFY(cursor);
    QVERIFY(cursor->epoch == idOf(9) && cursor->sequence == 18 && cursor->generation == 3 && cursor->asOf.ms == 44);
    QCOMPARE(kept.size(), 1U);
    QCOMPARE(kept[0].row.revision, 18);
    QCOMPARE(kept[0].generation, 4);
    QVERIFY(kept[0].row.body == zoneRow(2, 18, "zwei").body && kept[0].row.scopes == scopeBytes(kViewers));
}

void tst_Files::nothingPersonalLiesOpenOnDisk()
{
    Account account;
    account.login = "sophie";
    account.name = kSecret;
    WireRow row;
    row.entity = Account::spec.number;
    row.id = idOf(4);
    row.revision = 1;
    row.scopes = scopeBytes(kViewers);
    row.body = Bytes(encoded(account, Part::Open));
    row.personal = Bytes(encoded(account, Part::Personal));
    Welcome greeting;
    greeting.actorName = kSecret;
    auto box = outbox(path("outbox.db").toStdString());
    QVERIFY(box->append("account.add", encoded(account), Instant{1}, 0));
    auto rows = RowFile::open(path("rows.db").toStdString(), m_key);
    QVERIFY(rows);
    RowChanges changes;
    changes.puts = {{row, 1}};
    changes.cursor.welcome = Bytes(encoded(greeting));
    QVERIFY((*rows)->save(changes));
    int files = 0;
    for (const QFileInfo &info : QDir(m_folder->path()).entryInfoList(QDir::Files)) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY2(!bytes.contains(kSecret.c_str()), qPrintable(info.fileName()));
        files += bytes.isEmpty() ? 0 : 1;
    }
    QVERIFY(files >= 3);
    KeptRow kept;
    QVERIFY((*rows)->load([&](KeptRow each) { kept = std::move(each); }));
    QVERIFY(kept.row.personal == row.personal);
}

void tst_Files::erasedRowsAreNowhereOnDisk()
{
    const QString file = path("rows.db");
    const auto bytesOnDisk = [&] {
        QByteArray bytes;
        for (const QString &end : {QString(), QStringLiteral("-wal")}) {
            QFile each(file + end);
            if (each.open(QIODevice::ReadOnly))
                bytes += each.readAll();
        }
        return bytes;
    };
    auto rows = RowFile::open(file.toStdString(), m_key);
    QVERIFY(rows);
    RowChanges changes;
    for (std::uint64_t number = 1; number <= 200; ++number)
        changes.puts.push_back({zoneRow(number, 1, "The hidden hall"), 1});
    changes.cursor.sequence = 7;
    QVERIFY((*rows)->save(changes));
    QVERIFY(bytesOnDisk().contains("The hidden hall")); // what is open lies open
    QVERIFY((*rows)->erase());
    QVERIFY(!bytesOnDisk().contains("The hidden hall"));
    int kept = 0;
    const auto cursor = (*rows)->load([&](const KeptRow &) { ++kept; });
    QVERIFY(cursor && cursor->sequence == 0);
    QCOMPARE(kept, 0);
    QVERIFY((*rows)->save(changes)); // and it takes rows again
}

void tst_Files::aHundredThousandRowsAreQuick()
{
    auto rows = RowFile::open(path("rows.db").toStdString(), m_key);
    QVERIFY(rows);
    QElapsedTimer timer;
    timer.start();
    for (std::uint64_t page = 0; page < 200; ++page) {
        RowChanges changes;
        for (std::uint64_t row = 0; row < 500; ++row)
            changes.puts.push_back({zoneRow(page * 500 + row, 1, "a zone with a name of some length"), 1});
        QVERIFY((*rows)->save(changes));
    }
    const qint64 written = timer.restart();
    std::size_t count = 0;
    QVERIFY((*rows)->load([&](const KeptRow &) { ++count; }));
    qInfo("100 000 rows in 200 pages: %lld ms to make and write, %lld ms to read", static_cast<long long>(written),
          static_cast<long long>(timer.elapsed()));
    QCOMPARE(count, 100'000U);
    QVERIFY2(written < 10'000, "ten times what a busy machine takes");
}

QTEST_GUILESS_MAIN(tst_Files)
#include "tst_files.moc"
