// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/admission/conditions.h"

#include "shared/model/text.h"

namespace gatehouse {

namespace {

bool isWholeNumber(std::string_view text)
{
    constexpr std::size_t kMostDigits = 15;
    if (!text.empty() && text.front() == '-')
        text.remove_prefix(1);
    return !text.empty() && text.size() <= kMostDigits
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

} // namespace

std::string textFor(const std::vector<LocalText> &texts, std::string_view language)
{
    const auto of = [&](std::string_view wanted) {
        return std::find_if(texts.begin(), texts.end(), [&](const LocalText &each) { return each.language == wanted; });
    };
    if (const auto own = of(language); own != texts.end())
        return own->text;
    if (const auto common = of({}); common != texts.end())
        return common->text;
    return texts.empty() ? std::string() : texts.front().text;
}

bool Question::concerns(const ProductId &product) const
{
    return products.empty() || std::find(products.begin(), products.end(), product) != products.end();
}

bool answers(const Question &question, std::string_view value)
{
    switch (question.kind) {
    case QuestionKind::YesNo:
        return value == "yes" || value == "no";
    case QuestionKind::Choice:
        return std::any_of(question.choices.begin(), question.choices.end(),
                           [&](const QuestionChoice &choice) { return choice.id == value; });
    case QuestionKind::Number:
        return isWholeNumber(value);
    case QuestionKind::Text:
        return !isBlank(value) && characterCount(value) <= kMaxAnswer;
    }
    return !isBlank(value); // a kind of a newer program: it is for that one to judge
}

} // namespace gatehouse
