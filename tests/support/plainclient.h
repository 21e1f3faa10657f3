// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/protocol/frames.h"

#include <QObject>
#include <QWebSocket>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::support {

/// The plainest client there can be: it numbers commands, sends them, keeps what was answered and sends the rest again.
/// What the server promises can be held against it, since nothing in it is clever.
class PlainClient : public QObject
{
    Q_OBJECT

public:
    PlainClient(std::string key, const Id &sender, QObject *parent = nullptr);

    void connectTo(const QString &syncAddress);
    void drop(); ///< as a broken cable: nothing is said
    void sendFrame(const Frame &frame);

    /// Keeps the command for good and sends it if there is a connection that was welcomed.
    template <class C>
    std::int64_t send(const C &command)
    {
        return enqueue(std::string(C::spec.name), encoded(command));
    }

    [[nodiscard]] const std::optional<Welcome> &welcome() const { return m_welcome; }
    [[nodiscard]] const std::map<std::int64_t, AnswerFrame> &answers() const { return m_answers; }
    [[nodiscard]] std::size_t waiting() const { return m_commands.size() - m_answers.size(); }
    /// How often an answer came again with other bytes: must stay 0.
    [[nodiscard]] int changedAnswers() const { return m_changedAnswers; }
    [[nodiscard]] const std::map<std::pair<std::int32_t, Id>, WireRow> &rows() const { return m_rows; }
    [[nodiscard]] std::optional<std::uint16_t> closeCode() const { return m_closeCode; }
    void setWants(std::int32_t wants) { m_wants = wants; }
    /// Says goodbye to nothing: all commands are sent again after the next welcome, answered or not.
    void forgetAnswersOnReconnect() { m_repeatsAll = true; }

signals:
    void welcomed();
    void answered(qint64 number);
    void closed();

private:
    struct Kept {
        std::string name;
        std::string body;
    };
    std::int64_t enqueue(std::string name, std::string body);
    void take(const QByteArray &message);
    void takeRows(const std::vector<WireRow> &rows);
    void sendCommand(std::int64_t number);
    [[nodiscard]] std::int64_t firstToSend(std::int64_t lastNumber);
    void sayHello();

    std::string m_key;
    Id m_sender;
    std::int32_t m_wants = Wants::Live;
    QWebSocket m_socket;
    std::optional<Welcome> m_welcome;
    std::vector<Kept> m_commands; ///< number − 1
    std::map<std::int64_t, AnswerFrame> m_answers;
    std::int64_t m_answeredUpTo = 0; ///< without a hole
    std::map<std::pair<std::int32_t, Id>, WireRow> m_rows;
    std::optional<std::uint16_t> m_closeCode;
    int m_changedAnswers = 0;
    bool m_repeatsAll = false;
};

} // namespace gatehouse::support
