// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kiosklanguage.h"

#include <QGuiApplication>
#include <QLocale>

static void initWords() // the macro wants the global namespace, and a static library wants the call
{
    Q_INIT_RESOURCE(kiosk_words);
}

namespace gatehouse {

namespace {

/// A ticket, a clock and a pad with keys show 0 to 9: figures in words are written as they are, also where a language
/// has figures of its own.
QLocale localeOf(const QString &language)
{
    return language == QLatin1StringView("ar") ? QLocale(QLocale::Arabic, QLocale::UnitedArabEmirates)
                                               : QLocale(language);
}

} // namespace

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
    const QLocale locale = localeOf(language);
    QLocale::setDefault(locale); // figures too
    QGuiApplication::setLayoutDirection(locale.textDirection());
    QCoreApplication::installTranslator(m_words.get());
    return true;
}

} // namespace gatehouse
