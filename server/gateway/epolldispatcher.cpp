// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/epolldispatcher.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QThread>
#include <QTimerEvent>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace gatehouse {

namespace {

using std::chrono::milliseconds;

constexpr int kEventsPerWait = 256; ///< events fetched by one system call; more are fetched by the next
constexpr std::uint64_t kWakeUpTag = ~std::uint64_t{0};
constexpr std::uint32_t kReadable = EPOLLIN | EPOLLRDHUP;
constexpr std::uint32_t kBroken = EPOLLERR | EPOLLHUP;

std::uint64_t tagOf(int descriptor, std::uint32_t generation)
{
    return (std::uint64_t{generation} << 32) | static_cast<std::uint32_t>(descriptor);
}

/// Coarse timers may be up to 5 % late, very coarse ones wait for a whole second, so that several wake the thread once.
/// Never early: deadlines count on it.
std::chrono::steady_clock::time_point roundedUp(std::chrono::steady_clock::time_point due, milliseconds interval,
                                                Qt::TimerType type)
{
    if (type == Qt::PreciseTimer)
        return due;
    const auto grain = type == Qt::VeryCoarseTimer ? milliseconds(1000) : interval / 20;
    if (grain <= milliseconds(1))
        return due;
    const auto late = due.time_since_epoch() % grain;
    return late.count() == 0 ? due : due + (grain - late);
}

} // namespace

EpollDispatcher::EpollDispatcher(QObject *parent)
    : QAbstractEventDispatcher(parent), m_epoll(::epoll_create1(EPOLL_CLOEXEC)),
      m_wakeUp(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = kWakeUpTag;
    if (m_epoll < 0 || m_wakeUp < 0 || ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wakeUp, &event) != 0)
        qFatal("no descriptors left for an event loop");
}

EpollDispatcher::~EpollDispatcher()
{
    ::close(m_wakeUp);
    ::close(m_epoll);
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_isInterrupted = false;
    // A wake-up by this very thread left nothing in the eventfd. Whoever asked may have ended the loop since, so this
    // turn must come back to it without waiting.
    const bool wasWoken = m_isWoken.exchange(false);
    emit awake();
    QCoreApplication::sendPostedEvents();

    const bool withSockets = !(flags & QEventLoop::ExcludeSocketNotifiers);
    const bool withTimers = !(flags & QEventLoop::X11ExcludeTimers);
    int handled = withSockets ? flushFreshWriters() : 0;
    applyChanges();

    const bool mayBlock = (flags & QEventLoop::WaitForMoreEvents) && handled == 0 && !wasWoken && m_freshWriters.empty()
        && !m_isWoken && !m_isInterrupted;
    if (mayBlock)
        emit aboutToBlock();
    if (m_isInterrupted)
        return handled > 0;

    const int timeoutMs = waitTimeoutMs(mayBlock, withTimers);
    handled += withSockets ? waitAndActivateSockets(timeoutMs) : waitForWakeUpOnly(timeoutMs);
    if (withTimers && !m_isInterrupted)
        handled += fireTimers();
    return handled > 0;
}

// Sockets

QSocketNotifier **EpollDispatcher::slotOf(QSocketNotifier *notifier)
{
    const auto descriptor = static_cast<std::size_t>(notifier->socket());
    if (m_watches.size() <= descriptor)
        m_watches.resize(descriptor + 1);
    auto &watch = m_watches[descriptor];
    switch (notifier->type()) {
    case QSocketNotifier::Read:
        return &watch.read;
    case QSocketNotifier::Write:
        return &watch.write;
    case QSocketNotifier::Exception:
        return &watch.exception;
    }
    Q_UNREACHABLE();
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    const int descriptor = static_cast<int>(notifier->socket());
    *slotOf(notifier) = notifier;
    auto &watch = m_watches[static_cast<std::size_t>(descriptor)];
    // A socket that wants to write can nearly always write at once. Trying first saves the two system calls that would
    // arm and disarm the kernel around each buffered write. Only once the socket is known as a reader: one that is
    // still connecting must wait for the kernel's word.
    if (notifier->type() == QSocketNotifier::Write && (watch.armed & EPOLLIN)) {
        if (!watch.isFreshWriter) {
            watch.isFreshWriter = true;
            m_freshWriters.push_back(descriptor);
        }
        return;
    }
    noteChange(descriptor);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    auto **slot = slotOf(notifier);
    if (*slot != notifier)
        return;
    *slot = nullptr;
    const int descriptor = static_cast<int>(notifier->socket());
    auto &watch = m_watches[static_cast<std::size_t>(descriptor)];
    if (watch.read || watch.write || watch.exception) {
        noteChange(descriptor);
        return;
    }
    // The descriptor is likely to be closed next and its number given to another socket: forget it now.
    if (watch.armed != 0)
        ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
    watch.armed = 0;
    ++watch.generation;
}

void EpollDispatcher::noteChange(int descriptor)
{
    auto &watch = m_watches[static_cast<std::size_t>(descriptor)];
    if (!watch.isChanged) {
        watch.isChanged = true;
        m_changed.push_back(descriptor);
    }
}

void EpollDispatcher::applyChanges()
{
    for (const int descriptor : m_changed) {
        auto &watch = m_watches[static_cast<std::size_t>(descriptor)];
        watch.isChanged = false;
        tellKernel(descriptor, watch);
    }
    m_changed.clear();
}

void EpollDispatcher::tellKernel(int descriptor, Watch &watch)
{
    const bool wantsWrite = watch.write && !watch.isFreshWriter;
    const std::uint32_t wanted =
        (watch.read ? kReadable : 0u) | (wantsWrite ? EPOLLOUT : 0u) | (watch.exception ? EPOLLPRI : 0u);
    if (wanted == watch.armed)
        return;
    epoll_event event{};
    event.events = wanted;
    event.data.u64 = tagOf(descriptor, watch.generation);
    const int operation = wanted == 0 ? EPOLL_CTL_DEL : watch.armed == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    int error = ::epoll_ctl(m_epoll, operation, descriptor, &event);
    if (error != 0 && errno == EEXIST)
        error = ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &event);
    else if (error != 0 && errno == ENOENT && wanted != 0)
        error = ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
    if (error != 0 && wanted != 0)
        qWarning("descriptor %d cannot be watched: %s", descriptor, std::strerror(errno));
    watch.armed = error == 0 ? wanted : 0;
}

int EpollDispatcher::flushFreshWriters()
{
    const auto writers = std::exchange(m_freshWriters, {});
    int handled = 0;
    for (const int descriptor : writers) {
        auto &watch = m_watches[static_cast<std::size_t>(descriptor)];
        watch.isFreshWriter = false;
        if (!watch.write)
            continue;
        activate(descriptor, watch.generation, EPOLLOUT);
        ++handled;
        if (m_watches[static_cast<std::size_t>(descriptor)].write)
            noteChange(descriptor); // not all went out: now the kernel shall tell
    }
    return handled;
}

int EpollDispatcher::waitAndActivateSockets(int timeoutMs)
{
    std::array<epoll_event, kEventsPerWait> events;
    const int count = ::epoll_wait(m_epoll, events.data(), kEventsPerWait, timeoutMs);
    int handled = 0;
    for (int index = 0; index < count; ++index) {
        const auto &event = events[static_cast<std::size_t>(index)];
        if (event.data.u64 == kWakeUpTag) {
            drainWakeUps();
        } else {
            activate(static_cast<int>(event.data.u64 & 0xffffffffu), static_cast<std::uint32_t>(event.data.u64 >> 32),
                     event.events);
        }
        ++handled;
    }
    return handled;
}

int EpollDispatcher::waitForWakeUpOnly(int timeoutMs)
{
    pollfd wakeUp{m_wakeUp, POLLIN, 0};
    if (::poll(&wakeUp, 1, timeoutMs) <= 0)
        return 0;
    drainWakeUps();
    return 1;
}

void EpollDispatcher::activate(int descriptor, std::uint32_t generation, std::uint32_t events)
{
    // Looked up anew each time: a handler may unregister, close, or make the table grow.
    const auto send = [&](QSocketNotifier *Watch::*kind, std::uint32_t mask) {
        const auto &watch = m_watches[static_cast<std::size_t>(descriptor)];
        if (watch.generation != generation || !(events & mask) || !(watch.*kind))
            return;
        QEvent event(QEvent::SockAct);
        QCoreApplication::sendEvent(watch.*kind, &event);
    };
    send(&Watch::exception, EPOLLPRI);
    send(&Watch::read, kReadable | kBroken);
    send(&Watch::write, EPOLLOUT | kBroken);
}

// Timers

void EpollDispatcher::registerTimer(int timerId, qint64 intervalMs, Qt::TimerType timerType, QObject *object)
{
    auto &timer = m_timers[timerId];
    timer = Timer{milliseconds(std::max<qint64>(intervalMs, 0)), timerType, object, {}};
    schedule(timerId, timer, Clock::now() + timer.interval);
}

void EpollDispatcher::schedule(int timerId, Timer &timer, Clock::time_point due)
{
    timer.due = roundedUp(due, timer.interval, timer.type);
    m_agenda.emplace(timer.due, timerId);
}

bool EpollDispatcher::unregisterTimer(int timerId)
{
    const auto timer = m_timers.constFind(timerId);
    if (timer == m_timers.constEnd())
        return false;
    m_agenda.erase({timer->due, timerId});
    m_timers.erase(timer);
    return true;
}

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    bool found = false;
    for (const auto &timer : registeredTimers(object))
        found |= unregisterTimer(timer.timerId);
    return found;
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    QList<TimerInfo> timers;
    for (auto timer = m_timers.cbegin(); timer != m_timers.cend(); ++timer) {
        if (timer->object == object)
            timers.append(TimerInfo(timer.key(), static_cast<int>(timer->interval.count()), timer->type));
    }
    return timers;
}

int EpollDispatcher::remainingTime(int timerId)
{
    const auto timer = m_timers.constFind(timerId);
    if (timer == m_timers.constEnd())
        return -1;
    return static_cast<int>(std::max<qint64>(0, std::chrono::ceil<milliseconds>(timer->due - Clock::now()).count()));
}

int EpollDispatcher::waitTimeoutMs(bool mayBlock, bool withTimers) const
{
    if (!mayBlock)
        return 0;
    if (!withTimers || m_agenda.empty())
        return -1;
    // The next due time goes along as the wait's own timeout, which saves a timerfd's system calls. Rounded up: a wait
    // that ends early would only turn round again.
    const auto left = std::chrono::ceil<milliseconds>(m_agenda.begin()->first - Clock::now()).count();
    return static_cast<int>(std::clamp<qint64>(left, 0, std::numeric_limits<int>::max()));
}

int EpollDispatcher::fireTimers()
{
    if (m_agenda.empty())
        return 0;
    const auto now = Clock::now();
    std::vector<int> due;
    for (auto entry = m_agenda.begin(); entry != m_agenda.end() && entry->first <= now; ++entry)
        due.push_back(entry->second);

    int fired = 0;
    for (const int timerId : due) {
        const auto timer = m_timers.find(timerId); // a handler before this one may have stopped it
        if (timer == m_timers.end() || timer->isRunning || timer->due > now)
            continue;
        m_agenda.erase({timer->due, timerId});
        const auto next = timer->due + timer->interval;
        schedule(timerId, *timer, next > now ? next : now + timer->interval);
        timer->isRunning = true;
        QTimerEvent event(timerId);
        QCoreApplication::sendEvent(timer->object, &event);
        if (const auto after = m_timers.find(timerId); after != m_timers.end())
            after->isRunning = false;
        ++fired;
    }
    return fired;
}

// Other threads

void EpollDispatcher::wakeUp()
{
    if (m_isWoken.exchange(true))
        return;
    if (QThread::currentThread() == thread())
        return; // it is awake, and looks at the flag before it waits
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(m_wakeUp, &one, sizeof one);
}

void EpollDispatcher::interrupt()
{
    m_isInterrupted = true;
    wakeUp();
}

void EpollDispatcher::drainWakeUps()
{
    std::uint64_t count = 0;
    [[maybe_unused]] const auto read = ::read(m_wakeUp, &count, sizeof count);
    m_isWoken = false;
}

} // namespace gatehouse
