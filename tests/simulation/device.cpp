// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/device.h"

#include "shared/replica/rowfile.h"
#include "tests/simulation/authority.h"
#include "tests/simulation/disk.h"

#include <filesystem>
#include <limits>
#include <stdexcept>

namespace gatehouse::simulation {

Device::Device(World &world, DeviceSetup setup)
    : m_world(world), m_setup(std::move(setup)), m_random(world.seed * 1'000'003 + m_setup.place),
      m_key(SecretKey::make(m_random))
{
    std::filesystem::create_directories(m_setup.folder);
    m_driftPpm = static_cast<std::int64_t>(m_random.below(81)) - 40; // a quartz may be off by 50
    m_skewMs = static_cast<std::int64_t>(m_random.below(4'000)) - 2'000;
    m_bootedMs = m_world.agenda.nowMs() - static_cast<std::int64_t>(m_random.below(3'600'000)) - 1'000;
}

Device::~Device()
{
    m_isCarryingOut = true; // nobody listens any more
    if (m_cable)
        m_cable->hangUp();
}

ClientTime Device::time() const
{
    const std::int64_t sinceBootMs = m_world.agenda.nowMs() - m_bootedMs;
    return {sinceBootMs + sinceBootMs * m_driftPpm / 1'000'000,
            Instant{ServerClock::kBeginMs + m_world.agenda.nowMs() + m_skewMs}};
}

Instant Device::serverTime() const
{
    const auto known = m_client ? status().clock.serverTimeFor(monotonicMs()) : std::nullopt;
    return known ? known->at : time().wall;
}

// --- the program's life
// ----------------------------------------------------------------------------------------------------

void Device::start()
{
    begin();
    m_client->goOnline(time());
    carryOut();
}

void Device::begin()
{
    ++m_life;
    const std::string outbox = m_setup.folder + "/outbox.db";
    auto opened = Outbox::open(outbox, m_key, m_random, time().wall);
    if (!opened)
        throw std::runtime_error("outbox of " + name() + ": " + describe(opened.error()));
    m_outbox = std::move(*opened);
    m_outbox->drop(m_world.dropped.outbox());
    if (m_setup.keepsFile) {
        auto file = RowFile::open(m_setup.folder + "/rows.db", m_key);
        if (!file)
            throw std::runtime_error("rows of " + name() + ": " + describe(file.error()));
        m_file = std::move(*file);
    }
    m_rows = std::make_unique<WatchedRows>(m_file ? *m_file : static_cast<RowStore &>(m_memory), m_world.trace, name());
    ClientOptions options;
    options.token = m_setup.token;
    options.program = "simulated";
    options.wants = m_setup.wants;
    options.boot = name() + std::to_string(m_boot);
    m_world.dropped.apply(options);
    m_client = std::make_unique<Client>(options, *m_outbox, m_rows.get(), m_random);
    if (auto loaded = m_client->load(); !loaded)
        throw std::runtime_error("rows of " + name() + ": " + describe(loaded.error()));
    m_stepAtMs = 0;
    began();
    carryOut();
}

void Device::end()
{
    ++m_life;
    ended();
    if (m_cable)
        m_cable->hangUp(); // the system closes what the program had open
    m_cable.reset();
    m_client.reset();
    m_rows.reset();
    m_file.reset();
    m_outbox.reset();
    m_view.clear();
    m_partial.clear();
}

void Device::kill(bool isReboot)
{
    if (!isRunning())
        return;
    ++m_figures.restarts;
    m_world.trace.note("device dies", place(), isReboot ? 1 : 0);
    const KilledFile outbox(m_setup.folder + "/outbox.db");
    end();
    outbox.putBack();
    if (isReboot)
        ++m_boot;
    startLater(500 + static_cast<std::int64_t>(m_random.below(isReboot ? 60'000 : 4'000)), isReboot);
}

void Device::startLater(std::int64_t afterMs, bool isReboot)
{
    m_world.agenda.plan(afterMs, place(), [this, life = m_life, isReboot] {
        if (life != m_life)
            return;
        if (isReboot)
            m_bootedMs = m_world.agenda.nowMs() - 500;
        start();
    });
}

void Device::copyDisk()
{
    if (isRunning() && !m_setup.keepsFile)
        m_copy = std::make_unique<Copy>(Copy{KilledFile(m_setup.folder + "/outbox.db"), m_memory});
}

bool Device::returnToCopy()
{
    if (!isRunning() || !m_copy)
        return false;
    m_world.trace.note("device's disk is set back", place());
    end();
    ++m_boot;
    m_copy->outbox.putBack();
    m_memory = m_copy->rows;
    startLater(1'000, true);
    return true;
}

void Device::meetDoom()
{
    if (!std::exchange(m_isDoomed, false))
        return;
    constexpr std::uint64_t kSoonMs = 250;
    m_world.agenda.plan(static_cast<std::int64_t>(m_random.below(kSoonMs)), place(), [this, life = m_life] {
        if (life == m_life)
            kill(false);
    });
}

void Device::setWall(std::int64_t skewMs)
{
    m_skewMs = skewMs;
    m_world.trace.note("device's clock", place(), skewMs);
}

void Device::setToken(std::string token)
{
    m_setup.token = token;
    if (!m_client)
        return;
    m_client->setToken(std::move(token), time());
    carryOut();
}

// --- what its client asks for
// ----------------------------------------------------------------------------------------------

Result<std::int64_t> Device::sendNamed(std::string name, std::string body)
{
    auto number = m_client->send(std::move(name), std::move(body), time());
    m_world.trace.note("keeps", place(), number ? *number : 0);
    if (number)
        ++m_figures.commands;
    else
        m_world.trace.violate(this->name() + " cannot keep a command: " + describe(number.error()));
    meetDoom();
    carryOut();
    return number;
}

void Device::recall(std::int64_t answered)
{
    m_client->recall(answered);
    carryOut();
}

void Device::forgetRows()
{
    m_client->forgetRows(time());
    carryOut();
}

/// What comes back meanwhile may ask for more: that is carried out in the same round.
void Device::carryOut()
{
    if (!m_client || std::exchange(m_isCarryingOut, true))
        return;
    for (auto actions = m_client->takeActions(); !actions.empty(); actions = m_client->takeActions()) {
        for (ClientAction &action : actions)
            take(action);
    }
    m_isCarryingOut = false;
    planStep();
}

void Device::planStep()
{
    const std::int64_t next = m_client->nextStepMs();
    if (next == std::numeric_limits<std::int64_t>::max())
        return;
    const std::int64_t nowMs = m_world.agenda.nowMs();
    const std::int64_t afterMs = std::clamp<std::int64_t>(next - monotonicMs(), 1, 60'000);
    if (m_stepAtMs > nowMs && m_stepAtMs <= nowMs + afterMs)
        return; // it looks again then
    m_stepAtMs = nowMs + afterMs;
    m_world.agenda.plan(afterMs, place(), [this, life = m_life, at = m_stepAtMs] {
        if (life != m_life || at != m_stepAtMs)
            return;
        m_stepAtMs = 0;
        m_client->step(time());
        carryOut();
    });
}

void Device::openLink()
{
    if (m_cable)
        m_cable->hangUp();
    const std::uint64_t seed = (m_world.seed << 24) + ++m_world.connections;
    m_cable = std::make_shared<Cable>(m_world.agenda, m_world.server, m_world.network, m_path, place(), seed);
    m_world.trace.note("connects", place());
    m_cable->open(*this);
}

void Device::take(ClientAction &action)
{
    if (std::holds_alternative<OpenLink>(action)) {
        openLink();
    } else if (std::holds_alternative<CloseLink>(action)) {
        if (m_cable)
            m_cable->hangUp();
    } else if (auto *message = std::get_if<SendMessage>(&action)) {
        if (m_cable)
            m_cable->sendUp(std::move(message->message));
    } else if (auto *rows = std::get_if<RowsApplied>(&action)) {
        takeRows(*rows);
    } else if (const auto *answer = std::get_if<CommandAnswered>(&action)) {
        takeAnswer(*answer);
    } else if (const auto *welcome = std::get_if<Welcomed>(&action)) {
        welcomed(welcome->welcome);
    } else if (const auto *numbers = std::get_if<Renumbered>(&action)) {
        m_world.trace.note("renumbers", place(), static_cast<std::int64_t>(numbers->before.size()));
        renumbered(numbers->before);
    } else if (const auto *commands = std::get_if<Recalled>(&action)) {
        recalled(commands->commands);
    } else if (std::holds_alternative<StatusChanged>(action)) {
        statusChanged();
    }
}

void Device::takeRows(RowsApplied &applied)
{
    m_partial.insert(m_partial.end(), std::make_move_iterator(applied.rows.begin()),
                     std::make_move_iterator(applied.rows.end()));
    if (!applied.isWhole)
        return;
    const std::vector<AppliedRow> whole = std::exchange(m_partial, {});
    for (const AppliedRow &row : whole)
        m_view.apply(row);
    m_world.trace.note("rows", place(), static_cast<std::int64_t>(whole.size()));
    rowsChanged(whole);
}

/// [I21] A refusal tells a person something, and is none that only programs should meet.
void Device::takeAnswer(const CommandAnswered &answer)
{
    ++m_figures.answers;
    const Fault fault = answer.answer.fault;
    m_world.trace.note("answer", place(), answer.number * 100 + static_cast<std::int64_t>(fault));
    const bool isNoWord = fault == Fault::Internal || fault == Fault::Unknown || fault == Fault::Malformed
        || fault == Fault::Reused || fault == Fault::Expired || fault == Fault::Corrupt;
    if (isNoWord)
        m_world.trace.violate("I21: " + name() + " is answered " + std::string(faultName(fault)) + " to " + answer.name
                              + ": " + answer.answer.detail);
    answered(answer);
    meetDoom();
}

// --- its link
// ----------------------------------------------------------------------------------------------------------------

void Device::opened()
{
    m_client->linkOpened(time());
    carryOut();
}

void Device::received(std::string_view message)
{
    m_client->received(message, time());
    carryOut();
}

void Device::closed(int code, std::string_view reason)
{
    m_client->linkClosed(code, reason, time());
    carryOut();
}

// --- how it stands
// ----------------------------------------------------------------------------------------------------------

bool Device::isSettled(const Id &epoch) const
{
    return m_client && m_client->status().state == ReplicaState::Live && m_client->cursor().epoch == epoch
        && m_outbox->waitingCount() == 0;
}

std::string Device::state() const
{
    if (!m_client)
        return name() + ": down";
    const ReplicaStatus now = m_client->status();
    return name() + ": state " + std::to_string(static_cast<int>(now.state)) + ", cursor "
        + std::to_string(m_client->cursor().sequence) + ", waiting " + std::to_string(now.waiting) + " of "
        + std::to_string(m_outbox->lastNumber())
        + (now.refusal.fault == Fault::None ? std::string() : ", refused: " + describe(now.refusal));
}

} // namespace gatehouse::simulation
