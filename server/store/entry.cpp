// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/entry.h"

#include "server/keyring/keyring.h"
#include "shared/crypto/seal.h"
#include "shared/model/cbor.h"

namespace gatehouse {

namespace {

constexpr std::uint64_t kEntryFields = 13;
constexpr std::uint64_t kChangeFields = 7;
constexpr std::size_t kIdSize = 16;

void writeId(std::string &out, const Id &id)
{
    if (id.isNull())
        cbor::writeNull(out);
    else
        cbor::writeBytes(out, id.view());
}

bool readId(cbor::Reader &reader, Id &id)
{
    if (reader.null()) {
        id = {};
        return true;
    }
    std::string_view bytes;
    if (!reader.bytes(bytes))
        return false;
    const auto read = Id::fromBytes(bytes);
    if (read)
        id = *read;
    return read.has_value();
}

void writeOptional(std::string &out, std::string_view bytes)
{
    if (bytes.empty())
        cbor::writeNull(out);
    else
        cbor::writeBytes(out, bytes);
}

bool readOptional(cbor::Reader &reader, std::string_view &bytes)
{
    bytes = {};
    return reader.null() || reader.bytes(bytes);
}

void writeChange(std::string &out, const EntryChange &change)
{
    cbor::writeArray(out, kChangeFields);
    cbor::writeUnsigned(out, change.entity);
    cbor::writeBytes(out, change.id.view());
    cbor::writeInteger(out, change.revisionBefore);
    writeOptional(out, change.scopesBefore);
    if (change.scopesAfter)
        cbor::writeBytes(out, *change.scopesAfter);
    else
        cbor::writeNull(out);
    writeOptional(out, change.body);
    writeOptional(out, change.personal);
}

bool readChange(cbor::Reader &reader, EntryChange &change)
{
    std::uint64_t count = 0;
    std::int64_t entity = 0;
    if (!reader.array(count) || count < kChangeFields || !reader.integer(entity) || entity < 0 || entity > 0xffff)
        return false;
    change.entity = static_cast<std::uint16_t>(entity);
    if (!readId(reader, change.id) || !reader.integer(change.revisionBefore)
        || !readOptional(reader, change.scopesBefore))
        return false;
    if (!reader.null()) {
        std::string_view after;
        if (!reader.bytes(after))
            return false;
        change.scopesAfter = after;
    }
    if (!readOptional(reader, change.body) || !readOptional(reader, change.personal))
        return false;
    for (std::uint64_t index = kChangeFields; index < count; ++index) {
        if (!reader.skip())
            return false;
    }
    return true;
}

bool readHeader(cbor::Reader &reader, Entry &entry)
{
    return reader.integer(entry.sequence) && reader.bytes(entry.hashBefore) && reader.integer(entry.serverTime.ms)
        && reader.integer(entry.deviceTime.ms) && reader.integer(entry.offsetMs) && readId(reader, entry.actor)
        && readId(reader, entry.device) && readId(reader, entry.sender) && reader.integer(entry.number)
        && reader.text(entry.command) && reader.integer(entry.cause);
}

bool readChanges(cbor::Reader &reader, std::vector<EntryChange> &changes)
{
    std::uint64_t count = 0;
    if (!reader.array(count))
        return false;
    changes.reserve(static_cast<std::size_t>(count));
    for (std::uint64_t index = 0; index < count; ++index) {
        if (!readChange(reader, changes.emplace_back()))
            return false;
    }
    return true;
}

} // namespace

void encodeEntry(const Entry &entry, std::string &out)
{
    cbor::writeArray(out, kEntryFields);
    cbor::writeInteger(out, kEntryFormat);
    cbor::writeInteger(out, entry.sequence);
    cbor::writeBytes(out, entry.hashBefore);
    cbor::writeInteger(out, entry.serverTime.ms);
    cbor::writeInteger(out, entry.deviceTime.ms);
    cbor::writeInteger(out, entry.offsetMs);
    writeId(out, entry.actor);
    writeId(out, entry.device);
    writeId(out, entry.sender);
    cbor::writeInteger(out, entry.number);
    cbor::writeText(out, entry.command);
    cbor::writeInteger(out, entry.cause);
    cbor::writeArray(out, entry.changes.size());
    for (const EntryChange &change : entry.changes)
        writeChange(out, change);
}

Result<Entry> decodeEntry(std::string_view bytes)
{
    cbor::Reader reader(bytes);
    std::uint64_t count = 0;
    std::int64_t format = 0;
    if (!reader.array(count) || count < kEntryFields || !reader.integer(format))
        return fail(Fault::Corrupt, "not a journal entry");
    if (format != kEntryFormat)
        return fail(Fault::Newer, "journal format " + std::to_string(format));
    Entry entry;
    if (!readHeader(reader, entry) || !readChanges(reader, entry.changes))
        return fail(Fault::Corrupt, "a damaged journal entry");
    for (std::uint64_t index = kEntryFields; index < count; ++index) {
        if (!reader.skip())
            return fail(Fault::Corrupt, "a damaged journal entry");
    }
    if (!reader.atEnd())
        return fail(Fault::Corrupt, "bytes after a journal entry");
    return entry;
}

std::string placeOfPersonal(std::uint16_t entity, const Id &id)
{
    std::string place = "gatehouse-personal-1";
    place += static_cast<char>(entity >> 8);
    place += static_cast<char>(entity & 0xff);
    place += id.view();
    return place;
}

std::string sealedPersonal(const Id &person, std::string_view box)
{
    std::string sealed(person.view());
    sealed += box;
    return sealed;
}

Result<std::string> openPersonal(const Keyring *keyring, std::uint16_t entity, const Id &id, std::string_view sealed)
{
    if (sealed.empty() || keyring == nullptr)
        return std::string();
    const auto person = Id::fromBytes(sealed.substr(0, kIdSize));
    if (!person)
        return fail(Fault::Corrupt, "a damaged personal part");
    const auto key = keyring->personKey(*person);
    if (!key)
        return std::string(); // erased, or of a keyring that has never seen this person
    return unseal(*key, sealed.substr(kIdSize), placeOfPersonal(entity, id));
}

} // namespace gatehouse
