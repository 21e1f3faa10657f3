// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/programme/programmeview.h"
#include "shared/programme/clashes.h"
#include "shared/replica/replica.h"

#include <QCoreApplication>

#include <unordered_map>

namespace gatehouse {

/// What a delay would do: in words, and as what the server is asked to do and nothing else.
struct DelayOutlook {
    ProgrammePreview preview;
    std::vector<SlotShift> shifts; ///< the slot itself first; empty: there is no such slot
};

/// The programme as the replica holds it, in values and words for a screen. Window's thread; the replica outlives it.
class ProgrammeLook
{
    Q_DECLARE_TR_FUNCTIONS(gatehouse::ProgrammeLook)

public:
    explicit ProgrammeLook(Replica &replica) : m_replica(replica) {}

    static constexpr std::int32_t kTurnaroundMinutes{5}; ///< to clear a room; less is a warning

    /// Also looks for clashes anew, which details and words tell of until the next time.
    [[nodiscard]] ProgrammeView makeView();
    /// By the slot, or by a session that has none.
    [[nodiscard]] std::optional<SessionDetail> detailOf(const Id &key) const;
    [[nodiscard]] std::vector<NameView> trackViews() const;
    [[nodiscard]] std::vector<NameView> speakerViews() const;
    [[nodiscard]] DelayOutlook delayOutlook(const DelayWish &wish) const;
    [[nodiscard]] ProgrammePreview movePreview(const MoveWish &wish) const;
    [[nodiscard]] std::vector<SlotShift> shiftsFor(const Slot &slot, const DelayWish &wish) const;
    [[nodiscard]] QString titleOf(const SlotId &slot) const;
    [[nodiscard]] QString spaceName(const SpaceId &space) const;
    [[nodiscard]] QTimeZone zone() const;
    [[nodiscard]] const Event *event() const;

private:
    [[nodiscard]] std::vector<SpaceView> spaceViews() const;
    [[nodiscard]] SlotView viewOf(const Session &session, const Slot *slot) const;
    [[nodiscard]] std::vector<std::pair<QString, QString>> factsOf(const Session &session, const Slot *slot) const;
    [[nodiscard]] QString speakerNames(const Session &session) const;
    [[nodiscard]] QString whenWords(Instant from, Instant until) const;
    [[nodiscard]] QString clashWords(const Clash &clash) const;
    [[nodiscard]] std::vector<EventDay> days() const;
    [[nodiscard]] Instant now() const;
    [[nodiscard]] std::vector<Placement> placements(const std::unordered_map<Id, Slot> &changed = {}) const;
    [[nodiscard]] std::vector<QString> clashesOfChange(const std::unordered_map<Id, Slot> &changed) const;

    Replica &m_replica;
    std::vector<Clash> m_clashes;              ///< of what stands now
    std::unordered_map<Id, int> m_clashCounts; ///< by slot, warnings apart
    std::unordered_map<Id, QColor> m_colours;  ///< by track
};

} // namespace gatehouse
