// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <cstdint>
#include <optional>
#include <string>

/// The few things that documents and backups need of the file system, with results.
namespace gatehouse {

/// "." for a bare name.
[[nodiscard]] std::string folderOf(const std::string &path);
[[nodiscard]] std::optional<std::int64_t> fileSize(const std::string &path);
/// Fault::NotFound; Fault::Corrupt for a folder, device, pipe or symbolic link.
[[nodiscard]] Result<> checkRegularFile(const std::string &path);
[[nodiscard]] Result<std::string> readStart(const std::string &path, std::size_t size);
/// An empty file of mode 0600. Fault::Conflict if there is one.
[[nodiscard]] Result<> makePrivateFile(const std::string &path);
/// What was created or renamed in it survives a loss of power.
[[nodiscard]] Result<> syncFolderOf(const std::string &path);
[[nodiscard]] Result<> syncFile(const std::string &path);
/// Never replaces: Fault::Conflict if there is a file at `to`.
[[nodiscard]] Result<> moveIntoPlace(const std::string &from, const std::string &to);
/// A path as SQLite's URI form wants it.
[[nodiscard]] std::string uriOf(const std::string &path);

} // namespace gatehouse
