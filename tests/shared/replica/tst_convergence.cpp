// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/replica/memoryrows.h"
#include "tests/shared/replica/bench.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::bench;

namespace {

/// A server in a few lines: rows with scopes, and what a client of given scopes is to be sent. Rows that came and went
/// while a client was away are left out, which a server may do.
class PlainServer
{
public:
    struct Version {
        std::int64_t revision = 0;
        Scopes scopes; ///< none: removed
        std::string name;
    };

    void change(Random &random)
    {
        const std::uint64_t number = random.below(30);
        Version next{++head, {}, "v" + std::to_string(head)};
        if (random.below(4) != 0) {
            for (const Scope &scope : kAll) {
                if (random.below(2) == 0)
                    next.scopes.push_back(scope);
            }
        }
        rows[number].push_back(next);
    }
    static bool common(const Scopes &one, const Scopes &other)
    {
        return std::any_of(one.begin(), one.end(),
                           [&](const Scope &scope) { return std::count(other.begin(), other.end(), scope) > 0; });
    }
    /// The version of a row as of a sequence; nullptr: there was none.
    static const Version *at(const std::vector<Version> &versions, std::int64_t sequence)
    {
        const Version *found = nullptr;
        for (const Version &version : versions) {
            if (version.revision <= sequence)
                found = &version;
        }
        return found;
    }
    /// What takes a client from a cursor to the head.
    std::vector<WireRow> since(std::int64_t from, const Scopes &before, const Scopes &now) const
    {
        std::vector<WireRow> list;
        for (const auto &[number, versions] : rows) {
            const Version &newest = versions.back();
            const Version *old = at(versions, from);
            const bool wasSeen = old && common(old->scopes, before);
            const bool isSeen = common(newest.scopes, now);
            const bool isGained = isSeen && !common(newest.scopes, before);
            if (isSeen && (newest.revision > from || isGained))
                list.push_back(zoneRow(number, newest.revision, newest.name, newest.scopes));
            else if (wasSeen && !isSeen && newest.revision > from)
                list.push_back(goneRow(number, newest.revision));
        }
        return list;
    }
    std::map<Id, std::string> seenBy(const Scopes &scopes) const
    {
        std::map<Id, std::string> seen;
        for (const auto &[number, versions] : rows) {
            if (common(versions.back().scopes, scopes))
                seen[idOf(number)] = versions.back().name;
        }
        return seen;
    }

    static inline const Scopes kAll{Scope::holders(Permission::Scan), Scope::holders(Permission::ViewVenue),
                                    Scope::holders(Permission::ViewScans)};
    std::map<std::uint64_t, std::vector<Version>> rows;
    std::int64_t head = 0;
};

Scopes someOf(const Scopes &all, Random &random)
{
    Scopes some;
    for (const Scope &scope : all) {
        if (random.below(3) != 0)
            some.push_back(scope);
    }
    return some;
}

Scopes without(const Scopes &all, const Scopes &some)
{
    Scopes rest;
    for (const Scope &scope : all) {
        if (std::count(some.begin(), some.end(), scope) == 0)
            rest.push_back(scope);
    }
    return rest;
}

/// What is shown against what should be, for people.
QByteArray difference(const std::map<Id, std::string> &shown, const std::map<Id, std::string> &wanted)
{
    QByteArray text;
    for (const auto &[id, name] : wanted) {
        if (const auto at = shown.find(id); at == shown.end() || at->second != name)
            text += "row " + QByteArray::number(id.bytes[15]) + " should be " + name.c_str() + ", is "
                + (at == shown.end() ? "missing" : at->second.c_str()) + "; ";
    }
    for (const auto &[id, name] : shown) {
        if (!wanted.contains(id))
            text += "row " + QByteArray::number(id.bytes[15]) + " is a ghost of " + name.c_str() + "; ";
    }
    return text;
}

} // namespace

/// Whatever is cut where, a client that has read to the head shows what the server would show it.
class tst_Convergence : public QObject
{
    Q_OBJECT

private slots:
    void everyCutGivesTheSameState_data()
    {
        QTest::addColumn<std::uint64_t>("seed");
        for (std::uint64_t seed = 1; seed <= 150; ++seed)
            QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
    }
    void everyCutGivesTheSameState();
    void everySplitOfABatchGivesTheSameState();
};

void tst_Convergence::everyCutGivesTheSameState()
{
    QFETCH(std::uint64_t, seed);
    SeededRandom random(seed);
    PlainServer server;
    MemoryRows rows;
    auto outbox = memoryOutbox(random);
    const Id epoch = idOf(500);
    auto bench = std::make_unique<Bench>(*outbox, &rows, seed);
    Scopes granted = PlainServer::kAll;
    for (int change = 0; change < 40; ++change)
        server.change(random);

    int wholeCatchUps = 0;
    for (int round = 0; round < 60; ++round) {
        if (random.below(4) == 0) { // the program dies
            bench = std::make_unique<Bench>(*outbox, &rows, seed + static_cast<std::uint64_t>(round));
            QVERIFY(bench->client.load());
            bench->settle();
        }
        bench->client.goOnline(bench->time);
        bench->settle();
        QVERIFY(bench->passUntilOpen());
        bench->open();
        const Hello hello = bench->taken<Hello>().back();
        if (random.below(3) == 0)
            granted = someOf(PlainServer::kAll, random);
        const Scopes before = decodeScopes(hello.scopes).value_or(Scopes{});
        const bool isFresh = hello.epoch.isNull();
        const bool isResync = !isFresh && random.below(8) == 0;
        Welcome greeting = welcome(epoch, server.head, 0, granted);
        greeting.isResync = isResync;
        bench->receive(greeting);
        const bool isAll = isFresh || isResync;
        const auto list = isAll ? server.since(0, {}, granted) : server.since(hello.sequence, before, granted);
        const Scopes lost = isAll ? Scopes{} : without(before, granted);
        std::size_t at = 0;
        bool isCut = false;
        for (std::int32_t number = 1; !isCut; ++number) {
            const std::size_t count = std::min<std::size_t>(list.size() - at, 1 + random.below(8));
            std::vector<WireRow> content(list.begin() + static_cast<std::ptrdiff_t>(at),
                                         list.begin() + static_cast<std::ptrdiff_t>(at + count));
            at += count;
            bench->receive(page(number, std::move(content), at == list.size(), number == 1 ? lost : Scopes{}));
            if (at == list.size())
                break;
            isCut = random.below(12) == 0;
        }
        if (!isCut) {
            ++wholeCatchUps;
            QCOMPARE(difference(bench->zones(), server.seenBy(granted)), QByteArray());
            for (std::uint64_t batch = random.below(6); batch > 0; --batch) {
                const std::int64_t from = server.head;
                for (std::uint64_t change = 1 + random.below(4); change > 0; --change)
                    server.change(random);
                const auto delta = server.since(from, granted, granted);
                if (!delta.empty())
                    bench->receive(Delta{server.head, false, delta});
                QCOMPARE(difference(bench->zones(), server.seenBy(granted)), QByteArray());
            }
        }
        bench->breakLink();
        for (std::uint64_t change = random.below(10); change > 0; --change)
            server.change(random);
    }
    QVERIFY(wholeCatchUps > 5);
}

void tst_Convergence::everySplitOfABatchGivesTheSameState()
{
    SeededRandom random(99);
    for (int turn = 0; turn < 200; ++turn) {
        auto outbox = memoryOutbox(random);
        Bench bench(*outbox);
        bench.client.goOnline(bench.time);
        bench.settle();
        bench.open();
        bench.receive(welcome(idOf(500), 10, 0, PlainServer::kAll));
        bench.receive(page(1, {zoneRow(1, 1, "a"), zoneRow(2, 2, "b"), zoneRow(3, 3, "c")}, true));
        // 1 left one scope and stays in another, 2 is removed, 3 changed, 4 is new in two scopes
        std::vector<WireRow> rows = {goneRow(1, 11),       zoneRow(1, 11, "a2"), goneRow(2, 12),     goneRow(2, 12),
                                     zoneRow(3, 12, "c2"), zoneRow(4, 12, "d"),  zoneRow(4, 12, "d")};
        for (std::size_t index = rows.size(); index > 1; --index)
            std::swap(rows[index - 1], rows[random.below(index)]);
        std::size_t at = 0;
        while (at < rows.size()) {
            const std::size_t count = std::min<std::size_t>(rows.size() - at, 1 + random.below(4));
            Delta delta{12, at + count < rows.size(), {}};
            delta.rows.assign(rows.begin() + static_cast<std::ptrdiff_t>(at),
                              rows.begin() + static_cast<std::ptrdiff_t>(at + count));
            bench.receive(delta);
            at += count;
        }
        QCOMPARE(bench.zones(), (std::map<Id, std::string>{{idOf(1), "a2"}, {idOf(3), "c2"}, {idOf(4), "d"}}));
    }
}

QTEST_GUILESS_MAIN(tst_Convergence)
#include "tst_convergence.moc"
