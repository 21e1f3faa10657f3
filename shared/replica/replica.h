// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/house/house.h"
#include "shared/replica/collection.h"
#include "shared/replica/replicaworker.h"

#include <QThread>

#include <array>

namespace gatehouse {

/// A client's copy of an event, as a window uses it: collections, commands with their answers, queries, and how it
/// stands. Belongs to the thread that made it (the window's); link, outbox and files work on a thread of their own,
/// named "link". What comes from there is taken in a few milliseconds a turn, and shown once a whole batch is in.
class Replica : public QObject
{
    Q_OBJECT

public:
    /// Works on `thread` if there is one (it must run until the replica is gone), else on its own.
    explicit Replica(ReplicaOptions options, QThread *thread = nullptr, QObject *parent = nullptr);
    ~Replica() override;

    /// Opens what is kept and connects. Until then callers may connect signals.
    void start();
    void goOnline();
    void goOffline();
    void setToken(const std::string &token);
    void setPresence(const DevicePresence &own);
    /// Asks for recalled(), which comes once what was kept on disk stands in the collections.
    void recall(std::int64_t answered);
    /// Wipes the copy, on disk too: this device may no longer have it. What it has to tell stays, and is sent.
    void forgetRows();

    template <class E>
    [[nodiscard]] Collection<E> &collection()
    {
        static_assert(E::spec.replication != Replication::Server, "it never leaves the server");
        return static_cast<Collection<E> &>(*m_collections[E::spec.number]);
    }
    /// nullptr: no such entity, or one that never leaves the server.
    [[nodiscard]] CollectionBase *collection(std::uint16_t entity);

    /// Makes it a command of this device. `stored` tells its number once it is on disk (only now may a gate show
    /// green), or why it is not (Fault::ReadOnly: the disk is full; then nothing was sent). `answered` comes when the
    /// server has decided, or with the same failure if it was not stored. Callbacks come on this thread, not after
    /// `context` or this object died.
    template <class C>
    void send(const C &command, QObject *context = nullptr,
              std::function<void(Result<typename C::Answer>)> answered = {},
              std::function<void(Result<std::int64_t>)> stored = {})
    {
        sendNamed(std::string(C::spec.name), encoded(command), context, readAnswer<C>(std::move(answered)),
                  std::move(stored));
    }
    /// Fault::Unavailable without a link.
    template <class Q>
    void query(const Q &query, QObject *context, std::function<void(Result<typename Q::Answer>)> answered)
    {
        queryNamed(std::string(Q::spec.name), encoded(query), context, readAnswer<Q>(std::move(answered)));
    }

    using Answered = std::function<void(Result<std::string> body)>;
    void sendNamed(std::string name, std::string body, QObject *context, Answered answered,
                   std::function<void(Result<std::int64_t>)> stored);
    void queryNamed(std::string name, std::string body, QObject *context, Answered answered);

    [[nodiscard]] const ReplicaStatus &status() const { return m_status; }
    /// The last one, also from before a restart if rows are kept. Its epoch is null if there never was one.
    [[nodiscard]] const Welcome &welcome() const { return m_welcome; }
    [[nodiscard]] Permissions permissions() const
    {
        return Permissions::fromBits(static_cast<std::uint64_t>(m_welcome.permissions));
    }
    [[nodiscard]] std::optional<ServerTime> serverNow() const
    {
        return m_status.clock.serverTimeFor(deviceTime().monotonicMs);
    }
    /// How old the rows may be; 0 while live; nullopt: there never were any.
    [[nodiscard]] std::optional<std::int64_t> dataAgeMs() const;
    /// Of other devices, if the client wants and may see it.
    [[nodiscard]] const std::unordered_map<Id, DevicePresence> &presence() const { return m_presence; }

signals:
    void statusChanged();
    /// Permissions, scopes, event or assignment may be others now.
    void welcomed();
    void presenceChanged();
    /// A whole batch is in, after the collections' own signals.
    void rowsChanged();
    /// The commands of the outbox, oldest first: those that wait, and as many before them as recall() asked for.
    void recalled(const std::vector<gatehouse::OutboxEntry> &commands);
    /// Every answer, also of commands from before a restart, which have no callback any more.
    void answered(qint64 number, const QString &name, const gatehouse::Failure &failure);
    /// The outbox cannot be opened.
    void failed(const gatehouse::Failure &failure);

private:
    struct Call {
        QPointer<QObject> context;
        bool hasContext = false;
        Answered answered;
        std::function<void(Result<std::int64_t>)> stored;
    };

    template <class C>
    [[nodiscard]] static Answered readAnswer(std::function<void(Result<typename C::Answer>)> answered)
    {
        if (!answered)
            return {};
        return [answered = std::move(answered)](Result<std::string> body) {
            if (!body)
                answered(fail(std::move(body.error())));
            else if (body->empty())
                answered(typename C::Answer{});
            else
                answered(decoded<typename C::Answer>(*body, Strictness::Replica));
        };
    }

    [[nodiscard]] static bool isAlive(const Call &call) { return !call.hasContext || call.context; }
    void tellStored(qint64 request, const Result<std::int64_t> &number);
    void noteQuery(qint64 request, qint64 number);
    void takeActions(const std::shared_ptr<std::vector<ClientAction>> &actions, const ReplicaStatus &status);
    void takeSome();
    [[nodiscard]] bool takeRows(RowsApplied &applied, const QElapsedTimer &turn);
    void publish();
    void take(ClientAction &action);
    static void answer(Call call, Fault fault, std::string detail, const std::vector<WireFault> &faults,
                       std::string body);

    QThread m_ownThread;
    ReplicaWorker *m_worker;                                    ///< on the link's thread, deleted there
    std::vector<std::unique_ptr<CollectionBase>> m_collections; ///< by entity number
    ReplicaStatus m_status;
    Welcome m_welcome;
    std::unordered_map<Id, DevicePresence> m_presence;

    std::deque<ClientAction> m_pending;
    std::size_t m_rowsTaken = 0; ///< of the first pending one
    bool m_isTaking = false;

    std::int64_t m_nextRequest = 1;
    std::unordered_map<std::int64_t, Call> m_unstored; ///< by request
    std::unordered_map<std::int64_t, Call> m_commands; ///< by command number
    std::unordered_map<std::int64_t, Call> m_unsent;   ///< queries by request
    std::unordered_map<std::int64_t, Call> m_queries;  ///< by query number
};

} // namespace gatehouse
