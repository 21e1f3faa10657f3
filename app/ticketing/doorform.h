// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ticketing/ticketsview.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace gatehouse {

/// One form for somebody who stands at the door without a ticket, made for the keyboard: name, Tab, product, Enter.
/// For somebody who is known it asks for the ticket alone.
class DoorForm final : public QWidget
{
    Q_OBJECT

public:
    explicit DoorForm(QWidget *parent = nullptr);

    void setProducts(const std::vector<ChoiceView> &products);
    /// Empties it; `known` names who gets the ticket, empty: a new person.
    void begin(const Id &attendee, const QString &known);
    void setNotice(const QString &notice);
    void setBusy(bool isBusy);

signals:
    void addWanted(const gatehouse::NewPerson &person);
    void issueWanted(const gatehouse::Id &attendee, const gatehouse::NewPerson &person);
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void add();

    Id m_attendee;
    QLabel *m_title;
    QWidget *m_personFields;
    QLineEdit *m_name;
    QLineEdit *m_company;
    QLineEdit *m_mail;
    QComboBox *m_product;
    QSpinBox *m_people;
    QCheckBox *m_isPaid;
    QLineEdit *m_attention;
    QCheckBox *m_needsAttention;
    QLabel *m_notice;
    QPushButton *m_add;
};

} // namespace gatehouse
