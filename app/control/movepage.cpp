// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/movepage.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/statechip.h"

#include <QDir>
#include <QFileInfo>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

MovePage::MovePage(QWidget *parent)
    : QWidget(parent), m_words(plainLabel(this)), m_progress(new QProgressBar(this)),
      m_cancel(new QPushButton(tr("Cancel: the event stays here"), this)),
      m_openHere(new QPushButton(lineIcon(u"rotate-ccw"_s), tr("Open the event here again"), this)),
      m_leave(new QPushButton(lineIcon(u"check"_s), tr("Done"), this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QHBoxLayout(this);
    outer->addStretch(1);
    auto *column = new QVBoxLayout;
    outer->addLayout(column, 3);
    outer->addStretch(1);
    column->setSpacing(theme.space(3));
    column->addStretch(1);
    column->addWidget(
        steppedLabel(this, TypeStep::Heading, QFont::DemiBold, Tone::Usual, tr("The event moves to another machine")));
    const QString steps[] = {tr("The event is closed here; kiosks go on off line"), tr("Document copied"),
                             tr("Every row of the copy checked"), tr("Keyring sealed for the way"),
                             tr("Closed here for good, released there")};
    for (const QString &step : steps) {
        auto *row = new QHBoxLayout;
        auto *chip = new StateChip(this);
        chip->setMinimumWidth(theme.space(26));
        row->addWidget(chip);
        auto *words = plainLabel(this, step);
        words->setWordWrap(true);
        row->addWidget(words, 1);
        column->addLayout(row);
        m_chips.push_back(chip);
    }
    column->addWidget(m_progress);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_words);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_cancel);
    foot->addWidget(m_openHere);
    foot->addStretch();
    foot->addWidget(m_leave);
    column->addLayout(foot);
    column->addStretch(2);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        m_job.cancel();
    });
    connect(m_openHere, &QPushButton::clicked, this,
            [this] { emit openHereWanted(QString::fromStdString(m_wish.path)); });
    connect(m_leave, &QPushButton::clicked, this, &MovePage::leaveWanted);
}

void MovePage::setRow(std::size_t row, State state, const QString &word)
{
    m_chips.at(row)->setState(state, word);
}

void MovePage::begin(const MoveWish &wish, std::shared_ptr<KeyStore> store)
{
    m_wish = wish;
    m_words->clear();
    m_cancel->setEnabled(true);
    showStep(MoveStep::Copying, 0, 0);
    auto outcome = std::make_shared<Result<MovedEvent>>(fail(Fault::Unavailable));
    connect(
        &m_job, &Job::finished, this, [this, outcome](const Failure &) { showEnd(*outcome); },
        Qt::SingleShotConnection);
    const QPointer<MovePage> self(this);
    m_job.start([wish, store = std::move(store), outcome, self](const JobProgress &progress) -> Result<> {
        auto last = MoveStep::Copying;
        *outcome = gatehouse::moveEvent(wish, *store, [&](MoveStep step, std::int64_t done, std::int64_t total) {
            if (step != last || done % 64 == 0) {
                last = step;
                QMetaObject::invokeMethod(
                    qApp,
                    [self, step, done, total] {
                        if (self && self->m_job.isRunning())
                            self->showStep(step, done, total);
                    },
                    Qt::QueuedConnection);
            }
            return progress(done, total);
        });
        return *outcome ? Result<>() : fail(outcome->error());
    });
}

void MovePage::showStep(MoveStep step, qint64 done, qint64 total)
{
    const auto at = static_cast<std::size_t>(step) + 1;
    setRow(0, State::Fine, tr("done"));
    for (std::size_t row = 1; row < m_chips.size(); ++row)
        setRow(row,
               row < at        ? State::Fine
                   : row == at ? State::Info
                               : State::NoData,
               row < at        ? tr("done")
                   : row == at ? tr("at work")
                               : tr("to come"));
    m_progress->show();
    m_progress->setRange(0, total > 0 ? 1000 : 0);
    if (total > 0)
        m_progress->setValue(static_cast<int>(done * 1000 / total));
    m_cancel->setVisible(step != MoveStep::Fencing);
    m_openHere->hide();
    m_leave->hide();
}

void MovePage::showEnd(const Result<MovedEvent> &moved)
{
    m_progress->hide();
    m_cancel->hide();
    m_leave->show();
    if (!moved) {
        for (std::size_t row = 1; row < m_chips.size(); ++row)
            if (m_chips[row]->state() != State::Fine)
                setRow(row, State::NoData, tr("not done"));
        const bool isStillHere = moved.error().fault != Fault::Revoked;
        m_openHere->setVisible(isStillHere);
        m_words->setText(moved.error().detail == "cancelled"
                             ? tr("Cancelled: nothing has changed, and nothing is left in the folder.")
                             : tr("The event did not move: %1").arg(QString::fromStdString(describe(moved.error()))));
        return;
    }
    for (std::size_t row = 0; row < m_chips.size(); ++row)
        setRow(row, State::Fine, tr("done"));
    m_openHere->hide();
    const QString how = moved->keyFile.empty() ? tr("Open it there with the recovery code.")
                                               : tr("Open it there with the passphrase that you chose.");
    m_words->setText(tr("%1 holds the event now: %2 entries, all checked. Copy what is in this folder to a disk of the "
                        "other machine. %3 Then give that machine this one's address, or tell the kiosks the new one.",
                        "folder, entries, how to open")
                         .arg(QDir::toNativeSeparators(QFileInfo(QString::fromStdString(moved->document)).path()),
                              QLocale().toString(static_cast<qlonglong>(moved->head.sequence)), how));
    emit this->moved();
}

} // namespace gatehouse
