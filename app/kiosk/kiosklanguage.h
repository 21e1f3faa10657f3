// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTranslator>

namespace gatehouse {

/// The language of the kiosk's words and figures, and the side where a line begins: "en", "de", "fr", "ar". Widgets
/// hear of a change by QEvent::LanguageChange.
/// Window's thread; must not outlive the application.
class KioskLanguage
{
public:
    KioskLanguage() = default;
    ~KioskLanguage();
    KioskLanguage(const KioskLanguage &) = delete;
    KioskLanguage &operator=(const KioskLanguage &) = delete;

    /// False, and nothing changed, where there are no words of this language.
    bool choose(const QString &language);
    [[nodiscard]] QString language() const { return m_language; }

private:
    std::unique_ptr<QTranslator> m_words;
    QString m_language;
};

} // namespace gatehouse
