// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/csv.h"

#include "shared/model/text.h"

#include <QByteArrayView>
#include <QStringDecoder>

namespace gatehouse {

namespace {

using namespace std::literals;

std::string fromWindows1252(std::string_view bytes)
{
    // 0x80 … 0x9F (WHATWG Encoding, index windows-1252); the rest is ISO-8859-1.
    constexpr std::array<char16_t, 32> kHigh{0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                             0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                             0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                             0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    QString text;
    text.reserve(static_cast<qsizetype>(bytes.size()));
    for (const char byte : bytes) {
        const auto value = static_cast<std::uint8_t>(byte);
        text += QChar(value >= 0x80 && value < 0xA0 ? kHigh.at(value - 0x80U) : char16_t{value});
    }
    return text.toStdString();
}

Result<CsvText> fromUtf16(std::string_view bytes)
{
    auto decode = QStringDecoder(QStringDecoder::Utf16); // the mark says which end is first
    const QString text = decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (decode.hasError())
        return fail(Fault::Malformed, "not UTF-16");
    CsvText read;
    read.text = text.toStdString();
    read.encoding = "utf-16";
    return read;
}

Result<CsvText> decoded(std::string_view bytes)
{
    if (bytes.substr(0, 2) == "\xFF\xFE"sv || bytes.substr(0, 2) == "\xFE\xFF"sv)
        return fromUtf16(bytes);
    CsvText read;
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF"sv)
        bytes.remove_prefix(3);
    const bool isUnicode = isUtf8(bytes);
    read.text = isUnicode ? std::string(bytes) : fromWindows1252(bytes);
    read.encoding = isUnicode ? "utf-8" : "windows-1252";
    return read;
}

/// In the first record, outside quotes.
char sniffDelimiter(std::string_view text)
{
    constexpr std::string_view kDelimiters = ",;\t|";
    std::array<std::size_t, 4> counts{};
    bool isQuoted = false;
    for (const char letter : text.substr(0, kMaxCsvRecord)) {
        if (letter == '"')
            isQuoted = !isQuoted;
        if ((letter == '\n' || letter == '\r') && !isQuoted)
            break;
        if (const auto at = kDelimiters.find(letter); at != std::string_view::npos && !isQuoted)
            ++counts.at(at);
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    return kDelimiters[static_cast<std::size_t>(most - counts.begin())];
}

} // namespace

Result<CsvText> readCsvText(std::string_view bytes)
{
    if (bytes.size() > kMaxCsvBytes)
        return fail(Fault::TooLarge, "more than 256 MiB");
    auto read = decoded(bytes);
    if (!read)
        return read;
    if (read->text.find('\0') != std::string::npos)
        return fail(Fault::Malformed, "not a text");
    read->delimiter = sniffDelimiter(read->text);
    return read;
}

bool CsvReader::atLineEnd() const
{
    return m_text[m_at] == '\n' || m_text[m_at] == '\r';
}

void CsvReader::passLineEnd()
{
    if (m_text[m_at] == '\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n')
        ++m_at;
    ++m_at;
    ++m_line;
}

Result<> CsvReader::tooLarge(std::string_view what) const
{
    return fail(Fault::TooLarge, std::string(what) + " at line " + std::to_string(m_line));
}

Result<> CsvReader::readQuoted(std::string &field)
{
    const std::size_t begin = m_line;
    for (++m_at; m_at < m_text.size(); ++m_at) {
        const char letter = m_text[m_at];
        const bool isDoubled = letter == '"' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '"';
        if (letter == '"' && !isDoubled) {
            ++m_at;
            return {};
        }
        if (isDoubled)
            ++m_at;
        if (letter == '\n' || (letter == '\r' && (m_at + 1 >= m_text.size() || m_text[m_at + 1] != '\n')))
            ++m_line;
        field += letter;
        if (m_at - m_begin > kMaxCsvRecord)
            return fail(Fault::TooLarge,
                        "a record of more than 1 MiB, or a quote that is never closed, at line "
                            + std::to_string(begin));
    }
    return fail(Fault::Malformed, "a quote that is never closed at line " + std::to_string(begin));
}

Result<> CsvReader::readRecord(CsvRecord &record)
{
    std::string field;
    bool isAtFieldStart = true;
    while (m_at < m_text.size() && !atLineEnd()) {
        if (m_at - m_begin > kMaxCsvRecord)
            return tooLarge("a record of more than 1 MiB");
        if (m_text[m_at] == '"' && isAtFieldStart) {
            if (auto result = readQuoted(field); !result)
                return result;
            isAtFieldStart = false;
            continue;
        }
        if (m_text[m_at] == m_delimiter) {
            record.fields.push_back(std::exchange(field, {}));
            if (record.fields.size() >= kMaxCsvColumns)
                return tooLarge("more than 500 columns");
            isAtFieldStart = true;
        } else {
            field += m_text[m_at];
            isAtFieldStart = false;
        }
        ++m_at;
    }
    record.fields.push_back(std::move(field));
    return {};
}

Result<bool> CsvReader::next(CsvRecord &record)
{
    while (m_at < m_text.size() && atLineEnd())
        passLineEnd();
    if (m_at >= m_text.size())
        return false;
    if (++m_rows > kMaxCsvRows + 1)
        return fail(Fault::TooLarge, "more than 1,000,000 rows");
    record.line = m_line;
    record.fields.clear();
    m_begin = m_at;
    if (auto result = readRecord(record); !result)
        return fail(std::move(result.error()));
    if (m_at < m_text.size())
        passLineEnd();
    return true;
}

} // namespace gatehouse
