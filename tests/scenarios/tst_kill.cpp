// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/admission/admission.h"
#include "shared/crypto/random.h"
#include "tests/support/plainclient.h"
#include "tests/support/programs.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::support;

namespace {

constexpr int kClients = 4;
constexpr int kInFlight = 140; // commands sent and not answered when the server is killed; at least 100 are promised
constexpr int kLeastInFlight = 100; // at each kill
constexpr int kTickets = 1500;

QByteArray attendees()
{
    QByteArray csv = "Name,Email,Ticket type,Order,Position,Barcode\n";
    for (int index = 0; index < kTickets; ++index)
        csv += "Person " + QByteArray::number(index) + ",p" + QByteArray::number(index) + "@example.org,Day ticket,O"
            + QByteArray::number(index) + ",1,KILL-" + QByteArray::number(100000 + index) + "\n";
    return csv;
}

/// One floor, one gate, one list, as a script of commands with fixed ids.
QByteArray venue()
{
    return R"([
{"command":"floor.add","fields":{"floor":"01j0000000010000000000000a","name":"Ground","order":0,"widthMm":10000,"heightMm":10000}},
{"command":"zone.add","fields":{"zone":"01j0000000020000000000000a","floor":"01j0000000010000000000000a","name":"Hall","capacity":5000}},
{"command":"gate.add","fields":{"gate":"01j0000000040000000000000a","floor":"01j0000000010000000000000a","name":"North","at":[1,1],"inner":"01j0000000020000000000000a"}},
{"command":"gate.open","fields":{"gate":"01j0000000040000000000000a"}},
{"command":"check_in_list.add","fields":{"list":"01j0000000050000000000000a","name":"All doors","mostEntries":1}}
])";
}

template <class T>
T fixedId(const char *text)
{
    return T(*Id::fromString(text));
}

} // namespace

/// The server is killed again and again with commands under way. What was acknowledged is there; nothing is there twice
/// or half.
class TestKill : public QObject
{
    Q_OBJECT

private slots:
    void nothingAcknowledgedIsLost()
    {
        initialiseCrypto();
        const int kills =
            qEnvironmentVariableIntValue("GATEHOUSE_KILLS") > 0 ? qEnvironmentVariableIntValue("GATEHOUSE_KILLS") : 200;
        ServedEvent event;
        event.writeFile(QStringLiteral("venue.json"), venue());
        event.writeFile(QStringLiteral("people.csv"), attendees());
        QCOMPARE(
            event.create({event.filePath(QStringLiteral("people.csv")), event.filePath(QStringLiteral("venue.json"))}),
            QString());
        QCOMPARE(event.serve(), QString());
        QCOMPARE(event.signIn(), QString());

        SecureRandom random;
        SeededRandom chance(20261123);
        std::vector<std::unique_ptr<PlainClient>> clients;
        for (int index = 0; index < kClients; ++index) {
            AddDevice add;
            add.device = makeId<DeviceId>(QDateTime::currentMSecsSinceEpoch(), random);
            add.name = "Kiosk " + std::to_string(index);
            add.kind = DeviceKind::Kiosk;
            add.gate = fixedId<GateId>("01j0000000040000000000000a");
            add.list = fixedId<CheckInListId>("01j0000000050000000000000a");
            const auto answer = event.command(add);
            QVERIFY2(answer, answer ? "" : describe(answer.error()).c_str());
            clients.push_back(std::make_unique<PlainClient>(answer->key, add.device));
        }

        int leastInFlight = kInFlight;
        std::size_t sent = 0;
        for (int kill = 0; kill < kills; ++kill) {
            for (const auto &client : clients)
                client->connectTo(event.syncAddress());
            QVERIFY2(awaitTrue([&] {
                         return std::all_of(clients.begin(), clients.end(),
                                            [](const auto &c) { return c->welcome().has_value(); });
                     }),
                     qPrintable(QStringLiteral("not welcomed after kill %1").arg(kill)));
            // A little work gets through, then a burst is under way when the plug is pulled.
            for (int round = 0; round < 40; ++round)
                sendScan(*clients[chance.below(kClients)], chance, random, sent);
            const std::size_t before = answered(clients);
            const std::size_t letThrough = before + chance.below(60);
            QVERIFY(awaitTrue([&] { return answered(clients) >= std::min(letThrough, sent); }));
            do {
                while (sent - answered(clients) < kInFlight)
                    sendScan(*clients[chance.below(kClients)], chance, random, sent);
                QCoreApplication::processEvents(); // onto the sockets; answers come in meanwhile
            } while (sent - answered(clients) < kLeastInFlight);
            leastInFlight = std::min(leastInFlight, static_cast<int>(sent - answered(clients)));
            spin(chance.below(3000));
            event.kill();
            QVERIFY(awaitTrue([&] {
                return std::none_of(clients.begin(), clients.end(),
                                    [](const auto &c) { return c->welcome().has_value(); });
            }));
            QCOMPARE(event.serve(), QString());
        }
        for (const auto &client : clients)
            client->connectTo(event.syncAddress());
        QVERIFY(awaitTrue([&] { return answered(clients) == sent; }, 60'000));
        for (const auto &client : clients) {
            QCOMPARE(client->changedAnswers(), 0); // what was sent again got the same answer
            client->drop();
        }

        std::size_t found = 0;
        ListScans query;
        query.most = 200;
        std::map<Id, int> scans;
        QCOMPARE(event.signIn(), QString());
        for (;;) {
            const auto page = event.query(query);
            QVERIFY2(page, page ? "" : describe(page.error()).c_str());
            if (page->scans.empty())
                break;
            for (const ListedScan &listed : page->scans) {
                ++scans[listed.scan];
                ++found;
                query.below = listed.revision;
                query.belowScan = listed.scan;
            }
        }
        QCOMPARE(found, sent);                  // none lost
        QCOMPARE(scans.size(), m_scans.size()); // none twice
        for (const Id &scan : m_scans)
            QVERIFY(scans.contains(scan));
        event.terminate();
        const auto verified = event.tool(QStringLiteral("verify"), {QStringLiteral("--json")});
        QVERIFY2(verified.exitCode == 0, (verified.output + verified.errors).constData());
        QVERIFY(leastInFlight >= kLeastInFlight);
        qInfo("%d kills, at least %d commands in flight at each, %zu commands acknowledged, 0 lost, 0 twice", kills,
              leastInFlight, sent);
    }

private:
    static std::size_t answered(const std::vector<std::unique_ptr<PlainClient>> &clients)
    {
        std::size_t count = 0;
        for (const auto &client : clients)
            count += client->answers().size();
        return count;
    }

    /// Lets a random moment pass, so that a kill hits reading, commit, sync or answer.
    static void spin(std::uint64_t microseconds)
    {
        QElapsedTimer timer;
        timer.start();
        while (static_cast<std::uint64_t>(timer.nsecsElapsed()) < microseconds * 1000) {
        }
    }

    void sendScan(PlainClient &client, Random &chance, Random &random, std::size_t &sent)
    {
        RecordScan scan;
        scan.scan = makeId<ScanId>(QDateTime::currentMSecsSinceEpoch(), random);
        scan.list = fixedId<CheckInListId>("01j0000000050000000000000a");
        scan.gate = fixedId<GateId>("01j0000000040000000000000a");
        scan.code = "KILL-" + std::to_string(100000 + chance.below(kTickets + 50));
        scan.deviceAt = Instant{QDateTime::currentMSecsSinceEpoch()};
        m_scans.push_back(scan.scan);
        client.send(scan);
        ++sent;
    }

    std::vector<Id> m_scans;
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
