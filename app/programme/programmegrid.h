// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/programme/programmeview.h"

#include <QAbstractScrollArea>

namespace gatehouse {

/// One event day: spaces as columns, time downwards, names and hours always in sight. Chosen by click or arrows, moved
/// by dragging (the move itself is only wished for). Painted by hand: the list beside it tells the same.
class ProgrammeGrid final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit ProgrammeGrid(QWidget *parent = nullptr);

    static constexpr int kSnapMinutes = 5;          ///< what a drag lands on
    static constexpr std::size_t kMostInOrder = 12; ///< of more spaces, those with nothing on this day stand last

    /// `day` is a place in `view.days`; the slots of other days are passed over.
    void setView(const ProgrammeView &view, int day);
    void choose(const Id &key);
    [[nodiscard]] Id chosen() const { return m_chosen; }
    /// So that the line of now stands in the upper third.
    void showNow();
    /// In the viewport; null where it is not on this day. For tests, too.
    [[nodiscard]] QRect rectOf(const Id &slot) const;
    [[nodiscard]] QPoint pointAt(const Id &space, Instant at) const;
    [[nodiscard]] std::size_t count() const { return m_boxes.size(); }

signals:
    void slotChosen(const gatehouse::Id &slot);
    void moveWanted(const gatehouse::Id &slot, const gatehouse::Id &space, gatehouse::Instant startsAt);
    void addWanted(const gatehouse::Id &space, gatehouse::Instant startsAt);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    /// A slot with where it stands: side by side with those it overlaps.
    struct Box {
        SlotView slot;
        int column = 0;
        int lane = 0;
        int lanes = 1;
    };
    struct Drag {
        bool isPressed = false;
        bool isMoving = false;
        QPoint from;
        int box = -1;
        int column = 0;
        Instant startsAt;
    };

    [[nodiscard]] bool isOnDay(const SlotView &slot) const;
    void place();
    void assignLanes();
    void fitRange();
    void fitBars();
    [[nodiscard]] double pixelsPerMinute() const;
    [[nodiscard]] int rulerWidth() const;
    [[nodiscard]] int headHeight() const;
    [[nodiscard]] double columnWidth() const;
    [[nodiscard]] double yOf(Instant at) const;
    [[nodiscard]] Instant instantAt(int y) const;
    [[nodiscard]] int columnAt(int x) const;
    [[nodiscard]] QRectF rectOf(const Box &box, Instant startsAt, Instant endsAt) const;
    [[nodiscard]] int boxAt(const QPoint &point) const;
    [[nodiscard]] int boxOf(const Id &key) const;
    void step(int key);
    void chooseBox(int box);
    void paintHours(QPainter &painter, const Theme &theme) const;
    void paintHead(QPainter &painter, const Theme &theme) const;
    void paintNow(QPainter &painter, const Theme &theme, int alpha) const;
    void paintBox(QPainter &painter, const Box &box, const QRectF &rect, const Theme &theme) const;
    void paintWords(QPainter &painter, const SlotView &slot, const QRectF &inside, const Theme &theme) const;
    [[nodiscard]] double markWidth(const SlotView &slot, const Theme &theme) const;
    void paintMark(QPainter &painter, const SlotView &slot, QPointF at, const Theme &theme) const;
    void paintDrag(QPainter &painter, const Theme &theme) const;
    [[nodiscard]] QString accessibleWords(const SlotView &slot) const;

    ProgrammeView m_view;
    int m_day = 0;
    Instant m_from; ///< what the grid shows of the day
    Instant m_until;
    std::vector<Box> m_boxes; ///< by column, then start
    Id m_chosen;
    Drag m_drag;
};

} // namespace gatehouse
