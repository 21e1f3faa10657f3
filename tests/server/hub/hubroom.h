// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/house/importdrafts.h"
#include "server/hub/hub.h"
#include "server/ticketing/peopleindex.h"
#include "tests/server/fixture.h"
#include "tests/server/hub/anyrow.h"

#include <map>

/// The real engine, document and hub in one thread, and clients whose links are under the test's hand.
namespace gatehouse::hubtest {

/// One client's link: what the hub has sent, and whether the client takes it.
struct Cable {
    std::deque<Message> waiting;
    bool isStuck = false; ///< the client takes nothing: what waits counts as unsent
    bool isSignedIn = false;
    std::optional<CloseCode> closedWith;

    [[nodiscard]] std::size_t bytes() const
    {
        std::size_t sum = 0;
        for (const Message &message : waiting)
            sum += static_cast<std::size_t>(message->bytes.size());
        return sum;
    }
};

class CablePeer final : public Peer
{
public:
    explicit CablePeer(std::shared_ptr<Cable> cable) : m_cable(std::move(cable)) {}
    void send(Message message) override { m_cable->waiting.push_back(std::move(message)); }
    [[nodiscard]] std::size_t unsentBytes() const override { return m_cable->isStuck ? m_cable->bytes() : 0; }
    void close(CloseCode code, std::string_view) override { m_cable->closedWith = code; }
    void markSignedIn() override { m_cable->isSignedIn = true; }

private:
    std::shared_ptr<Cable> m_cable;
};

/// Passes everything on, and counts.
class CountingReader final : public Reader
{
public:
    using Visit = std::function<bool(const StoredRow &)>;
    explicit CountingReader(std::unique_ptr<Reader> reader) : m_reader(std::move(reader)) {}
    Result<std::int64_t> head() override { return counted().head(); }
    Result<Instant> shownSince(std::int64_t sequence) override { return counted().shownSince(sequence); }
    Result<std::optional<StoredRow>> find(const EntityType &type, const Id &id) override
    {
        return counted().find(type, id);
    }
    Result<> each(const EntityType &type, const Visit &visit) override { return counted().each(type, visit); }
    Result<> eachFrom(const EntityType &type, std::int64_t &place, const Visit &visit) override
    {
        return counted().eachFrom(type, place, visit);
    }
    Result<> eachAfter(const EntityType &type, const Id &after, const Visit &visit) override
    {
        return counted().eachAfter(type, after, visit);
    }
    Result<> newest(const EntityType &type, const RowPlace &below, const Visit &visit) override
    {
        return counted().newest(type, below, visit);
    }
    Result<> eachWhere(const EntityType &type, const Field &field, const void *sample, const Visit &visit) override
    {
        return counted().eachWhere(type, field, sample, visit);
    }
    Result<> changes(std::int64_t after, std::int64_t until, const Scopes &scopes, const Visit &visit) override
    {
        return counted().changes(after, until, scopes, visit);
    }
    Result<std::string> blob(std::string_view hash, std::int64_t offset, std::size_t most, std::int64_t *size) override
    {
        return counted().blob(hash, offset, most, size);
    }
    Result<> countScans(Instant from, Instant until, std::int64_t stepMs,
                        const std::function<void(Instant, std::int32_t, std::int32_t)> &visit) override
    {
        return counted().countScans(from, until, stepMs, visit);
    }

    int reads = 0;

private:
    Reader &counted()
    {
        ++reads;
        return *m_reader;
    }
    std::unique_ptr<Reader> m_reader;
};

/// Hashes at once, cheaply, when the test lets it.
class SlowHasher final : public PasswordLink
{
public:
    Result<> hash(std::string password, std::function<void(Result<std::string>)> done) override
    {
        if (isFull)
            return fail(Fault::TooMany, "passwords");
        ++asked;
        m_jobs.emplace_back(std::move(password), std::move(done));
        if (!isHeld)
            release();
        return {};
    }
    void release()
    {
        for (auto &[password, done] : std::exchange(m_jobs, {}))
            done(hashPassword(password, {8 * 1024, 1}));
    }

    bool isFull = false;
    bool isHeld = false;
    int asked = 0;

private:
    std::vector<std::pair<std::string, std::function<void(Result<std::string>)>>> m_jobs;
};

class HubRoom : public HouseRoom, public EngineLink
{
public:
    explicit HubRoom(const HubLimits &given = {}) : HouseRoom(anyRowHandlers()), limits(given) { startHub(); }

    /// As after a restart of the program: nothing is remembered but the document.
    void startHub()
    {
        imports.reset();
        hub.reset();
        stage = std::make_unique<Stage>(*document, keyring->credentialKey(), random);
        hubReader = std::make_unique<CountingReader>(reader());
        identityReader = std::make_unique<CountingReader>(reader());
        identities =
            std::make_unique<Identities>(*identityReader, *keyring, "gatehouse", "gatehouse:" + event.toString());
        hub = std::make_unique<Hub>(
            HubSurroundings{*this, *hubReader, *identities, hasher, queryRunner(), document->epoch(), "test"},
            must(hubReader->head()), limits);
        engine->onPublish([this](std::shared_ptr<const Batch> batch) { hub->inbox()->publish(std::move(batch)); });
        people = PeopleIndex();
        if (auto filled = people.fill(*identityReader); !filled)
            throw std::runtime_error(describe(filled.error()));
        imports = std::make_unique<ImportDrafts>(importSurroundings());
        hub->onDeliver([this](const Batch &batch) {
            people.apply(batch);
            imports->see(batch);
        });
        hubReader->reads = 0;
    }

    void submit(CommandRequest request) override
    {
        ++submitted;
        if (isEngineHeld)
            return held.push_back(std::move(request));
        engine->submit(std::move(request));
    }
    void askLastNumber(const Id &sender, std::function<void(std::int64_t)> done) override
    {
        done(engine->lastNumber(sender));
    }

    [[nodiscard]] Moment now() const { return {clock.ms, clock.at}; }

    /// Until neither engine nor hub has anything to do at this moment.
    void settle()
    {
        for (bool more = true; more;) {
            more = engine->step();
            more = hub->step(now()) || more;
            more = engine->step() || more;
        }
        hub->step(now());
    }
    /// Time passes in steps of a tenth of a second, as the shell would give it.
    void pass(std::int64_t ms)
    {
        for (std::int64_t left = ms; left > 0; left -= 100) {
            clock.pass(std::min<std::int64_t>(left, 100));
            settle();
        }
    }

    /// A command that is carried out, and whose changes the hub has delivered.
    template <class C>
    typename C::Answer told(const C &command)
    {
        auto answer = done(command);
        settle();
        return answer;
    }

    AccountId addAccount(const std::string &login, Permissions permissions)
    {
        AddRole role;
        role.role = newId<RoleId>();
        role.name = "may " + login;
        role.permissions = permissionNames(permissions);
        told(role);
        AddAccount account;
        account.account = newId<AccountId>();
        account.login = login;
        account.name = login;
        account.password = "$argon2id$v=19$m=8,t=1,p=1$nobody";
        account.roles = {role.role};
        told(account);
        return account.account;
    }
    void setPermissions(const AccountId &account, Permissions permissions)
    {
        const auto role = *find<Role>(find<Account>(account)->roles.front());
        Role changed = role;
        changed.permissions = permissionNames(permissions);
        EditRole edit;
        edit.role = role.id;
        edit.edits = editsBetween(role, changed);
        told(edit);
    }
    std::string tokenOf(const AccountId &account)
    {
        Instant expires;
        return must(identities->issue(account, clock.at, random, &expires));
    }
    DeviceId addDevice(DeviceKind kind, std::string &key, const CheckInListId &list = {})
    {
        AddDevice add;
        add.device = newId<DeviceId>();
        add.name = "device";
        add.kind = kind;
        add.list = list;
        key = told(add).key;
        return add.device;
    }

    HubLimits limits;
    std::unique_ptr<CountingReader> hubReader;
    std::unique_ptr<CountingReader> identityReader;
    std::unique_ptr<Identities> identities;
    SlowHasher hasher;
    PeopleIndex people;
    std::unique_ptr<Stage> stage;
    std::unique_ptr<Hub> hub;
    std::unique_ptr<ImportDrafts> imports;
    bool isEngineHeld = false;
    std::vector<CommandRequest> held;
    int submitted = 0;

private:
    ImportSurroundings importSurroundings()
    {
        return {[this] { return Result<std::unique_ptr<Reader>>(reader()); },
                keyring,
                [this](const std::function<void(Engine &)> &question) { question(*engine); },
                [inbox = hub->inbox()](std::function<void()> call) { inbox->call(std::move(call)); },
                [this] { return clock.ms; },
                *stage,
                random};
    }
    QueryRunner queryRunner()
    {
        return [this](const QueryType &type, std::string_view body, const Actor &someone) -> Result<std::string> {
            for (const QueryHandler &handler : houseQueryHandlers()) {
                if (handler.type != &type)
                    continue;
                const std::unique_ptr<void, void (*)(void *)> query(type.table->make(), type.table->destroy);
                if (auto read = decode(*type.table, query.get(), Part::All, body, Strictness::Command); !read)
                    return fail(std::move(read.error()));
                const std::unique_ptr<void, void (*)(void *)> answer(type.answer->make(), type.answer->destroy);
                const ServedFigures served{clock.at, engine->figures(), {}, 0};
                QueryContext context{*hubReader, *keyring, &people, someone, &served, imports.get()};
                if (auto result = handler.run(query.get(), context, answer.get()); !result)
                    return fail(std::move(result.error()));
                std::string out;
                encode(*type.answer, answer.get(), Part::All, out);
                return out;
            }
            return fail(Fault::Unknown);
        };
    }
};

/// A client that speaks frames and nothing else: what the hub says is looked at as it came.
class FrameClient
{
    HubRoom &m_room;
    Wire m_wire;

public:
    explicit FrameClient(HubRoom &room, Wire wire = Wire::Cbor) : m_room(room), m_wire(wire) { connect(); }
    ~FrameClient() { m_room.hub->disconnected(m_id, m_room.now()); }
    FrameClient(const FrameClient &) = delete;
    FrameClient &operator=(const FrameClient &) = delete;

    void connect()
    {
        cable = std::make_shared<Cable>();
        m_id = m_room.hub->attach(std::make_unique<CablePeer>(cable), m_wire, m_room.now());
    }
    void hangUp() { m_room.hub->disconnected(m_id, m_room.now()); }

    void sendBytes(std::string_view message)
    {
        m_room.hub->received(m_id, message, m_room.now());
        m_room.settle();
    }
    void send(const Frame &frame) { sendBytes(encodeFrame(frame, m_wire)); }

    /// Signs in with a cursor, and takes all pages. False if there was no welcome.
    bool signIn(const std::string &token, std::int32_t wants = Wants::Live)
    {
        Hello hello;
        hello.token = token;
        hello.sender = sender;
        hello.wants = wants;
        hello.epoch = epoch;
        hello.sequence = sequence;
        hello.scopes = scopes;
        send(hello);
        return read().has_value();
    }
    template <class C>
    void command(std::int64_t number, const C &command)
    {
        CommandFrame frame;
        frame.number = number;
        frame.name = C::spec.name;
        frame.body = Bytes(encoded(command));
        frame.madeAt = m_room.clock.at;
        send(frame);
    }

    /// Takes what has come: rows and cursor as a client keeps them, pages taken; everything is also put into `frames`.
    /// The first welcome of these, if there was one.
    std::optional<Welcome> read()
    {
        std::optional<Welcome> first;
        for (int quiet = 0; quiet < 2;) {
            if (cable->waiting.empty() || cable->isStuck) {
                if (!cable->isStuck)
                    m_room.hub->drained(m_id, m_room.now());
                m_room.settle();
                ++quiet;
                continue;
            }
            quiet = 0;
            const Message message = cable->waiting.front();
            cable->waiting.pop_front();
            auto frame = decodeFrame({message->bytes.constData(), static_cast<std::size_t>(message->bytes.size())},
                                     m_wire, Strictness::Replica);
            if (!frame)
                throw std::runtime_error("the hub sent what cannot be read: " + describe(frame.error()));
            if (const auto *welcome = std::get_if<Welcome>(&*frame); welcome && !first)
                first = *welcome;
            take(*frame);
            frames.push_back(std::move(*frame));
            const auto *page = std::get_if<Page>(&frames.back());
            if (page && page->isLast && readsToLastPage)
                break;
        }
        return first;
    }
    /// The frames of one kind read since the last look; the others of them are forgotten.
    template <class F>
    std::vector<F> taken()
    {
        read();
        std::vector<F> found;
        for (Frame &frame : std::exchange(frames, {})) {
            if (auto *each = std::get_if<F>(&frame))
                found.push_back(std::move(*each));
        }
        return found;
    }
    /// The one answer that has come.
    AnswerFrame answer()
    {
        auto answers = taken<AnswerFrame>();
        if (answers.size() != 1)
            throw std::runtime_error(std::to_string(answers.size()) + " answers");
        return answers.front();
    }
    [[nodiscard]] std::optional<CloseCode> closedWith() const { return cable->closedWith; }

    std::shared_ptr<Cable> cable;
    Id sender = m_room.newId<Id>();
    Id epoch;
    std::int64_t sequence = 0;
    Bytes scopes;
    std::map<std::pair<std::int32_t, Id>, WireRow> rows;
    std::vector<Frame> frames;
    Welcome welcome; ///< the last one
    bool takesPages = true;
    bool readsToLastPage = false; ///< what comes behind it stays unread

private:
    void take(const Frame &frame)
    {
        if (const auto *came = std::get_if<Welcome>(&frame)) {
            welcome = *came;
            if (came->isResync)
                rows.clear();
        } else if (const auto *page = std::get_if<Page>(&frame)) {
            takeRows(page->rows);
            if (page->isLast) {
                dropLost(page->lost);
                epoch = welcome.epoch;
                sequence = welcome.head;
                scopes = welcome.scopes;
            }
            if (takesPages)
                m_room.hub->received(m_id, encodeFrame(PageTaken{page->number}, m_wire), m_room.now());
        } else if (const auto *delta = std::get_if<Delta>(&frame)) {
            takeRows(delta->rows);
            sequence = delta->sequence;
        }
    }
    void takeRows(const std::vector<WireRow> &list)
    {
        for (const WireRow &row : list) {
            const std::pair key{row.entity, row.id};
            const auto at = rows.find(key);
            if (at != rows.end() && at->second.revision > row.revision)
                continue;
            if (!row.isGone)
                rows[key] = row;
            else if (at != rows.end() && at->second.revision < row.revision)
                rows.erase(at);
        }
    }
    void dropLost(const Bytes &lost)
    {
        if (lost.empty())
            return;
        const Scopes held = *decodeScopes(welcome.scopes);
        std::erase_if(rows, [&](const auto &each) { return !haveCommon(*decodeScopes(each.second.scopes), held); });
    }

    ConnectionId m_id = 0;
};

} // namespace gatehouse::hubtest
