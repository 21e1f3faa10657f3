// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"

#include <functional>
#include <string>
#include <string_view>

namespace gatehouse {

/// What the hub and the API ask of the engine. Callable from the hub's thread; answers come on any thread.
class EngineLink
{
public:
    virtual ~EngineLink() = default;
    virtual void submit(CommandRequest request) = 0;
    /// The last number taken from this sender; 0: none.
    virtual void askLastNumber(const Id &sender, std::function<void(std::int64_t)> done) = 0;
};

/// Hashing that takes its time elsewhere. `done` may be called on any thread; not at all if refused at once.
class PasswordLink
{
public:
    virtual ~PasswordLink() = default;
    [[nodiscard]] virtual Result<> hash(std::string password, std::function<void(Result<std::string>)> done) = 0;
};

/// Answers one query for an actor whose permission was checked: Part::All of the answer's table. The hub's thread.
using QueryRunner =
    std::function<Result<std::string>(const QueryType &query, std::string_view body, const Actor &actor)>;

} // namespace gatehouse
