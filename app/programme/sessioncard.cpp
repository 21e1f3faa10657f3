// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programme/sessioncard.h"

#include "app/programme/placeforms.h"
#include "app/programme/sidescroll.h"
#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/reasonline.h"
#include "app/ui/statechip.h"

#include <QFormLayout>
#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

QPushButton *button(QWidget *parent, const QString &icon, const QString &text)
{
    auto *made = new QPushButton(lineIcon(icon), text, parent);
    made->setAutoDefault(false);
    return made;
}

} // namespace

SessionCard::SessionCard(QWidget *parent)
    : QWidget(parent), m_empty(new EmptyState(this)), m_body(new QWidget),
      m_title(steppedLabel(m_body, TypeStep::Title, QFont::DemiBold, Tone::Usual)),
      m_subtitle(steppedLabel(m_body, TypeStep::Body, QFont::Normal, Tone::Quiet)), m_chip(new StateChip(m_body)),
      m_facts(new QFormLayout), m_clashes(plainLabel(m_body)), m_abstract(plainLabel(m_body)),
      m_buttons(new QWidget(m_body)), m_delay(button(m_buttons, u"clock"_s, tr("Delay…"))),
      m_move(button(m_buttons, u"arrow-right"_s, tr("Move…"))),
      m_cancel(button(m_buttons, u"ban"_s, tr("Cancel the session…"))),
      m_publish(button(m_buttons, u"megaphone"_s, tr("Publish"))), m_pin(button(m_buttons, u"lock"_s, tr("Pin"))),
      m_edit(button(m_buttons, u"pencil"_s, tr("Edit…"))), m_remove(button(m_buttons, u"trash-2"_s, tr("Remove"))),
      m_again(button(m_buttons, u"repeat"_s, tr("Place once more…"))),
      m_unplace(button(m_buttons, u"minus"_s, tr("Take it off"))), m_delayForm(new DelayForm(m_body)),
      m_moveForm(new MoveForm(m_body)), m_reason(new ReasonLine(m_body))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(m_empty);
    outer->addWidget(new SideScroll(m_body, this), 1);
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, theme.space(2), 0);
    column->setSpacing(theme.space(2));
    column->addWidget(m_title);
    column->addWidget(m_subtitle);
    column->addWidget(m_chip, 0, Qt::AlignLeft);
    column->addLayout(m_facts);
    column->addWidget(m_clashes);
    column->addWidget(m_buttons);
    column->addWidget(m_delayForm);
    column->addWidget(m_moveForm);
    column->addWidget(m_reason);
    column->addWidget(m_abstract);
    column->addStretch();
    m_facts->setHorizontalSpacing(theme.space(3));
    m_facts->setVerticalSpacing(theme.space(1));
    m_facts->setRowWrapPolicy(QFormLayout::WrapLongRows);
    for (QLabel *label : {m_title, m_subtitle, m_clashes, m_abstract}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *buttons = new QGridLayout(m_buttons);
    buttons->setContentsMargins({});
    m_unplace->setToolTip(tr("It has no space and no time any more, and is not cancelled."));
    m_pin->setToolTip(tr("A pinned session stays where it is when others push it: a curfew, a live broadcast."));
    m_empty->setWords(u"calendar-days"_s, tr("No session chosen"),
                      tr("Choose one in the grid or in the list to see what is known of it and what can be done."));

    connect(m_delay, &QPushButton::clicked, this, &SessionCard::askDelay);
    connect(m_move, &QPushButton::clicked, this, qOverload<>(&SessionCard::askMove));
    connect(m_cancel, &QPushButton::clicked, this, &SessionCard::askCancel);
    connect(m_publish, &QPushButton::clicked, this, [this] { emit publishWanted(m_detail->slot.session); });
    connect(m_edit, &QPushButton::clicked, this, [this] { emit editWanted(m_detail->slot.session); });
    connect(m_remove, &QPushButton::clicked, this, [this] { emit removeWanted(m_detail->slot.session); });
    connect(m_again, &QPushButton::clicked, this, &SessionCard::askPlaceAgain);
    connect(m_unplace, &QPushButton::clicked, this, [this] { emit unplaceWanted(m_detail->slot.slot); });
    connect(m_pin, &QPushButton::clicked, this,
            [this] { emit pinWanted(m_detail->slot.slot, !m_detail->slot.isPinned); });
    connect(m_delayForm, &DelayForm::cancelled, this, &SessionCard::closeForms);
    connect(m_moveForm, &MoveForm::cancelled, this, &SessionCard::closeForms);
    connect(m_reason, &ReasonLine::cancelled, this, &SessionCard::closeForms);
    connect(m_reason, &ReasonLine::given, this, [this](const QString &reason) {
        closeForms();
        emit cancelWanted(m_detail->slot.session, reason);
    });
    show(Form::None);
    setDetail({});
}

void SessionCard::setChoices(const std::vector<SpaceView> &spaces, const std::vector<DayView> &days,
                             const QTimeZone &zone)
{
    m_moveForm->setChoices(spaces, days, zone);
}

void SessionCard::setDetail(const std::optional<SessionDetail> &detail)
{
    if (detail && detail == m_detail)
        return;
    const bool isOther = !detail || !m_detail || detail->slot.key() != m_detail->slot.key();
    m_detail = detail;
    m_empty->setVisible(!detail);
    m_body->parentWidget()->parentWidget()->setVisible(detail.has_value());
    if (isOther)
        show(Form::None);
    if (!detail)
        return;
    m_title->setText(detail->slot.title);
    m_subtitle->setText(detail->subtitle);
    m_subtitle->setVisible(!detail->subtitle.isEmpty());
    m_chip->setState(slotState(detail->slot), slotWords(detail->slot));
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    for (const auto &[label, value] : detail->facts) {
        auto *words = plainLabel(m_body, value);
        words->setWordWrap(true);
        words->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_facts->addRow(steppedLabel(m_body, TypeStep::Body, QFont::Normal, Tone::Quiet, label), words);
    }
    QStringList clashes;
    for (const QString &clash : detail->clashes)
        clashes += tr("• %1", "one of several").arg(clash);
    m_clashes->setText(clashes.join(u'\n'));
    m_clashes->setVisible(!clashes.isEmpty());
    m_abstract->setText(detail->abstract);
    m_abstract->setVisible(!detail->abstract.isEmpty());
    showButtons();
}

void SessionCard::showButtons()
{
    const SlotView &slot = m_detail->slot;
    m_buttons->setVisible(m_detail->mayEdit && m_form == Form::None);
    m_publish->setVisible(slot.isDraft || slot.isCancelled);
    m_publish->setText(slot.isCancelled ? tr("It takes place after all") : tr("Publish"));
    m_delay->setVisible(slot.isPlaced() && !slot.isCancelled);
    m_move->setText(slot.isPlaced() ? tr("Move…") : tr("Place it…"));
    m_cancel->setVisible(!slot.isDraft && !slot.isCancelled);
    m_pin->setVisible(slot.isPlaced() && !slot.isCancelled);
    m_pin->setText(slot.isPinned ? tr("Unpin") : tr("Pin"));
    m_remove->setVisible(slot.isDraft);
    m_again->setVisible(slot.isPlaced() && !slot.isCancelled);
    m_unplace->setVisible(slot.isPlaced() && !slot.isCancelled);
    auto *grid = static_cast<QGridLayout *>(m_buttons->layout());
    int place = 0;
    for (QPushButton *each : {m_publish, m_delay, m_move, m_edit, m_pin, m_again, m_unplace, m_cancel, m_remove}) {
        grid->removeWidget(each);
        if (each->isHidden())
            continue;
        grid->addWidget(each, place / 2, place % 2);
        ++place;
    }
}

void SessionCard::show(Form form)
{
    m_form = form;
    m_delayForm->setVisible(form == Form::Delay);
    m_moveForm->setVisible(form == Form::Move);
    m_reason->setVisible(form == Form::Cancel);
    if (m_detail)
        showButtons();
}

void SessionCard::closeForms()
{
    show(Form::None);
}

void SessionCard::askPreview()
{
    switch (m_form) {
    case Form::Delay:
        return m_delayForm->askPreview();
    case Form::Move:
        return m_moveForm->askPreview();
    case Form::None:
    case Form::Cancel:
        return;
    }
}

void SessionCard::askDelay()
{
    if (!m_detail || !m_detail->mayEdit || !m_detail->slot.isPlaced() || m_detail->slot.isCancelled)
        return;
    show(Form::Delay);
    m_delayForm->ask(m_detail->slot);
}

void SessionCard::askMove()
{
    if (!m_detail)
        return;
    MoveWish wish;
    wish.space = m_detail->slot.space;
    wish.startsAt = m_detail->slot.plannedStart;
    const std::int64_t minutes = (m_detail->slot.endsAt - m_detail->slot.startsAt) / 60'000;
    wish.minutes = minutes > 0 ? static_cast<int>(minutes) : 45;
    askMove(wish);
}

void SessionCard::askMove(const MoveWish &wish)
{
    if (!m_detail || !m_detail->mayEdit)
        return;
    show(Form::Move);
    m_moveForm->ask(m_detail->slot, wish);
}

void SessionCard::askPlaceAgain()
{
    if (!m_detail || !m_detail->mayEdit || !m_detail->slot.isPlaced())
        return;
    SlotView another = m_detail->slot;
    MoveWish wish;
    wish.space = another.space;
    wish.startsAt = another.endsAt;
    wish.minutes = static_cast<int>((another.endsAt - another.startsAt) / 60'000);
    another.slot = {};
    show(Form::Move);
    m_moveForm->ask(another, wish);
}

void SessionCard::askCancel()
{
    if (!m_detail || !m_detail->mayEdit || m_detail->slot.isDraft || m_detail->slot.isCancelled)
        return;
    show(Form::Cancel);
    m_reason->ask(tr("Why does it not take place? Everybody can read it."), tr("Cancel the session"),
                  {tr("Somebody who appears in it is ill"), tr("Weather"), tr("Technical trouble")});
}

} // namespace gatehouse
