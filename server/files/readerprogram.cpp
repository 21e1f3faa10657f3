// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/readerprogram.h"

#include "server/files/calendarfile.h"
#include "server/files/sourcetext.h"
#include "shared/model/codec.h"
#include "shared/plan/svgplan.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>

#include <cstddef>
#include <cstdio>

namespace gatehouse {

namespace {

/// What goes through the pipe: a refusal, or the task's answer.
struct ReaderAnswer {
    std::int32_t fault = 0;
    std::string detail;
    Bytes content;
    static constexpr Field fields[] = {
        field<&ReaderAnswer::fault>("fault"),
        field<&ReaderAnswer::detail>("detail", Flag::Optional | Flag::Multiline, kMaxText),
        field<&ReaderAnswer::content>("content", Flag::Optional, kMaxReaderAnswer)};
};

constexpr int kSliceMs = 100;

const char *taskName(ReaderTask task)
{
    switch (task) {
    case ReaderTask::CleanSvg:
        return "svg";
    case ReaderTask::ReadCalendar:
        return "calendar";
    }
    return "";
}

Result<std::string> answerOf(const QByteArray &bytes)
{
    auto answer =
        decoded<ReaderAnswer>({bytes.constData(), static_cast<std::size_t>(bytes.size())}, Strictness::Replica);
    if (!answer)
        return fail(Fault::Unavailable, "the helper that reads such files gave no answer");
    if (answer->fault != 0)
        return fail(Failure{static_cast<Fault>(answer->fault), std::move(answer->detail), {}});
    return std::string(std::move(answer->content));
}

Result<std::string> runApart(ReaderTask task, std::string_view bytes, const ReadOptions &options,
                             const ReaderProgram &helper, const std::function<bool()> &goesOn)
{
    QProcess process;
    process.setProgram(QString::fromStdString(helper.program));
    process.setArguments({QStringLiteral("read-file"), QString::fromLatin1(taskName(task)),
                          QString::fromStdString(options.zone), QString::fromStdString(options.file)});
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start();
    if (!process.waitForStarted(5000))
        return fail(Fault::Unavailable, helper.program + ": " + process.errorString().toStdString());
    process.write(bytes.data(), static_cast<qint64>(bytes.size()));
    process.closeWriteChannel();
    QElapsedTimer timer;
    timer.start();
    QByteArray answer;
    const auto stop = [&process](Fault fault, const char *why) {
        process.kill();
        process.waitForFinished(2000);
        return fail(fault, why);
    };
    while (!process.waitForFinished(kSliceMs)) {
        answer += process.readAllStandardOutput();
        if (static_cast<std::size_t>(answer.size()) > kMaxReaderAnswer)
            return stop(Fault::TooLarge, "what it would become is more than 64 MiB");
        if (timer.elapsed() > helper.timeMs)
            return stop(Fault::TooLarge, "reading it took too long");
        if (goesOn && !goesOn())
            return stop(Fault::Unavailable, "stopped");
        if (process.state() == QProcess::NotRunning)
            break;
    }
    answer += process.readAllStandardOutput();
    if (process.exitStatus() != QProcess::NormalExit)
        return fail(Fault::TooLarge, "reading it took more memory or time than a file may, or broke the reader");
    return answerOf(answer);
}

std::string readAllInput()
{
    std::string bytes;
    char buffer[65536];
    for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, stdin)) > 0;) {
        bytes.append(buffer, count);
        if (bytes.size() > kMaxImportFile)
            break;
    }
    return bytes;
}

Result<std::string> carriedOut(const std::string &task, const std::string &bytes, const ReadOptions &options)
{
    if (bytes.size() > kMaxImportFile)
        return fail(Fault::TooLarge, "more than 50 MiB");
    if (task == taskName(ReaderTask::CleanSvg)) {
        auto plan = cleanSvgPlan(QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())));
        return plan ? Result<std::string>(plan->svg.toStdString()) : fail(std::move(plan.error()));
    }
    if (task == taskName(ReaderTask::ReadCalendar)) {
        auto file = readCalendar(bytes, options);
        return file ? Result<std::string>(encoded(*file)) : fail(std::move(file.error()));
    }
    return fail(Fault::Unknown, "no task is called " + task);
}

} // namespace

ReaderProgram readerProgram()
{
    const QString name = QStringLiteral("/gatehouse-server");
    ReaderProgram helper{(QCoreApplication::applicationDirPath() + name).toStdString()};
    const QString built = qEnvironmentVariable("GATEHOUSE_BIN");
    if (!QFileInfo::exists(QString::fromStdString(helper.program)) && !built.isEmpty())
        helper.program = (built + name).toStdString();
    return helper;
}

Result<std::string> cleanSvgApart(std::string_view svg, const ReaderProgram &helper,
                                  const std::function<bool()> &goesOn)
{
    return runApart(ReaderTask::CleanSvg, svg, {}, helper, goesOn);
}

Result<ProgrammeFile> readCalendarApart(std::string_view bytes, const ReadOptions &options, const ReaderProgram &helper,
                                        const std::function<bool()> &goesOn)
{
    auto answer = runApart(ReaderTask::ReadCalendar, bytes, options, helper, goesOn);
    if (!answer)
        return fail(std::move(answer.error()));
    return decoded<ProgrammeFile>(*answer); // with every limit checked again: the helper is not trusted
}

int runReaderProgram(const std::string &task, const ReadOptions &options)
{
    if (!confineProcess())
        return 1;
    ReaderAnswer answer;
    auto content = carriedOut(task, readAllInput(), options);
    if (content) {
        answer.content = Bytes(std::move(*content));
    } else {
        answer.fault = static_cast<std::int32_t>(content.error().fault);
        answer.detail = std::move(content.error().detail);
    }
    const std::string bytes = encoded(answer);
    const bool isWritten =
        std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() && std::fflush(stdout) == 0;
    return isWritten ? 0 : 1;
}

} // namespace gatehouse
