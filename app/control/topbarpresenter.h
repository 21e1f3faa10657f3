// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/overview/overviewpresenter.h"
#include "app/shell/topbar.h"
#include "shared/replica/replica.h"

#include <QTimer>

namespace gatehouse {

/// Makes the top bar's values, every second and when something changes. Window's thread.
class TopBarPresenter final : public QObject
{
    Q_OBJECT

public:
    TopBarPresenter(Replica &replica, const OverviewPresenter &overview, TopBar &bar, QObject *parent = nullptr);

    static constexpr std::chrono::seconds kAskState{10}; ///< how often disk and backup are asked about
    /// A backup that is older than three of its intervals is late.
    static constexpr int kLateBackups = 3;

    /// What of disk and backup is shown for this answer at this time; for tests, too.
    [[nodiscard]] static std::pair<State, QString> safetyOf(const GetDocumentState::Answer &answer, Instant now);

    /// How the machine of this window stands, and in what words.
    void setMachine(const std::pair<State, QString> &standing);

private:
    void refresh();
    void askState();

    Replica &m_replica;
    const OverviewPresenter &m_overview;
    TopBar &m_bar;
    QTimer m_second;
    QTimer m_ask;
    std::optional<GetDocumentState::Answer> m_state;
    std::pair<State, QString> m_machine{State::NoData, {}};
};

} // namespace gatehouse
