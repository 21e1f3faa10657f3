// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/tally.h"
#include "tests/support/programs.h"

namespace gatehouse::support {

/// A venue of two entrances and a lounge within, as a list of commands.
[[nodiscard]] QByteArray smallVenue();

/// gatehouse-rehearse beside a served event: twelve minutes of arrivals, told otherwise by its arguments.
class RehearsalRun
{
public:
    void start(const ServedEvent &event, const QStringList &more) { startAt(event.port(), event, more); }
    void startAt(int port, const ServedEvent &event, const QStringList &more); ///< through a proxy
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    /// Waits for its end; a report that is not complete, and a warning, if none came.
    [[nodiscard]] RehearsalReport ended();

private:
    QProcess m_process;
};

/// What the kiosks showed is what the server counted, and the journal holds: empty if so, else what is wrong. Ends the
/// server.
[[nodiscard]] QString disagreement(const RehearsalReport &report, ServedEvent &event);

} // namespace gatehouse::support
