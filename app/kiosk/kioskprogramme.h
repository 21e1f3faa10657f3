// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/kioskview.h"
#include "shared/programme/nowandnext.h"
#include "shared/replica/replica.h"

#include <QObject>

namespace gatehouse {

/// Now and next of all spaces by this kiosk's own copy, with or without the server. Looks at the copy only when it is
/// asked to, and only where a row of it changed or a minute began. Window's thread; the replica outlives it.
class KioskProgramme final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t kMostSessions = 60;         ///< of each: what nobody waits to see come by
    static constexpr std::int64_t kAheadMs = 24 * 3'600'000; ///< what begins later is not "next"

    explicit KioskProgramme(Replica &replica, QObject *parent = nullptr);

    /// True where nowNext() tells something else than before.
    bool update(Instant now);
    [[nodiscard]] const KioskNowNext &nowNext() const { return m_nowNext; }

private:
    template <class E>
    void follow();
    [[nodiscard]] KioskNowNext read(Instant now) const;
    [[nodiscard]] KioskSession sessionOf(const Slot &slot, const Space *space) const;
    [[nodiscard]] bool isCancelled(const Slot &slot) const;

    Replica &m_replica;
    KioskNowNext m_nowNext;
    bool m_hasChanged = true;
    std::int64_t m_minute = 0; ///< that it was read in
};

} // namespace gatehouse
