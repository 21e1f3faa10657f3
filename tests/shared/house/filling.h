// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/field.h"

namespace gatehouse::filling {

/// Fills every field with a value within its limits, chosen by `random`: what the generic tests send and store.
void fill(const Table &table, void *object, Random &random);

/// The same for one field.
void fillField(const Field &field, void *object, Random &random);

/// A value one over the field's limit, where its kind has one. False if it has none.
bool overfill(const Field &field, void *object, Random &random);

} // namespace gatehouse::filling
