// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/job.h"
#include "shared/model/values.h"

#include <QString>
#include <QTimeZone>

#include <vector>

class QIODevice;
class QPagedPaintDevice;

/// What goes to paper: tickets, door lists, muster lists. Plain values in, pages out; may run on any thread.
namespace gatehouse {

/// What stands on every page.
struct PaperHead {
    QString eventName;
    Instant madeAt;
    QTimeZone zone = QTimeZone::utc();
    bool isExercise = false;
};

struct PaperTicket {
    QString name;
    QString company;
    QString product;
    QString order;
    QString code;
    QString state; ///< words where it is not simply valid: "not paid"
    bool operator==(const PaperTicket &) const = default;
};

struct PaperPerson {
    QString name;
    QString company;
    QString product;
    QString order;
    QString state;   ///< words where it is not simply valid, or "inside" and "was inside"
    QString initial; ///< what desks are divided by
    bool operator==(const PaperPerson &) const = default;
};

struct PaperDoorList {
    QString title;                   ///< of the check-in list
    std::vector<PaperPerson> people; ///< in order
    int desks = 1;
};

struct PaperInside {
    QString zone; ///< empty: not known where
    QString name;
    QString company;
    QString gate;
    Instant since;
    bool operator==(const PaperInside &) const = default;
};

/// People of one desk: from a place in the list up to another one, and the letters that this is about.
struct DeskShare {
    std::size_t from = 0;
    std::size_t until = 0;
    QString first;
    QString last;
    bool operator==(const DeskShare &) const = default;
};

/// Divides a list among desks of about equal queues, never within a letter; fewer desks where there are fewer letters.
[[nodiscard]] std::vector<DeskShare> shareByInitial(const std::vector<PaperPerson> &people, int desks);

/// A title for each zone, people in order of their names, who is nowhere known at the end.
void sortForMuster(std::vector<PaperInside> &inside);

/// One ticket on a page, or four where there are more. Fault::Unavailable: cancelled, or the device takes nothing.
[[nodiscard]] Result<> paintTickets(QPagedPaintDevice &device, const PaperHead &head,
                                    const std::vector<PaperTicket> &tickets, const JobProgress &progress);
[[nodiscard]] Result<> paintDoorList(QPagedPaintDevice &device, const PaperHead &head, const PaperDoorList &list,
                                     const JobProgress &progress);
/// `inside` as sortForMuster() leaves it.
[[nodiscard]] Result<> paintMuster(QPagedPaintDevice &device, const PaperHead &head,
                                   const std::vector<PaperInside> &inside, const JobProgress &progress);

using PaintPaper = std::function<Result<>(QPagedPaintDevice &device, const JobProgress &progress)>;
/// A PDF of A4 pages: whole and synced under another name, then renamed, so that what stood there is there until then.
/// Fault::Unavailable with what the system says: the folder is gone, the disk full.
[[nodiscard]] Result<> writePdf(const QString &path, const QString &title, const PaintPaper &paint,
                                const JobProgress &progress);

/// The same tickets as a table: UTF-8 with a byte order mark, no cell that a spreadsheet would take for a formula.
[[nodiscard]] QByteArray codesCsv(const std::vector<PaperTicket> &tickets);

/// A name that every file system takes: "door-list-main-hall.pdf".
[[nodiscard]] QString paperFileName(const QString &kind, const QString &name);

} // namespace gatehouse
