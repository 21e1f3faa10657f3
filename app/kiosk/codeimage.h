// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>

#include <optional>

class QVideoFrame;

namespace gatehouse {

/// Which kinds of code are looked for in a picture.
enum class Symbologies {
    Qr,  ///< what our own tickets have: quick enough for every frame
    All, ///< also what other systems print: Aztec, PDF417, Data Matrix, Code 128, EAN
};

/// What the one code in a picture says, as it stands there. Nothing if there is none, and nothing if several say
/// different things, for nobody could tell whose ticket is meant; but one of our own tickets among other codes is the
/// one. Any thread.
[[nodiscard]] std::optional<QString> readCode(const QImage &picture, Symbologies symbologies);
/// From a camera, without a copy where the format has its brightness apart. The frame must not be in use elsewhere.
[[nodiscard]] std::optional<QString> readCode(QVideoFrame frame, Symbologies symbologies);

} // namespace gatehouse
