// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/programme/namespanel.h"
#include "app/programme/programmedesk.h"
#include "shared/programme/clashes.h"
#include "shared/replica/replica.h"

#include <QTimer>

#include <functional>
#include <unordered_map>

namespace gatehouse {

/// Makes the programme desk's values from the replica and carries out what is wished there. Window's thread.
class ProgrammePresenter final : public QObject
{
    Q_OBJECT

public:
    ProgrammePresenter(Replica &replica, ProgrammeDesk &desk, QObject *parent = nullptr);

    static constexpr std::chrono::milliseconds kRefresh{150};
    static constexpr std::chrono::seconds kTick{10};     ///< how far the line of now may lag
    static constexpr std::int32_t kTurnaroundMinutes{5}; ///< to clear a room; less is a warning

    void askEvent();

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    template <class E>
    void follow();
    void schedule();
    void refresh();
    [[nodiscard]] Id keyWhenThere() const;

    // what is shown
    [[nodiscard]] ProgrammeView makeView();
    [[nodiscard]] std::vector<SpaceView> spaceViews() const;
    [[nodiscard]] SlotView viewOf(const Session &session, const Slot *slot) const;
    [[nodiscard]] std::optional<SessionDetail> detailOf(const Id &key) const;
    [[nodiscard]] std::vector<std::pair<QString, QString>> factsOf(const Session &session, const Slot *slot) const;
    [[nodiscard]] std::vector<NameView> trackViews() const;
    [[nodiscard]] std::vector<NameView> speakerViews() const;
    [[nodiscard]] QString speakerNames(const Session &session) const;
    [[nodiscard]] QString spaceName(const SpaceId &space) const;
    [[nodiscard]] QString titleOf(const SlotId &slot) const;
    [[nodiscard]] QString whenWords(Instant from, Instant until) const;
    [[nodiscard]] QString clashWords(const Clash &clash) const;
    [[nodiscard]] const Event *event() const;
    [[nodiscard]] std::vector<EventDay> days() const;
    [[nodiscard]] QTimeZone zone() const;
    [[nodiscard]] Instant now() const;

    // previews
    [[nodiscard]] std::vector<Placement> placements(const std::unordered_map<Id, Slot> &changed = {}) const;
    void previewDelay(const DelayWish &wish);
    void previewMove(const MoveWish &wish);
    [[nodiscard]] std::vector<SlotShift> shiftsFor(const Slot &slot, const DelayWish &wish) const;
    [[nodiscard]] std::vector<QString> clashesOfChange(const std::unordered_map<Id, Slot> &changed) const;

    // what is done
    void delay(const DelayWish &wish);
    void undoDelay(const std::vector<SlotShift> &before, const std::vector<SlotShift> &after);
    void move(const MoveWish &wish);
    void place(const MoveWish &wish);
    void publish(const Id &session);
    void cancel(const Id &session, const QString &reason);
    void remove(const Id &session);
    void pin(const Id &slot, bool isPinned);
    void unplace(const Id &slot);
    void edit(const Id &session);
    void save(const SessionWish &wish);
    void add(const SessionWish &wish);
    [[nodiscard]] std::vector<SpeakerId> addNewSpeakers(const std::vector<NameView> &speakers);
    void saveEvent(const EventWish &before, const EventWish &after);
    void addName(NameKind kind, const QString &name);
    void editName(NameKind kind, const NameView &name);
    void removeName(NameKind kind, const Id &id);
    void removeTrack(const Track &track);
    void removeSpeaker(const Speaker &speaker);
    void removeSpace(const Space &space);
    /// Tells that it was done, with an undo where there is one, or why not.
    void tell(const Result<Nothing> &answer, const QString &done, std::function<void()> undo = {});
    [[nodiscard]] static QString refusalWords(const Failure &failure);
    template <class T>
    [[nodiscard]] T newId() const;

    Replica &m_replica;
    ProgrammeDesk &m_desk;
    QTimer m_refresh;
    QTimer m_tick;
    bool m_isStale = true;
    std::vector<Clash> m_clashes;              ///< of what stands now
    std::unordered_map<Id, int> m_clashCounts; ///< by slot, warnings apart
    std::unordered_map<Id, QColor> m_colours;  ///< by track
    std::vector<SlotShift> m_previewed;        ///< of the delay that is shown
    std::optional<Session> m_edited;           ///< as the form found it
    std::optional<Event> m_editedEvent;
    Id m_chooseWhenThere; ///< a slot or session that was added
    std::function<void()> m_undo;
};

} // namespace gatehouse
