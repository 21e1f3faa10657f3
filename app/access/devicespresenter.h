// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/access/devicesdesk.h"
#include "app/ui/job.h"
#include "shared/replica/replica.h"

#include <QTimer>

namespace gatehouse {

/// Makes the devices desk's values from rows and presence, and carries out what is wished there. `Gate` and
/// `CheckInList` are asked for by name alone. Window's thread.
class DevicesPresenter final : public QObject
{
    Q_OBJECT

public:
    DevicesPresenter(Replica &replica, DevicesDesk &desk, QObject *parent = nullptr);

    static constexpr std::chrono::milliseconds kRefresh{200};

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void schedule();
    void refresh();
    void add(const DeviceWish &wish);
    void change(const Id &id, const DeviceWish &wish);
    void call(const Id &device);
    void revoke(const Id &device, const QString &reason);
    void saveKey(const QString &path, const QString &key);
    void tell(const QString &done, const Result<Nothing> &answer);
    [[nodiscard]] DeviceView viewOf(const Device &device, Instant now) const;

    Replica &m_replica;
    DevicesDesk &m_desk;
    QTimer m_refresh;
    QTimer m_second; ///< ages grow by themselves
    Job m_job;
};

} // namespace gatehouse
