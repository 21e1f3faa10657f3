// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/rowcache.h"

#include <utility>

namespace gatehouse {

namespace {

constexpr std::size_t kMostBytes = 32 * 1024 * 1024; ///< then all is forgotten and learned anew
constexpr std::size_t kSlotBytes = 192;              ///< beside what the row holds; an estimate

std::size_t bytesOf(const FoundRow &row)
{
    return kSlotBytes + (row ? row->scopes.size() + row->body.size() + row->personal.size() : 0);
}

} // namespace

std::optional<FoundRow> RowCache::find(const EntityType &type, const Id &id) const
{
    const auto at = m_slots.find({type.spec.number, id});
    return at == m_slots.end() ? std::nullopt : std::optional(at->second.row);
}

RowCache::Slot &RowCache::slotFor(const EntityType &type, const Id &id, FoundRow row)
{
    const auto [at, isNew] = m_slots.try_emplace({type.spec.number, id});
    if (!isNew)
        m_bytes -= bytesOf(at->second.row);
    m_bytes += bytesOf(row);
    at->second.row = std::move(row);
    return at->second;
}

void RowCache::touch(const Place &place, Slot &slot)
{
    if (!std::exchange(slot.isTouched, true))
        m_touched.push_back(place);
}

void RowCache::learn(const EntityType &type, const Id &id, FoundRow row)
{
    slotFor(type, id, std::move(row));
}

void RowCache::stopWaiting(const Place &place, Slot &slot)
{
    if (const std::size_t waiting = std::exchange(slot.waiting, 0); waiting != 0) {
        m_waiting[waiting - 1] = {};
        --m_waitingOf[place.entity];
    }
}

void RowCache::note(const EntityType &type, const Id &id, FoundRow row)
{
    const Place place{type.spec.number, id};
    m_few.erase(place.entity);
    Slot &slot = slotFor(type, id, std::move(row));
    touch(place, slot);
    stopWaiting(place, slot);
}

void RowCache::keepWaiting(const EntityType &type, const Id &id, FoundRow row, std::vector<ColumnValue> values)
{
    const Place place{type.spec.number, id};
    Slot &slot = slotFor(type, id, row);
    touch(place, slot);
    if (slot.waiting == 0) {
        m_waiting.emplace_back();
        slot.waiting = m_waiting.size();
        ++m_waitingOf[place.entity];
    }
    m_waiting[slot.waiting - 1] = {&type, id, std::move(row), std::move(values)};
}

std::vector<WaitingRow> RowCache::takeWaiting(const EntityType *type)
{
    std::vector<WaitingRow> taken;
    if (type != nullptr && m_waitingOf[type->spec.number] == 0)
        return taken;
    for (std::size_t index = 0; index < m_waiting.size(); ++index) {
        if (m_waiting[index].type == nullptr || (type != nullptr && m_waiting[index].type != type))
            continue;
        taken.push_back(m_waiting[index]);
        const Place place{taken.back().type->spec.number, taken.back().id};
        stopWaiting(place, m_slots.at(place));
    }
    if (type == nullptr)
        m_waiting.clear();
    return taken;
}

const std::vector<Id> *RowCache::few(const EntityType &type) const
{
    const auto at = m_few.find(type.spec.number);
    return at == m_few.end() ? nullptr : &at->second;
}

void RowCache::learnFew(const EntityType &type, std::vector<Id> ids)
{
    m_few.insert_or_assign(type.spec.number, std::move(ids));
}

void RowCache::committed()
{
    if (m_bytes > kMostBytes) {
        m_slots.clear();
        m_bytes = 0;
        m_touched.clear();
    }
    for (const Place &place : m_touched) {
        if (const auto at = m_slots.find(place); at != m_slots.end())
            at->second.isTouched = false;
    }
    m_touched.clear();
    m_waiting.clear();
    m_waitingOf.clear();
}

void RowCache::rolledBack()
{
    for (const Place &place : m_touched) {
        if (const auto at = m_slots.find(place); at != m_slots.end()) {
            m_bytes -= bytesOf(at->second.row);
            m_slots.erase(at);
        }
    }
    m_touched.clear();
    m_waiting.clear();
    m_waitingOf.clear();
    m_few.clear();
}

} // namespace gatehouse
