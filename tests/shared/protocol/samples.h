// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/protocol/frames.h"

/// Frames in which every field is set, rows and commands of every noun among them.
namespace gatehouse::samples {

/// Sets every field of a struct, nested ones too, to a value that its kind and limits allow. Never an unknown enum
/// value.
void fill(const Table &table, void *object);

[[nodiscard]] WireRow row(const EntityType &type);
/// One frame at least of every kind; those with a body once for each entity, command and query.
[[nodiscard]] std::vector<Frame> frames();

} // namespace gatehouse::samples
