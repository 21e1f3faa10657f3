// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace gatehouse {

/// Why something was refused. The numbers travel on the wire and stand in documents: they are never changed or reused.
enum class Fault : std::uint8_t {
    None = 0,
    Malformed = 1,    ///< not readable at all
    Invalid = 2,      ///< readable, but a field is wrong; `fields` says which
    NotSignedIn = 3,  ///< no valid token
    Forbidden = 4,    ///< signed in, but not allowed
    NotFound = 5,     ///< the thing named does not exist, or may not be seen
    Conflict = 6,     ///< the state does not allow it, or an edit saw another value
    TooLarge = 7,     ///< over a limit of size or count
    TooMany = 8,      ///< over a rate; passing: try again later
    Overloaded = 9,   ///< a queue is full; passing
    ReadOnly = 10,    ///< the document cannot be written now (disk full, I/O error); passing
    Reused = 11,      ///< a number or key was used before with other content
    Gap = 12,         ///< an earlier number is missing; `detail` names the first one; passing
    Internal = 13,    ///< a broken invariant; nothing was changed
    Unavailable = 14, ///< something outside is not reachable; passing
    Newer = 15,       ///< made by a newer version of the program
    Unknown = 16,     ///< no such command, query or frame
    Corrupt = 17,     ///< stored bytes are not what was written
    Unsupported = 18, ///< understood, but not offered here
    Expired = 19,     ///< its time is over
    Revoked = 20,     ///< the device, account or key was taken back
};

/// The stable name of a fault, as JSON and logs show it: "conflict".
[[nodiscard]] std::string_view faultName(Fault fault);
[[nodiscard]] Fault faultNamed(std::string_view name);

/// A passing fault may succeed when the same thing is tried again; it is never stored with the answers.
[[nodiscard]] constexpr bool isPassing(Fault fault)
{
    return fault == Fault::TooMany || fault == Fault::Overloaded || fault == Fault::ReadOnly || fault == Fault::Gap
        || fault == Fault::Unavailable;
}

/// One wrong field: its path ("tickets[3].product") and what is wrong with it ("missing", "too long", …).
struct FieldFault {
    std::string path;
    std::string reason;
    bool operator==(const FieldFault &) const = default;
};

/// A refusal: a code that never changes, and a detail for people and logs (never personal data).
struct Failure {
    Fault fault = Fault::Internal;
    std::string detail;
    std::vector<FieldFault> fields;
    bool operator==(const Failure &) const = default;
};

template <class T = void>
using Result = tl::expected<T, Failure>;

[[nodiscard]] inline tl::unexpected<Failure> fail(Fault fault, std::string detail = {})
{
    return tl::unexpected<Failure>(Failure{fault, std::move(detail), {}});
}

[[nodiscard]] inline tl::unexpected<Failure> fail(Failure failure)
{
    return tl::unexpected<Failure>(std::move(failure));
}

/// "conflict: gate is already open (reason: too long)": one line for logs and tools.
[[nodiscard]] std::string describe(const Failure &failure);

} // namespace gatehouse
