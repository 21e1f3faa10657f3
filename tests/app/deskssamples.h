// SPDX-License-Identifier: GPL-3.0-or-later
// Believable values for the pictures of tickets, devices, accounts and documents.
#pragma once

#include "app/access/accountsview.h"
#include "app/access/devicesview.h"
#include "app/imports/importwords.h"
#include "app/ticketing/ticketsview.h"
#include "tests/app/samples.h"

namespace gatehouse {

inline std::vector<HitView> sampleHits()
{
    using namespace Qt::Literals::StringLiterals;
    return {{sampleId(60), sampleId(160), u"Marija Kovačević"_s, u"Adria Film d.o.o."_s, u"Full congress"_s,
             u"QX7M4 "_s, State::Fine, u"valid"_s},
            {sampleId(61),
             sampleId(161),
             u"Marie Curie-Lambert"_s,
             {},
             u"Day ticket Monday"_s,
             u"RT2A7"_s,
             State::Fine,
             u"valid"_s},
            {sampleId(62), sampleId(162), u"Mariam Haddad"_s, u"Universität Łódź"_s, u"Speaker"_s, u"B5DDQ"_s,
             State::Soon, u"blocked"_s},
            {sampleId(63),
             sampleId(163),
             u"Ana Maria Souza"_s,
             {},
             u"Full congress"_s,
             u"ZZ3PM"_s,
             State::Soon,
             u"not paid"_s},
            {sampleId(64), sampleId(164), u"Μαρία Παπαδοπούλου"_s, u"Αθήνα ΑΕ"_s, u"Press"_s, u"D-7KQ2M"_s,
             State::NoData, u"revoked"_s}};
}

inline PersonView samplePerson()
{
    using namespace Qt::Literals::StringLiterals;
    PersonView person{
        sampleId(60), u"Marija Kovačević"_s, u"Adria Film d.o.o."_s, u"marija@adria.example · +385 1 555 0100"_s, {},
        true};
    person.tickets.push_back({sampleId(160),
                              u"Full congress, three days"_s,
                              TicketState::Valid,
                              State::Fine,
                              u"valid"_s,
                              {{u"Order"_s, u"QX7M4 / 2"_s},
                               {u"Good from"_s, u"2026-11-23 08:00"_s},
                               {u"Told at the gate"_s, u"Badge waits at the speakers' desk"_s},
                               {u"Main entrance"_s, u"inside since 2026-11-23 09:12, North gate"_s},
                               {u"Evening"_s, u"not seen yet"_s}},
                              {u"2026-11-23 09:05 · code printed · Ines Vogel"_s,
                               u"2026-11-22 17:40 · given a new code · Ines Vogel: Phone or paper lost"_s,
                               u"2026-11-20 11:02 · given to this person · Jan de Vries: Cannot come"_s}});
    person.tickets.push_back({sampleId(170), u"Dinner"_s, TicketState::Unpaid, State::Soon, u"not paid"_s, {}, {}});
    return person;
}

inline DeviceChoices sampleDeviceChoices()
{
    using namespace Qt::Literals::StringLiterals;
    return {{{sampleId(21), u"East gate"_s},
             {sampleId(20), u"North gate"_s},
             {sampleId(22), u"South gate, behind the tram stop"_s}},
            {{sampleId(23), sampleId(20), u"Lane 1"_s},
             {sampleId(24), sampleId(20), u"Lane 2"_s},
             {sampleId(25), sampleId(22), u"Wheelchairs and prams"_s},
             {sampleId(26), sampleId(22), u"Groups"_s}},
            {{sampleId(1), u"Main entrance"_s}}};
}

inline std::vector<DeviceView> sampleDevices()
{
    using namespace Qt::Literals::StringLiterals;
    const auto device = [](std::uint8_t number, const QString &name, const QString &gate, const DeviceLamp &lamp,
                           const QString &does, int waiting, const QString &queue, const QString &contact) {
        DeviceView view;
        view.device = sampleId(number);
        view.name = name;
        view.gateName = gate;
        view.listName = gate.isEmpty() ? QString() : u"Main entrance"_s;
        view.lamp = lamp;
        view.does = does;
        view.waiting = waiting;
        view.queue = queue;
        view.contact = contact;
        view.clock = contact.isEmpty() ? QString() : u"+0.0 s ± 0.0 s"_s;
        view.program = contact.isEmpty() ? QString() : u"gatehouse-kiosk 0.1.0"_s;
        return view;
    };
    std::vector<DeviceView> devices{device(201, u"North 1"_s, u"North gate"_s, {State::Fine, u"answers in 4 ms"_s},
                                           u"lets in"_s, 0, u"nothing"_s, u"2 s ago"_s),
                                    device(202, u"North 2"_s, u"North gate"_s, {State::Fine, u"answers in 7 ms"_s},
                                           u"lets in"_s, 0, u"nothing"_s, u"8 s ago"_s),
                                    device(203, u"East 1"_s, u"East gate"_s, {State::Soon, u"off line for 9 min"_s},
                                           u"lets in"_s, 12, u"12 since 9 min"_s, u"9 min ago"_s),
                                    device(204, u"East 2"_s, u"East gate"_s, {State::Soon, u"slow: 620 ms"_s},
                                           u"lets out"_s, 1, u"1 since 2 s"_s, u"1 s ago"_s),
                                    device(205, u"South 1"_s, u"South gate"_s, {State::Now, u"does not work"_s},
                                           u"closed"_s, 0, u"nothing"_s, u"3 s ago"_s),
                                    device(206, u"South handheld"_s, u"South gate"_s, {State::Soon, u"battery 14 %"_s},
                                           u"lets in"_s, 0, u"nothing"_s, u"5 s ago"_s),
                                    device(207, u"Spare"_s, {}, {State::NoData, u"not seen yet"_s}, {}, 0, {}, {}),
                                    device(208, u"Old tablet"_s, {}, {State::NoData, u"revoked"_s}, {}, 0, {}, {})};
    devices[3].clock = u"−1.8 s ± 0.4 s"_s;
    devices[4].note = u"storage takes no scans; scanner unplugged"_s;
    devices[5].battery = u"14 %"_s;
    devices[0].laneName = u"Lane 1"_s;
    devices[1].laneName = u"Lane 2"_s;
    for (const std::size_t south : {4U, 5U}) {
        devices[south].gate = sampleId(22);
        devices[south].gateName = u"South gate, behind the tram stop"_s;
        devices[south].list = sampleId(1);
        devices[south].lane = sampleId(25);
        devices[south].laneName = u"Wheelchairs and prams"_s;
        devices[south].isStaffed = true;
    }
    devices[7].isRevoked = true;
    return devices;
}

/// A schedule that came again, two days before the doors open.
inline ImportsView sampleImport()
{
    using namespace Qt::Literals::StringLiterals;
    ImportReport report;
    report.spaces = 2;
    report.sessions = 212;
    report.speakers = 148;
    report.known = 138;
    report.updates = 6;
    report.missing = 3;
    report.keeps = 2;
    report.refusals = 2;
    report.guesses = 14;
    ImportsView view;
    view.page = ImportPage::Report;
    view.mayImport = true;
    view.files = {{u"northern-lights.schedule.xml"_s, u"Schedule (XML)"_s, u"1.6 MB"_s},
                  {u"village-stage.ics"_s, u"Calendar (iCalendar)"_s, u"212 kB"_s}};
    view.figures = ImportWords::figures(report);
    view.importText = ImportWords::importButton(report, Vanished::Keep);
    view.canImport = true;
    view.asksVanished = true;
    view.vanishedWords = u"3 sessions and times that came from this source are no longer in the file. They are never "
                         "dropped silently: what shall become of them?"_s;
    view.notes = {
        {ImportNoteKind::Refused,
         {{0, u"northern-lights.schedule.xml"_s, u"line 412 · duration"_s, 412, u"\"Open stage\" has no length"_s},
          {1, u"village-stage.ics"_s, u"line 1,022 · RRULE"_s, 1022,
           u"a rule that never ends is taken for 100 days"_s}},
         2},
        {ImportNoteKind::Vanished,
         {{0, u"northern-lights.schedule.xml"_s, u"9c1f2a64"_s, 0,
           u"\"Closing words\" is not in the file any more: it stays until it is cancelled"_s, true},
          {1, u"northern-lights.schedule.xml"_s, u"51be0d77"_s, 0,
           u"\"Wandern und Singen\" is not in the file any more: it stays until it is cancelled"_s, true},
          {2, u"northern-lights.schedule.xml"_s, u"d20a9930"_s, 0,
           u"\"الموسيقى في الحديقة\" is not in the file any more: it stays until it is cancelled"_s, true}},
         3},
        {ImportNoteKind::Changed,
         {{0, u"northern-lights.schedule.xml"_s, u"line 31"_s, 31, u"\"Keynote\": title: Keynote → Opening keynote"_s},
          {1, u"northern-lights.schedule.xml"_s, u"line 77"_s, 77,
           u"\"Film music live\": starts at: 2026-11-24 19:00 → 2026-11-24 19:30"_s}},
         6},
        {ImportNoteKind::Kept,
         {{0, u"northern-lights.schedule.xml"_s, u"line 90"_s, 90,
           u"\"Ropes and rigging\": title was edited here and stays: Ropes, rigging, rescue"_s}},
         2},
        {ImportNoteKind::Guessed,
         {{0, u"northern-lights.schedule.xml"_s, u"line 2"_s, 2, u"no time zone: Europe/Berlin, as the event"_s}},
         14}};
    return view;
}

inline std::vector<PastImportView> samplePastImports()
{
    using namespace Qt::Literals::StringLiterals;
    return {{sampleId(91),
             u"2026-11-23 07:58"_s,
             4,
             u"attendees-final.csv"_s,
             u"Ines Vogel"_s,
             State::Info,
             u"64 %"_s,
             24'800,
             0,
             {}},
            {sampleId(92),
             u"2026-11-22 18:20"_s,
             3,
             u"northern-lights.schedule.xml"_s,
             u"Jan de Vries"_s,
             State::Soon,
             u"in part"_s,
             1'204,
             2,
             {u"northern-lights.schedule.xml, line 77: slot.move: conflict: startsAt was changed meanwhile"_s,
              u"northern-lights.schedule.xml, line 90: session.edit: conflict: title was changed meanwhile"_s}},
            {sampleId(93),
             u"2026-11-20 10:02"_s,
             2,
             u"convention-centre.zip, foyer.svg"_s,
             u"Ines Vogel"_s,
             State::Fine,
             u"done"_s,
             331,
             0,
             {}}};
}

inline std::vector<RoleChoice> sampleRoles()
{
    using namespace Qt::Literals::StringLiterals;
    return {{sampleId(1), u"Gate staff"_s, {}},
            {sampleId(2), u"Operator"_s, {}},
            {sampleId(3), u"Organiser"_s, {}},
            {sampleId(4), u"Steward"_s, {}}};
}

inline std::vector<AccountView> sampleAccounts()
{
    using namespace Qt::Literals::StringLiterals;
    return {{sampleId(30), u"ines"_s, u"Ines Vogel"_s, {sampleId(2)}, u"Operator"_s, false, false},
            {sampleId(31), u"organiser"_s, u"Jan de Vries"_s, {sampleId(3)}, u"Organiser"_s, false, true},
            {sampleId(32), u"sam.steward"_s, u"Samira Nasser"_s, {sampleId(4)}, u"Steward"_s, true, false},
            {sampleId(33), u"tomas"_s, u"Tomáš Dvořák"_s, {sampleId(1)}, u"Gate staff"_s, false, false}};
}

} // namespace gatehouse
