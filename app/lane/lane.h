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
    Instant device;            ///< by the device's own clock
    std::int64_t offsetMs = 0; ///< server's clock minus the device's, as last measured
    std::int32_t errorMs = 0;  ///< how far off that may be
    bool isSuspect = false;    ///< never measured, or the clock jumped since

    [[nodiscard]] Instant corrected() const { return device + offsetMs; }
};

/// What a lane needs of its device: the list as far as it is known here, the time, and a durable way to the server. The
/// kiosk implements it over its replica, the rehearsal over thousands of small ones.
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
    [[nodiscard]] virtual std::optional<AdmissionRecord> recordOfSerial(const CheckInListId &list,
                                                                        std::int64_t serial) const = 0;
    [[nodiscard]] virtual std::optional<AdmissionRecord> recordOfCredential(const CheckInListId &list,
                                                                            const Bytes &credential) const = 0;
    [[nodiscard]] virtual std::optional<AdmissionRecord> record(const AdmissionRecordId &id) const = 0;
    [[nodiscard]] virtual std::optional<Attendance> attendance(const AdmissionRecordId &record) const = 0;
    /// Which event day an instant belongs to, as eventDayAt() counts.
    [[nodiscard]] virtual std::int64_t dayOf(Instant at) const = 0;

    /// Keeps the command on disk, then sends it. The lane is told by Lane::kept() with the (first) scan of the command:
    /// at once or later, but for one command after the other. Nobody waits for the disk meanwhile.
    virtual void send(const RecordScan &command) = 0;
    virtual void send(const ShowScans &command) = 0;
};

/// What the person at the gate is shown of one scan. It never changes afterwards.
struct LaneShown {
    ScanId scan;
    DecidedBy by = DecidedBy::Device;
    ScanVerdict verdict;
    std::int64_t listAgeMs = 0; ///< 0: on line
    bool isRecorded = true;     ///< false: the disk takes nothing; the verdict is an error and staff must be called
    Direction direction = Direction::Entry;
};

/// One queue through a gate: takes codes, asks the server, decides by the full rules where no answer comes in time, and
/// lets no light turn before its device has told that the disk holds it. A plain object on its caller's thread, stepped
/// with a monotonic time; look at nextStepMs() after each call.
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

    /// How long the same code counts as the same read; kDoubleReadMs unless told. A rehearsal that runs faster than
    /// life needs less.
    void setDoubleReadMs(std::int64_t ms) { m_doubleReadMs = ms; }
    /// A negative control, see EngineOptions: what this lane let through itself counts for nothing.
    void dropMemory() { m_hasMemory = false; }
    void setPlace(const Place &place) { m_place = place; }
    [[nodiscard]] const Place &place() const { return m_place; }

    /// A code as it came from scanner or camera. Fault::Conflict for the same code again within kDoubleReadMs; the
    /// faults of normaliseScan() for what is no code. The verdict comes through onShown, perhaps at once.
    Result<ScanId> scan(std::string_view raw, std::int64_t nowMs);
    /// Somebody was picked from a search, by the record of this lane's list.
    Result<ScanId> pick(const AdmissionRecordId &record, std::int64_t nowMs);
    /// What a scan still lacked, that was shown as Incomplete: how many of a group come (0: as before), and answers.
    /// Asked as a scan of its own. Fault::NotFound: it is not the one that was shown last, or is forgotten.
    Result<ScanId> complete(const ScanId &scan, std::int32_t people, const std::vector<GivenAnswer> &answers,
                            std::int64_t nowMs);
    /// Nobody will complete anything: what was answered so far is wiped.
    void forgetIncomplete() { m_incomplete.reset(); }
    /// The port's word on what it was last given for this scan: it is on disk, or nothing of it was kept.
    void kept(const ScanId &scan, const Result<> &result);
    /// The server's word on a RecordScan that this lane sent.
    void answered(const ScanId &scan, const Result<ScanVerdict> &answer);
    /// The copy of the list holds this use now: what it tells need no longer be remembered here.
    void learned(const Attendance &use);

    /// After a restart, with the commands of the outbox in their order: what this lane has shown stands, although the
    /// server may not know it yet.
    void remember(const RecordScan &command);
    void remember(const ShowScans &command);
    /// All is remembered: what was asked, and never shown before the power went, is told to the server as unseen.
    void endRemembering();

    /// Decides what has waited too long. Call at nextStepMs() at the latest, and when the link is lost.
    void step(std::int64_t nowMs);
    /// When the next question has waited too long; nothing if none is open.
    [[nodiscard]] std::optional<std::int64_t> nextStepMs() const;
    /// A code was taken and nothing is shown for it yet.
    [[nodiscard]] bool isBusy() const { return !m_open.empty(); }

private:
    enum class Stage {
        Keeping, ///< the question is on its way to the disk
        Asked,   ///< … is on disk, and goes to the server
        Showing, ///< decided; what will be shown is on its way to the disk
    };
    /// A ticket on a list by its serial, whichever of its codes was read.
    using OwnPlace = std::pair<CheckInListId, std::int64_t>;
    /// A ticket's use as this lane left it.
    struct OwnUse {
        Attendance use;
        std::optional<ScanId> base; ///< the last scan in the copy's own account, when this was noted; none: not known
    };
    /// A code that was taken, until something is shown for it.
    struct Attempt {
        RecordScan command;
        std::int64_t askedMs = 0;
        Stage stage = Stage::Keeping;
        LaneShown shown;
        std::optional<OwnPlace> own;  ///< where in m_own this attempt changed something …
        std::optional<OwnUse> before; ///< … and what stood there
    };
    struct Decision {
        Verdict verdict;
        CodeFacts facts;
        std::optional<AdmissionRecord> record;
    };

    [[nodiscard]] bool isDoubleRead(const std::string &code, std::int64_t nowMs);
    ScanId ask(RecordScan command, std::int64_t nowMs);
    void show(const RecordScan &command, const LaneShown &shown);
    [[nodiscard]] Attempt *open(const ScanId &scan);
    void decideAlone(Attempt attempt);
    void decideLate(Attempt &attempt);
    void settle(const ScanId &scan, bool isRecorded);
    void tell(Attempt &attempt);
    void tellUntold();
    void noteUntold(const Result<> &result);

    [[nodiscard]] CodeFacts read(const std::string &code) const;
    [[nodiscard]] std::optional<AdmissionRecord> recordFor(const RecordScan &command, const CodeFacts &facts) const;
    [[nodiscard]] Decision decide(const RecordScan &command) const;
    [[nodiscard]] static std::optional<OwnPlace> ownPlace(const CheckInListId &list, const Decision &decision);
    [[nodiscard]] std::optional<Attendance> useOf(const CheckInListId &list, const Decision &decision) const;
    [[nodiscard]] std::optional<Attendance> copyOf(const std::optional<AdmissionRecord> &record) const;
    [[nodiscard]] ScanVerdict shownOf(const Decision &decision) const;
    [[nodiscard]] OwnUse ownUse(const RecordScan &command, const Decision &decision) const;
    void noteOwn(Attempt &attempt, const Decision &decision);
    void takeBackOwn(const Attempt &attempt);
    void rememberShown(const RecordScan &command);

    LanePort &m_port;
    Random &m_random;
    Place m_place;
    std::int64_t m_doubleReadMs = kDoubleReadMs;
    bool m_hasMemory = true;
    std::vector<Attempt> m_open;
    std::map<std::string, std::int64_t> m_recent;      ///< code → when it was read last
    std::map<OwnPlace, OwnUse> m_own;                  ///< tickets that this lane let through itself
    std::map<AdmissionRecordId, OwnPlace> m_ownPlaces; ///< where in m_own a record's use stands
    std::optional<RecordScan> m_incomplete;            ///< shown last as Incomplete: may be completed
    std::map<ScanId, RecordScan> m_unseen;             ///< while remembering: asked, and not shown so far
    std::vector<ShownScan> m_untold;                   ///< shown, or never shown, and the disk took no word of it
    std::size_t m_telling = 0;                         ///< how many of them are on their way to the disk
};

} // namespace gatehouse
