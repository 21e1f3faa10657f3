// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/secret.h"
#include "shared/replica/rowstore.h"
#include "shared/sqlite/sqlite.h"

namespace gatehouse {

/// A kiosk's rows on disk, so that it opens without a server. Bodies lie as they came; personal parts are sealed with
/// the device's key, tied to their row. A file that cannot be read is no loss: the rows come again from the server.
class RowFile final : public RowStore
{
public:
    /// Makes the file if there is none. Fault::Newer: left as it is. Fault::Unavailable: another program has it open.
    [[nodiscard]] static Result<std::unique_ptr<RowFile>> open(const std::string &path, const SecretKey &deviceKey);

    /// Fault::Corrupt: damaged, or sealed with another key.
    [[nodiscard]] Result<SavedCursor> load(const std::function<void(KeptRow row)> &visit) override;
    [[nodiscard]] Result<> save(const RowChanges &changes) override;
    /// Overwrites what it held; where the disk does not even take that, the file is removed and made anew.
    [[nodiscard]] Result<> erase() override;

private:
    RowFile(std::string path, const SecretKey &key) : m_path(std::move(path)), m_key(key) {}
    [[nodiscard]] Result<> connect();
    [[nodiscard]] Result<> prepare();
    [[nodiscard]] Result<> overwrite();
    [[nodiscard]] Result<> put(const KeptRow &kept);
    [[nodiscard]] Result<SavedCursor> loadCursor();

    std::string m_path;
    SecretKey m_key;
    sqlite::Connection m_connection;
    sqlite::Statement m_put;
    sqlite::Statement m_remove;
    sqlite::Statement m_cursor;
};

} // namespace gatehouse
