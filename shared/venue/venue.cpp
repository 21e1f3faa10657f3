// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/venue/venue.h"

namespace gatehouse {

Scopes scopesOf(const Floor &)
{
    return scopes({Scope::holders(Permission::ViewVenue)});
}

Scopes scopesOf(const Zone &)
{
    return scopes({Scope::holders(Permission::ViewVenue)});
}

Scopes scopesOf(const Gate &)
{
    return scopes({Scope::holders(Permission::ViewVenue)});
}

Scopes scopesOf(const Occupancy &)
{
    return scopes({Scope::holders(Permission::ViewOccupancy)});
}

Scopes scopesOf(const GateFlow &)
{
    return scopes({Scope::holders(Permission::ViewOccupancy)});
}

} // namespace gatehouse
