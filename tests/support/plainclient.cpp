// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/plainclient.h"

#include <QDateTime>
#include <QNetworkRequest>
#include <QUrl>

namespace gatehouse::support {

namespace {

QByteArray bytes(const std::string &text)
{
    return QByteArray::fromStdString(text);
}

Instant now()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

} // namespace

PlainClient::PlainClient(std::string key, const Id &sender, QObject *parent)
    : QObject(parent), m_key(std::move(key)), m_sender(sender)
{
    connect(&m_socket, &QWebSocket::connected, this, &PlainClient::sayHello);
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, &PlainClient::take);
    connect(&m_socket, &QWebSocket::disconnected, this, [this] {
        m_closeCode = static_cast<std::uint16_t>(m_socket.closeCode());
        m_welcome.reset();
        emit closed();
    });
}

void PlainClient::connectTo(const QString &syncAddress)
{
    m_closeCode.reset();
    QNetworkRequest request{QUrl(syncAddress)};
    request.setRawHeader("Sec-WebSocket-Protocol", "gatehouse.cbor.v1");
    m_socket.open(request);
}

void PlainClient::drop()
{
    m_socket.abort();
    m_welcome.reset();
}

void PlainClient::sayHello()
{
    Hello hello;
    hello.token = m_key;
    hello.sender = m_sender;
    hello.program = "plain client";
    hello.wants = m_wants;
    hello.sentAt = now();
    sendFrame(hello);
}

void PlainClient::sendFrame(const Frame &frame)
{
    m_socket.sendBinaryMessage(bytes(encodeFrame(frame, Wire::Cbor)));
}

std::int64_t PlainClient::enqueue(std::string name, std::string body)
{
    m_commands.push_back({std::move(name), std::move(body)});
    const auto number = static_cast<std::int64_t>(m_commands.size());
    if (m_welcome)
        sendCommand(number);
    return number;
}

void PlainClient::sendCommand(std::int64_t number)
{
    const Kept &kept = m_commands[static_cast<std::size_t>(number - 1)];
    CommandFrame frame;
    frame.number = number;
    frame.name = kept.name;
    frame.body = Bytes(kept.body);
    frame.madeAt = now();
    sendFrame(frame);
}

void PlainClient::take(const QByteArray &message)
{
    const auto frame = decodeFrame(message.toStdString(), Wire::Cbor, Strictness::Replica);
    if (!frame)
        return;
    if (const auto *welcome = std::get_if<Welcome>(&*frame)) {
        m_welcome = *welcome;
        if (welcome->isResync)
            m_rows.clear();
        for (std::int64_t number = m_repeatsAll ? 1 : firstToSend(welcome->lastNumber);
             number <= static_cast<std::int64_t>(m_commands.size()); ++number) {
            if (m_repeatsAll || number > welcome->lastNumber || !m_answers.contains(number))
                sendCommand(number);
        }
        emit welcomed();
    } else if (const auto *page = std::get_if<Page>(&*frame)) {
        takeRows(page->rows);
        sendFrame(PageTaken{page->number});
    } else if (const auto *delta = std::get_if<Delta>(&*frame)) {
        takeRows(delta->rows);
    } else if (const auto *answer = std::get_if<AnswerFrame>(&*frame)) {
        if (isPassing(answer->fault)) {
            if (answer->fault != Fault::Gap)
                sendCommand(answer->number);
            return;
        }
        const auto [at, isNew] = m_answers.try_emplace(answer->number, *answer);
        if (!isNew && (at->second.body != answer->body || at->second.fault != answer->fault))
            ++m_changedAnswers;
        emit answered(answer->number);
    } else if (const auto *ping = std::get_if<Ping>(&*frame)) {
        sendFrame(Pong{ping->sentAt, now(), 0});
    }
}

/// Of those that the server does not have, or that were not answered. Answers come in order, but for those of a gap.
std::int64_t PlainClient::firstToSend(std::int64_t lastNumber)
{
    while (m_answers.contains(m_answeredUpTo + 1))
        ++m_answeredUpTo;
    return std::min(m_answeredUpTo, lastNumber) + 1;
}

void PlainClient::takeRows(const std::vector<WireRow> &rows)
{
    for (const WireRow &row : rows) {
        const std::pair key{row.entity, row.id};
        const auto at = m_rows.find(key);
        if (at != m_rows.end() && at->second.revision > row.revision)
            continue;
        if (row.isGone) {
            if (at != m_rows.end() && at->second.revision < row.revision)
                m_rows.erase(at);
        } else {
            m_rows[key] = row;
        }
    }
}

} // namespace gatehouse::support
