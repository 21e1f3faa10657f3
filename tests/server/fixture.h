// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"
#include "server/house/house.h"
#include "server/keyring/keyring.h"
#include "server/store/document.h"
#include "server/store/sqlitereader.h"
#include "shared/crypto/random.h"
#include "shared/house/house.h"

#include <QTemporaryDir>

#include <stdexcept>

namespace gatehouse {

/// Stands still until it is moved.
class HouseClock final : public Clock
{
public:
    Instant wall() override { return at; }
    std::int64_t monotonicMs() override { return ms; }
    void pass(std::int64_t passed)
    {
        at = at + passed;
        ms += passed;
    }
    Instant at{1'780'000'000'000};
    std::int64_t ms = 1000;
};

/// A founded event in a folder of its own, with the real engine and all handlers: what handler tests run their commands
/// on.
class HouseRoom
{
public:
    /// `more` are commands of the test's own, beside the house's.
    explicit HouseRoom(std::vector<Handler> more = {}) : handlers(houseHandlers())
    {
        initialiseCrypto();
        handlers.insert(handlers.end(), more.begin(), more.end());
        path = folder.filePath(QStringLiteral("event.gatehouse")).toStdString();
        event = newId<EventId>();
        DocumentOptions options;
        options.isDurable = false;
        document = must(Document::create(path, {event, newId<Id>(), clock.at}, options));
        keyring = must(Keyring::create(Keyring::pathFor(path), event, keyStore, random, &recoveryCode));
        startEngine();
        system.permissions = {Permission::System, Permission::Everyone};
        organiser.id = newId<Id>();
        organiser.permissions = startingRoles().front().permissions;
        organiser.permissions.add(Permission::Everyone);
        actor = organiser;
        FoundEvent found;
        found.event = event;
        found.name = "Höhenfest";
        found.zone = "Europe/Berlin";
        found.slug = "hoehenfest";
        as(system, [&] { done(found); });
    }

    void startEngine()
    {
        engine = std::make_unique<Engine>(*document, *keyring, handlers, clock, random);
        engine->onPublish([this](std::shared_ptr<const Batch> batch) { batches.push_back(std::move(batch)); });
    }

    template <class T>
    static T must(Result<T> result)
    {
        if (!result)
            throw std::runtime_error(describe(result.error()));
        return std::move(*result);
    }

    template <class T>
    T newId()
    {
        return makeId<T>(clock.at.ms, random);
    }

    /// Runs it alone as `actor`, to the end.
    template <class C>
    CommandOutcome run(const C &command)
    {
        CommandRequest request;
        request.actor = actor;
        request.name = C::spec.name;
        request.body = encoded(command);
        request.deviceAt = clock.at;
        CommandOutcome outcome;
        request.done = [&](CommandOutcome came) { outcome = std::move(came); };
        engine->submit(std::move(request));
        while (engine->step()) {
        }
        return outcome;
    }

    /// Runs it, and throws where it is refused: for what a test builds on.
    template <class C>
    typename C::Answer done(const C &command)
    {
        const CommandOutcome outcome = run(command);
        if (outcome.failure.fault != Fault::None)
            throw std::runtime_error(std::string(C::spec.name) + ": " + describe(outcome.failure));
        return must(decoded<typename C::Answer>(outcome.answer, Strictness::Replica));
    }

    /// Runs it and gives why it was refused; Fault::None if it was not.
    template <class C>
    Fault refusal(const C &command)
    {
        return run(command).failure.fault;
    }

    template <class Work>
    void as(const Actor &someone, Work work)
    {
        const Actor before = std::exchange(actor, someone);
        work();
        actor = before;
    }

    std::unique_ptr<Reader> reader() { return must(openReader(path, keyring.get())); }

    template <class E>
    std::optional<E> find(const Id &id)
    {
        const auto row = must(reader()->find(entityType<E>(), id));
        if (!row || row->isGone)
            return std::nullopt;
        return must(entityOf<E>(*row));
    }

    template <class E>
    std::vector<E> all()
    {
        std::vector<E> rows;
        const auto result = reader()->each(entityType<E>(), [&](const StoredRow &row) {
            rows.push_back(must(entityOf<E>(row)));
            return true;
        });
        if (!result)
            throw std::runtime_error(describe(result.error()));
        return rows;
    }

    template <class Q>
    Result<typename Q::Answer> ask(const Q &query, const PeopleIndex *people = nullptr)
    {
        const auto rows = reader();
        QueryContext context{*rows, *keyring, people, actor};
        for (const QueryHandler &handler : houseQueryHandlers()) {
            if (handler.type->spec.name != Q::spec.name)
                continue;
            typename Q::Answer answer;
            if (auto result = handler.run(&query, context, &answer); !result)
                return fail(std::move(result.error()));
            return answer;
        }
        return fail(Fault::Unknown);
    }

    QTemporaryDir folder;
    HouseClock clock;
    SeededRandom random{1};
    MemoryKeyStore keyStore;
    std::vector<Handler> handlers;
    std::string path;
    std::string recoveryCode;
    EventId event;
    std::unique_ptr<Document> document;
    std::shared_ptr<Keyring> keyring;
    std::unique_ptr<Engine> engine;
    std::vector<std::shared_ptr<const Batch>> batches;
    Actor system;
    Actor organiser;
    Actor actor; ///< whom commands run for
};

/// A venue with one floor, a foyer and a hall, and two open gates from the street into the hall.
struct SmallVenue {
    explicit SmallVenue(HouseRoom &room)
    {
        AddFloor addFloor;
        addFloor.floor = floor = room.newId<FloorId>();
        addFloor.name = "Ground";
        addFloor.widthMm = addFloor.heightMm = 50'000;
        room.done(addFloor);
        hall = addZone(room, "Hall");
        foyer = addZone(room, "Foyer");
        north = addGate(room, "North", {}, hall);
        south = addGate(room, "South", {}, hall);
        inner = addGate(room, "Inner", foyer, hall);
    }
    ZoneId addZone(HouseRoom &room, const char *name)
    {
        AddZone add;
        add.zone = room.newId<ZoneId>();
        add.floor = floor;
        add.name = name;
        add.capacity = 100;
        room.done(add);
        return add.zone;
    }
    GateId addGate(HouseRoom &room, const char *name, const ZoneId &outerZone, const ZoneId &innerZone)
    {
        AddGate add;
        add.gate = room.newId<GateId>();
        add.floor = floor;
        add.name = name;
        add.outer = outerZone;
        add.inner = innerZone;
        room.done(add);
        OpenGate open;
        open.gate = add.gate;
        room.done(open);
        return add.gate;
    }

    FloorId floor;
    ZoneId hall, foyer;
    GateId north, south, inner;
};

/// One product, one list that takes it, and attendees with tickets.
struct SmallSale {
    explicit SmallSale(HouseRoom &room)
    {
        AddProduct addProduct;
        addProduct.product = product = room.newId<ProductId>();
        addProduct.name = "Standard";
        room.done(addProduct);
        AddCheckInList addList;
        addList.list = list = room.newId<CheckInListId>();
        addList.name = "Main";
        room.done(addList);
    }
    /// Issues a ticket to a new attendee; `code` is an imported one.
    TicketId issue(HouseRoom &room, const std::string &code = {}, TicketState state = TicketState::Valid)
    {
        AddAttendee add;
        add.attendee = room.newId<AttendeeId>();
        add.name = "Ana Ruiz";
        add.mail = "ana@example.org";
        room.done(add);
        IssueTicket issue;
        issue.ticket = room.newId<TicketId>();
        issue.attendee = add.attendee;
        issue.product = product;
        issue.order = "R" + std::to_string(++orders);
        issue.position = 1;
        issue.code = code;
        issue.state = state;
        signedCode = room.done(issue).code;
        return issue.ticket;
    }

    ProductId product;
    CheckInListId list;
    int orders = 0;
    std::string signedCode; ///< of the last ticket
};

} // namespace gatehouse
