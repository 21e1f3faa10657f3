// SPDX-License-Identifier: GPL-3.0-or-later
// The search for people at a desk, over 100,000 of them: a few letters, a whole name, another script, a mistyped name,
// nobody. Beside it what a program with SQLite would do, over the same folded words in memory: a scan with LIKE, an
// FTS5 index of trigrams (finds within words; needs three letters), an FTS5 index of words with prefixes. Each is asked
// for the first fifty and how many there are. All run in turn, the median counts. A mistyped name has no peer: none of
// them finds it.
#include "tests/bench/line.h"

#include "server/ticketing/peopleindex.h"
#include "shared/sqlite/sqlite.h"
#include "shared/ticketing/fold.h"

#include <QElapsedTimer>

#include <algorithm>
#include <optional>

using namespace gatehouse;
using namespace gatehouse::bench;

namespace {

constexpr int kPeople = 100'000;
constexpr int kRounds = 15;
constexpr std::size_t kShown = 50;

const char *const kGiven[] = {"Jörg",   "Łukasz", "Siobhán", "İbrahim", "Анна",    "محمد",   "דוד",        "小明",
                              "さくら", "Nguyễn", "Amélie",  "Søren",   "Γιώργος", "Marija", "Aleksandra", "Tomáš"};
const char *const kFamily[] = {"Müller",       "Kowalczyk", "Ní Dhomhnaill", "Çelik",     "Стоянова", "الحسن",
                               "לוי",          "王",        "たなか",        "Thị Hường", "Laurent",  "Åberg",
                               "Παπαδόπουλος", "Kovačević", "Weber",         "Dvořák"};

/// Names that repeat as real ones do, with syllables that make most of them differ.
std::string nameOf(Random &random)
{
    static constexpr const char *kSyllables[] = {"ba", "ker", "lin", "mo", "ra", "sen", "ti", "vo", "wel", "zan"};
    std::string family = kFamily[random.below(std::size(kFamily))];
    if (random.below(2) == 0) {
        for (int count = 0; count < 3; ++count)
            family += kSyllables[random.below(std::size(kSyllables))];
    }
    return std::string(kGiven[random.below(std::size(kGiven))]) + " " + family;
}

template <class T>
T must(Result<T> result)
{
    if (!result)
        throw std::runtime_error(describe(result.error()));
    return std::move(*result);
}
void must(Result<> result)
{
    if (!result)
        throw std::runtime_error(describe(result.error()));
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

/// One of the ways in which SQLite finds people.
struct Peer {
    const char *name;
    const char *sql;                                            ///< of the first fifty, with the count
    std::string (*term)(const std::vector<std::string> &words); ///< what is bound; empty: cannot be asked
    [[nodiscard]] static std::string like(const std::vector<std::string> &words) { return "%" + joined(words) + "%"; }
    [[nodiscard]] static std::string trigrams(const std::vector<std::string> &words)
    {
        std::string term;
        for (const std::string &word : words) {
            if (word.size() < 3)
                return {};
            term += (term.empty() ? "\"" : " AND \"") + word + "\"";
        }
        return term;
    }
    [[nodiscard]] static std::string prefixes(const std::vector<std::string> &words)
    {
        std::string term;
        for (const std::string &word : words)
            term += (term.empty() ? "\"" : " AND \"") + word + "\"*";
        return term;
    }
};

constexpr Peer kPeers[] = {
    {"SQLite LIKE", "SELECT name, code, count(*) OVER () FROM people WHERE words LIKE ?1 ORDER BY sortKey LIMIT 50",
     Peer::like},
    {"SQLite FTS5 trigram",
     "SELECT p.name, p.code, count(*) OVER () FROM trigrams t JOIN people p ON p.rowid = t.rowid "
     "WHERE trigrams MATCH ?1 ORDER BY p.sortKey LIMIT 50",
     Peer::trigrams},
    {"SQLite FTS5 prefix",
     "SELECT p.name, p.code, count(*) OVER () FROM prefixes t JOIN people p ON p.rowid = t.rowid "
     "WHERE prefixes MATCH ?1 ORDER BY p.sortKey LIMIT 50",
     Peer::prefixes},
};

/// Names as typed, and the words that ours is found by, so that all look for the same.
class Tables
{
public:
    Tables() : m_connection(must(sqlite::Connection::open(":memory:", sqlite::Access::Create)))
    {
        must(m_connection.run("CREATE TABLE people(name TEXT, code TEXT, words TEXT, sortKey TEXT);"
                              "CREATE VIRTUAL TABLE trigrams USING fts5(words, content='', tokenize='trigram');"
                              "CREATE VIRTUAL TABLE prefixes USING fts5(words, content='', prefix='1 2 3',"
                              " tokenize='unicode61 remove_diacritics 0');"
                              "BEGIN"));
        m_person = must(m_connection.prepare("INSERT INTO people VALUES(?1, ?2, ?3, ?4)"));
        m_trigrams = must(m_connection.prepare("INSERT INTO trigrams(rowid, words) VALUES(?1, ?2)"));
        m_prefixes = must(m_connection.prepare("INSERT INTO prefixes(rowid, words) VALUES(?1, ?2)"));
    }
    void add(const std::string &name, const std::string &order)
    {
        const std::string words = joined(indexWords(name)) + " " + joined(indexWords(order));
        m_person.bindText(1, name).bindText(2, order).bindText(3, words).bindText(4, folded(name));
        must(m_person.run());
        for (sqlite::Statement *each : {&m_trigrams, &m_prefixes}) {
            each->bind(1, m_connection.lastRowKey()).bindText(2, words);
            must(each->run());
        }
    }
    void finish()
    {
        must(m_connection.run("COMMIT; INSERT INTO trigrams(trigrams) VALUES('optimize');"
                              "INSERT INTO prefixes(prefixes) VALUES('optimize')"));
        for (const Peer &peer : kPeers)
            m_finds.push_back(must(m_connection.prepare(peer.sql)));
    }
    /// How many there are in all.
    std::int64_t find(std::size_t peer, const std::string &term)
    {
        std::int64_t total = 0;
        std::vector<std::pair<std::string, std::string>> shown;
        sqlite::Statement &statement = m_finds[peer];
        statement.bindText(1, term);
        while (must(statement.step())) {
            shown.emplace_back(statement.text(0), statement.text(1));
            total = statement.integer(2);
        }
        return total;
    }

private:
    sqlite::Connection m_connection;
    sqlite::Statement m_person;
    sqlite::Statement m_trigrams;
    sqlite::Statement m_prefixes;
    std::vector<sqlite::Statement> m_finds;
};

template <class F>
double timeMs(F &&function)
{
    QElapsedTimer timer;
    timer.start();
    function();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void measure(const PeopleIndex &index, Tables &tables, const char *what, const char *typed)
{
    const std::vector<std::string> words = foldedWords(typed);
    std::vector<double> ours;
    std::vector<double> theirs[std::size(kPeers)];
    std::int64_t totals[std::size(kPeers)] = {};
    std::int64_t total = 0;
    for (int round = 0; round < kRounds; ++round) {
        ours.push_back(timeMs([&] { total = static_cast<std::int64_t>(index.find(typed, kShown).total); }));
        for (std::size_t peer = 0; peer < std::size(kPeers); ++peer) {
            if (const std::string term = kPeers[peer].term(words); !term.empty())
                theirs[peer].push_back(timeMs([&] { totals[peer] = tables.find(peer, term); }));
        }
    }
    const std::string name = std::string("people, ") + what;
    for (std::size_t peer = 0; peer < std::size(kPeers); ++peer) {
        // Who finds nobody where ours does gives no answer to compare with.
        if (theirs[peer].empty() || (totals[peer] == 0 && total > 0))
            continue;
        printLine(name, kPeople, "ms", median(ours), kPeers[peer].name, median(theirs[peer]),
                  median(theirs[peer]) / median(ours));
        std::fprintf(stderr, "%s: found %lld, %s %lld\n", what, static_cast<long long>(total), kPeers[peer].name,
                     static_cast<long long>(totals[peer]));
    }
    std::printf("{\"bench\":\"%s\",\"size\":%d,\"unit\":\"ms\",\"ours\":%.6g,\"worst\":%.6g,\"found\":%lld}\n",
                name.c_str(), kPeople, median(ours), *std::max_element(ours.begin(), ours.end()),
                static_cast<long long>(total));
    std::fflush(stdout);
}

} // namespace

int main()
{
    SeededRandom random(1);
    PeopleIndex index;
    Tables tables;
    for (int count = 0; count < kPeople; ++count) {
        Attendee attendee;
        attendee.id = makeId<AttendeeId>(count, random);
        attendee.name = nameOf(random);
        index.put(attendee);
        Ticket ticket;
        ticket.id = makeId<TicketId>(count, random);
        ticket.attendee = attendee.id;
        ticket.order = "R" + std::to_string(100'000 + count);
        index.put(ticket);
        tables.add(attendee.name, ticket.order);
    }
    tables.finish();
    measure(index, tables, "one letter", "m");
    measure(index, tables, "three letters", "mul");
    measure(index, tables, "a whole name", "jorg mueller");
    measure(index, tables, "an order", "R150000");
    measure(index, tables, "Han", "小明");
    measure(index, tables, "Arabic", "محمد الحسن");
    measure(index, tables, "mistyped", "kowalzcyk");
    measure(index, tables, "mistyped, two words", "alexsandra kowalzcyk");
    measure(index, tables, "nobody", "xqzwvut");
    return 0;
}
