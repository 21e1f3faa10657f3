// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/feedlist.h"
#include "app/ui/listtable.h"
#include "app/ui/noticebar.h"
#include "app/ui/valuetable.h"

#include <QAbstractItemModelTester>
#include <QImage>
#include <QLineEdit>
#include <QListView>
#include <QPersistentModelIndex>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Row {
    int key = 0;
    QString name;
    bool operator==(const Row &) const = default;
};

std::vector<ValueColumn<Row>> columns()
{
    return {{.header = u"Name"_s, .text = [](const Row &row) { return row.name; }},
            {.header = u"Key"_s,
             .text = [](const Row &row) { return QString::number(row.key); },
             .sort = [](const Row &row) { return row.key; },
             .isFigure = true}};
}

int keyOf(const Row &row)
{
    return row.key;
}

} // namespace

class TestLists : public QObject
{
    Q_OBJECT

private slots:
    void rowsAreInsertedMovedAndRemovedExactly();
    void tableSortsFiguresAsNumbersAndFilters();
    void feedKeepsTheNewestOnTopAndItsLimit();
    void feedIsNeverBlankWhileItGrows();
    void noticeIsReplacedAndOffersItsAction();
};

void TestLists::rowsAreInsertedMovedAndRemovedExactly()
{
    ValueTable<Row, int> model(columns(), keyOf);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({{1, u"a"_s}, {2, u"b"_s}, {3, u"c"_s}});
    const QPersistentModelIndex second = model.index(1, 0);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy moves(&model, &QAbstractItemModel::rowsMoved);
    model.setRows({{4, u"d"_s}, {3, u"c"_s}, {2, u"B"_s}});
    QCOMPARE(resets.size(), 0);
    QCOMPARE(changes.size(), 1);
    QCOMPARE(moves.size(), 1);
    QCOMPARE(second.row(), 2);
    QCOMPARE(second.data().toString(), u"B"_s);
    QCOMPARE(model.rowOf(3), 1);
    QCOMPARE(model.rowOf(1), -1);
}

void TestLists::tableSortsFiguresAsNumbersAndFilters()
{
    ValueTable<Row, int> model(columns(), keyOf);
    ListTable table(u"Rows"_s);
    table.setModel(&model);
    QVERIFY(!table.view()->isVisibleTo(&table)); // the empty words stand there
    model.setRows({{9, u"nine"_s}, {10, u"ten"_s}, {100, u"hundred"_s}});
    QVERIFY(table.view()->isVisibleTo(&table));
    table.sortBy(1, Qt::AscendingOrder);
    const auto *shown = table.view()->model();
    QCOMPARE(shown->index(0, 1).data().toString(), u"9"_s);
    QCOMPARE(shown->index(2, 1).data().toString(), u"100"_s);
    table.findChild<QLineEdit *>()->setText(u"TEN"_s);
    QCOMPARE(shown->rowCount(), 1);
    table.setCurrentRow(model.index(1, 0));
    QCOMPARE(table.currentRow().row(), 1);
}

void TestLists::feedKeepsTheNewestOnTopAndItsLimit()
{
    FeedModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<FeedEntry> entries;
    for (std::uint64_t sequence = 1; sequence <= 3; ++sequence)
        entries.push_back({.sequence = sequence, .text = QString::number(sequence)});
    model.append(entries);
    QCOMPARE(model.index(0).data().toString(), u"3"_s);
    entries.clear();
    for (std::uint64_t sequence = 4; sequence < 4 + FeedModel::kMaxEntries; ++sequence)
        entries.push_back({.sequence = sequence, .text = QString::number(sequence)});
    model.append(entries);
    QCOMPARE(model.rowCount(), FeedModel::kMaxEntries);
    QCOMPARE(model.index(model.rowCount() - 1).data().toString(), u"4"_s);
}

/// Also when it is painted before the event loop turns again, as another widget's change may make it.
void TestLists::feedIsNeverBlankWhileItGrows()
{
    FeedModel model;
    FeedList feed;
    feed.setModel(&model);
    feed.resize(300, 400);
    feed.show();
    QVERIFY(QTest::qWaitForWindowExposed(&feed));
    const auto *view = qobject_cast<QListView *>(feed.findChild<QStackedWidget *>()->widget(0));
    const auto coloursOf = [view] {
        const QImage picture = view->viewport()->grab().toImage();
        QSet<QRgb> colours;
        for (int row = 0; row < picture.height(); ++row) {
            for (int column = 0; column < picture.width(); ++column)
                colours += picture.pixel(column, row);
        }
        return colours.size();
    };
    std::uint64_t sequence = 1;
    model.append({{.sequence = sequence, .iconName = u"activity"_s, .text = u"Main entrance: opened"_s}});
    QCoreApplication::processEvents(); // the list takes the place of the words that say that nothing has happened
    for (int round = 0; round < 5; ++round) {
        model.append({{.sequence = ++sequence, .iconName = u"activity"_s, .text = u"Main entrance: let in"_s},
                      {.sequence = ++sequence, .iconName = u"activity"_s, .text = u"Main entrance: refused"_s}});
        QVERIFY(coloursOf() > 5); // more than the ground
    }
}

void TestLists::noticeIsReplacedAndOffersItsAction()
{
    NoticeBar bar;
    bar.show(State::Info, u"One scan undone."_s);
    bar.show(State::Fine, u"Gate opened."_s, u"Undo"_s);
    QCOMPARE(bar.text(), u"Gate opened."_s);
    QSignalSpy wanted(&bar, &NoticeBar::actionWanted);
    bar.findChild<QPushButton *>()->click();
    QCOMPARE(wanted.size(), 1);
    QVERIFY(!bar.isVisible());
}

QTEST_MAIN(TestLists)
#include "tst_lists.moc"
