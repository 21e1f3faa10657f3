// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/csv.h"
#include "tests/fuzz/fuzz.h"

namespace gatehouse::fuzz {

void take(std::string_view bytes)
{
    const auto text = readCsvText(bytes);
    if (!text)
        return;
    CsvReader reader(text->text, text->delimiter);
    CsvRecord record;
    std::size_t line = 0;
    std::size_t position = 0;
    for (;;) {
        const auto more = reader.next(record);
        if (!more || !*more)
            break;
        require(record.line >= line, "lines are counted upwards");
        require(reader.position() > position, "each record takes bytes");
        require(record.fields.size() <= kMaxCsvColumns, "no more columns than may be");
        line = record.line;
        position = reader.position();
    }
}

std::vector<std::string> seeds()
{
    return {"Name,Email\nAna,a@example.org\n", "\xEF\xBB\xBF\"a\"\"b\";\"two\r\nlines\";1,5\r\n",
            std::string("\xFF\xFE"
                        "a\0,\0b\0\n\0",
                        10),
            "M\xFCller\tx\n"};
}

} // namespace gatehouse::fuzz
