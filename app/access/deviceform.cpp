// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/access/deviceform.h"

#include "shared/model/limits.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>

namespace gatehouse {

namespace {

QString keyOf(const Id &id)
{
    return id.isNull() ? QString() : QString::fromStdString(id.toString());
}

Id chosenIn(const QComboBox &box)
{
    const auto id = Id::fromString(box.currentData().toString().toStdString());
    return id ? *id : Id();
}

void fill(QComboBox &box, const std::vector<PlaceChoice> &choices, const QString &none)
{
    const QVariant before = box.currentData();
    const QSignalBlocker quiet(&box);
    box.clear();
    box.addItem(none, QString());
    for (const PlaceChoice &choice : choices)
        box.addItem(choice.name, keyOf(choice.id));
    box.setCurrentIndex(std::max(0, box.findData(before)));
}

} // namespace

QString deviceKindWords(DeviceKind kind)
{
    switch (kind) {
    case DeviceKind::Kiosk:
        return DeviceForm::tr("Kiosk");
    case DeviceKind::Handheld:
        return DeviceForm::tr("Handheld");
    case DeviceKind::Desk:
        return DeviceForm::tr("Desk");
    case DeviceKind::Display:
        return DeviceForm::tr("Display");
    case DeviceKind::Integration:
        return DeviceForm::tr("Other program");
    }
    return DeviceForm::tr("Unknown");
}

QString deviceDirectionWords(DeviceDirection direction)
{
    switch (direction) {
    case DeviceDirection::AsStarted:
        return DeviceForm::tr("As it was started");
    case DeviceDirection::Entry:
        return DeviceForm::tr("People come in");
    case DeviceDirection::Exit:
        return DeviceForm::tr("People leave");
    }
    return DeviceForm::tr("Unknown");
}

DeviceWish wishOf(const DeviceView &device)
{
    return {device.name, device.kind, device.gate, device.list, device.direction, device.lane, device.isStaffed};
}

bool mayBeStaffed(DeviceKind kind)
{
    return kind == DeviceKind::Kiosk || kind == DeviceKind::Handheld;
}

DeviceForm::DeviceForm(QWidget *parent)
    : QWidget(parent), m_name(new QLineEdit(this)), m_kind(new QComboBox(this)), m_gate(new QComboBox(this)),
      m_lane(new QComboBox(this)), m_list(new QComboBox(this)), m_direction(new QComboBox(this)),
      m_staffed(new QCheckBox(tr("S&taffed: names may be looked up"), this))
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Kind"), m_kind);
    form->addRow(tr("&Gate"), m_gate);
    form->addRow(tr("La&ne"), m_lane);
    form->addRow(tr("Check-in &list"), m_list);
    form->addRow(tr("&Direction"), m_direction);
    form->addRow(QString(), m_staffed);
    m_staffed->setToolTip(tr("Somebody of the team stands there: with the staff code they may find people by name."));
    m_name->setMaxLength(static_cast<int>(kMaxName));
    for (std::size_t kind = 0; kind < enumNames<DeviceKind>.size(); ++kind)
        m_kind->addItem(deviceKindWords(static_cast<DeviceKind>(kind)));
    for (std::size_t direction = 0; direction < enumNames<DeviceDirection>.size(); ++direction)
        m_direction->addItem(deviceDirectionWords(static_cast<DeviceDirection>(direction)));
    for (QComboBox *box : {m_gate, m_lane, m_list}) { // a long name is cut there, not the page
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
    }
    setChoices({});
    showKind();
    connect(m_name, &QLineEdit::textEdited, this, &DeviceForm::changed);
    connect(m_gate, &QComboBox::activated, this, &DeviceForm::offerLanes);
    connect(m_kind, &QComboBox::activated, this, &DeviceForm::showKind);
    for (QComboBox *box : {m_kind, m_gate, m_lane, m_list, m_direction})
        connect(box, &QComboBox::activated, this, &DeviceForm::changed);
    connect(m_staffed, &QCheckBox::clicked, this, &DeviceForm::changed);
}

void DeviceForm::setChoices(const DeviceChoices &choices)
{
    m_lanes = choices.lanes;
    fill(*m_gate, choices.gates, tr("at no gate"));
    fill(*m_list, choices.lists, tr("for no list"));
    offerLanes();
}

/// Those of the chosen gate; a lane of another one is no longer chosen.
void DeviceForm::offerLanes()
{
    const Id gate = chosenIn(*m_gate);
    std::vector<PlaceChoice> lanes;
    for (const LaneChoice &lane : m_lanes) {
        if (lane.gate == gate)
            lanes.push_back({lane.id, lane.name});
    }
    fill(*m_lane, lanes, tr("no certain lane"));
    m_lane->setEnabled(!lanes.empty());
}

void DeviceForm::showKind()
{
    const bool may = mayBeStaffed(static_cast<DeviceKind>(m_kind->currentIndex()));
    m_staffed->setEnabled(may);
    if (!may)
        m_staffed->setChecked(false);
}

void DeviceForm::setWish(const DeviceWish &wish)
{
    m_name->setText(wish.name);
    m_kind->setCurrentIndex(static_cast<int>(wish.kind));
    m_gate->setCurrentIndex(std::max(0, m_gate->findData(keyOf(wish.gate))));
    offerLanes();
    m_lane->setCurrentIndex(std::max(0, m_lane->findData(keyOf(wish.lane))));
    m_list->setCurrentIndex(std::max(0, m_list->findData(keyOf(wish.list))));
    m_direction->setCurrentIndex(static_cast<int>(wish.direction));
    m_staffed->setChecked(wish.isStaffed);
    showKind();
}

DeviceWish DeviceForm::wish() const
{
    return {m_name->text().trimmed(), static_cast<DeviceKind>(m_kind->currentIndex()),           chosenIn(*m_gate),
            chosenIn(*m_list),        static_cast<DeviceDirection>(m_direction->currentIndex()), chosenIn(*m_lane),
            m_staffed->isChecked()};
}

void DeviceForm::setKindFixed(bool isFixed)
{
    m_kind->setEnabled(!isFixed);
}

void DeviceForm::focusName()
{
    m_name->setFocus(Qt::ShortcutFocusReason);
}

} // namespace gatehouse
