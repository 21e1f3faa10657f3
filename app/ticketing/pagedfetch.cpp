// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ticketing/pagedfetch.h"

namespace gatehouse {

PagedFetch::PagedFetch(Replica &replica, QObject *parent) : QObject(parent), m_replica(replica)
{
    m_pace.setSingleShot(true);
    connect(&m_pace, &QTimer::timeout, this, [this] {
        if (m_next)
            m_next();
    });
}

void PagedFetch::cancel()
{
    if (m_next)
        end({Fault::Unavailable, "cancelled", {}});
}

void PagedFetch::tryAgain(const Failure &failure)
{
    if (failure.fault != Fault::TooMany || ++m_tries > kMostTries)
        return end(failure);
    m_pace.start(kTryAgain);
}

void PagedFetch::end(const Failure &failure)
{
    m_pace.stop();
    m_next = nullptr;
    emit finished(failure);
}

} // namespace gatehouse
