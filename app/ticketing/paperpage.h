// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ticketing/ticketsview.h"

#include <QWidget>

#include <memory>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPrinter;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace gatehouse {

class StateChip;

/// What may go to paper.
enum class PaperKind { DoorList, Muster, TicketsPdf, TicketsCsv };

/// What somebody chose to print or keep.
struct PaperWish {
    PaperKind kind = PaperKind::DoorList;
    Id list;       ///< DoorList: which check-in list
    int desks = 1; ///< DoorList: at how many desks people queue
    Id product;    ///< tickets: only of this one; null: of all
};

/// Lists that are refreshed into a folder while the desk is open.
struct PaperPlan {
    bool isOn = false;
    QString folder;
    int minutes = 10;
    int desks = 1;
    bool operator==(const PaperPlan &) const = default;
};

/// For the hour when nothing works any more: door lists and the muster list, to a printer, into a file, or kept fresh
/// on a stick; and tickets as PDF or table.
class PaperPage final : public QWidget
{
    Q_OBJECT

public:
    explicit PaperPage(QWidget *parent = nullptr);

    void setLists(const std::vector<ChoiceView> &lists);
    void setProducts(const std::vector<ChoiceView> &products);
    void setMay(bool maySeeNames, bool maySeeInside, bool mayManageTickets);
    void setPlan(const PaperPlan &plan);
    /// How the refreshed lists fare: "12 s ago: 3 files" or what is wrong.
    void setKept(State state, const QString &words);
    /// What runs, and how far it is; an empty text: nothing.
    void setWork(const QString &words, qint64 done = 0, qint64 total = 0);
    [[nodiscard]] PaperWish wish() const;

signals:
    void printWanted(const gatehouse::PaperWish &wish, const std::shared_ptr<QPrinter> &printer);
    void saveWanted(const gatehouse::PaperWish &wish, const QString &path);
    void cancelWanted();
    void planWanted(const gatehouse::PaperPlan &plan);
    void refreshWanted(); ///< the kept lists, now

private:
    void showFields();
    void takePlan();

    QComboBox *m_kind;
    QComboBox *m_list;
    QComboBox *m_product;
    QSpinBox *m_desks;
    QLabel *m_listLabel;
    QLabel *m_productLabel;
    QLabel *m_desksLabel;
    QLabel *m_warning;
    QPushButton *m_print;
    QPushButton *m_save;
    QWidget *m_work;
    QLabel *m_workWords;
    QProgressBar *m_progress;
    QCheckBox *m_isOn;
    QLineEdit *m_folder;
    QSpinBox *m_minutes;
    StateChip *m_kept;
    QPushButton *m_now;
    PaperPlan m_plan;
    bool m_maySeeNames = true;
    bool m_maySeeInside = true;
    bool m_mayManage = true;
};

} // namespace gatehouse
