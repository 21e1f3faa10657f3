// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/samples.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

std::vector<FigureView> sampleTiles()
{
    return {{u"Inside"_s, u"3,148"_s, u"of 4,200"_s, State::Fine, u"75 % of capacity"_s, {}},
            {u"Arrivals, last minute"_s, u"61"_s, u"people/min"_s, State::Fine, u"as forecast"_s, {}},
            {u"Hall 2"_s, u"1,164"_s, u"of 1,200"_s, State::Soon, u"97 %, full in 4 min"_s, {}},
            {u"Refused"_s, u"17"_s, u"of 3,204 scans"_s, State::Info, u"0.5 %"_s, {}},
            {u"Devices offline"_s, u"2"_s, u"of 14"_s, State::Now, u"Kiosk 4, Kiosk 11"_s, {}},
            {u"Foyer west"_s, u"212"_s, u"of 600"_s, State::NoData, u"silent gate"_s, std::chrono::seconds(540)}};
}

std::vector<FeedEntry> sampleFeed()
{
    const auto at = [](int secondsAgo) { return kSampleNow - secondsAgo * 1000; };
    return {{101, at(190), State::Info, u"door-open"_s, u"Doors"_s, u"North gate opened by the duty manager."_s},
            {102, at(166), State::Fine, u"link"_s, u"Devices"_s, u"Kiosk 7 is back after 42 s and sent 12 scans."_s},
            {103, at(121), State::Soon, u"gauge"_s, u"Venue"_s, u"Hall 2 is at 95 % of its capacity (1,140 of 1,200)."_s},
            {104, at(88), State::Info, u"circle-x"_s, u"Doors"_s, u"Refused at East gate: already inside since 08:41, ticket of Søren Åberg."_s},
            {105, at(60), State::Now, u"wifi-off"_s, u"Devices"_s, u"Kiosk 4 at East gate is offline; it goes on scanning with its own list."_s},
            {106, at(41), State::Info, u"undo-2"_s, u"Doors"_s, u"A scan at South gate was undone: wrong person scanned."_s},
            {107, at(17), State::Soon, u"shield-alert"_s, u"Doors"_s, u"Two gates admitted the same ticket: a card waits on the reconciliation desk."_s},
            {108, at(3), State::Fine, u"check"_s, u"Doors"_s, u"نور الهدى came in at North gate."_s}};
}

} // namespace gatehouse
