// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <QNetworkAccessManager>
#include <QUrl>

#include <functional>

namespace gatehouse {

/// Signs an account in over HTTP at the event's address (".../e/<slug>/"); `done` gets the access token, later, not
/// after `context` died. Fault::NotSignedIn: wrong login or password; Fault::TooMany; Fault::Unavailable: no such
/// server.
void signIn(QNetworkAccessManager &network, const QUrl &event, const std::string &login, const std::string &password,
            QObject *context, std::function<void(Result<std::string>)> done);

} // namespace gatehouse
