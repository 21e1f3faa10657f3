// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/query.h"
#include "server/house/importplan.h"

#include <map>
#include <memory>
#include <unordered_set>

class QThread;

namespace gatehouse {

/// What drafts work with. `ask` and `post` may be called from any thread.
struct ImportSurroundings {
    std::function<Result<std::unique_ptr<Reader>>()> openReader; ///< for the thread that calls it
    std::shared_ptr<const Keyring> keyring;
    std::function<void(std::function<void(Engine &)>)> ask; ///< runs it on the engine's thread, between two groups
    std::function<void(std::function<void()>)> post; ///< runs it on the thread of the drafts; never after they are gone
    std::function<std::int64_t()> nowMs;             ///< never goes back
    Stage &stage;                                    ///< of the engine's thread
    Random &random;
    ReaderProgram helper = readerProgram();
};

/// What drafts may cost. A value; tests give smaller ones.
struct ImportDraftLimits {
    std::size_t bytesOfOne = kMaxImportBytes;
    std::size_t bytesOfAll = 512U * 1024 * 1024; ///< files and what was planned of them
    std::size_t draftsOfOne = 2;                 ///< of one account: somebody at two desks
    std::size_t drafts = 8;
    std::size_t values = 3'000'000; ///< commas and brackets of a JSON file: some 100 bytes of memory each
    std::size_t lines = 300'000;    ///< of a table
    std::int64_t commands = kMaxServedCommands;
    std::int64_t leaseMs = kImportLeaseMs;
    std::size_t trial = 20'000; ///< commands that are tried as one: two seconds in which kiosks decide by themselves
    std::size_t slice = 256;    ///< commands laid down at once: some 3 ms of the engine's time
};

/// Files that clients of a served event hand over, and what they would do. They lie in memory; one after the other is
/// read, on a thread of its own ("import"), tried on the engine's, and, when it is wanted, laid down in slices between
/// other commands and decided. All calls on one thread, the hub's.
class ImportDrafts
{
public:
    explicit ImportDrafts(ImportSurroundings surroundings, ImportDraftLimits limits = {});
    /// Stops what is being read, and waits for that.
    ~ImportDrafts();
    ImportDrafts(const ImportDrafts &) = delete;
    ImportDrafts &operator=(const ImportDrafts &) = delete;

    /// Forgets what a crash left staged and undecided. Before the engine runs.
    [[nodiscard]] Result<> begin();
    /// What has changed in the event: nothing is read while an import is carried out, or it would be half of it.
    void see(const Batch &batch);

    [[nodiscard]] Result<UploadImport::Answer> upload(const UploadImport &piece, const Actor &actor);
    [[nodiscard]] Result<ImportDraft> plan(const PlanImport &wish, const Actor &actor);
    [[nodiscard]] ImportDraft standing(const ImportDraftId &id, const Actor &actor);
    [[nodiscard]] ListImportNotes::Answer notes(const ListImportNotes &wish, const Actor &actor);
    /// Fault::Conflict: it is not planned, or nothing is to be done, or another import was taken since it was read.
    [[nodiscard]] Result<ImportDraft> take(const ImportDraftId &id, const Actor &actor);
    void forget(const ImportDraftId &id, const Actor &actor);

    /// Forgets drafts that nobody asked about. To be called every few seconds.
    void tidy();

private:
    struct Draft;
    struct Fate;
    struct PlannedImport;
    struct Watch;
    using Key = std::pair<Id, Id>; ///< of who began it, and its own: nobody meets another's by its id

    [[nodiscard]] Draft *find(const Key &key);
    /// The draft of this round; nothing if it was forgotten or planned anew meanwhile.
    [[nodiscard]] Draft *find(const Key &key, std::uint64_t round);
    [[nodiscard]] Result<Draft *> draftFor(const Key &key);
    [[nodiscard]] std::size_t bytes() const;
    [[nodiscard]] bool isImporting() const;
    void readNext();
    void read(const Key &key, Draft &draft);
    void wasRead(const Key &key, std::uint64_t round, Result<PlannedImport> planned);
    void tryOut(const Key &key, Draft &draft);
    void wasTried(const Key &key, std::uint64_t round, const Result<> &result, std::int64_t head);
    void stageNext(const Key &key, Draft &draft);
    void wasStaged(const Key &key, std::uint64_t round, const Result<> &result);
    [[nodiscard]] Draft *goingOn(const Key &key, std::uint64_t round, const Result<> &result);
    void decide(const Key &key, Draft &draft);
    void wasDecided(const Key &key, std::uint64_t round, const Result<> &result);
    void unstage(const Draft &draft);
    void failDraft(Draft &draft, const Failure &failure);
    [[nodiscard]] ImportDraft viewOf(const Draft &draft) const;

    ImportSurroundings m_around;
    ImportDraftLimits m_limits;
    std::map<Key, std::unique_ptr<Draft>> m_drafts;
    std::unique_ptr<QThread> m_reading;
    std::shared_ptr<Watch> m_watch; ///< of what is being read
    std::uint64_t m_rounds = 0;
    std::uint64_t m_taken = 0;         ///< drafts that were wanted
    std::unordered_set<Id> m_underWay; ///< imports that are decided and not done
};

[[nodiscard]] Result<UploadImport::Answer> answer(const UploadImport &query, QueryContext &context);
[[nodiscard]] Result<ImportDraft> answer(const PlanImport &query, QueryContext &context);
[[nodiscard]] Result<ImportDraft> answer(const GetImportDraft &query, QueryContext &context);
[[nodiscard]] Result<ListImportNotes::Answer> answer(const ListImportNotes &query, QueryContext &context);
[[nodiscard]] Result<ImportDraft> answer(const TakeImport &query, QueryContext &context);
[[nodiscard]] Result<Nothing> answer(const ForgetImport &query, QueryContext &context);

} // namespace gatehouse
