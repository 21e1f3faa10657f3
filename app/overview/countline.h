// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QPushButton;
class QSpinBox;

namespace gatehouse {

/// Where people in a zone are counted by hand: a figure with a note, and a clicker for a door without a scanner.
class CountLine final : public QWidget
{
    Q_OBJECT

public:
    explicit CountLine(QWidget *parent = nullptr);

    /// For another zone: begins with its estimate, selected to be typed over.
    void begin(int people);
    [[nodiscard]] QSpinBox *figure() const { return m_figure; }

signals:
    void counted(int people, const QString &note);
    void clicked(int delta);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void record();
    QPushButton *addStep(const QString &text, const QString &name, int delta);

    QSpinBox *m_figure;
    QLineEdit *m_note;
    QPushButton *m_record;
};

} // namespace gatehouse
