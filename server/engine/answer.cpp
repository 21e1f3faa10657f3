// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/engine/answer.h"

#include "shared/crypto/digest.h"
#include "shared/crypto/seal.h"
#include "shared/model/cbor.h"

namespace gatehouse {

namespace {

constexpr std::uint64_t kAnswerFields = 5; // [fault, detail, [path, reason, …], answer, sequence]; only appended

std::string encodeOutcome(const CommandOutcome &outcome)
{
    std::string out;
    cbor::writeArray(out, kAnswerFields);
    cbor::writeUnsigned(out, static_cast<std::uint64_t>(outcome.failure.fault));
    cbor::writeText(out, outcome.failure.detail);
    cbor::writeArray(out, outcome.failure.fields.size() * 2);
    for (const FieldFault &fault : outcome.failure.fields) {
        cbor::writeText(out, fault.path);
        cbor::writeText(out, fault.reason);
    }
    cbor::writeBytes(out, outcome.answer);
    cbor::writeInteger(out, outcome.sequence);
    return out;
}

bool readFaults(cbor::Reader &reader, std::vector<FieldFault> &faults)
{
    std::uint64_t count = 0;
    if (!reader.array(count))
        return false;
    for (std::uint64_t index = 0; index + 1 < count; index += 2) {
        std::string_view path;
        std::string_view reason;
        if (!reader.text(path) || !reader.text(reason))
            return false;
        faults.push_back({std::string(path), std::string(reason)});
    }
    return true;
}

Result<CommandOutcome> decodeOutcome(std::string_view bytes)
{
    cbor::Reader reader(bytes);
    std::uint64_t count = 0;
    std::int64_t fault = 0;
    std::string_view detail;
    std::string_view answer;
    CommandOutcome outcome;
    if (!reader.array(count) || count < kAnswerFields || !reader.integer(fault) || !reader.text(detail)
        || !readFaults(reader, outcome.failure.fields) || !reader.bytes(answer) || !reader.integer(outcome.sequence))
        return fail(Fault::Corrupt, "a stored answer is damaged");
    outcome.failure.fault = static_cast<Fault>(fault);
    outcome.failure.detail = detail;
    outcome.answer = answer;
    return outcome;
}

} // namespace

AnswerSeal::AnswerSeal(const SecretKey &key)
    : m_macKey(deriveKey(key, "gatehouse answer mac")), m_sealKey(deriveKey(key, "gatehouse answer seal"))
{
}

std::string AnswerSeal::macOf(const CommandRequest &request) const
{
    std::string bytes;
    cbor::writeText(bytes, request.name);
    bytes += request.body;
    const auto mac = keyedHash16(m_macKey, bytes);
    return {reinterpret_cast<const char *>(mac.data()), mac.size()};
}

StoredAnswer AnswerSeal::close(const std::string &mac, const CommandOutcome &outcome, Random &random) const
{
    return {mac, seal(m_sealKey, encodeOutcome(outcome), mac, random)};
}

Result<CommandOutcome> AnswerSeal::open(const StoredAnswer &stored) const
{
    auto bytes = unseal(m_sealKey, stored.answer, stored.mac);
    if (!bytes)
        return fail(std::move(bytes.error()));
    return decodeOutcome(*bytes);
}

} // namespace gatehouse
