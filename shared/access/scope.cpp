// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/access/scope.h"

namespace gatehouse {

namespace {
bool hasSubject(ScopeKind kind)
{
    return kind != ScopeKind::Everyone && kind != ScopeKind::Permission;
}
} // namespace

Scopes scopes(std::initializer_list<Scope> list)
{
    Scopes made(list);
    std::sort(made.begin(), made.end());
    made.erase(std::unique(made.begin(), made.end()), made.end());
    return made;
}

void encodeScopes(const Scopes &scopes, std::string &out)
{
    for (const Scope &scope : scopes) {
        out += static_cast<char>(scope.kind);
        out += static_cast<char>(scope.permission);
        if (hasSubject(scope.kind))
            out += scope.subject.view();
    }
}

std::optional<Scopes> decodeScopes(std::string_view bytes)
{
    Scopes scopes;
    while (!bytes.empty()) {
        if (bytes.size() < 2 || static_cast<std::uint8_t>(bytes[0]) > static_cast<std::uint8_t>(ScopeKind::Person)
            || scopes.size() >= kMaxScopes * 16)
            return std::nullopt;
        Scope scope{static_cast<ScopeKind>(bytes[0]), static_cast<Permission>(bytes[1]), {}};
        bytes.remove_prefix(2);
        if (hasSubject(scope.kind)) {
            const auto id = Id::fromBytes(bytes.substr(0, 16));
            if (!id)
                return std::nullopt;
            scope.subject = *id;
            bytes.remove_prefix(16);
        }
        scopes.push_back(scope);
    }
    return scopes;
}

std::string toString(const Scope &scope)
{
    const auto permission = [&] {
        const auto index = static_cast<std::size_t>(scope.permission);
        return std::string(index < enumNames<Permission>.size() ? enumNames<Permission>[index] : "unknown");
    };
    switch (scope.kind) {
    case ScopeKind::Everyone:
        return "everyone";
    case ScopeKind::Permission:
        return "permission:" + permission();
    case ScopeKind::Zone:
        return "zone:" + permission() + ":" + scope.subject.toString();
    case ScopeKind::Channel:
        return "channel:" + scope.subject.toString();
    case ScopeKind::Incident:
        return "incident:" + scope.subject.toString();
    case ScopeKind::Person:
        return "person:" + scope.subject.toString();
    }
    return "unknown";
}

} // namespace gatehouse
