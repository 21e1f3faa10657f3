// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

static void initIconResources() // the macro wants the global namespace, and a static library wants the call
{
    Q_INIT_RESOURCE(icons);
}

namespace gatehouse {
namespace {

QString pathOf(const QString &name)
{
    static const bool isReady = (initIconResources(), true);
    Q_UNUSED(isReady)
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

QPixmap rendered(const QString &name, const QColor &colour, const QSize &devicePixels)
{
    const QString key = QStringLiteral("lineicon/%1/%2/%3x%4")
                            .arg(name, colour.name(QColor::HexArgb))
                            .arg(devicePixels.width())
                            .arg(devicePixels.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(pathOf(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QSvgRenderer renderer(file.readAll().replace("currentColor", colour.name().toLatin1()));
    pixmap = QPixmap(devicePixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    const double side = std::min(devicePixels.width(), devicePixels.height());
    renderer.render(&painter,
                    QRectF((devicePixels.width() - side) / 2, (devicePixels.height() - side) / 2, side, side));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class LineIconEngine final : public QIconEngine
{
public:
    explicit LineIconEngine(QString name) : m_name(std::move(name)) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, rendered(m_name, colour(mode), (QSizeF(rect.size()) * ratio).toSize()));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return rendered(m_name, colour(mode), size);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) override
    {
        return rendered(m_name, colour(mode), size);
    }
    [[nodiscard]] QIconEngine *clone() const override { return new LineIconEngine(m_name); }
    bool isNull() override { return false; }

private:
    static QColor colour(QIcon::Mode mode)
    {
        const QPalette palette = QGuiApplication::palette();
        switch (mode) {
        case QIcon::Disabled:
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        case QIcon::Selected:
            return palette.color(QPalette::HighlightedText);
        case QIcon::Normal:
        case QIcon::Active:
            break;
        }
        return palette.color(QPalette::ButtonText);
    }

    QString m_name;
};

} // namespace

bool hasLineIcon(const QString &name)
{
    return QFile::exists(pathOf(name));
}

QIcon lineIcon(const QString &name)
{
    return hasLineIcon(name) ? QIcon(new LineIconEngine(name)) : QIcon();
}

QPixmap linePixmap(const QString &name, const QColor &colour, int pixels, qreal devicePixelRatio)
{
    const int side = static_cast<int>(pixels * devicePixelRatio);
    QPixmap pixmap = rendered(name, colour, {side, side});
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

} // namespace gatehouse
