// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ticketing/paperpage.h"

#include "app/ticketing/paper.h"
#include "app/ticketing/paperdialogs.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/statechip.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kMostDesks = 26;
constexpr int kMostMinutes = 24 * 60;

Id chosenIn(const QComboBox &box)
{
    const auto id = Id::fromString(box.currentData().toString().toStdString());
    return id ? *id : Id();
}

void fill(QComboBox &box, const std::vector<ChoiceView> &choices, const QString &all = {})
{
    const QVariant before = box.currentData();
    box.clear();
    if (!all.isEmpty())
        box.addItem(all, QString());
    for (const ChoiceView &choice : choices)
        box.addItem(choice.name, QString::fromStdString(choice.id.toString()));
    if (const int row = box.findData(before); row >= 0)
        box.setCurrentIndex(row);
}

} // namespace

PaperPage::PaperPage(QWidget *parent)
    : QWidget(parent), m_kind(new QComboBox(this)), m_list(new QComboBox(this)), m_product(new QComboBox(this)),
      m_desks(new QSpinBox(this)), m_listLabel(plainLabel(this, tr("Check-in list"))),
      m_productLabel(plainLabel(this, tr("Product"))), m_desksLabel(plainLabel(this, tr("Desks"))),
      m_warning(plainLabel(this)), m_print(new QPushButton(lineIcon(u"printer"_s), tr("Print…"), this)),
      m_save(new QPushButton(lineIcon(u"save"_s), tr("Save as a file…"), this)), m_work(new QWidget(this)),
      m_workWords(plainLabel(m_work)), m_progress(new QProgressBar(m_work)),
      m_isOn(new QCheckBox(tr("Keep door lists and muster list &fresh in a folder"), this)),
      m_folder(new QLineEdit(this)), m_minutes(new QSpinBox(this)), m_kept(new StateChip(this)),
      m_now(new QPushButton(lineIcon(u"repeat"_s), tr("Refresh now"), this))
{
    const Theme &theme = themeOf(*this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(4), theme.space(2), theme.space(3), theme.space(2));
    column->setSpacing(theme.space(3));
    column->addWidget(steppedLabel(this, TypeStep::Heading, QFont::DemiBold, Tone::Usual, tr("Paper and files")));
    m_kind->addItem(tr("Door list: who may come in"));
    m_kind->addItem(tr("Muster list: who is inside"));
    m_kind->addItem(tr("Tickets as a PDF, four on a page"));
    m_kind->addItem(tr("Ticket codes as a table (CSV)"));
    m_kind->setAccessibleName(tr("What is printed"));
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("What"), m_kind);
    form->addRow(m_listLabel, m_list);
    form->addRow(m_productLabel, m_product);
    form->addRow(m_desksLabel, m_desks);
    column->addLayout(form);
    m_desks->setRange(1, kMostDesks);
    m_desks->setAccessibleName(tr("At how many desks people queue, by the first letter of their names"));
    m_desks->setToolTip(m_desks->accessibleName());
    m_warning->setWordWrap(true);
    column->addWidget(m_warning);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_print);
    buttons->addWidget(m_save);
    buttons->addStretch();
    column->addLayout(buttons);
    auto *work = new QVBoxLayout(m_work);
    work->setContentsMargins({});
    auto *workRow = new QHBoxLayout;
    auto *cancel = new QPushButton(tr("Cancel"), m_work);
    workRow->addWidget(m_progress, 1);
    workRow->addWidget(cancel);
    work->addWidget(m_workWords);
    work->addLayout(workRow);
    column->addWidget(m_work);
    m_work->hide();

    column->addSpacing(theme.space(4));
    column->addWidget(
        steppedLabel(this, TypeStep::Title, QFont::DemiBold, Tone::Usual, tr("On a stick, always fresh")));
    column->addWidget(m_isOn);
    auto *plan = new QFormLayout;
    plan->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *folderRow = new QHBoxLayout;
    auto *choose = new QPushButton(tr("Choose…"), this);
    folderRow->addWidget(m_folder, 1);
    folderRow->addWidget(choose);
    plan->addRow(tr("Folder"), folderRow);
    m_minutes->setRange(1, kMostMinutes);
    m_minutes->setSuffix(tr(" min"));
    plan->addRow(tr("Every"), m_minutes);
    column->addLayout(plan);
    auto *keptRow = new QHBoxLayout;
    keptRow->addWidget(m_kept);
    keptRow->addStretch();
    keptRow->addWidget(m_now);
    column->addLayout(keptRow);
    auto *how = steppedLabel(this, TypeStep::Small, QFont::Normal, Tone::Quiet,
                             tr("Each list is written whole before it takes the place of the one before: pull the "
                                "stick whenever you need it."));
    how->setWordWrap(true);
    column->addWidget(how);
    column->addStretch();
    m_folder->setAccessibleName(tr("Folder or stick"));
    m_folder->setPlaceholderText(tr("A folder on a stick, such as /media/stick/lists"));

    connect(m_kind, &QComboBox::currentIndexChanged, this, &PaperPage::showFields);
    connect(m_print, &QPushButton::clicked, this, [this] {
        askPrinter(*this, [this, wish = wish()](const auto &printer) { emit printWanted(wish, printer); });
    });
    connect(m_save, &QPushButton::clicked, this, [this] {
        const PaperWish wish = this->wish();
        const bool isTable = wish.kind == PaperKind::TicketsCsv;
        const QString name = isTable           ? u"ticket-codes.csv"_s
            : wish.kind == PaperKind::DoorList ? paperFileName(u"door-list"_s, m_list->currentText())
            : wish.kind == PaperKind::Muster   ? u"muster-list.pdf"_s
                                               : u"tickets.pdf"_s;
        askPath(*this, name, isTable ? tr("Tables (*.csv)") : tr("PDF files (*.pdf)"),
                [this, wish](const QString &path) { emit saveWanted(wish, path); });
    });
    connect(cancel, &QPushButton::clicked, this, &PaperPage::cancelWanted);
    connect(m_isOn, &QCheckBox::clicked, this, &PaperPage::takePlan);
    connect(m_folder, &QLineEdit::editingFinished, this, &PaperPage::takePlan);
    connect(m_minutes, &QSpinBox::valueChanged, this, &PaperPage::takePlan);
    connect(m_desks, &QSpinBox::valueChanged, this, &PaperPage::takePlan);
    connect(m_now, &QPushButton::clicked, this, &PaperPage::refreshWanted);
    connect(choose, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Where the lists are kept fresh"), m_folder->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
            m_folder->setText(folder);
            takePlan();
        });
        dialog->open();
    });
    setKept(State::NoData, tr("off"));
    showFields();
}

void PaperPage::setLists(const std::vector<ChoiceView> &lists)
{
    fill(*m_list, lists);
}

void PaperPage::setProducts(const std::vector<ChoiceView> &products)
{
    fill(*m_product, products, tr("All products"));
}

void PaperPage::setMay(bool maySeeNames, bool maySeeInside, bool mayManageTickets)
{
    m_maySeeNames = maySeeNames;
    m_maySeeInside = maySeeInside;
    m_mayManage = mayManageTickets;
    showFields();
}

PaperWish PaperPage::wish() const
{
    return {static_cast<PaperKind>(m_kind->currentIndex()), chosenIn(*m_list), m_desks->value(), chosenIn(*m_product)};
}

void PaperPage::showFields()
{
    const auto kind = static_cast<PaperKind>(m_kind->currentIndex());
    const bool isDoor = kind == PaperKind::DoorList;
    const bool isTickets = kind == PaperKind::TicketsPdf || kind == PaperKind::TicketsCsv;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_listLabel, m_list, m_desksLabel, m_desks})
        widget->setVisible(isDoor);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_productLabel, m_product})
        widget->setVisible(isTickets);
    const bool may = isTickets      ? m_mayManage
        : kind == PaperKind::Muster ? m_maySeeNames && m_maySeeInside
                                    : m_maySeeNames;
    m_print->setVisible(kind != PaperKind::TicketsCsv);
    m_print->setEnabled(may);
    m_save->setEnabled(may);
    m_isOn->setEnabled(m_maySeeNames);
    if (!may)
        m_warning->setText(tr("Your role does not allow this."));
    else if (isTickets)
        m_warning->setText(tr("Whoever holds such a code may come in: paper and files with codes are keys. That you "
                              "made them stands in the log of each ticket."));
    else
        m_warning->setText(tr("Paper and files hold names in clear text, outside of what Gatehouse seals and can "
                              "erase. Keep them locked away, and destroy them after the event."));
}

void PaperPage::setPlan(const PaperPlan &plan)
{
    m_plan = plan;
    const QSignalBlocker quietMinutes(m_minutes);
    const QSignalBlocker quietDesks(m_desks);
    m_isOn->setChecked(plan.isOn);
    m_folder->setText(plan.folder);
    m_minutes->setValue(plan.minutes);
    m_desks->setValue(plan.desks);
}

void PaperPage::takePlan()
{
    PaperPlan plan{m_isOn->isChecked(), m_folder->text().trimmed(), m_minutes->value(), m_desks->value()};
    if (plan == m_plan)
        return;
    m_plan = plan;
    emit planWanted(plan);
}

void PaperPage::setKept(State state, const QString &words)
{
    m_kept->setState(state, words);
    m_now->setVisible(m_plan.isOn);
}

void PaperPage::setWork(const QString &words, qint64 done, qint64 total)
{
    m_work->setVisible(!words.isEmpty());
    m_workWords->setText(words);
    m_progress->setRange(0, total > 0 ? 1000 : 0);
    if (total > 0)
        m_progress->setValue(static_cast<int>(done * 1000 / total));
    const bool isIdle = words.isEmpty();
    m_kind->setEnabled(isIdle);
    if (isIdle)
        showFields();
    else
        for (QPushButton *button : {m_print, m_save})
            button->setEnabled(false);
}

} // namespace gatehouse
