// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/admission/rules.h"
#include "shared/credential/credential.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

inline constexpr std::int64_t kAskMs = 400;          ///< how long a lane waits for the server before it decides itself
inline constexpr std::int64_t kDoubleReadMs = 2'000; ///< the same code again within this is the same read

/// What a device knows of the time.
struct ClockReading {
    Instant device;             ///< by the device's own clock
    std::int64_t offsetMs = 0;  ///< server's clock minus the device's, as last measured
    std::int32_t errorMs = 0;   ///< how far off that may be
    bool isSuspect = false;     ///< never measured, or the clock jumped since

    [[nodiscard]] Instant corrected() const { return device + offsetMs; }
};

/// What a lane needs of its device: the list as far as it is known here, the time, and a durable way to the server. The kiosk
/// implements it over its replica, the rehearsal over thousands of small ones.
class LanePort
{
public:
    virtual ~LanePort() = default;
    [[nodiscard]] virtual bool isOnline() const = 0;
    [[nodiscard]] virtual std::int64_t listAgeMs() const = 0; ///< since the list was last known to be whole
    [[nodiscard]] virtual ClockReading clock() const = 0;
    [[nodiscard]] virtual std::optional<CredentialKeys> keys() const = 0;
    [[nodiscard]] virtual std::optional<CheckInList> list(const CheckInListId &id) const = 0;
    [[nodiscard]] virtual std::optional<Gate> gate(const GateId &id) const = 0;
    [[nodiscard]] virtual std::optional<Product> product(const ProductId &id) const = 0;
    [[nodiscard]] virtual std::optional<Product> productOfCategory(std::int32_t category) const = 0;
    [[nodiscard]] virtual std::optional<AdmissionRecord> recordOfSerial(const CheckInListId &list, std::int64_t serial) const = 0;
    [[nodiscard]] virtual std::optional<AdmissionRecord> recordOfCredential(const CheckInListId &list,
                                                                            const Bytes &credential) const = 0;
    [[nodiscard]] virtual std::optional<Attendance> attendance(const AdmissionRecordId &record) const = 0;

    /// On disk before they return; the number is the outbox's. A failure means that nothing was kept.
    [[nodiscard]] virtual Result<std::int64_t> send(const RecordScan &command) = 0;
    [[nodiscard]] virtual Result<std::int64_t> send(const ShowScans &command) = 0;
};

/// What the person at the gate is shown of one scan. It never changes afterwards.
struct LaneShown {
    ScanId scan;
    DecidedBy by = DecidedBy::Device;
    ScanVerdict verdict;
    std::int64_t listAgeMs = 0;  ///< 0: on line
    bool isRecorded = true;      ///< false: the disk takes nothing; the verdict is an error and staff must be called
};

/// One queue through a gate: takes codes, asks the server, decides by the full rules where no answer comes in time, and has
/// everything on disk before a light turns. A plain object on its caller's thread, stepped with a monotonic time.
class Lane
{
public:
    struct Place {
        DeviceId device;
        CheckInListId list;
        GateId gate;
        Direction direction = Direction::Entry;
    };

    Lane(LanePort &port, Random &random, const Place &place);

    std::function<void(const LaneShown &)> onShown;

    /// How long the same code counts as the same read; kDoubleReadMs unless told. A rehearsal that runs faster than life needs less.
    void setDoubleReadMs(std::int64_t ms) { m_doubleReadMs = ms; }
    void setPlace(const Place &place) { m_place = place; }
    [[nodiscard]] const Place &place() const { return m_place; }

    /// A code as it came from scanner or camera. Fault::Conflict for the same code again within kDoubleReadMs; the faults of
    /// normaliseScan() for what is no code. The verdict comes through onShown, perhaps at once.
    Result<ScanId> scan(std::string_view raw, std::int64_t nowMs);
    /// The server's word on a RecordScan that this lane sent.
    void answered(std::int64_t number, const Result<ScanVerdict> &answer);
    /// After a restart: what waits in the outbox was shown by this lane, and stands although the server does not know it yet.
    void remember(const RecordScan &command);
    /// Decides what has waited too long. Call at nextStepMs() at the latest.
    void step(std::int64_t nowMs);
    /// When the next question has waited too long; nothing if none is open.
    [[nodiscard]] std::optional<std::int64_t> nextStepMs() const;

private:
    struct Question {
        std::int64_t number = 0;
        RecordScan command;
        std::int64_t askedMs = 0;
    };

    [[nodiscard]] bool isDoubleRead(const std::string &code, std::int64_t nowMs);
    void ask(RecordScan command, std::int64_t nowMs);
    void decideAlone(RecordScan command);
    void decideLate(const Question &question);
    struct Decision {
        Verdict verdict;
        CodeFacts facts;
        std::optional<AdmissionRecord> record;
    };
    [[nodiscard]] Decision decide(const RecordScan &command);
    [[nodiscard]] std::optional<AdmissionRecord> recordFor(const CheckInListId &list, const CodeFacts &facts) const;
    [[nodiscard]] std::optional<Attendance> useOf(const std::optional<AdmissionRecord> &record, const CodeFacts &facts) const;
    [[nodiscard]] ScanVerdict shownOf(const Decision &decision) const;
    void noteOwn(const RecordScan &command, const Decision &decision);
    void show(LaneShown shown);
    void showNotRecorded(const RecordScan &command);

    LanePort &m_port;
    Random &m_random;
    Place m_place;
    std::int64_t m_doubleReadMs = kDoubleReadMs;
    std::vector<Question> m_open;
    std::map<std::string, std::int64_t> m_recent; ///< code → when it was read last
    std::map<std::string, Attendance> m_own;      ///< tickets that this lane let in itself, by serial or credential
};

} // namespace gatehouse
