// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Names as people type them at a desk under stress: without accents, in either case, in either order, in any script.
namespace gatehouse {

/// The words of a text, folded: compatibility forms and case gone, accents and points dropped, ß as ss, ø as o, kana as
/// hiragana, final Hebrew and variant Arabic letters as their plain ones, composed or not. ae, oe, ue and aa become
/// their first letter, so that Müller, Mueller and Muller are one; a beginning stays a beginning. Bad UTF-8 ends the
/// text.
[[nodiscard]] std::vector<std::string> foldedWords(std::string_view text);

/// The words to be found by: those of foldedWords(); a word with hyphens or apostrophes also in one piece; the rest of
/// a word from each letter on in scripts that are written without spaces; an Arabic word also without its article.
/// Sorted, each once.
[[nodiscard]] std::vector<std::string> indexWords(std::string_view text);

/// The folded words with one space between: for sorting.
[[nodiscard]] std::string folded(std::string_view text);

namespace detail {
struct FoldEntry {
    char32_t from;
    const char *to;
};
extern const FoldEntry kFoldTable[];
extern const std::size_t kFoldTableSize;
} // namespace detail

} // namespace gatehouse
