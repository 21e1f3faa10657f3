// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/askpage.h"
#include "app/kiosk/kioskpages.h"
#include "app/kiosk/searchpage.h"

#include <chrono>

class QStackedWidget;
class QTimer;

namespace gatehouse {

/// The whole screen of a kiosk: values in, wishes out; no network, no rules. What a visitor typed is forgotten after an
/// idle countdown. Five touches of the upper left corner within three seconds ask for the staff code, which leads to
/// the self-test and the way out; whether a code is right is for the one who listens to say.
class KioskFace final : public QWidget
{
    Q_OBJECT

public:
    explicit KioskFace(QWidget *parent = nullptr);

    static constexpr std::chrono::seconds kIdle{20};       ///< until the countdown begins
    static constexpr std::chrono::seconds kCountdown{10};  ///< until what was typed is wiped
    static constexpr std::chrono::seconds kStaffIdle{120}; ///< a steward who talks to somebody is not gone

    void setView(const KioskView &view);
    [[nodiscard]] KioskPage page() const { return m_page; }
    [[nodiscard]] QString typed() const { return m_code->typed(); }

    /// The staff code was right: self-test and exit are shown.
    void acceptStaff();
    /// The staff code was wrong, or asked too often.
    void refuseStaff(const QString &why);
    /// A second has passed; called by a timer of its own, and by tests.
    void tick();

signals:
    void pageChanged(gatehouse::KioskPage page);
    void languageChosen(const QString &language);
    void codeTyped(const QString &code);
    void asked(const QString &answer);
    void askPassed();
    void askCancelled();
    void searchWanted(const QString &text);
    void personWanted(const gatehouse::Id &record);
    void searchLeft();
    void searchEntered(); ///< by staff, from the self-test
    void staffCodeEntered(const QString &code);
    void verdictDismissed();
    void exitWanted();
    void wiped();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void go(KioskPage page);
    void touch();
    void applyScale();
    void translate();
    void showBanners();
    void showCall();
    void countCornerTouch(const QPoint &at);
    [[nodiscard]] bool isOwnPage() const;
    [[nodiscard]] bool isCounted() const;
    [[nodiscard]] std::chrono::seconds idle() const;

    KioskView m_view;
    KioskPage m_page = KioskPage::Attract;
    KioskScale m_scale;
    QLabel *m_exercise;
    QStackedWidget *m_pages;
    AttractPage *m_attract;
    PadPage *m_code;
    ReadingPage *m_reading;
    VerdictPage *m_verdict;
    PadPage *m_staff;
    SelfTestPage *m_selfTest;
    AskPage *m_ask;
    SearchPage *m_search;
    QLabel *m_message; ///< countdown, wrong staff code
    QWidget *m_offline;
    QLabel *m_offlineSymbol;
    QLabel *m_offlineWords;
    QLabel *m_called; ///< its name, over all else
    QTimer *m_timer;
    std::chrono::seconds m_quiet{0};
    std::vector<std::chrono::steady_clock::time_point> m_cornerTouches;
};

} // namespace gatehouse
