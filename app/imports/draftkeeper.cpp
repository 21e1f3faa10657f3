// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/imports/draftkeeper.h"

#include "shared/crypto/random.h"

namespace gatehouse {

namespace {

bool isBusy(ImportDraftState state)
{
    return state == ImportDraftState::Waiting || state == ImportDraftState::Reading || state == ImportDraftState::Trying
        || state == ImportDraftState::Staging;
}

/// How many notes of a kind are told.
std::int64_t notesOf(const ImportReport &report, std::size_t kind)
{
    const std::array counts{report.guesses, report.refusals, report.updates, report.missing, report.keeps};
    return std::min(counts[kind], static_cast<std::int64_t>(kMaxImportNotes));
}

} // namespace

DraftKeeper::DraftKeeper(Replica &replica, QObject *parent) : QObject(parent), m_replica(replica)
{
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, [this] {
        if (const auto next = std::exchange(m_next, nullptr))
            next();
    });
    connect(&m_replica, &Replica::statusChanged, this, &DraftKeeper::statusChanged);
    connect(&m_gathering, &Job::progressed, this, &DraftKeeper::changed);
    connect(&m_gathering, &Job::finished, this, [this](const Failure &failure) {
        if (m_step != Step::Gathering) { // left meanwhile; maybe others were chosen
            if (!m_paths.isEmpty())
                begin(std::exchange(m_paths, {}));
        } else if (failure.fault != Fault::None) {
            failWith(failure);
        } else {
            beginUpload();
        }
    });
}

const std::vector<GatheredFile> &DraftKeeper::files() const
{
    static const std::vector<GatheredFile> none;
    return m_files && m_step != Step::Gathering ? *m_files : none;
}

const std::vector<ImportNote> &DraftKeeper::notes(ImportNoteKind kind) const
{
    return m_notes[static_cast<std::size_t>(kind)];
}

void DraftKeeper::begin(const QStringList &paths)
{
    leave();
    if (m_gathering.isRunning()) { // it was told to stop
        m_paths = paths;
        return;
    }
    m_step = Step::Gathering;
    m_files = std::make_shared<std::vector<GatheredFile>>();
    m_gathering.start([files = m_files, paths](const JobProgress &progress) -> Result<> {
        auto gathered = gatherFiles(paths, progress);
        if (!gathered)
            return fail(std::move(gathered.error()));
        *files = std::move(*gathered);
        return {};
    });
    emit changed();
}

void DraftKeeper::leave()
{
    m_gathering.cancel();
    if (!m_draft.isNull())
        m_replica.query(ForgetImport{m_draft}, this, [](const Result<Nothing> &) {});
    ++m_round;
    m_later.stop();
    m_next = nullptr;
    m_step = Step::None;
    m_draft = {};
    m_files.reset();
    m_paths.clear();
    m_beginnings = 0;
    m_vanished = Vanished::Keep;
    m_standing = {};
    m_failure = {Fault::None, {}, {}};
    for (auto &notes : m_notes)
        notes.clear();
    emit changed();
}

void DraftKeeper::beginUpload()
{
    if (!m_draft.isNull()) // what the server may have of it makes room
        m_replica.query(ForgetImport{m_draft}, this, [](const Result<Nothing> &) {});
    SecureRandom random;
    m_draft = makeId<ImportDraftId>(deviceTime().wall.ms, random);
    ++m_round;
    ++m_beginnings;
    m_step = Step::Uploading;
    m_file = 0;
    m_offset = 0;
    m_tries = 0;
    m_uploaded = 0;
    m_bytes = 0;
    for (const GatheredFile &file : *m_files)
        m_bytes += file.bytes.size();
    sendPiece();
    emit changed();
}

void DraftKeeper::beginAnew()
{
    if (m_beginnings < kMostBeginnings && hasFiles())
        beginUpload();
    else
        failWith({Fault::Expired, "the server has forgotten the files", {}});
}

void DraftKeeper::sendPiece()
{
    if (m_file == m_files->size())
        return plan();
    const GatheredFile &file = (*m_files)[m_file];
    UploadImport piece;
    piece.draft = m_draft;
    piece.file = static_cast<std::int32_t>(m_file);
    piece.name = file.name.toStdString();
    piece.size = file.bytes.size();
    piece.offset = m_offset;
    piece.content =
        Bytes(file.bytes.mid(static_cast<qsizetype>(m_offset), static_cast<qsizetype>(kImportPiece)).toStdString());
    m_replica.query(piece, this, [this, round = m_round](const Result<UploadImport::Answer> &answer) {
        if (round == m_round)
            pieceAnswered(answer);
    });
}

void DraftKeeper::pieceAnswered(const Result<UploadImport::Answer> &answer)
{
    if (!answer) {
        const Failure &failure = answer.error();
        const bool isRate = failure.fault == Fault::TooMany && failure.detail.empty();
        if (failure.fault == Fault::Unavailable)
            return later(kTryAgain, [this] { sendPiece(); });
        if (isRate && ++m_tries < kMostTries)
            return later(kTryAgain, [this] { sendPiece(); });
        if ((failure.fault == Fault::Invalid || failure.fault == Fault::Conflict) && m_beginnings < kMostBeginnings)
            return beginAnew(); // it was forgotten while the link was away
        return failWith(failure);
    }
    m_tries = 0;
    m_uploaded += answer->received - m_offset;
    m_offset = answer->received;
    if (m_offset >= (*m_files)[m_file].bytes.size()) {
        ++m_file;
        m_offset = 0;
    }
    emit changed();
    sendPiece();
}

void DraftKeeper::plan()
{
    m_step = Step::AtServer;
    m_standing = {};
    m_standing.state = ImportDraftState::Waiting;
    m_hasAllNotes = false;
    for (auto &notes : m_notes)
        notes.clear();
    ++m_round;
    m_replica.query(PlanImport{m_draft, m_vanished}, this, [this, round = m_round](const Result<ImportDraft> &answer) {
        if (round == m_round)
            standingCame(answer);
    });
    emit changed();
}

void DraftKeeper::planAgain(Vanished vanished)
{
    if (!hasFiles() || m_step == Step::Gathering)
        return;
    m_vanished = vanished;
    m_beginnings = 0;
    if (m_step == Step::AtServer && m_standing.state != ImportDraftState::Forgotten)
        plan();
    else
        beginUpload();
}

void DraftKeeper::take()
{
    if (m_step != Step::AtServer || m_standing.state != ImportDraftState::Planned)
        return;
    m_standing.state = ImportDraftState::Staging;
    m_standing.done = 0;
    m_standing.all = m_standing.commands;
    ++m_round;
    m_replica.query(TakeImport{m_draft}, this, [this, round = m_round](const Result<ImportDraft> &answer) {
        if (round == m_round)
            standingCame(answer);
    });
    emit changed();
}

void DraftKeeper::ask()
{
    m_replica.query(GetImportDraft{m_draft}, this, [this, round = m_round](const Result<ImportDraft> &answer) {
        if (round == m_round)
            standingCame(answer);
    });
}

void DraftKeeper::standingCame(const Result<ImportDraft> &answer)
{
    if (!answer) {
        if (answer.error().fault == Fault::TooMany || answer.error().fault == Fault::Unavailable)
            return later(kTryAgain, [this] { ask(); });
        return failWith(answer.error());
    }
    if (answer->state == ImportDraftState::Forgotten)
        return m_standing.state == ImportDraftState::Decided ? void() : beginAnew();
    const bool wasPlanned = m_standing.state == ImportDraftState::Planned;
    m_standing = *answer;
    if (m_standing.state == ImportDraftState::Collecting) // the order to read it was lost with the link
        return plan();
    if (m_standing.state == ImportDraftState::Decided)
        m_files.reset();
    else
        later(isBusy(m_standing.state) ? kAskWhileBusy : kAskWhileRead, [this] { ask(); });
    if (m_standing.state == ImportDraftState::Planned && !wasPlanned)
        fetchNotes(0);
    emit changed();
}

/// Page after page, one kind after the other.
void DraftKeeper::fetchNotes(std::size_t kind)
{
    while (kind < m_notes.size() && std::ssize(m_notes[kind]) >= notesOf(m_standing.report, kind))
        ++kind;
    if (kind == m_notes.size()) {
        m_hasAllNotes = true;
        return emit changed();
    }
    const ListImportNotes wish{m_draft, static_cast<ImportNoteKind>(kind),
                               static_cast<std::int32_t>(m_notes[kind].size())};
    m_replica.query(wish, this, [this, kind, round = m_round](const Result<ListImportNotes::Answer> &answer) {
        if (round != m_round)
            return;
        if (answer)
            m_notes[kind].insert(m_notes[kind].end(), answer->notes.begin(), answer->notes.end());
        const bool isOver = answer && answer->notes.empty();
        QTimer::singleShot(answer ? kNotesPace : kTryAgain, this, [this, next = isOver ? kind + 1 : kind, round] {
            if (round == m_round && m_standing.state == ImportDraftState::Planned)
                fetchNotes(next);
        });
    });
}

void DraftKeeper::later(std::chrono::milliseconds wait, std::function<void()> act)
{
    m_next = std::move(act);
    m_later.start(wait);
}

/// What waits for the link need not wait for its time.
void DraftKeeper::statusChanged()
{
    if (m_replica.status().state == ReplicaState::Live && m_next && m_later.isActive())
        m_later.start(std::chrono::milliseconds(0));
    emit changed();
}

void DraftKeeper::failWith(const Failure &failure)
{
    ++m_round;
    m_later.stop();
    m_next = nullptr;
    m_step = Step::Failed;
    m_failure = failure;
    emit changed();
}

} // namespace gatehouse
