// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/commonpasswords.h"

#include <algorithm>
#include <array>
#include <string>

namespace gatehouse {

namespace {
/// The stems of the passwords that lead every published list of leaked ones, and the words of our own trade. Whole
/// lists of the commonest 3,000 are of little use here: nearly all of them are shorter than the twelve characters asked
/// for, and what people do to lengthen them is to put figures, signs or a second word beside. So words are kept and the
/// lengthening is taken off. Lower case, look-alike figures as letters; sorted.
constexpr std::string_view kWords[] = {
    "aaaaaa",     "abcabc",        "abcdef",      "abcdefgh",    "access",       "admin",
    "adminadmin", "administrator", "amanda",      "america",     "amsterdam",    "andrew",
    "android",    "angel",         "anonymous",   "anthony",     "apple",        "april",
    "arsenal",    "asdasd",        "asdf",        "asdfgh",      "asdfghjkl",    "ashley",
    "asshole",    "august",        "australia",   "autumn",      "azerty",       "azertyuiop",
    "baby",       "babygirl",      "banana",      "barcelona",   "baseball",     "basketball",
    "batman",     "batterystaple", "beatles",     "berlin",      "bienvenido",   "bienvenue",
    "blink",      "boston",        "business",    "butter",      "butterfly",    "california",
    "canada",     "captain",       "change",      "changeit",    "changeme",     "charlie",
    "cheese",     "chelsea",       "cherry",      "chicago",     "chocolate",    "cisco",
    "coffee",     "college",       "company",     "computer",    "conference",   "congress",
    "contrasena", "control",       "controlroom", "cookie",      "correcthorse", "correcthorsebatterystaple",
    "corvette",   "daniel",        "darling",     "database",    "daughter",     "december",
    "default",    "demo",          "desktop",     "deutschland", "diamond",      "dienstag",
    "doctor",     "dolphin",       "donnerstag",  "dragon",      "eagle",        "eminem",
    "england",    "enter",         "event",       "events",      "everything",   "example",
    "facebook",   "falcon",        "family",      "father",      "february",     "ferrari",
    "festival",   "flower",        "football",    "forever",     "france",       "freedom",
    "freitag",    "friday",        "friend",      "friends",     "fruehling",    "fuckoff",
    "fuckyou",    "gatehouse",     "george",      "germany",     "ginger",       "golden",
    "goodbye",    "google",        "guest",       "hallo",       "hannah",       "harley",
    "haslo",      "hello",         "helpdesk",    "herbst",      "hockey",       "home",
    "honda",      "house",         "hunter",      "iloveme",     "iloveyou",     "internet",
    "iphone",     "january",       "jennifer",    "jessica",     "jordan",       "joshua",
    "july",       "june",          "juventus",    "kennwort",    "killer",       "kiosk",
    "laptop",     "letmein",       "lisbon",      "liverpool",   "login",        "logon",
    "london",     "love",          "lovelove",    "loveme",      "loveyou",      "madrid",
    "manager",    "manchester",    "march",       "master",      "matthew",      "mercedes",
    "metallica",  "michael",       "michelle",    "microsoft",   "mittwoch",     "monday",
    "monkey",     "montag",        "motdepasse",  "mother",      "mustang",      "naruto",
    "network",    "newyork",       "nicole",      "ninja",       "nirvana",      "nobody",
    "nothing",    "november",      "october",     "office",      "open",         "opensesame",
    "openup",     "operator",      "oracle",      "orange",      "panther",      "paris",
    "parola",     "pass",          "passcode",    "passphrase",  "passw",        "password",
    "passwort",   "pepper",        "phoenix",     "pokemon",     "porsche",      "princess",
    "prinzessin", "private",       "purple",      "qazwsx",      "qazwsxedc",    "qweasd",
    "qweasdzxc",  "qweqwe",        "qwerty",      "qwertyuiop",  "qwertz",       "qwertzuiop",
    "rainbow",    "ranger",        "realmadrid",  "replace",     "robert",       "room",
    "root",       "router",        "salasana",    "sample",      "samstag",      "samsung",
    "saturday",   "school",        "secret",      "secure",      "security",     "senha",
    "september",  "server",        "service",     "sesame",      "shadow",       "signin",
    "silver",     "slipknot",      "soccer",      "soldier",     "something",    "sommer",
    "sonntag",    "spiderman",     "spring",      "stage",       "starwars",     "steward",
    "student",    "summer",        "sunday",      "sunshine",    "superman",     "superuser",
    "supervisor", "support",       "sweet",       "sweetheart",  "system",       "teacher",
    "temp",       "temporal",      "temporary",   "test",        "tester",       "testing",
    "testtest",   "texas",         "thomas",      "thursday",    "ticket",       "tickets",
    "tiger",      "topsecret",     "trustno",     "trustnoone",  "tuesday",      "united",
    "university", "unknown",       "user",        "username",    "venue",        "vienna",
    "visitor",    "wachtwoord",    "warrior",     "wednesday",   "welcome",      "whatever",
    "william",    "willkommen",    "windows",     "winter",      "wizard",       "work",
    "yamaha",     "yellow",        "yxcvbnm",     "zaqwsx",      "zurich",       "zxcvbn",
    "zxcvbnm",
};

/// What fingers run along. Each is also tried backwards.
constexpr std::string_view kRuns[] = {
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
    "zaq12wsxcde34rfvbgt56yhn",
    "1234qwerasdfzxcv",
    "qwer1234asdf5678",
    "q1w2e3r4t5y6u7i8o9p0",
    "112233445566778899",
    "123321123321123321",
    "147258369147258369",
    "789456123789456123",
    "asdfghjklqwertyuiop",
};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Figures and signs that people write for letters.
char plainLetter(char c)
{
    constexpr std::string_view kSigns = "013457@$";
    constexpr std::string_view kLetters = "oleastas";
    const auto at = kSigns.find(c);
    return at == std::string_view::npos ? c : kLetters[at];
}

template <class Change>
std::string each(std::string_view text, Change change)
{
    std::string changed(text);
    std::transform(changed.begin(), changed.end(), changed.begin(), change);
    return changed;
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

/// Without figures, spaces and signs at both ends.
std::string_view core(std::string_view text)
{
    const auto first = std::find_if(text.begin(), text.end(), isLetter);
    const auto last = std::find_if(text.rbegin(), text.rend(), isLetter).base();
    return first < last
        ? text.substr(static_cast<std::size_t>(first - text.begin()), static_cast<std::size_t>(last - first))
        : std::string_view();
}

bool isWord(std::string_view text)
{
    return std::binary_search(std::begin(kWords), std::end(kWords), text);
}

/// One common word, or two beside each other.
bool isOneOrTwoWords(std::string_view text)
{
    if (isWord(text))
        return true;
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        if (isWord(text.substr(0, cut)) && isWord(text.substr(cut)))
            return true;
    }
    return false;
}

/// A piece of at most six bytes again and again, the last time perhaps cut short.
bool isRepeated(std::string_view text)
{
    constexpr std::size_t kLongestPiece = 6;
    for (std::size_t piece = 1; piece <= kLongestPiece; ++piece) {
        if (text.size() >= 2 * piece
            && std::equal(text.begin() + static_cast<std::ptrdiff_t>(piece), text.end(), text.begin()))
            return true;
    }
    return false;
}

/// The longest part of `text`, from its start, that lies within a run, in bytes.
std::size_t lengthAlong(std::string_view text, std::string_view run)
{
    std::size_t length = 0;
    while (length < text.size() && run.find(text.substr(0, length + 1)) != std::string_view::npos)
        ++length;
    return length;
}

/// Made of at most three pieces of runs, each of four or more.
bool isRun(std::string_view text)
{
    constexpr int kMostPieces = 3;
    constexpr std::size_t kShortestPiece = 4;
    for (int piece = 0; piece < kMostPieces && !text.empty(); ++piece) {
        std::size_t longest = 0;
        for (const std::string_view run : kRuns) {
            const std::string backwards(run.rbegin(), run.rend());
            longest = std::max({longest, lengthAlong(text, run), lengthAlong(text, backwards)});
        }
        if (longest < kShortestPiece)
            return false;
        text.remove_prefix(longest);
    }
    return text.empty();
}

/// Figures, spaces and signs hold too little when they are all there is: a date, a telephone number.
bool hasNoLetter(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), isLetter);
}

std::string withoutSeparators(std::string_view text)
{
    std::string joined;
    std::copy_if(text.begin(), text.end(), std::back_inserter(joined),
                 [](char c) { return std::string_view(" -_.,;:").find(c) == std::string_view::npos; });
    return joined;
}
} // namespace

bool isCommonPassword(std::string_view password)
{
    const std::string joined = withoutSeparators(each(password, lower));
    // Figures are taken off before look-alikes are read as letters ("password2024") and after ("pa55w0rd!!!!").
    const std::string letters = each(core(joined), plainLetter);
    const std::string allLetters = each(joined, plainLetter);
    return hasNoLetter(joined) || isRepeated(joined) || isRun(joined) || isOneOrTwoWords(letters)
        || isOneOrTwoWords(core(allLetters));
}

} // namespace gatehouse
