// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/imports/importsview.h"

#include <QWidget>

#include <memory>

class QButtonGroup;
class QLabel;
class QPushButton;
class QTabBar;

namespace gatehouse {

class FigureFlow;
class ListTable;
class NoteRows;

/// What files would do before anything happens: counts, the choice that must be made, what was refused, guessed and
/// changed line by line, and the one button that does it.
class ReportPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ReportPage(QWidget *parent = nullptr);
    ~ReportPage() override;

    void setView(const ImportsView &view);
    /// The list of this kind is in front, where there is one.
    void showNotes(ImportNoteKind kind);

signals:
    void importWanted();
    void leaveWanted();
    void vanishedChosen(gatehouse::Vanished vanished);
    void copyWanted();
    void saveWanted();

private:
    void buildChoice();
    [[nodiscard]] QWidget *makeButtons();
    void setNotes(const std::vector<ImportNotesView> &notes);
    void showTab();

    QLabel *m_files;
    FigureFlow *m_figures;
    QLabel *m_nothing;
    QWidget *m_choice;
    QLabel *m_vanished;
    QButtonGroup *m_choices;
    QTabBar *m_tabs;
    std::unique_ptr<NoteRows> m_rows;
    ListTable *m_table;
    QLabel *m_more;
    QPushButton *m_copy;
    QPushButton *m_save;
    QPushButton *m_leave;
    QPushButton *m_import;
    std::vector<ImportNotesView> m_notes;
};

} // namespace gatehouse
