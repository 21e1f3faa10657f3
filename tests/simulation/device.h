// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/eventview.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/guards.h"
#include "tests/simulation/network.h"
#include "tests/simulation/rows.h"
#include "tests/simulation/trace.h"

#include <memory>
#include <set>

namespace gatehouse::simulation {

/// The world that all devices share.
struct World {
    std::function<Instant()> serverNow; ///< of the engine
    Agenda &agenda;
    Trace &trace;
    ServerEnd &server;
    NetworkFigures &network;
    const Dropped &dropped;
    std::uint64_t seed = 0;
    std::uint64_t connections = 0; ///< so far: each has chance of its own
};

struct DeviceSetup {
    Place place = kFirstDevice;
    std::string name;
    std::string folder; ///< its disk
    std::string token;
    std::int32_t wants = Wants::Live;
    bool keepsFile = false; ///< its rows in a file, as a kiosk does; else in memory that outlives its programs
};

struct DeviceFigures {
    std::uint64_t restarts = 0;
    std::uint64_t commands = 0; ///< made
    std::uint64_t answers = 0;
};

/// One client of the server as it really is: the real client, outbox and rows, driven by the agenda instead of timers.
/// Its program dies and comes back, its machine too; its wall clock is wrong and is set, its monotonic clock drifts.
class Device : private DeviceEnd
{
public:
    Device(World &world, DeviceSetup setup);
    ~Device() override;
    Device(const Device &) = delete;
    Device &operator=(const Device &) = delete;

    void start();
    /// The program dies: what was not on disk is gone. With `isReboot` its monotonic clock begins anew.
    void kill(bool isReboot);
    /// … in the worst moment: just after it has next kept a command, or taken an answer.
    void killSoon() { m_isDoomed = true; }
    /// An image of the disk is made, and later written back: what came between is gone. Only of a device whose rows are
    /// in no file. False: there is no image.
    void copyDisk();
    [[nodiscard]] bool returnToCopy();
    void setWall(std::int64_t skewMs);
    void setToken(std::string token);
    /// A command of the person at this device. Nothing while its program is down.
    template <class C>
    void send(const C &command)
    {
        if (isRunning())
            (void)sendNamed(std::string(C::spec.name), encoded(command));
    }

    [[nodiscard]] bool isRunning() const { return m_client != nullptr; }
    [[nodiscard]] Place place() const { return m_setup.place; }
    [[nodiscard]] const std::string &name() const { return m_setup.name; }
    [[nodiscard]] std::int32_t wants() const { return m_setup.wants; }
    [[nodiscard]] ReplicaStatus status() const { return m_client->status(); }
    [[nodiscard]] const Client &client() const { return *m_client; }
    [[nodiscard]] const Outbox &outbox() const { return *m_outbox; }
    [[nodiscard]] const WatchedRows &rows() const { return *m_rows; }
    [[nodiscard]] const EventView &view() const { return m_view; }
    [[nodiscard]] Path &path() { return m_path; }
    [[nodiscard]] const std::shared_ptr<Cable> &cable() const { return m_cable; }
    [[nodiscard]] const DeviceFigures &figures() const { return m_figures; }
    [[nodiscard]] ClientTime time() const;
    [[nodiscard]] Instant serverTime() const; ///< as the device knows it
    /// Holds all of this life, and has nothing to tell.
    [[nodiscard]] bool isSettled(const Id &epoch) const;
    [[nodiscard]] std::string state() const;

protected:
    [[nodiscard]] Result<std::int64_t> sendNamed(std::string name, std::string body);
    [[nodiscard]] World &world() const { return m_world; }
    [[nodiscard]] Random &random() { return m_random; }
    [[nodiscard]] std::int64_t monotonicMs() const { return time().monotonicMs; }
    void recall(std::int64_t answered);
    void forgetRows();

    // What subclasses hear of
    virtual void began() {} ///< the program runs, what was kept is in the view
    virtual void ended() {} ///< it is dead
    virtual void answered(const CommandAnswered &) {}
    virtual void rowsChanged(const std::vector<AppliedRow> &) {}
    virtual void statusChanged() {}
    virtual void welcomed(const Welcome &) {}
    virtual void recalled(const std::vector<OutboxEntry> &) {}
    virtual void renumbered(const std::vector<std::int64_t> &) {}

private:
    // DeviceEnd
    void opened() override;
    void received(std::string_view message) override;
    void closed(int code, std::string_view reason) override;

    void begin();
    void end();
    void startLater(std::int64_t afterMs, bool isReboot);
    void carryOut();
    void meetDoom();
    void take(ClientAction &action);
    void takeRows(RowsApplied &applied);
    void takeAnswer(const CommandAnswered &answered);
    void planStep();
    void openLink();

    World &m_world;
    DeviceSetup m_setup;
    SeededRandom m_random;
    SecretKey m_key;
    Path m_path;
    std::int64_t m_skewMs = 0;
    std::int64_t m_driftPpm = 0;
    std::int64_t m_bootedMs = 0;
    int m_boot = 0;
    int m_life = 0;

    MemoryRows m_memory; ///< what lies on disk, if it is no file
    std::unique_ptr<RowStore> m_file;
    std::unique_ptr<WatchedRows> m_rows;
    std::unique_ptr<Outbox> m_outbox;
    std::unique_ptr<Client> m_client;
    std::shared_ptr<Cable> m_cable;
    EventView m_view;
    std::vector<AppliedRow> m_partial;
    bool m_isCarryingOut = false;
    bool m_isDoomed = false;
    std::int64_t m_stepAtMs = 0; ///< planned, in simulated time; 0: none
    struct Copy {
        KilledFile outbox;
        MemoryRows rows;
    };
    std::unique_ptr<Copy> m_copy;
    DeviceFigures m_figures;
};

} // namespace gatehouse::simulation
