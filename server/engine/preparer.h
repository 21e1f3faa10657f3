// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"
#include "shared/model/codec.h"

#include <deque>
#include <memory>
#include <vector>

class QThread;

namespace gatehouse {

inline constexpr std::size_t kMaxPreparing = 16;         ///< at once, about 8 MiB each; then Fault::Overloaded
inline constexpr std::size_t kMaxBehindPreparing = 2000; ///< commands that wait behind those of their senders

/// The slow look that a command needs and that asks nothing of the document: a drawing is cleaned. Its outcome is the
/// body that the handler gets instead, or why the command is refused. It may hurry once its thread is asked to end
/// (QThread::isInterruptionRequested()).
struct CommandPreparation {
    const CommandType *type = nullptr;
    Result<std::string> (*prepare)(std::string_view body) = nullptr;
};

/// What server/house makes of a noun's `prepared(C)`.
template <class C>
[[nodiscard]] CommandPreparation preparationOf()
{
    return {&commandType<C>(), [](std::string_view body) -> Result<std::string> {
                auto command = decoded<C>(body);
                if (!command)
                    return fail(std::move(command.error()));
                auto ready = prepared(std::move(*command));
                return ready ? Result<std::string>(encoded(*ready)) : fail(std::move(ready.error()));
            }};
}

/// Does the slow part of some commands on a thread of its own ("prepare"), before they come to the engine, so that one
/// large drawing keeps nobody waiting at a door. What else their senders send waits behind them, since it is numbered;
/// everybody else's passes at once. Owned by the engine's thread object; submit() from any thread.
class Preparer final
{
public:
    /// `pass` hands a request on to the engine; from any thread.
    Preparer(std::vector<CommandPreparation> preparations, std::function<void(CommandRequest)> pass);
    /// Ends the one that runs; those that wait are answered Fault::Unavailable: they come again.
    ~Preparer();
    Preparer(const Preparer &) = delete;
    Preparer &operator=(const Preparer &) = delete;

    void submit(CommandRequest request);

private:
    class Room;
    std::unique_ptr<Room> m_room;
    std::unique_ptr<QThread> m_thread;
};

} // namespace gatehouse
