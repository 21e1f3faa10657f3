// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse {

/// The right to serve a document: a locked file NAME.gatehouse-lock beside it that says who has it. The system frees it
/// when the process ends, however that happens.
class DocumentLock
{
public:
    /// Fault::Conflict: the detail names process and machine of the holder.
    [[nodiscard]] static Result<DocumentLock> take(const std::string &documentPath);
    DocumentLock(DocumentLock &&other) noexcept;
    DocumentLock &operator=(DocumentLock &&other) noexcept;
    ~DocumentLock();

private:
    DocumentLock(std::string path, int descriptor);
    std::string m_path;
    int m_descriptor = -1;
};

/// Why a document must not be served from this folder: file systems without dependable locks (network, user space),
/// folders that a cloud copies behind our back. Empty: it may. `fileSystem` is the magic number of statfs(2).
[[nodiscard]] std::string whyNotServedFrom(std::string_view folder, std::uint64_t fileSystem);
/// The same for a real folder.
[[nodiscard]] std::string whyNotServedFrom(const std::string &folder);

} // namespace gatehouse
