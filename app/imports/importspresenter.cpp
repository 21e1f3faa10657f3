// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/imports/importspresenter.h"

#include "app/imports/importwords.h"
#include "app/imports/reportpage.h"
#include "app/ui/noticebar.h"
#include "app/ui/savedfile.h"
#include "shared/replica/thisevent.h"

#include <QClipboard>
#include <QDateTime>
#include <QEvent>
#include <QGuiApplication>
#include <QLocale>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QString number(std::int64_t value)
{
    return QLocale().toString(static_cast<qlonglong>(value));
}

QString namesOf(const std::vector<std::string> &sources)
{
    QStringList names;
    for (const std::string &source : sources)
        names += text(source);
    return names.join(u", "_s);
}

Failure failureOf(const ImportDraft &draft)
{
    return {faultNamed(draft.fault), draft.detail, {}};
}

} // namespace

ImportsPresenter::ImportsPresenter(Replica &replica, ImportsDesk &desk, QObject *parent)
    : QObject(parent), m_replica(replica), m_desk(desk), m_keeper(replica)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefresh);
    connect(&m_refresh, &QTimer::timeout, this, &ImportsPresenter::refresh);
    auto &imports = m_replica.collection<Import>();
    connect(&imports, &CollectionBase::changed, this, &ImportsPresenter::schedule);
    connect(&imports, &CollectionBase::reset, this, &ImportsPresenter::schedule);
    connect(&m_replica, &Replica::welcomed, this, &ImportsPresenter::schedule);
    connect(&m_replica, &Replica::statusChanged, this, &ImportsPresenter::schedule);
    connect(&m_keeper, &DraftKeeper::changed, this, &ImportsPresenter::schedule);
    connect(&m_desk, &ImportsDesk::filesChosen, this, &ImportsPresenter::begin);
    connect(&m_desk, &ImportsDesk::stopWanted, &m_keeper, &DraftKeeper::leave);
    connect(&m_desk, &ImportsDesk::leaveWanted, &m_keeper, &DraftKeeper::leave);
    connect(&m_desk, &ImportsDesk::importWanted, &m_keeper, &DraftKeeper::take);
    connect(&m_desk, &ImportsDesk::vanishedChosen, &m_keeper, &DraftKeeper::planAgain);
    connect(&m_desk, &ImportsDesk::againWanted, this, &ImportsPresenter::again);
    connect(&m_desk, &ImportsDesk::copyWanted, this, &ImportsPresenter::copyReport);
    connect(&m_desk, &ImportsDesk::saveWanted, this, &ImportsPresenter::saveReport);
    connect(&m_saving, &Job::finished, this, [this](const Failure &failure) {
        if (failure.fault == Fault::None)
            m_desk.notices()->show(State::Fine, tr("The report is written."));
        else
            m_desk.notices()->show(State::Soon, tr("Not written: %1").arg(text(failure.detail)));
    });
    m_desk.installEventFilter(this);
    refresh();
}

bool ImportsPresenter::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_desk && event->type() == QEvent::Show)
        refresh();
    return QObject::eventFilter(watched, event);
}

void ImportsPresenter::begin(const QStringList &paths)
{
    if (!mayImport() || !isOnline())
        m_desk.notices()->show(State::Soon,
                               mayImport()
                                   ? tr("There is no link to the server: files can be imported once it is back.")
                                   : tr("Your role does not allow imports."));
    else if (m_keeper.draft().state == ImportDraftState::Staging)
        m_desk.notices()->show(State::Soon, tr("An import is being laid down: stop it first, or wait."));
    else
        m_keeper.begin(paths);
}

void ImportsPresenter::again()
{
    if (m_keeper.hasFiles() && m_keeper.draft().state != ImportDraftState::Decided)
        return m_keeper.planAgain(m_keeper.vanished());
    m_keeper.leave();
    m_desk.askFiles();
}

void ImportsPresenter::schedule()
{
    if (!m_refresh.isActive())
        m_refresh.start();
}

void ImportsPresenter::refresh()
{
    m_desk.setView(view());
    m_desk.setPast(past());
}

bool ImportsPresenter::mayImport() const
{
    return m_replica.permissions().has(Permission::ManageEvent);
}

bool ImportsPresenter::isOnline() const
{
    return m_replica.status().state == ReplicaState::Live;
}

ImportsView ImportsPresenter::view() const
{
    ImportsView view;
    view.mayImport = mayImport() && isOnline();
    view.vanished = m_keeper.vanished();
    const auto &formats = m_keeper.draft().report.formats;
    for (std::size_t index = 0; index < m_keeper.files().size(); ++index) {
        const GatheredFile &file = m_keeper.files()[index];
        view.files.push_back({file.name, index < formats.size() ? ImportWords::format(formats[index]) : QString(),
                              ImportWords::size(file.bytes.size())});
    }
    switch (m_keeper.step()) {
    case DraftKeeper::Step::None:
        addIdle(view);
        break;
    case DraftKeeper::Step::Gathering:
    case DraftKeeper::Step::Uploading:
        addWork(view);
        break;
    case DraftKeeper::Step::Failed:
        addFailure(view, m_keeper.failure());
        break;
    case DraftKeeper::Step::AtServer:
        switch (m_keeper.draft().state) {
        case ImportDraftState::Planned:
            addReport(view);
            break;
        case ImportDraftState::Decided:
            addCarriedOut(view);
            break;
        case ImportDraftState::Failed:
            addFailure(view, failureOf(m_keeper.draft()));
            break;
        case ImportDraftState::Forgotten:
        case ImportDraftState::Collecting:
        case ImportDraftState::Waiting:
        case ImportDraftState::Reading:
        case ImportDraftState::Trying:
        case ImportDraftState::Staging:
            addWork(view);
            break;
        }
        break;
    }
    return view;
}

void ImportsPresenter::addIdle(ImportsView &view) const
{
    view.page = ImportPage::Empty;
    if (!mayImport() && m_replica.permissions().bits() != 0) {
        view.iconName = u"lock"_s;
        view.title = tr("Your role does not allow imports");
        view.words = tr("Who manages the event can take in schedules, floor plans and attendees.");
    } else if (!isOnline()) {
        view.iconName = u"wifi-off"_s;
        view.title = tr("No link to the server");
        view.words = tr("Files can be imported once it is back.");
    } else {
        view.iconName = u"import"_s;
        view.title = tr("Take in what other systems know");
        view.words =
            tr("Schedules (XML, JSON, iCalendar), floor plans (IMDF, GeoJSON, SVG), tables of attendees (CSV), "
               "orders of pretix. The same file again later changes only what its source changed.");
    }
}

void ImportsPresenter::addWork(ImportsView &view) const
{
    view.page = ImportPage::Work;
    view.canStop = true;
    const ImportDraft &draft = m_keeper.draft();
    view.words = tr("Nothing has happened yet.");
    if (m_keeper.step() == DraftKeeper::Step::Gathering) {
        view.title = tr("Opening the files …");
        return;
    }
    if (m_keeper.step() == DraftKeeper::Step::Uploading) {
        view.title = tr("Handing the files over: %1 of %2", "sizes")
                         .arg(ImportWords::size(m_keeper.uploaded()), ImportWords::size(m_keeper.bytes()));
        view.done = m_keeper.uploaded();
        view.total = m_keeper.bytes();
    } else if (draft.state == ImportDraftState::Reading) {
        view.title = tr("Reading the files …");
        view.done = draft.done;
        view.total = draft.all;
    } else if (draft.state == ImportDraftState::Trying) {
        view.title = tr("Trying it out …");
        view.words = tr("Everything is carried out once and taken back, to see whether all of it can be.");
    } else if (draft.state == ImportDraftState::Staging) {
        view.title = tr("Laying it down: %1 of %2 steps").arg(number(draft.done), number(draft.all));
        view.done = draft.done;
        view.total = draft.all;
    } else {
        view.title = tr("Waiting for another import …");
        view.words = tr("One after the other is read and carried out. Nothing has happened yet.");
    }
    if (!isOnline())
        view.words = tr("There is no link to the server. It goes on by itself once it is back.");
}

void ImportsPresenter::addReport(ImportsView &view) const
{
    view.page = ImportPage::Report;
    const ImportDraft &draft = m_keeper.draft();
    const ImportReport &report = draft.report;
    view.figures = ImportWords::figures(report);
    view.importText = ImportWords::importButton(report, m_keeper.vanished());
    view.canImport = view.mayImport && draft.commands > 0 && m_keeper.hasAllNotes();
    if (!isOnline())
        view.words = tr("There is no link to the server. The files are handed over again if it stays away for long.");
    else if (draft.commands == 0)
        view.words = tr("Nothing is to be done: everything in the files is known here.");
    view.asksVanished = report.missing > 0;
    view.vanishedWords =
        tr("%n session(s) and times that came from this source are no longer in the file. They are never dropped "
           "silently: what shall become of them?",
           nullptr, static_cast<int>(report.missing));
    addNotes(view);
}

void ImportsPresenter::addNotes(ImportsView &view) const
{
    const ImportReport &report = m_keeper.draft().report;
    const std::pair<ImportNoteKind, std::int64_t> lists[] = {{ImportNoteKind::Refused, report.refusals},
                                                             {ImportNoteKind::Vanished, report.missing},
                                                             {ImportNoteKind::Changed, report.updates},
                                                             {ImportNoteKind::Kept, report.keeps},
                                                             {ImportNoteKind::Guessed, report.guesses}};
    for (const auto &[kind, all] : lists) {
        if (all == 0)
            continue;
        ImportNotesView list{kind, {}, all};
        for (const ImportNote &note : m_keeper.notes(kind))
            list.notes.push_back({static_cast<int>(list.notes.size()), text(note.source), ImportWords::place(note),
                                  note.line, text(note.what), kind == ImportNoteKind::Vanished});
        view.notes.push_back(std::move(list));
    }
}

void ImportsPresenter::addCarriedOut(ImportsView &view) const
{
    const ImportDraft &draft = m_keeper.draft();
    const Import *row = m_replica.collection<Import>().find(draft.import);
    if (!row || row->state != ImportState::Done) {
        view.page = ImportPage::Work;
        view.title = tr("Importing …");
        view.words = tr("It is decided and is being finished, between the scans of the gates. You can go on working.");
        view.done = row ? row->done : 0;
        view.total = row ? row->commands : draft.commands;
        return;
    }
    view.page = ImportPage::Outcome;
    view.iconName = row->refused > 0 ? u"triangle-alert"_s : u"circle-check"_s;
    view.title = tr("Imported");
    view.words = row->refused > 0
        ? tr("%n step(s) could not be carried out, because somebody had changed the event meanwhile: see below.",
             nullptr, static_cast<int>(row->refused))
        : ImportWords::counts(draft.report, m_keeper.vanished());
    view.actionText = tr("Import other files");
}

void ImportsPresenter::addFailure(ImportsView &view, const Failure &failure) const
{
    view.page = ImportPage::Outcome;
    view.iconName = failure.fault == Fault::Conflict ? u"repeat"_s : u"circle-alert"_s;
    view.title = tr("Not imported");
    view.words = ImportWords::failure(failure);
    const bool mayHelp =
        failure.fault == Fault::Conflict || failure.fault == Fault::Expired || isPassing(failure.fault);
    view.actionText = !view.mayImport    ? QString()
        : mayHelp && m_keeper.hasFiles() ? tr("Read the files again")
                                         : tr("Choose other files");
}

std::vector<PastImportView> ImportsPresenter::past() const
{
    const QTimeZone zone = venueZone(m_replica);
    std::vector<PastImportView> views;
    m_replica.collection<Import>().each([&](const Import &import) {
        PastImportView view;
        view.import = import.id;
        view.whenMs = import.stagedAt.ms;
        view.when = QDateTime::fromMSecsSinceEpoch(import.stagedAt.ms, zone).toString(u"yyyy-MM-dd HH:mm"_s);
        view.files = namesOf(import.sources);
        view.who = whoDecided(import);
        view.commands = import.commands;
        view.refused = import.refused;
        for (const std::string &refusal : import.refusals)
            view.refusals += text(refusal);
        switch (import.state) {
        case ImportState::Staged:
            view.stateWords = tr("not decided");
            break;
        case ImportState::Decided:
            view.state = State::Info;
            view.stateWords =
                tr("%1 %", "how far an import is").arg(import.commands > 0 ? import.done * 100 / import.commands : 0);
            break;
        case ImportState::Done:
            view.state = import.refused > 0 ? State::Soon : State::Fine;
            view.stateWords = import.refused > 0 ? tr("in part") : tr("done");
            break;
        case ImportState::Dropped:
            view.stateWords = tr("dropped");
            break;
        }
        views.push_back(std::move(view));
    });
    std::sort(views.begin(), views.end(), [](const PastImportView &a, const PastImportView &b) {
        return std::pair(a.whenMs, a.import) > std::pair(b.whenMs, b.import);
    });
    return views;
}

QString ImportsPresenter::whoDecided(const Import &import) const
{
    if (import.decidedBy.isNull())
        return import.state == ImportState::Staged ? QString() : tr("the program");
    if (const Account *account = m_replica.collection<Account>().find(import.decidedBy))
        return text(account->name.empty() ? account->login : account->name);
    if (import.decidedBy == m_replica.welcome().actor)
        return text(m_replica.welcome().actorName);
    return tr("a colleague");
}

ImportReport ImportsPresenter::wholeReport() const
{
    ImportReport report = m_keeper.draft().report;
    report.guessed = m_keeper.notes(ImportNoteKind::Guessed);
    report.refused = m_keeper.notes(ImportNoteKind::Refused);
    report.changed = m_keeper.notes(ImportNoteKind::Changed);
    report.vanished = m_keeper.notes(ImportNoteKind::Vanished);
    report.kept = m_keeper.notes(ImportNoteKind::Kept);
    return report;
}

void ImportsPresenter::copyReport()
{
    QGuiApplication::clipboard()->setText(ImportWords::asText(wholeReport(), m_keeper.vanished()));
    m_desk.notices()->show(State::Fine, tr("The report is copied: paste it where it is wanted."));
}

void ImportsPresenter::saveReport(const QString &path)
{
    const bool isJson = path.endsWith(u".json"_s, Qt::CaseInsensitive);
    const bool isStarted = m_saving.start([path, isJson, report = wholeReport()](const JobProgress &) {
        return writeWhole(path, isJson ? ImportWords::asJson(report) : ImportWords::asCsv(report));
    });
    if (!isStarted)
        m_desk.notices()->show(State::Soon, tr("A report is being written already."));
}

} // namespace gatehouse
