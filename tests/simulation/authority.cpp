// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/authority.h"

#include "server/admission/exitclock.h"
#include "server/admission/handlers.h"
#include "server/house/house.h"
#include "server/serve/move.h"
#include "server/store/backup.h"
#include "server/venue/levelclock.h"
#include "shared/house/house.h"
#include "tests/simulation/disk.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace gatehouse::simulation {

namespace {

constexpr std::int64_t kCommitMs = 4;       // a commit on a venue's laptop
constexpr std::int64_t kTickMs = 500;       // the shell's are shorter: nothing here hangs on it
constexpr std::int64_t kSilenceMs = 32'000; // GatewayLimits: a ping after 22 s of silence, 10 s for its answer
constexpr std::int64_t kStartMs = 1'000;    // of a program

template <class T>
T expect(Result<T> result, const char *what)
{
    if (!result)
        throw std::runtime_error(std::string(what) + ": " + describe(result.error()));
    return std::move(*result);
}

/// The negative control for the scan's own id: what is told twice becomes two scans.
Result<> recordWithoutDedupe(const void *command, Transaction &transaction, void *answer)
{
    RecordScan record = *static_cast<const RecordScan *>(command);
    if (transaction.exists<Scan>(record.scan)) {
        const Digest other = sha256(record.scan.view());
        record.scan = ScanId(*Id::fromBytes(other.view().substr(0, 16)));
    }
    return handlerOf<RecordScan>().run(&record, transaction, answer);
}

std::vector<Handler> handlersFor(const Dropped &dropped)
{
    std::vector<Handler> handlers = houseHandlers();
    for (Handler &handler : handlers) {
        if (dropped.has(Guard::ScanId) && handler.type->spec.name == RecordScan::spec.name)
            handler.run = &recordWithoutDedupe;
    }
    return handlers;
}

template <class E, class ClockOf>
void fill(ClockOf &clock, Reader &reader)
{
    const auto filled = reader.each(entityType<E>(), [&clock](const StoredRow &row) {
        if (const auto entity = entityOf<E>(row))
            clock.take(*entity);
        return true;
    });
    if (!filled)
        throw std::runtime_error(describe(filled.error()));
}

} // namespace

Authority::Authority(Agenda &agenda, Trace &trace, std::string folder, std::uint64_t seed, const Dropped &dropped,
                     const HubLimits &limits)
    : m_agenda(agenda), m_trace(trace), m_folder(std::move(folder)), m_dropped(dropped), m_limits(limits),
      m_random(seed), m_machineClock(std::make_shared<ServerClock>(agenda))
{
    m_dropped.apply(m_limits);
    std::filesystem::create_directories(m_folder + "/machine-0");
    m_path = m_folder + "/machine-0/event.gatehouse";
    m_keyringPath = Keyring::pathFor(m_path);
    m_event = newId();
    m_epoch = newId();
    m_document =
        expect(Document::create(m_path, {m_event, m_epoch, m_machineClock->wall()}, documentOptions()), "create");
    std::string code;
    m_keyring = expect(Keyring::create(m_keyringPath, m_event, m_keyStore, m_random, &code), "keyring");
    m_document.reset();
    m_keyring.reset();
    open(true);
    command(FoundEvent{EventId(m_event), "Simulated fair", "Europe/Berlin", "fair"});
}

Authority::~Authority()
{
    close(false);
}

DocumentOptions Authority::documentOptions() const
{
    DocumentOptions options;
    options.isDurable = false; // memory is all the disk there is
    options.dropsLock = m_dropped.has(Guard::Lock);
    options.takesMoved = m_dropped.has(Guard::Moved);
    return options;
}

// --- a life
// ----------------------------------------------------------------------------------------------------------------

void Authority::open(bool takesLock)
{
    ++m_life;
    DocumentOptions options = documentOptions();
    options.dropsLock = options.dropsLock || !takesLock;
    m_document = expect(Document::open(m_path, options), "open");
    m_epoch = m_document->epoch();
    m_keyring = expect(Keyring::open(m_keyringPath, m_event, m_keyStore, m_random), "keyring");
    m_hubReader = reader();
    m_clock = std::make_unique<RunningClock>(expect(runningClock(m_machineClock, *m_hubReader), "clock"));
    EngineOptions engineOptions;
    m_dropped.apply(engineOptions);
    m_engine =
        std::make_unique<Engine>(*m_document, *m_keyring, handlersFor(m_dropped), *m_clock, m_random, engineOptions);
    m_published = m_engine->head();
    m_newest = m_engine->now();
    auto levels = std::make_unique<LevelClock>();
    auto exits = std::make_unique<ExitClock>();
    fill<Occupancy>(*levels, *m_hubReader);
    fill<CheckInList>(*exits, *m_hubReader);
    m_clockworks.clear();
    m_clockworks.push_back(std::move(levels));
    m_clockworks.push_back(std::move(exits));
    m_identities =
        std::make_unique<Identities>(*m_hubReader, *m_keyring, "gatehouse", "gatehouse:" + m_event.toString());
    const auto noQueries = [](const QueryType &, std::string_view, const Actor &) -> Result<std::string> {
        return fail(Fault::Unavailable);
    };
    m_hub = std::make_unique<Hub>(
        HubSurroundings{*this, *m_hubReader, *m_identities, *this, noQueries, m_epoch, "gatehouse-server simulated"},
        m_engine->head(), m_limits);
    m_hub->inbox()->onPost([this] { planHub(1); });
    m_engine->onPublish([this](const std::shared_ptr<const Batch> &batch) { see(batch); });
}

void Authority::start()
{
    m_isTurnPlanned = false;
    m_isHubPlanned = false;
    m_agenda.plan(kTickMs, kServer, [this, life = m_life] {
        if (life == m_life)
            tick();
    });
}

void Authority::close(bool isSilent)
{
    ++m_life;
    if (m_engine) {
        m_figures.commands += m_engine->figures().commands;
        m_figures.repeats += m_engine->figures().repeats;
        m_figures.commits += m_engine->figures().commits;
        const HubFigures hub = m_hub->figures();
        m_figures.deltas += hub.deltas;
        m_figures.snapshots += hub.snapshots;
        m_figures.ringReturns += hub.ringReturns;
        m_figures.closedSlow += hub.closedSlow;
    }
    for (const auto &[id, cable] : std::exchange(m_cables, {}))
        cable->serverDied(isSilent);
    m_hub.reset();
    m_identities.reset();
    m_hubReader.reset();
    m_clockworks.clear();
    m_engine.reset();
    m_keyring.reset();
    m_document.reset();
}

void Authority::startLater(std::int64_t afterMs)
{
    m_agenda.plan(afterMs, kServer, [this, life = m_life] {
        if (life != m_life || isRunning())
            return;
        open(true);
        start();
        m_trace.note("server starts", m_engine->head());
    });
}

AuthorityFigures Authority::figures() const
{
    AuthorityFigures figures = m_figures;
    if (m_engine) {
        figures.commands += m_engine->figures().commands;
        figures.repeats += m_engine->figures().repeats;
        figures.commits += m_engine->figures().commits;
        const HubFigures hub = m_hub->figures();
        figures.deltas += hub.deltas;
        figures.snapshots += hub.snapshots;
        figures.ringReturns += hub.ringReturns;
        figures.closedSlow += hub.closedSlow;
    }
    return figures;
}

// --- what befalls it
// -----------------------------------------------------------------------------------------------------------

void Authority::kill(bool isSilent)
{
    if (!isRunning())
        return;
    m_trace.note("server dies", m_engine->head(), isSilent ? 1 : 0);
    ++m_figures.kills;
    const KilledFile document(m_path);
    const KilledFile keyring(m_keyringPath);
    close(isSilent);
    document.putBack();
    keyring.putBack();
    m_closedDoor = isSilent ? Door::Silent : Door::Refuses;
    // The clock of the machine may be wrong after a restart; the engine's time still never goes back.
    m_machineClock->setSkew(m_machineClock->skewMs() + static_cast<std::int64_t>(m_random.below(10'000)) - 5'000);
    startLater(kStartMs + static_cast<std::int64_t>(m_random.below(isSilent ? 60'000 : 5'000)));
}

void Authority::backUp()
{
    if (!isRunning())
        return;
    const std::string path = m_folder + "/backup-" + std::to_string(++m_generation) + ".gatehouse";
    auto backup = expect(Backup::begin(*m_document, path), "backup");
    if (!backup->run())
        throw std::runtime_error("backup");
    if (!m_backupPath.empty())
        std::filesystem::remove(m_backupPath);
    m_backupPath = path;
    m_trace.note("backup", backup->sequence());
}

void Authority::restore()
{
    if (!isRunning() || m_backupPath.empty())
        return;
    m_trace.note("restore", m_engine->head());
    ++m_figures.restores;
    ++m_lives;
    const Id before = m_epoch;
    close(true);
    const std::string path = m_folder + "/machine-" + std::to_string(m_machine) + "/restored-"
        + std::to_string(++m_generation) + ".gatehouse";
    if (auto result = restoreBackup(m_backupPath, path, m_dropped.has(Guard::NewEpoch) ? before : newId()); !result)
        throw std::runtime_error("restore: " + describe(result.error()));
    removeDatabase(m_path);
    m_path = path;
    std::filesystem::rename(m_keyringPath, Keyring::pathFor(path)); // it is kept apart from backups, and was not lost
    m_keyringPath = Keyring::pathFor(path);
    m_closedDoor = Door::Silent;
    startLater(kStartMs + static_cast<std::int64_t>(m_random.below(120'000)));
}

void Authority::move()
{
    if (!isRunning())
        return;
    m_trace.note("move", m_engine->head());
    ++m_figures.moves;
    ++m_lives;
    m_hub->closeAll(CloseCode::GoingAway, Fault::Unavailable, "the server stops");
    while (m_engine->step()) {
    }
    close(false);
    ++m_machine;
    MoveWish wish;
    wish.path = m_path;
    wish.folder = m_folder + "/machine-" + std::to_string(m_machine);
    std::filesystem::create_directories(wish.folder);
    const auto moved = moveEvent(wish, m_keyStore, *m_machineClock, m_random, {});
    if (!moved)
        throw std::runtime_error("move: " + describe(moved.error()));
    const std::string old = std::exchange(m_path, moved->document);
    // The machines share their key store here: the recovery code is slow on purpose, and tested elsewhere.
    std::filesystem::copy_file(m_keyringPath, moved->keyring, std::filesystem::copy_options::overwrite_existing);
    m_keyringPath = moved->keyring;
    m_closedDoor = Door::Silent;
    tryTheOldOne(old);
    startLater(kStartMs + static_cast<std::int64_t>(m_random.below(60'000)));
    m_agenda.plan(5 * 60'000, kServer, [this, old] { tryTheOldOne(old); });
}

/// Somebody starts the machine that was left. [I3, I16]
void Authority::tryTheOldOne(const std::string &path)
{
    const auto old = Document::open(path, documentOptions());
    m_trace.note("the old one", old ? 1 : 0);
    if (old)
        m_trace.violate("I3: a document that was moved away is served again");
}

void Authority::tryToServeTwice()
{
    if (!isRunning())
        return;
    const auto second = Document::open(m_path, documentOptions());
    m_trace.note("second opener", second ? 1 : 0);
    if (!second)
        return;
    m_trace.violate("I3: two programs serve one document");
    kill(false); // the first is fenced now; to go on, it opens the document again
}

void Authority::takeOver()
{
    if (!isRunning())
        return;
    m_trace.note("take over", m_engine->head());
    ++m_figures.takeovers;
    // The sleeping one keeps its queue: a command of the program's own, which nobody sends again.
    std::unique_ptr<Document> sleepingDocument = std::move(m_document);
    std::unique_ptr<Keyring> sleepingKeyring = std::move(m_keyring);
    const std::unique_ptr<RunningClock> sleepingClock = std::move(m_clock);
    std::unique_ptr<Engine> sleeping = std::move(m_engine);
    sleeping->onPublish(
        [this](const std::shared_ptr<const Batch> &) { m_trace.violate("I16: a replaced writer published"); });
    CommandRequest late;
    late.actor.permissions = Permissions::fromBits(~std::uint64_t{0});
    late.name = AddProduct::spec.name;
    AddProduct product;
    product.product = ProductId(newId());
    product.name = "written by the one who was replaced";
    late.body = encoded(product);
    bool wasWritten = false;
    late.done = [&wasWritten](const CommandOutcome &outcome) { wasWritten = outcome.failure.fault == Fault::None; };
    sleeping->submit(std::move(late));
    for (const auto &[id, cable] : std::exchange(m_cables, {}))
        cable->serverDied(false);
    m_hub.reset();
    m_identities.reset();
    m_hubReader.reset();
    open(false); // the lock was lost with the machine that held it
    while (sleeping->step()) {
    }
    if (wasWritten)
        m_trace.violate("I16: a replaced writer wrote");
    sleeping.reset();
    sleepingKeyring.reset();
    sleepingDocument.reset();
    close(false);
    m_closedDoor = Door::Refuses;
    startLater(kStartMs); // and takes the lock that is free now
}

void Authority::setClock(std::int64_t skewMs)
{
    m_trace.note("server's clock", skewMs);
    m_machineClock->setSkew(skewMs);
}

// --- at work
// -------------------------------------------------------------------------------------------------------------

Moment Authority::now()
{
    return {m_clock->monotonicMs(), m_clock->wall()};
}

std::unique_ptr<Reader> Authority::reader()
{
    return expect(openReader(m_path, m_keyring.get()), "reader");
}

std::string Authority::tokenFor(const AccountId &account)
{
    Instant expires;
    return expect(m_identities->issue(account, m_clock->wall(), m_random, &expires), "token");
}

std::string Authority::runNow(std::string name, std::string body)
{
    CommandRequest request;
    request.actor.id = m_event;
    request.actor.permissions = Permissions::fromBits(~std::uint64_t{0});
    request.name = std::move(name);
    request.body = std::move(body);
    request.deviceAt = m_clock->wall();
    std::string answer;
    request.done = [this, &answer, what = request.name](const CommandOutcome &outcome) {
        if (outcome.failure.fault != Fault::None)
            m_trace.violate(what + ": " + describe(outcome.failure));
        answer = outcome.answer;
    };
    m_engine->submit(std::move(request));
    while (m_engine->step()) {
    }
    return answer;
}

/// [I3] What is published follows what was published before; [I20] and time does not go back.
void Authority::see(const std::shared_ptr<const Batch> &batch)
{
    if (batch->first != m_published + 1 || batch->last < batch->first)
        m_trace.violate("I3: a hole in the journal after " + std::to_string(m_published));
    m_published = batch->last;
    const Instant at = m_engine->now();
    if (at < m_newest)
        m_trace.violate("I20: the engine's time went back");
    m_newest = at;
    m_trace.note("publish", batch->first, batch->last);
    for (const auto &clockwork : m_clockworks)
        clockwork->see(*batch);
    m_hub->inbox()->publish(batch);
}

void Authority::submit(CommandRequest request)
{
    m_engine->submit(std::move(request));
    planTurn();
}

void Authority::askLastNumber(const Id &sender, std::function<void(std::int64_t)> done)
{
    done(m_engine->lastNumber(sender));
}

void Authority::planTurn()
{
    if (std::exchange(m_isTurnPlanned, true))
        return;
    m_agenda.plan(kCommitMs, kServer, [this, life = m_life] {
        if (life == m_life)
            turn();
    });
}

void Authority::turn()
{
    m_isTurnPlanned = false;
    for (const auto &clockwork : m_clockworks)
        clockwork->step(m_engine->now(), [this](CommandRequest request) { m_engine->submit(std::move(request)); });
    if (m_engine->step())
        planTurn();
}

void Authority::planHub(std::int64_t afterMs)
{
    if (std::exchange(m_isHubPlanned, true))
        return;
    m_agenda.plan(afterMs, kServer, [this, life = m_life] {
        if (life != m_life)
            return;
        m_isHubPlanned = false;
        if (m_hub->step(now()))
            planHub(1);
    });
}

void Authority::tick()
{
    turn();
    if (m_hub->step(now()))
        planHub(1);
    dropSilent();
    m_agenda.plan(kTickMs, kServer, [this, life = m_life] {
        if (life == m_life)
            tick();
    });
}

// --- connections
// ---------------------------------------------------------------------------------------------------------

void Authority::accept(const std::shared_ptr<Cable> &cable)
{
    cable->connection = m_hub->attach(std::make_unique<CablePeer>(cable), Wire::Cbor, now());
    m_cables.emplace(cable->connection, cable);
}

void Authority::received(Cable &cable, std::string_view message)
{
    m_hub->received(cable.connection, message, now());
}

void Authority::hungUp(Cable &cable)
{
    const ConnectionId id = std::exchange(cable.connection, 0);
    m_hub->disconnected(id, now());
    m_cables.erase(id);
}

void Authority::drained(Cable &cable)
{
    m_hub->drained(cable.connection, now());
}

/// What the gateway does with its pings.
void Authority::dropSilent()
{
    std::vector<std::shared_ptr<Cable>> silent;
    for (auto at = m_cables.begin(); at != m_cables.end();) {
        if (at->second->connection == 0) { // the hub has closed it
            at = m_cables.erase(at);
            continue;
        }
        if (m_agenda.nowMs() - at->second->heardAtMs() > kSilenceMs)
            silent.push_back(at->second);
        ++at;
    }
    for (const auto &cable : silent) {
        const ConnectionId id = cable->connection;
        cable->serverDropped();
        m_hub->disconnected(id, now());
        m_cables.erase(id);
    }
}

} // namespace gatehouse::simulation
