// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/programme/handlers.h"

namespace gatehouse {

Result<> handle(const AddSpeaker &command, Transaction &transaction)
{
    if (transaction.exists<Speaker>(command.speaker))
        return fail(Fault::Conflict, "the speaker exists");
    if (!command.guid.empty() && !transaction.where<&Speaker::guid>(command.guid, 1).empty())
        return fail(Fault::Conflict, "a speaker with this guid exists");
    Speaker speaker;
    speaker.id = command.speaker;
    speaker.guid = command.guid;
    speaker.name = command.name;
    speaker.biography = command.biography;
    transaction.put(speaker);
    return {};
}

Result<> handle(const EditSpeaker &command, Transaction &transaction)
{
    const auto speaker = transaction.find<Speaker>(command.speaker);
    if (!speaker)
        return fail(Fault::NotFound, "speaker");
    const auto changed = edited(*speaker, command.edits);
    if (!changed)
        return fail(changed.error());
    transaction.put(*changed);
    return {};
}

Result<> handle(const RemoveSpeaker &command, Transaction &transaction)
{
    if (!transaction.exists<Speaker>(command.speaker))
        return fail(Fault::NotFound, "speaker");
    for (Session &session : transaction.all<Session>(kMaxSessions)) {
        if (std::erase(session.speakers, command.speaker) > 0)
            transaction.put(session);
    }
    transaction.remove<Speaker>(command.speaker);
    return {};
}

} // namespace gatehouse
