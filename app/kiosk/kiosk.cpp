// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kiosk.h"

#include "app/admission/verdictwords.h"
#include "app/ui/figures.h"
#include "shared/admission/rules.h"
#include "shared/replica/thisevent.h"

namespace gatehouse {

namespace {

/// A link that comes back at once, and a command that is under way, are not worth a banner.
constexpr std::int64_t kBannerMs = 2'000;

std::int64_t nowMs()
{
    return deviceTime().monotonicMs;
}

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

std::chrono::seconds timeFor(const LaneShown &shown)
{
    if (!shown.isRecorded)
        return Kiosk::kErrorStays;
    return shown.verdict.outcome == Outcome::Admitted ? Kiosk::kAdmittedStays : Kiosk::kRefusedStays;
}

} // namespace

Kiosk::Kiosk(Replica &replica, Random &random, KioskFace &face, KioskOptions options)
    : m_replica(replica), m_face(face), m_houseLanguage(options.language), m_staffCode(std::move(options.staffCode)),
      m_camera(std::move(options.camera)), m_machine(options.places), m_lane(replica, random, options.direction),
      m_programme(replica)
{
    m_view.page = KioskPage::Attract;
    m_verdictEnds.setSingleShot(true);
    m_eyeBlink.setSingleShot(true);
    m_eyeBlink.setInterval(kEyeBlink);
    connect(&m_verdictEnds, &QTimer::timeout, this, &Kiosk::endVerdict);
    connect(&m_eyeBlink, &QTimer::timeout, this, &Kiosk::announce);
    connect(&m_second, &QTimer::timeout, this, &Kiosk::tick);
    m_second.start(std::chrono::seconds(1));
    connect(&m_lane, &KioskLane::shown, this, &Kiosk::show);
    connect(&m_lane, &KioskLane::changed, this, &Kiosk::refresh);
    connect(&m_machine, &MachineWatch::changed, this, &Kiosk::tellPresence);
    connect(&m_replica.collection<DeviceCall>(), &CollectionBase::changed, this, &Kiosk::takeCall);
    connectReaders();
    connectFace();
    m_words.choose(m_houseLanguage);
    refresh();
}

void Kiosk::start()
{
    m_lane.start();
}

void Kiosk::connectReaders()
{
    connect(&m_wedge, &WedgeReader::codeRead, this, &Kiosk::takeRead);
    connect(&m_face, &KioskFace::pageChanged, &m_wedge, [this](KioskPage page) {
        m_wedge.setTyping(page == KioskPage::Typing || page == KioskPage::StaffCode || page == KioskPage::Ask
                          || page == KioskPage::Search);
    });
    if (!m_camera)
        return;
    connect(m_camera.get(), &Camera::codeRead, this, &Kiosk::takeRead);
    connect(m_camera.get(), &Camera::conditionChanged, this, &Kiosk::tellPresence);
}

void Kiosk::connectFace()
{
    connect(&m_face, &KioskFace::codeTyped, this, [this](const QString &code) { take(m_lane.scanTyped(code)); });
    connect(&m_face, &KioskFace::verdictDismissed, this, &Kiosk::endVerdict);
    connect(&m_face, &KioskFace::languageChosen, this, &Kiosk::chooseLanguage);
    connect(&m_face, &KioskFace::staffCodeEntered, this, &Kiosk::judgeStaff);
    connect(&m_face, &KioskFace::asked, this, &Kiosk::takeAnswer);
    connect(&m_face, &KioskFace::askPassed, this, &Kiosk::askNext);
    connect(&m_face, &KioskFace::askCancelled, this, &Kiosk::stopAsking);
    connect(&m_face, &KioskFace::wiped, this, &Kiosk::wiped);
    connect(&m_face, &KioskFace::searchEntered, this, &Kiosk::startSearching);
    connect(&m_face, &KioskFace::searchLeft, this, &Kiosk::stopSearching);
    connect(&m_face, &KioskFace::searchWanted, this, &Kiosk::search);
    connect(&m_face, &KioskFace::personWanted, this,
            [this](const Id &record) { take(m_lane.pick(AdmissionRecordId(record))); });
    connect(&m_face, &KioskFace::exitWanted, this, &Kiosk::exitWanted);
}

// --- codes and verdicts
// ---------------------------------------------------------------------------------------------------

void Kiosk::takeRead(const QString &code)
{
    m_lastReadMs = nowMs();
    if (m_face.page() == KioskPage::SelfTest) // staff try the reader: no ticket is used up by that
        return refresh();
    take(m_lane.scan(code));
}

/// What is no code at all names nobody's ticket: nothing is recorded, and the person is told.
void Kiosk::take(const Result<ScanId> &scan)
{
    if (scan || scan.error().fault == Fault::Conflict || scan.error().detail == "empty") {
        if (scan && m_lane.isBusy() && !m_eyeBlink.isActive())
            m_eyeBlink.start();
        return;
    }
    LaneShown unreadable;
    unreadable.verdict.reason = Reason::Invalid;
    unreadable.direction = m_lane.place().direction;
    show(unreadable);
}

KioskVerdict Kiosk::verdictOf(const LaneShown &shown) const
{
    KioskVerdict verdict;
    verdict.outcome = shown.verdict.outcome;
    verdict.reason = shown.verdict.reason;
    verdict.isReEntry = shown.verdict.isReEntry;
    verdict.isExit = shown.direction == Direction::Exit;
    verdict.name = text(shown.verdict.name);
    verdict.product = text(shown.verdict.product);
    verdict.attention = text(shown.verdict.attention);
    verdict.firstAt = shown.verdict.firstAt;
    if (const auto gate = m_lane.port().gate(shown.verdict.firstGate))
        verdict.firstGate = text(gate->name);
    verdict.isRecorded = shown.isRecorded;
    verdict.failed = shown.verdict.failed;
    verdict.people = shown.verdict.people;
    verdict.needsAttention = shown.verdict.needsAttention;
    return verdict;
}

void Kiosk::show(const LaneShown &each)
{
    m_eyeBlink.stop();
    m_asking.reset();
    if (m_languageLeft.count() > 0)
        m_languageLeft = kLanguageStays;
    if (each.isRecorded && each.verdict.reason == Reason::Incomplete) {
        startAsking(each);
    } else {
        m_view.verdict = verdictOf(each);
        m_view.page = KioskPage::Verdict;
        m_verdictEnds.start(timeFor(each));
    }
    refresh();
    const bool needsAttention = each.verdict.needsAttention || !each.verdict.attention.empty();
    m_sounds.play(each.isRecorded ? verdictSound(each.verdict.outcome, each.verdict.reason, needsAttention)
                                  : VerdictSound::Error);
    emit shown(each);
    if (m_lane.isBusy()) // the next in the queue has been read meanwhile
        m_eyeBlink.start();
}

void Kiosk::announce()
{
    if (!m_lane.isBusy())
        return;
    m_verdictEnds.stop();
    m_view.page = KioskPage::Reading;
    refresh();
}

void Kiosk::endVerdict()
{
    m_verdictEnds.stop();
    m_view.page = m_home;
    m_view.verdict = {};
    refresh();
}

// --- what is still to be said
// ---------------------------------------------------------------------------------------------

void Kiosk::startAsking(const LaneShown &shown)
{
    m_verdictEnds.stop();
    Asking asking;
    asking.scan = shown.scan;
    if (shown.verdict.failed.rule == Rule::GroupSize)
        asking.most = shown.verdict.failed.number;
    const auto list = m_lane.port().list(m_lane.place().list);
    for (const Question &question : list &&asking.most == 0 ? list->questions : std::vector<Question>()) {
        const auto &missing = shown.verdict.missing;
        const bool isMissing = std::find(missing.begin(), missing.end(), question.id) != missing.end();
        if (isMissing || (!question.isRequired && question.products.empty()))
            asking.questions.push_back(question);
    }
    if (asking.most == 0 && asking.questions.empty()) { // a question that has not arrived here: staff must help
        m_view.verdict = verdictOf(shown);
        m_view.page = KioskPage::Verdict;
        m_verdictEnds.start(kRefusedStays);
        return;
    }
    m_asking = std::move(asking);
    m_view.page = KioskPage::Ask;
}

void Kiosk::takeAnswer(const QString &value)
{
    if (!m_asking)
        return;
    if (m_asking->most > 0) {
        m_asking->people = value.toInt();
        return completeScan();
    }
    m_asking->answers.push_back({m_asking->questions[m_asking->at].id, value.toStdString()});
    askNext();
}

void Kiosk::askNext()
{
    if (!m_asking)
        return;
    if (m_asking->most > 0 || ++m_asking->at >= m_asking->questions.size())
        return completeScan();
    refresh();
}

void Kiosk::completeScan()
{
    const Asking asking = *std::exchange(m_asking, std::nullopt);
    m_view.page = KioskPage::Reading;
    const auto scan = m_lane.complete(asking.scan, asking.people, asking.answers);
    if (!scan)
        return endVerdict(); // forgotten meanwhile: the ticket is held there once more
    if (m_lane.isBusy())
        refresh();
}

void Kiosk::stopAsking()
{
    m_asking.reset();
    m_lane.forgetIncomplete();
    endVerdict();
}

void Kiosk::describeAsk()
{
    m_view.ask = {};
    if (!m_asking)
        return;
    KioskAsk &ask = m_view.ask;
    if (m_asking->most > 0) {
        ask.isPeople = true;
        ask.most = m_asking->most;
        ask.title = m_view.isExit ? tr("How many of you leave now?") : tr("How many of you come in now?");
        ask.step = tr("A ticket for a group");
        ask.kind = ask.most > AskPage::kMostButtons ? KioskAsk::Kind::Number : KioskAsk::Kind::Choice;
        for (int people = 1; people <= ask.most && ask.kind == KioskAsk::Kind::Choice; ++people)
            ask.choices.emplace_back(QString::number(people), QLocale().toString(people));
        return;
    }
    const std::string language = m_words.language().toStdString();
    const Question &question = m_asking->questions[m_asking->at];
    ask.title = text(textFor(question.texts, language));
    ask.step = tr("Question %1 of %2").arg(m_asking->at + 1).arg(m_asking->questions.size());
    ask.mayPass = !question.isRequired;
    switch (question.kind) {
    case QuestionKind::YesNo:
        ask.choices = {{QStringLiteral("yes"), tr("Yes")}, {QStringLiteral("no"), tr("No")}};
        return;
    case QuestionKind::Choice:
        for (const QuestionChoice &choice : question.choices)
            ask.choices.emplace_back(text(choice.id), text(textFor(choice.texts, language)));
        return;
    case QuestionKind::Number:
        ask.kind = KioskAsk::Kind::Number;
        return;
    case QuestionKind::Text:
        ask.kind = KioskAsk::Kind::Text;
        return;
    }
    ask.kind = KioskAsk::Kind::Text; // a kind of a newer program
}

/// Nobody touched the screen: what was typed and shown is gone.
void Kiosk::wiped()
{
    if (m_asking)
        stopAsking();
    if (m_home == KioskPage::Search)
        stopSearching();
}

// --- a staffed lane's search
// ----------------------------------------------------------------------------------------------

void Kiosk::startSearching()
{
    m_home = KioskPage::Search;
    m_view.search = {};
    m_view.search.needsNetwork = !m_lane.port().isOnline();
    endVerdict();
}

void Kiosk::stopSearching()
{
    m_home = KioskPage::Attract;
    m_searched.clear();
    m_view.search = {};
    endVerdict();
}

void Kiosk::search(const QString &wanted)
{
    m_searched = wanted;
    m_view.search = {};
    m_view.search.needsNetwork = !m_lane.port().isOnline();
    if (!wanted.isEmpty() && !m_view.search.needsNetwork) {
        FindAttendees query;
        query.text = wanted.toStdString();
        query.most = SearchPage::kShown;
        m_replica.query(query, this,
                        [this, wanted](const Result<FindAttendees::Answer> &answer) { showFound(wanted, answer); });
    }
    refresh();
}

KioskPerson Kiosk::personOf(const FoundAttendee &found) const
{
    KioskPerson person;
    person.name = text(found.name);
    QStringList second;
    for (const std::string &part : {found.company, found.order}) {
        if (!part.empty())
            second += text(part);
    }
    person.second = second.join(QStringLiteral(" · "));
    if (const auto product = m_lane.port().product(found.product))
        person.product = text(product->name);
    const auto record = m_lane.port().recordOfTicket(m_lane.place().list, found.ticket);
    if (!record) {
        person.words = tr("not on this list");
        return person;
    }
    person.record = record->id;
    const auto list = m_lane.port().list(record->list);
    auto use = m_lane.port().attendance(record->id);
    if (use && list)
        use = atInstant(*list, *use, m_lane.port().clock().corrected());
    const auto gate = use ? m_lane.port().gate(use->lastGate) : std::nullopt;
    if (use && use->isInside)
        person.words = tr("inside since %1, %2", "time, gate")
                           .arg(clockTime(use->lastAt, m_view.zone), gate ? text(gate->name) : tr("a desk"));
    else if (use && use->entries > 0)
        person.words = tr("left at %1").arg(clockTime(use->lastAt, m_view.zone));
    else
        person.words = record->state == TicketState::Valid ? tr("not seen yet") : tr("not valid");
    return person;
}

void Kiosk::showFound(const QString &wanted, const Result<FindAttendees::Answer> &answer)
{
    if (wanted != m_searched || m_home != KioskPage::Search)
        return; // somebody typed on, or left
    m_view.search.text = wanted;
    m_view.search.needsNetwork = !answer;
    if (answer) {
        m_view.search.total = answer->total;
        for (const FoundAttendee &found : answer->found)
            m_view.search.found.push_back(personOf(found));
    }
    refresh();
}

// --- the face
// -------------------------------------------------------------------------------------------------------------

KioskClosure Kiosk::closure() const
{
    switch (m_lane.readiness()) {
    case KioskLane::Readiness::Ready:
        break;
    case KioskLane::Readiness::Starting:
        return KioskClosure::Starting;
    case KioskLane::Readiness::NoList:
        return m_lane.port().isOnline() ? KioskClosure::Starting : KioskClosure::NoList;
    case KioskLane::Readiness::Unassigned:
        return KioskClosure::Unassigned;
    case KioskLane::Readiness::Revoked:
        return KioskClosure::Revoked;
    case KioskLane::Readiness::Broken:
        return KioskClosure::OutOfOrder;
    }
    const auto gate = m_lane.port().gate(m_lane.place().gate);
    return gate && gate->state == GateState::Closed ? KioskClosure::Gate : KioskClosure::None;
}

void Kiosk::describePlace()
{
    const Welcome &welcome = m_replica.welcome();
    m_view.eventName = eventName(m_replica);
    m_view.language = m_words.language();
    m_view.isExercise = welcome.isExercise;
    m_view.isExit = m_lane.place().direction == Direction::Exit;
    m_view.zone = venueZone(m_replica);
    const auto gate = m_lane.port().gate(m_lane.place().gate);
    m_view.gateName = gate ? text(gate->name) : QString();
    const Device *own = m_replica.collection<Device>().find(welcome.actor);
    const GateLane *lane = own ? m_replica.collection<GateLane>().find(own->lane) : nullptr;
    m_view.laneName = lane && lane->gate == m_lane.place().gate ? text(lane->name) : QString();
    m_view.gateClosedReason = gate && gate->state == GateState::Closed ? text(gate->reason) : QString();
    m_view.closure = closure();
}

void Kiosk::describeLink()
{
    const ReplicaStatus &status = m_replica.status();
    const ClientTime now = deviceTime();
    if (m_lane.port().isOnline())
        m_offlineSince.reset();
    else if (!m_offlineSince)
        m_offlineSince = now.monotonicMs;
    const auto age = m_replica.dataAgeMs(); // none: there is no list that could be old
    m_view.isOffline = age && m_offlineSince && now.monotonicMs - *m_offlineSince >= kBannerMs;
    const bool isLong = status.waitingSince && now.wall - *status.waitingSince >= kBannerMs;
    m_view.waiting = m_view.isOffline || isLong ? m_lane.waitingScans() : 0;
    m_view.waitingSince = status.waitingSince.value_or(now.wall) + status.clock.offsetMs(now);
    m_view.listAgeMs = age.value_or(0);
}

/// Once a second, and only while nobody's ticket is on the screen: a code that is read waits for none of this. True
/// where the programme is another one.
bool Kiosk::describeProgramme()
{
    const ClockReading clock = m_lane.port().clock();
    m_view.now = clock.isSuspect ? Instant() : clock.corrected(); // a wrong "now" is worse than none
    const bool isOld = m_view.isOffline && m_view.listAgeMs >= kOldProgrammeMs;
    m_view.programmeAsOf = isOld ? m_replica.status().asOf : std::nullopt;
    if (clock.isSuspect || m_view.page != KioskPage::Attract || !m_programme.update(m_view.now))
        return false;
    m_view.nowNext = m_programme.nowNext();
    return true;
}

void Kiosk::refresh()
{
    describePlace();
    describeLink();
    describeAsk();
    m_view.maySearch = m_replica.permissions().has(Permission::ViewAttendees);
    if (m_face.page() == KioskPage::SelfTest) {
        KioskHealth now = health();
        now.hasSound = m_sounds.hasDevice();
        m_view.selfTest = SelfTest::rows(now);
    }
    m_face.setView(m_view);
}

void Kiosk::tick()
{
    if (m_languageLeft.count() > 0 && --m_languageLeft == std::chrono::seconds::zero())
        m_words.choose(m_houseLanguage);
    if (m_calledLeft.count() > 0)
        --m_calledLeft;
    describeCall();
    const bool isOtherProgramme = describeProgramme();
    refresh();
    tellPresence();
    if (isOtherProgramme)
        emit nowNextShown(m_view.nowNext);
}

/// Somebody at the control room asks which one this is. A call of long ago that comes with a catch-up is none.
void Kiosk::takeCall()
{
    const DeviceCall *call = m_replica.collection<DeviceCall>().find(m_replica.welcome().actor);
    const auto now = m_replica.serverNow();
    if (!call || !now || now->at - call->calledAt > kCallMs)
        return;
    m_calledLeft = kCallStays;
    describeCall();
    refresh();
}

void Kiosk::describeCall()
{
    const Device *own =
        m_calledLeft.count() > 0 ? m_replica.collection<Device>().find(m_replica.welcome().actor) : nullptr;
    m_view.calledName = own ? text(own->name) : QString();
    m_view.isCallBright = m_calledLeft.count() % 2 == 0;
}

void Kiosk::chooseLanguage(const QString &language)
{
    m_words.choose(language);
    m_languageLeft = kLanguageStays;
    refresh();
}

// --- staff and control room
// -----------------------------------------------------------------------------------------------

void Kiosk::judgeStaff(const QString &code)
{
    const std::chrono::milliseconds now{nowMs()};
    switch (m_staffCode.judge(code, now)) {
    case StaffCode::Judgement::Right:
        m_machine.lookNow();
        m_face.acceptStaff();
        refresh();
        return;
    case StaffCode::Judgement::Wrong:
        return m_face.refuseStaff(tr("This code is wrong."));
    case StaffCode::Judgement::Locked: {
        const auto minutes = std::chrono::ceil<std::chrono::minutes>(m_staffCode.lockedFor(now));
        return m_face.refuseStaff(
            tr("Too many wrong codes. Try again in %n minute(s).", nullptr, static_cast<int>(minutes.count())));
    }
    case StaffCode::Judgement::NoneSet:
        return m_face.refuseStaff(tr("This kiosk was given no staff code."));
    }
}

KioskHealth Kiosk::health() const
{
    KioskHealth health;
    health.server = m_replica.status();
    health.readiness = m_lane.readiness();
    health.listAgeMs = m_replica.dataAgeMs();
    health.tickets = m_lane.port().recordCount();
    health.clock = m_lane.port().clock();
    if (m_lastReadMs)
        health.lastReadMs = nowMs() - *m_lastReadMs;
    health.isCameraWanted = m_camera != nullptr;
    if (m_camera) {
        health.camera = m_camera->condition();
        health.cameraName = m_camera->name();
    }
    health.keeping = m_lane.keeping();
    health.machine = m_machine.state();
    return health;
}

void Kiosk::tellPresence()
{
    DevicePresence own;
    own.batteryPercent = m_machine.state().batteryPercent;
    const KioskHealth now = health();
    own.note = SelfTest::note(now);
    own.selfTest = SelfTest::state(now);
    own.mode = closure() != KioskClosure::None        ? DeviceMode::Closed
        : m_lane.place().direction == Direction::Exit ? DeviceMode::Exit
                                                      : DeviceMode::Entry;
    if (own == m_presence)
        return;
    m_presence = own;
    m_replica.setPresence(own); // what waits, and since when, the replica adds itself
}

} // namespace gatehouse
