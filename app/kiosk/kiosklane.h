// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/kioskport.h"

#include <QTimer>

#include <deque>

namespace gatehouse {

/// A kiosk's lane at work: the lane itself, its port over the replica, its timer, its place as the server assigns it,
/// and what the outbox tells of the time before a restart. Everything of a kiosk but screen and readers. Window's
/// thread; the replica outlives it.
class KioskLane final : public QObject
{
    Q_OBJECT

public:
    /// Why no code is taken.
    enum class Readiness {
        Ready,
        Starting,   ///< looks at what its disk holds
        NoList,     ///< the list has not come yet
        Unassigned, ///< nobody has given this device a list
        Revoked,    ///< nobody may use this device; what it held is wiped
        Broken,     ///< the outbox cannot be opened
    };

    KioskLane(Replica &replica, Random &random, Direction direction, QObject *parent = nullptr);

    /// Opens what is kept and connects. Before that, signals may be connected.
    void start();
    [[nodiscard]] Readiness readiness() const;
    /// A code from scanner or camera, as it was read. Fault::Conflict: read twice, or nothing is taken now. The verdict
    /// comes by shown().
    Result<ScanId> scan(const QString &code);
    /// A code that a person typed, all in capitals.
    Result<ScanId> scanTyped(const QString &code);
    /// Somebody was picked from the search, by the record of this list.
    Result<ScanId> pick(const AdmissionRecordId &record);
    /// As Lane::complete().
    Result<ScanId> complete(const ScanId &scan, std::int32_t people, const std::vector<GivenAnswer> &answers);
    void forgetIncomplete() { m_lane.forgetIncomplete(); }

    [[nodiscard]] const KioskPort &port() const { return m_port; }
    [[nodiscard]] const Lane::Place &place() const { return m_lane.place(); }
    [[nodiscard]] bool isBusy() const { return m_lane.isBusy(); }
    /// Scans that the server has not confirmed. (The outbox counts commands: what was shown follows in one of its own.)
    [[nodiscard]] int waitingScans() const { return m_waitingScans; }
    /// Why the disk did not take the last command; Fault::None if it did.
    [[nodiscard]] const Failure &keeping() const { return m_keeping; }

signals:
    void shown(const gatehouse::LaneShown &shown);
    /// Readiness, place or keeping() may be others now.
    void changed();

private:
    void statusChanged();
    void takePlace();
    [[nodiscard]] Direction direction() const;
    void takeRevocation();
    void startRemembering(const std::vector<OutboxEntry> &commands);
    void rememberSome();
    void remember(const OutboxEntry &entry);
    void kept(const ScanId &scan, const Failure &failure);
    void learn(const QVector<Id> &records);
    void learnAll();
    void armTimer();

    Replica &m_replica;
    Direction m_started; ///< as the program was told
    KioskPort m_port;
    Lane m_lane;
    QTimer m_timer;
    std::deque<OutboxEntry> m_toRemember;
    int m_waitingScans = 0;
    bool m_isRecalled = false;
    bool m_isRevoked = false;
    bool m_isBroken = false;
    Failure m_keeping{Fault::None, {}, {}};
};

} // namespace gatehouse
