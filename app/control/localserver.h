// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/control/arguments.h"
#include "server/serve/server.h"
#include "shared/replica/replica.h"

#include <memory>

namespace gatehouse {

/// Opens the document and serves it inside this process. Faults of Server::open(); where no port was asked for and the
/// usual one is taken, it takes a free one.
[[nodiscard]] Result<std::unique_ptr<Server>> openLocalServer(const ControlArguments &arguments, KeyStore &store);

/// What this process's own window is made of: a client like every other, over a link without a socket. `folder` keeps
/// commands that have no answer yet. The server outlives the replica.
[[nodiscard]] Result<ReplicaOptions> localReplica(Server &server, const QString &login, const QString &folder);

/// The same over the network, for a desk that joins.
[[nodiscard]] Result<ReplicaOptions> remoteReplica(const QUrl &event, const QByteArray &token, const QString &folder);

/// "gatehouse 0.1.0", as desks call themselves.
[[nodiscard]] std::string deskProgram();

} // namespace gatehouse
