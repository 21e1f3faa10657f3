// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/bytelease.h"
#include "server/gateway/connectionbook.h"
#include "server/gateway/httphandler.h"
#include "server/gateway/httpparser.h"

#include <QBasicTimer>
#include <QObject>
#include <QTcpSocket>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace gatehouse {

/// What all connections of one front share; outlives them.
struct HttpSurroundings {
    HttpHandler &handler;
    std::shared_ptr<const GatewayLimits> limits; ///< shared with WebSocket peers, which may outlive the front
    GatewayCounters &counters;
};

/// One HTTP/1.1 connection: reads a request under the limits, has it handled, writes the answer, and only then looks at
/// the next. Every stage has an absolute deadline. Owned by its parent, deletes itself when the socket has gone. I/O
/// thread.
class HttpConnection final : public QObject
{
    Q_OBJECT
public:
    HttpConnection(std::unique_ptr<QTcpSocket> socket, ConnectionEntry entry, HttpSurroundings &surroundings,
                   QObject *parent);
    ~HttpConnection() override;

    /// Begins to read; what had come before is read at once.
    void start();
    /// For HttpResponder: answers the request of this number if it is the one in hand.
    void answer(std::uint64_t request, HttpResponse response);
    void markSignedIn() { m_entry.markSignedIn(); }
    [[nodiscard]] bool awaitsAnswer(std::uint64_t request) const;

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    using Clock = std::chrono::steady_clock;
    using Ms = std::chrono::milliseconds;
    enum class Stage {
        Head,     ///< between requests, or reading a head
        Body,     ///< reading a body
        Handling, ///< the handler has the request
        Flushing, ///< the last answer is being taken by the client
        Upgraded, ///< the socket belongs to a WebSocket peer
        Lingering ///< all is sent; what still comes is thrown away until the client hangs up
    };

    void process();
    bool advance();
    bool advanceStage();
    bool advanceHead();
    bool advanceBody();
    bool onHead();
    void onComplete();
    bool onUpgrade();
    void onException(const std::exception &exception);
    void refuseUpgrade(HttpResponse response);
    void refuse(HttpRefusal refusal);
    void write(HttpResponse response, ConnectionAfter after);
    void beginNextRequest();
    void finish();
    void linger();
    void onBytesWritten(qint64 bytes);
    void onDeadline();
    void updateBodyDeadline();
    void setDeadline(Clock::time_point deadline);
    void setDeadline(Ms fromNow) { setDeadline(Clock::now() + fromNow); }
    void fillInput();
    [[nodiscard]] bool holdUnfinished();

    std::unique_ptr<QTcpSocket> m_socket;
    ConnectionEntry m_entry;
    HttpSurroundings &m_around;
    ByteLease m_unfinished;
    std::optional<HttpRequestParser> m_parser; ///< of the request being read; made when its first byte comes
    std::string m_input;                       ///< read and not yet parsed; at most a head or a read buffer long
    Stage m_stage = Stage::Head;
    HttpMethod m_method = HttpMethod::Get; ///< of the request in hand
    std::string m_knownTags;               ///< its If-None-Match
    bool m_wantsKeepAlive = false;
    bool m_isProcessing = false;
    std::uint64_t m_request = 0; ///< counts requests, so that a late answer finds nobody
    std::size_t m_lingered = 0;
    Clock::time_point m_bodyBegan;
    Clock::time_point m_deadline;
    Clock::time_point m_timerDue;
    QBasicTimer m_timer;
};

} // namespace gatehouse
