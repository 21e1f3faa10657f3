// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/replica/replica.h"

#include <QHash>
#include <QImage>

namespace gatehouse {

/// The plans of floors as pictures: fetched piece by piece through the replica, checked against their hash, drawn once.
/// Window's thread.
class PlanPictures final : public QObject
{
    Q_OBJECT

public:
    explicit PlanPictures(Replica &replica, QObject *parent = nullptr);

    /// The picture if it is here; else a null one, and ready() follows when it has come.
    [[nodiscard]] QImage pictureOf(const Floor &floor);

signals:
    void ready();

private:
    struct Coming {
        PlanKind kind = PlanKind::None;
        QByteArray content;
        bool isUnderWay = false;
    };
    void fetch(const QByteArray &hash);
    void take(const QByteArray &hash, const GetBlob::Answer &piece);
    void finish(const QByteArray &hash);

    Replica &m_replica;
    QHash<QByteArray, Coming> m_coming;
    QHash<QByteArray, QImage> m_pictures; ///< null: it cannot be drawn
};

/// Draws a plan at about 2,000 pixels; SVG only after it went through the whitelist again. Null if it is no such
/// picture or too large.
[[nodiscard]] QImage drawPlan(PlanKind kind, const QByteArray &content);

} // namespace gatehouse
