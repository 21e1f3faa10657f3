// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ticketing/doorform.h"

#include "app/ui/figures.h"
#include "shared/model/limits.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace gatehouse {

namespace {

constexpr int kMostPeople = 500; // as the server takes them

} // namespace

DoorForm::DoorForm(QWidget *parent)
    : QWidget(parent), m_title(steppedLabel(this, TypeStep::Heading, QFont::DemiBold, Tone::Usual)),
      m_personFields(new QWidget(this)), m_name(new QLineEdit(m_personFields)),
      m_company(new QLineEdit(m_personFields)), m_mail(new QLineEdit(m_personFields)), m_product(new QComboBox(this)),
      m_people(new QSpinBox(this)), m_isPaid(new QCheckBox(tr("&Paid"), this)), m_attention(new QLineEdit(this)),
      m_needsAttention(new QCheckBox(tr("The steward should &look"), this)), m_notice(plainLabel(this)),
      m_add(new QPushButton(this))
{
    const Theme &theme = themeOf(*this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(4), theme.space(2), theme.space(3), theme.space(2));
    column->setSpacing(theme.space(3));
    column->addWidget(m_title);
    m_title->setWordWrap(true);
    auto *person = new QFormLayout(m_personFields);
    person->setContentsMargins({});
    person->setRowWrapPolicy(QFormLayout::WrapAllRows);
    person->addRow(tr("&Name"), m_name);
    person->addRow(tr("&Company"), m_company);
    person->addRow(tr("&Mail"), m_mail);
    column->addWidget(m_personFields);
    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("P&roduct"), m_product);
    form->addRow(tr("P&eople with this ticket"), m_people);
    form->addRow(m_isPaid);
    form->addRow(tr("Tell the &steward"), m_attention);
    form->addRow(m_needsAttention);
    column->addLayout(form);
    column->addWidget(m_notice);
    auto *foot = new QHBoxLayout;
    auto *cancel = new QPushButton(tr("Cancel"), this);
    foot->addStretch();
    foot->addWidget(cancel);
    foot->addWidget(m_add);
    column->addLayout(foot);
    column->addStretch();
    m_notice->setWordWrap(true);
    m_attention->setPlaceholderText(tr("Shown at the gate, such as: show a student card"));
    for (QLineEdit *line : {m_name, m_company, m_mail})
        line->setMaxLength(static_cast<int>(kMaxName));
    m_attention->setMaxLength(static_cast<int>(kMaxReason));
    m_people->setRange(1, kMostPeople);
    m_people->setToolTip(tr("More than one is a group: its code lets so many in, together or one after the other."));
    m_needsAttention->setToolTip(tr("The kiosk sends the visitor to a steward, with or without words."));
    m_add->setDefault(true);
    connect(m_add, &QPushButton::clicked, this, &DoorForm::add);
    connect(cancel, &QPushButton::clicked, this, &DoorForm::cancelled);
    for (QLineEdit *line : {m_name, m_company, m_mail, m_attention})
        connect(line, &QLineEdit::returnPressed, this, &DoorForm::add);
    begin({}, {});
}

void DoorForm::setProducts(const std::vector<ChoiceView> &products)
{
    const QString before = m_product->currentData().toString();
    m_product->clear();
    for (const ChoiceView &product : products)
        m_product->addItem(product.name, QString::fromStdString(product.id.toString()));
    if (const int row = m_product->findData(before); row >= 0)
        m_product->setCurrentIndex(row);
}

void DoorForm::begin(const Id &attendee, const QString &known)
{
    m_attendee = attendee;
    m_title->setText(known.isEmpty() ? tr("Somebody at the door") : tr("A ticket for %1").arg(known));
    m_add->setText(known.isEmpty() ? tr("Add and issue the ticket") : tr("Issue the ticket"));
    m_personFields->setVisible(known.isEmpty());
    for (QLineEdit *line : {m_name, m_company, m_mail, m_attention})
        line->clear();
    m_isPaid->setChecked(true);
    m_people->setValue(1);
    m_needsAttention->setChecked(false);
    setNotice({});
    setBusy(false);
    if (known.isEmpty())
        m_name->setFocus(Qt::ShortcutFocusReason);
    else
        m_product->setFocus(Qt::ShortcutFocusReason);
}

void DoorForm::setNotice(const QString &notice)
{
    m_notice->setText(notice);
    m_notice->setVisible(!notice.isEmpty());
}

void DoorForm::setBusy(bool isBusy)
{
    m_add->setEnabled(!isBusy);
}

void DoorForm::add()
{
    if (!m_add->isEnabled())
        return;
    const auto product = Id::fromString(m_product->currentData().toString().toStdString());
    if (m_attendee.isNull() && m_name->text().trimmed().isEmpty()) {
        m_name->setFocus();
        return setNotice(tr("A name is needed."));
    }
    if (!product)
        return setNotice(tr("There is no product yet: an import makes them, or an organiser adds one."));
    setNotice({});
    NewPerson person{m_name->text().trimmed(), m_company->text().trimmed(),
                     m_mail->text().trimmed(), *product,
                     m_isPaid->isChecked(),    m_attention->text().trimmed(),
                     m_people->value(),        m_needsAttention->isChecked()};
    setBusy(true);
    if (m_attendee.isNull())
        emit addWanted(person);
    else
        emit issueWanted(m_attendee, person);
}

void DoorForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        emit cancelled();
    else
        QWidget::keyPressEvent(event);
}

} // namespace gatehouse
