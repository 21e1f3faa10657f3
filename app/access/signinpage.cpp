// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/access/signinpage.h"

#include "app/link/signin.h"
#include "app/ui/figures.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse {

SignInPage::SignInPage(const QUrl &event, QWidget *parent)
    : QWidget(parent), m_event(event), m_network(new QNetworkAccessManager(this)), m_notice(plainLabel(this)),
      m_login(new QLineEdit(this)), m_password(new QLineEdit(this)), m_button(new QPushButton(tr("Sign in"), this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    auto *box = new QWidget(this);
    box->setFixedWidth(theme.space(90));
    outer->addStretch();
    outer->addWidget(box, 0, Qt::AlignHCenter);
    outer->addStretch();
    auto *column = new QVBoxLayout(box);
    column->setSpacing(theme.space(3));
    column->addWidget(steppedLabel(box, TypeStep::Heading, QFont::DemiBold, Tone::Usual, tr("Join a control room")));
    column->addWidget(steppedLabel(box, TypeStep::Body, QFont::Normal, Tone::Quiet,
                                   event.host() + QStringLiteral(":%1").arg(event.port(80))));
    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("&Login"), m_login);
    form->addRow(tr("&Password"), m_password);
    column->addLayout(form);
    column->addWidget(m_notice);
    column->addWidget(m_button);
    m_password->setEchoMode(QLineEdit::Password);
    m_notice->setWordWrap(true);
    m_notice->hide();
    m_button->setDefault(true);
    connect(m_button, &QPushButton::clicked, this, &SignInPage::tryNow);
    connect(m_login, &QLineEdit::returnPressed, m_password, qOverload<>(&QWidget::setFocus));
    connect(m_password, &QLineEdit::returnPressed, this, &SignInPage::tryNow);
    setFocusProxy(m_login);
}

SignInPage::~SignInPage() = default;

void SignInPage::setLogin(const QString &login)
{
    m_login->setText(login);
    setFocusProxy(login.isEmpty() ? m_login : m_password);
}

void SignInPage::setNotice(const QString &notice)
{
    m_notice->setText(notice);
    m_notice->setVisible(!notice.isEmpty());
}

void SignInPage::showBusy(bool isBusy)
{
    for (QWidget *widget :
         {static_cast<QWidget *>(m_login), static_cast<QWidget *>(m_password), static_cast<QWidget *>(m_button)})
        widget->setEnabled(!isBusy);
    m_button->setText(isBusy ? tr("Signing in …") : tr("Sign in"));
}

void SignInPage::signInWith(const QString &password)
{
    m_password->setText(password);
    tryNow();
}

void SignInPage::tryNow()
{
    if (m_login->text().isEmpty() || m_password->text().isEmpty()) {
        setNotice(tr("Login and password are needed."));
        return;
    }
    showBusy(true);
    setNotice({});
    const QString login = m_login->text();
    signIn(*m_network, m_event, login.toStdString(), m_password->text().toStdString(), this,
           [this, login](const Result<std::string> &token) {
               showBusy(false);
               if (token) {
                   m_password->clear();
                   emit signedIn(login, QByteArray::fromStdString(*token));
                   return;
               }
               switch (token.error().fault) {
               case Fault::NotSignedIn:
                   setNotice(tr("Login or password is wrong."));
                   break;
               case Fault::TooMany:
                   setNotice(tr("Too many tries. Wait a minute, then try again."));
                   break;
               default:
                   setNotice(tr("The control room does not answer. Is the address right, and is it running?"));
                   break;
               }
               m_password->setFocus();
               m_password->selectAll();
           });
}

} // namespace gatehouse
