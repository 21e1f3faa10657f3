// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/writer.h"

#include "tests/server/engine/shelf.h"

#include <sqlite3.h>

#include <QtTest>

#include <map>

using namespace gatehouse;

namespace {

constexpr int kBoxes = 40;
constexpr int kLabels = 5;

/// What a plain map says of the rows, and what it said when the transaction began.
struct Model {
    std::map<Id, Box> rows;
    std::map<Id, Box> committed;
};

RowWrite written(const Box &box, std::int64_t key, std::int64_t revision, const std::string &body,
                 const std::vector<ColumnValue> &values)
{
    return {key, box.id, revision, "scopes", body, {}, &values};
}

} // namespace

/// The writer's memory of rows and its late writes are seen by nobody: it answers as SQLite would, at every step.
class TestWriter : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_room = std::make_unique<ShelfRoom>();
        m_room->engine.reset(); // there is one writer
        m_writer = std::make_unique<Writer>(*m_room->document);
        m_model = {};
    }
    void cleanup()
    {
        m_writer.reset();
        m_room.reset();
    }

    void answersAsAMapWould_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %llu", seed) << seed;
    }
    void answersAsAMapWould()
    {
        QFETCH(quint64, seed);
        SeededRandom chance(seed);
        std::vector<BoxId> ids;
        for (int index = 0; index < kBoxes; ++index)
            ids.push_back(makeId<BoxId>(index, chance));
        for (int round = 0; round < 60; ++round) {
            must(m_writer->begin());
            const auto steps = static_cast<int>(chance.below(60));
            for (int step = 0; step < steps; ++step)
                change(ids[chance.below(ids.size())], chance);
            if (chance.below(4) == 0) {
                m_writer->rollBack();
                m_model.rows = m_model.committed;
            } else {
                must(m_writer->commit());
                m_model.committed = m_model.rows;
            }
            compareWithFile();
        }
    }

    void aCounterIsWrittenOnce()
    {
        Box box;
        box.id = makeId<BoxId>(1, m_room->random);
        box.label = "counter";
        must(m_writer->begin());
        put(box);
        must(m_writer->commit());
        must(m_writer->begin());
        const auto before = sqlite3_total_changes64(m_room->document->connection().handle());
        for (box.count = 1; box.count <= 100; ++box.count)
            put(box);
        must(m_writer->commit());
        QCOMPARE(static_cast<std::int64_t>(sqlite3_total_changes64(m_room->document->connection().handle()) - before),
                 std::int64_t{1});
        --box.count;
        compareWithFile();
    }

    void whatIsAskedByItsValueIsWrittenFirst()
    {
        Box box;
        box.id = makeId<BoxId>(1, m_room->random);
        box.label = "left";
        must(m_writer->begin());
        put(box);
        must(m_writer->commit());
        must(m_writer->begin());
        box.label = "right";
        put(box);
        QCOMPARE(labelled("right"), std::vector<Id>{box.id});
        QCOMPARE(labelled("left"), std::vector<Id>{});
        m_writer->rollBack();
        must(m_writer->begin());
        QCOMPARE(labelled("right"), std::vector<Id>{});
        QCOMPARE(labelled("left"), std::vector<Id>{box.id});
        m_writer->rollBack();
    }

private:
    template <class T>
    static T must(Result<T> result)
    {
        if (!result)
            throw std::runtime_error(describe(result.error()));
        if constexpr (!std::is_void_v<T>)
            return std::move(*result);
    }

    void put(const Box &box)
    {
        const auto found = must(m_writer->find(m_type, box.id));
        std::string body;
        encode(*m_type.table, &box, Part::Open, body);
        must(m_writer->writeRow(m_type,
                                written(box, found ? found->key : 0, ++m_revision, body, columnValues(m_type, &box))));
        m_model.rows[box.id] = box;
    }

    void change(const BoxId &id, Random &chance)
    {
        switch (chance.below(5)) {
        case 0: {
            if (const auto found = must(m_writer->find(m_type, id))) {
                must(m_writer->removeRow(m_type, id, found->key));
                m_model.rows.erase(id);
            }
            break;
        }
        case 1: {
            const std::string label = "label " + std::to_string(chance.below(kLabels));
            auto ids = labelled(label);
            std::sort(ids.begin(), ids.end());
            std::vector<Id> expected;
            for (const auto &[each, box] : m_model.rows) {
                if (box.label == label)
                    expected.push_back(each);
            }
            QCOMPARE(ids, expected);
            break;
        }
        case 2: {
            auto ids = must(m_writer->allIds(m_type, 1000));
            QCOMPARE(ids.size(), m_model.rows.size());
            break;
        }
        default: {
            Box box;
            box.id = id;
            box.label = "label " + std::to_string(chance.below(kLabels));
            box.count = static_cast<std::int32_t>(chance.below(1000));
            put(box);
        }
        }
        const auto found = must(m_writer->find(m_type, id));
        const auto model = m_model.rows.find(id);
        QCOMPARE(found != nullptr, model != m_model.rows.end());
        if (found)
            QCOMPARE(boxOf(*found, id), model->second);
    }

    Box boxOf(const RowState &row, const Id &id) const
    {
        Box box;
        must(decode(*m_type.table, &box, Part::Open, row.body, Strictness::Replica));
        box.id = BoxId(id);
        return box;
    }

    std::vector<Id> labelled(const std::string &label)
    {
        Box sample;
        sample.label = label;
        const Field &field = *m_type.table->find("label");
        return must(m_writer->idsWhere(m_type, field, columnValue(field, &sample), 1000));
    }

    /// By a connection of its own.
    void compareWithFile()
    {
        auto connection = must(sqlite::Connection::open(m_room->path, sqlite::Access::ReadOnly));
        auto statement =
            must(connection.prepare("SELECT id, body, " + columnName(*m_type.table->find("label")) + ", "
                                    + columnName(*m_type.table->find("count")) + " FROM " + tableName(m_type)));
        std::map<Id, Box> rows;
        while (must(statement.step())) {
            const Id id = *Id::fromBytes(statement.blob(0));
            RowState row;
            row.body = statement.blob(1);
            rows[id] = boxOf(row, id);
            QCOMPARE(std::string(statement.text(2)), rows[id].label);
            QCOMPARE(statement.integer(3), std::int64_t{rows[id].count});
        }
        QVERIFY(rows == m_model.rows);
    }

    const EntityType &m_type = entityType<Box>();
    std::unique_ptr<ShelfRoom> m_room;
    std::unique_ptr<Writer> m_writer;
    Model m_model;
    std::int64_t m_revision = 0;
};

QTEST_GUILESS_MAIN(TestWriter)
#include "tst_writer.moc"
