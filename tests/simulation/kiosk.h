// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lane/lane.h"
#include "tests/simulation/device.h"
#include "tests/simulation/model.h"

namespace gatehouse::simulation {

/// A kiosk: the real lane over a real client, as app/kiosk joins them, without a screen. What it shows is told to the
/// model by whoever stands before it.
class Kiosk final : public Device, private LanePort
{
public:
    Kiosk(World &world, DeviceSetup setup, Model &model, int number);

    /// Somebody holds a ticket before the reader. Nothing while it is busy, down, or has no list.
    void present(std::size_t ticket, Direction direction);
    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] std::size_t openScans() const { return m_asked.size(); }

private:
    // Device
    void began() override;
    void ended() override;
    void answered(const CommandAnswered &answered) override;
    void rowsChanged(const std::vector<AppliedRow> &rows) override;
    void statusChanged() override;
    void welcomed(const Welcome &welcome) override;
    void recalled(const std::vector<OutboxEntry> &commands) override;
    void renumbered(const std::vector<std::int64_t> &before) override;

    // LanePort
    [[nodiscard]] bool isOnline() const override;
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
    [[nodiscard]] std::optional<Attendance> attendance(const AdmissionRecordId &record) const override;
    [[nodiscard]] std::int64_t dayOf(Instant at) const override;
    void send(const RecordScan &command) override;
    void send(const ShowScans &command) override;

    void keptLater(const ScanId &scan);
    void shown(const LaneShown &shown);
    void noteLight(const SeenScan &scan, const LaneShown &shown);
    void planLane();

    Model &m_model;
    int m_number;
    std::unique_ptr<Lane> m_lane;
    Lane::Place m_place;
    bool m_isRecalled = false;
    int m_run = 0;                          ///< raised by each start and end of the program
    std::map<std::int64_t, ScanId> m_asked; ///< by number: whose answer the lane waits for
    std::optional<std::size_t> m_presented; ///< while the code is being read
};

} // namespace gatehouse::simulation
