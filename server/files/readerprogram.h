// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/files/programmefile.h"
#include "server/files/schedulebuilder.h"

#include <functional>

/// Drawings and calendars are read by a program of their own: `gatehouse-server read-file TASK`, which can open no
/// socket, start nothing, write nothing but its answer, and is ended when it takes too long. What a hostile file
/// breaks is that program only.
namespace gatehouse {

inline constexpr std::int64_t kReaderTimeMs = 20'000;                 ///< a plan at its limits takes about two seconds
inline constexpr std::size_t kMaxReaderAnswer = 64U * 1024 * 1024;    ///< bytes
inline constexpr std::uint64_t kReaderMemory = 2048ULL * 1024 * 1024; ///< bytes of address space, libraries among them
inline constexpr std::uint64_t kReaderSeconds = 15;                   ///< of processor time

enum class ReaderTask { CleanSvg, ReadCalendar };

struct ReaderProgram {
    std::string program; ///< gatehouse-server
    std::int64_t timeMs = kReaderTimeMs;
};

/// The server program beside this one; in a build tree also that of $GATEHOUSE_BIN.
[[nodiscard]] ReaderProgram readerProgram();

/// A cleaned SVG (see shared/plan), and a calendar (see calendarfile.h). Faults of those; Unavailable: the helper
/// cannot be started; TooLarge: it took too long or too much. `goesOn` is asked several times a second: false ends the
/// helper, Fault::Unavailable.
[[nodiscard]] Result<std::string> cleanSvgApart(std::string_view svg, const ReaderProgram &helper,
                                                const std::function<bool()> &goesOn = {});
[[nodiscard]] Result<ProgrammeFile> readCalendarApart(std::string_view bytes, const ReadOptions &options,
                                                      const ReaderProgram &helper,
                                                      const std::function<bool()> &goesOn = {});

/// The helper's own main: reads stdin, writes the answer to stdout. The exit code is 0 whenever there is an answer, a
/// refusal among them.
int runReaderProgram(const std::string &task, const ReadOptions &options);
/// Gives up all that a reader of files does not need. False: the system does not let it.
bool confineProcess();

} // namespace gatehouse
