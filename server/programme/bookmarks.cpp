// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/programme/handlers.h"

namespace gatehouse {

Result<> handle(const SetBookmark &command, Transaction &transaction)
{
    const Actor &actor = transaction.actor();
    if (actor.id.isNull() || actor.id == actor.device)
        return fail(Fault::Forbidden, "a bookmark is a person's");
    const auto session = transaction.find<Session>(command.session);
    const bool maySee =
        session && (session->state != SessionState::Draft || actor.permissions.has(Permission::EditProgramme));
    if (!maySee)
        return fail(Fault::NotFound, "session");
    const AccountId account(actor.id);
    const BookmarkId id = bookmarkIdOf(command.session, account);
    if (transaction.exists<Bookmark>(id) == command.isSet)
        return {};
    auto interest = transaction.find<SessionInterest>(command.session).value_or(SessionInterest{});
    interest.id = command.session;
    interest.bookmarks += command.isSet ? 1 : -1;
    transaction.put(interest);
    if (!command.isSet) {
        transaction.remove<Bookmark>(id);
        return {};
    }
    Bookmark bookmark;
    bookmark.id = id;
    bookmark.session = command.session;
    bookmark.account = account;
    transaction.put(bookmark);
    return {};
}

} // namespace gatehouse
