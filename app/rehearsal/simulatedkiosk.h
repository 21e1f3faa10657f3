// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lane/lane.h"
#include "app/rehearsal/station.h"

namespace gatehouse {

/// A kiosk without a screen: a station with a lane that decides as the real one does. Serves one person at a time. One
/// thread.
class SimulatedKiosk : public QObject, private LanePort
{
    Q_OBJECT

public:
    /// `random` outlives it. `doubleReadMs`: as Lane::setDoubleReadMs().
    SimulatedKiosk(ClientOptions options, LinkMaker makeLink, Random &random, const Lane::Place &place,
                   std::int64_t doubleReadMs);

    [[nodiscard]] Result<> open();
    /// A code is held before the scanner. What is shown comes by onShown, perhaps at once; until then the kiosk is
    /// busy.
    [[nodiscard]] Result<ScanId> scan(const std::string &code, Direction direction);
    [[nodiscard]] bool isOnline() const override;
    [[nodiscard]] bool isBusy() const { return m_lane->isBusy(); }
    /// The cable is pulled, and put back.
    void dropLink() { m_station.goOffline(); }
    void returnLink() { m_station.goOnline(); }
    /// A power cut: what was on the screen is gone; what lay on disk is there.
    void restart();

    [[nodiscard]] Station &station() { return m_station; }
    [[nodiscard]] const Station &station() const { return m_station; }
    [[nodiscard]] const Lane::Place &place() const { return m_place; }
    [[nodiscard]] std::optional<CheckInList> checkInList() const { return list(m_place.list); }

    std::function<void(const LaneShown &)> onShown;
    std::function<void(const Failure &)> onRefused; ///< a command, for good: must not happen
    /// The server has carried out a command at this sequence of its journal; `isSeen`: every kiosk is told what it
    /// changed.
    std::function<void(std::int64_t sequence, bool isSeen)> onSequence;

private:
    // LanePort
    [[nodiscard]] std::int64_t listAgeMs() const override;
    [[nodiscard]] ClockReading clock() const override;
    [[nodiscard]] std::optional<CredentialKeys> keys() const override;
    [[nodiscard]] std::optional<CheckInList> list(const CheckInListId &id) const override;
    [[nodiscard]] std::optional<Gate> gate(const GateId &id) const override;
    [[nodiscard]] std::optional<Product> product(const ProductId &id) const override;
    [[nodiscard]] std::optional<Product> productOfCategory(std::int32_t category) const override;
    [[nodiscard]] std::optional<AdmissionRecord> recordOfSerial(const CheckInListId &list,
                                                                std::int64_t serial) const override;
    [[nodiscard]] std::optional<AdmissionRecord> recordOfCredential(const CheckInListId &list,
                                                                    const Bytes &credential) const override;
    [[nodiscard]] std::optional<AdmissionRecord> record(const AdmissionRecordId &id) const override;
    [[nodiscard]] std::int64_t dayOf(Instant at) const override;
    [[nodiscard]] std::optional<Attendance> attendance(const AdmissionRecordId &record) const override;
    void send(const RecordScan &command) override;
    void send(const ShowScans &command) override;

    void makeLane();
    void remember(const OutboxEntry &entry);
    void answered(const CommandAnswered &answered);
    void armTimer();

    Random &m_random;
    Lane::Place m_place;
    std::int64_t m_doubleReadMs;
    Station m_station;
    std::unique_ptr<Lane> m_lane;
    std::map<std::int64_t, ScanId> m_asked; ///< by the number of their command
    QTimer m_timer;
};

} // namespace gatehouse
