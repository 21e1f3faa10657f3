// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/imports/importsview.h"

#include <QWidget>

#include <memory>

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace gatehouse {

class EmptyState;
class ListTable;
class NoticeBar;
class PastRows;
class ReportPage;

/// Files of other systems taken into the event: chosen or dropped, judged before anything happens, decided, followed;
/// below it what was imported before.
class ImportsDesk final : public QWidget
{
    Q_OBJECT

public:
    explicit ImportsDesk(QWidget *parent = nullptr);
    ~ImportsDesk() override;

    void setView(const ImportsView &view);
    void setPast(std::vector<PastImportView> imports);
    void choosePast(const Id &import);
    /// A dialog for files.
    void askFiles();
    [[nodiscard]] ReportPage *report() const { return m_report; }
    [[nodiscard]] NoticeBar *notices() const { return m_notices; }

signals:
    void filesChosen(const QStringList &paths);
    void stopWanted();
    void importWanted();
    void leaveWanted();
    void againWanted(); ///< what an outcome's button says
    void vanishedChosen(gatehouse::Vanished vanished);
    void copyWanted();
    void saveWanted(const QString &path); ///< ends with .json or .csv

private:
    [[nodiscard]] QWidget *makeBar();
    [[nodiscard]] QWidget *makeWork();
    [[nodiscard]] QWidget *makePast();
    void askWhereToSave();
    void showPast();

    QPushButton *m_choose;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QWidget *m_work;
    QLabel *m_workTitle;
    QLabel *m_workWords;
    QProgressBar *m_progress;
    QPushButton *m_stop;
    ReportPage *m_report;
    EmptyState *m_outcome;
    std::unique_ptr<PastRows> m_rows;
    ListTable *m_past;
    QWidget *m_refusals;
    QLabel *m_refusalsText;
    NoticeBar *m_notices;
    ImportsView m_view;
    QString m_name; ///< for the file of a report
};

} // namespace gatehouse
