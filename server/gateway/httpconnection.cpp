// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/httpconnection.h"

#include "server/gateway/websocketpeer.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QLoggingCategory>
#include <QPointer>
#include <QSslSocket>
#include <QThread>
#include <QTimerEvent>
#include <algorithm>
#include <exception>
#include <sys/socket.h>

Q_LOGGING_CATEGORY(httpLog, "server.gateway.http")

namespace gatehouse {

namespace {

constexpr std::size_t kJoinBelow = 64 * kKiB; ///< bytes; a body up to this goes out in one write with its head
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

QByteArray bytesOf(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

/// RFC 6455 §4.2.1: GET, version 13, one key of 16 bytes.
std::optional<HttpRefusal> whyNoHandshake(const HttpHead &head)
{
    if (head.method != HttpMethod::Get)
        return HttpRefusal{400, "upgrade-method"};
    if (head.header("sec-websocket-version") != "13")
        return HttpRefusal{426, "websocket-version"};
    const auto key = QByteArray::fromBase64Encoding(bytesOf(head.header("sec-websocket-key").value_or("")),
                                                    QByteArray::AbortOnBase64DecodingErrors);
    const auto keys = std::ranges::count(head.headers, "sec-websocket-key", &HttpHeader::name);
    if (keys != 1 || !key || key.decoded.size() != 16)
        return HttpRefusal{400, "websocket-key"};
    return std::nullopt;
}

/// RFC 6455 §4.2.2; offers no extensions.
std::string handshakeAnswer(std::string_view key, std::string_view subprotocol)
{
    constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 §1.3
    const auto proof = QCryptographicHash::hash(bytesOf(key) + bytesOf(kGuid), QCryptographicHash::Sha1).toBase64();
    std::string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Accept: ";
    answer.append(proof.constData(), static_cast<std::size_t>(proof.size())).append("\r\n");
    if (!subprotocol.empty())
        answer.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
    return answer.append("\r\n");
}

} // namespace

// The responder

struct HttpResponder::Pending {
    QPointer<HttpConnection> connection;
    QThread *thread;
    std::uint64_t request;

    ~Pending()
    {
        // From a foreign thread the connection may not be touched; there its deadline answers.
        if (QThread::currentThread() == thread && connection && connection->awaitsAnswer(request)) {
            qCCritical(httpLog) << "a handler let a request go without an answer";
            connection->answer(request, HttpResponse::problem(500, "internal"));
        }
    }
};

HttpResponder::HttpResponder(HttpConnection &connection, std::uint64_t request)
    : m_pending(new Pending{&connection, connection.thread(), request})
{
}

void HttpResponder::send(HttpResponse response) const
{
    Q_ASSERT(QThread::currentThread() == m_pending->thread);
    if (m_pending->connection)
        m_pending->connection->answer(m_pending->request, std::move(response));
}

void HttpResponder::markSignedIn() const
{
    if (m_pending->connection)
        m_pending->connection->markSignedIn();
}

bool HttpResponder::isWanted() const
{
    return m_pending->connection && m_pending->connection->awaitsAnswer(m_pending->request);
}

// The connection

HttpConnection::HttpConnection(std::unique_ptr<QTcpSocket> socket, ConnectionEntry entry,
                               HttpSurroundings &surroundings, QObject *parent)
    : QObject(parent), m_socket(std::move(socket)), m_entry(std::move(entry)), m_around(surroundings),
      m_unfinished(surroundings.counters.bytesUnfinished, surroundings.limits->unfinished)
{
    // What we do not read stays in the kernel, whose window then holds the client back.
    m_socket->setReadBufferSize(static_cast<qint64>(m_around.limits->head));
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &HttpConnection::process);
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &HttpConnection::onBytesWritten);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &QObject::deleteLater);
    setDeadline(m_around.limits->headDeadline);
}

HttpConnection::~HttpConnection()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void HttpConnection::start()
{
    process();
}

bool HttpConnection::awaitsAnswer(std::uint64_t request) const
{
    return m_stage == Stage::Handling && request == m_request;
}

/// Goes on until nothing more can be done with what has come. Not re-entered: a handler that answers at once comes back
/// to this loop, so that pipelined requests do not nest.
void HttpConnection::process()
{
    if (m_isProcessing)
        return;
    m_isProcessing = true;
    do {
        fillInput();
    } while (advance());
    m_isProcessing = false;
}

void HttpConnection::fillInput()
{
    if (m_stage == Stage::Upgraded)
        return;
    if (m_stage == Stage::Lingering || m_stage == Stage::Flushing) {
        m_lingered += static_cast<std::size_t>(m_socket->skip(m_socket->bytesAvailable()));
        if (m_lingered > m_around.limits->lingerBytes)
            m_socket->abort();
        return;
    }
    const std::size_t most = m_around.limits->head + 1; // one over the limit, so that the parser sees it is over
    if (m_stage == Stage::Handling || m_input.size() >= most)
        return;
    const auto room = static_cast<qint64>(most - m_input.size());
    const auto bytes = m_socket->read(std::min(room, m_socket->bytesAvailable()));
    m_around.counters.bytesReceived.add(static_cast<std::uint64_t>(bytes.size()));
    m_input.append(bytes.constData(), static_cast<std::size_t>(bytes.size()));
}

bool HttpConnection::advance()
{
    try {
        return advanceStage();
    } catch (const std::exception &exception) {
        onException(exception);
        return true;
    }
}

/// One step; false when it needs more bytes, an answer, or room.
bool HttpConnection::advanceStage()
{
    switch (m_stage) {
    case Stage::Head:
        return advanceHead();
    case Stage::Body:
        return advanceBody();
    case Stage::Handling:
    case Stage::Flushing:
    case Stage::Upgraded:
    case Stage::Lingering:
        return false;
    }
    Q_UNREACHABLE();
}

bool HttpConnection::advanceHead()
{
    const bool isFull = static_cast<std::size_t>(m_socket->bytesToWrite()) > m_around.limits->responseUnsent;
    if (m_input.empty() || isFull)
        return false;
    if (!m_parser) {
        m_parser.emplace(*m_around.limits);
        setDeadline(m_around.limits->headDeadline);
    }
    if (!holdUnfinished())
        return false;
    std::size_t consumed = 0;
    switch (m_parser->parseHead(m_input, consumed)) {
    case HttpRequestParser::Step::NeedsMore:
        return m_socket->bytesAvailable() > 0;
    case HttpRequestParser::Step::Refused:
        refuse(m_parser->refusal());
        return false;
    case HttpRequestParser::Step::HeadReady:
    case HttpRequestParser::Step::Complete:
        break;
    }
    m_input.erase(0, consumed);
    return onHead();
}

bool HttpConnection::onHead()
{
    auto &head = m_parser->head();
    head.peer = m_entry.address();
    if (!m_around.handler.isKnownHost(head.host)) {
        refuse({421, "host"});
        return false;
    }
    m_around.counters.requests.add();
    m_method = head.method;
    m_knownTags = head.joinedHeader("if-none-match");
    m_wantsKeepAlive = m_parser->wantsKeepAlive();
    if (m_parser->wantsUpgrade())
        return onUpgrade();
    m_stage = Stage::Body;
    m_bodyBegan = Clock::now();
    switch (m_parser->allowBody(m_around.handler.bodyLimitFor(head))) {
    case HttpRequestParser::Step::Refused:
        refuse(m_parser->refusal());
        return false;
    case HttpRequestParser::Step::Complete:
        onComplete();
        return true;
    case HttpRequestParser::Step::HeadReady:
    case HttpRequestParser::Step::NeedsMore:
        break;
    }
    if (m_parser->expectsContinue() && m_input.empty())
        m_socket->write(bytesOf(kContinue));
    updateBodyDeadline();
    return true;
}

bool HttpConnection::advanceBody()
{
    std::size_t consumed = 0;
    const auto step = m_parser->parseBody(m_input, consumed);
    m_input.erase(0, consumed);
    if (!holdUnfinished())
        return false;
    switch (step) {
    case HttpRequestParser::Step::Refused:
        refuse(m_parser->refusal());
        return false;
    case HttpRequestParser::Step::Complete:
        onComplete();
        return true;
    case HttpRequestParser::Step::HeadReady:
    case HttpRequestParser::Step::NeedsMore:
        break;
    }
    updateBodyDeadline();
    return m_socket->bytesAvailable() > 0;
}

bool HttpConnection::onUpgrade()
{
    const auto &head = m_parser->head();
    if (m_parser->hasBody() || !m_input.empty() || m_socket->bytesAvailable() > 0) {
        refuse({400, "bytes-after-upgrade"});
        return false;
    }
    if (const auto refusal = whyNoHandshake(head)) {
        refuse(*refusal);
        return false;
    }
    auto answer = m_around.handler.acceptUpgrade(head);
    if (auto *response = std::get_if<HttpResponse>(&answer)) {
        refuseUpgrade(std::move(*response));
        return false;
    }
    m_around.counters.upgrades.add();
    const auto &subprotocol = std::get<AcceptedUpgrade>(answer).subprotocol;
    m_socket->write(bytesOf(handshakeAnswer(*head.header("sec-websocket-key"), subprotocol)));
    m_socket->disconnect(this);
    m_timer.stop();
    m_unfinished.release();
    m_stage = Stage::Upgraded;
    const auto accepted = std::move(m_parser->head());
    m_parser.reset();
    deleteLater();
    auto peer = std::make_unique<WebSocketPeer>(std::move(m_socket), std::move(m_entry), m_around.limits,
                                                m_around.counters, subprotocol);
    m_around.handler.upgraded(std::move(peer), accepted);
    return false;
}

void HttpConnection::refuseUpgrade(HttpResponse response)
{
    m_around.counters.upgradesRefused.add();
    if (m_around.counters.refusalLines.take())
        qCInfo(httpLog) << "refused an upgrade:" << response.status;
    m_parser.reset();
    m_unfinished.release();
    write(std::move(response), ConnectionAfter::Closed);
}

void HttpConnection::onComplete()
{
    HttpRequest request{std::move(m_parser->head()), m_parser->takeBody()};
    m_parser.reset();
    m_unfinished.release();
    m_stage = Stage::Handling;
    setDeadline(m_around.limits->answerDeadline);
    m_around.handler.handle(std::move(request), HttpResponder(*this, ++m_request));
}

/// A handler threw: a bug, but one client's answer is not worth the program.
void HttpConnection::onException(const std::exception &exception)
{
    qCCritical(httpLog) << "a handler threw:" << exception.what();
    if (m_stage == Stage::Handling)
        answer(m_request, HttpResponse::problem(500, "internal"));
    else if (m_parser) // asked about the head; its request has no responder yet that would have answered
        refuse({500, "internal"});
}

bool HttpConnection::holdUnfinished()
{
    if (m_unfinished.hold(m_input.size() + m_parser->bodyBytes()))
        return true;
    refuse({503, "no-room"});
    return false;
}

void HttpConnection::refuse(HttpRefusal refusal)
{
    auto &counters = m_around.counters;
    auto &counter = refusal.status == 413 ? counters.requestsTooLarge
        : refusal.status == 408           ? counters.requestsTimedOut
        : refusal.status == 503           ? counters.requestsOverloaded
        : refusal.status == 500           ? counters.answersMissing
                                          : counters.requestsMalformed;
    counter.add();
    if (counters.refusalLines.take())
        qCInfo(httpLog) << "refused a request:" << refusal.status << bytesOf(refusal.code);
    auto response = HttpResponse::problem(refusal.status, refusal.code);
    if (refusal.status == 426)
        response.set("Sec-WebSocket-Version", "13").set("Upgrade", "websocket");
    if (refusal.status == 503)
        response.set("Retry-After", retryAfter(m_around.limits->headDeadline));
    m_parser.reset();
    m_input.clear();
    m_unfinished.release();
    write(std::move(response), ConnectionAfter::Closed);
}

void HttpConnection::answer(std::uint64_t request, HttpResponse response)
{
    if (!awaitsAnswer(request))
        return;
    if (response.body.size() > m_around.limits->response) {
        qCCritical(httpLog) << "a response is over the limit, bytes:" << response.body.size();
        response = HttpResponse::problem(500, "internal");
    }
    const bool isRead = m_method == HttpMethod::Get || m_method == HttpMethod::Head;
    HttpHead asked;
    asked.headers.push_back({"if-none-match", std::move(m_knownTags)});
    if (isRead && response.status == 200 && isUnmodified(asked, response.value("etag"))) {
        response.status = 304;
        response.body.clear();
    }
    const bool isKept = m_wantsKeepAlive && !response.closeAfter;
    write(std::move(response), isKept ? ConnectionAfter::Kept : ConnectionAfter::Closed);
}

void HttpConnection::write(HttpResponse response, ConnectionAfter after)
{
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return; // about to be deleted
    auto bytes = bytesOf(serializedHead(response, after, QDateTime::currentSecsSinceEpoch()));
    if (m_method == HttpMethod::Head)
        response.body.clear();
    if (response.body.size() <= kJoinBelow) {
        bytes.append(response.body.data(), static_cast<qsizetype>(response.body.size()));
        m_socket->write(bytes);
    } else {
        m_socket->write(bytes);
        m_socket->write(bytesOf(response.body));
    }
    if (after == ConnectionAfter::Kept)
        beginNextRequest();
    else
        finish();
}

void HttpConnection::beginNextRequest()
{
    m_stage = Stage::Head;
    m_method = HttpMethod::Get;
    setDeadline(m_around.limits->stallDeadline); // until the answer is taken, then idle
    process();
}

void HttpConnection::finish()
{
    m_stage = Stage::Flushing;
    setDeadline(m_around.limits->stallDeadline);
    if (m_socket->bytesToWrite() == 0)
        linger();
}

void HttpConnection::linger()
{
    m_stage = Stage::Lingering;
    setDeadline(m_around.limits->lingerDeadline);
    // Closing with bytes unread makes the kernel reset the connection, and the answer may be lost with it. So end our
    // side, and read on for a moment.
    if (qobject_cast<QSslSocket *>(m_socket.get()))
        m_socket->disconnectFromHost();
    else
        ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
    process();
}

void HttpConnection::onBytesWritten(qint64 bytes)
{
    m_around.counters.bytesSent.add(static_cast<std::uint64_t>(bytes));
    const bool isAllSent = m_socket->bytesToWrite() == 0;
    if (m_stage == Stage::Flushing) {
        if (isAllSent)
            linger();
        else
            setDeadline(m_around.limits->stallDeadline);
    } else if (m_stage == Stage::Head && !m_parser) {
        setDeadline(isAllSent ? m_around.limits->idleDeadline : m_around.limits->stallDeadline);
        process(); // a pipelined request may have waited for room
    }
}

// Deadlines

void HttpConnection::updateBodyDeadline()
{
    const auto &limits = *m_around.limits;
    const auto earned = Ms(1000 * m_parser->bodyBytes() / std::max<std::size_t>(limits.bodyRate, 1));
    setDeadline(m_bodyBegan + std::min(limits.bodyGrace + earned, limits.bodyDeadline));
}

/// One timer serves all deadlines; it is only set anew when the next one comes earlier than it would fire.
void HttpConnection::setDeadline(Clock::time_point deadline)
{
    m_deadline = deadline;
    if (m_timer.isActive() && m_timerDue <= deadline)
        return;
    const auto wait = std::chrono::ceil<Ms>(deadline - Clock::now());
    m_timer.start(static_cast<int>(std::max<qint64>(wait.count(), 0)), Qt::CoarseTimer, this);
    m_timerDue = deadline;
}

void HttpConnection::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return;
    m_timer.stop();
    if (Clock::now() < m_deadline)
        setDeadline(m_deadline);
    else
        onDeadline();
}

void HttpConnection::onDeadline()
{
    switch (m_stage) {
    case Stage::Head:
        if (m_parser) {
            refuse({408, "head-timeout"});
            return;
        }
        if (m_socket->bytesToWrite() > 0)
            m_around.counters.responsesStalled.add();
        m_socket->abort();
        return;
    case Stage::Body:
        refuse({408, "body-timeout"});
        return;
    case Stage::Handling:
        m_around.counters.answersMissing.add();
        qCWarning(httpLog) << "no answer from the handler in time";
        answer(m_request, HttpResponse::problem(503, "no-answer"));
        return;
    case Stage::Flushing:
        m_around.counters.responsesStalled.add();
        m_socket->abort();
        return;
    case Stage::Lingering:
        m_socket->abort();
        return;
    case Stage::Upgraded:
        return;
    }
}

} // namespace gatehouse
