// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/cbor.h"

namespace gatehouse::cbor {

bool Reader::skip(int depth)
{
    Major major{};
    std::uint64_t value = 0;
    if (depth == 0 || !head(major, value))
        return false;
    switch (major) {
    case Major::Unsigned:
    case Major::Negative:
    case Major::Simple:
        return true;
    case Major::Bytes:
    case Major::Text:
        if (value > left())
            return false;
        m_at += value;
        return true;
    case Major::Array:
    case Major::Map:
        if (value > left())
            return false;
        for (std::uint64_t index = 0; index < (major == Major::Map ? value * 2 : value); ++index) {
            if (!skip(depth - 1))
                return false;
        }
        return true;
    case Major::Tag:
        return false;
    }
    return false;
}

} // namespace gatehouse::cbor
