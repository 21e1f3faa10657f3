// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/files/schedulebuilder.h"
#include "shared/imports/imports.h"
#include "shared/model/json.h"
#include "shared/venue/venue.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Floor plans of other systems in one neutral form: levels with their units, in millimetres from a common origin, so
/// that floors lie above each other.
namespace gatehouse {

inline constexpr std::size_t kMaxFileLevels = 400;
inline constexpr std::size_t kMaxFileUnits = 20'000;
inline constexpr std::size_t kMaxGeoPoints = 2'000'000;       ///< of all outlines together
inline constexpr std::size_t kMaxOutline = 1000;              ///< points of one, as a space holds them
inline constexpr double kMaxVenueMetres = 10'000.0;           ///< a side; what is larger is no venue
inline constexpr std::size_t kMaxArchive = 64U * 1024 * 1024; ///< bytes of all that is unpacked

struct FileLevel {
    std::string key;
    std::string name;
    std::int32_t order = 0;
    std::string drawing; ///< SVG, clean; the whole of it is as large as the venue
    std::string path;
};

struct FileUnit {
    std::string key;
    std::string guid; ///< none: the source has only names
    std::size_t level = 0;
    std::string name; ///< none: drawn, and no space
    std::optional<SpaceKind> kind;
    std::optional<std::int32_t> capacity;
    std::vector<Point> outline;
    bool isMark = false; ///< a thing within a unit: no unit of its own
    std::string path;
};

struct VenueFile {
    std::string source;
    std::vector<FileLevel> levels;
    std::vector<FileUnit> units;
    std::int32_t widthMm = 0;
    std::int32_t heightMm = 0;
    ImportReport report; ///< only its notes
};

/// The content of another file of the same venue. Fault::NotFound.
using VenueFiles = std::function<Result<std::string>(std::string_view name)>;

/// IMDF (Apple, OGC): levels and units become floors and spaces, openings doors on the map; amenities and occupants
/// name the units that have no name, else they are marks on the map. The report counts them, and what is left out.
/// Fault with file and path: Malformed, Invalid, TooLarge, NotFound.
[[nodiscard]] Result<VenueFile> readImdf(const VenueFiles &files, const ReadOptions &options);
/// Plain GeoJSON (RFC 7946) in degrees: polygons with a name become spaces of one floor, or of one for each `level`.
[[nodiscard]] Result<VenueFile> readGeoJson(const JsonValue &root, const ReadOptions &options);
/// A drawing that was cleaned (see readerprogram.h): one floor. Shapes with a name become spaces where their outline is
/// made of straight lines; a unit of the view box is a metre.
[[nodiscard]] Result<VenueFile> readSvgVenue(const std::string &clean, const ReadOptions &options);

/// The files of a zip archive, by the last part of their names. Fault::Malformed, TooLarge.
[[nodiscard]] Result<VenueFiles> filesOfArchive(std::string_view zip);

} // namespace gatehouse
