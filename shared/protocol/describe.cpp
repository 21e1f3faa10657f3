// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/describe.h"

#include "shared/house/house.h"
#include "shared/protocol/frames.h"

namespace gatehouse {

namespace {

constexpr std::string_view kRules = R"(# The protocol

This page is made from the code (`tests/shared/protocol/tst_protocol` compares it; with `GATEHOUSE_WRITE_PAGES=1` in the environment
it writes it). A program that speaks what stands here is a full client: Gatehouse's own window uses nothing else.

## The link

A WebSocket at `/e/<slug>/sync`, one frame per message. The subprotocol says how frames are written:

- `gatehouse.cbor.v1`: binary messages. A frame is a CBOR array of two: the frame's number, and the array of its fields in the order of
  the tables below. CBOR is canonical: definite lengths, shortest integers, no floats, no tags.
- `gatehouse.json.v1`: text messages. A frame is an object with `frame` (its name) and its fields by name. Entities and scopes
  stand by name too. The bytes of a row, command, query or answer are an object: `fields` in rows, commands and queries, `answer`
  in answers, with the fields of the tables below by name.

A table only ever grows at its end. A reader of CBOR passes over fields that it does not know and takes the defaults for those that are
missing; unset is `null`. In JSON an unknown name is refused. An enum value that a reader does not know is refused in a command and
kept in a row. A message to the server has at most 64 KiB.

## A connection

1. Within 5 s the client sends `hello`, exactly one, with the versions it speaks. The server answers with `welcome` in the newest
   version that both speak (this one and the one before), or with `goodbye` and a close.
2. `page`s follow, up to the one with `isLast`: with it the client stands at the welcome's `head`. At most 4 pages are under way:
   the client answers each with `page_taken` once it is applied (where it keeps rows on disk: durably).
3. From then on `delta`s come, one or more for each batch of changes. Those of one batch have the same `sequence`; all but the
   last say `more`. They are applied as one: no screen shows half a batch. A row in one of them stands above an `isGone` in another
   of the same batch.
4. A `welcome` may come again on an open connection, with pages behind it: when the actor's permissions or scopes have changed, or
   the client had fallen behind and deltas were left out. It counts from the client's cursor; pages of a catch-up that did not come
   to its last one are sent again.
5. Either side sends `ping` at least every `heartbeatMs` and answers one with `pong` at once. A side that hears nothing for 35 s
   takes the link for dead. A pong's `head` is the last sequence sent on this connection: a client that is behind it has lost
   a frame and connects again.

## Cursor, scopes, epoch

A cursor is (epoch, sequence, scopes): which life of the server, how far the client has read, and what it was allowed to see then. It
comes with `hello`. The server sends what is newer in the scopes still held, everything in a scope gained since, and in `lost`
the scopes no longer held: a row that stands in no other held scope is dropped. A client without an epoch, or with one the server does
not know, gets everything; if `isResync` is set, the pages replace what the client holds. A row's scopes travel with it. The cursor
moves with a page's last one and with each whole batch, and is stored together with the rows.

Scopes: `everyone`, `permission:NAME`, `zone:NAME:ID` (a permission within a zone or list), `channel:ID`, `incident:ID`,
`person:ID`. In CBOR a list of scopes is one byte string: for each a byte of kind (0 to 5 in this order), a byte of permission, and
16 bytes of subject where the kind has one.

## Commands and their numbers

A sender is an outbox: an id made once and kept. It numbers its commands 1, 2, 3 … and writes each down durably before it is sent.

- A number takes effect once. Sent again, it gets the same answer again. The same number with another content is refused: `reused`.
- A number beyond the next one gets the fault `gap`, and `number` says which one is missing: the client sends from there.
- Faults that pass (`too_many`, `overloaded`, `read_only`, `gap`, `unavailable`) are not stored: the same number may be sent
  again, after `retryAfterMs`. Any other fault is the answer for good, and the number is used up. This includes a command whose fields
  cannot be read. A frame that cannot be read at all closes the link.
- `confirmed` says that the answers up to this number have been taken; the server may forget them.
- `welcome.lastNumber` is the last number that the server holds of this sender. The client sends everything after it again. After a
  restore from a backup (a new epoch) that may include commands that were answered before: a client keeps its commands for the
  life of the event.

Queries have numbers of their own; they change nothing, are not written down and are lost with the link.

## Clocks

`welcome` and `pong` echo the sender's instant beside the server's: offset = serverTime − (sent + received) / 2, within half of the round
trip. The best of the last 8 counts, carried on by the client's monotonic clock. It goes with every command (`offsetMs`).
)";

constexpr std::string_view kindName(Kind kind)
{
    switch (kind) {
    case Kind::Bool:
        return "boolean";
    case Kind::Int32:
        return "integer, 32 bits";
    case Kind::Int64:
        return "integer, 64 bits";
    case Kind::Id:
        return "id";
    case Kind::Instant:
        return "instant";
    case Kind::Text:
        return "text";
    case Kind::Bytes:
        return "bytes";
    case Kind::Enum:
        return "one of";
    case Kind::Money:
        return "money";
    case Kind::Point:
        return "point";
    case Kind::Points:
        return "points";
    case Kind::Ids:
        return "ids";
    case Kind::Texts:
        return "texts";
    case Kind::Record:
        return "record";
    case Kind::Records:
        return "records";
    case Kind::Edits:
        return "edits";
    }
    return "unknown";
}

constexpr std::string_view kKinds = R"(
## Kinds

| kind | CBOR | JSON |
|---|---|---|
| boolean | true, false | the same |
| integer | integer | number without fraction, within ±(2⁵³ − 1); beyond, its digits as text |
| id | 16 bytes | 26 characters of lower-case Crockford base32 |
| instant | milliseconds since 1970 in UTC | RFC 3339 with milliseconds and `Z` |
| text | UTF-8; empty is unset | the same |
| bytes | byte string; empty is unset | base64url without padding |
| one of | number of the value, from 0 | its name; `unknown:N` for a value of a newer program |
| money | [minor units, "EUR"] | `{"minor": 100, "currency": "EUR"}` |
| point | [x, y] in millimetres | the same |
| points | x, y, x, y … in one array | array of points |
| ids, texts | array | array |
| record, records | array of its fields, array of such | object, array of objects |
| edits | array of [field's place, value seen, new value] | `{"name": {"saw": …, "now": …}}` |

A limit is of characters (text), bytes (bytes) or elements. *Personal* fields lie in a sealed part of their own on disk.
)";

void writeRange(const Field &field, std::string &out)
{
    const bool isSmall = field.kind == Kind::Int32;
    const bool hasLeast =
        field.least != (isSmall ? std::numeric_limits<std::int32_t>::min() : std::numeric_limits<std::int64_t>::min());
    const bool hasMost =
        field.most != (isSmall ? std::numeric_limits<std::int32_t>::max() : std::numeric_limits<std::int64_t>::max());
    if (hasLeast)
        out += "from " + std::to_string(field.least);
    if (hasMost)
        out += (hasLeast ? " to " : "to ") + std::to_string(field.most);
}

void writeKind(const Field &field, std::string &out)
{
    out += kindName(field.kind);
    if (field.kind == Kind::Enum) {
        for (std::size_t index = 0; index < field.names->names.size(); ++index)
            out += (index == 0 ? " `" : ", `") + std::string(field.names->names[index]) + '`';
    } else if (field.kind == Kind::Edits && !field.table()->name.empty()) {
        out += " of " + std::string(field.table()->name);
    }
}

void writeLimit(const Field &field, std::string &out)
{
    if (field.limit != 0)
        out += "at most " + std::to_string(field.limit);
    else if (field.kind == Kind::Int32 || field.kind == Kind::Int64)
        writeRange(field, out);
}

void writeNotes(const Field &field, std::string &out)
{
    bool first = true;
    const auto note = [&](bool holds, std::string_view word) {
        if (!holds)
            return;
        out += (first ? "" : ", ") + std::string(word);
        first = false;
    };
    note(field.mayBeUnset(), "may be unset");
    note(field.is(Flag::Personal), "personal");
    note(field.is(Flag::Fixed), "never edited");
    note(field.is(Flag::Blob), "names a blob");
}

/// A row for each field; those of records under their path.
void writeRows(const Table &table, const std::string &path, int depth, std::string &out)
{
    for (const Field &field : table.fields) {
        const std::string name = path + std::string(field.name);
        out += "| `" + name + "` | ";
        writeKind(field, out);
        out += " | ";
        writeLimit(field, out);
        out += " | ";
        writeNotes(field, out);
        out += " |\n";
        if (depth > 0 && (field.kind == Kind::Record || field.kind == Kind::Records))
            writeRows(*field.table(), name + (field.kind == Kind::Records ? "[]." : "."), depth - 1, out);
    }
}

void writeTable(const Table &table, std::string &out)
{
    if (table.fields.empty()) {
        out += "No fields.\n";
        return;
    }
    out += "| field | kind | limit | notes |\n|---|---|---|---|\n";
    writeRows(table, {}, 3, out);
}

std::string_view replicationName(Replication replication)
{
    switch (replication) {
    case Replication::Live:
        return "live: all rows of the client's scopes";
    case Replication::Window:
        return "window: the newest rows; older ones by query";
    case Replication::Query:
        return "query: asked for by page, never pushed";
    case Replication::Kiosk:
        return "kiosk: all rows, to clients that want admission records";
    case Replication::Server:
        return "never leaves the server";
    }
    return "unknown";
}

std::string permissionName(Permission permission)
{
    return std::string(enumNames<Permission>[static_cast<std::size_t>(permission)]);
}

void writeFrames(std::string &out)
{
    out += "\n## Frames\n\nVersion " + std::to_string(kProtocolVersion) + "; " + std::to_string(kOldestProtocolVersion)
        + " is still served.\n";
    FrameList::each([&]<class F>() {
        out += "\n### " + std::to_string(F::spec.number) + " " + std::string(F::spec.name) + "\n\n";
        writeTable(tableOf<F>(), out);
    });
}

void writeEntities(std::string &out)
{
    out += "\n## Entities\n";
    for (const EntityType *type : entityTypes()) {
        if (type->spec.replication == Replication::Server)
            continue;
        out += "\n### " + std::to_string(type->spec.number) + " " + std::string(type->spec.name) + "\n\n"
            + std::string(replicationName(type->spec.replication)) + ".\n\n";
        writeTable(*type->table, out);
    }
}

template <class Type>
void writeCalls(std::string_view title, std::span<const Type *const> types, std::string &out)
{
    out += "\n## " + std::string(title) + "\n";
    for (const Type *type : types) {
        if (type->spec.permission == Permission::System)
            continue;
        out += "\n### " + std::string(type->spec.name) + "\n\nPermission `" + permissionName(type->spec.permission)
            + "`.\n\n";
        writeTable(*type->table, out);
        if (!type->answer->fields.empty()) {
            out += "\nAnswer:\n\n";
            writeTable(*type->answer, out);
        }
    }
}

void writeFaults(std::string &out)
{
    out += "\n## Faults\n\n| number | name | passing |\n|---|---|---|\n";
    for (std::size_t number = 0; number < enumNames<Fault>.size(); ++number) {
        out += "| " + std::to_string(number) + " | `" + std::string(enumNames<Fault>[number]) + "` | "
            + (isPassing(static_cast<Fault>(number)) ? "yes" : "") + " |\n";
    }
}

void writeCloseCodes(std::string &out)
{
    constexpr std::pair<CloseCode, std::string_view> kCodes[] = {
        {CloseCode::GoingAway, "the server stops; connect again"},
        {CloseCode::ProtocolError, "a frame that cannot be read, or one out of turn"},
        {CloseCode::TooLarge, "a message over the limit"},
        {CloseCode::TooSlow, "more than 1 MiB waiting, or no progress for 30 s; connect again"},
        {CloseCode::Replaced, "the same sender connected again"},
        {CloseCode::TooMany, "over a limit of rate or connections; connect again, later"},
        {CloseCode::NotSignedIn, "no hello in time, a wrong or expired token"},
        {CloseCode::Forbidden, "revoked"}};
    out += "\n## Close codes\n\n| code | meaning |\n|---|---|\n";
    for (const auto &[code, meaning] : kCodes)
        out += "| " + std::to_string(static_cast<int>(code)) + " | " + std::string(meaning) + " |\n";
}

} // namespace

std::string describeProtocol()
{
    std::string out(kRules);
    out += kKinds;
    writeFrames(out);
    writeEntities(out);
    writeCalls("Commands", commandTypes(), out);
    writeCalls("Queries", queryTypes(), out);
    writeFaults(out);
    writeCloseCodes(out);
    return out;
}

} // namespace gatehouse
