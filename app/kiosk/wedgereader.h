// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/scantext.h"

#include <QKeyEvent>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <vector>

namespace gatehouse {

/// How the scanner at hand types. Times as Woo POS found them to tell scanners from people.
struct WedgeSettings {
    QString prefix;           ///< typed by the scanner before each code; taken away where it stands
    QString suffix;           ///< … and after it, before Enter or Tab
    int mostGapMs = 100;      ///< between two keys of one code
    int endMs = 1500;         ///< silence that ends a code which neither Enter nor Tab ended
    int fewestCharacters = 4; ///< what is shorter is no code
};

/// Collects the codes of USB scanners that type, whatever has the focus: a filter for the whole application. What such
/// a scanner types is hostile (a Code 128 may hold Ctrl+O, Alt+F4 or Escape), so no key gets past it, except what a
/// person types on a page with a pad. There, keys are held back for one gap: what comes too slowly for a scanner is
/// handed on as it was. Window's thread.
class WedgeReader final : public QObject
{
    Q_OBJECT

public:
    explicit WedgeReader(const WedgeSettings &settings = {}, QObject *parent = nullptr);

    /// A page that takes typing is shown. Keys with Control, Alt or Meta and function keys are swallowed there too.
    void setTyping(bool isTyping);

    /// Caps Lock on the scanner's keyboard turns our own codes round; other systems' codes may mean what they say.
    [[nodiscard]] static QString withoutCapsLock(const QString &text);

signals:
    /// As it was typed, without prefix, suffix and control characters; one character over kMaxScan if it was longer.
    void codeRead(const QString &code);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct HeldKey {
        QPointer<QObject> receiver;
        std::unique_ptr<QKeyEvent> event;
    };

    void takePress(QObject *receiver, const QKeyEvent &event);
    void hold(QObject *receiver, const QKeyEvent &event);
    [[nodiscard]] bool isBurst() const { return m_text.size() >= m_settings.fewestCharacters; }
    void end();       ///< by Enter or Tab
    void endSilent(); ///< by silence
    void handOn();    ///< what was held, to whom it was meant for
    void forget();
    void emitCode();

    WedgeSettings m_settings;
    bool m_isTyping = false;
    bool m_isHandingOn = false;
    QString m_text;
    std::vector<HeldKey> m_held;
    qint64 m_lastKeyMs = 0;
    QTimer m_gap; ///< on a page with a pad: no scanner is that slow
    QTimer m_end;
};

} // namespace gatehouse
