// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/imports/imports.h"

namespace gatehouse {

void ImportReport::guess(ImportNote note)
{
    ++guesses;
    if (guessed.size() < kMaxImportNotes)
        guessed.push_back(std::move(note));
}

void ImportReport::refuse(ImportNote note)
{
    ++refusals;
    if (refused.size() < kMaxImportNotes)
        refused.push_back(std::move(note));
}

Scopes scopesOf(const Import &)
{
    return scopes({Scope::holders(Permission::ManageEvent)});
}

} // namespace gatehouse
