// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/doors/cardlist.h"
#include "app/doors/doorsdesk.h"
#include "app/doors/scandetail.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
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

ScanView scanOf(std::uint8_t number, Outcome outcome, Reason reason = Reason::None)
{
    return {.scan = idOf(number),
            .at = {1'795'423'287'000 + number * 1000},
            .gate = u"North gate"_s,
            .device = u"Kiosk 7"_s,
            .ticket = u"<b>Ines</b>"_s,
            .outcome = outcome,
            .reason = reason};
}

QPushButton *buttonNamed(QWidget &parent, const QString &text)
{
    for (QPushButton *button : parent.findChildren<QPushButton *>())
        if (button->isVisibleTo(&parent) && button->text() == text)
            return button;
    return nullptr;
}

} // namespace

namespace {

QTableView *tableNamed(QWidget &parent, const QString &name)
{
    for (QTableView *view : parent.findChildren<QTableView *>())
        if (view->accessibleName() == name)
            return view;
    return nullptr;
}

} // namespace

class TestDoorsDesk : public QObject
{
    Q_OBJECT

private slots:
    void forcingNeedsAReason();
    void undoIsOfferedForAnAdmissionOnly();
    void detailFollowsItsScan();
    void typedReasonSurvivesNewScans();
    void staleSearchAnswersArePassedOver();
    void closingACardNeedsAReason();
    void modelsAreSound();
    void wordsOfScans_data();
    void wordsOfScans();
    void dataIsNeverMarkup();
};

void TestDoorsDesk::forcingNeedsAReason()
{
    DoorsDesk desk;
    desk.setScans({scanOf(1, Outcome::Refused, Reason::Unpaid)});
    QSignalSpy forced(&desk, &DoorsDesk::forceWanted);
    desk.chooseScan(idOf(1));
    buttonNamed(desk, u"Admit anyway…"_s)->click();
    auto *doIt = buttonNamed(desk, u"Admit anyway"_s);
    QVERIFY(doIt);
    doIt->click();
    QCOMPARE(forced.size(), 0);
    buttonNamed(desk, u"Paid at the box office"_s)->click();
    doIt->click();
    QCOMPARE(forced.size(), 1);
    QCOMPARE(forced.first().at(1).toString(), u"Paid at the box office"_s);
    QVERIFY(!doIt->isVisibleTo(&desk));
}

void TestDoorsDesk::undoIsOfferedForAnAdmissionOnly()
{
    DoorsDesk desk;
    desk.setScans({scanOf(1, Outcome::Refused, Reason::Unpaid), scanOf(2, Outcome::Admitted)});
    desk.chooseScan(idOf(1));
    QVERIFY(!buttonNamed(desk, u"Undo…"_s)->isEnabled());
    desk.chooseScan(idOf(2));
    QVERIFY(buttonNamed(desk, u"Undo…"_s)->isEnabled());
    QVERIFY(!buttonNamed(desk, u"Admit anyway…"_s)->isEnabled());
    ScanView undone = scanOf(2, Outcome::Admitted);
    undone.isUndone = true;
    desk.setScans({undone});
    QVERIFY(!buttonNamed(desk, u"Undo…"_s)->isEnabled());
    QVERIFY(buttonNamed(desk, u"Admit anyway…"_s)->isEnabled());
}

void TestDoorsDesk::detailFollowsItsScan()
{
    DoorsDesk desk;
    QSignalSpy chosen(&desk, &DoorsDesk::scanChosen);
    desk.setScans({scanOf(1, Outcome::Admitted)});
    desk.chooseScan(idOf(1));
    QCOMPARE(chosen.size(), 1);
    desk.setFacts({idOf(9), {{u"Order"_s, u"of another scan"_s}}, {}});
    desk.setFacts({idOf(1), {{u"Order"_s, u"QX7"_s}}, {u"List North takes this product"_s}});
    QStringList texts;
    for (const QLabel *label : desk.findChild<ScanDetail *>()->findChildren<QLabel *>())
        texts += label->text();
    QVERIFY(texts.contains(u"QX7"_s));
    QVERIFY(texts.contains(u"• List North takes this product"_s));
    QVERIFY(!texts.contains(u"of another scan"_s));
    desk.setScans({scanOf(2, Outcome::Admitted), scanOf(1, Outcome::Admitted)}); // a newer one comes on top
    QCOMPARE(desk.findChild<ScanDetail *>()->scan(), idOf(1));
    QCOMPARE(chosen.size(), 1);
}

void TestDoorsDesk::typedReasonSurvivesNewScans()
{
    DoorsDesk desk;
    desk.setScans({scanOf(1, Outcome::Admitted)});
    desk.chooseScan(idOf(1));
    buttonNamed(desk, u"Undo…"_s)->click();
    buttonNamed(desk, u"Did not go in"_s)->click();
    ScanView changed = scanOf(1, Outcome::Admitted);
    changed.isLate = true;
    desk.setScans({scanOf(2, Outcome::Admitted), changed});
    QSignalSpy undone(&desk, &DoorsDesk::undoWanted);
    buttonNamed(desk, u"Undo the scan"_s)->click();
    QCOMPARE(undone.first().at(1).toString(), u"Did not go in"_s);
}

void TestDoorsDesk::staleSearchAnswersArePassedOver()
{
    DoorsDesk desk;
    QSignalSpy wanted(&desk, &DoorsDesk::searchWanted);
    desk.search()->setText(u"in"_s);
    desk.search()->setText(u"ines "_s);
    QCOMPARE(wanted.last().first().toString(), u"ines"_s);
    auto *found = tableNamed(desk, u"People found"_s);
    desk.setFound(u"in"_s, {{.record = idOf(1), .name = u"Ingrid"_s}});
    QCOMPARE(found->model()->rowCount(), 0);
    desk.setFound(u"ines"_s, {{.record = idOf(2), .name = u"Ines"_s}});
    QCOMPARE(found->model()->rowCount(), 1);
    QVERIFY(found->isVisibleTo(&desk));
    desk.search()->clear();
    QVERIFY(!found->isVisibleTo(&desk));
}

void TestDoorsDesk::closingACardNeedsAReason()
{
    DoorsDesk desk;
    const CardView card{.card = idOf(5),
                        .kind = CardKind::DoubleAdmit,
                        .ticket = u"Ines"_s,
                        .scans = {{.gate = u"North"_s}, {.gate = u"East"_s}}};
    desk.setCards({card});
    QSignalSpy closed(&desk, &DoorsDesk::cardCloseWanted);
    auto *list = desk.findChild<CardList *>();
    buttonNamed(*list, u"Close the card…"_s)->click();
    auto *doIt = buttonNamed(*list, u"Close the card"_s);
    QVERIFY(!doIt->isEnabled());
    CardView other = card;
    other.card = idOf(6);
    desk.setCards({card, other}); // another card comes meanwhile
    buttonNamed(*list, u"Same person, scanned twice"_s)->click();
    doIt->click();
    QCOMPARE(closed.size(), 1);
    QCOMPARE(closed.first().at(1).toString(), u"Same person, scanned twice"_s);
    QCOMPARE(list->count(), 2);
    desk.setCards({});
    QCOMPARE(list->count(), 0);
}

void TestDoorsDesk::modelsAreSound()
{
    DoorsDesk desk;
    std::vector<std::unique_ptr<QAbstractItemModelTester>> testers;
    for (QTableView *view : desk.findChildren<QTableView *>())
        testers.push_back(std::make_unique<QAbstractItemModelTester>(
            view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest));
    desk.setScans({scanOf(3, Outcome::Admitted), scanOf(2, Outcome::Admitted), scanOf(1, Outcome::Refused)});
    desk.setScans({scanOf(4, Outcome::Admitted), scanOf(3, Outcome::Refused), scanOf(2, Outcome::Admitted)});
    QCOMPARE(tableNamed(desk, u"Scans, newest first"_s)->model()->rowCount(), 3);
}

void TestDoorsDesk::wordsOfScans_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("state");
    const auto row = [](const char *name, int what, const QString &words, State state) {
        QTest::newRow(name) << what << words << static_cast<int>(state);
    };
    row("admitted", 0, u"Admitted"_s, State::Fine);
    row("undone", 1, u"Undone"_s, State::NoData);
    row("forced", 2, u"Admitted anyway"_s, State::Soon);
    row("twice", 3, u"Admitted twice"_s, State::Soon);
    row("left", 4, u"Left"_s, State::Fine);
}

void TestDoorsDesk::wordsOfScans()
{
    QFETCH(int, what);
    QFETCH(QString, words);
    QFETCH(int, state);
    ScanView scan = scanOf(1, Outcome::Admitted);
    scan.isUndone = what == 1;
    scan.isForced = what == 2;
    scan.isDuplicate = what == 3;
    scan.isExit = what == 4;
    QCOMPARE(scanWords(scan), words);
    QCOMPARE(static_cast<int>(scanState(scan)), state);
}

void TestDoorsDesk::dataIsNeverMarkup()
{
    DoorsDesk desk;
    desk.setScans({scanOf(1, Outcome::Admitted)});
    desk.chooseScan(idOf(1));
    desk.setCards({{.card = idOf(5), .ticket = u"<img src='file:///etc/hostname'>"_s, .scans = {{.gate = u"<b>"_s}}}});
    for (const QLabel *label : desk.findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

QTEST_MAIN(TestDoorsDesk)
#include "tst_doorsdesk.moc"
