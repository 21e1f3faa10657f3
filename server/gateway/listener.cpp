// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/listener.h"

#include <QLoggingCategory>
#include <QTimer>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

Q_LOGGING_CATEGORY(listenerLog, "server.gateway.listener")

namespace gatehouse {

namespace {

using namespace std::chrono_literals;
constexpr int kAcceptedPerTurn = 64;
constexpr auto kShedInterval =
    50ms; ///< between two looks while descriptors are missing: quick for callers, idle for us

} // namespace

Listener::Listener(const GatewayLimits &limits, GatewayCounters &counters, Accept accept, QObject *parent)
    : QTcpServer(parent), m_limits(limits), m_counters(counters), m_accept(std::move(accept)), m_book(limits, counters)
{
    setListenBacklogSize(m_limits.backlog);
    holdReserve();
}

Listener::~Listener()
{
    stop();
    if (m_reserve >= 0)
        ::close(m_reserve);
}

Result<> Listener::start(const QHostAddress &address, quint16 port)
{
    if (!listen(address, port))
        return fail(Fault::Unavailable, errorString().toStdString());
    pauseAccepting(); // Qt takes EMFILE for a passing error and spins on it; we accept ourselves
    m_callers = std::make_unique<QSocketNotifier>(socketDescriptor(), QSocketNotifier::Read);
    connect(m_callers.get(), &QSocketNotifier::activated, this, &Listener::acceptCallers);
    return {};
}

void Listener::stop()
{
    m_callers.reset(); // before the descriptor it watches
    close();
}

/// A few at a time, so that a storm of callers does not hold up those who are in.
void Listener::acceptCallers()
{
    for (int accepted = 0; accepted < kAcceptedPerTurn; ++accepted) {
        const int caller = acceptOne();
        if (caller >= 0) {
            admit(caller);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            onNoDescriptors();
            return;
        } else if (errno != ECONNABORTED && errno != EINTR) {
            return;
        }
    }
}

int Listener::acceptOne() const
{
    return ::accept4(static_cast<int>(socketDescriptor()), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

void Listener::admit(int descriptor)
{
    auto socket = makeSocket();
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(descriptor);
        return;
    }
    auto entry = m_book.enter(socket->peerAddress());
    if (!entry) {
        socket->abort();
        return;
    }
    m_counters.connectionsAccepted.add();
    // Answers and deltas are written whole; waiting for more only costs (44 ms at p99, PERFORMANCE.md).
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_accept(std::move(socket), std::move(*entry));
}

void Listener::onNoDescriptors()
{
    // Callers would wait in the backlog until others hang up, and could not even be told; so take them one by one with
    // the reserve, drop them, and look again a little later.
    m_callers->setEnabled(false);
    if (m_reserve >= 0)
        shedCallers();
    QTimer::singleShot(kShedInterval, this, [this] {
        holdReserve();
        if (m_callers)
            m_callers->setEnabled(true);
    });
}

void Listener::shedCallers()
{
    qCWarning(listenerLog) << "no descriptors left, dropping callers; raise the limit of open files";
    ::close(m_reserve);
    m_reserve = -1;
    for (int dropped = 0; dropped < m_limits.backlog; ++dropped) {
        const int caller = acceptOne();
        if (caller < 0)
            break;
        ::close(caller);
        m_counters.refusedNoDescriptors.add();
    }
    holdReserve();
}

void Listener::holdReserve()
{
    if (m_reserve < 0)
        m_reserve = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

} // namespace gatehouse
