// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/venue/picture.h"

#include "shared/plan/svgplan.h"

namespace gatehouse {

namespace {

struct PixelSize {
    std::int64_t width = 0;
    std::int64_t height = 0;
};

std::uint8_t byteAt(std::string_view bytes, std::size_t at)
{
    return static_cast<std::uint8_t>(bytes[at]);
}

std::int64_t wordAt(std::string_view bytes, std::size_t at)
{
    return byteAt(bytes, at) << 8 | byteAt(bytes, at + 1);
}

/// PNG (RFC 2083 §3.1, §4.1.1): signature, then IHDR with width and height.
std::optional<PixelSize> pngSize(std::string_view bytes)
{
    using namespace std::literals;
    if (bytes.size() < 33 || bytes.substr(0, 8) != "\x89PNG\r\n\x1a\n"sv || bytes.substr(12, 4) != "IHDR"sv)
        return std::nullopt;
    return PixelSize{wordAt(bytes, 16) << 16 | wordAt(bytes, 18), wordAt(bytes, 20) << 16 | wordAt(bytes, 22)};
}

/// A frame header other than DHT (C4), JPG (C8) and DAC (CC), which share its range.
bool isFrameMarker(std::uint8_t marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// JPEG (ITU-T T.81 annex B): marker segments up to the frame header.
std::optional<PixelSize> jpegSize(std::string_view bytes)
{
    if (bytes.size() < 4 || byteAt(bytes, 0) != 0xFF || byteAt(bytes, 1) != 0xD8)
        return std::nullopt;
    std::size_t at = 2;
    while (at + 9 < bytes.size() && byteAt(bytes, at) == 0xFF) {
        const std::uint8_t marker = byteAt(bytes, at + 1);
        if (isFrameMarker(marker))
            return PixelSize{wordAt(bytes, at + 7), wordAt(bytes, at + 5)};
        at += marker == 0xFF ? 1 : 2 + static_cast<std::size_t>(wordAt(bytes, at + 2));
    }
    return std::nullopt;
}

Result<std::string> acceptedPixels(std::string_view content, std::optional<PixelSize> size)
{
    if (!size || size->width < 1 || size->height < 1)
        return fail(Fault::Invalid, "not a picture of that kind");
    if (size->width > kMaxPictureSide || size->height > kMaxPictureSide)
        return fail(Fault::TooLarge, "more than 8192 pixels a side");
    return std::string(content);
}

Result<std::string> acceptedSvg(std::string_view content)
{
    auto plan = cleanSvgPlan(QByteArray(content.data(), static_cast<qsizetype>(content.size())));
    if (!plan)
        return fail(std::move(plan.error()));
    return plan->svg.toStdString();
}

} // namespace

Result<std::string> acceptedPicture(PlanKind kind, std::string_view content)
{
    switch (kind) {
    case PlanKind::Png:
        return acceptedPixels(content, pngSize(content));
    case PlanKind::Jpeg:
        return acceptedPixels(content, jpegSize(content));
    case PlanKind::Svg:
        return acceptedSvg(content);
    case PlanKind::None:
        break;
    }
    return fail(Fault::Invalid, "no kind of picture");
}

} // namespace gatehouse
