// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ticketing/ticketsdesk.h"
#include "shared/replica/replica.h"

#include <QTimer>

namespace gatehouse {

class PaperPresenter;

/// Makes the tickets desk's values and carries out what is wished there. Window's thread.
class TicketsPresenter final : public QObject
{
    Q_OBJECT

public:
    TicketsPresenter(Replica &replica, TicketsDesk &desk, PaperPresenter &paper, QObject *parent = nullptr);

    /// Finds and shows whoever this name belongs to, as from the palette.
    void find(const QString &name);

private:
    void search(const QString &needle);
    void open(const Id &attendee, const Id &ticket);
    void askUses(const GetAttendee::Answer &person);
    void showPerson();
    void showCode(const Id &ticket);
    void add(const NewPerson &person);
    void issue(const Id &attendee, const NewPerson &person);
    void reissue(const Id &ticket, const QString &reason);
    void setNote(const Id &ticket, const QString &attention, bool needsAttention);
    void reassign(const Id &ticket, const Id &attendee, const QString &reason);
    void setState(const Id &ticket, TicketState state, const QString &reason);
    void searchReceivers(const QString &needle);
    /// Says so, and shows the person anew.
    template <class Answer>
    void tell(const QString &done, const Result<Answer> &answer);
    void tellFailure(const Failure &failure);
    void showProducts();
    [[nodiscard]] TicketCardView viewOf(const CardTicket &ticket) const;
    [[nodiscard]] QString lineOf(const TicketLogEntry &entry) const;
    [[nodiscard]] QString whoDid(const Id &actor) const;
    [[nodiscard]] QString productName(const ProductId &product) const;
    [[nodiscard]] QTimeZone zone() const;

    Replica &m_replica;
    TicketsDesk &m_desk;
    Id m_attendee; ///< shown, or being asked for
    Id m_ticket;
    std::optional<GetAttendee::Answer> m_person;
    std::vector<TicketUse> m_uses;
};

} // namespace gatehouse
