// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doors/cardlist.h"

#include "app/admission/verdictwords.h"
#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/reasonline.h"
#include "app/ui/statechip.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

QString deciderWords(DecidedBy by)
{
    switch (by) {
    case DecidedBy::Server:
        return CardWidget::tr("decided by the server");
    case DecidedBy::Device:
        return CardWidget::tr("decided off line by the kiosk");
    case DecidedBy::Person:
        return CardWidget::tr("decided by a person");
    }
    return {};
}

QStringList usualClosings(CardKind kind)
{
    switch (kind) {
    case CardKind::DoubleAdmit:
        return {CardWidget::tr("Same person, scanned twice"), CardWidget::tr("Second person asked to leave")};
    case CardKind::AdmittedWrongly:
        return {CardWidget::tr("Entry accepted"), CardWidget::tr("Person asked to leave")};
    case CardKind::RefusedWrongly:
        return {CardWidget::tr("Person found and admitted"), CardWidget::tr("Person had left")};
    case CardKind::Unseen:
        return {CardWidget::tr("Went in"), CardWidget::tr("Did not go in")};
    case CardKind::ClockSuspect:
        return {CardWidget::tr("Order as shown is right")};
    case CardKind::Quarantined:
        return {CardWidget::tr("Scans checked and accepted"), CardWidget::tr("Scans not to be trusted")};
    }
    return {};
}

} // namespace

CardWidget::CardWidget(const CardView &card, const QTimeZone &zone, QWidget *parent)
    : QFrame(parent), m_card(card), m_reason(new ReasonLine(this))
{
    const Theme &theme = themeOf(*this);
    setAccessibleName(cardKindWords(card.kind));
    setAccessibleDescription(card.ticket);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(4), theme.space(3), theme.space(3), theme.space(3));
    auto *head = new QHBoxLayout;
    auto *chip = new StateChip(this);
    chip->setState(card.kind == CardKind::Unseen ? State::Info : State::Soon, cardKindWords(card.kind));
    head->addWidget(chip);
    head->addStretch();
    auto *opened = steppedLabel(this, TypeStep::Body, QFont::Normal, Tone::Quiet,
                                tr("since %1", "time").arg(clockTime(card.openedAt, zone)));
    head->addWidget(opened);
    column->addLayout(head);
    auto *ticket = steppedLabel(this, TypeStep::Body, QFont::DemiBold, Tone::Usual, card.ticket);
    ticket->setWordWrap(true);
    column->addWidget(ticket);
    auto *scans = new QHBoxLayout;
    for (const CardScan &scan : card.scans)
        scans->addWidget(scanColumn(scan, zone), 1);
    column->addLayout(scans);
    auto *advice = steppedLabel(this, TypeStep::Body, QFont::Normal, Tone::Quiet, cardKindAdvice(card.kind));
    advice->setWordWrap(true);
    column->addWidget(advice);
    auto *close = new QPushButton(tr("Close the card…"), this);
    column->addWidget(close, 0, Qt::AlignLeft);
    column->addWidget(m_reason);
    m_reason->hide();
    connect(close, &QPushButton::clicked, this, [this, close] {
        close->hide();
        m_reason->show();
        m_reason->ask(tr("What was found?"), tr("Close the card"), usualClosings(m_card.kind));
    });
    connect(m_reason, &ReasonLine::cancelled, this, [this, close] {
        m_reason->hide();
        close->show();
    });
    connect(m_reason, &ReasonLine::given, this,
            [this](const QString &reason) { emit closeWanted(m_card.card, reason); });
}

QWidget *CardWidget::scanColumn(const CardScan &scan, const QTimeZone &zone)
{
    const Theme &theme = themeOf(*this);
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, theme.space(1), 0, theme.space(1));
    column->setSpacing(theme.space(1));
    auto *place = plainLabel(box, tr("%1 · %2", "time, gate").arg(clockWithSeconds(scan.at, zone), scan.gate));
    place->setWordWrap(true);
    column->addWidget(place);
    auto *chip = new StateChip(box);
    QString words = outcomeWord(scan.shown);
    if (scan.shown == Outcome::Refused)
        words = tr("%1: %2", "verdict, reason").arg(words, reasonWords(scan.reason));
    chip->setState(verdictState(scan.shown, scan.reason), words);
    column->addWidget(chip);
    auto *device = steppedLabel(box, TypeStep::Small, QFont::Normal, Tone::Quiet,
                                tr("%1, %2", "device, who decided").arg(scan.device, deciderWords(scan.by)));
    device->setWordWrap(true);
    column->addWidget(device);
    column->addStretch();
    return box;
}

void CardWidget::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.cornerRadius(), theme.cornerRadius());
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.state(m_card.kind == CardKind::Unseen ? State::Info : State::Soon));
    painter.drawRoundedRect(QRectF(1, theme.space(2), 4, height() - theme.space(4)), 2, 2);
}

CardList::CardList(QWidget *parent)
    : QWidget(parent), m_title(steppedLabel(this, TypeStep::Title, QFont::DemiBold, Tone::Usual)),
      m_column(new QWidget), m_layout(new QVBoxLayout(m_column)), m_empty(new EmptyState(m_column))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(m_title);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(m_column);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    outer->addWidget(scroll, 1);
    m_layout->setContentsMargins({});
    m_layout->setSpacing(theme.space(2));
    m_layout->addWidget(m_empty);
    m_layout->addStretch();
    m_empty->setWords(u"circle-check"_s, tr("Everything agrees"),
                      tr("What was shown at the gates is what the server holds."));
    setCards({}, QTimeZone::utc());
}

void CardList::setCards(const std::vector<CardView> &cards, const QTimeZone &zone)
{
    std::map<Id, CardWidget *> kept;
    for (const CardView &card : cards) {
        const auto known = m_cards.find(card.card);
        if (known != m_cards.end() && known->second->card() == card)
            kept[card.card] = known->second;
    }
    for (const auto &[id, widget] : m_cards)
        if (!kept.contains(id))
            widget->deleteLater();
    int place = 1; // after the words of the empty list
    for (const CardView &card : cards) {
        CardWidget *&widget = kept[card.card];
        if (!widget) {
            widget = new CardWidget(card, zone, m_column);
            connect(widget, &CardWidget::closeWanted, this, &CardList::closeWanted);
        }
        m_layout->removeWidget(widget);
        m_layout->insertWidget(place++, widget);
    }
    m_cards = std::move(kept);
    m_empty->setVisible(m_cards.empty());
    m_title->setText(tr("To reconcile: %n", nullptr, count()));
}

} // namespace gatehouse
