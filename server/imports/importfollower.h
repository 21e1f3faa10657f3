// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/follower.h"
#include "server/engine/stage.h"
#include "shared/crypto/random.h"
#include "shared/imports/imports.h"

#include <optional>

namespace gatehouse {

/// Carries out imports that were decided: slice by slice between the commands of the gates, and on from where it was
/// after a crash. Staged commands are numbered by the import, so that none takes effect twice.
class ImportFollower final : public Follower
{
public:
    ImportFollower(Document &document, const SecretKey &credentialKey) : m_stage(document, credentialKey, m_random) {}

    static constexpr std::size_t kSlice = 64;        ///< commands at once: about four milliseconds of the engine's time
    static constexpr std::int64_t kTellEvery = 1024; ///< commands between two notes of how far it is

    [[nodiscard]] std::string_view name() const override { return "imports"; }
    [[nodiscard]] std::size_t step(const std::vector<JournalEntry> &entries, Instant now,
                                   const std::function<void(CommandRequest)> &submit) override;

    [[nodiscard]] Stage &stage() { return m_stage; }

private:
    /// The import that is under way.
    struct Work {
        Import import;
        std::int64_t cause = 0;
        std::int64_t done = 0; ///< carried out and no longer staged
        std::int64_t told = 0;
        std::int64_t sliceEnd = 0; ///< last number of the slice that was submitted
        bool mustRepeat = false;   ///< one of its commands met a passing fault
        bool isClosing = false;    ///< the last note is under way
        bool isClosed = false;
        std::vector<std::string> refusals;
        std::int64_t refused = 0;
    };
    using Submit = std::function<void(CommandRequest)>;

    [[nodiscard]] bool isDone(const Import &import, const JournalEntry &entry, const Submit &submit);
    [[nodiscard]] bool settleSlice();
    void submitSlice(const std::vector<StagedCommand> &slice, Instant at, const Submit &submit);
    void tell(Instant at, const Submit &submit);
    void noteRefusal(const std::string &where, const std::string &name, const Failure &failure);

    SecureRandom m_random;
    Stage m_stage;
    std::optional<Work> m_work;
};

} // namespace gatehouse
