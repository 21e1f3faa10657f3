// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/admission/admission.h"

#include <QByteArray>

namespace gatehouse::support {

/// The smallest venue that has a door: one hall behind one open gate, and one list that lets each ticket in once.
[[nodiscard]] QByteArray oneDoor();
[[nodiscard]] GateId doorGate();
[[nodiscard]] CheckInListId doorList();

/// A table of so many people with a day ticket each, whose codes are PREFIX-100000 and on.
[[nodiscard]] QByteArray doorTickets(const QByteArray &prefix, int count);

} // namespace gatehouse::support
