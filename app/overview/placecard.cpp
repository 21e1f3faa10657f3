// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/placecard.h"

#include "app/overview/countline.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/reasonline.h"
#include "app/ui/statechip.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

PlaceCard::PlaceCard(QWidget *parent)
    : QFrame(parent), m_title(steppedLabel(this, TypeStep::Title, QFont::DemiBold, Tone::Usual)),
      m_chip(new StateChip(this)), m_cross(new QToolButton(this)), m_facts(new QFormLayout),
      m_action(new QPushButton(this)), m_count(new CountLine(this)), m_change(new QToolButton(this)),
      m_reason(new ReasonLine(this))
{
    const Theme &theme = themeOf(*this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(4));
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_chip);
    head->addWidget(m_cross);
    column->addLayout(head);
    column->addLayout(m_facts);
    column->addWidget(m_action, 0, Qt::AlignLeft);
    column->addWidget(m_count);
    column->addWidget(m_change, 0, Qt::AlignLeft);
    column->addWidget(m_reason);
    m_title->setWordWrap(true);
    m_facts->setHorizontalSpacing(theme.space(4));
    m_facts->setVerticalSpacing(theme.space(1));
    m_cross->setIcon(lineIcon(u"x"_s));
    m_cross->setAutoRaise(true);
    m_cross->setToolTip(tr("Close this card"));
    m_cross->setAccessibleName(m_cross->toolTip());
    connect(m_cross, &QToolButton::clicked, this, &PlaceCard::leave);
    m_change->setText(tr("Change …"));
    m_change->setIcon(lineIcon(u"pencil"_s));
    m_change->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_change->setPopupMode(QToolButton::InstantPopup);
    m_change->setMenu(new QMenu(m_change));
    connect(m_count, &CountLine::counted, this,
            [this](int people, const QString &note) { emit counted(m_view.id, people, note); });
    connect(m_count, &CountLine::clicked, this, [this](int delta) { emit clicked(m_view.id, delta); });
    connect(m_action, &QPushButton::clicked, this, &PlaceCard::act);
    connect(m_reason, &ReasonLine::given, this, [this](const QString &reason) {
        m_reason->hide();
        emit closeWanted(m_view.id, reason);
    });
    connect(m_reason, &ReasonLine::cancelled, m_reason, &QWidget::hide);
    hide();
}

void PlaceCard::setPlace(const PlaceView &view)
{
    const bool isOther = view.id != m_view.id || isHidden();
    if (!isOther && view == m_view)
        return;
    const bool isTurned = view.isOpen != m_view.isOpen;
    const bool hasOtherActions = view.actions != m_view.actions || isOther;
    m_view = view;
    m_title->setText(view.title);
    m_chip->setState(view.state, view.word);
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    for (const auto &[label, value] : view.facts)
        m_facts->addRow(steppedLabel(this, TypeStep::Body, QFont::Normal, Tone::Quiet, label), plainLabel(this, value));
    m_action->setVisible(view.isGate && view.mayOperate);
    m_action->setText(view.isOpen ? tr("Close this gate…") : tr("Open this gate"));
    m_action->setIcon(lineIcon(view.isOpen ? u"door-closed"_s : u"door-open"_s));
    if (isOther || isTurned)
        m_reason->hide();
    m_count->setVisible(view.mayCount);
    if (isOther && view.mayCount)
        m_count->begin(view.people);
    m_change->setVisible(!view.actions.empty());
    if (hasOtherActions) {
        m_change->menu()->clear();
        for (const PlaceAction &action : view.actions)
            m_change->menu()->addAction(lineIcon(action.iconName), action.text, this,
                                        [this, id = action.id] { emit actionWanted(id); });
    }
    setAccessibleName(tr("%1, %2", "name of a place, its state").arg(view.title, view.word));
    show();
    adjustSize();
    if (!isOther)
        return;
    raise();
    if (view.mayCount)
        m_count->setFocus();
}

void PlaceCard::act()
{
    if (!m_view.isOpen) {
        emit openWanted(m_view.id);
        return;
    }
    m_reason->ask(tr("Why is it closed? The kiosks there show the reason."), tr("Close the gate"),
                  {tr("Too many people inside"), tr("Queue moved to another gate"), tr("End of admission")});
    m_reason->show();
    adjustSize();
}

void PlaceCard::leave()
{
    hide();
    m_view = {};
    emit left();
}

void PlaceCard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        leave();
    else
        QFrame::keyPressEvent(event);
}

void PlaceCard::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.line);
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

} // namespace gatehouse
