// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/field.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace gatehouse {

/// One thing an actor may do. The numbers stand in roles and scopes: appended, never changed or reused.
enum class Permission : std::uint8_t {
    Nobody = 0,      ///< what forgot to name one is for nobody
    Everyone = 1,    ///< whoever is signed in
    ManageEvent = 2, ///< settings of the event, imports, blobs
    ManageAccounts = 3,
    ManageDevices = 4,
    EditVenue = 5,
    ViewVenue = 6,
    OperateGates = 7,  ///< open and close
    ManageTickets = 8, ///< products, tickets: issue, block, revoke
    ViewTickets = 9,
    ViewAttendees = 10, ///< names
    ViewContacts = 11,  ///< mail, phone
    Scan = 12,          ///< record scans, hold the admission records of the lists
    ViewScans = 13,
    UndoScan = 14,
    ForceAdmit = 15,
    Reconcile = 16, ///< see and close reconciliation cards
    ViewOccupancy = 17,
    ViewJournal = 18,
    ViewMetrics = 19,
    HoldTicketKeys = 21, ///< check codes off line; comes with Scan
    EditProgramme = 22,  ///< sessions, speakers, where and when
    CountPeople = 23,    ///< tell how many people are in a zone, by counting or by clicker
    System = 20,         ///< the program itself: its clock, followers and importer; never given to a role
};

template <>
inline constexpr auto enumNames<Permission> = std::array<std::string_view, 24>{
    "nobody",       "everyone",      "manage_event",   "manage_accounts",  "manage_devices", "edit_venue",
    "view_venue",   "operate_gates", "manage_tickets", "view_tickets",     "view_attendees", "view_contacts",
    "scan",         "view_scans",    "undo_scan",      "force_admit",      "reconcile",      "view_occupancy",
    "view_journal", "view_metrics",  "system",         "hold_ticket_keys", "edit_programme", "count_people"};

/// A set of permissions.
class Permissions
{
public:
    constexpr Permissions() = default;
    constexpr Permissions(std::initializer_list<Permission> list)
    {
        for (const Permission permission : list)
            add(permission);
    }
    constexpr void add(Permission permission) { m_bits |= std::uint64_t{1} << static_cast<unsigned>(permission); }
    constexpr void add(Permissions other) { m_bits |= other.m_bits; }
    [[nodiscard]] constexpr bool has(Permission permission) const
    {
        return (m_bits >> static_cast<unsigned>(permission) & 1) != 0;
    }
    [[nodiscard]] constexpr std::uint64_t bits() const { return m_bits; }
    [[nodiscard]] static constexpr Permissions fromBits(std::uint64_t bits)
    {
        Permissions permissions;
        permissions.m_bits = bits;
        return permissions;
    }
    bool operator==(const Permissions &) const = default;

private:
    std::uint64_t m_bits = 0;
};

} // namespace gatehouse
