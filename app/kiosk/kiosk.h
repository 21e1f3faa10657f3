// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/kioskface.h"
#include "app/kiosk/kiosklanguage.h"
#include "app/kiosk/kioskprogramme.h"
#include "app/kiosk/selftest.h"
#include "app/kiosk/staffcode.h"
#include "app/kiosk/verdictsounds.h"
#include "app/kiosk/wedgereader.h"

namespace gatehouse {

/// What a kiosk is set up with.
struct KioskOptions {
    Direction direction = Direction::Entry;
    QString language = QStringLiteral("en"); ///< of the house: visitors choose another for a while
    StaffCode staffCode;
    std::unique_ptr<Camera> camera; ///< may be none
    MachinePlaces places;
};

/// One kiosk at work: codes from scanner, camera and pad go to its lane, verdicts to face and ears, its state to the
/// visitors, its health to staff and to the control room. Window's thread. Replica, random and face outlive it.
class Kiosk final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds kAdmittedStays{4};
    static constexpr std::chrono::seconds kRefusedStays{8};
    static constexpr std::chrono::seconds kErrorStays{20};
    static constexpr std::chrono::milliseconds kEyeBlink{
        150}; ///< an answer that takes longer is announced by "One moment"
    static constexpr std::chrono::seconds kLanguageStays{60}; ///< since the last sign of whoever chose it

    static constexpr std::int64_t kOldProgrammeMs = 60'000; ///< off line for so long, visitors are told

    static constexpr std::chrono::seconds kCallStays{10}; ///< long enough to walk along a row of kiosks

    Kiosk(Replica &replica, Random &random, KioskFace &face, KioskOptions options);

    /// Opens what is kept and connects.
    void start();
    [[nodiscard]] const KioskView &view() const { return m_view; }
    /// But for the sound device: looking for it is not for every second.
    [[nodiscard]] KioskHealth health() const;
    [[nodiscard]] QString language() const { return m_words.language(); }
    /// A second has passed; called by a timer of its own, and by tests.
    void tick();

signals:
    /// After the face was given it.
    void shown(const gatehouse::LaneShown &shown);
    /// Another programme stands on the face.
    void nowNextShown(const gatehouse::KioskNowNext &nowNext);
    void exitWanted();

private:
    void connectReaders();
    void connectFace();
    void takeRead(const QString &code);
    void take(const Result<ScanId> &scan);
    void show(const LaneShown &shown);
    void endVerdict();
    void announce();
    void refresh();
    void describePlace();
    void describeLink();
    [[nodiscard]] bool describeProgramme();
    void startAsking(const LaneShown &shown);
    void takeAnswer(const QString &value);
    void askNext();
    void completeScan();
    void stopAsking();
    void describeAsk();
    void startSearching();
    void stopSearching();
    void search(const QString &text);
    void showFound(const QString &text, const Result<FindAttendees::Answer> &answer);
    [[nodiscard]] KioskPerson personOf(const FoundAttendee &found) const;
    void wiped();
    void judgeStaff(const QString &code);
    void chooseLanguage(const QString &language);
    void tellPresence();
    void takeCall();
    void describeCall();
    [[nodiscard]] KioskClosure closure() const;
    [[nodiscard]] KioskVerdict verdictOf(const LaneShown &shown) const;

    /// What a scan lacks that was shown as Incomplete, and what was answered so far.
    struct Asking {
        ScanId scan;
        std::int32_t most = 0; ///< of a group; 0: it is questions that are asked
        std::vector<Question> questions;
        std::size_t at = 0; ///< the question that is asked now
        std::vector<GivenAnswer> answers;
        std::int32_t people = 0;
    };

    Replica &m_replica;
    KioskFace &m_face;
    QString m_houseLanguage;
    StaffCode m_staffCode;
    KioskLanguage m_words;
    VerdictSounds m_sounds;
    WedgeReader m_wedge;
    std::unique_ptr<Camera> m_camera;
    MachineWatch m_machine;
    KioskLane m_lane;
    KioskProgramme m_programme;
    KioskView m_view;
    DevicePresence m_presence;
    std::optional<std::int64_t> m_lastReadMs;   ///< monotonic
    std::optional<std::int64_t> m_offlineSince; ///< monotonic
    std::chrono::seconds m_calledLeft{0};
    std::chrono::seconds m_languageLeft{0}; ///< until the house's language comes back
    std::optional<Asking> m_asking;
    KioskPage m_home = KioskPage::Attract; ///< where a verdict leads back to: a staffed lane's is the search
    QString m_searched;                    ///< what was looked for last
    QTimer m_verdictEnds;
    QTimer m_eyeBlink;
    QTimer m_second;
};

} // namespace gatehouse
