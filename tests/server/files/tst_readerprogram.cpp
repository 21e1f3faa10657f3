// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/readerprogram.h"
#include "shared/plan/svgplan.h"
#include "tests/server/files/realfiles.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace gatehouse;

class TestReaderProgram : public QObject
{
    Q_OBJECT

private slots:
    void aPlanIsCleaned();
    void aRefusalComesBack();
    void aBrokenHelperIsTold_data();
    void aBrokenHelperIsTold();
    void itCanBeStopped();
    void noHelperNoReading();
    void theHelperCanReachNothing();

private:
    [[nodiscard]] ReaderProgram script(const char *lines);
    QTemporaryDir m_folder;
};

/// Stands for a helper that a hostile file has broken.
ReaderProgram TestReaderProgram::script(const char *lines)
{
    QFile file(m_folder.filePath(QStringLiteral("helper")));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return {};
    file.write("#!/bin/sh\n");
    file.write(lines);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return {file.fileName().toStdString(), 1000};
}

void TestReaderProgram::aPlanIsCleaned()
{
    const auto svg = realFile(QStringLiteral("venue/convention_centre_level.svg"));
    if (!svg)
        QSKIP("shared/data is not there");
    const auto clean = cleanSvgApart(*svg, readerProgram());
    QVERIFY2(clean, clean ? "" : describe(clean.error()).c_str());
    QCOMPARE(*clean, cleanSvgPlan(QByteArray::fromStdString(*svg))->svg.toStdString());
}

void TestReaderProgram::aRefusalComesBack()
{
    const auto clean = cleanSvgApart("<svg viewBox='0 0 1 1'>\n<!DOCTYPE x></svg>", readerProgram());
    QVERIFY(!clean);
    QCOMPARE(clean.error().fault, Fault::Invalid);
    QCOMPARE(clean.error().detail, std::string("line 2: a document type is not taken"));
}

void TestReaderProgram::aBrokenHelperIsTold_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<int>("fault");
    QTest::newRow("hangs") << QByteArray("exec sleep 60") << int(Fault::TooLarge);
    QTest::newRow("crashes") << QByteArray("kill -SEGV $$") << int(Fault::TooLarge);
    QTest::newRow("says nothing") << QByteArray("cat >/dev/null") << int(Fault::Unavailable);
    QTest::newRow("says nonsense") << QByteArray("cat >/dev/null; echo hello") << int(Fault::Unavailable);
    QTest::newRow("never stops talking") << QByteArray("exec cat /dev/zero") << int(Fault::TooLarge);
    QTest::newRow("reads nothing") << QByteArray("exit 0") << int(Fault::Unavailable);
}

void TestReaderProgram::aBrokenHelperIsTold()
{
    QFETCH(QByteArray, lines);
    QElapsedTimer timer;
    timer.start();
    const auto clean = cleanSvgApart(std::string(1'000'000, ' '), script(lines.constData()));
    QVERIFY(!clean);
    QTEST(int(clean.error().fault), "fault");
    QVERIFY(timer.elapsed() < 20'000);
}

void TestReaderProgram::itCanBeStopped()
{
    QElapsedTimer timer;
    timer.start();
    ReaderProgram helper = script("exec sleep 60");
    helper.timeMs = 60'000;
    const auto clean = cleanSvgApart("<svg/>", helper, [] { return false; });
    QVERIFY(!clean);
    QCOMPARE(describe(clean.error()), std::string("unavailable: stopped"));
    QVERIFY(timer.elapsed() < 10'000);
}

void TestReaderProgram::noHelperNoReading()
{
    const auto clean = cleanSvgApart("<svg viewBox='0 0 1 1'/>", {"/nowhere/gatehouse-server"});
    QVERIFY(!clean);
    QCOMPARE(clean.error().fault, Fault::Unavailable);
}

/// In a child of this test, since there is no way back.
void TestReaderProgram::theHelperCanReachNothing()
{
    const QByteArray path = m_folder.filePath(QStringLiteral("new")).toLocal8Bit();
    const pid_t child = ::fork();
    if (child == 0) {
        if (!confineProcess())
            ::_exit(100);
        int reached = 0;
        reached |= ::socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 1 : 0;
        reached |= ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ? 2 : 0;
        reached |= ::open(path.constData(), O_WRONLY | O_CREAT, 0600) >= 0 ? 4 : 0;
        reached |= ::execl("/bin/true", "true", nullptr) >= 0 ? 8 : 0;
        reached |= ::fork() >= 0 ? 16 : 0;
        reached |= ::open("/etc/passwd", O_RDONLY) < 0 ? 32 : 0; // reading stays possible: time zones
        ::_exit(reached);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
    QVERIFY(!QFile::exists(QString::fromLocal8Bit(path)));
}

QTEST_GUILESS_MAIN(TestReaderProgram)
#include "tst_readerprogram.moc"
