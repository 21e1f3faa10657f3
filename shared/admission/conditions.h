// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/ticketing/ticketing.h"
#include "shared/venue/venue.h"

/// What a check-in list may ask for beside its plain settings, and the rule that a verdict hung on.
namespace gatehouse {

inline constexpr std::uint32_t kMaxQuestions = 20;  ///< of one list; a queue stands behind whoever answers
inline constexpr std::uint32_t kMaxLanguages = 30;  ///< a text is given in
inline constexpr std::uint32_t kMaxChoices = 30;    ///< of one question: a screen of large buttons
inline constexpr std::uint32_t kMaxAnswer = 500;    ///< characters
inline constexpr std::uint32_t kMaxWindows = 50;    ///< of one list
inline constexpr std::uint32_t kMaxExits = 100;     ///< one for each event day, and some by hand
inline constexpr std::int32_t kMaxGroup = 500;      ///< people of one code; a school comes with about 120
inline constexpr std::uint32_t kMaxQuestionId = 32; ///< characters

/// A time with two ends; none: open on that side. The end does not belong to it.
struct TimeSpan {
    std::optional<Instant> from;
    std::optional<Instant> until;
    static constexpr Field fields[] = {field<&TimeSpan::from>("from", Flag::Optional),
                                       field<&TimeSpan::until>("until", Flag::Optional)};
    bool operator==(const TimeSpan &) const = default;
    [[nodiscard]] bool holds(Instant at) const { return (!from || at >= *from) && (!until || at < *until); }
};

/// A moment at which everybody has left.
struct ListExit {
    Instant at;
    static constexpr Field fields[] = {field<&ListExit::at>("at")};
    auto operator<=>(const ListExit &) const = default;
};

/// Which products may come in through which gates at which time. A list with windows lets in through none else.
struct ListWindow {
    std::string name;                ///< "Early entry"; for people, may be empty
    std::vector<ProductId> products; ///< none: all of the list
    std::vector<GateId> gates;       ///< none: all of the list
    std::optional<Instant> from;
    std::optional<Instant> until;
    static constexpr Field fields[] = {
        field<&ListWindow::name>("name", Flag::Optional), field<&ListWindow::products>("products", Flag::Optional),
        field<&ListWindow::gates>("gates", Flag::Optional), field<&ListWindow::from>("from", Flag::Optional),
        field<&ListWindow::until>("until", Flag::Optional)};
    bool operator==(const ListWindow &) const = default;
};

/// Words in one language.
struct LocalText {
    std::string language; ///< "de"; empty: for everybody else
    std::string text;
    static constexpr Field fields[] = {field<&LocalText::language>("language", Flag::Optional, 16),
                                       field<&LocalText::text>("text", Flag::None, kMaxReason)};
    bool operator==(const LocalText &) const = default;
};

/// The words for this language, else those for everybody, else the first ones.
[[nodiscard]] std::string textFor(const std::vector<LocalText> &texts, std::string_view language);

enum class QuestionKind : std::uint8_t { YesNo = 0, Choice = 1, Text = 2, Number = 3 };
template <>
inline constexpr auto enumNames<QuestionKind> = std::array<std::string_view, 4>{"yes_no", "choice", "text", "number"};

struct QuestionChoice {
    std::string id; ///< what an answer says
    std::vector<LocalText> texts;
    static constexpr Field fields[] = {field<&QuestionChoice::id>("id", Flag::None, kMaxQuestionId),
                                       field<&QuestionChoice::texts>("texts", Flag::None, kMaxLanguages)};
    bool operator==(const QuestionChoice &) const = default;
};

/// What is asked before a ticket is let in for the first time.
struct Question {
    std::string id; ///< unique on the list: "diet"
    std::vector<LocalText> texts;
    QuestionKind kind = QuestionKind::YesNo;
    std::vector<QuestionChoice> choices;
    bool isRequired = true;
    std::vector<ProductId> products; ///< none: for all
    static constexpr Field fields[] = {field<&Question::id>("id", Flag::None, kMaxQuestionId),
                                       field<&Question::texts>("texts", Flag::None, kMaxLanguages),
                                       field<&Question::kind>("kind"),
                                       field<&Question::choices>("choices", Flag::Optional, kMaxChoices),
                                       field<&Question::isRequired>("isRequired", Flag::Optional),
                                       field<&Question::products>("products", Flag::Optional)};
    bool operator==(const Question &) const = default;
    [[nodiscard]] bool concerns(const ProductId &product) const;
};

/// "yes" or "no", the id of a choice, a whole number, or words.
struct GivenAnswer {
    std::string question;
    std::string value;
    static constexpr Field fields[] = {field<&GivenAnswer::question>("question", Flag::None, kMaxQuestionId),
                                       field<&GivenAnswer::value>("value", Flag::None, kMaxAnswer)};
    bool operator==(const GivenAnswer &) const = default;
};

/// True if this is an answer to the question and not something else.
[[nodiscard]] bool answers(const Question &question, std::string_view value);

/// The rule that refused: finer than the reason, so that it can be told in words with its parameters. Never renumbered.
enum class Rule : std::uint8_t {
    None = 0,
    Code = 1,            ///< the code itself
    TicketState = 2,     ///< blocked, revoked, unpaid …; or reissued
    ListProducts = 3,    ///< the list does not take the product
    ListGates = 4,       ///< the list is not for this gate
    GateClosed = 5,      ///< since `at`
    ListOpens = 6,       ///< only at `at`
    ListCloses = 7,      ///< since `at`
    TicketBegins = 8,    ///< only at `at`
    TicketEnds = 9,      ///< since `at`
    WindowProducts = 10, ///< no window of the list takes the product
    WindowGates = 11,    ///< the window `name` takes the product, but not at this gate
    WindowOpens = 12,    ///< the window `name` only at `at`
    WindowCloses = 13,   ///< the window `name` since `at`
    EntriesUsed = 14,    ///< `number` of `most` entries; first at `at`
    DayEntriesUsed = 15, ///< `number` of `most` entries of this event day; first at `at`
    NotFromZone = 16,    ///< only from inside `zone`
    TooEarlyAgain = 17,  ///< again only at `at`
    ReEntryTime = 18,    ///< no re-entry now; next at `at`, if at all
    GroupLeft = 19,      ///< only `number` more of the group may come in
    GroupSize = 20,      ///< how many come in now, `number` at most, is not said
    Questions = 21,      ///< `number` answers are missing
    NeverEntered = 22,   ///< leaves without having entered
};
template <>
inline constexpr auto enumNames<Rule> = std::array<std::string_view, 23>{
    "none",          "code",          "ticket_state",  "list_products",    "list_gates",      "gate_closed",
    "list_opens",    "list_closes",   "ticket_begins", "ticket_ends",      "window_products", "window_gates",
    "window_opens",  "window_closes", "entries_used",  "day_entries_used", "not_from_zone",   "too_early_again",
    "re_entry_time", "group_left",    "group_size",    "questions",        "never_entered"};

/// The rule with its parameters; those that a rule does not name are unset.
struct FailedRule {
    Rule rule = Rule::None;
    Instant at;
    std::int32_t number = 0;
    std::int32_t most = 0;
    ZoneId zone;
    std::string name;
    static constexpr Field fields[] = {field<&FailedRule::rule>("rule"),
                                       field<&FailedRule::at>("at", Flag::Optional),
                                       field<&FailedRule::number>("number", Flag::Optional),
                                       field<&FailedRule::most>("most", Flag::Optional),
                                       field<&FailedRule::zone>("zone", Flag::Optional),
                                       field<&FailedRule::name>("name", Flag::Optional)};
    bool operator==(const FailedRule &) const = default;
};

} // namespace gatehouse
