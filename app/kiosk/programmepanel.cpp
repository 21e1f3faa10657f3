// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/programmepanel.h"

#include "app/kiosk/kioskwidgets.h"
#include "app/ui/figures.h"

#include <QDateTime>
#include <QLocale>
#include <QPainter>
#include <QTextLayout>

#include <cmath>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr double kPadding = 1.1; // units, as all below
constexpr double kTitle = 1.5;   // on a ten-inch screen twice what a sound eye needs at two metres
constexpr double kDetail = 1.15;
constexpr double kHead = 1.15;
constexpr double kRowGap = 0.75;
constexpr int kTitleLines = 2;

QDate dayOf(Instant at, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(at.ms, zone).date();
}

/// As many lines as it takes, two at most; the end of what is longer is left out.
std::vector<QString> titleLines(const QString &title, const QFont &font, double width)
{
    std::vector<QString> lines;
    QTextLayout layout(title, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        const bool isLast = lines.size() + 1 == kTitleLines;
        lines.push_back(isLast ? QFontMetricsF(font).elidedText(title.mid(line.textStart()), Qt::ElideRight, width)
                               : title.mid(line.textStart(), line.textLength()).trimmed());
        if (isLast)
            break;
    }
    layout.endLayout();
    return lines;
}

QFont struck(QFont font)
{
    font.setStrikeOut(true);
    return font;
}

} // namespace

ProgrammePanel::ProgrammePanel(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ProgrammePanel::setView(const KioskView &view)
{
    const bool isSame = view.nowNext == m_nowNext && view.zone == m_zone && view.programmeAsOf == m_asOf
        && dayOf(view.now, view.zone) == dayOf(m_now, m_zone);
    m_now = view.now;
    if (!isSame) {
        m_zone = view.zone;
        m_asOf = view.programmeAsOf;
        m_nowNext = view.nowNext;
        layOut();
    } else if (page() != m_painted) {
        update();
    }
}

void ProgrammePanel::scale(const KioskScale &scale)
{
    m_scale = scale;
    setMinimumSize(scale.pixels(16), scale.pixels(9));
    layOut();
}

void ProgrammePanel::translate()
{
    setAccessibleName(tr("Programme: now and next"));
    layOut();
}

void ProgrammePanel::resizeEvent(QResizeEvent *)
{
    layOut();
}

double ProgrammePanel::timeWidth() const
{
    const QFontMetricsF metrics(m_scale.font(themeOf(*this), kTitle, QFont::DemiBold));
    return figuresWidth(metrics, u"00:00"_s) + m_scale.unit * 0.9;
}

double ProgrammePanel::textWidth() const
{
    return std::max(width() - 2 * kPadding * m_scale.unit - timeWidth(), m_scale.unit * 4);
}

double ProgrammePanel::headHeight() const
{
    return QFontMetricsF(m_scale.font(themeOf(*this), kHead, QFont::Bold)).height() + m_scale.unit * 0.35;
}

double ProgrammePanel::footHeight() const
{
    const QFontMetricsF metrics(m_scale.font(themeOf(*this), 1));
    return m_scale.unit * 0.9 + (m_asOf ? metrics.height() * 2 : 0);
}

void ProgrammePanel::layOut()
{
    const Theme &theme = themeOf(*this);
    const QFont titleFont = m_scale.font(theme, kTitle, QFont::DemiBold);
    const double titleHeight = QFontMetricsF(titleFont).height();
    const double detailHeight = QFontMetricsF(m_scale.font(theme, kDetail)).height();
    m_rows.clear();
    for (const KioskSession &session : m_nowNext.now)
        m_rows.push_back({session, true, 0});
    for (const KioskSession &session : m_nowNext.next)
        m_rows.push_back({session, false, 0});
    for (Row &row : m_rows) {
        const auto lines = static_cast<double>(titleLines(row.session.title, titleFont, textWidth()).size());
        row.height = lines * titleHeight + detailHeight + m_scale.unit * kRowGap;
    }
    m_pages = pagesOf(m_rows.size());
    if (m_pages.size() > 1) { // a page more rather than one line alone on the last one
        const std::size_t most = (m_rows.size() + m_pages.size() - 1) / m_pages.size();
        m_pages = pagesOf(most);
    }
    setAccessibleDescription(lines().join(u"; "_s));
    update();
}

/// Which rows stand together on a page, at most so many. Each page says anew whether it tells of now or of what comes.
std::vector<std::vector<std::size_t>> ProgrammePanel::pagesOf(std::size_t most) const
{
    const double room = height() - 2 * kPadding * m_scale.unit - footHeight() + m_scale.unit * kRowGap;
    std::vector<std::vector<std::size_t>> pages;
    double used = 0;
    for (std::size_t index = 0; index < m_rows.size(); ++index) {
        const Row &row = m_rows[index];
        const bool isOtherPart = index == 0 || m_rows[index - 1].isNow != row.isNow;
        double wanted = row.height + (isOtherPart ? headHeight() : 0);
        if (pages.empty() || pages.back().size() >= most || used + wanted > room) {
            pages.emplace_back();
            used = 0;
            wanted = row.height + headHeight();
        }
        pages.back().push_back(index);
        used += wanted;
    }
    return pages;
}

std::size_t ProgrammePanel::page() const
{
    return m_pages.empty() ? 0
                           : static_cast<std::size_t>(std::max<std::int64_t>(m_now.ms, 0) / kTurnMs) % m_pages.size();
}

QString ProgrammePanel::timeOf(const Row &row) const
{
    return clockTime(row.session.expectedAt, m_zone);
}

QString ProgrammePanel::detailOf(const Row &row) const
{
    const KioskSession &session = row.session;
    QStringList parts;
    if (dayOf(session.expectedAt, m_zone) != dayOf(m_now, m_zone))
        parts += QLocale().dayName(dayOf(session.expectedAt, m_zone).dayOfWeek());
    const auto minutes = static_cast<int>((session.expectedAt - session.startsAt) / 60'000);
    if (session.isCancelled)
        parts += tr("cancelled");
    else if (row.isNow)
        parts += tr("until %1", "a time").arg(clockTime(session.endsAt, m_zone));
    else if (minutes > 0)
        parts += tr("%n minute(s) later", nullptr, minutes);
    if (!session.space.isEmpty())
        parts += session.space;
    return parts.join(u" · "_s);
}

QString ProgrammePanel::lineOf(const Row &row) const
{
    return tr("%1 %2, %3", "a time, a session, what is to be known of it")
        .arg(timeOf(row), row.session.title, detailOf(row));
}

QStringList ProgrammePanel::lines() const
{
    QStringList told;
    if (m_pages.empty())
        return told;
    for (const std::size_t index : m_pages[page()])
        told += lineOf(m_rows[index]);
    return told;
}

void ProgrammePanel::paintRow(QPainter &painter, const Row &row, double top) const
{
    const Theme &theme = themeOf(*this);
    const KioskSession &session = row.session;
    const Qt::Alignment side =
        Qt::AlignAbsolute | (layoutDirection() == Qt::LeftToRight ? Qt::AlignLeft : Qt::AlignRight);
    const double left = kPadding * m_scale.unit;
    const double textLeft = left + timeWidth();
    const bool isLate = !session.isCancelled && session.expectedAt != session.startsAt;
    const QFont titleFont = m_scale.font(theme, kTitle, QFont::DemiBold);
    const double titleHeight = QFontMetricsF(titleFont).height();
    const QFont detailFont = m_scale.font(theme, kDetail);
    const double detailHeight = QFontMetricsF(detailFont).height();

    painter.setPen(session.isCancelled        ? theme.quietText
                       : isLate && !row.isNow ? theme.state(State::Soon)
                                              : theme.text);
    painter.setFont(session.isCancelled ? struck(titleFont) : titleFont);
    drawFigures(painter, mirrored(*this, {left, top, timeWidth(), titleHeight}), side | Qt::AlignTop, timeOf(row));
    if (isLate && !row.isNow) { // what people may still have in mind, beneath
        painter.setPen(theme.quietText);
        painter.setFont(struck(detailFont));
        drawFigures(painter, mirrored(*this, {left, top + titleHeight, timeWidth(), detailHeight}), side | Qt::AlignTop,
                    clockTime(session.startsAt, m_zone));
    }
    painter.setFont(session.isCancelled ? struck(titleFont) : titleFont);
    painter.setPen(session.isCancelled ? theme.quietText : theme.text);
    // A title begins where its own language does, with its full stop at its end.
    painter.setLayoutDirection(session.title.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    double at = top;
    for (const QString &line : titleLines(session.title, titleFont, textWidth())) {
        painter.drawText(mirrored(*this, {textLeft, at, textWidth(), titleHeight}),
                         static_cast<int>(side | Qt::AlignVCenter), line);
        at += titleHeight;
    }
    painter.setLayoutDirection(layoutDirection());
    double detailLeft = textLeft;
    if (session.isCancelled || (isLate && !row.isNow)) {
        const State state = session.isCancelled ? State::Now : State::Soon;
        const double shape = m_scale.unit * kDetail * 0.9;
        paintStateShape(painter, mirrored(*this, {detailLeft, at + (detailHeight - shape) / 2, shape, shape}), state,
                        theme);
        detailLeft += shape * 1.4;
    }
    painter.setFont(detailFont);
    painter.setPen(theme.quietText);
    const double room = textLeft + textWidth() - detailLeft;
    painter.drawText(mirrored(*this, {detailLeft, at, room, detailHeight}), static_cast<int>(side | Qt::AlignVCenter),
                     QFontMetricsF(detailFont).elidedText(detailOf(row), Qt::ElideRight, room));
}

/// How many pages there are and which one this is; and how old all of it is.
void ProgrammePanel::paintFoot(QPainter &painter) const
{
    const Theme &theme = themeOf(*this);
    const double bottom = height() - kPadding * m_scale.unit * 0.6;
    if (m_pages.size() > 1) {
        const double dot = m_scale.unit * 0.45;
        const double step = std::min(dot * 2.2, (width() - 2 * kPadding * m_scale.unit) / double(m_pages.size()));
        double left = (width() - step * double(m_pages.size() - 1) - dot) / 2;
        for (std::size_t index = 0; index < m_pages.size(); ++index, left += step) {
            painter.setPen(QPen(theme.quietText, 1.2));
            painter.setBrush(index == page() ? QBrush(theme.accent) : QBrush(Qt::NoBrush));
            painter.drawEllipse(mirrored(*this, {left, bottom - dot, dot, dot}));
        }
    }
    if (!m_asOf)
        return;
    painter.setFont(m_scale.font(theme, 1));
    painter.setPen(theme.state(State::Soon));
    const double top = height() - kPadding * m_scale.unit - footHeight();
    painter.drawText(
        QRectF(kPadding * m_scale.unit, top, width() - 2 * kPadding * m_scale.unit, footHeight() - m_scale.unit * 0.9),
        static_cast<int>(Qt::AlignCenter) | Qt::TextWordWrap,
        tr("As it was at %1. Later changes are not known here.").arg(clockTime(*m_asOf, m_zone)));
}

void ProgrammePanel::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), m_scale.unit * 0.6, m_scale.unit * 0.6);
    m_painted = page();
    if (m_pages.empty())
        return;
    double top = kPadding * m_scale.unit;
    const Row *before = nullptr;
    for (const std::size_t index : m_pages[m_painted]) {
        const Row &row = m_rows[index];
        if (!before || before->isNow != row.isNow) {
            painter.setFont(m_scale.font(theme, kHead, QFont::Bold));
            painter.setPen(theme.accent);
            const Qt::Alignment side =
                Qt::AlignAbsolute | (layoutDirection() == Qt::LeftToRight ? Qt::AlignLeft : Qt::AlignRight);
            painter.drawText(QRectF(kPadding * m_scale.unit, top, width() - 2 * kPadding * m_scale.unit, headHeight()),
                             static_cast<int>(side | Qt::AlignTop),
                             row.isNow ? tr("Now", "heading: sessions that run")
                                       : tr("Next", "heading: sessions that come"));
            top += headHeight();
        }
        paintRow(painter, row, top);
        top += row.height;
        before = &row;
    }
    paintFoot(painter);
}

} // namespace gatehouse
