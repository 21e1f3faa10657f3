// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/eventview.h"
#include "shared/replica/link.h"
#include "shared/replica/memoryrows.h"

#include <QTimer>

#include <functional>
#include <memory>

namespace gatehouse {

using LinkMaker = std::function<std::unique_ptr<Link>()>;

/// One simulated client of the server: the real client, outbox and link of a kiosk or desk, with its rows and outbox in
/// memory instead of on disk. A restart loses what a power cut would lose, and no more. One thread.
class Station : public QObject
{
    Q_OBJECT

public:
    /// `random` outlives it.
    Station(ClientOptions options, LinkMaker makeLink, Random &random);
    ~Station() override;

    /// Makes outbox and client. First of all.
    [[nodiscard]] Result<> open();
    void goOnline();
    void goOffline();
    /// As after a power cut: client and link are made anew over the rows and the outbox that there were; on line as
    /// before.
    void restart();

    template <class C>
    Result<std::int64_t> send(const C &command)
    {
        return sendNamed(std::string(C::spec.name), encoded(command));
    }
    template <class Q>
    std::int64_t query(const Q &query)
    {
        return queryNamed(std::string(Q::spec.name), encoded(query));
    }

    [[nodiscard]] const EventView &view() const { return m_view; }
    [[nodiscard]] ReplicaStatus status() const { return m_client->status(); }
    [[nodiscard]] bool isLive() const { return status().state == ReplicaState::Live; }
    [[nodiscard]] const Welcome &welcome() const { return m_welcome; }
    /// The sequence up to which its rows are known to be current.
    [[nodiscard]] std::int64_t reached() const { return m_client->cursor().sequence; }
    [[nodiscard]] std::size_t waiting() const { return m_outbox->waitingCount(); }
    /// The commands that wait for an answer.
    [[nodiscard]] std::vector<OutboxEntry> waitingCommands();
    [[nodiscard]] int connections() const { return m_connections; } ///< made so far

    // Called on this thread, after the rows of the same message are in view().
    std::function<void(const CommandAnswered &)> onAnswered;
    std::function<void(const QueryAnswered &)> onQueryAnswered;
    std::function<void()> onChanged; ///< rows or status

private:
    Result<std::int64_t> sendNamed(std::string name, std::string body);
    std::int64_t queryNamed(std::string name, std::string body);
    void makeClient();
    void carryOut();
    void take(ClientAction &action);
    void takeRows(RowsApplied &applied);

    ClientOptions m_options;
    LinkMaker m_makeLink;
    Random &m_random;
    MemoryRows m_rows;
    std::unique_ptr<Outbox> m_outbox;
    std::unique_ptr<Client> m_client;
    std::unique_ptr<Link> m_link;
    QTimer m_timer;
    EventView m_view;
    std::vector<AppliedRow> m_partial; ///< of a change that is not whole yet
    Welcome m_welcome;
    bool m_isWanted = false;
    bool m_isCarryingOut = false;
    int m_connections = 0;
};

} // namespace gatehouse
