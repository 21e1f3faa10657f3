// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"

#include <QWidget>

#include <chrono>
#include <optional>

namespace gatehouse {

/// What a tile shows. `word` replaces the usual word of the state ("79 %", "2 of 8 offline").
struct FigureView {
    QString caption;
    QString figure;
    QString beside; ///< small, after the figure: "of 4,000"
    State state = State::NoData;
    QString word;
    std::optional<std::chrono::seconds> age; ///< shown when the figure is old
    bool operator==(const FigureView &) const = default;
};

/// A large tabular number with its caption and state. Click or Enter opens the rows that make it.
class FigureTile final : public QWidget
{
    Q_OBJECT

public:
    explicit FigureTile(QWidget *parent = nullptr);

    void setView(const FigureView &view);
    [[nodiscard]] const FigureView &view() const { return m_view; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void activated();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    FigureView m_view;
};

} // namespace gatehouse
