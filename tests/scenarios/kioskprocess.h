// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/admission/admission.h"

#include <QProcess>
#include <QString>

#include <memory>
#include <vector>

namespace gatehouse::support {

/// A verdict that the program printed when it showed it.
struct PrintedVerdict {
    Instant at;
    ScanId scan;
    Outcome outcome = Outcome::Refused;
    Reason reason = Reason::None;
    DecidedBy by = DecidedBy::Device;
    Direction direction = Direction::Entry;
    bool isReEntry = false;
    bool isOwn = false;
    bool isRecorded = true;
    std::int64_t listAgeMs = 0;
    bool needsAttention = false;
    static constexpr Field fields[] = {field<&PrintedVerdict::at>("at"),
                                       field<&PrintedVerdict::scan>("scan", Flag::Optional),
                                       field<&PrintedVerdict::outcome>("outcome"),
                                       field<&PrintedVerdict::reason>("reason"),
                                       field<&PrintedVerdict::by>("by"),
                                       field<&PrintedVerdict::direction>("direction"),
                                       field<&PrintedVerdict::isReEntry>("isReEntry"),
                                       field<&PrintedVerdict::isOwn>("isOwn"),
                                       field<&PrintedVerdict::isRecorded>("isRecorded"),
                                       field<&PrintedVerdict::listAgeMs>("listAgeMs"),
                                       field<&PrintedVerdict::needsAttention>("needsAttention")};
};

/// One session as the program printed that it stands on its screen.
struct PrintedSession {
    std::string title;
    std::string space;
    Instant startsAt;
    Instant expectedAt;
    Instant endsAt;
    bool isCancelled = false;
    static constexpr Field fields[] = {
        field<&PrintedSession::title>("title", Flag::None, kMaxReason),
        field<&PrintedSession::space>("space"),
        field<&PrintedSession::startsAt>("startsAt"),
        field<&PrintedSession::expectedAt>("expectedAt"),
        field<&PrintedSession::endsAt>("endsAt"),
        field<&PrintedSession::isCancelled>("isCancelled"),
    };
    bool operator==(const PrintedSession &) const = default;
};

struct PrintedProgramme {
    Instant at;
    std::vector<PrintedSession> now;
    std::vector<PrintedSession> next;
    static constexpr Field fields[] = {field<&PrintedProgramme::at>("at"),
                                       field<&PrintedProgramme::now>("now", Flag::None, 100),
                                       field<&PrintedProgramme::next>("next", Flag::None, 100)};
};

/// The real gatehouse-kiosk without a screen. What it sees are pictures in its folder; what it shows is what it prints.
class KioskProcess
{
public:
    /// `folder` is made if missing: key, state and pictures.
    KioskProcess(const QString &folder, const QByteArray &deviceKey);
    ~KioskProcess();

    /// Starts it before one picture that is held up until it is taken away …
    void start(const QString &address, const QStringList &more = {});
    /// … or before a folder whose pictures pass by one after the other.
    void startBeforeFolder(const QString &address);
    void kill(); ///< SIGKILL, as a pulled plug
    void stop(); ///< SIGSTOP, as a machine that hangs …
    void go();   ///< … and goes on
    [[nodiscard]] int terminate();
    [[nodiscard]] qint64 pid() const { return m_process->processId(); }
    [[nodiscard]] bool isRunning() const { return m_process && m_process->state() == QProcess::Running; }

    void holdUp(const QString &code);
    void takeAway();
    /// Puts a picture into the folder, behind those that are there.
    void passBy(const QString &code);
    /// Holds the ticket up until a verdict comes, and takes it away. An error of ours if none comes.
    [[nodiscard]] PrintedVerdict scan(const QString &code, int timeoutMs = 20'000);

    /// All that was printed, also by its earlier lives.
    [[nodiscard]] const std::vector<PrintedVerdict> &verdicts();
    /// What stands on its screen of the programme; empty before it printed any.
    [[nodiscard]] const PrintedProgramme &programme();
    [[nodiscard]] QString stateFolder() const { return m_folder + QStringLiteral("/state"); }
    [[nodiscard]] QString picturesFolder() const { return m_folder + QStringLiteral("/pictures"); }
    [[nodiscard]] QByteArray errors() const { return m_errors; }

private:
    void launch(const QString &address, const QString &camera, const QStringList &more);
    void readLines();

    QString m_folder;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_rest;
    QByteArray m_errors;
    std::vector<PrintedVerdict> m_verdicts;
    PrintedProgramme m_programme;
    int m_pictures = 0;
};

} // namespace gatehouse::support
