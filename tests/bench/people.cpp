// SPDX-License-Identifier: GPL-3.0-or-later
// The search for people at a desk, over 100,000 of them: a few letters, a whole name, another script, a mistyped name,
// nobody. Median and worst of each, in milliseconds. There is no peer to run beside it: the ones that search names need
// a database server of their own.
#include "tests/bench/line.h"

#include "server/ticketing/peopleindex.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace gatehouse;

namespace {

constexpr int kPeople = 100'000;
constexpr int kTimes = 50;

const char *const kGiven[] = {"Jörg",   "Łukasz", "Siobhán", "İbrahim", "Анна",    "محمد",   "דוד",        "小明",
                              "さくら", "Nguyễn", "Amélie",  "Søren",   "Γιώργος", "Marija", "Aleksandra", "Tomáš"};
const char *const kFamily[] = {"Müller",       "Kowalczyk", "Ní Dhomhnaill", "Çelik",     "Стоянова", "الحسن",
                               "לוי",          "王",        "たなか",        "Thị Hường", "Laurent",  "Åberg",
                               "Παπαδόπουλος", "Kovačević", "Weber",         "Dvořák"};

/// Names that repeat as real ones do, with a syllable that makes most of them differ.
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

void measure(const PeopleIndex &index, const char *what, const char *typed)
{
    std::vector<double> took;
    std::size_t total = 0;
    for (int round = 0; round < kTimes; ++round) {
        QElapsedTimer timer;
        timer.start();
        total = index.find(typed, 50).total;
        took.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(took.begin(), took.end());
    printf("{\"bench\":\"people\",\"people\":%d,\"typed\":\"%s\",\"found\":%zu,\"median_ms\":%.2f,\"worst_ms\":%.2f}\n",
           kPeople, what, total, took[took.size() / 2], took.back());
}

} // namespace

int main()
{
    SeededRandom random(1);
    PeopleIndex index;
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
    }
    measure(index, "one letter", "m");
    measure(index, "three letters", "mul");
    measure(index, "a whole name", "jorg mueller");
    measure(index, "an order", "R150000");
    measure(index, "Han", "小明");
    measure(index, "Arabic", "محمد الحسن");
    measure(index, "mistyped", "kowalzcyk");
    measure(index, "mistyped, two words", "alexsandra kowalzcyk");
    measure(index, "nobody", "xqzwvut");
    return 0;
}
