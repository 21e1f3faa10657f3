// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/model/values.h"

#include <QTimeZone>
#include <QWidget>

class QPushButton;

namespace gatehouse {

enum class LinkCondition { Connected, Connecting, Offline };

/// What the top bar says; plain values.
struct TopBarView {
    QString eventName;
    bool isExercise = false;
    Instant now;                       ///< server's time
    QTimeZone zone = QTimeZone::utc(); ///< of the venue
    int inside = 0;
    int capacity = 0; ///< 0: not limited
    State insideState = State::NoData;
    int devices = 0;
    int devicesOffline = 0;
    LinkCondition link = LinkCondition::Connecting;
    int waiting = 0;                    ///< commands of this desk without an answer
    State safetyState = State::NoData;  ///< of disk and backup
    QString safety;                     ///< "4 min ago", "none", "disk full"; empty: not known to this account
    State machineState = State::NoData; ///< of the machine that this window runs on
    QString machine;                    ///< "kept awake", "battery 18 %"; empty: not watched
    QString fullZones;                  ///< "Hall 3: full"; empty: none
};

/// Never changes place: event, clock, people inside, devices, link, search.
class TopBar final : public QWidget
{
    Q_OBJECT

public:
    explicit TopBar(QWidget *parent = nullptr);

    void setView(const TopBarView &view);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {600, sizeHint().height()}; }

signals:
    void paletteWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void place();

    TopBarView m_view;
    QPushButton *m_search;
};

} // namespace gatehouse
