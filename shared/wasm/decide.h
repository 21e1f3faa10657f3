// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

/// The rules as text in, text out: what a page in a phone's browser calls, built to WebAssembly from the very same
/// sources as server and kiosk. No Qt, no clock, no state.
namespace gatehouse {

/// `{"list": a check-in list, "inputs": scan inputs}` gives a verdict, all as the protocol writes them in JSON. What is
/// not readable gives `{"fault": "invalid", "detail": …, "fields": [{"path": …, "reason": …}]}`.
[[nodiscard]] std::string decideText(std::string_view question);

} // namespace gatehouse

/// The same over plain memory. `question` is `size` bytes of UTF-8; the answer is closed by a zero byte and belongs to
/// the caller, who gives it back to gatehouse_free(). Null: there was no memory.
extern "C" {
char *gatehouse_decide(const char *question, unsigned size);
void gatehouse_free(char *answer);
}
