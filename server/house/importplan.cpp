// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/house/importplan.h"

#include "server/files/filekind.h"
#include "server/files/pretixfile.h"
#include "server/files/schedulejson.h"
#include "server/files/schedulexml.h"
#include "server/house/house.h"
#include "server/house/script.h"
#include "server/house/venueplan.h"
#include "server/ticketing/codes.h"
#include "shared/admission/admission.h"
#include "shared/crypto/digest.h"
#include "shared/crypto/scantext.h"
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

std::string_view nameOf(FileFormat format)
{
    switch (format) {
    case FileFormat::Script:
        return "script";
    case FileFormat::Table:
        return "table";
    case FileFormat::ScheduleXml:
        return "schedule_xml";
    case FileFormat::ScheduleJson:
        return "schedule_json";
    case FileFormat::Calendar:
        return "calendar";
    case FileFormat::Imdf:
    case FileFormat::Archive:
        return "imdf";
    case FileFormat::GeoJson:
        return "geojson";
    case FileFormat::Svg:
        return "svg";
    case FileFormat::Pretix:
        return "pretix";
    case FileFormat::Unknown:
        break;
    }
    return "unknown";
}

std::int64_t &countOf(ImportReport &report, std::string_view command)
{
    const std::pair<std::string_view, std::int64_t &> counts[] = {
        {"floor.add", report.levels},     {"space.add", report.spaces},     {"zone.add", report.zones},
        {"gate.add", report.gates},       {"track.add", report.tracks},     {"session.add", report.sessions},
        {"speaker.add", report.speakers}, {"product.add", report.products}, {"attendee.add", report.attendees},
        {"ticket.issue", report.tickets}};
    for (const auto &[name, count] : counts) {
        if (name == command)
            return count;
    }
    return report.others;
}

class PlanMaker
{
public:
    PlanMaker(Reader &reader, const Keyring &keyring, const ImportProgress &progress, const ImportOptions &options)
        : m_reader(reader), m_keyring(keyring), m_progress(progress), m_options(options)
    {
    }

    Result<> begin()
    {
        auto target = importTarget(m_reader);
        if (!target)
            return fail(std::move(target.error()));
        m_target = std::move(*target);
        m_event.id = m_target.event;
        const auto event = findRow<Event>(m_reader, m_target.event);
        if (!event)
            return fail(event.error());
        if (*event) {
            m_event.zone = (*event)->zone;
            m_event.firstDay = (*event)->firstDay;
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
        const auto kind = fileKind(source.bytes);
        auto result = kind ? takeKind(*kind, source) : Result<>(fail(kind.error()));
        if (result && std::ssize(m_plan.commands) > m_options.mostCommands)
            result = fail(Fault::TooLarge, std::to_string(m_plan.commands.size()) + " commands");
        if (!result)
            return fail(inSource(source, std::move(result.error())));
        m_plan.report.formats.emplace_back(nameOf(kind->format));
        return {};
    }

    Result<ImportPlan> finish()
    {
        stageCheckIns();
        if (std::ssize(m_plan.commands) > m_options.mostCommands)
            return fail(Fault::TooLarge, std::to_string(m_plan.commands.size()) + " commands");
        prepareCommands();
        Sha256 hash;
        hash.add("gatehouse import plan ").add(m_target.event.view());
        for (const StagedCommand &command : m_plan.commands)
            hash.add(command.name).add("\n").add(sha256(command.body).view());
        m_plan.id = ImportId(m_target.event);
        std::copy_n(hash.finish().bytes.begin(), 10, m_plan.id.bytes.begin() + 6);
        return std::move(m_plan);
    }

private:
    /// Here, where nobody waits at a door. What cannot be prepared is refused when it is tried.
    void prepareCommands()
    {
        const std::vector<CommandPreparation> preparations = housePreparations();
        for (StagedCommand &command : m_plan.commands) {
            for (const CommandPreparation &preparation : preparations) {
                if (preparation.type->spec.name != command.name)
                    continue;
                if (auto body = preparation.prepare(command.body)) {
                    command.body = std::move(*body);
                    command.isPrepared = true;
                }
            }
        }
    }

    Result<> takeKind(const FileKind &kind, const ImportSource &source)
    {
        switch (kind.format) {
        case FileFormat::Script:
            return takeScript(source);
        case FileFormat::Table:
            return takeAttendees(source);
        case FileFormat::ScheduleXml:
        case FileFormat::ScheduleJson:
        case FileFormat::Calendar:
            return takeProgramme(kind, source);
        case FileFormat::Imdf:
        case FileFormat::Archive:
        case FileFormat::GeoJson:
        case FileFormat::Svg:
            return takeVenue(kind, source);
        case FileFormat::Pretix:
            return takePretix(kind.json, source);
        case FileFormat::Unknown:
            break;
        }
        return fail(Fault::Unsupported, "not a kind of file that is known here");
    }

    Result<SourceState *> sourceState()
    {
        if (!m_state) {
            auto state = SourceState::read(m_reader, m_keyring);
            if (!state)
                return fail(std::move(state.error()));
            m_state = std::move(*state);
            for (const Space &space : m_scriptedSpaces)
                m_state->spaces.emplace(space.id, space);
        }
        return &*m_state;
    }

    Result<ProgrammeFile> readProgramme(const FileKind &kind, const ImportSource &source, const ReadOptions &options)
    {
        switch (kind.format) {
        case FileFormat::ScheduleXml:
            return readScheduleXml(source.bytes, options);
        case FileFormat::ScheduleJson:
            return readScheduleJson(kind.json, options);
        case FileFormat::Calendar:
            return readCalendarApart(source.bytes, options, m_options.helper, goesOn());
        case FileFormat::Script:
        case FileFormat::Table:
        case FileFormat::Imdf:
        case FileFormat::Archive:
        case FileFormat::GeoJson:
        case FileFormat::Svg:
        case FileFormat::Pretix:
        case FileFormat::Unknown:
            break;
        }
        return fail(Fault::Unsupported, "no schedule");
    }

    Result<VenueFile> readVenue(const FileKind &kind, const ImportSource &source, const ReadOptions &options)
    {
        if (kind.format == FileFormat::GeoJson)
            return readGeoJson(kind.json, options);
        if (kind.format == FileFormat::Imdf)
            return readImdf(source.files ? source.files : filesBeside({}), options);
        if (kind.format == FileFormat::Archive) {
            const auto files = filesOfArchive(source.bytes);
            return files ? readImdf(*files, options) : fail(files.error());
        }
        const auto clean = cleanSvgApart(source.bytes, m_options.helper, goesOn());
        return clean ? readSvgVenue(*clean, options) : fail(clean.error());
    }

    Result<> takeVenue(const FileKind &kind, const ImportSource &source)
    {
        const auto state = sourceState();
        if (!state)
            return fail(state.error());
        auto file = readVenue(kind, source, {source.name, (*state)->zone});
        if (!file)
            return fail(std::move(file.error()));
        auto commands = planVenue(source.name, std::move(*file), **state, m_plan.report);
        if (!commands)
            return fail(std::move(commands.error()));
        std::move(commands->begin(), commands->end(), std::back_inserter(m_plan.commands));
        m_plan.mustBeTried = true;
        return {};
    }

    /// Orders become rows of a table, products and lists are made at once; notes name the place within the JSON.
    Result<> takePretix(const JsonValue &root, const ImportSource &source)
    {
        auto read = readPretix(root, source.name, m_pretixItems);
        if (!read)
            return fail(std::move(read.error()));
        for (ImportNote &guess : read->report.guessed)
            m_plan.report.guess(std::move(guess));
        for (ImportNote &refusal : read->report.refused)
            m_plan.report.refuse(std::move(refusal));
        for (PretixCheckIn &checkIn : read->checkIns)
            m_checkIns.push_back({source.name, std::move(checkIn)});
        if (read->paths.empty())
            return takeLists(*read, source);
        ImportReport &report = m_plan.report;
        const std::size_t guessed = report.guessed.size();
        const std::size_t refused = report.refused.size();
        auto planned = planAttendees(source.name, read->table, m_target, m_keyring, report, m_progress);
        if (!planned)
            return fail(std::move(planned.error()));
        std::for_each(report.guessed.begin() + static_cast<std::ptrdiff_t>(guessed), report.guessed.end(),
                      [&](ImportNote &note) { placeNote(note, read->paths); });
        std::for_each(report.refused.begin() + static_cast<std::ptrdiff_t>(refused), report.refused.end(),
                      [&](ImportNote &note) { placeNote(note, read->paths); });
        for (StagedCommand &command : *planned) {
            command.where = source.name;
            m_plan.commands.push_back(std::move(command));
        }
        return takeLists(*read, source);
    }

    static void placeNote(ImportNote &note, const std::vector<std::string> &paths)
    {
        const auto row = static_cast<std::size_t>(std::max<std::int64_t>(note.line, 2) - 2); // behind the header
        note.path = note.line >= 2 && row < paths.size() ? paths[row] + "." + note.path : note.path;
        note.line = 0;
    }

    Result<> takeLists(const PretixFile &file, const ImportSource &source)
    {
        for (const PretixProduct &product : file.products) {
            m_pretixItems[product.number] = product.name;
            if (m_target.products.contains(product.name)) {
                ++m_plan.report.known;
                continue;
            }
            AddProduct add;
            add.product = ProductId(idFollowing(m_target.event, "pretix product", product.name));
            add.name = product.name;
            add.isAdmitting = product.isAdmitting;
            add.price = product.price;
            stage(add, source.name);
            m_target.products.emplace(add.name, add.product);
            ++m_plan.report.products;
        }
        for (const PretixList &list : file.lists)
            takeList(list, source);
        m_plan.mustBeTried = m_plan.mustBeTried || !file.lists.empty();
        return {};
    }

    struct CheckInOf {
        std::string source;
        PretixCheckIn checkIn;
    };

    /// Who went through there went through: scans that were shown green, in the order of their times, behind everything
    /// that they need. One that the rules here would refuse becomes a card, as any other.
    void stageCheckIns()
    {
        std::stable_sort(m_checkIns.begin(), m_checkIns.end(), [](const CheckInOf &one, const CheckInOf &other) {
            return one.checkIn.at < other.checkIn.at;
        });
        std::int64_t taken = 0;
        for (const CheckInOf &each : m_checkIns)
            taken += stageCheckIn(each.source, each.checkIn) ? 1 : 0;
        if (taken > 0)
            m_plan.report.guess({m_checkIns.front().source, 0, "checkins",
                                 std::to_string(taken) + " check-ins made in pretix are taken over, with their times"});
        m_plan.report.others += taken;
    }

    bool stageCheckIn(const std::string &source, const PretixCheckIn &checkIn)
    {
        const auto refuse = [&](std::string what) {
            m_plan.report.refuse({source, 0, checkIn.path, std::move(what)});
            return false;
        };
        const auto list = m_pretixLists.find(checkIn.list);
        if (list == m_pretixLists.end())
            return refuse("check-in list " + std::to_string(checkIn.list)
                          + " is not known: import its file along with it");
        const auto code = normaliseScan(checkIn.code);
        const std::string credential = code ? std::string(credentialFor(*code, m_keyring)) : std::string();
        if (!m_target.credentials.contains(credential))
            return refuse("its ticket was not taken in");
        RecordScan record;
        record.scan = ScanId(idFollowing(m_target.event, "pretix check-in",
                                         credential + list->second.toString() + std::to_string(checkIn.at.ms)
                                             + (checkIn.isExit ? " exit" : " entry")));
        const auto known = m_reader.find(entityType<Scan>(), record.scan);
        if (!m_scans.insert(record.scan).second || (known && *known)) {
            ++m_plan.report.known;
            return false;
        }
        record.list = list->second;
        record.code = *code;
        record.direction = checkIn.isExit ? Direction::Exit : Direction::Entry;
        record.deviceAt = checkIn.at;
        record.shownOutcome = Outcome::Admitted;
        stage(record, source + ", " + checkIn.path);
        return true;
    }

    void takeList(const PretixList &list, const ImportSource &source)
    {
        AddCheckInList add;
        add.list = CheckInListId(idFollowing(m_target.event, "pretix list", list.name));
        m_pretixLists[list.number] = add.list;
        const auto known = m_reader.find(entityType<CheckInList>(), add.list);
        if (!m_lists.insert(add.list).second || (known && *known)) {
            ++m_plan.report.known;
            return;
        }
        add.name = list.name;
        add.takesUnpaid = list.takesUnpaid;
        add.allowsReEntry = list.allowsReEntry;
        add.mostEntries = list.mostEntries;
        for (const std::int64_t number : list.products) {
            const auto name = m_pretixItems.find(number);
            const auto product =
                name == m_pretixItems.end() ? m_target.products.end() : m_target.products.find(name->second);
            if (product != m_target.products.end())
                add.products.push_back(product->second);
            else
                m_plan.report.refuse({source.name, 0, list.path + ".limit_products",
                                      "product " + std::to_string(number) + " is not known: import its file before"});
        }
        if (list.products.empty() || !add.products.empty()) { // else it would be a list for everyone
            stage(add, source.name);
            ++m_plan.report.others;
        }
    }

    template <class C>
    void stage(const C &command, const std::string &where)
    {
        m_plan.commands.push_back({std::string(C::spec.name), encoded(command), where, 0});
    }

    [[nodiscard]] std::function<bool()> goesOn() const
    {
        return m_progress ? std::function<bool()>([this] { return m_progress(0, 1); }) : nullptr;
    }

    Result<> takeProgramme(const FileKind &kind, const ImportSource &source)
    {
        const auto state = sourceState();
        if (!state)
            return fail(state.error());
        auto file = readProgramme(kind, source, {source.name, (*state)->zone});
        if (!file)
            return fail(std::move(file.error()));
        if (m_progress && !m_progress(1, 2))
            return fail(Fault::Unavailable, "stopped");
        auto commands = planProgramme(source.name, std::move(*file), m_options.vanished, **state, m_plan.report);
        std::move(commands.begin(), commands.end(), std::back_inserter(m_plan.commands));
        m_plan.mustBeTried = true;
        return {};
    }

    Result<> takeScript(const ImportSource &source)
    {
        auto script = readScript(source.bytes, m_event, source.files ? source.files : filesBeside({}));
        if (!script)
            return fail(std::move(script.error()));
        if (m_imported.contains(hashOf(source))) { // what was made of it since then stays
            m_plan.report.known += static_cast<std::int64_t>(script->commands.size());
            return {};
        }
        m_plan.mustBeTried = true;
        for (std::size_t index = 0; index < script->commands.size(); ++index) {
            ScriptCommand &command = script->commands[index];
            const std::string_view name = command.type->spec.name;
            ++countOf(m_plan.report, name);
            noteMade(name, command.body);
            m_plan.commands.push_back({std::string(name), std::move(command.body),
                                       source.name + ", command " + std::to_string(index + 1), 0});
        }
        return {};
    }

    /// So that a table or a schedule behind the script finds it by its name.
    void noteMade(std::string_view name, std::string_view body)
    {
        if (name == AddProduct::spec.name) {
            if (const auto add = decoded<AddProduct>(body))
                m_target.products.emplace(add->name, add->product);
        } else if (name == AddSpace::spec.name) {
            if (const auto add = decoded<AddSpace>(body)) {
                Space space;
                space.id = add->space;
                space.guid = add->guid;
                space.name = add->name;
                space.capacity = add->capacity;
                (m_state ? m_state->spaces[space.id] : m_scriptedSpaces.emplace_back()) = space;
            }
        }
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
    const ImportOptions &m_options;
    ImportTarget m_target;
    ScriptEvent m_event;
    std::optional<SourceState> m_state;                          ///< read once a source asks for it
    std::vector<Space> m_scriptedSpaces;                         ///< made by scripts before that
    std::unordered_map<std::int64_t, std::string> m_pretixItems; ///< names of products by their number
    std::unordered_map<std::int64_t, CheckInListId> m_pretixLists;
    std::vector<CheckInOf> m_checkIns;
    std::unordered_set<Id> m_scans;             ///< check-ins that are made
    std::unordered_set<Id> m_lists;             ///< check-in lists that are made
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

} // namespace

Result<ImportPlan> planImport(std::span<const ImportSource> sources, Reader &reader, const Keyring &keyring,
                              const ImportProgress &progress, const ImportOptions &options)
{
    if (sources.size() > kMaxImportSources)
        return fail(Fault::TooLarge, "more than " + std::to_string(kMaxImportSources) + " files");
    PlanMaker maker(reader, keyring, progress, options);
    if (auto result = maker.begin(); !result)
        return fail(std::move(result.error()));
    for (std::size_t index = 0; index < sources.size(); ++index) {
        if (options.beginsWith)
            options.beginsWith(index);
        if (auto result = maker.take(sources[index]); !result)
            return fail(std::move(result.error()));
    }
    return maker.finish();
}

Result<> tryImport(const ImportPlan &plan, Engine &engine)
{
    if (!plan.mustBeTried)
        return {};
    if (plan.commands.size() > kMaxTrial)
        return fail(Fault::TooLarge,
                    "a list of commands or a schedule among more than " + std::to_string(kMaxTrial)
                        + " commands: import these first, tables afterwards");
    std::vector<CommandRequest> requests;
    for (const StagedCommand &command : plan.commands) {
        CommandRequest request;
        request.actor.permissions = Permissions::fromBits(~std::uint64_t{0});
        request.name = command.name;
        request.body = command.body;
        if (command.isPrepared)
            request.prepared = command.body;
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

StageImport stagingOf(const ImportPlan &plan, std::span<const ImportSource> sources)
{
    StageImport staged;
    staged.import = plan.id;
    staged.commands = static_cast<std::int64_t>(plan.commands.size());
    for (const ImportSource &source : sources) {
        staged.sources.emplace_back(firstCharacters(source.name, kMaxName));
        staged.hashes.push_back(hashOf(source));
    }
    return staged;
}

Result<> decideStaged(const StageImport &staged, Engine &engine, const Actor &actor)
{
    Actor program = actor; // laying down is the program's own
    program.permissions.add(Permission::System);
    auto result = runNow(engine, program, std::string(StageImport::spec.name), encoded(staged));
    if (result)
        result = runNow(engine, actor, std::string(DecideImport::spec.name), encoded(DecideImport{staged.import}));
    return result;
}

Result<bool> decideImport(const ImportPlan &plan, std::span<const ImportSource> sources, Stage &stage, Reader &reader,
                          Engine &engine, const Actor &actor)
{
    auto before = findRow<Import>(reader, plan.id);
    if (!before)
        return fail(std::move(before.error()));
    if (plan.commands.empty() || (*before && (*before)->state == ImportState::Done))
        return false;
    if (*before && (*before)->state == ImportState::Decided)
        return true; // a crash came between: it goes on
    if (auto result = stage.put(plan.id, plan.commands); !result)
        return fail(std::move(result.error()));
    if (auto result = decideStaged(stagingOf(plan, sources), engine, actor); !result)
        return fail(std::move(result.error()));
    return true;
}

} // namespace gatehouse
