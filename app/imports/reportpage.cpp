// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/imports/reportpage.h"

#include "app/imports/importwords.h"
#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/listtable.h"
#include "app/ui/valuetable.h"

#include <QButtonGroup>
#include <QEvent>
#include <QLocale>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

class NoteRows
{
public:
    ValueTable<ImportNoteView, int> notes{
        {{.header = ReportPage::tr("What"),
          .text = [](const ImportNoteView &note) { return note.what; },
          .isStruck = [](const ImportNoteView &note) { return note.isStruck; }},
         {.header = ReportPage::tr("Where"),
          .text = [](const ImportNoteView &note) { return note.place; },
          .sort = [](const ImportNoteView &note) { return QVariant(note.line); }},
         {.header = ReportPage::tr("File"), .text = [](const ImportNoteView &note) { return note.file; }}},
        [](const ImportNoteView &note) { return note.number; }};
};

/// Tiles, as many side by side as there is room for.
class FigureFlow final : public QWidget
{
public:
    explicit FigureFlow(QWidget *parent) : QWidget(parent)
    {
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    }

    void setViews(const std::vector<FigureView> &views)
    {
        while (m_tiles.size() > views.size()) {
            delete m_tiles.back();
            m_tiles.pop_back();
        }
        while (m_tiles.size() < views.size()) {
            m_tiles.push_back(new FigureTile(this));
            m_tiles.back()->show();
        }
        for (std::size_t index = 0; index < views.size(); ++index)
            m_tiles[index]->setView(views[index]);
        arrange();
    }

    [[nodiscard]] QSize minimumSizeHint() const override { return {tileSize().width(), 0}; }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QWidget::resizeEvent(event);
        arrange();
    }
    void changeEvent(QEvent *event) override
    {
        if (event->type() == QEvent::StyleChange)
            arrange();
        QWidget::changeEvent(event);
    }

private:
    [[nodiscard]] int gap() const { return themeOf(*this).space(2); }
    [[nodiscard]] QSize tileSize() const
    {
        QSize size(0, 0);
        for (const FigureTile *tile : m_tiles)
            size = size.expandedTo(tile->sizeHint());
        return size;
    }
    [[nodiscard]] int columnsIn(int width) const
    {
        const int most = std::max(1, static_cast<int>(m_tiles.size()));
        return std::clamp((width + gap()) / std::max(1, tileSize().width() + gap()), 1, most);
    }
    void arrange()
    {
        const int columns = columnsIn(width());
        const int wide = (width() + gap()) / columns - gap();
        const int high = tileSize().height();
        for (int index = 0; index < static_cast<int>(m_tiles.size()); ++index)
            m_tiles[static_cast<std::size_t>(index)]->setGeometry((index % columns) * (wide + gap()),
                                                                  (index / columns) * (high + gap()), wide, high);
        const int rows = (static_cast<int>(m_tiles.size()) + columns - 1) / columns;
        setFixedHeight(std::max(0, rows * (high + gap()) - gap()));
    }

    std::vector<FigureTile *> m_tiles;
};

namespace {

/// The line that stands above the counts: what was read.
QString fileWords(const std::vector<ImportFileView> &files)
{
    QStringList words;
    for (const ImportFileView &file : files)
        words += file.kind.isEmpty()
            ? ReportPage::tr("%1 (%2)", "file, its size").arg(file.name, file.size)
            : ReportPage::tr("%1 (%2, %3)", "file, its kind, its size").arg(file.name, file.kind, file.size);
    return words.join(u"   "_s);
}

} // namespace

ReportPage::ReportPage(QWidget *parent)
    : QWidget(parent), m_files(steppedLabel(this, TypeStep::Body, QFont::DemiBold, Tone::Usual)),
      m_figures(new FigureFlow(this)), m_nothing(steppedLabel(this, TypeStep::Body, QFont::Normal, Tone::Quiet)),
      m_choice(new QWidget(this)), m_vanished(plainLabel(m_choice)), m_choices(new QButtonGroup(this)),
      m_tabs(new QTabBar(this)), m_rows(std::make_unique<NoteRows>()),
      m_table(new ListTable(tr("What was noticed in the files"), this)),
      m_more(steppedLabel(this, TypeStep::Small, QFont::Normal, Tone::Quiet)),
      m_copy(new QPushButton(lineIcon(u"copy"_s), tr("Copy the report"), this)),
      m_save(new QPushButton(lineIcon(u"save"_s), tr("Save the report…"), this)),
      m_leave(new QPushButton(tr("Leave it"), this)), m_import(new QPushButton(lineIcon(u"check"_s), {}, this))
{
    const Theme &theme = themeOf(*this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(theme.space(2));
    m_files->setWordWrap(true);
    m_nothing->setWordWrap(true);
    column->addWidget(m_files);
    column->addWidget(m_figures);
    column->addWidget(m_nothing);
    buildChoice();
    column->addWidget(m_choice);
    column->addWidget(m_tabs);
    column->addWidget(m_table, 1);
    column->addWidget(m_more);
    column->addWidget(makeButtons());
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Kinds of notes"));
    m_table->setModel(&m_rows->notes);
    m_table->setMinimumHeight(theme.space(28)); // less than its empty words would like: small windows stay whole
    m_table->setColumnWidths({520, 210, 150});
    m_table->emptyState()->setWords(u"circle-check"_s, tr("Nothing to tell"),
                                    tr("Nothing in the files was guessed, refused or changed."));
    connect(m_tabs, &QTabBar::currentChanged, this, &ReportPage::showTab);
}

ReportPage::~ReportPage() = default;

void ReportPage::buildChoice()
{
    const Theme &theme = themeOf(*this);
    auto *column = new QVBoxLayout(m_choice);
    column->setContentsMargins({});
    column->setSpacing(theme.space(1));
    m_vanished->setWordWrap(true);
    column->addWidget(m_vanished);
    auto *keep = new QPushButton(tr("&Keep them as they are"), m_choice);
    auto *cancel = new QPushButton(tr("C&ancel them"), m_choice);
    keep->setCheckable(true);
    cancel->setCheckable(true);
    m_choices->addButton(keep, static_cast<int>(Vanished::Keep));
    m_choices->addButton(cancel, static_cast<int>(Vanished::Cancel));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.space(2));
    row->addWidget(keep);
    row->addWidget(cancel);
    row->addStretch();
    column->addLayout(row);
    connect(m_choices, &QButtonGroup::idClicked, this,
            [this](int choice) { emit vanishedChosen(static_cast<Vanished>(choice)); });
}

QWidget *ReportPage::makeButtons()
{
    auto *buttons = new QWidget(this);
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins({});
    row->addWidget(m_copy);
    row->addWidget(m_save);
    row->addStretch();
    row->addWidget(m_leave);
    row->addWidget(m_import);
    connect(m_copy, &QPushButton::clicked, this, &ReportPage::copyWanted);
    connect(m_save, &QPushButton::clicked, this, &ReportPage::saveWanted);
    connect(m_leave, &QPushButton::clicked, this, &ReportPage::leaveWanted);
    connect(m_import, &QPushButton::clicked, this, &ReportPage::importWanted);
    return buttons;
}

void ReportPage::setView(const ImportsView &view)
{
    m_files->setText(fileWords(view.files));
    m_figures->setViews(view.figures);
    m_nothing->setText(view.words);
    m_nothing->setVisible(!view.words.isEmpty());
    m_choice->setVisible(view.asksVanished);
    m_vanished->setText(view.vanishedWords);
    m_choices->button(static_cast<int>(view.vanished))->setChecked(true);
    for (QAbstractButton *button : m_choices->buttons()) // not by its colour alone
        button->setIcon(button->isChecked() ? lineIcon(u"check"_s) : QIcon());
    setNotes(view.notes);
    m_import->setText(view.importText);
    m_import->setEnabled(view.canImport);
    for (QAbstractButton *button : m_choices->buttons())
        button->setEnabled(view.mayImport);
}

void ReportPage::setNotes(const std::vector<ImportNotesView> &notes)
{
    if (notes == m_notes)
        return;
    const auto kindAt = [this](int tab) { return m_notes[static_cast<std::size_t>(tab)].kind; };
    const bool hadTab = m_tabs->currentIndex() >= 0;
    const ImportNoteKind before = hadTab ? kindAt(m_tabs->currentIndex()) : ImportNoteKind::Refused;
    const bool isSameKinds = std::equal(notes.begin(), notes.end(), m_notes.begin(), m_notes.end(),
                                        [](const auto &a, const auto &b) { return a.kind == b.kind; });
    m_notes = notes;
    {
        const QSignalBlocker quiet(m_tabs);
        while (!isSameKinds && m_tabs->count() > 0)
            m_tabs->removeTab(0);
        for (int tab = 0; tab < static_cast<int>(m_notes.size()); ++tab) {
            const ImportNotesView &list = m_notes[static_cast<std::size_t>(tab)];
            const QString words = tr("%1: %2", "kind of notes, count")
                                      .arg(ImportWords::noteKind(list.kind), QLocale().toString(list.all));
            if (isSameKinds)
                m_tabs->setTabText(tab, words);
            else
                m_tabs->addTab(words);
        }
    }
    m_tabs->setVisible(!m_notes.empty());
    if (hadTab)
        showNotes(before);
    showTab();
}

void ReportPage::showNotes(ImportNoteKind kind)
{
    for (int tab = 0; tab < static_cast<int>(m_notes.size()); ++tab) {
        if (m_notes[static_cast<std::size_t>(tab)].kind == kind)
            m_tabs->setCurrentIndex(tab);
    }
}

void ReportPage::showTab()
{
    const int tab = m_tabs->currentIndex();
    if (tab < 0 || m_notes.empty()) {
        m_rows->notes.setRows({});
        m_more->hide();
        return;
    }
    const ImportNotesView &list = m_notes[static_cast<std::size_t>(tab)];
    m_rows->notes.setRows(list.notes);
    const qint64 more = list.all - std::ssize(list.notes);
    m_more->setVisible(more > 0);
    m_more->setText(tr("… and %1 more, which are only counted.").arg(QLocale().toString(more)));
}

} // namespace gatehouse
