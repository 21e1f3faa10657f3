// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/hub/peer.h"
#include "server/store/reader.h"
#include "shared/protocol/frames.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse {

/// Rows are written once and then copied into as many frames as there are audiences: what these functions make is byte
/// for byte what encodeFrame() makes of the same frame.

/// Appends a row as an element of a frame's `rows`.
void writeRow(const EntityType &type, const Id &id, std::int64_t revision, const Scopes &scopes, std::string_view body,
              std::string_view personal, Wire wire, std::string &out);
void writeGone(const EntityType &type, const Id &id, std::int64_t revision, Wire wire, std::string &out);
void writeRow(const StoredRow &row, Wire wire, std::string &out);

/// Written rows on their way into a frame.
struct RowRun {
    std::string bytes; ///< in JSON with a comma between two
    std::uint32_t count = 0;
};
void append(RowRun &run, std::string_view row, Wire wire);

[[nodiscard]] Message deltaOf(std::int64_t sequence, bool more, const RowRun &rows, Wire wire);
[[nodiscard]] Message pageOf(std::int32_t number, const RowRun &rows, std::string_view lost, bool isLast, Wire wire);
[[nodiscard]] Message messageOf(const Frame &frame, Wire wire);

} // namespace gatehouse
