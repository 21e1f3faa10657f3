// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/machinewatch.h"

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

private:
    void write(const QString &path, const QByteArray &content) const;
    [[nodiscard]] MachinePlaces places() const
    {
        return {m_folder->path(), m_folder->filePath(u"power"_s), m_folder->filePath(u"input"_s)};
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

QTEST_GUILESS_MAIN(TestMachineWatch)
#include "tst_machinewatch.moc"
