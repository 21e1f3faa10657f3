// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/verdictsounds.h"

#include <QAudioDevice>
#include <QMediaDevices>
#include <QSoundEffect>
#include <QUrl>

static void initSoundResources() // the macro wants the global namespace, and a static library wants the call
{
    Q_INIT_RESOURCE(sounds);
}

namespace gatehouse {

VerdictSounds::VerdictSounds(QObject *parent) : QObject(parent)
{
    initSoundResources();
}

QString VerdictSounds::source(VerdictSound sound)
{
    const auto file = [](const char *name) {
        return QStringLiteral("qrc:/sounds/%1.wav").arg(QLatin1StringView(name));
    };
    switch (sound) {
    case VerdictSound::Admitted:
        return file("admitted");
    case VerdictSound::Attention:
        return file("attention");
    case VerdictSound::AlreadyUsed:
        return file("alreadyused");
    case VerdictSound::WrongPlaceOrTime:
        return file("wrongplaceortime");
    case VerdictSound::Refused:
        return file("refused");
    case VerdictSound::Unknown:
        return file("unknown");
    case VerdictSound::Error:
        return file("error");
    }
    return {};
}

bool VerdictSounds::hasDevice() const
{
    return !QMediaDevices::defaultAudioOutput().isNull();
}

void VerdictSounds::play(VerdictSound sound)
{
    if (!hasDevice())
        return;
    QSoundEffect *&effect = m_effects[sound];
    if (!effect) {
        effect = new QSoundEffect(this);
        effect->setSource(QUrl(source(sound)));
    }
    effect->setVolume(static_cast<float>(m_volume));
    effect->play();
}

void VerdictSounds::setVolume(double volume)
{
    m_volume = volume;
}

} // namespace gatehouse
