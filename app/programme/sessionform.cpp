// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programme/sessionform.h"

#include "app/programme/placeforms.h"
#include "app/programme/sidescroll.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStringListModel>
#include <QToolButton>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

SessionForm::SessionForm(QWidget *parent)
    : QWidget(parent), m_heading(steppedLabel(this, TypeStep::Title, QFont::DemiBold, Tone::Usual)),
      m_title(new QLineEdit(this)), m_subtitle(new QLineEdit(this)), m_type(new QLineEdit(this)),
      m_track(new QComboBox(this)), m_speakerList(new QListWidget(this)), m_speakerName(new QLineEdit(this)),
      m_speakerNames(new QStringListModel(this)), m_language(new QLineEdit(this)), m_url(new QLineEdit(this)),
      m_abstract(new QPlainTextEdit(this)), m_isPlaced(new QCheckBox(tr("Place it now"), this)),
      m_place(new PlaceLine(this)), m_refusal(plainLabel(this)), m_save(new QPushButton(this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(m_heading);
    auto *body = new QWidget;
    auto *form = new QFormLayout(body);
    form->setContentsMargins(0, 0, theme.space(2), 0);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("Title"), m_title);
    form->addRow(tr("Subtitle"), m_subtitle);
    form->addRow(tr("Kind"), m_type);
    form->addRow(tr("Track"), m_track);
    auto *speakers = new QWidget(body);
    auto *speakerColumn = new QVBoxLayout(speakers);
    speakerColumn->setContentsMargins({});
    speakers->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *line = new QHBoxLayout;
    line->addWidget(m_speakerName, 1);
    auto *add = new QToolButton(speakers);
    add->setIcon(lineIcon(u"plus"_s));
    add->setToolTip(tr("Add this person"));
    add->setAccessibleName(add->toolTip());
    line->addWidget(add);
    auto *remove = new QToolButton(speakers);
    remove->setIcon(lineIcon(u"minus"_s));
    remove->setToolTip(tr("Take the chosen person out of this session"));
    remove->setAccessibleName(remove->toolTip());
    line->addWidget(remove);
    speakerColumn->addLayout(line);
    speakerColumn->addWidget(m_speakerList);
    form->addRow(tr("Speakers"), speakers);
    form->addRow(tr("Language"), m_language);
    form->addRow(tr("Web page"), m_url);
    form->addRow(tr("Abstract"), m_abstract);
    form->addRow(m_isPlaced);
    form->addRow(m_place);
    outer->addWidget(new SideScroll(body, this), 1);
    outer->addWidget(m_refusal);
    auto *foot = new QHBoxLayout;
    auto *cancel = new QPushButton(tr("Cancel"), this);
    foot->addStretch();
    foot->addWidget(cancel);
    foot->addWidget(m_save);
    outer->addLayout(foot);

    for (QLineEdit *edit : {m_title, m_subtitle})
        edit->setMaxLength(static_cast<int>(kMaxReason));
    for (QLineEdit *edit : {m_type, m_speakerName})
        edit->setMaxLength(static_cast<int>(kMaxName));
    m_type->setPlaceholderText(tr("Talk, workshop, set …"));
    m_language->setMaxLength(35);
    m_language->setPlaceholderText(u"en, de, pt-BR"_s);
    m_url->setMaxLength(1000);
    m_url->setPlaceholderText(u"https://"_s);
    m_abstract->setTabChangesFocus(true);
    m_abstract->setMinimumHeight(theme.space(24));
    m_abstract->setAccessibleName(tr("Abstract"));
    m_speakerList->setMaximumHeight(theme.space(22));
    m_speakerList->setAccessibleName(tr("Speakers of this session"));
    m_speakerName->setPlaceholderText(tr("Name of a person, known or new"));
    m_speakerName->setAccessibleName(m_speakerName->placeholderText());
    auto *completer = new QCompleter(m_speakerNames, m_speakerName);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_speakerName->setCompleter(completer);
    m_refusal->setWordWrap(true);
    m_refusal->hide();
    m_save->setDefault(true);

    connect(m_title, &QLineEdit::textChanged, this, &SessionForm::check);
    connect(m_isPlaced, &QCheckBox::toggled, this, [this](bool isOn) { m_place->setVisible(isOn); });
    connect(m_speakerName, &QLineEdit::returnPressed, this, &SessionForm::addSpeaker);
    connect(add, &QToolButton::clicked, this, &SessionForm::addSpeaker);
    connect(remove, &QToolButton::clicked, this, [this] {
        if (const int row = m_speakerList->currentRow(); row >= 0) {
            m_speakers.erase(m_speakers.begin() + row);
            showSpeakers();
        }
    });
    connect(m_save, &QPushButton::clicked, this, [this] {
        addSpeaker(); // a name that was typed and not added is meant
        setRefusal({});
        emit wanted(wish());
    });
    connect(cancel, &QPushButton::clicked, this, &SessionForm::cancelled);
    check();
}

void SessionForm::setChoices(const std::vector<SpaceColumn> &spaces, const std::vector<DayView> &days,
                             const QTimeZone &zone)
{
    m_place->setChoices(spaces, days, zone);
}

void SessionForm::setNames(const std::vector<NameView> &tracks, const std::vector<NameView> &speakers)
{
    if (tracks != m_tracks) {
        const Id before = m_wish.track;
        const Id chosen =
            m_track->currentIndex() > 0 ? m_tracks[static_cast<std::size_t>(m_track->currentIndex() - 1)].id : before;
        m_tracks = tracks;
        m_track->clear();
        m_track->addItem(tr("No track"));
        for (const NameView &track : tracks) {
            m_track->addItem(track.name);
            if (track.id == chosen)
                m_track->setCurrentIndex(m_track->count() - 1);
        }
    }
    if (speakers != m_known) {
        m_known = speakers;
        QStringList names;
        for (const NameView &speaker : speakers)
            names += speaker.name;
        m_speakerNames->setStringList(names);
    }
}

void SessionForm::ask(const SessionWish &wish)
{
    m_wish = wish;
    m_heading->setText(wish.session.isNull() ? tr("A new session") : tr("Edit the session"));
    m_title->setText(wish.title);
    m_subtitle->setText(wish.subtitle);
    m_type->setText(wish.type);
    m_track->setCurrentIndex(0);
    for (std::size_t index = 0; index < m_tracks.size(); ++index) {
        if (m_tracks[index].id == wish.track)
            m_track->setCurrentIndex(static_cast<int>(index) + 1);
    }
    m_speakers = wish.speakers;
    showSpeakers();
    m_speakerName->clear();
    m_language->setText(wish.language);
    m_url->setText(wish.url);
    m_abstract->setPlainText(wish.abstract);
    const bool isNew = wish.session.isNull();
    m_isPlaced->setVisible(isNew && m_place->hasChoices());
    m_isPlaced->setChecked(isNew && wish.place.has_value() && m_place->hasChoices());
    m_place->setVisible(m_isPlaced->isChecked());
    if (wish.place)
        m_place->setPlace(wish.place->space, wish.place->startsAt, wish.place->minutes);
    m_save->setText(isNew ? tr("Add as a draft") : tr("Save"));
    setRefusal({});
    check();
    m_title->setFocus();
}

SessionWish SessionForm::wish() const
{
    SessionWish wish = m_wish;
    wish.title = m_title->text().trimmed();
    wish.subtitle = m_subtitle->text().trimmed();
    wish.type = m_type->text().trimmed();
    const int track = m_track->currentIndex();
    wish.track = track > 0 ? m_tracks[static_cast<std::size_t>(track - 1)].id : Id();
    wish.speakers = m_speakers;
    wish.language = m_language->text().trimmed();
    wish.url = m_url->text().trimmed();
    wish.abstract = m_abstract->toPlainText().trimmed();
    wish.place.reset();
    if (wish.session.isNull() && m_isPlaced->isChecked())
        wish.place = SlotMoveWish{{}, {}, m_place->space(), m_place->startsAt(), m_place->minutes(), false, {}};
    return wish;
}

void SessionForm::setRefusal(const QString &words)
{
    m_refusal->setText(words);
    m_refusal->setVisible(!words.isEmpty());
}

void SessionForm::addSpeaker()
{
    const QString name = m_speakerName->text().trimmed();
    if (name.isEmpty())
        return;
    m_speakerName->clear();
    const auto isNamed = [&](const NameView &known) { return known.name.compare(name, Qt::CaseInsensitive) == 0; };
    if (std::any_of(m_speakers.begin(), m_speakers.end(), isNamed))
        return;
    const auto known = std::find_if(m_known.begin(), m_known.end(), isNamed);
    m_speakers.push_back(known == m_known.end() ? NameView{{}, name, {}, {}, 0} : *known);
    showSpeakers();
}

void SessionForm::showSpeakers()
{
    m_speakerList->clear();
    for (const NameView &speaker : m_speakers)
        m_speakerList->addItem(speaker.id.isNull() ? tr("%1 (new)", "a person").arg(speaker.name) : speaker.name);
    m_speakerList->setVisible(!m_speakers.empty());
}

void SessionForm::check()
{
    m_save->setEnabled(!m_title->text().trimmed().isEmpty());
}

void SessionForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        emit cancelled();
    else
        QWidget::keyPressEvent(event);
}

} // namespace gatehouse
