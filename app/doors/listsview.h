// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/doors/listform.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace gatehouse {

class ReasonLine;

/// The check-in lists: choose one, change its rules, apply. Rules count at every gate at once, so nothing is sent
/// before somebody says so; what somebody else changes meanwhile is shown, and not overwritten.
class ListsView final : public QWidget
{
    Q_OBJECT

public:
    explicit ListsView(QWidget *parent = nullptr);

    void setChoices(const ListChoices &choices) { m_form->setChoices(choices); }
    /// In order of names. The chosen one stays chosen, and as it is being edited.
    void setLists(const std::vector<CheckInList> &lists);
    void setMayEdit(bool mayEdit);
    void choose(const CheckInListId &list);
    /// It was taken: what the form shows is what counts now.
    void applied(const CheckInListId &list);
    [[nodiscard]] ListForm *form() const { return m_form; }
    [[nodiscard]] bool isEdited() const { return m_isEdited; }

signals:
    /// `saw` is what the form started from; its id is null for a new list.
    void applyWanted(const gatehouse::CheckInList &saw, const gatehouse::CheckInList &now);
    void exitAllWanted(const gatehouse::Id &list, const QString &reason);
    void left();

private:
    void startNew();
    void showCurrent();
    void show(const CheckInList &list);
    void showState();
    [[nodiscard]] const CheckInList *find(const Id &list) const;

    std::vector<CheckInList> m_lists;
    CheckInList m_saw;      ///< what the form started from, with the server's eyes
    CheckInList m_pristine; ///< the same as the form gives it back
    bool m_isNew = false;
    bool m_isEdited = false;
    bool m_mayEdit = true;
    QListWidget *m_names;
    ListForm *m_form;
    QLabel *m_state;
    QPushButton *m_new;
    QPushButton *m_apply;
    QPushButton *m_discard;
    QPushButton *m_exitAll;
    ReasonLine *m_reason;
};

} // namespace gatehouse
