// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

inline constexpr std::size_t kMaxCsvBytes = 256U * 1024 * 1024; ///< of a file; a million rows of 250 bytes
inline constexpr std::size_t kMaxCsvRecord = 1024 * 1024;       ///< bytes of one record, its line breaks among them
inline constexpr std::size_t kMaxCsvColumns = 500;              ///< the widest real exports have about 120
inline constexpr std::size_t kMaxCsvRows = 1'000'000;

/// A file as text: UTF-8 whatever it was.
struct CsvText {
    std::string text;
    std::string encoding; ///< "utf-8", "utf-16" or "windows-1252" (of which ISO-8859-1 is the part that matters)
    char delimiter = ',';
};

/// Finds out encoding (byte order mark, else UTF-8 where it holds, else windows-1252) and delimiter (of , ; tab | the
/// one that stands most often in the first record). Fault::TooLarge; Fault::Malformed for NUL bytes: not a text.
[[nodiscard]] Result<CsvText> readCsvText(std::string_view bytes);

struct CsvRecord {
    std::size_t line = 0; ///< where it begins, from 1
    std::vector<std::string> fields;
};

/// Records of RFC 4180, read with patience: any line end, quotes within unquoted fields, text behind a closing quote.
/// Blank lines are passed over.
class CsvReader
{
public:
    /// `text` must outlive the reader.
    CsvReader(std::string_view text, char delimiter) : m_text(text), m_delimiter(delimiter) {}

    /// False at the end. Fault::Malformed: a quote is never closed; Fault::TooLarge: a record or the number of rows.
    [[nodiscard]] Result<bool> next(CsvRecord &record);
    /// Bytes read so far.
    [[nodiscard]] std::size_t position() const { return m_at; }

private:
    [[nodiscard]] Result<> readQuoted(std::string &field);
    [[nodiscard]] bool atLineEnd() const;
    void passLineEnd();
    [[nodiscard]] Result<> readRecord(CsvRecord &record);
    [[nodiscard]] Result<> tooLarge(std::string_view what) const;

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    std::size_t m_rows = 0;
    std::size_t m_begin = 0;
    char m_delimiter;
};

} // namespace gatehouse
