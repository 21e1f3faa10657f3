// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/noticebar.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QAccessible>
#include <QApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

namespace gatehouse {

NoticeBar::NoticeBar(QWidget *parent)
    : QWidget(parent), m_text(plainLabel(this)), m_action(new QPushButton(this)), m_close(new QToolButton(this)),
      m_timer(new QTimer(this))
{
    const Theme &theme = themeOf(*this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme.space(10), theme.space(2), theme.space(2), theme.space(2));
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    m_text->setWordWrap(true);
    m_close->setIcon(lineIcon(QStringLiteral("x")));
    m_close->setAutoRaise(true);
    m_close->setAccessibleName(tr("Dismiss this notice"));
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, &NoticeBar::leaveIfUnused);
    connect(m_close, &QToolButton::clicked, this, &NoticeBar::dismiss);
    connect(m_action, &QPushButton::clicked, this, [this] {
        dismiss();
        emit actionWanted();
    });
    hide();
}

void NoticeBar::show(State state, const QString &text, const QString &actionText)
{
    m_state = state;
    m_text->setText(text);
    m_action->setText(actionText);
    m_action->setVisible(!actionText.isEmpty());
    setAccessibleName(text);
    QWidget::show();
    update();
    QAccessibleEvent spoken(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&spoken);
    m_timer->start(kStay);
}

void NoticeBar::dismiss()
{
    m_timer->stop();
    hide();
}

QString NoticeBar::text() const
{
    return m_text->text();
}

void NoticeBar::leaveIfUnused()
{
    const QWidget *focus = QApplication::focusWidget();
    if (underMouse() || (focus && isAncestorOf(focus)))
        m_timer->start(kStay);
    else
        hide();
}

void NoticeBar::enterEvent(QEnterEvent *)
{
    m_timer->stop();
}

void NoticeBar::leaveEvent(QEvent *)
{
    m_timer->start(kStay);
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.state(m_state), 1));
    painter.setBrush(theme.stateFill(m_state));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme.cornerRadius(), theme.cornerRadius());
    const double side = theme.space(4);
    paintStateShape(painter, {theme.space(3) * 1.0, height() / 2.0 - side / 2, side, side}, m_state, theme);
}

} // namespace gatehouse
