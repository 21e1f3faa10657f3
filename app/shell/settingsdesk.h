// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"

#include <QWidget>

class QButtonGroup;
class QLabel;
class QLineEdit;
class QListWidget;
class QSlider;

namespace gatehouse {

/// Settings of this desk alone: theme, text size, saved layouts. Every change takes effect at once.
class SettingsDesk final : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsDesk(QWidget *parent = nullptr);

    void setTheme(ColourScheme scheme, int textPercent);
    void setLayouts(const QStringList &names);

signals:
    void themeWanted(gatehouse::ColourScheme scheme, int textPercent);
    void layoutSaveWanted(const QString &name);
    void layoutWanted(const QString &name);
    void layoutRemoveWanted(const QString &name);

private:
    [[nodiscard]] ColourScheme chosenScheme() const;

    QButtonGroup *m_schemes;
    QSlider *m_text;
    QLabel *m_textPercent;
    QListWidget *m_layouts;
    QLineEdit *m_layoutName;
};

} // namespace gatehouse
