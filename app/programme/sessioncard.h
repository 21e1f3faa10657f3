// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/programme/programmeview.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QPushButton;

namespace gatehouse {

class DelayForm;
class EmptyState;
class MoveForm;
class ReasonLine;
class StateChip;

/// One session with what may be done about it. What is asked for more than a click is asked in place.
class SessionCard final : public QWidget
{
    Q_OBJECT

public:
    explicit SessionCard(QWidget *parent = nullptr);

    /// What is being filled in stays while the session is the same one.
    void setDetail(const std::optional<SessionDetail> &detail);
    void setChoices(const std::vector<SpaceView> &spaces, const std::vector<DayView> &days, const QTimeZone &zone);
    [[nodiscard]] Id key() const { return m_detail ? m_detail->slot.key() : Id(); }
    [[nodiscard]] DelayForm *delayForm() const { return m_delayForm; }
    [[nodiscard]] MoveForm *moveForm() const { return m_moveForm; }

    void askDelay();
    void askMove();
    /// With another place than where it stands, as after a drag.
    void askMove(const MoveWish &wish);
    /// The same session at another time or in another space as well.
    void askPlaceAgain();
    void askCancel();
    void closeForms();
    /// Where a form is open: what it would do may be something else by now.
    void askPreview();

signals:
    void editWanted(const gatehouse::Id &session);
    void publishWanted(const gatehouse::Id &session);
    void cancelWanted(const gatehouse::Id &session, const QString &reason);
    void removeWanted(const gatehouse::Id &session);
    void pinWanted(const gatehouse::Id &slot, bool isPinned);
    void unplaceWanted(const gatehouse::Id &slot);

private:
    enum class Form { None, Delay, Move, Cancel };
    void show(Form form);
    void showButtons();

    std::optional<SessionDetail> m_detail;
    Form m_form = Form::None;
    EmptyState *m_empty;
    QWidget *m_body;
    QLabel *m_title;
    QLabel *m_subtitle;
    StateChip *m_chip;
    QFormLayout *m_facts;
    QLabel *m_clashes;
    QLabel *m_abstract;
    QWidget *m_buttons;
    QPushButton *m_delay;
    QPushButton *m_move;
    QPushButton *m_cancel;
    QPushButton *m_publish;
    QPushButton *m_pin;
    QPushButton *m_edit;
    QPushButton *m_remove;
    QPushButton *m_again;
    QPushButton *m_unplace;
    DelayForm *m_delayForm;
    MoveForm *m_moveForm;
    ReasonLine *m_reason;
};

} // namespace gatehouse
