// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/authority.h"
#include "tests/simulation/companion.h"
#include "tests/simulation/kiosk.h"
#include "tests/simulation/simulation.h"

#include <span>

namespace gatehouse::simulation {

/// The invariants of RELIABILITY.md §4 that are to be seen from outside: some every minute, all when everything is
/// quiet. What one step can show stands where the step is taken.
class Checks
{
public:
    Checks(Authority &authority, Trace &trace, Model &model, Ground &ground, Agenda &agenda)
        : m_authority(authority), m_trace(trace), m_model(model), m_ground(ground), m_agenda(agenda)
    {
    }

    /// Every simulated minute.
    void look(std::span<Device *const> devices);
    /// Once nothing moves any more.
    void judge(std::span<Device *const> devices, Report &report);
    /// Holds the device's rows against the document. [I9, I10]
    void compare(const Device &device, Reader &reader);

private:
    void compareCursors(std::span<Device *const> devices);
    void findAcknowledged(bool wantsAll);
    void watchQueues(std::span<Device *const> devices);
    void judgeScans(Reader &reader, Report &report);
    void judgeTime(const Scan &scan, const SeenScan &seen, Reader &reader);
    void judgePeople(const std::map<ScanId, Scan> &scans, Reader &reader);
    void judgeEntries(const std::map<ScanId, Scan> &scans, Reader &reader, Report &report);
    [[nodiscard]] std::string journalOf(const Id &record);
    void judgeOthers(Reader &reader);
    void judgeJournal(Report &report);
    void judgeDocument();

    Authority &m_authority;
    Trace &m_trace;
    Model &m_model;
    Ground &m_ground;
    Agenda &m_agenda;
    std::map<std::string, std::unordered_map<RowKey, std::uint64_t>> m_expected; ///< by scopes and wants
};

} // namespace gatehouse::simulation
