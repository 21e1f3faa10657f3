// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/kioskpages.h"

class QGridLayout;

namespace gatehouse {

/// One thing that a scan still lacks: how many of a group come, or a question of the list. Large buttons where there is
/// a choice, a pad where there is none.
class AskPage final : public KioskPageWidget
{
    Q_OBJECT

public:
    static constexpr std::int32_t kMostButtons = 12; ///< of people; more are typed

    explicit AskPage(QWidget *parent);
    void show(const KioskView &view) override;
    void scale(const KioskScale &scale) override;
    void translate() override;
    void wipe();
    [[nodiscard]] QString typed() const { return m_typed; }

signals:
    void answered(const QString &value);
    void passed(); ///< need not be answered, and is not
    void cancelled();
    void touched();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeKeys();
    void showChoices();
    void addKey(const QString &text, const QString &value, int row, int column, int width);
    void press(const QString &key);
    void showTyped();
    void give();
    [[nodiscard]] bool isTyped() const;
    [[nodiscard]] bool isWhole() const;

    KioskAsk m_ask;
    QString m_typed;
    KioskScale m_scale;
    QLabel *m_step;
    QLabel *m_title;
    QLabel *m_field;
    QWidget *m_keyboard;
    QGridLayout *m_grid;
    std::vector<QPushButton *> m_keys;
    QPushButton *m_cancel;
    QPushButton *m_erase;
    QPushButton *m_pass;
    QPushButton *m_enter;
};

} // namespace gatehouse
