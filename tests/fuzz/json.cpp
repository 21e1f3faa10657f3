// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/json.h"
#include "shared/admission/admission.h"
#include "tests/fuzz/fuzz.h"

namespace gatehouse::fuzz {

/// A command from outside: what is understood is written and understood again.
void take(std::string_view bytes)
{
    const auto command = fromJson<RecordScan>(bytes);
    if (!command)
        return;
    const std::string once = json(*command);
    const auto again = fromJson<RecordScan>(once);
    require(again.has_value(), "a command that was read can be written and read");
    require(json(*again) == once, "a command is written the same way twice");
}

std::vector<std::string> seeds()
{
    RecordScan scan;
    scan.scan = ScanId(*Id::fromString("01j00000000f0000000000000a"));
    scan.code = "EV1 \"quoted\" \xF0\x9F\x8E\xAB";
    return {json(scan), "{\"a\":[1,-2.5e3,true,null,{\"\\u00e9\":\"\\ud83c\\udfab\"}]}", "[[[[[]]]]]"};
}

} // namespace gatehouse::fuzz
