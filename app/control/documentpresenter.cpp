// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/documentpresenter.h"

#include "app/ui/figures.h"
#include "app/ui/noticebar.h"
#include "server/engine/systemclock.h"
#include "server/keyring/keyring.h"
#include "server/store/verify.h"

#include <QDir>
#include <QSettings>

namespace gatehouse {

namespace {

using namespace Qt::Literals::StringLiterals;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

Instant wallNow()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

} // namespace

std::pair<State, QString> backupWords(const BackupFigures &figures, const std::optional<BackupPlan> &plan, Instant now)
{
    if (!plan)
        return {State::Soon, DocumentPresenter::tr("none")};
    const std::int64_t ageMs = figures.lastAt ? std::max<std::int64_t>(0, now - *figures.lastAt) : 0;
    const QString age = ageWords(std::chrono::seconds(ageMs / 1000));
    if (!figures.failure.empty())
        return {State::Now,
                figures.lastAt ? DocumentPresenter::tr("fails; the last one is %1 old", "age").arg(age)
                               : DocumentPresenter::tr("fails")};
    if (!figures.lastAt)
        return {State::Info, DocumentPresenter::tr("begins …")};
    return {ageMs > 3 * plan->everyMs ? State::Now : State::Fine, DocumentPresenter::tr("%1 ago", "age").arg(age)};
}

DocumentPresenter::DocumentPresenter(Server &server, DocumentDesk &desk, QSettings &settings, QObject *parent)
    : QObject(parent), m_server(server), m_desk(desk), m_settings(settings)
{
    connect(&m_desk, &DocumentDesk::backupWanted, this, &DocumentPresenter::backUp);
    connect(&m_desk, &DocumentDesk::backupPlanWanted, this, &DocumentPresenter::setPlan);
    connect(&m_desk, &DocumentDesk::verifyWanted, this, &DocumentPresenter::verify);
    connect(&m_desk, &DocumentDesk::restoreWanted, this, &DocumentPresenter::restore);
    connect(&m_desk, &DocumentDesk::cancelWanted, this, [this] {
        m_job.cancel();
        if (m_isBackupCancelled)
            *m_isBackupCancelled = true;
    });
    connect(&m_job, &Job::progressed, this, [this](qint64 done, qint64 total) {
        m_desk.setWork(tr("%1 of %2 done").arg(QLocale().toString(done), QLocale().toString(total)), done, total);
    });
    connect(&m_job, &Job::finished, this, &DocumentPresenter::ended);
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &DocumentPresenter::refresh);
    m_second.start();
    loadPlan();
    refresh();
}

DocumentPresenter::~DocumentPresenter()
{
    if (m_isBackupCancelled)
        *m_isBackupCancelled = true;
}

QString DocumentPresenter::planKey() const
{
    return u"backup/"_s + text(m_server.documentId().toString());
}

/// What the command line says stands above what was set here before.
void DocumentPresenter::loadPlan()
{
    BackupWish wish;
    if (const auto &given = m_server.backupPlan()) {
        wish = {true, text(given->folder), static_cast<int>(given->everyMs / 60'000)};
    } else {
        m_settings.beginGroup(planKey());
        wish.isOn = m_settings.value(u"isOn"_s, false).toBool();
        wish.folder = m_settings.value(u"folder"_s).toString();
        wish.minutes = std::clamp(m_settings.value(u"minutes"_s, wish.minutes).toInt(), 1, 24 * 60);
        m_settings.endGroup();
        if (wish.isOn && !wish.folder.isEmpty())
            m_server.setBackup(BackupPlan{wish.folder.toStdString(), wish.minutes * 60'000LL});
    }
    m_desk.setBackup(wish);
}

void DocumentPresenter::setPlan(const BackupWish &wish)
{
    m_settings.beginGroup(planKey());
    m_settings.setValue(u"isOn"_s, wish.isOn);
    m_settings.setValue(u"folder"_s, wish.folder);
    m_settings.setValue(u"minutes"_s, wish.minutes);
    m_settings.endGroup();
    if (wish.isOn && wish.folder.isEmpty())
        m_desk.notices()->show(State::Soon, tr("Choose a folder for the backups, on another disk."));
    if (wish.isOn && !wish.folder.isEmpty())
        m_server.setBackup(BackupPlan{wish.folder.toStdString(), wish.minutes * 60'000LL});
    else
        m_server.setBackup(std::nullopt);
    refresh();
}

void DocumentPresenter::refresh()
{
    const BackupFigures backup = m_server.backupFigures();
    const EngineFigures engine = m_server.engineFigures();
    const auto [state, words] = backupWords(backup, m_server.backupPlan(), wallNow());
    m_desk.setBackupState(state, words);
    if (!m_desk.isVisible())
        return;
    std::vector<std::pair<QString, QString>> facts{
        {tr("File"), QDir::toNativeSeparators(text(m_server.documentPath()))},
        {tr("Keyring"), QDir::toNativeSeparators(text(Keyring::pathFor(m_server.documentPath())))},
        {tr("Address"), text(m_server.address())},
        {tr("Entries"), QLocale().toString(static_cast<qlonglong>(engine.head))},
        {tr("Disk"), engine.isReadOnly ? tr("takes nothing: full or failing") : tr("takes what is written")}};
    if (!backup.lastPath.empty())
        facts.emplace_back(tr("Last backup"), QDir::toNativeSeparators(text(backup.lastPath)));
    if (!backup.failure.empty())
        facts.emplace_back(tr("Backup fails"), text(backup.failure));
    m_desk.setFacts(facts);
}

void DocumentPresenter::backUp(const QString &path)
{
    if (m_job.isRunning() || m_isBackingUp)
        return;
    m_isBackingUp = true;
    m_isBackupCancelled = std::make_shared<std::atomic<bool>>(false);
    m_done = tr("The backup is %1.", "file").arg(QDir::toNativeSeparators(path));
    m_desk.setWork(tr("Copying …"));
    // The engine's thread calls back: what it says crosses over by an event, and to nobody once this is gone.
    const QPointer<DocumentPresenter> self(this);
    const auto tell = [self](auto call) {
        QMetaObject::invokeMethod(
            qApp,
            [self, call] {
                if (self)
                    call(*self);
            },
            Qt::QueuedConnection);
    };
    m_server.backUp(
        path.toStdString(),
        [tell, isCancelled = m_isBackupCancelled, told = 0](int done, int total) mutable {
            if (++told % 16 == 0)
                tell([done, total](DocumentPresenter &presenter) {
                    presenter.m_desk.setWork(DocumentPresenter::tr("Copying …"), done, total);
                });
            return !*isCancelled;
        },
        [tell](const Result<> &result) {
            tell([failure = result ? Failure{Fault::None, {}, {}} : result.error()](DocumentPresenter &presenter) {
                presenter.m_isBackingUp = false;
                presenter.ended(failure);
            });
        });
}

void DocumentPresenter::verify()
{
    m_done = tr("Every row is as the journal says.");
    m_desk.setWork(tr("Checking …"));
    m_job.start(
        [path = m_server.documentPath(), keyring = m_server.sharedKeyring()](const JobProgress &progress) -> Result<> {
            VerifyOptions options;
            options.keyring = keyring.get();
            options.progress = progress;
            const auto report = verifyDocument(path, options);
            if (!report)
                return fail(report.error());
            if (!report->isGood())
                return fail(Fault::Corrupt, report->faults.front().what);
            return {};
        });
}

void DocumentPresenter::restore(const QString &backup, const QString &path)
{
    m_done = tr("Restored as %1. Put the event's newest keyring beside it, then open it.")
                 .arg(QDir::toNativeSeparators(path));
    m_desk.setWork(tr("Restoring …"));
    m_job.start([backup = backup.toStdString(), path = path.toStdString()](const JobProgress &) {
        SecureRandom random;
        return restoreBackup(backup, path, makeId(wallNow().ms, random));
    });
}

void DocumentPresenter::ended(const Failure &failure)
{
    m_desk.setWork({});
    if (failure.fault == Fault::None)
        m_desk.notices()->show(State::Fine, m_done);
    else if (failure.detail == "cancelled")
        m_desk.notices()->show(State::Info, tr("Cancelled."));
    else if (failure.fault == Fault::Corrupt)
        m_desk.notices()->show(State::Now, tr("The file is not as its journal says: %1").arg(text(failure.detail)));
    else
        m_desk.notices()->show(State::Soon, tr("Not done: %1").arg(text(describe(failure))));
    refresh();
    emit workEnded(failure);
}

} // namespace gatehouse
