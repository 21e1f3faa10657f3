// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/house/importplan.h"

#include "server/house/script.h"
#include "shared/crypto/digest.h"
#include "shared/house/house.h"
#include "shared/model/text.h"

#include <algorithm>

namespace gatehouse {

namespace {

Failure inSource(const ImportSource &source, Failure failure)
{
    failure.detail = source.name + ": " + failure.detail;
    return failure;
}

std::string hashOf(const ImportSource &source)
{
    return toHex(sha256(source.bytes).view());
}

/// A list of commands begins with a bracket; no table does.
bool isScript(std::string_view bytes)
{
    const auto begin = bytes.find_first_not_of(" \t\r\n");
    return begin != std::string_view::npos && bytes[begin] == '[';
}

std::int64_t &countOf(ImportReport &report, std::string_view command)
{
    const std::pair<std::string_view, std::int64_t &> counts[] = {
        {"floor.add", report.levels},     {"zone.add", report.zones},         {"gate.add", report.gates},
        {"product.add", report.products}, {"attendee.add", report.attendees}, {"ticket.issue", report.tickets}};
    for (const auto &[name, count] : counts) {
        if (name == command)
            return count;
    }
    return report.others;
}

class PlanMaker
{
public:
    PlanMaker(Reader &reader, const Keyring &keyring, const ImportProgress &progress)
        : m_reader(reader), m_keyring(keyring), m_progress(progress)
    {
    }

    Result<> begin()
    {
        auto target = importTarget(m_reader);
        if (!target)
            return fail(std::move(target.error()));
        m_target = std::move(*target);
        m_event.id = m_target.event;
        auto event = m_reader.find(entityType<Event>(), m_target.event);
        if (!event)
            return fail(std::move(event.error()));
        if (*event) {
            const auto row = entityOf<Event>(**event);
            if (!row)
                return fail(row.error());
            m_event.zone = row->zone;
            m_event.firstDay = row->firstDay;
        }
        return m_reader.each(entityType<Import>(), [this](const StoredRow &row) {
            const auto import = entityOf<Import>(row);
            if (import && (import->state == ImportState::Decided || import->state == ImportState::Done))
                m_imported.insert(import->hashes.begin(), import->hashes.end());
            return true;
        });
    }

    Result<> take(const ImportSource &source)
    {
        if (source.bytes.size() > kMaxImportFile)
            return fail(inSource(source, {Fault::TooLarge, "more than 50 MiB", {}}));
        auto result = isScript(source.bytes) ? takeScript(source) : takeAttendees(source);
        if (!result)
            return fail(inSource(source, std::move(result.error())));
        return {};
    }

    Result<ImportPlan> finish()
    {
        if (m_plan.commands.size() > static_cast<std::size_t>(kMaxImportCommands))
            return fail(Fault::TooLarge, std::to_string(m_plan.commands.size()) + " commands");
        Sha256 hash;
        hash.add("gatehouse import plan ").add(m_target.event.view());
        for (const StagedCommand &command : m_plan.commands)
            hash.add(command.name).add("\n").add(sha256(command.body).view());
        m_plan.id = ImportId(m_target.event);
        std::copy_n(hash.finish().bytes.begin(), 10, m_plan.id.bytes.begin() + 6);
        return std::move(m_plan);
    }

private:
    Result<> takeScript(const ImportSource &source)
    {
        auto script = readScript(source.bytes, m_event, source.files ? source.files : filesBeside({}));
        if (!script)
            return fail(std::move(script.error()));
        if (m_imported.contains(hashOf(source))) { // what was made of it since then stays
            m_plan.report.known += static_cast<std::int64_t>(script->commands.size());
            return {};
        }
        m_plan.isScripted = true;
        for (std::size_t index = 0; index < script->commands.size(); ++index) {
            ScriptCommand &command = script->commands[index];
            const std::string_view name = command.type->spec.name;
            ++countOf(m_plan.report, name);
            noteProduct(name, command.body);
            m_plan.commands.push_back({std::string(name), std::move(command.body),
                                       source.name + ", command " + std::to_string(index + 1), 0});
        }
        return {};
    }

    /// So that a table behind the script finds it by its name.
    void noteProduct(std::string_view name, std::string_view body)
    {
        if (name != AddProduct::spec.name)
            return;
        if (const auto add = decoded<AddProduct>(body))
            m_target.products.emplace(add->name, add->product);
    }

    Result<> takeAttendees(const ImportSource &source)
    {
        auto planned = planAttendees(source.name, source.bytes, m_target, m_keyring, m_plan.report, m_progress);
        if (!planned)
            return fail(std::move(planned.error()));
        std::move(planned->begin(), planned->end(), std::back_inserter(m_plan.commands));
        return {};
    }

    Reader &m_reader;
    const Keyring &m_keyring;
    const ImportProgress &m_progress;
    ImportTarget m_target;
    ScriptEvent m_event;
    std::unordered_set<std::string> m_imported; ///< hashes of sources
    ImportPlan m_plan;
};

/// Runs one command of the program itself to its end.
Result<> runNow(Engine &engine, const Actor &actor, std::string name, std::string body)
{
    CommandRequest request;
    request.actor = actor;
    request.name = std::move(name);
    request.body = std::move(body);
    request.deviceAt = engine.now();
    std::optional<Failure> failure;
    request.done = [&failure](const CommandOutcome &outcome) { failure = outcome.failure; };
    engine.submit(std::move(request));
    while (!failure)
        engine.step();
    return failure->fault == Fault::None ? Result<>() : fail(std::move(*failure));
}

Result<std::optional<Import>> importRow(Reader &reader, const ImportId &id)
{
    auto row = reader.find(entityType<Import>(), id);
    if (!row)
        return fail(std::move(row.error()));
    if (!*row)
        return std::optional<Import>();
    auto import = entityOf<Import>(**row);
    if (!import)
        return fail(std::move(import.error()));
    return std::optional<Import>(std::move(*import));
}

} // namespace

Result<ImportPlan> planImport(std::span<const ImportSource> sources, Reader &reader, const Keyring &keyring,
                              const ImportProgress &progress)
{
    if (sources.size() > kMaxImportSources)
        return fail(Fault::TooLarge, "more than " + std::to_string(kMaxImportSources) + " files");
    PlanMaker maker(reader, keyring, progress);
    if (auto result = maker.begin(); !result)
        return fail(std::move(result.error()));
    for (const ImportSource &source : sources) {
        if (auto result = maker.take(source); !result)
            return fail(std::move(result.error()));
    }
    return maker.finish();
}

Result<> tryImport(const ImportPlan &plan, Engine &engine)
{
    if (!plan.isScripted)
        return {};
    if (plan.commands.size() > kMaxTrial)
        return fail(Fault::TooLarge,
                    "a list of commands among more than " + std::to_string(kMaxTrial)
                        + " of them: import the lists first, the tables afterwards");
    std::vector<CommandRequest> requests;
    for (const StagedCommand &command : plan.commands) {
        CommandRequest request;
        request.actor.permissions = Permissions::fromBits(~std::uint64_t{0});
        request.name = command.name;
        request.body = command.body;
        request.deviceAt = engine.now();
        requests.push_back(std::move(request));
    }
    auto outcomes = engine.trial(requests);
    if (!outcomes)
        return fail(std::move(outcomes.error()));
    for (std::size_t index = 0; index < outcomes->size(); ++index) {
        Failure &failure = (*outcomes)[index].failure;
        if (failure.fault == Fault::None)
            continue;
        failure.detail = plan.commands[index].where + ": " + plan.commands[index].name + ": " + failure.detail;
        return fail(std::move(failure));
    }
    return {};
}

Result<bool> decideImport(const ImportPlan &plan, std::span<const ImportSource> sources, Stage &stage, Reader &reader,
                          Engine &engine, const Actor &actor)
{
    auto before = importRow(reader, plan.id);
    if (!before)
        return fail(std::move(before.error()));
    if (plan.commands.empty() || (*before && (*before)->state == ImportState::Done))
        return false;
    if (*before && (*before)->state == ImportState::Decided)
        return true; // a crash came between: it goes on
    if (auto result = stage.put(plan.id, plan.commands); !result)
        return fail(std::move(result.error()));
    StageImport staged;
    staged.import = plan.id;
    staged.commands = static_cast<std::int64_t>(plan.commands.size());
    for (const ImportSource &source : sources) {
        staged.sources.emplace_back(firstCharacters(source.name, kMaxName));
        staged.hashes.push_back(hashOf(source));
    }
    auto result = runNow(engine, actor, std::string(StageImport::spec.name), encoded(staged));
    if (result)
        result = runNow(engine, actor, std::string(DecideImport::spec.name), encoded(DecideImport{plan.id}));
    if (!result)
        return fail(std::move(result.error()));
    return true;
}

} // namespace gatehouse
