// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/palettesearch.h"

#include "shared/house/house.h"

namespace gatehouse {

namespace {

using namespace Qt::Literals::StringLiterals;

QString hitId(QLatin1StringView kind, const Id &id)
{
    return kind + u':' + QString::fromStdString(id.toString());
}

} // namespace

PaletteSearch::PaletteSearch(Replica &replica, CommandPalette &palette, QObject *parent)
    : QObject(parent), m_replica(replica), m_palette(palette)
{
    connect(&palette, &CommandPalette::searchWanted, this, &PaletteSearch::search);
    connect(&palette, &CommandPalette::hitChosen, this, &PaletteSearch::choose);
}

std::vector<PaletteHit> PaletteSearch::placesFor(const QString &needle) const
{
    std::vector<PaletteHit> hits;
    m_replica.collection<Gate>().each([&](const Gate &gate) {
        const QString name = QString::fromStdString(gate.name);
        if (CommandPalette::matches(name, needle))
            hits.push_back({hitId("gate"_L1, gate.id), u"door-open"_s, name, tr("Gate")});
    });
    m_replica.collection<Zone>().each([&](const Zone &zone) {
        const QString name = QString::fromStdString(zone.name);
        if (CommandPalette::matches(name, needle))
            hits.push_back({hitId("zone"_L1, zone.id), u"map"_s, name, tr("Zone")});
    });
    std::vector<PaletteHit> sessions;
    m_replica.collection<Session>().each([&](const Session &session) {
        const QString title = QString::fromStdString(session.title);
        if (CommandPalette::matches(title, needle))
            sessions.push_back({hitId("session"_L1, session.id), u"calendar-days"_s, title, tr("Session")});
    });
    std::sort(sessions.begin(), sessions.end(), [](const PaletteHit &a, const PaletteHit &b) {
        return std::make_pair(a.text.size(), a.id) < std::make_pair(b.text.size(), b.id); // the closest first
    });
    if (sessions.size() > kMostSessions)
        sessions.resize(kMostSessions);
    hits.insert(hits.end(), sessions.begin(), sessions.end());
    return hits;
}

void PaletteSearch::search(const QString &needle)
{
    const auto places = placesFor(needle);
    m_palette.setHits(needle, places);
    if (!m_replica.permissions().has(Permission::ViewAttendees))
        return;
    FindAttendees query;
    query.text = needle.toStdString();
    query.most = kMostPeople;
    m_replica.query(query, this, [this, needle, places](const Result<FindAttendees::Answer> &answer) {
        if (!answer)
            return;
        auto hits = places;
        for (const FoundAttendee &found : answer->found) {
            const QString name = QString::fromStdString(found.name);
            hits.push_back({u"person:"_s + name, u"user"_s, name,
                            found.order.empty() ? tr("Person") : QString::fromStdString(found.order)});
        }
        m_palette.setHits(needle, hits);
    });
}

void PaletteSearch::choose(const QString &hit)
{
    const qsizetype colon = hit.indexOf(u':');
    const QString value = hit.mid(colon + 1);
    const auto id = Id::fromString(value.toStdString());
    if (hit.startsWith("person:"_L1))
        emit personChosen(value);
    else if (id && hit.startsWith("gate:"_L1))
        emit gateChosen(*id);
    else if (id && hit.startsWith("zone:"_L1))
        emit zoneChosen(*id);
    else if (id && hit.startsWith("session:"_L1))
        emit sessionChosen(*id);
}

} // namespace gatehouse
