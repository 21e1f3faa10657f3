// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/plan/svgplan.h"
#include "tests/fuzz/fuzz.h"

namespace gatehouse::fuzz {

/// What was cleaned stays as it is when it is cleaned again, and nothing in it reaches out.
void take(std::string_view bytes)
{
    const auto plan = cleanSvgPlan(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (!plan)
        return;
    const auto again = cleanSvgPlan(plan->svg);
    require(again.has_value(), "a clean plan can be cleaned");
    require(again->svg == plan->svg, "a clean plan is clean");
    for (const char *word : {"<script", "<image", "<foreignObject", "<!ENTITY", "javascript:", "@import"})
        require(!plan->svg.contains(word), word);
}

std::vector<std::string> seeds()
{
    return {"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><g transform=\"rotate(3)\"><rect x=\"1\" "
            "y=\"1\" "
            "width=\"5\" height=\"4\" fill=\"#abc\"/><path d=\"M1 2 L3,4 C1 1 2 2 3 3 Z\"/><text "
            "x=\"1\">Hall</text></g></svg>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10cm\" height=\"2in\"><script>x</script><image "
            "href=\"http://e\"/><style>a{}</style></svg>"};
}

} // namespace gatehouse::fuzz
