// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hub/rowwriter.h"

#include "shared/model/cbor.h"
#include "shared/protocol/jsonframes.h"

namespace gatehouse {

namespace {

void writeWireRow(const WireRow &row, Wire wire, std::string &out)
{
    if (wire == Wire::Cbor)
        encode(tableOf<WireRow>(), &row, Part::All, out);
    else
        writeJsonRow(row, out);
}

/// A frame whose rows stand between what comes before them and what comes after.
Message framed(std::string_view before, const RowRun &rows, std::string_view after, Wire wire)
{
    auto message = std::make_shared<OutMessage>();
    message->wire = wire;
    message->bytes.reserve(static_cast<qsizetype>(before.size() + rows.bytes.size() + after.size()));
    for (const std::string_view part : {before, std::string_view(rows.bytes), after})
        message->bytes.append(part.data(), static_cast<qsizetype>(part.size()));
    return message;
}

} // namespace

void writeRow(const EntityType &type, const Id &id, std::int64_t revision, const Scopes &scopes, std::string_view body,
              std::string_view personal, Wire wire, std::string &out)
{
    WireRow row;
    row.entity = type.spec.number;
    row.id = id;
    row.revision = revision;
    encodeScopes(scopes, row.scopes);
    row.body = Bytes(body);
    row.personal = Bytes(personal);
    writeWireRow(row, wire, out);
}

void writeGone(const EntityType &type, const Id &id, std::int64_t revision, Wire wire, std::string &out)
{
    WireRow row;
    row.entity = type.spec.number;
    row.id = id;
    row.revision = revision;
    row.isGone = true;
    writeWireRow(row, wire, out);
}

void writeRow(const StoredRow &row, Wire wire, std::string &out)
{
    if (row.isGone)
        writeGone(*row.type, row.id, row.revision, wire, out);
    else
        writeRow(*row.type, row.id, row.revision, row.scopes, row.body, row.personal, wire, out);
}

void append(RowRun &run, std::string_view row, Wire wire)
{
    if (wire == Wire::Json && run.count > 0)
        run.bytes += ',';
    run.bytes += row;
    ++run.count;
}

Message deltaOf(std::int64_t sequence, bool more, const RowRun &rows, Wire wire)
{
    std::string before;
    if (wire == Wire::Json) {
        before = R"({"frame":"delta","sequence":)" + std::to_string(sequence) + R"(,"more":)"
            + (more ? "true" : "false") + R"(,"rows":[)";
        return framed(before, rows, "]}", wire);
    }
    cbor::writeArray(before, 2);
    cbor::writeUnsigned(before, Delta::spec.number);
    cbor::writeArray(before, std::size(Delta::fields));
    cbor::writeInteger(before, sequence);
    cbor::writeBool(before, more);
    cbor::writeArray(before, rows.count);
    return framed(before, rows, {}, wire);
}

Message pageOf(std::int32_t number, const RowRun &rows, std::string_view lost, bool isLast, Wire wire)
{
    std::string before;
    std::string after;
    if (wire == Wire::Json) {
        before = R"({"frame":"page","number":)" + std::to_string(number) + R"(,"rows":[)";
        after = R"(],"lost":)";
        writeJsonScopes(lost, after);
        after += isLast ? R"(,"isLast":true})" : R"(,"isLast":false})";
        return framed(before, rows, after, wire);
    }
    cbor::writeArray(before, 2);
    cbor::writeUnsigned(before, Page::spec.number);
    cbor::writeArray(before, std::size(Page::fields));
    cbor::writeInteger(before, number);
    cbor::writeArray(before, rows.count);
    if (lost.empty())
        cbor::writeNull(after);
    else
        cbor::writeBytes(after, lost);
    cbor::writeBool(after, isLast);
    return framed(before, rows, after, wire);
}

Message messageOf(const Frame &frame, Wire wire)
{
    const std::string bytes = encodeFrame(frame, wire);
    auto message = std::make_shared<OutMessage>();
    message->wire = wire;
    message->bytes = QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()));
    return message;
}

} // namespace gatehouse
