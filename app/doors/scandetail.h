// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/doors/doorsview.h"

#include <QWidget>

#include <optional>

class QFormLayout;
class QLabel;
class QPushButton;

namespace gatehouse {

class EmptyState;
class ReasonLine;
class StateChip;

/// One scan with what may be done about it: undo, admit anyway, and why it was decided so.
class ScanDetail final : public QWidget
{
    Q_OBJECT

public:
    explicit ScanDetail(QWidget *parent = nullptr);

    void setScan(const std::optional<ScanView> &scan, const QTimeZone &zone);
    /// Passed over when it is of another scan than the one shown.
    void setFacts(const ScanFacts &facts);
    [[nodiscard]] Id scan() const { return m_scan ? m_scan->scan : Id(); }

    void askUndo();
    void askForce();

signals:
    void undoWanted(const gatehouse::Id &scan, const QString &reason);
    void forceWanted(const gatehouse::Id &scan, const QString &reason);
    void whyWanted(const gatehouse::Id &scan);

private:
    enum class Asking { Nothing, Undo, Force };
    void give(const QString &reason);
    void showAsking(Asking asking);
    void addFact(const QString &label, const QString &value);

    std::optional<ScanView> m_scan;
    QTimeZone m_zone = QTimeZone::utc();
    Asking m_asking = Asking::Nothing;
    EmptyState *m_empty;
    QWidget *m_body;
    QLabel *m_title;
    QLabel *m_product;
    StateChip *m_chip;
    QFormLayout *m_facts;
    QLabel *m_why;
    QPushButton *m_undo;
    QPushButton *m_force;
    QPushButton *m_whyButton;
    ReasonLine *m_reason;
};

} // namespace gatehouse
