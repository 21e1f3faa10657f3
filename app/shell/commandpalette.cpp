// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/commandpalette.h"

#include "app/shell/actiontable.h"
#include "app/ui/icons.h"
#include "app/ui/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

enum PaletteRole { ActionRole = Qt::UserRole + 1, HitRole, BesideRole };

class PaletteDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = themeOf(*option.widget);
        const bool isSelected = option.state & QStyle::State_Selected;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (isSelected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.accent);
            painter->drawRoundedRect(option.rect.adjusted(2, 1, -2, -1), theme.cornerRadius(), theme.cornerRadius());
        }
        const int icon = theme.pixels(TypeStep::Title);
        const QRect inner = option.rect.adjusted(theme.space(3), 0, -theme.space(3), 0);
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter, inner.left(), inner.center().y() - icon / 2, icon, icon, Qt::AlignCenter,
                   isSelected ? QIcon::Selected : QIcon::Normal);
        painter->setFont(theme.font(TypeStep::Body));
        painter->setPen(isSelected ? theme.onAccent : theme.text);
        painter->drawText(inner.adjusted(icon + theme.space(2), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                          index.data().toString());
        painter->setFont(theme.font(TypeStep::Small));
        painter->setPen(isSelected ? theme.onAccent : theme.quietText);
        painter->drawText(inner, Qt::AlignVCenter | Qt::AlignRight, index.data(BesideRole).toString());
        painter->restore();
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        const Theme &theme = themeOf(*option.widget);
        return {200, theme.pixels(TypeStep::Body) + theme.space(5)};
    }
};

} // namespace

CommandPalette::CommandPalette(const ActionTable &actions, QWidget *parent)
    : QFrame(parent), m_actions(actions), m_line(new QLineEdit(this)), m_list(new QListView(this)),
      m_model(new QStandardItemModel(this))
{
    const Theme &theme = themeOf(*this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    column->addWidget(m_line);
    column->addWidget(m_list);
    setAccessibleName(tr("Command palette"));
    m_line->setPlaceholderText(tr("Do or find anything"));
    m_line->setAccessibleName(m_line->placeholderText());
    m_line->addAction(lineIcon(u"search"_s), QLineEdit::LeadingPosition);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setAccessibleName(tr("Actions and results"));
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_hits.clear();
        refill();
        if (text.trimmed().size() >= 2)
            emit searchWanted(text.trimmed());
    });
    connect(m_line, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListView::clicked, this, &CommandPalette::run);
    hide();
}

bool CommandPalette::matches(const QString &text, const QString &needle)
{
    qsizetype at = 0;
    for (const QChar letter : needle) {
        if (letter.isSpace())
            continue;
        at = text.indexOf(letter, at, Qt::CaseInsensitive) + 1;
        if (at == 0)
            return false;
    }
    return true;
}

void CommandPalette::open()
{
    m_hits.clear();
    m_line->clear();
    refill();
    place();
    show();
    raise();
    m_line->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::place()
{
    const Theme &theme = themeOf(*this);
    const QSize room = parentWidget()->size();
    const int width = std::min(room.width() - theme.space(10), 46 * theme.pixels(TypeStep::Body));
    const int height = std::min(room.height() - theme.space(30), 30 * theme.pixels(TypeStep::Body));
    setGeometry((room.width() - width) / 2, theme.space(18), width, height);
}

void CommandPalette::refill()
{
    const QString needle = m_line->text().trimmed();
    m_model->clear();
    const auto addRow = [this](const QIcon &icon, const QString &text, const QString &beside, int role,
                               const QString &id) {
        auto *item = new QStandardItem(icon, text); // the model owns it
        item->setData(id, role);
        item->setData(beside, BesideRole);
        item->setData(u"%1, %2"_s.arg(text, beside), Qt::AccessibleTextRole);
        m_model->appendRow(item);
    };
    // What begins with the letters stands before what only holds them.
    for (const bool wantsStart : {true, false})
        for (const QAction *action : m_actions.actions())
            if (action->isEnabled() && action->objectName() != u"palette.open"_s && matches(action->text(), needle)
                && action->text().startsWith(needle, Qt::CaseInsensitive) == wantsStart) {
                const QString key = action->shortcut().toString(QKeySequence::NativeText);
                addRow(action->icon(), action->text(), key.isEmpty() ? ActionTable::menuOf(*action) : key, ActionRole,
                       action->objectName());
            }
    for (const PaletteHit &hit : m_hits)
        addRow(lineIcon(hit.iconName), hit.text, hit.kind, HitRole, hit.id);
    m_list->setCurrentIndex(m_model->index(0, 0));
}

void CommandPalette::setHits(const QString &needle, const std::vector<PaletteHit> &hits)
{
    if (needle != m_line->text().trimmed())
        return;
    m_hits = hits;
    refill();
}

QStringList CommandPalette::shown() const
{
    QStringList texts;
    for (int row = 0; row < m_model->rowCount(); ++row)
        texts += m_model->item(row)->text();
    return texts;
}

void CommandPalette::run()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const QString action = index.data(ActionRole).toString();
    const QString hit = index.data(HitRole).toString();
    hide();
    if (QAction *known = action.isEmpty() ? nullptr : m_actions.action(action))
        known->trigger();
    else if (!hit.isEmpty())
        emit hitChosen(hit);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut)
        hide();
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const int step = key->key() == Qt::Key_Down ? 1 : key->key() == Qt::Key_Up ? -1 : 0;
        if (step != 0) {
            const int row = std::clamp(m_list->currentIndex().row() + step, 0, std::max(0, m_model->rowCount() - 1));
            m_list->setCurrentIndex(m_model->index(row, 0));
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            hide();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.panel);
    painter.setPen(QPen(theme.accent, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

} // namespace gatehouse
