// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/access/accounts.h"

namespace gatehouse {

Scopes scopesOf(const Role &)
{
    return scopes({Scope::holders(Permission::ManageAccounts)});
}

Scopes scopesOf(const Account &account)
{
    return scopes({Scope::holders(Permission::ManageAccounts), Scope::person(account.id)});
}

Scopes scopesOf(const AccountSecret &)
{
    return {};
}

Scopes scopesOf(const Device &device)
{
    return scopes({Scope::holders(Permission::ManageDevices), Scope::person(device.id)});
}

Scopes scopesOf(const DeviceCall &call)
{
    return scopes({Scope::holders(Permission::ManageDevices), Scope::person(call.id)});
}

Scopes scopesOf(const DeviceSecret &)
{
    return {};
}

Id personOf(const Account &account)
{
    return account.id;
}

Permissions permissionsOf(const Role &role)
{
    Permissions permissions;
    for (const std::string &name : role.permissions) {
        for (std::size_t index = 1; index < enumNames<Permission>.size(); ++index) {
            if (enumNames<Permission>[index] == name && static_cast<Permission>(index) != Permission::System)
                permissions.add(static_cast<Permission>(index));
        }
    }
    permissions.add(Permission::Everyone);
    if (permissions.has(Permission::Scan))
        permissions.add(Permission::HoldTicketKeys);
    return permissions;
}

Permissions permissionsOf(const Device &device)
{
    if (device.isRevoked)
        return {};
    switch (device.kind) {
    case DeviceKind::Kiosk:
    case DeviceKind::Handheld: {
        Permissions permissions{Permission::Everyone, Permission::Scan, Permission::HoldTicketKeys,
                                Permission::ViewVenue};
        if (device.isStaffed)
            permissions.add(Permission::ViewAttendees);
        return permissions;
    }
    case DeviceKind::Display:
        return {Permission::Everyone, Permission::ViewVenue, Permission::ViewOccupancy};
    case DeviceKind::Desk:
    case DeviceKind::Integration:
        return {Permission::Everyone};
    }
    return {};
}

Scopes heldScopes(Permissions permissions, const Id &person)
{
    Scopes held{Scope::everyone(), Scope::person(person)};
    for (std::size_t index = 2; index < enumNames<Permission>.size(); ++index) {
        if (permissions.has(static_cast<Permission>(index)))
            held.push_back(Scope::holders(static_cast<Permission>(index)));
    }
    std::sort(held.begin(), held.end());
    return held;
}

Scopes heldScopes(const Device &device)
{
    if (device.isRevoked)
        return {};
    Permissions permissions = permissionsOf(device);
    Scopes held;
    // A kiosk holds the records of its own list, not of all.
    if (permissions.has(Permission::Scan) && !device.list.isNull()) {
        permissions = Permissions::fromBits(permissions.bits() & ~Permissions{Permission::Scan}.bits());
        held.push_back(Scope::within(Permission::Scan, device.list));
    }
    for (const Scope &scope : heldScopes(permissions, device.id))
        held.push_back(scope);
    std::sort(held.begin(), held.end());
    return held;
}

std::span<const StartingRole> startingRoles()
{
    using enum Permission;
    static const std::array<StartingRole, 4> roles{{
        {kOrganiserRole,
         {ManageEvent, ManageAccounts, ManageDevices, EditVenue,   ViewVenue,      OperateGates,  ManageTickets,
          ViewTickets, ViewAttendees,  ViewContacts,  Scan,        ViewScans,      UndoScan,      ForceAdmit,
          Reconcile,   ViewOccupancy,  ViewJournal,   ViewMetrics, HoldTicketKeys, EditProgramme, CountPeople}},
        {"Operator",
         {ManageDevices, EditVenue, ViewVenue, OperateGates, ManageTickets, ViewTickets, ViewAttendees, Scan, ViewScans,
          UndoScan, ForceAdmit, Reconcile, ViewOccupancy, ViewJournal, ViewMetrics, HoldTicketKeys, EditProgramme,
          CountPeople}},
        {"Gate staff",
         {ViewVenue, OperateGates, ViewTickets, ViewAttendees, Scan, ViewScans, UndoScan, ForceAdmit, ViewOccupancy,
          HoldTicketKeys, CountPeople}},
        {"Steward", {ViewVenue, ViewOccupancy, CountPeople}},
    }};
    return roles;
}

std::vector<std::string> permissionNames(Permissions permissions)
{
    std::vector<std::string> names;
    for (std::size_t index = 2; index < enumNames<Permission>.size(); ++index) {
        if (permissions.has(static_cast<Permission>(index)))
            names.emplace_back(enumNames<Permission>[index]);
    }
    return names;
}

bool isLogin(std::string_view login)
{
    return !login.empty() && login.size() <= 64 && std::all_of(login.begin(), login.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
}

} // namespace gatehouse
