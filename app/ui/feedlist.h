// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/model/values.h"

#include <QAbstractListModel>
#include <QTimeZone>
#include <QWidget>

#include <cstdint>
#include <deque>
#include <vector>

class QComboBox;
class QLineEdit;
class QListView;
class QStackedWidget;

namespace gatehouse {

/// One line of what just happened.
struct FeedEntry {
    std::uint64_t sequence = 0; ///< the journal's; unique in a feed
    Instant time;
    State state = State::Info;
    QString iconName;
    QString kind; ///< what it is filtered by: "Doors", "Devices"
    QString text; ///< plain text
    bool operator==(const FeedEntry &) const = default;
};

/// Newest first, at most `kMaxEntries`: older ones are asked for by query. Window's thread.
class FeedModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit FeedModel(QObject *parent = nullptr) : QAbstractListModel(parent) {}

    static constexpr int kMaxEntries = 1000; ///< an hour of a busy door; what nobody scrolls past

    enum Role { TimeRole = Qt::UserRole + 1, StateRole, IconRole, KindRole, SequenceRole };

    /// `entries` oldest first, all newer than what is there.
    void append(const std::vector<FeedEntry> &entries);
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    std::deque<FeedEntry> m_entries; // newest first
};

/// The feed as a dock shows it: filter by kind and by text, newest on top.
class FeedList final : public QWidget
{
    Q_OBJECT

public:
    explicit FeedList(QWidget *parent = nullptr);

    /// Does not take ownership.
    void setModel(FeedModel *model);
    void setZone(const QTimeZone &zone);
    /// The kinds to choose from, in the words of people; the first choice is always "Everything".
    void setKinds(const QStringList &kinds);

signals:
    void entryActivated(quint64 sequence);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    class Proxy;
    class Delegate;
    void showRightPage();

    QComboBox *m_kinds;
    QLineEdit *m_filter;
    QStackedWidget *m_pages;
    QListView *m_view;
    Proxy *m_proxy;
    Delegate *m_delegate;
};

} // namespace gatehouse
