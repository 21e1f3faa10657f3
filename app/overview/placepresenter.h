// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/overview/overviewpresenter.h"
#include "app/overview/placecard.h"

namespace gatehouse {

/// Tells the gate or zone that somebody pointed at, and opens and closes gates. Window's thread.
class PlacePresenter final : public QObject
{
    Q_OBJECT

public:
    PlacePresenter(Replica &replica, OverviewDesk &desk, OverviewPresenter &overview, QObject *parent = nullptr);

    void showZone(const Id &zone);
    void showGate(const Id &gate);

private:
    void refresh();
    [[nodiscard]] std::optional<PlaceView> zonePlace(const Id &id) const;
    [[nodiscard]] std::optional<PlaceView> gatePlace(const Id &id) const;
    void openGate(const Id &gate);
    void closeGate(const Id &gate, const QString &reason);
    /// Tells what became of it; while the notice stands, `undo` takes it back.
    void tell(const Result<Nothing> &answer, const QString &done, std::function<void()> undo);
    [[nodiscard]] QString zoneName(const ZoneId &zone) const;
    [[nodiscard]] QString gateName(const Id &gate) const;

    Replica &m_replica;
    OverviewDesk &m_desk;
    OverviewPresenter &m_overview;
    Id m_place;
    bool m_isGate = false;
    std::function<void()> m_undo;
};

} // namespace gatehouse
