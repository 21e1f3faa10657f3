// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/programme/handlers.h"

namespace gatehouse {

namespace {

Result<> whyNotTrack(const Track &track, Transaction &transaction)
{
    for (const Track &other : transaction.all<Track>()) {
        if (other.id != track.id && other.name == track.name)
            return fail(Fault::Conflict, "a track has this name");
    }
    return {};
}

} // namespace

Result<> handle(const AddTrack &command, Transaction &transaction)
{
    if (transaction.exists<Track>(command.track))
        return fail(Fault::Conflict, "the track exists");
    Track track;
    track.id = command.track;
    track.name = command.name;
    track.colour = command.colour;
    if (auto result = whyNotTrack(track, transaction); !result)
        return result;
    transaction.put(track);
    return {};
}

Result<> handle(const EditTrack &command, Transaction &transaction)
{
    const auto track = transaction.find<Track>(command.track);
    if (!track)
        return fail(Fault::NotFound, "track");
    const auto changed = edited(*track, command.edits);
    if (!changed)
        return fail(changed.error());
    if (auto result = whyNotTrack(*changed, transaction); !result)
        return result;
    transaction.put(*changed);
    return {};
}

Result<> handle(const RemoveTrack &command, Transaction &transaction)
{
    if (!transaction.exists<Track>(command.track))
        return fail(Fault::NotFound, "track");
    for (Session &session : transaction.where<&Session::track>(command.track, kMaxSessions)) {
        session.track = {};
        transaction.put(session);
    }
    transaction.remove<Track>(command.track);
    return {};
}

} // namespace gatehouse
