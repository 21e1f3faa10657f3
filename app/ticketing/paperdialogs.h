// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <memory>

class QPrinter;
class QWidget;

namespace gatehouse {

/// Asks where a file goes; a name that is taken is asked about. Nothing is called when somebody thinks better of it.
void askPath(QWidget &parent, const QString &name, const QString &filter, std::function<void(const QString &)> chosen);
/// Asks for printer, copies and so on.
void askPrinter(QWidget &parent, std::function<void(const std::shared_ptr<QPrinter> &)> chosen);

} // namespace gatehouse
