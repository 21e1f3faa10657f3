// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/countline.h"

#include "app/ui/figures.h"
#include "shared/model/limits.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

CountLine::CountLine(QWidget *parent)
    : QWidget(parent), m_figure(new QSpinBox(this)), m_note(new QLineEdit(this)),
      m_record(new QPushButton(tr("Record the count"), this))
{
    const Theme &theme = themeOf(*this);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, theme.space(1), 0, 0);
    grid->setHorizontalSpacing(theme.space(1));
    QLabel *caption = steppedLabel(this, TypeStep::Body, QFont::DemiBold, Tone::Usual, tr("Counted by hand"));
    caption->setBuddy(m_figure);
    grid->addWidget(caption, 0, 0, 1, 4);
    m_figure->setRange(0, 10'000'000);
    m_figure->setGroupSeparatorShown(true);
    m_figure->setAccessibleName(tr("People counted in this zone"));
    m_note->setMaxLength(static_cast<int>(kMaxReason));
    m_note->setPlaceholderText(tr("Note, if any"));
    m_note->setAccessibleName(tr("Note about the count"));
    m_record->setDefault(true);
    grid->addWidget(m_figure, 1, 0, 1, 2);
    grid->addWidget(m_note, 1, 2, 1, 2);
    grid->addWidget(m_record, 2, 0, 1, 4, Qt::AlignLeft);
    QLabel *clicker = steppedLabel(this, TypeStep::Small, QFont::Normal, Tone::Quiet,
                                   tr("Clicker, for doors without a scanner; keys + and −"));
    clicker->setWordWrap(true);
    grid->addWidget(clicker, 3, 0, 1, 4);
    const auto place = [&](int column, const QString &text, const QString &name, int delta) {
        grid->addWidget(addStep(text, name, delta), 4, column);
    };
    place(0, u"−10"_s, tr("Ten people out"), -10);
    place(1, u"−1"_s, tr("One person out"), -1);
    place(2, u"+1"_s, tr("One person in"), 1);
    place(3, u"+10"_s, tr("Ten people in"), 10);
    connect(m_record, &QPushButton::clicked, this, &CountLine::record);
    setFocusProxy(m_figure);
    m_figure->installEventFilter(this);
}

QPushButton *CountLine::addStep(const QString &text, const QString &name, int delta)
{
    auto *button = new QPushButton(text, this);
    button->setAccessibleName(name);
    button->setToolTip(name);
    connect(button, &QPushButton::clicked, this, [this, delta] { emit clicked(delta); });
    return button;
}

void CountLine::begin(int people)
{
    m_figure->setValue(people);
    m_figure->selectAll();
    m_note->clear();
}

void CountLine::record()
{
    m_figure->interpretText();
    emit counted(m_figure->value(), m_note->text().trimmed());
    m_note->clear();
}

/// The figure's own line would swallow the clicker's keys.
bool CountLine::eventFilter(QObject *watched, QEvent *event)
{
    const auto *key = event->type() == QEvent::KeyPress ? static_cast<QKeyEvent *>(event) : nullptr;
    if (key && (key->key() == Qt::Key_Plus || key->key() == Qt::Key_Minus)) {
        emit clicked(key->key() == Qt::Key_Plus ? 1 : -1);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void CountLine::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return record();
    case Qt::Key_Plus:
        emit clicked(1);
        return;
    case Qt::Key_Minus:
        emit clicked(-1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace gatehouse
