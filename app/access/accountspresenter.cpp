// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/access/accountspresenter.h"

#include "app/ui/noticebar.h"
#include "shared/access/accounts.h"
#include "shared/crypto/random.h"

#include <QEvent>

namespace gatehouse {

namespace {

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

constexpr int kLeastPassword = 12; ///< characters, as the server wants them (OWASP ASVS 6.2.1)

bool isTooShort(const QString &password)
{
    return password.toUcs4().size() < kLeastPassword;
}

std::vector<RoleId> roleIds(const std::vector<Id> &ids)
{
    std::vector<RoleId> roles;
    for (const Id &id : ids)
        roles.emplace_back(id);
    return roles;
}

} // namespace

AccountsPresenter::AccountsPresenter(Replica &replica, AccountsDesk &desk, QObject *parent)
    : QObject(parent), m_replica(replica), m_desk(desk)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(std::chrono::milliseconds(150));
    connect(&m_refresh, &QTimer::timeout, this, &AccountsPresenter::refresh);
    const auto schedule = [this] {
        if (!m_refresh.isActive())
            m_refresh.start();
    };
    for (CollectionBase *each :
         std::initializer_list<CollectionBase *>{&m_replica.collection<Account>(), &m_replica.collection<Role>()}) {
        connect(each, &CollectionBase::changed, this, schedule);
        connect(each, &CollectionBase::reset, this, schedule);
    }
    connect(&m_replica, &Replica::welcomed, this, schedule);
    connect(&m_desk, &AccountsDesk::addWanted, this, &AccountsPresenter::add);
    connect(&m_desk, &AccountsDesk::changeWanted, this, &AccountsPresenter::change);
    connect(&m_desk, &AccountsDesk::lockWanted, this, &AccountsPresenter::lock);
    connect(&m_desk, &AccountsDesk::passwordWanted, this, &AccountsPresenter::setPassword);
    connect(&m_desk, &AccountsDesk::passwordProposalWanted, this, &AccountsPresenter::propose);
    m_desk.installEventFilter(this);
}

bool AccountsPresenter::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_desk && event->type() == QEvent::Show)
        refresh();
    return QObject::eventFilter(watched, event);
}

void AccountsPresenter::refresh()
{
    if (!m_desk.isVisible())
        return;
    std::vector<RoleChoice> roles;
    m_replica.collection<Role>().each([&](const Role &role) {
        QStringList permissions;
        for (const std::string &name : role.permissions)
            permissions += text(name).replace(QLatin1Char('_'), QLatin1Char(' '));
        roles.push_back({role.id, text(role.name), permissions.join(QStringLiteral(", "))});
    });
    std::sort(roles.begin(), roles.end(),
              [](const RoleChoice &a, const RoleChoice &b) { return a.name.localeAwareCompare(b.name) < 0; });
    std::vector<AccountView> accounts;
    m_replica.collection<Account>().each([&](const Account &account) {
        AccountView view;
        view.account = account.id;
        view.login = text(account.login);
        view.name = text(account.name);
        view.isLocked = account.isLocked;
        view.isOwn = account.id == m_replica.welcome().actor;
        QStringList names;
        for (const RoleId &id : account.roles) {
            view.roles.push_back(id);
            if (const Role *role = m_replica.collection<Role>().find(id))
                names += text(role->name);
        }
        view.roleNames = names.join(QStringLiteral(", "));
        accounts.push_back(std::move(view));
    });
    std::sort(accounts.begin(), accounts.end(),
              [](const AccountView &a, const AccountView &b) { return a.login < b.login; });
    m_desk.setRoles(roles);
    m_desk.setAccounts(std::move(accounts));
}

QString AccountsPresenter::wordsOf(const Failure &failure) const
{
    if (failure.fault == Fault::Forbidden)
        return tr("Your role does not allow this.");
    if (failure.detail.find("password is not hashed") != std::string::npos) // the server hashes only a good one
        return tr("This password is what everybody tries first. Take a few words that nobody would guess.");
    if (failure.detail.find("not a login") != std::string::npos)
        return tr("A login is lower case letters, digits, dots, hyphens and underscores.");
    if (failure.detail.find("login is taken") != std::string::npos)
        return tr("This login is taken.");
    if (failure.detail.find("nobody could manage") != std::string::npos)
        return tr("Then nobody could manage the accounts any more.");
    return tr("Not done: %1").arg(text(describe(failure)));
}

void AccountsPresenter::tell(const QString &done, const Result<Nothing> &answer)
{
    if (answer)
        m_desk.notices()->show(State::Fine, done);
    else
        m_desk.notices()->show(State::Soon, wordsOf(answer.error()));
    refresh();
}

void AccountsPresenter::add(const QString &login, const QString &name, const QString &password,
                            const std::vector<Id> &roles)
{
    if (isTooShort(password))
        return m_desk.refuse(tr("The password is too short: %1 characters at least.").arg(kLeastPassword));
    SecureRandom random;
    AddAccount command;
    command.account = makeId<AccountId>(deviceTime().wall.ms, random);
    command.login = login.toStdString();
    command.name = name.toStdString();
    command.password = password.toStdString();
    command.roles = roleIds(roles);
    m_replica.send(command, this, [this, login](const Result<Nothing> &answer) {
        if (!answer)
            return m_desk.refuse(wordsOf(answer.error()));
        m_desk.endAdding();
        m_desk.notices()->show(State::Fine, tr("%1 may sign in.", "login").arg(login));
    });
}

void AccountsPresenter::change(const Id &id, const QString &name, const std::vector<Id> &roles)
{
    const Account *before = m_replica.collection<Account>().find(id);
    if (!before)
        return;
    Account after = *before;
    after.name = name.toStdString();
    after.roles = roleIds(roles);
    EditAccount command;
    command.account = AccountId(id);
    command.edits = editsBetween(*before, after);
    if (command.edits.list.empty())
        return;
    m_replica.send(command, this,
                   [this](const Result<Nothing> &answer) { tell(tr("Changed; it counts at once."), answer); });
}

void AccountsPresenter::lock(const Id &id, bool isLocked)
{
    const Account *before = m_replica.collection<Account>().find(id);
    if (!before)
        return;
    Account after = *before;
    after.isLocked = isLocked;
    EditAccount command;
    command.account = AccountId(id);
    command.edits = editsBetween(*before, after);
    m_replica.send(command, this, [this, isLocked](const Result<Nothing> &answer) {
        tell(isLocked ? tr("Locked, and signed out everywhere.") : tr("The account may sign in again."), answer);
    });
}

void AccountsPresenter::setPassword(const Id &id, const QString &password)
{
    if (isTooShort(password))
        return m_desk.refuse(tr("The password is too short: %1 characters at least.").arg(kLeastPassword));
    SetPassword command;
    command.account = AccountId(id);
    command.password = password.toStdString();
    m_replica.send(command, this, [this](const Result<Nothing> &answer) {
        if (!answer)
            return m_desk.refuse(wordsOf(answer.error()));
        m_desk.endAdding();
        tell(tr("The password is set; whoever knew the old one is signed out."), answer);
    });
}

/// Four groups of five letters that are not taken for each other: a hundred bits.
void AccountsPresenter::propose()
{
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
    SecureRandom random;
    QString password;
    for (int index = 0; index < 20; ++index) {
        if (index > 0 && index % 5 == 0)
            password += QLatin1Char('-');
        password += QLatin1Char(letters[random.below(letters.size())]);
    }
    m_desk.offerPassword(password);
}

} // namespace gatehouse
