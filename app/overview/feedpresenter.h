// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/feedlist.h"
#include "shared/replica/replica.h"

#include <QTimer>

#include <unordered_map>

namespace gatehouse {

/// Tells what just happened, from the rows that changed: scans, gates, cards, devices, the programme,
/// levels of zones and counts by hand. Window's thread.
class FeedPresenter final : public QObject
{
    Q_OBJECT

public:
    FeedPresenter(Replica &replica, FeedModel &model, QObject *parent = nullptr);

    /// In the words of FeedEntry::kind.
    [[nodiscard]] static QStringList kinds();

private:
    void add(FeedEntry entry);
    void flush();
    void tellScans(const QVector<Id> &ids);
    void tellGates(const QVector<Id> &ids);
    void tellCards(const QVector<Id> &ids);
    void tellDevices(const QVector<Id> &ids);
    void tellSessions(const QVector<Id> &ids);
    void tellSlots(const QVector<Id> &ids);
    void tellAllScans();
    void tellLevels(const QVector<Id> &ids);
    void noteLevels();
    void tellCounts(const QVector<Id> &ids);
    [[nodiscard]] QString zoneName(const Id &zone) const;
    [[nodiscard]] FeedEntry entryOf(const Scan &scan, std::int64_t revision) const;
    [[nodiscard]] FeedEntry entryOf(const Slot &slot, std::int64_t revision, int alsoMoved) const;
    [[nodiscard]] QString gateName(const GateId &gate) const;

    Replica &m_replica;
    FeedModel &m_model;
    std::vector<FeedEntry> m_pending;
    std::uint64_t m_newest = 0; ///< sequence of the newest entry told
    QTimer m_flush;
    std::unordered_map<Id, OccupancyLevel> m_levels; ///< by zone, as they were told
};

} // namespace gatehouse
