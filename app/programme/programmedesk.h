// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/programme/programmeview.h"

#include <QWidget>

#include <memory>

class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace gatehouse {

class EmptyState;
class EventForm;
class ListTable;
class NamesPanel;
class NoticeBar;
class ProgrammeGrid;
class ProgrammeRows;
class SessionCard;
class SessionForm;
enum class NameKind;

/// What happens when and where: a day as a grid of spaces and hours, or everything as a list; beside it the session
/// that is chosen, or a form. Narrow windows show the list.
class ProgrammeDesk final : public QWidget
{
    Q_OBJECT

public:
    explicit ProgrammeDesk(QWidget *parent = nullptr);
    ~ProgrammeDesk() override;

    void setView(const ProgrammeView &view);
    void setNames(const std::vector<NameView> &tracks, const std::vector<NameView> &speakers);
    void setDetail(const std::optional<SessionDetail> &detail);
    void setDelayPreview(const ProgrammePreview &preview);
    void setMovePreview(const ProgrammePreview &preview);
    void setMayManageEvent(bool mayManage);

    /// Goes to its day and shows what is known of it.
    void choose(const Id &key);
    [[nodiscard]] Id chosen() const { return m_chosen; }
    void showList(bool asList);
    void showNow();
    void askAdd();
    void askDelay();
    void askMove();
    void askCancel();
    void askEdit(const SessionWish &wish);
    void askEvent(const EventWish &event);
    void showNames(NameKind kind);
    /// Back to the session that is chosen; forms are thrown away.
    void showCard();
    void refuseForm(const QString &words);

    [[nodiscard]] ProgrammeGrid *grid() const { return m_grid; }
    [[nodiscard]] SessionCard *card() const { return m_card; }
    [[nodiscard]] NoticeBar *notices() const { return m_notices; }
    [[nodiscard]] bool isList() const;
    [[nodiscard]] const ProgrammeView &view() const { return m_view; }

signals:
    void keyChosen(const gatehouse::Id &key);
    void delayPreviewWanted(const gatehouse::DelayWish &wish);
    void movePreviewWanted(const gatehouse::MoveWish &wish);
    void delayWanted(const gatehouse::DelayWish &wish);
    void moveWanted(const gatehouse::MoveWish &wish);
    void publishWanted(const gatehouse::Id &session);
    void cancelWanted(const gatehouse::Id &session, const QString &reason);
    void removeWanted(const gatehouse::Id &session);
    void pinWanted(const gatehouse::Id &slot, bool isPinned);
    void unplaceWanted(const gatehouse::Id &slot);
    void editWanted(const gatehouse::Id &session);
    void saveWanted(const gatehouse::SessionWish &wish);
    void eventFormWanted();
    void eventSaveWanted(const gatehouse::EventWish &before, const gatehouse::EventWish &after);
    void nameAddWanted(gatehouse::NameKind kind, const QString &name);
    void nameEditWanted(gatehouse::NameKind kind, const gatehouse::NameView &name);
    void nameRemoveWanted(gatehouse::NameKind kind, const gatehouse::Id &id);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildBar();
    void wireCard();
    void wirePanels();
    void chooseFromView(const Id &key);
    void addAt(const Id &space, Instant startsAt);
    void askMoveTo(const Id &slot, const Id &space, Instant startsAt);
    void showDays();
    void showRightPage();
    [[nodiscard]] int dayOf(Instant at) const;
    [[nodiscard]] const SlotView *find(const Id &key) const;

    ProgrammeView m_view;
    int m_day = 0;
    bool m_wasDayChosen = false;
    bool m_isNarrow = false;
    Id m_chosen;
    std::unique_ptr<ProgrammeRows> m_rows;
    QTabBar *m_days;
    QToolButton *m_asList;
    QPushButton *m_now;
    QPushButton *m_add;
    QToolButton *m_more;
    QAction *m_eventAction;
    QSplitter *m_splitter;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    ProgrammeGrid *m_grid;
    ListTable *m_list;
    QStackedWidget *m_side;
    SessionCard *m_card;
    SessionForm *m_form;
    EventForm *m_event;
    NamesPanel *m_tracks;
    NamesPanel *m_speakers;
    NamesPanel *m_spaces;
    NoticeBar *m_notices;
};

} // namespace gatehouse
