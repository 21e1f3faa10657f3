// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/spec.h"

/// Who signs in: accounts of people, roles that bundle permissions, and paired devices.
namespace gatehouse {

struct Account;
struct Role;
struct Device;
struct DeviceCall;
using AccountId = IdOf<Account>;
using RoleId = IdOf<Role>;
using DeviceId = IdOf<Device>;

/// Defined here so that access need not know the nouns: the ids a device is assigned to.
struct Gate;
struct CheckInList;
struct GateLane;
using GateId = IdOf<Gate>;
using CheckInListId = IdOf<CheckInList>;
using LaneId = IdOf<GateLane>;

struct Role {
    static constexpr EntitySpec spec{1, "role", Replication::Live};
    RoleId id;
    std::string name;
    std::vector<std::string> permissions; ///< names of enumNames<Permission>; never "system"
    Later later;
    static constexpr Field fields[] = {field<&Role::name>("name", Flag::Indexed),
                                       field<&Role::permissions>("permissions", Flag::Optional, 64)};
    bool operator==(const Role &) const = default;
};

/// A role that every event starts with; people may change it afterwards.
struct StartingRole {
    std::string_view name;
    Permissions permissions;
};
inline constexpr std::string_view kOrganiserRole = "Organiser"; ///< has every permission; the first account gets it
[[nodiscard]] std::span<const StartingRole> startingRoles();
/// The names of these permissions, as a role keeps them.
[[nodiscard]] std::vector<std::string> permissionNames(Permissions permissions);

/// A person who signs in.
struct Account {
    static constexpr EntitySpec spec{2, "account", Replication::Live};
    AccountId id;
    std::string login; ///< lower case letters, digits, . - _; unique
    std::string name;  ///< as colleagues know the person
    std::vector<RoleId> roles;
    bool isLocked = false;
    std::int64_t permissionVersion = 0; ///< raised when what the account may do changes: older tokens end
    Later later;
    Later laterPersonal;
    static constexpr Field fields[] = {
        field<&Account::login>("login", Flag::Indexed | Flag::Fixed, 64), field<&Account::name>("name", Flag::Personal),
        field<&Account::roles>("roles", Flag::Optional, 32), field<&Account::isLocked>("isLocked", Flag::Optional),
        field<&Account::permissionVersion>("permissionVersion", Flag::Optional | Flag::Fixed)};
    bool operator==(const Account &) const = default;
};

/// The password of an account (same id), as an Argon2id string. Never leaves the server.
struct AccountSecret {
    static constexpr EntitySpec spec{3, "account_secret", Replication::Server};
    AccountId id;
    std::string passwordHash;
    Later later;
    static constexpr Field fields[] = {field<&AccountSecret::passwordHash>("passwordHash", Flag::Fixed, 256)};
    bool operator==(const AccountSecret &) const = default;
};

enum class DeviceKind : std::uint8_t { Kiosk = 0, Handheld = 1, Desk = 2, Display = 3, Integration = 4 };
template <>
inline constexpr auto enumNames<DeviceKind> =
    std::array<std::string_view, 5>{"kiosk", "handheld", "desk", "display", "integration"};

/// Which way people go where a device scans.
enum class DeviceDirection : std::uint8_t {
    AsStarted = 0, ///< as its program was told when it was started
    Entry = 1,
    Exit = 2,
};
template <>
inline constexpr auto enumNames<DeviceDirection> = std::array<std::string_view, 3>{"as_started", "entry", "exit"};

/// A paired piece of hardware.
struct Device {
    static constexpr EntitySpec spec{4, "device", Replication::Live};
    DeviceId id;
    std::string name;
    DeviceKind kind = DeviceKind::Kiosk;
    GateId gate;        ///< where it stands
    CheckInListId list; ///< which list it scans for
    bool isRevoked = false;
    Instant addedAt;
    LaneId lane; ///< the queue through its gate that it serves; none: no certain one
    DeviceDirection direction = DeviceDirection::AsStarted;
    Instant revokedAt;
    std::string revokedWhy;
    bool isStaffed = false; ///< somebody of the team stands at it: may look people up by name
    Later later;
    static constexpr Field fields[] = {
        field<&Device::name>("name", Flag::Indexed),
        field<&Device::kind>("kind"),
        field<&Device::gate>("gate", Flag::Optional),
        field<&Device::list>("list", Flag::Optional),
        field<&Device::isRevoked>("isRevoked", Flag::Optional | Flag::Fixed),
        field<&Device::addedAt>("addedAt", Flag::Optional | Flag::Fixed),
        field<&Device::lane>("lane", Flag::Optional),
        field<&Device::direction>("direction", Flag::Optional),
        field<&Device::revokedAt>("revokedAt", Flag::Optional | Flag::Fixed),
        field<&Device::revokedWhy>("revokedWhy", Flag::Optional | Flag::Fixed, kMaxReason),
        field<&Device::isStaffed>("isStaffed", Flag::Optional)};
    bool operator==(const Device &) const = default;
};

/// Somebody looks for a device (same id): it shows its name, large, for a few seconds from this moment on.
struct DeviceCall {
    static constexpr EntitySpec spec{6, "device_call", Replication::Live};
    IdOf<DeviceCall> id;
    Instant calledAt;
    Later later;
    static constexpr Field fields[] = {field<&DeviceCall::calledAt>("calledAt")};
    bool operator==(const DeviceCall &) const = default;
};

/// SHA-256 of the device's key (256 random bits, so a bare hash tells nothing). Never leaves the server.
struct DeviceSecret {
    static constexpr EntitySpec spec{5, "device_secret", Replication::Server};
    DeviceId id;
    Bytes keyHash;
    Later later;
    static constexpr Field fields[] = {field<&DeviceSecret::keyHash>("keyHash", Flag::Fixed, 32)};
    bool operator==(const DeviceSecret &) const = default;
};

[[nodiscard]] Scopes scopesOf(const Role &role);
[[nodiscard]] Scopes scopesOf(const Account &account);
[[nodiscard]] Scopes scopesOf(const AccountSecret &secret);
[[nodiscard]] Scopes scopesOf(const Device &device);
[[nodiscard]] Scopes scopesOf(const DeviceCall &call);
[[nodiscard]] Scopes scopesOf(const DeviceSecret &secret);
[[nodiscard]] Id personOf(const Account &account);

/// What a role's names amount to; unknown names of newer programs give nothing, "system" never.
[[nodiscard]] Permissions permissionsOf(const Role &role);
/// What a device may do, by its kind. A revoked one: nothing.
[[nodiscard]] Permissions permissionsOf(const Device &device);
/// The scopes that an account or device with these permissions holds.
[[nodiscard]] Scopes heldScopes(Permissions permissions, const Id &person);
[[nodiscard]] Scopes heldScopes(const Device &device);
/// 1 to 64 lower case letters, digits, dots, hyphens, underscores.
[[nodiscard]] bool isLogin(std::string_view login);

struct AddRole {
    static constexpr CommandSpec spec{"role.add", Permission::ManageAccounts};
    using Answer = Nothing;
    RoleId role;
    std::string name;
    std::vector<std::string> permissions;
    static constexpr Field fields[] = {field<&AddRole::role>("role"), field<&AddRole::name>("name"),
                                       field<&AddRole::permissions>("permissions", Flag::None, 64)};
};

struct EditRole {
    static constexpr CommandSpec spec{"role.edit", Permission::ManageAccounts};
    using Answer = Nothing;
    RoleId role;
    EditsOf<Role> edits;
    static constexpr Field fields[] = {field<&EditRole::role>("role"), field<&EditRole::edits>("edits")};
};

/// The password is hashed before the command reaches the engine (see server/access): the handler refuses a plain one.
struct AddAccount {
    static constexpr CommandSpec spec{"account.add", Permission::ManageAccounts};
    using Answer = Nothing;
    AccountId account;
    std::string login;
    std::string name;
    std::string password;
    std::vector<RoleId> roles;
    static constexpr Field fields[] = {
        field<&AddAccount::account>("account"), field<&AddAccount::login>("login", Flag::None, 64),
        field<&AddAccount::name>("name"), field<&AddAccount::password>("password", Flag::None, 256),
        field<&AddAccount::roles>("roles", Flag::None, 32)};
};

struct EditAccount {
    static constexpr CommandSpec spec{"account.edit", Permission::ManageAccounts};
    using Answer = Nothing;
    AccountId account;
    EditsOf<Account> edits;
    static constexpr Field fields[] = {field<&EditAccount::account>("account"), field<&EditAccount::edits>("edits")};
};

struct SetPassword {
    static constexpr CommandSpec spec{"account.set_password", Permission::ManageAccounts};
    using Answer = Nothing;
    AccountId account;
    std::string password;
    static constexpr Field fields[] = {field<&SetPassword::account>("account"),
                                       field<&SetPassword::password>("password", Flag::None, 256)};
};

/// The device's key is answered once and never again. An existing id is refused.
struct AddDevice {
    static constexpr CommandSpec spec{"device.add", Permission::ManageDevices};
    struct Answer {
        std::string key; ///< "gkd1." + device id + "." + base64url of 32 bytes: what the device signs in with
        static constexpr Field fields[] = {field<&Answer::key>("key", Flag::None, 128)};
    };
    DeviceId device;
    std::string name;
    DeviceKind kind = DeviceKind::Kiosk;
    GateId gate;
    CheckInListId list;
    LaneId lane;
    DeviceDirection direction = DeviceDirection::AsStarted;
    bool isStaffed = false;
    static constexpr Field fields[] = {field<&AddDevice::device>("device"),
                                       field<&AddDevice::name>("name"),
                                       field<&AddDevice::kind>("kind"),
                                       field<&AddDevice::gate>("gate", Flag::Optional),
                                       field<&AddDevice::list>("list", Flag::Optional),
                                       field<&AddDevice::lane>("lane", Flag::Optional),
                                       field<&AddDevice::direction>("direction", Flag::Optional),
                                       field<&AddDevice::isStaffed>("isStaffed", Flag::Optional)};
};

struct EditDevice {
    static constexpr CommandSpec spec{"device.edit", Permission::ManageDevices};
    using Answer = Nothing;
    DeviceId device;
    EditsOf<Device> edits;
    static constexpr Field fields[] = {field<&EditDevice::device>("device"), field<&EditDevice::edits>("edits")};
};

/// Closes its connections at once; scans it still holds are taken, but marked (see RecordScan).
struct RevokeDevice {
    static constexpr CommandSpec spec{"device.revoke", Permission::ManageDevices};
    using Answer = Nothing;
    DeviceId device;
    std::string reason;
    static constexpr Field fields[] = {field<&RevokeDevice::device>("device"),
                                       field<&RevokeDevice::reason>("reason", Flag::None, kMaxReason)};
};

/// Which of these twelve tablets is it? Its screen says so. Also off line: it tells when it is back, if that is soon.
struct CallDevice {
    static constexpr CommandSpec spec{"device.call", Permission::ManageDevices};
    using Answer = Nothing;
    DeviceId device;
    static constexpr Field fields[] = {field<&CallDevice::device>("device")};
};
inline constexpr std::int64_t kCallMs = 30'000; ///< a call that is older is passed over

using AccessEntities = EntityList<Role, Account, AccountSecret, Device, DeviceSecret, DeviceCall>;
using AccessCommands = CommandList<AddRole, EditRole, AddAccount, EditAccount, SetPassword, AddDevice, EditDevice,
                                   RevokeDevice, CallDevice>;
using AccessQueries = QueryList<>;

} // namespace gatehouse
