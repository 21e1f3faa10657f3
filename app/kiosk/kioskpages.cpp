// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kioskpages.h"

#include "app/admission/verdictwords.h"
#include "app/kiosk/kioskwidgets.h"
#include "app/kiosk/programmepanel.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/statechip.h"

#include <QDateTime>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

struct Language {
    const char *code;
    const char16_t *name; ///< in its own words: never translated
};
constexpr Language kLanguages[] = {{"en", u"English"}, {"de", u"Deutsch"}, {"fr", u"Français"}, {"ar", u"العربية"}};

/// The symbol of a verdict, without the small shapes' frame: tick, cross, hand, question mark.
void paintVerdictSymbol(QPainter &painter, const QRectF &square, VerdictSound kind, const QColor &colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(square.center());
    painter.scale(square.width() / 2, square.height() / 2);
    painter.setPen(QPen(colour, 0.13, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    switch (kind) {
    case VerdictSound::Admitted:
        painter.drawEllipse(QPointF(), 0.92, 0.92);
        painter.drawPolyline(QPolygonF({{-0.45, 0.03}, {-0.12, 0.38}, {0.47, -0.34}}));
        break;
    case VerdictSound::Attention:
        painter.drawPolygon(QPolygonF({{0, -0.9}, {0.95, 0.8}, {-0.95, 0.8}}));
        painter.drawLine(QPointF(0, -0.3), QPointF(0, 0.2));
        painter.drawPoint(QPointF(0, 0.52));
        break;
    case VerdictSound::AlreadyUsed: // twice the same
        painter.drawEllipse(QPointF(-0.28, -0.1), 0.6, 0.6);
        painter.drawEllipse(QPointF(0.28, 0.1), 0.6, 0.6);
        break;
    case VerdictSound::WrongPlaceOrTime: // an arrow to somewhere else
        painter.drawEllipse(QPointF(), 0.92, 0.92);
        painter.drawLine(QPointF(-0.45, 0), QPointF(0.42, 0));
        painter.drawPolyline(QPolygonF({{0.08, -0.36}, {0.45, 0}, {0.08, 0.36}}));
        break;
    case VerdictSound::Refused: {
        QPolygonF octagon;
        for (int corner = 0; corner < 8; ++corner)
            octagon << QPointF(std::cos((corner + 0.5) * M_PI / 4), std::sin((corner + 0.5) * M_PI / 4)) * 0.93;
        painter.drawPolygon(octagon);
        painter.drawLine(QPointF(-0.34, -0.34), QPointF(0.34, 0.34));
        painter.drawLine(QPointF(0.34, -0.34), QPointF(-0.34, 0.34));
        break;
    }
    case VerdictSound::Unknown: {
        painter.drawRoundedRect(QRectF(-0.85, -0.85, 1.7, 1.7), 0.25, 0.25);
        QPainterPath mark;
        mark.moveTo(-0.28, -0.25);
        mark.cubicTo(-0.28, -0.66, 0.32, -0.66, 0.3, -0.22);
        mark.cubicTo(0.28, 0.02, 0, 0.02, 0, 0.26);
        painter.drawPath(mark);
        painter.drawPoint(QPointF(0, 0.54));
        break;
    }
    case VerdictSound::Error: // a hand's palm: staff is called
        painter.drawRect(QRectF(-0.85, -0.85, 1.7, 1.7));
        painter.drawLine(QPointF(0, -0.45), QPointF(0, 0.12));
        painter.drawPoint(QPointF(0, 0.48));
        break;
    }
    painter.restore();
}

/// Four corners around a code: where a ticket is to be held.
void paintViewfinder(QPainter &painter, const QRectF &square, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(square.center());
    painter.setPen(QPen(theme.accent, square.width() * 0.06, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const double out = square.width() * 0.46;
    const double in = square.width() * 0.24;
    for (int corner = 0; corner < 4; ++corner) {
        painter.drawPolyline(QPolygonF({{-out, -in}, {-out, -out}, {-in, -out}}));
        painter.rotate(90);
    }
    painter.restore();
    const int code = static_cast<int>(square.width() * 0.56);
    painter.drawPixmap(square.center() - QPointF(code, code) / 2,
                       linePixmap(u"qr-code"_s, theme.text, code, painter.device()->devicePixelRatioF()));
}

struct Headline {
    QString text;
    double units = 0;
    double width = 0; ///< pixels that there are
};

/// On one line where that makes it little smaller: a single word on a second line reads badly.
QFont headlineFont(const KioskScale &scale, const Theme &theme, const Headline &headline)
{
    constexpr double kLeastShare = 0.78;
    const QFont font = scale.font(theme, headline.units, QFont::Bold);
    const double share = headline.width / std::max(QFontMetricsF(font).horizontalAdvance(headline.text), 1.0);
    return share >= 1 || share < kLeastShare ? font : scale.font(theme, headline.units * share * 0.99, QFont::Bold);
}

} // namespace

QLabel *centredLabel(QWidget *parent)
{
    QLabel *label = plainLabel(parent);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    return label;
}

QRectF mirrored(const QWidget &widget, const QRectF &place)
{
    return widget.layoutDirection() == Qt::LeftToRight
        ? place
        : QRectF(widget.width() - place.right(), place.top(), place.width(), place.height());
}

void quietenLabel(QLabel &label, const Theme &theme)
{
    QPalette palette = label.palette();
    palette.setColor(QPalette::WindowText, theme.quietText);
    label.setPalette(palette);
}

void scaleKioskButton(QPushButton &button, const KioskScale &scale, const Theme &theme, double units)
{
    button.setFont(scale.font(theme, units, QFont::Medium));
    button.setIconSize({scale.pixels(2.1), scale.pixels(1.3)}); // drawn in its middle: the rest keeps it off the words
    const int padding = button.text().size() > 1 ? scale.pixels(1.6) : 0;
    button.setMinimumSize(std::max(scale.target(), button.sizeHint().width() + padding), scale.target());
}

KioskScale KioskScale::of(const QSize &screen)
{
    return {std::clamp(std::min(screen.width() * 1.0, screen.height() * 1.25) / 42.0, 8.0, 80.0)};
}

QFont KioskScale::font(const Theme &theme, double units, QFont::Weight weight) const
{
    QFont font = theme.font(TypeStep::Body, weight);
    font.setPixelSize(std::max(14, pixels(units)));
    return font;
}

// --- attract ---

AttractPage::AttractPage(QWidget *parent)
    : KioskPageWidget(parent), m_event(plainLabel(this)), m_date(plainLabel(this)), m_clock(plainLabel(this)),
      m_body(new QBoxLayout(QBoxLayout::LeftToRight)), m_invitation(new QVBoxLayout),
      m_programme(new ProgrammePanel(this)), m_symbol(new QWidget(this)), m_call(centredLabel(this)),
      m_hint(centredLabel(this)), m_languages(new QHBoxLayout), m_type(new QPushButton(this))
{
    auto *column = new QVBoxLayout(this);
    auto *head = new QHBoxLayout;
    m_event->setWordWrap(true);
    head->addWidget(m_event, 1);
    head->addWidget(m_date);
    head->addWidget(m_clock);
    column->addLayout(head);
    m_invitation->addStretch(2);
    m_invitation->addWidget(m_symbol, 10); // gives way where two lines of words or two banners need its place
    m_invitation->addWidget(m_call);
    m_invitation->addWidget(m_hint);
    m_invitation->addStretch(2);
    m_invitation->addWidget(m_type, 0, Qt::AlignHCenter);
    m_invitation->addStretch(1);
    m_body->addLayout(m_invitation);
    m_body->addWidget(m_programme);
    column->addLayout(m_body, 1);
    column->addLayout(m_languages);
    m_languages->addStretch();
    for (const Language &language : kLanguages) {
        auto *button = new QPushButton(QString::fromUtf16(language.name), this);
        button->setFocusPolicy(Qt::NoFocus); // no key gets past the scanner's filter on this page
        connect(button, &QPushButton::clicked, this,
                [this, &language] { emit languageChosen(QLatin1StringView(language.code)); });
        m_languages->addWidget(button);
        m_languageButtons.push_back(button);
    }
    m_languages->addStretch();
    m_type->setIcon(lineIcon(u"keyboard"_s));
    m_type->setFocusPolicy(Qt::NoFocus);
    connect(m_type, &QPushButton::clicked, this, &AttractPage::typingWanted);
}

void AttractPage::show(const KioskView &view)
{
    const bool hadProgramme = !m_programme->isHidden();
    m_view = view;
    const KioskNowNext &sessions = view.nowNext;
    m_programme->setVisible(view.now.ms > 0 && !(sessions.now.empty() && sessions.next.empty()));
    m_programme->setView(view);
    if (hadProgramme == m_programme->isHidden())
        place();
    showClock();
    showWords();
}

void AttractPage::showClock()
{
    const bool isKnown = m_view.now.ms > 0;
    m_clock->setVisible(isKnown);
    m_date->setVisible(isKnown);
    if (!isKnown)
        return;
    m_clock->setText(clockTime(m_view.now, m_view.zone));
    const QDate day = QDateTime::fromMSecsSinceEpoch(m_view.now.ms, m_view.zone).date();
    m_date->setText(QLocale().toString(day, tr("dddd, d MMMM", "a date, as QDate::toString() takes it")));
    // The middle and the eight places around it, one a minute.
    constexpr int kSteps[][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}};
    const auto &[across, down] = kSteps[static_cast<std::size_t>(m_view.now.ms / 60'000) % std::size(kSteps)];
    const int step = m_scale.pixels(0.2);
    const int side = m_scale.pixels(2);
    const int edge = m_scale.pixels(1.2);
    layout()->setContentsMargins(side + across * step, edge + down * step, side - across * step, edge - down * step);
}

/// The programme stands beside the invitation, or beneath it where the screen is upright.
void AttractPage::place()
{
    m_body->setDirection(isUpright() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_body->setStretchFactor(m_invitation, m_programme->isHidden() || isUpright() ? 11 : 10);
    m_body->setStretchFactor(m_programme, isUpright() ? 10 : 11);
}

/// What the call has in one line.
double AttractPage::callWidth() const
{
    const double whole = width() - m_scale.pixels(4.5);
    return m_programme->isHidden() || isUpright() ? whole : whole * 10 / 21 - m_scale.pixels(1);
}

void AttractPage::resizeEvent(QResizeEvent *)
{
    place();
    showWords();
}

void AttractPage::showWords()
{
    m_event->setText(placeWords());
    m_call->setText(call());
    const bool isBeside = !m_programme->isHidden() && !isUpright();
    m_call->setFont(headlineFont(m_scale, themeOf(*this), {call(), isBeside ? 2.2 : 2.9, callWidth()}));
    m_hint->setText(hint());
    m_hint->setFont(m_scale.font(themeOf(*this), isBeside ? 1.2 : 1.4));
    m_symbol->setMinimumHeight(m_scale.pixels(isBeside ? 3 : 5));
    m_type->setVisible(m_view.closure == KioskClosure::None);
    for (std::size_t index = 0; index < m_languageButtons.size(); ++index) {
        const bool isChosen = m_view.language == QLatin1StringView(kLanguages[index].code);
        m_languageButtons[index]->setIcon(isChosen ? lineIcon(u"check"_s) : QIcon());
        m_languageButtons[index]->setAccessibleDescription(isChosen ? tr("chosen") : QString());
    }
    update();
}

QString AttractPage::placeWords() const
{
    if (m_view.gateName.isEmpty())
        return m_view.eventName;
    return m_view.laneName.isEmpty()
        ? tr("%1 · %2", "event, gate").arg(m_view.eventName, m_view.gateName)
        : tr("%1 · %2 · %3", "event, gate, lane").arg(m_view.eventName, m_view.gateName, m_view.laneName);
}

QString AttractPage::call() const
{
    switch (m_view.closure) {
    case KioskClosure::None:
        return tr("Hold your ticket to the reader");
    case KioskClosure::Gate:
        return m_view.isExit ? tr("This exit is closed") : tr("This entrance is closed");
    case KioskClosure::Starting:
        return tr("One moment …");
    case KioskClosure::NoList:
    case KioskClosure::Unassigned:
        return tr("This kiosk is not ready yet");
    case KioskClosure::Revoked:
        return tr("This kiosk is no longer in use");
    case KioskClosure::OutOfOrder:
        return tr("This kiosk is out of order");
    }
    return {};
}

QString AttractPage::hint() const
{
    const QString elsewhere = m_view.isExit ? tr("Please use another exit.") : tr("Please use another entrance.");
    switch (m_view.closure) {
    case KioskClosure::None:
        return m_view.isExit ? tr("This is an exit · the code on your phone or on paper")
                             : tr("The code on your phone or on paper");
    case KioskClosure::Gate:
        return m_view.gateClosedReason.isEmpty() ? elsewhere : m_view.gateClosedReason;
    case KioskClosure::Starting:
        return tr("This kiosk is starting.");
    case KioskClosure::NoList:
    case KioskClosure::Unassigned:
    case KioskClosure::Revoked:
        return elsewhere;
    case KioskClosure::OutOfOrder:
        return tr("Please call our staff.");
    }
    return {};
}

void AttractPage::scale(const KioskScale &scale)
{
    m_scale = scale;
    const Theme &theme = themeOf(*this);
    layout()->setSpacing(scale.pixels(0.8));
    layout()->setContentsMargins(scale.pixels(2), scale.pixels(1.2), scale.pixels(2), scale.pixels(1.2));
    m_languages->setSpacing(scale.pixels(0.8));
    m_invitation->setSpacing(scale.pixels(0.8));
    m_body->setSpacing(scale.pixels(1.2));
    m_event->setFont(scale.font(theme, 1.3, QFont::Medium));
    quietenLabel(*m_event, theme);
    m_date->setFont(scale.font(theme, 1.3, QFont::Medium));
    quietenLabel(*m_date, theme);
    m_clock->setFont(scale.font(theme, 2.2, QFont::Bold));
    m_programme->scale(scale);
    place();
    showClock();
    m_symbol->setMaximumHeight(scale.pixels(11));
    quietenLabel(*m_hint, theme);
    scaleKioskButton(*m_type, scale, theme, 1.2);
    for (QPushButton *button : m_languageButtons) {
        scaleKioskButton(*button, scale, theme, 1.2);
        button->setMinimumWidth(scale.pixels(8));
    }
    showWords(); // their size follows from the width
}

void AttractPage::translate()
{
    m_type->setText(tr("Type the code instead"));
    m_programme->translate();
    showClock();
    showWords();
}

void AttractPage::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    QPainter painter(this);
    QRect place(0, 0, m_symbol->height(), m_symbol->height());
    place.moveCenter(m_symbol->geometry().center());
    const bool isOpen = m_view.closure == KioskClosure::None;
    const bool isStarting = m_view.closure == KioskClosure::Starting;
    if (isOpen)
        return paintViewfinder(painter, place, theme);
    painter.drawPixmap(place.topLeft(),
                       linePixmap(isStarting ? u"hourglass"_s : u"door-closed"_s,
                                  isStarting ? theme.accent : theme.state(State::Soon), place.width(),
                                  devicePixelRatioF()));
}

// --- reading ---

ReadingPage::ReadingPage(QWidget *parent)
    : KioskPageWidget(parent), m_symbol(centredLabel(this)), m_words(centredLabel(this))
{
    auto *column = new QVBoxLayout(this);
    column->addStretch();
    column->addWidget(m_symbol);
    column->addWidget(m_words);
    column->addStretch();
}

void ReadingPage::show(const KioskView &) {}

void ReadingPage::scale(const KioskScale &scale)
{
    const Theme &theme = themeOf(*this);
    m_symbol->setPixmap(linePixmap(u"hourglass"_s, theme.accent, scale.pixels(9), devicePixelRatioF()));
    m_words->setFont(scale.font(theme, 2.9, QFont::Bold));
}

void ReadingPage::translate()
{
    m_words->setText(tr("One moment …"));
}

// --- verdict ---

VerdictPage::VerdictPage(QWidget *parent) : KioskPageWidget(parent) {}

void VerdictPage::show(const KioskView &view)
{
    m_view = view;
    translate();
}

void VerdictPage::translate()
{
    setAccessibleName(headline());
    setAccessibleDescription(advice());
    update();
}

void VerdictPage::scale(const KioskScale &scale)
{
    m_scale = scale;
    update();
}

State VerdictPage::state() const
{
    const KioskVerdict &verdict = m_view.verdict;
    if (!verdict.isRecorded)
        return State::Now;
    if (verdict.outcome == Outcome::Admitted && (verdict.needsAttention || !verdict.attention.isEmpty()))
        return State::Soon;
    return verdictState(verdict.outcome, verdict.reason);
}

QString VerdictPage::headline() const
{
    const KioskVerdict &verdict = m_view.verdict;
    if (!verdict.isRecorded)
        return reasonHeadline(Reason::Error);
    if (verdict.outcome != Outcome::Admitted)
        return reasonHeadline(verdict.reason);
    if (verdict.isExit)
        return tr("Goodbye");
    return verdict.isReEntry ? tr("Welcome back") : tr("Welcome");
}

QString VerdictPage::advice() const
{
    const KioskVerdict &verdict = m_view.verdict;
    if (!verdict.isRecorded)
        return tr("Please call our staff: this kiosk cannot record your entry.");
    if (verdict.outcome == Outcome::Admitted)
        return !verdict.attention.isEmpty() ? inOwnDirection(verdict.attention)
            : verdict.needsAttention        ? tr("Please see our staff before you go in.")
            : verdict.isExit                ? tr("See you soon")
                                            : tr("Please go in");
    if (verdict.failed.rule == Rule::GroupLeft)
        return tr("Only %n more of this group may come in.", nullptr, verdict.failed.number);
    if (const QString again = whenAgain(); !again.isEmpty())
        return again;
    if (verdict.reason == Reason::AlreadyRedeemed && verdict.firstAt.ms > 0)
        return verdict.firstGate.isEmpty()
            ? tr("Used at %1. %2", "time, advice")
                  .arg(clockTime(verdict.firstAt, m_view.zone), reasonAdvice(verdict.reason))
            : tr("Used at %1, %2. %3", "time, gate, advice")
                  .arg(clockTime(verdict.firstAt, m_view.zone), inOwnDirection(verdict.firstGate),
                       reasonAdvice(verdict.reason));
    return reasonAdvice(verdict.reason);
}

/// A time at which it is worth coming back.
QString VerdictPage::whenAgain() const
{
    static constexpr Rule kAhead[] = {Rule::ListOpens, Rule::TicketBegins, Rule::WindowOpens, Rule::TooEarlyAgain,
                                      Rule::ReEntryTime};
    const FailedRule &failed = m_view.verdict.failed;
    const bool isAhead = std::find(std::begin(kAhead), std::end(kAhead), failed.rule) != std::end(kAhead);
    return isAhead && failed.at.ms > 0 ? tr("Please come back at %1.").arg(clockTime(failed.at, m_view.zone))
                                       : QString();
}

void VerdictPage::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    const KioskVerdict &verdict = m_view.verdict;
    QPainter painter(this);
    painter.fillRect(rect(), theme.state(state()));
    const QColor ink = theme.onState(state());
    const auto sound = verdict.isRecorded
        ? verdictSound(verdict.outcome, verdict.reason, verdict.needsAttention || !verdict.attention.isEmpty())
        : VerdictSound::Error;
    const QString group = verdict.people > 1 ? tr("%n people", nullptr, verdict.people) : QString();

    struct Line {
        QString text;
        QFont font;
    };
    const bool isPersonal = verdict.outcome == Outcome::Admitted && !verdict.isExit;
    const double width = this->width() - m_scale.pixels(4);
    const Line lines[] = {
        {headline(), headlineFont(m_scale, theme, {headline(), 4.2, width})},
        {isPersonal ? verdict.name : QString(), m_scale.font(theme, 2.4, QFont::DemiBold)},
        {verdict.outcome == Outcome::Admitted ? group : QString(), m_scale.font(theme, 2.4, QFont::DemiBold)},
        {isPersonal ? verdict.product : QString(), m_scale.font(theme, 1.7)},
        {advice(), m_scale.font(theme, 1.8, QFont::Medium)}};
    const double gap = m_scale.pixels(0.9);
    const double symbol = std::min(m_scale.unit * 12, height() * 0.36);
    double heights[std::size(lines)];
    double total = symbol + gap;
    for (std::size_t index = 0; index < std::size(lines); ++index) {
        heights[index] = lines[index].text.isEmpty()
            ? 0
            : QFontMetricsF(lines[index].font)
                  .boundingRect(QRectF(0, 0, width, 1e5), Qt::AlignHCenter | Qt::TextWordWrap, lines[index].text)
                  .height();
        total += heights[index] > 0 ? heights[index] + gap : 0;
    }
    double top = std::max(m_scale.unit, (height() - total) / 2);
    paintVerdictSymbol(painter, {(this->width() - symbol) / 2, top, symbol, symbol}, sound, ink);
    top += symbol + gap;
    painter.setPen(ink);
    for (std::size_t index = 0; index < std::size(lines); ++index) {
        if (heights[index] <= 0)
            continue;
        painter.setFont(lines[index].font);
        painter.drawText(QRectF((this->width() - width) / 2, top, width, heights[index] + 2),
                         Qt::AlignHCenter | Qt::TextWordWrap, lines[index].text);
        top += heights[index] + gap;
    }
}

void VerdictPage::mouseReleaseEvent(QMouseEvent *)
{
    emit dismissed();
}

// --- pads ---

PadPage::PadPage(Keys keys, QWidget *parent)
    : KioskPageWidget(parent), m_keys(keys), m_title(centredLabel(this)), m_field(centredLabel(this)),
      m_grid(new QGridLayout), m_erase(new QPushButton(this)), m_cancel(new QPushButton(this)),
      m_enter(new QPushButton(this))
{
    setFocusPolicy(Qt::StrongFocus);
    auto *column = new QVBoxLayout(this);
    column->addStretch(1);
    column->addWidget(m_title);
    column->addWidget(m_field);
    auto *keyboard = new QWidget(this);
    keyboard->setLayoutDirection(Qt::LeftToRight); // 1 2 3 in every language
    keyboard->setLayout(m_grid);
    m_grid->setContentsMargins({});
    column->addWidget(keyboard);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_cancel, 1);
    foot->addWidget(m_erase, 1);
    foot->addWidget(m_enter, 2);
    column->addLayout(foot);
    column->addStretch(1);
    // Nobody types the 154 characters of our own tickets: what is typed is another system's code, of letters, digits
    // and hyphens.
    const QString characters = keys == Keys::Digits ? u"1234567890"_s : u"1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ-"_s;
    const int columns = keys == Keys::Digits ? 3 : 10;
    for (qsizetype index = 0; index < characters.size(); ++index) {
        const QString key = characters.mid(index, 1);
        auto *button = new QPushButton(key, this);
        button->setFocusPolicy(Qt::NoFocus);
        connect(button, &QPushButton::clicked, this, [this, key] { press(key); });
        const bool isUnderEight = keys == Keys::Digits && key == u"0"_s; // as on every telephone
        const int place = isUnderEight ? 10 : static_cast<int>(index);
        m_grid->addWidget(button, place / columns, place % columns);
        m_keyButtons.push_back(button);
    }
    m_field->setFrameShape(QFrame::NoFrame);
    m_erase->setIcon(lineIcon(u"delete"_s));
    m_enter->setDefault(true);
    for (QPushButton *button : {m_erase, m_cancel, m_enter})
        button->setFocusPolicy(Qt::NoFocus);
    connect(m_erase, &QPushButton::clicked, this, [this] {
        m_typed.chop(1);
        showTyped();
        emit touched();
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        wipe();
        emit cancelled();
    });
    connect(m_enter, &QPushButton::clicked, this, [this] {
        const QString typed = std::exchange(m_typed, {});
        showTyped();
        if (!typed.isEmpty())
            emit entered(typed);
    });
}

void PadPage::show(const KioskView &) {}

void PadPage::press(const QString &key)
{
    if (m_typed.size() < kMaxTyped)
        m_typed += key;
    showTyped();
    emit touched();
}

void PadPage::wipe()
{
    m_typed.fill(u'\0'); // a staff code should not stay in memory
    m_typed.clear();
    showTyped();
}

void PadPage::showTyped()
{
    if (m_typed.isEmpty())
        m_field->setText(u"–"_s);
    else
        m_field->setText(m_keys == Keys::Digits ? QString(m_typed.size(), u'●') : m_typed);
    m_enter->setEnabled(!m_typed.isEmpty());
}

void PadPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Backspace)
        return m_erase->click();
    if (event->key() == Qt::Key_Escape)
        return m_cancel->click();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return m_enter->click();
    const QString key = event->text().toUpper();
    for (const QPushButton *button : m_keyButtons)
        if (button->text() == key)
            return press(key);
    KioskPageWidget::keyPressEvent(event);
}

void PadPage::scale(const KioskScale &scale)
{
    const Theme &theme = themeOf(*this);
    layout()->setSpacing(scale.pixels(0.8));
    layout()->setContentsMargins(scale.pixels(2), scale.pixels(1), scale.pixels(2), scale.pixels(1));
    m_grid->setSpacing(scale.pixels(0.4));
    m_title->setFont(scale.font(theme, 1.8, QFont::DemiBold));
    m_field->setFont(scale.font(theme, 2.2, QFont::Bold));
    m_field->setMinimumHeight(scale.pixels(3.4));
    for (QPushButton *button : m_keyButtons) {
        scaleKioskButton(*button, scale, theme, 1.5);
        button->setMinimumWidth(scale.target()); // ten stand in a row
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    for (QPushButton *button : {m_erase, m_cancel, m_enter})
        scaleKioskButton(*button, scale, theme, 1.2);
}

void PadPage::translate()
{
    m_title->setText(m_keys == Keys::Digits ? tr("Staff code") : tr("Type the code of your ticket"));
    m_erase->setText(tr("Delete"));
    m_erase->setAccessibleName(tr("Delete the last character"));
    m_cancel->setText(tr("Cancel"));
    m_enter->setText(m_keys == Keys::Digits ? tr("Enter") : tr("Check the ticket"));
    showTyped();
}

// --- self-test ---

SelfTestPage::SelfTestPage(QWidget *parent)
    : KioskPageWidget(parent), m_title(plainLabel(this)), m_leave(new QPushButton(this)),
      m_search(new QPushButton(this)), m_exit(new QPushButton(this))
{
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_title);
    column->addStretch();
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_exit);
    foot->addStretch();
    foot->addWidget(m_search);
    foot->addWidget(m_leave);
    column->addLayout(foot);
    m_search->setIcon(lineIcon(u"search"_s));
    m_search->hide();
    m_leave->setDefault(true);
    connect(m_search, &QPushButton::clicked, this, &SelfTestPage::searchWanted);
    connect(m_leave, &QPushButton::clicked, this, &SelfTestPage::leaveWanted);
    connect(m_exit, &QPushButton::clicked, this, &SelfTestPage::exitWanted);
}

void SelfTestPage::show(const KioskView &view)
{
    m_rows = view.selfTest;
    m_search->setVisible(view.maySearch);
    QStringList told;
    for (const SelfTestRow &row : m_rows)
        told += u"%1: %2, %3"_s.arg(row.name, stateWord(row.state), row.value);
    setAccessibleDescription(told.join(u"; "_s));
    update();
}

void SelfTestPage::scale(const KioskScale &scale)
{
    m_scale = scale;
    const Theme &theme = themeOf(*this);
    layout()->setContentsMargins(scale.pixels(2), scale.pixels(1.5), scale.pixels(2), scale.pixels(1.5));
    m_title->setFont(scale.font(theme, 2, QFont::Bold));
    scaleKioskButton(*m_leave, scale, theme);
    scaleKioskButton(*m_search, scale, theme);
    scaleKioskButton(*m_exit, scale, theme);
}

void SelfTestPage::translate()
{
    m_title->setText(tr("Self-test"));
    m_leave->setText(tr("Back to the visitors"));
    m_search->setText(tr("Find by name"));
    m_exit->setText(tr("End the kiosk"));
    setAccessibleName(m_title->text());
}

void SelfTestPage::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double left = m_scale.pixels(2);
    const double bottom = m_leave->geometry().top() - m_scale.pixels(1);
    double top = m_title->geometry().bottom() + m_scale.pixels(0.6);
    const double height =
        std::min(m_scale.unit * 3, (bottom - top) / std::max<double>(1, static_cast<double>(m_rows.size())));
    for (const SelfTestRow &row : m_rows) {
        const QRectF place(left, top, width() - 2 * left, height - m_scale.pixels(0.3));
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.panel);
        painter.drawRoundedRect(place, 8, 8);
        const double shape = std::min(place.height() * 0.5, m_scale.unit * 1.2);
        paintStateShape(painter,
                        mirrored(*this, {place.left() + shape * 0.6, place.center().y() - shape / 2, shape, shape}),
                        row.state, theme);
        painter.setPen(theme.text);
        painter.setFont(m_scale.font(theme, 1.1, QFont::DemiBold));
        const double split = place.width() * 0.34;
        painter.drawText(mirrored(*this, {place.left() + shape * 2.2, place.top(), split, place.height()}),
                         Qt::AlignVCenter | Qt::AlignLeft, row.name);
        painter.setFont(m_scale.font(theme, 1.1));
        painter.setPen(row.state == State::Fine ? theme.quietText : theme.state(row.state));
        const QRectF value(place.left() + split + shape, place.top(), place.width() - split - shape * 2,
                           place.height());
        painter.drawText(mirrored(*this, value), Qt::AlignVCenter | Qt::AlignRight | Qt::TextWordWrap, row.value);
        top += height;
    }
}

} // namespace gatehouse
