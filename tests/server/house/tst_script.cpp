// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/house/script.h"
#include "shared/programme/clashes.h"
#include "tests/server/importroom.h"

#include <QTest>

using namespace gatehouse;

namespace {

Result<std::string> noFiles(std::string_view)
{
    return fail(Fault::NotFound);
}

std::string contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

const std::string kTwoFloors = R"([
    {"command": "floor.add", "fields": {"floor": {"$id": "a"}, "name": "A", "order": 0, "widthMm": 5000, "heightMm": 5000}},
    {"command": "floor.add", "fields": {"floor": {"$id": "b"}, "name": "B", "order": 1, "widthMm": 5000, "heightMm": 5000}}])";

} // namespace

class TestScript : public QObject
{
    Q_OBJECT

private slots:
    void theSameScriptAgainHasNoSecondEffect();
    void refused_data();
    void refused();
    void nothingRunsUnlessAllIsRight();
    void aRefusalAmongThemLeavesNothing();
    void filesStayInTheirFolder();
    void instantsAreOfTheVenue_data();
    void instantsAreOfTheVenue();
    void theSampleEventStands();
};

void TestScript::theSameScriptAgainHasNoSecondEffect()
{
    ImportRoom room;
    const std::vector<ImportSource> sources{{"venue.json", kTwoFloors, noFiles}};
    QCOMPARE(room.import(sources).levels, std::int64_t{2});
    const std::int64_t head = room.engine->head();
    const ImportPlan again = room.plan(sources);
    QCOMPARE(again.report.known, std::int64_t{2});
    QVERIFY(
        !room.must(decideImport(again, sources, room.follower->stage(), *room.reader(), *room.engine, room.system)));
    QCOMPARE(room.engine->head(), head);
    QCOMPARE(room.all<Floor>().size(), std::size_t{2});
}

void TestScript::refused_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<int>("fault");
    const auto row = [](const char *name, const char *script, Fault fault) {
        QTest::newRow(name) << QByteArray(script) << static_cast<int>(fault);
    };
    row("no JSON", "[", Fault::Malformed);
    row("no list", "{}", Fault::Invalid);
    row("an unknown command", R"([{"command": "floor.sing", "fields": {}}])", Fault::Unknown);
    row("a missing field", R"([{"command": "floor.add", "fields": {"name": "A"}}])", Fault::Invalid);
    row("an unknown field", R"([{"command": "gate.open", "fields": {"gate": {"$id": "g"}, "colour": "red"}}])",
        Fault::Invalid);
    row("a value of the wrong kind", R"([{"command": "gate.open", "fields": {"gate": 5}}])", Fault::Invalid);
    row("something else beside", R"([{"command": "gate.open", "fields": {"gate": {"$id": "g"}}, "then": 1}])",
        Fault::Invalid);
    row("a file that is not there",
        R"([{"command": "floor.set_plan", "fields": {"floor": {"$id": "f"}, "kind": "svg", "content": {"$file": "x"}}}])",
        Fault::NotFound);
    row("an instant without its day",
        R"([{"command": "ticket.issue", "fields": {"ticket": {"$id": "t"}, "attendee": {"$id": "a"}, "product": {"$id": "p"},
            "validFrom": {"$at": "09:30"}}}])",
        Fault::Invalid);
    row("another word of the event",
        R"([{"command": "event.edit", "fields": {"event": {"$event": "name"}, "edits": {}}}])", Fault::Invalid);
    row("a command in no object", R"(["floor.add"])", Fault::Invalid);
}

void TestScript::refused()
{
    QFETCH(QByteArray, script);
    QFETCH(int, fault);
    SeededRandom random(1);
    const auto read = readScript(script.toStdString(), {makeId(1, random), "Europe/Berlin", "2026-10-24"}, noFiles);
    QVERIFY(!read);
    QCOMPARE(static_cast<int>(read.error().fault), fault);
}

void TestScript::nothingRunsUnlessAllIsRight()
{
    HouseRoom room;
    std::string script = kTwoFloors;
    script.replace(script.rfind("5000"), 4, "\"wide\"");
    const auto read = readScript(script, {room.event, "Europe/Berlin", ""}, noFiles);
    QVERIFY(!read);
    QVERIFY(read.error().detail.find("command 2 (floor.add)") != std::string::npos);
}

void TestScript::aRefusalAmongThemLeavesNothing()
{
    ImportRoom room;
    const std::string script =
        R"([{"command": "floor.add", "fields": {"floor": {"$id": "g"}, "name": "G", "order": 0, "widthMm": 5000, "heightMm": 5000}},
        {"command": "gate.open", "fields": {"gate": {"$id": "nowhere"}}}])";
    const std::int64_t head = room.engine->head();
    const auto result = tryImport(room.plan({{"venue.json", script, noFiles}}), *room.engine);
    QVERIFY(!result);
    QCOMPARE(result.error().fault, Fault::NotFound);
    QVERIFY(result.error().detail.find("venue.json, command 2: gate.open") != std::string::npos);
    QCOMPARE(room.engine->head(), head);
    QVERIFY(room.all<Floor>().empty());
}

void TestScript::instantsAreOfTheVenue_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<QString>("instant");
    QTest::newRow("summer time") << "1 09:30"
                                 << "2026-10-24T07:30:00.000Z";
    QTest::newRow("the clocks went back in the night") << "2 09:30"
                                                       << "2026-10-25T08:30:00.000Z";
    QTest::newRow("in the night after, before they did") << "1 25:30"
                                                         << "2026-10-24T23:30:00.000Z";
    QTest::newRow("in the night after, when they had") << "1 28:00"
                                                       << "2026-10-25T03:00:00.000Z";
}

void TestScript::instantsAreOfTheVenue()
{
    QFETCH(QString, at);
    QFETCH(QString, instant);
    SeededRandom random(1);
    const QString script = QStringLiteral(R"([{"command": "ticket.issue", "fields": {"ticket": {"$id": "t"},
        "attendee": {"$id": "a"}, "product": {"$id": "p"}, "validFrom": {"$at": "%1"}}}])")
                               .arg(at);
    const auto read = readScript(script.toStdString(), {makeId(1, random), "Europe/Berlin", "2026-10-24"}, noFiles);
    QVERIFY2(read, read ? "" : describe(read.error()).c_str());
    const auto issue = decoded<IssueTicket>(read->commands.front().body);
    QVERIFY(issue && issue->validFrom);
    QCOMPARE(QString::fromStdString(issue->validFrom->toString()), instant);
}

void TestScript::filesStayInTheirFolder()
{
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("in")));
    for (const QString &name : {QStringLiteral("out.txt"), QStringLiteral("in/inside.txt")}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("x");
    }
    const ScriptFiles files = filesBeside(folder.filePath(QStringLiteral("in")).toStdString());
    QVERIFY(files("inside.txt"));
    QCOMPARE(files("../out.txt").error().fault, Fault::Forbidden);
    QCOMPARE(files("a/../../out.txt").error().fault, Fault::Forbidden);
    QCOMPARE(files(folder.filePath(QStringLiteral("out.txt")).toStdString()).error().fault, Fault::Forbidden);
    QCOMPARE(files("missing.txt").error().fault, Fault::NotFound);
}

void TestScript::theSampleEventStands()
{
    const QString sample = qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/resources/sample/");
    ImportRoom room;
    const ImportReport report = room.import(
        {{"venue.json", contentOf(sample + QStringLiteral("venue.json")), filesBeside(sample.toStdString())},
         {"programme.json", contentOf(sample + QStringLiteral("programme.json")), {}},
         {"attendees.csv", contentOf(sample + QStringLiteral("attendees.csv")), {}}});
    QCOMPARE(room.all<Zone>().size(), std::size_t{12});
    QCOMPARE(room.all<Gate>().size(), std::size_t{11});
    QCOMPARE(room.all<Space>().size(), std::size_t{14});
    QCOMPARE(room.all<Session>().size(), std::size_t{111});
    QCOMPARE(room.all<Slot>().size(), std::size_t{111});
    QCOMPARE(room.all<Event>().front().days.size(), std::size_t{2});
    std::vector<Placement> placements;
    for (const Slot &slot : room.all<Slot>())
        placements.push_back(
            placementOf(slot, *room.find<Session>(slot.session), 0, room.find<Space>(slot.space)->capacity));
    QVERIFY(clashesOf(placements, room.all<Event>().front().days, 0).empty());
    for (const Floor &floor : room.all<Floor>()) {
        GetBlob blob;
        blob.hash = floor.plan;
        const auto answer = room.ask(blob);
        QVERIFY(answer);
        QVERIFY(answer->size > 1000);
    }
    QCOMPARE(report.tickets, std::int64_t{4000});
    QCOMPARE(report.products, std::int64_t{6}); // all are the venue's own
    QCOMPARE(report.refusals, std::int64_t{0});
    QVERIFY(room.all<AdmissionRecord>().size() > 7 * 4000); // doors, six rooms, and some in the lounge
}

QTEST_GUILESS_MAIN(TestScript)
#include "tst_script.moc"
