// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/machine/machinewatch.h"
#include "app/shell/shell.h"
#include "app/ui/feedlist.h"
#include "shared/replica/replica.h"

#include <QTimer>

#include <functional>
#include <memory>

namespace gatehouse {

class AccountsDesk;
class DevicesDesk;
class DoorsDesk;
class ImportsDesk;
class OverviewDesk;
class PaperPresenter;
class PlacePresenter;
class TopBarPresenter;
class VenueEditor;
class ProgrammeDesk;
class ProgrammePresenter;
class TicketsDesk;
class TicketsPresenter;

/// The window of one event: desks, feed, top bar and palette over one replica, which does not know whether its server
/// is in this process or elsewhere. Window's thread.
class ControlRoom final : public QObject
{
    Q_OBJECT

public:
    /// `settings` outlives it.
    ControlRoom(ReplicaOptions options, QSettings &settings, QObject *parent = nullptr);
    ~ControlRoom() override;

    /// Connects, and shows the window.
    void start();
    [[nodiscard]] Shell &shell() { return *m_shell; }
    [[nodiscard]] Replica &replica() { return *m_replica; }

    /// Gives a fresh token well before the old one ends.
    void setTokenSource(std::function<Result<std::string>()> fresh);

    /// Looks after the machine that this window runs on: its battery, disks and memory, and that it does not sleep
    /// while a gate is open.
    void watchMachine(const MachinePlaces &places);

signals:
    /// The server does not take this desk's token (any more).
    void signInWanted(const QString &why);

private:
    void buildDesks();
    void addVenueActions();
    void addProgrammeActions();
    void showSession(const Id &session);
    void wireDesks();
    void welcomed();
    void showEvent();
    void statusChanged();

    QSettings &m_settings;
    // In this order: the window and what presents it die before the replica.
    std::unique_ptr<Replica> m_replica;
    std::unique_ptr<FeedModel> m_feed;
    std::unique_ptr<Shell> m_shell;
    OverviewDesk *m_overview = nullptr; ///< the shell's
    DoorsDesk *m_doors = nullptr;
    TopBarPresenter *m_topBar = nullptr;
    VenueEditor *m_editor = nullptr;
    ProgrammeDesk *m_programme = nullptr;
    ProgrammePresenter *m_programmePresenter = nullptr;
    TicketsDesk *m_tickets = nullptr;
    DevicesDesk *m_devices = nullptr;
    AccountsDesk *m_accounts = nullptr;
    ImportsDesk *m_imports = nullptr;
    PlacePresenter *m_places = nullptr; ///< child of the shell, as the other presenters
    std::function<Result<std::string>()> m_freshToken;
    QTimer m_renew;
    bool m_wasRefused = false;
};

} // namespace gatehouse
