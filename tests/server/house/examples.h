// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/server/fixture.h"

#include <map>

namespace gatehouse {

/// One good command and query of each kind, on a house in which all of them can be carried out, each on things of its
/// own. What has no example here does not compile: this is the row that a new command or query adds, and all generic
/// tests run with it.
class Examples
{
public:
    explicit Examples(HouseRoom &room);

    struct Example {
        std::string body;
        Fault expected = Fault::None;
    };
    std::map<std::string, Example, std::less<>> commands;
    std::map<std::string, Example, std::less<>> queries;

private:
    // Those of shared/access
    AddRole example(const AddRole *);
    EditRole example(const EditRole *);
    AddAccount example(const AddAccount *);
    EditAccount example(const EditAccount *);
    SetPassword example(const SetPassword *);
    AddDevice example(const AddDevice *);
    EditDevice example(const EditDevice *);
    RevokeDevice example(const RevokeDevice *);
    CallDevice example(const CallDevice *);
    // of shared/programme
    FoundEvent example(const FoundEvent *);
    EditEvent example(const EditEvent *);
    AddTrack example(const AddTrack *);
    EditTrack example(const EditTrack *);
    RemoveTrack example(const RemoveTrack *);
    AddSession example(const AddSession *);
    EditSession example(const EditSession *);
    PublishSession example(const PublishSession *);
    CancelSession example(const CancelSession *);
    RemoveSession example(const RemoveSession *);
    AddSpeaker example(const AddSpeaker *);
    EditSpeaker example(const EditSpeaker *);
    RemoveSpeaker example(const RemoveSpeaker *);
    AddSlot example(const AddSlot *);
    MoveSlot example(const MoveSlot *);
    DelaySlot example(const DelaySlot *);
    PinSlot example(const PinSlot *);
    RemoveSlot example(const RemoveSlot *);
    SetBookmark example(const SetBookmark *);
    GetDocumentState example(const GetDocumentState *);
    // of shared/imports
    StageImport example(const StageImport *);
    DecideImport example(const DecideImport *);
    DropImport example(const DropImport *);
    AdvanceImport example(const AdvanceImport *);
    NoteSource example(const NoteSource *);
    UploadImport example(const UploadImport *);
    PlanImport example(const PlanImport *);
    GetImportDraft example(const GetImportDraft *);
    ListImportNotes example(const ListImportNotes *);
    TakeImport example(const TakeImport *);
    ForgetImport example(const ForgetImport *);
    // of shared/venue
    AddFloor example(const AddFloor *);
    EditFloor example(const EditFloor *);
    RemoveFloor example(const RemoveFloor *);
    SetFloorPlan example(const SetFloorPlan *);
    AddZone example(const AddZone *);
    EditZone example(const EditZone *);
    RemoveZone example(const RemoveZone *);
    AddSpace example(const AddSpace *);
    EditSpace example(const EditSpace *);
    RemoveSpace example(const RemoveSpace *);
    AddGate example(const AddGate *);
    EditGate example(const EditGate *);
    RemoveGate example(const RemoveGate *);
    OpenGate example(const OpenGate *);
    CloseGate example(const CloseGate *);
    AddLane example(const AddLane *);
    EditLane example(const EditLane *);
    RemoveLane example(const RemoveLane *);
    CountPeople example(const CountPeople *);
    TallyPeople example(const TallyPeople *);
    UndoCount example(const UndoCount *);
    SettleLevel example(const SettleLevel *);
    MovePeople example(const MovePeople *);
    LeaveZone example(const LeaveZone *);
    GetBlob example(const GetBlob *);
    // of shared/ticketing
    AddProduct example(const AddProduct *);
    EditProduct example(const EditProduct *);
    AddAttendee example(const AddAttendee *);
    EditAttendee example(const EditAttendee *);
    IssueTicket example(const IssueTicket *);
    SetTicketState example(const SetTicketState *);
    ReissueTicket example(const ReissueTicket *);
    ReassignTicket example(const ReassignTicket *);
    SetTicketNote example(const SetTicketNote *);
    AddAtDoor example(const AddAtDoor *);
    ShowTicketCodes example(const ShowTicketCodes *);
    FindAttendees example(const FindAttendees *);
    GetTicketHolders example(const GetTicketHolders *);
    GetTicketCode example(const GetTicketCode *);
    ListTickets example(const ListTickets *);
    GetAttendee example(const GetAttendee *);
    ListDoor example(const ListDoor *);
    ListInside example(const ListInside *);
    // of shared/admission
    AddCheckInList example(const AddCheckInList *);
    EditCheckInList example(const EditCheckInList *);
    RecordScan example(const RecordScan *);
    ShowScans example(const ShowScans *);
    UndoScan example(const UndoScan *);
    ForceAdmit example(const ForceAdmit *);
    CloseCard example(const CloseCard *);
    RefreshRecords example(const RefreshRecords *);
    PublishCredentialKeys example(const PublishCredentialKeys *);
    ExitAll example(const ExitAll *);
    RunExits example(const RunExits *);
    ListScans example(const ListScans *);
    CountArrivals example(const CountArrivals *);
    GetTicketUse example(const GetTicketUse *);
    GetScanInputs example(const GetScanInputs *);

    template <class E, class Change>
    EditsOf<E> edits(const Id &id, Change change);
    RecordScan scanOf(const std::string &code);
    ZoneId newZone();
    SpaceId newSpace();
    TrackId newTrack();
    SpeakerId newSpeaker();
    SessionId newSession(bool isDraft = false);
    SlotId newSlot();
    GateId newGate();
    LaneId newLane();
    RoleId newRole();
    AccountId newAccount();
    DeviceId newDevice();
    ImportId newImport();

    HouseRoom &m_room;
    SmallVenue m_venue;
    SmallSale m_sale;
    int m_made = 0;
};

/// Every row of every entity and the head of the journal, as bytes: the same before and after where nothing was
/// changed.
[[nodiscard]] std::string everythingIn(HouseRoom &room);

} // namespace gatehouse
