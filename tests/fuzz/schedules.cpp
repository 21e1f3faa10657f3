// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/calendarfile.h"
#include "server/files/schedulejson.h"
#include "server/files/schedulexml.h"
#include "shared/model/json.h"
#include "tests/fuzz/fuzz.h"

namespace gatehouse::fuzz {

namespace {

void check(const Result<ProgrammeFile> &file)
{
    if (!file)
        return;
    require(file->sessions.size() <= kMaxFileSessions, "no more sessions than may be");
    require(file->speakers.size() <= kMaxFileSpeakers, "no more speakers than may be");
    require(file->rooms.size() <= kMaxFileRooms, "no more rooms than may be");
}

} // namespace

/// The first byte says as what the others are read.
void take(std::string_view bytes)
{
    if (bytes.empty())
        return;
    const std::string_view content = bytes.substr(1);
    const ReadOptions options;
    switch (bytes[0] % 3) {
    case 0:
        return check(readScheduleXml(content, options));
    case 1:
        return check(readCalendar(content, options));
    default:
        if (const auto root = parseJson(content))
            check(readScheduleJson(*root, options));
    }
}

std::vector<std::string> seeds()
{
    return {
        std::string(1, '\0')
            + "<schedule><conference><acronym>t</acronym></conference><day date=\"2026-08-01\"><room name=\"Hall\">"
              "<event id=\"1\"><title>One</title><date>2026-08-01T10:00:00+02:00</date><duration>1:00</duration>"
              "<persons><person id=\"1\">Ana</person></persons></event></room></day></schedule>",
        "\1BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260801T100000Z\r\nDURATION:PT1H\r\n"
        "SUMMARY:One\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEXDATE:20260802T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "\2{\"schedule\":{\"version\":\"1\",\"conference\":{\"acronym\":\"t\",\"days\":[{\"date\":\"2026-08-01\","
        "\"rooms\":"
        "{\"Hall\":[{\"id\":1,\"title\":\"One\",\"date\":\"2026-08-01T10:00:00+02:00\",\"duration\":\"01:00\"}]}}]}}}"};
}

} // namespace gatehouse::fuzz
