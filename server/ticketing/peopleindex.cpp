// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/peopleindex.h"

#include "shared/ticketing/fold.h"

#include <bit>

namespace gatehouse {

namespace {

constexpr std::uint8_t kIsNear = 1; // the typed word nearly begins one of theirs
constexpr std::uint8_t kBegins = 2; // … begins it
constexpr std::uint8_t kIsWhole = 3;

/// The letters of folded, valid UTF-8.
void lettersOf(std::string_view word, std::u32string &letters)
{
    letters.clear();
    for (std::size_t at = 0; at < word.size();) {
        const auto first = static_cast<unsigned char>(word[at]);
        const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        char32_t letter = size == 1 ? first : first & (0x7fU >> size);
        for (std::size_t next = 1; next < size && at + next < word.size(); ++next)
            letter = (letter << 6) | (static_cast<unsigned char>(word[at + next]) & 0x3f);
        letters += letter;
        at += size;
    }
}

/// One typed word against many, to find those of which it is nearly a beginning: but for so many letters wrong,
/// missing, too many, or changed with their neighbour. Keeps its memory from word to word.
class Speller
{
public:
    explicit Speller(std::string_view typed)
    {
        constexpr std::size_t kFewest = 4; // in fewer, one mistake makes another name
        constexpr std::size_t kMany = 8;
        lettersOf(typed, m_typed);
        m_bits = bitsOf(typed);
        m_isPlain = m_typed.size() == typed.size();
        m_mistakes = m_typed.size() < kFewest ? 0 : m_typed.size() < kMany ? 1 : 2;
    }
    [[nodiscard]] bool allowsMistakes() const { return m_mistakes > 0; }

    [[nodiscard]] bool nearlyBegins(std::string_view word)
    {
        if (word.size() + m_mistakes < m_typed.size()) // bytes are at least as many as letters
            return false;
        if (m_isPlain && std::popcount(m_bits & ~bitsOf(word)) > static_cast<int>(m_mistakes))
            return false; // each letter that it lacks is a mistake: most words go here
        lettersOf(word, m_word);
        if (m_word.size() + m_mistakes < m_typed.size())
            return false;
        const std::size_t width = std::min(m_word.size(), m_typed.size() + m_mistakes);
        for (auto *row : {&m_before, &m_last, &m_now})
            row->resize(width + 1);
        for (std::size_t column = 0; column <= width; ++column)
            m_last[column] = column;
        for (std::size_t row = 1; row <= m_typed.size(); ++row) {
            if (fillRow(row, width) > m_mistakes)
                return false;
            m_before.swap(m_last);
            m_last.swap(m_now);
        }
        return *std::min_element(m_last.begin(), m_last.end()) <= m_mistakes;
    }

private:
    static std::uint64_t bitsOf(std::string_view word)
    {
        std::uint64_t bits = 0;
        for (const char each : word)
            bits |= std::uint64_t{1} << (static_cast<unsigned char>(each) & 63);
        return bits;
    }

    /// The fewest mistakes in it.
    std::size_t fillRow(std::size_t row, std::size_t width)
    {
        m_now[0] = row;
        std::size_t least = row;
        for (std::size_t column = 1; column <= width; ++column) {
            const bool isSame = m_typed[row - 1] == m_word[column - 1];
            m_now[column] =
                std::min({m_last[column] + 1, m_now[column - 1] + 1, m_last[column - 1] + (isSame ? 0 : 1)});
            if (row > 1 && column > 1 && m_typed[row - 1] == m_word[column - 2]
                && m_typed[row - 2] == m_word[column - 1])
                m_now[column] = std::min(m_now[column], m_before[column - 2] + 1);
            least = std::min(least, m_now[column]);
        }
        return least;
    }

    std::u32string m_typed;
    std::u32string m_word;
    std::uint64_t m_bits = 0; ///< which bytes there are in what was typed
    bool m_isPlain = false;   ///< a letter is a byte
    std::size_t m_mistakes = 0;
    std::vector<std::size_t> m_before;
    std::vector<std::size_t> m_last;
    std::vector<std::size_t> m_now;
};

void addWords(std::string_view text, std::vector<std::string> &words)
{
    for (std::string &word : indexWords(text))
        words.push_back(std::move(word));
}

template <class E>
std::optional<E> entityIn(const ChangedRow &row)
{
    StoredRow stored;
    stored.id = row.id;
    stored.body = row.body;
    stored.personal = row.personal;
    auto entity = entityOf<E>(stored);
    if (!entity)
        return std::nullopt; // of a newer program: found again once this one is newer too
    return std::move(*entity);
}

} // namespace

Result<> PeopleIndex::fill(Reader &reader)
{
    *this = {};
    if (auto result = eachRow<Attendee>(reader, [this](const Attendee &attendee) { put(attendee); }); !result)
        return result;
    return eachRow<Ticket>(reader, [this](const Ticket &ticket) { put(ticket); });
}

void PeopleIndex::apply(const Batch &batch)
{
    for (const ChangedRow &row : batch.rows) {
        const bool isGone = row.after.empty();
        if (row.type == &entityType<Attendee>()) {
            const auto attendee = isGone ? std::nullopt : entityIn<Attendee>(row);
            attendee ? put(*attendee) : removeAttendee(AttendeeId(row.id));
        } else if (row.type == &entityType<Ticket>()) {
            const auto ticket = isGone ? std::nullopt : entityIn<Ticket>(row);
            ticket ? put(*ticket) : removeTicket(TicketId(row.id));
        }
    }
}

PeopleIndex::Place PeopleIndex::placeOf(const AttendeeId &attendee)
{
    const auto [at, isNew] = m_places.try_emplace(attendee, Place{0});
    if (!isNew)
        return at->second;
    if (m_free.empty()) {
        at->second = static_cast<Place>(m_people.size());
        m_people.emplace_back();
    } else {
        at->second = m_free.back();
        m_free.pop_back();
    }
    m_people[at->second].attendee.id = attendee;
    return at->second;
}

void PeopleIndex::put(const Attendee &attendee)
{
    const Place place = placeOf(attendee.id);
    forget(place);
    m_people[place].attendee = attendee;
    m_people[place].isThere = true;
    index(place);
}

void PeopleIndex::put(const Ticket &ticket)
{
    if (const auto known = m_tickets.find(ticket.id); known != m_tickets.end()) {
        if (m_people[known->second].attendee.id != ticket.attendee)
            removeTicket(ticket.id);
    }
    const Place place = placeOf(ticket.attendee);
    auto &tickets = m_people[place].tickets;
    std::erase_if(tickets, [&](const Ticket &each) { return each.id == ticket.id; });
    tickets.push_back(ticket);
    tickets.back().code.clear();
    m_tickets[ticket.id] = place;
    if (m_people[place].isThere)
        addOrder(place, ticket.order);
}

/// Only the new words: taking a common one out and in again would cost a walk over all who share it.
void PeopleIndex::addOrder(Place place, const std::string &order)
{
    auto &words = m_people[place].words;
    for (const std::string &word : indexWords(order)) {
        const auto at = std::lower_bound(words.begin(), words.end(), word);
        if (at != words.end() && *at == word)
            continue;
        words.insert(at, word);
        m_words[word].push_back(place);
    }
}

void PeopleIndex::removeAttendee(const AttendeeId &attendee)
{
    const auto at = m_places.find(attendee);
    if (at == m_places.end())
        return;
    const Place place = at->second;
    forget(place);
    m_people[place].attendee = {};
    m_people[place].attendee.id = attendee;
    m_people[place].isThere = false;
    release(place);
}

void PeopleIndex::removeTicket(const TicketId &ticket)
{
    const auto at = m_tickets.find(ticket);
    if (at == m_tickets.end())
        return;
    const Place place = at->second;
    forget(place);
    std::erase_if(m_people[place].tickets, [&](const Ticket &each) { return each.id == ticket; });
    m_tickets.erase(at);
    index(place);
    release(place);
}

void PeopleIndex::release(Place place)
{
    Person &person = m_people[place];
    if (person.isThere || !person.tickets.empty())
        return;
    m_places.erase(person.attendee.id);
    person = {};
    m_free.push_back(place);
}

void PeopleIndex::index(Place place)
{
    Person &person = m_people[place];
    if (!person.isThere)
        return;
    addWords(person.attendee.name, person.words);
    addWords(person.attendee.romanised, person.words);
    addWords(person.attendee.company, person.words);
    for (const Ticket &ticket : person.tickets)
        addWords(ticket.order, person.words);
    std::sort(person.words.begin(), person.words.end());
    person.words.erase(std::unique(person.words.begin(), person.words.end()), person.words.end());
    for (const std::string &word : person.words)
        m_words[word].push_back(place);
    person.sortKey = folded(person.attendee.name);
    m_byName.emplace(std::pair(person.sortKey, person.attendee.id), place);
}

void PeopleIndex::forget(Place place)
{
    m_byName.erase(std::pair(m_people[place].sortKey, m_people[place].attendee.id));
    for (const std::string &word : m_people[place].words) {
        const auto at = m_words.find(word);
        std::erase(at->second, place);
        if (at->second.empty())
            m_words.erase(at);
    }
    m_people[place].words.clear();
}

/// Raises the score of everybody whom this word finds.
void PeopleIndex::mark(std::string_view word, std::vector<std::uint8_t> &scores) const
{
    for (auto at = m_words.lower_bound(word); at != m_words.end() && at->first.compare(0, word.size(), word) == 0;
         ++at) {
        const std::uint8_t score = at->first.size() == word.size() ? kIsWhole : kBegins;
        for (const Place place : at->second)
            scores[place] = std::max(scores[place], score);
    }
}

/// Looks at every word there is: about 5 ms for 100,000 people, and only where nobody was found.
void PeopleIndex::markMistyped(std::string_view word, std::vector<std::uint8_t> &scores) const
{
    Speller speller(word);
    if (!speller.allowsMistakes())
        return;
    for (const auto &[known, places] : m_words) {
        if (!speller.nearlyBegins(known))
            continue;
        for (const Place place : places)
            scores[place] = std::max(scores[place], kIsNear);
    }
}

/// Of everybody; 0: some word finds them not.
std::vector<std::uint32_t> PeopleIndex::scoresOf(const std::vector<std::string> &words, Spelling spelling) const
{
    std::vector<std::uint32_t> sums(m_people.size(), 0);
    std::vector<std::uint8_t> scores(m_people.size());
    for (std::size_t at = 0; at < words.size(); ++at) {
        std::fill(scores.begin(), scores.end(), std::uint8_t{0});
        mark(words[at], scores);
        if (spelling == Spelling::Mistyped)
            markMistyped(words[at], scores);
        for (std::size_t place = 0; place < sums.size(); ++place)
            sums[place] = scores[place] == 0 || (at > 0 && sums[place] == 0) ? 0 : sums[place] + scores[place];
    }
    return sums;
}

PeopleIndex::Found PeopleIndex::find(std::string_view text, std::size_t most) const
{
    const auto words = foldedWords(text);
    if (words.empty())
        return {};
    std::vector<std::uint32_t> sums = scoresOf(words, Spelling::AsTyped);
    if (std::all_of(sums.begin(), sums.end(), [](std::uint32_t sum) { return sum == 0; }))
        sums = scoresOf(words, Spelling::Mistyped);
    std::vector<Place> hits;
    for (Place place = 0; place < sums.size(); ++place) {
        if (sums[place] != 0)
            hits.push_back(place);
    }
    const auto isBetter = [&](Place a, Place b) {
        if (sums[a] != sums[b])
            return sums[a] > sums[b];
        return std::tie(m_people[a].sortKey, m_people[a].attendee.id)
            < std::tie(m_people[b].sortKey, m_people[b].attendee.id);
    };
    const auto shown = std::min(most, hits.size());
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(shown), hits.end(), isBetter);
    Found found;
    found.total = hits.size();
    for (std::size_t at = 0; at < shown && found.lines.size() < most; ++at)
        addLines(m_people[hits[at]], most, found.lines);
    return found;
}

FoundAttendee PeopleIndex::lineOf(const Person &person, const Ticket &ticket)
{
    FoundAttendee line;
    line.attendee = person.attendee.id;
    line.name = person.attendee.name;
    line.company = person.attendee.company;
    line.ticket = ticket.id;
    line.product = ticket.product;
    line.order = ticket.order;
    line.state = ticket.state;
    return line;
}

void PeopleIndex::addLines(const Person &person, std::size_t most, std::vector<FoundAttendee> &lines) const
{
    if (person.tickets.empty())
        lines.push_back(lineOf(person, {}));
    for (const Ticket &ticket : person.tickets) {
        if (lines.size() >= most)
            return;
        lines.push_back(lineOf(person, ticket));
    }
}

std::vector<PeopleIndex::Line> PeopleIndex::page(const std::string &afterKey, const AttendeeId &after, std::size_t most,
                                                 std::size_t *people) const
{
    std::vector<Line> lines;
    *people = 0;
    for (auto at = m_byName.upper_bound(std::pair(afterKey, after)); at != m_byName.end() && *people < most; ++at) {
        ++*people;
        const Person &person = m_people[at->second];
        if (person.tickets.empty())
            lines.push_back({lineOf(person, {}), person.sortKey});
        for (const Ticket &ticket : person.tickets)
            lines.push_back({lineOf(person, ticket), person.sortKey});
    }
    return lines;
}

std::optional<FoundAttendee> PeopleIndex::holderOf(const TicketId &ticket) const
{
    const auto place = m_tickets.find(ticket);
    if (place == m_tickets.end() || !m_people[place->second].isThere)
        return std::nullopt;
    const Person &person = m_people[place->second];
    const auto at = std::find_if(person.tickets.begin(), person.tickets.end(),
                                 [&](const Ticket &each) { return each.id == ticket; });
    return at == person.tickets.end() ? std::nullopt : std::optional(lineOf(person, *at));
}

} // namespace gatehouse
