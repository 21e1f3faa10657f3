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

Scopes scopesOf(const Space &space)
{
    return scopes({space.kind == SpaceKind::Closed ? Scope::holders(Permission::ViewVenue) : Scope::everyone()});
}

Scopes scopesOf(const Gate &)
{
    return scopes({Scope::holders(Permission::ViewVenue)});
}

Scopes scopesOf(const GateLane &)
{
    return scopes({Scope::holders(Permission::ViewVenue)});
}

Scopes scopesOf(const HandCount &)
{
    return scopes({Scope::holders(Permission::ViewOccupancy)});
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
