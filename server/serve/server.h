// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/enginethread.h"
#include "server/gateway/gatewaylimits.h"
#include "server/gateway/iothread.h"
#include "server/hub/hublimits.h"
#include "server/hub/localpeer.h"
#include "server/keyring/keystore.h"
#include "shared/crypto/random.h"

#include <QHostAddress>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gatehouse {

struct ServeOptions {
    std::string path;
    QHostAddress address = QHostAddress::LocalHost;
    quint16 port = 7443; ///< 0: a free one
    std::optional<BackupPlan> backup;
    HubLimits hub;
    GatewayLimits gateway;
};

/// A document being served: its engine in one thread, hub, API and sockets in another. Made and destroyed by whoever
/// serves, in any thread with or without an event loop; destroying it says goodbye to the clients, runs what was queued
/// and closes the document.
class Server final
{
public:
    /// Faults of Document::open() and Keyring::open(); Unavailable if the address cannot be listened on.
    [[nodiscard]] static Result<std::unique_ptr<Server>> open(ServeOptions options, KeyStore &store);
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    /// "http://127.0.0.1:7443/e/<slug>/"
    [[nodiscard]] std::string address() const;
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] const std::string &slug() const { return m_slug; }
    [[nodiscard]] const Id &documentId() const { return m_engine->documentId(); }
    /// Seals what this machine's own window keeps on disk (commands without an answer).
    [[nodiscard]] SecretKey deskKey() const;

    /// A client's end inside this process; speaks as every other client does.
    [[nodiscard]] std::unique_ptr<LocalEnd> attachLocal();
    /// For the window of whoever opened the document on this machine and so holds its keys: a token for this login, or
    /// for the first account that may manage accounts. Fault::NotFound, Revoked. Waits for the I/O thread.
    [[nodiscard]] Result<std::string> localToken(const std::string &login = {});

    /// Copies the document to a file while it is served; called back on the engine's thread, see EngineThread.
    void backUp(std::string path, std::function<bool(int, int)> progress, std::function<void(Result<>)> done);
    /// Other automatic backups from now on, or none.
    void setBackup(std::optional<BackupPlan> plan);
    [[nodiscard]] const std::optional<BackupPlan> &backupPlan() const { return m_backup; }
    /// Opens personal parts, for reading only; any thread.
    [[nodiscard]] std::shared_ptr<const Keyring> sharedKeyring() const { return m_engine->sharedKeyring(); }
    [[nodiscard]] const std::string &documentPath() const { return m_engine->documentPath(); }

    [[nodiscard]] EngineFigures engineFigures() const { return m_engine->figures(); }
    [[nodiscard]] BackupFigures backupFigures() const { return m_engine->backupFigures(); }

private:
    class Front;
    Server() = default;

    SecureRandom m_random; ///< the keyring makes keys with it as long as the engine lives
    std::unique_ptr<EngineThread> m_engine;
    std::unique_ptr<IoThread> m_io;
    std::unique_ptr<Front> m_front; ///< lives and dies in the I/O thread
    std::optional<BackupPlan> m_backup;
    std::string m_slug;
    std::string m_host;
    quint16 m_port = 0;
};

} // namespace gatehouse
