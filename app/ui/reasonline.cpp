// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/reasonline.h"

#include "app/ui/figures.h"
#include "shared/model/limits.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse {

ReasonLine::ReasonLine(QWidget *parent)
    : QWidget(parent), m_question(plainLabel(this)), m_usual(new QVBoxLayout), m_reason(new QLineEdit(this)),
      m_doIt(new QPushButton(this)), m_cancel(new QPushButton(tr("Cancel"), this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_question);
    column->addLayout(m_usual);
    column->addWidget(m_reason);
    auto *foot = new QHBoxLayout;
    foot->addStretch();
    foot->addWidget(m_cancel);
    foot->addWidget(m_doIt);
    column->addLayout(foot);
    m_question->setBuddy(m_reason);
    m_question->setWordWrap(true);
    m_reason->setMaxLength(static_cast<int>(kMaxReason));
    m_reason->setPlaceholderText(tr("Another reason, in your words"));
    m_doIt->setDefault(true);
    m_doIt->setEnabled(false);
    connect(m_reason, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_doIt->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_reason, &QLineEdit::returnPressed, this, &ReasonLine::give);
    connect(m_doIt, &QPushButton::clicked, this, &ReasonLine::give);
    connect(m_cancel, &QPushButton::clicked, this, &ReasonLine::cancelled);
}

void ReasonLine::ask(const QString &question, const QString &doIt, const QStringList &usual)
{
    m_question->setText(question);
    m_reason->setAccessibleName(question);
    m_doIt->setText(doIt);
    m_reason->clear();
    while (QLayoutItem *item = m_usual->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const QString &reason : usual) {
        auto *button = new QPushButton(reason, this);
        connect(button, &QPushButton::clicked, m_reason, [this, reason] {
            m_reason->setText(reason);
            m_doIt->setFocus();
        });
        m_usual->addWidget(button);
    }
    m_reason->setFocus();
}

void ReasonLine::give()
{
    if (const QString reason = m_reason->text().trimmed(); !reason.isEmpty())
        emit given(reason);
}

void ReasonLine::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        emit cancelled();
    else
        QWidget::keyPressEvent(event);
}

} // namespace gatehouse
