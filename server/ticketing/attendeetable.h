// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/reader.h"
#include "shared/model/result.h"

#include <string>

namespace gatehouse {

/// For spreadsheets, which otherwise take UTF-8 for something older.
enum class TableMark { None, ByteOrder };

/// Every ticket with its attendee as CSV (RFC 4180, UTF-8), under names that planAttendees() reads. No cell begins as a
/// formula does: an apostrophe stands before it, which the import takes away again.
[[nodiscard]] Result<std::string> attendeeTable(Reader &reader, TableMark mark);

/// One cell: quoted where it must be, safe from being run.
[[nodiscard]] std::string csvCell(std::string_view text);

} // namespace gatehouse
