// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "shared/ticketing/ticketing.h"

namespace gatehouse {

/// A category of 0 takes the next free number. Names are unique (Conflict).
Result<> handle(const AddProduct &command, Transaction &transaction);
Result<> handle(const EditProduct &command, Transaction &transaction);
Result<> handle(const AddAttendee &command, Transaction &transaction);
Result<> handle(const EditAttendee &command, Transaction &transaction);
/// Fault::Conflict, with order and position of the other: the code or the place in the order is taken.
Result<IssueTicket::Answer> handle(const IssueTicket &command, Transaction &transaction);
Result<> handle(const SetTicketState &command, Transaction &transaction);
Result<> handle(const SetTicketNote &command, Transaction &transaction);
Result<IssueTicket::Answer> handle(const ReissueTicket &command, Transaction &transaction);
/// Fault::Conflict: it is this person's already, final, or its holder is inside.
Result<IssueTicket::Answer> handle(const ReassignTicket &command, Transaction &transaction);
Result<AddAtDoor::Answer> handle(const AddAtDoor &command, Transaction &transaction);
Result<ShowTicketCodes::Answer> handle(const ShowTicketCodes &command, Transaction &transaction);

} // namespace gatehouse
