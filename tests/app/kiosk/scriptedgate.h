// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/link/locallink.h"
#include "shared/crypto/random.h"
#include "shared/replica/replica.h"
#include "tests/shared/replica/bench.h"

#include "shared/credential/credential.h"

#include <QTemporaryDir>
#include <QThread>

namespace gatehouse {

/// An event with one list, one gate, one product, and as many tickets as a test issues.
class GateEvent
{
public:
    GateEvent() : m_random(1), m_signer(SigningKey::make(m_random))
    {
        keys.id = bench::idOf(900);
        keys.hashKey = Bytes(std::string(32, 'k'));
        keys.eventTag = eventTagFor(keys.id);
        keys.ticketKeys = {ticketKeyText(7, m_signer.publicKey())};
        list.id = CheckInListId(bench::idOf(901));
        list.name = "All doors";
        gate.id = GateId(bench::idOf(902));
        gate.name = "North gate";
        gate.state = GateState::Open;
        product.id = ProductId(bench::idOf(903));
        product.name = "Day ticket";
    }

    /// A signed ticket of 154 characters.
    std::string issue(std::int64_t serial)
    {
        records.push_back(record(serial));
        return codeOf(serial);
    }
    /// A ticket of another system.
    void import(std::int64_t serial, const std::string &code)
    {
        AdmissionRecord imported = record(serial);
        imported.credential = CredentialReader(keys).read(code).credential;
        records.push_back(imported);
    }
    [[nodiscard]] std::string codeOf(std::int64_t serial) const
    {
        TicketCode code;
        code.keyId = 7;
        code.eventTag = static_cast<std::uint32_t>(keys.eventTag);
        code.serial = static_cast<std::uint64_t>(serial);
        return signTicket(code, m_signer);
    }
    [[nodiscard]] AdmissionRecord record(std::int64_t serial) const
    {
        AdmissionRecord record;
        record.id = AdmissionRecordId(bench::idOf(10'000 + static_cast<std::uint64_t>(serial)));
        record.list = list.id;
        record.ticket = TicketId(bench::idOf(5'000'000 + static_cast<std::uint64_t>(serial)));
        record.product = product.id;
        record.serial = serial;
        return record;
    }
    template <class E>
    static WireRow row(const E &entity, std::int64_t revision = 1)
    {
        WireRow row;
        row.entity = E::spec.number;
        row.id = entity.id;
        row.revision = revision;
        row.scopes = bench::scopeBytes(bench::kViewers);
        row.body = Bytes(encoded(entity, Part::Open));
        return row;
    }
    [[nodiscard]] std::vector<WireRow> rows() const
    {
        std::vector<WireRow> rows{row(keys), row(list), row(gate), row(product)};
        for (const AdmissionRecord &each : records)
            rows.push_back(row(each));
        return rows;
    }

    CredentialKeys keys;
    CheckInList list;
    Gate gate;
    Product product;
    std::vector<AdmissionRecord> records;

private:
    SeededRandom m_random;
    SigningKey m_signer;
};

/// A server that greets a kiosk with an event's rows and answers scans as it is told. Lives on the link's thread; tests
/// reach it through GateRoom::onServer().
class ScriptedGate final : public QObject
{
public:
    class Line final : public LocalLine
    {
    public:
        explicit Line(ScriptedGate &server) : m_server(server) {}
        ~Line() override { m_server.link = nullptr; }
        void send(const QByteArray &message) override
        {
            const auto frame = decodeFrame({message.constData(), static_cast<std::size_t>(message.size())}, Wire::Cbor,
                                           Strictness::Command);
            if (frame)
                m_server.heard(*frame);
        }

    private:
        ScriptedGate &m_server;
    };

    void heard(const Frame &frame)
    {
        if (const auto *hello = std::get_if<Hello>(&frame))
            greet(*hello);
        else if (const auto *command = std::get_if<CommandFrame>(&frame))
            take(*command);
        else if (const auto *query = std::get_if<QueryFrame>(&frame))
            answer(*query);
        else if (const auto *told = std::get_if<Presence>(&frame))
            presence = told->devices.front();
        else if (const auto *ping = std::get_if<Ping>(&frame))
            reply(Pong{ping->sentAt, Instant{QDateTime::currentMSecsSinceEpoch()}, 10});
    }
    void greet(const Hello &hello)
    {
        greeting.echo = hello.sentAt;
        greeting.serverTime = Instant{QDateTime::currentMSecsSinceEpoch()};
        greeting.lastNumber = lastNumber;
        reply(greeting);
        reply(bench::page(1, rows, !sendsHalf));
    }
    void take(const CommandFrame &command)
    {
        lastNumber = std::max(lastNumber, command.number);
        AnswerFrame answer = bench::answerTo(command.number);
        if (command.name == RecordScan::spec.name) {
            scans.push_back(*decoded<RecordScan>(command.body));
            const Result<ScanVerdict> verdict = decide(scans.back());
            answer.fault = verdict ? Fault::None : verdict.error().fault;
            answer.body = verdict ? Bytes(encoded(*verdict)) : Bytes();
        } else if (command.name == ShowScans::spec.name) {
            const auto shown = decoded<ShowScans>(command.body);
            told.insert(told.end(), shown->shown.begin(), shown->shown.end());
        }
        if (!isMute)
            reply(answer);
    }
    void answer(const QueryFrame &query)
    {
        QueryAnswer said;
        said.number = query.number;
        said.name = query.name;
        const auto find = decoded<FindAttendees>(query.body);
        if (query.name == FindAttendees::spec.name && find)
            said.body = Bytes(encoded(search(*find)));
        else
            said.fault = Fault::Unknown;
        reply(said);
    }
    void reply(const Frame &frame)
    {
        const std::string message = encodeFrame(frame, Wire::Cbor);
        const QByteArray bytes(message.data(), static_cast<qsizetype>(message.size()));
        QMetaObject::invokeMethod(
            link, [to = link, bytes] { to->deliver(bytes); }, Qt::QueuedConnection);
    }
    void hangUp()
    {
        if (link)
            QMetaObject::invokeMethod(
                link, [to = link] { to->hangUp(1006, {}); }, Qt::QueuedConnection);
    }

    LocalLink *link = nullptr;
    Welcome greeting;
    std::vector<WireRow> rows;
    std::function<Result<ScanVerdict>(const RecordScan &)> decide = [](const RecordScan &) {
        ScanVerdict verdict;
        verdict.outcome = Outcome::Admitted;
        return verdict;
    };
    std::function<FindAttendees::Answer(const FindAttendees &)> search = [](const FindAttendees &) {
        return FindAttendees::Answer{};
    };
    std::vector<RecordScan> scans;
    std::vector<ShownScan> told;
    DevicePresence presence;
    std::int64_t lastNumber = 0;
    bool isMute = false;
    bool isReachable = true;
    bool sendsHalf = false; ///< and the rest never comes
};

/// A scripted server on a thread of its own, and replicas that reach it, or find nobody.
class GateRoom
{
public:
    GateRoom()
    {
        initialiseCrypto();
        m_thread.start();
        m_server = new ScriptedGate;
        m_server->greeting = bench::welcome(bench::idOf(100), 10);
        m_server->greeting.eventName = "Fest";
        m_server->greeting.zone = "Europe/Berlin";
        m_server->greeting.actor = bench::idOf(904);
        m_server->greeting.list = event.list.id;
        m_server->greeting.gate = event.gate.id;
        m_server->greeting.permissions =
            static_cast<std::int64_t>(Permissions{Permission::Everyone, Permission::Scan}.bits());
        m_server->moveToThread(&m_thread);
    }
    ~GateRoom()
    {
        m_server->deleteLater();
        m_thread.quit();
        m_thread.wait();
    }

    /// Runs on the server's thread, and waits for it.
    void onServer(const std::function<void(ScriptedGate &)> &act)
    {
        QMetaObject::invokeMethod(
            m_server, [&] { act(*m_server); }, Qt::BlockingQueuedConnection);
    }
    /// Hands the event's rows out from now on.
    void publish()
    {
        onServer([rows = event.rows()](ScriptedGate &server) { server.rows = rows; });
    }
    [[nodiscard]] std::size_t scanCount()
    {
        std::size_t count = 0;
        onServer([&](ScriptedGate &server) { count = server.scans.size(); });
        return count;
    }
    [[nodiscard]] std::vector<ShownScan> told()
    {
        std::vector<ShownScan> told;
        onServer([&](ScriptedGate &server) { told = server.told; });
        return told;
    }

    [[nodiscard]] ReplicaOptions options()
    {
        ReplicaOptions made;
        made.client.token = "token";
        made.client.program = "test 1";
        made.client.wants = Wants::Live | Wants::Kiosk;
        made.folder = folder.filePath(QStringLiteral("kiosk"));
        made.keepsRows = true;
        made.deviceKey = m_key;
        made.makeLink = [server = m_server] {
            return std::make_unique<LocalLink>([server](LocalLink &link) -> std::unique_ptr<LocalLine> {
                if (!server->isReachable)
                    return nullptr;
                server->link = &link;
                return std::make_unique<ScriptedGate::Line>(*server);
            });
        };
        return made;
    }
    [[nodiscard]] QThread *thread() { return &m_thread; }

    QTemporaryDir folder;
    GateEvent event;

private:
    QThread m_thread;
    ScriptedGate *m_server = nullptr;
    SecretKey m_key = SecretKey();
};

} // namespace gatehouse
