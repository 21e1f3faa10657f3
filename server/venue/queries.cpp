// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/venue/queries.h"

namespace gatehouse {

Result<GetBlob::Answer> answer(const GetBlob &query, QueryContext &context)
{
    constexpr std::size_t kPieceBytes = 48 * 1024; // the limit of the answer's field
    GetBlob::Answer answer;
    auto content = context.reader.blob(query.hash, query.offset, kPieceBytes, &answer.size);
    if (!content)
        return fail(std::move(content.error()));
    answer.content = Bytes(std::move(*content));
    return answer;
}

} // namespace gatehouse
