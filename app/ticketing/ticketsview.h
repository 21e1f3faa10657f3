// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/ticketing/ticketing.h"

#include <QString>
#include <QTimeZone>

#include <vector>

/// What the tickets desk shows: plain values.
namespace gatehouse {

/// One hit of the search.
struct HitView {
    Id attendee;
    Id ticket; ///< null: a person without one
    QString name;
    QString company;
    QString product;
    QString order;
    State state = State::NoData;
    QString words;
    bool operator==(const HitView &) const = default;
};

struct TicketCardView {
    Id ticket;
    QString product;
    TicketState ticketState = TicketState::Valid;
    State state = State::NoData;
    QString words;
    std::vector<std::pair<QString, QString>> facts; ///< name and value
    std::vector<QString> log;                       ///< one line each, newest first
    QString attention;                              ///< what the steward is told
    bool needsAttention = false;
    bool operator==(const TicketCardView &) const = default;
};

struct PersonView {
    Id attendee;
    QString name;
    QString company;
    QString contact;
    std::vector<TicketCardView> tickets;
    bool mayManage = false; ///< else everything may only be looked at
    bool operator==(const PersonView &) const = default;
};

/// Something to choose by name: a product, a list, a person.
struct ChoiceView {
    Id id;
    QString name;
    bool operator==(const ChoiceView &) const = default;
};

/// What is typed in for somebody at the door.
struct NewPerson {
    QString name;
    QString company;
    QString mail;
    Id product;
    bool isPaid = true;
    QString attention;
    int people = 1; ///< more than one: a group with one code
    bool needsAttention = false;
};

[[nodiscard]] State ticketState(TicketState state);
[[nodiscard]] QString ticketStateWords(TicketState state);

} // namespace gatehouse
