// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/serve/server.h"

#include "server/admission/exitclock.h"
#include "server/api/api.h"
#include "server/engine/runningclock.h"
#include "server/engine/systemclock.h"
#include "server/gateway/httpfront.h"
#include "server/house/house.h"
#include "server/house/importdrafts.h"
#include "server/imports/importfollower.h"
#include "server/keyring/keyring.h"
#include "server/monitoring/metrics.h"
#include "server/store/document.h"
#include "server/store/sqlitereader.h"
#include "server/ticketing/peopleindex.h"
#include "server/venue/levelclock.h"
#include "shared/crypto/random.h"
#include "shared/house/house.h"
#include "shared/sqlite/sqlite.h"
#include "shared/venue/occupancyrules.h"

#include <QLoggingCategory>
#include <QTimer>

namespace gatehouse {

namespace {

Q_LOGGING_CATEGORY(serveLog, "server.serve", QtInfoMsg)

class EngineDoor final : public EngineLink
{
public:
    explicit EngineDoor(EngineThread &engine) : m_engine(engine) {}
    void submit(CommandRequest request) override { m_engine.submit(std::move(request)); }
    void askLastNumber(const Id &sender, std::function<void(std::int64_t)> done) override
    {
        m_engine.ask([sender, done = std::move(done)](Engine &engine) { done(engine.lastNumber(sender)); });
    }

private:
    EngineThread &m_engine;
};

class HasherDoor final : public PasswordLink
{
public:
    explicit HasherDoor(PasswordHasher &hasher) : m_hasher(hasher) {}
    Result<> hash(std::string password, std::function<void(Result<std::string>)> done) override
    {
        return m_hasher.hash(std::move(password), &m_receiver, std::move(done));
    }

private:
    PasswordHasher &m_hasher;
    QObject m_receiver;
};

std::string hostForAddress(const QHostAddress &address)
{
    const QString text = address.toString();
    return (address.protocol() == QAbstractSocket::IPv6Protocol ? QLatin1Char('[') + text + QLatin1Char(']') : text)
        .toStdString();
}

constexpr std::chrono::seconds kTidyEvery{5}; // drafts that nobody asks about

/// What waits for its time since before the program started.
template <class E, class Clock>
Result<> fillClock(Clock &clock, Reader &reader)
{
    return reader.each(entityType<E>(), [&clock](const StoredRow &row) {
        if (const auto entity = entityOf<E>(row))
            clock.take(*entity);
        return true;
    });
}

Result<RunningClock> clockOf(const std::string &path)
{
    const auto reader = openReader(path, nullptr);
    return reader ? runningClock(std::make_shared<SystemClock>(), **reader) : fail(reader.error());
}

Result<std::vector<std::unique_ptr<Clockwork>>> clockworksOf(const std::string &path, const Keyring &keyring)
{
    const auto reader = openReader(path, &keyring);
    if (!reader)
        return fail(reader.error());
    auto levels = std::make_unique<LevelClock>();
    auto exits = std::make_unique<ExitClock>();
    if (auto filled = fillClock<Occupancy>(*levels, **reader); !filled)
        return fail(std::move(filled.error()));
    if (auto filled = fillClock<CheckInList>(*exits, **reader); !filled)
        return fail(std::move(filled.error()));
    std::vector<std::unique_ptr<Clockwork>> clockworks;
    clockworks.push_back(std::move(levels));
    clockworks.push_back(std::move(exits));
    return clockworks;
}

/// Scans since the program started, by what was decided.
struct ScanCounts {
    std::array<std::uint64_t, enumNames<Outcome>.size()> byOutcome{};

    void add(const Batch &batch)
    {
        for (const ChangedRow &row : batch.rows) {
            if (row.type != &entityType<Scan>() || !row.before.empty())
                continue;
            const auto scan = decoded<Scan>(row.body, Strictness::Replica, Part::Open);
            if (scan && static_cast<std::size_t>(scan->outcome) < byOutcome.size())
                ++byOutcome[static_cast<std::size_t>(scan->outcome)];
        }
    }
};

} // namespace

/// Everything of a server that lives in the I/O thread.
class Server::Front
{
public:
    Front(const ServeOptions &options, EngineThread &engine, Stage &stage, std::unique_ptr<Reader> documentReader,
          std::int64_t head, const RunningClock &clock)
        : m_engine(engine), m_clock(std::make_shared<RunningClock>(clock)), m_startedAt(m_clock->wall()),
          m_backupEveryMs(options.backup ? options.backup->everyMs : 0), m_reader(std::move(documentReader)),
          m_engineDoor(engine), m_hasherDoor(m_hasher),
          m_identities(*m_reader, engine.keyring(), "gatehouse", "gatehouse:" + engine.documentId().toString())
    {
        for (const QueryHandler &handler : houseQueryHandlers())
            m_queries.emplace(handler.type, handler);
        m_shell =
            std::make_unique<HubShell>(HubSurroundings{m_engineDoor, *m_reader, m_identities, m_hasherDoor, runner(),
                                                       engine.epoch(), "gatehouse-server " GATEHOUSE_VERSION},
                                       head, m_clock, options.hub);
        m_imports = std::make_unique<ImportDrafts>(importSurroundings(stage));
        m_shell->hub().onDeliver([this](const Batch &batch) {
            m_people.apply(batch);
            m_scans.add(batch);
            m_imports->see(batch);
        });
        QObject::connect(&m_tidy, &QTimer::timeout, &m_tidy, [this] { m_imports->tidy(); });
        m_tidy.start(kTidyEvery);
        m_api = std::make_unique<Api>(
            ApiSurroundings{slug(), *m_shell, m_engineDoor, *m_reader, m_identities, m_hasher, runner(), m_random,
                            [this] { return !m_engine.figures().isReadOnly; }, [this] { return metrics(); }});
        m_http = std::make_unique<HttpFront>(*m_api, options.gateway, m_counters);
    }

    [[nodiscard]] Result<> begin(const ServeOptions &options)
    {
        if (auto result = m_people.fill(*m_reader); !result)
            return result;
        if (auto result = m_imports->begin(); !result)
            return result;
        return m_http->listen(options.address, options.port);
    }

    [[nodiscard]] std::string slug()
    {
        std::string slug;
        (void)m_reader->each(entityType<Event>(), [&](const StoredRow &row) {
            if (const auto event = entityOf<Event>(row))
                slug = event->slug;
            return false;
        });
        return slug;
    }

    [[nodiscard]] quint16 port() const { return m_http->port(); }
    [[nodiscard]] HubShell &shell() { return *m_shell; }

    void setBackupEvery(std::int64_t everyMs) { m_backupEveryMs = everyMs; }

    void sayGoodbye()
    {
        m_shell->hub().closeAll(CloseCode::GoingAway, Fault::Unavailable, "the server stops");
        m_http.reset();
    }

    [[nodiscard]] Result<std::string> tokenFor(const std::string &login)
    {
        AccountId found;
        const auto result = m_reader->each(entityType<Account>(), [&](const StoredRow &row) {
            const auto account = entityOf<Account>(row);
            if (!account || account->isLocked || (!login.empty() && account->login != login))
                return true;
            if (login.empty() && !mayManageAccounts(*account))
                return true;
            found = AccountId(row.id);
            return false;
        });
        if (!result)
            return fail(result.error());
        if (!found)
            return fail(Fault::NotFound, login.empty() ? "nobody may manage the accounts" : "no account " + login);
        Instant expires;
        return m_identities.issue(found, m_clock->wall(), m_random, &expires);
    }

private:
    [[nodiscard]] bool mayManageAccounts(const Account &account)
    {
        return std::any_of(account.roles.begin(), account.roles.end(), [this](const RoleId &id) {
            const auto row = m_reader->find(entityType<Role>(), id);
            const auto role = row && *row ? entityOf<Role>(**row) : Result<Role>(fail(Fault::NotFound));
            return role && permissionsOf(*role).has(Permission::ManageAccounts);
        });
    }

    [[nodiscard]] ImportSurroundings importSurroundings(Stage &stage)
    {
        return {[path = m_engine.documentPath(), keyring = m_engine.sharedKeyring()] {
                    return openReader(path, keyring.get());
                },
                m_engine.sharedKeyring(),
                [this](std::function<void(Engine &)> question) { m_engine.ask(std::move(question)); },
                [inbox = m_shell->hub().inbox()](std::function<void()> call) { inbox->call(std::move(call)); },
                [clock = m_clock] { return clock->monotonicMs(); },
                stage,
                m_random};
    }

    [[nodiscard]] ServedFigures figures() const
    {
        return {m_startedAt, m_engine.figures(), m_engine.backupFigures(), m_backupEveryMs};
    }

    [[nodiscard]] QueryRunner runner()
    {
        return [this](const QueryType &type, std::string_view body, const Actor &actor) -> Result<std::string> {
            const QueryHandler &handler = m_queries.at(&type);
            const std::unique_ptr<void, void (*)(void *)> query(type.table->make(), type.table->destroy);
            if (auto result = decode(*type.table, query.get(), Part::All, body, Strictness::Command); !result)
                return fail(std::move(result.error()));
            const std::unique_ptr<void, void (*)(void *)> answer(type.answer->make(), type.answer->destroy);
            const ServedFigures served = figures();
            QueryContext context{*m_reader, m_engine.keyring(), &m_people, actor, &served, m_imports.get()};
            if (auto result = handler.run(query.get(), context, answer.get()); !result)
                return fail(std::move(result.error()));
            std::string out;
            encode(*type.answer, answer.get(), Part::All, out);
            return out;
        };
    }

    [[nodiscard]] std::string metrics();

    EngineThread &m_engine;
    std::shared_ptr<Clock> m_clock;
    Instant m_startedAt;
    std::int64_t m_backupEveryMs;
    SecureRandom m_random;
    std::unique_ptr<Reader> m_reader;
    PeopleIndex m_people;
    ScanCounts m_scans;
    EngineDoor m_engineDoor;
    PasswordHasher m_hasher;
    HasherDoor m_hasherDoor;
    Identities m_identities;
    std::map<const QueryType *, QueryHandler> m_queries;
    GatewayCounters m_counters;
    std::unique_ptr<HubShell> m_shell;
    std::unique_ptr<ImportDrafts> m_imports; ///< answers to it come through the shell's hub
    QTimer m_tidy;
    std::unique_ptr<Api> m_api;
    std::unique_ptr<HttpFront> m_http;
};

std::string Server::Front::metrics()
{
    Metrics metrics;
    const EngineFigures engine = m_engine.figures();
    metrics.count("commands", "Commands taken", static_cast<double>(engine.commands));
    metrics.count("commands_refused", "Commands refused", static_cast<double>(engine.refused));
    metrics.count("commands_repeated", "Commands that came again and were answered the same",
                  static_cast<double>(engine.repeats));
    metrics.count("commits", "Transactions committed to disk", static_cast<double>(engine.commits));
    metrics.count("commit_seconds", "Time spent in commits", engine.commitSecondsSum);
    metrics.gauge("commit_longest_seconds", "Longest commit", engine.commitSecondsMost);
    metrics.count("checkpoints", "Write-ahead log written back", static_cast<double>(engine.checkpoints));
    metrics.gauge("engine_queue", "Commands waiting for the engine", static_cast<double>(engine.queue));
    metrics.gauge("journal_head", "Sequence of the last journal entry", static_cast<double>(engine.head));
    metrics.gauge("read_only", "1 while the document cannot be written", engine.isReadOnly ? 1 : 0);

    const HubFigures hub = m_shell->hub().figures();
    metrics.gauge("sqlite", "1, labelled with the version of SQLite that runs", 1,
                  {{"version", std::string(sqlite::version())}});
    metrics.gauge("connections", "Clients connected to the hub", static_cast<double>(hub.connections));
    metrics.gauge("connections_signed_in", "Clients signed in", static_cast<double>(hub.signedIn));
    metrics.gauge("devices_connected", "Paired devices connected", static_cast<double>(hub.devices));
    metrics.gauge("connections_behind", "Clients that do not take what is sent", static_cast<double>(hub.behind));
    metrics.gauge("connections_catching_up", "Clients being led to the head", static_cast<double>(hub.catchingUp));
    metrics.gauge("unsent_bytes", "Bytes waiting for clients", static_cast<double>(hub.unsentBytes));
    metrics.count("deltas_sent", "Delta frames sent", static_cast<double>(hub.deltas));
    metrics.count("deltas_encoded", "Delta frames made", static_cast<double>(hub.deltasEncoded));
    metrics.count("pages_sent", "Pages of catch-ups sent", static_cast<double>(hub.pages));
    metrics.count("catch_ups_whole", "Clients sent everything", static_cast<double>(hub.snapshots));
    metrics.count("catch_ups_ring", "Returning clients served without the document",
                  static_cast<double>(hub.ringReturns));
    metrics.count("catch_ups_quiet", "Returning clients that had missed nothing",
                  static_cast<double>(hub.quietReturns));
    metrics.count("queries", "Queries answered on links", static_cast<double>(hub.queries));
    metrics.count("requests_over_limit", "Commands and queries over a rate or bound", static_cast<double>(hub.refused));
    metrics.count("closed_slow", "Clients closed because they took nothing", static_cast<double>(hub.closedSlow));
    metrics.count("closed_forbidden", "Clients closed because they were revoked",
                  static_cast<double>(hub.closedForbidden));
    metrics.count("http_requests", "HTTP requests handled", static_cast<double>(m_counters.requests.value()));
    metrics.count("http_malformed", "HTTP requests refused for their form",
                  static_cast<double>(m_counters.requestsMalformed.value()));
    metrics.count("received_bytes", "Bytes received", static_cast<double>(m_counters.bytesReceived.value()));
    metrics.count("sent_bytes", "Bytes sent", static_cast<double>(m_counters.bytesSent.value()));

    std::int64_t waiting = 0;
    for (const DevicePresence &device : m_shell->hub().presence())
        waiting += device.waiting;
    metrics.gauge("devices_waiting_commands", "Commands that devices say they still hold",
                  static_cast<double>(waiting));
    for (std::size_t index = 0; index < m_scans.byOutcome.size(); ++index)
        metrics.count("scans", "Scans since the server started", static_cast<double>(m_scans.byOutcome[index]),
                      {{"outcome", std::string(enumNames<Outcome>[index])}});
    (void)m_reader->each(entityType<Occupancy>(), [&](const StoredRow &row) {
        if (const auto occupancy = entityOf<Occupancy>(row))
            metrics.gauge("people_inside", "People in a zone, by the best estimate", peopleIn(*occupancy),
                          {{"zone", row.id.toString()}});
        return true;
    });

    const BackupFigures backup = m_engine.backupFigures();
    if (backup.lastAt)
        metrics.gauge("backup_timestamp_seconds", "When the last good backup began",
                      static_cast<double>(backup.lastAt->ms) / 1000);
    metrics.gauge("backup_failed", "1 if the last backup failed", backup.failure.empty() ? 0 : 1);
    return metrics.text();
}

Result<std::unique_ptr<Server>> Server::open(ServeOptions options, KeyStore &store)
{
    initialiseCrypto();
    std::unique_ptr<Server> server(new Server);
    auto document = Document::open(options.path);
    if (!document)
        return fail(std::move(document.error()));
    auto keyring = Keyring::open(Keyring::pathFor(options.path), (*document)->id(), store, server->m_random);
    if (!keyring)
        return fail(std::move(keyring.error()));

    EngineParts parts;
    parts.document = std::move(*document);
    parts.keyring = std::move(*keyring);
    parts.handlers = houseHandlers();
    parts.preparations = housePreparations();
    auto clock = clockOf(options.path);
    if (!clock)
        return fail(std::move(clock.error()));
    parts.clock = std::make_unique<RunningClock>(*clock);
    parts.random = std::make_unique<SecureRandom>();
    parts.backup = options.backup;
    auto clockworks = clockworksOf(options.path, *parts.keyring);
    if (!clockworks)
        return fail(std::move(clockworks.error()));
    parts.clockworks = std::move(*clockworks);
    auto importer = std::make_unique<ImportFollower>(*parts.document, parts.keyring->credentialKey());
    Stage &stage = importer->stage(); // the engine's thread uses it, as long as that runs
    parts.followers.push_back(std::move(importer));
    server->m_engine = std::make_unique<EngineThread>(std::move(parts));
    server->m_io = std::make_unique<IoThread>(QStringLiteral("gateway"));

    Result<> begun;
    server->m_io->call([&] {
        auto reader = openReader(options.path, &server->m_engine->keyring());
        auto head = reader ? (*reader)->head() : Result<std::int64_t>(fail(reader.error()));
        if (!head) {
            begun = fail(std::move(head.error()));
            return;
        }
        server->m_front = std::make_unique<Front>(options, *server->m_engine, stage, std::move(*reader), *head, *clock);
        begun = server->m_front->begin(options);
        server->m_slug = server->m_front->slug();
        server->m_port = server->m_front->port();
    });
    if (!begun)
        return fail(std::move(begun.error()));
    server->m_backup = options.backup;
    server->m_host = hostForAddress(options.address);
    server->m_engine->onPublish([inbox = server->m_front->shell().hub().inbox()](std::shared_ptr<const Batch> batch) {
        inbox->publish(std::move(batch));
    });
    server->m_engine->start();
    qCInfo(serveLog) << "serves document" << server->m_engine->documentId().toString().c_str() << "on port"
                     << server->m_port << "with SQLite" << sqlite::version().data();
    return server;
}

Server::~Server()
{
    if (m_front)
        m_io->call([this] {
            m_front->sayGoodbye();
            m_front.reset();
        });
    m_engine.reset(); // what was queued is run; its answers find nobody, and are given again when asked
}

std::string Server::address() const
{
    return "http://" + m_host + ":" + std::to_string(m_port) + "/e/" + m_slug + "/";
}

void Server::backUp(std::string path, std::function<bool(int, int)> progress, std::function<void(Result<>)> done)
{
    m_engine->backUp(std::move(path), std::move(progress), std::move(done));
}

void Server::setBackup(std::optional<BackupPlan> plan)
{
    m_backup = plan;
    m_io->call([&] { m_front->setBackupEvery(plan ? plan->everyMs : 0); });
    m_engine->setBackup(std::move(plan));
}

SecretKey Server::deskKey() const
{
    return deriveKey(m_engine->keyring().credentialKey(), "gatehouse desk of this machine");
}

std::unique_ptr<LocalEnd> Server::attachLocal()
{
    return LocalEnd::attach(m_front->shell());
}

Result<std::string> Server::localToken(const std::string &login)
{
    Result<std::string> token = fail(Fault::Internal);
    m_io->call([&] { token = m_front->tokenFor(login); });
    return token;
}

} // namespace gatehouse
