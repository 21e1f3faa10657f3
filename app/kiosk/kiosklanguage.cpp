// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kiosklanguage.h"

#include <QCoreApplication>
#include <QLocale>

static void initWords() // the macro wants the global namespace, and a static library wants the call
{
    Q_INIT_RESOURCE(kiosk_words);
}

namespace gatehouse {

KioskLanguage::~KioskLanguage()
{
    if (m_words)
        QCoreApplication::removeTranslator(m_words.get());
}

bool KioskLanguage::choose(const QString &language)
{
    initWords();
    auto words = std::make_unique<QTranslator>();
    if (!words->load(QStringLiteral(":/words/kiosk_%1.qm").arg(language)))
        return false;
    if (m_words)
        QCoreApplication::removeTranslator(m_words.get());
    m_words = std::move(words);
    m_language = language;
    QLocale::setDefault(QLocale(language)); // figures too
    QCoreApplication::installTranslator(m_words.get());
    return true;
}

} // namespace gatehouse
