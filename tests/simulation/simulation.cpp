// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/simulation.h"

#include "tests/simulation/checks.h"

#include <QDir>
#include <QTemporaryDir>

#include <algorithm>
#include <filesystem>

namespace gatehouse::simulation {

namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr int kKiosks = 12;
constexpr int kCompanions = 30;
constexpr std::int64_t kArrivalMs = 8'000; // mean, of all gates together
constexpr std::int64_t kActMs = 15'000;    // … of all companions
constexpr std::int64_t kSignInMs = 20'000; // until somebody types the password again
constexpr std::int64_t kHealMs = 180'000;  // for those that wait to try again, or for a connection that says nothing
constexpr std::int64_t kRetoldMs = 15 * kMinuteMs; // after a restore every device has told again what it knows
constexpr std::int64_t kThousandMs = 60'000;       // … and for each thousand commands [I19]

/// Mean time between two of a kind, in simulated milliseconds; 0: never. Each seed has its own: what hides behind a
/// storm shows in a drizzle.
struct Weather {
    std::int64_t stall = 0;
    std::int64_t reset = 0;
    std::int64_t deaf = 0;
    std::int64_t starve = 0;
    std::int64_t partition = 0; ///< all of them at once
    std::int64_t deviceKill = 0;
    std::int64_t deviceClock = 0;
    std::int64_t deviceDisk = 0;
    std::int64_t serverKill = 0;
    std::int64_t serverClock = 0;
    std::int64_t backup = 0;
    std::int64_t restore = 0;
    std::int64_t move = 0;
    std::int64_t takeOver = 0;
    std::int64_t secondOpener = 0;
    std::int64_t latencyMs = 0;
    std::int64_t jitterMs = 0;
    bool hasNarrowLimits = false;

    static Weather of(Random &chance)
    {
        const auto sometimes = [&chance](std::int64_t meanMs) {
            const auto strength = 30 + static_cast<std::int64_t>(chance.below(270)); // percent
            return chance.below(2) == 0 ? 0 : meanMs * 100 / strength;
        };
        Weather made;
        made.stall = sometimes(kMinuteMs);
        made.reset = sometimes(kMinuteMs);
        made.deaf = sometimes(2 * kMinuteMs);
        made.starve = sometimes(8 * kMinuteMs);
        made.partition = sometimes(40 * kMinuteMs);
        made.deviceKill = sometimes(90'000);
        made.deviceClock = sometimes(2 * kMinuteMs);
        made.deviceDisk = sometimes(20 * kMinuteMs);
        made.serverKill = sometimes(12 * kMinuteMs);
        made.serverClock = sometimes(20 * kMinuteMs);
        made.backup = 10 * kMinuteMs;
        made.restore = sometimes(50 * kMinuteMs);
        made.move = sometimes(60 * kMinuteMs);
        made.takeOver = sometimes(40 * kMinuteMs);
        made.secondOpener = sometimes(20 * kMinuteMs);
        made.latencyMs = 1 + static_cast<std::int64_t>(chance.below(60));
        made.jitterMs = chance.below(3) == 0 ? static_cast<std::int64_t>(chance.below(900)) + 1 : 20;
        made.hasNarrowLimits = chance.below(2) == 0;
        return made;
    }

    /// For people who look for the reason.
    [[nodiscard]] std::string inWords() const
    {
        std::string words = "weather:";
        const auto tell = [&words](const char *what, std::int64_t meanMs) {
            if (meanMs > 0)
                words += std::string(" ") + what + " " + std::to_string(meanMs / 1'000) + " s,";
        };
        tell("stall", stall);
        tell("reset", reset);
        tell("silence", deaf);
        tell("starved", starve);
        tell("partition", partition);
        tell("device killed", deviceKill);
        tell("device's clock", deviceClock);
        tell("device's disk", deviceDisk);
        tell("server killed", serverKill);
        tell("server's clock", serverClock);
        tell("restore", restore);
        tell("move", move);
        tell("taken over", takeOver);
        tell("second opener", secondOpener);
        return words + " latency " + std::to_string(latencyMs) + "+" + std::to_string(jitterMs) + " ms"
            + (hasNarrowLimits ? ", narrow limits" : "");
    }

    [[nodiscard]] HubLimits limits() const
    {
        HubLimits limits;
        if (!hasNarrowLimits)
            return limits;
        limits.commandsPerSecond = 1;
        limits.commandBurst = 3;
        limits.commandsUnanswered = 4;
        limits.scansUnanswered = 8;
        limits.ringBatches = 32;
        limits.rowsPerStep = 200;
        limits.sequencesPerRead = 64;
        return limits;
    }
};

/// Where files lie: in memory, if the machine has such a place.
QString folderTemplate()
{
    const bool hasMemory = std::filesystem::is_directory("/dev/shm");
    return (hasMemory ? QStringLiteral("/dev/shm") : QDir::tempPath()) + QStringLiteral("/gatehouse-simulate-XXXXXX");
}

class Venue
{
public:
    explicit Venue(const Options &options)
        : m_options(options), m_chance(options.seed), m_weather(Weather::of(m_chance)), m_folder(folderTemplate()),
          m_authority(m_agenda, m_trace, folder("server"), options.seed + 1, m_options.dropped, m_weather.limits()),
          m_world{[this] { return m_authority.engine().now(); },
                  m_agenda,
                  m_trace,
                  m_authority,
                  m_network,
                  m_options.dropped,
                  options.seed},
          m_checks(m_authority, m_trace, m_model, m_ground, m_agenda)
    {
        build();
    }

    Report run()
    {
        m_troubleMs = m_options.minutes * kMinuteMs;
        plan();
        while (m_agenda.step(m_troubleMs)) {
        }
        heal();
        settle();
        meetNewcomers();
        m_checks.judge(m_devices, m_report);
        return finish();
    }

private:
    [[nodiscard]] std::string folder(const std::string &name) const
    {
        return m_folder.filePath(QString::fromStdString(name)).toStdString();
    }

    // --- what there is at the start
    // ------------------------------------------------------------------------------------------

    void build()
    {
        const FloorId floor(m_authority.newId());
        m_authority.command(AddFloor{floor, "Ground floor", 0, 100'000, 100'000});
        m_ground.zone = ZoneId(m_authority.newId());
        m_authority.command(
            AddZone{m_ground.zone, floor, "Hall", 1000, {{0, 0}, {50'000, 0}, {50'000, 50'000}, {0, 50'000}}});
        AddProduct product;
        m_ground.product = product.product = ProductId(m_authority.newId());
        product.name = "Day ticket";
        m_authority.command(product);
        AddCheckInList list;
        m_ground.list = list.list = CheckInListId(m_authority.newId());
        list.name = "Entrance";
        list.allowsReEntry = true;
        m_authority.command(list);
        const auto tickets = std::min<std::int64_t>(150 + m_options.minutes, 2'000);
        for (std::int64_t index = 0; index < tickets; ++index)
            sell(index);
        buildProgramme(floor);
        for (int index = 0; index < kKiosks; ++index)
            addKiosk(index, floor);
        for (int index = 0; index < kCompanions; ++index)
            addCompanion(index);
        m_authority.backUp();
        m_authority.start();
    }

    void sell(std::int64_t index)
    {
        AddAttendee attendee;
        attendee.attendee = AttendeeId(m_authority.newId());
        attendee.name = "Attendee " + std::to_string(index);
        m_authority.command(attendee);
        IssueTicket ticket;
        ticket.ticket = TicketId(m_authority.newId());
        ticket.attendee = attendee.attendee;
        ticket.product = m_ground.product;
        SeenTicket seen;
        seen.code = m_authority.command(ticket).code;
        seen.ticket = ticket.ticket;
        seen.attendee = attendee.attendee;
        m_model.tickets.push_back(std::move(seen));
    }

    void buildProgramme(const FloorId &floor)
    {
        AddSpace space;
        space.space = SpaceId(m_authority.newId());
        space.name = "Stage";
        space.floor = floor;
        m_authority.command(space);
        for (int index = 0; index < 20; ++index) {
            AddSession session;
            session.session = SessionId(m_authority.newId());
            session.title = "Session " + std::to_string(index);
            m_authority.command(session);
            AddSlot slot;
            slot.slot = SlotId(m_authority.newId());
            slot.session = session.session;
            slot.space = space.space;
            slot.startsAt = Instant{ServerClock::kBeginMs + index * 90 * kMinuteMs};
            slot.minutes = 30;
            m_authority.command(slot);
            m_ground.sessions.push_back(session.session);
            m_ground.timetable.push_back(slot.slot);
        }
    }

    DeviceSetup setupFor(const std::string &name, std::string token, std::int32_t wants)
    {
        DeviceSetup setup;
        setup.place = m_nextPlace++;
        setup.name = name;
        setup.folder = folder(name);
        setup.token = std::move(token);
        setup.wants = wants;
        return setup;
    }

    void adopt(Device &device)
    {
        device.path().latencyMs = m_weather.latencyMs;
        device.path().jitterMs = m_weather.jitterMs;
        m_devices.push_back(&device);
        m_agenda.plan(static_cast<std::int64_t>(m_chance.below(10'000)), device.place(), [&device] { device.start(); });
    }

    void addKiosk(int index, const FloorId &floor)
    {
        AddGate gate;
        gate.gate = GateId(m_authority.newId());
        gate.floor = floor;
        gate.name = "Gate " + std::to_string(index + 1);
        gate.at = {index * 5'000, 0};
        gate.inner = m_ground.zone;
        m_authority.command(gate);
        m_authority.command(OpenGate{gate.gate, "doors open"});
        AddDevice add;
        add.device = DeviceId(m_authority.newId());
        add.name = "Kiosk " + std::to_string(index + 1);
        add.gate = gate.gate;
        add.list = m_ground.list;
        DeviceSetup setup =
            setupFor("kiosk-" + std::to_string(index + 1), m_authority.command(add).key, Wants::Live | Wants::Kiosk);
        setup.keepsFile = index < 2;
        m_kiosks.push_back(std::make_unique<Kiosk>(m_world, std::move(setup), m_model, index));
        adopt(*m_kiosks.back());
    }

    static Duty dutyOf(int index)
    {
        if (index < 4)
            return Duty::Counter;
        if (index < 7)
            return Duty::Programme;
        if (index < 9)
            return Duty::Tickets;
        return index < 12 ? Duty::Desk : Duty::Visitor;
    }

    static Permissions permissionsOf(Duty duty)
    {
        switch (duty) {
        case Duty::Visitor:
            return {};
        case Duty::Counter:
            return {Permission::CountPeople, Permission::ViewOccupancy, Permission::ViewVenue};
        case Duty::Programme:
            return {Permission::EditProgramme, Permission::ViewVenue};
        case Duty::Tickets:
            return {Permission::ManageTickets, Permission::ViewTickets, Permission::Scan};
        case Duty::Desk:
            return {Permission::Reconcile, Permission::ViewScans, Permission::UndoScan, Permission::ForceAdmit};
        }
        return {};
    }

    void addCompanion(int index)
    {
        const Duty duty = dutyOf(index);
        RoleId &role = m_roles[duty];
        if (role.isNull()) {
            AddRole add;
            add.role = role = RoleId(m_authority.newId());
            add.name = "role " + std::to_string(static_cast<int>(duty));
            add.permissions = permissionNames(permissionsOf(duty));
            m_authority.command(add);
        }
        AddAccount account;
        account.account = AccountId(m_authority.newId());
        account.login = "person" + std::to_string(index + 1);
        account.name = "Person " + std::to_string(index + 1);
        account.password = "$argon2id$v=19$m=8,t=1,p=1$nobody"; // nobody signs in by it: tokens are handed out
        account.roles = {role};
        m_authority.command(account);
        const std::int32_t wants = duty == Duty::Tickets ? Wants::Live | Wants::Kiosk : Wants::Live;
        m_companions.push_back(std::make_unique<Companion>(
            m_world, setupFor("companion-" + std::to_string(index + 1), m_authority.tokenFor(account.account), wants),
            m_model, m_ground, account.account, duty));
        adopt(*m_companions.back());
    }

    // --- what happens
    // -----------------------------------------------------------------------------------------------------

    /// Again and again while there is trouble, at chance intervals; `meanMs` 0: never.
    void whileThereIsTrouble(std::int64_t meanMs, const std::function<void()> &what)
    {
        if (meanMs <= 0)
            return;
        const auto afterMs = 1 + static_cast<std::int64_t>(m_chance.below(static_cast<std::uint64_t>(2 * meanMs)));
        if (m_agenda.nowMs() + afterMs >= m_troubleMs)
            return;
        m_agenda.plan(afterMs, kWorld, [this, meanMs, what] {
            what();
            whileThereIsTrouble(meanMs, what);
        });
    }

    Device &anyDevice() { return *m_devices[m_chance.below(m_devices.size())]; }
    Kiosk &anyKiosk() { return *m_kiosks[m_chance.below(m_kiosks.size())]; }
    [[nodiscard]] std::int64_t chance(std::int64_t below)
    {
        return static_cast<std::int64_t>(m_chance.below(static_cast<std::uint64_t>(below)));
    }

    void plan()
    {
        whileThereIsTrouble(kArrivalMs, [this] { arrive(); });
        whileThereIsTrouble(kActMs, [this] { m_companions[m_chance.below(m_companions.size())]->act(); });
        whileThereIsTrouble(m_weather.stall, [this] { stall(anyDevice(), chance(2 * kMinuteMs)); });
        whileThereIsTrouble(m_weather.reset, [this] { withCable(&Cable::reset); });
        whileThereIsTrouble(m_weather.deaf, [this] { withCable(&Cable::goDeaf); });
        whileThereIsTrouble(m_weather.starve, [this] { withCable(&Cable::starve); });
        whileThereIsTrouble(m_weather.partition, [this] { partition(); });
        whileThereIsTrouble(m_weather.deviceKill, [this] { anyDevice().kill(m_chance.below(3) == 0); });
        whileThereIsTrouble(m_weather.deviceKill, [this] { anyKiosk().killSoon(); });
        whileThereIsTrouble(m_weather.deviceClock, [this] { setClock(anyDevice()); });
        whileThereIsTrouble(m_weather.deviceDisk, [this] { copyDisk(); });
        whileThereIsTrouble(m_weather.serverKill, [this] { m_authority.kill(m_chance.below(3) == 0); });
        whileThereIsTrouble(m_weather.serverClock,
                            [this] { m_authority.setClock(chance(20 * kMinuteMs) - 10 * kMinuteMs); });
        whileThereIsTrouble(m_weather.backup, [this] { m_authority.backUp(); });
        whileThereIsTrouble(m_weather.restore, [this] { restore(); });
        whileThereIsTrouble(m_weather.move, [this] { m_authority.move(); });
        whileThereIsTrouble(m_weather.takeOver, [this] { m_authority.takeOver(); });
        whileThereIsTrouble(m_weather.secondOpener, [this] { m_authority.tryToServeTwice(); });
        minutely();
        signIn();
    }

    void minutely()
    {
        m_agenda.plan(kMinuteMs, kWorld, [this] {
            m_checks.look(m_devices);
            minutely();
        });
    }

    /// People whose sign-in has ended sign in again.
    void signIn()
    {
        m_agenda.plan(kSignInMs, kWorld, [this] {
            for (const auto &companion : m_companions) {
                if (m_authority.isRunning() && companion->isSignedOut())
                    companion->setToken(m_authority.tokenFor(companion->account()));
            }
            signIn();
        });
    }

    /// People come in, some go out again; some codes are tried at two gates at once, or again at the same one.
    void arrive()
    {
        const std::size_t place = m_chance.below(m_model.tickets.size());
        const SeenTicket &ticket = m_model.tickets[place];
        const bool isInside = ticket.entries > ticket.exits;
        const bool goesOut = m_chance.below(10) < (isInside ? 7U : 1U);
        Kiosk &kiosk = anyKiosk();
        kiosk.present(place, goesOut ? Direction::Exit : Direction::Entry);
        const auto cheats = m_chance.below(8);
        if (cheats == 0)
            anyKiosk().present(place, Direction::Entry);
        if (cheats == 1) {
            m_agenda.plan(3'000 + chance(60'000), kWorld, [&kiosk, place] { kiosk.present(place, Direction::Entry); });
        }
    }

    /// Both ways, or one only; what is sent meanwhile comes afterwards.
    void stall(Device &device, std::int64_t forMs)
    {
        const std::int64_t until = std::min(m_agenda.nowMs() + forMs, m_troubleMs);
        const auto kind = m_chance.below(3);
        for (const Way way : {Way::Up, Way::Down}) {
            if (kind != static_cast<std::uint64_t>(way))
                device.path().stalledUntilMs[static_cast<std::size_t>(way)] = until;
        }
        ++m_network.stalls;
        m_trace.note("stall", device.place(), until);
    }

    /// The venue's network is gone for a while.
    void partition()
    {
        const std::int64_t forMs = kMinuteMs + chance(15 * kMinuteMs);
        for (Device *device : m_devices) {
            if (m_chance.below(4) != 0)
                stall(*device, forMs);
        }
    }

    void withCable(void (Cable::*befall)())
    {
        const auto cable = anyDevice().cable();
        if (!cable || !cable->isInUse())
            return;
        m_trace.note("weather", cable->place());
        ((*cable).*befall)();
    }

    void setClock(Device &device)
    {
        const auto kind = m_chance.below(6);
        if (kind == 0)
            device.setWall(-ServerClock::kBeginMs); // 1970
        else if (kind == 1)
            device.setWall(chance(48 * 60 * kMinuteMs) - 24 * 60 * kMinuteMs);
        else
            device.setWall(chance(20 * kMinuteMs) - 10 * kMinuteMs);
    }

    /// Somebody makes an image of a disk, of a kiosk that has something to tell if there is one, and writes it back
    /// later.
    void copyDisk()
    {
        Kiosk *waiting = &anyKiosk();
        for (const auto &each : m_kiosks) {
            if (each->isRunning() && each->outbox().waitingCount() > 0)
                waiting = each.get();
        }
        Kiosk &kiosk = *waiting;
        kiosk.copyDisk();
        m_agenda.plan(chance(10 * kMinuteMs), kWorld, [this, &kiosk] {
            if (m_agenda.nowMs() < m_troubleMs)
                setDiskBack(kiosk);
        });
    }

    void setDiskBack(Kiosk &kiosk)
    {
        if (!kiosk.returnToCopy())
            return;
        for (auto &[id, scan] : m_model.scans) {
            if (scan.kiosk != kiosk.number())
                continue;
            m_model.tickets[scan.ticket].isRuled = true;
            const bool isThere = m_model.acknowledged.contains(id) && m_agenda.nowMs() - m_restoredMs > kRetoldMs;
            if (isThere)
                scan.isRisky = true; // an outbox that begins anew keeps what waits
            else
                scan.isLost = true; // unless the copy had it, or it was on its way
        }
    }

    void restore()
    {
        m_authority.restore();
        ++m_model.restores;
        m_restoredMs = m_agenda.nowMs();
        for (auto &[id, scan] : m_model.scans)
            scan.isLost = scan.isLost || scan.isRisky;
    }

    // --- how it ends
    // ------------------------------------------------------------------------------------------------------

    void heal()
    {
        m_trace.note("heal");
        for (Device *device : m_devices)
            device->path().latencyMs = 2;
        if (!m_authority.isRunning())
            m_trace.note("the server is still down");
    }

    [[nodiscard]] bool isSettled() const
    {
        return m_authority.isRunning() && std::all_of(m_devices.begin(), m_devices.end(), [this](const Device *device) {
                   return device->isSettled(m_authority.epoch());
               });
    }

    /// [I19] All queues are empty soon after everything works again.
    void settle()
    {
        std::int64_t waiting = 0;
        for (const Device *device : m_devices)
            waiting += device->isRunning() ? static_cast<std::int64_t>(device->outbox().waitingCount()) : 0;
        while (!m_authority.isRunning())
            m_agenda.step(m_agenda.nowMs() + 60'000);
        const std::int64_t beganMs = m_agenda.nowMs();
        const std::int64_t untilMs = beganMs + kHealMs + waiting * kThousandMs / 1'000;
        while (!isSettled() && m_agenda.nowMs() < untilMs) {
            const std::int64_t next = m_agenda.nowMs() + 1'000;
            while (m_agenda.step(next)) {
            }
        }
        m_report.settledMs = m_agenda.nowMs() - beganMs;
        for (const Device *device : m_devices) {
            if (!device->isSettled(m_authority.epoch()))
                m_trace.violate("I19: not settled " + std::to_string(m_report.settledMs)
                                + " ms after healing: " + device->state());
        }
        pass(45'000); // a heartbeat and a return: who was left behind notices
    }

    void pass(std::int64_t ms)
    {
        const std::int64_t untilMs = m_agenda.nowMs() + ms;
        while (m_agenda.step(untilMs)) {
        }
    }

    /// [I10] Who comes now and begins with everything holds what those hold who followed all the way.
    void meetNewcomers()
    {
        for (const std::size_t index : {std::size_t(0), std::size_t(8), std::size_t(20)}) {
            const Companion &known = *m_companions[index];
            DeviceSetup setup =
                setupFor("newcomer-" + std::to_string(index), m_authority.tokenFor(known.account()), known.wants());
            m_newcomers.push_back(std::make_unique<Device>(m_world, std::move(setup)));
            adopt(*m_newcomers.back());
        }
        pass(20'000);
        for (const auto &newcomer : m_newcomers) {
            if (!newcomer->isSettled(m_authority.epoch()))
                m_trace.violate("I10: who comes new is not let in: " + newcomer->state());
        }
    }

    Report finish()
    {
        m_trace.note("end", m_authority.engine().head());
        m_report.events = m_trace.events();
        m_report.simulatedMs = m_agenda.nowMs();
        m_report.lights = m_model.lights;
        m_report.offline = m_model.offline;
        m_report.refusals = m_model.refusals;
        for (const Device *device : m_devices) {
            m_report.commands += device->figures().commands;
            m_report.restarts += device->figures().restarts;
        }
        const AuthorityFigures server = m_authority.figures();
        m_report.repeats = server.repeats;
        m_report.kills = server.kills + server.takeovers;
        m_report.lives = server.restores + server.moves;
        m_report.connections = m_network.connections;
        m_report.messages = m_network.messages;
        m_report.lost = m_network.lost;
        m_report.partitions = m_network.stalls + m_network.resets + m_network.deaf;
        m_report.weather = m_weather.inWords();
        m_report.violations = m_trace.violations();
        m_report.violationCount = m_trace.violationCount();
        m_report.traceHash = m_trace.finish(m_authority.document().head()->hash);
        return m_report;
    }

    Options m_options;
    SeededRandom m_chance;
    Weather m_weather;
    QTemporaryDir m_folder;
    Agenda m_agenda;
    Trace m_trace;
    NetworkFigures m_network;
    Authority m_authority;
    World m_world;
    Model m_model;
    Ground m_ground;
    Checks m_checks;
    std::map<Duty, RoleId> m_roles;
    std::vector<std::unique_ptr<Kiosk>> m_kiosks;
    std::vector<std::unique_ptr<Companion>> m_companions;
    std::vector<std::unique_ptr<Device>> m_newcomers;
    std::vector<Device *> m_devices;
    Place m_nextPlace = kFirstDevice;
    std::int64_t m_troubleMs = 0;
    std::int64_t m_restoredMs = -kRetoldMs;
    Report m_report;
};

} // namespace

Report run(const Options &options)
{
    return Venue(options).run();
}

} // namespace gatehouse::simulation
