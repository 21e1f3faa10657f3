// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/accounts.h"

/// What is sold and to whom: products, attendees and their tickets.
namespace gatehouse {

struct Product;
struct Attendee;
struct Ticket;
struct TicketLogEntry;
struct Zone;
using ZoneId = IdOf<Zone>; ///< as venue says it: where somebody is inside
using ProductId = IdOf<Product>;
using AttendeeId = IdOf<Attendee>;
using TicketId = IdOf<Ticket>;

inline constexpr std::uint32_t kMaxCode = 512; ///< bytes of a scanned code; the longest imported ones have about 100

struct Product {
    static constexpr EntitySpec spec{30, "product", Replication::Live};
    ProductId id;
    std::string name;
    bool isAdmitting = true;   ///< a ticket type; else merchandise
    std::int32_t category = 0; ///< printed in signed codes
    Money price;
    Later later;
    static constexpr Field fields[] = {field<&Product::name>("name", Flag::Indexed),
                                       field<&Product::isAdmitting>("isAdmitting", Flag::Optional),
                                       ranged<&Product::category>("category", 0, 65535, Flag::Optional),
                                       field<&Product::price>("price", Flag::Optional)};
    bool operator==(const Product &) const = default;
};

/// Who is named on a ticket.
struct Attendee {
    static constexpr EntitySpec spec{31, "attendee", Replication::Query};
    AttendeeId id;
    std::string name;
    std::string romanised; ///< as the source gave it; search folds it too
    std::string company;
    Later later;
    Later laterPersonal;
    static constexpr Field fields[] = {field<&Attendee::name>("name", Flag::Personal),
                                       field<&Attendee::romanised>("romanised", Flag::Personal | Flag::Optional),
                                       field<&Attendee::company>("company", Flag::Personal | Flag::Optional)};
    bool operator==(const Attendee &) const = default;
};

/// How to reach an attendee (same id).
struct AttendeeContact {
    static constexpr EntitySpec spec{32, "attendee_contact", Replication::Query};
    AttendeeId id;
    std::string mail;
    std::string phone;
    Later later;
    Later laterPersonal;
    static constexpr Field fields[] = {field<&AttendeeContact::mail>("mail", Flag::Personal | Flag::Optional),
                                       field<&AttendeeContact::phone>("phone", Flag::Personal | Flag::Optional)};
    bool operator==(const AttendeeContact &) const = default;
};

enum class TicketState : std::uint8_t { Valid = 0, Unpaid = 1, Blocked = 2, Revoked = 3, Cancelled = 4 };
template <>
inline constexpr auto enumNames<TicketState> =
    std::array<std::string_view, 5>{"valid", "unpaid", "blocked", "revoked", "cancelled"};

/// The right to enter.
struct Ticket {
    static constexpr EntitySpec spec{33, "ticket", Replication::Query};
    TicketId id;
    AttendeeId attendee;
    ProductId product;
    std::string order;         ///< the order's code
    std::int32_t position = 0; ///< its line in the order
    std::int64_t serial = 0;   ///< the eight random bytes of the signed code; unique
    std::int32_t reissue = 0;  ///< raised by a reissue: codes with a lower one are void
    TicketState state = TicketState::Valid;
    std::optional<Instant> validFrom;
    std::optional<Instant> validUntil;
    Bytes credential;        ///< keyed hash of an imported code (see shared/crypto); none: only the signed code admits
    std::string attention;   ///< what the steward is told at the gate
    std::string code;        ///< an imported code as it was
    std::int32_t people = 1; ///< whom the code is for: more than one is a group
    bool needsAttention = false; ///< the steward should look, whether or not there are words
    Later later;
    Later laterPersonal;
    static constexpr Field fields[] = {
        field<&Ticket::attendee>("attendee", Flag::Indexed),
        field<&Ticket::product>("product"),
        field<&Ticket::order>("order", Flag::Optional | Flag::Indexed, 64),
        ranged<&Ticket::position>("position", 0, 1'000'000, Flag::Optional),
        field<&Ticket::serial>("serial", Flag::Indexed | Flag::Fixed),
        ranged<&Ticket::reissue>("reissue", 0, 255, Flag::Optional | Flag::Fixed),
        field<&Ticket::state>("state", Flag::Optional | Flag::Fixed),
        field<&Ticket::validFrom>("validFrom", Flag::Optional),
        field<&Ticket::validUntil>("validUntil", Flag::Optional),
        field<&Ticket::credential>("credential", Flag::Optional | Flag::Indexed | Flag::Fixed, 16),
        field<&Ticket::attention>("attention", Flag::Optional, kMaxReason),
        field<&Ticket::code>("code", Flag::Optional | Flag::Personal | Flag::Fixed, kMaxCode),
        ranged<&Ticket::people>("people", 1, 500, Flag::Optional),
        field<&Ticket::needsAttention>("needsAttention", Flag::Optional)};
    bool operator==(const Ticket &) const = default;
};

enum class TicketDeed : std::uint8_t {
    Issued = 0, ///< at the door
    Reissued = 1,
    Reassigned = 2,
    StateSet = 3,
    Shown = 4, ///< its code, on a screen
    Printed = 5,
    Exported = 6, ///< into a file
    NoteSet = 7,  ///< what the steward is told
};
template <>
inline constexpr auto enumNames<TicketDeed> = std::array<std::string_view, 8>{
    "issued", "reissued", "reassigned", "state_set", "shown", "printed", "exported", "note_set"};

/// A dated line of what people did with a ticket: who changed it and why, and who had its code before their eyes (a
/// code that was seen can be used). Appended, never changed.
struct TicketLogEntry {
    static constexpr EntitySpec spec{34, "ticket_log_entry", Replication::Query};
    IdOf<TicketLogEntry> id;
    TicketId ticket;
    TicketDeed deed = TicketDeed::Issued;
    Instant at;
    Id by;                                  ///< account or device; none: the program itself
    AttendeeId from;                        ///< Reassigned: who had it, and
    AttendeeId to;                          ///< who has it since
    TicketState state = TicketState::Valid; ///< StateSet: the new one
    std::string reason;
    Later later;
    static constexpr Field fields[] = {field<&TicketLogEntry::ticket>("ticket", Flag::Indexed),
                                       field<&TicketLogEntry::deed>("deed"),
                                       field<&TicketLogEntry::at>("at"),
                                       field<&TicketLogEntry::by>("by", Flag::Optional),
                                       field<&TicketLogEntry::from>("from", Flag::Optional),
                                       field<&TicketLogEntry::to>("to", Flag::Optional),
                                       field<&TicketLogEntry::state>("state", Flag::Optional),
                                       field<&TicketLogEntry::reason>("reason", Flag::Optional, kMaxReason)};
    bool operator==(const TicketLogEntry &) const = default;
};

[[nodiscard]] Scopes scopesOf(const Product &product);
[[nodiscard]] Scopes scopesOf(const Attendee &attendee);
[[nodiscard]] Scopes scopesOf(const AttendeeContact &contact);
[[nodiscard]] Scopes scopesOf(const Ticket &ticket);
[[nodiscard]] Scopes scopesOf(const TicketLogEntry &entry);
[[nodiscard]] Id personOf(const Attendee &attendee);
[[nodiscard]] Id personOf(const AttendeeContact &contact);
[[nodiscard]] Id personOf(const Ticket &ticket);

struct AddProduct {
    static constexpr CommandSpec spec{"product.add", Permission::ManageTickets};
    using Answer = Nothing;
    ProductId product;
    std::string name;
    bool isAdmitting = true;
    std::int32_t category = 0;
    Money price;
    static constexpr Field fields[] = {field<&AddProduct::product>("product"), field<&AddProduct::name>("name"),
                                       field<&AddProduct::isAdmitting>("isAdmitting", Flag::Optional),
                                       ranged<&AddProduct::category>("category", 0, 65535, Flag::Optional),
                                       field<&AddProduct::price>("price", Flag::Optional)};
};

struct EditProduct {
    static constexpr CommandSpec spec{"product.edit", Permission::ManageTickets};
    using Answer = Nothing;
    ProductId product;
    EditsOf<Product> edits;
    static constexpr Field fields[] = {field<&EditProduct::product>("product"), field<&EditProduct::edits>("edits")};
};

struct AddAttendee {
    static constexpr CommandSpec spec{"attendee.add", Permission::ManageTickets};
    using Answer = Nothing;
    AttendeeId attendee;
    std::string name;
    std::string romanised;
    std::string company;
    std::string mail;
    std::string phone;
    static constexpr Field fields[] = {field<&AddAttendee::attendee>("attendee"),
                                       field<&AddAttendee::name>("name"),
                                       field<&AddAttendee::romanised>("romanised", Flag::Optional),
                                       field<&AddAttendee::company>("company", Flag::Optional),
                                       field<&AddAttendee::mail>("mail", Flag::Optional),
                                       field<&AddAttendee::phone>("phone", Flag::Optional)};
};

struct EditAttendee {
    static constexpr CommandSpec spec{"attendee.edit", Permission::ManageTickets};
    using Answer = Nothing;
    AttendeeId attendee;
    EditsOf<Attendee> edits;
    static constexpr Field fields[] = {field<&EditAttendee::attendee>("attendee"),
                                       field<&EditAttendee::edits>("edits")};
};

/// Makes the ticket and, on every check-in list that takes its product, the admission record.
struct IssueTicket {
    static constexpr CommandSpec spec{"ticket.issue", Permission::ManageTickets};
    struct Answer {
        std::string code; ///< the signed code
        static constexpr Field fields[] = {field<&Answer::code>("code", Flag::None, kMaxCode)};
    };
    TicketId ticket;
    AttendeeId attendee;
    ProductId product;
    std::string order;
    std::int32_t position = 0;
    TicketState state = TicketState::Valid;
    std::optional<Instant> validFrom;
    std::optional<Instant> validUntil;
    std::string code; ///< an imported one
    std::string attention;
    std::int32_t people = 1;
    bool needsAttention = false;
    static constexpr Field fields[] = {field<&IssueTicket::ticket>("ticket"),
                                       field<&IssueTicket::attendee>("attendee"),
                                       field<&IssueTicket::product>("product"),
                                       field<&IssueTicket::order>("order", Flag::Optional, 64),
                                       ranged<&IssueTicket::position>("position", 0, 1'000'000, Flag::Optional),
                                       field<&IssueTicket::state>("state", Flag::Optional),
                                       field<&IssueTicket::validFrom>("validFrom", Flag::Optional),
                                       field<&IssueTicket::validUntil>("validUntil", Flag::Optional),
                                       field<&IssueTicket::code>("code", Flag::Optional, kMaxCode),
                                       field<&IssueTicket::attention>("attention", Flag::Optional, kMaxReason),
                                       ranged<&IssueTicket::people>("people", 1, 500, Flag::Optional),
                                       field<&IssueTicket::needsAttention>("needsAttention", Flag::Optional)};
};

/// Blocked, unblocked (Valid), revoked, paid (Valid) or cancelled. Revoked and cancelled are final.
struct SetTicketState {
    static constexpr CommandSpec spec{"ticket.set_state", Permission::ManageTickets};
    using Answer = Nothing;
    TicketId ticket;
    TicketState state = TicketState::Valid;
    std::string reason;
    static constexpr Field fields[] = {field<&SetTicketState::ticket>("ticket"), field<&SetTicketState::state>("state"),
                                       field<&SetTicketState::reason>("reason", Flag::Optional, kMaxReason)};
};

/// A new code; every earlier one is void.
struct ReissueTicket {
    static constexpr CommandSpec spec{"ticket.reissue", Permission::ManageTickets};
    using Answer = IssueTicket::Answer;
    TicketId ticket;
    std::string reason;
    static constexpr Field fields[] = {field<&ReissueTicket::ticket>("ticket"),
                                       field<&ReissueTicket::reason>("reason", Flag::Optional, kMaxReason)};
};

/// The ticket is another person's from now on: a new code, every earlier one is void, an imported one too. What was
/// done with it stays in its log.
struct ReassignTicket {
    static constexpr CommandSpec spec{"ticket.reassign", Permission::ManageTickets};
    using Answer = IssueTicket::Answer;
    TicketId ticket;
    AttendeeId attendee;
    std::string reason;
    static constexpr Field fields[] = {field<&ReassignTicket::ticket>("ticket"),
                                       field<&ReassignTicket::attendee>("attendee"),
                                       field<&ReassignTicket::reason>("reason", Flag::None, kMaxReason)};
};

/// What the steward is told at the gate from now on, and whether to look at all. A word of nothing takes it away.
struct SetTicketNote {
    static constexpr CommandSpec spec{"ticket.set_note", Permission::ManageTickets};
    using Answer = Nothing;
    TicketId ticket;
    std::string attention;
    bool needsAttention = false;
    static constexpr Field fields[] = {field<&SetTicketNote::ticket>("ticket"),
                                       field<&SetTicketNote::attention>("attention", Flag::Optional, kMaxReason),
                                       field<&SetTicketNote::needsAttention>("needsAttention", Flag::Optional)};
};

/// Somebody stands at the door and has no ticket: attendee and ticket in one, under an order code of its own.
struct AddAtDoor {
    static constexpr CommandSpec spec{"attendee.add_at_door", Permission::ManageTickets};
    struct Answer {
        std::string code;  ///< the signed one
        std::string order; ///< "D-7KQ2M"
        static constexpr Field fields[] = {field<&Answer::code>("code", Flag::None, kMaxCode),
                                           field<&Answer::order>("order", Flag::None, 64)};
    };
    AttendeeId attendee;
    TicketId ticket;
    ProductId product;
    std::string name;
    std::string company;
    std::string mail;
    bool isPaid = false;
    std::string attention;
    std::int32_t people = 1;
    bool needsAttention = false;
    static constexpr Field fields[] = {field<&AddAtDoor::attendee>("attendee"),
                                       field<&AddAtDoor::ticket>("ticket"),
                                       field<&AddAtDoor::product>("product"),
                                       field<&AddAtDoor::name>("name"),
                                       field<&AddAtDoor::company>("company", Flag::Optional),
                                       field<&AddAtDoor::mail>("mail", Flag::Optional),
                                       field<&AddAtDoor::isPaid>("isPaid", Flag::Optional),
                                       field<&AddAtDoor::attention>("attention", Flag::Optional, kMaxReason),
                                       ranged<&AddAtDoor::people>("people", 1, 500, Flag::Optional),
                                       field<&AddAtDoor::needsAttention>("needsAttention", Flag::Optional)};
};

enum class CodeUse : std::uint8_t { Screen = 0, Print = 1, File = 2 };
template <>
inline constexpr auto enumNames<CodeUse> = std::array<std::string_view, 3>{"screen", "print", "file"};

/// A ticket as it is shown or printed.
struct ShownCode {
    TicketId ticket;
    std::string code;
    std::string name; ///< where the asker may see names
    std::string company;
    ProductId product;
    std::string order;
    std::int32_t position = 0;
    TicketState state = TicketState::Valid;
    static constexpr Field fields[] = {field<&ShownCode::ticket>("ticket"),
                                       field<&ShownCode::code>("code", Flag::None, kMaxCode),
                                       field<&ShownCode::name>("name", Flag::Optional),
                                       field<&ShownCode::company>("company", Flag::Optional),
                                       field<&ShownCode::product>("product"),
                                       field<&ShownCode::order>("order", Flag::Optional, 64),
                                       field<&ShownCode::position>("position", Flag::Optional),
                                       field<&ShownCode::state>("state", Flag::Optional)};
};

inline constexpr std::uint32_t kMostShownCodes = 100; ///< in one command: one entry of the log each

/// The codes of tickets, for people's eyes. A command, not a query: who saw them stands in the journal and in each
/// ticket's log.
struct ShowTicketCodes {
    static constexpr CommandSpec spec{"ticket.show_codes", Permission::ManageTickets};
    struct Answer {
        std::vector<ShownCode> codes; ///< in the order asked for; unknown tickets are left out
        static constexpr Field fields[] = {field<&Answer::codes>("codes", Flag::Optional, kMostShownCodes)};
    };
    std::vector<TicketId> tickets;
    CodeUse use = CodeUse::Screen;
    static constexpr Field fields[] = {field<&ShowTicketCodes::tickets>("tickets", Flag::None, kMostShownCodes),
                                       field<&ShowTicketCodes::use>("use")};
};

/// One hit of the search for people.
struct FoundAttendee {
    AttendeeId attendee;
    std::string name;
    std::string company;
    TicketId ticket;
    ProductId product;
    std::string order;
    TicketState state = TicketState::Valid;
    static constexpr Field fields[] = {field<&FoundAttendee::attendee>("attendee"),
                                       field<&FoundAttendee::name>("name", Flag::Optional),
                                       field<&FoundAttendee::company>("company", Flag::Optional),
                                       field<&FoundAttendee::ticket>("ticket", Flag::Optional),
                                       field<&FoundAttendee::product>("product", Flag::Optional),
                                       field<&FoundAttendee::order>("order", Flag::Optional, 64),
                                       field<&FoundAttendee::state>("state", Flag::Optional)};
};

/// People by words of their name, company or order code, folded; best first.
struct FindAttendees {
    static constexpr QuerySpec spec{"attendee.find", Permission::ViewAttendees};
    struct Answer {
        std::vector<FoundAttendee> found;
        std::int64_t total = 0;
        static constexpr Field fields[] = {field<&Answer::found>("found", Flag::Optional, 100),
                                           field<&Answer::total>("total")};
    };
    std::string text;
    std::int32_t most = 50;
    static constexpr Field fields[] = {field<&FindAttendees::text>("text"),
                                       ranged<&FindAttendees::most>("most", 1, 100, Flag::Optional)};
};

/// Whom these tickets name: what lists of scans show. Unknown tickets are left out.
struct GetTicketHolders {
    static constexpr QuerySpec spec{"ticket.holders", Permission::ViewAttendees};
    struct Answer {
        std::vector<FoundAttendee> holders;
        static constexpr Field fields[] = {field<&Answer::holders>("holders", Flag::Optional, 200)};
    };
    std::vector<TicketId> tickets;
    static constexpr Field fields[] = {field<&GetTicketHolders::tickets>("tickets", Flag::None, 200)};
};

/// The signed code of a ticket, to show or print it.
struct GetTicketCode {
    static constexpr QuerySpec spec{"ticket.code", Permission::ManageTickets};
    using Answer = IssueTicket::Answer;
    TicketId ticket;
    static constexpr Field fields[] = {field<&GetTicketCode::ticket>("ticket")};
};

/// One line of the list of tickets, with what is scanned for it.
struct ListedTicket {
    TicketId ticket;
    std::string code; ///< the signed one
    ProductId product;
    TicketState state = TicketState::Valid;
    std::string order;
    std::int32_t position = 0;
    static constexpr Field fields[] = {field<&ListedTicket::ticket>("ticket"),
                                       field<&ListedTicket::code>("code", Flag::None, kMaxCode),
                                       field<&ListedTicket::product>("product"),
                                       field<&ListedTicket::state>("state", Flag::Optional),
                                       field<&ListedTicket::order>("order", Flag::Optional, 64),
                                       field<&ListedTicket::position>("position", Flag::Optional)};
};

/// Tickets in order of their ids, from behind one: to print them all, or to rehearse with them.
struct ListTickets {
    static constexpr QuerySpec spec{"ticket.list", Permission::ManageTickets};
    struct Answer {
        std::vector<ListedTicket> tickets; ///< fewer than asked for: these are the last
        static constexpr Field fields[] = {field<&Answer::tickets>("tickets", Flag::Optional, 200)};
    };
    TicketId after; ///< none: from the first
    std::int32_t most = 100;
    static constexpr Field fields[] = {field<&ListTickets::after>("after", Flag::Optional),
                                       ranged<&ListTickets::most>("most", 1, 200, Flag::Optional)};
};

/// A ticket on a person's card.
struct CardTicket {
    TicketId ticket;
    Ticket row; ///< without what a code could be made or known by
    bool hasImportedCode = false;
    std::vector<TicketLogEntry> log; ///< oldest first, the newest fifty
    static constexpr Field fields[] = {field<&CardTicket::ticket>("ticket"), field<&CardTicket::row>("row"),
                                       field<&CardTicket::hasImportedCode>("hasImportedCode", Flag::Optional),
                                       field<&CardTicket::log>("log", Flag::Optional, 50)};
};

/// One person with all tickets.
struct GetAttendee {
    static constexpr QuerySpec spec{"attendee.card", Permission::ViewAttendees};
    struct Answer {
        AttendeeId attendee;
        std::string name;
        std::string romanised;
        std::string company;
        std::string mail; ///< contacts: where the asker may see them
        std::string phone;
        std::vector<CardTicket> tickets; ///< in order of their ids: as they were issued
        static constexpr Field fields[] = {field<&Answer::attendee>("attendee"),
                                           field<&Answer::name>("name", Flag::Optional),
                                           field<&Answer::romanised>("romanised", Flag::Optional),
                                           field<&Answer::company>("company", Flag::Optional),
                                           field<&Answer::mail>("mail", Flag::Optional),
                                           field<&Answer::phone>("phone", Flag::Optional),
                                           field<&Answer::tickets>("tickets", Flag::Optional, 50)};
    };
    AttendeeId attendee;
    static constexpr Field fields[] = {field<&GetAttendee::attendee>("attendee")};
};

inline constexpr std::uint32_t kMaxPaperLines = 2000; ///< on one page of a list for paper: some 20 ms of the server

/// One line of the door list on paper.
struct DoorLine {
    std::string name;
    std::string company;
    TicketId ticket;
    ProductId product;
    std::string order;
    TicketState state = TicketState::Valid;
    bool isInside = false;
    bool wasInside = false;
    std::string initial; ///< first letter of the folded name, for desks by letter
    static constexpr Field fields[] = {field<&DoorLine::name>("name", Flag::Optional),
                                       field<&DoorLine::company>("company", Flag::Optional),
                                       field<&DoorLine::ticket>("ticket"),
                                       field<&DoorLine::product>("product"),
                                       field<&DoorLine::order>("order", Flag::Optional, 64),
                                       field<&DoorLine::state>("state", Flag::Optional),
                                       field<&DoorLine::isInside>("isInside", Flag::Optional),
                                       field<&DoorLine::wasInside>("wasInside", Flag::Optional),
                                       field<&DoorLine::initial>("initial", Flag::Optional, 8)};
    bool operator==(const DoorLine &) const = default;
};

/// The people of a check-in list in order of their folded names, from behind a place; a page may be empty and still not
/// be the last.
struct ListDoor {
    static constexpr QuerySpec spec{"door_list.page", Permission::ViewAttendees};
    struct Answer {
        std::vector<DoorLine> lines;
        std::string nextName; ///< the place where the next page begins
        AttendeeId next;
        bool isLast = false;
        std::int64_t looked = 0; ///< people that this page went through
        std::int64_t people = 0; ///< there are in all, on the list or not
        static constexpr Field fields[] = {field<&Answer::lines>("lines", Flag::Optional, kMaxPaperLines),
                                           field<&Answer::nextName>("nextName", Flag::Optional, kMaxText),
                                           field<&Answer::next>("next", Flag::Optional),
                                           field<&Answer::isLast>("isLast", Flag::Optional),
                                           field<&Answer::looked>("looked", Flag::Optional),
                                           field<&Answer::people>("people", Flag::Optional)};
    };
    CheckInListId list;
    std::string afterName;
    AttendeeId after;
    std::int32_t most = 200; ///< people looked at; fewer where they have very many tickets
    static constexpr Field fields[] = {field<&ListDoor::list>("list"),
                                       field<&ListDoor::afterName>("afterName", Flag::Optional, kMaxText),
                                       field<&ListDoor::after>("after", Flag::Optional),
                                       ranged<&ListDoor::most>("most", 1, kMaxPaperLines, Flag::Optional)};
};

/// Somebody who is inside, for the muster list.
struct MusterLine {
    TicketId ticket;
    std::string name;
    std::string company;
    ProductId product;
    ZoneId zone; ///< none: it is not known where
    GateId gate; ///< by which they came in
    Instant since;
    static constexpr Field fields[] = {field<&MusterLine::ticket>("ticket"),
                                       field<&MusterLine::name>("name", Flag::Optional),
                                       field<&MusterLine::company>("company", Flag::Optional),
                                       field<&MusterLine::product>("product", Flag::Optional),
                                       field<&MusterLine::zone>("zone", Flag::Optional),
                                       field<&MusterLine::gate>("gate", Flag::Optional),
                                       field<&MusterLine::since>("since")};
    bool operator==(const MusterLine &) const = default;
};

/// Who is inside, in no order; needs the permission to see scans too. A page may be empty and still not be the last. A
/// ticket that is inside by two lists stands there twice.
struct ListInside {
    static constexpr QuerySpec spec{"muster.page", Permission::ViewAttendees};
    struct Answer {
        std::vector<MusterLine> lines;
        std::int64_t next = 0; ///< the place where the next page begins
        bool isLast = false;
        static constexpr Field fields[] = {field<&Answer::lines>("lines", Flag::Optional, kMaxPaperLines),
                                           field<&Answer::next>("next", Flag::Optional),
                                           field<&Answer::isLast>("isLast", Flag::Optional)};
    };
    std::int64_t place = 0; ///< 0: from the first
    std::int32_t most = 200;
    static constexpr Field fields[] = {ranged<&ListInside::place>("place", 0, 9'000'000'000'000'000, Flag::Optional),
                                       ranged<&ListInside::most>("most", 1, kMaxPaperLines, Flag::Optional)};
};

using TicketingEntities = EntityList<Product, Attendee, AttendeeContact, Ticket, TicketLogEntry>;
using TicketingCommands = CommandList<AddProduct, EditProduct, AddAttendee, EditAttendee, IssueTicket, SetTicketState,
                                      ReissueTicket, ReassignTicket, AddAtDoor, ShowTicketCodes, SetTicketNote>;
using TicketingQueries =
    QueryList<FindAttendees, GetTicketHolders, GetTicketCode, ListTickets, GetAttendee, ListDoor, ListInside>;

} // namespace gatehouse
