// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/house/sourcestate.h"

#include "server/keyring/keyring.h"
#include "shared/crypto/digest.h"

#include <algorithm>

namespace gatehouse {

namespace {

template <class E>
Result<> readInto(Reader &reader, std::unordered_map<Id, E> &into)
{
    return eachRow<E>(reader, [&into](E entity) { into.emplace(entity.id, std::move(entity)); });
}

} // namespace

Id idFollowing(const Id &event, std::string_view kind, std::string_view name)
{
    const Digest digest = Sha256().add("gatehouse source ").add(event.view()).add(kind).add("\n").add(name).finish();
    Id id = event;
    std::copy_n(digest.bytes.begin(), 10, id.bytes.begin() + 6);
    return id;
}

Result<SourceState> SourceState::read(Reader &reader, const Keyring &keyring)
{
    SourceState state;
    state.m_keyring = &keyring;
    std::unordered_map<Id, Event> events;
    std::unordered_map<Id, SourceRecord> records;
    auto result = readInto(reader, events);
    const auto also = [&](auto &into) {
        if (result)
            result = readInto(reader, into);
    };
    also(state.floors);
    also(state.spaces);
    also(state.tracks);
    also(state.speakers);
    also(state.sessions);
    also(state.times);
    also(records);
    if (!result)
        return fail(std::move(result.error()));
    if (events.empty())
        return fail(Fault::NotFound, "the document has no event");
    state.event = events.begin()->first;
    state.zone = events.begin()->second.zone;
    for (const auto &[id, slot] : state.times)
        state.slotsOf[slot.session].push_back(slot.id);
    for (const auto &[id, record] : records)
        state.put(record);
    return state;
}

SourceRecord SourceState::record(const Id &thing, SourceKind kind) const
{
    if (const auto known = m_records.find(thing); known != m_records.end())
        return known->second;
    SourceRecord record;
    record.id = SourceRecordId(thing);
    record.kind = kind;
    return record;
}

std::vector<Id> SourceState::knownBy(SourceKind kind, std::string_view key) const
{
    std::vector<Id> things;
    const auto [begin, end] = m_byKey.equal_range(keyHash(kind, key));
    for (auto each = begin; each != end; ++each)
        things.push_back(each->second);
    std::sort(things.begin(), things.end());
    things.erase(std::unique(things.begin(), things.end()), things.end());
    return things;
}

void SourceState::addKey(SourceRecord &record, std::string_view key) const
{
    std::string hash = keyHash(record.kind, key);
    if (record.keys.size() < kMaxRecordKeys
        && std::find(record.keys.begin(), record.keys.end(), hash) == record.keys.end())
        record.keys.push_back(std::move(hash));
}

void SourceState::put(const SourceRecord &record)
{
    m_records[record.id] = record;
    for (const std::string &key : record.keys) {
        const auto [begin, end] = m_byKey.equal_range(key);
        if (std::none_of(begin, end, [&](const auto &each) { return each.second == record.id; }))
            m_byKey.emplace(key, record.id);
    }
}

std::string SourceState::hashOf(std::string_view value) const
{
    const auto hash = keyedHash16(m_keyring->credentialKey(), value);
    return {reinterpret_cast<const char *>(hash.data()), kSaidBytes};
}

std::string SourceState::keyHash(SourceKind kind, std::string_view key) const
{
    std::string text = "source key ";
    text += enumNames<SourceKind>[static_cast<std::size_t>(kind)];
    text.append("\n").append(key);
    const auto hash = keyedHash16(m_keyring->credentialKey(), text);
    return toHex({reinterpret_cast<const char *>(hash.data()), hash.size()});
}

Judgement judged(std::string_view before, std::string_view nowHash, std::string_view hereHash)
{
    if (nowHash == hereHash)
        return Judgement::Same;
    return before == hereHash ? Judgement::Taken : Judgement::KeptHere;
}

namespace {

constexpr std::size_t kSegment = kSaidFields * kSaidBytes;

std::string_view hashIn(const SourceRecord &record, std::size_t source, std::size_t field)
{
    const std::string_view said = record.said;
    const std::size_t at = source * kSegment + field * kSaidBytes;
    if (field >= kSaidFields || said.size() < at + kSaidBytes)
        return {};
    const std::string_view hash = said.substr(at, kSaidBytes);
    return hash.find_first_not_of('\0') == std::string_view::npos ? std::string_view() : hash;
}

} // namespace

std::string_view saidAt(const SourceRecord &record, std::string_view source, std::size_t field)
{
    const auto known = std::find(record.sources.begin(), record.sources.end(), source);
    return known == record.sources.end()
        ? std::string_view()
        : hashIn(record, static_cast<std::size_t>(known - record.sources.begin()), field);
}

bool isSaid(const SourceRecord &record, std::size_t field, std::string_view hash)
{
    for (std::size_t source = 0; source < record.sources.size(); ++source) {
        if (hashIn(record, source, field) == hash)
            return true;
    }
    return false;
}

void setSaid(SourceRecord &record, const std::string &source, std::size_t field, std::string_view hash)
{
    auto known = std::find(record.sources.begin(), record.sources.end(), source);
    if (known == record.sources.end()) {
        if (record.sources.size() == kMaxRecordSources)
            return;
        known = record.sources.insert(record.sources.end(), source);
    }
    if (field >= kSaidFields)
        return;
    const auto index = static_cast<std::size_t>(known - record.sources.begin());
    if (record.said.size() < (index + 1) * kSegment)
        record.said.resize((index + 1) * kSegment, '\0');
    record.said.replace(index * kSegment + field * kSaidBytes, kSaidBytes, hash);
}

} // namespace gatehouse
