// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/emptystate.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/theme.h"

#include <QEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent), m_icon(plainLabel(this)),
      m_title(steppedLabel(this, TypeStep::Title, QFont::DemiBold, Tone::Usual)),
      m_whatToDo(steppedLabel(this, TypeStep::Body, QFont::Normal, Tone::Quiet)), m_action(new QPushButton(this))
{
    auto *column = new QVBoxLayout(this);
    column->addStretch(2);
    for (QLabel *label : {m_icon, m_title, m_whatToDo}) {
        label->setAlignment(Qt::AlignCenter);
        column->addWidget(label);
    }
    m_whatToDo->setWordWrap(true);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch(3);
    m_action->hide();
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionWanted);
    applyLook();
}

void EmptyState::setWords(const QString &iconName, const QString &title, const QString &whatToDo,
                          const QString &actionText)
{
    m_iconName = iconName;
    m_title->setText(title);
    m_whatToDo->setText(whatToDo);
    m_action->setText(actionText);
    m_action->setVisible(!actionText.isEmpty());
    applyLook();
}

void EmptyState::applyLook()
{
    const Theme &theme = themeOf(*this);
    layout()->setSpacing(theme.space(2));
    layout()->setContentsMargins(theme.space(6), theme.space(4), theme.space(6), theme.space(4));
    m_icon->setPixmap(linePixmap(m_iconName, theme.quietText, theme.space(10), devicePixelRatioF()));
}

void EmptyState::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange)
        applyLook();
    QWidget::changeEvent(event);
}

} // namespace gatehouse
