// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/programme/programmeview.h"

#include <QWidget>

class QComboBox;
class QDateEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTimeEdit;

namespace gatehouse {

/// The event itself: its name, the venue's time zone, and which days it has.
class EventForm final : public QWidget
{
    Q_OBJECT

public:
    explicit EventForm(QWidget *parent = nullptr);

    void ask(const EventWish &event);
    [[nodiscard]] EventWish wish() const;
    void setRefusal(const QString &words);

signals:
    void wanted(const gatehouse::EventWish &before, const gatehouse::EventWish &after);
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void check();

    EventWish m_before;
    QLineEdit *m_name;
    QComboBox *m_zone;
    QDateEdit *m_firstDay;
    QSpinBox *m_days;
    QTimeEdit *m_cutOff;
    QLabel *m_span;
    QLabel *m_refusal;
    QPushButton *m_save;
};

} // namespace gatehouse
