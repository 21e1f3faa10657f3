// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "shared/admission/admission.h"

namespace gatehouse {

/// Opens a card of this kind for the scan, unless there ever was one. `other` may be null.
void openCard(CardKind kind, const Scan &scan, const Scan *other, bool isOrderUncertain, Transaction &transaction);
/// One open card stands for all scans of a revoked device.
void openQuarantineCard(const Scan &scan, Transaction &transaction);
/// The scan was followed by its device's own repeat, which let the person in: nothing is left to reconcile.
void closeUnseenCard(const ScanId &scan, Transaction &transaction);

} // namespace gatehouse
