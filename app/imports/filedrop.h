// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QWidget;

namespace gatehouse {

/// Takes files that are dropped anywhere on a window. Lives as long as the window.
class FileDrop final : public QObject
{
    Q_OBJECT

public:
    explicit FileDrop(QWidget &window);

signals:
    void dropped(const QStringList &paths);

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace gatehouse
