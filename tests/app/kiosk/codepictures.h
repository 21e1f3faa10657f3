// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPainter>
#include <QString>

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <random>

namespace gatehouse {

/// A code as a ticket shows it, so many pixels wide; linear ones a third as high.
inline QImage codePicture(const QString &text, ZXing::BarcodeFormat format = ZXing::BarcodeFormat::QRCode,
                          int width = 360)
{
    const bool isLinear = ZXing::BarcodeFormats(ZXing::BarcodeFormat::LinearCodes).testFlag(format);
    ZXing::MultiFormatWriter writer(format);
    writer.setMargin(isLinear ? 12 : 4); // the quiet zone that readers need
    const ZXing::BitMatrix matrix = writer.encode(text.toStdString(), width, isLinear ? width / 3 : width);
    QImage picture(matrix.width(), matrix.height(), QImage::Format_Grayscale8);
    for (int y = 0; y < matrix.height(); ++y) {
        for (int x = 0; x < matrix.width(); ++x)
            picture.scanLine(y)[x] = matrix.get(x, y) ? 0 : 255;
    }
    return picture;
}

/// What a camera sees: pictures on a grey ground, turned by some degrees, with noise over all of it.
inline QImage scene(const std::vector<std::pair<QPoint, QImage>> &pictures, double degrees = 0, int noise = 0,
                    const QSize &size = {1280, 720})
{
    QImage whole(size, QImage::Format_RGB32);
    whole.fill(QColor(120, 118, 110));
    QPainter painter(&whole);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (const auto &[centre, picture] : pictures) {
        painter.save();
        painter.translate(centre);
        painter.rotate(degrees);
        painter.drawImage(-picture.width() / 2, -picture.height() / 2, picture);
        painter.restore();
    }
    painter.end();
    QImage grey = whole.convertToFormat(QImage::Format_Grayscale8);
    std::mt19937 random(7); // the same noise each time
    std::uniform_int_distribution<int> grain(-noise, noise);
    for (int y = 0; noise > 0 && y < grey.height(); ++y) {
        for (int x = 0; x < grey.width(); ++x)
            grey.scanLine(y)[x] = static_cast<uchar>(std::clamp(grey.constScanLine(y)[x] + grain(random), 0, 255));
    }
    return grey;
}

} // namespace gatehouse
