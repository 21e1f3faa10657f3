// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/link/locallink.h"
#include "shared/crypto/random.h"
#include "shared/replica/replica.h"
#include "tests/shared/replica/bench.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::bench;

namespace {

/// A server that answers as it is told, on the link's thread; the test talks to it by queued calls.
class ScriptedServer : public QObject
{
public:
    class Line final : public LocalLine
    {
    public:
        explicit Line(ScriptedServer &server) : m_server(server) {}
        ~Line() override { m_server.link = nullptr; }
        void send(const QByteArray &message) override
        {
            auto frame = decodeFrame({message.constData(), static_cast<std::size_t>(message.size())}, Wire::Cbor,
                                     Strictness::Command);
            if (frame)
                m_server.heard(*frame);
        }

    private:
        ScriptedServer &m_server;
    };

    void heard(const Frame &frame)
    {
        if (const auto *hello = std::get_if<Hello>(&frame)) {
            Welcome greeting = welcome(idOf(100), head);
            greeting.echo = hello->sentAt;
            greeting.eventName = "Fest";
            greeting.permissions = static_cast<std::int64_t>(Permissions{Permission::ViewVenue}.bits());
            greeting.lastNumber = lastNumber;
            reply(greeting);
            for (std::size_t index = 0; index < pages.size(); ++index)
                reply(page(static_cast<std::int32_t>(index + 1), pages[index], index + 1 == pages.size()));
        } else if (const auto *command = std::get_if<CommandFrame>(&frame)) {
            lastNumber = command->number;
            AnswerFrame answer =
                answerTo(command->number, command->name == "gate.close" ? Fault::Conflict : Fault::None);
            if (command->name == RecordScan::spec.name) {
                ScanVerdict verdict;
                verdict.outcome = Outcome::Admitted;
                verdict.name = "Ada";
                answer.body = Bytes(encoded(verdict));
            }
            if (!isMute)
                reply(answer);
        } else if (const auto *query = std::get_if<QueryFrame>(&frame)) {
            QueryAnswer answer;
            answer.number = query->number;
            answer.body = Bytes(encoded(CountArrivals::Answer{{{Instant{60'000}, 3, 1}}}));
            reply(answer);
        }
    }
    void reply(const Frame &frame)
    {
        const std::string message = encodeFrame(frame, Wire::Cbor);
        QMetaObject::invokeMethod(
            link,
            [to = link, bytes = QByteArray(message.data(), static_cast<qsizetype>(message.size()))] {
                to->deliver(bytes);
            },
            Qt::QueuedConnection);
    }

    LocalLink *link = nullptr;
    std::vector<std::vector<WireRow>> pages{{}};
    std::int64_t head = 10;
    std::int64_t lastNumber = 0;
    bool isMute = false;
};

} // namespace

class tst_Replica : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_thread = std::make_unique<QThread>();
        m_thread->start();
        m_server = new ScriptedServer;
        m_server->moveToThread(m_thread.get());
    }
    void cleanup()
    {
        m_server->deleteLater();
        m_thread->quit();
        m_thread->wait();
    }

    void rowsComeAsWholeBatches();
    void largeCatchUpsLeaveTurnsToOthers();
    void commandsAndQueriesAreAnsweredTyped();
    void answersOfDeadContextsAreDropped();
    void aKioskOpensWithoutAServer();
    void commandsAreRecalledAfterTheRowsThatWereKept();
    void withoutALinkQueriesFailAndCommandsWait();
    void indexesFollowTheRows();

private:
    [[nodiscard]] ReplicaOptions options()
    {
        ReplicaOptions made;
        made.client.token = "token";
        made.client.program = "test 1";
        made.makeLink = [server = m_server] {
            return std::make_unique<LocalLink>([server](LocalLink &link) {
                server->link = &link;
                return std::make_unique<ScriptedServer::Line>(*server);
            });
        };
        return made;
    }
    /// Runs on the server's thread, and waits for it.
    void onServer(const std::function<void()> &act)
    {
        QMetaObject::invokeMethod(m_server, act, Qt::BlockingQueuedConnection);
    }

    std::unique_ptr<QThread> m_thread;
    ScriptedServer *m_server = nullptr;
};

void tst_Replica::rowsComeAsWholeBatches()
{
    m_server->pages = {{zoneRow(1, 1, "one")}, {zoneRow(2, 2, "two")}};
    Replica replica(options(), m_thread.get());
    auto &zones = replica.collection<Zone>();
    QSignalSpy changed(&zones, &CollectionBase::changed);
    QSignalSpy welcomed(&replica, &Replica::welcomed);
    replica.start();
    QTRY_COMPARE(replica.status().state, ReplicaState::Live);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(zones.size(), 2U);
    QVERIFY(zones.find(idOf(1)) && zones.find(idOf(1))->name == "one");
    QCOMPARE(zones.revision(idOf(2)), 2);
    QCOMPARE(welcomed.size(), 1);
    QVERIFY(replica.welcome().eventName == "Fest" && replica.permissions().has(Permission::ViewVenue));
    QCOMPARE(*replica.dataAgeMs(), 0);
    QVERIFY(replica.serverNow().has_value());

    onServer([&] {
        m_server->reply(Delta{11, true, {zoneRow(1, 11, "uno"), goneRow(2, 11)}});
        m_server->reply(Delta{11, false, {zoneRow(3, 11, "three")}});
    });
    QTRY_COMPARE(changed.size(), 2);
    QCOMPARE(changed[1][0].value<QVector<Id>>().size(), 3);
    QVERIFY(!zones.find(idOf(2)) && zones.find(idOf(3)) && zones.find(idOf(1))->name == "uno");
}

void tst_Replica::largeCatchUpsLeaveTurnsToOthers()
{
    m_server->pages.clear();
    for (std::uint64_t page = 0; page < 100; ++page) {
        std::vector<WireRow> rows;
        for (std::uint64_t row = 0; row < 500; ++row)
            rows.push_back(zoneRow(page * 500 + row + 1, 1, "a zone of some name"));
        m_server->pages.push_back(std::move(rows));
    }
    Replica replica(options(), m_thread.get());
    QSignalSpy reset(&replica.collection<Zone>(), &CollectionBase::reset);
    int turns = 0;
    QTimer others;
    connect(&others, &QTimer::timeout, this, [&] { ++turns; });
    others.start(1);
    replica.start();
    QTRY_COMPARE_WITH_TIMEOUT(reset.size(), 1, 20'000);
    QCOMPARE(replica.collection<Zone>().size(), 50'000U);
    QVERIFY2(turns > 2,
             QByteArray::number(turns).constData()); // all at once it would be none; an idle machine needs five
}

void tst_Replica::commandsAndQueriesAreAnsweredTyped()
{
    Replica replica(options(), m_thread.get());
    replica.start();
    QTRY_COMPARE(replica.status().state, ReplicaState::Live);
    std::int64_t stored = 0;
    std::optional<Result<ScanVerdict>> verdict;
    RecordScan scan;
    scan.scan = ScanId(idOf(7));
    scan.list = CheckInListId(idOf(8));
    QSignalSpy answered(&replica, &Replica::answered);
    replica.send(
        scan, this, [&](Result<ScanVerdict> result) { verdict = std::move(result); },
        [&](const Result<std::int64_t> &number) { stored = number.value_or(-1); });
    QTRY_VERIFY(verdict.has_value());
    QCOMPARE(stored, 1);
    QVERIFY(*verdict && (*verdict)->outcome == Outcome::Admitted && (*verdict)->name == "Ada");
    QCOMPARE(answered.size(), 1);
    QCOMPARE(answered[0][1].toString(), QStringLiteral("scan.record"));

    std::optional<Result<Nothing>> refused;
    replica.send(CloseGate{GateId(idOf(3)), "full"}, this,
                 [&](Result<Nothing> result) { refused = std::move(result); });
    QTRY_VERIFY(refused.has_value());
    QVERIFY(!*refused && refused->error().fault == Fault::Conflict);

    std::optional<Result<CountArrivals::Answer>> counts;
    replica.query(CountArrivals{}, this, [&](Result<CountArrivals::Answer> result) { counts = std::move(result); });
    QTRY_VERIFY(counts.has_value());
    QVERIFY(*counts && (*counts)->buckets.size() == 1 && (*counts)->buckets[0].entries == 3);
}

void tst_Replica::answersOfDeadContextsAreDropped()
{
    Replica replica(options(), m_thread.get());
    replica.start();
    QTRY_COMPARE(replica.status().state, ReplicaState::Live);
    QSignalSpy answered(&replica, &Replica::answered);
    bool wasCalled = false;
    {
        QObject desk;
        replica.send(OpenGate{GateId(idOf(3)), "ready"}, &desk, [&](const Result<Nothing> &) { wasCalled = true; });
    }
    QTRY_COMPARE(answered.size(), 1);
    QVERIFY(!wasCalled);
}

void tst_Replica::aKioskOpensWithoutAServer()
{
    QTemporaryDir folder;
    SeededRandom random(3);
    ReplicaOptions kept = options();
    kept.folder = folder.filePath(QStringLiteral("replica"));
    kept.keepsRows = true;
    kept.deviceKey = SecretKey::make(random);
    m_server->pages = {{zoneRow(1, 1, "one"), zoneRow(2, 2, "two")}};
    ReplicaOptions offline = kept;
    offline.makeLink = [] { return std::make_unique<LocalLink>([](LocalLink &) { return nullptr; }); };
    {
        ReplicaOptions online = kept;
        Replica replica(online, m_thread.get());
        replica.start();
        QTRY_COMPARE(replica.status().state, ReplicaState::Live);
    }
    QTRY_VERIFY(m_server->link == nullptr);
    Replica replica(offline);
    QSignalSpy welcomed(&replica, &Replica::welcomed);
    std::int64_t stored = 0;
    replica.start();
    replica.send(OpenGate{GateId(idOf(3)), "ready"}, this, {},
                 [&](const Result<std::int64_t> &number) { stored = number.value_or(-1); });
    QTRY_COMPARE(stored, 1);
    QTRY_COMPARE(replica.collection<Zone>().size(), 2U);
    QCOMPARE(welcomed.size(), 1);
    QVERIFY(replica.welcome().eventName == "Fest");
    QVERIFY(replica.dataAgeMs().has_value());
    QTRY_COMPARE(replica.status().waiting, 1U);
}

void tst_Replica::commandsAreRecalledAfterTheRowsThatWereKept()
{
    QTemporaryDir folder;
    SeededRandom random(3);
    ReplicaOptions kept = options();
    kept.folder = folder.filePath(QStringLiteral("replica"));
    kept.keepsRows = true;
    kept.deviceKey = SecretKey::make(random);
    m_server->pages.clear();
    for (std::uint64_t page = 0; page < 20; ++page) {
        m_server->pages.emplace_back();
        for (std::uint64_t row = 0; row < 500; ++row)
            m_server->pages.back().push_back(zoneRow(page * 500 + row + 1, 1, "a zone of some name"));
    }
    m_server->isMute = true;
    {
        Replica replica(kept, m_thread.get());
        replica.start();
        QTRY_COMPARE(replica.status().state, ReplicaState::Live);
        replica.send(OpenGate{GateId(idOf(3)), "ready"});
        QTRY_COMPARE(replica.status().waiting, 1U);
    }
    QTRY_VERIFY(m_server->link == nullptr);
    kept.makeLink = [] { return std::make_unique<LocalLink>([](LocalLink &) { return nullptr; }); };
    Replica replica(kept);
    std::vector<OutboxEntry> commands;
    std::size_t rows = 0;
    connect(&replica, &Replica::recalled, this, [&](const std::vector<OutboxEntry> &recalled) {
        commands = recalled;
        rows = replica.collection<Zone>().size();
    });
    replica.start();
    replica.recall(10);
    QTRY_COMPARE(commands.size(), 1U);
    QCOMPARE(rows, 10'000U);
    QVERIFY(commands[0].name == OpenGate::spec.name && !commands[0].isAnswered);
    QVERIFY(replica.serverNow()); // the clock ran on
    replica.forgetRows();
    QTRY_COMPARE(replica.collection<Zone>().size(), 0U);
    QCOMPARE(replica.status().waiting, 1U);
}

void tst_Replica::withoutALinkQueriesFailAndCommandsWait()
{
    ReplicaOptions alone = options();
    alone.makeLink = [] { return std::make_unique<LocalLink>([](LocalLink &) { return nullptr; }); };
    Replica replica(alone);
    replica.start();
    std::optional<Fault> fault;
    replica.query(CountArrivals{}, this, [&](const Result<CountArrivals::Answer> &result) {
        fault = result ? Fault::None : result.error().fault;
    });
    QTRY_VERIFY(fault.has_value());
    QCOMPARE(*fault, Fault::Unavailable);
    bool isAnswered = false;
    std::int64_t stored = 0;
    replica.send(
        OpenGate{GateId(idOf(3)), "ready"}, this, [&](const Result<Nothing> &) { isAnswered = true; },
        [&](const Result<std::int64_t> &number) { stored = number.value_or(-1); });
    QTRY_COMPARE(stored, 1);
    QTRY_COMPARE(replica.status().waiting, 1U);
    QVERIFY(!isAnswered);
    QVERIFY(!replica.dataAgeMs());
}

void tst_Replica::indexesFollowTheRows()
{
    m_server->pages = {{zoneRow(1, 1, "one"), zoneRow(2, 2, "two")}};
    Replica replica(options(), m_thread.get());
    std::map<std::string, Id> byName;
    replica.collection<Zone>().addIndex([&](const Zone *before, const Zone *after) {
        if (before)
            byName.erase(before->name);
        if (after)
            byName[after->name] = after->id;
    });
    replica.start();
    QTRY_COMPARE(byName.size(), 2U);
    onServer([&] { m_server->reply(Delta{11, false, {zoneRow(1, 11, "uno"), goneRow(2, 11)}}); });
    QTRY_COMPARE(byName.size(), 1U);
    QVERIFY(byName.at("uno") == idOf(1));
}

QTEST_GUILESS_MAIN(tst_Replica)
#include "tst_replica.moc"
