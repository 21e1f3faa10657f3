// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/wasm/decide.h"

#include "shared/admission/rules.h"
#include "shared/model/json.h"

#include <cstdlib>

namespace gatehouse {

namespace {

struct Decision {
    CheckInList list;
    ScanInputs inputs;
    static constexpr Field fields[] = {field<&Decision::list>("list"), field<&Decision::inputs>("inputs")};
};

std::string refusalText(const Failure &failure)
{
    std::string text = "{\"fault\":";
    writeJsonString(text, faultName(failure.fault));
    text += ",\"detail\":";
    writeJsonString(text, failure.detail);
    text += ",\"fields\":[";
    for (const FieldFault &fault : failure.fields) {
        text += &fault == &failure.fields.front() ? "{\"path\":" : ",{\"path\":";
        writeJsonString(text, fault.path);
        text += ",\"reason\":";
        writeJsonString(text, fault.reason);
        text += '}';
    }
    return text + "]}";
}

} // namespace

std::string decideText(std::string_view question)
{
    if (question.size() > kMaxMessage)
        return refusalText({Fault::TooLarge, "more than 64 KiB", {}});
    // A page that is older than the server may not know all values: it must not guess.
    auto decision = fromJson<Decision>(question);
    if (!decision)
        return refusalText(decision.error());
    decision->list.id = decision->inputs.list;
    return json(decideAdmission(decision->list, decision->inputs));
}

} // namespace gatehouse

char *gatehouse_decide(const char *question, unsigned size)
{
    const std::string answer = gatehouse::decideText({question, size});
    char *bytes = static_cast<char *>(std::malloc(answer.size() + 1));
    if (bytes)
        std::memcpy(bytes, answer.c_str(), answer.size() + 1);
    return bytes;
}

void gatehouse_free(char *answer)
{
    std::free(answer);
}
