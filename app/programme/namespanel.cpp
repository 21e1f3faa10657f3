// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programme/namespanel.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

QIcon patch(const QColor &colour)
{
    QPixmap pixmap(32, 32);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour.isValid() ? colour : QColor(Qt::gray));
    painter.drawRoundedRect(2, 2, 28, 28, 6, 6);
    return pixmap;
}

struct KindWords {
    QString title;
    QString newName;
};

KindWords wordsOf(NameKind kind)
{
    switch (kind) {
    case NameKind::Track:
        return {NamesPanel::tr("Tracks"), NamesPanel::tr("Name of a new track")};
    case NameKind::Speaker:
        return {NamesPanel::tr("Speakers"), NamesPanel::tr("Name of a new speaker")};
    case NameKind::Space:
        return {NamesPanel::tr("Spaces"), NamesPanel::tr("Name of a new space")};
    }
    return {};
}

} // namespace

NamesPanel::NamesPanel(NameKind kind, QWidget *parent)
    : QWidget(parent), m_kind(kind), m_newName(new QLineEdit(this)), m_list(new QListWidget(this)),
      m_detail(new QWidget(this)), m_name(new QLineEdit(m_detail)), m_more(new QPlainTextEdit(m_detail)),
      m_colourButton(new QToolButton(m_detail)), m_capacity(new QSpinBox(m_detail)),
      m_save(new QPushButton(lineIcon(u"save"_s), tr("Save"), m_detail)),
      m_remove(new QPushButton(lineIcon(u"trash-2"_s), tr("Remove"), m_detail))
{
    const KindWords words = wordsOf(kind);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    auto *head = new QHBoxLayout;
    head->addWidget(steppedLabel(this, TypeStep::Title, QFont::DemiBold, Tone::Usual, words.title), 1);
    auto *cross = new QToolButton(this);
    cross->setIcon(lineIcon(u"x"_s));
    cross->setAutoRaise(true);
    cross->setToolTip(tr("Close"));
    cross->setAccessibleName(cross->toolTip());
    head->addWidget(cross);
    column->addLayout(head);
    auto *line = new QHBoxLayout;
    m_newName->setPlaceholderText(words.newName);
    m_newName->setAccessibleName(m_newName->placeholderText());
    m_newName->setMaxLength(static_cast<int>(kMaxName));
    auto *add = new QPushButton(lineIcon(u"plus"_s), tr("Add"), this);
    line->addWidget(m_newName, 1);
    line->addWidget(add);
    column->addLayout(line);
    column->addWidget(m_list, 1);
    m_list->setAccessibleName(words.title);
    m_list->setUniformItemSizes(true);
    auto *form = new QFormLayout(m_detail);
    form->setContentsMargins({});
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("Name"), m_name);
    m_name->setMaxLength(static_cast<int>(kMaxName));
    m_more->setTabChangesFocus(true);
    m_more->setAccessibleName(tr("Biography"));
    m_colourButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_colourButton->setPopupMode(QToolButton::InstantPopup);
    m_colourButton->setText(tr("Choose a colour"));
    m_capacity->setRange(0, 10'000'000);
    m_capacity->setSpecialValueText(tr("not known"));
    switch (kind) {
    case NameKind::Track:
        form->addRow(tr("Colour"), m_colourButton);
        chooseColour();
        break;
    case NameKind::Speaker:
        form->addRow(tr("Biography"), m_more);
        break;
    case NameKind::Space:
        form->addRow(tr("Holds"), m_capacity);
        break;
    }
    m_colourButton->setVisible(kind == NameKind::Track);
    m_more->setVisible(kind == NameKind::Speaker);
    m_capacity->setVisible(kind == NameKind::Space);
    auto *actions = new QHBoxLayout;
    actions->addWidget(m_remove);
    actions->addStretch();
    actions->addWidget(m_save);
    form->addRow(actions);
    column->addWidget(m_detail);

    const auto addNamed = [this] {
        if (const QString name = m_newName->text().trimmed(); !name.isEmpty()) {
            m_newName->clear();
            emit addWanted(name);
        }
    };
    connect(m_newName, &QLineEdit::returnPressed, this, addNamed);
    connect(add, &QPushButton::clicked, this, addNamed);
    connect(cross, &QToolButton::clicked, this, &NamesPanel::left);
    connect(m_list, &QListWidget::currentRowChanged, this, &NamesPanel::showChosen);
    connect(m_save, &QPushButton::clicked, this, [this] {
        const NameView *name = chosen();
        const QString text = m_name->text().trimmed();
        if (name && !text.isEmpty())
            emit editWanted({name->id, text, m_more->toPlainText().trimmed(), m_colour, m_capacity->value()});
    });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (const NameView *name = chosen())
            emit removeWanted(name->id);
    });
    showChosen();
}

/// A menu of a few colours that stay apart, and none.
void NamesPanel::chooseColour()
{
    auto *menu = new QMenu(m_colourButton);
    const QString names[] = {tr("Blue"),     tr("Orange"),     tr("Green"),  tr("Pink"),
                             tr("Sky blue"), tr("Vermillion"), tr("Yellow"), tr("Violet")};
    for (std::size_t index = 0; index < kTrackColours.size(); ++index)
        menu->addAction(patch(QColor(QRgb(kTrackColours[index]))), names[index], this,
                        [this, colour = QColor(QRgb(kTrackColours[index]))] {
                            m_colour = colour;
                            m_colourButton->setIcon(patch(colour));
                        });
    menu->addAction(tr("As the screen chooses"), this, [this] {
        m_colour = {};
        m_colourButton->setIcon(patch({}));
    });
    m_colourButton->setMenu(menu);
}

const NameView *NamesPanel::chosen() const
{
    const int row = m_list->currentRow();
    return row >= 0 && static_cast<std::size_t>(row) < m_names.size() ? &m_names[static_cast<std::size_t>(row)]
                                                                      : nullptr;
}

void NamesPanel::showChosen()
{
    const NameView *name = chosen();
    m_detail->setVisible(name != nullptr);
    m_chosen = name ? name->id : Id();
    if (!name)
        return;
    m_name->setText(name->name);
    m_more->setPlainText(name->more);
    m_colour = name->colour;
    m_colourButton->setIcon(patch(name->colour));
    m_capacity->setValue(name->capacity);
}

void NamesPanel::setNames(const std::vector<NameView> &names)
{
    if (names == m_names)
        return;
    const Id before = m_chosen;
    const auto wasAt = std::find_if(m_names.begin(), m_names.end(), [&](const NameView &n) { return n.id == before; });
    const NameView was = wasAt == m_names.end() ? NameView{} : *wasAt;
    m_names = names;
    int row = -1;
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (std::size_t index = 0; index < names.size(); ++index) {
            auto *item = new QListWidgetItem(names[index].name, m_list);
            if (m_kind == NameKind::Track)
                item->setIcon(patch(names[index].colour));
            if (names[index].id == before)
                row = static_cast<int>(index);
        }
        m_list->setCurrentRow(row);
    }
    if (row < 0 || !(names[static_cast<std::size_t>(row)] == was))
        showChosen();
}

void NamesPanel::begin()
{
    m_newName->setFocus();
}

void NamesPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        emit left();
    else
        QWidget::keyPressEvent(event);
}

} // namespace gatehouse
