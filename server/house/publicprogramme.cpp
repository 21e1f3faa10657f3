// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/house/publicprogramme.h"

#include <algorithm>

namespace gatehouse {

namespace {

template <class E, class Take>
Result<> readEach(Reader &reader, const Take &take)
{
    std::optional<Failure> failure;
    auto result = reader.each(entityType<E>(), [&](const StoredRow &row) {
        auto entity = entityOf<E>(row);
        if (entity)
            take(std::move(*entity), row.revision);
        else
            failure = std::move(entity.error());
        return !failure;
    });
    return !result || !failure ? std::move(result) : Result<>(fail(std::move(*failure)));
}

/// When rows of these revisions were first shown so. A command changes many rows: each is asked for once.
class Times
{
public:
    explicit Times(Reader &reader) : m_reader(reader) {}

    Result<Instant> of(std::int64_t revision)
    {
        if (const auto known = m_times.find(revision); known != m_times.end())
            return known->second;
        auto at = m_reader.shownSince(revision);
        if (at)
            m_times.emplace(revision, *at);
        return at;
    }

private:
    Reader &m_reader;
    std::unordered_map<std::int64_t, Instant> m_times;
};

} // namespace

Result<ProgrammeView> publicProgramme(Reader &reader)
{
    ProgrammeView view;
    auto result = readEach<Event>(reader, [&](Event event, std::int64_t revision) {
        view.event = std::move(event);
        view.version = revision;
    });
    const auto also = [&]<class E>(std::vector<E> &rows, const auto &isShown) {
        if (result)
            result = readEach<E>(reader, [&](E row, std::int64_t revision) {
                if (!isShown(row))
                    return;
                view.revisions[row.id] = revision;
                view.version = std::max(view.version, revision);
                rows.push_back(std::move(row));
            });
    };
    also(view.spaces, [](const Space &space) { return space.kind != SpaceKind::Closed; });
    also(view.tracks, [](const Track &) { return true; });
    also(view.speakers, [](const Speaker &speaker) { return speaker.isPublic; });
    also(view.sessions, [](const Session &session) { return session.state != SessionState::Draft; });
    also(view.slotRows, [](const Slot &slot) { return !slot.isDraft; });
    if (!result)
        return fail(std::move(result.error()));
    Times times(reader);
    for (const auto &[id, revision] : view.revisions) {
        auto since = times.of(revision);
        if (!since)
            return fail(std::move(since.error()));
        view.since.emplace(id, *since);
    }
    std::sort(view.spaces.begin(), view.spaces.end(), [](const Space &left, const Space &right) {
        return std::tie(left.order, left.name, left.id) < std::tie(right.order, right.name, right.id);
    });
    std::sort(view.tracks.begin(), view.tracks.end(), [](const Track &left, const Track &right) {
        return std::tie(left.name, left.id) < std::tie(right.name, right.id);
    });
    return view;
}

} // namespace gatehouse
