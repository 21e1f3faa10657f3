// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

class QApplication;
class QPainter;
class QRectF;
class QWidget;

namespace gatehouse {

/// How things stand. Shown as colour, shape and word together, never by colour alone.
enum class State { NoData, Fine, Soon, Now, Info };
inline constexpr State kStates[] = {State::NoData, State::Fine, State::Soon, State::Now, State::Info};

enum class ColourScheme { Dark, Light, HighContrast };

/// The steps of the type scale, in pixels at 100 %.
enum class TypeStep { Small = 12, Body = 14, Title = 18, Heading = 24, Figure = 30, GreatFigure = 48 };

/// Every colour, distance and font of the window: a value, made from a scheme and a text size. Widgets ask the one in
/// force with `themeOf()` when they paint, so that a change needs no more than a repaint. Window's thread.
class Theme
{
public:
    /// `textPercent` is held within 100 … 200.
    explicit Theme(ColourScheme scheme = ColourScheme::Dark, int textPercent = 100);

    [[nodiscard]] ColourScheme scheme() const { return m_scheme; }
    [[nodiscard]] int textPercent() const { return m_textPercent; }
    [[nodiscard]] bool isDark() const { return m_scheme != ColourScheme::Light; }

    QColor ground;    ///< behind everything
    QColor panel;     ///< cards, docks, tables
    QColor raised;    ///< buttons, hovered rows
    QColor line;      ///< borders and grids
    QColor text;      ///< 4.5:1 at least on ground, panel and raised
    QColor quietText; ///< captions; 4.5:1 at least on ground and panel
    QColor accent;    ///< focus, selection, links
    QColor onAccent;  ///< text on accent

    /// A colour for shapes, lines and large text on ground or panel (4.5:1 at least).
    [[nodiscard]] QColor state(State state) const;
    /// A quiet filling that text keeps its contrast on.
    [[nodiscard]] QColor stateFill(State state) const;
    /// Text on a surface filled with `state()`.
    [[nodiscard]] QColor onState(State state) const;

    /// Distances come in steps of four pixels and grow half as fast as the text.
    [[nodiscard]] int space(int steps) const;
    [[nodiscard]] int pixels(TypeStep step) const;
    [[nodiscard]] QFont font(TypeStep step, QFont::Weight weight = QFont::Normal) const;
    [[nodiscard]] int cornerRadius() const { return 6; }

    [[nodiscard]] QPalette palette() const;

private:
    ColourScheme m_scheme;
    int m_textPercent;
    QString m_family;
};

/// The theme that the style of this widget paints with; the dark one where no theme was applied.
[[nodiscard]] const Theme &themeOf(const QWidget &widget);

/// Gives the whole program this theme: style, palette and font. Every widget hears of it by QEvent::StyleChange.
void applyTheme(QApplication &application, const Theme &theme);

/// "Fine", "Soon", "Now" …: the word that stands beside the colour.
[[nodiscard]] QString stateWord(State state);

/// The shape of a state: ring (no data), disc with tick, triangle, octagon with stroke, square.
void paintStateShape(QPainter &painter, const QRectF &square, State state, const Theme &theme);

/// WCAG 2.1 contrast, 1 … 21.
[[nodiscard]] double contrast(const QColor &one, const QColor &other);

} // namespace gatehouse
