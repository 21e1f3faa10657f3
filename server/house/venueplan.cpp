// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/house/venueplan.h"

#include "server/files/sourcetext.h"
#include "server/house/sourcemerge.h"
#include "shared/crypto/digest.h"
#include "shared/plan/svgplan.h"

#include <algorithm>

namespace gatehouse {

namespace {

class VenuePlanner
{
public:
    VenuePlanner(const std::string &name, VenueFile file, SourceState &state, ImportReport &report)
        : m_name(name), m_file(std::move(file)), m_state(state), m_report(report)
    {
    }

    Result<std::vector<StagedCommand>> run()
    {
        for (const FileLevel &level : m_file.levels) {
            if (auto result = takeLevel(level); !result)
                return fail(std::move(result.error()));
        }
        for (const FileUnit &unit : m_file.units)
            takeUnit(unit);
        tellVanished();
        return std::move(m_commands);
    }

private:
    template <class C>
    void stage(const C &command)
    {
        m_commands.push_back(
            {std::string(C::spec.name), encoded(command), m_name + (m_path.empty() ? "" : ", " + m_path), 0});
    }
    [[nodiscard]] ImportNote note(std::string what) const
    {
        return {m_name, 0, std::string(firstCharacters(m_path, kMaxReason)),
                std::string(firstCharacters(what, kMaxText))};
    }

    void settle(SourceRecord record)
    {
        if (record.sources.size() < kMaxRecordSources
            && std::find(record.sources.begin(), record.sources.end(), m_file.source) == record.sources.end())
            record.sources.push_back(m_file.source);
        const auto known = m_state.records().find(record.id);
        if (known != m_state.records().end() && known->second == record)
            return;
        stage(NoteSource{record.id, record.kind, record.sources, record.keys, record.said});
        m_state.put(record);
    }

    template <class E>
    E mergedHere(const E &here, const Wish<E> &wish, SourceRecord &record)
    {
        bool isChanged = false;
        E now = merged(
            here, wish, m_file.source, record, m_state,
            [&](const std::string &change) {
                isChanged = true;
                m_report.change(note("\"" + here.name + "\": " + change));
            },
            [&](const std::string &change) { m_report.keep(note("\"" + here.name + "\": " + change)); });
        if (!isChanged)
            ++m_report.known;
        return now;
    }

    template <class E>
    [[nodiscard]] std::optional<Id> existing(const std::unordered_map<Id, E> &things, SourceKind kind,
                                             std::string_view key) const
    {
        for (const Id &id : m_state.knownBy(kind, key)) {
            if (things.contains(id))
                return id;
        }
        return std::nullopt;
    }

    Result<> takeLevel(const FileLevel &level)
    {
        m_path = level.path;
        const auto drawing = cleanSvgPlan(QByteArray::fromStdString(level.drawing));
        if (!drawing)
            return fail(drawing.error().fault, m_name + ", " + m_path + ": " + drawing.error().detail);
        const std::string svg = drawing->svg.toStdString();
        // The handler cleans once more; what is clean stays as it is, so this is the name the blob will have.
        const Bytes hash(sha256(cleanSvgPlan(drawing->svg)->svg.toStdString()).view());
        const auto found = existing(m_state.floors, SourceKind::Floor, level.key);
        const FloorId id(found.value_or(idFollowing(m_state.event, "floor", level.key)));
        m_floors.push_back(id);
        m_isNewFloor.push_back(!found);
        Wish<Floor> wish;
        wish.say<&Floor::name>(level.name);
        wish.say<&Floor::order>(level.order);
        wish.say<&Floor::widthMm>(m_file.widthMm);
        wish.say<&Floor::heightMm>(m_file.heightMm);
        wish.say<&Floor::plan>(hash);
        SourceRecord record = m_state.record(id, SourceKind::Floor);
        m_state.addKey(record, level.key);
        if (found) {
            changeFloor(id, wish, record, svg);
        } else {
            stage(AddFloor{id, level.name, level.order, m_file.widthMm, m_file.heightMm});
            stage(SetFloorPlan{id, PlanKind::Svg, Bytes(svg)});
            noteSaid(wish, m_file.source, record, m_state);
            wish.value.id = id;
            m_state.floors.emplace(id, wish.value);
            ++m_report.levels;
        }
        settle(std::move(record));
        return {};
    }

    void changeFloor(const FloorId &id, const Wish<Floor> &wish, SourceRecord &record, const std::string &svg)
    {
        const Floor here = m_state.floors.at(id);
        Floor now = mergedHere(here, wish, record);
        const bool isDrawnAnew = now.plan != here.plan;
        Floor edited = now;
        edited.plan = here.plan;
        if (edited != here)
            stage(EditFloor{id, editsBetween(here, edited)});
        if (isDrawnAnew)
            stage(SetFloorPlan{id, PlanKind::Svg, Bytes(svg)});
        m_state.floors[id] = now;
    }

    [[nodiscard]] std::optional<Id> spaceFor(const FileUnit &unit, const FloorId &floor) const
    {
        if (const auto id = existing(m_state.spaces, SourceKind::Space, unit.key))
            return id;
        std::optional<Id> byName;
        for (const auto &[id, space] : m_state.spaces) {
            if (!unit.guid.empty() && lowerAscii(space.guid) == unit.guid)
                return id;
            // A room of a schedule that was not on the map yet, or of this floor.
            const bool fits = space.name == unit.name && (space.floor.isNull() || space.floor == floor)
                && unit.kind != SpaceKind::Service && !m_seen.contains(id);
            if (fits && (!byName || id < *byName))
                byName = id;
        }
        return byName;
    }

    void takeUnit(const FileUnit &unit)
    {
        m_path = unit.path;
        m_report.units += m_isNewFloor[unit.level] && !unit.isMark ? 1 : 0;
        if (unit.name.empty() || unit.outline.size() < 3)
            return;
        const FloorId floor = m_floors[unit.level];
        const auto found = spaceFor(unit, floor);
        const SpaceId id(found.value_or(idFollowing(m_state.event, "space", unit.key)));
        m_seen.insert(id);
        Wish<Space> wish;
        wish.say<&Space::name>(unit.name);
        wish.say<&Space::floor>(floor);
        wish.say<&Space::outline>(unit.outline);
        wish.sayIf<&Space::kind>(unit.kind);
        wish.sayIf<&Space::capacity>(unit.capacity);
        SourceRecord record = m_state.record(id, SourceKind::Space);
        m_state.addKey(record, unit.key);
        if (found) {
            const Space here = m_state.spaces.at(id);
            const Space now = mergedHere(here, wish, record);
            if (now != here) {
                stage(EditSpace{id, editsBetween(here, now)});
                m_state.spaces[id] = now;
            }
        } else {
            addSpace(id, unit, wish, record);
        }
        settle(std::move(record));
    }

    void addSpace(const SpaceId &id, const FileUnit &unit, Wish<Space> &wish, SourceRecord &record)
    {
        AddSpace add;
        add.space = id;
        add.guid = unit.guid;
        add.name = unit.name;
        add.kind = unit.kind.value_or(SpaceKind::Room);
        add.floor = wish.value.floor;
        add.capacity = unit.capacity.value_or(0);
        add.outline = unit.outline;
        stage(add);
        noteSaid(wish, m_file.source, record, m_state);
        wish.value.id = id;
        wish.value.guid = unit.guid;
        m_state.spaces.emplace(id, wish.value);
        ++m_report.spaces;
    }

    void tellVanished()
    {
        m_path.clear();
        std::vector<std::string> names;
        for (const auto &[id, record] : m_state.records()) {
            const auto space = m_state.spaces.find(id);
            const bool isLost = record.kind == SourceKind::Space && !m_seen.contains(id)
                && space != m_state.spaces.end()
                && std::find(record.sources.begin(), record.sources.end(), m_file.source) != record.sources.end();
            if (isLost)
                names.push_back(space->second.name);
        }
        std::sort(names.begin(), names.end());
        for (const std::string &name : names)
            m_report.miss(note("\"" + name + "\" is not in the plan any more: it stays until it is removed"));
    }

    const std::string &m_name;
    VenueFile m_file;
    SourceState &m_state;
    ImportReport &m_report;
    std::vector<StagedCommand> m_commands;
    std::vector<FloorId> m_floors; ///< of the file's levels
    std::vector<bool> m_isNewFloor;
    std::unordered_set<Id> m_seen;
    std::string m_path;
};

} // namespace

Result<std::vector<StagedCommand>> planVenue(const std::string &name, VenueFile file, SourceState &state,
                                             ImportReport &report)
{
    for (ImportNote &guess : file.report.guessed)
        report.guess(std::move(guess));
    for (ImportNote &refusal : file.report.refused)
        report.refuse(std::move(refusal));
    report.guesses += file.report.guesses - static_cast<std::int64_t>(file.report.guessed.size());
    report.refusals += file.report.refusals - static_cast<std::int64_t>(file.report.refused.size());
    return VenuePlanner(name, std::move(file), state, report).run();
}

} // namespace gatehouse
