// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/admission/admission.h"
#include "shared/replica/client.h"

#include <map>
#include <memory>
#include <unordered_map>

namespace gatehouse {

/// The rows that one simulated client holds, by entity and id: a replica's collections without their signals, small
/// enough for many clients in one process. One thread.
class EventView
{
public:
    void apply(const AppliedRow &row);
    void clear() { *this = {}; }

    template <class E>
    [[nodiscard]] const E *find(const Id &id) const
    {
        const auto rows = m_rows.find(E::spec.number);
        if (rows == m_rows.end())
            return nullptr;
        const auto at = rows->second.find(id);
        return at == rows->second.end() ? nullptr : static_cast<const E *>(at->second.get());
    }
    template <class E>
    [[nodiscard]] std::optional<E> copy(const Id &id) const
    {
        const E *row = find<E>(id);
        return row ? std::optional<E>(*row) : std::nullopt;
    }
    /// In order of their ids.
    template <class E>
    [[nodiscard]] std::vector<const E *> all() const
    {
        std::vector<const E *> found;
        if (const auto rows = m_rows.find(E::spec.number); rows != m_rows.end()) {
            for (const auto &[id, row] : rows->second)
                found.push_back(static_cast<const E *>(row.get()));
        }
        std::sort(found.begin(), found.end(), [](const E *one, const E *other) { return one->id < other->id; });
        return found;
    }
    template <class E>
    [[nodiscard]] std::int64_t revision(const Id &id) const
    {
        const auto at = m_revisions.find({E::spec.number, id});
        return at == m_revisions.end() ? 0 : at->second;
    }

    [[nodiscard]] std::optional<AdmissionRecord> recordOfSerial(const CheckInListId &list, std::int64_t serial) const;
    [[nodiscard]] std::optional<AdmissionRecord> recordOfCredential(const CheckInListId &list,
                                                                    const Bytes &credential) const;

private:
    void forget(const AdmissionRecord &record);
    void index(const AdmissionRecord &record);

    std::unordered_map<std::uint16_t, std::unordered_map<Id, std::shared_ptr<const void>>> m_rows;
    std::unordered_map<RowKey, std::int64_t> m_revisions; ///< of what is looked at by its revision: gates
    std::map<std::pair<CheckInListId, std::int64_t>, AdmissionRecordId> m_bySerial;
    std::map<std::pair<CheckInListId, Bytes>, AdmissionRecordId> m_byCredential;
};

} // namespace gatehouse
