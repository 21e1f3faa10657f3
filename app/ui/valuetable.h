// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"

#include <QAbstractTableModel>

#include <functional>
#include <optional>
#include <vector>

namespace gatehouse {

/// Roles that ListTable and its delegate ask for besides Qt's own.
enum TableRole {
    SortRole = Qt::UserRole + 1, ///< what to sort by where the text does not sort by itself
    StateRole,                   ///< int of State: the cell is drawn as a chip
    FigureRole,                  ///< true: right-aligned tabular figures
    StruckRole,                  ///< true: struck out, since it is gone
};

/// One column of a table over plain values of type T. Only `header` and `text` must be given.
template <class T>
struct ValueColumn {
    QString header;
    std::function<QString(const T &)> text;
    std::function<QVariant(const T &)> sort;
    std::function<std::optional<State>(const T &)> state;
    bool isFigure = false;
    std::function<bool(const T &)> isStruck;
};

/// A table model over plain values with a key. `setRows()` takes the whole new list and tells the views exactly which
/// rows went, came, moved or changed, so that selection and scroll position stay. Window's thread.
template <class T, class Key>
class ValueTable final : public QAbstractTableModel
{
public:
    using KeyOf = std::function<Key(const T &)>;

    ValueTable(std::vector<ValueColumn<T>> columns, KeyOf keyOf, QObject *parent = nullptr)
        : QAbstractTableModel(parent), m_columns(std::move(columns)), m_keyOf(std::move(keyOf))
    {
    }

    [[nodiscard]] const T &at(int row) const { return m_rows.at(static_cast<std::size_t>(row)); }
    [[nodiscard]] const std::vector<T> &rows() const { return m_rows; }
    [[nodiscard]] int rowOf(const Key &key) const
    {
        for (std::size_t row = 0; row < m_rows.size(); ++row)
            if (m_keyOf(m_rows[row]) == key)
                return static_cast<int>(row);
        return -1;
    }

    /// Keys in `rows` must be different from each other.
    void setRows(std::vector<T> rows)
    {
        removeMissing(rows);
        for (std::size_t row = 0; row < rows.size(); ++row)
            settle(static_cast<int>(row), std::move(rows[row]));
    }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
            return {};
        const auto &column = m_columns[static_cast<std::size_t>(section)];
        if (role == Qt::TextAlignmentRole)
            return int(Qt::AlignVCenter) | int(column.isFigure ? Qt::AlignRight : Qt::AlignLeft);
        return role == Qt::DisplayRole ? QVariant(column.header) : QVariant();
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
            return {};
        const auto &column = m_columns[static_cast<std::size_t>(index.column())];
        const T &value = at(index.row());
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return column.text(value);
        if (role == SortRole)
            return column.sort ? column.sort(value) : QVariant(column.text(value));
        if (role == FigureRole)
            return column.isFigure;
        if (role == StruckRole)
            return column.isStruck && column.isStruck(value);
        if (role == StateRole && column.state)
            if (const auto state = column.state(value))
                return static_cast<int>(*state);
        return {};
    }

private:
    void removeMissing(const std::vector<T> &wanted)
    {
        std::vector<Key> keys;
        keys.reserve(wanted.size());
        for (const T &value : wanted)
            keys.push_back(m_keyOf(value));
        std::sort(keys.begin(), keys.end());
        for (int row = rowCount() - 1; row >= 0; --row) {
            if (std::binary_search(keys.begin(), keys.end(), m_keyOf(at(row))))
                continue;
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            endRemoveRows();
        }
    }

    /// Makes `value` the row `row`; the rows above are right already.
    void settle(int row, T value)
    {
        const Key key = m_keyOf(value);
        int from = row;
        while (from < rowCount() && !(m_keyOf(at(from)) == key))
            ++from;
        if (from == rowCount()) {
            beginInsertRows({}, row, row);
            m_rows.insert(m_rows.begin() + row, std::move(value));
            endInsertRows();
            return;
        }
        if (from != row) {
            beginMoveRows({}, from, from, {}, row);
            std::rotate(m_rows.begin() + row, m_rows.begin() + from, m_rows.begin() + from + 1);
            endMoveRows();
        }
        T &current = m_rows[static_cast<std::size_t>(row)];
        if (current == value)
            return;
        current = std::move(value);
        emit dataChanged(index(row, 0), index(row, columnCount() - 1));
    }

    std::vector<ValueColumn<T>> m_columns;
    KeyOf m_keyOf;
    std::vector<T> m_rows;
};

} // namespace gatehouse
