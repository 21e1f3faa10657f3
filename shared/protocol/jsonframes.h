// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/protocol/frames.h"

/// The JSON wire, which names what the CBOR wire numbers. Used by encodeFrame() and decodeFrame().
namespace gatehouse {

/// Parts of a page or delta that are written once and copied into many: a row as an element of `rows`, encoded scopes
/// as an array.
void writeJsonRow(const WireRow &row, std::string &out);
void writeJsonScopes(std::string_view bytes, std::string &out);

[[nodiscard]] std::string jsonOfFrame(const Frame &frame);
[[nodiscard]] Result<Frame> frameOfJson(std::string_view message, Strictness strictness);

/// "permission:scan" and the like (see toString(Scope)) back to a scope; nullopt if it is none.
[[nodiscard]] std::optional<Scope> scopeNamed(std::string_view name);

} // namespace gatehouse
