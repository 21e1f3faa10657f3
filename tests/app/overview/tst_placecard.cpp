// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/placecard.h"

#include "app/overview/countline.h"
#include "app/overview/placeform.h"

#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

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

PlaceView hall(int people)
{
    PlaceView view;
    view.id = idOf(1);
    view.title = u"Hall"_s;
    view.state = State::Fine;
    view.word = u"40 %"_s;
    view.mayCount = true;
    view.people = people;
    view.actions = {{u"zone.edit"_s, u"Name …"_s, u"pencil"_s}};
    return view;
}

} // namespace

class TestPlaceCard : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qRegisterMetaType<Id>(); }
    void aFigureIsTypedOver();
    void theClickerWorksByKeyAndButton();
    void whatIsTypedStaysWhileFiguresChange();
    void whoMayNotCountSeesNoCounter();
    void actionsAreAMenu();
    void aFormKeepsWhatWasTypedWhenItIsRefused();
};

void TestPlaceCard::aFigureIsTypedOver()
{
    PlaceCard card;
    QSignalSpy counted(&card, &PlaceCard::counted);
    card.setPlace(hall(412));
    QSpinBox *figure = card.countLine()->figure();
    QCOMPARE(figure->value(), 412);
    QTest::keyClicks(figure, u"390"_s);
    QTest::keyClick(figure, Qt::Key_Return);
    QCOMPARE(counted.size(), 1);
    QCOMPARE(counted.first().at(0).value<Id>(), idOf(1));
    QCOMPARE(counted.first().at(1).toInt(), 390);
    auto *note = card.countLine()->findChild<QLineEdit *>(QString(), Qt::FindDirectChildrenOnly);
    QTest::keyClicks(note, u"from the gallery"_s);
    QTest::keyClick(note, Qt::Key_Return);
    QCOMPARE(counted.size(), 2);
    QCOMPARE(counted.last().at(2).toString(), u"from the gallery"_s);
    QVERIFY(note->text().isEmpty());
}

void TestPlaceCard::theClickerWorksByKeyAndButton()
{
    PlaceCard card;
    QSignalSpy clicked(&card, &PlaceCard::clicked);
    card.setPlace(hall(10));
    QTest::keyClick(card.countLine()->figure(), Qt::Key_Plus);
    QTest::keyClick(card.countLine()->figure(), Qt::Key_Minus);
    for (QPushButton *button : card.countLine()->findChildren<QPushButton *>())
        if (button->text() != u"Record the count"_s)
            button->click();
    QList<int> deltas;
    for (const auto &call : clicked)
        deltas << call.at(1).toInt();
    QCOMPARE(deltas, (QList<int>{1, -1, -10, -1, 1, 10}));
}

void TestPlaceCard::whatIsTypedStaysWhileFiguresChange()
{
    PlaceCard card;
    card.setPlace(hall(10));
    QTest::keyClicks(card.countLine()->figure(), u"77"_s);
    card.setPlace(hall(11)); // somebody came in meanwhile
    QCOMPARE(card.countLine()->figure()->value(), 77);
    PlaceView other = hall(5);
    other.id = idOf(2);
    card.setPlace(other);
    QCOMPARE(card.countLine()->figure()->value(), 5);
}

void TestPlaceCard::whoMayNotCountSeesNoCounter()
{
    PlaceCard card;
    PlaceView view = hall(10);
    view.mayCount = false;
    view.actions.clear();
    card.setPlace(view);
    QVERIFY(!card.countLine()->isVisibleTo(&card));
}

void TestPlaceCard::actionsAreAMenu()
{
    PlaceCard card;
    QSignalSpy wanted(&card, &PlaceCard::actionWanted);
    card.setPlace(hall(10));
    for (QToolButton *button : card.findChildren<QToolButton *>())
        if (button->menu() && !button->menu()->actions().isEmpty())
            button->menu()->actions().front()->trigger();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toString(), u"zone.edit"_s);
}

void TestPlaceCard::aFormKeepsWhatWasTypedWhenItIsRefused()
{
    PlaceForm form;
    FormValues given;
    int times = 0;
    connect(&form, &PlaceForm::given, this, [&](const FormValues &values) {
        given = values;
        ++times;
    });
    FormField unit{u"unit"_s, u"Given in"_s, FormField::Kind::Choice, u"1"_s};
    unit.choices = {{u"0"_s, u"percent"_s}, {u"1"_s, u"people"_s}};
    form.ask({u"A new zone"_s,
              u"Add"_s,
              {{u"name"_s, u"Name"_s, FormField::Kind::Text, QString()},
               {u"capacity"_s, u"People at most"_s, FormField::Kind::Number, 600, u"not limited"_s},
               unit,
               {u"staffed"_s, u"Staffed"_s, FormField::Kind::Check, true}},
              {}});
    auto *name = form.findChild<QLineEdit *>(QString(), Qt::FindDirectChildrenOnly);
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(times, 0); // without a name it is nothing, and the form says so
    QVERIFY(form.accessibleDescription().contains(u"Name is missing"_s));
    QTest::keyClicks(name, u" Hall 4 "_s);
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(times, 1);
    QCOMPARE(given.at(u"name"_s).toString(), u"Hall 4"_s);
    QCOMPARE(given.at(u"capacity"_s).toInt(), 600);
    QCOMPARE(given.at(u"unit"_s).toString(), u"1"_s);
    QCOMPARE(given.at(u"staffed"_s).toBool(), true);
    form.refuse(u"That was refused: the zone exists"_s);
    QCOMPARE(form.values().at(u"name"_s).toString(), u"Hall 4"_s);
    QSignalSpy left(&form, &PlaceForm::left);
    QTest::keyClick(name, Qt::Key_Escape);
    QCOMPARE(left.size(), 1);
    QVERIFY(form.isHidden());
}

QTEST_MAIN(TestPlaceCard)
#include "tst_placecard.moc"
