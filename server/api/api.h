// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/access/passwords.h"
#include "server/api/signinguard.h"
#include "server/gateway/httphandler.h"
#include "server/hub/hubshell.h"

#include <QObject>

#include <functional>
#include <string>

namespace gatehouse {

/// What the API works with; all outlive it.
struct ApiSurroundings {
    std::string slug;
    HubShell &shell;
    EngineLink &engine;
    Reader &reader; ///< of the API's thread
    const Identities &identities;
    PasswordHasher &passwords;
    QueryRunner queries;
    Random &random;
    std::function<bool()> isReady;        ///< the document can be written
    std::function<std::string()> metrics; ///< Prometheus text
};

/// The HTTP face of a document: commands and queries by name in JSON, sign-in, description, health and metrics, and the
/// door to the hub for WebSocket clients. Says nothing without a token but that it is there. The I/O thread.
class Api final : public QObject, public HttpHandler
{
    Q_OBJECT
public:
    explicit Api(ApiSurroundings surroundings, QObject *parent = nullptr);

    [[nodiscard]] std::size_t bodyLimitFor(const HttpHead &head) override;
    void handle(HttpRequest request, HttpResponder responder) override;
    [[nodiscard]] UpgradeAnswer acceptUpgrade(const HttpHead &head) override;
    void upgraded(std::unique_ptr<WebSocketPeer> peer, const HttpHead &head) override;

private:
    void handleApi(const HttpRequest &request, const std::string &path, const HttpResponder &responder);
    void signIn(const HttpRequest &request, const HttpResponder &responder);
    void onVerified(const std::string &login, const AccountId &account, PasswordVerdict verdict,
                    const HttpResponder &responder);
    void runCommand(const std::string &name, const HttpRequest &request, const Identity &identity,
                    const HttpResponder &responder);
    void submit(const CommandType &type, CommandRequest request, const HttpResponder &responder);
    void runQuery(const std::string &name, const HttpRequest &request, const Identity &identity,
                  const HttpResponder &responder);
    void sendProgramme(std::string_view file, const HttpResponder &responder);
    void sendMetrics(const HttpHead &head, const HttpResponder &responder);
    [[nodiscard]] Result<Identity> identityOf(const HttpHead &head) const;
    /// Milliseconds to wait; 0: go on.
    [[nodiscard]] std::int64_t throttle(const Identity &identity);

    ApiSurroundings m_around;
    std::string m_eventPath; ///< "/e/<slug>/"
    std::string m_description;
    SignInGuard m_guard;
    std::unordered_map<Id, Bucket> m_rates;
    /// The programme's files as they were at a head: a thousand phones that ask cost one reading.
    struct Given {
        std::int64_t head = -1;
        std::int64_t atMs = 0;
        std::string xml;
        std::string calendar;
    } m_given;
};

} // namespace gatehouse
