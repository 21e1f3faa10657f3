// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/programs.h"

#include "shared/admission/admission.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QTimer>

namespace gatehouse::support {

QString programPath(const QString &name)
{
    return qEnvironmentVariable("GATEHOUSE_BIN") + QLatin1Char('/') + name;
}

namespace {
constexpr int kMostTries = 20; ///< of a request over the rate
constexpr int kToolMs = 60'000;
} // namespace

ProgramResult runProgram(const QString &name, const QStringList &arguments, int timeoutMs,
                         const QProcessEnvironment &environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(programPath(name), arguments);
    if (!process.waitForFinished(timeoutMs)) {
        const QByteArray why = process.errorString().toUtf8();
        process.kill();
        process.waitForFinished();
        return {-1, process.readAllStandardOutput(), process.readAllStandardError() + why};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

bool awaitTrue(const std::function<bool()> &isTrue, int timeoutMs)
{
    QElapsedTimer timer;
    timer.start();
    while (!isTrue()) {
        if (timer.hasExpired(timeoutMs))
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 20);
    }
    return true;
}

ServedEvent::ServedEvent()
{
    writeFile(QStringLiteral("password"), "seven lanterns by the north quay");
    writeFile(QStringLiteral("passphrase"), "a kettle, two oars, nine knots");
}

ServedEvent::~ServedEvent()
{
    if (m_server)
        terminate();
}

void ServedEvent::writeFile(const QString &name, const QByteArray &content) const
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(name));
}

void ServedEvent::keepKeyAsCredential()
{
    m_hasCredential = true;
    writeFile(QStringLiteral("gatehouse-key"), QByteArray(64, 'c'));
}

QProcessEnvironment ServedEvent::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (m_hasCredential)
        environment.insert(QStringLiteral("CREDENTIALS_DIRECTORY"), m_folder.path());
    return environment;
}

QStringList ServedEvent::keyOptions() const
{
    if (m_hasCredential)
        return {};
    return {QStringLiteral("--passphrase-file"), m_folder.filePath(QStringLiteral("passphrase"))};
}

ProgramResult ServedEvent::tool(const QString &verb, const QStringList &arguments, bool needsKeys)
{
    return runProgram(QStringLiteral("gatehouse-server"),
                      QStringList{verb, file()} + arguments + (needsKeys ? keyOptions() : QStringList()), kToolMs,
                      environment());
}

QString ServedEvent::restoreFrom(const QString &backup)
{
    for (const char *end : {"", "-wal", "-shm"})
        QFile::remove(file() + QLatin1String(end));
    const ProgramResult restored =
        runProgram(QStringLiteral("gatehouse-server"), {QStringLiteral("restore"), backup, file()});
    return restored.exitCode == 0 ? QString() : QString::fromUtf8("restore: " + restored.output + restored.errors);
}

bool ServedEvent::hasEntries(std::int64_t atLeast)
{
    constexpr int kEveryMs = 200;
    if (m_asked.isValid() && !m_asked.hasExpired(kEveryMs))
        return false;
    m_asked.start();
    CountArrivals query;
    query.until = Instant{QDateTime::currentMSecsSinceEpoch() + 86'400'000};
    query.from = Instant{query.until.ms - 3 * 86'400'000LL};
    query.stepMs = 86'400'000;
    std::int64_t entries = 0;
    if (const auto answer = this->query(query)) {
        for (const ArrivalsBucket &bucket : answer->buckets)
            entries += bucket.entries;
    }
    return entries >= atLeast;
}

QString ServedEvent::create(const QStringList &sources)
{
    auto made = tool(QStringLiteral("new"),
                     {QStringLiteral("--name"), QStringLiteral("Scenario"), QStringLiteral("--zone"),
                      QStringLiteral("Europe/London"), QStringLiteral("--password-file"), passwordFile(),
                      QStringLiteral("--json")});
    if (made.exitCode != 0)
        return QString::fromUtf8("new: " + made.output + made.errors);
    for (const QString &source : sources) {
        made = tool(QStringLiteral("import"), {source, QStringLiteral("--json")});
        if (made.exitCode != 0)
            return QString::fromUtf8("import: " + made.output + made.errors);
    }
    return {};
}

QString ServedEvent::serve()
{
    startServing();
    return awaitAddress();
}

void ServedEvent::startServing()
{
    m_server = std::make_unique<QProcess>();
    m_server->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QProcessEnvironment environment = this->environment();
    environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("server.*.info=false"));
    m_server->setProcessEnvironment(environment);
    m_server->start(programPath(QStringLiteral("gatehouse-server")),
                    QStringList{QStringLiteral("serve"), file(), QStringLiteral("--listen"),
                                QStringLiteral("127.0.0.1:%1").arg(m_port), QStringLiteral("--no-tls")}
                        + keyOptions());
}

QString ServedEvent::awaitAddress()
{
    QElapsedTimer timer;
    timer.start();
    while (!m_server->canReadLine() && !timer.hasExpired(20'000)) {
        if (m_server->state() == QProcess::NotRunning)
            return QStringLiteral("serve ended with %1").arg(m_server->exitCode());
        m_server->waitForReadyRead(50);
    }
    const QByteArray line = m_server->readLine().trimmed();
    static const QRegularExpression kAddress(QStringLiteral("^http://127\\.0\\.0\\.1:(\\d+)(/e/[^/]+/)$"));
    const auto match = kAddress.match(QString::fromUtf8(line));
    if (!match.hasMatch())
        return QString::fromUtf8("serve printed no address: " + line);
    m_port = match.captured(1).toInt();
    m_path = match.captured(2).toUtf8();
    return {};
}

void ServedEvent::kill()
{
    m_server->kill();
    m_server->waitForFinished();
}

void ServedEvent::terminate()
{
    m_server->terminate();
    if (!m_server->waitForFinished(20'000))
        kill();
}

bool ServedEvent::isRunning() const
{
    return m_server && m_server->state() == QProcess::Running;
}

QString ServedEvent::httpAddress(int port) const
{
    return QStringLiteral("http://127.0.0.1:%1").arg(port) + QString::fromUtf8(m_path);
}

QString ServedEvent::syncAddress() const
{
    return QStringLiteral("ws://127.0.0.1:%1").arg(m_port) + QString::fromUtf8(m_path) + QStringLiteral("sync");
}

QByteArray ServedEvent::post(const QString &path, const QByteArray &body, int *status)
{
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(httpAddress() + QStringLiteral("api/v1/") + path));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token);
    request.setTransferTimeout(20'000);
    for (int tries = 1;; ++tries) {
        const std::unique_ptr<QNetworkReply> reply(network.post(request, body));
        (void)awaitTrue([&] { return reply->isFinished(); }, 21'000);
        const int code = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (code == 429 && tries < kMostTries) { // as any well-behaved client does
            QElapsedTimer waited;
            waited.start();
            const int seconds = reply->rawHeader("Retry-After").toInt();
            (void)awaitTrue([&] { return waited.hasExpired(seconds * 1000LL); }, seconds * 1000 + 1000);
            continue;
        }
        if (status)
            *status = code;
        return reply->readAll();
    }
}

QString ServedEvent::signIn()
{
    QFile file(passwordFile());
    if (!file.open(QIODevice::ReadOnly))
        return QStringLiteral("no password file");
    std::string body = "{\"login\":\"organiser\",\"password\":";
    writeJsonString(body, file.readAll().trimmed().toStdString());
    m_token.clear();
    int status = 0;
    const QByteArray answer = post(QStringLiteral("sign-in"), QByteArray::fromStdString(body + "}"), &status);
    const auto value = parseJson(answer.toStdString());
    const JsonValue *token = value ? value->find("token") : nullptr;
    if (status != 200 || !token)
        return QStringLiteral("sign-in: %1 ").arg(status) + QString::fromUtf8(answer);
    m_token = QByteArray::fromStdString(token->text);
    return {};
}

} // namespace gatehouse::support
