// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/programmeline.h"

#include "app/kiosk/kioskprogramme.h"
#include "shared/model/json.h"

namespace gatehouse {

namespace {

struct SessionLine {
    std::string title;
    std::string space;
    Instant startsAt;
    Instant expectedAt;
    Instant endsAt;
    bool isCancelled = false;
    static constexpr Field fields[] = {
        field<&SessionLine::title>("title", Flag::None, kMaxReason),
        field<&SessionLine::space>("space"),
        field<&SessionLine::startsAt>("startsAt"),
        field<&SessionLine::expectedAt>("expectedAt"),
        field<&SessionLine::endsAt>("endsAt"),
        field<&SessionLine::isCancelled>("isCancelled"),
    };
    bool operator==(const SessionLine &) const = default;
};

struct ProgrammeLine {
    Instant at;
    std::vector<SessionLine> now;
    std::vector<SessionLine> next;
    static constexpr Field fields[] = {
        field<&ProgrammeLine::at>("at"),
        field<&ProgrammeLine::now>("now", Flag::None, KioskProgramme::kMostSessions),
        field<&ProgrammeLine::next>("next", Flag::None, KioskProgramme::kMostSessions),
    };
};

std::vector<SessionLine> linesOf(const std::vector<KioskSession> &sessions)
{
    std::vector<SessionLine> lines;
    for (const KioskSession &session : sessions)
        lines.push_back({session.title.toStdString(), session.space.toStdString(), session.startsAt, session.expectedAt,
                         session.endsAt, session.isCancelled});
    return lines;
}

} // namespace

std::string programmeLine(const KioskNowNext &nowNext, Instant at)
{
    ProgrammeLine line{at, linesOf(nowNext.now), linesOf(nowNext.next)};
    for (;;) {
        std::string text = json(line) + "\n";
        if (text.size() <= kMostLine || (line.now.empty() && line.next.empty()))
            return text;
        (line.next.empty() ? line.now : line.next).pop_back();
    }
}

} // namespace gatehouse
