// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/kioskprocess.h"

#include "shared/model/json.h"
#include "tests/app/kiosk/codepictures.h"
#include "tests/support/programs.h"

#include <QDir>
#include <QFile>

#include <csignal>

namespace gatehouse::support {

namespace {

void savePicture(const QString &code, const QString &path)
{
    if (!codePicture(code).save(path + QStringLiteral(".part"), "PNG"))
        qFatal("cannot write %s", qPrintable(path));
    if (std::rename(qPrintable(path + QStringLiteral(".part")), qPrintable(path)) != 0)
        qFatal("cannot rename to %s", qPrintable(path));
}

} // namespace

KioskProcess::KioskProcess(const QString &folder, const QByteArray &deviceKey) : m_folder(folder)
{
    QDir().mkpath(picturesFolder());
    QFile file(m_folder + QStringLiteral("/key"));
    if (!file.open(QIODevice::WriteOnly) || file.write(deviceKey + "\n") < 0)
        qFatal("cannot write the key");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

KioskProcess::~KioskProcess()
{
    if (isRunning())
        kill();
}

void KioskProcess::start(const QString &address, const QStringList &more)
{
    launch(address, m_folder + QStringLiteral("/held.png"), more);
}

void KioskProcess::startBeforeFolder(const QString &address)
{
    launch(address, picturesFolder(), {});
}

void KioskProcess::launch(const QString &address, const QString &camera, const QStringList &more)
{
    m_process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("HOME"), m_folder);
    m_process->setProcessEnvironment(environment);
    m_process->start(programPath(QStringLiteral("gatehouse-kiosk")),
                     QStringList{QStringLiteral("--connect"), address, QStringLiteral("--key-file"),
                                 m_folder + QStringLiteral("/key"), QStringLiteral("--folder"), stateFolder(),
                                 QStringLiteral("--camera"), camera, QStringLiteral("--log-verdicts")}
                         + more);
    m_rest.clear();
    if (!m_process->waitForStarted())
        qFatal("gatehouse-kiosk does not start: %s", qPrintable(m_process->errorString()));
}

void KioskProcess::kill()
{
    m_process->kill();
    m_process->waitForFinished();
    readLines();
}

void KioskProcess::stop()
{
    ::kill(static_cast<pid_t>(pid()), SIGSTOP);
}

void KioskProcess::go()
{
    ::kill(static_cast<pid_t>(pid()), SIGCONT);
}

int KioskProcess::terminate()
{
    m_process->terminate();
    if (!m_process->waitForFinished(20'000))
        m_process->kill();
    m_process->waitForFinished();
    readLines();
    return m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
}

void KioskProcess::holdUp(const QString &code)
{
    savePicture(code, m_folder + QStringLiteral("/held.png"));
}

void KioskProcess::takeAway()
{
    QFile::remove(m_folder + QStringLiteral("/held.png"));
}

void KioskProcess::passBy(const QString &code)
{
    savePicture(code, picturesFolder() + QStringLiteral("/%1.png").arg(++m_pictures, 6, 10, QLatin1Char('0')));
}

PrintedVerdict KioskProcess::scan(const QString &code, int timeoutMs)
{
    const std::size_t before = verdicts().size();
    holdUp(code);
    const bool hasCome = awaitTrue([&] { return verdicts().size() > before; }, timeoutMs);
    takeAway();
    if (hasCome)
        return m_verdicts[before];
    qWarning("no verdict came; the kiosk said: %s", m_errors.constData());
    PrintedVerdict none;
    none.reason = Reason::Ambiguous; // which no kiosk says by itself
    return none;
}

const std::vector<PrintedVerdict> &KioskProcess::verdicts()
{
    if (m_process)
        readLines();
    return m_verdicts;
}

const PrintedProgramme &KioskProcess::programme()
{
    if (m_process)
        readLines();
    return m_programme;
}

void KioskProcess::readLines()
{
    m_errors += m_process->readAllStandardError();
    m_rest += m_process->readAllStandardOutput();
    for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n')) {
        const std::string line = m_rest.left(end).toStdString();
        m_rest.remove(0, end + 1);
        if (auto programme = fromJson<PrintedProgramme>(line, Strictness::Replica)) {
            m_programme = std::move(*programme);
            continue;
        }
        const auto verdict = fromJson<PrintedVerdict>(line, Strictness::Replica);
        if (!verdict)
            qFatal("neither verdict nor programme: %s", line.c_str());
        m_verdicts.push_back(*verdict);
    }
}

} // namespace gatehouse::support
