// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/savedfile.h"

#include <QSaveFile>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

Result<> writeWhole(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    file.setDirectWriteFallback(false);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return fail(Fault::Unavailable, path.toStdString() + ": " + file.errorString().toStdString());
    return {};
}

QString csvCell(const QString &text)
{
    QString cell = text;
    // What a spreadsheet would calculate (OWASP, "CSV injection") is made a text by an apostrophe.
    if (!cell.isEmpty() && u"=+-@\t\r\n"_s.contains(cell.front()))
        cell.prepend(u'\'');
    const bool needsQuotes = cell.contains(u',') || cell.contains(u'"') || cell.contains(u'\n') || cell.contains(u'\r')
        || cell.contains(u';') || cell.contains(u'\t');
    if (!needsQuotes)
        return cell;
    return u'"' + cell.replace(u'"', u"\"\""_s) + u'"';
}

} // namespace gatehouse
