// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/listtable.h"

#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/statechip.h"
#include "app/ui/valuetable.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolTip>
#include <QVBoxLayout>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

/// Draws chips and figures as the model's roles ask; all else as Qt does.
class CellDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const override
    {
        QStyleOptionViewItem option(given);
        initStyleOption(&option, index);
        option.font.setStrikeOut(index.data(StruckRole).toBool());
        const Theme &theme = themeOf(*option.widget);
        const QVariant state = index.data(StateRole);
        const QString text = option.text;
        option.text.clear();
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
        const QRectF cell = QRectF(option.rect).adjusted(theme.space(2), 0, -theme.space(2), 0);
        if (state.isValid()) {
            const QSizeF size = stateChipSize(text, theme);
            const double width = std::min(size.width(), cell.width());
            paintStateChip(*painter, {cell.left(), cell.center().y() - size.height() / 2, width, size.height()},
                           static_cast<State>(state.toInt()), text, theme);
            return;
        }
        painter->save();
        painter->setFont(option.font);
        painter->setPen(
            option.palette.color(option.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::Text));
        const auto side = index.data(FigureRole).toBool() ? Qt::AlignRight : Qt::AlignLeft;
        const QString shown = option.fontMetrics.elidedText(text, Qt::ElideRight, static_cast<int>(cell.width()));
        drawFigures(*painter, cell, Qt::AlignVCenter | side, shown);
        painter->restore();
    }

    /// What does not fit into its cell is told whole.
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override
    {
        QStyleOptionViewItem asked(option);
        initStyleOption(&asked, index);
        const QString text = index.data().toString();
        if (event->type() != QEvent::ToolTip || text.isEmpty() || sizeHint(asked, index).width() <= option.rect.width())
            return QStyledItemDelegate::helpEvent(event, view, option, index);
        // A tool tip guesses rich text: escaped, it is shown as it is.
        QToolTip::showText(event->globalPos(), u"<p>"_s + text.toHtmlEscaped() + u"</p>"_s, view);
        return true;
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = themeOf(*option.widget);
        const QString text = index.data().toString();
        const QFontMetricsF metrics(option.font);
        const double width =
            index.data(StateRole).isValid() ? stateChipSize(text, theme).width() : figuresWidth(metrics, text);
        return {static_cast<int>(width) + theme.space(5), static_cast<int>(metrics.height()) + theme.space(4)};
    }
};

} // namespace

ListTable::ListTable(const QString &accessibleName, QWidget *parent)
    : QWidget(parent), m_filter(new QLineEdit(this)), m_pages(new QStackedWidget(this)), m_view(new QTableView(this)),
      m_empty(new EmptyState(this)), m_proxy(new QSortFilterProxyModel(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_filter);
    column->addWidget(m_pages, 1);
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_empty);

    m_filter->setPlaceholderText(tr("Filter (Ctrl+F)"));
    m_filter->setAccessibleName(tr("Filter: %1", "what is filtered").arg(accessibleName));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(lineIcon(QStringLiteral("funnel")), QLineEdit::LeadingPosition);
    connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    auto *find = new QShortcut(QKeySequence::Find, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, m_filter, qOverload<>(&QWidget::setFocus));

    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_proxy->setSortRole(SortRole);
    m_proxy->setSortLocaleAware(true);
    m_view->setModel(m_proxy);
    m_view->setAccessibleName(accessibleName);
    m_view->setItemDelegate(new CellDelegate(m_view));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setShowGrid(false);
    m_view->setAlternatingRowColors(true);
    m_view->setTabKeyNavigation(false);
    m_view->setWordWrap(false);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setSortingEnabled(true);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);

    connect(m_view, &QWidget::customContextMenuRequested, this, &ListTable::openMenu);
    connect(m_view, &QAbstractItemView::activated, this,
            [this](const QModelIndex &index) { emit rowActivated(m_proxy->mapToSource(index)); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &index) { emit currentRowChanged(m_proxy->mapToSource(index)); });
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &ListTable::showRightPage);
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, &ListTable::showRightPage);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, &ListTable::showRightPage);
    showRightPage();
}

void ListTable::setModel(QAbstractItemModel *model)
{
    m_proxy->setSourceModel(model);
    const Theme &theme = themeOf(*this);
    m_view->verticalHeader()->setDefaultSectionSize(theme.pixels(TypeStep::Body) + theme.space(5));
    showRightPage();
}

void ListTable::setColumnWidths(std::initializer_list<int> widths)
{
    int column = 0;
    for (const int width : widths)
        m_view->horizontalHeader()->resizeSection(column++, width * themeOf(*this).textPercent() / 100);
}

void ListTable::setColumnRooms(std::vector<ColumnRoom> rooms)
{
    m_rooms = std::move(rooms);
    m_view->viewport()->installEventFilter(this);
    QHeaderView *header = m_view->horizontalHeader();
    header->setStretchLastSection(false);
    connect(header, &QHeaderView::sectionResized, this, [this] {
        if (!m_isSharing)
            m_rooms.clear(); // somebody knows better
    });
    shareWidth();
}

void ListTable::shareWidth()
{
    if (m_rooms.empty())
        return;
    m_isSharing = true;
    const int percent = themeOf(*this).textPercent();
    int left = m_view->viewport()->width();
    int shares = 0;
    for (const ColumnRoom &room : m_rooms) {
        left -= room.least * percent / 100;
        shares += room.share;
    }
    for (std::size_t column = 0; column < m_rooms.size(); ++column) {
        const ColumnRoom &room = m_rooms[column];
        const int more = left > 0 && shares > 0 ? left * room.share / shares : 0;
        left -= more;
        shares -= room.share;
        m_view->horizontalHeader()->resizeSection(static_cast<int>(column), room.least * percent / 100 + more);
    }
    m_isSharing = false;
}

bool ListTable::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view->viewport() && event->type() == QEvent::Resize)
        shareWidth();
    return QWidget::eventFilter(watched, event);
}

void ListTable::showRightPage()
{
    const bool hasSource = m_proxy->sourceModel() && m_proxy->sourceModel()->rowCount() > 0;
    m_pages->setCurrentWidget(hasSource ? static_cast<QWidget *>(m_view) : m_empty);
}

void ListTable::addRowAction(QAction *action)
{
    m_view->addAction(action);
}

QModelIndex ListTable::currentRow() const
{
    return m_proxy->mapToSource(m_view->currentIndex());
}

void ListTable::setCurrentRow(const QModelIndex &source)
{
    m_view->setCurrentIndex(m_proxy->mapFromSource(source));
}

void ListTable::setFilterVisible(bool isVisible)
{
    m_filter->setVisible(isVisible);
}

void ListTable::sortBy(int column, Qt::SortOrder order)
{
    m_view->sortByColumn(column, order);
}

void ListTable::openMenu(const QPoint &position)
{
    if (!m_view->currentIndex().isValid() || m_view->actions().isEmpty())
        return;
    auto *menu = new QMenu(m_view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_view->actions());
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

} // namespace gatehouse
