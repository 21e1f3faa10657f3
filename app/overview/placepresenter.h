// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/overview/overviewpresenter.h"
#include "app/overview/placecard.h"
#include "app/overview/venueeditor.h"

namespace gatehouse {

/// Tells the gate, zone or space that somebody pointed at, opens and closes gates, and takes what was counted by hand.
/// Window's thread.
class PlacePresenter final : public QObject
{
    Q_OBJECT

public:
    PlacePresenter(Replica &replica, OverviewDesk &desk, OverviewPresenter &overview, VenueEditor &editor,
                   QObject *parent = nullptr);

    void showZone(const Id &zone);
    void showGate(const Id &gate);
    void showSpace(const Id &space);

private:
    void show(const VenueElement &element);
    void refresh();
    [[nodiscard]] std::optional<PlaceView> placeOf(const VenueElement &element) const;
    [[nodiscard]] std::optional<PlaceView> spacePlace(const Id &id) const;
    void addCountFacts(const Occupancy &occupancy, PlaceView &view) const;
    void count(const Id &zone, int people, const QString &note);
    void undoCount(const HandCountId &count);
    void click(const Id &zone, int delta);
    [[nodiscard]] Instant serverNow() const;
    [[nodiscard]] std::optional<PlaceView> zonePlace(const Id &id) const;
    [[nodiscard]] std::optional<PlaceView> gatePlace(const Id &id) const;
    void openGate(const Id &gate);
    void closeGate(const Id &gate, const QString &reason);
    /// Tells what became of it; while the notice stands, `undo` takes it back.
    template <class Answer>
    void tell(const Result<Answer> &answer, const QString &done, std::function<void()> undo);
    [[nodiscard]] QString zoneName(const ZoneId &zone) const;
    [[nodiscard]] QString gateName(const Id &gate) const;

    Replica &m_replica;
    OverviewDesk &m_desk;
    OverviewPresenter &m_overview;
    VenueEditor &m_editor;
    VenueElement m_place;
};

} // namespace gatehouse
