// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/imports/gatheredfiles.h"

#include "shared/imports/imports.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

const QStringList kEndings{u"*.xml"_s, u"*.json"_s, u"*.geojson"_s, u"*.ics"_s,     u"*.ifb"_s,
                           u"*.svg"_s, u"*.zip"_s,  u"*.csv"_s,     u"*.imdf.zip"_s};

QStringList filesOf(const QStringList &paths)
{
    QStringList files;
    for (const QString &path : paths) {
        if (!QFileInfo(path).isDir()) {
            files += path;
            continue;
        }
        const QDir folder(path);
        for (const QString &name : folder.entryList(kEndings, QDir::Files, QDir::Name))
            files += folder.filePath(name);
    }
    files.removeDuplicates();
    return files;
}

Result<QByteArray> contentOf(const QString &path)
{
    const std::string name = QFileInfo(path).fileName().toStdString();
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return fail(Fault::NotFound, name + ": " + file.errorString().toStdString());
    constexpr auto kMost = static_cast<qint64>(kMaxImportFile);
    QByteArray bytes = file.read(kMost + 1); // what grows while it is read is noticed, too
    if (bytes.size() > kMost)
        return fail(Fault::TooLarge, name);
    return bytes;
}

} // namespace

Result<std::vector<GatheredFile>> gatherFiles(const QStringList &paths, const JobProgress &progress)
{
    const QStringList files = filesOf(paths);
    if (files.isEmpty())
        return fail(Fault::NotFound,
                    paths.isEmpty() ? std::string() : QFileInfo(paths.front()).fileName().toStdString());
    if (files.size() > static_cast<qsizetype>(kMaxImportSources))
        return fail(Fault::TooLarge, std::to_string(files.size()));
    std::vector<GatheredFile> gathered;
    std::size_t all = 0;
    for (const QString &path : files) {
        auto bytes = contentOf(path);
        if (!bytes)
            return fail(std::move(bytes.error()));
        all += static_cast<std::size_t>(bytes->size());
        if (all > kMaxImportBytes)
            return fail(Fault::TooLarge, {});
        gathered.push_back({QFileInfo(path).fileName().left(kMaxName), std::move(*bytes)});
        if (progress && !progress(static_cast<qint64>(gathered.size()), files.size()))
            return fail(Fault::Unavailable, "cancelled");
    }
    return gathered;
}

} // namespace gatehouse
