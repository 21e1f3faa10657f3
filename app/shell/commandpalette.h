// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <memory>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace gatehouse {

class ActionTable;

/// Something of the event that the palette leads to; found by whoever answers `searchWanted`.
struct PaletteHit {
    QString id; ///< given back when chosen
    QString iconName;
    QString text;
    QString kind; ///< "Person", "Gate"
};

/// Ctrl+K: every action and everything in the event, found by a few letters, run by Enter. Lies over the desk, is left
/// by Escape or by a click beside it, and is never modal.
class CommandPalette final : public QFrame
{
    Q_OBJECT

public:
    CommandPalette(const ActionTable &actions, QWidget *parent);

    void open();
    /// Shown beneath the actions; passed over when somebody typed on since.
    void setHits(const QString &needle, const std::vector<PaletteHit> &hits);
    [[nodiscard]] QStringList shown() const;

    /// True if the letters of `needle` stand in `text` in this order, ignoring case; words may be left out.
    [[nodiscard]] static bool matches(const QString &text, const QString &needle);

signals:
    void searchWanted(const QString &needle); ///< at least two letters
    void hitChosen(const QString &id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void refill();
    void run();
    void place();

    const ActionTable &m_actions;
    std::vector<PaletteHit> m_hits;
    QLineEdit *m_line;
    QListView *m_list;
    QStandardItemModel *m_model;
};

} // namespace gatehouse
