// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lane/lane.h"
#include "shared/replica/replica.h"

#include <QObject>

#include <unordered_map>

namespace gatehouse {

/// Where the records of all lists stand, by what a code tells of them. Kept up row by row, so that neither a scan nor a
/// change looks at more than its own row, however many there are.
class AdmissionIndex
{
public:
    /// As a collection's indexer: `before` is null for a new row, `after` for one that goes.
    void change(const AdmissionRecord *before, const AdmissionRecord *after);
    [[nodiscard]] std::optional<AdmissionRecordId> ofSerial(const CheckInListId &list, std::int64_t serial) const;
    [[nodiscard]] std::optional<AdmissionRecordId> ofCredential(const CheckInListId &list,
                                                                const Bytes &credential) const;
    [[nodiscard]] std::optional<AdmissionRecordId> ofTicket(const CheckInListId &list, const TicketId &ticket) const;
    [[nodiscard]] std::size_t size() const { return m_bySerial.size(); }

private:
    std::unordered_map<std::string, AdmissionRecordId> m_bySerial;     ///< by list and serial
    std::unordered_map<std::string, AdmissionRecordId> m_byCredential; ///< by list and credential
    std::unordered_map<std::string, AdmissionRecordId> m_byTicket;     ///< by list and ticket
};

/// What a lane asks of its device, answered from the window's replica; what it has to tell goes through the replica's
/// outbox, on the link's thread. Window's thread. The replica outlives it, and takes no rows any more once it is gone.
class KioskPort final : public QObject, public LanePort
{
    Q_OBJECT

public:
    explicit KioskPort(Replica &replica, QObject *parent = nullptr);

    [[nodiscard]] bool isOnline() const override;
    [[nodiscard]] std::int64_t listAgeMs() const override;
    /// By the clock since boot, mapped to the server's: setting the wall clock changes nothing. Suspect until it was
    /// measured.
    [[nodiscard]] ClockReading clock() const override;
    [[nodiscard]] std::optional<CredentialKeys> keys() const override;
    /// None before all its records have come: half a list would turn people away.
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
    [[nodiscard]] std::optional<AdmissionRecord> recordOfTicket(const CheckInListId &list,
                                                                const TicketId &ticket) const;
    void send(const RecordScan &command) override;
    void send(const ShowScans &command) override;

    /// The code as the copy knows it: what people type is all capitals, and other systems' codes may not be.
    [[nodiscard]] std::string spelledAsKnown(const CheckInListId &list, const std::string &typed) const;
    [[nodiscard]] std::size_t recordCount() const { return m_index.size(); }

signals:
    /// A command of this scan is on disk (Fault::None), or is not.
    void kept(const gatehouse::ScanId &scan, const gatehouse::Failure &failure);
    /// A RecordScan is on disk, before kept() tells the same.
    void scanKept();
    void answered(const gatehouse::ScanId &scan, const gatehouse::Result<gatehouse::ScanVerdict> &answer);

private:
    template <class E>
    [[nodiscard]] std::optional<E> copy(const Id &id) const;
    void tellKept(const ScanId &scan, const Result<std::int64_t> &number);

    Replica &m_replica;
    AdmissionIndex m_index;
};

} // namespace gatehouse
