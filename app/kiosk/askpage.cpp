// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/askpage.h"

#include "app/kiosk/kioskwidgets.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int kMostWords = 200; ///< characters of an answer at a kiosk, where a queue stands

/// On two lines where one is too short; what is too long for two ends with dots.
QString wrapped(const QString &words, const QFontMetrics &metrics, int width)
{
    if (metrics.horizontalAdvance(words) <= width)
        return words;
    qsizetype split = words.size();
    while (split > 0 && metrics.horizontalAdvance(words.left(split)) > width)
        split = words.lastIndexOf(u' ', split - 1);
    if (split <= 0)
        return metrics.elidedText(words, Qt::ElideRight, width);
    return words.left(split) + u'\n' + metrics.elidedText(words.mid(split + 1), Qt::ElideRight, width);
}

} // namespace

AskPage::AskPage(QWidget *parent)
    : KioskPageWidget(parent), m_step(centredLabel(this)), m_title(centredLabel(this)), m_field(centredLabel(this)),
      m_keyboard(new QWidget(this)), m_grid(new QGridLayout(m_keyboard)), m_cancel(new QPushButton(this)),
      m_erase(new QPushButton(this)), m_pass(new QPushButton(this)), m_enter(new QPushButton(this))
{
    setFocusPolicy(Qt::StrongFocus);
    auto *column = new QVBoxLayout(this);
    column->addStretch(1);
    column->addWidget(m_step);
    column->addWidget(m_title);
    column->addWidget(m_field);
    m_grid->setContentsMargins({});
    column->addWidget(m_keyboard);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_cancel, 1);
    foot->addWidget(m_erase, 1);
    foot->addWidget(m_pass, 1);
    foot->addWidget(m_enter, 2);
    column->addLayout(foot);
    column->addStretch(1);
    m_erase->setIcon(lineIcon(u"delete"_s));
    m_enter->setDefault(true);
    for (QPushButton *button : {m_cancel, m_erase, m_pass, m_enter})
        button->setFocusPolicy(Qt::NoFocus);
    connect(m_cancel, &QPushButton::clicked, this, &AskPage::cancelled);
    connect(m_pass, &QPushButton::clicked, this, &AskPage::passed);
    connect(m_enter, &QPushButton::clicked, this, &AskPage::give);
    connect(m_erase, &QPushButton::clicked, this, [this] {
        m_typed.chop(1);
        showTyped();
        emit touched();
    });
    translate();
}

void AskPage::show(const KioskView &view)
{
    if (view.ask == m_ask)
        return; // what is typed stays
    m_ask = view.ask;
    wipe();
    m_step->setText(m_ask.step);
    m_title->setText(inOwnDirection(m_ask.title));
    setAccessibleName(m_ask.title);
    makeKeys();
    translate();
    scale(m_scale);
}

bool AskPage::isTyped() const
{
    return m_ask.kind != KioskAsk::Kind::Choice;
}

void AskPage::addKey(const QString &text, const QString &value, int row, int column, int width)
{
    auto *button = new QPushButton(text, this);
    button->setFocusPolicy(Qt::NoFocus);
    connect(button, &QPushButton::clicked, this, [this, value] {
        if (isTyped())
            press(value);
        else
            emit answered(value);
    });
    m_grid->addWidget(button, row, column, 1, width);
    m_keys.push_back(button);
}

void AskPage::makeKeys()
{
    if (isTyped())
        m_keyboard->setLayoutDirection(Qt::LeftToRight); // 1 2 3 in every language
    else
        m_keyboard->unsetLayoutDirection();
    for (QPushButton *button : std::exchange(m_keys, {})) {
        button->hide();
        button->deleteLater(); // one of them may be what was pressed
    }
    if (!isTyped()) {
        const int count = static_cast<int>(m_ask.choices.size());
        const int columns = m_ask.isPeople ? std::min(count, 6) : count > 6 ? 2 : 1;
        for (int index = 0; index < count; ++index) {
            const auto &[value, text] = m_ask.choices[static_cast<std::size_t>(index)];
            addKey(text, value, index / columns, index % columns, 1);
        }
        return;
    }
    const bool isNumber = m_ask.kind == KioskAsk::Kind::Number;
    const QString characters = isNumber ? u"1234567890"_s : u"1234567890QWERTYUIOPASDFGHJKL-ZXCVBNM.@/"_s;
    const int columns = isNumber ? 3 : 10;
    for (qsizetype index = 0; index < characters.size(); ++index) {
        const bool isUnderEight = isNumber && index == 9; // as on every telephone
        const int place = isUnderEight ? 10 : static_cast<int>(index);
        addKey(characters.mid(index, 1), characters.mid(index, 1), place / columns, place % columns, 1);
    }
    if (!isNumber)
        addKey(tr("Space"), u" "_s, 4, 2, 6);
}

void AskPage::press(const QString &key)
{
    const int most = m_ask.kind == KioskAsk::Kind::Number ? 9 : kMostWords;
    if (m_typed.size() < most)
        m_typed += key;
    showTyped();
    emit touched();
}

/// A number of people has its limits; words and other numbers are for the rules to judge.
bool AskPage::isWhole() const
{
    if (m_typed.trimmed().isEmpty())
        return false;
    return !m_ask.isPeople || (m_typed.toInt() >= 1 && m_typed.toInt() <= m_ask.most);
}

void AskPage::give()
{
    if (!isTyped() || !isWhole())
        return;
    const QString typed = m_typed.trimmed();
    wipe();
    emit answered(typed);
}

void AskPage::wipe()
{
    m_typed.fill(u'\0');
    m_typed.clear();
    showTyped();
}

void AskPage::showTyped()
{
    m_field->setVisible(isTyped());
    m_field->setText(m_typed.isEmpty() ? u"–"_s : m_typed);
    m_enter->setVisible(isTyped());
    m_erase->setVisible(isTyped());
    m_enter->setEnabled(isWhole());
}

void AskPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return m_cancel->click();
    if (!isTyped())
        return KioskPageWidget::keyPressEvent(event);
    if (event->key() == Qt::Key_Backspace)
        return m_erase->click();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return give();
    const QString text = event->text();
    const bool isDigit = text.size() == 1 && text.front() >= u'0' && text.front() <= u'9';
    const bool isWanted = m_ask.kind == KioskAsk::Kind::Number ? isDigit : !text.isEmpty() && text.front().isPrint();
    if (isWanted)
        return press(text);
    KioskPageWidget::keyPressEvent(event);
}

/// Words of choices as large as they have place, on two lines at most.
void AskPage::showChoices()
{
    if (isTyped() || m_ask.isPeople)
        return;
    const bool isInTwo = m_ask.choices.size() > 6;
    const int place = width() / (isInTwo ? 2 : 1) - m_scale.pixels(isInTwo ? 4 : 6);
    for (std::size_t index = 0; index < m_keys.size(); ++index) {
        QPushButton *button = m_keys[index];
        const QString &words = m_ask.choices[index].second;
        if (QFontMetrics(button->font()).horizontalAdvance(words) > place)
            button->setFont(m_scale.font(themeOf(*this), 1.3, QFont::Medium));
        QString shown = wrapped(words, QFontMetrics(button->font()), place);
        button->setText(shown.replace(u'&', u"&&"_s));
        button->setAccessibleName(words);
    }
}

void AskPage::resizeEvent(QResizeEvent *)
{
    scale(m_scale); // what has place follows from the width, which a page has once it is shown
}

void AskPage::scale(const KioskScale &scale)
{
    m_scale = scale;
    const Theme &theme = themeOf(*this);
    layout()->setSpacing(scale.pixels(0.8));
    layout()->setContentsMargins(scale.pixels(2), scale.pixels(1), scale.pixels(2), scale.pixels(1));
    m_grid->setSpacing(scale.pixels(0.4));
    m_step->setFont(scale.font(theme, 1.1));
    quietenLabel(*m_step, theme);
    m_title->setFont(scale.font(theme, isTyped() ? 1.6 : 2.2, QFont::DemiBold));
    m_field->setFont(scale.font(theme, 2, QFont::Bold));
    m_field->setMinimumHeight(scale.pixels(3));
    for (std::size_t index = 0; index < m_keys.size(); ++index) {
        QPushButton *button = m_keys[index];
        scaleKioskButton(*button, scale, theme, isTyped() ? 1.4 : 1.6);
        button->setMinimumSize(scale.target(), isTyped() ? scale.target() : std::max(scale.target(), scale.pixels(4)));
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    for (QPushButton *button : {m_cancel, m_erase, m_pass, m_enter})
        scaleKioskButton(*button, scale, theme, 1.2);
    showChoices();
}

void AskPage::translate()
{
    m_cancel->setText(tr("Cancel"));
    m_erase->setText(tr("Delete"));
    m_erase->setAccessibleName(tr("Delete the last character"));
    m_pass->setText(tr("Not now"));
    m_pass->setVisible(m_ask.mayPass);
    m_enter->setText(tr("Next"));
    showTyped();
}

} // namespace gatehouse
