// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/frames.h"
#include "tests/fuzz/fuzz.h"

namespace gatehouse::fuzz {

/// The first byte says in which of the two wires and how strictly it is read. What was understood is written the same
/// way again, and again.
void take(std::string_view bytes)
{
    if (bytes.empty())
        return;
    const Wire wire = (bytes[0] & 1) != 0 ? Wire::Json : Wire::Cbor;
    const Strictness strictness = (bytes[0] & 2) != 0 ? Strictness::Replica : Strictness::Command;
    const auto frame = decodeFrame(bytes.substr(1), wire, strictness);
    if (!frame)
        return;
    const std::string once = encodeFrame(*frame, wire);
    const auto again = decodeFrame(once, wire, Strictness::Replica);
    require(again.has_value(), "a frame that was read can be written and read");
    require(encodeFrame(*again, wire) == once, "a frame is written the same way twice");
}

std::vector<std::string> seeds()
{
    CommandFrame command;
    command.number = 7;
    command.name = "gate.open";
    command.body = Bytes(std::string("\x81\x50") + std::string(16, 'g'));
    QueryFrame query;
    query.number = 3;
    query.name = "ticket.list";
    std::vector<std::string> all;
    for (const Frame &frame :
         {Frame(Hello{}), Frame(Welcome{}), Frame(Page{}), Frame(Delta{}), Frame(command), Frame(AnswerFrame{}),
          Frame(query), Frame(Ping{}), Frame(Goodbye{}), Frame(Renew{"token"})}) {
        all.push_back(std::string(1, '\0') + encodeFrame(frame, Wire::Cbor));
        all.push_back(std::string(1, '\1') + encodeFrame(frame, Wire::Json));
    }
    return all;
}

} // namespace gatehouse::fuzz
