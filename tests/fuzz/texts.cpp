// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/sourcetext.h"
#include "shared/model/text.h"
#include "shared/ticketing/fold.h"
#include "tests/fuzz/fuzz.h"

namespace gatehouse::fuzz {

/// Texts of other systems become plain lines in UTF-8, and what search makes of them too.
void take(std::string_view bytes)
{
    const auto text = decodedText(bytes);
    if (!text)
        return;
    require(isUtf8(text->utf8), "what was decoded is UTF-8");
    require(isUtf8(plainOfHtml(text->utf8)), "what was plain is UTF-8");
    require(isUtf8(manyLines(text->utf8)), "lines are UTF-8");
    const std::string line = oneLine(text->utf8);
    require(line.find('\n') == std::string::npos, "one line is one");
    require(isUtf8(folded(line)), "what was folded is UTF-8");
}

std::vector<std::string> seeds()
{
    return {"<p>M&uuml;ller &amp; <b>S&ouml;hne</b><br>two</p><ul><li>a</ul>", "\xEF\xBB\xBF\xC5\x81\xC3\xB3\xC5\xBA",
            "\xFF\xFEh\0i\0", "\xE5\xB1\xB1\xE7\x94\xB0 \xD9\x85\xD8\xAD\xD9\x85\xD8\xAF"};
}

} // namespace gatehouse::fuzz
