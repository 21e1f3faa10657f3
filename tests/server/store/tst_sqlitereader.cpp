// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/engine/shelf.h"

#include <QtTest>

#include <map>

using namespace gatehouse;

namespace {

/// What a client with these scopes holds: built from catch-ups alone.
struct Copy {
    std::int64_t cursor = 0;
    std::map<Id, std::string> rows;

    void catchUp(Reader &reader, std::int64_t until, const Scopes &scopes)
    {
        const auto result = reader.changes(cursor, until, scopes, [this](const StoredRow &row) {
            if (row.isGone)
                rows.erase(row.id);
            else
                rows[row.id] = row.body + row.personal;
            return true;
        });
        QVERIFY(result);
        cursor = until;
    }
};

} // namespace

class tst_SqliteReader : public QObject
{
    Q_OBJECT

private slots:
    void rowsAreFoundEveryWay()
    {
        ShelfRoom room;
        std::vector<PutBox> boxes;
        for (int index = 0; index < 10; ++index) {
            boxes.push_back(room.newBox(index % 2 == 0 ? "even" : "odd", index));
            room.submit(room.request(boxes.back()));
        }
        while (room.engine->step()) {
        }
        const auto reader = room.reader();
        const EntityType &type = entityType<Box>();
        QCOMPARE(*reader->head(), std::int64_t{10});
        QCOMPARE(entityOf<Box>(**reader->find(type, boxes[3].box))->count, 3);
        QVERIFY(!*reader->find(type, room.documentId));
        int count = 0;
        QVERIFY(reader->each(type, [&count](const StoredRow &) { return ++count < 4; }));
        QCOMPARE(count, 4);
        std::vector<std::int64_t> revisions;
        QVERIFY(reader->newest(type, {8, {}}, [&revisions](const StoredRow &row) {
            revisions.push_back(row.revision);
            return revisions.size() < 3;
        }));
        QCOMPARE(revisions, (std::vector<std::int64_t>{7, 6, 5}));
        Box sample;
        sample.label = "odd";
        int odd = 0;
        QVERIFY(reader->eachWhere(type, *type.table->find("label"), &sample,
                                  [&odd](const StoredRow &) { return ++odd > 0; }));
        QCOMPARE(odd, 5);
        std::int64_t place = 0;
        int sliced = 0;
        for (int slice = 0; slice < 4; ++slice) {
            int inSlice = 0;
            QVERIFY(reader->eachFrom(type, place, [&](const StoredRow &row) {
                sliced += row.revision == sliced + 1 ? 1 : 0;
                return ++inSlice < 3;
            }));
        }
        QCOMPARE(sliced, 10);
    }

    void blobComesInPieces()
    {
        ShelfRoom room;
        auto &connection = room.document->connection();
        QVERIFY(connection.run("INSERT INTO blobs VALUES (x'01', x'0a0b0c0d0e')"));
        const auto reader = room.reader();
        std::int64_t size = 0;
        QVERIFY(*reader->blob("\x01", 1, 3, &size) == "\x0b\x0c\x0d");
        QCOMPARE(size, std::int64_t{5});
        QCOMPARE(reader->blob("\x02", 0, 3, nullptr).error().fault, Fault::NotFound);
    }

    void rowThatLeavesAScopeIsGoneThere()
    {
        ShelfRoom room;
        PutBox put = room.newBox("moves");
        QCOMPARE(room.run(put).failure.fault, Fault::None);
        put.shelf = room.documentId;
        QCOMPARE(room.run(put).failure.fault, Fault::None);
        const auto reader = room.reader();
        Copy everyone;
        everyone.catchUp(*reader, 1, {Scope::everyone()});
        QCOMPARE(everyone.rows.size(), std::size_t{1});
        everyone.catchUp(*reader, 2, {Scope::everyone()});
        QVERIFY(everyone.rows.empty());
        Copy shelf;
        shelf.catchUp(*reader, 2, {Scope::within(Permission::ViewVenue, room.documentId)});
        QCOMPARE(shelf.rows.size(), std::size_t{1});
    }

    /// Whatever happened in between, and however long a client was away: the same rows as one that saw each step. The
    /// tables answer where the journal would take too long; a document of 25,000 entries has both cases.
    void everyWayLeadsToTheSameState()
    {
        ShelfRoom room;
        SeededRandom chance(7);
        std::vector<BoxId> boxes;
        for (int index = 0; index < 200; ++index)
            boxes.push_back(room.newBox("").box);
        const Scopes held = scopes({Scope::everyone(), Scope::within(Permission::ViewVenue, room.documentId)});
        const Id elsewhere = makeId(1, chance);
        const auto change = [&] {
            const BoxId box = boxes[chance.below(boxes.size())];
            const std::uint64_t kind = chance.below(10);
            if (kind == 0) {
                room.submit(room.request(RemoveBox{box}));
                return;
            }
            PutBox put;
            put.box = box;
            put.label = "box " + std::to_string(chance.below(1000));
            put.shelf = kind < 4 ? elsewhere : kind < 7 ? room.documentId : Id{};
            room.submit(room.request(put));
        };
        const auto reader = room.reader();
        Copy always;
        Copy sleeper;
        Copy latecomer;
        for (int round = 0; round < 60; ++round) {
            for (int index = 0; index < 500; ++index)
                change();
            while (room.engine->step()) {
            }
            always.catchUp(*reader, room.engine->head(), held);
            if (round == 5)
                sleeper.catchUp(*reader, room.engine->head(), held);
        }
        QVERIFY2(room.engine->head() - sleeper.cursor > 20'000, "long enough for the tables");
        sleeper.catchUp(*reader, always.cursor, held);
        latecomer.catchUp(*reader, always.cursor, held);
        QCOMPARE(sleeper.rows == always.rows, true);
        QCOMPARE(latecomer.rows == always.rows, true);
        QVERIFY(!always.rows.empty());
        const std::int64_t until = always.cursor;
        for (int index = 0; index < 300; ++index)
            change();
        while (room.engine->step()) {
        }
        Copy exact;
        exact.catchUp(*reader, until, held);
        QVERIFY2(exact.rows == always.rows, "as it was then, though the document is further");
    }
};

QTEST_GUILESS_MAIN(tst_SqliteReader)
#include "tst_sqlitereader.moc"
