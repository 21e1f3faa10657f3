// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ticketing/paperpresenter.h"

#include "app/ui/figures.h"
#include "app/ui/noticebar.h"
#include "app/ui/savedfile.h"

#include <QDir>
#include <QPrinter>
#include <QSettings>

#include <set>

namespace gatehouse {

namespace {

using namespace Qt::Literals::StringLiterals;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

template <class E>
std::vector<ChoiceView> choicesOf(Replica &replica)
{
    std::vector<ChoiceView> choices;
    replica.collection<E>().each([&](const E &row) { choices.push_back({row.id, text(row.name)}); });
    std::sort(choices.begin(), choices.end(),
              [](const ChoiceView &a, const ChoiceView &b) { return a.name.localeAwareCompare(b.name) < 0; });
    return choices;
}

/// Out of the window's hands; a function that must be copyable holds it without copying it.
template <class T>
std::shared_ptr<T> handedOver(T &gathered)
{
    return std::make_shared<T>(std::exchange(gathered, {}));
}

} // namespace

PaperPresenter::PaperPresenter(Replica &replica, PaperPage &page, NoticeBar &notices, QSettings &settings,
                               QObject *parent)
    : QObject(parent), m_replica(replica), m_page(page), m_notices(notices), m_settings(settings), m_gather(replica),
      m_keptGather(replica)
{
    connect(&m_page, &PaperPage::saveWanted, this, &PaperPresenter::save);
    connect(&m_page, &PaperPage::printWanted, this, &PaperPresenter::print);
    connect(&m_page, &PaperPage::planWanted, this, &PaperPresenter::setPlan);
    connect(&m_page, &PaperPage::refreshWanted, this, &PaperPresenter::refreshKept);
    connect(&m_page, &PaperPage::cancelWanted, this, [this] {
        m_gather.cancel();
        m_job.cancel();
    });
    connect(&m_gather, &PaperGather::progressed, this, [this](qint64 count, qint64 done, qint64 total) {
        m_page.setWork(tr("Asking the server: %1 so far").arg(QLocale().toString(count)), done, total);
    });
    connect(&m_gather, &PaperGather::finished, this, &PaperPresenter::gathered);
    connect(&m_job, &Job::progressed, this, [this](qint64 done, qint64 total) {
        m_page.setWork(tr("Making pages: %1 of %2").arg(QLocale().toString(done), QLocale().toString(total)), done,
                       total);
    });
    connect(&m_job, &Job::finished, this, &PaperPresenter::painted);
    connect(&m_keptGather, &PaperGather::finished, this, &PaperPresenter::keptGathered);
    connect(&m_keptJob, &Job::finished, this, &PaperPresenter::keptPainted);
    connect(&m_keptTimer, &QTimer::timeout, this, &PaperPresenter::refreshKept);
    m_second.setInterval(std::chrono::seconds(5));
    connect(&m_second, &QTimer::timeout, this, &PaperPresenter::showKept);
    m_second.start();
    for (CollectionBase *each : std::initializer_list<CollectionBase *>{&m_replica.collection<Product>(),
                                                                        &m_replica.collection<CheckInList>()}) {
        connect(each, &CollectionBase::changed, this, &PaperPresenter::showChoices);
        connect(each, &CollectionBase::reset, this, &PaperPresenter::showChoices);
    }
    connect(&m_replica, &Replica::welcomed, this, [this] {
        const Permissions may = m_replica.permissions();
        m_page.setMay(may.has(Permission::ViewAttendees), may.has(Permission::ViewScans),
                      may.has(Permission::ManageTickets));
        loadPlan();
    });
    showChoices();
}

PaperPresenter::~PaperPresenter() = default;

void PaperPresenter::showChoices()
{
    m_page.setLists(choicesOf<CheckInList>(m_replica));
    m_page.setProducts(choicesOf<Product>(m_replica));
}

PaperHead PaperPresenter::head() const
{
    const Welcome &welcome = m_replica.welcome();
    PaperHead head;
    head.eventName = text(welcome.eventName);
    const auto now = m_replica.serverNow();
    head.madeAt = now ? now->at : deviceTime().wall;
    if (const QTimeZone zone(QByteArray::fromStdString(welcome.zone)); zone.isValid())
        head.zone = zone;
    head.isExercise = welcome.isExercise;
    return head;
}

// --- what somebody waits for --------------------------------------------------------------------------------------

void PaperPresenter::save(const PaperWish &wish, const QString &path)
{
    begin({wish, path, {}, tr("Saved as %1.").arg(QDir::toNativeSeparators(path))}, {});
}

void PaperPresenter::print(const PaperWish &wish, const std::shared_ptr<QPrinter> &printer)
{
    begin({wish, {}, printer, tr("Handed to the printer.")}, {});
}

void PaperPresenter::saveTicket(const Id &ticket, const QString &path)
{
    begin({{PaperKind::TicketsPdf, {}, 1, {}}, path, {}, tr("Saved as %1.").arg(QDir::toNativeSeparators(path))},
          {TicketId(ticket)});
}

void PaperPresenter::printTicket(const Id &ticket, const std::shared_ptr<QPrinter> &printer)
{
    begin({{PaperKind::TicketsPdf, {}, 1, {}}, {}, printer, tr("Handed to the printer.")}, {TicketId(ticket)});
}

void PaperPresenter::begin(Work work, const std::vector<TicketId> &tickets)
{
    if (m_gather.isRunning() || m_job.isRunning()) {
        m_notices.show(State::Soon, tr("Something else is being made: wait for it, or cancel it."));
        return;
    }
    m_work = std::move(work);
    m_page.setWork(tr("Asking the server …"));
    const CodeUse use = m_work.printer ? CodeUse::Print : CodeUse::File;
    if (tickets.empty())
        m_gather.start(m_work.wish, use);
    else
        m_gather.startTickets(tickets, use);
}

/// Everything that the painting needs goes into the function, which runs beside the window and takes it along when it
/// ends: to copy or to free a hundred thousand lines would hold the window.
Job::Work PaperPresenter::paintingOf(const Work &work, PaperGather &gather) const
{
    PaintPaper paint;
    switch (work.wish.kind) {
    case PaperKind::DoorList:
        paint = [head = head(), door = handedOver(gather.door)](auto &device, const auto &progress) {
            return paintDoorList(device, head, readyForPaper(std::move(*door)), progress);
        };
        break;
    case PaperKind::Muster:
        paint = [head = head(), inside = handedOver(gather.inside)](auto &device, const auto &progress) {
            return paintMuster(device, head, readyForPaper(std::move(*inside)), progress);
        };
        break;
    case PaperKind::TicketsPdf:
        paint = [head = head(), tickets = handedOver(gather.tickets)](auto &device, const auto &progress) {
            return paintTickets(device, head, std::exchange(*tickets, {}), progress);
        };
        break;
    case PaperKind::TicketsCsv:
        return [path = work.path, tickets = handedOver(gather.tickets)](const JobProgress &) {
            return writeWhole(path, codesCsv(std::exchange(*tickets, {})));
        };
    }
    if (work.printer)
        return [printer = work.printer, paint](const JobProgress &progress) { return paint(*printer, progress); };
    return [path = work.path, title = head().eventName, paint](const JobProgress &progress) {
        return writePdf(path, title, paint, progress);
    };
}

void PaperPresenter::gathered(const Failure &failure)
{
    if (failure.fault != Fault::None)
        return painted(failure);
    const bool isEmpty = (m_work.wish.kind == PaperKind::TicketsPdf || m_work.wish.kind == PaperKind::TicketsCsv)
        && m_gather.tickets.empty();
    if (isEmpty)
        return painted({Fault::NotFound, "no ticket of this kind is good", {}});
    m_page.setWork(tr("Making pages …"));
    m_job.start(paintingOf(m_work, m_gather));
}

void PaperPresenter::painted(const Failure &failure)
{
    m_page.setWork({});
    m_work.printer.reset();
    if (failure.fault == Fault::None)
        m_notices.show(State::Fine, m_work.done);
    else if (failure.detail == "cancelled")
        m_notices.show(State::Info, tr("Cancelled: nothing was made."));
    else if (failure.fault == Fault::Forbidden)
        m_notices.show(State::Soon, tr("Your role does not allow this."));
    else
        m_notices.show(State::Soon, tr("Not made: %1").arg(text(describe(failure))));
    emit workEnded(failure);
}

// --- lists that are kept fresh ------------------------------------------------------------------------------------

QString PaperPresenter::planKey() const
{
    return u"paper/"_s + text(m_replica.welcome().slug);
}

void PaperPresenter::loadPlan()
{
    if (std::exchange(m_planOf, planKey()) == planKey())
        return;
    PaperPlan plan;
    m_settings.beginGroup(planKey());
    plan.isOn = m_settings.value(u"isOn"_s, false).toBool();
    plan.folder = m_settings.value(u"folder"_s).toString();
    plan.minutes = std::clamp(m_settings.value(u"minutes"_s, plan.minutes).toInt(), 1, 24 * 60);
    plan.desks = std::clamp(m_settings.value(u"desks"_s, plan.desks).toInt(), 1, 26);
    m_settings.endGroup();
    m_page.setPlan(plan);
    m_plan = plan;
    if (plan.isOn)
        refreshKept();
    showKept();
}

void PaperPresenter::setPlan(const PaperPlan &plan)
{
    const bool wantsNow = plan.isOn && (!m_plan.isOn || plan.folder != m_plan.folder);
    m_plan = plan;
    m_settings.beginGroup(planKey());
    m_settings.setValue(u"isOn"_s, plan.isOn);
    m_settings.setValue(u"folder"_s, plan.folder);
    m_settings.setValue(u"minutes"_s, plan.minutes);
    m_settings.setValue(u"desks"_s, plan.desks);
    m_settings.endGroup();
    m_page.setPlan(plan);
    if (!plan.isOn)
        m_keptTimer.stop();
    else
        m_keptTimer.start(std::chrono::minutes(plan.minutes));
    if (wantsNow) {
        m_keptAt.reset();
        refreshKept();
    }
    showKept();
}

void PaperPresenter::refreshKept()
{
    if (!m_plan.isOn || m_isKeeping)
        return;
    m_keptTimer.start(std::chrono::minutes(m_plan.minutes));
    m_keptBegunAt = deviceTime().wall;
    m_keptFiles = 0;
    m_isKeeping = true;
    if (m_plan.folder.isEmpty())
        return endKept({Fault::Invalid, "no folder was chosen", {}});
    if (!QFileInfo(m_plan.folder).isDir())
        return endKept({Fault::NotFound, "the folder is not there: is the stick in?", {}});
    m_keptQueue.clear();
    std::set<QString> names;
    for (const ChoiceView &list : choicesOf<CheckInList>(m_replica)) {
        QString name = paperFileName(u"door-list"_s, list.name);
        for (int more = 2; !names.insert(name).second; ++more)
            name = paperFileName(u"door-list"_s, list.name + u' ' + QString::number(more));
        m_keptQueue.push_back({{PaperKind::DoorList, list.id, m_plan.desks, {}}, m_plan.folder + u'/' + name, {}, {}});
    }
    if (m_replica.permissions().has(Permission::ViewScans))
        m_keptQueue.push_back({{PaperKind::Muster, {}, 1, {}}, m_plan.folder + u"/muster-list.pdf"_s, {}, {}});
    nextKept();
}

void PaperPresenter::nextKept()
{
    if (m_keptFiles == m_keptQueue.size())
        return endKept({Fault::None, {}, {}});
    m_keptGather.start(m_keptQueue[m_keptFiles].wish, CodeUse::File);
}

void PaperPresenter::keptGathered(const Failure &failure)
{
    if (failure.fault != Fault::None)
        return endKept(failure);
    m_keptJob.start(paintingOf(m_keptQueue[m_keptFiles], m_keptGather));
}

void PaperPresenter::keptPainted(const Failure &failure)
{
    if (failure.fault != Fault::None)
        return endKept(failure);
    ++m_keptFiles;
    nextKept();
}

void PaperPresenter::endKept(const Failure &failure)
{
    m_isKeeping = false;
    const bool isWorse = failure.fault != Fault::None && failure != m_keptFailure;
    m_keptFailure = failure;
    if (failure.fault == Fault::None)
        m_keptAt = m_keptBegunAt;
    if (isWorse)
        m_notices.show(State::Now, tr("The lists on the stick are not fresh: %1").arg(text(failure.detail)));
    showKept();
    emit keptEnded(failure);
}

void PaperPresenter::showKept()
{
    if (!m_plan.isOn)
        return m_page.setKept(State::NoData, tr("off"));
    const std::int64_t ageMs = m_keptAt ? deviceTime().wall - *m_keptAt : 0;
    const QString age = ageWords(std::chrono::seconds(ageMs / 1000));
    if (m_keptFailure.fault != Fault::None)
        return m_page.setKept(
            State::Now,
            m_keptAt ? tr("%1 old: %2", "age of the lists, what is wrong").arg(age, text(m_keptFailure.detail))
                     : tr("none yet: %1", "what is wrong").arg(text(m_keptFailure.detail)));
    if (!m_keptAt)
        return m_page.setKept(State::Info, tr("being made …"));
    const bool isLate = ageMs > 3 * std::int64_t{m_plan.minutes} * 60'000;
    m_page.setKept(isLate ? State::Soon : State::Fine,
                   tr("%n file(s), %1 old", nullptr, static_cast<int>(m_keptFiles)).arg(age));
}

} // namespace gatehouse
