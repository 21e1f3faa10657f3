// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/programme/namespanel.h"
#include "app/programme/programmelook.h"

#include <functional>

namespace gatehouse {

class ProgrammeDesk;

/// Carries out what is wished at the programme desk, tells there how it went, and takes back what can honestly be taken
/// back. Window's thread.
class ProgrammeActions final : public QObject
{
    Q_OBJECT

public:
    ProgrammeActions(Replica &replica, ProgrammeDesk &desk, const ProgrammeLook &look, QObject *parent = nullptr);

    void askEvent();
    /// What the delay that is asked for was shown to do.
    void setPreviewed(const std::vector<SlotShift> &shifts) { m_previewed = shifts; }

signals:
    /// A slot or session that was made here, as soon as it is in the replica.
    void shouldShow(const gatehouse::Id &key);

private:
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
    const ProgrammeLook &m_look;
    std::vector<SlotShift> m_previewed;
    std::optional<Session> m_edited; ///< as the form found it
    std::optional<Event> m_editedEvent;
    std::function<void()> m_undo;
};

} // namespace gatehouse
