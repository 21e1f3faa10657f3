// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/overview/nownextlist.h"
#include "shared/programme/nowandnext.h"
#include "shared/replica/replica.h"

#include <QTimer>

namespace gatehouse {

/// Makes the rows of now and next from the replica, by the server's clock. Window's thread.
class NowNextPresenter final : public QObject
{
    Q_OBJECT

public:
    NowNextPresenter(Replica &replica, NowNextList &list, QObject *parent = nullptr);

    static constexpr std::chrono::milliseconds kRefresh{200};
    static constexpr std::chrono::seconds kTick{10};         ///< how late a change of the hour may show
    static constexpr std::int64_t kAheadMs = 24 * 3'600'000; ///< what begins later is not "next"

signals:
    /// True where the event has a programme at all.
    void hasProgramme(bool has);

private:
    template <class E>
    void follow();
    void refresh();
    [[nodiscard]] std::optional<NowNextView> viewOf(const Space &space, const std::vector<const Slot *> &placed,
                                                    Instant now) const;
    [[nodiscard]] QString titleOf(const Slot &slot) const;
    [[nodiscard]] QString clock(Instant at) const;

    Replica &m_replica;
    NowNextList &m_list;
    QTimer m_refresh;
    QTimer m_tick;
    QTimeZone m_zone = QTimeZone::utc();
};

} // namespace gatehouse
