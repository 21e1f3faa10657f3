// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/replica/collection.h"

#include <algorithm>

namespace gatehouse {

namespace {
constexpr qsizetype kResetRows = 1'000; ///< changed rows of one batch beyond which a view had better start over
}

void CollectionBase::take(const AppliedRow &row)
{
    m_touched.append(row.id);
    store(row);
}

void CollectionBase::publish()
{
    if (m_touched.isEmpty())
        return;
    QVector<Id> ids = std::exchange(m_touched, {});
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    if (ids.size() > kResetRows)
        emit reset();
    else
        emit changed(ids);
}

} // namespace gatehouse
