// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/ticketing/fold.h"

#include <algorithm>
#include <array>
#include <optional>

namespace gatehouse {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

template <std::size_t N>
bool isIn(const std::array<Range, N> &ranges, char32_t letter)
{
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const Range &range) { return letter >= range.first && letter <= range.last; });
}

/// Accents, points and joiners: dropped wherever they stand.
constexpr std::array<Range, 24> kMarks{{
    {0xAD, 0xAD},     {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x5BF, 0x5BF},   {0x5C1, 0x5C2},
    {0x5C4, 0x5C5},   {0x5C7, 0x5C7},   {0x610, 0x61A},   {0x640, 0x640},   {0x64B, 0x65F},   {0x670, 0x670},
    {0x6D6, 0x6ED},   {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F},
    {0x20D0, 0x20FF}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
}};

constexpr std::array<Range, 12> kSeparators{{
    {0x00, 0x2F},
    {0x3A, 0x40},
    {0x5B, 0x60},
    {0x7B, 0xA9},
    {0xAB, 0xB1},
    {0xB4, 0xB8},
    {0xBB, 0xBF},
    {0x2000, 0x206F},
    {0x2E00, 0x2E7F},
    {0x3000, 0x3004},
    {0x3008, 0x3020},
    {0xFF01, 0xFF0F},
}};
constexpr std::array<Range, 4> kRareSeparators{{{0x5BE, 0x5BE}, {0x60C, 0x61F}, {0x30FB, 0x30FB}, {0xFF1A, 0xFF20}}};

/// Written without spaces between words: Thai, Lao, Burmese, Khmer, kana, Han, Hangul.
constexpr std::array<Range, 9> kUnspaced{{
    {0xE00, 0xEFF},
    {0x1000, 0x109F},
    {0x1780, 0x17FF},
    {0x3005, 0x3007},
    {0x3040, 0x30FF},
    {0x31F0, 0x31FF},
    {0x3400, 0x9FFF},
    {0xAC00, 0xD7A3},
    {0x20000, 0x3FFFF},
}};

bool joinsWords(char32_t letter)
{
    return letter == '\'' || letter == '-' || letter == 0x2019 || letter == 0x2010 || letter == 0x2011
        || letter == 0x2BC || letter == 0x5BE;
}

std::optional<char32_t> nextLetter(std::string_view &text)
{
    const auto first = static_cast<std::uint8_t>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (length > text.size() || (first >= 0x80 && first < 0xC2))
        return std::nullopt;
    char32_t letter = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t at = 1; at < length; ++at)
        letter = letter << 6 | (static_cast<std::uint8_t>(text[at]) & 0x3FU);
    text.remove_prefix(length);
    return letter;
}

void append(std::string &out, char32_t letter)
{
    if (letter < 0x80) {
        out += static_cast<char>(letter);
    } else if (letter < 0x800) {
        out += static_cast<char>(0xC0 | letter >> 6);
        out += static_cast<char>(0x80 | (letter & 0x3F));
    } else if (letter < 0x10000) {
        out += static_cast<char>(0xE0 | letter >> 12);
        out += static_cast<char>(0x80 | (letter >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (letter & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | letter >> 18);
        out += static_cast<char>(0x80 | (letter >> 12 & 0x3F));
        out += static_cast<char>(0x80 | (letter >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (letter & 0x3F));
    }
}

const char *tableFold(char32_t letter)
{
    const detail::FoldEntry *end = detail::kFoldTable + detail::kFoldTableSize;
    const detail::FoldEntry *at =
        std::lower_bound(detail::kFoldTable, end, letter,
                         [](const detail::FoldEntry &entry, char32_t value) { return entry.from < value; });
    return at != end && at->from == letter ? at->to : nullptr;
}

/// Hangul letters that came apart (Unicode 3.12): a vowel joins the leading consonant before it, a final one the
/// syllable.
std::optional<char32_t> composedHangul(char32_t before, char32_t letter)
{
    const bool isLeading = before >= 0x1100 && before <= 0x1112;
    if (isLeading && letter >= 0x1161 && letter <= 0x1175)
        return 0xAC00 + ((before - 0x1100) * 21 + (letter - 0x1161)) * 28;
    const bool isOpenSyllable = before >= 0xAC00 && before <= 0xD7A3 && (before - 0xAC00) % 28 == 0;
    if (isOpenSyllable && letter >= 0x11A8 && letter <= 0x11C2)
        return before + (letter - 0x11A7);
    return std::nullopt;
}

/// ae, oe, ue, aa: the second letter says nothing that the first does not.
bool isSecondOfPair(char before, char letter)
{
    return (letter == 'e' && (before == 'a' || before == 'o' || before == 'u')) || (letter == 'a' && before == 'a');
}

/// One word on its way: its folded text, and the last letters for what joins.
class Folding
{
public:
    /// What came before, by the raw letters, so that "aae" is not eaten up from one end to the other.
    void add(char32_t letter)
    {
        if (const auto whole = composedHangul(m_last, letter)) {
            m_text.resize(m_lastAt);
            m_last = *whole;
            gatehouse::append(m_text, *whole);
            return;
        }
        m_lastAt = m_text.size();
        m_last = letter;
        if (const char *to = tableFold(letter))
            appendPaired(to);
        else if (letter < 0x80)
            appendPaired(std::string(1, static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter)));
        else
            appendPlain(letter);
    }
    [[nodiscard]] bool isEmpty() const { return m_text.empty(); }
    [[nodiscard]] std::string take()
    {
        m_last = 0;
        m_lastAt = 0;
        m_before = '\0';
        return std::exchange(m_text, {});
    }

private:
    void appendPaired(std::string_view letters)
    {
        for (const char letter : letters) {
            const bool isSilent = isSecondOfPair(m_before, letter);
            m_before = isSilent ? '\0' : letter;
            if (!isSilent)
                m_text += letter;
        }
    }
    void appendPlain(char32_t letter)
    {
        m_before = '\0';
        gatehouse::append(m_text, letter);
    }

    std::string m_text;
    char32_t m_last = 0;
    std::size_t m_lastAt = 0;
    char m_before = '\0';
};

struct Word {
    std::string text;
    bool isUnspaced = false;
    bool isJoinedToNext = false;
};

std::vector<Word> wordsOf(std::string_view text)
{
    std::vector<Word> words;
    Folding folding;
    bool isUnspaced = false;
    const auto end = [&](bool isJoined) {
        if (!folding.isEmpty())
            words.push_back({folding.take(), isUnspaced, isJoined});
    };
    while (!text.empty()) {
        const auto letter = nextLetter(text);
        if (!letter)
            break;
        if (isIn(kMarks, *letter))
            continue;
        if (joinsWords(*letter) || isIn(kSeparators, *letter) || isIn(kRareSeparators, *letter)) {
            end(joinsWords(*letter));
            continue;
        }
        const bool isOfUnspaced = isIn(kUnspaced, *letter) || (*letter >= 0x1100 && *letter <= 0x11FF);
        if (isOfUnspaced != isUnspaced)
            end(false);
        isUnspaced = isOfUnspaced;
        folding.add(*letter);
    }
    end(false);
    return words;
}

bool isContinuation(char byte)
{
    return (static_cast<std::uint8_t>(byte) & 0xC0) == 0x80;
}

void addSuffixes(const std::string &word, std::vector<std::string> &words)
{
    for (std::size_t at = 1; at < word.size(); ++at) {
        if (!isContinuation(word[at]))
            words.push_back(word.substr(at));
    }
}

void addWithoutArticle(const std::string &word, std::vector<std::string> &words)
{
    constexpr std::string_view kArticle = "\xD8\xA7\xD9\x84"; // alef, lam
    constexpr std::size_t kThreeLetters = 6;
    if (word.size() >= kArticle.size() + kThreeLetters && word.compare(0, kArticle.size(), kArticle) == 0)
        words.push_back(word.substr(kArticle.size()));
}

} // namespace

std::vector<std::string> foldedWords(std::string_view text)
{
    std::vector<std::string> words;
    for (Word &word : wordsOf(text))
        words.push_back(std::move(word.text));
    return words;
}

std::vector<std::string> indexWords(std::string_view text)
{
    std::vector<std::string> words;
    std::string joined;
    for (const Word &word : wordsOf(text)) {
        words.push_back(word.text);
        addWithoutArticle(word.text, words);
        if (word.isUnspaced)
            addSuffixes(word.text, words);
        joined += word.text;
        if (word.isJoinedToNext)
            continue;
        words.push_back(std::exchange(joined, {}));
    }
    if (!joined.empty())
        words.push_back(joined);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

std::string folded(std::string_view text)
{
    std::string all;
    for (const std::string &word : foldedWords(text)) {
        if (!all.empty())
            all += ' ';
        all += word;
    }
    return all;
}

} // namespace gatehouse
