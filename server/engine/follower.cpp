// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/engine/follower.h"

#include "server/store/entry.h"
#include "server/store/writer.h"

#include <algorithm>
#include <map>

namespace gatehouse {

namespace {

constexpr std::size_t kEntriesAtOnce = 256; // about as many as one commit has

} // namespace

class FollowerRunner::Work
{
public:
    Work(Document &openDocument, const Keyring &openKeyring, Engine &itsEngine)
        : document(openDocument), keyring(openKeyring), engine(itsEngine)
    {
        for (const EntityType *type : document.entities())
            types.emplace(type->spec.number, type);
    }

    /// One follower: how far it is on disk, how far it took, and the commands that are still on their way.
    struct Place {
        Follower *follower = nullptr;
        std::int64_t cursor = 0;
        std::int64_t taken = 0;
        std::size_t outstanding = 0;
        bool mustRepeat = false;
    };

    Document &document;
    const Keyring &keyring;
    Engine &engine;
    std::map<std::uint16_t, const EntityType *> types;
    std::vector<std::shared_ptr<Place>> places; ///< shared with the answers on their way
    std::unique_ptr<Writer> writer;
    int generation = -1;

    Writer &currentWriter()
    {
        if (!writer || generation != document.generation()) {
            writer = std::make_unique<Writer>(document);
            generation = document.generation();
        }
        return *writer;
    }

    Result<JournalEntry> opened(const std::string &bytes)
    {
        auto entry = decodeEntry(bytes);
        if (!entry)
            return fail(std::move(entry.error()));
        JournalEntry read{entry->sequence,
                          entry->serverTime,
                          entry->deviceTime,
                          entry->offsetMs,
                          entry->actor,
                          entry->device,
                          entry->sender,
                          entry->number,
                          std::string(entry->command),
                          entry->cause,
                          {}};
        for (const EntryChange &change : entry->changes) {
            const auto type = types.find(change.entity);
            if (type == types.end())
                continue;
            auto personal = openPersonal(&keyring, change.entity, change.id, change.personal);
            if (!personal)
                return fail(std::move(personal.error()));
            read.rows.push_back({type->second, change.id, entry->sequence,
                                 decodeScopes(change.scopesBefore).value_or(Scopes{}),
                                 decodeScopes(change.scopesAfter.value_or(std::string_view())).value_or(Scopes{}),
                                 std::string(change.body), std::move(*personal)});
        }
        return read;
    }

    Result<std::vector<JournalEntry>> entriesAfter(std::int64_t cursor)
    {
        auto raw = currentWriter().entriesAfter(cursor, kEntriesAtOnce);
        if (!raw)
            return fail(std::move(raw.error()));
        std::vector<JournalEntry> entries;
        for (const std::string &bytes : *raw) {
            auto entry = opened(bytes);
            if (!entry)
                return fail(std::move(entry.error()));
            entries.push_back(std::move(*entry));
        }
        return entries;
    }

    void submit(const std::shared_ptr<Place> &place, CommandRequest request, std::map<std::int64_t, int> &ordinals)
    {
        const int ordinal = ordinals[request.cause]++;
        if (request.sender.isNull() && request.key.empty())
            request.key = "follower/" + std::string(place->follower->name()) + '/' + std::to_string(request.cause) + '/'
                + std::to_string(ordinal);
        ++place->outstanding;
        request.done = [place, done = std::move(request.done)](CommandOutcome outcome) {
            --place->outstanding;
            place->mustRepeat = place->mustRepeat || isPassing(outcome.failure.fault);
            if (done)
                done(std::move(outcome));
        };
        engine.submit(std::move(request));
    }

    /// True: it got on.
    bool advance(const std::shared_ptr<Place> &place)
    {
        if (place->outstanding > 0)
            return false;
        if (place->mustRepeat) {
            place->mustRepeat = false;
            place->taken = place->cursor;
        }
        if (place->taken > place->cursor && !saveCursor(*place))
            return false;
        if (place->cursor >= engine.head())
            return false;
        const auto entries = entriesAfter(place->cursor);
        if (!entries || entries->empty())
            return false;
        std::map<std::int64_t, int> ordinals;
        const std::size_t count =
            place->follower->step(*entries, engine.now(), [this, &place, &ordinals](CommandRequest request) {
                submit(place, std::move(request), ordinals);
            });
        if (count == 0)
            return place->outstanding > 0; // it works at an entry in several steps
        place->taken = (*entries)[std::min(count, entries->size()) - 1].sequence;
        return place->outstanding > 0 || saveCursor(*place);
    }

    bool saveCursor(Place &place)
    {
        if (!currentWriter().writeCursor(place.follower->name(), place.taken))
            return false; // read-only just now: what it took comes again
        place.cursor = place.taken;
        return true;
    }
};

FollowerRunner::FollowerRunner(Document &document, const Keyring &keyring, Engine &engine)
    : m_work(std::make_unique<Work>(document, keyring, engine))
{
}

FollowerRunner::~FollowerRunner() = default;

Result<> FollowerRunner::add(Follower &follower)
{
    auto cursor = m_work->currentWriter().cursor(follower.name());
    if (!cursor)
        return fail(std::move(cursor.error()));
    auto place = std::make_shared<Work::Place>();
    place->follower = &follower;
    place->cursor = cursor->value_or(m_work->engine.head());
    place->taken = place->cursor;
    if (!*cursor) {
        if (auto result = m_work->currentWriter().writeCursor(follower.name(), place->cursor); !result)
            return result;
    }
    m_work->places.push_back(std::move(place));
    return {};
}

bool FollowerRunner::step()
{
    bool gotOn = false;
    for (const auto &place : m_work->places)
        gotOn = m_work->advance(place) || gotOn;
    return gotOn;
}

std::int64_t FollowerRunner::behind(std::string_view name) const
{
    for (const auto &place : m_work->places) {
        if (place->follower->name() == name)
            return m_work->engine.head() - place->cursor;
    }
    return 0;
}

} // namespace gatehouse
