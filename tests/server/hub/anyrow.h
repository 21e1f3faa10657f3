// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "shared/house/house.h"
#include "shared/model/codec.h"

/// Commands of the tests alone that put and remove rows of any entity, so that what concerns all entities alike can be
/// tried on each.
namespace gatehouse {

struct PutAnyRow {
    static constexpr CommandSpec spec{"test.put", Permission::System};
    using Answer = Nothing;
    std::int32_t entity = 0;
    Id id;
    Bytes body;
    Bytes personal;
    static constexpr Field fields[] = {field<&PutAnyRow::entity>("entity"), field<&PutAnyRow::id>("id"),
                                       field<&PutAnyRow::body>("body", Flag::Optional, kMaxContent),
                                       field<&PutAnyRow::personal>("personal", Flag::Optional, kMaxContent)};
};

struct RemoveAnyRow {
    static constexpr CommandSpec spec{"test.remove", Permission::System};
    using Answer = Nothing;
    std::int32_t entity = 0;
    Id id;
    static constexpr Field fields[] = {field<&RemoveAnyRow::entity>("entity"), field<&RemoveAnyRow::id>("id")};
};

inline Result<> handle(const PutAnyRow &command, Transaction &transaction)
{
    Result<> result = fail(Fault::Unknown, "entity");
    HouseEntities::each([&]<class E>() {
        if (E::spec.number != command.entity)
            return;
        E entity;
        static_cast<Id &>(entity.id) = command.id;
        result = decode(tableOf<E>(), &entity, Part::Open, command.body, Strictness::Replica);
        if (result && !command.personal.empty())
            result = decode(tableOf<E>(), &entity, Part::Personal, command.personal, Strictness::Replica);
        if (result)
            transaction.put(entity);
    });
    return result;
}

inline Result<> handle(const RemoveAnyRow &command, Transaction &transaction)
{
    HouseEntities::each([&]<class E>() {
        if (E::spec.number == command.entity)
            transaction.remove<E>(command.id);
    });
    return {};
}

inline std::vector<Handler> anyRowHandlers()
{
    return {handlerOf<PutAnyRow>(), handlerOf<RemoveAnyRow>()};
}

/// The command that puts this entity as it is.
template <class E>
[[nodiscard]] PutAnyRow putting(const E &entity)
{
    PutAnyRow put;
    put.entity = E::spec.number;
    put.id = entity.id;
    put.body = Bytes(encoded(entity, Part::Open));
    if (tableOf<E>().hasPersonal)
        put.personal = Bytes(encoded(entity, Part::Personal));
    return put;
}

} // namespace gatehouse
