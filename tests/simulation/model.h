// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/admission/admission.h"
#include "shared/ticketing/ticketing.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace gatehouse::simulation {

/// One code held before one reader, as whoever stands beside it saw it.
struct SeenScan {
    int kiosk = 0;
    std::size_t ticket = 0; ///< place in the model's tickets
    Direction direction = Direction::Entry;
    std::int64_t atMs = 0;
    std::optional<Outcome> light;    ///< what was shown
    std::optional<Instant> serverAt; ///< the server's time then, if there was a connection that lived …
    int restores = 0;                ///< … in the life after so many restores
    bool isLost =
        false; ///< its device's disk was set back to an earlier copy before the server had it: nobody promised
    bool isRisky = false; ///< the server has it and its device has not any more: a restore of the server loses it
};

struct SeenTicket {
    TicketId ticket;
    AttendeeId attendee;
    std::string code;
    bool isRevoked = false;       ///< a desk was told so …
    std::int64_t revokedMs = 0;   ///< … then
    int revokedIn = 0;            ///< … after so many restores
    bool isRuled = false;         ///< people undid or forced a scan of it, blocked it or gave it a new code
    std::int64_t lastExitMs = -1; ///< somebody asked to go out
    std::size_t entries = 0;      ///< lights that let in
    std::size_t exits = 0;
    std::map<int, std::int64_t> lastEntryMs; ///< by kiosk: a light let somebody in
    std::string story;                       ///< its lights, for people who look for the reason
};

/// What happened, kept plainly by somebody who sees everything: which scans there were, what was shown, what the server
/// has acknowledged. What the real thing holds in the end is compared with it.
struct Model {
    std::vector<SeenTicket> tickets;
    std::map<ScanId, SeenScan> scans;
    std::set<ScanId> acknowledged;      ///< by an answer to the device
    std::map<HandCountId, bool> counts; ///< hand counts and clicks that were made; acknowledged or not
    std::map<IdOf<ScanRuling>, bool> rulings;
    int restores = 0; ///< of the server
    std::uint64_t doubleReads = 0;
    std::uint64_t lights = 0;
    std::uint64_t refusals = 0;
    std::uint64_t offline = 0; ///< lights that a device decided alone
};

} // namespace gatehouse::simulation
