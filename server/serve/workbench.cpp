// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/serve/workbench.h"

#include "server/house/house.h"
#include "shared/house/house.h"

#include <filesystem>

namespace gatehouse {

namespace {

/// The roles that an event usually needs (RELIABILITY.md §3.3); everything about them can be changed.
struct UsualRole {
    const char *name;
    Permissions permissions;
};

Permissions everything()
{
    Permissions all;
    for (std::size_t index = 1; index < enumNames<Permission>.size(); ++index) {
        if (static_cast<Permission>(index) != Permission::System)
            all.add(static_cast<Permission>(index));
    }
    return all;
}

const UsualRole kUsualRoles[] = {
    {"operator",
     {Permission::ViewVenue, Permission::EditVenue, Permission::OperateGates, Permission::ManageTickets, Permission::ViewTickets,
      Permission::ViewAttendees, Permission::Scan, Permission::ViewScans, Permission::UndoScan, Permission::ForceAdmit,
      Permission::Reconcile, Permission::ViewOccupancy, Permission::ViewJournal, Permission::ViewMetrics,
      Permission::ManageDevices}},
    {"gate staff",
     {Permission::ViewVenue, Permission::ViewAttendees, Permission::Scan, Permission::ViewScans, Permission::ForceAdmit,
      Permission::ViewOccupancy}},
    {"steward", {Permission::ViewVenue, Permission::ViewOccupancy}},
};

void removeQuietly(const std::string &path)
{
    std::error_code ignored;
    for (const char *end : {"", "-wal", "-shm", "-lock"})
        std::filesystem::remove(path + end, ignored);
}

} // namespace

Result<std::unique_ptr<Workbench>> Workbench::create(const std::string &path, const NewEvent &event, KeyStore &store,
                                                     std::string *recoveryCode)
{
    std::unique_ptr<Workbench> bench(new Workbench);
    const Instant now = bench->m_clock.wall();
    const Id id = makeId(now.ms, bench->m_random);
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
    return {};
}

Result<> Workbench::found(const NewEvent &event)
{
    FoundEvent found;
    found.event = EventId(m_document->id());
    found.name = event.name;
    found.zone = event.zone;
    found.slug = slugFor(event.name);
    if (auto result = run(found); !result)
        return fail(std::move(result.error()));
    AddRole organiser{makeId<RoleId>(now().ms, m_random), "organiser", permissionNames(everything())};
    if (auto result = run(organiser); !result)
        return fail(std::move(result.error()));
    for (const UsualRole &usual : kUsualRoles) {
        const AddRole role{makeId<RoleId>(now().ms, m_random), usual.name, permissionNames(usual.permissions)};
        if (auto result = run(role); !result)
            return fail(std::move(result.error()));
    }
    AddAccount account;
    account.account = makeId<AccountId>(now().ms, m_random);
    account.login = event.login;
    account.name = event.accountName;
    account.password = event.passwordHash;
    account.roles = {organiser.role};
    if (auto result = run(account); !result)
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

} // namespace gatehouse
