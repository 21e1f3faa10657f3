// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/scope.h"
#include "shared/model/id.h"
#include "shared/model/result.h"
#include "shared/model/values.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

class Keyring;

inline constexpr std::int64_t kEntryFormat = 1;

/// One changed row of an entry. Views into the entry's bytes, or into what is about to be written.
struct EntryChange {
    std::uint16_t entity = 0;
    Id id;
    std::int64_t revisionBefore = 0;             ///< 0: it is new
    std::string_view scopesBefore;               ///< encodeScopes(); empty: it is new
    std::optional<std::string_view> scopesAfter; ///< nothing: it was removed
    std::string_view body;                       ///< Part::Open; empty if removed
    std::string_view personal;                   ///< sealed; empty: there is none
};

/// One row of the journal, as its bytes say: canonical CBOR by position, final since the first release. Fields are only
/// appended. [format, sequence, hash before, server time, device time, offset, actor, device, sender, number, command,
/// cause,
///  [[entity, id, revision before, scopes before, scopes after, body, sealed personal]…]]
struct Entry {
    std::int64_t sequence = 0;
    std::string_view hashBefore;
    Instant serverTime;
    Instant deviceTime;
    std::int64_t offsetMs = 0;
    Id actor;
    Id device;
    Id sender;
    std::int64_t number = 0;
    std::string_view command;
    std::int64_t cause = 0;
    std::vector<EntryChange> changes;
};

void encodeEntry(const Entry &entry, std::string &out);
/// Fault::Newer for another format, Fault::Corrupt for anything that is not an entry.
[[nodiscard]] Result<Entry> decodeEntry(std::string_view bytes);

/// What seals a personal part to its place: its entity and row.
[[nodiscard]] std::string placeOfPersonal(std::uint16_t entity, const Id &id);
/// A sealed part as rows and entries hold it: the person whose key opens it, then the box.
[[nodiscard]] std::string sealedPersonal(const Id &person, std::string_view box);
/// The opened part; nothing for an erased person or without a keyring. Fault::Corrupt if the box does not open.
[[nodiscard]] Result<std::string> openPersonal(const Keyring *keyring, std::uint16_t entity, const Id &id,
                                               std::string_view sealed);

} // namespace gatehouse
