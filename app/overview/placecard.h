// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/model/id.h"

#include <QFrame>

#include <utility>
#include <vector>

class QFormLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace gatehouse {

class CountLine;
class ReasonLine;
class StateChip;

/// Something that may be done with a place: a line of a menu.
struct PlaceAction {
    QString id; ///< "zone.edit"
    QString text;
    QString iconName;
    bool operator==(const PlaceAction &) const = default;
};

/// A gate or a zone that somebody pointed at; plain values.
struct PlaceView {
    Id id;
    QString title;
    State state = State::NoData;
    QString word;
    std::vector<std::pair<QString, QString>> facts; ///< label and value, both for people
    bool isGate = false;
    bool isOpen = false;              ///< a gate
    bool mayOperate = false;          ///< this account may open and close it
    bool mayCount = false;            ///< a zone whose people this account may count
    int people = 0;                   ///< what the count begins with
    std::vector<PlaceAction> actions; ///< how it may be changed
    bool operator==(const PlaceView &) const = default;
};

/// Lies over a corner of the map: what is known of one place, and what can be done there. Never modal; Escape or its
/// cross takes it away.
class PlaceCard final : public QFrame
{
    Q_OBJECT

public:
    explicit PlaceCard(QWidget *parent = nullptr);

    /// Shows it. What somebody is typing stays while the place is the same one.
    void setPlace(const PlaceView &view);
    [[nodiscard]] Id place() const { return m_view.id; }
    [[nodiscard]] CountLine *countLine() const { return m_count; }
    void leave();

signals:
    void openWanted(const gatehouse::Id &gate);
    void closeWanted(const gatehouse::Id &gate, const QString &reason);
    void counted(const gatehouse::Id &zone, int people, const QString &note);
    void clicked(const gatehouse::Id &zone, int delta);
    void actionWanted(const QString &action);
    void left();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void act();

    PlaceView m_view;
    QLabel *m_title;
    StateChip *m_chip;
    QToolButton *m_cross;
    QFormLayout *m_facts;
    QPushButton *m_action;
    CountLine *m_count;
    QToolButton *m_change;
    ReasonLine *m_reason;
};

} // namespace gatehouse
