// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/access/accountsdesk.h"

#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/listtable.h"
#include "app/ui/noticebar.h"
#include "app/ui/statechip.h"
#include "app/ui/valuetable.h"
#include "shared/model/limits.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kMostPassword = 256; ///< characters of the field: the limit of the command

State accountState(const AccountView &account)
{
    return account.isLocked ? State::NoData : State::Fine;
}

QString accountWords(const AccountView &account)
{
    if (account.isLocked)
        return AccountsDesk::tr("locked");
    return account.isOwn ? AccountsDesk::tr("sits here") : AccountsDesk::tr("may sign in");
}

void setChecked(QListWidget &list, const std::vector<Id> &roles)
{
    for (int row = 0; row < list.count(); ++row) {
        const auto id = Id::fromString(list.item(row)->data(Qt::UserRole).toString().toStdString());
        const bool isChecked = id && std::find(roles.begin(), roles.end(), *id) != roles.end();
        list.item(row)->setCheckState(isChecked ? Qt::Checked : Qt::Unchecked);
    }
}

std::vector<Id> checkedIn(const QListWidget &list)
{
    std::vector<Id> roles;
    for (int row = 0; row < list.count(); ++row) {
        const auto id = Id::fromString(list.item(row)->data(Qt::UserRole).toString().toStdString());
        if (id && list.item(row)->checkState() == Qt::Checked)
            roles.push_back(*id);
    }
    return roles;
}

void fill(QListWidget &list, const std::vector<RoleChoice> &roles)
{
    const auto before = checkedIn(list);
    const QSignalBlocker quiet(&list);
    list.clear();
    for (const RoleChoice &role : roles) {
        auto *item = new QListWidgetItem(role.name, &list);
        item->setData(Qt::UserRole, QString::fromStdString(role.role.toString()));
        item->setToolTip(role.permissions);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        item->setCheckState(Qt::Unchecked);
    }
    setChecked(list, before);
}

} // namespace

class AccountsRows
{
public:
    ValueTable<AccountView, Id> accounts{
        {{.header = AccountsDesk::tr("Login"), .text = [](const AccountView &account) { return account.login; }},
         {.header = AccountsDesk::tr("Name"), .text = [](const AccountView &account) { return account.name; }},
         {.header = AccountsDesk::tr("State"),
          .text = [](const AccountView &account) { return accountWords(account); },
          .state = [](const AccountView &account) { return std::optional(accountState(account)); }},
         {.header = AccountsDesk::tr("Roles"), .text = [](const AccountView &account) { return account.roleNames; }}},
        [](const AccountView &account) { return account.account; }};
};

AccountsDesk::AccountsDesk(QWidget *parent)
    : QWidget(parent), m_rows(std::make_unique<AccountsRows>()), m_table(new ListTable(tr("Accounts"), this)),
      m_pages(new QStackedWidget(this)), m_empty(new EmptyState(this)), m_card(makeCard()), m_addPage(makeAddPage()),
      m_notices(new NoticeBar(this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    auto *left = new QWidget(splitter);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins({});
    auto *add = new QPushButton(lineIcon(u"plus"_s), tr("Add an account"), left);
    leftColumn->addWidget(add, 0, Qt::AlignLeft);
    leftColumn->addWidget(m_table, 1);
    splitter->addWidget(left);
    splitter->addWidget(m_pages);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    outer->addWidget(splitter, 1);
    outer->addWidget(m_notices);
    for (QWidget *page : std::initializer_list<QWidget *>{m_empty, m_card, m_addPage})
        m_pages->addWidget(page);
    m_empty->setWords(u"users"_s, tr("No account chosen"),
                      tr("Choose one to change its roles, give it a new password or lock it."));
    m_table->setModel(&m_rows->accounts);
    m_table->emptyState()->setWords(u"users"_s, tr("No accounts to see"), tr("Only organisers see who may sign in."));
    m_table->setColumnWidths({180, 220, 140});
    connect(m_table, &ListTable::currentRowChanged, this, [this] {
        m_shown.reset();
        showChosen();
    });
    connect(&m_rows->accounts, &QAbstractItemModel::dataChanged, this, [this] {
        if (m_pages->currentWidget() == m_card) // what somebody is adding stays
            showChosen();
    });
    connect(add, &QPushButton::clicked, this, &AccountsDesk::beginAdding);
    showChosen();
}

AccountsDesk::~AccountsDesk() = default;

QWidget *AccountsDesk::makeCard()
{
    const Theme &theme = themeOf(*this);
    auto *card = new QWidget(this);
    m_title = steppedLabel(card, TypeStep::Heading, QFont::DemiBold, Tone::Usual);
    m_chip = new StateChip(card);
    m_name = new QLineEdit(card);
    m_roles = new QListWidget(card);
    m_apply = new QPushButton(lineIcon(u"check"_s), tr("Apply"), card);
    m_lock = new QPushButton(card);
    m_password = new QLineEdit(card);
    m_cardNotice = plainLabel(card);
    auto *propose = new QPushButton(tr("Propose one"), card);
    auto *setPassword = new QPushButton(lineIcon(u"lock"_s), tr("Set this password"), card);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(theme.space(4), theme.space(2), theme.space(3), theme.space(2));
    column->setSpacing(theme.space(3));
    column->addWidget(m_title);
    column->addWidget(m_chip, 0, Qt::AlignLeft);
    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Roles"), m_roles);
    column->addLayout(form);
    auto *row = new QHBoxLayout;
    row->addWidget(m_lock);
    row->addStretch();
    row->addWidget(m_apply);
    column->addLayout(row);
    column->addWidget(steppedLabel(card, TypeStep::Title, QFont::DemiBold, Tone::Usual, tr("New password")));
    column->addWidget(m_password);
    auto *passwordRow = new QHBoxLayout;
    passwordRow->addWidget(propose);
    passwordRow->addStretch();
    passwordRow->addWidget(setPassword);
    column->addLayout(passwordRow);
    column->addWidget(m_cardNotice);
    column->addStretch();
    m_name->setMaxLength(static_cast<int>(kMaxName));
    m_roles->setFixedHeight(theme.space(36));
    m_password->setMaxLength(kMostPassword);
    m_password->setPlaceholderText(tr("At least 12 characters; a few words do well"));
    m_password->setAccessibleName(tr("New password"));
    m_cardNotice->setWordWrap(true);
    m_cardNotice->hide();
    m_apply->setEnabled(false);
    const auto edited = [this] { m_apply->setEnabled(m_shown.has_value()); };
    connect(m_name, &QLineEdit::textEdited, this, edited);
    connect(m_roles, &QListWidget::itemChanged, this, edited);
    connect(m_apply, &QPushButton::clicked, this, [this] {
        m_apply->setEnabled(false);
        if (m_shown)
            emit changeWanted(m_shown->account, m_name->text().trimmed(), checkedIn(*m_roles));
    });
    connect(m_lock, &QPushButton::clicked, this, [this] {
        if (m_shown)
            emit lockWanted(m_shown->account, !m_shown->isLocked);
    });
    connect(propose, &QPushButton::clicked, this, &AccountsDesk::passwordProposalWanted);
    const auto give = [this] {
        if (m_password->text().isEmpty())
            return refuse(tr("Type a password first, or let one be proposed."));
        if (m_shown)
            emit passwordWanted(m_shown->account, m_password->text());
    };
    connect(setPassword, &QPushButton::clicked, this, give);
    connect(m_password, &QLineEdit::returnPressed, this, give);
    return card;
}

QWidget *AccountsDesk::makeAddPage()
{
    const Theme &theme = themeOf(*this);
    auto *page = new QWidget(this);
    m_newLogin = new QLineEdit(page);
    m_newName = new QLineEdit(page);
    m_newPassword = new QLineEdit(page);
    m_newRoles = new QListWidget(page);
    m_addNotice = plainLabel(page);
    m_add = new QPushButton(tr("Add the account"), page);
    auto *propose = new QPushButton(tr("Propose a password"), page);
    auto *cancel = new QPushButton(tr("Cancel"), page);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(theme.space(4), theme.space(2), theme.space(3), theme.space(2));
    column->setSpacing(theme.space(3));
    column->addWidget(steppedLabel(page, TypeStep::Heading, QFont::DemiBold, Tone::Usual, tr("A new account")));
    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("&Login"), m_newLogin);
    form->addRow(tr("&Name"), m_newName);
    form->addRow(tr("&Password"), m_newPassword);
    form->addRow(QString(), propose);
    form->addRow(tr("&Roles"), m_newRoles);
    column->addLayout(form);
    column->addWidget(m_addNotice);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_add);
    column->addLayout(row);
    column->addStretch();
    m_newLogin->setMaxLength(64);
    m_newLogin->setPlaceholderText(tr("Lower case letters, digits, dots, hyphens"));
    m_newName->setMaxLength(static_cast<int>(kMaxName));
    m_newPassword->setMaxLength(kMostPassword);
    m_newPassword->setPlaceholderText(tr("At least 12 characters; a few words do well"));
    m_newRoles->setFixedHeight(theme.space(36));
    m_addNotice->setWordWrap(true);
    m_addNotice->hide();
    connect(propose, &QPushButton::clicked, this, &AccountsDesk::passwordProposalWanted);
    connect(cancel, &QPushButton::clicked, this, &AccountsDesk::endAdding);
    connect(m_add, &QPushButton::clicked, this, [this] {
        if (m_newLogin->text().trimmed().isEmpty() || m_newName->text().trimmed().isEmpty()
            || m_newPassword->text().isEmpty())
            return refuse(tr("Login, name and password are needed."));
        m_addNotice->hide();
        m_add->setEnabled(false);
        emit addWanted(m_newLogin->text().trimmed(), m_newName->text().trimmed(), m_newPassword->text(),
                       checkedIn(*m_newRoles));
    });
    return page;
}

void AccountsDesk::setRoles(const std::vector<RoleChoice> &roles)
{
    fill(*m_roles, roles);
    fill(*m_newRoles, roles);
    if (m_shown)
        setChecked(*m_roles, m_shown->roles);
}

void AccountsDesk::setAccounts(std::vector<AccountView> accounts)
{
    m_rows->accounts.setRows(std::move(accounts));
}

void AccountsDesk::chooseAccount(const Id &account)
{
    if (const int row = m_rows->accounts.rowOf(account); row >= 0)
        m_table->setCurrentRow(m_rows->accounts.index(row, 0));
}

void AccountsDesk::offerPassword(const QString &password)
{
    const bool isAdding = m_pages->currentWidget() == m_addPage;
    (isAdding ? m_newPassword : m_password)->setText(password);
    refuse(tr("Write it down or tell it now: it is kept nowhere in clear."));
}

void AccountsDesk::refuse(const QString &why)
{
    QLabel *notice = m_pages->currentWidget() == m_addPage ? m_addNotice : m_cardNotice;
    notice->setText(why);
    notice->show();
    m_add->setEnabled(true);
}

void AccountsDesk::beginAdding()
{
    for (QLineEdit *line : {m_newLogin, m_newName, m_newPassword})
        line->clear();
    setChecked(*m_newRoles, {});
    m_addNotice->hide();
    m_add->setEnabled(true);
    m_pages->setCurrentWidget(m_addPage);
    m_newLogin->setFocus(Qt::ShortcutFocusReason);
}

void AccountsDesk::endAdding()
{
    m_newPassword->clear();
    m_password->clear();
    m_cardNotice->hide();
    showChosen();
}

void AccountsDesk::showChosen()
{
    const QModelIndex index = m_table->currentRow();
    if (!index.isValid()) {
        m_shown.reset();
        return m_pages->setCurrentWidget(m_empty);
    }
    const AccountView &account = m_rows->accounts.at(index.row());
    const bool isNew = !m_shown || m_shown->account != account.account;
    if (isNew || !m_apply->isEnabled()) { // what somebody is changing stays
        const QSignalBlocker quiet(m_roles);
        m_name->setText(account.name);
        setChecked(*m_roles, account.roles);
        m_apply->setEnabled(false);
    }
    if (isNew) {
        m_password->clear();
        m_cardNotice->hide();
    }
    m_shown = account;
    m_title->setText(account.login);
    m_chip->setState(accountState(account), accountWords(account));
    m_lock->setText(account.isLocked ? tr("Unlock") : tr("Lock: sign out at once"));
    m_lock->setEnabled(!account.isOwn);
    m_pages->setCurrentWidget(m_card);
}

} // namespace gatehouse
