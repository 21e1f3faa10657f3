// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shell/commandpalette.h"
#include "shared/replica/replica.h"

#include <QObject>

namespace gatehouse {

/// Finds what of the event somebody types into the palette: gates, zones and sessions in the replica, people by asking.
/// Window's thread.
class PaletteSearch final : public QObject
{
    Q_OBJECT

public:
    PaletteSearch(Replica &replica, CommandPalette &palette, QObject *parent = nullptr);

    static constexpr int kMostPeople = 8;
    static constexpr std::size_t kMostSessions = 8;

signals:
    void gateChosen(const gatehouse::Id &gate);
    void zoneChosen(const gatehouse::Id &zone);
    void sessionChosen(const gatehouse::Id &session);
    void personChosen(const QString &name);

private:
    void search(const QString &needle);
    void choose(const QString &hit);
    [[nodiscard]] std::vector<PaletteHit> placesFor(const QString &needle) const;

    Replica &m_replica;
    CommandPalette &m_palette;
};

} // namespace gatehouse
