// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/theme.h"

#include "app/ui/themestyle.h"

#include <QApplication>
#include <QCoreApplication>
#include <QFontDatabase>
#include <QPainter>
#include <QPainterPath>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

struct StateColours {
    QRgb noData, fine, soon, now, info;
};

// Okabe and Ito's order (bluish green, orange, vermilion, sky blue), which stays apart for every common colour vision;
// meanings as ISO 22324. Lightness differs too, so that a grey print can be read.
constexpr StateColours kDarkStates{0x9aa5b4, 0x2fc08f, 0xf2b233, 0xff6b52, 0x62b8f0};
constexpr StateColours kLightStates{0x66707d, 0x006b4b, 0x9a6400, 0xb3122b, 0x0b63a5};
constexpr StateColours kContrastStates{0xd0d0d0, 0x35e0a8, 0xffd23f, 0xff8a70, 0x7fd0ff};

QRgb pick(const StateColours &colours, State state)
{
    switch (state) {
    case State::NoData:
        return colours.noData;
    case State::Fine:
        return colours.fine;
    case State::Soon:
        return colours.soon;
    case State::Now:
        return colours.now;
    case State::Info:
        return colours.info;
    }
    return colours.noData;
}

const StateColours &stateColours(ColourScheme scheme)
{
    switch (scheme) {
    case ColourScheme::Dark:
        return kDarkStates;
    case ColourScheme::Light:
        return kLightStates;
    case ColourScheme::HighContrast:
        return kContrastStates;
    }
    return kDarkStates;
}

QColor mixed(const QColor &one, const QColor &other, double share)
{
    const auto part = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return {part(one.red(), other.red()), part(one.green(), other.green()), part(one.blue(), other.blue())};
}

double luminance(const QColor &colour)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

QString textFamily()
{
    const QStringList families = QFontDatabase::families();
    for (const auto &family : {u"Inter"_s, u"Noto Sans"_s, u"DejaVu Sans"_s})
        if (families.contains(family))
            return family;
    return QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
}

} // namespace

Theme::Theme(ColourScheme scheme, int textPercent)
    : m_scheme(scheme), m_textPercent(std::clamp(textPercent, 100, 200)), m_family(textFamily())
{
    const auto set = [this](QRgb g, QRgb p, QRgb r, QRgb l, QRgb t, QRgb q, QRgb a, QRgb on) {
        ground = QColor(g), panel = QColor(p), raised = QColor(r), line = QColor(l);
        text = QColor(t), quietText = QColor(q), accent = QColor(a), onAccent = QColor(on);
    };
    switch (scheme) {
    case ColourScheme::Dark:
        set(0x11151b, 0x181d25, 0x242b36, 0x333c4a, 0xe8ecf2, 0x9da8b8, 0x5aa9f5, 0x08131f);
        break;
    case ColourScheme::Light:
        set(0xf2f4f7, 0xffffff, 0xe6eaf0, 0xc6ced9, 0x151a21, 0x505b6a, 0x0b63a5, 0xffffff);
        break;
    case ColourScheme::HighContrast:
        set(0x000000, 0x000000, 0x1c1c1c, 0xffffff, 0xffffff, 0xe4e4e4, 0xffe34d, 0x000000);
        break;
    }
}

QColor Theme::state(State state) const
{
    return QColor(pick(stateColours(m_scheme), state));
}

QColor Theme::stateFill(State state) const
{
    return mixed(panel, this->state(state), isDark() ? 0.24 : 0.16);
}

QColor Theme::onState(State) const
{
    return isDark() ? QColor(0x0b0e12) : QColor(Qt::white);
}

int Theme::space(int steps) const
{
    return steps * 4 * (100 + (m_textPercent - 100) / 2) / 100;
}

int Theme::pixels(TypeStep step) const
{
    return static_cast<int>(step) * m_textPercent / 100;
}

QFont Theme::font(TypeStep step, QFont::Weight weight) const
{
    QFont font(m_family);
    font.setPixelSize(pixels(step));
    font.setWeight(weight);
    return font;
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor &colour) { palette.setColor(role, colour); };
    set(QPalette::Window, ground);
    set(QPalette::WindowText, text);
    set(QPalette::Base, panel);
    set(QPalette::AlternateBase, mixed(panel, raised, 0.35));
    set(QPalette::Text, text);
    set(QPalette::PlaceholderText, quietText);
    set(QPalette::Button, raised);
    set(QPalette::ButtonText, text);
    set(QPalette::BrightText, state(State::Now));
    set(QPalette::Highlight, accent);
    set(QPalette::HighlightedText, onAccent);
    set(QPalette::Link, accent);
    set(QPalette::LinkVisited, accent);
    set(QPalette::ToolTipBase, raised);
    set(QPalette::ToolTipText, text);
    set(QPalette::Light, mixed(raised, text, 0.1));
    set(QPalette::Midlight, mixed(raised, text, 0.05));
    set(QPalette::Mid, line);
    set(QPalette::Dark, mixed(ground, line, 0.6));
    set(QPalette::Shadow, mixed(ground, QColor(Qt::black), 0.5));
    const QColor faded = mixed(panel, text, 0.45);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faded);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, line);
    return palette;
}

const Theme &themeOf(const QWidget &widget)
{
    if (const auto *style = qobject_cast<const ThemeStyle *>(widget.style()))
        return style->theme();
    static const Theme dark;
    return dark;
}

void applyTheme(QApplication &application, const Theme &theme)
{
    application.setStyle(new ThemeStyle(theme)); // the application owns it and ends the one before
    application.setPalette(theme.palette());     // after the style, which brings a palette of its own
    application.setFont(theme.font(TypeStep::Body));
}

QString stateWord(State state)
{
    switch (state) {
    case State::NoData:
        return QCoreApplication::translate("gatehouse::State", "No data");
    case State::Fine:
        return QCoreApplication::translate("gatehouse::State", "Fine");
    case State::Soon:
        return QCoreApplication::translate("gatehouse::State", "Soon", "needs action soon");
    case State::Now:
        return QCoreApplication::translate("gatehouse::State", "Now", "needs action now");
    case State::Info:
        return QCoreApplication::translate("gatehouse::State", "Info");
    }
    return {};
}

void paintStateShape(QPainter &painter, const QRectF &square, State state, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double size = std::min(square.width(), square.height());
    painter.translate(square.center());
    painter.scale(size / 2, size / 2); // from here a square of -1 … 1
    const QColor colour = theme.state(state);
    const QPen mark(theme.onState(state), 0.28, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    switch (state) {
    case State::NoData:
        painter.setBrush(Qt::NoBrush);
        painter.setPen([&] {
            QPen ring(colour, 0.26);
            ring.setDashPattern({2.2, 1.6});
            return ring;
        }());
        painter.drawEllipse(QPointF(), 0.8, 0.8);
        break;
    case State::Fine:
        painter.drawEllipse(QPointF(), 0.95, 0.95);
        painter.setPen(mark);
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(QPolygonF({{-0.42, 0.02}, {-0.1, 0.36}, {0.44, -0.32}}));
        break;
    case State::Soon:
        painter.drawPolygon(QPolygonF({{0, -0.95}, {1.0, 0.85}, {-1.0, 0.85}}));
        painter.setPen(mark);
        painter.drawLine(QPointF(0, -0.3), QPointF(0, 0.2));
        painter.drawPoint(QPointF(0, 0.55));
        break;
    case State::Now: {
        QPolygonF octagon;
        for (int corner = 0; corner < 8; ++corner)
            octagon << QPointF(std::cos((corner + 0.5) * M_PI / 4), std::sin((corner + 0.5) * M_PI / 4));
        painter.drawPolygon(octagon);
        painter.setPen(mark);
        painter.drawLine(QPointF(0, -0.5), QPointF(0, 0.1));
        painter.drawPoint(QPointF(0, 0.5));
        break;
    }
    case State::Info:
        painter.drawRoundedRect(QRectF(-0.85, -0.85, 1.7, 1.7), 0.2, 0.2);
        painter.setPen(mark);
        painter.drawPoint(QPointF(0, -0.42));
        painter.drawLine(QPointF(0, -0.02), QPointF(0, 0.45));
        break;
    }
    painter.restore();
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace gatehouse
