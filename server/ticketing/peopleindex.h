// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"
#include "server/store/reader.h"
#include "shared/ticketing/ticketing.h"

#include <map>
#include <unordered_map>

namespace gatehouse {

/// Who is found by which word: names, romanised names, companies and order codes of all attendees, in memory, since
/// names lie sealed in the document. Filled from a reader once, then fed with what is published. Lives on the thread
/// that asks it (the gateway's). An attendee who was erased is forgotten with the batch that says so.
class PeopleIndex
{
public:
    /// Reads all attendees and tickets; about 0.4 s for 50,000. Replaces what was there.
    [[nodiscard]] Result<> fill(Reader &reader);
    void apply(const Batch &batch);

    void put(const Attendee &attendee);
    void put(const Ticket &ticket);
    void removeAttendee(const AttendeeId &attendee);
    void removeTicket(const TicketId &ticket);

    struct Found {
        std::vector<FoundAttendee> lines; ///< one for each ticket, at most `most`
        std::size_t total = 0;            ///< attendees in all
    };
    /// Every word of the text must begin some word of the attendee; whole words first, then in order of names. Where
    /// that finds nobody, words of four letters and more may be mistyped: one letter wrong, missing, too many or
    /// changed with its neighbour; two from eight letters on. A text without a word finds nobody.
    [[nodiscard]] Found find(std::string_view text, std::size_t most) const;

    /// Nothing if the ticket is not known.
    [[nodiscard]] std::optional<FoundAttendee> holderOf(const TicketId &ticket) const;

    struct Line {
        FoundAttendee line;
        std::string sortKey; ///< the folded name
    };
    /// Everybody in order of folded names, from behind a place: one line for each ticket of at most `most` people.
    /// `people` tells how many were looked at: fewer than asked for are the last.
    [[nodiscard]] std::vector<Line> page(const std::string &afterKey, const AttendeeId &after, std::size_t most,
                                         std::size_t *people) const;

    [[nodiscard]] std::size_t size() const { return m_places.size(); }

private:
    using Place = std::uint32_t;
    struct Person {
        Attendee attendee;
        std::vector<Ticket> tickets; ///< without their codes
        std::vector<std::string> words;
        std::string sortKey;
        bool isThere = false;
    };

    [[nodiscard]] Place placeOf(const AttendeeId &attendee);
    void index(Place place);
    void addOrder(Place place, const std::string &order);
    void forget(Place place);
    void release(Place place);
    void mark(std::string_view word, std::vector<std::uint8_t> &scores) const;
    void markMistyped(std::string_view word, std::vector<std::uint8_t> &scores) const;
    enum class Spelling : std::uint8_t { AsTyped, Mistyped };
    [[nodiscard]] std::vector<std::uint32_t> scoresOf(const std::vector<std::string> &words, Spelling spelling) const;
    [[nodiscard]] static FoundAttendee lineOf(const Person &person, const Ticket &ticket);
    void addLines(const Person &person, std::size_t most, std::vector<FoundAttendee> &lines) const;

    std::vector<Person> m_people;
    std::vector<Place> m_free;
    std::unordered_map<AttendeeId, Place> m_places;
    std::unordered_map<TicketId, Place> m_tickets;
    std::map<std::string, std::vector<Place>, std::less<>> m_words;
    std::map<std::pair<std::string, AttendeeId>, Place> m_byName;
};

} // namespace gatehouse
