// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ticketing/personcard.h"

#include "app/ui/codepicture.h"
#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/reasonline.h"
#include "app/ui/statechip.h"
#include "shared/model/limits.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

PersonCard::PersonCard(QWidget *parent)
    : QWidget(parent), m_empty(new EmptyState(this)), m_body(new QWidget),
      m_name(steppedLabel(m_body, TypeStep::Heading, QFont::DemiBold, Tone::Usual)),
      m_about(steppedLabel(m_body, TypeStep::Body, QFont::Normal, Tone::Quiet)), m_tickets(new QComboBox(m_body)),
      m_ticket(new QWidget(m_body)), m_product(steppedLabel(m_ticket, TypeStep::Title, QFont::DemiBold, Tone::Usual)),
      m_chip(new StateChip(m_ticket)), m_facts(new QFormLayout), m_code(new CodeView(m_ticket)),
      m_codeWords(steppedLabel(m_ticket, TypeStep::Small, QFont::Normal, Tone::Quiet)), m_grid(new QGridLayout),
      m_showCode(new QPushButton(lineIcon(u"qr-code"_s), tr("Show the code"), m_ticket)),
      m_print(new QPushButton(lineIcon(u"printer"_s), tr("Print…"), m_ticket)),
      m_save(new QPushButton(lineIcon(u"save"_s), tr("Save as PDF…"), m_ticket)),
      m_reissue(new QPushButton(lineIcon(u"rotate-ccw"_s), tr("New code…"), m_ticket)),
      m_reassign(new QPushButton(lineIcon(u"users"_s), tr("Give to another person…"), m_ticket)),
      m_noteButton(new QPushButton(lineIcon(u"hand"_s), tr("Tell the steward…"), m_ticket)),
      m_paid(new QPushButton(lineIcon(u"check"_s), tr("Paid…"), m_ticket)),
      m_block(new QPushButton(lineIcon(u"ban"_s), tr("Block…"), m_ticket)),
      m_unblock(new QPushButton(lineIcon(u"circle-check"_s), tr("Unblock…"), m_ticket)),
      m_revoke(new QPushButton(lineIcon(u"circle-x"_s), tr("Revoke for ever…"), m_ticket)),
      m_issue(new QPushButton(lineIcon(u"plus"_s), tr("Another ticket…"), m_body)), m_reason(new ReasonLine(m_ticket)),
      m_note(makeNote()), m_receiver(new QWidget(m_ticket)), m_receiverName(new QLineEdit(m_receiver)),
      m_receivers(new QListWidget(m_receiver)), m_log(plainLabel(m_ticket))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(m_empty);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(m_body);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    outer->addWidget(scroll);
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(theme.space(4), theme.space(2), theme.space(3), theme.space(2));
    m_name->setWordWrap(true);
    m_about->setWordWrap(true);
    m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *head = new QHBoxLayout;
    head->addWidget(m_name, 1);
    head->addWidget(m_issue, 0, Qt::AlignTop);
    column->addLayout(head);
    column->addWidget(m_about);
    column->addWidget(m_tickets);
    column->addWidget(m_ticket);
    column->addStretch();
    m_tickets->setAccessibleName(tr("Tickets of this person"));

    auto *ticket = new QVBoxLayout(m_ticket);
    ticket->setContentsMargins({});
    auto *title = new QHBoxLayout;
    m_product->setWordWrap(true);
    title->addWidget(m_product, 1);
    title->addWidget(m_chip);
    ticket->addLayout(title);
    m_facts->setHorizontalSpacing(theme.space(4));
    m_facts->setVerticalSpacing(theme.space(1));
    ticket->addLayout(m_facts);
    auto *codeRow = new QHBoxLayout;
    codeRow->addWidget(m_code);
    codeRow->addWidget(m_codeWords, 1, Qt::AlignTop);
    m_codeWords->setWordWrap(true);
    ticket->addLayout(codeRow);
    m_grid->setSpacing(theme.space(2));
    m_actions = {m_showCode, m_print,      m_save,  m_paid,    m_reissue,
                 m_reassign, m_noteButton, m_block, m_unblock, m_revoke};
    ticket->addLayout(m_grid);
    auto *receiver = new QVBoxLayout(m_receiver);
    receiver->setContentsMargins({});
    auto *who = plainLabel(m_receiver, tr("Who has the ticket from now on? Add the person first, if need be."));
    who->setWordWrap(true);
    who->setBuddy(m_receiverName);
    receiver->addWidget(who);
    receiver->addWidget(m_receiverName);
    receiver->addWidget(m_receivers);
    m_receiverName->setPlaceholderText(tr("Name or order code"));
    m_receiverName->setAccessibleName(who->text());
    m_receivers->setAccessibleName(tr("People found"));
    m_receivers->setMaximumHeight(theme.space(40));
    ticket->addWidget(m_receiver);
    ticket->addWidget(m_note);
    ticket->addWidget(m_reason);
    auto *logTitle = steppedLabel(m_ticket, TypeStep::Small, QFont::DemiBold, Tone::Quiet, tr("What was done with it"));
    ticket->addWidget(logTitle);
    m_log->setWordWrap(true);
    ticket->addWidget(m_log);
    m_empty->setWords(u"ticket"_s, tr("Nobody chosen"),
                      tr("Search for a person above and choose one, or add somebody who stands at the door."));

    connect(m_tickets, &QComboBox::currentIndexChanged, this, [this] {
        hideCode();
        show(Asking::Nothing);
        showTicket();
    });
    connect(m_showCode, &QPushButton::clicked, this, [this] {
        if (m_code->isHidden())
            emit codeWanted(this->ticket());
        else
            hideCode();
    });
    connect(m_print, &QPushButton::clicked, this, [this] { emit printWanted(this->ticket()); });
    connect(m_save, &QPushButton::clicked, this, [this] { emit saveWanted(this->ticket()); });
    connect(m_issue, &QPushButton::clicked, this, [this] { emit issueWanted(attendee()); });
    const std::pair<QPushButton *, Asking> asks[] = {{m_reissue, Asking::Reissue}, {m_reassign, Asking::Receiver},
                                                     {m_noteButton, Asking::Note}, {m_paid, Asking::Paid},
                                                     {m_block, Asking::Block},     {m_unblock, Asking::Unblock},
                                                     {m_revoke, Asking::Revoke}};
    for (const auto &[button, asking] : asks)
        connect(button, &QPushButton::clicked, this, [this, asking = asking] { ask(asking); });
    connect(m_reason, &ReasonLine::given, this, &PersonCard::give);
    connect(m_reason, &ReasonLine::cancelled, this, [this] { show(Asking::Nothing); });
    connect(m_receiverName, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_receivers->clear();
        if (!text.trimmed().isEmpty())
            emit receiverSearchWanted(text.trimmed());
    });
    connect(m_receiverName, &QLineEdit::returnPressed, m_receivers, [this] {
        m_receivers->setCurrentRow(0);
        m_receivers->setFocus();
    });
    const auto choose = [this](const QListWidgetItem *item) {
        if (!item)
            return;
        m_receivers->setCurrentRow(m_receivers->row(item));
        ask(Asking::Reassign);
    };
    connect(m_receivers, &QListWidget::itemActivated, this, choose);
    connect(m_receivers, &QListWidget::itemClicked, this, choose);
    setPerson({});
}

/// What is told at the gate, in place; nothing is asked for a reason, since the words are one.
QWidget *PersonCard::makeNote()
{
    const Theme &theme = themeOf(*this);
    auto *note = new QWidget(m_ticket);
    m_attention = new QLineEdit(note);
    m_needsAttention = new QCheckBox(tr("The steward should look"), note);
    auto *save = new QPushButton(lineIcon(u"check"_s), tr("Tell the gates"), note);
    auto *cancel = new QPushButton(tr("Cancel"), note);
    auto *column = new QVBoxLayout(note);
    column->setContentsMargins({});
    column->setSpacing(theme.space(2));
    auto *what = plainLabel(note, tr("What is the steward told when this ticket is read?"));
    what->setWordWrap(true);
    what->setBuddy(m_attention);
    column->addWidget(what);
    column->addWidget(m_attention);
    column->addWidget(m_needsAttention);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(save);
    column->addLayout(row);
    m_attention->setMaxLength(static_cast<int>(kMaxReason));
    m_attention->setAccessibleName(what->text());
    m_attention->setPlaceholderText(tr("Shown at the gate, such as: show a student card"));
    const auto give = [this] {
        show(Asking::Nothing);
        emit noteWanted(ticket(), m_attention->text().trimmed(), m_needsAttention->isChecked());
    };
    connect(save, &QPushButton::clicked, this, give);
    connect(m_attention, &QLineEdit::returnPressed, this, give);
    connect(cancel, &QPushButton::clicked, this, [this] { show(Asking::Nothing); });
    return note;
}

void PersonCard::setPerson(const std::optional<PersonView> &person)
{
    const Id ticketBefore = ticket();
    const bool isSame = person && m_person && person->attendee == m_person->attendee;
    if (isSame && *person == *m_person)
        return;
    m_person = person;
    m_empty->setVisible(!person);
    m_body->parentWidget()->parentWidget()->setVisible(person.has_value()); // the scroll area
    if (!person)
        return;
    m_name->setText(person->name.isEmpty() ? tr("(no name)") : person->name);
    QStringList about;
    for (const QString &part : {person->company, person->contact})
        if (!part.isEmpty())
            about += part;
    m_about->setText(about.join(u" · "_s));
    m_about->setVisible(!about.isEmpty());
    m_issue->setVisible(person->mayManage);
    {
        const QSignalBlocker quiet(m_tickets);
        m_tickets->clear();
        for (const TicketCardView &each : person->tickets)
            m_tickets->addItem(tr("%1 · %2", "product, state of the ticket").arg(each.product, each.words),
                               QString::fromStdString(each.ticket.toString()));
    }
    m_tickets->setVisible(person->tickets.size() > 1);
    if (isSame)
        chooseTicket(ticketBefore);
    if (!isSame || ticket() != ticketBefore) {
        hideCode();
        show(Asking::Nothing);
    }
    showTicket();
}

const TicketCardView *PersonCard::chosen() const
{
    const int row = m_tickets->currentIndex();
    if (!m_person || row < 0 || static_cast<std::size_t>(row) >= m_person->tickets.size())
        return nullptr;
    return &m_person->tickets[static_cast<std::size_t>(row)];
}

Id PersonCard::ticket() const
{
    const TicketCardView *view = chosen();
    return view ? view->ticket : Id();
}

void PersonCard::chooseTicket(const Id &ticket)
{
    if (const int row = m_tickets->findData(QString::fromStdString(ticket.toString())); row >= 0)
        m_tickets->setCurrentIndex(row);
}

void PersonCard::addFact(const QString &label, const QString &value)
{
    auto *shown = plainLabel(m_ticket, value);
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
    shown->setWordWrap(true);
    m_facts->addRow(steppedLabel(m_ticket, TypeStep::Body, QFont::Normal, Tone::Quiet, label), shown);
}

void PersonCard::showTicket()
{
    const TicketCardView *view = chosen();
    m_ticket->setVisible(view != nullptr);
    if (!view)
        return;
    m_product->setText(view->product);
    m_chip->setState(view->state, view->words);
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    for (const auto &[label, value] : view->facts)
        addFact(label, value);
    showActions(*view);
    QString lines;
    for (const QString &line : view->log)
        lines += line + u'\n';
    m_log->setText(lines.isEmpty() ? tr("Nothing yet.") : lines.trimmed());
}

/// What may be done with a ticket in this state, without holes between.
void PersonCard::showActions(const TicketCardView &view)
{
    constexpr int kColumns = 3;
    const TicketState state = view.ticketState;
    const bool isFinal = state == TicketState::Revoked || state == TicketState::Cancelled;
    const auto isOffered = [&](const QPushButton *button) {
        if (button == m_paid)
            return state == TicketState::Unpaid;
        if (button == m_block)
            return state == TicketState::Valid || state == TicketState::Unpaid;
        if (button == m_unblock)
            return state == TicketState::Blocked;
        return !isFinal
            || (button != m_reissue && button != m_reassign && button != m_noteButton && button != m_revoke);
    };
    int place = 0;
    for (QPushButton *button : m_actions) {
        m_grid->removeWidget(button);
        button->setVisible(m_person->mayManage && isOffered(button));
        if (button->isVisibleTo(m_ticket)) {
            m_grid->addWidget(button, place / kColumns, place % kColumns);
            ++place;
        }
    }
}

void PersonCard::hideCode()
{
    m_shown = {};
    m_code->setCode({}, {});
    m_code->hide();
    m_codeWords->hide();
    m_showCode->setText(tr("Show the code"));
}

void PersonCard::showCode(const Id &shown, const QString &code)
{
    if (shown != ticket())
        return;
    m_shown = shown;
    m_code->setCode(code, tr("Code of the ticket of %1").arg(m_name->text()));
    m_codeWords->setText(tr("This code lets its holder in. That you have seen it stands in the ticket's log."));
    m_code->show();
    m_codeWords->show();
    m_showCode->setText(tr("Hide the code"));
}

void PersonCard::setReceivers(const QString &needle, const std::vector<ChoiceView> &people)
{
    if (needle != m_receiverName->text().trimmed())
        return;
    m_receivers->clear();
    for (const ChoiceView &person : people) {
        if (person.id == attendee())
            continue;
        auto *item = new QListWidgetItem(person.name, m_receivers);
        item->setData(Qt::UserRole, QString::fromStdString(person.id.toString()));
    }
}

void PersonCard::show(Asking asking)
{
    m_asking = asking;
    m_receiver->setVisible(asking == Asking::Receiver);
    m_note->setVisible(asking == Asking::Note);
    m_reason->setVisible(asking != Asking::Nothing && asking != Asking::Receiver && asking != Asking::Note);
}

void PersonCard::ask(Asking asking)
{
    show(asking);
    switch (asking) {
    case Asking::Nothing:
        return;
    case Asking::Receiver:
        m_receiverName->clear();
        m_receivers->clear();
        m_receiverName->setFocus();
        return;
    case Asking::Note:
        m_attention->setText(chosen() ? chosen()->attention : QString());
        m_needsAttention->setChecked(chosen() && chosen()->needsAttention);
        m_attention->setFocus();
        return;
    case Asking::Reissue:
        return m_reason->ask(tr("Why is a new code needed? Every earlier code of this ticket is void at once."),
                             tr("Make a new code"), {tr("Phone or paper lost"), tr("Code was seen by others")});
    case Asking::Reassign:
        return m_reason->ask(tr("Why does the ticket go to %1? Every earlier code is void at once.")
                                 .arg(m_receivers->currentItem() ? m_receivers->currentItem()->text() : QString()),
                             tr("Give the ticket"), {tr("Cannot come"), tr("Bought for somebody else")});
    case Asking::Block:
        return m_reason->ask(tr("Why is this ticket blocked? The gates refuse it until it is unblocked."),
                             tr("Block the ticket"), {tr("Reported stolen"), tr("Payment in doubt")});
    case Asking::Unblock:
        return m_reason->ask(tr("Why is this ticket good again?"), tr("Unblock the ticket"),
                             {tr("Cleared up"), tr("Blocked by mistake")});
    case Asking::Paid:
        return m_reason->ask(tr("How was it paid?"), tr("The ticket is paid"),
                             {tr("Cash at the door"), tr("Card at the door"), tr("Transfer has come")});
    case Asking::Revoke:
        return m_reason->ask(tr("Why is this ticket revoked? It can never be used again."), tr("Revoke the ticket"),
                             {tr("Refunded"), tr("Banned from the event")});
    }
}

void PersonCard::give(const QString &reason)
{
    const Asking asking = m_asking;
    show(Asking::Nothing);
    const Id id = ticket();
    switch (asking) {
    case Asking::Nothing:
    case Asking::Receiver:
    case Asking::Note:
        return;
    case Asking::Reissue:
        return emit reissueWanted(id, reason);
    case Asking::Reassign: {
        const auto *item = m_receivers->currentItem();
        const auto receiver = item ? Id::fromString(item->data(Qt::UserRole).toString().toStdString()) : std::nullopt;
        if (receiver)
            emit reassignWanted(id, *receiver, reason);
        return;
    }
    case Asking::Block:
        return emit stateWanted(id, TicketState::Blocked, reason);
    case Asking::Unblock:
    case Asking::Paid:
        return emit stateWanted(id, TicketState::Valid, reason);
    case Asking::Revoke:
        return emit stateWanted(id, TicketState::Revoked, reason);
    }
}

void PersonCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange && m_body->layout()) {
        const Theme &theme = themeOf(*this);
        m_body->layout()->setContentsMargins(theme.space(4), theme.space(2), theme.space(3), theme.space(2));
    }
    QWidget::changeEvent(event);
}

} // namespace gatehouse
