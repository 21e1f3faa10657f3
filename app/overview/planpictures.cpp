// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/planpictures.h"

#include "shared/plan/svgplan.h"
#include "shared/venue/venue.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QImageReader>
#include <QLoggingCategory>
#include <QPainter>
#include <QSvgRenderer>

namespace gatehouse {

namespace {

Q_LOGGING_CATEGORY(logOverview, "app.overview")

constexpr int kDrawnWidth = 2000;     // pixels: sharp at full screen, 16 MiB at most
constexpr int kMaxPictureSide = 8192; // RELIABILITY: checked before anything is decoded

QImage drawSvg(const QByteArray &content)
{
    const auto clean = cleanSvgPlan(content);
    if (!clean)
        return {};
    QSvgRenderer renderer(clean->svg);
    if (!renderer.isValid() || clean->size.isEmpty())
        return {};
    QImage image(kDrawnWidth, std::max(1, static_cast<int>(kDrawnWidth * clean->size.height() / clean->size.width())),
                 QImage::Format_ARGB32_Premultiplied);
    if (image.isNull() || image.height() > kMaxPictureSide)
        return {};
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter);
    return image;
}

QImage readPicture(const QByteArray &content, const char *format)
{
    QBuffer buffer;
    buffer.setData(content);
    QImageReader reader(&buffer, format);
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > kMaxPictureSide || size.height() > kMaxPictureSide)
        return {};
    return reader.read();
}

} // namespace

QImage drawPlan(PlanKind kind, const QByteArray &content)
{
    switch (kind) {
    case PlanKind::None:
        return {};
    case PlanKind::Png:
        return readPicture(content, "png");
    case PlanKind::Jpeg:
        return readPicture(content, "jpeg");
    case PlanKind::Svg:
        return drawSvg(content);
    }
    return {};
}

PlanPictures::PlanPictures(Replica &replica, QObject *parent) : QObject(parent), m_replica(replica)
{
    // What could not be fetched while there was no link is tried again.
    connect(&m_replica, &Replica::statusChanged, this, [this] {
        if (m_replica.status().state != ReplicaState::Live)
            return;
        for (auto at = m_coming.begin(); at != m_coming.end(); ++at) {
            if (!at->isUnderWay)
                fetch(at.key());
        }
    });
}

QImage PlanPictures::pictureOf(const Floor &floor)
{
    if (floor.plan.empty() || floor.planKind == PlanKind::None)
        return {};
    const QByteArray hash = QByteArray::fromStdString(floor.plan);
    const auto at = m_pictures.constFind(hash);
    if (at != m_pictures.constEnd())
        return *at;
    if (!m_coming.contains(hash)) {
        m_coming[hash].kind = floor.planKind;
        fetch(hash);
    }
    return {};
}

void PlanPictures::fetch(const QByteArray &hash)
{
    Coming &coming = m_coming[hash];
    coming.isUnderWay = true;
    GetBlob query;
    query.hash = Bytes(hash.toStdString());
    query.offset = coming.content.size();
    m_replica.query(query, this, [this, hash](const Result<GetBlob::Answer> &piece) {
        if (piece) {
            take(hash, *piece);
        } else if (const auto at = m_coming.find(hash); at != m_coming.end()) {
            at->isUnderWay = false;
        }
    });
}

void PlanPictures::take(const QByteArray &hash, const GetBlob::Answer &piece)
{
    Coming &coming = m_coming[hash];
    coming.content += QByteArray::fromStdString(piece.content);
    if (coming.content.size() < piece.size && !piece.content.empty()
        && piece.size <= static_cast<std::int64_t>(kMaxBlob))
        fetch(hash);
    else
        finish(hash);
}

void PlanPictures::finish(const QByteArray &hash)
{
    const Coming coming = m_coming.take(hash);
    if (QCryptographicHash::hash(coming.content, QCryptographicHash::Sha256) != hash) {
        qCWarning(logOverview) << "a floor plan is not what its hash says";
        m_pictures.insert(hash, {});
        return;
    }
    m_pictures.insert(hash, drawPlan(coming.kind, coming.content));
    emit ready();
}

} // namespace gatehouse
