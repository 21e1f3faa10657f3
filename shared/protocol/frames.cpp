// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/frames.h"

#include "shared/house/house.h"
#include "shared/model/json.h"

namespace gatehouse {

namespace {

Result<Frame> decodeCbor(std::string_view message, Strictness strictness)
{
    cbor::Reader reader(message);
    std::uint64_t two = 0;
    std::int64_t number = 0;
    if (!reader.array(two) || two != 2 || !reader.integer(number))
        return fail(Fault::Malformed, "not a frame");
    const std::string_view fields(reader.position(), reader.left());
    Result<Frame> frame = fail(Fault::Unknown, "frame " + std::to_string(number));
    FrameList::each([&]<class F>() {
        if (F::spec.number != number)
            return;
        auto read = decoded<F>(fields, strictness);
        frame = read ? Result<Frame>(std::move(*read)) : Result<Frame>(fail(std::move(read.error())));
    });
    return frame;
}

} // namespace

std::string encodeFrame(const Frame &frame, Wire wire)
{
    return std::visit(
        [&]<class F>(const F &each) {
            std::string out;
            if (wire == Wire::Json) {
                out = "{\"frame\":\"" + std::string(F::spec.name) + "\",";
                std::string fields;
                toJson(tableOf<F>(), &each, Part::All, fields);
                out.append(fields, 1);
                return out;
            }
            cbor::writeArray(out, 2);
            cbor::writeUnsigned(out, F::spec.number);
            encode(tableOf<F>(), &each, Part::All, out);
            return out;
        },
        frame);
}

Result<Frame> decodeFrame(std::string_view message, Wire wire, Strictness strictness)
{
    if (wire == Wire::Cbor)
        return decodeCbor(message, strictness);
    auto value = parseJson(message);
    if (!value)
        return fail(std::move(value.error()));
    const JsonValue *name = value->find("frame");
    if (!name || name->type != JsonValue::Type::String)
        return fail(Fault::Malformed, "not a frame");
    const std::string wanted = name->text;
    std::erase_if(value->members, [](const auto &member) { return member.first == "frame"; });
    Result<Frame> frame = fail(Fault::Unknown, "frame " + wanted);
    FrameList::each([&]<class F>() {
        if (F::spec.name != wanted)
            return;
        F each;
        if (auto read = fromJson(tableOf<F>(), &each, *value, strictness); !read)
            frame = fail(std::move(read.error()));
        else
            frame = std::move(each);
    });
    return frame;
}

} // namespace gatehouse
