// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/overview/venueview.h"

#include <QWidget>

#include <memory>

namespace gatehouse {

class ListTable;
class VenueRows;

/// The map's twin: the same zones, gates and spaces of all floors as a table that can be read, sorted and filtered.
class VenueList final : public QWidget
{
    Q_OBJECT

public:
    explicit VenueList(QWidget *parent = nullptr);
    ~VenueList() override;

    void setView(const MapView &view);
    [[nodiscard]] ListTable *table() const { return m_table; }

signals:
    void zoneActivated(const gatehouse::Id &zone);
    void gateActivated(const gatehouse::Id &gate);
    void spaceActivated(const gatehouse::Id &space);

private:
    std::unique_ptr<VenueRows> m_rows;
    ListTable *m_table;
};

} // namespace gatehouse
