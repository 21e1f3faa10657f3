// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/result.h"

#include <array>

namespace gatehouse {

namespace {
constexpr std::array<std::string_view, 21> kNames = {
    "none",        "malformed", "invalid",    "not_signed_in", "forbidden",   "not_found", "conflict",
    "too_large",   "too_many",  "overloaded", "read_only",     "reused",      "gap",       "internal",
    "unavailable", "newer",     "unknown",    "corrupt",       "unsupported", "expired",   "revoked"};
}

std::string_view faultName(Fault fault)
{
    const auto index = static_cast<std::size_t>(fault);
    return index < kNames.size() ? kNames[index] : "unknown";
}

Fault faultNamed(std::string_view name)
{
    for (std::size_t index = 0; index < kNames.size(); ++index) {
        if (kNames[index] == name)
            return static_cast<Fault>(index);
    }
    return Fault::Unknown;
}

std::string describe(const Failure &failure)
{
    std::string text(faultName(failure.fault));
    if (!failure.detail.empty())
        text += ": " + failure.detail;
    for (const FieldFault &field : failure.fields)
        text += " (" + field.path + ": " + field.reason + ")";
    return text;
}

} // namespace gatehouse
