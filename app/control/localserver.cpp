// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/localserver.h"

#include "app/link/locallink.h"
#include "app/link/websocketlink.h"
#include "shared/crypto/random.h"
#include "shared/crypto/secret.h"

#include <QDir>
#include <QSaveFile>

namespace gatehouse {

namespace {

constexpr quint16 kUsualPort = 7443;
constexpr std::int32_t kDeskWants = Wants::Live | Wants::Presence;

/// The window's end of a line to the server in this process. Made on the link's thread.
class ServerLine final : public LocalLine
{
public:
    ServerLine(Server &server, LocalLink &link) : m_end(server.attachLocal())
    {
        QObject::connect(m_end.get(), &LocalEnd::received, &link, &LocalLink::deliver);
        QObject::connect(m_end.get(), &LocalEnd::closed, &link,
                         [&link](quint16 code, const QString &reason) { link.hangUp(code, reason); });
    }
    void send(const QByteArray &message) override { m_end->send(message); }

private:
    std::unique_ptr<LocalEnd> m_end;
};

/// A key that only this user can read: it seals commands that wait on a joined desk's disk.
Result<SecretKey> keptKey(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        std::string bytes = file.readAll().toStdString();
        const auto key = SecretKey::fromBytes(bytes);
        wipe(bytes);
        return key ? Result<SecretKey>(*key) : fail(Fault::Corrupt, path.toStdString());
    }
    SecureRandom random;
    const SecretKey key = SecretKey::make(random);
    QSaveFile fresh(path);
    fresh.setDirectWriteFallback(false);
    const auto bytes = key.view();
    const bool isKept = fresh.open(QIODevice::WriteOnly) && fresh.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && fresh.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size())
        && fresh.commit();
    return isKept ? Result<SecretKey>(key)
                  : fail(Fault::ReadOnly, path.toStdString() + ": " + fresh.errorString().toStdString());
}

} // namespace

std::string deskProgram()
{
    return "gatehouse " GATEHOUSE_VERSION;
}

Result<std::unique_ptr<Server>> openLocalServer(const ControlArguments &arguments, KeyStore &store)
{
    ServeOptions options;
    options.path = arguments.document.toStdString();
    options.address = arguments.address;
    options.port = arguments.port.value_or(kUsualPort);
    if (!arguments.backupFolder.isEmpty())
        options.backup = BackupPlan{arguments.backupFolder.toStdString(), arguments.backupMinutes * 60'000LL};
    auto server = Server::open(options, store);
    if (server || arguments.port || server.error().fault != Fault::Unavailable)
        return server;
    options.port = 0;
    return Server::open(options, store);
}

Result<ReplicaOptions> localReplica(Server &server, const QString &login, const QString &folder)
{
    auto token = server.localToken(login.toStdString());
    if (!token)
        return fail(std::move(token.error()));
    ReplicaOptions options;
    options.makeLink = [&server] {
        return std::make_unique<LocalLink>(
            [&server](LocalLink &link) { return std::make_unique<ServerLine>(server, link); });
    };
    options.client = {std::move(*token), deskProgram(), kDeskWants, Wire::Cbor};
    options.folder = folder;
    options.deviceKey = server.deskKey();
    return options;
}

Result<ReplicaOptions> remoteReplica(const QUrl &event, const QByteArray &token, const QString &folder)
{
    if (!QDir().mkpath(folder))
        return fail(Fault::ReadOnly, folder.toStdString());
    const auto key = keptKey(folder + QStringLiteral("/desk.key"));
    if (!key)
        return fail(key.error());
    QUrl sync = event.resolved(QUrl(QStringLiteral("sync")));
    sync.setScheme(event.scheme() == QLatin1String("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
    ReplicaOptions options;
    options.makeLink = [sync] {
        return std::make_unique<WebSocketLink>(WebSocketAddress{sync, QSslConfiguration::defaultConfiguration()});
    };
    options.client = {token.toStdString(), deskProgram(), kDeskWants, Wire::Cbor};
    options.folder = folder;
    options.deviceKey = *key;
    return options;
}

} // namespace gatehouse
