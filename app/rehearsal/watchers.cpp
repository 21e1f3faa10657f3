// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/watchers.h"

#include "shared/crypto/random.h"
#include "shared/replica/replicaworker.h"
#include "shared/venue/venue.h"

namespace gatehouse {

namespace {

constexpr int kTickMs = 100;
constexpr int kMostOpening = 100;        // at once: the server's other clients must not feel the crowd arrive
constexpr std::int64_t kAgainMs = 1'000; // before a closed watcher comes back, plus up to two more seconds
constexpr std::int64_t kMostOpeningMs = 20'000;

std::int64_t newestGate(const std::vector<WireRow> &rows)
{
    std::int64_t newest = 0;
    for (const WireRow &row : rows) {
        if (row.entity == Gate::spec.number)
            newest = std::max(newest, row.revision);
    }
    return newest;
}

HeardFrame readFrame(const QByteArray &message)
{
    HeardFrame heard;
    const auto frame =
        decodeFrame({message.constData(), static_cast<std::size_t>(message.size())}, Wire::Cbor, Strictness::Replica);
    if (!frame)
        return heard;
    if (const auto *welcome = std::get_if<Welcome>(&*frame)) {
        heard.kind = HeardFrame::Kind::Welcome;
        heard.sequence = welcome->head;
        heard.heartbeatMs = welcome->heartbeatMs;
    } else if (const auto *page = std::get_if<Page>(&*frame)) {
        heard.kind = HeardFrame::Kind::Page;
        heard.page = page->number;
        heard.isLast = page->isLast;
        heard.gateRevision = newestGate(page->rows);
    } else if (const auto *delta = std::get_if<Delta>(&*frame)) {
        heard.kind = HeardFrame::Kind::Delta;
        heard.sequence = delta->sequence;
        heard.isLast = !delta->more;
        heard.gateRevision = newestGate(delta->rows);
    } else if (const auto *ping = std::get_if<Ping>(&*frame)) {
        heard.kind = HeardFrame::Kind::Ping;
        heard.sentAt = ping->sentAt;
    } else if (const auto *pong = std::get_if<Pong>(&*frame)) {
        heard.kind = HeardFrame::Kind::Pong;
        heard.sequence = pong->head;
    } else if (std::holds_alternative<Goodbye>(*frame)) {
        heard.kind = HeardFrame::Kind::Goodbye;
    }
    return heard;
}

} // namespace

const HeardFrame &FrameEar::hear(const QByteArray &message)
{
    for (const Heard &heard : m_recent) {
        if (heard.message == message)
            return heard.frame;
    }
    Heard &place = m_recent[m_next++ % m_recent.size()];
    place = {message, readFrame(message)};
    return place.frame;
}

/// One of them.
class Watchers::Watcher
{
public:
    enum class State { Closed, Opening, CatchingUp, Live };

    Watcher(const Options &options, FrameEar &ear, Random &random) : m_options(options), m_ear(ear), m_random(random) {}

    void open(const ClientTime &now)
    {
        m_socket = std::make_unique<LightSocket>();
        m_state = State::Opening;
        m_dueMs = now.monotonicMs + kMostOpeningMs;
        QObject::connect(m_socket.get(), &LightSocket::opened, m_socket.get(), [this] { sayHello(); });
        QObject::connect(m_socket.get(), &LightSocket::received, m_socket.get(),
                         [this](const QByteArray &message) { take(message); });
        QObject::connect(m_socket.get(), &LightSocket::closed, m_socket.get(), [this] { close(); });
        m_socket->open(m_options.address, QByteArrayLiteral("gatehouse.cbor.v1"));
    }

    /// Comes back, gives up waiting, or pings, as the time says.
    void step(const ClientTime &now)
    {
        if (now.monotonicMs < m_dueMs)
            return;
        if (m_state == State::Opening || m_state == State::CatchingUp) {
            m_socket->abort();
        } else if (m_state == State::Live) {
            m_dueMs = now.monotonicMs + m_heartbeatMs;
            send(Ping{now.wall});
        }
    }
    [[nodiscard]] bool mayOpen(const ClientTime &now) const
    {
        return m_state == State::Closed && now.monotonicMs >= m_dueMs;
    }

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] std::int64_t sequence() const { return m_sequence; }
    [[nodiscard]] std::int64_t gateRevision() const { return m_gateRevision; }
    std::int64_t frames = 0;
    std::int64_t bytes = 0;
    std::int64_t closings = 0;
    std::int64_t missed = 0;

private:
    void send(const Frame &frame) { m_socket->send(QByteArray::fromStdString(encodeFrame(frame, Wire::Cbor))); }

    void sayHello()
    {
        m_state = State::CatchingUp;
        const ClientTime now = deviceTime();
        Hello hello;
        hello.token = m_options.token;
        hello.sender = makeId(now.wall.ms, m_random);
        hello.program = "gatehouse-rehearse " GATEHOUSE_VERSION;
        hello.sentAt = now.wall;
        send(hello);
    }

    void take(const QByteArray &message)
    {
        ++frames;
        bytes += message.size();
        const HeardFrame &heard = m_ear.hear(message);
        m_gateRevision = std::max(m_gateRevision, heard.gateRevision);
        switch (heard.kind) {
        case HeardFrame::Kind::Welcome:
            m_head = heard.sequence;
            m_heartbeatMs = std::clamp(heard.heartbeatMs, 1'000, 30'000);
            m_state = State::CatchingUp;
            m_dueMs = deviceTime().monotonicMs + kMostOpeningMs;
            break;
        case HeardFrame::Kind::Page:
            if (heard.isLast)
                live();
            send(PageTaken{heard.page});
            break;
        case HeardFrame::Kind::Delta:
            if (heard.isLast)
                m_sequence = std::max(m_sequence, heard.sequence);
            break;
        case HeardFrame::Kind::Ping:
            send(Pong{heard.sentAt, deviceTime().wall, m_sequence});
            break;
        case HeardFrame::Kind::Pong:
            if (m_state == State::Live && heard.sequence > m_sequence)
                ++missed;
            break;
        case HeardFrame::Kind::Goodbye:
        case HeardFrame::Kind::Other:
            break;
        }
    }

    void live()
    {
        m_sequence = std::max(m_sequence, m_head);
        m_state = State::Live;
        // Spread, so that the crowd does not ping with one voice.
        m_dueMs = deviceTime().monotonicMs
            + static_cast<std::int64_t>(m_random.below(static_cast<std::uint64_t>(m_heartbeatMs)));
    }

    void close()
    {
        m_state = State::Closed;
        m_sequence = 0;
        ++closings;
        m_dueMs = deviceTime().monotonicMs + kAgainMs + static_cast<std::int64_t>(m_random.below(2'000));
    }

    const Options &m_options;
    FrameEar &m_ear;
    Random &m_random;
    std::unique_ptr<LightSocket> m_socket;
    State m_state = State::Closed;
    std::int64_t m_dueMs = 0;
    std::int32_t m_heartbeatMs = 20'000;
    std::int64_t m_head = 0;
    std::int64_t m_sequence = 0;
    std::int64_t m_gateRevision = 0;
};

Watchers::Watchers(Options options) : m_options(std::move(options)) {}

Watchers::~Watchers() = default;

void Watchers::start()
{
    m_random = std::make_unique<SecureRandom>();
    for (int index = 0; index < m_options.count; ++index)
        m_watchers.push_back(std::make_unique<Watcher>(m_options, m_ear, *m_random));
    connect(&m_timer, &QTimer::timeout, this, &Watchers::tick);
    m_timer.start(kTickMs);
}

void Watchers::expect(std::int64_t sequence, std::int64_t gateRevision)
{
    m_expectedSequence = sequence;
    m_expectedGate = gateRevision;
    emit counted(figures());
}

void Watchers::tick()
{
    const ClientTime now = deviceTime();
    int opening = 0;
    for (const auto &watcher : m_watchers) {
        watcher->step(now);
        opening +=
            watcher->state() == Watcher::State::Opening || watcher->state() == Watcher::State::CatchingUp ? 1 : 0;
    }
    for (const auto &watcher : m_watchers) {
        if (opening >= kMostOpening)
            break;
        if (!watcher->mayOpen(now))
            continue;
        watcher->open(now);
        ++opening;
    }
    emit counted(figures());
}

WatcherFigures Watchers::figures() const
{
    WatcherFigures figures;
    figures.asked = m_options.count;
    for (const auto &watcher : m_watchers) {
        const bool isLive = watcher->state() == Watcher::State::Live;
        figures.live += isLive ? 1 : 0;
        figures.atHead += isLive && watcher->sequence() >= m_expectedSequence ? 1 : 0;
        figures.sawGateChange += watcher->gateRevision() >= m_expectedGate ? 1 : 0;
        figures.frames += watcher->frames;
        figures.bytes += watcher->bytes;
        figures.reconnects += watcher->closings;
        figures.missed += watcher->missed;
    }
    return figures;
}

} // namespace gatehouse
