// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/serve/server.h"
#include "shared/model/json.h"
#include "tests/server/gateway/rawclient.h"
#include "tests/server/house/examples.h"

namespace gatehouse {

/// A house with all examples in it, served on a free port by the real server, and an HTTP client to it.
class ServedHouse
{
public:
    /// `prepare` may do more to the house before it is served.
    explicit ServedHouse(ServeOptions options = {}, const std::function<void(HouseRoom &)> &prepare = {})
        : examples(room)
    {
        addChief();
        if (prepare)
            prepare(room);
        path = room.path;
        room.engine.reset();
        room.document.reset();
        room.keyring.reset();
        options.path = path;
        options.port = 0;
        server = HouseRoom::must(Server::open(options, room.keyStore));
        token = QByteArray::fromStdString(HouseRoom::must(server->localToken("chief")));
        eventPath = "/e/" + QByteArray::fromStdString(server->slug()) + '/';
    }

    /// One request on a connection of its own. Without a token: as a stranger.
    [[nodiscard]] test::RawResponse ask(const QByteArray &method, const QByteArray &target,
                                        const QByteArray &someToken = {}, const QByteArray &body = {},
                                        const QByteArray &headers = {})
    {
        test::RawClient client(server->port());
        QByteArray request = method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers;
        if (!someToken.isEmpty())
            request += "Authorization: Bearer " + someToken + "\r\n";
        if (method != "GET" && method != "HEAD")
            request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        client.send(request + "\r\n" + body);
        return client.response(method == "HEAD");
    }
    /// POST of JSON below api/v1/.
    [[nodiscard]] test::RawResponse post(const QByteArray &name, const QByteArray &someToken, const QByteArray &body,
                                         const QByteArray &headers = {})
    {
        return ask("POST", eventPath + "api/v1/" + name, someToken, body,
                   "Content-Type: application/json\r\n" + headers);
    }

    HouseRoom room;
    Examples examples;
    std::string path;
    std::unique_ptr<Server> server;
    QByteArray token; ///< may do everything
    QByteArray eventPath;
    static constexpr const char *kPassword = "a quiet harbour at noon";

private:
    void addChief()
    {
        AddRole role;
        role.role = room.newId<RoleId>();
        role.name = "all of it";
        for (std::size_t index = 2; index < enumNames<Permission>.size(); ++index) {
            if (static_cast<Permission>(index) != Permission::System)
                role.permissions.emplace_back(enumNames<Permission>[index]);
        }
        room.done(role);
        AddAccount add;
        add.account = room.newId<AccountId>();
        add.login = "chief";
        add.name = "Chief";
        add.password = HouseRoom::must(hashPassword(kPassword));
        add.roles = {role.role};
        room.done(add);
    }
};

/// The body of a command or query as JSON.
[[nodiscard]] inline QByteArray jsonBody(const Table &table, std::string_view body)
{
    const std::unique_ptr<void, void (*)(void *)> object(table.make(), table.destroy);
    if (!decode(table, object.get(), Part::All, body, Strictness::Command))
        throw std::runtime_error("an example that cannot be read");
    std::string text;
    toJson(table, object.get(), Part::All, text);
    return QByteArray::fromStdString(text);
}

} // namespace gatehouse
