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

void ImportReport::change(ImportNote note)
{
    ++updates;
    if (changed.size() < kMaxImportNotes)
        changed.push_back(std::move(note));
}

void ImportReport::miss(ImportNote note)
{
    ++missing;
    if (vanished.size() < kMaxImportNotes)
        vanished.push_back(std::move(note));
}

void ImportReport::keep(ImportNote note)
{
    ++keeps;
    if (kept.size() < kMaxImportNotes)
        kept.push_back(std::move(note));
}

Scopes scopesOf(const Import &)
{
    return scopes({Scope::holders(Permission::ManageEvent)});
}

Scopes scopesOf(const SourceRecord &)
{
    return scopes({Scope::holders(Permission::ManageEvent)});
}

} // namespace gatehouse
