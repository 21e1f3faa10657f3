// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/document.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gatehouse {

class Keyring;

/// One thing that is not as the journal says.
struct VerifyFault {
    std::int64_t sequence = 0; ///< of the entry; 0: a row or table
    std::string what;          ///< "entry 12 does not follow the one before"; ids, never values
};

struct VerifyReport {
    std::int64_t entries = 0;
    std::int64_t rows = 0;
    std::int64_t tombstones = 0;
    std::int64_t blobs = 0;
    JournalHead head;
    std::vector<VerifyFault> faults; ///< the first kMaxVerifyFaults
    std::int64_t faultCount = 0;
    [[nodiscard]] bool isGood() const { return faultCount == 0; }
};

inline constexpr std::size_t kMaxVerifyFaults = 100;

struct VerifyOptions {
    const Keyring *keyring = nullptr;            ///< also opens every personal part whose person is not erased
    std::optional<JournalHead> known;            ///< a head noted elsewhere: shows a journal that was cut short
    std::span<const EntityType *const> entities; ///< empty: those of the house
    /// Told now and then with the entries walked and those there are; false ends it with Fault::Unavailable.
    std::function<bool(std::int64_t done, std::int64_t total)> progress;
};

/// Walks the whole journal and holds every row, tombstone and blob against it. Reads only, streams; a failure means
/// that it could not read at all. A served document can be verified too.
[[nodiscard]] Result<VerifyReport> verifyDocument(const std::string &path, const VerifyOptions &options = {});

} // namespace gatehouse
