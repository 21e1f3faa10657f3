// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/spec.h"
#include "shared/model/id.h"
#include "shared/model/result.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace gatehouse {

class Keyring;

/// Whom a command runs for.
struct Actor {
    Id id;     ///< account or device; null for the program itself
    Id device; ///< the device it came from; null for a browser or a tool
    Permissions permissions;
    bool isRevokedDevice = false; ///< its facts are still taken, but quarantined
    bool operator==(const Actor &) const = default;
};

/// What a handler sees and changes: one command's look at the document. A handler looks, then refuses or puts; puts are
/// buffered and seen by later finds of the same command, and are thrown away by a refusal. Lives for one command, on
/// the engine's thread.
class Transaction
{
public:
    virtual ~Transaction() = default;

    /// The engine's clock: never behind the last journal entry.
    [[nodiscard]] virtual Instant now() const = 0;
    [[nodiscard]] virtual const Actor &actor() const = 0;
    /// True: what a CommandPreparation does for this command was done, on another thread (see preparer.h).
    [[nodiscard]] virtual bool isPrepared() const = 0;
    [[nodiscard]] virtual Random &random() = 0;
    /// The sequence that this command's entry will have: the revision of everything it puts.
    [[nodiscard]] virtual std::int64_t sequence() const = 0;
    /// The keys of the document, for what handlers sign and hash.
    [[nodiscard]] virtual Keyring &keyring() = 0;
    /// Keeps the bytes as a blob, named by their SHA-256. Fault::TooLarge above kMaxBlob.
    [[nodiscard]] virtual Result<Bytes> putBlob(std::string_view content) = 0;

    /// Entities with personal fields come with them opened; of an erased person they come empty.
    template <class E>
    [[nodiscard]] std::optional<E> find(const Id &id)
    {
        E entity;
        if (!findRow(entityType<E>(), id, &entity, nullptr))
            return std::nullopt;
        return entity;
    }
    template <class E>
    [[nodiscard]] std::optional<E> find(const Id &id, std::int64_t &revision)
    {
        E entity;
        if (!findRow(entityType<E>(), id, &entity, &revision))
            return std::nullopt;
        return entity;
    }
    template <class E>
    [[nodiscard]] bool exists(const Id &id)
    {
        return find<E>(id).has_value();
    }

    /// Rows whose indexed field has this value, in no particular order, at most `most`. `Pointer` is a member flagged
    /// Indexed.
    template <auto Pointer>
    [[nodiscard]] auto where(const typename detail::MemberOf<decltype(Pointer)>::Member &value, std::size_t most = 1000)
    {
        using E = typename detail::MemberOf<decltype(Pointer)>::Class;
        E sample;
        sample.*Pointer = value;
        return found<E>(idsWhere(entityType<E>(), fieldAt<Pointer>(), &sample, most));
    }

    /// Rows whose indexed moment is after this one, the earliest first, at most `most`.
    template <auto Pointer>
    [[nodiscard]] auto after(Instant moment, std::size_t most)
    {
        static_assert(std::is_same_v<typename detail::MemberOf<decltype(Pointer)>::Member, Instant>);
        using E = typename detail::MemberOf<decltype(Pointer)>::Class;
        return found<E>(idsAbove(entityType<E>(), fieldAt<Pointer>(), moment.ms, most));
    }

    /// All rows, for entities of which there are few (lists, products, gates). At most `most`.
    template <class E>
    [[nodiscard]] std::vector<E> all(std::size_t most = 10'000)
    {
        return found<E>(allIds(entityType<E>(), most));
    }

    /// Inserts or replaces.
    template <class E>
    void put(const E &entity)
    {
        putRow(entityType<E>(), &entity);
    }
    /// No effect if it does not exist.
    template <class E>
    void remove(const Id &id)
    {
        removeRow(entityType<E>(), id);
    }

    /// Another noun's command, as part of this one: same entry of the journal, same actor, without asking for its
    /// permission.
    template <class C>
    [[nodiscard]] Result<typename C::Answer> run(const C &command)
    {
        typename C::Answer answer;
        if (auto result = runCommand(commandType<C>(), &command, &answer); !result)
            return fail(std::move(result.error()));
        return answer;
    }

protected:
    virtual bool findRow(const EntityType &type, const Id &id, void *entity, std::int64_t *revision) = 0;
    virtual std::vector<Id> idsWhere(const EntityType &type, const Field &field, const void *sample,
                                     std::size_t most) = 0;
    virtual std::vector<Id> idsAbove(const EntityType &type, const Field &field, std::int64_t bound,
                                     std::size_t most) = 0;
    virtual std::vector<Id> allIds(const EntityType &type, std::size_t most) = 0;
    virtual void putRow(const EntityType &type, const void *entity) = 0;
    virtual void removeRow(const EntityType &type, const Id &id) = 0;
    virtual Result<> runCommand(const CommandType &type, const void *command, void *answer) = 0;

private:
    template <auto Pointer>
    [[nodiscard]] static const Field &fieldAt()
    {
        using E = typename detail::MemberOf<decltype(Pointer)>::Class;
        const auto &fields = tableOf<E>().fields;
        return *std::find_if(fields.begin(), fields.end(),
                             [](const Field &each) { return each.at == &detail::memberAt<Pointer>; });
    }
    template <class E>
    [[nodiscard]] std::vector<E> found(const std::vector<Id> &ids)
    {
        std::vector<E> rows;
        for (const Id &id : ids) {
            if (auto entity = find<E>(id))
                rows.push_back(std::move(*entity));
        }
        return rows;
    }
};

/// How a command is carried out, without its type: what server/house makes of `handle(const C &, Transaction &)`.
struct Handler {
    const CommandType *type = nullptr;
    Result<> (*run)(const void *command, Transaction &transaction, void *answer) = nullptr;
};

template <class C>
[[nodiscard]] Handler handlerOf()
{
    return {&commandType<C>(), [](const void *command, Transaction &transaction, void *answer) -> Result<> {
                auto result = handle(*static_cast<const C *>(command), transaction);
                if (!result)
                    return fail(std::move(result.error()));
                if constexpr (!std::is_void_v<typename decltype(result)::value_type>)
                    *static_cast<typename C::Answer *>(answer) = std::move(*result);
                return {};
            }};
}

} // namespace gatehouse
