// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/programme/programme.h"

namespace gatehouse {

namespace {

bool isAlphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

} // namespace

Scopes scopesOf(const Track &)
{
    return scopes({Scope::everyone()});
}

Scopes scopesOf(const Session &session)
{
    return scopes(
        {session.state == SessionState::Draft ? Scope::holders(Permission::EditProgramme) : Scope::everyone()});
}

Scopes scopesOf(const Speaker &speaker)
{
    return scopes({speaker.isPublic ? Scope::everyone() : Scope::holders(Permission::EditProgramme)});
}

Scopes scopesOf(const Slot &slot)
{
    return scopes({slot.isDraft ? Scope::holders(Permission::EditProgramme) : Scope::everyone()});
}

Scopes scopesOf(const Bookmark &bookmark)
{
    return scopes({Scope::person(bookmark.account)});
}

Scopes scopesOf(const SessionInterest &)
{
    return scopes({Scope::holders(Permission::EditProgramme)});
}

Id personOf(const Speaker &speaker)
{
    return speaker.id;
}

BookmarkId bookmarkIdOf(const SessionId &session, const AccountId &account)
{
    BookmarkId made; // 80 random bits of each: no two pairs meet
    for (std::size_t index = 0; index < made.bytes.size(); ++index)
        made.bytes[index] = static_cast<std::uint8_t>(session.bytes[index] ^ account.bytes[index]);
    made.bytes[0] |= 0x80; // never null, and apart from ids that a clock made
    return made;
}

bool isWebAddress(std::string_view text)
{
    std::string_view rest = text;
    if (rest.starts_with("https://"))
        rest.remove_prefix(8);
    else if (rest.starts_with("http://"))
        rest.remove_prefix(7);
    else
        return false;
    if (rest.empty() || (!isAlphanumeric(rest.front()) && rest.front() != '[' && (rest.front() & 0x80) == 0))
        return false;
    return std::all_of(rest.begin(), rest.end(), [](char c) {
        return static_cast<unsigned char>(c) > ' ' && c != 0x7f && c != '<' && c != '>' && c != '"' && c != '\\';
    });
}

bool isLanguageTag(std::string_view text)
{
    std::size_t letters = 0; // of this subtag
    for (const char c : text) {
        if (c == '-') {
            if (letters == 0)
                return false;
            letters = 0;
        } else if (!isAlphanumeric(c) || ++letters > 8) {
            return false;
        }
    }
    return letters > 0 && !(text.front() >= '0' && text.front() <= '9');
}

} // namespace gatehouse
