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

QString zoneWord(const ZoneView &zone)
{
    QString share = shareOfCapacity(zone);
    if (zone.state == State::NoData)
        share = stateWord(zone.state);
    else if (zone.capacity <= 0)
        share = QCoreApplication::translate("gatehouse::Venue", "no limit", "a zone without capacity");
    if (!zone.age)
        return share;
    return QCoreApplication::translate("gatehouse::Venue", "%1 · %2 old").arg(share, ageWords(*zone.age));
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
    if (zone.capacity <= 0)
        return QCoreApplication::translate("gatehouse::Venue", "%1: %2 people, %3")
            .arg(zone.name, QLocale().toString(zone.people), zoneWord(zone));
    return QCoreApplication::translate("gatehouse::Venue", "%1: %2 people of %3, %4, %5",
                                       "zone, people, capacity, share, state")
        .arg(zone.name, QLocale().toString(zone.people), QLocale().toString(zone.capacity), zoneWord(zone),
             stateWord(zone.state));
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

} // namespace gatehouse
