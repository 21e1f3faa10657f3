// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/samples.h"

#include <QPainter>

#include <cmath>

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
    return {
        {101, at(190), State::Info, u"door-open"_s, u"Doors"_s, u"North gate opened by the duty manager."_s},
        {102, at(166), State::Fine, u"link"_s, u"Devices"_s, u"Kiosk 7 is back after 42 s and sent 12 scans."_s},
        {103, at(121), State::Soon, u"gauge"_s, u"Venue"_s, u"Hall 2 is at 95 % of its capacity (1,140 of 1,200)."_s},
        {104, at(88), State::Info, u"circle-x"_s, u"Doors"_s,
         u"Refused at East gate: already inside since 08:41, ticket of Søren Åberg."_s},
        {105, at(60), State::Now, u"wifi-off"_s, u"Devices"_s,
         u"Kiosk 4 at East gate is offline; it goes on scanning with its own list."_s},
        {106, at(41), State::Info, u"undo-2"_s, u"Doors"_s,
         u"A scan at South gate was undone: wrong person scanned."_s},
        {107, at(17), State::Soon, u"shield-alert"_s, u"Doors"_s,
         u"Two gates admitted the same ticket: a card waits on the reconciliation desk."_s},
        {108, at(3), State::Fine, u"check"_s, u"Doors"_s, u"نور الهدى came in at North gate."_s}};
}

Id sampleId(std::uint8_t number)
{
    Id id;
    id.bytes.front() = 1;
    id.bytes.back() = number;
    return id;
}

namespace {

QPolygonF metres(std::initializer_list<QPointF> corners)
{
    QPolygonF outline;
    for (const QPointF &corner : corners)
        outline << corner * 1000;
    return outline;
}

/// Outer walls, a few inner ones and stairs, as a plan draws them.
QImage drawnPlan()
{
    QImage image(1360, 800, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setPen(QPen(QColor(0x8a94a3), 4));
    painter.drawRect(20, 20, 1320, 760);
    painter.setPen(QPen(QColor(0x8a94a3), 2));
    for (int step = 0; step < 9; ++step)
        painter.drawLine(620 + step * 10, 640, 620 + step * 10, 700);
    for (int stand = 0; stand < 8; ++stand)
        painter.drawRect(130 + (stand % 4) * 90, 150 + (stand / 4) * 110, 60, 50);
    return image;
}

} // namespace

PlaceView samplePlace()
{
    PlaceView view;
    view.id = sampleId(21);
    view.title = u"North gate"_s;
    view.state = State::Fine;
    view.word = u"open"_s;
    view.facts = {{u"Leads"_s, u"from the street to Foyer"_s},
                  {u"Last minute"_s, u"28/min in, 3/min out"_s},
                  {u"In all"_s, u"1312 in, 97 out"_s},
                  {u"Kiosk 1"_s, u"connected"_s},
                  {u"Kiosk 4"_s, u"off line, 12 scans waiting"_s}};
    view.isGate = view.isOpen = view.mayOperate = true;
    return view;
}

PlaceView sampleZone()
{
    PlaceView view;
    view.id = sampleId(12);
    view.title = u"Hall 3"_s;
    view.state = State::Now;
    view.word = u"106 % · 34 too many · ± 31"_s;
    view.people = 634;
    view.mayCount = true;
    view.facts = {{u"Inside"_s, u"634 / 600, ± 31"_s},       {u"Scanned"_s, u"611 (1,402 in, 791 out)"_s},
                  {u"Clicked"_s, u"12 in, 4 out"_s},         {u"Counted"_s, u"588, 22 min ago"_s},
                  {u"Last heard"_s, u"4 s ago"_s},           {u"Warns"_s, u"from 480, full from 600"_s},
                  {u"East gate"_s, u"off line for 9 min"_s}, {u"Hall 3 gate"_s, u"closed"_s}};
    view.actions = {{u"zone.edit"_s, u"Name, capacity, thresholds …"_s, u"pencil"_s}};
    return view;
}

FormView sampleForm()
{
    FormField unit{u"unit"_s, u"Given in"_s, FormField::Kind::Choice, u"0"_s};
    unit.choices = {{u"0"_s, u"percent of the capacity"_s}, {u"1"_s, u"people"_s}};
    return {u"Hall 3: name, capacity, thresholds"_s,
            u"Change it"_s,
            {{u"name"_s, u"Name"_s, FormField::Kind::Text, u"Hall 3"_s},
             {u"capacity"_s, u"People at most"_s, FormField::Kind::Number, 600, u"not limited"_s},
             {u"warn"_s, u"Warn from"_s, FormField::Kind::Number, 0, u"80 % of it"_s},
             {u"full"_s, u"Full from"_s, FormField::Kind::Number, 95, u"100 % of it"_s},
             unit},
            u"A level rises at once; it falls when 5 % fewer are inside, for half a minute."_s};
}

namespace {

/// What a full event adds to the bare map: levels and bands, lanes, rooms and stands.
MapView withDetails(MapView view)
{
    for (ZoneView &zone : view.zones) {
        zone.band = zone.people / 20;
        zone.scanned = zone.people - zone.band;
        if (zone.state == State::Soon)
            zone.level = OccupancyLevel::Soon;
        if (zone.state == State::Now) {
            zone.level = OccupancyLevel::Over;
            zone.silentGates = QStringList{u"East gate"_s};
        }
    }
    std::uint8_t lane = 180;
    for (GateView &gate : view.gates) {
        gate.lanes = {
            {sampleId(lane++), u"Lane 1"_s, LaneDirection::In, true, {}, State::Fine, u"connected"_s},
            {sampleId(lane++), u"Lane 2"_s, LaneDirection::In, false, {}, State::Soon, u"1 of 2 devices off line"_s},
            {sampleId(lane++), u"Lane 3"_s, LaneDirection::Out, false, {}, State::NoData, u"no device"_s}};
        if (&gate == &view.gates.front()) { // drawn where they stand
            gate.lanes[0].atMm = gate.atMm + QPointF(-4'000, 5'000);
            gate.lanes[1].atMm = gate.atMm + QPointF(4'000, 5'000);
        }
        if (gate.condition == GateCondition::Silent)
            gate.silentFor = std::chrono::seconds(540);
    }
    for (int stand = 0; stand < 8; ++stand) {
        const double x = 13 + (stand % 4) * 9;
        const double y = 15 + (stand / 4) * 11; // NOLINT(bugprone-integer-division): whole rows
        view.spaces.push_back({sampleId(static_cast<std::uint8_t>(70 + stand)), sampleId(1),
                               u"Stand %1"_s.arg(stand + 1), metres({{x, y}, {x + 6, y}, {x + 6, y + 5}, {x, y + 5}}),
                               SpaceKind::Booth, 0, u"Exhibition hall"_s});
    }
    view.spaces.push_back({sampleId(80), sampleId(1), u"Main stage"_s, metres({{62, 6}, {98, 6}, {98, 12}, {62, 12}}),
                           SpaceKind::Stage, 0, u"Hall 2"_s});
    view.spaces.push_back({sampleId(81),
                           sampleId(1),
                           u"Storage"_s,
                           metres({{42, 64}, {54, 64}, {54, 76}, {42, 76}}),
                           SpaceKind::Closed,
                           0,
                           {}});
    return view;
}

} // namespace

MapView sampleMap()
{
    const Id ground = sampleId(1);
    const Id upper = sampleId(2);
    using enum GateCondition;
    return withDetails(
        {{{ground, u"Ground"_s, 136'000, 80'000, drawnPlan()}, {upper, u"Level 1"_s, 136'000, 80'000, {}}},
         {{sampleId(10),
           ground,
           u"Exhibition hall"_s,
           metres({{4, 4}, {56, 4}, {56, 40}, {4, 40}}),
           842,
           1600,
           State::Fine,
           {}},
          {sampleId(11),
           ground,
           u"Hall 2"_s,
           metres({{60, 4}, {100, 4}, {100, 36}, {60, 36}}),
           1164,
           1200,
           State::Soon,
           {}},
          {sampleId(12),
           ground,
           u"Hall 3"_s,
           metres({{104, 4}, {132, 4}, {132, 36}, {104, 36}}),
           634,
           600,
           State::Now,
           {}},
          {sampleId(13),
           ground,
           u"Foyer"_s,
           metres({{4, 44}, {56, 44}, {56, 40}, {132, 40}, {132, 56}, {74, 56}, {74, 76}, {56, 76}, {56, 60}, {4, 60}}),
           296,
           900,
           State::Fine,
           {}},
          {sampleId(14), ground, u"Foyer west"_s, metres({{4, 64}, {40, 64}, {40, 76}, {4, 76}}), 212, 600,
           State::NoData, std::chrono::seconds(540)},
          {sampleId(15),
           ground,
           u"Press"_s,
           metres({{104, 60}, {116, 60}, {116, 76}, {104, 76}}),
           9,
           40,
           State::Fine,
           {}},
          {sampleId(16),
           ground,
           u"Cloakroom"_s,
           metres({{120, 60}, {132, 60}, {132, 76}, {120, 76}}),
           31,
           0,
           State::Info,
           {}},
          {sampleId(17), upper, u"Gallery"_s, metres({{4, 4}, {56, 4}, {56, 40}, {4, 40}}), 71, 300, State::Fine, {}}},
         {{sampleId(20), ground, u"North gate"_s, {30'000, 42'000}, Open, 28, 3, State::Fine, {}},
          {sampleId(21), ground, u"South gate"_s, {65'000, 76'000}, Open, 41, 0, State::Fine, {}},
          {sampleId(22),
           ground,
           u"East gate"_s,
           {132'000, 48'000},
           Silent,
           0,
           0,
           State::NoData,
           u"Kiosk 4 is offline"_s},
          {sampleId(23), ground, u"Hall 2 gate"_s, {80'000, 38'000}, Open, 22, 6, State::Soon, {}},
          {sampleId(24), ground, u"Hall 3 gate"_s, {118'000, 38'000}, Closed, 0, 0, State::Fine, u"zone full"_s},
          {sampleId(25), ground, u"West gate"_s, {4'000, 70'000}, Closed, 0, 0, State::Fine, {}}}});
}

ArrivalsView sampleArrivals()
{
    ArrivalsView view{{}, 4200, QTimeZone("Europe/Berlin")};
    int inside = 40;
    for (int minute = 0; minute < 120; ++minute) {
        const double rush =
            70 * std::exp(-std::pow((minute - 95) / 28.0, 2)) + 25 * std::exp(-std::pow((minute - 30) / 12.0, 2));
        const int arrivals = static_cast<int>(rush + (minute * 37 % 11));
        inside += arrivals - minute % 4;
        view.minutes.push_back({kSampleNow - (120 - minute) * 60'000, arrivals, inside});
    }
    return view;
}

/// 09:41 at the venue: three rooms, one of them late, one session off.
KioskNowNext sampleNowNextOfKiosk()
{
    constexpr std::int64_t kMinuteMs = 60'000;
    const Instant half{kSampleNow.ms / (30 * kMinuteMs) * 30 * kMinuteMs}; // 09:30
    const auto session = [half](const QString &title, const QString &space, int starts, int minutes, int late = 0) {
        const Instant planned = half + starts * kMinuteMs;
        return KioskSession{title, space, planned, planned + late * kMinuteMs, planned + (minutes + late) * kMinuteMs};
    };
    KioskNowNext told;
    told.now = {session(u"Opening: how the sky became an instrument"_s, u"Großer Saal"_s, 0, 45),
                session(u"Workshop: a radio from kitchen parts"_s, u"Workshop 1"_s, -30, 120)};
    told.next = {session(u"Lightning talks"_s, u"Großer Saal"_s, 60, 45, 15),
                 session(u"Nordlichter fotografieren, ohne die Finger zu verlieren: eine Anleitung für den Winter"_s,
                         u"Kleiner Saal"_s, 75, 60),
                 session(u"مقدمة في علم الفلك"_s, u"Studio"_s, 90, 45),
                 session(u"Panel: who owns the dark?"_s, u"Großer Saal"_s, 150, 60)};
    told.next[1].isCancelled = true;
    return told;
}

std::vector<std::pair<const char *, KioskView>> sampleKiosks()
{
    KioskView usual;
    usual.eventName = u"Northern Lights Congress"_s;
    usual.gateName = u"North gate"_s;
    usual.laneName = u"Lane 2"_s;
    usual.zone = QTimeZone("Europe/Berlin");
    usual.language = u"en"_s;
    usual.now = kSampleNow;
    usual.nowNext = sampleNowNextOfKiosk();
    KioskView bare = usual;
    bare.nowNext = {};
    KioskView waiting = usual;
    waiting.waiting = 3;
    waiting.waitingSince = kSampleNow - 12'000;
    KioskView offline = usual;
    offline.isOffline = true;
    offline.waiting = 12;
    offline.waitingSince = kSampleNow - 540'000;
    offline.listAgeMs = 540'000;
    offline.programmeAsOf = kSampleNow - 540'000;
    const auto verdict = [](KioskView view, const KioskVerdict &verdict) {
        view.page = KioskPage::Verdict;
        view.verdict = verdict;
        return view;
    };
    KioskView exercise = usual;
    exercise.isExercise = true;
    exercise.closure = KioskClosure::Gate;
    KioskView crowded = offline; // as much at once as there can be
    crowded.isExercise = true;
    crowded.isExit = true;
    KioskView revoked = usual;
    revoked.closure = KioskClosure::Revoked;
    KioskView leaving = usual;
    leaving.isExit = true;
    KioskView reading = usual;
    reading.page = KioskPage::Reading;
    KioskView selfTest = offline;
    selfTest.page = KioskPage::SelfTest;
    selfTest.selfTest = {{u"Server"_s, State::Now, u"no answer for 9 min"_s},
                         {u"Scanner"_s, State::Fine, u"keyboard scanner, last read 3 s ago"_s},
                         {u"Camera"_s, State::NoData, u"none found"_s},
                         {u"Clock"_s, State::Soon, u"1.8 s behind the server, ± 0.2 s"_s},
                         {u"List"_s, State::Fine, u"4,212 tickets, 9 min old"_s},
                         {u"Storage"_s, State::Fine, u"12 scans kept, 18 GB free"_s},
                         {u"Version"_s, State::Info, u"Gatehouse 0.1.0"_s}};
    KioskView group = usual;
    group.page = KioskPage::Ask;
    group.ask.isPeople = true;
    group.ask.most = 12;
    group.ask.title = u"How many of you come in now?"_s;
    group.ask.step = u"A ticket for a group"_s;
    for (int people = 1; people <= 12; ++people)
        group.ask.choices.emplace_back(QString::number(people), QString::number(people));
    KioskView choice = offline;
    choice.page = KioskPage::Ask;
    choice.ask.title = u"Which meal shall we keep for you?"_s;
    choice.ask.step = u"Question 1 of 2"_s;
    choice.ask.choices = {{u"a"_s, u"With meat"_s},
                          {u"b"_s, u"Vegetarian"_s},
                          {u"c"_s, u"Vegan, without nuts, and without anything that may contain traces of them"_s},
                          {u"d"_s, u"None, thank you"_s}};
    KioskView words = usual;
    words.page = KioskPage::Ask;
    words.ask.kind = KioskAsk::Kind::Text;
    words.ask.title = u"The number plate of your car, if you parked at the venue?"_s;
    words.ask.step = u"Question 2 of 2"_s;
    words.ask.mayPass = true;
    return {
        {"ask-group", group},
        {"ask-choice", choice},
        {"ask-words", words},
        {"admitted-group",
         verdict(usual,
                 {.outcome = Outcome::Admitted, .product = u"School class"_s, .people = 12, .needsAttention = true})},
        {"too-early",
         verdict(
             usual,
             {.reason = Reason::TooEarlyAgain, .failed = {.rule = Rule::TooEarlyAgain, .at = kSampleNow + 1'200'000}})},
        {"attract", usual},
        {"attract-bare", bare},
        {"attract-waiting", waiting},
        {"attract-offline", offline},
        {"closed-exercise", exercise},
        {"revoked", revoked},
        {"exit", leaving},
        {"exit-offline-exercise", crowded},
        {"reading", reading},
        {"admitted",
         verdict(usual,
                 {.outcome = Outcome::Admitted,
                  .name = u"Siobhán Ní Dhomhnaill"_s,
                  .product = u"Full congress, three days"_s})},
        {"admitted-attention",
         verdict(usual,
                 {.outcome = Outcome::Admitted,
                  .name = u"王小明"_s,
                  .product = u"Speaker"_s,
                  .attention = u"Please ask for the speakers' desk: a badge waits there."_s})},
        {"already-used",
         verdict(offline,
                 {.reason = Reason::AlreadyRedeemed, .firstAt = kSampleNow - 1'200'000, .firstGate = u"East gate"_s})},
        {"other-entrance", verdict(usual, {.reason = Reason::WrongGate})},
        {"unpaid", verdict(usual, {.reason = Reason::Unpaid})},
        {"unknown", verdict(usual, {.reason = Reason::Invalid})},
        {"not-recorded", verdict(usual, {.outcome = Outcome::Admitted, .isRecorded = false})},
        {"self-test", selfTest}};
}

std::vector<ScanView> sampleScans()
{
    const QString people[] = {
        u"نور الهدى"_s,  u"Søren Åberg"_s,  u"Marija Kovačević"_s,     u"王小明"_s,         u"Siobhán Ní Dhomhnaill"_s,
        u"Ines Vogel"_s, u"Tomáš Dvořák"_s, u"Γιώργος Παπαδόπουλος"_s, u"Amélie Laurent"_s, u"Jan de Vries"_s};
    const QString gates[] = {u"North gate"_s, u"South gate"_s, u"East gate"_s};
    std::vector<ScanView> scans;
    for (int index = 0; index < 40; ++index) {
        ScanView scan{.scan = sampleId(static_cast<std::uint8_t>(100 + index)),
                      .at = kSampleNow - index * 3700,
                      .gate = gates[index % 3],
                      .device = u"Kiosk %1"_s.arg(1 + index % 5),
                      .ticket = people[index % 10],
                      .product = u"Full congress"_s,
                      .outcome = Outcome::Admitted};
        if (index % 9 == 2)
            scan.outcome = Outcome::Refused, scan.reason = Reason::AlreadyRedeemed;
        if (index % 13 == 4)
            scan.outcome = Outcome::Refused, scan.reason = Reason::WrongGate;
        scan.isExit = index % 8 == 5;
        scan.isDuplicate = index == 7;
        scan.isLate = index == 7 || index == 8;
        scan.isUndone = index == 10;
        scan.isForced = index == 13;
        scans.push_back(scan);
    }
    return scans;
}

std::vector<FoundView> sampleFound()
{
    return {
        {sampleId(60), u"Marija Kovačević"_s, u"Full congress"_s, u"QX7M…4K"_s, u"inside since 09:12"_s, State::Fine},
        {sampleId(61), u"Marie Curie-Lambert"_s, u"Day ticket Monday"_s, u"RT2A…7Z"_s, u"not seen yet"_s, State::Info},
        {sampleId(62), u"Mariam Haddad"_s, u"Speaker"_s, u"B5DD…Q2"_s, u"blocked"_s, State::Now},
        {sampleId(63), u"Ana Maria Souza"_s, u"Full congress"_s, u"ZZ3P…M6"_s, u"not paid yet"_s, State::Soon}};
}

ScanFacts sampleFacts()
{
    return {sampleScans().at(2).scan,
            {{u"List"_s, u"Congress, all days"_s},
             {u"Order"_s, u"QX7M4, paid"_s},
             {u"First entry"_s, u"09:12:44 at North gate, Kiosk 2"_s}},
            {u"The code is signed by this event"_s, u"The list takes the product Full congress"_s,
             u"The list admits once and does not allow re-entry: already inside since 09:12"_s}};
}

std::vector<CardView> sampleCards()
{
    return {{.card = sampleId(70),
             .kind = CardKind::DoubleAdmit,
             .ticket = u"Γιώργος Παπαδόπουλος, Full congress"_s,
             .openedAt = kSampleNow - 60'000,
             .scans = {{kSampleNow - 400'000, u"North gate"_s, u"Kiosk 2"_s, Outcome::Admitted, DecidedBy::Server,
                        Reason::None},
                       {kSampleNow - 380'000, u"East gate"_s, u"Kiosk 4"_s, Outcome::Admitted, DecidedBy::Device,
                        Reason::None}}},
            {.card = sampleId(71),
             .kind = CardKind::RefusedWrongly,
             .ticket = u"Jan de Vries, Day ticket Monday"_s,
             .openedAt = kSampleNow - 30'000,
             .scans = {{kSampleNow - 300'000, u"East gate"_s, u"Kiosk 4"_s, Outcome::Refused, DecidedBy::Device,
                        Reason::Unpaid}}}};
}

namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr Instant kMorning{1'795'420'800'000}; // 2026-11-23 09:00 in Berlin

Id idOf(int kind, int number)
{
    Id id;
    id.bytes[0] = 1;
    id.bytes[1] = static_cast<std::uint8_t>(kind);
    id.bytes[14] = static_cast<std::uint8_t>(number >> 8);
    id.bytes[15] = static_cast<std::uint8_t>(number);
    return id;
}

/// Minutes after nine of the first day.
struct Placed {
    int space;
    int start;
    int minutes;
    const char16_t *title;
    const char16_t *speakers;
    int track;
};

constexpr Placed kCongress[] = {
    {0, 0, 30, u"Opening of the congress", u"Amélie Laurent", 0},
    {0, 30, 60, u"How polar cities keep the lights on", u"Søren Åberg, Marija Kovačević", 0},
    {0, 105, 45, u"Panel: what a grid operator fears at four in the morning", u"Γιώργος Παπαδόπουλος", 1},
    {0, 150, 45, u"Lightning talks", u"", 2},
    {0, 255, 60, u"Keynote: the sky as an instrument", u"نور الهدى", 0},
    {0, 330, 45, u"Measuring aurora with a telephone", u"王小明", 1},
    {0, 390, 90, u"Town hall", u"Amélie Laurent, Jan de Vries", 2},
    {1, 30, 60, u"Workshop: spectra by hand", u"Tomáš Dvořák", 3},
    {1, 105, 90, u"Workshop: build a magnetometer", u"Siobhán Ní Dhomhnaill", 3},
    {1, 255, 120, u"Workshop: from raw data to a forecast", u"Ines Vogel", 3},
    {1, 390, 60, u"Open lab", u"", 3},
    {2, 30, 45, u"Reindeer, roads and radio", u"Ailo Sara", 4},
    {2, 90, 45, u"Snow load on old roofs", u"Jan de Vries", 4},
    {2, 150, 45, u"Ice harbours in spring", u"Kalle Niemi", 4},
    {2, 255, 45, u"A winter without frost", u"Marija Kovačević", 4},
    {2, 315, 45, u"Northern food in a warm world", u"Ailo Sara", 4},
    {2, 375, 60, u"Round table: who owns the dark?", u"Kalle Niemi, Ines Vogel", 2},
    {3, 0, 480, u"Exhibition: photographs of polar night", u"", 5},
    {4, 60, 20, u"Meet the publisher", u"", 5},
    {4, 100, 20, u"Poster walk 1", u"", 5},
    {4, 140, 20, u"Poster walk 2", u"", 5},
    {4, 150, 30, u"Press briefing", u"Amélie Laurent", 2},
    {4, 300, 30, u"Signing", u"Søren Åberg", 5},
    {5, 360, 90, u"Sound check", u"", 5},
    {5, 480, 75, u"Concert: long waves", u"Ensemble Ytterby", 5},
};

} // namespace

std::vector<NowNextView> sampleNowNext()
{
    return {{idOf(1, 0), u"Großer Saal"_s, u"Panel: what a grid operator fears at four in the morning, until 11:45"_s,
             State::Soon, u"runs over"_s, u"11:45 Lightning talks (planned 11:30)"_s, idOf(2, 2)},
            {idOf(1, 1), u"Lab"_s, u"Workshop: build a magnetometer, until 12:15"_s, State::Fine, u"running"_s,
             u"13:15 Workshop: from raw data to a forecast"_s, idOf(2, 8)},
            {idOf(1, 2), u"Room 2"_s, u"Snow load on old roofs, until 11:15"_s, State::Fine, u"running"_s,
             u"11:30 Ice harbours in spring, cancelled · 13:15 A winter without frost"_s, idOf(2, 12)},
            {idOf(1, 4),
             u"Foyer stand"_s,
             {},
             State::Soon,
             u"15 minutes late"_s,
             u"11:35 Poster walk 2 (planned 11:20)"_s,
             idOf(2, 20)},
            {idOf(1, 5), u"Open-air stage"_s, {}, State::Info, u"free"_s, u"15:00 Sound check"_s, idOf(2, 23)}};
}

ProgrammeDeskView sampleProgramme()
{
    const QString tracks[] = {u"Main stage"_s, u"Grid and sky"_s,  u"Community"_s,
                              u"Workshops"_s,  u"Life up north"_s, u"Around"_s};
    const QString spaces[] = {u"Großer Saal"_s, u"Lab"_s,         u"Room 2"_s,
                              u"Gallery"_s,     u"Foyer stand"_s, u"Open-air stage"_s};
    const int capacities[] = {400, 40, 120, 0, 60, 1500};
    ProgrammeDeskView view;
    view.zone = QTimeZone("Europe/Berlin");
    view.now = kMorning + 122 * kMinute;
    view.mayEdit = true;
    for (int day = 0; day < 2; ++day)
        view.days.push_back({day == 0 ? u"Mon 23 Nov"_s : u"Tue 24 Nov"_s, kMorning + (day * 24 - 5) * 60 * kMinute,
                             kMorning + (day * 24 + 19) * 60 * kMinute});
    for (int space = 0; space < 6; ++space)
        view.spaces.push_back({idOf(1, space), spaces[space], capacities[space]});
    int number = 0;
    for (const Placed &placed : kCongress) {
        SlotView slot;
        slot.slot = idOf(2, number);
        slot.session = idOf(3, number);
        slot.space = idOf(1, placed.space);
        slot.spaceName = spaces[placed.space];
        slot.title = QString::fromUtf16(placed.title);
        slot.speakers = QString::fromUtf16(placed.speakers);
        slot.track = tracks[placed.track];
        slot.colour = QColor(kTrackColours[static_cast<std::size_t>(placed.track)]);
        slot.delayMinutes = number == 2 ? 15 : number == 3 ? 15 : 0;
        slot.plannedStart = kMorning + placed.start * kMinute;
        slot.startsAt = slot.plannedStart + slot.delayMinutes * kMinute;
        slot.endsAt = slot.startsAt + placed.minutes * kMinute;
        slot.isMoved = number == 14;
        slot.isCancelled = number == 13;
        slot.isDraft = number == 5 || number == 22;
        slot.isPinned = number == 24 || number == 4;
        slot.clashes = number == 20 || number == 21 ? 1 : 0;
        slot.phase = slot.endsAt <= view.now ? Phase::Ended
            : slot.startsAt <= view.now      ? Phase::Running
                                             : Phase::Upcoming;
        view.placed.push_back(slot);
        ++number;
    }
    std::stable_sort(view.placed.begin(), view.placed.end(),
                     [](const SlotView &a, const SlotView &b) { return a.startsAt < b.startsAt; });
    SlotView waiting;
    waiting.session = idOf(3, 900);
    waiting.title = u"Late submission: sea ice and sound"_s;
    waiting.speakers = u"Ailo Sara"_s;
    waiting.isDraft = true;
    view.waiting.push_back(waiting);
    return view;
}

ProgrammeDeskView largeProgramme()
{
    ProgrammeDeskView view;
    view.zone = QTimeZone("Europe/Brussels");
    view.now = kMorning + 122 * kMinute;
    view.mayEdit = true;
    view.days.push_back({u"Mon 23 Nov"_s, kMorning - 5 * 60 * kMinute, kMorning + 19 * 60 * kMinute});
    for (int space = 0; space < 30; ++space)
        view.spaces.push_back({idOf(1, space), u"Room %1"_s.arg(space + 1), 50 + space * 10});
    for (int number = 0; number < 500; ++number) {
        SlotView slot;
        slot.slot = idOf(2, number);
        slot.session = idOf(3, number);
        slot.space = idOf(1, number % 30);
        slot.spaceName = view.spaces[static_cast<std::size_t>(number % 30)].name;
        slot.title = u"Session %1 of a long day in many rooms"_s.arg(number + 1);
        slot.speakers = u"Speaker %1"_s.arg(number % 200);
        slot.colour = QColor(kTrackColours[static_cast<std::size_t>(number % 8)]);
        slot.startsAt = slot.plannedStart = kMorning + number / 30 * 35 * kMinute;
        slot.endsAt = slot.startsAt + 30 * kMinute;
        view.placed.push_back(slot);
    }
    return view;
}

SessionDetail sampleSession()
{
    SessionDetail detail;
    for (const SlotView &slot : sampleProgramme().placed) {
        if (slot.slot == idOf(2, 2))
            detail.slot = slot;
    }
    detail.subtitle = u"With a blackout drill for everybody"_s;
    detail.facts = {{u"When"_s, u"Mon 23 Nov, 11:00–11:45 (Europe/Berlin)"_s},
                    {u"Planned"_s, u"10:45, now 15 minutes later"_s},
                    {u"Where"_s, u"Großer Saal"_s},
                    {u"Reason"_s, u"The interpreters' train is late"_s},
                    {u"Speakers"_s, detail.slot.speakers},
                    {u"Track"_s, detail.slot.track},
                    {u"Language"_s, u"English"_s},
                    {u"Wanted by"_s, u"212 people, the space holds 400"_s}};
    detail.abstract = u"Three people who have each lost a grid once tell what they did in the first ten minutes, and "
                      u"what they would do "
                      "today. <b>Questions</b> are welcome before, during and after."_s;
    detail.clashes = {
        u"Only 0 minutes between Panel: what a grid operator fears at four in the morning and Lightning talks."_s};
    detail.mayEdit = true;
    return detail;
}

} // namespace gatehouse
