// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/eventview.h"

namespace gatehouse {

void EventView::apply(const AppliedRow &row)
{
    auto &rows = m_rows[row.type->spec.number];
    const bool isRecord = row.type->spec.number == AdmissionRecord::spec.number;
    if (const auto before = rows.find(row.id); isRecord && before != rows.end())
        forget(*static_cast<const AdmissionRecord *>(before->second.get()));
    if (row.type->spec.number == Gate::spec.number)
        m_revisions[{Gate::spec.number, row.id}] = row.revision;
    if (!row.value) {
        rows.erase(row.id);
        return;
    }
    rows[row.id] = row.value;
    if (isRecord)
        index(*static_cast<const AdmissionRecord *>(row.value.get()));
}

void EventView::forget(const AdmissionRecord &record)
{
    m_bySerial.erase({record.list, record.serial});
    m_byCredential.erase({record.list, record.credential});
}

void EventView::index(const AdmissionRecord &record)
{
    m_bySerial[{record.list, record.serial}] = record.id;
    if (!record.credential.empty())
        m_byCredential[{record.list, record.credential}] = record.id;
}

std::optional<AdmissionRecord> EventView::recordOfSerial(const CheckInListId &list, std::int64_t serial) const
{
    const auto at = m_bySerial.find({list, serial});
    return at == m_bySerial.end() ? std::nullopt : copy<AdmissionRecord>(at->second);
}

std::optional<AdmissionRecord> EventView::recordOfCredential(const CheckInListId &list, const Bytes &credential) const
{
    const auto at = m_byCredential.find({list, credential});
    return at == m_byCredential.end() ? std::nullopt : copy<AdmissionRecord>(at->second);
}

} // namespace gatehouse
