// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/spec.h"
#include "shared/model/result.h"
#include "shared/programme/event.h"

#include <functional>

/// A list of commands in a JSON file, for the sample event, tests and people who set up many events alike:
///
///     [{"command": "floor.add", "fields": {"floor": {"$id": "ground"}, "name": "Ground floor", …}},
///      {"command": "floor.set_plan", "fields": {"floor": {"$id": "ground"}, "kind": "svg", "content": {"$file":
///      "plan.svg"}}}]
///
/// {"$id": WORD} is an id that follows from the event and the word: the same word, the same thing. {"$file": PATH} is
/// the content of a file beside the script, for bytes. {"$at": "2 09:30"} is the instant at which the venue's clocks
/// show that on the event's second day; "2 25:30" is half past one in the night after it. {"$event": "id"} is the
/// event's id.
namespace gatehouse {

inline constexpr std::size_t kMaxScriptBytes = 16U * 1024 * 1024;
inline constexpr std::size_t kMaxScriptCommands = 100'000;

struct ScriptCommand {
    const CommandType *type = nullptr;
    std::string body; ///< checked: what the engine will read
};

/// A script that holds together: every command known, every field right. Whether the document's state allows it shows
/// when it is carried out.
struct CommandScript {
    std::vector<ScriptCommand> commands;
};

/// Whom a script is for.
struct ScriptEvent {
    Id id;
    std::string zone;
    std::string firstDay; ///< ISO 8601; empty: {"$at": …} is refused
};

/// The content of a file named in a script. Fault::NotFound, TooLarge.
using ScriptFiles = std::function<Result<std::string>(std::string_view path)>;

/// Files below a folder; a path that leads out of it is Forbidden, more than kMaxBlob is TooLarge.
[[nodiscard]] ScriptFiles filesBeside(const std::string &folder);

/// Fault::Malformed: no JSON; Fault::Invalid: no list of commands, or one is wrong: the detail counts from 1 and names
/// it, `fields` names its bad fields; Fault::Unknown: no such command; Fault::TooLarge.
[[nodiscard]] Result<CommandScript> readScript(std::string_view json, const ScriptEvent &event,
                                               const ScriptFiles &files);

} // namespace gatehouse
