// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ticketing/ticketsview.h"

#include <QWidget>

#include <memory>

class QLineEdit;
class QPrinter;
class QPushButton;
class QStackedWidget;

namespace gatehouse {

class DoorForm;
class ListTable;
class NoticeBar;
class PaperPage;
class PersonCard;
class TicketsRows;

/// Tickets in people's hands: search, one person with tickets and codes, somebody new at the door, and what goes to
/// paper.
class TicketsDesk final : public QWidget
{
    Q_OBJECT

public:
    explicit TicketsDesk(QWidget *parent = nullptr);
    ~TicketsDesk() override;

    /// The answer to a search; passed over when somebody typed on since.
    void setHits(const QString &needle, std::vector<HitView> hits, qint64 total);
    void setPerson(const std::optional<PersonView> &person);
    /// The form for somebody new, or for another ticket of `attendee`, whom people call `known`.
    void showDoorForm(const Id &attendee = {}, const QString &known = {});
    void showCard();
    void setMayManage(bool may);

    [[nodiscard]] PersonCard *card() const { return m_card; }
    [[nodiscard]] DoorForm *form() const { return m_form; }
    [[nodiscard]] PaperPage *paper() const { return m_paper; }
    [[nodiscard]] NoticeBar *notices() const { return m_notices; }
    [[nodiscard]] QLineEdit *search() const { return m_search; }

signals:
    void searchWanted(const QString &needle); ///< with every key; never empty
    void personChosen(const gatehouse::Id &attendee, const gatehouse::Id &ticket);
    void ticketPrintWanted(const gatehouse::Id &ticket, const std::shared_ptr<QPrinter> &printer);
    void ticketSaveWanted(const gatehouse::Id &ticket, const QString &path);

private:
    void searchChanged(const QString &needle);

    std::unique_ptr<TicketsRows> m_rows;
    QLineEdit *m_search;
    QPushButton *m_add;
    QPushButton *m_toPaper;
    ListTable *m_hits;
    QStackedWidget *m_pages;
    PersonCard *m_card;
    DoorForm *m_form;
    PaperPage *m_paper;
    NoticeBar *m_notices;
};

} // namespace gatehouse
