// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/placeform.h"

#include "app/ui/figures.h"
#include "shared/model/limits.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSpinBox>

namespace gatehouse {

PlaceForm::PlaceForm(QWidget *parent)
    : QFrame(parent), m_title(steppedLabel(this, TypeStep::Title, QFont::DemiBold, Tone::Usual)),
      m_rows(new QFormLayout), m_note(steppedLabel(this, TypeStep::Small, QFont::Normal, Tone::Quiet)),
      m_refusal(plainLabel(this)), m_doIt(new QPushButton(this)), m_cancel(new QPushButton(tr("Cancel"), this))
{
    const Theme &theme = themeOf(*this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(4), theme.space(3), theme.space(4), theme.space(4));
    column->addWidget(m_title);
    column->addLayout(m_rows);
    column->addWidget(m_note);
    column->addWidget(m_refusal);
    auto *foot = new QHBoxLayout;
    foot->addStretch();
    foot->addWidget(m_cancel);
    foot->addWidget(m_doIt);
    column->addLayout(foot);
    m_title->setWordWrap(true);
    m_note->setWordWrap(true);
    m_refusal->setWordWrap(true);
    m_rows->setHorizontalSpacing(theme.space(4));
    m_doIt->setDefault(true);
    connect(m_doIt, &QPushButton::clicked, this, &PlaceForm::give);
    connect(m_cancel, &QPushButton::clicked, this, &PlaceForm::leave);
    hide();
}

QWidget *PlaceForm::editorFor(const FormField &field)
{
    switch (field.kind) {
    case FormField::Kind::Text: {
        auto *line = new QLineEdit(field.value.toString(), this);
        line->setMaxLength(static_cast<int>(kMaxName));
        connect(line, &QLineEdit::returnPressed, this, &PlaceForm::give);
        return line;
    }
    case FormField::Kind::Number: {
        auto *number = new QSpinBox(this);
        number->setRange(field.least, field.most);
        number->setSpecialValueText(field.zeroWord);
        number->setGroupSeparatorShown(true);
        number->setValue(field.value.toInt());
        return number;
    }
    case FormField::Kind::Choice: {
        auto *choice = new QComboBox(this);
        for (const auto &[key, words] : field.choices)
            choice->addItem(words, key);
        choice->setCurrentIndex(std::max(0, choice->findData(field.value)));
        return choice;
    }
    case FormField::Kind::Check: {
        auto *check = new QCheckBox(field.label, this);
        check->setChecked(field.value.toBool());
        return check;
    }
    }
    return nullptr;
}

void PlaceForm::ask(const FormView &view)
{
    while (m_rows->rowCount() > 0)
        m_rows->removeRow(0);
    m_editors.clear();
    m_title->setText(view.title);
    m_doIt->setText(view.doIt);
    m_note->setText(view.note);
    m_note->setVisible(!view.note.isEmpty());
    m_refusal->hide();
    for (const FormField &field : view.fields) {
        QWidget *editor = editorFor(field);
        editor->setAccessibleName(field.label);
        if (field.kind == FormField::Kind::Check)
            m_rows->addRow(editor);
        else
            m_rows->addRow(field.label, editor);
        m_editors.emplace_back(field, editor);
    }
    setAccessibleName(view.title);
    show();
    raise();
    adjustSize();
    if (m_editors.empty())
        m_doIt->setFocus();
    else
        m_editors.front().second->setFocus();
    if (auto *line = m_editors.empty() ? nullptr : qobject_cast<QLineEdit *>(m_editors.front().second))
        line->selectAll();
}

FormValues PlaceForm::values() const
{
    FormValues values;
    for (const auto &[field, editor] : m_editors) {
        switch (field.kind) {
        case FormField::Kind::Text:
            values[field.key] = static_cast<const QLineEdit *>(editor)->text().trimmed();
            break;
        case FormField::Kind::Number:
            values[field.key] = static_cast<const QSpinBox *>(editor)->value();
            break;
        case FormField::Kind::Choice:
            values[field.key] = static_cast<const QComboBox *>(editor)->currentData();
            break;
        case FormField::Kind::Check:
            values[field.key] = static_cast<const QCheckBox *>(editor)->isChecked();
            break;
        }
    }
    return values;
}

void PlaceForm::give()
{
    for (const auto &[field, editor] : m_editors) {
        auto *line = qobject_cast<QLineEdit *>(editor);
        if (line && line->text().trimmed().isEmpty()) {
            line->setFocus();
            return refuse(tr("%1 is missing.", "name of a field").arg(field.label));
        }
    }
    m_refusal->hide();
    emit given(values());
}

void PlaceForm::refuse(const QString &why)
{
    QPalette palette = m_refusal->palette();
    palette.setColor(QPalette::WindowText, themeOf(*this).state(State::Soon));
    m_refusal->setPalette(palette);
    m_refusal->setText(why);
    m_refusal->show();
    setAccessibleDescription(why);
    QAccessibleEvent told(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&told);
    adjustSize();
}

void PlaceForm::leave()
{
    if (isHidden())
        return;
    hide();
    emit left();
}

void PlaceForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        leave();
    else
        QFrame::keyPressEvent(event);
}

void PlaceForm::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.line);
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

} // namespace gatehouse
