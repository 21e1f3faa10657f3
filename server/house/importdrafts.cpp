// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/house/importdrafts.h"

#include "server/keyring/keyring.h"
#include "shared/model/text.h"

#include <QLoggingCategory>
#include <QThread>

#include <algorithm>
#include <atomic>

namespace gatehouse {

namespace {

Q_LOGGING_CATEGORY(log, "server.imports", QtInfoMsg)

constexpr std::size_t kNotesBytes = 256 * 1024; // of one answer; a frame takes twice that
constexpr std::size_t kCommandCost = 128;       // bytes of memory beside a planned command's own

using Files = std::vector<ImportSource>;

/// True for the names that IMDF gives the files of its folder.
bool isImdfPart(const std::string &name)
{
    return name.ends_with(".geojson");
}

/// A small file can ask for much memory: told before anything is made of it.
Result<> whyTooMuch(const ImportSource &file, const ImportDraftLimits &limits)
{
    const auto begin = file.bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    const char first = begin == std::string::npos ? ' ' : file.bytes[begin];
    const auto count = [&file](std::string_view marks) {
        return static_cast<std::size_t>(std::count_if(file.bytes.begin(), file.bytes.end(), [&](char letter) {
            return marks.find(letter) != std::string_view::npos;
        }));
    };
    if ((first == '{' || first == '[') && count(",[{") > limits.values)
        return fail(Fault::TooLarge, file.name + ": more than " + std::to_string(limits.values) + " values");
    const bool isTable = first != '{' && first != '[' && first != '<' && file.bytes.rfind("PK", 0) != 0
        && file.bytes.find("BEGIN:VCALENDAR") > 1024;
    if (isTable && count("\n") > limits.lines)
        return fail(Fault::TooLarge,
                    file.name + ": more than " + std::to_string(limits.lines)
                        + " lines: import them while nobody serves the event");
    return {};
}

/// Files of a draft name each other as if they lay in one folder.
ScriptFiles filesAmong(const std::shared_ptr<const Files> &files)
{
    return [files](std::string_view path) -> Result<std::string> {
        for (const ImportSource &file : *files) {
            if (file.name == path)
                return file.bytes.size() <= kMaxBlob ? Result<std::string>(file.bytes)
                                                     : fail(Fault::TooLarge, std::string(path));
        }
        return fail(Fault::NotFound, std::string(path));
    };
}

/// What is imported by itself: a folder of IMDF is one source, whatever it is made of.
std::vector<std::size_t> sourcesAmong(const Files &files)
{
    const auto isNamed = [&files](std::string_view name) {
        return std::find_if(files.begin(), files.end(), [&](const ImportSource &file) { return file.name == name; });
    };
    const auto part = isNamed("level.geojson") != files.end() ? isNamed("level.geojson") : isNamed("unit.geojson");
    const auto manifest = isNamed("manifest.json");
    std::vector<std::size_t> sources;
    for (std::size_t index = 0; index < files.size(); ++index) {
        const auto here = files.begin() + static_cast<std::ptrdiff_t>(index);
        const bool isOfFolder = part != files.end() && (isImdfPart(files[index].name) || here == manifest);
        if (!isOfFolder || here == (manifest != files.end() ? manifest : part))
            sources.push_back(index);
    }
    return sources;
}

std::string whyNotTried(std::size_t most)
{
    return "a list of commands, a schedule or a plan among more than " + std::to_string(most)
        + " steps: import these first, tables afterwards";
}

std::size_t costOf(const ImportPlan &plan)
{
    std::size_t cost = 0;
    for (const StagedCommand &command : plan.commands)
        cost += kCommandCost + command.name.size() + command.body.size() + command.where.size();
    return cost;
}

const std::vector<ImportNote> &notesOf(const ImportReport &report, ImportNoteKind kind)
{
    switch (kind) {
    case ImportNoteKind::Guessed:
        return report.guessed;
    case ImportNoteKind::Refused:
        return report.refused;
    case ImportNoteKind::Changed:
        return report.changed;
    case ImportNoteKind::Vanished:
        return report.vanished;
    case ImportNoteKind::Kept:
        break;
    }
    return report.kept;
}

std::size_t costOf(const ImportNote &note)
{
    return note.source.size() + note.path.size() + note.what.size() + 16;
}

ImportReport withoutNotes(const ImportReport &report)
{
    ImportReport counts = report;
    for (auto *notes : {&counts.guessed, &counts.refused, &counts.changed, &counts.vanished, &counts.kept})
        notes->clear();
    return counts;
}

} // namespace

/// Seen by the reading thread too.
struct ImportDrafts::Watch {
    std::atomic<bool> isStopped = false;
    std::atomic<std::size_t> before = 0; ///< bytes of the files that were read before this one
    std::atomic<std::size_t> size = 0;   ///< of this one
    std::atomic<std::size_t> done = 0;   ///< bytes in all
};

/// What the reading thread makes of a draft's files.
struct ImportDrafts::PlannedImport {
    ImportPlan plan;
    StageImport staging;
};

/// Whether it is decided, as the engine's thread alone knows at every moment.
struct ImportDrafts::Fate {
    bool isDecided = false;
};

struct ImportDrafts::Draft {
    ImportDraftState state = ImportDraftState::Collecting;
    std::shared_ptr<Files> files = std::make_shared<Files>(); ///< not changed any more once it is read
    std::vector<std::int64_t> sizes;
    std::size_t bytes = 0;
    Vanished vanished = Vanished::Keep;
    std::uint64_t round = 0; ///< of planning; tells late answers
    std::shared_ptr<Watch> watch;
    std::shared_ptr<ImportPlan> plan;
    StageImport staging; ///< of the plan
    std::size_t planBytes = 0;
    std::int64_t triedAt = 0;      ///< the journal's head
    std::uint64_t takenBefore = 0; ///< drafts that were wanted before this one was read
    std::size_t staged = 0;
    std::int64_t commands = 0;
    Actor taker;
    std::shared_ptr<Fate> fate = std::make_shared<Fate>();
    Failure failure{Fault::None, {}, {}};
    std::int64_t heardMs = 0;
};

ImportDrafts::ImportDrafts(ImportSurroundings surroundings, ImportDraftLimits limits)
    : m_around(std::move(surroundings)), m_limits(limits)
{
}

ImportDrafts::~ImportDrafts()
{
    for (const auto &[key, draft] : m_drafts)
        unstage(*draft);
    if (!m_reading)
        return;
    m_watch->isStopped = true;
    m_reading->wait();
}

Result<> ImportDrafts::begin()
{
    auto reader = m_around.openReader();
    if (!reader)
        return fail(std::move(reader.error()));
    auto result = (*reader)->each(entityType<Import>(), [this](const StoredRow &row) {
        if (const auto import = entityOf<Import>(row); import && import->state == ImportState::Decided)
            m_underWay.insert(row.id);
        return true;
    });
    if (!result)
        return result;
    m_around.ask([&stage = m_around.stage, underWay = m_underWay](Engine &) {
        const auto staged = stage.imports();
        for (const Id &import : staged ? *staged : std::vector<Id>()) {
            if (!underWay.contains(import) && !stage.forget(import, std::numeric_limits<std::int64_t>::max()))
                qCWarning(log, "what a crash left of an import stays in the document");
        }
    });
    return {};
}

void ImportDrafts::see(const Batch &batch)
{
    for (const ChangedRow &row : batch.rows) {
        if (row.type != &entityType<Import>())
            continue;
        const auto import = decoded<Import>(row.body, Strictness::Replica, Part::Open);
        if (import && import->state == ImportState::Decided)
            m_underWay.insert(row.id);
        else
            m_underWay.erase(row.id);
    }
    readNext();
}

bool ImportDrafts::isImporting() const
{
    return !m_underWay.empty() || std::any_of(m_drafts.begin(), m_drafts.end(), [](const auto &each) {
        return each.second->state == ImportDraftState::Staging;
    });
}

ImportDrafts::Draft *ImportDrafts::find(const Key &key)
{
    const auto at = m_drafts.find(key);
    if (at == m_drafts.end())
        return nullptr;
    at->second->heardMs = m_around.nowMs();
    return at->second.get();
}

ImportDrafts::Draft *ImportDrafts::find(const Key &key, std::uint64_t round)
{
    const auto at = m_drafts.find(key);
    return at != m_drafts.end() && at->second->round == round ? at->second.get() : nullptr;
}

Result<ImportDrafts::Draft *> ImportDrafts::draftFor(const Key &key)
{
    if (Draft *known = find(key))
        return known;
    const auto ofOne = static_cast<std::size_t>(std::count_if(
        m_drafts.begin(), m_drafts.end(), [&key](const auto &each) { return each.first.first == key.first; }));
    if (ofOne >= m_limits.draftsOfOne)
        return fail(Fault::TooMany, "other imports of this account are open: finish or leave one first");
    if (m_drafts.size() >= m_limits.drafts)
        return fail(Fault::Overloaded, "too many imports are open");
    Draft &fresh = *m_drafts.emplace(key, std::make_unique<Draft>()).first->second;
    fresh.heardMs = m_around.nowMs();
    return &fresh;
}

std::size_t ImportDrafts::bytes() const
{
    std::size_t all = 0;
    for (const auto &[key, draft] : m_drafts)
        all += draft->bytes + draft->planBytes;
    return all;
}

Result<UploadImport::Answer> ImportDrafts::upload(const UploadImport &piece, const Actor &actor)
{
    auto found = draftFor({actor.id, piece.draft});
    if (!found)
        return fail(std::move(found.error()));
    Draft &draft = **found;
    if (draft.state != ImportDraftState::Collecting)
        return fail(Fault::Conflict, "its files are being read or were read");
    const auto index = static_cast<std::size_t>(piece.file);
    if (index > draft.files->size())
        return fail(Fault::Invalid, "files come in their order");
    if (index == draft.files->size()) {
        draft.files->push_back({piece.name, {}, {}});
        draft.sizes.push_back(piece.size);
    }
    std::string &bytes = (*draft.files)[index].bytes;
    if (piece.size != draft.sizes[index])
        return fail(Fault::Conflict, "the file has another size than before");
    if (static_cast<std::size_t>(piece.offset) == bytes.size()) {
        if (piece.offset + static_cast<std::int64_t>(piece.content.size()) > piece.size)
            return fail(Fault::Invalid, "more than the file is long");
        if (draft.bytes + piece.content.size() > m_limits.bytesOfOne)
            return fail(Fault::TooLarge, "the files together are too large");
        if (this->bytes() + piece.content.size() > m_limits.bytesOfAll)
            return fail(Fault::Overloaded, "other imports are open");
        bytes += piece.content;
        draft.bytes += piece.content.size();
    }
    return UploadImport::Answer{static_cast<std::int64_t>(bytes.size())};
}

Result<ImportDraft> ImportDrafts::plan(const PlanImport &wish, const Actor &actor)
{
    const Key key{actor.id, wish.draft};
    Draft *draft = find(key);
    if (!draft)
        return ImportDraft();
    if (draft->state != ImportDraftState::Collecting && draft->state != ImportDraftState::Planned
        && draft->state != ImportDraftState::Failed)
        return fail(Fault::Conflict, "it is being read or carried out");
    if (draft->files->empty())
        return fail(Fault::Invalid, "no file");
    for (std::size_t index = 0; index < draft->sizes.size(); ++index) {
        if (std::ssize((*draft->files)[index].bytes) != draft->sizes[index])
            return fail(Fault::Invalid, (*draft->files)[index].name + " is not whole");
    }
    draft->vanished = wish.vanished;
    draft->plan.reset();
    draft->planBytes = 0;
    draft->staged = 0;
    draft->round = ++m_rounds;
    draft->state = ImportDraftState::Waiting;
    draft->watch = std::make_shared<Watch>();
    readNext();
    return viewOf(*draft);
}

void ImportDrafts::readNext()
{
    if (m_reading || isImporting())
        return;
    const std::pair<const Key, std::unique_ptr<Draft>> *next = nullptr;
    for (const auto &each : m_drafts) {
        if (each.second->state == ImportDraftState::Waiting && (!next || each.second->round < next->second->round))
            next = &each;
    }
    if (next)
        read(next->first, *next->second);
}

void ImportDrafts::read(const Key &key, Draft &draft)
{
    draft.state = ImportDraftState::Reading;
    draft.takenBefore = m_taken;
    m_watch = draft.watch;
    const auto work = [files = std::shared_ptr<const Files>(draft.files), watch = draft.watch, limits = m_limits,
                       vanished = draft.vanished, openReader = m_around.openReader, keyring = m_around.keyring,
                       helper = m_around.helper]() -> Result<PlannedImport> {
        for (const ImportSource &file : *files) {
            if (auto result = whyTooMuch(file, limits); !result)
                return fail(std::move(result.error()));
        }
        auto reader = openReader();
        if (!reader)
            return fail(std::move(reader.error()));
        const std::vector<std::size_t> places = sourcesAmong(*files);
        Files sources;
        for (const std::size_t place : places)
            sources.push_back({(*files)[place].name, (*files)[place].bytes, filesAmong(files)});
        ImportOptions options;
        options.vanished = vanished;
        options.helper = helper;
        options.mostCommands = limits.commands;
        options.beginsWith = [watch, &sources](std::size_t index) {
            watch->before += watch->size;
            watch->size = sources[index].bytes.size();
            watch->done = watch->before.load();
        };
        const auto progress = [watch](std::size_t done, std::size_t all) {
            if (all > 0)
                watch->done = watch->before + watch->size * std::min(done, all) / all;
            return !watch->isStopped;
        };
        auto plan = planImport(sources, **reader, *keyring, progress, options);
        if (!plan)
            return fail(std::move(plan.error()));
        std::vector<std::string> formats(files->size(), "imdf");
        for (std::size_t index = 0; index < places.size(); ++index)
            formats[places[index]] = plan->report.formats[index];
        plan->report.formats = std::move(formats);
        // A plan of before whose things were removed again is another one: its commands must not count as repeats.
        const auto before = findRow<Import>(**reader, plan->id);
        if (before && *before && (*before)->state == ImportState::Done)
            plan->id = ImportId();
        StageImport staging = stagingOf(*plan, *files);
        return PlannedImport{std::move(*plan), std::move(staging)};
    };
    const std::uint64_t round = draft.round;
    m_reading.reset(QThread::create([this, work, key, round, post = m_around.post] {
        auto planned = std::make_shared<Result<PlannedImport>>(work());
        post([this, key, round, planned] { wasRead(key, round, std::move(*planned)); });
    }));
    m_reading->setObjectName(QStringLiteral("import"));
    m_reading->start();
}

void ImportDrafts::wasRead(const Key &key, std::uint64_t round, Result<PlannedImport> planned)
{
    m_reading->wait(); // it has said all it had to say
    m_reading.reset();
    if (Draft *draft = find(key, round)) {
        if (!planned) {
            failDraft(*draft, planned.error());
        } else {
            draft->plan = std::make_shared<ImportPlan>(std::move(planned->plan));
            draft->planBytes = costOf(*draft->plan);
            if (draft->plan->id.isNull())
                draft->plan->id = makeId<ImportId>(draft->plan->report.rows, m_around.random);
            draft->staging = std::move(planned->staging);
            draft->staging.import = draft->plan->id;
            if (bytes() > m_limits.bytesOfAll)
                failDraft(*draft, {Fault::Overloaded, "other imports are open", {}});
            else if (draft->plan->mustBeTried && draft->plan->commands.size() > m_limits.trial)
                failDraft(*draft, {Fault::TooLarge, whyNotTried(m_limits.trial), {}});
            else
                tryOut(key, *draft);
        }
    }
    readNext();
}

void ImportDrafts::tryOut(const Key &key, Draft &draft)
{
    draft.state = ImportDraftState::Trying;
    m_around.ask([this, key, round = draft.round, plan = draft.plan, post = m_around.post](Engine &engine) {
        auto result = tryImport(*plan, engine);
        post([this, key, round, result = std::move(result), head = engine.head()] {
            wasTried(key, round, result, head);
        });
    });
}

void ImportDrafts::wasTried(const Key &key, std::uint64_t round, const Result<> &result, std::int64_t head)
{
    Draft *draft = find(key, round);
    if (!draft)
        return;
    if (!result)
        return failDraft(*draft, result.error());
    draft->triedAt = head;
    draft->commands = std::ssize(draft->plan->commands);
    draft->state = ImportDraftState::Planned;
}

Result<ImportDraft> ImportDrafts::take(const ImportDraftId &id, const Actor &actor)
{
    const Key key{actor.id, id};
    Draft *draft = find(key);
    if (!draft)
        return ImportDraft();
    if (draft->state == ImportDraftState::Staging || draft->state == ImportDraftState::Decided)
        return viewOf(*draft); // asked twice: it is taken once
    if (draft->state != ImportDraftState::Planned)
        return fail(Fault::Conflict, "it is not planned");
    if (draft->plan->commands.empty())
        return fail(Fault::Conflict, "nothing is to be done");
    if (draft->takenBefore != m_taken) {
        failDraft(*draft, {Fault::Conflict, "another import was taken meanwhile", {}});
        return viewOf(*draft);
    }
    ++m_taken;
    draft->state = ImportDraftState::Staging;
    draft->fate = std::make_shared<Fate>();
    draft->taker = actor;
    draft->staged = 0;
    stageNext(key, *draft);
    return viewOf(*draft);
}

void ImportDrafts::stageNext(const Key &key, Draft &draft)
{
    const std::size_t from = draft.staged;
    const std::size_t count = std::min(m_limits.slice, draft.plan->commands.size() - from);
    draft.staged += count;
    m_around.ask([this, key, round = draft.round, plan = draft.plan, from, count, &stage = m_around.stage,
                  post = m_around.post](Engine &) {
        const std::span<const StagedCommand> all = plan->commands;
        auto result = stage.add(plan->id, all.subspan(from, count), static_cast<std::int64_t>(from));
        post([this, key, round, result = std::move(result)] { wasStaged(key, round, result); });
    });
}

void ImportDrafts::wasStaged(const Key &key, std::uint64_t round, const Result<> &result)
{
    Draft *draft = goingOn(key, round, result);
    if (draft && draft->staged < draft->plan->commands.size())
        stageNext(key, *draft);
    else if (draft)
        decide(key, *draft);
}

/// The draft that is being laid down; nothing if it was forgotten, or has just failed.
ImportDrafts::Draft *ImportDrafts::goingOn(const Key &key, std::uint64_t round, const Result<> &result)
{
    Draft *draft = find(key, round);
    if (!draft || result)
        return draft;
    unstage(*draft);
    failDraft(*draft, result.error());
    readNext();
    return nullptr;
}

/// Trying again and deciding are one look at the document: nothing comes between.
void ImportDrafts::decide(const Key &key, Draft &draft)
{
    m_around.ask([this, key, round = draft.round, plan = draft.plan, staging = draft.staging, actor = draft.taker,
                  triedAt = draft.triedAt, fate = draft.fate, post = m_around.post](Engine &engine) {
        Result<> result;
        if (engine.head() != triedAt)
            result = tryImport(*plan, engine);
        if (!result && !isPassing(result.error().fault))
            result.error().fault = Fault::Conflict;
        if (result)
            result = decideStaged(staging, engine, actor);
        fate->isDecided = result.has_value();
        post([this, key, round, result = std::move(result)] { wasDecided(key, round, result); });
    });
}

void ImportDrafts::wasDecided(const Key &key, std::uint64_t round, const Result<> &result)
{
    Draft *draft = goingOn(key, round, result);
    if (!draft)
        return;
    draft->state = ImportDraftState::Decided; // that it is under way was seen before
    draft->files = std::make_shared<Files>();
    draft->bytes = 0;
    draft->planBytes = 0;
    draft->plan->commands.clear();
    draft->plan->commands.shrink_to_fit();
}

/// Takes back what was laid down of a draft that is not decided.
void ImportDrafts::unstage(const Draft &draft)
{
    if (draft.state != ImportDraftState::Staging)
        return;
    m_around.ask([import = draft.plan->id, fate = draft.fate, &stage = m_around.stage](Engine &) {
        if (!fate->isDecided && !stage.forget(import, std::numeric_limits<std::int64_t>::max()))
            qCWarning(log, "what was laid down of an import stays until the next start");
    });
}

void ImportDrafts::failDraft(Draft &draft, const Failure &failure)
{
    draft.state = ImportDraftState::Failed;
    draft.failure = failure;
    draft.plan.reset();
    draft.planBytes = 0;
}

void ImportDrafts::forget(const ImportDraftId &id, const Actor &actor)
{
    const auto at = m_drafts.find({actor.id, id});
    if (at == m_drafts.end())
        return;
    if (at->second->watch)
        at->second->watch->isStopped = true;
    unstage(*at->second);
    m_drafts.erase(at);
    readNext();
}

void ImportDrafts::tidy()
{
    const std::int64_t now = m_around.nowMs();
    std::erase_if(m_drafts, [&](const auto &each) {
        const Draft &draft = *each.second;
        const bool isOver = draft.state != ImportDraftState::Staging && now - draft.heardMs > m_limits.leaseMs;
        if (isOver && draft.watch)
            draft.watch->isStopped = true;
        return isOver;
    });
}

ImportDraft ImportDrafts::standing(const ImportDraftId &id, const Actor &actor)
{
    const Draft *draft = find({actor.id, id});
    return draft ? viewOf(*draft) : ImportDraft();
}

ImportDraft ImportDrafts::viewOf(const Draft &draft) const
{
    ImportDraft view;
    view.state = draft.state;
    if (draft.plan) {
        view.import = draft.plan->id;
        view.commands = draft.commands;
        view.report = withoutNotes(draft.plan->report);
    }
    if (draft.state == ImportDraftState::Reading) {
        view.done = static_cast<std::int64_t>(draft.watch->done);
        view.all = static_cast<std::int64_t>(draft.bytes);
    } else if (draft.state == ImportDraftState::Staging) {
        view.done = static_cast<std::int64_t>(draft.staged);
        view.all = view.commands;
    } else if (draft.state == ImportDraftState::Failed) {
        view.fault = faultName(draft.failure.fault);
        view.detail = firstCharacters(draft.failure.detail, 1000);
    }
    return view;
}

ListImportNotes::Answer ImportDrafts::notes(const ListImportNotes &wish, const Actor &actor)
{
    ListImportNotes::Answer answer;
    const Draft *draft = find({actor.id, wish.draft});
    if (!draft || !draft->plan)
        return answer;
    const std::vector<ImportNote> &all = notesOf(draft->plan->report, wish.kind);
    std::size_t bytes = 0;
    for (auto index = static_cast<std::size_t>(wish.from);
         index < all.size() && answer.notes.size() < kImportNotesPage && bytes < kNotesBytes; ++index) {
        bytes += costOf(all[index]);
        answer.notes.push_back(all[index]);
    }
    return answer;
}

// --- queries: what a tool is asked about is no draft
// ---------------------------------------------------------------------------------------

Result<UploadImport::Answer> answer(const UploadImport &query, QueryContext &context)
{
    return context.imports ? context.imports->upload(query, context.actor) : fail(Fault::Unavailable, "nobody serves");
}

Result<ImportDraft> answer(const PlanImport &query, QueryContext &context)
{
    return context.imports ? context.imports->plan(query, context.actor) : ImportDraft();
}

Result<ImportDraft> answer(const GetImportDraft &query, QueryContext &context)
{
    return context.imports ? context.imports->standing(query.draft, context.actor) : ImportDraft();
}

Result<ListImportNotes::Answer> answer(const ListImportNotes &query, QueryContext &context)
{
    return context.imports ? context.imports->notes(query, context.actor) : ListImportNotes::Answer();
}

Result<ImportDraft> answer(const TakeImport &query, QueryContext &context)
{
    return context.imports ? context.imports->take(query.draft, context.actor) : ImportDraft();
}

Result<Nothing> answer(const ForgetImport &query, QueryContext &context)
{
    if (context.imports)
        context.imports->forget(query.draft, context.actor);
    return Nothing{};
}

} // namespace gatehouse
