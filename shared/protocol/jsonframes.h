// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/protocol/frames.h"

/// The JSON wire, which names what the CBOR wire numbers. Used by encodeFrame() and decodeFrame().
namespace gatehouse {

[[nodiscard]] std::string jsonOfFrame(const Frame &frame);
[[nodiscard]] Result<Frame> frameOfJson(std::string_view message, Strictness strictness);

/// "permission:scan" and the like (see toString(Scope)) back to a scope; nullopt if it is none.
[[nodiscard]] std::optional<Scope> scopeNamed(std::string_view name);

} // namespace gatehouse
