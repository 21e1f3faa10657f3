// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/model/id.h"

#include <QString>

#include <vector>

/// What the accounts desk shows: plain values.
namespace gatehouse {

struct RoleChoice {
    Id role;
    QString name;
    QString permissions; ///< in words of people's work, for the tooltip
    bool operator==(const RoleChoice &) const = default;
};

struct AccountView {
    Id account;
    QString login;
    QString name;
    std::vector<Id> roles;
    QString roleNames;
    bool isLocked = false;
    bool isOwn = false; ///< whoever sits here
    bool operator==(const AccountView &) const = default;
};

} // namespace gatehouse
