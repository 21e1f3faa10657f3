// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace gatehouse {

/// Stands where nothing is yet, and says what to do first.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// `actionText` may be empty: then there is no button.
    void setWords(const QString &iconName, const QString &title, const QString &whatToDo,
                  const QString &actionText = {});

signals:
    void actionWanted();

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyLook();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_whatToDo;
    QPushButton *m_action;
};

} // namespace gatehouse
