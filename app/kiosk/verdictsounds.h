// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/admission/verdictwords.h"

#include <QObject>

#include <map>

class QSoundEffect;

namespace gatehouse {

/// Plays the sound of a verdict at once; silent where the machine has no sound device. Window's thread.
class VerdictSounds final : public QObject
{
    Q_OBJECT

public:
    explicit VerdictSounds(QObject *parent = nullptr);

    void play(VerdictSound sound);
    void setVolume(double volume); ///< 0 … 1
    [[nodiscard]] bool hasDevice() const;

    /// The kept file, "qrc:/sounds/admitted.wav".
    [[nodiscard]] static QString source(VerdictSound sound);

private:
    std::map<VerdictSound, QSoundEffect *> m_effects; ///< children of this; made on first use
    double m_volume = 0.8;
};

} // namespace gatehouse
