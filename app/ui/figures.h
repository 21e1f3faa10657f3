// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/model/values.h"

#include <QFontMetricsF>
#include <QLabel>
#include <QString>
#include <QTimeZone>

#include <chrono>

class QPainter;
class QRectF;

namespace gatehouse {

/// Width of one line with every digit as wide as the widest. Qt 6.4 cannot ask a font for its tabular figures.
[[nodiscard]] double figuresWidth(const QFontMetricsF &metrics, const QString &text);

/// Draws one line with tabular figures in the painter's font and pen, aligned in `rect`.
void drawFigures(QPainter &painter, const QRectF &rect, Qt::Alignment alignment, const QString &text);

/// "12 s", "4 min", "3 h", "2 d": how old a figure is, in few letters.
[[nodiscard]] QString ageWords(std::chrono::seconds age);

/// Wall clock of the venue: "19:41:07" and "19:41".
[[nodiscard]] QString clockWithSeconds(Instant instant, const QTimeZone &zone);
[[nodiscard]] QString clockTime(Instant instant, const QTimeZone &zone);

/// Words that came from outside, for a place in a sentence or a page of another direction: a full stop stays at their
/// own end and a number beside an Arabic name keeps its place (first strong isolate, Unicode Standard Annex #9).
[[nodiscard]] QString inOwnDirection(const QString &words);

/// A label that shows what came from outside: plain text, whatever it holds. Never interprets tags.
[[nodiscard]] QLabel *plainLabel(QWidget *parent, const QString &text = {});

enum class Tone { Usual, Quiet };

/// The same in a step of the type scale; follows a change of theme and text size.
[[nodiscard]] QLabel *steppedLabel(QWidget *parent, TypeStep step, QFont::Weight weight, Tone tone,
                                   const QString &text = {});

} // namespace gatehouse
