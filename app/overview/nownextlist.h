// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/model/id.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace gatehouse {

class ListTable;
class NowNextRows;

/// What a space shows now and next; plain values.
struct NowNextView {
    Id space;
    QString name;
    QString now;
    State state = State::NoData;
    QString word;
    QString next;
    Id slot; ///< what runs, or else what comes
    bool operator==(const NowNextView &) const = default;
};

/// Now and next of every space in which something still takes place.
class NowNextList final : public QWidget
{
    Q_OBJECT

public:
    explicit NowNextList(QWidget *parent = nullptr);
    ~NowNextList() override;

    void setRows(std::vector<NowNextView> rows);
    [[nodiscard]] const std::vector<NowNextView> &rows() const;

signals:
    void slotActivated(const gatehouse::Id &slot);

private:
    std::unique_ptr<NowNextRows> m_rows;
    ListTable *m_table;
};

} // namespace gatehouse
