// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"
#include "server/hub/hublimits.h"
#include "shared/replica/client.h"

#include <array>
#include <optional>
#include <string_view>

namespace gatehouse::simulation {

/// What keeps the story true, one by one: each can be taken away, and then the simulation must find that something is
/// wrong. Only tests can take one away; no shipped program has an option for it.
enum class Guard : std::uint8_t {
    Dedupe,     ///< engine: a number takes effect once
    Gap,        ///< engine: numbers are taken in their order
    Answers,    ///< engine: an answer is kept until its sender has confirmed it
    Fence,      ///< engine: a writer that was replaced writes nothing
    Lock,       ///< store: one program serves a document
    Moved,      ///< store: what was moved away is not served here
    NewEpoch,   ///< store: what is restored from a backup is another life of the server
    ScanId,     ///< admission: a scan that is told under another number is the same scan
    HubEpoch,   ///< hub: a cursor of another life is worth nothing
    RowEpoch,   ///< replica: rows of another life go
    Head,       ///< replica: a heartbeat that is ahead of the rows sends the client to fetch them
    Resend,     ///< replica: a server that lost commands is sent them again, answered or not
    Renumber,   ///< replica: an outbox that is an old copy begins anew
    Persist,    ///< outbox: on disk before it is sent or shown
    Confirm,    ///< outbox: an answer is confirmed when it is on disk that it was taken
    DoubleRead, ///< lane: one code held before the reader once is one scan
    OwnUse,     ///< lane: what was let in off line is known here before the server knows
    Remember,   ///< lane: after a restart it tells what it never showed, and knows whom it let in
};

struct GuardName {
    Guard guard;
    std::string_view name;
};
inline constexpr std::array<GuardName, 18> kGuards{{{Guard::Dedupe, "dedupe"},
                                                    {Guard::Gap, "gap"},
                                                    {Guard::Answers, "answers"},
                                                    {Guard::Fence, "fence"},
                                                    {Guard::Lock, "lock"},
                                                    {Guard::Moved, "moved"},
                                                    {Guard::NewEpoch, "new-epoch"},
                                                    {Guard::ScanId, "scan-id"},
                                                    {Guard::HubEpoch, "hub-epoch"},
                                                    {Guard::RowEpoch, "row-epoch"},
                                                    {Guard::Head, "head"},
                                                    {Guard::Resend, "resend"},
                                                    {Guard::Renumber, "renumber"},
                                                    {Guard::Persist, "persist"},
                                                    {Guard::Confirm, "confirm"},
                                                    {Guard::DoubleRead, "double-read"},
                                                    {Guard::OwnUse, "own-use"},
                                                    {Guard::Remember, "remember"}}};

/// Which one is taken away, if any.
struct Dropped {
    std::optional<Guard> guard;

    [[nodiscard]] bool has(Guard which) const { return guard == which; }
    void apply(EngineOptions &options) const
    {
        options.dropsDedupe = has(Guard::Dedupe);
        options.dropsGap = has(Guard::Gap);
        options.dropsAnswers = has(Guard::Answers);
        options.dropsFence = has(Guard::Fence);
        options.dropsLock = has(Guard::Lock);
    }
    void apply(HubLimits &limits) const { limits.dropsEpoch = has(Guard::HubEpoch); }
    void apply(ClientOptions &options) const
    {
        options.dropped.epoch = has(Guard::RowEpoch);
        options.dropped.head = has(Guard::Head);
        options.dropped.resend = has(Guard::Resend);
        options.dropped.renumber = has(Guard::Renumber);
    }
    [[nodiscard]] Outbox::Dropped outbox() const { return {has(Guard::Persist), has(Guard::Confirm)}; }
};

} // namespace gatehouse::simulation
