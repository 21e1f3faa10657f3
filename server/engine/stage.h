// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/writer.h"
#include "shared/crypto/secret.h"

#include <span>

namespace gatehouse {

/// One command of an import, and where it came from.
struct StagedCommand {
    std::string name;
    std::string body;        ///< Part::All of the command's table
    std::string where;       ///< "people.csv, line 12": for refusals
    std::int64_t number = 0; ///< set by read()
    bool isPrepared = false; ///< its CommandPreparation was done when it was planned
};

/// Where the commands of an import wait until they are carried out: in the document, outside its journal, and sealed,
/// since they name people. Belongs to the engine's thread; writes only between the engine's groups.
class Stage
{
public:
    /// `random` must be a SecureRandom outside of tests.
    Stage(Document &document, const SecretKey &credentialKey, Random &random);

    /// All or none, on disk when it returns; replaces what was staged under this id.
    [[nodiscard]] Result<> put(const Id &import, std::span<const StagedCommand> commands);
    /// Further ones, numbered on from `after`: for those who stage piece by piece, between other commands.
    [[nodiscard]] Result<> add(const Id &import, std::span<const StagedCommand> commands, std::int64_t after);
    /// In order, after this number, at most so many. Fault::Corrupt if one is not what was put.
    [[nodiscard]] Result<std::vector<StagedCommand>> read(const Id &import, std::int64_t after, std::size_t most);
    /// The imports of which something is staged.
    [[nodiscard]] Result<std::vector<Id>> imports();
    /// Those up to and with this number.
    [[nodiscard]] Result<> forget(const Id &import, std::int64_t upTo);

private:
    [[nodiscard]] Writer &writer();
    [[nodiscard]] Result<> write(const Id &import, std::span<const StagedCommand> commands, std::int64_t after);

    Document &m_document;
    SecretKey m_key;
    Random &m_random;
    std::unique_ptr<Writer> m_writer;
    int m_generation = -1;
};

} // namespace gatehouse
