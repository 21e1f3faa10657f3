// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <optional>
#include <string>

namespace gatehouse {

/// The database's first page as the last commit in a write-ahead log has it, read without SQLite, which would make
/// files beside it. Nothing: the log holds no whole commit that changes this page. Fault::NotFound if there is no log.
[[nodiscard]] Result<std::optional<std::string>> firstPageInLog(const std::string &logPath);

} // namespace gatehouse
