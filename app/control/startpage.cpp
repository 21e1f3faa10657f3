// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/startpage.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
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
    return StartPage::tr("Gatehouse events (*.gatehouse)");
}

/// The one event among what is dragged over the page.
QString droppedFile(const QMimeData &data)
{
    if (data.urls().size() != 1 || !data.urls().first().isLocalFile())
        return {};
    const QString path = data.urls().first().toLocalFile();
    return path.endsWith(u".gatehouse"_s) ? path : QString();
}

} // namespace

StartPage::StartPage(QWidget *parent)
    : QWidget(parent), m_recent(new QListWidget(this)),
      m_noRecent(steppedLabel(this, TypeStep::Body, QFont::Normal, Tone::Quiet,
                              tr("None yet. Make the first event, or drop one here."))),
      m_notice(plainLabel(this)), m_address(new QLineEdit(this)), m_keyBox(new QWidget(this)),
      m_keyWhy(plainLabel(m_keyBox)), m_passphrase(new QLineEdit(m_keyBox)), m_recoveryCode(new QLineEdit(m_keyBox))
{
    const Theme &theme = themeOf(*this);
    setAcceptDrops(true);
    auto *outer = new QHBoxLayout(this);
    outer->addStretch(1);
    auto *column = new QVBoxLayout;
    outer->addLayout(column, 4);
    outer->addStretch(1);
    column->setSpacing(theme.space(3));
    column->addStretch(1);
    column->addWidget(steppedLabel(this, TypeStep::GreatFigure, QFont::DemiBold, Tone::Usual, u"Gatehouse"_s));
    column->addWidget(steppedLabel(this, TypeStep::Body, QFont::Normal, Tone::Quiet,
                                   tr("Runs a live event from one desk. An event is one file.")));
    auto *buttons = new QHBoxLayout;
    const auto button = [&](const QString &icon, const QString &text) {
        auto *made = new QPushButton(lineIcon(icon), text, this);
        m_buttons.push_back(made);
        buttons->addWidget(made);
        return made;
    };
    auto *open = button(u"log-in"_s, tr("&Open an event…"));
    auto *create = button(u"plus"_s, tr("&New event…"));
    auto *restore = button(u"history"_s, tr("&Restore a backup…"));
    buttons->addStretch();
    column->addLayout(buttons);
    m_notice->setWordWrap(true);
    m_notice->hide();
    column->addWidget(m_notice);

    auto *key = new QVBoxLayout(m_keyBox);
    key->setContentsMargins({});
    m_keyWhy->setWordWrap(true);
    key->addWidget(m_keyWhy);
    auto *keyForm = new QFormLayout;
    keyForm->addRow(tr("&Passphrase"), m_passphrase);
    keyForm->addRow(tr("or re&covery code"), m_recoveryCode);
    key->addLayout(keyForm);
    auto *unlock = new QPushButton(lineIcon(u"lock"_s), tr("Open with this key"), m_keyBox);
    m_buttons.push_back(unlock);
    key->addWidget(unlock, 0, Qt::AlignLeft);
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_recoveryCode->setPlaceholderText(u"XXXXX-XXXXX-…"_s);
    m_keyBox->hide();
    column->addWidget(m_keyBox);

    column->addWidget(steppedLabel(this, TypeStep::Title, QFont::DemiBold, Tone::Usual, tr("Open lately")));
    column->addWidget(m_noRecent);
    column->addWidget(m_recent, 3);
    m_recent->setAccessibleName(tr("Events that were open here lately"));
    column->addWidget(
        steppedLabel(this, TypeStep::Title, QFont::DemiBold, Tone::Usual, tr("Join another control room")));
    auto *joinRow = new QHBoxLayout;
    auto *join = new QPushButton(lineIcon(u"link"_s), tr("&Join"), this);
    m_buttons.push_back(join);
    joinRow->addWidget(m_address, 1);
    joinRow->addWidget(join);
    m_address->setPlaceholderText(u"http://192.168.1.10:7443/e/my-event/"_s);
    m_address->setAccessibleName(tr("Address of the event on the other machine"));
    column->addLayout(joinRow);
    column->addStretch(1);

    connect(open, &QPushButton::clicked, this, &StartPage::chooseFile);
    connect(create, &QPushButton::clicked, this, &StartPage::createWanted);
    connect(restore, &QPushButton::clicked, this, &StartPage::chooseBackup);
    connect(unlock, &QPushButton::clicked, this, &StartPage::giveKey);
    connect(m_passphrase, &QLineEdit::returnPressed, this, &StartPage::giveKey);
    connect(m_recoveryCode, &QLineEdit::returnPressed, this, &StartPage::giveKey);
    const auto openItem = [this](const QListWidgetItem *item) { emit openWanted(item->data(Qt::UserRole).toString()); };
    connect(m_recent, &QListWidget::itemActivated, this, openItem);
    const auto joinNow = [this] { emit joinWanted(m_address->text().trimmed()); };
    connect(join, &QPushButton::clicked, this, joinNow);
    connect(m_address, &QLineEdit::returnPressed, this, joinNow);
}

void StartPage::setRecent(const std::vector<RecentEvent> &events)
{
    m_recent->clear();
    for (const RecentEvent &event : events) {
        const QString where = QDir::toNativeSeparators(event.path);
        auto *item = new QListWidgetItem(lineIcon(event.isThere ? u"ticket"_s : u"circle-slash"_s),
                                         event.isThere ? tr("%1\n%2", "event, file").arg(event.name, where)
                                                       : tr("%1\n%2 – not found", "event, file").arg(event.name, where),
                                         m_recent);
        item->setData(Qt::UserRole, event.path);
    }
    m_recent->setVisible(!events.empty());
    m_noRecent->setVisible(events.empty());
}

void StartPage::setNotice(State state, const QString &words)
{
    m_notice->setText(words);
    m_notice->setVisible(!words.isEmpty());
    QPalette palette;
    palette.setColor(QPalette::WindowText, themeOf(*this).state(state));
    m_notice->setPalette(palette);
}

void StartPage::setBusy(bool isBusy)
{
    for (QPushButton *button : m_buttons)
        button->setEnabled(!isBusy);
    m_recent->setEnabled(!isBusy);
}

void StartPage::askKey(const QString &path, const QString &why)
{
    m_keyPath = path;
    m_keyWhy->setText(why);
    m_passphrase->clear();
    m_recoveryCode->clear();
    m_keyBox->show();
    m_passphrase->setFocus();
}

void StartPage::giveKey()
{
    if (m_passphrase->text().isEmpty() && m_recoveryCode->text().trimmed().isEmpty())
        return setNotice(State::Soon, tr("Type the passphrase or the recovery code."));
    m_keyBox->hide();
    emit keyGiven(m_keyPath, m_passphrase->text(), m_recoveryCode->text().trimmed());
    m_passphrase->clear();
    m_recoveryCode->clear();
}

void StartPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Open an event"), documentsFolder(), filter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &StartPage::openWanted);
    dialog->open();
}

void StartPage::chooseBackup()
{
    auto *dialog = new QFileDialog(this, tr("Which backup?"), documentsFolder(), filter());
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

void StartPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedFile(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void StartPage::dropEvent(QDropEvent *event)
{
    if (const QString path = droppedFile(*event->mimeData()); !path.isEmpty()) {
        event->acceptProposedAction();
        emit openWanted(path);
    }
}

} // namespace gatehouse
