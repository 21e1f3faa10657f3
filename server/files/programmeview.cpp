// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/programmeview.h"

#include "server/files/sourcetext.h"
#include "shared/crypto/digest.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

namespace gatehouse {

namespace {

/// The moment an id was made at: its first 48 bits.
Instant madeAt(const Id &id)
{
    std::int64_t ms = 0;
    for (std::size_t byte = 0; byte < 6; ++byte)
        ms = ms << 8 | id.bytes[byte];
    return {ms};
}

template <class E>
const E *find(const std::vector<E> &rows, const Id &id)
{
    const auto at = std::find_if(rows.begin(), rows.end(), [&](const E &row) { return row.id == id; });
    return at == rows.end() ? nullptr : &*at;
}

template <class E>
std::unordered_map<Id, const E *> byId(const std::vector<E> &rows)
{
    std::unordered_map<Id, const E *> all;
    for (const E &row : rows)
        all.emplace(row.id, &row);
    return all;
}

/// 2020-01-01: a sequence counts the seconds since then, 2³¹ of which end in 2088. More than any revision: older
/// programs gave those out.
constexpr Instant kSequenceBegins{1'577'836'800'000};
constexpr std::int64_t kMostSequence = std::numeric_limits<std::int32_t>::max();

/// The revision where the clock stood before 2020.
std::int64_t sequenceOf(const ProgrammeView &view, const Id &id)
{
    const auto revision = view.revisions.find(id);
    const auto since = view.since.find(id);
    const std::int64_t count = revision == view.revisions.end() ? 0 : revision->second;
    const std::int64_t seconds = since == view.since.end() ? 0 : (since->second - kSequenceBegins) / 1000;
    return std::min(std::max(count, seconds), kMostSequence);
}

} // namespace

std::vector<Appearance> ProgrammeView::appearances() const
{
    const auto sessionsById = byId(sessions);
    const auto spacesById = byId(spaces);
    std::vector<Appearance> all;
    for (const Slot &slot : slotRows) {
        const auto session = sessionsById.find(slot.session);
        const auto space = spacesById.find(slot.space);
        if (session == sessionsById.end() || space == spacesById.end())
            continue;
        Appearance one{session->second, &slot, space->second, {}, 0, 0, {}};
        one.sequence = std::max(sequenceOf(*this, slot.id), sequenceOf(*this, slot.session));
        one.changedAt = std::max({madeAt(slot.id), slot.changedAt, session->second->changedAt});
        all.push_back(std::move(one));
    }
    std::sort(all.begin(), all.end(), [](const Appearance &left, const Appearance &right) {
        return std::tuple(left.slot->startsAt, left.space->order, left.session->title, left.slot->id)
            < std::tuple(right.slot->startsAt, right.space->order, right.session->title, right.slot->id);
    });
    std::unordered_set<Id> named;
    std::unordered_set<std::int64_t> numbers;
    for (Appearance &one : all) {
        one.guid = named.insert(one.session->id).second ? publicGuid(one.session->guid, one.session->id)
                                                        : publicGuid({}, one.slot->id);
        one.number = publicNumber(one.guid);
        while (!numbers.insert(one.number).second)
            ++one.number;
    }
    return all;
}

const Speaker *ProgrammeView::speaker(const SpeakerId &id) const
{
    return find(speakers, id);
}

const Track *ProgrammeView::track(const TrackId &id) const
{
    return find(tracks, id);
}

std::string publicGuid(const std::string &guid, const Id &id)
{
    return isUuid(guid) ? lowerAscii(guid) : uuidFor(id.view());
}

std::string partGuid(const std::string &guid, int part)
{
    return uuidFor(guid + " part " + std::to_string(part));
}

std::int64_t publicNumber(std::string_view guid)
{
    const Digest digest = sha256(guid);
    std::int64_t number = 0;
    for (std::size_t byte = 0; byte < 4; ++byte)
        number = number << 8 | digest.bytes[byte];
    return number % 2'000'000'000 + 1;
}

} // namespace gatehouse
