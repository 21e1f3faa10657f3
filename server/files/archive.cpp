// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/venuefile.h"

#include <QBuffer>

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>

#include <map>
#include <memory>

namespace gatehouse {

namespace {

constexpr int kMaxEntries = 1000;

Result<std::string> unpacked(QuaZip &zip, std::size_t most)
{
    QuaZipFile file(&zip);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Fault::Malformed, "a file of the archive cannot be opened");
    // Read up to the limit, whatever the archive says of the size.
    const QByteArray bytes = file.read(static_cast<qint64>(most) + 1);
    if (static_cast<std::size_t>(bytes.size()) > most)
        return fail(Fault::TooLarge, "the archive unpacks to more than 64 MiB");
    const bool isWhole = file.atEnd();
    file.close();
    if (!isWhole || file.getZipError() != UNZ_OK)
        return fail(Fault::Malformed, "a file of the archive is damaged");
    return bytes.toStdString();
}

} // namespace

Result<VenueFiles> filesOfArchive(std::string_view zip)
{
    QByteArray bytes = QByteArray::fromRawData(zip.data(), static_cast<qsizetype>(zip.size()));
    QBuffer buffer(&bytes);
    QuaZip archive(&buffer);
    if (!archive.open(QuaZip::mdUnzip))
        return fail(Fault::Malformed, "not an archive that can be read");
    if (archive.getEntriesCount() > kMaxEntries)
        return fail(Fault::TooLarge, "an archive of more than 1000 files");
    auto files = std::make_shared<std::map<std::string, std::string, std::less<>>>();
    std::size_t left = kMaxArchive;
    for (bool hasFile = archive.goToFirstFile(); hasFile; hasFile = archive.goToNextFile()) {
        // Only the last part: nothing is written anywhere, and a path means nothing here.
        const std::string name = archive.getCurrentFileName().section(u'/', -1).toStdString();
        const bool isWanted = name.ends_with(".geojson") || name.ends_with(".json");
        if (!isWanted)
            continue;
        auto content = unpacked(archive, left);
        if (!content) {
            content.error().detail = name + ": " + content.error().detail;
            return fail(std::move(content.error()));
        }
        left -= content->size();
        files->emplace(name, std::move(*content));
    }
    return VenueFiles([files](std::string_view name) -> Result<std::string> {
        const auto file = files->find(name);
        return file == files->end() ? Result<std::string>(fail(Fault::NotFound, std::string(name))) : file->second;
    });
}

} // namespace gatehouse
