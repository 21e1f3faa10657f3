// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/frames.h"

#include "shared/protocol/jsonframes.h"

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
    if (wire == Wire::Json)
        return jsonOfFrame(frame);
    return std::visit(
        [&]<class F>(const F &each) {
            std::string out;
            cbor::writeArray(out, 2);
            cbor::writeUnsigned(out, F::spec.number);
            encode(tableOf<F>(), &each, Part::All, out);
            return out;
        },
        frame);
}

Result<Frame> decodeFrame(std::string_view message, Wire wire, Strictness strictness)
{
    return wire == Wire::Json ? frameOfJson(message, strictness) : decodeCbor(message, strictness);
}

} // namespace gatehouse
