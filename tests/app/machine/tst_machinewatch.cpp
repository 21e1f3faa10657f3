// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/machine/machinewatch.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

class TestMachineWatch : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aMachineWithoutAnythingHasNothing();
    void theEmptiestBatteryCounts();
    void aScannerThatIsPulledOutIsMissed();
    void aBatteryThatRunsDownIsTold();
    void memoryAndBackupDiskAreRead();
    void whatIsNotUnderstoodIsNotKnown();

private:
    void write(const QString &path, const QByteArray &content) const;
    [[nodiscard]] MachinePlaces places() const
    {
        return {m_folder->path(),
                m_folder->filePath(u"power"_s),
                m_folder->filePath(u"input"_s),
                {},
                m_folder->filePath(u"meminfo"_s),
                m_folder->filePath(u"pressure"_s)};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestMachineWatch::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestMachineWatch::write(const QString &path, const QByteArray &content) const
{
    const QString whole = m_folder->filePath(path);
    QVERIFY(QDir().mkpath(QFileInfo(whole).path()));
    QFile file(whole);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

void TestMachineWatch::aMachineWithoutAnythingHasNothing()
{
    MachineWatch watch(places());
    QTRY_VERIFY(watch.state().freeBytes > 0);
    QCOMPARE(watch.state().batteryPercent, -1);
    QVERIFY(!watch.state().hasKeyboard && !watch.state().isKeyboardGone);
}

void TestMachineWatch::theEmptiestBatteryCounts()
{
    write(u"power/AC/type"_s, "Mains\n");
    write(u"power/BAT0/type"_s, "Battery\n");
    write(u"power/BAT0/capacity"_s, "80\n");
    write(u"power/BAT1/type"_s, "Battery\n");
    write(u"power/BAT1/capacity"_s, "35\n");
    write(u"power/mouse/type"_s, "Battery\n");
    write(u"power/mouse/scope"_s, "Device\n");
    write(u"power/mouse/capacity"_s, "5\n");
    write(u"power/odd/type"_s, "Battery\n");
    write(u"power/odd/capacity"_s, "full\n");
    MachineWatch watch(places());
    QTRY_COMPARE(watch.state().batteryPercent, 35);
}

void TestMachineWatch::aScannerThatIsPulledOutIsMissed()
{
    write(u"input/usb-Scanner-event-kbd"_s, {});
    write(u"input/usb-Mouse-event-mouse"_s, {});
    MachineWatch watch(places());
    QTRY_VERIFY(watch.state().hasKeyboard);
    QVERIFY(QFile::remove(m_folder->filePath(u"input/usb-Mouse-event-mouse"_s)));
    QVERIFY(QFile::remove(m_folder->filePath(u"input/usb-Scanner-event-kbd"_s)));
    watch.lookNow();
    QTRY_VERIFY(watch.state().isKeyboardGone);
    write(u"input/usb-Scanner-event-kbd"_s, {});
    watch.lookNow();
    QTRY_VERIFY(!watch.state().isKeyboardGone);
}

void TestMachineWatch::aBatteryThatRunsDownIsTold()
{
    write(u"power/BAT0/type"_s, "Battery\n");
    write(u"power/BAT0/capacity"_s, "80\n");
    write(u"power/BAT0/status"_s, "Charging\n");
    MachineWatch watch(places());
    QTRY_COMPARE(watch.state().batteryPercent, 80);
    QVERIFY(!watch.state().isOnBattery);
    write(u"power/BAT0/status"_s, "Discharging\n");
    watch.lookNow();
    QTRY_VERIFY(watch.state().isOnBattery);
}

void TestMachineWatch::memoryAndBackupDiskAreRead()
{
    write(u"meminfo"_s, "MemTotal:       16000000 kB\nMemFree:          100000 kB\nMemAvailable:    1280000 kB\n");
    write(u"pressure"_s,
          "some avg10=0.00 avg60=12.40 avg300=1.00 total=99\nfull avg10=0.00 avg60=3.00 avg300=0 total=1\n");
    MachinePlaces all = places();
    all.backupFolder = m_folder->path();
    MachineWatch watch(all);
    QTRY_COMPARE(watch.state().memoryPercent, 8);
    QCOMPARE(watch.state().memoryStallPercent, 12);
    QVERIFY(watch.state().backupFreeBytes > 0);
}

void TestMachineWatch::whatIsNotUnderstoodIsNotKnown()
{
    write(u"meminfo"_s, "MemTotal: many kB\nMemAvailable:\n");
    write(u"pressure"_s, "\x00\xff nothing");
    MachineWatch watch(places());
    QTRY_VERIFY(watch.state().freeBytes > 0);
    QCOMPARE(watch.state().memoryPercent, -1);
    QCOMPARE(watch.state().memoryStallPercent, -1);
    QCOMPARE(watch.state().backupFreeBytes, qint64{-1});
}

QTEST_GUILESS_MAIN(TestMachineWatch)
#include "tst_machinewatch.moc"
