// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/figures.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QEvent>
#include <QLocale>
#include <QPainter>

namespace gatehouse {
namespace {

double digitWidth(const QFontMetricsF &metrics)
{
    double width = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        width = std::max(width, metrics.horizontalAdvance(QChar(digit)));
    return width;
}

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

/// Calls `each(run, advance, isDigit)` for every digit alone and every run between digits whole.
template <class Each>
void forRuns(const QFontMetricsF &metrics, const QString &text, Each each)
{
    const double digit = digitWidth(metrics);
    qsizetype start = 0;
    for (qsizetype at = 0; at <= text.size(); ++at) {
        if (at < text.size() && !isDigit(text.at(at)))
            continue;
        if (at > start) {
            const QString run = text.mid(start, at - start);
            each(run, metrics.horizontalAdvance(run), false);
        }
        if (at < text.size())
            each(text.mid(at, 1), digit, true);
        start = at + 1;
    }
}

} // namespace

double figuresWidth(const QFontMetricsF &metrics, const QString &text)
{
    double width = 0;
    forRuns(metrics, text, [&width](const QString &, double advance, bool) { width += advance; });
    return width;
}

void drawFigures(QPainter &painter, const QRectF &rect, Qt::Alignment alignment, const QString &text)
{
    const QFontMetricsF metrics(painter.font());
    const double width = figuresWidth(metrics, text);
    double x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.right() - width;
    else if (alignment & Qt::AlignHCenter)
        x = rect.center().x() - width / 2;
    double baseline = rect.top() + metrics.ascent();
    if (alignment & Qt::AlignVCenter)
        baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    else if (alignment & Qt::AlignBottom)
        baseline = rect.bottom() - metrics.descent();
    forRuns(metrics, text, [&](const QString &run, double advance, bool isDigitRun) {
        const double inset = isDigitRun ? (advance - metrics.horizontalAdvance(run)) / 2 : 0;
        painter.drawText(QPointF(x + inset, baseline), run);
        x += advance;
    });
}

QString ageWords(std::chrono::seconds age)
{
    const auto seconds = std::max<std::int64_t>(age.count(), 0);
    if (seconds < 90)
        return QCoreApplication::translate("gatehouse::Age", "%1 s", "seconds, short").arg(seconds);
    if (seconds < 90 * 60)
        return QCoreApplication::translate("gatehouse::Age", "%1 min", "minutes, short").arg(seconds / 60);
    if (seconds < 36 * 3600)
        return QCoreApplication::translate("gatehouse::Age", "%1 h", "hours, short").arg(seconds / 3600);
    return QCoreApplication::translate("gatehouse::Age", "%1 d", "days, short").arg(seconds / 86400);
}

QString clockWithSeconds(Instant instant, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(instant.ms, zone).toString(QStringLiteral("HH:mm:ss"));
}

QString clockTime(Instant instant, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(instant.ms, zone).toString(QStringLiteral("HH:mm"));
}

QString inOwnDirection(const QString &words)
{
    constexpr QChar kFirstStrongIsolate(0x2068), kPopIsolate(0x2069);
    return words.isEmpty() ? words : kFirstStrongIsolate + words + kPopIsolate;
}

namespace {

class SteppedLabel final : public QLabel
{
public:
    SteppedLabel(QWidget *parent, TypeStep step, QFont::Weight weight, Tone tone)
        : QLabel(parent), m_step(step), m_weight(weight), m_tone(tone)
    {
        setTextFormat(Qt::PlainText);
        follow();
    }

protected:
    void changeEvent(QEvent *event) override
    {
        if (event->type() == QEvent::StyleChange)
            follow();
        QLabel::changeEvent(event);
    }

private:
    void follow()
    {
        const Theme &theme = themeOf(*this);
        setFont(theme.font(m_step, m_weight));
        if (m_tone == Tone::Usual)
            return;
        QPalette quiet;
        quiet.setColor(QPalette::WindowText, theme.quietText);
        setPalette(quiet);
    }

    TypeStep m_step;
    QFont::Weight m_weight;
    Tone m_tone;
};

} // namespace

QLabel *steppedLabel(QWidget *parent, TypeStep step, QFont::Weight weight, Tone tone, const QString &text)
{
    auto *label = new SteppedLabel(parent, step, weight, tone);
    label->setText(text);
    return label;
}

QLabel *plainLabel(QWidget *parent, const QString &text)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    return label;
}

} // namespace gatehouse
