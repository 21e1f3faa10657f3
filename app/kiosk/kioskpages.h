// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/kioskview.h"

#include <QWidget>

class QBoxLayout;
class QGridLayout;
class QLabel;
class QPushButton;

namespace gatehouse {

inline constexpr int kLeastTarget = 48; ///< pixels; a finger in a glove

/// Sizes of a kiosk's screen: everything is told in units, a fortieth of the screen's shorter way.
struct KioskScale {
    double unit = 20;
    [[nodiscard]] static KioskScale of(const QSize &screen);
    [[nodiscard]] int pixels(double units) const { return static_cast<int>(unit * units); }
    [[nodiscard]] int target() const { return std::max(kLeastTarget, pixels(3.4)); }
    [[nodiscard]] QFont font(const Theme &theme, double units, QFont::Weight weight = QFont::Normal) const;
};

/// A page of the face: lays itself out anew when the screen's size or the language changes.
class KioskPageWidget : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    virtual void show(const KioskView &view) = 0; ///< new values
    virtual void scale(const KioskScale &scale) = 0;
    virtual void translate() = 0;
};

class ProgrammePanel;

/// Waits for a ticket: what to do in large words, the time, what runs and comes next, languages, typing the code. All
/// of it wanders by a few pixels from minute to minute, so that no screen keeps a shadow of it.
class AttractPage final : public KioskPageWidget
{
    Q_OBJECT

public:
    explicit AttractPage(QWidget *parent);
    void show(const KioskView &view) override;
    void scale(const KioskScale &scale) override;
    void translate() override;

signals:
    void languageChosen(const QString &language); ///< "en", "de", "fr", "ar"
    void typingWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void showWords();
    void showClock();
    void place();
    [[nodiscard]] double callWidth() const;
    [[nodiscard]] bool isUpright() const { return height() > width(); }
    [[nodiscard]] QString placeWords() const;
    [[nodiscard]] QString call() const;
    [[nodiscard]] QString hint() const;

    KioskView m_view;
    KioskScale m_scale;
    QLabel *m_event;
    QLabel *m_date;
    QLabel *m_clock;
    QBoxLayout *m_body; ///< the invitation, and the programme beside or beneath it
    QBoxLayout *m_invitation;
    ProgrammePanel *m_programme;
    QWidget *m_symbol;
    QLabel *m_call;
    QLabel *m_hint;
    QBoxLayout *m_languages;
    std::vector<QPushButton *> m_languageButtons;
    QPushButton *m_type;
};

/// "One moment": shown only where the answer takes longer than an eye-blink.
class ReadingPage final : public KioskPageWidget
{
    Q_OBJECT

public:
    explicit ReadingPage(QWidget *parent);
    void show(const KioskView &view) override;
    void scale(const KioskScale &scale) override;
    void translate() override;

private:
    KioskScale m_scale;
    QLabel *m_symbol;
    QLabel *m_words;
};

/// The answer: colour, symbol and word, then why and what to do.
class VerdictPage final : public KioskPageWidget
{
    Q_OBJECT

public:
    explicit VerdictPage(QWidget *parent);
    void show(const KioskView &view) override;
    void scale(const KioskScale &scale) override;
    void translate() override;
    [[nodiscard]] QString headline() const;
    [[nodiscard]] QString advice() const;

signals:
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    [[nodiscard]] State state() const;
    [[nodiscard]] QString whenAgain() const;

    KioskView m_view;
    KioskScale m_scale;
};

/// A pad with large keys: letters and digits of ticket codes, or digits alone for staff.
class PadPage final : public KioskPageWidget
{
    Q_OBJECT

public:
    enum class Keys { Code, Digits };

    PadPage(Keys keys, QWidget *parent);
    void show(const KioskView &view) override;
    void scale(const KioskScale &scale) override;
    void translate() override;
    [[nodiscard]] QString typed() const { return m_typed; }
    void wipe();
    void press(const QString &key);

    static constexpr int kMaxTyped = 64; ///< the longest code that a person would type has about forty characters

signals:
    void entered(const QString &typed);
    void cancelled();
    void touched();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showTyped();

    Keys m_keys;
    QString m_typed;
    KioskScale m_scale;
    QLabel *m_title;
    QLabel *m_field;
    QGridLayout *m_grid;
    std::vector<QPushButton *> m_keyButtons;
    QPushButton *m_erase;
    QPushButton *m_cancel;
    QPushButton *m_enter;
};

/// For staff: what works and what does not, and the way out.
class SelfTestPage final : public KioskPageWidget
{
    Q_OBJECT

public:
    explicit SelfTestPage(QWidget *parent);
    void show(const KioskView &view) override;
    void scale(const KioskScale &scale) override;
    void translate() override;

signals:
    void leaveWanted(); ///< back to the visitors
    void searchWanted();
    void exitWanted(); ///< end the kiosk's program

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<SelfTestRow> m_rows;
    KioskScale m_scale;
    QLabel *m_title;
    QPushButton *m_leave;
    QPushButton *m_search;
    QPushButton *m_exit;
};

} // namespace gatehouse
