// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ticketing/paperdialogs.h"

#include <QFileDialog>
#include <QPrintDialog>
#include <QPrinter>
#include <QStandardPaths>

namespace gatehouse {

void askPath(QWidget &parent, const QString &name, const QString &filter, std::function<void(const QString &)> chosen)
{
    auto *dialog = new QFileDialog(&parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(filter);
    dialog->setDefaultSuffix(QStringLiteral(".") + name.section(QLatin1Char('.'), -1));
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(name);
    QObject::connect(dialog, &QFileDialog::fileSelected, &parent,
                     [chosen = std::move(chosen)](const QString &path) { chosen(path); });
    dialog->open();
}

void askPrinter(QWidget &parent, std::function<void(const std::shared_ptr<QPrinter> &)> chosen)
{
    auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    printer->setPageSize(QPageSize(QPageSize::A4));
    printer->setPageMargins(QMarginsF(12, 10, 12, 10), QPageLayout::Millimeter);
    auto *dialog = new QPrintDialog(printer.get(), &parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, qOverload<>(&QDialog::accepted), &parent,
                     [printer, chosen = std::move(chosen)] { chosen(printer); });
    // The dialog must not outlive its printer.
    QObject::connect(dialog, &QObject::destroyed, dialog, [printer] {});
    dialog->open();
}

} // namespace gatehouse
