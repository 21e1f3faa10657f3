// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"
#include "server/store/entry.h"
#include "server/store/writer.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse {

/// A row that the running command has put or removed, not yet written.
struct BufferedRow {
    const EntityType *type = nullptr;
    Id id;
    FoundRow before; ///< null: it is new
    bool isRemoved = false;
    Scopes scopes;
    std::string scopeBytes;
    std::string body;
    std::string personal; ///< opened
    std::string sealed;   ///< with its person; filled by seal()
    Id person;
    std::vector<ColumnValue> values;
};

/// What all commands of an engine share.
struct TransactionRoom {
    Writer &writer;
    Keyring &keyring;
    Random &random;
    const std::unordered_map<std::string_view, Handler> &handlers;
};

/// One command's look at the document: finds see this command's puts, then what earlier commands of the group wrote
/// into the open SQL transaction. Throws nothing; what goes wrong beneath a find is kept and must be asked for with
/// failure() before anything is written.
class CommandTransaction final : public Transaction
{
public:
    /// The request outlives it.
    CommandTransaction(const TransactionRoom &room, const CommandRequest &request, Instant now, std::int64_t sequence);

    [[nodiscard]] Instant now() const override { return m_now; }
    [[nodiscard]] const Actor &actor() const override { return m_request.actor; }
    [[nodiscard]] bool isPrepared() const override { return m_request.prepared.has_value() && m_depth == 0; }
    [[nodiscard]] Random &random() override { return m_room.random; }
    [[nodiscard]] std::int64_t sequence() const override { return m_sequence; }
    [[nodiscard]] Keyring &keyring() override { return m_room.keyring; }
    [[nodiscard]] Result<Bytes> putBlob(std::string_view content) override;

    /// SQL that failed beneath a find: the group is to be rolled back.
    [[nodiscard]] const std::optional<Failure> &sqlFailure() const { return m_sqlFailure; }
    /// A put that cannot be (too large, no person): the command is refused, whatever its handler says.
    [[nodiscard]] const std::optional<Failure> &putFailure() const { return m_putFailure; }

    /// Seals the personal parts under the keys of their persons, making keys where there are none.
    [[nodiscard]] Result<> seal();
    /// The changes as the journal holds them; views into this object.
    [[nodiscard]] std::vector<EntryChange> entryChanges() const;
    /// Rows, tombstones and blobs, into the open SQL transaction.
    [[nodiscard]] Result<> write();
    /// As they are published. Leaves this object empty.
    [[nodiscard]] std::vector<ChangedRow> takeRows();

private:
    bool findRow(const EntityType &type, const Id &id, void *entity, std::int64_t *revision) override;
    std::vector<Id> idsWhere(const EntityType &type, const Field &field, const void *sample, std::size_t most) override;
    std::vector<Id> idsAbove(const EntityType &type, const Field &field, std::int64_t bound, std::size_t most) override;
    std::vector<Id> allIds(const EntityType &type, std::size_t most) override;
    void putRow(const EntityType &type, const void *entity) override;
    void removeRow(const EntityType &type, const Id &id) override;
    Result<> runCommand(const CommandType &type, const void *command, void *answer) override;

    [[nodiscard]] BufferedRow *buffered(const EntityType &type, const Id &id);
    [[nodiscard]] BufferedRow *buffer(const EntityType &type, const Id &id);
    [[nodiscard]] bool readStored(const EntityType &type, const Id &id, const RowState &row, void *entity);
    void refusePut(Fault fault, std::string detail);
    [[nodiscard]] Result<> writeTombstones(const BufferedRow &row);

    TransactionRoom m_room;
    const CommandRequest &m_request;
    Instant m_now;
    std::int64_t m_sequence;
    int m_depth = 0;
    std::size_t m_puts = 0;
    std::vector<BufferedRow> m_rows;                       ///< in the order of their first put
    std::unordered_map<std::string, std::size_t> m_places; ///< entity number and id → place in m_rows
    std::map<std::string, std::string> m_blobs;
    std::optional<Failure> m_sqlFailure;
    std::optional<Failure> m_putFailure;
};

} // namespace gatehouse
