// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/serve/workbench.h"

#include "server/house/house.h"
#include "shared/house/house.h"

#include <filesystem>

namespace gatehouse {

namespace {

void removeQuietly(const std::string &path)
{
    std::error_code ignored;
    for (const char *end : {"", "-wal", "-shm", "-lock"})
        std::filesystem::remove(path + end, ignored);
}

FoundEvent foundingOf(const NewEvent &event, const Id &document)
{
    FoundEvent found;
    found.event = EventId(document);
    found.name = event.name;
    found.zone = event.zone;
    found.slug = slugFor(event.name);
    return found;
}

AddAccount firstAccountOf(const NewEvent &event, const AccountId &id, const RoleId &role)
{
    AddAccount account;
    account.account = id;
    account.login = event.login;
    account.name = event.accountName;
    account.password = event.passwordHash;
    account.roles = {role};
    return account;
}

/// What the first commands could not say is told before there is a file, or a key that nobody takes back.
Result<> whyNotFounded(const NewEvent &event, const Id &someId)
{
    if (auto found = decoded<FoundEvent>(encoded(foundingOf(event, someId))); !found)
        return fail(std::move(found.error()));
    auto account = decoded<AddAccount>(encoded(firstAccountOf(event, AccountId(someId), RoleId(someId))));
    return account ? Result<>() : fail(std::move(account.error()));
}

} // namespace

Result<std::unique_ptr<Workbench>> Workbench::create(const std::string &path, const NewEvent &event, KeyStore &store,
                                                     std::string *recoveryCode)
{
    std::unique_ptr<Workbench> bench(new Workbench);
    const Instant now = bench->m_clock.wall();
    const Id id = makeId(now.ms, bench->m_random);
    if (auto result = whyNotFounded(event, id); !result)
        return fail(std::move(result.error()));
    auto document = Document::create(path, {id, makeId(now.ms, bench->m_random), now});
    if (!document)
        return fail(std::move(document.error()));
    bench->m_document = std::move(*document);
    const std::string keyringPath = Keyring::pathFor(path);
    const auto undo = [&](Failure failure, bool hasKeyring) {
        bench.reset();
        removeQuietly(path);
        if (hasKeyring)
            removeQuietly(keyringPath);
        return fail(std::move(failure));
    };
    auto keyring = Keyring::create(keyringPath, id, store, bench->m_random, recoveryCode);
    if (!keyring)
        return undo(std::move(keyring.error()), false);
    bench->m_keyring = std::move(*keyring);
    auto result = bench->begin();
    if (result)
        result = bench->found(event);
    if (!result)
        return undo(std::move(result.error()), true);
    return bench;
}

Result<std::unique_ptr<Workbench>> Workbench::open(const std::string &path, KeyStore &store)
{
    std::unique_ptr<Workbench> bench(new Workbench);
    auto document = Document::open(path);
    if (!document)
        return fail(std::move(document.error()));
    bench->m_document = std::move(*document);
    auto keyring = Keyring::open(Keyring::pathFor(path), bench->m_document->id(), store, bench->m_random);
    if (!keyring)
        return fail(std::move(keyring.error()));
    bench->m_keyring = std::move(*keyring);
    if (auto result = bench->begin(); !result)
        return fail(std::move(result.error()));
    return bench;
}

Workbench::~Workbench() = default;

Result<> Workbench::begin()
{
    auto reader = openReader(m_document->path(), m_keyring.get());
    if (!reader)
        return fail(std::move(reader.error()));
    m_reader = std::move(*reader);
    m_engine = std::make_unique<Engine>(*m_document, *m_keyring, houseHandlers(), m_clock, m_random);
    m_importer = std::make_unique<ImportFollower>(*m_document, m_keyring->credentialKey());
    m_followers = std::make_unique<FollowerRunner>(*m_document, *m_keyring, *m_engine);
    if (auto result = m_followers->add(*m_importer); !result)
        return result;
    return carryOut({}, {}); // what a crash left decided and not done
}

Result<> Workbench::found(const NewEvent &event)
{
    if (auto result = run(foundingOf(event, m_document->id())); !result)
        return fail(std::move(result.error()));
    const auto organiser = idNamed<Role>(std::string(kOrganiserRole));
    if (!organiser)
        return fail(organiser.error());
    const auto id = makeId<AccountId>(now().ms, m_random);
    if (auto result = run(firstAccountOf(event, id, RoleId(*organiser))); !result)
        return fail(std::move(result.error()));
    return {};
}

Result<std::string> Workbench::runEncoded(std::string name, std::string body)
{
    CommandRequest request;
    request.actor.permissions = Permissions::fromBits(~std::uint64_t{0});
    request.name = std::move(name);
    request.body = std::move(body);
    request.deviceAt = m_clock.wall();
    std::optional<CommandOutcome> outcome;
    request.done = [&](CommandOutcome done) { outcome = std::move(done); };
    m_engine->submit(std::move(request));
    while (!outcome)
        (void)m_engine->step();
    if (outcome->failure.fault != Fault::None)
        return fail(std::move(outcome->failure));
    return std::move(outcome->answer);
}

Result<ImportPlan> Workbench::plan(std::span<const ImportSource> sources, const ImportProgress &progress,
                                   const ImportOptions &options)
{
    auto planned = planImport(sources, *m_reader, *m_keyring, progress, options);
    if (!planned)
        return planned;
    if (auto result = tryImport(*planned, *m_engine); !result)
        return fail(std::move(result.error()));
    return planned;
}

Result<ImportReport> Workbench::import(const ImportPlan &plan, std::span<const ImportSource> sources,
                                       const ImportProgress &progress)
{
    ImportReport report = plan.report;
    Actor actor;
    actor.permissions = Permissions::fromBits(~std::uint64_t{0});
    const auto isUnderWay = decideImport(plan, sources, m_importer->stage(), *m_reader, *m_engine, actor);
    if (!isUnderWay)
        return fail(isUnderWay.error());
    if (!*isUnderWay)
        return report;
    if (auto result = carryOut(plan.id, progress); !result)
        return fail(std::move(result.error()));
    const auto row = m_reader->find(entityType<Import>(), plan.id);
    const auto import = row && *row ? entityOf<Import>(**row) : Result<Import>(fail(Fault::NotFound, "import"));
    if (!import)
        return fail(import.error());
    for (const std::string &refusal : import->refusals)
        report.refuse({{}, 0, "event", refusal});
    report.refusals += import->refused - static_cast<std::int64_t>(import->refusals.size());
    return report;
}

Result<> Workbench::carryOut(const ImportId &import, const ImportProgress &progress)
{
    constexpr int kTellEvery = 16; // steps
    for (int step = 0;; ++step) {
        const bool follows = m_followers->step();
        const bool works = m_engine->step();
        if (m_engine->figures().isReadOnly)
            return fail(Fault::ReadOnly,
                        "the document cannot be written; what was decided goes on when it is next opened");
        if (!follows && !works)
            return {};
        if (!progress || step % kTellEvery != 0)
            continue;
        const auto row = m_reader->find(entityType<Import>(), import);
        if (const auto now = row && *row ? entityOf<Import>(**row) : Result<Import>(fail(Fault::NotFound)); now)
            (void)progress(static_cast<std::size_t>(now->done), static_cast<std::size_t>(now->commands));
    }
}

} // namespace gatehouse
