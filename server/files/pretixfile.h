// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/imports/imports.h"
#include "shared/model/json.h"
#include "shared/model/values.h"

#include <string>
#include <unordered_map>
#include <vector>

/// What a check-in program receives from pretix's API: orders with their positions, products, check-in lists; one, a
/// list of them, or a page with `results`.
namespace gatehouse {

struct PretixProduct {
    std::int64_t number = 0;
    std::string name;
    bool isAdmitting = true;
    Money price;
};

struct PretixList {
    std::int64_t number = 0;
    std::string name;
    std::vector<std::int64_t> products; ///< none: all
    bool takesUnpaid = false;
    bool allowsReEntry = false;
    std::int32_t mostEntries = 1; ///< 0: any number
    std::string path;
};

/// Somebody who went through there.
struct PretixCheckIn {
    std::string code; ///< of the ticket, as it stands there
    std::int64_t list = 0;
    Instant at;
    bool isExit = false;
    std::string path;
};

struct PretixFile {
    std::vector<PretixProduct> products;
    std::vector<PretixList> lists;
    std::string table;              ///< positions as CSV, in the columns that planAttendees() reads
    std::vector<std::string> paths; ///< of each row of the table
    std::vector<PretixCheckIn> checkIns;
    ImportReport report; ///< only its notes
};

[[nodiscard]] bool isPretix(const JsonValue &object);

/// `items` are the names of products known so far. Fault::Invalid with the path; TooLarge.
[[nodiscard]] Result<PretixFile> readPretix(const JsonValue &root, const std::string &file,
                                            const std::unordered_map<std::int64_t, std::string> &items);

} // namespace gatehouse
