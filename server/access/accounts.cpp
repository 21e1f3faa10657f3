// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/handlers.h"

namespace gatehouse {

namespace {

bool isGrantable(const std::string &name)
{
    const auto names = permissionNames(Permissions::fromBits(~std::uint64_t{0}));
    return name != enumNames<Permission>[static_cast<std::size_t>(Permission::System)]
        && std::find(names.begin(), names.end(), name) != names.end();
}

Result<> whyNotRole(const Role &role, Transaction &transaction)
{
    for (const std::string &name : role.permissions) {
        if (!isGrantable(name))
            return fail(Fault::Invalid, "no permission is called " + name);
    }
    for (const Role &other : transaction.where<&Role::name>(role.name)) {
        if (other.id != role.id)
            return fail(Fault::Conflict, "a role has this name");
    }
    return {};
}

Result<> rolesExist(const std::vector<RoleId> &roles, Transaction &transaction)
{
    for (const RoleId &role : roles) {
        if (!transaction.exists<Role>(role))
            return fail(Fault::NotFound, "role " + role.toString());
    }
    return {};
}

bool isEncodedPassword(std::string_view password)
{
    return password.substr(0, 10) == "$argon2id$";
}

Permissions permissionsOf(const Account &account, Transaction &transaction)
{
    Permissions permissions;
    for (const RoleId &id : account.roles) {
        if (const auto role = transaction.find<Role>(id))
            permissions.add(gatehouse::permissionsOf(*role));
    }
    return permissions;
}

/// Asked after the change was put: does somebody still manage the accounts?
Result<> whyLockedOut(Transaction &transaction)
{
    for (const Account &account : transaction.all<Account>()) {
        if (!account.isLocked && permissionsOf(account, transaction).has(Permission::ManageAccounts))
            return {};
    }
    return fail(Fault::Conflict, "nobody could manage the accounts any more");
}

void raiseVersionsOf(const RoleId &role, Transaction &transaction)
{
    for (Account &account : transaction.all<Account>()) {
        if (std::find(account.roles.begin(), account.roles.end(), role) == account.roles.end())
            continue;
        ++account.permissionVersion;
        transaction.put(account);
    }
}

void putPassword(const AccountId &account, const std::string &encoded, Transaction &transaction)
{
    AccountSecret secret;
    secret.id = AccountId(account);
    secret.passwordHash = encoded;
    transaction.put(secret);
}

} // namespace

Result<> handle(const AddRole &command, Transaction &transaction)
{
    if (transaction.exists<Role>(command.role))
        return fail(Fault::Conflict, "the role exists");
    Role role;
    role.id = command.role;
    role.name = command.name;
    role.permissions = command.permissions;
    if (auto result = whyNotRole(role, transaction); !result)
        return result;
    transaction.put(role);
    return {};
}

Result<> handle(const EditRole &command, Transaction &transaction)
{
    const auto role = transaction.find<Role>(command.role);
    if (!role)
        return fail(Fault::NotFound, "role");
    const auto changed = edited(*role, command.edits);
    if (!changed)
        return fail(changed.error());
    if (auto result = whyNotRole(*changed, transaction); !result)
        return result;
    transaction.put(*changed);
    if (changed->permissions == role->permissions)
        return {};
    raiseVersionsOf(role->id, transaction);
    return whyLockedOut(transaction);
}

Result<> handle(const AddAccount &command, Transaction &transaction)
{
    if (!isLogin(command.login))
        return fail(Fault::Invalid, "not a login");
    if (!isEncodedPassword(command.password))
        return fail(Fault::Invalid, "the password is not hashed");
    if (transaction.exists<Account>(command.account))
        return fail(Fault::Conflict, "the account exists");
    if (!transaction.where<&Account::login>(command.login, 1).empty())
        return fail(Fault::Conflict, "the login is taken");
    if (auto result = rolesExist(command.roles, transaction); !result)
        return result;
    Account account;
    account.id = command.account;
    account.login = command.login;
    account.name = command.name;
    account.roles = command.roles;
    account.permissionVersion = 1;
    transaction.put(account);
    putPassword(account.id, command.password, transaction);
    return {};
}

Result<> handle(const EditAccount &command, Transaction &transaction)
{
    const auto account = transaction.find<Account>(command.account);
    if (!account)
        return fail(Fault::NotFound, "account");
    auto changed = edited(*account, command.edits);
    if (!changed)
        return fail(std::move(changed.error()));
    if (auto result = rolesExist(changed->roles, transaction); !result)
        return result;
    const bool mayOther = changed->roles != account->roles || changed->isLocked != account->isLocked;
    if (mayOther)
        ++changed->permissionVersion;
    transaction.put(*changed);
    return mayOther ? whyLockedOut(transaction) : Result<>();
}

Result<> handle(const SetPassword &command, Transaction &transaction)
{
    if (!isEncodedPassword(command.password))
        return fail(Fault::Invalid, "the password is not hashed");
    auto account = transaction.find<Account>(command.account);
    if (!account)
        return fail(Fault::NotFound, "account");
    putPassword(account->id, command.password, transaction);
    ++account->permissionVersion; // who knew the old password is signed out
    transaction.put(*account);
    return {};
}

} // namespace gatehouse
