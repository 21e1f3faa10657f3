// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse {

/// Asks for a reason in place, never in a window of its own: usual reasons as buttons, a line for others.
class ReasonLine final : public QWidget
{
    Q_OBJECT

public:
    explicit ReasonLine(QWidget *parent = nullptr);

    /// `doIt` names the action on its button ("Undo the scan").
    void ask(const QString &question, const QString &doIt, const QStringList &usual);

signals:
    void given(const QString &reason); ///< never empty
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void give();

    QLabel *m_question;
    QBoxLayout *m_usual;
    QLineEdit *m_reason;
    QPushButton *m_doIt;
    QPushButton *m_cancel;
};

} // namespace gatehouse
