// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/codeimage.h"

#include "shared/crypto/ticketcode.h"

#include <QVideoFrame>

#define ZX_USE_UTF8 1 // else its text comes in wide characters
#include <ZXing/ReadBarcode.h>

#include <set>

namespace gatehouse {

namespace {

using ZXing::BarcodeFormat;

constexpr int kLeastSide = 16; ///< pixels; no code is smaller
constexpr int kMostCodes = 4;  ///< looked for in one picture: two say already that it is not clear which is meant

ZXing::DecodeHints hintsFor(Symbologies symbologies)
{
    ZXing::DecodeHints hints;
    hints.setMaxNumberOfSymbols(kMostCodes);
    switch (symbologies) {
    case Symbologies::Qr:
        hints.setFormats(BarcodeFormat::QRCode);
        break;
    case Symbologies::All:
        hints.setFormats(BarcodeFormat::QRCode | BarcodeFormat::Aztec | BarcodeFormat::PDF417
                         | BarcodeFormat::DataMatrix | BarcodeFormat::Code128 | BarcodeFormat::EAN13
                         | BarcodeFormat::EAN8);
        break;
    }
    return hints;
}

std::optional<QString> theOne(const std::set<std::string> &codes)
{
    if (codes.size() == 1)
        return QString::fromStdString(*codes.begin());
    std::set<std::string> own;
    std::copy_if(codes.begin(), codes.end(), std::inserter(own, own.end()),
                 [](const std::string &code) { return looksLikeTicket(code); });
    return own.size() == 1 ? std::optional(QString::fromStdString(*own.begin())) : std::nullopt;
}

std::optional<QString> readCode(const ZXing::ImageView &view, Symbologies symbologies)
{
    if (view.width() < kLeastSide || view.height() < kLeastSide)
        return std::nullopt;
    std::set<std::string> codes;
    try { // a picture is a stranger's: what the library makes of it must not end the kiosk
        for (const ZXing::Result &result : ZXing::ReadBarcodes(view, hintsFor(symbologies))) {
            if (result.isValid() && !result.text().empty())
                codes.insert(result.text());
        }
    } catch (const std::exception &) {
        return std::nullopt;
    }
    return theOne(codes);
}

/// The brightness of a mapped frame, where its format has it apart.
std::optional<ZXing::ImageView> brightnessOf(const QVideoFrame &frame)
{
    const auto view = [&](int offset, int pixelStride) {
        return ZXing::ImageView(frame.bits(0) + offset, frame.width(), frame.height(), ZXing::ImageFormat::Lum,
                                frame.bytesPerLine(0), pixelStride);
    };
    switch (frame.pixelFormat()) {
    case QVideoFrameFormat::Format_Y8:
    case QVideoFrameFormat::Format_YUV420P:
    case QVideoFrameFormat::Format_YUV422P:
    case QVideoFrameFormat::Format_YV12:
    case QVideoFrameFormat::Format_NV12:
    case QVideoFrameFormat::Format_NV21:
        return view(0, 1);
    case QVideoFrameFormat::Format_YUYV:
        return view(0, 2);
    case QVideoFrameFormat::Format_UYVY:
        return view(1, 2);
    default: // the many other formats: Qt makes a picture of them
        return std::nullopt;
    }
}

} // namespace

std::optional<QString> readCode(const QImage &picture, Symbologies symbologies)
{
    const QImage grey = picture.convertToFormat(QImage::Format_Grayscale8);
    if (grey.isNull())
        return std::nullopt;
    return readCode(ZXing::ImageView(grey.constBits(), grey.width(), grey.height(), ZXing::ImageFormat::Lum,
                                     static_cast<int>(grey.bytesPerLine())),
                    symbologies);
}

std::optional<QString> readCode(QVideoFrame frame, Symbologies symbologies)
{
    if (!frame.map(QVideoFrame::ReadOnly))
        return std::nullopt;
    const auto brightness = brightnessOf(frame);
    if (!brightness) {
        frame.unmap();
        return readCode(frame.toImage(), symbologies);
    }
    auto code = readCode(*brightness, symbologies);
    frame.unmap();
    return code;
}

} // namespace gatehouse
