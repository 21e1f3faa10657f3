// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/sourcetext.h"
#include "server/files/venuefile.h"
#include "shared/model/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

namespace gatehouse {

namespace {

struct Degrees {
    double longitude = 0;
    double latitude = 0;
};
using Ring = std::vector<Degrees>;

struct Feature {
    std::string id;
    const JsonValue *properties = nullptr;
    std::vector<Ring> rings; ///< the outer one of each polygon
    Ring line;               ///< of a line or a point
    std::string path;
};

std::optional<double> realOf(const JsonValue &value)
{
    if (value.type != JsonValue::Type::Number)
        return std::nullopt;
    double real = 0;
    const auto [end, error] = std::from_chars(value.text.data(), value.text.data() + value.text.size(), real);
    return error == std::errc() && std::isfinite(real) ? std::optional(real) : std::nullopt;
}

const JsonValue *member(const JsonValue *object, std::string_view name, JsonValue::Type type)
{
    const JsonValue *value = object ? object->find(name) : nullptr;
    return value && value->type == type ? value : nullptr;
}

/// A text, a number as it stands, or of several languages the first: IMDF's labels.
std::string textOf(const JsonValue *object, std::string_view name)
{
    const JsonValue *value = object ? object->find(name) : nullptr;
    if (!value)
        return {};
    if (value->type == JsonValue::Type::Object && !value->members.empty()) {
        const JsonValue *english = value->find("en");
        value = english ? english : &value->members.front().second;
    }
    const bool isText = value->type == JsonValue::Type::String || value->type == JsonValue::Type::Number;
    return isText ? oneLine(firstCharacters(value->text, kMaxName)) : std::string();
}

std::optional<std::int64_t> wholeOf(const JsonValue *object, std::string_view name)
{
    const JsonValue *value = object ? object->find(name) : nullptr;
    const auto real = value ? realOf(*value) : std::nullopt;
    return real && std::abs(*real) < 1e9 ? std::optional(static_cast<std::int64_t>(*real)) : std::nullopt;
}

std::optional<Degrees> degreesOf(const JsonValue &point)
{
    const auto longitude = point.elements.size() >= 2 ? realOf(point.elements[0]) : std::nullopt;
    const auto latitude = point.elements.size() >= 2 ? realOf(point.elements[1]) : std::nullopt;
    return longitude && latitude ? std::optional(Degrees{*longitude, *latitude}) : std::nullopt;
}

double areaOf(const Ring &ring)
{
    double area = 0;
    for (std::size_t index = 0; index < ring.size(); ++index) {
        const Degrees &one = ring[index];
        const Degrees &next = ring[(index + 1) % ring.size()];
        area += one.longitude * next.latitude - next.longitude * one.latitude;
    }
    return std::abs(area) / 2;
}

class FeatureReader
{
public:
    explicit FeatureReader(std::string file) : m_file(std::move(file)) {}

    Result<std::vector<Feature>> run(const JsonValue &root)
    {
        const JsonValue *list = member(&root, "features", JsonValue::Type::Array);
        if (!list)
            return fail(Fault::Invalid, m_file + ": features: missing");
        if (list->elements.size() > kMaxFileUnits)
            return fail(Fault::TooLarge, m_file + ": more than 20,000 features");
        std::vector<Feature> features;
        for (std::size_t index = 0; index < list->elements.size(); ++index) {
            m_path = m_file + ": features[" + std::to_string(index) + "]";
            const JsonValue &value = list->elements[index];
            if (value.type != JsonValue::Type::Object)
                return fail(Fault::Invalid, m_path + ": not an object");
            Feature feature;
            feature.id = lowerAscii(textOf(&value, "id"));
            feature.properties = member(&value, "properties", JsonValue::Type::Object);
            feature.path = m_path;
            if (const JsonValue *geometry = member(&value, "geometry", JsonValue::Type::Object)) {
                if (auto result = readGeometry(*geometry, feature); !result)
                    return fail(std::move(result.error()));
            }
            features.push_back(std::move(feature));
        }
        return features;
    }

private:
    Result<> readGeometry(const JsonValue &geometry, Feature &feature)
    {
        const std::string type = textOf(&geometry, "type");
        const JsonValue *coordinates = member(&geometry, "coordinates", JsonValue::Type::Array);
        if (type == "Point" || type == "LineString")
            return coordinates ? readLine(*coordinates, type == "Point", feature.line) : Result<>();
        if (type != "Polygon" && type != "MultiPolygon")
            return {};
        if (!coordinates)
            return fail(Fault::Invalid, m_path + ".geometry.coordinates: missing");
        if (type == "Polygon")
            return readPolygon(*coordinates, feature);
        for (const JsonValue &polygon : coordinates->elements) {
            if (auto result = readPolygon(polygon, feature); !result)
                return result;
        }
        return {};
    }

    /// Its outer ring; holes are left out.
    Result<> readPolygon(const JsonValue &polygon, Feature &feature)
    {
        if (polygon.type != JsonValue::Type::Array || polygon.elements.empty()
            || polygon.elements.front().type != JsonValue::Type::Array)
            return fail(Fault::Invalid, m_path + ".geometry.coordinates: not rings of points");
        Ring ring;
        if (auto result = readPoints(polygon.elements.front(), ring); !result)
            return result;
        if (ring.size() > 1 && ring.front().longitude == ring.back().longitude
            && ring.front().latitude == ring.back().latitude)
            ring.pop_back(); // closed in the file, not here
        if (ring.size() >= 3)
            feature.rings.push_back(std::move(ring));
        return {};
    }

    /// A bad one is as good as none: many files need only their polygons.
    Result<> readLine(const JsonValue &coordinates, bool isPoint, Ring &line)
    {
        auto result = isPoint ? readPoint(coordinates, line) : readPoints(coordinates, line);
        if (result || result.error().fault != Fault::Invalid)
            return result;
        line.clear();
        return {};
    }

    Result<> readPoints(const JsonValue &points, Ring &ring)
    {
        for (const JsonValue &point : points.elements) {
            if (auto result = readPoint(point, ring); !result)
                return result;
        }
        return {};
    }

    Result<> readPoint(const JsonValue &point, Ring &ring)
    {
        const auto at = degreesOf(point);
        if (!at)
            return fail(Fault::Invalid, m_path + ".geometry.coordinates: not a point");
        if (std::abs(at->longitude) > 180 || std::abs(at->latitude) > 85)
            return fail(Fault::Invalid, m_path + ".geometry.coordinates: not degrees of longitude and latitude");
        if (++m_points > kMaxGeoPoints)
            return fail(Fault::TooLarge, m_path + ": more than 2,000,000 points");
        ring.push_back(*at);
        return {};
    }

    std::string m_file;
    std::string m_path;
    std::size_t m_points = 0;
};

/// Degrees on the ground as millimetres from the north-west corner. Within ten kilometres a plane is true to a hand's
/// breadth.
class Projection
{
public:
    void cover(const std::vector<Feature> &features)
    {
        for (const Feature &feature : features) {
            for (const Ring &ring : feature.rings) {
                for (const Degrees &at : ring) {
                    m_west = std::min(m_west, at.longitude);
                    m_east = std::max(m_east, at.longitude);
                    m_south = std::min(m_south, at.latitude);
                    m_north = std::max(m_north, at.latitude);
                }
            }
        }
    }

    Result<> settle(VenueFile &file)
    {
        if (m_west > m_east)
            return fail(Fault::Invalid, "no polygon in it");
        constexpr double metresOfDegree = 6'371'008.8 * std::numbers::pi / 180; // IUGG's mean radius
        m_mmOfLatitude = metresOfDegree * 1000;
        m_mmOfLongitude = m_mmOfLatitude * std::cos((m_south + m_north) / 2 * std::numbers::pi / 180);
        const double width = (m_east - m_west) * m_mmOfLongitude;
        const double height = (m_north - m_south) * m_mmOfLatitude;
        if (width > kMaxVenueMetres * 1000 || height > kMaxVenueMetres * 1000)
            return fail(Fault::TooLarge, "spread over more than ten kilometres: not one venue");
        file.widthMm = static_cast<std::int32_t>(std::lround(std::max(width, 1000.0)));
        file.heightMm = static_cast<std::int32_t>(std::lround(std::max(height, 1000.0)));
        return {};
    }

    [[nodiscard]] std::vector<Point> outline(const Ring &ring) const
    {
        // Of very many points every second, third … one: an outline of a space holds a thousand.
        const std::size_t step = (ring.size() + kMaxOutline - 1) / kMaxOutline;
        std::vector<Point> points;
        for (std::size_t index = 0; index < ring.size(); index += step)
            points.push_back(point(ring[index]));
        return points;
    }

    /// What lies outside of the venue is moved to its edge.
    [[nodiscard]] Point point(const Degrees &at) const
    {
        const double east = std::clamp(at.longitude, m_west, m_east) - m_west;
        const double south = m_north - std::clamp(at.latitude, m_south, m_north);
        return {static_cast<std::int32_t>(std::lround(east * m_mmOfLongitude)),
                static_cast<std::int32_t>(std::lround(south * m_mmOfLatitude))};
    }

private:
    double m_west = 360;
    double m_east = -360;
    double m_south = 90;
    double m_north = -90;
    double m_mmOfLatitude = 0;
    double m_mmOfLongitude = 0;
};

const Ring &largest(const Feature &feature)
{
    return *std::max_element(feature.rings.begin(), feature.rings.end(),
                             [](const Ring &left, const Ring &right) { return areaOf(left) < areaOf(right); });
}

/// IMDF's unit categories; nothing for those that are only drawn.
std::optional<SpaceKind> kindOf(const std::string &category)
{
    static const std::map<std::string, SpaceKind> kinds{{"room", SpaceKind::Room},
                                                        {"auditorium", SpaceKind::Room},
                                                        {"classroom", SpaceKind::Room},
                                                        {"conferenceroom", SpaceKind::Room},
                                                        {"theater", SpaceKind::Stage},
                                                        {"movietheater", SpaceKind::Stage},
                                                        {"lobby", SpaceKind::Area},
                                                        {"lounge", SpaceKind::Area},
                                                        {"platform", SpaceKind::Area},
                                                        {"recreation", SpaceKind::Area},
                                                        {"walkway", SpaceKind::Area},
                                                        {"unspecified", SpaceKind::Room},
                                                        {"foodservice", SpaceKind::Service},
                                                        {"firstaid", SpaceKind::Service},
                                                        {"restroom", SpaceKind::Service},
                                                        {"restroom.male", SpaceKind::Service},
                                                        {"restroom.female", SpaceKind::Service},
                                                        {"restroom.unisex", SpaceKind::Service},
                                                        {"restroom.family", SpaceKind::Service},
                                                        {"mothersroom", SpaceKind::Service},
                                                        {"prayerroom", SpaceKind::Service},
                                                        {"smokingarea", SpaceKind::Area},
                                                        {"nonpublic", SpaceKind::Closed},
                                                        {"office", SpaceKind::Closed},
                                                        {"storage", SpaceKind::Closed},
                                                        {"kitchen", SpaceKind::Closed},
                                                        {"serverroom", SpaceKind::Closed}};
    const auto known = kinds.find(category);
    return known == kinds.end() ? std::nullopt : std::optional(known->second);
}

/// What stands for the name of places that need none: people look for them by what they are.
std::string commonName(const std::string &category)
{
    static const std::map<std::string, std::string> names{{"restroom", "Toilets"},
                                                          {"restroom.male", "Toilets (men)"},
                                                          {"restroom.female", "Toilets (women)"},
                                                          {"restroom.unisex", "Toilets"},
                                                          {"restroom.family", "Toilets (families)"},
                                                          {"firstaid", "First aid"},
                                                          {"foodservice", "Food"},
                                                          {"mothersroom", "Nursing room"},
                                                          {"prayerroom", "Prayer room"}};
    const auto known = names.find(category);
    return known == names.end() ? std::string() : known->second;
}

/// What an amenity is called that has no name; its category as it stands where that is none people look for often.
std::string amenityName(const std::string &category)
{
    static const std::map<std::string, std::string> names{{"atm", "Cash machine"},
                                                          {"babychanging", "Baby changing"},
                                                          {"coatcheck", "Cloakroom"},
                                                          {"defibrillator", "Defibrillator"},
                                                          {"drinkingfountain", "Drinking water"},
                                                          {"eatingdrinking", "Food and drink"},
                                                          {"elevator", "Lift"},
                                                          {"emergencyexit", "Emergency exit"},
                                                          {"entry", "Entrance"},
                                                          {"escalator", "Escalator"},
                                                          {"exhibit", "Exhibit"},
                                                          {"fireextinguisher", "Fire extinguisher"},
                                                          {"information", "Information"},
                                                          {"lostandfound", "Lost and found"},
                                                          {"meetingpoint", "Meeting point"},
                                                          {"phone.emergency", "Emergency telephone"},
                                                          {"powerchargingstation", "Charging station"},
                                                          {"ramp", "Ramp"},
                                                          {"reception", "Reception"},
                                                          {"security.checkpoint", "Security check"},
                                                          {"shower", "Showers"},
                                                          {"smokingarea", "Smoking area"},
                                                          {"stairs", "Stairs"},
                                                          {"ticketing", "Tickets"},
                                                          {"vendingmachine", "Vending machine"},
                                                          {"wheelchairassist", "Wheelchair assistance"}};
    if (std::string name = commonName(category); !name.empty())
        return name;
    const auto known = names.find(category);
    return known == names.end() ? category : known->second;
}

/// "restroom" of "restroom.female".
std::string_view mainCategory(std::string_view category)
{
    return category.substr(0, category.find('.'));
}

bool contains(const std::vector<Point> &outline, const Point &at)
{
    bool isInside = false;
    for (std::size_t index = 0; index < outline.size(); ++index) {
        const Point &one = outline[index];
        const Point &other = outline[(index + 1) % outline.size()];
        const double share = double(at.yMm - one.yMm) / double(other.yMm == one.yMm ? 1 : other.yMm - one.yMm);
        if ((one.yMm > at.yMm) != (other.yMm > at.yMm) && at.xMm < one.xMm + share * (other.xMm - one.xMm))
            isInside = !isInside;
    }
    return isInside;
}

const char *fillOf(std::optional<SpaceKind> kind)
{
    if (!kind)
        return "#8a94a0";
    switch (*kind) {
    case SpaceKind::Room:
        return "#4f8fd6";
    case SpaceKind::Stage:
        return "#9a6fd0";
    case SpaceKind::Area:
        return "#7fa88a";
    case SpaceKind::Booth:
        return "#c9a24a";
    case SpaceKind::Service:
        return "#3fa7a0";
    case SpaceKind::Closed:
        return "#6b7480";
    }
    return "#8a94a0";
}

/// Metres with millimetres behind the point.
std::string metres(std::int32_t mm)
{
    char text[32];
    std::snprintf(text, sizeof text, "%d.%03d", mm / 1000, std::abs(mm % 1000));
    return text;
}

class Drawing
{
public:
    explicit Drawing(const VenueFile &file)
        : m_svg("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + metres(file.widthMm) + " "
                + metres(file.heightMm) + "\">")
    {
    }

    void add(const std::vector<Point> &outline, const char *fill, const char *opacity)
    {
        m_svg += "<path d=\"";
        for (std::size_t index = 0; index < outline.size(); ++index)
            m_svg += (index == 0 ? "M" : "L") + metres(outline[index].xMm) + "," + metres(outline[index].yMm);
        m_svg += std::string("Z\" fill=\"") + fill + "\" fill-opacity=\"" + opacity
            + "\" stroke=\"#7a8694\" stroke-width=\"0.15\"/>";
    }
    void addLine(const std::vector<Point> &points, const char *stroke, const char *width)
    {
        m_svg += "<path d=\"";
        for (std::size_t index = 0; index < points.size(); ++index)
            m_svg += (index == 0 ? "M" : "L") + metres(points[index].xMm) + "," + metres(points[index].yMm);
        m_svg += std::string("\" fill=\"none\" stroke=\"") + stroke + "\" stroke-width=\"" + width + "\"/>";
    }
    std::string finish() { return m_svg + "</svg>"; }

private:
    std::string m_svg;
};

class ImdfReader
{
public:
    ImdfReader(const VenueFiles &files, const ReadOptions &options) : m_files(files), m_options(options) {}

    Result<VenueFile> run()
    {
        auto levels = features("level.geojson");
        auto units = levels ? features("unit.geojson") : Result<std::vector<Feature>>(fail(levels.error()));
        if (!units)
            return fail(units.error());
        if (levels->size() > kMaxFileLevels)
            return fail(Fault::TooLarge, "level.geojson: more than 400 levels");
        m_projection.cover(*levels);
        m_projection.cover(*units);
        if (auto result = m_projection.settle(m_file); !result)
            return fail(std::move(result.error()));
        nameSource();
        for (const Feature &level : *levels)
            takeLevel(level);
        for (const Feature &unit : *units)
            takeUnit(unit);
        for (const auto take : {&ImdfReader::takeOpenings, &ImdfReader::takeAmenities, &ImdfReader::takeOccupants}) {
            if (auto result = (this->*take)(); !result)
                return fail(std::move(result.error()));
        }
        for (std::size_t index = 0; index < m_drawings.size(); ++index)
            m_file.levels[index].drawing = m_drawings[index].finish();
        tellOthers();
        return std::move(m_file);
    }

private:
    Result<std::vector<Feature>> features(const std::string &name)
    {
        auto content = m_files(name);
        if (!content)
            return fail(std::move(content.error()));
        auto root = parseJson(*content);
        if (!root)
            return fail(root.error().fault, name + ": " + root.error().detail);
        m_roots.push_back(std::make_unique<JsonValue>(std::move(*root))); // features point into it
        return FeatureReader(name).run(*m_roots.back());
    }

    void guess(const std::string &path, std::string what)
    {
        m_file.report.guess({m_options.file, 0, std::string(firstCharacters(path, kMaxReason)), std::move(what)});
    }
    void refuse(const std::string &path, std::string what)
    {
        m_file.report.refuse({m_options.file, 0, std::string(firstCharacters(path, kMaxReason)), std::move(what)});
    }

    void nameSource()
    {
        std::string name;
        if (const auto venue = features("venue.geojson"); venue && !venue->empty())
            name = !venue->front().id.empty() ? venue->front().id : textOf(venue->front().properties, "name");
        if (name.empty())
            guess("venue.geojson", "no venue: these floors are known by their own ids alone");
        m_file.source = "venue " + name;
    }

    void takeLevel(const Feature &feature)
    {
        FileLevel level;
        level.key = feature.id;
        level.name = textOf(feature.properties, "name");
        if (level.name.empty())
            level.name = textOf(feature.properties, "short_name");
        level.path = feature.path;
        const auto ordinal = wholeOf(feature.properties, "ordinal");
        if (level.key.empty())
            return refuse(feature.path, "a level without an id: it could not be found again");
        if (level.name.empty()) {
            level.name = "Level " + std::to_string(ordinal.value_or(0));
            guess(feature.path + "/name", "missing: called \"" + level.name + "\"");
        }
        if (!ordinal || *ordinal < -100 || *ordinal > 300)
            guess(feature.path + "/ordinal", "not between −100 and 300: taken as the ground");
        else
            level.order = static_cast<std::int32_t>(*ordinal);
        if (!m_levels.try_emplace(level.key, m_file.levels.size()).second)
            return refuse(feature.path, "the id of another level");
        m_drawings.emplace_back(m_file);
        for (const Ring &ring : feature.rings)
            m_drawings.back().add(m_projection.outline(ring), "#9aa5b1", "0.15");
        m_file.levels.push_back(std::move(level));
    }

    void takeUnit(const Feature &feature)
    {
        const auto level = m_levels.find(lowerAscii(textOf(feature.properties, "level_id")));
        if (level == m_levels.end())
            return refuse(feature.path + "/level_id", "no level has this id");
        if (feature.rings.empty())
            return refuse(feature.path + "/geometry", "no outline");
        const std::string category = lowerAscii(textOf(feature.properties, "category"));
        FileUnit unit;
        unit.key = feature.id;
        unit.guid = feature.id;
        unit.level = level->second;
        unit.kind = kindOf(category);
        unit.name = textOf(feature.properties, "name");
        if (unit.name.empty())
            unit.name = commonName(category);
        if (!unit.name.empty() && !unit.kind)
            unit.kind = SpaceKind::Area;
        unit.outline = m_projection.outline(largest(feature));
        unit.path = feature.path;
        if (feature.rings.size() > 1)
            guess(feature.path + "/geometry", "of several parts: the largest is its outline");
        m_drawings[unit.level].add(unit.outline, fillOf(unit.kind), "0.3");
        if (unit.key.empty() || !m_units.try_emplace(unit.key, m_file.units.size()).second)
            return refuse(feature.path, unit.key.empty() ? "a unit without an id" : "the id of another unit");
        m_file.units.push_back(std::move(unit));
        m_categories.push_back(category);
    }

    /// Of a file that need not be there.
    Result<std::vector<Feature>> furtherFeatures(const std::string &name)
    {
        auto all = features(name);
        return !all && all.error().fault == Fault::NotFound ? Result<std::vector<Feature>>(std::vector<Feature>())
                                                            : std::move(all);
    }

    [[nodiscard]] std::optional<std::size_t> unitOf(const std::string &id) const
    {
        const auto known = m_units.find(lowerAscii(id));
        return known == m_units.end() ? std::nullopt : std::optional(known->second);
    }

    /// Doors on the map. Where people are counted is decided by people: gates are set between zones, by hand.
    Result<> takeOpenings()
    {
        const auto openings = furtherFeatures("opening.geojson");
        if (!openings)
            return fail(openings.error());
        std::int64_t doors = 0;
        std::int64_t entrances = 0;
        std::int64_t ways = 0;
        for (const Feature &opening : *openings) {
            const auto level = m_levels.find(lowerAscii(textOf(opening.properties, "level_id")));
            if (level == m_levels.end() || opening.line.size() < 2) {
                refuse(opening.path, level == m_levels.end() ? "no level has its level_id" : "not a line");
                continue;
            }
            const std::string category = lowerAscii(textOf(opening.properties, "category"));
            const bool isEntrance = category == "pedestrian.principal";
            const bool isForPeople = mainCategory(category) == "pedestrian";
            ++(isEntrance ? entrances : isForPeople ? doors : ways);
            m_drawings[level->second].addLine(m_projection.outline(opening.line),
                                              isEntrance        ? "#e0902f"
                                                  : isForPeople ? "#e8edf2"
                                                                : "#8a94a0",
                                              isEntrance ? "0.6" : "0.35");
        }
        if (!openings->empty())
            guess("opening.geojson",
                  std::to_string(openings->size()) + " openings: drawn on the map as " + std::to_string(entrances)
                      + " main entrances, " + std::to_string(doors) + " doors and " + std::to_string(ways)
                      + " ways for vehicles; gates are set by hand");
        return {};
    }

    /// A unit of that kind without a name is named by it; else it is a mark on the map.
    Result<> takeAmenities()
    {
        const auto amenities = furtherFeatures("amenity.geojson");
        if (!amenities)
            return fail(amenities.error());
        std::int64_t named = 0;
        std::int64_t known = 0;
        std::int64_t marks = 0;
        for (const Feature &amenity : *amenities) {
            const std::string category = lowerAscii(textOf(amenity.properties, "category"));
            const std::string ownName = textOf(amenity.properties, "name");
            const std::vector<std::size_t> units = unitsOf(amenity);
            if (units.empty() || (amenity.line.size() != 1 && !ownName.empty())) {
                refuse(amenity.path, units.empty() ? "no unit is known of it: it has no level" : "not a point");
                continue;
            }
            bool isThere = false;
            for (const std::size_t unit : units) {
                if (mainCategory(m_categories[unit]) != mainCategory(category))
                    continue;
                isThere = true;
                if (m_file.units[unit].name.empty()) {
                    nameUnit(unit, ownName.empty() ? amenityName(category) : ownName, SpaceKind::Service);
                    ++named;
                } else {
                    ++known;
                }
            }
            if (!isThere)
                marks += addMark(amenity, units.front(), ownName.empty() ? amenityName(category) : ownName,
                                 category == "exhibit" ? SpaceKind::Booth : SpaceKind::Service);
        }
        if (!amenities->empty())
            guess("amenity.geojson",
                  std::to_string(amenities->size()) + " amenities: " + std::to_string(named) + " units named by them, "
                      + std::to_string(known) + " had their names, " + std::to_string(marks) + " marks on the map");
        return {};
    }

    [[nodiscard]] std::vector<std::size_t> unitsOf(const Feature &amenity) const
    {
        std::vector<std::size_t> units;
        if (const JsonValue *ids = member(amenity.properties, "unit_ids", JsonValue::Type::Array)) {
            for (const JsonValue &id : ids->elements) {
                if (const auto unit = unitOf(id.text))
                    units.push_back(*unit);
            }
        }
        return units;
    }

    /// Who is there names a unit that has no name; else it is a mark within it.
    Result<> takeOccupants()
    {
        const auto occupants = furtherFeatures("occupant.geojson");
        const auto anchors = occupants ? furtherFeatures("anchor.geojson") : occupants;
        if (!anchors)
            return fail(anchors.error());
        std::map<std::string, const Feature *> anchorsById;
        for (const Feature &anchor : *anchors)
            anchorsById.emplace(anchor.id, &anchor);
        std::int64_t named = 0;
        std::int64_t marks = 0;
        for (Feature occupant : *occupants) {
            const std::string name = textOf(occupant.properties, "name");
            const std::string category = lowerAscii(textOf(occupant.properties, "category"));
            const auto anchor = anchorsById.find(lowerAscii(textOf(occupant.properties, "anchor_id")));
            if (anchor != anchorsById.end())
                occupant.line = anchor->second->line;
            else if (const JsonValue *shown = member(occupant.properties, "display_point", JsonValue::Type::Object))
                takeDisplayPoint(*shown, occupant);
            const auto unit =
                anchor != anchorsById.end() ? unitOf(textOf(anchor->second->properties, "unit_id")) : unitAt(occupant);
            if (name.empty() || !unit) {
                refuse(occupant.path, name.empty() ? "no name" : "in which unit it is cannot be told");
                continue;
            }
            const SpaceKind kind = category == "restaurant" || mainCategory(category) == "foodservice"
                ? SpaceKind::Service
                : SpaceKind::Booth;
            if (m_file.units[*unit].name.empty()) {
                nameUnit(*unit, name, kind);
                ++named;
            } else {
                marks += addMark(occupant, *unit, name, kind);
            }
        }
        if (!occupants->empty())
            guess("occupant.geojson",
                  std::to_string(occupants->size()) + " occupants: " + std::to_string(named) + " units named by them, "
                      + std::to_string(marks) + " marks on the map");
        return {};
    }

    static void takeDisplayPoint(const JsonValue &shown, Feature &feature)
    {
        const JsonValue *coordinates = member(&shown, "coordinates", JsonValue::Type::Array);
        if (const auto at = coordinates ? degreesOf(*coordinates) : std::nullopt)
            feature.line = {*at};
    }

    /// The one room that its point lies in, of all levels; else nothing.
    [[nodiscard]] std::optional<std::size_t> unitAt(const Feature &feature) const
    {
        if (feature.line.size() != 1)
            return std::nullopt;
        const Point at = m_projection.point(feature.line.front());
        std::optional<std::size_t> found;
        for (std::size_t unit = 0; unit < m_categories.size(); ++unit) {
            const FileUnit &each = m_file.units[unit];
            if (!each.kind || *each.kind == SpaceKind::Area || !contains(each.outline, at))
                continue;
            if (found)
                return std::nullopt;
            found = unit;
        }
        return found;
    }

    void nameUnit(std::size_t unit, const std::string &name, SpaceKind kind)
    {
        m_file.units[unit].name = name;
        m_file.units[unit].kind = kind;
    }

    /// 1, or 0 where it was refused.
    std::int64_t addMark(const Feature &feature, std::size_t within, const std::string &name, SpaceKind kind)
    {
        if (feature.id.empty() || feature.line.size() != 1 || m_units.contains(feature.id)
            || m_file.units.size() >= kMaxFileUnits) {
            refuse(feature.path,
                   feature.id.empty()                 ? "no id: it could not be found again"
                       : feature.line.size() != 1     ? "not a point"
                       : m_units.contains(feature.id) ? "the id of another feature"
                                                      : "more than 20,000 units");
            return 0;
        }
        const Point at = m_projection.point(feature.line.front());
        FileUnit mark;
        mark.key = feature.id;
        mark.guid = feature.id;
        mark.level = m_file.units[within].level;
        mark.name = name;
        mark.kind = kind;
        mark.isMark = true;
        mark.path = feature.path;
        constexpr std::int32_t kMarkMm = 1200; // as wide as two people
        constexpr std::int32_t kCornerMm = 500;
        for (const auto &[x, y] :
             {std::pair(-kMarkMm, -kCornerMm), std::pair(-kCornerMm, -kMarkMm), std::pair(kCornerMm, -kMarkMm),
              std::pair(kMarkMm, -kCornerMm), std::pair(kMarkMm, kCornerMm), std::pair(kCornerMm, kMarkMm),
              std::pair(-kCornerMm, kMarkMm), std::pair(-kMarkMm, kCornerMm)})
            mark.outline.push_back(
                {std::clamp(at.xMm + x, 0, m_file.widthMm), std::clamp(at.yMm + y, 0, m_file.heightMm)});
        m_drawings[mark.level].add(mark.outline, fillOf(mark.kind), "0.8");
        m_units.emplace(mark.key, m_file.units.size());
        m_file.units.push_back(std::move(mark));
        return 1;
    }

    void tellOthers()
    {
        for (const char *name : {"section.geojson", "fixture.geojson", "kiosk.geojson"}) {
            const auto others = features(name);
            if (others && !others->empty())
                guess(name, std::to_string(others->size()) + " features have no counterpart here: left out");
        }
    }

    const VenueFiles &m_files;
    const ReadOptions &m_options;
    Projection m_projection;
    VenueFile m_file;
    std::vector<Drawing> m_drawings; ///< of the levels, in their order
    std::map<std::string, std::size_t> m_levels;
    std::map<std::string, std::size_t> m_units; ///< and marks, by their ids
    std::vector<std::string> m_categories;      ///< of the units; marks behind them have none
    std::vector<std::unique_ptr<JsonValue>> m_roots;
};

std::string kindWord(const JsonValue *properties)
{
    for (const char *name : {"category", "kind", "type"}) {
        if (std::string word = lowerAscii(textOf(properties, name)); !word.empty())
            return word;
    }
    return {};
}

std::string withoutEnding(const std::string &file)
{
    return file.substr(0, file.rfind('.'));
}

} // namespace

Result<VenueFile> readImdf(const VenueFiles &files, const ReadOptions &options)
{
    return ImdfReader(files, options).run();
}

Result<VenueFile> readGeoJson(const JsonValue &root, const ReadOptions &options)
{
    const auto features = FeatureReader(options.file).run(root);
    if (!features)
        return fail(features.error());
    VenueFile file;
    Projection projection;
    projection.cover(*features);
    if (auto result = projection.settle(file); !result)
        return fail(std::move(result.error()));
    std::string title = textOf(&root, "name");
    if (title.empty())
        title = oneLine(firstCharacters(withoutEnding(options.file), kMaxName - 20));
    file.source = "plan " + lowerAscii(title);
    std::map<std::string, std::size_t> levels;
    std::vector<Drawing> drawings;
    std::map<std::string, int> keys;
    for (const Feature &feature : *features) {
        if (feature.rings.empty()) {
            file.report.guess({options.file, 0, feature.path, "no polygon: left out"});
            continue;
        }
        const std::string levelName = textOf(feature.properties, "level");
        const auto [level, isNew] = levels.try_emplace(levelName, file.levels.size());
        if (isNew) {
            if (file.levels.size() == kMaxFileLevels)
                return fail(Fault::TooLarge, feature.path + ": more than 400 levels");
            const std::string name = levelName.empty() ? title : title + ", " + levelName;
            const auto order = wholeOf(feature.properties, "level").value_or(0);
            file.levels.push_back({file.source + "#level " + levelName,
                                   std::string(firstCharacters(name, kMaxName)),
                                   static_cast<std::int32_t>(std::clamp<std::int64_t>(order, -100, 300)),
                                   {},
                                   feature.path});
            drawings.emplace_back(file);
        }
        FileUnit unit;
        unit.level = level->second;
        unit.name = textOf(feature.properties, "name");
        unit.kind = kindOf(kindWord(feature.properties));
        if (!unit.kind && !unit.name.empty())
            unit.kind = SpaceKind::Room;
        if (const auto capacity = wholeOf(feature.properties, "capacity");
            capacity && *capacity >= 0 && *capacity <= 10'000'000)
            unit.capacity = static_cast<std::int32_t>(*capacity);
        unit.guid = feature.id;
        unit.key = !feature.id.empty() ? file.source + "#" + feature.id : file.source + "#named " + unit.name;
        if (keys[unit.key]++ > 0)
            unit.key += " " + std::to_string(keys[unit.key]);
        unit.outline = projection.outline(largest(feature));
        unit.path = feature.path;
        drawings[unit.level].add(unit.outline, fillOf(unit.kind), "0.3");
        file.units.push_back(std::move(unit));
    }
    for (std::size_t index = 0; index < drawings.size(); ++index)
        file.levels[index].drawing = drawings[index].finish();
    return file;
}

} // namespace gatehouse
