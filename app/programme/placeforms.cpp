// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programme/placeforms.h"

#include "app/ui/figures.h"
#include "app/ui/statechip.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTimeEdit>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kUsualDelays[] = {5, 10, 15, 30}; ///< minutes: what is said over the radio

QString joined(const std::vector<QString> &lines)
{
    constexpr std::size_t kMostLines = 12; ///< more than fits beside the form
    QStringList list;
    for (std::size_t index = 0; index < std::min(lines.size(), kMostLines); ++index)
        list += lines[index];
    if (lines.size() > kMostLines)
        list += PreviewList::tr("and %n more", nullptr, static_cast<int>(lines.size() - kMostLines));
    return list.join(u'\n');
}

QHBoxLayout *footOf(QWidget *parent, QPushButton *doIt, QPushButton *cancel)
{
    Q_UNUSED(parent)
    auto *foot = new QHBoxLayout;
    foot->addStretch();
    foot->addWidget(cancel);
    foot->addWidget(doIt);
    doIt->setDefault(true);
    doIt->setAutoDefault(true);
    return foot;
}

} // namespace

PreviewList::PreviewList(QWidget *parent)
    : QWidget(parent), m_moves(plainLabel(this)), m_clashBox(new QWidget(this)), m_clashes(plainLabel(m_clashBox))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_moves);
    column->addWidget(m_clashBox);
    auto *clashes = new QVBoxLayout(m_clashBox);
    clashes->setContentsMargins({});
    auto *chip = new StateChip(m_clashBox);
    chip->setState(State::Soon, tr("This does not fit"));
    clashes->addWidget(chip, 0, Qt::AlignLeft);
    clashes->addWidget(m_clashes);
    for (QLabel *label : {m_moves, m_clashes}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_clashBox->hide();
}

void PreviewList::setPreview(const ProgrammePreview &preview, const QString &nothing)
{
    if (!preview.refusal.isEmpty())
        m_moves->setText(preview.refusal);
    else
        m_moves->setText(preview.moves.empty() ? nothing : joined(preview.moves));
    m_clashes->setText(joined(preview.clashes));
    m_clashBox->setVisible(!preview.clashes.empty());
}

QStringList PreviewList::lines() const
{
    QStringList list = m_moves->text().split(u'\n', Qt::SkipEmptyParts);
    if (!m_clashBox->isHidden())
        list += m_clashes->text().split(u'\n', Qt::SkipEmptyParts);
    return list;
}

PlaceLine::PlaceLine(QWidget *parent)
    : QWidget(parent), m_space(new QComboBox(this)), m_day(new QComboBox(this)), m_time(new QTimeEdit(this)),
      m_minutes(new QSpinBox(this))
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("Space"), m_space);
    form->addRow(tr("Day"), m_day);
    form->addRow(tr("Begins"), m_time);
    form->addRow(tr("Lasts"), m_minutes);
    m_space->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_space->setMinimumContentsLength(12);
    m_space->setMaxVisibleItems(20);
    m_time->setDisplayFormat(u"HH:mm"_s);
    m_minutes->setRange(1, kMaxSlotMinutes);
    m_minutes->setSingleStep(5);
    m_minutes->setSuffix(tr(" min", "minutes, after a number"));
    connect(m_space, &QComboBox::currentIndexChanged, this, &PlaceLine::changed);
    connect(m_day, &QComboBox::currentIndexChanged, this, &PlaceLine::changed);
    connect(m_time, &QTimeEdit::timeChanged, this, &PlaceLine::changed);
    connect(m_minutes, &QSpinBox::valueChanged, this, &PlaceLine::changed);
}

void PlaceLine::setChoices(const std::vector<SpaceView> &spaces, const std::vector<DayView> &days,
                           const QTimeZone &zone)
{
    std::vector<Id> ids;
    QStringList names;
    for (const SpaceView &space : spaces) {
        ids.push_back(space.id);
        names += space.name;
    }
    const QSignalBlocker quiet(this);
    if (ids != m_spaceIds) {
        const Id before = space();
        m_spaceIds = ids;
        m_space->clear();
        m_space->addItems(names);
        const auto at = std::find(ids.begin(), ids.end(), before);
        m_space->setCurrentIndex(at == ids.end() ? (ids.empty() ? -1 : 0) : static_cast<int>(at - ids.begin()));
    }
    for (int index = 0; index < m_space->count(); ++index)
        m_space->setItemText(index, names.at(index));
    if (days != m_days || zone != m_zone) {
        const int before = m_day->currentIndex();
        m_days = days;
        m_zone = zone;
        m_day->clear();
        for (const DayView &day : days)
            m_day->addItem(day.label);
        m_day->setCurrentIndex(std::clamp(before, 0, std::max(static_cast<int>(days.size()) - 1, 0)));
    }
}

void PlaceLine::setPlace(const Id &space, Instant startsAt, int minutes)
{
    const QSignalBlocker quiet(this);
    const auto at = std::find(m_spaceIds.begin(), m_spaceIds.end(), space);
    if (at != m_spaceIds.end())
        m_space->setCurrentIndex(static_cast<int>(at - m_spaceIds.begin()));
    for (std::size_t day = 0; day < m_days.size(); ++day) {
        if (startsAt >= m_days[day].startsAt && startsAt < m_days[day].endsAt)
            m_day->setCurrentIndex(static_cast<int>(day));
    }
    m_time->setTime(QDateTime::fromMSecsSinceEpoch(startsAt.ms, m_zone).time());
    m_minutes->setValue(minutes);
}

Id PlaceLine::space() const
{
    const int index = m_space->currentIndex();
    return index >= 0 && static_cast<std::size_t>(index) < m_spaceIds.size()
        ? m_spaceIds[static_cast<std::size_t>(index)]
        : Id();
}

Instant PlaceLine::startsAt() const
{
    const int index = m_day->currentIndex();
    if (index < 0 || static_cast<std::size_t>(index) >= m_days.size())
        return {};
    const DayView &day = m_days[static_cast<std::size_t>(index)];
    const QDate date = QDateTime::fromMSecsSinceEpoch(day.startsAt.ms, m_zone).date();
    const Instant sameDate{QDateTime(date, m_time->time(), m_zone).toMSecsSinceEpoch()};
    if (sameDate >= day.startsAt)
        return sameDate;
    return {QDateTime(date.addDays(1), m_time->time(), m_zone).toMSecsSinceEpoch()};
}

int PlaceLine::minutes() const
{
    return m_minutes->value();
}

DelayForm::DelayForm(QWidget *parent)
    : QWidget(parent), m_minutes(new QSpinBox(this)),
      m_following(new QCheckBox(tr("Those behind it move along"), this)), m_reason(new QLineEdit(this)),
      m_preview(new PreviewList(this)), m_doIt(new QPushButton(tr("Announce the delay"), this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(
        steppedLabel(this, TypeStep::Body, QFont::DemiBold, Tone::Usual, tr("How much later does it begin?")));
    auto *usual = new QHBoxLayout;
    for (const int minutes : kUsualDelays) {
        auto *button = new QPushButton(tr("+%1", "minutes later").arg(minutes), this);
        button->setAccessibleName(tr("%n minute(s) later than now announced", nullptr, minutes));
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, m_minutes,
                [this, minutes] { m_minutes->setValue(m_minutes->value() + minutes); });
        usual->addWidget(button);
    }
    column->addLayout(usual);
    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("Later than planned"), m_minutes);
    form->addRow(tr("Reason"), m_reason);
    column->addLayout(form);
    column->addWidget(m_following);
    column->addWidget(m_preview);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    column->addLayout(footOf(this, m_doIt, cancel));
    m_minutes->setRange(0, kMaxDelayMinutes);
    m_minutes->setSingleStep(5);
    m_minutes->setSuffix(tr(" min", "minutes, after a number"));
    m_minutes->setSpecialValueText(tr("on time"));
    m_reason->setMaxLength(static_cast<int>(kMaxReason));
    m_reason->setPlaceholderText(tr("Everybody can read it"));
    connect(m_minutes, &QSpinBox::valueChanged, this, &DelayForm::askPreview);
    connect(m_following, &QCheckBox::toggled, this, &DelayForm::askPreview);
    connect(m_reason, &QLineEdit::returnPressed, m_doIt, &QPushButton::click);
    connect(m_doIt, &QPushButton::clicked, this, [this] { emit wanted(wish()); });
    connect(cancel, &QPushButton::clicked, this, &DelayForm::cancelled);
}

void DelayForm::ask(const SlotView &slot)
{
    m_slot = slot.slot;
    {
        const QSignalBlocker quiet(m_minutes);
        const QSignalBlocker still(m_following);
        m_minutes->setValue(slot.delayMinutes);
        m_following->setChecked(true);
    }
    m_reason->clear();
    m_doIt->setEnabled(true);
    m_minutes->setFocus();
    m_minutes->selectAll();
    askPreview();
}

DelayWish DelayForm::wish() const
{
    return {m_slot, m_minutes->value(), m_following->isChecked(), m_reason->text().trimmed()};
}

void DelayForm::askPreview()
{
    emit previewWanted(wish());
}

void DelayForm::setPreview(const ProgrammePreview &preview)
{
    if (preview.slot != m_slot)
        return;
    m_preview->setPreview(preview, tr("Nobody else is moved."));
    m_doIt->setEnabled(preview.refusal.isEmpty());
}

void DelayForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        emit cancelled();
    else
        QWidget::keyPressEvent(event);
}

MoveForm::MoveForm(QWidget *parent)
    : QWidget(parent), m_place(new PlaceLine(this)), m_announced(new QCheckBox(tr("Announce the move"), this)),
      m_reason(new QLineEdit(this)), m_preview(new PreviewList(this)), m_doIt(new QPushButton(tr("Move"), this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(steppedLabel(this, TypeStep::Body, QFont::DemiBold, Tone::Usual, tr("Where and when?")));
    column->addWidget(m_place);
    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("Reason"), m_reason);
    column->addLayout(form);
    column->addWidget(m_announced);
    column->addWidget(m_preview);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    column->addLayout(footOf(this, m_doIt, cancel));
    m_announced->setToolTip(tr("Without it a slip is mended: nobody is told, and it does not show where it was."));
    m_reason->setMaxLength(static_cast<int>(kMaxReason));
    m_reason->setPlaceholderText(tr("Everybody can read it"));
    connect(m_place, &PlaceLine::changed, this, &MoveForm::askPreview);
    connect(m_reason, &QLineEdit::returnPressed, m_doIt, &QPushButton::click);
    connect(m_doIt, &QPushButton::clicked, this, [this] { emit wanted(wish()); });
    connect(cancel, &QPushButton::clicked, this, &MoveForm::cancelled);
}

void MoveForm::setChoices(const std::vector<SpaceView> &spaces, const std::vector<DayView> &days, const QTimeZone &zone)
{
    m_place->setChoices(spaces, days, zone);
}

void MoveForm::ask(const SlotView &slot, const MoveWish &wish)
{
    m_slot = slot;
    m_place->setPlace(wish.space, wish.startsAt, wish.minutes);
    m_announced->setChecked(wish.isAnnounced && !slot.isDraft && slot.isPlaced());
    m_announced->setVisible(!slot.isDraft && slot.isPlaced());
    m_reason->setText(wish.reason);
    m_doIt->setText(slot.isPlaced() ? tr("Move") : tr("Place it here"));
    m_doIt->setEnabled(m_place->hasChoices());
    m_place->setFocus();
    askPreview();
}

MoveWish MoveForm::wish() const
{
    return {m_slot.slot,        m_slot.session,           m_place->space(),          m_place->startsAt(),
            m_place->minutes(), m_announced->isChecked(), m_reason->text().trimmed()};
}

void MoveForm::askPreview()
{
    emit previewWanted(wish());
}

void MoveForm::setPreview(const ProgrammePreview &preview)
{
    if (preview.slot != m_slot.key())
        return;
    m_preview->setPreview(preview, tr("It fits there."));
    m_doIt->setEnabled(preview.refusal.isEmpty() && m_place->hasChoices());
}

void MoveForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        emit cancelled();
    else
        QWidget::keyPressEvent(event);
}

} // namespace gatehouse
