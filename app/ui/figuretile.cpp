// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/figuretile.h"

#include "app/ui/figures.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>

namespace gatehouse {
namespace {

constexpr int kMostStateCharacters = 34; // a sentence may not push the other tiles off the screen

QString stateLine(const FigureView &view)
{
    const QString word = view.word.isEmpty() ? stateWord(view.state) : view.word;
    if (!view.age)
        return word;
    return FigureTile::tr("%1 · %2 old", "state, then the age of a figure: 12 s").arg(word, ageWords(*view.age));
}

} // namespace

FigureTile::FigureTile(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::MinimumExpanding, QSizePolicy::Fixed);
}

void FigureTile::setView(const FigureView &view)
{
    if (view == m_view)
        return;
    m_view = view;
    setAccessibleName(view.caption);
    setToolTip(stateLine(view)); // a long one is cut in its tile
    setAccessibleDescription(QStringLiteral("%1 %2, %3").arg(view.figure, view.beside, stateLine(view)));
    updateGeometry();
    update();
}

QSize FigureTile::sizeHint() const
{
    const Theme &theme = themeOf(*this);
    const QFontMetricsF figure(theme.font(TypeStep::Figure, QFont::DemiBold));
    const QFontMetricsF small(theme.font(TypeStep::Small));
    const double beside = small.horizontalAdvance(m_view.beside);
    const double width = std::max({figuresWidth(figure, m_view.figure) + beside + theme.space(2),
                                   small.horizontalAdvance(m_view.caption),
                                   std::min(small.horizontalAdvance(stateLine(m_view)) + theme.space(5),
                                            small.averageCharWidth() * kMostStateCharacters)});
    const double height = small.height() * 2 + figure.height() + theme.space(1);
    return {static_cast<int>(width) + theme.space(6), static_cast<int>(height) + theme.space(5)};
}

QSize FigureTile::minimumSizeHint() const
{
    return sizeHint();
}

void FigureTile::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hasFocus() ? theme.accent : theme.line, hasFocus() ? 2 : 1));
    painter.setBrush(underMouse() ? theme.raised : theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme.cornerRadius(), theme.cornerRadius());

    const QRectF inner = QRectF(rect()).adjusted(theme.space(3), theme.space(2), -theme.space(3), -theme.space(2));
    painter.setFont(theme.font(TypeStep::Small));
    painter.setPen(theme.quietText);
    drawFigures(painter, inner, Qt::AlignTop | Qt::AlignLeft,
                painter.fontMetrics().elidedText(m_view.caption, Qt::ElideRight, static_cast<int>(inner.width())));

    const double stateHeight = painter.fontMetrics().height();
    const QRectF stateRect(inner.left(), inner.bottom() - stateHeight, inner.width(), stateHeight);
    const double shape = stateHeight * 0.8;
    paintStateShape(painter, {stateRect.left(), stateRect.center().y() - shape / 2, shape, shape}, m_view.state, theme);
    painter.setPen(m_view.state == State::Fine ? theme.quietText : theme.state(m_view.state));
    const QRectF words = stateRect.adjusted(shape + theme.space(1), 0, 0, 0);
    drawFigures(painter, words, Qt::AlignVCenter | Qt::AlignLeft,
                painter.fontMetrics().elidedText(stateLine(m_view), Qt::ElideRight, static_cast<int>(words.width())));

    painter.setFont(theme.font(TypeStep::Figure, QFont::DemiBold));
    painter.setPen(m_view.age ? theme.quietText : theme.text);
    const double width = figuresWidth(QFontMetricsF(painter.font()), m_view.figure);
    const QRectF figureRect(inner.left(), inner.top() + stateHeight, inner.width(), inner.height() - 2 * stateHeight);
    drawFigures(painter, figureRect, Qt::AlignVCenter | Qt::AlignLeft, m_view.figure);
    const double baseline = figureRect.center().y()
        + (QFontMetricsF(painter.font()).ascent() - QFontMetricsF(painter.font()).descent()) / 2;
    painter.setFont(theme.font(TypeStep::Small));
    painter.setPen(theme.quietText);
    const double besideTop = baseline - QFontMetricsF(painter.font()).ascent();
    drawFigures(painter, QRectF(inner.left() + width + theme.space(2), besideTop, inner.width(), stateHeight),
                Qt::AlignTop | Qt::AlignLeft, m_view.beside);
}

void FigureTile::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        emit activated();
    else
        QWidget::keyPressEvent(event);
}

void FigureTile::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->pos()))
        emit activated();
}

void FigureTile::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

} // namespace gatehouse
