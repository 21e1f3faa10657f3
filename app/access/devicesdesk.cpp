// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/access/devicesdesk.h"

#include "app/access/deviceform.h"
#include "app/ui/codepicture.h"
#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/listtable.h"
#include "app/ui/noticebar.h"
#include "app/ui/reasonline.h"
#include "app/ui/statechip.h"
#include "app/ui/valuetable.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

class DevicesRows
{
public:
    ValueTable<DeviceView, Id> devices{
        {{.header = DevicesDesk::tr("Device"), .text = [](const DeviceView &device) { return device.name; }},
         {.header = DevicesDesk::tr("How it is"),
          .text = [](const DeviceView &device) { return device.lamp.words; },
          .state = [](const DeviceView &device) { return std::optional(device.lamp.state); }},
         {.header = DevicesDesk::tr("Gate"), .text = [](const DeviceView &device) { return device.gateName; }},
         {.header = DevicesDesk::tr("Lane"), .text = [](const DeviceView &device) { return device.laneName; }},
         {.header = DevicesDesk::tr("Staffed"),
          .text = [](const DeviceView &device) { return device.isStaffed ? DevicesDesk::tr("staffed") : QString(); }},
         {.header = DevicesDesk::tr("List"), .text = [](const DeviceView &device) { return device.listName; }},
         {.header = DevicesDesk::tr("Does"), .text = [](const DeviceView &device) { return device.does; }},
         {.header = DevicesDesk::tr("Waiting"),
          .text = [](const DeviceView &device) { return device.queue; },
          .sort = [](const DeviceView &device) { return QVariant(device.waiting); }},
         {.header = DevicesDesk::tr("Last heard"),
          .text = [](const DeviceView &device) { return device.contact; },
          .sort = [](const DeviceView &device) { return QVariant::fromValue<qint64>(device.contactAgeMs); }},
         {.header = DevicesDesk::tr("Kind"),
          .text = [](const DeviceView &device) { return deviceKindWords(device.kind); }},
         {.header = DevicesDesk::tr("Clock"), .text = [](const DeviceView &device) { return device.clock; }},
         {.header = DevicesDesk::tr("Battery"), .text = [](const DeviceView &device) { return device.battery; }},
         {.header = DevicesDesk::tr("Program"), .text = [](const DeviceView &device) { return device.program; }}},
        [](const DeviceView &device) { return device.device; }};
};

DevicesDesk::DevicesDesk(QWidget *parent)
    : QWidget(parent), m_rows(std::make_unique<DevicesRows>()), m_table(new ListTable(tr("Devices"), this)),
      m_pages(new QStackedWidget(this)), m_empty(new EmptyState(this)), m_card(makeCard()), m_addPage(makeAddPage()),
      m_keyPage(makeKeyPage()), m_notices(new NoticeBar(this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    auto *left = new QWidget(splitter);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins({});
    auto *add = new QPushButton(lineIcon(u"plus"_s), tr("Add a device"), left);
    leftColumn->addWidget(add, 0, Qt::AlignLeft);
    leftColumn->addWidget(m_table, 1);
    splitter->addWidget(left);
    splitter->addWidget(m_pages);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    outer->addWidget(splitter, 1);
    outer->addWidget(m_notices);
    for (QWidget *page : std::initializer_list<QWidget *>{m_empty, m_card, m_addPage, m_keyPage})
        m_pages->addWidget(page);
    m_empty->setWords(u"tablet-smartphone"_s, tr("No device chosen"),
                      tr("Choose one in the list to see how it is, move it or find it."));
    m_table->setModel(&m_rows->devices);
    m_table->emptyState()->setWords(u"tablet-smartphone"_s, tr("No device yet"),
                                    tr("Add the first kiosk, take its key to the machine, and start it there."),
                                    tr("Add a device"));
    // Who it is, how it is and where it stands comes first; the rest is a turn of the wheel away on a narrow screen.
    m_table->setColumnRooms({{150, 4},
                             {160, 2},
                             {130, 4},
                             {90, 2},
                             {70, 0},
                             {110, 3},
                             {75, 0},
                             {115, 1},
                             {90, 0},
                             {80, 0},
                             {120, 0},
                             {75, 0},
                             {140, 2}});
    connect(m_table, &ListTable::currentRowChanged, this, [this] {
        m_shown.reset();
        showChosen();
    });
    connect(&m_rows->devices, &QAbstractItemModel::dataChanged, this, [this] {
        if (m_pages->currentWidget() == m_card) // what somebody is adding stays
            showChosen();
    });
    connect(m_table->emptyState(), &EmptyState::actionWanted, this, &DevicesDesk::beginAdding);
    connect(add, &QPushButton::clicked, this, &DevicesDesk::beginAdding);
    showChosen();
}

DevicesDesk::~DevicesDesk() = default;

QWidget *DevicesDesk::makeCard()
{
    const Theme &theme = themeOf(*this);
    auto *card = new QWidget(this);
    m_name = steppedLabel(card, TypeStep::Heading, QFont::DemiBold, Tone::Usual);
    m_lamp = new StateChip(card);
    m_facts = new QFormLayout;
    m_form = new DeviceForm(card);
    m_apply = new QPushButton(lineIcon(u"check"_s), tr("Apply"), card);
    m_call = new QPushButton(lineIcon(u"eye"_s), tr("Show its name on its screen"), card);
    m_revoke = new QPushButton(lineIcon(u"ban"_s), tr("Revoke…"), card);
    m_reason = new ReasonLine(card);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(theme.space(4), theme.space(2), theme.space(3), theme.space(2));
    column->setSpacing(theme.space(3));
    m_name->setWordWrap(true);
    column->addWidget(m_name);
    column->addWidget(m_lamp, 0, Qt::AlignLeft);
    m_facts->setHorizontalSpacing(theme.space(4));
    m_facts->setVerticalSpacing(theme.space(1));
    column->addLayout(m_facts);
    column->addWidget(m_form);
    auto *row = new QHBoxLayout;
    row->addWidget(m_call);
    row->addStretch();
    row->addWidget(m_apply);
    column->addLayout(row);
    column->addWidget(m_revoke, 0, Qt::AlignLeft);
    column->addWidget(m_reason);
    column->addStretch();
    m_reason->hide();
    m_form->setKindFixed(true);
    m_apply->setEnabled(false);
    connect(m_form, &DeviceForm::changed, this,
            [this] { m_apply->setEnabled(m_shown && !m_form->wish().name.isEmpty()); });
    connect(m_apply, &QPushButton::clicked, this, [this] {
        m_apply->setEnabled(false);
        if (m_shown)
            emit changeWanted(m_shown->device, m_form->wish());
    });
    connect(m_call, &QPushButton::clicked, this, [this] {
        if (m_shown)
            emit callWanted(m_shown->device);
    });
    connect(m_revoke, &QPushButton::clicked, this, [this] {
        m_revoke->hide();
        m_reason->show();
        m_reason->ask(tr("Why is this device revoked? It is cut off at once and can never come back under this key."),
                      tr("Revoke the device"), {tr("Lost or stolen"), tr("Broken"), tr("No longer needed")});
    });
    connect(m_reason, &ReasonLine::cancelled, this, [this] {
        m_reason->hide();
        m_revoke->show();
    });
    connect(m_reason, &ReasonLine::given, this, [this](const QString &reason) {
        m_reason->hide();
        if (m_shown)
            emit revokeWanted(m_shown->device, reason);
    });
    return card;
}

QWidget *DevicesDesk::makeAddPage()
{
    const Theme &theme = themeOf(*this);
    auto *page = new QWidget(this);
    m_addForm = new DeviceForm(page);
    m_addNotice = plainLabel(page);
    m_add = new QPushButton(tr("Add and show its key"), page);
    auto *cancel = new QPushButton(tr("Cancel"), page);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(theme.space(4), theme.space(2), theme.space(3), theme.space(2));
    column->setSpacing(theme.space(3));
    column->addWidget(steppedLabel(page, TypeStep::Heading, QFont::DemiBold, Tone::Usual, tr("A new device")));
    column->addWidget(m_addForm);
    column->addWidget(m_addNotice);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_add);
    column->addLayout(row);
    column->addStretch();
    m_addNotice->setWordWrap(true);
    m_addNotice->hide();
    m_add->setDefault(true);
    connect(m_add, &QPushButton::clicked, this, [this] {
        if (m_addForm->wish().name.isEmpty())
            return refuseAdding(tr("A name is needed: what people call it, such as North 1."));
        m_addNotice->hide();
        m_add->setEnabled(false);
        emit addWanted(m_addForm->wish());
    });
    connect(cancel, &QPushButton::clicked, this, &DevicesDesk::showChosen);
    return page;
}

QWidget *DevicesDesk::makeKeyPage()
{
    const Theme &theme = themeOf(*this);
    auto *page = new QWidget(this);
    m_keyTitle = steppedLabel(page, TypeStep::Heading, QFont::DemiBold, Tone::Usual);
    m_keyText = plainLabel(page);
    m_keyCode = new CodeView(page);
    auto *save = new QPushButton(lineIcon(u"save"_s), tr("Save as a key file…"), page);
    auto *done = new QPushButton(lineIcon(u"check"_s), tr("The device has its key"), page);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(theme.space(4), theme.space(2), theme.space(3), theme.space(2));
    column->setSpacing(theme.space(3));
    m_keyTitle->setWordWrap(true);
    column->addWidget(m_keyTitle);
    auto *why = plainLabel(page,
                           tr("This key is shown once. Whoever has it is this device: take it there on a stick, start "
                              "the kiosk with --key-file, and destroy the copy."));
    why->setWordWrap(true);
    column->addWidget(why);
    column->addWidget(m_keyCode, 1);
    m_keyText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_keyText->setWordWrap(true);
    column->addWidget(m_keyText);
    auto *row = new QHBoxLayout;
    row->addWidget(save);
    row->addStretch();
    row->addWidget(done);
    column->addLayout(row);
    column->addStretch();
    connect(save, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
        dialog->selectFile(m_keyName + u".key"_s);
        connect(dialog, &QFileDialog::fileSelected, this,
                [this](const QString &path) { emit keySaveWanted(path, m_key); });
        dialog->open();
    });
    connect(done, &QPushButton::clicked, this, [this] {
        m_key.clear();
        m_keyText->clear();
        m_keyCode->setCode({}, {});
        showChosen();
    });
    return page;
}

void DevicesDesk::setDevices(std::vector<DeviceView> devices)
{
    m_rows->devices.setRows(std::move(devices));
}

void DevicesDesk::setChoices(const DeviceChoices &choices)
{
    if (choices == m_choices) // nobody's open list closes under the finger
        return;
    m_choices = choices;
    m_form->setChoices(choices);
    m_addForm->setChoices(choices);
}

void DevicesDesk::chooseDevice(const Id &device)
{
    if (const int row = m_rows->devices.rowOf(device); row >= 0)
        m_table->setCurrentRow(m_rows->devices.index(row, 0));
}

void DevicesDesk::beginAdding()
{
    m_addForm->setWish({});
    m_addNotice->hide();
    m_add->setEnabled(true);
    m_pages->setCurrentWidget(m_addPage);
    m_addForm->focusName();
}

void DevicesDesk::refuseAdding(const QString &why)
{
    m_addNotice->setText(why);
    m_addNotice->show();
    m_add->setEnabled(true);
}

void DevicesDesk::showKey(const QString &name, const QString &key)
{
    m_key = key;
    m_keyName = name;
    m_keyTitle->setText(tr("Key of %1").arg(name));
    m_keyText->setText(key);
    m_keyCode->setCode(key, m_keyTitle->text());
    m_pages->setCurrentWidget(m_keyPage);
}

void DevicesDesk::addFact(const QString &label, const QString &value)
{
    if (value.isEmpty())
        return;
    auto *shown = plainLabel(m_card, value);
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
    shown->setWordWrap(true);
    m_facts->addRow(steppedLabel(m_card, TypeStep::Body, QFont::Normal, Tone::Quiet, label), shown);
}

void DevicesDesk::showChosen()
{
    if (!m_key.isEmpty()) // a key that nobody has taken yet stays
        return;
    const QModelIndex index = m_table->currentRow();
    if (!index.isValid()) {
        m_shown.reset();
        return m_pages->setCurrentWidget(m_empty);
    }
    const DeviceView &device = m_rows->devices.at(index.row());
    const bool isNew = !m_shown || m_shown->device != device.device;
    const DeviceWish wish = wishOf(device);
    // What somebody is changing stays, until it is applied or another device is chosen.
    const DeviceWish before = m_shown ? wishOf(*m_shown) : wish;
    if (isNew || m_form->wish() == before || m_form->wish() == wish) {
        m_form->setWish(wish);
        m_apply->setEnabled(false);
    }
    m_shown = device;
    m_name->setText(device.name);
    m_lamp->setState(device.lamp.state, device.lamp.words);
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    addFact(tr("Found by itself"), device.note);
    addFact(tr("Last heard"), device.contact);
    addFact(tr("Waiting"), device.queue);
    addFact(tr("Clock"), device.clock);
    addFact(tr("Battery"), device.battery);
    addFact(tr("Program"), device.program);
    if (device.isRevoked)
        addFact(tr("Revoked"), device.revokedWhy);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_form, m_apply, m_call})
        widget->setVisible(!device.isRevoked);
    if (isNew)
        m_reason->hide();
    m_revoke->setVisible(!device.isRevoked && !m_reason->isVisibleTo(m_card));
    m_pages->setCurrentWidget(m_card);
}

} // namespace gatehouse
