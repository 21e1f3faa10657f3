// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/programme/programmeactions.h"

#include <QTimer>

namespace gatehouse {

/// Keeps the programme desk at what the replica holds, while somebody looks; previews what is thought of there.
/// Window's thread.
class ProgrammePresenter final : public QObject
{
    Q_OBJECT

public:
    ProgrammePresenter(Replica &replica, ProgrammeDesk &desk, QObject *parent = nullptr);

    static constexpr std::chrono::milliseconds kRefresh{150};
    static constexpr std::chrono::seconds kTick{10}; ///< how far the line of now may lag

    void askEvent() { m_actions.askEvent(); }

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    template <class E>
    void follow();
    void schedule();
    void refresh();
    void previewDelay(const DelayWish &wish);
    [[nodiscard]] Id keyWhenThere() const;

    Replica &m_replica;
    ProgrammeDesk &m_desk;
    ProgrammeLook m_look;
    ProgrammeActions m_actions;
    QTimer m_refresh;
    QTimer m_tick;
    bool m_isStale = true;
    Id m_chooseWhenThere; ///< a slot or session that was added
};

} // namespace gatehouse
