// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/documentdesk.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/noticebar.h"
#include "app/ui/statechip.h"

#include <QCheckBox>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

QString documentsFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

QString filter()
{
    return DocumentDesk::tr("Gatehouse events (*.gatehouse)");
}

/// Asks for a folder and puts it into the line.
void chooseFolder(QWidget &parent, QLineEdit &line, const QString &title, const std::function<void()> &chosen = {})
{
    auto *dialog = new QFileDialog(&parent, title, line.text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, &line, [&line, chosen](const QString &folder) {
        line.setText(folder);
        if (chosen)
            chosen();
    });
    dialog->open();
}

} // namespace

DocumentDesk::DocumentDesk(QWidget *parent)
    : QWidget(parent), m_facts(new QFormLayout), m_state(new StateChip(this)),
      m_isOn(new QCheckBox(tr("Make &backups by itself"), this)), m_folder(new QLineEdit(this)),
      m_minutes(new QSpinBox(this)), m_work(new QWidget(this)), m_workWords(plainLabel(m_work)),
      m_progress(new QProgressBar(m_work)), m_moveFolder(new QLineEdit(this)), m_passphrase(new QLineEdit(this)),
      m_passphraseAgain(new QLineEdit(this)),
      m_isUnderstood(
          new QCheckBox(tr("I have read this: after the move the event can no longer be opened here"), this)),
      m_move(new QPushButton(lineIcon(u"log-out"_s), tr("Close the event here and move it"), this)),
      m_notices(new NoticeBar(this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    auto *scroll = new QScrollArea(this);
    auto *page = new QWidget;
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    outer->addWidget(scroll, 1);
    outer->addWidget(m_notices);
    auto *columns = new QHBoxLayout(page);
    columns->setSpacing(theme.space(10));
    auto *left = new QVBoxLayout;
    left->setSpacing(theme.space(3));
    columns->addLayout(left, 1);
    columns->addWidget(makeMoveBox(), 1);

    left->addWidget(steppedLabel(this, TypeStep::Heading, QFont::DemiBold, Tone::Usual, tr("The event's file")));
    m_facts->setHorizontalSpacing(theme.space(4));
    m_facts->setVerticalSpacing(theme.space(1));
    left->addLayout(m_facts);
    auto *grid = new QGridLayout;
    grid->setSpacing(theme.space(2));
    auto *backup = new QPushButton(lineIcon(u"save"_s), tr("Back up now…"), this);
    auto *verify = new QPushButton(lineIcon(u"circle-check"_s), tr("Check every row"), this);
    auto *restore = new QPushButton(lineIcon(u"history"_s), tr("Restore a backup…"), this);
    auto *close = new QPushButton(lineIcon(u"x"_s), tr("Close this event"), this);
    m_actions = {backup, verify, restore, close, m_move};
    grid->addWidget(backup, 0, 0);
    grid->addWidget(verify, 0, 1);
    grid->addWidget(restore, 1, 0);
    grid->addWidget(close, 1, 1);
    left->addLayout(grid);
    auto *work = new QVBoxLayout(m_work);
    work->setContentsMargins({});
    work->addWidget(m_workWords);
    auto *workRow = new QHBoxLayout;
    auto *cancel = new QPushButton(tr("Cancel"), m_work);
    workRow->addWidget(m_progress, 1);
    workRow->addWidget(cancel);
    work->addLayout(workRow);
    left->addWidget(m_work);
    m_work->hide();

    left->addSpacing(theme.space(4));
    auto *backupHead = new QHBoxLayout;
    backupHead->addWidget(steppedLabel(this, TypeStep::Title, QFont::DemiBold, Tone::Usual, tr("Automatic backups")));
    backupHead->addStretch();
    backupHead->addWidget(m_state);
    left->addLayout(backupHead);
    left->addWidget(m_isOn);
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *folderRow = new QHBoxLayout;
    auto *choose = new QPushButton(tr("Choose…"), this);
    folderRow->addWidget(m_folder, 1);
    folderRow->addWidget(choose);
    auto *folderLabel = new QLabel(tr("&Folder"), this);
    folderLabel->setBuddy(m_folder);
    form->addRow(folderLabel, folderRow);
    form->addRow(tr("&Every"), m_minutes);
    left->addLayout(form);
    auto *keyring = steppedLabel(this, TypeStep::Small, QFont::Normal, Tone::Quiet,
                                 tr("On another disk, a stick or another machine's share. The keyring is not in a "
                                    "backup: without it, names cannot be read, and whoever was erased stays erased."));
    keyring->setWordWrap(true);
    left->addWidget(keyring);
    left->addStretch();
    m_minutes->setRange(1, 24 * 60);
    m_minutes->setSuffix(tr(" min"));
    m_folder->setPlaceholderText(tr("A folder on another disk"));

    connect(backup, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Where does the backup go?"), documentsFolder(), filter());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(u"gatehouse"_s);
        dialog->selectFile(u"backup-"_s + QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmm"_s));
        connect(dialog, &QFileDialog::fileSelected, this, &DocumentDesk::backupWanted);
        dialog->open();
    });
    connect(verify, &QPushButton::clicked, this, &DocumentDesk::verifyWanted);
    connect(restore, &QPushButton::clicked, this, &DocumentDesk::askRestore);
    connect(close, &QPushButton::clicked, this, &DocumentDesk::closeWanted);
    connect(cancel, &QPushButton::clicked, this, &DocumentDesk::cancelWanted);
    connect(m_isOn, &QCheckBox::clicked, this, &DocumentDesk::takePlan);
    connect(m_folder, &QLineEdit::editingFinished, this, &DocumentDesk::takePlan);
    connect(m_minutes, &QSpinBox::valueChanged, this, &DocumentDesk::takePlan);
    connect(choose, &QPushButton::clicked, this,
            [this] { chooseFolder(*this, *m_folder, tr("Where do the backups go?"), [this] { takePlan(); }); });
}

QWidget *DocumentDesk::makeMoveBox()
{
    const Theme &theme = themeOf(*this);
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(theme.space(3));
    column->addWidget(
        steppedLabel(box, TypeStep::Heading, QFont::DemiBold, Tone::Usual, tr("Move this event to another machine")));
    const QString steps[] = {
        tr("1. The event is closed here. Kiosks go on off line with their lists, and keep what they scan."),
        tr("2. Document and keyring are copied into a folder, such as on a stick, and every row is checked."),
        tr("3. The document here is closed for good: at no time can both machines serve it."),
        tr("4. On the other machine: open the file from the stick's copy, with the passphrase or the recovery code."),
        tr("5. Give that machine this one's address, or tell the kiosks the new one. They send what they hold.")};
    for (const QString &step : steps) {
        auto *line = plainLabel(box, step);
        line->setWordWrap(true);
        column->addWidget(line);
    }
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *row = new QHBoxLayout;
    auto *choose = new QPushButton(tr("Choose…"), box);
    row->addWidget(m_moveFolder, 1);
    row->addWidget(choose);
    auto *folderLabel = new QLabel(tr("F&older"), box);
    folderLabel->setBuddy(m_moveFolder);
    form->addRow(folderLabel, row);
    form->addRow(tr("&Passphrase for the way"), m_passphrase);
    form->addRow(tr("The same again"), m_passphraseAgain);
    column->addLayout(form);
    auto *without = steppedLabel(box, TypeStep::Small, QFont::Normal, Tone::Quiet,
                                 tr("Without a passphrase only the recovery code opens the event there."));
    without->setWordWrap(true);
    column->addWidget(without);
    column->addWidget(m_isUnderstood);
    column->addWidget(m_move, 0, Qt::AlignLeft);
    column->addStretch();
    m_moveFolder->setPlaceholderText(tr("An empty folder on a stick"));
    for (QLineEdit *line : {m_passphrase, m_passphraseAgain})
        line->setEchoMode(QLineEdit::Password);
    m_move->setEnabled(false);
    connect(choose, &QPushButton::clicked, this,
            [this] { chooseFolder(*this, *m_moveFolder, tr("Where does the event go?")); });
    connect(m_isUnderstood, &QCheckBox::toggled, m_move, &QWidget::setEnabled);
    connect(m_move, &QPushButton::clicked, this, &DocumentDesk::askMove);
    return box;
}

void DocumentDesk::setFacts(const std::vector<std::pair<QString, QString>> &facts)
{
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    for (const auto &[label, value] : facts) {
        auto *shown = plainLabel(this, value);
        shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
        shown->setWordWrap(true);
        m_facts->addRow(steppedLabel(this, TypeStep::Body, QFont::Normal, Tone::Quiet, label), shown);
    }
}

void DocumentDesk::setBackup(const BackupWish &wish)
{
    m_plan = wish;
    const QSignalBlocker quiet(m_minutes);
    m_isOn->setChecked(wish.isOn);
    m_folder->setText(wish.folder);
    m_minutes->setValue(wish.minutes);
}

void DocumentDesk::setBackupState(State state, const QString &words)
{
    m_state->setState(state, words);
}

void DocumentDesk::setWork(const QString &words, qint64 done, qint64 total)
{
    const bool isIdle = words.isEmpty();
    m_work->setVisible(!isIdle);
    m_workWords->setText(words);
    m_progress->setRange(0, total > 0 ? 1000 : 0);
    if (total > 0)
        m_progress->setValue(static_cast<int>(done * 1000 / total));
    for (QPushButton *button : m_actions)
        button->setEnabled(isIdle);
    if (isIdle)
        m_move->setEnabled(m_isUnderstood->isChecked());
}

void DocumentDesk::takePlan()
{
    const BackupWish wish{m_isOn->isChecked(), m_folder->text().trimmed(), m_minutes->value()};
    if (wish == m_plan)
        return;
    m_plan = wish;
    emit backupPlanWanted(wish);
}

void DocumentDesk::askRestore()
{
    auto *dialog = new QFileDialog(this, tr("Which backup?"), m_folder->text(), filter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &backup) {
        auto *target = new QFileDialog(this, tr("Where does the restored event go?"), documentsFolder(), filter());
        target->setAttribute(Qt::WA_DeleteOnClose);
        target->setAcceptMode(QFileDialog::AcceptSave);
        target->setDefaultSuffix(u"gatehouse"_s);
        connect(target, &QFileDialog::fileSelected, this,
                [this, backup](const QString &path) { emit restoreWanted(backup, path); });
        target->open();
    });
    dialog->open();
}

void DocumentDesk::askMove()
{
    const QString folder = m_moveFolder->text().trimmed();
    if (!QFileInfo(folder).isDir())
        return m_notices->show(State::Soon, tr("Choose the folder where the event goes: it must be there."));
    if (m_passphrase->text() != m_passphraseAgain->text())
        return m_notices->show(State::Soon, tr("The two passphrases differ."));
    emit moveWanted(folder, m_passphrase->text());
    m_passphrase->clear();
    m_passphraseAgain->clear();
}

} // namespace gatehouse
