// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/statechip.h"

#include "app/ui/figures.h"

#include <QPainter>

namespace gatehouse {

void paintStateChip(QPainter &painter, const QRectF &rect, State state, const QString &word, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isLoud = state == State::Now;
    painter.setPen(theme.scheme() == ColourScheme::HighContrast ? QPen(theme.state(state), 1) : QPen(Qt::NoPen));
    painter.setBrush(theme.stateFill(state));
    const double radius = std::min(rect.height() / 2, 11.0);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const double shape = theme.pixels(TypeStep::Small) * 0.95;
    const double left = rect.left() + theme.space(2);
    paintStateShape(painter, {left, rect.center().y() - shape / 2, shape, shape}, state, theme);
    painter.setFont(theme.font(TypeStep::Small, isLoud ? QFont::DemiBold : QFont::Medium));
    painter.setPen(theme.text);
    const QRectF place(left + shape + theme.space(1) + 2, rect.top(), rect.right() - left - shape - theme.space(3),
                       rect.height());
    const QString shown = painter.fontMetrics().elidedText(word, Qt::ElideRight, static_cast<int>(place.width()) + 2);
    drawFigures(painter, place, Qt::AlignVCenter | Qt::AlignLeft, shown);
    painter.restore();
}

QSizeF stateChipSize(const QString &word, const Theme &theme)
{
    const QFontMetricsF metrics(theme.font(TypeStep::Small, QFont::DemiBold));
    return {figuresWidth(metrics, word) + metrics.height() + theme.space(5), metrics.height() + theme.space(2)};
}

StateChip::StateChip(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateChip::setState(State state, const QString &word)
{
    m_state = state;
    m_word = word;
    setAccessibleName(this->word());
    updateGeometry();
    update();
}

QString StateChip::word() const
{
    return m_word.isEmpty() ? stateWord(m_state) : m_word;
}

QSize StateChip::sizeHint() const
{
    return stateChipSize(word(), themeOf(*this)).toSize();
}

void StateChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintStateChip(painter, rect(), m_state, word(), themeOf(*this));
}

} // namespace gatehouse
