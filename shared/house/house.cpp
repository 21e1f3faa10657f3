// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/house/house.h"

#include <map>

namespace gatehouse {

namespace {

/// The types of a list, with an index by name.
template <class Type>
struct Catalogue {
    std::vector<const Type *> types;
    std::map<std::string_view, const Type *> byName;

    void add(const Type &type)
    {
        types.push_back(&type);
        byName.emplace(type.spec.name, &type);
    }
    const Type *find(std::string_view name) const
    {
        const auto at = byName.find(name);
        return at == byName.end() ? nullptr : at->second;
    }
};

const Catalogue<EntityType> &entities()
{
    static const Catalogue<EntityType> catalogue = [] {
        Catalogue<EntityType> made;
        HouseEntities::each([&]<class E>() { made.add(entityType<E>()); });
        std::sort(made.types.begin(), made.types.end(),
                  [](const EntityType *a, const EntityType *b) { return a->spec.number < b->spec.number; });
        return made;
    }();
    return catalogue;
}

const Catalogue<CommandType> &commands()
{
    static const Catalogue<CommandType> catalogue = [] {
        Catalogue<CommandType> made;
        HouseCommands::each([&]<class C>() { made.add(commandType<C>()); });
        return made;
    }();
    return catalogue;
}

const Catalogue<QueryType> &queries()
{
    static const Catalogue<QueryType> catalogue = [] {
        Catalogue<QueryType> made;
        HouseQueries::each([&]<class Q>() { made.add(queryType<Q>()); });
        return made;
    }();
    return catalogue;
}

} // namespace

std::span<const EntityType *const> entityTypes()
{
    return entities().types;
}

std::span<const CommandType *const> commandTypes()
{
    return commands().types;
}

std::span<const QueryType *const> queryTypes()
{
    return queries().types;
}

const EntityType *findEntity(std::uint16_t number)
{
    static const std::array<const EntityType *, 256> byNumber = [] {
        std::array<const EntityType *, 256> made{};
        for (const EntityType *type : entities().types)
            made.at(type->spec.number) = type;
        return made;
    }();
    return number < byNumber.size() ? byNumber[number] : nullptr;
}

const EntityType *findEntity(std::string_view name)
{
    return entities().find(name);
}

const CommandType *findCommand(std::string_view name)
{
    return commands().find(name);
}

const QueryType *findQuery(std::string_view name)
{
    return queries().find(name);
}

} // namespace gatehouse
