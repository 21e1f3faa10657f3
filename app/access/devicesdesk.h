// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/access/devicesview.h"

#include <QWidget>

#include <memory>
#include <optional>

class QFormLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace gatehouse {

class CodeView;
class DeviceForm;
class DevicesRows;
class EmptyState;
class ListTable;
class NoticeBar;
class ReasonLine;
class StateChip;

/// The paired hardware: how each device is, where it works and for what; adding, assigning, finding and revoking.
class DevicesDesk final : public QWidget
{
    Q_OBJECT

public:
    explicit DevicesDesk(QWidget *parent = nullptr);
    ~DevicesDesk() override;

    void setDevices(std::vector<DeviceView> devices);
    void setChoices(const DeviceChoices &choices);
    void chooseDevice(const Id &device);
    /// The key of a device that was just added: the one time that it can be seen.
    void showKey(const QString &name, const QString &key);
    void refuseAdding(const QString &why);
    [[nodiscard]] NoticeBar *notices() const { return m_notices; }

signals:
    void addWanted(const gatehouse::DeviceWish &wish);
    void changeWanted(const gatehouse::Id &device, const gatehouse::DeviceWish &wish);
    void callWanted(const gatehouse::Id &device);
    void revokeWanted(const gatehouse::Id &device, const QString &reason);
    void keySaveWanted(const QString &path, const QString &key);

private:
    [[nodiscard]] QWidget *makeCard();
    [[nodiscard]] QWidget *makeAddPage();
    [[nodiscard]] QWidget *makeKeyPage();
    void showChosen();
    void beginAdding();
    void addFact(const QString &label, const QString &value);

    std::unique_ptr<DevicesRows> m_rows;
    ListTable *m_table;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QWidget *m_card;
    QLabel *m_name;
    StateChip *m_lamp;
    QFormLayout *m_facts;
    DeviceForm *m_form;
    QPushButton *m_apply;
    QPushButton *m_call;
    QPushButton *m_revoke;
    ReasonLine *m_reason;
    QWidget *m_addPage;
    DeviceForm *m_addForm;
    QLabel *m_addNotice;
    QPushButton *m_add;
    QWidget *m_keyPage;
    QLabel *m_keyTitle;
    QLabel *m_keyText;
    CodeView *m_keyCode;
    NoticeBar *m_notices;
    DeviceChoices m_choices;
    std::optional<DeviceView> m_shown;
    QString m_key;
    QString m_keyName;
};

} // namespace gatehouse
