// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/plan/svgplan.h"

#include "shared/model/limits.h"
#include "shared/model/text.h"

#include <QHash>
#include <QSet>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

#include <cmath>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

const QString kSvgNamespace = u"http://www.w3.org/2000/svg"_s;

enum class AttributeKind { Number, Numbers, Path, Transform, Colour, Word, Name };

const QSet<QString> &elements()
{
    static const QSet<QString> names{u"g"_s,        u"path"_s,    u"rect"_s, u"circle"_s, u"ellipse"_s, u"line"_s,
                                     u"polyline"_s, u"polygon"_s, u"text"_s, u"title"_s,  u"desc"_s};
    return names;
}

/// Attributes that are taken over, and as what. A dash pattern is not among them: a tiny one costs for ever to draw.
const QHash<QString, AttributeKind> &attributes()
{
    using enum AttributeKind;
    static const QHash<QString, AttributeKind> kinds{{u"x"_s, Number},
                                                     {u"y"_s, Number},
                                                     {u"x1"_s, Number},
                                                     {u"y1"_s, Number},
                                                     {u"x2"_s, Number},
                                                     {u"y2"_s, Number},
                                                     {u"cx"_s, Number},
                                                     {u"cy"_s, Number},
                                                     {u"r"_s, Number},
                                                     {u"rx"_s, Number},
                                                     {u"ry"_s, Number},
                                                     {u"width"_s, Number},
                                                     {u"height"_s, Number},
                                                     {u"stroke-width"_s, Number},
                                                     {u"opacity"_s, Number},
                                                     {u"fill-opacity"_s, Number},
                                                     {u"stroke-opacity"_s, Number},
                                                     {u"font-size"_s, Number},
                                                     {u"stroke-miterlimit"_s, Number},
                                                     {u"points"_s, Numbers},
                                                     {u"d"_s, Path},
                                                     {u"transform"_s, Transform},
                                                     {u"fill"_s, Colour},
                                                     {u"stroke"_s, Colour},
                                                     {u"fill-rule"_s, Word},
                                                     {u"stroke-linecap"_s, Word},
                                                     {u"stroke-linejoin"_s, Word},
                                                     {u"text-anchor"_s, Word},
                                                     {u"font-weight"_s, Word},
                                                     {u"visibility"_s, Word},
                                                     {u"display"_s, Word},
                                                     {u"id"_s, Name},
                                                     {u"class"_s, Name},
                                                     {u"data-category"_s, Name},
                                                     {u"data-name"_s, Name}};
    return kinds;
}

bool isSpace(QChar character)
{
    return character == u' ' || character == u'\t' || character == u'\n' || character == u'\r' || character == u',';
}

/// Walks over the numbers of a list ("1.5-2,3e1"); `command` tells which other characters may stand between them.
/// Returns how many there are, or nothing where it is no such list or a number is out of bounds.
template <class Command>
std::optional<qint64> countNumbers(QStringView text, Command command)
{
    qint64 count = 0;
    qsizetype at = 0;
    const auto digits = [&] {
        const qsizetype from = at;
        while (at < text.size() && text[at] >= u'0' && text[at] <= u'9')
            ++at;
        return at - from;
    };
    while (at < text.size()) {
        if (isSpace(text[at]) || command(text[at])) {
            ++at;
            continue;
        }
        const qsizetype from = at;
        if (text[at] == u'+' || text[at] == u'-')
            ++at;
        qsizetype seen = digits();
        if (at < text.size() && text[at] == u'.') {
            ++at;
            seen += digits();
        }
        if (seen == 0)
            return {};
        if (at < text.size() && (text[at] == u'e' || text[at] == u'E')) {
            ++at;
            if (at < text.size() && (text[at] == u'+' || text[at] == u'-'))
                ++at;
            if (digits() == 0)
                return {};
        }
        bool isNumber = false;
        const double value = text.mid(from, at - from).toDouble(&isNumber);
        if (!isNumber || !std::isfinite(value) || std::abs(value) > kMaxPlanNumber)
            return {};
        ++count;
    }
    return count;
}

bool isPathCommand(QChar character)
{
    return u"MmZzLlHhVvCcSsQqTtAa"_s.contains(character);
}

bool isColour(const QString &value)
{
    if (value.size() > 40)
        return false;
    if (value.startsWith(u'#'))
        return std::all_of(value.begin() + 1, value.end(), [](QChar c) {
            return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
        });
    if (value.startsWith("rgb("_L1) && value.endsWith(u')'))
        return countNumbers(QStringView(value).mid(4, value.size() - 5), [](QChar c) { return c == u'%'; }) == 3;
    return !value.isEmpty() && std::all_of(value.begin(), value.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
    });
}

bool isWord(const QString &value)
{
    return value.size() <= 40 && std::all_of(value.begin(), value.end(), [](QChar c) {
               return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-';
           });
}

bool isTransform(const QString &value)
{
    qsizetype at = 0;
    while (at < value.size()) {
        if (isSpace(value[at])) {
            ++at;
            continue;
        }
        const qsizetype open = value.indexOf(u'(', at);
        const qsizetype close = value.indexOf(u')', at);
        if (open < 0 || close < open)
            return false;
        const QString name = value.mid(at, open - at).trimmed();
        if (!QStringList{u"translate"_s, u"scale"_s, u"rotate"_s, u"matrix"_s, u"skewX"_s, u"skewY"_s}.contains(name))
            return false;
        const auto count =
            countNumbers(QStringView(value).mid(open + 1, close - open - 1), [](QChar) { return false; });
        if (!count || *count < 1 || *count > 6)
            return false;
        at = close + 1;
    }
    return true;
}

/// A length without its unit, where it is one that may simply be dropped.
QString withoutUnit(const QString &value)
{
    const QString trimmed = value.trimmed();
    for (const auto &unit : {"px"_L1, "pt"_L1, "mm"_L1})
        if (trimmed.endsWith(unit))
            return trimmed.chopped(unit.size());
    return trimmed;
}

class Rewriter
{
public:
    explicit Rewriter(const QByteArray &svg) : m_reader(QString::fromUtf8(svg)), m_writer(&m_plan.svg) {}

    Result<CleanPlan> run()
    {
        while (!m_reader.atEnd() && !m_failure) {
            m_reader.readNext();
            take();
        }
        if (m_reader.hasError())
            refuse(Fault::Malformed, m_reader.errorString());
        if (!m_failure && m_plan.size.isEmpty())
            refuse(Fault::Invalid, u"no svg element with a view box or a size"_s);
        if (m_failure)
            return fail(*m_failure);
        return std::move(m_plan);
    }

private:
    void refuse(Fault fault, const QString &what)
    {
        if (!m_failure)
            m_failure = Failure{fault, "line " + std::to_string(m_reader.lineNumber()) + ": " + what.toStdString(), {}};
    }

    void take()
    {
        switch (m_reader.tokenType()) {
        case QXmlStreamReader::DTD:
            refuse(Fault::Invalid, u"a document type is not taken"_s);
            break;
        case QXmlStreamReader::StartElement:
            start();
            break;
        case QXmlStreamReader::EndElement:
            --m_depth;
            if (m_skipFrom == 0)
                m_writer.writeEndElement();
            else if (m_depth < m_skipFrom)
                m_skipFrom = 0;
            break;
        case QXmlStreamReader::Characters:
            if (m_skipFrom == 0 && m_takesText && !m_reader.isWhitespace())
                m_writer.writeCharacters(m_reader.text().toString().left(kMaxText));
            break;
        case QXmlStreamReader::NoToken:
        case QXmlStreamReader::Invalid:
        case QXmlStreamReader::StartDocument:
        case QXmlStreamReader::EndDocument:
        case QXmlStreamReader::Comment:
        case QXmlStreamReader::EntityReference:
        case QXmlStreamReader::ProcessingInstruction:
            break; // left out
        }
    }

    void start()
    {
        if (++m_depth > kMaxPlanDepth)
            return refuse(Fault::TooLarge, u"more than %1 nested elements"_s.arg(kMaxPlanDepth));
        if (++m_elements > kMaxPlanElements)
            return refuse(Fault::TooLarge, u"more than %1 elements"_s.arg(kMaxPlanElements));
        if (m_reader.attributes().size() > kMaxPlanAttributes)
            return refuse(Fault::TooLarge, u"more than %1 attributes"_s.arg(kMaxPlanAttributes));
        const QString name = m_reader.name().toString();
        const bool isSvg = m_reader.namespaceUri().isEmpty() || m_reader.namespaceUri() == kSvgNamespace;
        if (m_depth == 1) {
            if (!isSvg || name != u"svg"_s)
                return refuse(Fault::Invalid, u"not an SVG"_s);
            return startRoot();
        }
        if (m_skipFrom == 0 && (!isSvg || !elements().contains(name))) {
            m_skipFrom = m_depth;
            ++m_plan.leftOut;
        }
        if (m_skipFrom != 0)
            return;
        m_takesText = name == u"text"_s || name == u"title"_s || name == u"desc"_s;
        m_writer.writeStartElement(name);
        writeAttributes();
    }

    void startRoot()
    {
        const auto given = m_reader.attributes();
        const QStringList box =
            given.value("viewBox"_L1).toString().simplified().replace(u',', u' ').split(u' ', Qt::SkipEmptyParts);
        double parts[4] = {0, 0, withoutUnit(given.value("width"_L1).toString()).toDouble(),
                           withoutUnit(given.value("height"_L1).toString()).toDouble()};
        for (int part = 0; box.size() == 4 && part < 4; ++part)
            parts[part] = box.at(part).toDouble();
        for (const double part : parts)
            if (!std::isfinite(part) || std::abs(part) > kMaxPlanNumber)
                return refuse(Fault::Invalid, u"a view box out of bounds"_s);
        if (parts[2] <= 0 || parts[3] <= 0)
            return refuse(Fault::Invalid, u"no view box and no size"_s);
        m_plan.size = {parts[2], parts[3]};
        m_writer.writeStartElement(u"svg"_s);
        m_writer.writeAttribute(u"xmlns"_s, kSvgNamespace);
        m_writer.writeAttribute(u"viewBox"_s, u"%1 %2 %3 %4"_s.arg(parts[0]).arg(parts[1]).arg(parts[2]).arg(parts[3]));
    }

    void writeAttributes()
    {
        QHash<QString, QString> kept;
        for (const auto &attribute : m_reader.attributes()) {
            if (attribute.prefix().isEmpty())
                keep(kept, attribute.name().toString(), attribute.value().toString());
            if (attribute.qualifiedName() == "style"_L1) // what drawing programs write instead of attributes
                for (const QString &pair : attribute.value().toString().split(u';', Qt::SkipEmptyParts))
                    keep(kept, pair.section(u':', 0, 0).trimmed(), pair.section(u':', 1).trimmed());
        }
        QStringList names = kept.keys();
        names.sort(); // the same plan gives the same bytes
        for (const QString &name : names)
            m_writer.writeAttribute(name, kept.value(name));
    }

    void keep(QHash<QString, QString> &kept, const QString &name, const QString &value)
    {
        const auto kind = attributes().constFind(name);
        if (kind == attributes().constEnd())
            return;
        const auto none = [](QChar) { return false; };
        switch (*kind) {
        case AttributeKind::Number:
            if (const QString number = withoutUnit(value); countNumbers(number, none) == 1)
                kept.insert(name, number);
            return;
        case AttributeKind::Numbers:
            return keepNumbers(kept, name, value, countNumbers(value, none));
        case AttributeKind::Path:
            return keepNumbers(kept, name, value, countNumbers(value, isPathCommand));
        case AttributeKind::Transform:
            if (isTransform(value))
                kept.insert(name, value);
            return;
        case AttributeKind::Colour:
            if (isColour(value))
                kept.insert(name, value);
            return;
        case AttributeKind::Word:
            if (isWord(value))
                kept.insert(name, value);
            return;
        case AttributeKind::Name:
            if (value.size() <= int(kMaxName))
                kept.insert(name, value);
            return;
        }
    }

    void keepNumbers(QHash<QString, QString> &kept, const QString &name, const QString &value,
                     std::optional<qint64> count)
    {
        if (!count)
            return refuse(Fault::Invalid,
                          u"\"%1\" is no list of numbers within ±%2"_s.arg(name).arg(kMaxPlanNumber, 0, 'f', 0));
        m_numbers += *count;
        if (m_numbers > kMaxPlanNumbers)
            return refuse(Fault::TooLarge, u"more than %1 numbers"_s.arg(kMaxPlanNumbers));
        kept.insert(name, value);
    }

    QXmlStreamReader m_reader;
    CleanPlan m_plan;
    QXmlStreamWriter m_writer;
    std::optional<Failure> m_failure;
    int m_depth = 0;
    int m_elements = 0;
    int m_skipFrom = 0; ///< the depth of the element whose subtree is left out; 0: none
    qint64 m_numbers = 0;
    bool m_takesText = false;
};

} // namespace

Result<CleanPlan> cleanSvgPlan(const QByteArray &svg)
{
    if (svg.size() > qsizetype(kMaxBlob))
        return fail(Fault::TooLarge, "more than " + std::to_string(kMaxBlob) + " bytes");
    if (svg.startsWith("\x1f\x8b"))
        return fail(Fault::Unsupported, "line 1: a compressed SVG is not taken; save it as plain SVG");
    if (!isUtf8({svg.constData(), static_cast<std::size_t>(svg.size())}))
        return fail(Fault::Malformed, "line 1: not UTF-8");
    // Before the reader sees it: Qt 6.4's may never return from entities that name each other (CVE-2023-38197).
    if (const auto type = svg.indexOf("<!DOCTYPE"); type >= 0)
        return fail(Fault::Invalid,
                    "line " + std::to_string(1 + svg.left(type).count('\n')) + ": a document type is not taken");
    return Rewriter(svg).run();
}

} // namespace gatehouse
