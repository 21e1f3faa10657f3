// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/engine/stage.h"

#include "shared/crypto/seal.h"
#include "shared/model/cbor.h"

namespace gatehouse {

namespace {

std::string placeOf(const Id &import, std::int64_t number)
{
    return "staged " + std::string(import.view()) + std::to_string(number);
}

std::string encodeStaged(const StagedCommand &command)
{
    std::string out;
    cbor::writeArray(out, 4);
    cbor::writeText(out, command.name);
    cbor::writeBytes(out, command.body);
    cbor::writeText(out, command.where);
    cbor::writeBool(out, command.isPrepared);
    return out;
}

Result<StagedCommand> decodeStaged(std::string_view bytes, std::int64_t number)
{
    cbor::Reader reader(bytes);
    std::uint64_t count = 0;
    std::string_view name;
    std::string_view body;
    std::string_view where;
    if (!reader.array(count) || count < 3 || !reader.text(name) || !reader.bytes(body) || !reader.text(where))
        return fail(Fault::Corrupt, "a staged command is damaged");
    bool isPrepared = false;
    if (count > 3 && !reader.boolean(isPrepared))
        return fail(Fault::Corrupt, "a staged command is damaged");
    return StagedCommand{std::string(name), std::string(body), std::string(where), number, isPrepared};
}

} // namespace

Stage::Stage(Document &document, const SecretKey &credentialKey, Random &random)
    : m_document(document), m_key(deriveKey(credentialKey, "gatehouse staged commands")), m_random(random)
{
}

Writer &Stage::writer()
{
    if (!m_writer || m_generation != m_document.generation()) {
        m_writer = std::make_unique<Writer>(m_document);
        m_generation = m_document.generation();
    }
    return *m_writer;
}

Result<> Stage::put(const Id &import, std::span<const StagedCommand> commands)
{
    return add(import, commands, 0);
}

Result<> Stage::add(const Id &import, std::span<const StagedCommand> commands, std::int64_t after)
{
    if (auto result = writer().begin(); !result)
        return result;
    auto result = write(import, commands, after);
    if (result)
        result = writer().commit();
    if (!result)
        writer().rollBack();
    return result;
}

Result<> Stage::write(const Id &import, std::span<const StagedCommand> commands, std::int64_t after)
{
    if (after == 0) {
        if (auto result = forget(import, std::numeric_limits<std::int64_t>::max()); !result)
            return result;
    }
    std::int64_t number = after;
    for (const StagedCommand &command : commands) {
        ++number;
        const std::string sealed = seal(m_key, encodeStaged(command), placeOf(import, number), m_random);
        if (auto result = writer().writeStaged(import, number, sealed); !result)
            return result;
    }
    return {};
}

Result<std::vector<Id>> Stage::imports()
{
    return writer().stagedImports();
}

Result<std::vector<StagedCommand>> Stage::read(const Id &import, std::int64_t after, std::size_t most)
{
    auto rows = writer().stagedAfter(import, after, most);
    if (!rows)
        return fail(std::move(rows.error()));
    std::vector<StagedCommand> commands;
    for (const StagedBytes &row : *rows) {
        const auto plain = unseal(m_key, row.command, placeOf(import, row.number));
        if (!plain)
            return fail(plain.error());
        auto command = decodeStaged(*plain, row.number);
        if (!command)
            return fail(std::move(command.error()));
        commands.push_back(std::move(*command));
    }
    return commands;
}

Result<> Stage::forget(const Id &import, std::int64_t upTo)
{
    return writer().forgetStaged(import, upTo);
}

} // namespace gatehouse
