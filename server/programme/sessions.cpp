// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/programme/handlers.h"

namespace gatehouse {

namespace {

Result<> whyNotSpeakers(const std::vector<SpeakerId> &speakers, Transaction &transaction)
{
    for (std::size_t index = 0; index < speakers.size(); ++index) {
        if (std::find(speakers.begin(), speakers.begin() + static_cast<std::ptrdiff_t>(index), speakers[index])
            != speakers.begin() + static_cast<std::ptrdiff_t>(index))
            return fail(Fault::Invalid, "speaker " + speakers[index].toString() + " stands there twice");
        if (!transaction.exists<Speaker>(speakers[index]))
            return fail(Fault::NotFound, "speaker " + speakers[index].toString());
    }
    return {};
}

Result<> whyNotSession(const Session &session, Transaction &transaction)
{
    if (!session.track.isNull() && !transaction.exists<Track>(session.track))
        return fail(Fault::NotFound, "track");
    if (!session.language.empty() && !isLanguageTag(session.language))
        return fail(Fault::Invalid, "not a language, such as \"de\" or \"pt-BR\"");
    if (!session.url.empty() && !isWebAddress(session.url))
        return fail(Fault::Invalid, "not an address that begins with https:// or http://");
    return whyNotSpeakers(session.speakers, transaction);
}

/// Who appears in a session that is no draft is known to everyone, for good.
void makePublic(const std::vector<SpeakerId> &speakers, Transaction &transaction)
{
    for (const SpeakerId &id : speakers) {
        auto speaker = transaction.find<Speaker>(id);
        if (!speaker || speaker->isPublic)
            continue;
        speaker->isPublic = true;
        transaction.put(*speaker);
    }
}

void putSession(const Session &session, Transaction &transaction)
{
    transaction.put(session);
    if (session.state != SessionState::Draft)
        makePublic(session.speakers, transaction);
}

} // namespace

Result<> handle(const AddSession &command, Transaction &transaction)
{
    if (transaction.exists<Session>(command.session))
        return fail(Fault::Conflict, "the session exists");
    if (!command.guid.empty() && !transaction.where<&Session::guid>(command.guid, 1).empty())
        return fail(Fault::Conflict, "a session with this guid exists");
    Session session;
    session.id = command.session;
    session.guid = command.guid;
    session.title = command.title;
    session.subtitle = command.subtitle;
    session.type = command.type;
    session.track = command.track;
    session.speakers = command.speakers;
    session.language = command.language;
    session.abstract = command.abstract;
    session.url = command.url;
    session.state = command.isDraft ? SessionState::Draft : SessionState::Planned;
    if (auto result = whyNotSession(session, transaction); !result)
        return result;
    putSession(session, transaction);
    return {};
}

Result<> handle(const EditSession &command, Transaction &transaction)
{
    const auto session = transaction.find<Session>(command.session);
    if (!session)
        return fail(Fault::NotFound, "session");
    const auto changed = edited(*session, command.edits);
    if (!changed)
        return fail(changed.error());
    if (auto result = whyNotSession(*changed, transaction); !result)
        return result;
    putSession(*changed, transaction);
    return {};
}

Result<> handle(const PublishSession &command, Transaction &transaction)
{
    auto session = transaction.find<Session>(command.session);
    if (!session)
        return fail(Fault::NotFound, "session");
    if (session->state == SessionState::Planned)
        return fail(Fault::Conflict, "the session is published");
    session->state = SessionState::Planned;
    session->reason.clear();
    session->changedAt = transaction.now();
    for (Slot &slot : transaction.where<&Slot::session>(command.session)) {
        if (std::exchange(slot.isDraft, false))
            transaction.put(slot);
    }
    putSession(*session, transaction);
    return {};
}

Result<> handle(const CancelSession &command, Transaction &transaction)
{
    auto session = transaction.find<Session>(command.session);
    if (!session)
        return fail(Fault::NotFound, "session");
    if (session->state == SessionState::Draft)
        return fail(Fault::Conflict, "a draft was never announced: remove it");
    if (session->state == SessionState::Cancelled)
        return fail(Fault::Conflict, "the session is cancelled");
    session->state = SessionState::Cancelled;
    session->reason = command.reason;
    session->changedAt = transaction.now();
    transaction.put(*session);
    return {};
}

Result<> handle(const RemoveSession &command, Transaction &transaction)
{
    const auto session = transaction.find<Session>(command.session);
    if (!session)
        return fail(Fault::NotFound, "session");
    if (session->state != SessionState::Draft)
        return fail(Fault::Conflict, "the session was announced: cancel it");
    for (const Slot &slot : transaction.where<&Slot::session>(command.session))
        transaction.remove<Slot>(slot.id);
    for (const Bookmark &bookmark : transaction.where<&Bookmark::session>(command.session))
        transaction.remove<Bookmark>(bookmark.id);
    transaction.remove<SessionInterest>(command.session);
    transaction.remove<Session>(command.session);
    return {};
}

} // namespace gatehouse
