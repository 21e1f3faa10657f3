// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

class QAbstractItemModel;
class QAction;
class QLineEdit;
class QModelIndex;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace gatehouse {

class EmptyState;

/// The house's table: whole rows selected, sorted by a click on a header, a filter line (Ctrl+F) over all columns,
/// actions on the right button and the menu key, and words where there is nothing. Chips and tabular figures come
/// from the model's roles (`TableRole`). Indexes in signals and calls belong to the source model.
class ListTable final : public QWidget
{
    Q_OBJECT

public:
    explicit ListTable(const QString &accessibleName, QWidget *parent = nullptr);

    /// Does not take ownership.
    void setModel(QAbstractItemModel *model);
    /// Of the first columns, in pixels at 100 % text. After setModel().
    void setColumnWidths(std::initializer_list<int> widths);
    /// A column's least width in pixels at 100 % text, and its share of what is left over.
    struct ColumnRoom {
        int least = 0;
        int share = 0;
    };
    /// The columns fill the table's width as it changes, until somebody drags one. Where all cannot have their least,
    /// the table scrolls. After setModel(), for every column.
    void setColumnRooms(std::vector<ColumnRoom> rooms);
    [[nodiscard]] EmptyState *emptyState() const { return m_empty; }
    [[nodiscard]] QTableView *view() const { return m_view; }

    /// Offered for the current row.
    void addRowAction(QAction *action);
    [[nodiscard]] QModelIndex currentRow() const;
    void setCurrentRow(const QModelIndex &source);
    void setFilterVisible(bool isVisible);
    void sortBy(int column, Qt::SortOrder order);

signals:
    void currentRowChanged(const QModelIndex &source);
    void rowActivated(const QModelIndex &source);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showRightPage();
    void openMenu(const QPoint &position);
    void shareWidth();

    QLineEdit *m_filter;
    QStackedWidget *m_pages;
    QTableView *m_view;
    EmptyState *m_empty;
    QSortFilterProxyModel *m_proxy;
    std::vector<ColumnRoom> m_rooms; ///< none: the columns are as wide as they were set
    bool m_isSharing = false;
};

} // namespace gatehouse
