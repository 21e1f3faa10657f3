// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/house/examples.h"

#include "shared/crypto/digest.h"

namespace gatehouse {

Examples::Examples(HouseRoom &room) : m_room(room), m_venue(room), m_sale(room)
{
    HouseCommands::each([&]<class C>() {
        commands[std::string(C::spec.name)].body = encoded(example(static_cast<const C *>(nullptr)));
    });
    HouseQueries::each([&]<class Q>() {
        queries[std::string(Q::spec.name)].body = encoded(example(static_cast<const Q *>(nullptr)));
    });
    commands["event.found"].expected = Fault::Conflict; // a document has one event, and this one was founded
}

template <class E, class Change>
EditsOf<E> Examples::edits(const Id &id, Change change)
{
    const E before = *m_room.find<E>(id);
    E after = before;
    change(after);
    return editsBetween(before, after);
}

RecordScan Examples::scanOf(const std::string &code)
{
    RecordScan scan;
    scan.scan = m_room.newId<ScanId>();
    scan.list = m_sale.list;
    scan.gate = m_venue.north;
    scan.code = code;
    scan.deviceAt = m_room.clock.at;
    return scan;
}

ZoneId Examples::newZone()
{
    return m_venue.addZone(m_room, "Zone");
}

SpaceId Examples::newSpace()
{
    AddSpace add;
    add.space = m_room.newId<SpaceId>();
    add.name = "Room " + std::to_string(++m_made);
    m_room.done(add);
    return add.space;
}

TrackId Examples::newTrack()
{
    AddTrack add;
    add.track = m_room.newId<TrackId>();
    add.name = "Track " + std::to_string(++m_made);
    m_room.done(add);
    return add.track;
}

SpeakerId Examples::newSpeaker()
{
    AddSpeaker add;
    add.speaker = m_room.newId<SpeakerId>();
    add.name = "Zoë Ögren";
    m_room.done(add);
    return add.speaker;
}

SessionId Examples::newSession(bool isDraft)
{
    AddSession add;
    add.session = m_room.newId<SessionId>();
    add.title = "Session " + std::to_string(++m_made);
    add.isDraft = isDraft;
    m_room.done(add);
    return add.session;
}

SlotId Examples::newSlot()
{
    const AddSlot add = example(static_cast<const AddSlot *>(nullptr));
    m_room.done(add);
    return add.slot;
}

GateId Examples::newGate()
{
    return m_venue.addGate(m_room, "Gate", m_venue.foyer, m_venue.hall);
}

LaneId Examples::newLane()
{
    const AddLane add = example(static_cast<const AddLane *>(nullptr));
    m_room.done(add);
    return add.lane;
}

RoleId Examples::newRole()
{
    AddRole add;
    add.role = m_room.newId<RoleId>();
    add.name = "Role " + std::to_string(++m_made);
    add.permissions = {"view_venue"};
    m_room.done(add);
    return add.role;
}

AccountId Examples::newAccount()
{
    AddAccount add;
    add.account = m_room.newId<AccountId>();
    add.login = "example" + std::to_string(++m_made);
    add.name = "Ana";
    add.password = "$argon2id$v=19$m=8,t=1,p=1$nobody";
    m_room.done(add);
    return add.account;
}

DeviceId Examples::newDevice()
{
    AddDevice add;
    add.device = m_room.newId<DeviceId>();
    add.name = "Device";
    m_room.done(add);
    return add.device;
}

// --- access --------------------------------------------------------------------------------------------------------

AddRole Examples::example(const AddRole *)
{
    AddRole add;
    add.role = m_room.newId<RoleId>();
    add.name = "A new role";
    add.permissions = {"scan"};
    return add;
}

EditRole Examples::example(const EditRole *)
{
    EditRole edit;
    edit.role = newRole();
    edit.edits = edits<Role>(edit.role, [](Role &role) { role.name = "Renamed"; });
    return edit;
}

AddAccount Examples::example(const AddAccount *)
{
    AddAccount add;
    add.account = m_room.newId<AccountId>();
    add.login = "newcomer";
    add.name = "Zoë Ögren";
    add.password = "a wholly new horse battery";
    add.roles = {newRole()};
    return add;
}

EditAccount Examples::example(const EditAccount *)
{
    EditAccount edit;
    edit.account = newAccount();
    edit.edits = edits<Account>(edit.account, [](Account &account) { account.name = "Ana Ruiz"; });
    return edit;
}

SetPassword Examples::example(const SetPassword *)
{
    SetPassword set;
    set.account = newAccount();
    set.password = "another wholly new battery";
    return set;
}

AddDevice Examples::example(const AddDevice *)
{
    AddDevice add;
    add.device = m_room.newId<DeviceId>();
    add.name = "North 1";
    add.kind = DeviceKind::Handheld;
    add.gate = m_venue.north;
    add.list = m_sale.list;
    return add;
}

EditDevice Examples::example(const EditDevice *)
{
    EditDevice edit;
    edit.device = newDevice();
    edit.edits = edits<Device>(edit.device, [](Device &device) { device.name = "North 2"; });
    return edit;
}

RevokeDevice Examples::example(const RevokeDevice *)
{
    RevokeDevice revoke;
    revoke.device = newDevice();
    revoke.reason = "left in a taxi";
    return revoke;
}

CallDevice Examples::example(const CallDevice *)
{
    return {newDevice()};
}

// --- programme -----------------------------------------------------------------------------------------------------

FoundEvent Examples::example(const FoundEvent *)
{
    FoundEvent found;
    found.event = m_room.newId<EventId>();
    found.name = "A second event";
    found.zone = "Europe/Paris";
    found.slug = "second";
    return found;
}

EditEvent Examples::example(const EditEvent *)
{
    EditEvent edit;
    edit.event = m_room.event;
    edit.edits = edits<Event>(edit.event, [](Event &event) { event.name = "Winterfest"; });
    return edit;
}

AddTrack Examples::example(const AddTrack *)
{
    AddTrack add;
    add.track = m_room.newId<TrackId>();
    add.name = "Music";
    add.colour = 0x3366cc;
    return add;
}

EditTrack Examples::example(const EditTrack *)
{
    EditTrack edit;
    edit.track = newTrack();
    edit.edits = edits<Track>(edit.track, [](Track &track) { track.colour = 0; });
    return edit;
}

RemoveTrack Examples::example(const RemoveTrack *)
{
    return {newTrack()};
}

AddSession Examples::example(const AddSession *)
{
    AddSession add;
    add.session = m_room.newId<SessionId>();
    add.guid = "session-" + std::to_string(++m_made);
    add.title = "Opening";
    add.subtitle = "Words of welcome";
    add.type = "talk";
    add.track = newTrack();
    add.speakers = {newSpeaker(), newSpeaker()};
    add.language = "de";
    add.abstract = "What comes,\nand why.";
    add.url = "https://example.org/opening";
    return add;
}

EditSession Examples::example(const EditSession *)
{
    EditSession edit;
    edit.session = newSession();
    edit.edits = edits<Session>(edit.session, [](Session &session) { session.title = "Closing"; });
    return edit;
}

PublishSession Examples::example(const PublishSession *)
{
    return {newSession(true)};
}

CancelSession Examples::example(const CancelSession *)
{
    return {newSession(), "the speaker is ill"};
}

RemoveSession Examples::example(const RemoveSession *)
{
    return {newSession(true)};
}

AddSpeaker Examples::example(const AddSpeaker *)
{
    AddSpeaker add;
    add.speaker = m_room.newId<SpeakerId>();
    add.guid = "speaker-" + std::to_string(++m_made);
    add.name = "山田太郎";
    add.biography = "Plays the sanshin.";
    return add;
}

EditSpeaker Examples::example(const EditSpeaker *)
{
    EditSpeaker edit;
    edit.speaker = newSpeaker();
    edit.edits = edits<Speaker>(edit.speaker, [](Speaker &speaker) { speaker.name = "Zoë Åberg"; });
    return edit;
}

RemoveSpeaker Examples::example(const RemoveSpeaker *)
{
    return {newSpeaker()};
}

AddSlot Examples::example(const AddSlot *)
{
    AddSlot add;
    add.slot = m_room.newId<SlotId>();
    add.session = newSession();
    add.space = newSpace();
    add.startsAt = m_room.clock.at + 3'600'000;
    add.minutes = 45;
    return add;
}

MoveSlot Examples::example(const MoveSlot *)
{
    const Slot slot = *m_room.find<Slot>(newSlot());
    MoveSlot move;
    move.slot = slot.id;
    move.space = newSpace();
    move.startsAt = slot.startsAt + 600'000;
    move.minutes = 30;
    move.sawSpace = slot.space;
    move.sawStartsAt = slot.startsAt;
    move.sawMinutes = slot.minutes;
    move.reason = "a larger room";
    return move;
}

DelaySlot Examples::example(const DelaySlot *)
{
    DelaySlot delay;
    delay.slot = newSlot();
    delay.minutes = 15;
    delay.following = true;
    delay.reason = "the train is late";
    delay.previewed = {{delay.slot, 15}};
    return delay;
}

PinSlot Examples::example(const PinSlot *)
{
    return {newSlot(), true};
}

RemoveSlot Examples::example(const RemoveSlot *)
{
    return {newSlot()};
}

SetBookmark Examples::example(const SetBookmark *)
{
    return {newSession()};
}

GetDocumentState Examples::example(const GetDocumentState *)
{
    return {};
}

// --- imports
// ----------------------------------------------------------------------------------------------------------

ImportId Examples::newImport()
{
    const StageImport stage = example(static_cast<const StageImport *>(nullptr));
    m_room.as(m_room.system, [&] { m_room.done(stage); });
    return stage.import;
}

StageImport Examples::example(const StageImport *)
{
    StageImport stage;
    stage.import = m_room.newId<ImportId>();
    stage.sources = {"people.csv"};
    stage.hashes = {std::string(64, 'a')};
    stage.commands = 3;
    return stage;
}

DecideImport Examples::example(const DecideImport *)
{
    return {newImport()};
}

DropImport Examples::example(const DropImport *)
{
    return {newImport()};
}

NoteSource Examples::example(const NoteSource *)
{
    NoteSource note;
    note.record = m_room.newId<SourceRecordId>();
    note.kind = SourceKind::Session;
    note.sources = {"schedule democon"};
    note.keys = {"0123456789abcdef0123456789abcdef"};
    note.said = Bytes(std::string(kSaidFields * kSaidBytes, '\x7f'));
    return note;
}

UploadImport Examples::example(const UploadImport *)
{
    UploadImport upload;
    upload.draft = m_room.newId<ImportDraftId>();
    upload.name = "people.csv";
    upload.content = Bytes("Name,Order\nAna,R1\n");
    upload.size = static_cast<std::int64_t>(upload.content.size());
    return upload;
}

PlanImport Examples::example(const PlanImport *)
{
    return {m_room.newId<ImportDraftId>(), Vanished::Cancel}; // of one that was forgotten, as those below
}

GetImportDraft Examples::example(const GetImportDraft *)
{
    return {m_room.newId<ImportDraftId>()};
}

ListImportNotes Examples::example(const ListImportNotes *)
{
    return {m_room.newId<ImportDraftId>(), ImportNoteKind::Changed, 200};
}

TakeImport Examples::example(const TakeImport *)
{
    return {m_room.newId<ImportDraftId>()};
}

ForgetImport Examples::example(const ForgetImport *)
{
    return {m_room.newId<ImportDraftId>()};
}

AdvanceImport Examples::example(const AdvanceImport *)
{
    AdvanceImport advance;
    advance.import = newImport();
    m_room.done(DecideImport{advance.import});
    advance.done = 1;
    advance.refusals = {"line 7: attendee.add: conflict"};
    advance.refused = 1;
    return advance;
}

// --- venue ---------------------------------------------------------------------------------------------------------

AddFloor Examples::example(const AddFloor *)
{
    AddFloor add;
    add.floor = m_room.newId<FloorId>();
    add.name = "Upper";
    add.order = 1;
    add.widthMm = add.heightMm = 20'000;
    return add;
}

EditFloor Examples::example(const EditFloor *)
{
    EditFloor edit;
    edit.floor = m_venue.floor;
    edit.edits = edits<Floor>(edit.floor, [](Floor &floor) { floor.name = "Ground floor"; });
    return edit;
}

RemoveFloor Examples::example(const RemoveFloor *)
{
    const AddFloor add = example(static_cast<const AddFloor *>(nullptr));
    m_room.done(add);
    return {add.floor};
}

SetFloorPlan Examples::example(const SetFloorPlan *)
{
    SetFloorPlan set;
    set.floor = m_venue.floor;
    set.kind = PlanKind::Svg;
    set.content = Bytes(std::string_view(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect x="1" y="1" width="5" height="5"/></svg>)"));
    return set;
}

AddZone Examples::example(const AddZone *)
{
    AddZone add;
    add.zone = m_room.newId<ZoneId>();
    add.floor = m_venue.floor;
    add.name = "Stage";
    add.capacity = 40;
    add.outline = {{0, 0}, {1'000, 0}, {1'000, 1'000}};
    return add;
}

EditZone Examples::example(const EditZone *)
{
    EditZone edit;
    edit.zone = newZone();
    edit.edits = edits<Zone>(edit.zone, [](Zone &zone) { zone.capacity = 60; });
    return edit;
}

RemoveZone Examples::example(const RemoveZone *)
{
    RemoveZone remove;
    remove.zone = newZone();
    return remove;
}

AddSpace Examples::example(const AddSpace *)
{
    AddSpace add;
    add.space = m_room.newId<SpaceId>();
    add.guid = "room-" + std::to_string(++m_made);
    add.name = "Großer Saal";
    add.kind = SpaceKind::Stage;
    add.floor = m_venue.floor;
    add.zone = m_venue.hall;
    add.capacity = 400;
    add.outline = {{0, 0}, {1'000, 0}, {1'000, 1'000}};
    add.order = 3;
    return add;
}

EditSpace Examples::example(const EditSpace *)
{
    EditSpace edit;
    edit.space = newSpace();
    edit.edits = edits<Space>(edit.space, [](Space &space) { space.capacity = 80; });
    return edit;
}

RemoveSpace Examples::example(const RemoveSpace *)
{
    return {newSpace()};
}

AddGate Examples::example(const AddGate *)
{
    AddGate add;
    add.gate = m_room.newId<GateId>();
    add.floor = m_venue.floor;
    add.name = "West";
    add.at = {100, -200};
    add.inner = m_venue.hall;
    return add;
}

EditGate Examples::example(const EditGate *)
{
    EditGate edit;
    edit.gate = newGate();
    edit.edits = edits<Gate>(edit.gate, [](Gate &gate) { gate.name = "East"; });
    return edit;
}

RemoveGate Examples::example(const RemoveGate *)
{
    RemoveGate remove;
    remove.gate = newGate();
    CloseGate close;
    close.gate = remove.gate;
    m_room.done(close);
    return remove;
}

OpenGate Examples::example(const OpenGate *)
{
    OpenGate open;
    open.gate = newGate();
    open.reason = "doors";
    CloseGate close;
    close.gate = open.gate;
    m_room.done(close);
    return open;
}

CloseGate Examples::example(const CloseGate *)
{
    CloseGate close;
    close.gate = newGate();
    close.reason = "full";
    return close;
}

AddLane Examples::example(const AddLane *)
{
    AddLane add;
    add.lane = m_room.newId<LaneId>();
    add.gate = m_venue.north;
    add.name = "Lane " + std::to_string(++m_made);
    add.direction = LaneDirection::Both;
    add.isStaffed = true;
    add.order = 2;
    add.at = {1'500, 300};
    return add;
}

EditLane Examples::example(const EditLane *)
{
    EditLane edit;
    edit.lane = newLane();
    edit.edits = edits<GateLane>(edit.lane, [](GateLane &lane) { lane.name = "Wheelchairs"; });
    return edit;
}

RemoveLane Examples::example(const RemoveLane *)
{
    return {newLane()};
}

CountPeople Examples::example(const CountPeople *)
{
    CountPeople count;
    count.count = m_room.newId<HandCountId>();
    count.zone = newZone();
    count.people = 37;
    count.at = m_room.clock.at + 100LL * 365 * 86'400'000; // a device's clock may be ahead: taken for now
    count.note = "from the gallery";
    return count;
}

TallyPeople Examples::example(const TallyPeople *)
{
    TallyPeople tally;
    tally.key = m_room.newId<HandCountId>();
    tally.zone = m_venue.foyer;
    tally.delta = 3;
    tally.at = m_room.clock.at;
    return tally;
}

UndoCount Examples::example(const UndoCount *)
{
    const CountPeople count = example(static_cast<const CountPeople *>(nullptr));
    m_room.done(count);
    return {count.count, "the wrong hall"};
}

SettleLevel Examples::example(const SettleLevel *)
{
    return {newZone()};
}

MovePeople Examples::example(const MovePeople *)
{
    MovePeople move;
    move.gate = m_venue.south;
    move.entered = 1;
    move.at = m_room.clock.at;
    return move;
}

LeaveZone Examples::example(const LeaveZone *)
{
    return {m_venue.hall, 1, m_room.clock.at};
}

GetBlob Examples::example(const GetBlob *)
{
    AddFloor add = example(static_cast<const AddFloor *>(nullptr));
    m_room.done(add);
    SetFloorPlan set = example(static_cast<const SetFloorPlan *>(nullptr));
    set.floor = add.floor;
    m_room.done(set);
    GetBlob get;
    get.hash = m_room.find<Floor>(add.floor)->plan;
    return get;
}

// --- ticketing -----------------------------------------------------------------------------------------------------

AddProduct Examples::example(const AddProduct *)
{
    AddProduct add;
    add.product = m_room.newId<ProductId>();
    add.name = "Day ticket";
    add.category = 7;
    add.price = {4'500, {'E', 'U', 'R'}};
    return add;
}

EditProduct Examples::example(const EditProduct *)
{
    AddProduct add;
    add.product = m_room.newId<ProductId>();
    add.name = "Evening";
    m_room.done(add);
    EditProduct edit;
    edit.product = add.product;
    edit.edits = edits<Product>(edit.product, [](Product &product) { product.name = "Evening ticket"; });
    return edit;
}

AddAttendee Examples::example(const AddAttendee *)
{
    AddAttendee add;
    add.attendee = m_room.newId<AttendeeId>();
    add.name = "山田太郎";
    add.romanised = "Yamada Taro";
    add.mail = "taro@example.org";
    return add;
}

EditAttendee Examples::example(const EditAttendee *)
{
    EditAttendee edit;
    edit.attendee = m_room.find<Ticket>(m_sale.issue(m_room))->attendee;
    edit.edits = edits<Attendee>(edit.attendee, [](Attendee &attendee) { attendee.company = "Ruiz & Sons"; });
    return edit;
}

IssueTicket Examples::example(const IssueTicket *)
{
    IssueTicket issue;
    issue.ticket = m_room.newId<TicketId>();
    issue.attendee = m_room.find<Ticket>(m_sale.issue(m_room))->attendee;
    issue.product = m_sale.product;
    issue.order = "EXAMPLE";
    issue.position = 2;
    issue.validFrom = m_room.clock.at;
    return issue;
}

SetTicketState Examples::example(const SetTicketState *)
{
    SetTicketState set;
    set.ticket = m_sale.issue(m_room);
    set.state = TicketState::Blocked;
    set.reason = "charged back";
    return set;
}

ReissueTicket Examples::example(const ReissueTicket *)
{
    return {m_sale.issue(m_room)};
}

ReassignTicket Examples::example(const ReassignTicket *)
{
    ReassignTicket reassign;
    reassign.ticket = m_sale.issue(m_room);
    reassign.attendee = m_room.find<Ticket>(m_sale.issue(m_room))->attendee;
    reassign.reason = "the sister comes instead";
    return reassign;
}

SetTicketNote Examples::example(const SetTicketNote *)
{
    return {m_sale.issue(m_room), "A badge waits at the speakers' desk.", true};
}

AddAtDoor Examples::example(const AddAtDoor *)
{
    AddAtDoor add;
    add.attendee = m_room.newId<AttendeeId>();
    add.ticket = m_room.newId<TicketId>();
    add.product = m_sale.product;
    add.name = "Γιώργος Παπαδόπουλος";
    add.isPaid = true;
    add.people = 12;
    add.needsAttention = true;
    return add;
}

ShowTicketCodes Examples::example(const ShowTicketCodes *)
{
    return {{m_sale.issue(m_room), m_sale.issue(m_room)}, CodeUse::Print};
}

FindAttendees Examples::example(const FindAttendees *)
{
    FindAttendees find;
    find.text = "ana";
    return find;
}

GetTicketHolders Examples::example(const GetTicketHolders *)
{
    return {{m_sale.issue(m_room)}};
}

GetTicketCode Examples::example(const GetTicketCode *)
{
    return {m_sale.issue(m_room)};
}

ListTickets Examples::example(const ListTickets *)
{
    return {};
}

GetAttendee Examples::example(const GetAttendee *)
{
    return {m_room.find<Ticket>(m_sale.issue(m_room))->attendee};
}

ListDoor Examples::example(const ListDoor *)
{
    return {m_sale.list};
}

ListInside Examples::example(const ListInside *)
{
    return {};
}

// --- admission -----------------------------------------------------------------------------------------------------

AddCheckInList Examples::example(const AddCheckInList *)
{
    AddCheckInList add;
    add.list = m_room.newId<CheckInListId>();
    add.name = "Backstage";
    add.products = {m_sale.product};
    add.gates = {m_venue.inner};
    add.opensAt = m_room.clock.at;
    return add;
}

EditCheckInList Examples::example(const EditCheckInList *)
{
    AddCheckInList add;
    add.list = m_room.newId<CheckInListId>();
    add.name = "Lounge";
    m_room.done(add);
    EditCheckInList edit;
    edit.list = add.list;
    edit.edits = edits<CheckInList>(edit.list, [](CheckInList &list) { list.allowsReEntry = true; });
    return edit;
}

RecordScan Examples::example(const RecordScan *)
{
    (void)m_sale.issue(m_room);
    return scanOf(m_sale.signedCode);
}

ShowScans Examples::example(const ShowScans *)
{
    (void)m_sale.issue(m_room);
    const RecordScan scan = scanOf(m_sale.signedCode);
    m_room.done(scan);
    ShownScan shown;
    shown.scan = scan.scan;
    shown.outcome = Outcome::Admitted;
    shown.at = m_room.clock.at;
    return {{shown}};
}

UndoScan Examples::example(const UndoScan *)
{
    (void)m_sale.issue(m_room);
    const RecordScan scan = scanOf(m_sale.signedCode);
    m_room.done(scan);
    UndoScan undo;
    undo.ruling = m_room.newId<IdOf<ScanRuling>>();
    undo.scan = scan.scan;
    undo.reason = "the turnstile did not turn";
    return undo;
}

ForceAdmit Examples::example(const ForceAdmit *)
{
    const RecordScan scan = scanOf("no such code");
    m_room.done(scan);
    ForceAdmit force;
    force.ruling = m_room.newId<IdOf<ScanRuling>>();
    force.scan = scan.scan;
    force.reason = "on the paper list";
    return force;
}

CloseCard Examples::example(const CloseCard *)
{
    RecordScan scan = scanOf("no such code either");
    scan.shownOutcome = Outcome::Admitted; // off line, and wrongly: a card opens
    m_room.done(scan);
    CloseCard close;
    for (const Card &card : m_room.all<Card>()) {
        if (card.scan == scan.scan)
            close.card = card.id;
    }
    close.reason = "seen to";
    return close;
}

RefreshRecords Examples::example(const RefreshRecords *)
{
    return {m_sale.issue(m_room)};
}

PublishCredentialKeys Examples::example(const PublishCredentialKeys *)
{
    return {m_room.event};
}

ExitAll Examples::example(const ExitAll *)
{
    (void)m_sale.issue(m_room);
    m_room.done(scanOf(m_sale.signedCode));
    m_room.clock.pass(1000);
    return {m_sale.list, "the house is empty"};
}

RunExits Examples::example(const RunExits *)
{
    AddCheckInList add;
    add.list = m_room.newId<CheckInListId>();
    add.name = "Night";
    add.exitsAllAt = {{m_room.clock.at + 1000}};
    m_room.done(add);
    m_room.clock.pass(2000);
    return {};
}

ListScans Examples::example(const ListScans *)
{
    return {};
}

CountArrivals Examples::example(const CountArrivals *)
{
    CountArrivals count;
    count.from = m_room.clock.at;
    count.until = count.from + 3'600'000;
    return count;
}

GetTicketUse Examples::example(const GetTicketUse *)
{
    return {{m_sale.issue(m_room)}};
}

GetScanInputs Examples::example(const GetScanInputs *)
{
    const RecordScan scan = scanOf("no such code at all");
    m_room.done(scan);
    return {scan.scan};
}

// -------------------------------------------------------------------------------------------------------------------

std::string everythingIn(HouseRoom &room)
{
    const auto reader = room.reader();
    Sha256 hash;
    for (const EntityType *type : entityTypes()) {
        const auto result = reader->each(*type, [&](const StoredRow &row) {
            std::string bytes(row.id.view());
            bytes += std::to_string(row.revision);
            encodeScopes(row.scopes, bytes);
            hash.add(type->spec.name).add(bytes).add(row.body).add(row.personal);
            return true;
        });
        if (!result)
            throw std::runtime_error(describe(result.error()));
    }
    return toHex(hash.finish().view()) + " at " + std::to_string(room.engine->head());
}

} // namespace gatehouse
