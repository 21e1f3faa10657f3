// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/link/signin.h"

#include "shared/model/json.h"

#include <QNetworkReply>

namespace gatehouse {

namespace {

constexpr int kAnswerMs = 20'000; // a password takes a second to check, and others may wait before it

Result<std::string> tokenOf(QNetworkReply &reply)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 401)
        return fail(Fault::NotSignedIn, "the login or the password is wrong");
    if (status == 429)
        return fail(Fault::TooMany, "too many tries to sign in; wait a minute");
    if (status != 200)
        return fail(Fault::Unavailable, reply.errorString().toStdString());
    const auto value = parseJson(reply.readAll().toStdString());
    const JsonValue *token = value ? value->find("token") : nullptr;
    if (!token || token->type != JsonValue::Type::String)
        return fail(Fault::Malformed, "this is no Gatehouse server");
    return token->text;
}

} // namespace

void signIn(QNetworkAccessManager &network, const QUrl &event, const std::string &login, const std::string &password,
            QObject *context, std::function<void(Result<std::string>)> done)
{
    std::string body = "{\"login\":";
    writeJsonString(body, login);
    body += ",\"password\":";
    writeJsonString(body, password);
    body += '}';
    QNetworkRequest request(event.resolved(QUrl(QStringLiteral("api/v1/sign-in"))));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setTransferTimeout(kAnswerMs);
    QNetworkReply *reply = network.post(request, QByteArray::fromStdString(body));
    QObject::connect(reply, &QNetworkReply::finished, context, [reply, done = std::move(done)] {
        reply->deleteLater();
        done(tokenOf(*reply));
    });
}

} // namespace gatehouse
