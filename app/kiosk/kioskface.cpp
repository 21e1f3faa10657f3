// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kioskface.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int kCornerTouches = 5;
constexpr std::chrono::seconds kCornerTime{3};

void paintAs(QWidget &widget, const QColor &ground, const QColor &ink)
{
    QPalette palette = widget.palette();
    palette.setColor(QPalette::Window, ground);
    palette.setColor(QPalette::WindowText, ink);
    widget.setPalette(palette);
    widget.setAutoFillBackground(true);
}

} // namespace

KioskFace::KioskFace(QWidget *parent)
    : QWidget(parent), m_exercise(plainLabel(this)), m_pages(new QStackedWidget(this)),
      m_attract(new AttractPage(this)), m_code(new PadPage(PadPage::Keys::Code, this)),
      m_reading(new ReadingPage(this)), m_verdict(new VerdictPage(this)),
      m_staff(new PadPage(PadPage::Keys::Digits, this)), m_selfTest(new SelfTestPage(this)), m_ask(new AskPage(this)),
      m_search(new SearchPage(this)), m_message(plainLabel(this)), m_offline(new QWidget(this)),
      m_offlineSymbol(plainLabel(m_offline)), m_offlineWords(plainLabel(m_offline)), m_called(plainLabel(this)),
      m_timer(new QTimer(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->setSizeConstraint(QLayout::SetNoConstraint); // the screen says how large, the scale follows
    column->addWidget(m_exercise);
    column->addWidget(m_pages, 1);
    column->addWidget(m_message);
    column->addWidget(m_offline);
    auto *row = new QHBoxLayout(m_offline);
    row->addWidget(m_offlineSymbol);
    row->addWidget(m_offlineWords, 1);
    m_offlineWords->setWordWrap(true);
    m_exercise->setAlignment(Qt::AlignCenter);
    m_message->setAlignment(Qt::AlignCenter);
    for (QWidget *page : std::initializer_list<QWidget *>{m_attract, m_code, m_reading, m_verdict, m_staff, m_selfTest,
                                                          m_ask, m_search}) {
        m_pages->addWidget(page);
        page->installEventFilter(this);
    }
    connect(m_attract, &AttractPage::languageChosen, this, &KioskFace::languageChosen);
    connect(m_attract, &AttractPage::typingWanted, this, [this] { go(KioskPage::Typing); });
    connect(m_code, &PadPage::cancelled, this, [this] { go(m_view.page); });
    connect(m_code, &PadPage::entered, this, [this](const QString &code) {
        go(m_view.page);
        emit codeTyped(code);
    });
    connect(m_staff, &PadPage::cancelled, this, [this] { go(m_view.page); });
    connect(m_staff, &PadPage::entered, this, &KioskFace::staffCodeEntered);
    for (PadPage *pad : {m_code, m_staff})
        connect(pad, &PadPage::touched, this, &KioskFace::touch);
    connect(m_ask, &AskPage::touched, this, &KioskFace::touch);
    connect(m_ask, &AskPage::answered, this, [this](const QString &answer) {
        touch();
        emit asked(answer);
    });
    connect(m_ask, &AskPage::passed, this, &KioskFace::askPassed);
    connect(m_ask, &AskPage::cancelled, this, &KioskFace::askCancelled);
    connect(m_search, &SearchPage::touched, this, &KioskFace::touch);
    connect(m_search, &SearchPage::searchWanted, this, &KioskFace::searchWanted);
    connect(m_search, &SearchPage::personWanted, this, &KioskFace::personWanted);
    connect(m_search, &SearchPage::left, this, &KioskFace::searchLeft);
    connect(m_selfTest, &SelfTestPage::searchWanted, this, [this] {
        m_page = m_view.page; // the self-test is over
        emit searchEntered();
    });
    connect(m_verdict, &VerdictPage::dismissed, this, &KioskFace::verdictDismissed);
    connect(m_selfTest, &SelfTestPage::leaveWanted, this, [this] { go(m_view.page); });
    connect(m_selfTest, &SelfTestPage::exitWanted, this, &KioskFace::exitWanted);
    connect(m_timer, &QTimer::timeout, this, &KioskFace::tick);
    m_timer->setInterval(std::chrono::seconds(1));
    m_message->hide();
    m_called->setAlignment(Qt::AlignCenter);
    m_called->setWordWrap(true);
    m_called->hide();
    translate();
    showBanners();
}

bool KioskFace::isOwnPage() const
{
    return m_page == KioskPage::Typing || m_page == KioskPage::StaffCode || m_page == KioskPage::SelfTest;
}

/// What somebody has typed or is shown there goes when nobody touches the screen.
bool KioskFace::isCounted() const
{
    return isOwnPage() || m_page == KioskPage::Ask || m_page == KioskPage::Search;
}

std::chrono::seconds KioskFace::idle() const
{
    return m_page == KioskPage::Search ? kStaffIdle : kIdle;
}

void KioskFace::setView(const KioskView &view)
{
    m_view = view;
    for (KioskPageWidget *page :
         std::initializer_list<KioskPageWidget *>{m_attract, m_reading, m_verdict, m_selfTest, m_ask, m_search})
        page->show(view);
    showBanners();
    showCall();
    // A verdict comes before whatever somebody is typing; else a page of the face's own stays.
    const bool isUrgent = view.page == KioskPage::Verdict || view.page == KioskPage::Ask;
    if (!isOwnPage() ? m_page != view.page : isUrgent && m_page != KioskPage::SelfTest)
        go(view.page);
}

void KioskFace::go(KioskPage page)
{
    if (page != KioskPage::Typing)
        m_code->wipe();
    if (page != KioskPage::StaffCode)
        m_staff->wipe();
    if (page != KioskPage::Ask)
        m_ask->wipe();
    if (page != KioskPage::Search)
        m_search->wipe();
    const bool isOther = std::exchange(m_page, page) != page;
    m_pages->setCurrentIndex(static_cast<int>(page));
    m_message->hide();
    m_quiet = {};
    if (isCounted() && page != KioskPage::SelfTest) {
        m_pages->currentWidget()->setFocus();
        m_timer->start();
    } else if (page == KioskPage::SelfTest) {
        m_timer->start();
    } else {
        m_timer->stop();
    }
    if (isOther)
        emit pageChanged(page);
}

/// Over everything but a verdict, whose person stands here.
void KioskFace::showCall()
{
    const Theme &theme = themeOf(*this);
    const bool isShown = !m_view.calledName.isEmpty() && m_view.page != KioskPage::Verdict;
    if (isShown) {
        m_called->setText(m_view.calledName);
        m_called->setFont(m_scale.font(theme, 5, QFont::Bold));
        paintAs(*m_called, m_view.isCallBright ? theme.accent : theme.panel,
                m_view.isCallBright ? theme.onAccent : theme.text);
        m_called->setGeometry(rect());
        m_called->raise();
    }
    m_called->setVisible(isShown);
}

void KioskFace::touch()
{
    m_quiet = {};
    m_message->hide();
}

void KioskFace::tick()
{
    if (!isCounted())
        return;
    ++m_quiet;
    const auto left = idle() + kCountdown - m_quiet;
    if (left.count() <= 0) {
        if (isOwnPage())
            go(m_view.page);
        emit wiped();
        return;
    }
    if (m_quiet < idle())
        return;
    const int seconds = static_cast<int>(left.count());
    m_message->setText(
        m_page == KioskPage::SelfTest
            ? tr("Back to the visitors in %n second(s). Touch the screen to stay.", nullptr, seconds)
            : tr("What you typed is deleted in %n second(s). Touch the screen to go on.", nullptr, seconds));
    m_message->show();
}

void KioskFace::acceptStaff()
{
    go(KioskPage::SelfTest);
}

void KioskFace::refuseStaff(const QString &why)
{
    m_staff->wipe();
    m_message->setText(why);
    m_message->show();
}

void KioskFace::showBanners()
{
    m_exercise->setVisible(m_view.isExercise);
    m_offline->setVisible(m_view.isOffline || m_view.waiting > 0);
    if (m_view.isOffline && m_view.waiting > 0)
        m_offlineWords->setText(tr("Off line · %n scan(s) waiting since %1 · list %2 old", nullptr, m_view.waiting)
                                    .arg(clockTime(m_view.waitingSince, m_view.zone),
                                         ageWords(std::chrono::seconds(m_view.listAgeMs / 1000))));
    else if (m_view.isOffline)
        m_offlineWords->setText(tr("Off line · nothing is waiting · list %1 old")
                                    .arg(ageWords(std::chrono::seconds(m_view.listAgeMs / 1000))));
    else
        m_offlineWords->setText(tr("Sending %n scan(s), waiting since %1", nullptr, m_view.waiting)
                                    .arg(clockTime(m_view.waitingSince, m_view.zone)));
}

void KioskFace::translate()
{
    m_exercise->setText(tr("EXERCISE – no real event"));
    for (int index = 0; index < m_pages->count(); ++index)
        static_cast<KioskPageWidget *>(m_pages->widget(index))->translate();
    showBanners();
    applyScale(); // words of another language want other widths
}

void KioskFace::applyScale()
{
    const Theme &theme = themeOf(*this);
    m_scale = KioskScale::of(size());
    for (int index = 0; index < m_pages->count(); ++index)
        static_cast<KioskPageWidget *>(m_pages->widget(index))->scale(m_scale);
    m_exercise->setFont(m_scale.font(theme, 1.1, QFont::Bold));
    m_exercise->setMinimumHeight(m_scale.pixels(2));
    paintAs(*m_exercise, theme.state(State::Info), theme.onState(State::Info));
    m_message->setFont(m_scale.font(theme, 1.2, QFont::Medium));
    m_message->setMinimumHeight(m_scale.pixels(2.6));
    paintAs(*m_message, theme.stateFill(State::Soon), theme.text);
    m_offlineWords->setFont(m_scale.font(theme, 1.05, QFont::Medium));
    m_offlineSymbol->setPixmap(
        linePixmap(u"wifi-off"_s, theme.state(State::Soon), m_scale.pixels(1.4), devicePixelRatioF()));
    m_offline->layout()->setContentsMargins(m_scale.pixels(1), m_scale.pixels(0.5), m_scale.pixels(1),
                                            m_scale.pixels(0.5));
    paintAs(*m_offline, theme.stateFill(State::Soon), theme.text);
    paintAs(*m_offlineWords, theme.stateFill(State::Soon), theme.text);
    showCall(); // over the whole screen, whatever its size is now
}

void KioskFace::resizeEvent(QResizeEvent *)
{
    applyScale();
}

void KioskFace::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        translate();
    if (event->type() == QEvent::StyleChange)
        applyScale();
    QWidget::changeEvent(event);
}

void KioskFace::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), themeOf(*this).ground);
}

bool KioskFace::eventFilter(QObject *watched, QEvent *event)
{
    // The second of two quick touches comes as a double click.
    if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick) {
        touch();
        countCornerTouch(mapFromGlobal(static_cast<QMouseEvent *>(event)->globalPosition().toPoint()));
    }
    return QWidget::eventFilter(watched, event);
}

void KioskFace::countCornerTouch(const QPoint &at)
{
    const int corner = m_scale.pixels(4);
    if (at.x() > corner || at.y() > corner)
        return m_cornerTouches.clear();
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(m_cornerTouches, [now](auto touched) { return now - touched > kCornerTime; });
    m_cornerTouches.push_back(now);
    if (m_cornerTouches.size() < kCornerTouches)
        return;
    m_cornerTouches.clear();
    go(KioskPage::StaffCode);
}

} // namespace gatehouse
