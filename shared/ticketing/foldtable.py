#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes foldtable.cpp from the Unicode data of this Python: foldtable.py > foldtable.cpp"""
import sys
import unicodedata

MARKS = [(0x300, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x610, 0x61A), (0x640, 0x640), (0x64B, 0x65F), (0x670, 0x670),
         (0x6D6, 0x6DC), (0x6DF, 0x6E8), (0x6EA, 0x6ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0x3099, 0x309A)]
# What decomposition does not know: letters that people type without their stroke, and letters that keyboards of one language
# write instead of those of another.
OWN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "ĸ": "k",
       "ɓ": "b", "ɗ": "d", "ɛ": "e", "ɔ": "o", "ƴ": "y", "ƙ": "k", "ɖ": "d", "ƒ": "f", "ə": "e",
       "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه",
       "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "ς": "σ", "ґ": "г", "є": "е", "ё": "е"}
RANGES = [(0x80, 0x10FF), (0x13A0, 0x13FF), (0x1C80, 0x1CBF), (0x1D00, 0x1FFF), (0x2070, 0x209F), (0x2100, 0x214F),
          (0x2460, 0x24FF), (0x2C00, 0x2DFF), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3200, 0x33FF), (0xA640, 0xA69F),
          (0xA720, 0xA7FF), (0xAB70, 0xABBF), (0xF900, 0xFAFF), (0xFB00, 0xFB4F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC),
          (0xFF10, 0xFF9F), (0x10400, 0x1044F), (0x104B0, 0x104FF), (0x118A0, 0x118DF), (0x1E900, 0x1E943)]


def is_mark(char):
    return any(first <= ord(char) <= last for first, last in MARKS)


def fold(char):
    text = unicodedata.normalize("NFKD", char).casefold()
    text = unicodedata.normalize("NFKD", text)
    out = ""
    for each in text:
        if is_mark(each):
            continue
        if 0x30A1 <= ord(each) <= 0x30F6:
            each = chr(ord(each) - 0x60)  # katakana to hiragana
        out += OWN.get(each, each)
    return out


entries = []
for first, last in RANGES:
    for code in range(first, last + 1):
        char = chr(code)
        if unicodedata.category(char) in ("Cn", "Cs", "Co", "Zs", "Sm") or is_mark(char):
            continue
        folded = fold(char)
        if folded != char and folded.strip() == folded and len(folded) <= 8:
            entries.append((code, folded))

print("// SPDX-License-Identifier: GPL-3.0-or-later")
print(f"// Written by foldtable.py from Unicode {unicodedata.unidata_version}; not edited by hand.")
print("// clang-format off")
print('#include "shared/ticketing/fold.h"\n\nnamespace gatehouse::detail {\n')
print("const FoldEntry kFoldTable[] = {")
line = "   "
for code, folded in entries:
    text = "".join(f"\\x{byte:02x}" for byte in folded.encode())
    item = f' {{0x{code:x}, "{text}"}},'
    if len(line) + len(item) > 120:
        print(line)
        line = "   "
    line += item
print(line)
print("};")
print(f"const std::size_t kFoldTableSize = {len(entries)};\n")
print("} // namespace gatehouse::detail")
print(len(entries), "letters", file=sys.stderr)
