// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/sourcetext.h"
#include "server/files/venuefile.h"
#include "shared/model/text.h"

#include <QXmlStreamReader>

#include <cmath>

namespace gatehouse {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr double kMmOfUnit = 1000; ///< a metre

struct Spot {
    double x = 0;
    double y = 0;
};

/// "10,20 30,20 …": of points, or behind a letter of a path.
std::vector<double> numbersOf(const QString &text)
{
    std::vector<double> numbers;
    QString word;
    const auto take = [&] {
        bool isNumber = false;
        const double number = word.toDouble(&isNumber);
        if (isNumber)
            numbers.push_back(number);
        word.clear();
    };
    for (const QChar letter : text) {
        const bool isExponent = word.endsWith(u'e', Qt::CaseInsensitive);
        if (letter.isSpace() || letter == u',')
            take();
        else if ((letter == u'-' || letter == u'+') && !word.isEmpty() && !isExponent) {
            take();
            word = letter;
        } else
            word += letter;
    }
    take();
    return numbers;
}

/// The corners of a path of straight lines with one part; empty: anything else.
std::vector<Spot> cornersOf(const QString &path)
{
    std::vector<Spot> corners;
    Spot at;
    qsizetype from = 0;
    bool isClosed = false;
    while (from < path.size()) {
        const QChar command = path[from];
        if (command.isSpace()) {
            ++from;
            continue;
        }
        qsizetype end = from + 1;
        while (end < path.size() && (!path[end].isLetter() || path[end].toLower() == u'e'))
            ++end;
        const std::vector<double> numbers = numbersOf(path.mid(from + 1, end - from - 1));
        const bool isRelative = command.isLower();
        const QChar kind = command.toUpper();
        if (isClosed || (kind == u'M' && !corners.empty()))
            return {};
        if (kind == u'M' || kind == u'L') {
            for (std::size_t index = 0; index + 1 < numbers.size(); index += 2) {
                const bool isFirst = corners.empty();
                at = isRelative && !isFirst ? Spot{at.x + numbers[index], at.y + numbers[index + 1]}
                                            : Spot{numbers[index], numbers[index + 1]};
                corners.push_back(at);
            }
        } else if (kind == u'H' || kind == u'V') {
            for (const double number : numbers) {
                double &moved = kind == u'H' ? at.x : at.y;
                moved = isRelative ? moved + number : number;
                corners.push_back(at);
            }
        } else if (kind == u'Z') {
            isClosed = true;
        } else {
            return {};
        }
        from = end;
    }
    return corners;
}

std::vector<Spot> shapeOf(const QString &name, const QXmlStreamAttributes &attributes)
{
    const auto number = [&](QLatin1String attribute) { return attributes.value(attribute).toDouble(); };
    if (name == u"rect"_s) {
        const double x = number("x"_L1);
        const double y = number("y"_L1);
        const double width = number("width"_L1);
        const double height = number("height"_L1);
        if (width > 0 && height > 0)
            return {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
    } else if (name == u"polygon"_s) {
        const auto numbers = numbersOf(attributes.value("points"_L1).toString());
        std::vector<Spot> corners;
        for (std::size_t index = 0; index + 1 < numbers.size(); index += 2)
            corners.push_back({numbers[index], numbers[index + 1]});
        return corners;
    } else if (name == u"path"_s) {
        return cornersOf(attributes.value("d"_L1).toString());
    }
    return {};
}

class SvgVenue
{
public:
    explicit SvgVenue(const ReadOptions &options) : m_options(options) {}

    Result<VenueFile> run(const std::string &clean)
    {
        QXmlStreamReader reader(toQString(clean));
        while (!reader.atEnd()) {
            reader.readNext();
            if (reader.isStartElement()) {
                if (auto result = start(reader); !result)
                    return fail(std::move(result.error()));
            } else if (reader.isEndElement() && m_moved > 0 && --m_depthInMoved == 0) {
                m_moved = 0;
            }
        }
        if (reader.hasError() || m_file.levels.empty())
            return fail(Fault::Invalid, "no drawing");
        if (m_bent > 0)
            guess({}, std::to_string(m_bent) + " named shapes are bent, moved or in parts: drawn, and no spaces");
        m_file.levels.front().drawing = clean;
        return std::move(m_file);
    }

private:
    void guess(const std::string &path, std::string what)
    {
        m_file.report.guess({m_options.file, 0, path, std::move(what)});
    }

    Result<> start(const QXmlStreamReader &reader)
    {
        const QString name = reader.name().toString();
        const auto attributes = reader.attributes();
        if (m_moved > 0)
            ++m_depthInMoved;
        if (name == u"svg"_s)
            return m_file.levels.empty() ? startPlan(attributes) : Result<>();
        const bool isMoved = !attributes.value("transform"_L1).isEmpty();
        if (isMoved && m_moved == 0) {
            m_moved = 1;
            m_depthInMoved = 1;
        }
        const std::string id = attributes.value("id"_L1).toString().toStdString();
        const std::string title = oneLine(attributes.value("data-name"_L1).toString().toStdString());
        const std::string category = lowerAscii(attributes.value("data-category"_L1).toString().toStdString());
        if (title.empty() && category.empty())
            return {};
        takeUnit(name, attributes, id, title, category);
        return m_file.units.size() > kMaxFileUnits ? Result<>(fail(Fault::TooLarge, "more than 20,000 shapes"))
                                                   : Result<>();
    }

    Result<> startPlan(const QXmlStreamAttributes &attributes)
    {
        const auto box = numbersOf(attributes.value("viewBox"_L1).toString());
        if (box.size() != 4 || box[2] > kMaxVenueMetres || box[3] > kMaxVenueMetres)
            return fail(Fault::TooLarge, "viewBox: a side of more than 10,000 units, each taken as a metre");
        m_origin = {box[0], box[1]};
        m_file.widthMm = static_cast<std::int32_t>(std::lround(std::max(box[2] * kMmOfUnit, 1000.0)));
        m_file.heightMm = static_cast<std::int32_t>(std::lround(std::max(box[3] * kMmOfUnit, 1000.0)));
        const std::string name =
            oneLine(firstCharacters(m_options.file.substr(0, m_options.file.rfind('.')), kMaxName - 20));
        m_file.source = "drawing " + lowerAscii(name);
        m_file.levels.push_back({m_file.source, name, 0, {}, "svg"});
        guess("svg",
              "a unit of the view box is taken as a metre: " + std::to_string(std::lround(box[2])) + " m by "
                  + std::to_string(std::lround(box[3])) + " m");
        return {};
    }

    void takeUnit(const QString &element, const QXmlStreamAttributes &attributes, const std::string &id,
                  const std::string &title, const std::string &category)
    {
        FileUnit unit;
        unit.name = std::string(firstCharacters(title, kMaxName));
        if (category == "room" || category.empty())
            unit.kind = SpaceKind::Room;
        else if (category.rfind("restroom", 0) == 0 || category == "foodservice" || category == "firstaid")
            unit.kind = SpaceKind::Service;
        else
            unit.kind = category == "nonpublic" ? SpaceKind::Closed : SpaceKind::Area;
        unit.path = element.toStdString() + " " + oneLine(firstCharacters(id.empty() ? title : id, 100));
        const std::string bare = id.rfind("unit-", 0) == 0 ? id.substr(5) : id;
        unit.guid = isUuid(bare) ? lowerAscii(bare) : std::string();
        unit.key = !unit.guid.empty() ? unit.guid : m_file.source + "#" + (id.empty() ? title : id);
        const std::vector<Spot> corners = m_moved > 0 ? std::vector<Spot>() : shapeOf(element, attributes);
        if (corners.size() < 3 || corners.size() > kMaxOutline) {
            m_bent += unit.name.empty() ? 0 : 1;
            unit.name.clear();
        }
        for (const Spot &corner : corners)
            unit.outline.push_back({static_cast<std::int32_t>(std::lround((corner.x - m_origin.x) * kMmOfUnit)),
                                    static_cast<std::int32_t>(std::lround((corner.y - m_origin.y) * kMmOfUnit))});
        m_file.units.push_back(std::move(unit));
    }

    const ReadOptions &m_options;
    VenueFile m_file;
    Spot m_origin;
    int m_moved = 0; ///< 1 within an element that is moved or turned
    int m_depthInMoved = 0;
    std::int64_t m_bent = 0;
};

} // namespace

Result<VenueFile> readSvgVenue(const std::string &clean, const ReadOptions &options)
{
    return SvgVenue(options).run(clean);
}

} // namespace gatehouse
