// SPDX-License-Identifier: GPL-3.0-or-later
// Over a bus of the test's own, with a stand-in for logind: asking the real one would keep this machine awake.
#include "app/machine/keepawake.h"

#include <QDBusConnection>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

/// Answers as org.freedesktop.login1 does, and sees by the pipe whether the lock is still held.
class Logind final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    ~Logind() override { ::close(m_readEnd); }

    [[nodiscard]] bool isHeld() const
    {
        pollfd end{m_readEnd, POLLIN, 0};
        ::poll(&end, 1, 0);
        return m_readEnd >= 0 && (end.revents & POLLHUP) == 0;
    }
    QString what;
    QString mode;
    int asked = 0;

public slots:
    QDBusUnixFileDescriptor Inhibit(const QString &wanted, const QString &, const QString &, const QString &how)
    {
        ++asked;
        what = wanted;
        mode = how;
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return {};
        ::close(m_readEnd);
        m_readEnd = ends[0];
        QDBusUnixFileDescriptor lock(ends[1]); // a copy of its own
        ::close(ends[1]);
        return lock;
    }

private:
    int m_readEnd = -1;
};

class TestKeepAwake : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void itIsHeldWhileItIsWished();
    void withoutLogindItSaysSo();
    void withoutABusItSaysSo();

private:
    QProcess m_daemon;
    QString m_address;
};

void TestKeepAwake::initTestCase()
{
    const QString program = QStandardPaths::findExecutable(u"dbus-daemon"_s);
    if (program.isEmpty())
        QSKIP("dbus-daemon is not installed");
    m_daemon.start(program, {u"--session"_s, u"--nofork"_s, u"--print-address"_s});
    QVERIFY(m_daemon.waitForReadyRead());
    m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
    QVERIFY(!m_address.isEmpty());
}

void TestKeepAwake::cleanupTestCase()
{
    QDBusConnection::disconnectFromBus(u"desk"_s);
    QDBusConnection::disconnectFromBus(u"logind"_s);
    m_daemon.kill();
    m_daemon.waitForFinished();
}

void TestKeepAwake::itIsHeldWhileItIsWished()
{
    Logind logind;
    QDBusConnection service = QDBusConnection::connectToBus(m_address, u"logind"_s);
    QVERIFY(service.registerService(u"org.freedesktop.login1"_s));
    QVERIFY(service.registerObject(u"/org/freedesktop/login1"_s, &logind, QDBusConnection::ExportAllSlots));
    {
        KeepAwake awake(QDBusConnection::connectToBus(m_address, u"desk"_s));
        QCOMPARE(awake.standing(), KeepAwake::Standing::Idle);
        awake.wish(true, u"Doors are open"_s);
        awake.wish(true, u"Doors are open"_s);
        QTRY_COMPARE(awake.standing(), KeepAwake::Standing::Held);
        QCOMPARE(logind.asked, 1);
        QCOMPARE(logind.mode, u"block"_s);
        QVERIFY(logind.what.contains(u"handle-lid-switch"_s) && logind.what.contains(u"sleep"_s));
        QVERIFY(logind.isHeld());
        awake.wish(false, {});
        QCOMPARE(awake.standing(), KeepAwake::Standing::Idle);
        QTRY_VERIFY(!logind.isHeld());
        awake.wish(true, u"Doors are open again"_s);
        QTRY_COMPARE(awake.standing(), KeepAwake::Standing::Held);
        awake.wish(false, {});
        awake.wish(true, u"and again"_s); // before the first is answered
        QTRY_COMPARE(awake.standing(), KeepAwake::Standing::Held);
        QVERIFY(logind.isHeld());
    }
    QTRY_VERIFY(!logind.isHeld()); // gone with whoever held it
    QVERIFY(service.unregisterService(u"org.freedesktop.login1"_s));
}

void TestKeepAwake::withoutLogindItSaysSo()
{
    KeepAwake awake(QDBusConnection::connectToBus(m_address, u"desk"_s));
    QSignalSpy changed(&awake, &KeepAwake::changed);
    awake.wish(true, u"Doors are open"_s);
    QTRY_COMPARE(awake.standing(), KeepAwake::Standing::Refused);
    QVERIFY(!awake.refusal().isEmpty());
    awake.wish(false, {});
    QCOMPARE(awake.standing(), KeepAwake::Standing::Idle);
}

void TestKeepAwake::withoutABusItSaysSo()
{
    KeepAwake awake(QDBusConnection(u"a bus that is not there"_s));
    awake.wish(true, u"Doors are open"_s);
    QCOMPARE(awake.standing(), KeepAwake::Standing::Refused);
    QCOMPARE(awake.refusal(), u"no system bus"_s);
}

QTEST_GUILESS_MAIN(TestKeepAwake)
#include "tst_keepawake.moc"
