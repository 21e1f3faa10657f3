// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"

#include <QWidget>

namespace gatehouse {

/// A state in one small piece: shape, colour, word. Filled loudly only for State::Now.
void paintStateChip(QPainter &painter, const QRectF &rect, State state, const QString &word, const Theme &theme);
/// The size that `paintStateChip()` needs for this word.
[[nodiscard]] QSizeF stateChipSize(const QString &word, const Theme &theme);

/// The same as a widget.
class StateChip final : public QWidget
{
    Q_OBJECT

public:
    explicit StateChip(QWidget *parent = nullptr);

    /// An empty word stands for the usual word of the state.
    void setState(State state, const QString &word = {});
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QString word() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    State m_state = State::NoData;
    QString m_word;
};

} // namespace gatehouse
