// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/imports/importsdesk.h"

#include "app/imports/reportpage.h"
#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/listtable.h"
#include "app/ui/noticebar.h"
#include "app/ui/valuetable.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

class PastRows
{
public:
    ValueTable<PastImportView, Id> imports{
        {{.header = ImportsDesk::tr("When"),
          .text = [](const PastImportView &past) { return past.when; },
          .sort = [](const PastImportView &past) { return QVariant(past.whenMs); }},
         {.header = ImportsDesk::tr("Files"), .text = [](const PastImportView &past) { return past.files; }},
         {.header = ImportsDesk::tr("State"),
          .text = [](const PastImportView &past) { return past.stateWords; },
          .state = [](const PastImportView &past) { return std::optional(past.state); }},
         {.header = ImportsDesk::tr("Steps"),
          .text = [](const PastImportView &past) { return QLocale().toString(past.commands); },
          .sort = [](const PastImportView &past) { return QVariant(past.commands); },
          .isFigure = true},
         {.header = ImportsDesk::tr("Refused"),
          .text = [](const PastImportView &past) { return QLocale().toString(past.refused); },
          .sort = [](const PastImportView &past) { return QVariant(past.refused); },
          .isFigure = true},
         {.header = ImportsDesk::tr("Who"), .text = [](const PastImportView &past) { return past.who; }}},
        [](const PastImportView &past) { return past.import; }};
};

ImportsDesk::ImportsDesk(QWidget *parent)
    : QWidget(parent), m_choose(new QPushButton(lineIcon(u"import"_s), tr("Choose files…"), this)),
      m_pages(new QStackedWidget(this)), m_empty(new EmptyState(this)), m_work(makeWork()),
      m_report(new ReportPage(this)), m_outcome(new EmptyState(this)), m_rows(std::make_unique<PastRows>()),
      m_past(new ListTable(tr("Imports so far"), this)), m_notices(new NoticeBar(this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    outer->addWidget(makeBar());
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_pages);
    splitter->addWidget(makePast());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({560, 190});
    outer->addWidget(splitter, 1);
    outer->addWidget(m_notices);
    for (QWidget *page : std::initializer_list<QWidget *>{m_empty, m_work, m_report, m_outcome})
        m_pages->addWidget(page);
    connect(m_empty, &EmptyState::actionWanted, this, &ImportsDesk::askFiles);
    connect(m_outcome, &EmptyState::actionWanted, this, &ImportsDesk::againWanted);
    connect(m_report, &ReportPage::importWanted, this, &ImportsDesk::importWanted);
    connect(m_report, &ReportPage::leaveWanted, this, &ImportsDesk::leaveWanted);
    connect(m_report, &ReportPage::vanishedChosen, this, &ImportsDesk::vanishedChosen);
    connect(m_report, &ReportPage::copyWanted, this, &ImportsDesk::copyWanted);
    connect(m_report, &ReportPage::saveWanted, this, &ImportsDesk::askWhereToSave);
    setView({});
    setPast({});
}

ImportsDesk::~ImportsDesk() = default;

QWidget *ImportsDesk::makeBar()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins({});
    row->addWidget(m_choose);
    auto *how = steppedLabel(bar, TypeStep::Body, QFont::Normal, Tone::Quiet,
                             tr("or drop them anywhere on the window. Nothing happens before you have seen what they "
                                "would do."));
    how->setWordWrap(true);
    row->addWidget(how, 1);
    connect(m_choose, &QPushButton::clicked, this, &ImportsDesk::askFiles);
    return bar;
}

QWidget *ImportsDesk::makeWork()
{
    const Theme &theme = themeOf(*this);
    auto *page = new QWidget(this);
    m_workTitle = steppedLabel(page, TypeStep::Title, QFont::DemiBold, Tone::Usual);
    m_workWords = steppedLabel(page, TypeStep::Body, QFont::Normal, Tone::Quiet);
    m_progress = new QProgressBar(page);
    m_stop = new QPushButton(tr("Stop"), page);
    auto *column = new QVBoxLayout(page);
    column->setSpacing(theme.space(3));
    column->addStretch(2);
    m_workTitle->setAlignment(Qt::AlignCenter);
    m_workWords->setAlignment(Qt::AlignCenter);
    m_workWords->setWordWrap(true);
    column->addWidget(m_workTitle);
    column->addWidget(m_workWords);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    m_progress->setAccessibleName(tr("How far it is"));
    row->addWidget(m_progress, 4);
    row->addWidget(m_stop);
    row->addStretch(1);
    column->addLayout(row);
    column->addStretch(3);
    connect(m_stop, &QPushButton::clicked, this, &ImportsDesk::stopWanted);
    return page;
}

QWidget *ImportsDesk::makePast()
{
    const Theme &theme = themeOf(*this);
    auto *below = new QWidget(this);
    auto *column = new QVBoxLayout(below);
    column->setContentsMargins(0, theme.space(2), 0, 0);
    column->setSpacing(theme.space(1));
    column->addWidget(steppedLabel(below, TypeStep::Title, QFont::DemiBold, Tone::Usual, tr("Imports so far")));
    auto *splitter = new QSplitter(Qt::Horizontal, below);
    splitter->addWidget(m_past);
    auto *scroll = new QScrollArea(splitter);
    m_refusals = scroll;
    m_refusalsText = plainLabel(scroll);
    m_refusalsText->setWordWrap(true);
    m_refusalsText->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_refusalsText->setMargin(theme.space(2));
    m_refusalsText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    scroll->setWidget(m_refusalsText);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    splitter->addWidget(scroll);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({640, 360});
    column->addWidget(splitter, 1);
    m_past->setModel(&m_rows->imports);
    m_past->setMinimumHeight(theme.space(22));
    m_past->setFilterVisible(false);
    m_past->setColumnWidths({150, 230, 130, 80, 80, 120});
    m_past->sortBy(0, Qt::DescendingOrder);
    m_past->emptyState()->setWords(u"history"_s, tr("Nothing was imported yet"),
                                   tr("What is imported stands here, with what could not be carried out."));
    connect(m_past, &ListTable::currentRowChanged, this, &ImportsDesk::showPast);
    connect(&m_rows->imports, &QAbstractItemModel::dataChanged, this, &ImportsDesk::showPast);
    m_refusals->hide();
    return below;
}

void ImportsDesk::setView(const ImportsView &view)
{
    m_view = view;
    m_choose->setEnabled(view.mayImport);
    switch (view.page) {
    case ImportPage::Empty:
        m_empty->setWords(view.iconName, view.title, view.words, view.mayImport ? tr("Choose files…") : QString());
        m_pages->setCurrentWidget(m_empty);
        break;
    case ImportPage::Work:
        m_workTitle->setText(view.title);
        m_workWords->setText(view.words);
        m_progress->setRange(0, view.total > 0 ? 1000 : 0);
        if (view.total > 0)
            m_progress->setValue(static_cast<int>(std::min(view.done, view.total) * 1000 / view.total));
        m_stop->setVisible(view.canStop);
        m_pages->setCurrentWidget(m_work);
        break;
    case ImportPage::Report:
        m_name = view.files.empty() ? QString() : QFileInfo(view.files.front().name).completeBaseName();
        m_report->setView(view);
        m_pages->setCurrentWidget(m_report);
        break;
    case ImportPage::Outcome:
        m_outcome->setWords(view.iconName, view.title, view.words, view.actionText);
        m_pages->setCurrentWidget(m_outcome);
        break;
    }
}

void ImportsDesk::setPast(std::vector<PastImportView> imports)
{
    m_rows->imports.setRows(std::move(imports));
    showPast();
}

void ImportsDesk::choosePast(const Id &import)
{
    if (const int row = m_rows->imports.rowOf(import); row >= 0)
        m_past->setCurrentRow(m_rows->imports.index(row, 0));
}

void ImportsDesk::showPast()
{
    const QModelIndex index = m_past->currentRow();
    const QStringList refusals = index.isValid() ? m_rows->imports.at(index.row()).refusals : QStringList();
    m_refusalsText->setText(refusals.join(u"\n\n"_s));
    m_refusals->setVisible(!refusals.isEmpty());
}

void ImportsDesk::askFiles()
{
    if (!m_view.mayImport)
        return;
    auto *dialog = new QFileDialog(this, tr("Files to import"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters(
        {tr("Schedules, floor plans, attendees (%1)").arg(u"*.xml *.json *.ics *.ifb *.csv *.svg *.zip *.geojson"_s),
         tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, &ImportsDesk::filesChosen);
    dialog->open();
}

void ImportsDesk::askWhereToSave()
{
    auto *dialog = new QFileDialog(this, tr("Save the report"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Tables (*.csv)"), tr("JSON (*.json)")});
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(tr("%1 report", "name of a file").arg(m_name) + u".csv"_s);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        dialog->setDefaultSuffix(filter.contains(u"json"_s) ? u"json"_s : u"csv"_s);
    });
    connect(dialog, &QFileDialog::fileSelected, this, &ImportsDesk::saveWanted);
    dialog->open();
}

} // namespace gatehouse
