// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/access/devicesview.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace gatehouse {

/// The fields of a device: name, kind, where it stands and for which list, which way people go, and whether somebody of
/// the team stands at it.
class DeviceForm final : public QWidget
{
    Q_OBJECT

public:
    explicit DeviceForm(QWidget *parent = nullptr);

    void setChoices(const DeviceChoices &choices);
    void setWish(const DeviceWish &wish);
    [[nodiscard]] DeviceWish wish() const;
    void setKindFixed(bool isFixed);
    void focusName();

signals:
    void changed();

private:
    void offerLanes();
    void showKind();

    std::vector<LaneChoice> m_lanes;
    QLineEdit *m_name;
    QComboBox *m_kind;
    QComboBox *m_gate;
    QComboBox *m_lane;
    QComboBox *m_list;
    QComboBox *m_direction;
    QCheckBox *m_staffed;
};

} // namespace gatehouse
