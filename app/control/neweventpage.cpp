// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/neweventpage.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "server/access/passwords.h"
#include "shared/access/accounts.h"
#include "shared/programme/event.h"

#include <QComboBox>
#include <QCompleter>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTimeZone>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

QString passwordWords(const Failure &failure)
{
    if (failure.detail == "too short")
        return NewEventPage::tr("The password is too short: %1 characters at least.").arg(kMinPassword);
    if (failure.detail == "too long")
        return NewEventPage::tr("The password is too long: %1 characters at most.").arg(kMaxPassword);
    return NewEventPage::tr("This password is what everybody tries first. Take a few words that nobody would guess.");
}

} // namespace

NewEventPage::NewEventPage(QWidget *parent)
    : QWidget(parent), m_name(new QLineEdit(this)), m_zone(new QComboBox(this)), m_path(new QLineEdit(this)),
      m_account(new QLineEdit(this)), m_login(new QLineEdit(this)), m_password(new QLineEdit(this)),
      m_again(new QLineEdit(this)), m_passphrase(new QLineEdit(this)), m_notice(plainLabel(this)),
      m_make(new QPushButton(lineIcon(u"plus"_s), tr("Make the event"), this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QHBoxLayout(this);
    outer->addStretch(1);
    auto *column = new QVBoxLayout;
    outer->addLayout(column, 3);
    outer->addStretch(1);
    column->setSpacing(theme.space(3));
    column->addStretch(1);
    column->addWidget(steppedLabel(this, TypeStep::Heading, QFont::DemiBold, Tone::Usual, tr("A new event")));
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(theme.space(2));
    form->addRow(tr("&Name of the event"), m_name);
    form->addRow(tr("Time &zone of the venue"), m_zone);
    auto *pathRow = new QHBoxLayout;
    auto *choose = new QPushButton(tr("Choose…"), this);
    pathRow->addWidget(m_path, 1);
    pathRow->addWidget(choose);
    auto *pathLabel = new QLabel(tr("&File"), this);
    pathLabel->setBuddy(m_path);
    form->addRow(pathLabel, pathRow);
    form->addRow(tr("Your n&ame"), m_account);
    form->addRow(tr("Your &login"), m_login);
    form->addRow(tr("Your &password"), m_password);
    form->addRow(tr("The password again"), m_again);
    form->addRow(tr("Passphrase of the &keyring"), m_passphrase);
    column->addLayout(form);
    m_notice->setWordWrap(true);
    column->addWidget(m_notice);
    auto *foot = new QHBoxLayout;
    auto *cancel = new QPushButton(tr("Cancel"), this);
    foot->addStretch();
    foot->addWidget(cancel);
    foot->addWidget(m_make);
    column->addLayout(foot);
    column->addStretch(2);

    QStringList zones;
    for (const QByteArray &zone : QTimeZone::availableTimeZoneIds())
        if (isZoneName(zone.toStdString()))
            zones += QString::fromLatin1(zone);
    m_zone->addItems(zones);
    m_zone->setEditable(true);
    m_zone->setInsertPolicy(QComboBox::NoInsert);
    auto *completer = new QCompleter(zones, m_zone); // "berlin" finds Europe/Berlin
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_zone->setCompleter(completer);
    m_name->setMaxLength(static_cast<int>(kMaxName));
    m_account->setMaxLength(static_cast<int>(kMaxName));
    m_login->setMaxLength(64);
    m_password->setPlaceholderText(tr("At least %1 characters; a few words do well").arg(kMinPassword));
    m_passphrase->setPlaceholderText(tr("Only where this machine has no keychain"));
    for (QLineEdit *line : {m_password, m_again, m_passphrase})
        line->setEchoMode(QLineEdit::Password);
    m_make->setDefault(true);
    connect(m_name, &QLineEdit::textEdited, this, &NewEventPage::proposePath);
    connect(m_path, &QLineEdit::textEdited, this, [this] { m_isPathTyped = true; });
    connect(choose, &QPushButton::clicked, this, [this] {
        auto *dialog =
            new QFileDialog(this, tr("Where does the event go?"), m_path->text(), tr("Gatehouse events (*.gatehouse)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(u"gatehouse"_s);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
            m_isPathTyped = true;
            m_path->setText(path);
        });
        dialog->open();
    });
    connect(m_make, &QPushButton::clicked, this, &NewEventPage::make);
    connect(cancel, &QPushButton::clicked, this, &NewEventPage::cancelled);
    begin();
}

void NewEventPage::begin()
{
    for (QLineEdit *line : {m_name, m_account, m_password, m_again, m_passphrase})
        line->clear();
    m_login->setText(u"organiser"_s);
    m_isPathTyped = false;
    m_zone->setCurrentText(QString::fromLatin1(QTimeZone::systemTimeZoneId()));
    proposePath();
    setNotice({});
    setBusy(false);
    m_name->setFocus();
}

void NewEventPage::proposePath()
{
    if (m_isPathTyped)
        return;
    const QString slug = QString::fromStdString(slugFor(m_name->text().trimmed().toStdString()));
    m_path->setText(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + u'/' + slug
                    + u".gatehouse"_s);
}

void NewEventPage::setNotice(const QString &notice)
{
    m_notice->setText(notice);
    m_notice->setVisible(!notice.isEmpty());
}

void NewEventPage::setBusy(bool isBusy)
{
    m_make->setEnabled(!isBusy);
    m_make->setText(isBusy ? tr("Making it …") : tr("Make the event"));
}

void NewEventPage::make()
{
    NewEventWish wish;
    wish.name = m_name->text().trimmed();
    wish.zone = m_zone->currentText().trimmed();
    wish.path = m_path->text().trimmed();
    wish.login = m_login->text().trimmed();
    wish.accountName = m_account->text().trimmed().isEmpty() ? wish.login : m_account->text().trimmed();
    wish.password = m_password->text();
    wish.passphrase = m_passphrase->text();
    if (wish.name.isEmpty())
        return setNotice(tr("The event needs a name."));
    if (!isZoneName(wish.zone.toStdString()) || !QTimeZone::isTimeZoneIdAvailable(wish.zone.toUtf8()))
        return setNotice(tr("No time zone is called %1. Type a city, such as Berlin, and choose.").arg(wish.zone));
    if (!wish.path.endsWith(u".gatehouse"_s))
        return setNotice(tr("The file's name ends in .gatehouse."));
    if (!QFileInfo(QFileInfo(wish.path).path()).isDir())
        return setNotice(tr("There is no folder %1.").arg(QFileInfo(wish.path).path()));
    if (QFileInfo::exists(wish.path))
        return setNotice(tr("%1 exists already: choose another name.").arg(wish.path));
    if (!isLogin(wish.login.toStdString()))
        return setNotice(tr("A login is lower case letters, digits, dots, hyphens and underscores."));
    if (const auto good = checkNewPassword(wish.password.toStdString()); !good)
        return setNotice(passwordWords(good.error()));
    if (wish.password != m_again->text())
        return setNotice(tr("The two passwords differ."));
    setNotice({});
    setBusy(true);
    emit makeWanted(wish);
}

// --- recovery code ------------------------------------------------------------------------------------------------

RecoveryPage::RecoveryPage(QWidget *parent)
    : QWidget(parent), m_code(steppedLabel(this, TypeStep::Figure, QFont::DemiBold, Tone::Usual)),
      m_question(plainLabel(this)), m_answer(new QLineEdit(this)), m_notice(plainLabel(this)),
      m_done(new QPushButton(lineIcon(u"check"_s), tr("It is written down"), this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QHBoxLayout(this);
    outer->addStretch(1);
    auto *column = new QVBoxLayout;
    outer->addLayout(column, 3);
    outer->addStretch(1);
    column->setSpacing(theme.space(4));
    column->addStretch(1);
    column->addWidget(steppedLabel(this, TypeStep::Heading, QFont::DemiBold, Tone::Usual, tr("The recovery code")));
    auto *why = plainLabel(this,
                           tr("This code opens the event when this machine is lost, and on every other machine. It is "
                              "shown this once and kept nowhere: write it down on paper, and keep the paper apart."));
    why->setWordWrap(true);
    column->addWidget(why);
    m_code->setWordWrap(true);
    m_code->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_code);
    column->addWidget(m_question);
    column->addWidget(m_answer);
    column->addWidget(m_notice);
    column->addWidget(m_done, 0, Qt::AlignRight);
    column->addStretch(2);
    m_question->setBuddy(m_answer);
    m_notice->hide();
    connect(m_done, &QPushButton::clicked, this, &RecoveryPage::check);
    connect(m_answer, &QLineEdit::returnPressed, this, &RecoveryPage::check);
}

void RecoveryPage::setCode(const QString &code, int group)
{
    const QStringList groups = code.split(u'-');
    m_wanted = groups.value(group - 1);
    QString shown;
    for (qsizetype each = 0; each < groups.size(); ++each)
        shown += groups[each] + (each % 4 == 3 ? u"\n"_s : u"   "_s);
    m_code->setText(shown.trimmed());
    m_code->setAccessibleName(code);
    m_question->setText(tr("Type the group %1 of the code from your paper:").arg(group));
    m_answer->clear();
    m_notice->hide();
    m_answer->setFocus();
}

void RecoveryPage::check()
{
    if (m_wanted.isEmpty() || m_answer->text().trimmed().compare(m_wanted, Qt::CaseInsensitive) != 0) {
        m_notice->setText(tr("That is not what stands there. Look at your paper, and count from the left."));
        m_notice->show();
        return;
    }
    m_wanted.clear();
    m_code->clear(); // seen once
    m_code->setAccessibleName({});
    m_answer->clear();
    emit confirmed();
}

} // namespace gatehouse
