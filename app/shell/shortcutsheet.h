// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace gatehouse {

class ActionTable;

/// F1: all keys, by menu. Lies over the desk; any key or click takes it away.
class ShortcutSheet final : public QFrame
{
    Q_OBJECT

public:
    ShortcutSheet(const ActionTable &actions, QWidget *parent);

    void open();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    const ActionTable &m_actions;
};

} // namespace gatehouse
