// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/spec.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

/// What travels on a link. A frame is a CBOR array of its number and its fields (`gatehouse.cbor.v1`), or a JSON object
/// with "frame" and the fields by name (`gatehouse.json.v1`). Everything a client and a server say to each other is one
/// of these.
namespace gatehouse {

inline constexpr std::int32_t kProtocolVersion = 2;
inline constexpr std::int32_t kOldestProtocolVersion =
    1; ///< N−1 is served: without presence of others and without renewal

/// Which entities a client is sent beside the Live ones of its scopes.
namespace Wants {
enum : std::int32_t {
    Live = 1,     ///< Live and Window entities
    Kiosk = 2,    ///< admission records and attendance
    Presence = 4, ///< the presence of other devices (permission manage_devices)
};
}

/// First of a client, within 5 s. Exactly one.
struct Hello {
    static constexpr EntitySpec spec{1, "hello", Replication::Server};
    std::int32_t minVersion = kOldestProtocolVersion;
    std::int32_t maxVersion = kProtocolVersion;
    std::string token;         ///< access token of an account, or key of a device
    Id sender;                 ///< who numbers commands: one per outbox (device and tab)
    std::string program;       ///< "gatehouse-kiosk 0.1.0"
    Id epoch;                  ///< of the cursor; none: a fresh client
    std::int64_t sequence = 0; ///< of the cursor
    Bytes scopes;              ///< of the cursor, encodeScopes()
    std::int32_t wants = Wants::Live;
    std::int64_t confirmed = 0; ///< answers up to this number have been taken
    Instant sentAt;             ///< by the client's clock
    static constexpr Field fields[] = {field<&Hello::minVersion>("minVersion"),
                                       field<&Hello::maxVersion>("maxVersion"),
                                       field<&Hello::token>("token", Flag::None, 2048),
                                       field<&Hello::sender>("sender"),
                                       field<&Hello::program>("program", Flag::Optional, 64),
                                       field<&Hello::epoch>("epoch", Flag::Optional),
                                       ranged<&Hello::sequence>("sequence", 0, 9'000'000'000'000'000),
                                       field<&Hello::scopes>("scopes", Flag::Optional, 8192),
                                       field<&Hello::wants>("wants"),
                                       ranged<&Hello::confirmed>("confirmed", 0, 9'000'000'000'000'000),
                                       field<&Hello::sentAt>("sentAt")};
};

/// The answer to a hello. Pages follow, then deltas. Comes again on an open connection, with pages behind it, when the
/// actor's permissions or scopes have changed or the client had fallen behind; it then counts from where the client
/// stood.
struct Welcome {
    static constexpr EntitySpec spec{2, "welcome", Replication::Server};
    std::int32_t version = kProtocolVersion;
    Id epoch;
    std::int64_t head = 0; ///< the sequence that the pages lead to
    Instant serverTime;
    Instant echo; ///< the hello's sentAt
    Id actor;     ///< account or device
    std::string actorName;
    std::int64_t permissions = 0; ///< Permissions::bits()
    Bytes scopes;                 ///< what the client holds now
    std::int64_t lastNumber = 0;  ///< the last command number of this sender that the server has
    std::int32_t heartbeatMs = 20'000;
    std::string eventName;
    std::string zone;
    std::string slug;
    std::string program;
    bool isResync = false; ///< what the client holds is to be replaced by the pages
    Id gate;               ///< device: where it is assigned
    Id list;
    bool isExercise = false;
    static constexpr Field fields[] = {field<&Welcome::version>("version"),
                                       field<&Welcome::epoch>("epoch"),
                                       field<&Welcome::head>("head"),
                                       field<&Welcome::serverTime>("serverTime"),
                                       field<&Welcome::echo>("echo"),
                                       field<&Welcome::actor>("actor"),
                                       field<&Welcome::actorName>("actorName", Flag::Optional),
                                       field<&Welcome::permissions>("permissions"),
                                       field<&Welcome::scopes>("scopes", Flag::Optional, 8192),
                                       field<&Welcome::lastNumber>("lastNumber"),
                                       field<&Welcome::heartbeatMs>("heartbeatMs"),
                                       field<&Welcome::eventName>("eventName", Flag::Optional),
                                       field<&Welcome::zone>("zone", Flag::Optional, 64),
                                       field<&Welcome::slug>("slug", Flag::Optional, 64),
                                       field<&Welcome::program>("program", Flag::Optional, 64),
                                       field<&Welcome::isResync>("isResync"),
                                       field<&Welcome::gate>("gate", Flag::Optional),
                                       field<&Welcome::list>("list", Flag::Optional),
                                       field<&Welcome::isExercise>("isExercise", Flag::Optional)};
};

/// A row as it travels. `body` and `personal` are the parts of the entity's table; in JSON they are one object
/// `fields`.
struct WireRow {
    std::int32_t entity = 0;
    Id id;
    std::int64_t revision = 0;
    bool isGone = false; ///< removed, or no longer in any scope that the client holds
    Bytes scopes;        ///< encodeScopes(); empty if gone
    Bytes body;
    Bytes personal;
    static constexpr Field fields[] = {field<&WireRow::entity>("entity"),
                                       field<&WireRow::id>("id"),
                                       field<&WireRow::revision>("revision"),
                                       field<&WireRow::isGone>("isGone"),
                                       field<&WireRow::scopes>("scopes", Flag::Optional, 512),
                                       field<&WireRow::body>("body", Flag::Optional, kMaxContent),
                                       field<&WireRow::personal>("personal", Flag::Optional, kMaxContent)};
};

/// A part of a catch-up. At most kPageWindow pages are under way: the client takes one, then says so.
struct Page {
    static constexpr EntitySpec spec{3, "page", Replication::Server};
    std::int32_t number = 0; ///< 1, 2, 3 … over the life of the connection
    std::vector<WireRow> rows;
    Bytes lost;          ///< scopes that the client no longer holds: rows in no other held scope are dropped
    bool isLast = false; ///< with it the client stands at the welcome's head
    static constexpr Field fields[] = {
        field<&Page::number>("number"), field<&Page::rows>("rows", Flag::Optional, 100'000),
        field<&Page::lost>("lost", Flag::Optional, 8192), field<&Page::isLast>("isLast")};
};
inline constexpr std::int32_t kPageWindow = 4;

struct PageTaken {
    static constexpr EntitySpec spec{4, "page_taken", Replication::Server};
    std::int32_t number = 0;
    static constexpr Field fields[] = {field<&PageTaken::number>("number")};
};

/// Changes of one scope. A client applies the deltas of one batch as one: those with `more`, then the one without. A
/// row in any of them stands above an isGone in another.
struct Delta {
    static constexpr EntitySpec spec{5, "delta", Replication::Server};
    std::int64_t sequence = 0; ///< of the batch's last entry
    bool more = false;         ///< another delta of this batch follows
    std::vector<WireRow> rows;
    static constexpr Field fields[] = {field<&Delta::sequence>("sequence"), field<&Delta::more>("more"),
                                       field<&Delta::rows>("rows", Flag::Optional, 100'000)};
};

struct CommandFrame {
    static constexpr EntitySpec spec{6, "command", Replication::Server};
    std::int64_t number = 0; ///< 1, 2, 3 … of this sender
    std::string name;
    Bytes body;                 ///< the command's table, Part::All; in JSON the object `fields`
    Instant madeAt;             ///< by the device's clock
    std::int64_t offsetMs = 0;  ///< server's clock minus the device's, as last measured
    std::int64_t confirmed = 0; ///< answers up to this number have been taken
    /// Not on the wire. Why the `fields` of a JSON frame could not be read: the body is then one that no command can be
    /// read from, so that the number is taken and the command refused; the answer may tell these.
    std::vector<FieldFault> unread;
    static constexpr Field fields[] = {
        ranged<&CommandFrame::number>("number", 1, 9'000'000'000'000'000),
        field<&CommandFrame::name>("name", Flag::None, 64),
        field<&CommandFrame::body>("body", Flag::Optional, kMaxMessage),
        field<&CommandFrame::madeAt>("madeAt"),
        field<&CommandFrame::offsetMs>("offsetMs", Flag::Optional),
        ranged<&CommandFrame::confirmed>("confirmed", 0, 9'000'000'000'000'000, Flag::Optional)};
};

/// A FieldFault as it travels.
struct WireFault {
    std::string path;
    std::string reason;
    static constexpr Field fields[] = {field<&WireFault::path>("path"), field<&WireFault::reason>("reason")};
};

/// The names of Fault, for the wire.
template <>
inline constexpr auto enumNames<Fault> = std::array<std::string_view, 21>{
    "none",        "malformed", "invalid",    "not_signed_in", "forbidden",   "not_found", "conflict",
    "too_large",   "too_many",  "overloaded", "read_only",     "reused",      "gap",       "internal",
    "unavailable", "newer",     "unknown",    "corrupt",       "unsupported", "expired",   "revoked"};

/// The outcome of a command or query. For Fault::Gap `number` is the first one missing.
struct AnswerFrame {
    static constexpr EntitySpec spec{7, "answer", Replication::Server};
    std::int64_t number = 0;
    Fault fault = Fault::None;
    std::string detail;
    std::vector<WireFault> faults;
    Bytes body;                ///< the answer's table; in JSON the object `answer`
    std::int64_t sequence = 0; ///< of its journal entry; 0: refused or a query
    std::int64_t retryAfterMs = 0;
    std::string name; ///< of the command: what JSON names the fields of the answer by; CBOR may leave it out
    static constexpr Field fields[] = {field<&AnswerFrame::number>("number"),
                                       field<&AnswerFrame::fault>("fault"),
                                       field<&AnswerFrame::detail>("detail", Flag::Optional, 1000),
                                       field<&AnswerFrame::faults>("faults", Flag::Optional, 64),
                                       field<&AnswerFrame::body>("body", Flag::Optional, 512 * 1024),
                                       field<&AnswerFrame::sequence>("sequence", Flag::Optional),
                                       field<&AnswerFrame::retryAfterMs>("retryAfterMs", Flag::Optional),
                                       field<&AnswerFrame::name>("name", Flag::Optional, 64)};
};

/// Queries have numbers of their own, chosen by the client; the answer is a QueryAnswer with the same one.
struct QueryFrame {
    static constexpr EntitySpec spec{8, "query", Replication::Server};
    std::int64_t number = 0;
    std::string name;
    Bytes body;                     ///< the query's table; in JSON the object `fields`
    std::vector<FieldFault> unread; ///< not on the wire, see CommandFrame
    static constexpr Field fields[] = {field<&QueryFrame::number>("number"),
                                       field<&QueryFrame::name>("name", Flag::None, 64),
                                       field<&QueryFrame::body>("body", Flag::Optional, kMaxMessage)};
};

struct QueryAnswer {
    static constexpr EntitySpec spec{9, "query_answer", Replication::Server};
    std::int64_t number = 0;
    Fault fault = Fault::None;
    std::string detail;
    std::vector<WireFault> faults;
    Bytes body;       ///< the answer's table; in JSON the object `answer`
    std::string name; ///< of the query, as in AnswerFrame
    static constexpr Field fields[] = {field<&QueryAnswer::number>("number"),
                                       field<&QueryAnswer::fault>("fault"),
                                       field<&QueryAnswer::detail>("detail", Flag::Optional, 1000),
                                       field<&QueryAnswer::faults>("faults", Flag::Optional, 64),
                                       field<&QueryAnswer::body>("body", Flag::Optional, 512 * 1024),
                                       field<&QueryAnswer::name>("name", Flag::Optional, 64)};
};

/// What a device found when it looked at itself.
enum class SelfTestState : std::uint8_t {
    Unknown = 0,
    Fine = 1,
    Attention = 2, ///< it works, and somebody should look at it
    Broken = 3,    ///< it cannot do its work
};
template <>
inline constexpr auto enumNames<SelfTestState> =
    std::array<std::string_view, 4>{"unknown", "fine", "attention", "broken"};

/// What a device does at this moment.
enum class DeviceMode : std::uint8_t {
    Unknown = 0,
    Entry = 1,
    Exit = 2,
    Closed = 3, ///< it takes nobody: its gate is closed, or it was given no list
};
template <>
inline constexpr auto enumNames<DeviceMode> = std::array<std::string_view, 4>{"unknown", "entry", "exit", "closed"};

/// How a device is. Sent by itself when something changes and every 10 s; never journaled.
struct DevicePresence {
    Id device; ///< set by the server
    bool isConnected = true;
    std::int32_t waiting = 0;         ///< commands in the outbox
    std::int64_t waitingSinceMs = 0;  ///< age of the oldest
    std::int32_t batteryPercent = -1; ///< −1: no battery
    std::int64_t offsetMs = 0;
    std::int32_t roundTripMs = 0;
    std::string program;
    Instant at;               ///< last heard of; set by the server
    std::string note;         ///< "scanner unplugged"
    std::int32_t errorMs = 0; ///< by how much `offsetMs` may be wrong
    SelfTestState selfTest = SelfTestState::Unknown;
    DeviceMode mode = DeviceMode::Unknown;
    static constexpr Field fields[] = {field<&DevicePresence::device>("device", Flag::Optional),
                                       field<&DevicePresence::isConnected>("isConnected", Flag::Optional),
                                       field<&DevicePresence::waiting>("waiting"),
                                       field<&DevicePresence::waitingSinceMs>("waitingSinceMs"),
                                       ranged<&DevicePresence::batteryPercent>("batteryPercent", -1, 100),
                                       field<&DevicePresence::offsetMs>("offsetMs"),
                                       field<&DevicePresence::roundTripMs>("roundTripMs"),
                                       field<&DevicePresence::program>("program", Flag::Optional, 64),
                                       field<&DevicePresence::at>("at", Flag::Optional),
                                       field<&DevicePresence::note>("note", Flag::Optional),
                                       field<&DevicePresence::errorMs>("errorMs", Flag::Optional),
                                       field<&DevicePresence::selfTest>("selfTest", Flag::Optional),
                                       field<&DevicePresence::mode>("mode", Flag::Optional)};
    bool operator==(const DevicePresence &) const = default;
};

/// From a client: its own. From the server (wants Presence): those that changed.
struct Presence {
    static constexpr EntitySpec spec{10, "presence", Replication::Server};
    std::vector<DevicePresence> devices;
    static constexpr Field fields[] = {field<&Presence::devices>("devices", Flag::None, 1000)};
};

/// Either side, at least every heartbeatMs; answered at once.
struct Ping {
    static constexpr EntitySpec spec{11, "ping", Replication::Server};
    Instant sentAt;
    static constexpr Field fields[] = {field<&Ping::sentAt>("sentAt")};
};

struct Pong {
    static constexpr EntitySpec spec{12, "pong", Replication::Server};
    Instant echo;
    Instant serverTime;
    std::int64_t head =
        0; ///< last sequence sent on this connection: a client that is behind it has lost a frame and reconnects
    static constexpr Field fields[] = {field<&Pong::echo>("echo"), field<&Pong::serverTime>("serverTime"),
                                       field<&Pong::head>("head")};
};

/// Last of a server before it closes.
struct Goodbye {
    static constexpr EntitySpec spec{13, "goodbye", Replication::Server};
    Fault fault = Fault::None;
    std::string detail;
    std::int64_t retryAfterMs = 0;
    static constexpr Field fields[] = {field<&Goodbye::fault>("fault"),
                                       field<&Goodbye::detail>("detail", Flag::Optional, 1000),
                                       field<&Goodbye::retryAfterMs>("retryAfterMs", Flag::Optional)};
};

/// A fresh token on an open connection.
struct Renew {
    static constexpr EntitySpec spec{14, "renew", Replication::Server};
    std::string token;
    static constexpr Field fields[] = {field<&Renew::token>("token", Flag::None, 2048)};
};

using FrameList = TypeList<Hello, Welcome, Page, PageTaken, Delta, CommandFrame, AnswerFrame, QueryFrame, QueryAnswer,
                           Presence, Ping, Pong, Goodbye, Renew>;
using Frame = std::variant<Hello, Welcome, Page, PageTaken, Delta, CommandFrame, AnswerFrame, QueryFrame, QueryAnswer,
                           Presence, Ping, Pong, Goodbye, Renew>;

/// How a frame is written on a link.
enum class Wire : std::uint8_t { Cbor, Json };
inline constexpr std::string_view kSubprotocols[] = {"gatehouse.cbor.v1", "gatehouse.json.v1"};

/// One message. In JSON entities, scopes and the fields of rows, commands, queries and answers stand by name; what has
/// no name here (an entity of a newer program) stands without its fields.
[[nodiscard]] std::string encodeFrame(const Frame &frame, Wire wire);
/// Fault::Malformed, Fault::Unknown (a frame of a newer program) or Fault::Invalid. Unknown names in JSON are refused;
/// later fields in CBOR are passed over. A server reads with Strictness::Command, a client with Strictness::Replica.
[[nodiscard]] Result<Frame> decodeFrame(std::string_view message, Wire wire, Strictness strictness);

/// WebSocket close codes that Gatehouse sends beside the standard ones.
enum class CloseCode : std::uint16_t {
    GoingAway = 1001,
    ProtocolError = 1002,
    TooLarge = 1009,
    NotSignedIn = 4401, ///< no hello in time, a wrong or expired token
    Forbidden = 4403,   ///< revoked
    TooSlow = 4008,     ///< queue over 1 MiB or 30 s without progress
    TooMany = 4029,     ///< over a rate or connection limit
    Replaced = 4009,    ///< the same sender connected again
};

} // namespace gatehouse
