// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doors/scandetail.h"

#include "app/admission/verdictwords.h"
#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/reasonline.h"
#include "app/ui/statechip.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

ScanDetail::ScanDetail(QWidget *parent)
    : QWidget(parent), m_empty(new EmptyState(this)), m_body(new QWidget(this)),
      m_title(steppedLabel(m_body, TypeStep::Title, QFont::DemiBold, Tone::Usual)), m_product(plainLabel(m_body)),
      m_chip(new StateChip(m_body)), m_facts(new QFormLayout), m_why(plainLabel(m_body)),
      m_undo(new QPushButton(lineIcon(u"undo-2"_s), tr("Undo…"), m_body)),
      m_force(new QPushButton(lineIcon(u"log-in"_s), tr("Admit anyway…"), m_body)),
      m_whyButton(new QPushButton(lineIcon(u"circle-question-mark"_s), tr("Why?"), m_body)),
      m_reason(new ReasonLine(m_body))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(m_empty);
    outer->addWidget(m_body);
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2));
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_chip);
    column->addLayout(head);
    column->addWidget(m_product);
    column->addLayout(m_facts);
    column->addWidget(m_why);
    auto *actions = new QHBoxLayout;
    for (QPushButton *button : {m_undo, m_force, m_whyButton})
        actions->addWidget(button);
    actions->addStretch();
    column->addLayout(actions);
    column->addWidget(m_reason);
    column->addStretch();
    m_title->setWordWrap(true);
    m_why->setWordWrap(true);
    m_facts->setHorizontalSpacing(theme.space(4));
    m_facts->setVerticalSpacing(theme.space(1));
    m_empty->setWords(u"scan-line"_s, tr("No scan chosen"),
                      tr("Choose a scan in the list to see it, undo it or admit anyway."));
    m_reason->hide();
    connect(m_undo, &QPushButton::clicked, this, &ScanDetail::askUndo);
    connect(m_force, &QPushButton::clicked, this, &ScanDetail::askForce);
    connect(m_whyButton, &QPushButton::clicked, this, [this] { emit whyWanted(scan()); });
    connect(m_reason, &ReasonLine::given, this, &ScanDetail::give);
    connect(m_reason, &ReasonLine::cancelled, this, [this] { showAsking(Asking::Nothing); });
    setScan({}, m_zone);
}

void ScanDetail::addFact(const QString &label, const QString &value)
{
    auto *shown = plainLabel(m_body, value);
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
    shown->setWordWrap(true);
    m_facts->addRow(steppedLabel(m_body, TypeStep::Body, QFont::Normal, Tone::Quiet, label), shown);
}

void ScanDetail::setScan(const std::optional<ScanView> &scan, const QTimeZone &zone)
{
    const bool isSame = scan && m_scan && scan->scan == m_scan->scan;
    m_scan = scan;
    m_zone = zone;
    m_empty->setVisible(!scan);
    m_body->setVisible(scan.has_value());
    if (!scan)
        return;
    m_title->setText(scan->ticket);
    m_product->setText(scan->product);
    m_chip->setState(scanState(*scan), scanWords(*scan));
    const bool isAdmitted = scan->outcome == Outcome::Admitted || scan->isForced;
    m_undo->setEnabled(isAdmitted && !scan->isUndone);
    m_force->setEnabled(!isAdmitted || scan->isUndone);
    if (isSame) // what somebody is typing stays
        return;
    showAsking(Asking::Nothing);
    setFacts({scan->scan, {}, {}});
}

void ScanDetail::setFacts(const ScanFacts &facts)
{
    if (!m_scan || facts.scan != m_scan->scan)
        return;
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    addFact(tr("Time"), clockWithSeconds(m_scan->at, m_zone));
    addFact(tr("Gate"), m_scan->isExit ? tr("%1, leaving", "gate").arg(m_scan->gate) : m_scan->gate);
    addFact(tr("Device"), m_scan->device);
    if (const QString reason = scanReasonWords(*m_scan); !reason.isEmpty())
        addFact(tr("Reason"), reason);
    for (const auto &[label, value] : facts.facts)
        addFact(label, value);
    m_why->setVisible(!facts.why.empty());
    QString steps;
    for (const QString &step : facts.why)
        steps += u"• "_s + step + u'\n';
    m_why->setText(steps.trimmed());
}

void ScanDetail::askUndo()
{
    if (!m_undo->isEnabled())
        return;
    showAsking(Asking::Undo);
    m_reason->ask(tr("Why is this scan undone?"), tr("Undo the scan"),
                  {tr("Wrong person scanned"), tr("Did not go in"), tr("Scanned by mistake")});
}

void ScanDetail::askForce()
{
    if (!m_force->isEnabled())
        return;
    showAsking(Asking::Force);
    m_reason->ask(
        tr("Why is this person admitted against the verdict? Your name stands in the journal."), tr("Admit anyway"),
        {tr("Identity checked by hand"), tr("Paid at the box office"), tr("On the list of the duty manager")});
}

void ScanDetail::showAsking(Asking asking)
{
    m_asking = asking;
    m_reason->setVisible(asking != Asking::Nothing);
}

void ScanDetail::give(const QString &reason)
{
    const Asking asking = m_asking;
    showAsking(Asking::Nothing);
    if (asking == Asking::Undo)
        emit undoWanted(scan(), reason);
    else if (asking == Asking::Force)
        emit forceWanted(scan(), reason);
}

} // namespace gatehouse
