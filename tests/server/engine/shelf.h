// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"
#include "server/keyring/keyring.h"
#include "server/store/document.h"
#include "server/store/sqlitereader.h"
#include "shared/model/codec.h"

#include <QTemporaryDir>

#include <stdexcept>

/// A noun for the tests of store and engine: boxes on shelves, with every kind of thing that they have to deal with.
namespace gatehouse {

struct Box;
using BoxId = IdOf<Box>;

struct Box {
    static constexpr EntitySpec spec{900, "box", Replication::Window};
    BoxId id;
    std::string label;
    std::int32_t count = 0;
    Id shelf;          ///< its audience
    std::string owner; ///< personal
    Later later;
    Later laterPersonal;
    static constexpr Field fields[] = {
        field<&Box::label>("label", Flag::Indexed), field<&Box::count>("count", Flag::Optional | Flag::Indexed),
        field<&Box::shelf>("shelf", Flag::Optional), field<&Box::owner>("owner", Flag::Personal | Flag::Optional)};
    bool operator==(const Box &) const = default;
};
inline Scopes scopesOf(const Box &box)
{
    return box.shelf.isNull() ? scopes({Scope::everyone()}) : scopes({Scope::within(Permission::ViewVenue, box.shelf)});
}
inline Id personOf(const Box &box)
{
    return box.id;
}

struct PutBox {
    static constexpr CommandSpec spec{"box.put", Permission::EditVenue};
    struct Answer {
        std::int32_t countBefore = 0;
        static constexpr Field fields[] = {field<&Answer::countBefore>("countBefore")};
    };
    BoxId box;
    std::string label;
    std::int32_t count = 0;
    Id shelf;
    std::string owner;
    static constexpr Field fields[] = {
        field<&PutBox::box>("box"), field<&PutBox::label>("label"), field<&PutBox::count>("count", Flag::Optional),
        field<&PutBox::shelf>("shelf", Flag::Optional), field<&PutBox::owner>("owner", Flag::Optional)};
};

struct AddToBox {
    static constexpr CommandSpec spec{"box.add", Permission::EditVenue};
    using Answer = Nothing;
    BoxId box;
    std::int32_t count = 0;
    static constexpr Field fields[] = {field<&AddToBox::box>("box"), field<&AddToBox::count>("count")};
};

struct RemoveBox {
    static constexpr CommandSpec spec{"box.remove", Permission::EditVenue};
    using Answer = Nothing;
    BoxId box;
    static constexpr Field fields[] = {field<&RemoveBox::box>("box")};
};

/// Goes wrong in the way it is told.
struct BreakShelf {
    static constexpr CommandSpec spec{"shelf.break", Permission::Everyone};
    using Answer = Nothing;
    std::string how;
    static constexpr Field fields[] = {field<&BreakShelf::how>("how")};
};

/// Moves all boxes of one label, by running box commands.
struct RelabelShelf {
    static constexpr CommandSpec spec{"shelf.relabel", Permission::EditVenue};
    using Answer = Nothing;
    std::string from;
    std::string to;
    static constexpr Field fields[] = {field<&RelabelShelf::from>("from"), field<&RelabelShelf::to>("to")};
};

inline Result<PutBox::Answer> handle(const PutBox &command, Transaction &transaction)
{
    const auto before = transaction.find<Box>(command.box);
    Box box;
    box.id = command.box;
    box.label = command.label;
    box.count = command.count;
    box.shelf = command.shelf;
    box.owner = command.owner;
    transaction.put(box);
    return PutBox::Answer{before ? before->count : -1};
}

inline Result<> handle(const AddToBox &command, Transaction &transaction)
{
    auto box = transaction.find<Box>(command.box);
    if (!box)
        return fail(Fault::NotFound, "box");
    if (box->count + command.count < 0)
        return fail(Fault::Conflict, "too few");
    box->count += command.count;
    transaction.put(*box);
    return {};
}

inline Result<> handle(const RemoveBox &command, Transaction &transaction)
{
    if (!transaction.exists<Box>(command.box))
        return fail(Fault::NotFound, "box");
    transaction.remove<Box>(command.box);
    return {};
}

inline Result<> handle(const BreakShelf &command, Transaction &transaction)
{
    Box box;
    box.id = makeId<BoxId>(transaction.now().ms, transaction.random());
    box.label = "never seen";
    if (command.how == "throw") {
        transaction.put(box);
        throw std::runtime_error("broken");
    }
    if (command.how == "busy")
        return fail(Fault::Unavailable, "later");
    if (command.how == "large") {
        box.label = std::string(kMaxContent + 1, 'x');
        transaction.put(box);
    }
    return {};
}

inline Result<> handle(const RelabelShelf &command, Transaction &transaction)
{
    for (const Box &box : transaction.where<&Box::label>(command.from)) {
        PutBox put;
        put.box = box.id;
        put.label = command.to;
        put.count = box.count;
        put.owner = box.owner;
        if (auto result = transaction.run(put); !result)
            return fail(std::move(result.error()));
    }
    if (!transaction.where<&Box::label>(command.from).empty())
        return fail(Fault::Internal, "where does not see what was put");
    return {};
}

inline std::span<const EntityType *const> shelfEntities()
{
    static const EntityType *const list[] = {&entityType<Box>()};
    return list;
}

inline std::vector<Handler> shelfHandlers()
{
    return {handlerOf<PutBox>(), handlerOf<AddToBox>(), handlerOf<RemoveBox>(), handlerOf<BreakShelf>(),
            handlerOf<RelabelShelf>()};
}

/// Stands still until it is moved.
class StillClock final : public Clock
{
public:
    Instant wall() override { return at; }
    std::int64_t monotonicMs() override { return ms; }
    void pass(std::int64_t passed)
    {
        at = at + passed;
        ms += passed;
    }
    Instant at{1'764'000'000'000};
    std::int64_t ms = 1000;
};

/// A document in a folder of its own with an engine on it, and what a test asks of them.
class ShelfRoom
{
public:
    explicit ShelfRoom(EngineOptions given = {}) : options(given)
    {
        path = folder.filePath(QStringLiteral("shelf.gatehouse")).toStdString();
        documentId = makeId(clock.at.ms, random);
        DocumentOptions documentOptions;
        documentOptions.entities = shelfEntities();
        auto made = Document::create(path, {documentId, makeId(clock.at.ms, random), clock.at}, documentOptions);
        if (!made)
            throw std::runtime_error(describe(made.error()));
        document = std::move(*made);
        std::string code;
        auto keys = Keyring::create(Keyring::pathFor(path), documentId, keyStore, random, &code);
        if (!keys)
            throw std::runtime_error(describe(keys.error()));
        keyring = std::move(*keys);
        start();
    }

    void start()
    {
        engine = std::make_unique<Engine>(*document, *keyring, shelfHandlers(), clock, random, options);
        engine->onPublish([this](std::shared_ptr<const Batch> batch) { batches.push_back(std::move(batch)); });
    }

    /// Ends the engine and the document and opens both again.
    Result<> restart()
    {
        stop();
        DocumentOptions documentOptions;
        documentOptions.entities = shelfEntities();
        auto opened = Document::open(path, documentOptions);
        if (!opened)
            return fail(std::move(opened.error()));
        document = std::move(*opened);
        start();
        return {};
    }

    void stop()
    {
        engine.reset();
        document.reset();
    }

    [[nodiscard]] Actor actor() const
    {
        Actor someone;
        someone.id = documentId;
        someone.permissions = {Permission::Everyone, Permission::EditVenue};
        return someone;
    }

    template <class C>
    CommandRequest request(const C &command, const Id &sender = {}, std::int64_t number = 0)
    {
        CommandRequest made;
        made.actor = actor();
        made.sender = sender;
        made.number = number;
        made.name = C::spec.name;
        made.body = encoded(command);
        made.deviceAt = clock.at;
        return made;
    }

    /// Queues it; its outcome is put into `outcomes` when it comes.
    void submit(CommandRequest made)
    {
        made.done = [this](CommandOutcome outcome) { outcomes.push_back(std::move(outcome)); };
        engine->submit(std::move(made));
    }

    /// Runs it alone, to the end.
    CommandOutcome run(CommandRequest made)
    {
        outcomes.clear();
        submit(std::move(made));
        while (engine->step()) {
        }
        if (outcomes.empty())
            return {};
        if (outcomes.back().failure.fault == Fault::Internal)
            qInfo("%s", describe(outcomes.back().failure).c_str());
        return outcomes.back();
    }

    template <class C>
    CommandOutcome run(const C &command, const Id &sender = {}, std::int64_t number = 0)
    {
        return run(request(command, sender, number));
    }

    PutBox newBox(const std::string &label, std::int32_t count = 0)
    {
        PutBox put;
        put.box = makeId<BoxId>(clock.at.ms, random);
        put.label = label;
        put.count = count;
        return put;
    }

    std::unique_ptr<Reader> reader()
    {
        auto opened = openReader(path, keyring.get(), shelfEntities());
        if (!opened)
            throw std::runtime_error(describe(opened.error()));
        return std::move(*opened);
    }

    std::optional<Box> stored(const Id &id)
    {
        auto row = reader()->find(entityType<Box>(), id);
        if (!row || !*row)
            return std::nullopt;
        auto box = entityOf<Box>(**row);
        return box ? std::optional<Box>(*box) : std::nullopt;
    }

    QTemporaryDir folder;
    EngineOptions options;
    StillClock clock;
    SeededRandom random{1};
    MemoryKeyStore keyStore;
    std::string path;
    Id documentId;
    std::unique_ptr<Document> document;
    std::unique_ptr<Keyring> keyring;
    std::unique_ptr<Engine> engine;
    std::vector<CommandOutcome> outcomes;
    std::vector<std::shared_ptr<const Batch>> batches;
};

} // namespace gatehouse
