// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/clockwork.h"
#include "server/engine/engine.h"
#include "server/engine/follower.h"
#include "server/engine/preparer.h"
#include "server/store/backup.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QThread;

namespace gatehouse {

/// What an engine needs; moved to its thread, where it is made and dies.
struct EngineParts {
    std::unique_ptr<Document> document;
    std::shared_ptr<Keyring> keyring; ///< readers of other threads open personal parts with it
    std::vector<Handler> handlers;
    std::vector<CommandPreparation> preparations;
    std::unique_ptr<Clock> clock;
    std::unique_ptr<Random> random;
    EngineOptions options;
    std::vector<std::unique_ptr<Follower>> followers;
    std::vector<std::unique_ptr<Clockwork>> clockworks;
    std::optional<BackupPlan> backup;
};

/// An engine in a thread of its own ("engine"), with its followers and backups. Owned by whoever serves the document;
/// submit() and ask() from any thread.
class EngineThread final : public QObject
{
    Q_OBJECT

public:
    explicit EngineThread(EngineParts parts, QObject *parent = nullptr);
    /// Runs what was queued, but for what is still to be prepared, closes the document and waits for the thread.
    ~EngineThread() override;

    /// `done` of the request is called on the engine's thread, after the commit: it hands on, and does no work.
    void submit(CommandRequest request);
    /// Runs a function between two groups, on the engine's thread.
    void ask(std::function<void(Engine &)> question);
    /// Other automatic backups from now on, or none.
    void setBackup(std::optional<BackupPlan> plan);
    /// Copies the document to a file, beside its work, one after the other. `progress` and `done` are called on the
    /// engine's thread: they hand on, and do no work. Faults of Backup.
    void backUp(std::string path, std::function<bool(int, int)> progress, std::function<void(Result<>)> done);
    /// Called on the engine's thread after each commit, before its answers. Set before start().
    void onPublish(std::function<void(std::shared_ptr<const Batch>)> publish);
    void start();

    /// A copy of the figures as of the last step; any thread.
    [[nodiscard]] EngineFigures figures() const;
    /// Age and outcome of the last backup; any thread.
    [[nodiscard]] BackupFigures backupFigures() const;
    /// Known before start() and never changed; any thread.
    [[nodiscard]] const std::string &documentPath() const;
    [[nodiscard]] const Id &documentId() const;
    [[nodiscard]] const Id &epoch() const;
    [[nodiscard]] const Keyring &keyring() const;
    /// To keep beyond this object: for work that may outlive it.
    [[nodiscard]] std::shared_ptr<const Keyring> sharedKeyring() const;

signals:
    /// Queued: from the engine's thread to the receiver's.
    void published(std::shared_ptr<const gatehouse::Batch> batch);
    void ready();

private:
    class Loop;
    std::unique_ptr<Loop> m_loop;
    std::unique_ptr<Preparer> m_preparer; ///< in front of the loop
    std::unique_ptr<QThread> m_thread;
};

} // namespace gatehouse
