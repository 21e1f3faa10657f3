// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/overview/overviewdesk.h"
#include "app/overview/planfile.h"
#include "app/overview/venuepainter.h"
#include "shared/replica/replica.h"

#include <QThread>

#include <memory>

namespace gatehouse {

/// Makes a venue in the window: floors with their picture, zones, spaces, gates and lanes are added by drawing, changed
/// in a form, moved and removed. What the server refuses is said where it was asked. Window's thread.
class VenueEditor final : public QObject
{
    Q_OBJECT

public:
    VenueEditor(Replica &replica, OverviewDesk &desk, QObject *parent = nullptr);
    ~VenueEditor() override;

    /// What this account may do with it; of no element: with the floor that is shown.
    [[nodiscard]] std::vector<PlaceAction> actionsFor(const VenueElement &element) const;
    /// `at`: where the menu was opened; for what is added without drawing.
    void run(const QString &action, const VenueElement &element, QPointF at);

private:
    using Send = std::function<void(const FormValues &values)>;
    using Drawn = std::function<void(const QPolygonF &outline)>;
    using Chosen = std::function<void(QPointF place)>;

    void offerActions();
    void ask(const FormView &view, Send send);
    void draw(Drawn drawn);
    void choose(Chosen chosen);

    void addFloor();
    void editFloor(const Id &id);
    void removeFloor(const Id &id);
    void takePlan(const QString &path);
    void setPlan(const Result<PlanFile> &plan, const FloorId &floor);
    void addZone(const QPolygonF &outline);
    void editZone(const Id &id);
    void addSpace(const QPolygonF &outline);
    void editSpace(const Id &id);
    void addGate(QPointF place);
    void editGate(const Id &id);
    void addLane(const Id &gate);
    void editLane(const Id &id);
    void placeLane(const Id &id);
    void setLanePlace(const Id &id, std::optional<QPointF> place);
    [[nodiscard]] std::vector<const GateLane *> lanesOf(const Id &gate) const;
    static void addLaneActions(const GateLane &lane, std::vector<PlaceAction> &actions);
    void askRemoval(const VenueElement &element);
    void redraw(const VenueElement &element);
    void moveGate(const Id &id);

    template <class Command>
    void add(const Command &command, const QString &done, std::function<void()> undo);
    /// Sends what differs between the two; undoing sends the way back.
    template <class Command, class Row>
    void edit(const Row &before, const Row &after, const QString &done);
    template <class Command>
    void remove(const Command &command, const QString &done);
    void settle(const Failure *failure, const QString &done, std::function<void()> undo);

    [[nodiscard]] std::vector<std::pair<QString, QString>> zoneChoices(const QString &none) const;
    [[nodiscard]] ZoneId zoneUnder(QPointF place) const;
    template <class Row>
    [[nodiscard]] const Row *row(const Id &id) const
    {
        return m_replica.collection<Row>().find(id);
    }
    [[nodiscard]] FloorId floor() const;

    Replica &m_replica;
    OverviewDesk &m_desk;
    Send m_send; ///< of the form that is open
    Drawn m_drawn;
    Chosen m_chosen;
    std::unique_ptr<QThread> m_reading; ///< "plan": reads and shrinks a picture
};

} // namespace gatehouse
