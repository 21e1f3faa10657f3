// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"

#include <memory>
#include <string_view>
#include <vector>

namespace gatehouse {

/// One journal entry, as a follower reads it.
struct JournalEntry {
    std::int64_t sequence = 0;
    Instant serverTime;
    Instant deviceTime;
    std::int64_t offsetMs = 0;
    Id actor;
    Id device;
    Id sender;
    std::int64_t number = 0;
    std::string command;
    std::int64_t cause = 0;
    std::vector<ChangedRow> rows; ///< personal parts opened, empty of erased people
};

/// Acts on what the journal says, afterwards: each reads from its own cursor, and its effects are commands with the
/// entry as their cause. A plain object, stepped with a time; on the engine's thread.
class Follower
{
public:
    virtual ~Follower() = default;
    /// Names its cursor; never changed.
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// Takes some of the entries, in order, and answers how many; 0: not now (no internet, still waiting), or not yet:
    /// the same entries come again once what it submitted is answered. What it changes are commands with the entry as
    /// their cause, given to `submit`; the cursor moves on when they are on disk. After a crash the last entries may
    /// come again: a command without a key of its own is given one that repeats with the entry, so it takes effect
    /// once.
    [[nodiscard]] virtual std::size_t step(const std::vector<JournalEntry> &entries, Instant now,
                                           const std::function<void(CommandRequest)> &submit) = 0;
};

/// Feeds followers from the journal and keeps their cursors, outside the journal.
class FollowerRunner
{
public:
    FollowerRunner(Document &document, const Keyring &keyring, Engine &engine);
    ~FollowerRunner();
    FollowerRunner(const FollowerRunner &) = delete;
    FollowerRunner &operator=(const FollowerRunner &) = delete;

    /// A new follower starts at the head: what was before it is not its concern. The follower must outlive the runner.
    [[nodiscard]] Result<> add(Follower &follower);
    /// One page for each follower that is behind. True: somebody is still behind and got on.
    bool step();
    /// Entries that this follower has yet to take.
    [[nodiscard]] std::int64_t behind(std::string_view name) const;

private:
    class Work;
    std::unique_ptr<Work> m_work;
};

} // namespace gatehouse
