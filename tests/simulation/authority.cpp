// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/authority.h"

#include "server/house/house.h"
#include "server/store/backup.h"
#include "server/store/sqlitereader.h"
#include "shared/admission/admission.h"
#include "shared/programme/event.h"

#include <algorithm>
#include <stdexcept>

#include <unistd.h>

namespace gatehouse::simulation {

namespace {

constexpr std::int64_t kHeartbeatMs = 2000;
constexpr std::int64_t kCommitMs = 4; // a commit on a venue's laptop

template <class T>
T expect(Result<T> result, const char *what)
{
    if (!result)
        throw std::runtime_error(std::string(what) + ": " + describe(result.error()));
    return std::move(*result);
}

bool areHeld(const Scopes &audience, const Scopes &held)
{
    return std::any_of(audience.begin(), audience.end(),
                       [&held](const Scope &scope) { return std::binary_search(held.begin(), held.end(), scope); });
}

} // namespace

Scopes kioskScopes()
{
    return scopes({Scope::everyone(), Scope::holders(Permission::Scan), Scope::holders(Permission::ViewVenue)});
}

bool goesToKiosks(const EntityType &type)
{
    return type.spec.replication == Replication::Live || type.spec.replication == Replication::Kiosk;
}

void Trace::note(std::string_view what, std::int64_t one, std::int64_t two)
{
    const std::int64_t numbers[] = {one, two};
    hash.add(what).add({reinterpret_cast<const char *>(numbers), sizeof numbers});
    ++events;
}

Authority::Authority(Agenda &agenda, Network &network, Trace &trace, std::uint64_t seed, EngineOptions options)
    : m_agenda(agenda), m_network(network), m_trace(trace), m_options(options), m_random(seed), m_clock(agenda)
{
    m_path = m_folder.filePath(QStringLiteral("event.gatehouse")).toStdString();
    m_documentId = newId();
    DocumentOptions documentOptions;
    documentOptions.isDurable = false;
    m_document = expect(Document::create(m_path, {m_documentId, newId(), m_clock.wall()}, documentOptions), "create");
    std::string code;
    m_keyring = expect(Keyring::create(m_folder.filePath(QStringLiteral("event.keyring")).toStdString(), m_documentId,
                                       m_keyStore, m_random, &code),
                       "keyring");
    m_document.reset();
    start(true);
    command(FoundEvent{EventId(m_documentId), "Simulated fair", "Europe/Berlin", "fair"});
    m_agenda.plan(kHeartbeatMs, [this] { beat(); });
}

Authority::~Authority()
{
    stop();
}

Id Authority::newId()
{
    return makeId(m_clock.wall().ms, m_random);
}

void Authority::start(bool takesLock)
{
    ++m_life;
    DocumentOptions documentOptions;
    documentOptions.isDurable = false;
    documentOptions.dropsLock = !takesLock || m_options.dropsLock;
    m_document = expect(Document::open(m_path, documentOptions), "open");
    m_engine = std::make_unique<Engine>(*m_document, *m_keyring, houseHandlers(), m_clock, m_random, m_options);
    m_published = m_engine->head();
    m_isStepPlanned = false;
    m_engine->onPublish([this](const std::shared_ptr<const Batch> &batch) { publish(*batch); });
}

void Authority::stop()
{
    m_engine.reset();
    m_document.reset();
    m_connected.clear();
}

void Authority::crash()
{
    m_trace.note("crash", m_engine->head());
    stop();
    // The clock of the machine may be wrong after a restart; the engine's time still never goes back.
    m_clock.setSkew(static_cast<std::int64_t>(m_random.below(10'000)) - 5'000);
    start(true);
}

void Authority::backUp()
{
    const std::string path = m_folder.filePath(QStringLiteral("backup-%1.gatehouse").arg(++m_generation)).toStdString();
    auto backup = expect(Backup::begin(*m_document, path), "backup");
    if (!backup->run())
        throw std::runtime_error("backup");
    m_backupPath = path;
    m_trace.note("backup", backup->sequence());
}

void Authority::restore()
{
    if (m_backupPath.empty())
        return;
    m_trace.note("restore", m_engine->head());
    stop();
    const std::string path =
        m_folder.filePath(QStringLiteral("restored-%1.gatehouse").arg(++m_generation)).toStdString();
    if (auto result = restoreBackup(m_backupPath, path, newId()); !result)
        throw std::runtime_error(describe(result.error()));
    m_path = path;
    start(true);
}

void Authority::tryToServeTwice()
{
    DocumentOptions documentOptions;
    documentOptions.isDurable = false;
    documentOptions.dropsLock = m_options.dropsLock;
    const auto second = Document::open(m_path, documentOptions);
    m_trace.note("second opener", second ? 1 : 0);
    if (!second)
        return;
    m_trace.violate("two programs serve one document");
    crash(); // the first is fenced now; to go on, it opens the document again
}

void Authority::takeOver()
{
    m_trace.note("take over", m_engine->head());
    // The sleeping one keeps its queue: a command of the program's own, which nobody sends again.
    std::unique_ptr<Document> sleepingDocument = std::move(m_document);
    std::unique_ptr<Engine> sleeping = std::move(m_engine);
    sleeping->onPublish(
        [this](const std::shared_ptr<const Batch> &) { m_trace.violate("a replaced writer published"); });
    CommandRequest late;
    late.actor.permissions = Permissions::fromBits(~std::uint64_t{0});
    late.name = "product.add";
    AddProduct product;
    product.product = ProductId(newId());
    product.name = "written by the one who was replaced";
    late.body = encoded(product);
    bool wasWritten = false;
    late.done = [&wasWritten](const CommandOutcome &outcome) { wasWritten = outcome.failure.fault == Fault::None; };
    sleeping->submit(std::move(late));
    m_connected.clear();
    start(false); // the lock was lost with the machine that held it
    while (sleeping->step()) {
    }
    if (wasWritten)
        m_trace.violate("a replaced writer wrote");
    sleeping.reset();
    sleepingDocument.reset();
    stop();
    start(true); // and takes the lock that is free now
}

std::unique_ptr<Reader> Authority::reader()
{
    return expect(openReader(m_path, m_keyring.get()), "reader");
}

std::string Authority::runDesk(std::string name, std::string body)
{
    CommandRequest request;
    request.actor.id = m_documentId;
    request.actor.permissions = Permissions::fromBits(~std::uint64_t{0});
    request.name = std::move(name);
    request.body = std::move(body);
    request.deviceAt = m_clock.wall();
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

void Authority::planStep()
{
    if (m_isStepPlanned)
        return;
    m_isStepPlanned = true;
    m_agenda.plan(kCommitMs, [this, life = m_life] {
        if (life != m_life)
            return;
        m_isStepPlanned = false;
        if (m_engine->step())
            planStep();
    });
}

void Authority::take(int kiosk, const Actor &actor, const Id &sender, const Message &message)
{
    if (message.kind == Message::Kind::Hello)
        return welcome(kiosk, sender, message);
    if (message.kind != Message::Kind::Command)
        return;
    // A command belongs to the life of the server that its device was welcomed to.
    if (message.epoch != m_engine->epoch() && !m_options.dropsFence)
        return;
    CommandRequest request;
    request.actor = actor;
    request.sender = sender;
    request.number = message.number;
    request.confirmed = message.confirmed;
    request.name = message.name;
    request.body = message.body;
    request.deviceAt = message.at;
    request.offsetMs = message.offsetMs;
    request.done = [this, kiosk, life = m_life](CommandOutcome outcome) {
        if (life != m_life)
            return;
        m_trace.note("answer", outcome.number, outcome.sequence);
        if (outcome.failure.fault == Fault::Internal)
            m_trace.violate("internal: " + outcome.failure.detail);
        Message answer;
        answer.kind = Message::Kind::Answer;
        answer.epoch = m_engine->epoch();
        answer.outcome = std::move(outcome);
        m_deliver(kiosk, answer);
    };
    m_engine->submit(std::move(request));
    planStep();
}

void Authority::welcome(int kiosk, const Id &sender, const Message &hello)
{
    Message message;
    message.kind = Message::Kind::Welcome;
    message.epoch = m_engine->epoch();
    message.helloCount = hello.helloCount;
    message.lastNumber = m_engine->lastNumber(sender);
    message.at = m_engine->now();
    message.last = m_engine->head();
    // Only who was in this life of the server has a cursor in it.
    message.isResync = hello.epoch != m_engine->epoch() && !(m_options.dropsFence && !hello.epoch.isNull());
    message.first = message.isResync ? 0 : std::min(hello.first, message.last);
    const auto result = reader()->changes(message.first, message.last, kioskScopes(), [&message](const StoredRow &row) {
        if (goesToKiosks(*row.type))
            message.rows.push_back({row.type->spec.number, row.id, row.isGone, row.body});
        return true;
    });
    if (!result)
        m_trace.violate("catch-up: " + describe(result.error()));
    m_connected.insert(kiosk);
    m_trace.note("welcome", kiosk, message.last);
    m_deliver(kiosk, message);
}

void Authority::publish(const Batch &batch)
{
    if (batch.first != m_published + 1 || batch.last < batch.first)
        m_trace.violate("a hole in the journal after " + std::to_string(m_published));
    m_published = batch.last;
    m_trace.note("publish", batch.first, batch.last);
    Message delta;
    delta.kind = Message::Kind::Delta;
    delta.epoch = m_engine->epoch();
    delta.first = batch.first;
    delta.last = batch.last;
    const Scopes held = kioskScopes();
    for (const ChangedRow &row : batch.rows) {
        if (!goesToKiosks(*row.type))
            continue;
        if (areHeld(row.after, held))
            delta.rows.push_back({row.type->spec.number, row.id, false, row.body});
        else if (areHeld(row.before, held))
            delta.rows.push_back({row.type->spec.number, row.id, true, {}});
    }
    for (const int kiosk : m_connected)
        m_deliver(kiosk, delta);
}

void Authority::beat()
{
    Message message;
    message.kind = Message::Kind::Heartbeat;
    message.epoch = m_engine->epoch();
    message.last = m_engine->head();
    message.at = m_engine->now();
    for (const int kiosk : m_connected)
        m_deliver(kiosk, message);
    m_agenda.plan(kHeartbeatMs, [this] { beat(); });
}

} // namespace gatehouse::simulation
