// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/access/deviceform.h"
#include "app/access/devicesdesk.h"
#include "tests/app/screens.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

Id idOf(std::uint8_t number)
{
    Id id;
    id.bytes.front() = 1;
    id.bytes.back() = number;
    return id;
}

DeviceChoices choices()
{
    return {{{idOf(20), u"North gate"_s}, {idOf(21), u"South gate, behind the tram stop"_s}},
            {{idOf(30), idOf(20), u"Lane 1"_s},
             {idOf(31), idOf(20), u"Lane 2"_s},
             {idOf(32), idOf(21), u"Wheelchairs and prams"_s}},
            {{idOf(40), u"Main entrance"_s}}};
}

DeviceView northOne()
{
    DeviceView device;
    device.device = idOf(1);
    device.name = u"North 1"_s;
    device.gate = idOf(20);
    device.gateName = u"North gate"_s;
    device.lane = idOf(31);
    device.laneName = u"Lane 2"_s;
    device.isStaffed = true;
    return device;
}

QComboBox *boxNamed(QWidget &form, const QString &label)
{
    for (QLabel *each : form.findChildren<QLabel *>())
        if (each->text().remove(u'&') == label)
            return qobject_cast<QComboBox *>(each->buddy());
    return nullptr;
}

} // namespace

/// Lanes, staff and the width of columns, without a server.
class TestDevicesDesk : public QObject
{
    Q_OBJECT

private slots:
    void lanesAreThoseOfTheGate();
    void onlyScannersAreStaffed();
    void laneAndStaffAreColumns();
    void whatSomebodyChoosesStays();
    void namesHaveRoom_data();
    void namesHaveRoom();
};

void TestDevicesDesk::lanesAreThoseOfTheGate()
{
    DeviceForm form;
    form.setChoices(choices());
    QComboBox *gates = boxNamed(form, u"Gate"_s);
    QComboBox *lanes = boxNamed(form, u"Lane"_s);
    QVERIFY(gates && lanes && !lanes->isEnabled()); // at no gate there is no lane
    form.setWish(wishOf(northOne()));
    QCOMPARE(form.wish(), wishOf(northOne()));
    QCOMPARE(lanes->count(), 3);
    form.setChoices(choices()); // nothing is lost when the lists are filled anew
    QCOMPARE(form.wish(), wishOf(northOne()));
    QSignalSpy changed(&form, &DeviceForm::changed);
    gates->setCurrentIndex(gates->findText(u"South gate, behind the tram stop"_s));
    emit gates->activated(gates->currentIndex());
    QCOMPARE(changed.size(), 1);
    QVERIFY(form.wish().lane.isNull()); // Lane 2 leads through the other gate
    QCOMPARE(lanes->itemText(1), u"Wheelchairs and prams"_s);
}

void TestDevicesDesk::onlyScannersAreStaffed()
{
    DeviceForm form;
    auto *staffed = form.findChild<QCheckBox *>();
    staffed->setChecked(true);
    QComboBox *kinds = boxNamed(form, u"Kind"_s);
    kinds->setCurrentIndex(static_cast<int>(DeviceKind::Display));
    emit kinds->activated(kinds->currentIndex());
    QVERIFY(!staffed->isEnabled() && !form.wish().isStaffed);
    kinds->setCurrentIndex(static_cast<int>(DeviceKind::Handheld));
    emit kinds->activated(kinds->currentIndex());
    QVERIFY(staffed->isEnabled());
}

void TestDevicesDesk::laneAndStaffAreColumns()
{
    DevicesDesk desk;
    DeviceView alone = northOne();
    alone.device = idOf(2);
    alone.lane = {};
    alone.laneName.clear();
    alone.isStaffed = false;
    desk.setDevices({northOne(), alone});
    const auto *model = desk.findChild<QTableView *>()->model();
    const auto columnNamed = [model](const QString &header) {
        for (int column = 0; column < model->columnCount(); ++column)
            if (model->headerData(column, Qt::Horizontal).toString() == header)
                return column;
        return -1;
    };
    const int lane = columnNamed(u"Lane"_s);
    const int staffed = columnNamed(u"Staffed"_s);
    QCOMPARE(model->index(0, lane).data().toString(), u"Lane 2"_s);
    QCOMPARE(model->index(0, staffed).data().toString(), u"staffed"_s);
    QCOMPARE(model->index(1, lane).data().toString() + model->index(1, staffed).data().toString(), QString());
}

void TestDevicesDesk::whatSomebodyChoosesStays()
{
    DevicesDesk desk;
    desk.setChoices(choices());
    desk.setDevices({northOne()});
    desk.show();
    desk.chooseDevice(idOf(1));
    DeviceForm *form = nullptr;
    for (DeviceForm *each : desk.findChildren<DeviceForm *>())
        form = each->isVisible() ? each : form;
    QVERIFY(form);
    QSignalSpy wishes(&desk, &DevicesDesk::changeWanted);
    QComboBox *lanes = boxNamed(*form, u"Lane"_s);
    lanes->setCurrentIndex(lanes->findText(u"Lane 1"_s));
    emit lanes->activated(lanes->currentIndex());
    DeviceView later = northOne();
    later.contact = u"3 s ago"_s; // what is heard of it does not take back what is being chosen
    desk.setChoices(choices());
    desk.setDevices({later});
    QCOMPARE(form->wish().lane, idOf(30));
    for (QPushButton *button : desk.findChildren<QPushButton *>())
        if (button->isVisible() && button->text() == u"Apply"_s)
            button->click();
    QCOMPARE(wishes.size(), 1);
    QCOMPARE(qvariant_cast<DeviceWish>(wishes.first().last()).lane, idOf(30));
}

void TestDevicesDesk::namesHaveRoom_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("1280") << QSize(1280, 800);
    QTest::newRow("1600") << QSize(1600, 900);
}

/// A device's and a gate's name in full, as they usually are; no empty stretch beside the last column.
void TestDevicesDesk::namesHaveRoom()
{
    QFETCH(QSize, size);
    DevicesDesk desk;
    desk.setChoices(choices());
    DeviceView device = northOne();
    device.name = u"South handheld"_s;
    desk.setDevices({device});
    desk.chooseDevice(idOf(1));
    QVERIFY(keepPicture(desk, u"devices-room-%1"_s.arg(size.width()), size, Theme(ColourScheme::Dark)));
    const auto *table = desk.findChild<QTableView *>();
    const QAbstractItemView *view = table;
    for (const int column : {0, 2, 3})
        QVERIFY2(table->columnWidth(column) >= view->sizeHintForColumn(column), qPrintable(QString::number(column)));
    int whole = 0;
    for (int column = 0; column < table->model()->columnCount(); ++column)
        whole += table->columnWidth(column);
    QVERIFY(whole >= table->viewport()->width());
}

QTEST_MAIN(TestDevicesDesk)
#include "tst_devicesdesk.moc"
