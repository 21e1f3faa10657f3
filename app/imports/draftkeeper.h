// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/imports/gatheredfiles.h"
#include "shared/imports/imports.h"
#include "shared/replica/replica.h"

#include <QTimer>

#include <array>
#include <memory>

namespace gatehouse {

/// One draft of an import, from files on this machine to what the server says of it: hands the files over piece by
/// piece, asks how it stands as long as somebody wants to know, and begins anew where the server has forgotten it.
/// Window's thread; the replica outlives it.
class DraftKeeper final : public QObject
{
    Q_OBJECT

public:
    explicit DraftKeeper(Replica &replica, QObject *parent = nullptr);

    enum class Step {
        None,
        Gathering, ///< from this machine's disk
        Uploading,
        AtServer, ///< draft() tells how it stands
        Failed,   ///< here: failure() tells why
    };

    static constexpr std::chrono::milliseconds kAskWhileBusy{250};
    static constexpr std::chrono::milliseconds kAskWhileRead{15'000}; ///< four times within kImportLeaseMs
    static constexpr std::chrono::milliseconds kTryAgain{300};
    static constexpr std::chrono::milliseconds kNotesPace{80}; ///< the server takes 20 queries a second
    static constexpr int kMostTries = 20;                      ///< of one piece that the server has no time for
    static constexpr int kMostBeginnings = 3;

    /// Leaves what there was.
    void begin(const QStringList &paths);
    /// The same files, judged anew.
    void planAgain(Vanished vanished);
    void take();
    /// Nobody wants it any more; what was decided goes on.
    void leave();

    [[nodiscard]] Step step() const { return m_step; }
    [[nodiscard]] const ImportDraft &draft() const { return m_standing; }
    [[nodiscard]] Vanished vanished() const { return m_vanished; }
    [[nodiscard]] const Failure &failure() const { return m_failure; }
    [[nodiscard]] bool hasFiles() const { return m_files && !m_files->empty(); }
    [[nodiscard]] const std::vector<GatheredFile> &files() const;
    [[nodiscard]] qint64 bytes() const { return m_bytes; }
    [[nodiscard]] qint64 uploaded() const { return m_uploaded; }
    [[nodiscard]] const std::vector<ImportNote> &notes(ImportNoteKind kind) const;
    [[nodiscard]] bool hasAllNotes() const { return m_hasAllNotes; }

signals:
    void changed();

private:
    void beginUpload();
    void sendPiece();
    void pieceAnswered(const Result<UploadImport::Answer> &answer);
    void plan();
    void standingCame(const Result<ImportDraft> &answer);
    void ask();
    void fetchNotes(std::size_t kind);
    void later(std::chrono::milliseconds wait, std::function<void()> act);
    void beginAnew();
    void failWith(const Failure &failure);
    void statusChanged();

    Replica &m_replica;
    Job m_gathering;
    QTimer m_later;
    std::function<void()> m_next; ///< when the time is up, or the link is back
    Step m_step = Step::None;
    QStringList m_paths;
    std::shared_ptr<std::vector<GatheredFile>> m_files;
    qint64 m_bytes = 0;
    qint64 m_uploaded = 0;
    ImportDraftId m_draft;
    std::size_t m_file = 0;
    std::int64_t m_offset = 0;
    int m_tries = 0;
    int m_beginnings = 0;
    int m_round = 0; ///< tells late answers
    Vanished m_vanished = Vanished::Keep;
    ImportDraft m_standing;
    std::array<std::vector<ImportNote>, enumNames<ImportNoteKind>.size()> m_notes;
    bool m_hasAllNotes = false;
    Failure m_failure{Fault::None, {}, {}};
};

} // namespace gatehouse
