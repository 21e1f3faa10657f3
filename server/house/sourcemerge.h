// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/house/sourcestate.h"
#include "shared/model/json.h"
#include "shared/model/text.h"

#include <array>

namespace gatehouse {

template <auto Pointer>
[[nodiscard]] std::size_t fieldIndex()
{
    const Table &table = tableOf<typename detail::MemberOf<decltype(Pointer)>::Class>();
    for (std::size_t index = 0; index < table.fields.size(); ++index) {
        if (table.fields[index].at == &detail::memberAt<Pointer>)
            return index;
    }
    return table.fields.size(); // every member that is said stands in its table
}

/// What a source says of a thing: values for some of its fields.
template <class E>
struct Wish {
    E value;
    std::vector<std::size_t> said; ///< indices of fields

    template <auto Pointer>
    void say(typename detail::MemberOf<decltype(Pointer)>::Member now)
    {
        value.*Pointer = std::move(now);
        said.push_back(fieldIndex<Pointer>());
    }
    template <auto Pointer, class V>
    void sayIf(const std::optional<V> &now)
    {
        if (now)
            say<Pointer>(*now);
    }
};

template <class E>
[[nodiscard]] std::string cborOf(const Field &field, const E &entity)
{
    std::string item;
    encodeValue(field, &entity, item);
    return item;
}

/// For the report: ‘"Old" becomes "New"’, shortened; ids and lists are not spelled out.
template <class E>
[[nodiscard]] std::string changeOf(const Field &field, const E &here, const E &now)
{
    if (field.kind == Kind::Id || field.kind == Kind::Ids || field.kind == Kind::Points || field.kind == Kind::Records)
        return std::string(field.name);
    const auto shown = [&field](const E &entity) {
        std::string text;
        valueToJson(field, &entity, text);
        return characterCount(text) > 60 ? std::string(firstCharacters(text, 60)) + "…" : text;
    };
    return std::string(field.name) + ": " + shown(here) + " → " + shown(now);
}

/// Notes what was said of a thing that is new.
template <class E>
void noteSaid(const Wish<E> &wish, const std::string &source, SourceRecord &record, const SourceState &state)
{
    static_assert(std::size(E::fields) <= kSaidFields);
    for (const std::size_t index : wish.said)
        setSaid(record, source, index, state.hashOf(cborOf(tableOf<E>().fields[index], wish.value)));
}

/// The thing as it is to be: `here` with what the source changed. A source that is new to the thing changes what is
/// still as another source left it. `taken` and `kept` are called with the change in
/// words.
template <class E, class Taken, class Kept>
[[nodiscard]] E merged(const E &here, const Wish<E> &wish, const std::string &source, SourceRecord &record,
                       const SourceState &state, const Taken &taken, const Kept &kept)
{
    E now = here;
    for (const std::size_t index : wish.said) {
        const Field &field = tableOf<E>().fields[index];
        const std::string wished = cborOf(field, wish.value);
        const std::string own = cborOf(field, here);
        const std::string hash = state.hashOf(wished);
        const std::string ownHash = state.hashOf(own);
        std::string before(saidAt(record, source, index));
        if (before.empty() && (own == cborOf(field, E()) || isSaid(record, index, ownHash)))
            before = ownHash;
        switch (judged(before, hash, ownHash)) {
        case Judgement::Same:
            break;
        case Judgement::Taken:
            if (decodeValue(field, &now, wished, Strictness::Replica))
                taken(changeOf(field, here, wish.value));
            break;
        case Judgement::KeptHere:
            kept(changeOf(field, here, wish.value));
            break;
        }
        setSaid(record, source, index, hash);
    }
    return now;
}

} // namespace gatehouse
