// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/programme/event.h"

namespace gatehouse {

Scopes scopesOf(const Event &)
{
    return scopes({Scope::everyone()});
}

std::int64_t eventDayAt(const std::vector<EventDay> &days, Instant at)
{
    constexpr std::int64_t kDayMs = 86'400'000;
    const auto wholeDays = [](std::int64_t ms) { return ms >= 0 ? ms / kDayMs : -((-ms + kDayMs - 1) / kDayMs); };
    if (days.empty())
        return wholeDays(at.ms);
    if (at < days.front().startsAt)
        return wholeDays(at - days.front().startsAt);
    if (at >= days.back().endsAt)
        return static_cast<std::int64_t>(days.size()) + wholeDays(at - days.back().endsAt);
    const auto next = std::upper_bound(days.begin(), days.end(), at,
                                       [](Instant instant, const EventDay &day) { return instant < day.startsAt; });
    return next - days.begin() - 1;
}

std::string slugFor(std::string_view name)
{
    std::string slug;
    for (const char c : name) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool isKept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        if (isKept)
            slug += lower;
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
        if (slug.size() == 40)
            break;
    }
    while (!slug.empty() && slug.back() == '-')
        slug.pop_back();
    return slug.empty() ? "event" : slug;
}

bool isSlug(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

} // namespace gatehouse
