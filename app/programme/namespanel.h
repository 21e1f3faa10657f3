// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/programme/programmeview.h"

#include <QWidget>

class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace gatehouse {

/// What a name in the panel is.
enum class NameKind { Track, Speaker, Space };

/// All tracks, speakers or spaces: add one, rename it, give it its colour, biography or capacity, remove it.
class NamesPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit NamesPanel(NameKind kind, QWidget *parent = nullptr);

    /// What is being typed stays while its name is the one that is chosen.
    void setNames(const std::vector<NameView> &names);
    void begin();

signals:
    void addWanted(const QString &name);
    void editWanted(const gatehouse::NameView &name);
    void removeWanted(const gatehouse::Id &id);
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showChosen();
    void chooseColour();
    [[nodiscard]] const NameView *chosen() const;

    NameKind m_kind;
    std::vector<NameView> m_names;
    Id m_chosen;
    QColor m_colour;
    QLineEdit *m_newName;
    QListWidget *m_list;
    QWidget *m_detail;
    QLineEdit *m_name;
    QPlainTextEdit *m_more;
    QToolButton *m_colourButton;
    QSpinBox *m_capacity;
    QPushButton *m_save;
    QPushButton *m_remove;
};

} // namespace gatehouse
