// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/doors/doorsview.h"

#include <QFrame>

#include <map>

class QLabel;
class QVBoxLayout;

namespace gatehouse {

class EmptyState;
class ReasonLine;

/// One card: what did not agree, both scans side by side, and closing it with a reason.
class CardWidget final : public QFrame
{
    Q_OBJECT

public:
    CardWidget(const CardView &card, const QTimeZone &zone, QWidget *parent = nullptr);

    [[nodiscard]] const CardView &card() const { return m_card; }

signals:
    void closeWanted(const gatehouse::Id &card, const QString &reason);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QWidget *scanColumn(const CardScan &scan, const QTimeZone &zone);

    CardView m_card;
    ReasonLine *m_reason;
};

/// The reconciliation desk: open cards, oldest first.
class CardList final : public QWidget
{
    Q_OBJECT

public:
    explicit CardList(QWidget *parent = nullptr);

    /// Cards that stay keep what is being typed in them.
    void setCards(const std::vector<CardView> &cards, const QTimeZone &zone);
    [[nodiscard]] int count() const { return static_cast<int>(m_cards.size()); }

signals:
    void closeWanted(const gatehouse::Id &card, const QString &reason);

private:
    QLabel *m_title;
    QWidget *m_column;
    QVBoxLayout *m_layout;
    EmptyState *m_empty;
    std::map<Id, CardWidget *> m_cards;
};

} // namespace gatehouse
