// SPDX-License-Identifier: GPL-3.0-or-later
// A fresh kiosk takes in everything, once, over the network.
//   bench_catchup stored|memory|bare SYNC-ADDRESS FOLDER     the device's key on standard input
// stored: the real client with its rows sealed on disk. memory: the same without a disk. bare: the same frames are
// received and acknowledged, and nothing is made of them. Prints {"seconds":…,"records":…,"bytes":…,"cpuSeconds":…} and
// ends.
#include "app/link/websocketlink.h"
#include "shared/crypto/random.h"
#include "shared/replica/client.h"
#include "shared/replica/replicaworker.h"
#include "shared/replica/rowfile.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>
#include <ctime>
#include <iostream>

using namespace gatehouse;

namespace {

constexpr int kMostSeconds = 300;

double cpuSeconds()
{
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

[[noreturn]] void give(const std::string &why)
{
    std::fprintf(stderr, "bench_catchup: %s\n", why.c_str());
    std::exit(1);
}

/// What all three ways have in common: the link, the clock and the answer.
class Run : public QObject
{
public:
    explicit Run(const QUrl &address) : m_link({address, {}})
    {
        connect(&m_link, &Link::closed, this,
                [](int code, const QString &reason) { give(std::to_string(code) + " " + reason.toStdString()); });
        connect(&m_link, &Link::received, this,
                [this](const QByteArray &message) { m_bytes += static_cast<std::size_t>(message.size()); });
        QTimer::singleShot(std::chrono::seconds(kMostSeconds), this, [] { give("it takes too long"); });
    }

protected:
    void begin()
    {
        m_begunCpu = cpuSeconds();
        m_timer.start();
    }
    void end(std::size_t records)
    {
        std::printf("{\"seconds\":%.4f,\"records\":%zu,\"bytes\":%zu,\"cpuSeconds\":%.4f}\n",
                    static_cast<double>(m_timer.nsecsElapsed()) / 1e9, records, m_bytes, cpuSeconds() - m_begunCpu);
        std::fflush(stdout);
        std::_Exit(0); // closing is not part of catching up
    }

    WebSocketLink m_link;
    QElapsedTimer m_timer;
    double m_begunCpu = 0;
    std::size_t m_bytes = 0;
};

class RealRun final : public Run
{
public:
    RealRun(const QUrl &address, const std::string &key, const QString &folder, bool isStored) : Run(address)
    {
        const SecretKey seal = SecretKey::make(m_random);
        m_outbox =
            take(Outbox::open((folder + QStringLiteral("/outbox")).toStdString(), seal, m_random, deviceTime().wall));
        if (isStored)
            m_rows = take(RowFile::open((folder + QStringLiteral("/rows")).toStdString(), seal));
        m_client = std::make_unique<Client>(ClientOptions{key, "bench 1", Wants::Live | Wants::Kiosk, Wire::Cbor},
                                            *m_outbox, m_rows.get(), m_random);
        if (auto loaded = m_client->load(); !loaded)
            give(describe(loaded.error()));
        connect(&m_link, &Link::opened, this, [this] {
            m_client->linkOpened(deviceTime());
            carryOut();
        });
        connect(&m_link, &Link::received, this, [this](const QByteArray &message) {
            m_client->received({message.constData(), static_cast<std::size_t>(message.size())}, deviceTime());
            carryOut();
        });
        begin();
        m_client->goOnline(deviceTime());
        carryOut();
    }

private:
    template <class T>
    static T take(Result<T> result)
    {
        if (!result)
            give(describe(result.error()));
        return std::move(*result);
    }

    void carryOut()
    {
        for (ClientAction &action : m_client->takeActions()) {
            if (std::holds_alternative<OpenLink>(action))
                m_link.open();
            else if (auto *message = std::get_if<SendMessage>(&action))
                m_link.send(QByteArray::fromStdString(message->message));
            else if (auto *rows = std::get_if<RowsApplied>(&action))
                m_records += rows->rows.size();
        }
        const ReplicaStatus status = m_client->status();
        if (status.refusal.fault != Fault::None)
            give(describe(status.refusal));
        if (status.state == ReplicaState::Live)
            end(m_records);
    }

    SecureRandom m_random;
    std::unique_ptr<Outbox> m_outbox;
    std::unique_ptr<RowFile> m_rows;
    std::unique_ptr<Client> m_client;
    std::size_t m_records = 0;
};

class BareRun final : public Run
{
public:
    BareRun(const QUrl &address, const std::string &key) : Run(address)
    {
        connect(&m_link, &Link::opened, this, [this, key] {
            Hello hello;
            hello.token = key;
            hello.sender = makeId(1, m_random);
            hello.wants = Wants::Live | Wants::Kiosk;
            send(hello);
        });
        connect(&m_link, &Link::received, this, &BareRun::take);
        begin();
        m_link.open();
    }

private:
    void send(const Frame &frame) { m_link.send(QByteArray::fromStdString(encodeFrame(frame, Wire::Cbor))); }

    /// [3, [number, rows, lost, isLast]]: only the number and the end are looked at.
    void take(const QByteArray &message)
    {
        cbor::Reader reader({message.constData(), static_cast<std::size_t>(message.size())});
        std::uint64_t count = 0;
        std::int64_t kind = 0;
        std::int64_t number = 0;
        std::uint64_t rows = 0;
        if (!reader.array(count) || !reader.integer(kind))
            give("a frame that is none");
        if (kind != Page::spec.number)
            return;
        if (!reader.array(count) || !reader.integer(number) || !reader.array(rows))
            give("a page that is none");
        m_records += rows;
        send(PageTaken{static_cast<std::int32_t>(number)});
        if (message.back() == cbor::kTrue)
            end(m_records);
    }

    SecureRandom m_random;
    std::size_t m_records = 0;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    std::string key;
    if (arguments.size() != 4 || !std::getline(std::cin, key)) {
        std::fprintf(stderr, "usage: bench_catchup stored|memory|bare SYNC-ADDRESS FOLDER < KEY\n");
        return 2;
    }
    initialiseCrypto();
    const QUrl address(arguments[2]);
    std::unique_ptr<Run> run;
    if (arguments[1] == QLatin1String("bare"))
        run = std::make_unique<BareRun>(address, key);
    else
        run = std::make_unique<RealRun>(address, key, arguments[3], arguments[1] == QLatin1String("stored"));
    return QCoreApplication::exec();
}
