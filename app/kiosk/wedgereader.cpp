// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/wedgereader.h"

#include "shared/crypto/ticketcode.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>

namespace gatehouse {

namespace {

constexpr qsizetype kMostText = static_cast<qsizetype>(kMaxScan) + 1; // one over says that it was too long
constexpr std::size_t kMostHeld = 2 * kMaxScan;

/// When the key was pressed, by the window system's clock where it tells: a busy thread must not tear a code apart.
qint64 momentOf(const QKeyEvent &event)
{
    if (event.timestamp() != 0)
        return static_cast<qint64>(event.timestamp());
    static const QElapsedTimer clock = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
    return clock.elapsed() + 1;
}

bool isModifier(int key)
{
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt || key == Qt::Key_AltGr
        || key == Qt::Key_Meta || key == Qt::Key_CapsLock || key == Qt::Key_NumLock;
}

/// Would make a program or the desktop do something.
bool isOrder(const QKeyEvent &event)
{
    // AltGr comes as Control and Alt together and makes ordinary characters on many keyboards.
    const auto modifiers = event.modifiers();
    const bool isAltGr = modifiers.testFlag(Qt::ControlModifier) && modifiers.testFlag(Qt::AltModifier)
        && !event.text().isEmpty() && event.text().front().isPrint();
    const bool hasOrder = (modifiers & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) && !isAltGr;
    return hasOrder || (event.key() >= Qt::Key_F1 && event.key() <= Qt::Key_F35) || event.key() == Qt::Key_Print
        || event.key() == Qt::Key_Menu || event.key() == Qt::Key_Meta;
}

/// Enter and Tab, also as the Ctrl+M, Ctrl+J and Ctrl+I that some scanners type for them.
bool isEnd(const QKeyEvent &event)
{
    if (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter || event.key() == Qt::Key_Tab)
        return true;
    const QString text = event.text();
    return text == QLatin1String("\r") || text == QLatin1String("\n") || text == QLatin1String("\t");
}

} // namespace

WedgeReader::WedgeReader(const WedgeSettings &settings, QObject *parent) : QObject(parent), m_settings(settings)
{
    m_gap.setSingleShot(true);
    m_gap.setInterval(settings.mostGapMs);
    m_end.setSingleShot(true);
    m_end.setInterval(settings.endMs);
    connect(&m_gap, &QTimer::timeout, this, [this] {
        if (m_isTyping && !isBurst())
            handOn();
    });
    connect(&m_end, &QTimer::timeout, this, &WedgeReader::endSilent);
    QCoreApplication::instance()->installEventFilter(this);
}

void WedgeReader::setTyping(bool isTyping)
{
    if (m_isTyping == isTyping)
        return;
    m_isTyping = isTyping;
    m_held.clear(); // the page they were meant for is gone; the text of a code under way stays
}

bool WedgeReader::eventFilter(QObject *watched, QEvent *event)
{
    // A key comes to the window first, and from there to the widget: it is judged once.
    if (m_isHandingOn || !watched->isWindowType())
        return false;
    switch (event->type()) {
    case QEvent::ShortcutOverride: // accepted: no shortcut may act, the key press follows
        event->accept();
        return true;
    case QEvent::Shortcut:
        return true;
    case QEvent::KeyPress:
        takePress(watched, *static_cast<QKeyEvent *>(event));
        return true;
    case QEvent::KeyRelease:
        return !m_isTyping || isOrder(*static_cast<QKeyEvent *>(event));
    default:
        return false;
    }
}

void WedgeReader::takePress(QObject *receiver, const QKeyEvent &event)
{
    if (isModifier(event.key()))
        return;
    const qint64 now = momentOf(event);
    if (now - m_lastKeyMs > m_settings.mostGapMs && (!m_text.isEmpty() || !m_held.empty()))
        endSilent();
    m_lastKeyMs = now;
    if (isEnd(event)) {
        if (isBurst())
            end();
        else
            hold(receiver, event);
        return;
    }
    if (event.isAutoRepeat() && !m_isTyping)
        return;
    if (!isOrder(event)) {
        for (const QChar character : event.text()) {
            if (m_text.size() < kMostText && character >= u' ' && character != u'\x7f')
                m_text += character;
        }
        hold(receiver, event);
    }
    m_end.start();
}

/// On a page with a pad it may yet be a person's; elsewhere a key is of no use to anybody.
void WedgeReader::hold(QObject *receiver, const QKeyEvent &event)
{
    if (!m_isTyping) {
        if (isEnd(event))
            forget();
        return;
    }
    if (m_held.size() < kMostHeld)
        m_held.push_back({receiver, std::unique_ptr<QKeyEvent>(event.clone())});
    m_gap.start();
    if (isEnd(event)) // fewer characters than a code has, then Enter: a person
        handOn();
}

void WedgeReader::end()
{
    emitCode();
    forget();
}

void WedgeReader::endSilent()
{
    if (m_isTyping) // a quick typist pauses; a scanner that ends with nothing is not told from one where people type
        handOn();
    else if (isBurst())
        emitCode();
    forget();
}

void WedgeReader::handOn()
{
    const auto held = std::exchange(m_held, {});
    forget();
    m_isHandingOn = true;
    for (const HeldKey &key : held) {
        if (key.receiver)
            QCoreApplication::sendEvent(key.receiver, key.event.get());
    }
    m_isHandingOn = false;
}

void WedgeReader::forget()
{
    m_text.clear();
    m_held.clear();
    m_gap.stop();
    m_end.stop();
}

void WedgeReader::emitCode()
{
    QString code = m_text;
    if (!m_settings.prefix.isEmpty() && code.startsWith(m_settings.prefix))
        code.remove(0, m_settings.prefix.size());
    if (!m_settings.suffix.isEmpty() && code.endsWith(m_settings.suffix))
        code.chop(m_settings.suffix.size());
    m_text.clear(); // whoever listens may change the page
    m_held.clear();
    emit codeRead(withoutCapsLock(code));
}

QString WedgeReader::withoutCapsLock(const QString &text)
{
    const auto clean = normaliseScan(text.toUpper().toStdString());
    if (!clean || text != text.toLower() || clean->size() != kTicketTextLength || !looksLikeTicket(*clean))
        return text;
    return QString::fromStdString(*clean);
}

} // namespace gatehouse
