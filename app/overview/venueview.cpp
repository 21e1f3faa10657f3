// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/venueview.h"

#include "app/ui/figures.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace gatehouse {
namespace {

QString rate(double perMinute)
{
    return QLocale().toString(static_cast<int>(std::lround(perMinute)));
}

} // namespace

QString peopleOfCapacity(const ZoneView &zone)
{
    const QLocale locale;
    if (zone.capacity <= 0)
        return locale.toString(zone.people);
    return QCoreApplication::translate("gatehouse::Venue", "%1 / %2", "people in a zone / its capacity")
        .arg(locale.toString(zone.people), locale.toString(zone.capacity));
}

QString shareOfCapacity(const ZoneView &zone)
{
    if (zone.capacity <= 0)
        return {};
    return QCoreApplication::translate("gatehouse::Venue", "%1 %", "share of capacity")
        .arg(std::lround(100.0 * zone.people / zone.capacity));
}

QString bandWords(const ZoneView &zone)
{
    if (zone.band <= 0)
        return {};
    return QCoreApplication::translate("gatehouse::Venue", "± %1", "the figure may be off by so many people")
        .arg(QLocale().toString(zone.band));
}

QString levelWords(const ZoneView &zone)
{
    switch (zone.level) {
    case OccupancyLevel::Fine:
        break;
    case OccupancyLevel::Soon:
        return QCoreApplication::translate("gatehouse::Venue", "nearly full", "a zone");
    case OccupancyLevel::Full:
        return QCoreApplication::translate("gatehouse::Venue", "full", "a zone");
    case OccupancyLevel::Over:
        if (zone.capacity > 0 && zone.people > zone.capacity)
            return QCoreApplication::translate("gatehouse::Venue", "%1 too many", "people in a zone")
                .arg(QLocale().toString(zone.people - zone.capacity));
        return QCoreApplication::translate("gatehouse::Venue", "too many", "people in a zone");
    }
    return {};
}

QString zoneWord(const ZoneView &zone)
{
    const auto joined = [](const QString &first, const QString &second) {
        return QCoreApplication::translate("gatehouse::Venue", "%1 · %2", "two facts about a zone, side by side")
            .arg(first, second);
    };
    QString word = shareOfCapacity(zone);
    if (zone.state == State::NoData)
        word = stateWord(zone.state);
    else if (zone.capacity <= 0)
        word = QCoreApplication::translate("gatehouse::Venue", "no limit", "a zone without capacity");
    if (const QString level = levelWords(zone); !level.isEmpty() && zone.state != State::NoData)
        word = joined(word, level);
    if (const QString band = bandWords(zone); !band.isEmpty())
        word = joined(word, band);
    if (!zone.age)
        return word;
    return QCoreApplication::translate("gatehouse::Venue", "%1 · %2 old").arg(word, ageWords(*zone.age));
}

State levelState(OccupancyLevel level)
{
    switch (level) {
    case OccupancyLevel::Fine:
        return State::Fine;
    case OccupancyLevel::Soon:
        return State::Soon;
    case OccupancyLevel::Full:
    case OccupancyLevel::Over:
        return State::Now;
    }
    return State::NoData; // of a newer server
}

QString gateConditionWord(GateCondition condition)
{
    switch (condition) {
    case GateCondition::Open:
        return QCoreApplication::translate("gatehouse::Venue", "open", "gate");
    case GateCondition::Closed:
        return QCoreApplication::translate("gatehouse::Venue", "closed", "gate");
    case GateCondition::Silent:
        return QCoreApplication::translate("gatehouse::Venue", "silent", "gate");
    }
    return {};
}

QString gateFlowWords(const GateView &gate)
{
    if (gate.condition == GateCondition::Silent && gate.silentFor)
        return QCoreApplication::translate("gatehouse::Venue", "silent %1", "a gate, for how long")
            .arg(ageWords(*gate.silentFor));
    if (gate.condition != GateCondition::Open)
        return gateConditionWord(gate.condition);
    if (std::lround(gate.outPerMinute) == 0)
        return QCoreApplication::translate("gatehouse::Venue", "%1/min", "people per minute")
            .arg(rate(gate.inPerMinute));
    return QCoreApplication::translate("gatehouse::Venue", "%1 in, %2 out/min", "people per minute")
        .arg(rate(gate.inPerMinute), rate(gate.outPerMinute));
}

State gateState(const GateView &gate)
{
    switch (gate.condition) {
    case GateCondition::Open:
        return gate.state;
    case GateCondition::Closed:
        return State::Info;
    case GateCondition::Silent:
        return State::NoData;
    }
    return State::NoData;
}

QString zoneSentence(const ZoneView &zone)
{
    QString sentence = zone.capacity <= 0
        ? QCoreApplication::translate("gatehouse::Venue", "%1: %2 people, %3")
              .arg(zone.name, QLocale().toString(zone.people), zoneWord(zone))
        : QCoreApplication::translate("gatehouse::Venue", "%1: %2 people of %3, %4, %5",
                                      "zone, people, capacity, share, state")
              .arg(zone.name, QLocale().toString(zone.people), QLocale().toString(zone.capacity), zoneWord(zone),
                   stateWord(zone.state));
    if (zone.silentGates.isEmpty())
        return sentence;
    return QCoreApplication::translate("gatehouse::Venue", "%1. Silent: %2", "a zone, then gates that say nothing")
        .arg(sentence, zone.silentGates.join(QCoreApplication::translate("gatehouse::Venue", ", ", "between names")));
}

QString gateSentence(const GateView &gate)
{
    const QString sentence =
        QCoreApplication::translate("gatehouse::Venue", "%1: %2").arg(gate.name, gateFlowWords(gate));
    if (gate.note.isEmpty())
        return sentence;
    return QCoreApplication::translate("gatehouse::Venue", "%1 (%2)", "a gate and its flow, then why it is so")
        .arg(sentence, gate.note);
}

QString spaceKindWord(SpaceKind kind)
{
    switch (kind) {
    case SpaceKind::Room:
        return QCoreApplication::translate("gatehouse::Venue", "Room");
    case SpaceKind::Stage:
        return QCoreApplication::translate("gatehouse::Venue", "Stage");
    case SpaceKind::Area:
        return QCoreApplication::translate("gatehouse::Venue", "Open area");
    case SpaceKind::Booth:
        return QCoreApplication::translate("gatehouse::Venue", "Stand");
    case SpaceKind::Service:
        return QCoreApplication::translate("gatehouse::Venue", "Service");
    case SpaceKind::Closed:
        return QCoreApplication::translate("gatehouse::Venue", "Staff only");
    }
    return QCoreApplication::translate("gatehouse::Venue", "Space");
}

QString spaceSentence(const MapSpaceView &space)
{
    const QString sentence = QCoreApplication::translate("gatehouse::Venue", "%1: %2", "a space and its kind")
                                 .arg(space.name, spaceKindWord(space.kind));
    if (space.zoneName.isEmpty())
        return sentence;
    return QCoreApplication::translate("gatehouse::Venue", "%1, counted in %2", "a space and its zone")
        .arg(sentence, space.zoneName);
}

QString laneDirectionWord(LaneDirection direction)
{
    switch (direction) {
    case LaneDirection::In:
        return QCoreApplication::translate("gatehouse::Venue", "in", "direction of a lane");
    case LaneDirection::Out:
        return QCoreApplication::translate("gatehouse::Venue", "out", "direction of a lane");
    case LaneDirection::Both:
        return QCoreApplication::translate("gatehouse::Venue", "in and out", "direction of a lane");
    }
    return {};
}

QString laneWords(const LaneView &lane)
{
    const QString words = lane.isStaffed
        ? QCoreApplication::translate("gatehouse::Venue", "%1, staffed", "direction of a lane")
              .arg(laneDirectionWord(lane.direction))
        : QCoreApplication::translate("gatehouse::Venue", "%1, self-service", "direction of a lane")
              .arg(laneDirectionWord(lane.direction));
    return lane.word.isEmpty()
        ? words
        : QCoreApplication::translate("gatehouse::Venue", "%1, %2", "a lane, how its devices are")
              .arg(words, lane.word);
}

QString lanePlaceWords(const LaneView &lane)
{
    if (!lane.atMm)
        return QCoreApplication::translate("gatehouse::Venue", "beside its gate", "a lane");
    const auto metres = [](double mm) { return QLocale().toString(mm / 1000, 'f', 1); };
    return QCoreApplication::translate("gatehouse::Venue", "at %1 m, %2 m", "a lane: across and down the floor")
        .arg(metres(lane.atMm->x()), metres(lane.atMm->y()));
}

QString laneSentence(const GateView &gate, const LaneView &lane)
{
    return QCoreApplication::translate("gatehouse::Venue", "%1 of %2: %3", "a lane, its gate, how it is")
        .arg(lane.name, gate.name, laneWords(lane));
}

} // namespace gatehouse
