// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ticketing/ticketsview.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QGridLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QVBoxLayout;

namespace gatehouse {

class CodeView;
class EmptyState;
class ReasonLine;
class StateChip;

/// One person with tickets, and what may be done with the chosen one. What changes something asks for a reason in
/// place; a code is shown only when somebody asks for it.
class PersonCard final : public QWidget
{
    Q_OBJECT

public:
    explicit PersonCard(QWidget *parent = nullptr);

    void setPerson(const std::optional<PersonView> &person);
    [[nodiscard]] Id attendee() const { return m_person ? m_person->attendee : Id(); }
    [[nodiscard]] Id ticket() const;
    void chooseTicket(const Id &ticket);
    /// The code that was asked for; passed over for a ticket that is no longer chosen.
    void showCode(const Id &ticket, const QString &code);
    /// People to give the ticket to, for what is typed.
    void setReceivers(const QString &needle, const std::vector<ChoiceView> &people);

signals:
    void codeWanted(const gatehouse::Id &ticket);
    void printWanted(const gatehouse::Id &ticket);
    void saveWanted(const gatehouse::Id &ticket);
    void reissueWanted(const gatehouse::Id &ticket, const QString &reason);
    void reassignWanted(const gatehouse::Id &ticket, const gatehouse::Id &attendee, const QString &reason);
    void noteWanted(const gatehouse::Id &ticket, const QString &attention, bool needsAttention);
    void stateWanted(const gatehouse::Id &ticket, gatehouse::TicketState state, const QString &reason);
    void receiverSearchWanted(const QString &needle);
    void issueWanted(const gatehouse::Id &attendee);

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class Asking { Nothing, Reissue, Receiver, Reassign, Note, Block, Unblock, Paid, Revoke };
    [[nodiscard]] QWidget *makeNote();
    void show(Asking asking);
    void ask(Asking asking);
    void give(const QString &reason);
    void showTicket();
    void showActions(const TicketCardView &view);
    void hideCode();
    [[nodiscard]] const TicketCardView *chosen() const;
    void addFact(const QString &label, const QString &value);

    std::optional<PersonView> m_person;
    Asking m_asking = Asking::Nothing;
    Id m_shown; ///< the ticket whose code stands there
    EmptyState *m_empty;
    QWidget *m_body;
    QLabel *m_name;
    QLabel *m_about;
    QComboBox *m_tickets;
    QWidget *m_ticket; ///< all that is about the chosen one
    QLabel *m_product;
    StateChip *m_chip;
    QFormLayout *m_facts;
    CodeView *m_code;
    QLabel *m_codeWords;
    QGridLayout *m_grid;
    std::vector<QPushButton *> m_actions;
    QPushButton *m_showCode;
    QPushButton *m_print;
    QPushButton *m_save;
    QPushButton *m_reissue;
    QPushButton *m_reassign;
    QPushButton *m_noteButton;
    QPushButton *m_paid;
    QPushButton *m_block;
    QPushButton *m_unblock;
    QPushButton *m_revoke;
    QPushButton *m_issue;
    ReasonLine *m_reason;
    QWidget *m_note;
    QLineEdit *m_attention;
    QCheckBox *m_needsAttention;
    QWidget *m_receiver;
    QLineEdit *m_receiverName;
    QListWidget *m_receivers;
    QLabel *m_log;
};

} // namespace gatehouse
