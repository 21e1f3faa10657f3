// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/planfile.h"

#include "app/overview/planpictures.h"
#include "shared/plan/svgplan.h"

#include <QBuffer>
#include <QFile>
#include <QPainter>

namespace gatehouse {

namespace {

PlanKind kindOf(const QByteArray &content)
{
    if (content.startsWith("\x89PNG\r\n\x1a\n"))
        return PlanKind::Png;
    if (content.startsWith("\xff\xd8\xff"))
        return PlanKind::Jpeg;
    return content.left(4096).contains("<svg") ? PlanKind::Svg : PlanKind::None;
}

QByteArray asJpeg(const QImage &image, int width, int quality)
{
    const QImage scaled = image.width() > width ? image.scaledToWidth(width, Qt::SmoothTransformation) : image.copy();
    QImage paper(scaled.size(), QImage::Format_RGB32); // JPEG knows no transparency
    paper.fill(Qt::white);
    QPainter painter(&paper);
    painter.drawImage(0, 0, scaled);
    painter.end();
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    paper.save(&buffer, "JPEG", quality);
    return content;
}

/// The largest and finest that fits.
Result<PlanFile> shrunk(const QImage &image)
{
    for (const int width : {2000, 1600, 1300, 1000, 800, 600, 400}) {
        if (width > image.width() && width != 2000)
            continue; // as large as it is was tried first
        for (const int quality : {75, 55, 40}) {
            QByteArray content = asJpeg(image, width, quality);
            if (!content.isEmpty() && content.size() <= kMostPlanBytes)
                return PlanFile{PlanKind::Jpeg, std::move(content), image.size(), image.width() > width};
        }
    }
    return fail(Fault::TooLarge, "the picture does not become small enough");
}

} // namespace

Result<PlanFile> planFrom(const QByteArray &content)
{
    const PlanKind kind = kindOf(content);
    if (kind == PlanKind::None)
        return fail(Fault::Invalid, "not a PNG, JPEG or SVG picture");
    QByteArray kept = content;
    if (kind == PlanKind::Svg) { // the server would clean it too; here it is told at once why it cannot be
        const auto clean = cleanSvgPlan(content);
        if (!clean)
            return fail(clean.error());
        kept = clean->svg;
    }
    const QImage image = drawPlan(kind, content);
    if (image.isNull())
        return fail(Fault::Invalid, "the picture is damaged or larger than 8192 pixels a side");
    if (kind != PlanKind::Jpeg
        && kept.size() <= kMostPlanBytes) // a JPEG is written anew: it may say where it was taken
        return PlanFile{kind, std::move(kept), image.size(), false};
    return shrunk(image);
}

Result<PlanFile> readPlanFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Fault::NotFound, (path + QStringLiteral(": ") + file.errorString()).toStdString());
    if (file.size() > kMostPlanFile)
        return fail(Fault::TooLarge, path.toStdString() + ": more than 64 MiB");
    return planFrom(file.read(kMostPlanFile));
}

} // namespace gatehouse
