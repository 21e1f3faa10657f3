// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/doors/listsview.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

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

QPushButton *buttonNamed(QWidget &parent, const QString &text)
{
    for (QPushButton *button : parent.findChildren<QPushButton *>())
        if (button->isVisibleTo(&parent) && button->text() == text)
            return button;
    return nullptr;
}

ListChoices choices()
{
    ListChoices made;
    made.zone = QTimeZone("Europe/Berlin");
    made.products = {{idOf(1), u"Day & night"_s}, {idOf(2), u"Speaker"_s}};
    made.gates = {{idOf(3), u"North"_s}, {idOf(4), u"South"_s}};
    made.dayEnds = {{1'780'020'000'000}, {1'780'106'400'000}};
    return made;
}

/// Every rule that a list can have.
CheckInList fullList()
{
    CheckInList list;
    list.id = CheckInListId(idOf(9));
    list.name = "Main & more";
    list.rulesVersion = 4;
    list.products = {ProductId(idOf(2))};
    list.gates = {GateId(idOf(3)), GateId(idOf(4))};
    list.takesUnpaid = true;
    list.allowsReEntry = true;
    list.mostEntries = 7;
    list.mostPerDay = 2;
    list.minutesBetween = 15;
    list.followsZones = true;
    list.opensAt = Instant{1'780'000'012'345}; // seconds are not shown, and must not be lost
    list.closesAt = Instant{1'780'090'000'000};
    list.reEntryTimes = {{Instant{1'780'001'000'000}, std::nullopt}, {std::nullopt, Instant{1'780'002'000'000}}};
    list.windows = {{"Early", {ProductId(idOf(1))}, {}, std::nullopt, Instant{1'780'003'000'000}},
                    {{}, {}, {GateId(idOf(4))}, Instant{1'780'004'000'000}, std::nullopt}};
    list.exitsAllAt = {{Instant{1'780'020'000'000}}};
    list.exitedAllAt = Instant{1'770'000'000'000};
    Question meal;
    meal.id = "m1";
    meal.texts = {{{}, "Meal?"}, {"de", "Essen?"}};
    meal.kind = QuestionKind::Choice;
    meal.choices = {{"x", {{{}, "Meat"}, {"de", "Fleisch"}}}, {"y", {{{}, "None: thanks"}}}};
    meal.isRequired = false;
    meal.products = {ProductId(idOf(1))};
    Question plate;
    plate.id = "p";
    plate.texts = {{"fr", "Plaque ?"}};
    plate.kind = QuestionKind::Text;
    list.questions = {meal, plate};
    return list;
}

} // namespace

class TestLists : public QObject
{
    Q_OBJECT

private slots:
    void everyRuleComesBackAsItWas();
    void goneThingsAreNotLostByLooking();
    void nothingIsSentBeforeSomebodyAppliesIt();
    void anotherDesksChangeDoesNotOverwrite();
    void newListsStartEmpty();
    void dayEndsArePlannedOnce();
    void shortNames_data();
    void shortNames();
    void countingOutNeedsAReason();
};

void TestLists::everyRuleComesBackAsItWas()
{
    ListForm form;
    form.setChoices(choices());
    form.setList(fullList());
    QVERIFY(form.list() == fullList());
    CheckInList plain;
    plain.id = CheckInListId(idOf(8));
    plain.name = "Plain";
    form.setList(plain); // nothing of the former one stays
    QVERIFY(form.list() == plain);
}

void TestLists::goneThingsAreNotLostByLooking()
{
    ListForm form;
    ListChoices fewer = choices();
    fewer.gates.clear();
    form.setChoices(fewer);
    form.setList(fullList());
    QVERIFY(form.list() == fullList());
}

void TestLists::nothingIsSentBeforeSomebodyAppliesIt()
{
    ListsView view;
    view.setChoices(choices());
    view.setLists({fullList()});
    QSignalSpy applied(&view, &ListsView::applyWanted);
    auto *apply = buttonNamed(view, u"Apply to all gates"_s);
    QVERIFY(!apply->isEnabled());
    for (QCheckBox *box : view.findChildren<QCheckBox *>()) {
        if (box->text().startsWith(u"whoever left"_s))
            box->click();
    }
    QVERIFY(view.isEdited() && apply->isEnabled());
    apply->click();
    QCOMPARE(applied.size(), 1);
    const auto saw = applied.first().at(0).value<CheckInList>();
    const auto now = applied.first().at(1).value<CheckInList>();
    const auto edits = editsBetween(saw, now);
    QCOMPARE(edits.list.size(), std::size_t(1)); // only what was changed
    QVERIFY(!now.allowsReEntry);
    buttonNamed(view, u"Discard"_s)->click();
    QVERIFY(!view.isEdited());
    QVERIFY(view.form()->list() == fullList());
}

void TestLists::anotherDesksChangeDoesNotOverwrite()
{
    ListsView view;
    view.setChoices(choices());
    view.setLists({fullList()});
    view.form()->addWindow({"Mine", {}, {}, {}, {}});
    emit view.form()->edited();
    CheckInList theirs = fullList();
    theirs.name = "Theirs";
    ++theirs.rulesVersion;
    view.setLists({theirs});
    QCOMPARE(view.form()->list().windows.size(), std::size_t(3)); // what is being typed stays
    buttonNamed(view, u"Discard"_s)->click();
    QVERIFY(view.form()->list() == theirs);
}

void TestLists::newListsStartEmpty()
{
    ListsView view;
    view.setChoices(choices());
    view.setLists({fullList()});
    QSignalSpy applied(&view, &ListsView::applyWanted);
    buttonNamed(view, u"New list"_s)->click();
    view.form()->addQuestion({});
    for (QPlainTextEdit *edit : view.findChildren<QPlainTextEdit *>()) {
        if (edit->accessibleName() == u"The question"_s)
            edit->setPlainText(u"Größe des T-Shirts?\nen: T-shirt size?"_s);
    }
    buttonNamed(view, u"Apply to all gates"_s)->click();
    QCOMPARE(applied.size(), 1);
    const auto now = applied.first().at(1).value<CheckInList>();
    QVERIFY(applied.first().at(0).value<CheckInList>().id.isNull() && now.id.isNull());
    QCOMPARE(now.mostEntries, 1);
    QCOMPARE(QByteArray::fromStdString(now.questions.at(0).id), QByteArray("grosse-des-t-shirts"));
    QVERIFY(
        (now.questions.at(0).texts == std::vector<LocalText>{{{}, "Größe des T-Shirts?"}, {"en", "T-shirt size?"}}));
}

void TestLists::dayEndsArePlannedOnce()
{
    ListForm form;
    form.setChoices(choices());
    form.setList(fullList());
    for (int times = 0; times < 2; ++times)
        buttonNamed(form, u"At the end of each event day"_s)->click();
    QCOMPARE(form.list().exitsAllAt.size(), std::size_t(2)); // one was there
}

void TestLists::shortNames_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("plain") << u"Number plate?"_s << QByteArray("number-plate");
    QTest::newRow("accents") << u"Régime alimentaire"_s << QByteArray("regime-alimentaire");
    QTest::newRow("taken") << u"Meal"_s << QByteArray("meal-2");
    QTest::newRow("another script") << u"食事"_s << QByteArray("item");
    QTest::newRow("long") << u"A question that goes on and on and on"_s << QByteArray("a-question-that-goes-on");
}

void TestLists::shortNames()
{
    QFETCH(QString, words);
    QFETCH(QByteArray, name);
    QCOMPARE(QByteArray::fromStdString(shortNameFor(words, {"meal"})), name);
}

void TestLists::countingOutNeedsAReason()
{
    ListsView view;
    view.setLists({fullList()});
    QSignalSpy out(&view, &ListsView::exitAllWanted);
    buttonNamed(view, u"Everybody has left…"_s)->click();
    buttonNamed(view, u"Count everybody out"_s)->click();
    QCOMPARE(out.size(), 0);
    buttonNamed(view, u"End of the day"_s)->click();
    buttonNamed(view, u"Count everybody out"_s)->click();
    QCOMPARE(out.size(), 1);
    QCOMPARE(out.first().at(0).value<Id>(), Id(fullList().id));
}

QTEST_MAIN(TestLists)
#include "tst_lists.moc"
