// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/searchpage.h"

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

constexpr int kMostTyped = 60;

QString lineOf(const KioskPerson &person, const QString &name)
{
    QStringList line{name};
    for (const QString &part : {person.second, person.product, person.words}) {
        if (!part.isEmpty())
            line += part;
    }
    return line.join(u"  ·  "_s);
}

} // namespace

SearchPage::SearchPage(QWidget *parent)
    : KioskPageWidget(parent), m_title(plainLabel(this)), m_field(centredLabel(this)), m_words(centredLabel(this)),
      m_person(centredLabel(this)), m_list(new QVBoxLayout), m_pad(new QWidget(this)), m_grid(new QGridLayout(m_pad)),
      m_leave(new QPushButton(this)), m_erase(new QPushButton(this)), m_back(new QPushButton(this)),
      m_admit(new QPushButton(this))
{
    setFocusPolicy(Qt::StrongFocus);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_title);
    column->addWidget(m_field);
    column->addWidget(m_words);
    column->addWidget(m_person);
    column->addLayout(m_list);
    m_pad->setLayoutDirection(Qt::LeftToRight);
    column->addStretch(1);
    column->addWidget(m_pad);
    auto *foot = new QHBoxLayout;
    for (QPushButton *button : {m_leave, m_erase, m_back, m_admit})
        foot->addWidget(button, button == m_admit ? 2 : 1);
    column->addLayout(foot);
    const QString keys = u"QWERTYUIOPASDFGHJKL-ZXCVBNM' "_s;
    for (qsizetype index = 0; index < keys.size(); ++index) {
        const QString key = keys.mid(index, 1);
        auto *button = new QPushButton(key, m_pad);
        button->setFocusPolicy(Qt::NoFocus);
        connect(button, &QPushButton::clicked, this, [this, key] { press(key); });
        m_grid->addWidget(button, static_cast<int>(index) / 10, static_cast<int>(index) % 10, 1, key == u" "_s ? 2 : 1);
        m_keys.push_back(button);
    }
    for (int index = 0; index < kShown; ++index) {
        auto *button = new QPushButton(this);
        button->setFocusPolicy(Qt::NoFocus);
        connect(button, &QPushButton::clicked, this, [this, index] {
            if (index < static_cast<int>(m_search.found.size()))
                choose(m_search.found[static_cast<std::size_t>(index)]);
        });
        m_list->addWidget(button);
        m_people.push_back(button);
    }
    m_erase->setIcon(lineIcon(u"delete"_s));
    m_admit->setIcon(lineIcon(u"log-in"_s));
    for (QPushButton *button : {m_leave, m_erase, m_back, m_admit})
        button->setFocusPolicy(Qt::NoFocus);
    connect(m_leave, &QPushButton::clicked, this, &SearchPage::left);
    connect(m_erase, &QPushButton::clicked, this, &SearchPage::erase);
    connect(m_back, &QPushButton::clicked, this, [this] { choose({}); });
    connect(m_admit, &QPushButton::clicked, this, [this] {
        const auto person = m_chosen;
        wipe();
        if (person)
            emit personWanted(person->record);
    });
    translate();
}

void SearchPage::show(const KioskView &view)
{
    if (view.search == m_search)
        return;
    m_search = view.search;
    showPeople();
}

void SearchPage::press(const QString &key)
{
    if (m_typed.size() < kMostTyped && (key != u" "_s || !m_typed.isEmpty()))
        m_typed += key;
    changed();
}

void SearchPage::erase()
{
    m_typed.chop(1);
    changed();
}

void SearchPage::changed()
{
    m_chosen.reset();
    showPeople();
    emit touched();
    emit searchWanted(m_typed.trimmed());
}

void SearchPage::wipe()
{
    m_typed.fill(u'\0');
    m_typed.clear();
    m_search = {};
    m_chosen.reset();
    showPeople();
}

void SearchPage::choose(const std::optional<KioskPerson> &person)
{
    m_chosen = person;
    showPeople();
    emit touched();
}

QString SearchPage::words() const
{
    if (m_search.needsNetwork)
        return tr("The search needs the network: this kiosk holds no names. Codes still work.");
    if (m_typed.trimmed().isEmpty())
        return tr("A few letters of the name, in any order, or the order’s code.");
    if (m_search.text != m_typed.trimmed())
        return tr("One moment …");
    if (m_search.found.empty())
        return tr("Nobody found. Try fewer letters or another spelling.");
    const int more = static_cast<int>(m_search.total) - std::min(static_cast<int>(m_search.found.size()), fitting());
    return more > 0 ? tr("%n more: type more letters.", nullptr, more) : QString();
}

/// How many people have place above the pad: on a small panel fewer than kShown.
int SearchPage::fitting() const
{
    const int spacing = layout()->spacing();
    int rest = height() - 2 * m_scale.pixels(1);
    for (const QWidget *each : std::initializer_list<const QWidget *>{m_title, m_field, m_words, m_pad, m_leave})
        rest -= std::max(each->sizeHint().height(), each->minimumHeight()) + spacing;
    return std::clamp(rest / (kLeastTarget + spacing), 1, kShown);
}

/// Where there is no place for all, the name gives way: what tells two of one name apart stays.
QString SearchPage::lineFor(const KioskPerson &person, const QPushButton &button) const
{
    const QFontMetrics metrics(button.font());
    const int place = width() - m_scale.pixels(7);
    const int rest = metrics.horizontalAdvance(lineOf(person, {}));
    const int least = metrics.averageCharWidth() * 10;
    const QString name = metrics.elidedText(person.name, Qt::ElideRight, std::max(place - rest, least));
    QString line = metrics.elidedText(lineOf(person, name), Qt::ElideRight, place);
    return line.replace(u'&', u"&&"_s); // a name is no shortcut
}

void SearchPage::resizeEvent(QResizeEvent *)
{
    showPeople();
}

void SearchPage::showPeople()
{
    const bool isAsking = m_chosen.has_value();
    const bool isCurrent = m_search.text == m_typed.trimmed() && !m_typed.trimmed().isEmpty();
    for (int index = 0; index < kShown; ++index) {
        QPushButton *button = m_people[static_cast<std::size_t>(index)];
        const bool isThere =
            !isAsking && isCurrent && index < std::min(static_cast<int>(m_search.found.size()), fitting());
        button->setVisible(isThere);
        if (!isThere)
            continue;
        const KioskPerson &person = m_search.found[static_cast<std::size_t>(index)];
        button->setText(lineFor(person, *button));
        button->setEnabled(!person.record.isNull());
    }
    m_pad->setVisible(!isAsking);
    m_field->setVisible(!isAsking);
    m_erase->setVisible(!isAsking);
    m_back->setVisible(isAsking);
    m_admit->setVisible(isAsking);
    m_person->setVisible(isAsking);
    if (isAsking) {
        QStringList lines{m_chosen->name};
        for (const QString &part : {m_chosen->second, m_chosen->product, m_chosen->words}) {
            if (!part.isEmpty())
                lines += part;
        }
        m_person->setText(lines.join(u'\n'));
    }
    showWords();
}

void SearchPage::showWords()
{
    m_title->setText(m_chosen ? tr("Is it this person? Compare the second line.") : tr("Find by name"));
    m_field->setText(m_typed.isEmpty() ? u"–"_s : m_typed);
    const QString told = m_chosen ? QString() : words();
    m_words->setText(told);
    m_words->setVisible(!told.isEmpty());
}

void SearchPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return m_chosen ? choose({}) : emit left();
    if (event->key() == Qt::Key_Backspace)
        return erase();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (m_chosen)
            m_admit->click();
        else if (m_search.found.size() == 1 && m_people.front()->isVisible())
            m_people.front()->click();
        return;
    }
    if (!event->text().isEmpty() && event->text().front().isPrint())
        return press(event->text());
    KioskPageWidget::keyPressEvent(event);
}

void SearchPage::scale(const KioskScale &scale)
{
    m_scale = scale;
    const Theme &theme = themeOf(*this);
    layout()->setSpacing(scale.pixels(0.5));
    layout()->setContentsMargins(scale.pixels(2), scale.pixels(1), scale.pixels(2), scale.pixels(1));
    m_list->setSpacing(scale.pixels(0.5));
    m_grid->setContentsMargins({});
    m_grid->setSpacing(scale.pixels(0.3));
    m_title->setFont(scale.font(theme, 1.4, QFont::DemiBold));
    m_field->setFont(scale.font(theme, 1.8, QFont::Bold));
    m_words->setFont(scale.font(theme, 1.2));
    quietenLabel(*m_words, theme);
    m_person->setFont(scale.font(theme, 2, QFont::DemiBold));
    for (QPushButton *button : m_people) {
        button->setFont(scale.font(theme, 1.15, QFont::Medium));
        button->setMinimumHeight(kLeastTarget);
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // a long name gives way
    }
    for (QPushButton *button : m_keys) {
        scaleKioskButton(*button, scale, theme, 1.2);
        button->setMinimumSize(kLeastTarget, kLeastTarget);
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    for (QPushButton *button : {m_leave, m_erase, m_back, m_admit})
        scaleKioskButton(*button, scale, theme, 1.1);
    showPeople(); // what has place follows from the width
}

void SearchPage::translate()
{
    m_leave->setText(tr("Back to codes"));
    m_erase->setText(tr("Delete"));
    m_erase->setAccessibleName(tr("Delete the last character"));
    m_back->setText(tr("Another person"));
    m_admit->setText(tr("Check the ticket"));
    for (QPushButton *key : m_keys) {
        if (key->text() == u" "_s)
            key->setAccessibleName(tr("Space"));
    }
    showPeople();
}

} // namespace gatehouse
