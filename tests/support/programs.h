// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/spec.h"
#include "shared/model/json.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace gatehouse::support {

/// Where the programs under test lie (GATEHOUSE_BIN).
[[nodiscard]] QString programPath(const QString &name);

/// What a program printed and how it ended.
struct ProgramResult {
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};
[[nodiscard]] ProgramResult
runProgram(const QString &name, const QStringList &arguments, int timeoutMs = 60'000,
           const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

/// Waits, with events running, until `isTrue` or the time is over.
[[nodiscard]] bool awaitTrue(const std::function<bool()> &isTrue, int timeoutMs = 20'000);

/// A document in a folder of its own: made, filled and served by the real gatehouse-server.
class ServedEvent
{
public:
    ServedEvent();
    ~ServedEvent();

    /// `new` and `import`; empty if it went well, else what was printed.
    [[nodiscard]] QString create(const QStringList &sources);
    /// Starts `serve` on a free port (the same one again after the first time); empty if its address came.
    [[nodiscard]] QString serve();
    void startServing();                  ///< the first half of it …
    [[nodiscard]] QString awaitAddress(); ///< … and the second
    /// Before create(): its key is a systemd credential, as a service has it; a passphrase costs each start a while.
    void keepKeyAsCredential();
    void kill();      ///< SIGKILL, as a pulled plug
    void terminate(); ///< SIGTERM, and waits for a clean end
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] qint64 pid() const { return m_server->processId(); } ///< of the server that runs
    /// Runs a verb of gatehouse-server on the document, with its keys unless told otherwise.
    [[nodiscard]] ProgramResult tool(const QString &verb, const QStringList &arguments = {}, bool needsKeys = true);
    /// Puts a backup in the document's place, as after a lost disk; empty if it went well.
    [[nodiscard]] QString restoreFrom(const QString &backup);
    /// Entries that the served document has counted so far; asks at most five times a second. Signed in.
    [[nodiscard]] bool hasEntries(std::int64_t atLeast);

    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QString file() const { return m_folder.filePath(QStringLiteral("event.gatehouse")); }
    [[nodiscard]] QByteArray path() const { return m_path; } ///< "/e/<slug>/"
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] QString httpAddress() const { return httpAddress(m_port); }
    [[nodiscard]] QString httpAddress(int port) const; ///< the same behind a proxy
    [[nodiscard]] QString syncAddress() const;
    [[nodiscard]] QStringList keyOptions() const;
    [[nodiscard]] QProcessEnvironment environment() const; ///< for tools that somebody else starts
    [[nodiscard]] QString passwordFile() const { return m_folder.filePath(QStringLiteral("password")); }
    void writeFile(const QString &name, const QByteArray &content) const;
    [[nodiscard]] QString filePath(const QString &name) const { return m_folder.filePath(name); }

    /// POST below api/v1/, with the organiser's token once signed in. The answer's status is kept in `status`.
    [[nodiscard]] QByteArray post(const QString &path, const QByteArray &body, int *status = nullptr);
    /// Signs the organiser in; empty if it went well.
    [[nodiscard]] QString signIn();
    [[nodiscard]] QByteArray token() const { return m_token; }

    template <class C>
    [[nodiscard]] Result<typename C::Answer> command(const C &command)
    {
        return call<typename C::Answer>("commands/" + std::string(C::spec.name), json(command));
    }
    template <class Q>
    [[nodiscard]] Result<typename Q::Answer> query(const Q &query)
    {
        return call<typename Q::Answer>("queries/" + std::string(Q::spec.name), json(query));
    }

private:
    template <class Answer>
    Result<Answer> call(const std::string &path, const std::string &body)
    {
        int status = 0;
        const std::string text =
            post(QString::fromStdString(path), QByteArray::fromStdString(body), &status).toStdString();
        if (status != 200)
            return fail(Fault::Unavailable, std::to_string(status) + " " + text);
        auto value = parseJson(text);
        if (!value)
            return fail(std::move(value.error()));
        Answer answer;
        const JsonValue *inner = value->find("answer");
        if (auto read = fromJson(tableOf<Answer>(), &answer, inner ? *inner : *value, Strictness::Replica); !read)
            return fail(std::move(read.error()));
        return answer;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_server;
    bool m_hasCredential = false;
    QByteArray m_path;
    QByteArray m_token;
    QElapsedTimer m_asked;
    int m_port = 0;
};

} // namespace gatehouse::support
