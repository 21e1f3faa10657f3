// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/doors/doorsview.h"

#include <QWidget>

#include <memory>

class QAction;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace gatehouse {

class CardList;
class DoorsRows;
class ListTable;
class ListsView;
class NoticeBar;
class ScanDetail;

/// What happens at the gates now: live scans, the search for people, one scan in detail, and what must be reconciled.
class DoorsDesk final : public QWidget
{
    Q_OBJECT

public:
    explicit DoorsDesk(QWidget *parent = nullptr);
    ~DoorsDesk() override;

    void setZone(const QTimeZone &zone);
    /// Newest first.
    void setScans(std::vector<ScanView> scans);
    /// The answer to a search; passed over when somebody typed on since.
    void setFound(const QString &needle, std::vector<FoundView> found);
    void setFacts(const ScanFacts &facts);
    void setCards(const std::vector<CardView> &cards);
    void chooseScan(const Id &scan);
    [[nodiscard]] NoticeBar *notices() const { return m_notices; }
    [[nodiscard]] QLineEdit *search() const { return m_search; }
    [[nodiscard]] ListsView *lists() const { return m_lists; }
    void showLists();

signals:
    void searchWanted(const QString &needle); ///< with every key; never empty
    void scanChosen(const gatehouse::Id &scan);
    void admitWanted(const gatehouse::Id &record); ///< check in the person found
    void undoWanted(const gatehouse::Id &scan, const QString &reason);
    void forceWanted(const gatehouse::Id &scan, const QString &reason);
    void whyWanted(const gatehouse::Id &scan);
    void cardCloseWanted(const gatehouse::Id &card, const QString &reason);
    void olderWanted(); ///< scans before those that are shown

private:
    void searchChanged(const QString &needle);
    void showChosen();

    std::unique_ptr<DoorsRows> m_rows;
    QLineEdit *m_search;
    QStackedWidget *m_pages;
    QSplitter *m_desk;
    QStackedWidget *m_whole;
    ListTable *m_scans;
    ListTable *m_found;
    ListsView *m_lists;
    ScanDetail *m_detail;
    CardList *m_cards;
    NoticeBar *m_notices;
};

} // namespace gatehouse
