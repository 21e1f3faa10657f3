// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/verdictline.h"

#include "shared/model/json.h"

namespace gatehouse {

namespace {

/// The line's fields: what of a LaneShown is nobody's secret.
struct VerdictLine {
    Instant at;
    ScanId scan; ///< none: what was read is no code
    Outcome outcome = Outcome::Refused;
    Reason reason = Reason::None;
    DecidedBy by = DecidedBy::Device;
    Direction direction = Direction::Entry;
    bool isReEntry = false;
    bool isOwn = false;
    bool isRecorded = true;
    std::int64_t listAgeMs = 0;
    bool needsAttention = false;
    static constexpr Field fields[] = {
        field<&VerdictLine::at>("at"),
        field<&VerdictLine::scan>("scan", Flag::Optional),
        field<&VerdictLine::outcome>("outcome"),
        field<&VerdictLine::reason>("reason"),
        field<&VerdictLine::by>("by"),
        field<&VerdictLine::direction>("direction"),
        field<&VerdictLine::isReEntry>("isReEntry"),
        field<&VerdictLine::isOwn>("isOwn"),
        field<&VerdictLine::isRecorded>("isRecorded"),
        field<&VerdictLine::listAgeMs>("listAgeMs"),
        field<&VerdictLine::needsAttention>("needsAttention"),
    };
};

} // namespace

std::string verdictLine(const LaneShown &shown, Instant at)
{
    VerdictLine line;
    line.at = at;
    line.scan = shown.scan;
    line.outcome = shown.verdict.outcome;
    line.reason = shown.verdict.reason;
    line.by = shown.by;
    line.direction = shown.direction;
    line.isReEntry = shown.verdict.isReEntry;
    line.isOwn = shown.verdict.isOwn;
    line.isRecorded = shown.isRecorded;
    line.listAgeMs = shown.listAgeMs;
    line.needsAttention = shown.verdict.needsAttention || !shown.verdict.attention.empty();
    return json(line) + "\n";
}

} // namespace gatehouse
