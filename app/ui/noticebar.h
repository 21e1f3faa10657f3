// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"

#include <QWidget>

#include <chrono>

class QLabel;
class QPushButton;
class QTimer;
class QToolButton;

namespace gatehouse {

/// A passing message at the foot of a desk: never modal, never recorded. Stays while the pointer or the focus is on it;
/// a newer notice takes the place of an older one. Spoken once by assistive technology.
class NoticeBar final : public QWidget
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    static constexpr std::chrono::milliseconds kStay{8000}; ///< long enough to read two lines and reach Undo

    /// `actionText` ("Undo") may be empty.
    void show(State state, const QString &text, const QString &actionText = {});
    void dismiss();
    [[nodiscard]] QString text() const;

signals:
    void actionWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void leaveIfUnused();

    State m_state = State::Info;
    QLabel *m_text;
    QPushButton *m_action;
    QToolButton *m_close;
    QTimer *m_timer;
};

} // namespace gatehouse
