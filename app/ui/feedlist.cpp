// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/feedlist.h"

#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHash>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QVBoxLayout>

namespace gatehouse {

void FeedModel::append(const std::vector<FeedEntry> &entries)
{
    if (entries.empty())
        return;
    const auto first = entries.size() > kMaxEntries ? entries.end() - kMaxEntries : entries.begin();
    const int count = static_cast<int>(entries.end() - first);
    const int excess = rowCount() + count - kMaxEntries;
    if (excess > 0) {
        beginRemoveRows({}, rowCount() - excess, rowCount() - 1);
        m_entries.resize(m_entries.size() - static_cast<std::size_t>(excess));
        endRemoveRows();
    }
    beginInsertRows({}, 0, count - 1);
    for (auto entry = first; entry != entries.end(); ++entry)
        m_entries.push_front(*entry);
    endInsertRows();
}

void FeedModel::clear()
{
    beginResetModel();
    m_entries.clear();
    endResetModel();
}

int FeedModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant FeedModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const FeedEntry &entry = m_entries[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return entry.text;
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(stateWord(entry.state), entry.text);
    case TimeRole:
        return QVariant::fromValue<qint64>(entry.time.ms);
    case StateRole:
        return static_cast<int>(entry.state);
    case IconRole:
        return entry.iconName;
    case KindRole:
        return entry.kind;
    case SequenceRole:
        return QVariant::fromValue<quint64>(entry.sequence);
    default:
        return {};
    }
}

class FeedList::Proxy final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setKind(const QString &kind)
    {
        m_kind = kind;
        invalidateFilter();
    }
    void setNeedle(const QString &needle)
    {
        m_needle = needle;
        invalidateFilter();
    }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        if (!m_kind.isEmpty() && index.data(FeedModel::KindRole).toString() != m_kind)
            return false;
        return m_needle.isEmpty() || index.data().toString().contains(m_needle, Qt::CaseInsensitive);
    }

private:
    QString m_kind;
    QString m_needle;
};

namespace {

/// Qt 6.4's paints nothing between an insertion and the next turn of the event loop: a list that lives flickers.
class SteadyView final : public QListView
{
public:
    using QListView::QListView;

protected:
    void paintEvent(QPaintEvent *event) override
    {
        executeDelayedItemsLayout();
        QListView::paintEvent(event);
    }
};

} // namespace

class FeedList::Delegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QTimeZone zone = QTimeZone::utc();

    static constexpr int kMaxLines = 3;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = themeOf(*option.widget);
        const auto state = static_cast<State>(index.data(FeedModel::StateRole).toInt());
        painter->save();
        const bool isSelected = option.state & QStyle::State_Selected;
        if (isSelected || (option.state & QStyle::State_MouseOver))
            painter->fillRect(option.rect, theme.raised);
        if (state == State::Now || state == State::Soon)
            painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height() - 1)), theme.state(state));
        if (isSelected && (option.state & QStyle::State_HasFocus)) {
            painter->setPen(QPen(theme.accent, 2));
            painter->drawRect(option.rect.adjusted(1, 1, -1, -2));
        }
        painter->setPen(theme.line);
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());

        const QRectF inner =
            QRectF(option.rect).adjusted(theme.space(3), theme.space(2), -theme.space(2), -theme.space(2));
        const int side = theme.pixels(TypeStep::Title);
        painter->drawPixmap(inner.topLeft(),
                            linePixmap(index.data(FeedModel::IconRole).toString(), theme.state(state), side,
                                       option.widget->devicePixelRatioF()));
        painter->setFont(theme.font(TypeStep::Small));
        painter->setPen(theme.quietText);
        const QFontMetricsF small(painter->font());
        const QRectF head(inner.left() + side + theme.space(2), inner.top(), inner.width() - side - theme.space(2),
                          small.height());
        drawFigures(*painter, head, Qt::AlignLeft,
                    clockWithSeconds({index.data(FeedModel::TimeRole).toLongLong()}, zone));
        const bool isPlain = state == State::Info || state == State::Fine;
        painter->setPen(isPlain ? theme.quietText : theme.state(state));
        drawFigures(*painter, head, Qt::AlignRight,
                    isPlain ? index.data(FeedModel::KindRole).toString() : stateWord(state));
        painter->setFont(theme.font(TypeStep::Body));
        painter->setPen(theme.text);
        paintLines(*painter, {head.left(), head.bottom() + 2}, head.width(), index.data().toString(), option.direction);
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = themeOf(*option.widget);
        const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
        const int side = theme.pixels(TypeStep::Title);
        const double width = view->viewport()->width() - side - theme.space(7);
        const QFontMetricsF body(theme.font(TypeStep::Body));
        const int lines = keptLinesOf(index.data().toString(), theme.font(TypeStep::Body), width);
        const double height =
            QFontMetricsF(theme.font(TypeStep::Small)).height() + 2 + lines * body.lineSpacing() + theme.space(4);
        return {view->viewport()->width(), static_cast<int>(height)};
    }

private:
    /// The view asks for every row whenever one comes, and most sentences of a feed are like others.
    int keptLinesOf(const QString &text, const QFont &font, double width) const
    {
        if (m_width != width || m_font != font || m_lines.size() > kMaxKept) {
            m_lines.clear();
            m_width = width;
            m_font = font;
        }
        const auto at = m_lines.constFind(text);
        return at != m_lines.constEnd() ? *at : *m_lines.insert(text, linesOf(text, font, width));
    }

    static int linesOf(const QString &text, const QFont &font, double width)
    {
        QTextLayout layout(text, font);
        layout.beginLayout();
        int lines = 0;
        for (QTextLine line = layout.createLine(); line.isValid() && lines < kMaxLines;
             line = layout.createLine(), ++lines)
            line.setLineWidth(width);
        layout.endLayout();
        return std::max(lines, 1);
    }

    static void paintLines(QPainter &painter, QPointF at, double width, const QString &text,
                           Qt::LayoutDirection direction)
    {
        QTextLayout layout(text, painter.font());
        QTextOption option; // our sentences run as the window does, whatever name they begin with
        option.setTextDirection(direction);
        layout.setTextOption(option);
        layout.beginLayout();
        const double step = QFontMetricsF(painter.font()).lineSpacing();
        for (int line = 0; line < kMaxLines; ++line) {
            QTextLine next = layout.createLine();
            if (!next.isValid())
                break;
            next.setLineWidth(width);
            next.setPosition({0, line * step});
        }
        layout.endLayout();
        layout.draw(&painter, at);
    }

    static constexpr qsizetype kMaxKept = 4 * FeedModel::kMaxEntries;
    mutable QHash<QString, int> m_lines; // of m_width and m_font
    mutable double m_width = 0;
    mutable QFont m_font;
};

FeedList::FeedList(QWidget *parent)
    : QWidget(parent), m_kinds(new QComboBox(this)), m_filter(new QLineEdit(this)), m_pages(new QStackedWidget(this)),
      m_view(new SteadyView(this)), m_proxy(new Proxy(this)), m_delegate(new Delegate(m_view))
{
    const Theme &theme = themeOf(*this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2));
    auto *row = new QHBoxLayout;
    row->addWidget(m_kinds);
    row->addWidget(m_filter, 1);
    column->addLayout(row);
    column->addWidget(m_pages, 1);
    auto *empty = new EmptyState(m_pages);
    empty->setWords(QStringLiteral("activity"), tr("Nothing has happened yet"),
                    tr("Scans, gates and devices show here as they come."));
    m_pages->addWidget(m_view);
    m_pages->addWidget(empty);
    m_filter->setPlaceholderText(tr("Filter the feed"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    m_kinds->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_kinds->setAccessibleName(tr("Kind of entry"));
    setKinds({});
    m_view->setModel(m_proxy);
    m_view->setItemDelegate(m_delegate);
    m_view->setAccessibleName(tr("What just happened, newest first"));
    m_view->setMouseTracking(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setResizeMode(QListView::Adjust);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) { m_proxy->setNeedle(text); });
    connect(m_kinds, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_proxy->setKind(index <= 0 ? QString() : m_kinds->itemText(index)); });
    connect(m_view, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        emit entryActivated(index.data(FeedModel::SequenceRole).toULongLong());
    });
    auto *find = new QShortcut(QKeySequence::Find, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, m_filter, qOverload<>(&QWidget::setFocus));
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &FeedList::showRightPage);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, &FeedList::showRightPage);
    showRightPage();
}

void FeedList::setModel(FeedModel *model)
{
    m_proxy->setSourceModel(model);
    showRightPage();
}

void FeedList::showRightPage()
{
    m_pages->setCurrentIndex(m_proxy->sourceModel() && m_proxy->sourceModel()->rowCount() > 0 ? 0 : 1);
}

void FeedList::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    emit m_delegate->sizeHintChanged({}); // lines break elsewhere now
}

void FeedList::setZone(const QTimeZone &zone)
{
    m_delegate->zone = zone;
    m_view->viewport()->update();
}

void FeedList::setKinds(const QStringList &kinds)
{
    m_kinds->clear();
    m_kinds->addItem(tr("Everything"));
    m_kinds->addItems(kinds);
}

} // namespace gatehouse
