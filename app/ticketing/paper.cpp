// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ticketing/paper.h"

#include "app/ui/codepicture.h"
#include "app/ui/figures.h"
#include "app/ui/savedfile.h"
#include "shared/ticketing/fold.h"

#include <QCollator>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QPagedPaintDevice>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include <map>
#include <tuple>

namespace gatehouse {

namespace {

using namespace Qt::Literals::StringLiterals;

/// Translated where it is painted: a free function has no tr() of its own.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(gatehouse::Paper)
};

constexpr double kMmPerInch = 25.4;

Result<> cancelled()
{
    return fail(Fault::Unavailable, "cancelled");
}

/// A page with its head and foot, measured in millimetres from the corner of what can be printed on.
class Sheet
{
public:
    Sheet(QPagedPaintDevice &device, const PaperHead &head, QString title)
        : m_device(device), m_head(head), m_title(std::move(title))
    {
    }
    /// False: the device takes nothing.
    [[nodiscard]] bool begin()
    {
        if (!m_painter.begin(&m_device))
            return false;
        m_scale = m_device.logicalDpiX() / kMmPerInch;
        m_width = m_device.width() / m_scale;
        m_height = m_device.height() / m_scale;
        m_page = 1;
        return true;
    }
    [[nodiscard]] bool newPage()
    {
        if (!m_device.newPage())
            return false;
        ++m_page;
        return true;
    }
    void setTitle(const QString &title) { m_title = title; }
    void end() { m_painter.end(); }

    [[nodiscard]] double width() const { return m_width; }
    [[nodiscard]] double height() const { return m_height; }
    [[nodiscard]] QPainter &painter() { return m_painter; }
    [[nodiscard]] QRectF px(const QRectF &mm) const
    {
        return {mm.left() * m_scale, mm.top() * m_scale, mm.width() * m_scale, mm.height() * m_scale};
    }
    [[nodiscard]] double px(double mm) const { return mm * m_scale; }

    /// Font heights are pixels of the device: points would be counted by the screen's resolution.
    [[nodiscard]] QFont font(double heightMm, QFont::Weight weight = QFont::Normal) const
    {
        QFont font = QCoreApplication::instance() ? QFont() : QFont(u"Sans"_s);
        font.setPixelSize(std::max(1, static_cast<int>(heightMm * m_scale)));
        font.setWeight(weight);
        return font;
    }
    void text(const QRectF &mm, double heightMm, const QString &text, int flags = Qt::AlignLeft | Qt::AlignVCenter,
              QFont::Weight weight = QFont::Normal)
    {
        if (text.isEmpty())
            return;
        m_painter.setFont(font(heightMm, weight));
        const QRectF place = px(mm);
        const bool isWrapped = (flags & Qt::TextWordWrap) != 0;
        m_painter.drawText(
            place, flags,
            isWrapped ? text
                      : m_painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(place.width())));
    }
    /// How many lines it needs in this width.
    [[nodiscard]] int linesOf(const QString &text, double heightMm, QFont::Weight weight, double widthMm)
    {
        m_painter.setFont(font(heightMm, weight));
        return m_painter.fontMetrics().horizontalAdvance(text) > px(widthMm) ? 2 : 1;
    }
    void line(double x1, double y1, double x2, double y2, double widthMm = 0.2)
    {
        m_painter.setPen(QPen(Qt::black, px(widthMm)));
        m_painter.drawLine(QPointF(px(x1), px(y1)), QPointF(px(x2), px(y2)));
    }
    void box(const QRectF &mm, double widthMm = 0.3)
    {
        m_painter.setPen(QPen(Qt::black, px(widthMm)));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRect(px(mm));
    }

    /// Title, event and time; gives where the content begins.
    double paintHead()
    {
        m_painter.setPen(Qt::black);
        double top = 0;
        if (m_head.isExercise) {
            const QRectF banner(0, 0, m_width, 7);
            m_painter.fillRect(px(banner), Qt::black);
            m_painter.setPen(Qt::white);
            text(banner, 4.2, Words::tr("EXERCISE – no real event"), Qt::AlignCenter, QFont::Bold);
            m_painter.setPen(Qt::black);
            top = 9;
        }
        text({0, top, m_width * 0.68, 8}, 5.4, m_title, Qt::AlignLeft | Qt::AlignVCenter, QFont::DemiBold);
        text({m_width * 0.7, top, m_width * 0.3, 8}, 3.4, m_head.eventName, Qt::AlignRight | Qt::AlignVCenter);
        line(0, top + 9, m_width, top + 9, 0.4);
        return top + 11;
    }
    void paintFoot(const QString &more = {})
    {
        const QString at =
            QDateTime::fromMSecsSinceEpoch(m_head.madeAt.ms, m_head.zone).toString(u"yyyy-MM-dd HH:mm:ss"_s);
        const double top = m_height - 5;
        text({0, top, m_width * 0.5, 5}, 3, Words::tr("As of %1", "date and time").arg(at));
        text({m_width * 0.5, top, m_width * 0.25, 5}, 3, more, Qt::AlignRight | Qt::AlignVCenter);
        text({m_width * 0.75, top, m_width * 0.25, 5}, 3, Words::tr("Page %1").arg(m_page),
             Qt::AlignRight | Qt::AlignVCenter);
    }

private:
    QPagedPaintDevice &m_device;
    PaperHead m_head;
    QString m_title;
    QPainter m_painter;
    double m_scale = 1;
    double m_width = 0;
    double m_height = 0;
    int m_page = 0;
};

Result<> noDevice()
{
    return fail(Fault::Unavailable, "printer or file takes nothing");
}

// --- tickets -----------------------------------------------------------------------------------------------------

void paintTicket(Sheet &sheet, const QRectF &place, const PaperHead &head, const PaperTicket &ticket)
{
    const double pad = 6;
    const QRectF inner = place.adjusted(pad, pad, -pad, -pad);
    sheet.box(place, 0.15);
    sheet.painter().setPen(Qt::black);
    double top = inner.top();
    const auto row = [&](double height, double letters, const QString &text, QFont::Weight weight, int lines = 1) {
        if (text.isEmpty())
            return;
        lines = std::min(lines, sheet.linesOf(text, letters, weight, inner.width()));
        sheet.text({inner.left(), top, inner.width(), height * lines}, letters, text,
                   Qt::AlignLeft | Qt::AlignTop | (lines > 1 ? int(Qt::TextWordWrap) : 0), weight);
        top += height * lines;
    };
    row(6, 3.6, head.isExercise ? Words::tr("EXERCISE – %1", "event").arg(head.eventName) : head.eventName,
        QFont::Normal);
    top += 1;
    row(8, 5.6, ticket.name, QFont::DemiBold, 2);
    row(5.5, 3.6, ticket.company, QFont::Normal);
    row(6.5, 4.2, ticket.product, QFont::DemiBold);
    row(5.5, 3.4, ticket.order.isEmpty() ? QString() : Words::tr("Order %1").arg(ticket.order), QFont::Normal);
    row(6, 3.8, ticket.state, QFont::Bold);
    const double foot = 5;
    const double side = std::min(inner.width(), inner.bottom() - foot - top);
    paintCode(sheet.painter(), sheet.px(QRectF(inner.center().x() - side / 2, top, side, side)),
              codePicture(ticket.code));
    sheet.text({inner.left(), inner.bottom() - foot, inner.width(), foot}, 2.4, ticket.code.left(24) + u'…',
               Qt::AlignCenter);
}

// --- lists -------------------------------------------------------------------------------------------------------

constexpr double kRow = 6.2;
constexpr double kLetters = 3.3;

/// One column: where it begins and ends, as parts of the width.
struct Column {
    double from;
    double to;
};
constexpr Column kBox{0, 0.04};
constexpr Column kName{0.045, 0.40};
constexpr Column kCompany{0.405, 0.60};
constexpr Column kProduct{0.605, 0.76};
constexpr Column kOrder{0.765, 0.87};
constexpr Column kState{0.875, 1};

QRectF cell(const Sheet &sheet, const Column &column, double top, double height)
{
    return {column.from * sheet.width(), top, (column.to - column.from) * sheet.width() - 1, height};
}

/// Rows one below the other, page after page.
class Rows
{
public:
    Rows(Sheet &sheet, std::function<void(double top)> paintTitles)
        : m_sheet(sheet), m_paintTitles(std::move(paintTitles))
    {
    }
    void beginPage()
    {
        m_top = m_sheet.paintHead();
        m_paintTitles(m_top);
        m_top += kRow;
    }
    /// Room for `rows` rows; a new page where there is none. False: the device takes nothing.
    [[nodiscard]] bool makeRoom(int rows, const QString &foot)
    {
        if (m_top + rows * kRow <= m_sheet.height() - 7)
            return true;
        return turn(foot);
    }
    [[nodiscard]] bool turn(const QString &foot)
    {
        m_sheet.paintFoot(foot);
        if (!m_sheet.newPage())
            return false;
        beginPage();
        return true;
    }
    [[nodiscard]] double take()
    {
        const double top = m_top;
        m_top += kRow;
        return top;
    }

private:
    Sheet &m_sheet;
    std::function<void(double)> m_paintTitles;
    double m_top = 0;
};

void paintTick(Sheet &sheet, double top)
{
    sheet.box({0.5, top + 1.1, 4, 4}, 0.3);
    sheet.painter().setPen(Qt::black);
}

QString shareTitle(const PaperDoorList &list, const std::vector<DeskShare> &shares, std::size_t index)
{
    if (shares.size() <= 1)
        return Words::tr("Door list: %1", "check-in list").arg(list.title);
    const DeskShare &share = shares[index];
    return Words::tr("Door list: %1 · desk %2 of %3: %4–%5", "check-in list, desk, desks, letter, letter")
        .arg(list.title)
        .arg(index + 1)
        .arg(shares.size())
        .arg(share.first.toUpper(), share.last.toUpper());
}

} // namespace

std::vector<DeskShare> shareByInitial(const std::vector<PaperPerson> &people, int desks)
{
    std::vector<DeskShare> shares;
    std::size_t at = 0;
    for (int desk = 0; desk < desks && at < people.size(); ++desk) {
        // What is left, divided among the desks that are left: a large letter takes from those behind it only.
        const std::size_t wanted = (people.size() - at) / static_cast<std::size_t>(desks - desk);
        std::size_t until =
            desk + 1 == desks ? people.size() : std::min(at + std::max<std::size_t>(wanted, 1), people.size());
        while (until < people.size() && people[until].initial == people[until - 1].initial)
            ++until;
        shares.push_back({at, until, people[at].initial, people[until - 1].initial});
        at = until;
    }
    return shares;
}

void sortForMuster(std::vector<PaperInside> &inside)
{
    QCollator byWords;
    byWords.setCaseSensitivity(Qt::CaseInsensitive);
    const auto isBefore = [&](const QString &a, const QString &b) {
        if (a.isEmpty() != b.isEmpty())
            return b.isEmpty();
        const int zones = byWords.compare(a, b);
        return zones != 0 ? zones < 0 : a < b;
    };
    std::map<QString, int, decltype(isBefore)> zones(isBefore);
    for (const PaperInside &each : inside)
        zones.try_emplace(each.zone);
    int rank = 0;
    for (auto &zone : zones)
        zone.second = ++rank;
    // Names in the order that they have on the door list; each is folded once.
    std::vector<std::tuple<int, std::string, std::size_t>> order;
    order.reserve(inside.size());
    for (std::size_t at = 0; at < inside.size(); ++at)
        order.emplace_back(zones.at(inside[at].zone), folded(inside[at].name.toStdString()), at);
    std::sort(order.begin(), order.end());
    std::vector<PaperInside> sorted;
    sorted.reserve(inside.size());
    for (const auto &place : order)
        sorted.push_back(std::move(inside[std::get<std::size_t>(place)]));
    inside = std::move(sorted);
}

Result<> paintTickets(QPagedPaintDevice &device, const PaperHead &head, const std::vector<PaperTicket> &tickets,
                      const JobProgress &progress)
{
    Sheet sheet(device, head, {});
    if (!sheet.begin())
        return noDevice();
    const double halfWidth = sheet.width() / 2;
    const double halfHeight = sheet.height() / 2;
    const bool isOne = tickets.size() == 1;
    for (std::size_t index = 0; index < tickets.size(); ++index) {
        const std::size_t place = isOne ? 0 : index % 4;
        if (index > 0 && place == 0 && !sheet.newPage())
            return noDevice();
        const double left = place % 2 == 0 ? 0 : halfWidth;
        const double top = place < 2 ? 0 : halfHeight;
        paintTicket(sheet, {left + 1, top + 1, halfWidth - 2, halfHeight - 2}, head, tickets[index]);
        if (!progress(static_cast<qint64>(index + 1), static_cast<qint64>(tickets.size())))
            return cancelled();
    }
    sheet.end();
    return {};
}

Result<> paintDoorList(QPagedPaintDevice &device, const PaperHead &head, const PaperDoorList &list,
                       const JobProgress &progress)
{
    auto shares = shareByInitial(list.people, list.desks);
    if (shares.empty())
        shares.push_back({});
    Sheet sheet(device, head, shareTitle(list, shares, 0));
    if (!sheet.begin())
        return noDevice();
    const auto paintTitles = [&](double top) {
        const std::pair<Column, QString> titles[] = {{kName, Words::tr("Name")},
                                                     {kCompany, Words::tr("Company")},
                                                     {kProduct, Words::tr("Product")},
                                                     {kOrder, Words::tr("Order")},
                                                     {kState, Words::tr("State")}};
        for (const auto &[column, title] : titles)
            sheet.text(cell(sheet, column, top, kRow), kLetters, title, Qt::AlignLeft | Qt::AlignVCenter,
                       QFont::DemiBold);
        sheet.line(0, top + kRow, sheet.width(), top + kRow);
    };
    Rows rows(sheet, paintTitles);
    const QString foot = Words::tr("%n ticket(s)", nullptr, static_cast<int>(list.people.size()));
    for (std::size_t index = 0; index < shares.size(); ++index) {
        sheet.setTitle(shareTitle(list, shares, index));
        if (index == 0)
            rows.beginPage();
        else if (!rows.turn(foot))
            return noDevice();
        for (std::size_t at = shares[index].from; at < shares[index].until; ++at) {
            if (!rows.makeRoom(1, foot))
                return noDevice();
            const PaperPerson &person = list.people[at];
            const double top = rows.take();
            paintTick(sheet, top);
            sheet.text(cell(sheet, kName, top, kRow), kLetters, person.name, Qt::AlignLeft | Qt::AlignVCenter,
                       QFont::Medium);
            sheet.text(cell(sheet, kCompany, top, kRow), kLetters, person.company);
            sheet.text(cell(sheet, kProduct, top, kRow), kLetters, person.product);
            sheet.text(cell(sheet, kOrder, top, kRow), kLetters, person.order);
            sheet.text(cell(sheet, kState, top, kRow), kLetters, person.state);
            sheet.line(0, top + kRow, sheet.width(), top + kRow, 0.05);
            if (!progress(static_cast<qint64>(at + 1), static_cast<qint64>(list.people.size())))
                return cancelled();
        }
    }
    sheet.paintFoot(foot);
    sheet.end();
    return {};
}

Result<> paintMuster(QPagedPaintDevice &device, const PaperHead &head, const std::vector<PaperInside> &inside,
                     const JobProgress &progress)
{
    Sheet sheet(device, head, Words::tr("Muster list: who is inside"));
    if (!sheet.begin())
        return noDevice();
    const Column since{0.875, 1};
    const Column gate{0.70, 0.87};
    const Column company{0.44, 0.695};
    const Column name{0.045, 0.435};
    Rows rows(sheet, [&](double top) {
        const std::pair<Column, QString> titles[] = {{name, Words::tr("Name")},
                                                     {company, Words::tr("Company")},
                                                     {gate, Words::tr("Came in by")},
                                                     {since, Words::tr("Since")}};
        for (const auto &[column, title] : titles)
            sheet.text(cell(sheet, column, top, kRow), kLetters, title, Qt::AlignLeft | Qt::AlignVCenter,
                       QFont::DemiBold);
        sheet.line(0, top + kRow, sheet.width(), top + kRow);
    });
    rows.beginPage();
    const QString foot = Words::tr("%n person(s) inside", nullptr, static_cast<int>(inside.size()));
    for (std::size_t at = 0; at < inside.size(); ++at) {
        const PaperInside &person = inside[at];
        const bool isNewZone = at == 0 || inside[at - 1].zone != person.zone;
        if (!rows.makeRoom(isNewZone ? 3 : 1, foot))
            return noDevice();
        if (isNewZone) {
            const auto here = inside.begin() + static_cast<std::ptrdiff_t>(at);
            const auto count =
                std::find_if(here, inside.end(), [&](const PaperInside &each) { return each.zone != person.zone; })
                - here;
            const double top = rows.take();
            const QString zone = person.zone.isEmpty() ? Words::tr("Not known where") : person.zone;
            sheet.text({0, top, sheet.width(), kRow + 1}, 4.2,
                       Words::tr("%1: %2", "zone, people").arg(zone, QLocale().toString(qlonglong(count))),
                       Qt::AlignLeft | Qt::AlignVCenter, QFont::DemiBold);
            sheet.line(0, top + kRow, sheet.width(), top + kRow, 0.3);
        }
        const double top = rows.take();
        paintTick(sheet, top);
        sheet.text(cell(sheet, name, top, kRow), kLetters, person.name, Qt::AlignLeft | Qt::AlignVCenter,
                   QFont::Medium);
        sheet.text(cell(sheet, company, top, kRow), kLetters, person.company);
        sheet.text(cell(sheet, gate, top, kRow), kLetters, person.gate);
        sheet.text(cell(sheet, since, top, kRow), kLetters, clockTime(person.since, head.zone));
        sheet.line(0, top + kRow, sheet.width(), top + kRow, 0.05);
        if (!progress(static_cast<qint64>(at + 1), static_cast<qint64>(inside.size())))
            return cancelled();
    }
    if (inside.empty())
        sheet.text({0, rows.take(), sheet.width(), kRow}, kLetters, Words::tr("Nobody is inside by the scans."));
    sheet.paintFoot(foot);
    sheet.end();
    return {};
}

Result<> writePdf(const QString &path, const QString &title, const PaintPaper &paint, const JobProgress &progress)
{
    if (!QFileInfo(QFileInfo(path).path()).isDir())
        return fail(Fault::NotFound, "the folder is not there: " + QFileInfo(path).path().toStdString());
    QSaveFile file(path);
    file.setDirectWriteFallback(false);
    if (!file.open(QIODevice::WriteOnly))
        return fail(Fault::Unavailable, path.toStdString() + ": " + file.errorString().toStdString());
    {
        QPdfWriter writer(&file);
        writer.setTitle(title);
        writer.setCreator(u"Gatehouse"_s);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(12, 10, 12, 10), QPageLayout::Millimeter);
        writer.setResolution(300);
        if (auto painted = paint(writer, progress); !painted) {
            file.cancelWriting();
            return painted;
        }
    }
    if (!file.commit())
        return fail(Fault::Unavailable, path.toStdString() + ": " + file.errorString().toStdString());
    return {};
}

QByteArray codesCsv(const std::vector<PaperTicket> &tickets)
{
    QString csv = u"\uFEFFName,Company,Product,Order,State,Ticket code\r\n"_s; // column names as the import knows them
    for (const PaperTicket &ticket : tickets) {
        QStringList cells;
        for (const QString &text :
             {ticket.name, ticket.company, ticket.product, ticket.order, ticket.state, ticket.code})
            cells += csvCell(text);
        csv += cells.join(u',') + u"\r\n"_s;
    }
    return csv.toUtf8();
}

QString paperFileName(const QString &kind, const QString &name)
{
    QString words = kind;
    for (const QChar letter : u'-' + name.toLower())
        if (letter.isLetterOrNumber())
            words += letter;
        else if (!words.endsWith(u'-'))
            words += u'-';
    while (words.endsWith(u'-'))
        words.chop(1);
    return words.left(80) + u".pdf"_s;
}

} // namespace gatehouse
