// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programme/eventform.h"

#include "app/ui/figures.h"

#include <QComboBox>
#include <QCompleter>
#include <QDateEdit>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QTimeEdit>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

EventForm::EventForm(QWidget *parent)
    : QWidget(parent), m_name(new QLineEdit(this)), m_zone(new QComboBox(this)), m_firstDay(new QDateEdit(this)),
      m_days(new QSpinBox(this)), m_cutOff(new QTimeEdit(this)), m_span(plainLabel(this)), m_refusal(plainLabel(this)),
      m_save(new QPushButton(tr("Save"), this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(steppedLabel(this, TypeStep::Title, QFont::DemiBold, Tone::Usual, tr("The event")));
    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Time zone of the venue"), m_zone);
    form->addRow(tr("First day"), m_firstDay);
    form->addRow(tr("Days"), m_days);
    form->addRow(tr("A day begins at"), m_cutOff);
    column->addLayout(form);
    column->addWidget(m_span);
    column->addWidget(m_refusal);
    auto *foot = new QHBoxLayout;
    auto *cancel = new QPushButton(tr("Cancel"), this);
    foot->addStretch();
    foot->addWidget(cancel);
    foot->addWidget(m_save);
    column->addLayout(foot);
    column->addStretch();

    m_name->setMaxLength(static_cast<int>(kMaxName));
    m_zone->setEditable(true);
    m_zone->setInsertPolicy(QComboBox::NoInsert);
    m_zone->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_zone->setMinimumContentsLength(16);
    for (const QByteArray &zone : QTimeZone::availableTimeZoneIds())
        m_zone->addItem(QString::fromLatin1(zone));
    m_zone->completer()->setFilterMode(Qt::MatchContains);
    m_zone->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_firstDay->setCalendarPopup(true);
    m_firstDay->setDisplayFormat(u"yyyy-MM-dd"_s);
    m_firstDay->setDateRange(QDate(1970, 1, 1), QDate(2200, 12, 31));
    m_days->setRange(1, kMaxEventDays);
    m_cutOff->setDisplayFormat(u"HH:mm"_s);
    m_cutOff->setTimeRange(QTime(0, 0), QTime(kMaxCutOffMinutes / 60, 0));
    m_cutOff->setToolTip(tr("What goes on after midnight belongs to the evening before, until this time."));
    m_span->setWordWrap(true);
    m_refusal->setWordWrap(true);
    m_refusal->hide();
    m_save->setDefault(true);
    connect(m_name, &QLineEdit::textChanged, this, &EventForm::check);
    connect(m_zone, &QComboBox::editTextChanged, this, &EventForm::check);
    connect(m_firstDay, &QDateEdit::dateChanged, this, &EventForm::check);
    connect(m_days, &QSpinBox::valueChanged, this, &EventForm::check);
    connect(m_save, &QPushButton::clicked, this, [this] { emit wanted(m_before, wish()); });
    connect(cancel, &QPushButton::clicked, this, &EventForm::cancelled);
}

void EventForm::ask(const EventWish &event)
{
    m_before = event;
    m_name->setText(event.name);
    m_zone->setEditText(event.zone);
    const QDate first = QDate::fromString(event.firstDay, Qt::ISODate);
    m_firstDay->setDate(first.isValid() ? first : QDate::currentDate());
    m_days->setValue(event.dayCount);
    m_cutOff->setTime(QTime(event.cutOffMinutes / 60, event.cutOffMinutes % 60));
    setRefusal({});
    check();
    m_name->setFocus();
}

EventWish EventForm::wish() const
{
    return {m_name->text().trimmed(), m_zone->currentText().trimmed(), m_firstDay->date().toString(Qt::ISODate),
            m_days->value(), m_cutOff->time().hour() * 60 + m_cutOff->time().minute()};
}

void EventForm::setRefusal(const QString &words)
{
    m_refusal->setText(words);
    m_refusal->setVisible(!words.isEmpty());
}

void EventForm::check()
{
    const QByteArray zone = m_zone->currentText().trimmed().toUtf8();
    const bool isZone = QTimeZone::isTimeZoneIdAvailable(zone);
    const QDate last = m_firstDay->date().addDays(m_days->value() - 1);
    const QLocale locale;
    if (!isZone)
        m_span->setText(tr("There is no time zone of this name."));
    else if (m_days->value() == 1)
        m_span->setText(tr("One day: %1.", "date").arg(locale.toString(m_firstDay->date(), QLocale::LongFormat)));
    else
        m_span->setText(tr("From %1 to %2.", "dates")
                            .arg(locale.toString(m_firstDay->date(), QLocale::LongFormat),
                                 locale.toString(last, QLocale::LongFormat)));
    m_save->setEnabled(isZone && !m_name->text().trimmed().isEmpty());
}

void EventForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        emit cancelled();
    else
        QWidget::keyPressEvent(event);
}

} // namespace gatehouse
