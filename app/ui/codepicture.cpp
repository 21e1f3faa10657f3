// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/codepicture.h"

#include <QPainter>

#define ZX_USE_UTF8 1 // else its text comes in wide characters
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <cmath>

namespace gatehouse {

namespace {
constexpr int kQuietZone = 4; ///< modules (ISO/IEC 18004)
constexpr int kEccMedium = 4; ///< of the library's scale from 0 to 8
} // namespace

QImage codePicture(const QString &text)
{
    if (text.isEmpty())
        return {};
    try { // the library says by an exception what does not fit
        ZXing::MultiFormatWriter writer(ZXing::BarcodeFormat::QRCode);
        writer.setMargin(kQuietZone).setEccLevel(kEccMedium).setEncoding(ZXing::CharacterSet::UTF8);
        const ZXing::BitMatrix modules = writer.encode(text.toStdString(), 0, 0);
        QImage picture(modules.width(), modules.height(), QImage::Format_Grayscale8);
        for (int y = 0; y < modules.height(); ++y)
            for (int x = 0; x < modules.width(); ++x)
                picture.scanLine(y)[x] = modules.get(x, y) ? 0 : 255;
        return picture;
    } catch (const std::exception &) {
        return {};
    }
}

void paintCode(QPainter &painter, const QRectF &place, const QImage &code)
{
    if (code.isNull())
        return;
    double side = std::min(place.width(), place.height());
    if (side >= 2.0 * code.width()) // whole pixels: every module is as wide as its neighbour
        side = std::floor(side / code.width()) * code.width();
    const QRectF square(std::round(place.center().x() - side / 2), std::round(place.center().y() - side / 2), side,
                        side);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(square, code);
}

CodeView::CodeView(QWidget *parent) : QWidget(parent)
{
    setMinimumSize(160, 160);
}

void CodeView::setCode(const QString &text, const QString &name)
{
    m_text = text;
    m_picture = codePicture(text);
    setAccessibleName(name);
    update();
}

void CodeView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintCode(painter, rect(), m_picture);
}

} // namespace gatehouse
