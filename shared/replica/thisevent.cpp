// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/replica/thisevent.h"

namespace gatehouse {

QTimeZone venueZone(Replica &replica)
{
    const auto events = replica.collection<Event>().all();
    const QTimeZone zone(QByteArray::fromStdString(events.empty() ? replica.welcome().zone : events.front()->zone));
    return zone.isValid() ? zone : QTimeZone::utc();
}

QString eventName(Replica &replica)
{
    const auto events = replica.collection<Event>().all();
    return QString::fromStdString(events.empty() ? replica.welcome().eventName : events.front()->name);
}

} // namespace gatehouse
