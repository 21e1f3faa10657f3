// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/admission/admission.h"
#include "tests/server/files/realfiles.h"
#include "tests/server/importroom.h"

#include <QBuffer>
#include <QRandomGenerator>
#include <QTest>

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>

using namespace gatehouse;

namespace {

constexpr const char *kImdfFiles[] = {"address.geojson", "amenity.geojson", "building.geojson", "footprint.geojson",
                                      "level.geojson",   "manifest.json",   "occupant.geojson", "opening.geojson",
                                      "unit.geojson",    "venue.geojson"};

class Venue : public ImportRoom
{
public:
    template <class E>
    std::vector<E> rows()
    {
        std::vector<E> all;
        (void)reader()->each(entityType<E>(), [&](const StoredRow &row) {
            all.push_back(must(entityOf<E>(row)));
            return true;
        });
        return all;
    }
    ImportReport take(const std::string &name, const std::string &bytes) { return import({{name, bytes, {}}}); }
};

std::string zipped(const std::vector<std::pair<QString, std::string>> &files)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QuaZip zip(&buffer);
    if (!zip.open(QuaZip::mdCreate))
        return {};
    for (const auto &[name, content] : files) {
        QuaZipFile file(&zip);
        if (!file.open(QIODevice::WriteOnly, QuaZipNewInfo(name)))
            return {};
        file.write(content.data(), static_cast<qint64>(content.size()));
        file.close();
    }
    zip.close();
    return bytes.toStdString();
}

std::string imdfZip()
{
    std::vector<std::pair<QString, std::string>> files;
    for (const char *name : kImdfFiles) {
        const auto content = realFile(QStringLiteral("venue/imdf/") + QLatin1String(name));
        if (!content)
            return {};
        files.emplace_back(QStringLiteral("../../venue/") + QLatin1String(name), *content);
    }
    return zipped(files);
}

std::string square(const std::string &properties, double west = 13.0, const std::string &more = {})
{
    const auto point = [](double x, double y) { return "[" + std::to_string(x) + "," + std::to_string(y) + "]"; };
    return R"({"type":"Feature","properties":{)" + properties + R"(},"geometry":{"type":"Polygon","coordinates":[[)"
        + point(west, 52) + "," + point(west + 0.001, 52) + "," + point(west + 0.001, 52.001) + ","
        + point(west, 52.001) + "," + point(west, 52) + "]]}" + more + "}";
}

std::string collection(const std::string &features)
{
    return R"({"type":"FeatureCollection","name":"Camp","features":[)" + features + "]}";
}

std::string told(const ImportReport &report)
{
    std::string all;
    for (const auto *list : {&report.guessed, &report.refused, &report.changed, &report.kept, &report.vanished})
        for (const ImportNote &note : *list)
            all += note.source + " " + note.path + ": " + note.what + "\n";
    return all;
}

} // namespace

class TestVenueImport : public QObject
{
    Q_OBJECT

private slots:
    void imdf_data();
    void imdf();
    void aPlanThatComesAgain();
    void geoJson();
    void aScheduleFindsItsRooms();
    void aDrawing();
    void twoFormatsOfOnePlan();
    void hostileFiles_data();
    void hostileFiles();
    void mutatedFilesEnd();
    void pretix();
    void pretixCheckInsCount();
    void pretixInPieces();
};

void TestVenueImport::imdf_data()
{
    QTest::addColumn<bool>("isZip");
    QTest::newRow("a folder") << false;
    QTest::newRow("a zip") << true;
}

void TestVenueImport::imdf()
{
    QFETCH(bool, isZip);
    const auto manifest = realFile(QStringLiteral("venue/imdf/manifest.json"));
    if (!manifest)
        QSKIP("shared/data/venue is not there");
    const std::string folder =
        (qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/../shared/data/venue/imdf")).toStdString();
    const ImportSource source =
        isZip ? ImportSource{"venue.zip", imdfZip(), {}} : ImportSource{"imdf", *manifest, filesBeside(folder)};
    Venue room;
    const ImportReport report = room.import({source});
    // Counted by a script: 4 levels, 289 units, 43 of them named and 31 toilets.
    QCOMPARE(report.levels, 4);
    QCOMPARE(report.units, 289);
    // And by amenities: 18 lifts, escalators and stairs, 5 marks; by occupants: 2 marks.
    QCOMPARE(report.spaces, 74 + 18 + 5 + 2);
    QVERIFY2(report.refusals == 0, told(report).c_str());
    for (const char *line :
         {"opening.geojson: 275 openings: drawn on the map as 12 main entrances, 260 doors and 3 ways for vehicles",
          "amenity.geojson: 23 amenities: 18 units named by them, 18 had their names, 5 marks on the map",
          "occupant.geojson: 2 occupants: 0 units named by them, 2 marks on the map"})
        QVERIFY2(told(report).find(line) != std::string::npos, told(report).c_str());
    std::map<std::string, int> names;
    std::map<std::string, SpaceKind> kinds;
    for (const Space &space : room.rows<Space>()) {
        ++names[space.name];
        kinds[space.name] = space.kind;
    }
    QCOMPARE(names["Lift"], 6);
    QCOMPARE(names["Escalator"], 8);
    QCOMPARE(names["Stairs"], 6);
    QCOMPARE(names["T-Rex Exhibit"], 1);
    QCOMPARE(names["Jurassic Table"], 1);
    QCOMPARE(kinds["Jurassic Table"], SpaceKind::Service);
    QCOMPARE(kinds["Dinoshop"], SpaceKind::Booth);
    const auto floors = room.rows<Floor>();
    QCOMPARE(floors.size(), std::size_t{4});
    for (const Floor &floor : floors) {
        QVERIFY(floor.planKind == PlanKind::Svg && floor.plan.size() == 32);
        // The convention centre measures about 270 by 390 metres with its terraces.
        QVERIFY2(floor.widthMm > 200'000 && floor.widthMm < 400'000, qPrintable(QString::number(floor.widthMm)));
        QVERIFY2(floor.heightMm > 250'000 && floor.heightMm < 450'000, qPrintable(QString::number(floor.heightMm)));
    }
    for (const Space &space : room.rows<Space>()) {
        QVERIFY(space.outline.size() >= 3 && !space.floor.isNull() && !space.guid.empty());
        for (const Point &at : space.outline)
            QVERIFY(at.xMm >= 0 && at.yMm >= 0 && at.xMm <= floors.front().widthMm
                    && at.yMm <= floors.front().heightMm);
    }
    const auto head = room.must(room.reader()->head());
    const ImportReport again = room.import({source});
    QVERIFY2(again.levels + again.units + again.spaces + again.updates + again.keeps + again.missing == 0,
             told(again).c_str());
    QCOMPARE(room.must(room.reader()->head()), head);
}

void TestVenueImport::aPlanThatComesAgain()
{
    Venue room;
    room.take("camp.geojson",
              collection(square(R"("name":"Dome","capacity":200)") + "," + square(R"("name":"Bar")", 13.002)));
    auto dome = room.rows<Space>().front();
    if (dome.name != "Dome")
        dome = room.rows<Space>().back();
    auto edited = dome;
    edited.name = "Big dome";
    room.done(EditSpace{dome.id, editsBetween(dome, edited)});
    const ImportReport report = room.take("camp.geojson", collection(square(R"("name":"Dome","capacity":300)")));
    QVERIFY2(told(report).find("capacity: 200 → 300") != std::string::npos, told(report).c_str());
    QVERIFY(told(report).find("\"Bar\" is not in the plan any more: it stays") != std::string::npos);
    QCOMPARE(report.keeps, 1);
    QCOMPARE(report.missing, 1);
    QCOMPARE(room.rows<Space>().size(), std::size_t{2});
    for (const Space &space : room.rows<Space>()) {
        if (space.id == dome.id)
            QVERIFY(space.name == "Big dome" && space.capacity == 300);
    }
}

void TestVenueImport::geoJson()
{
    Venue room;
    const ImportReport report = room.take(
        "camp.geojson",
        collection(
            square(R"("name":"Dome")") + "," + square(R"("category":"stairs")", 13.002) + ","
            + R"({"type":"Feature","properties":{"name":"Pump"},"geometry":{"type":"Point","coordinates":[13,52]}})"));
    QCOMPARE(report.levels, 1);
    QCOMPARE(report.units, 2);
    QCOMPARE(report.spaces, 1);
    QVERIFY(told(report).find("features[2]: no polygon: left out") != std::string::npos);
    const auto space = room.rows<Space>().front();
    QCOMPARE(space.outline.size(), std::size_t{4});
    // A thousandth of a degree at 52° north: 111.195 m by 68.458 m (cosine of the middle).
    QVERIFY(std::abs(space.outline[1].xMm - space.outline[0].xMm - 68'458) < 30);
    QVERIFY(std::abs(space.outline[0].yMm - space.outline[2].yMm - 111'195) < 30);
    QCOMPARE(room.rows<Floor>().front().name, std::string("Camp"));
}

void TestVenueImport::aScheduleFindsItsRooms()
{
    Venue room;
    room.take("schedule.xml",
              "<schedule><conference><acronym>camp</acronym></conference><day date=\"2026-08-01\"><room "
              "name=\"Dome\"><event id=\"1\">"
              "<title>One</title><start>10:00</start><duration>1:00</duration></event></room></day></schedule>");
    const ImportReport report = room.take("camp.geojson", collection(square(R"("name":"Dome")")));
    QCOMPARE(report.spaces, 0);
    const auto spaces = room.rows<Space>();
    QCOMPARE(spaces.size(), std::size_t{1});
    QVERIFY(!spaces.front().outline.empty() && !spaces.front().floor.isNull());
}

void TestVenueImport::aDrawing()
{
    const auto svg = realFile(QStringLiteral("venue/convention_centre_level.svg"));
    if (!svg)
        QSKIP("shared/data/venue is not there");
    Venue room;
    const ImportReport report = room.take("Main hall.svg", *svg);
    QCOMPARE(report.levels, 1);
    QCOMPARE(report.units, 123);
    QCOMPARE(report.spaces, 16);
    const auto floor = room.rows<Floor>().front();
    QCOMPARE(floor.name, std::string("Main hall"));
    QCOMPARE(floor.widthMm, 223'300);
    QCOMPARE(floor.heightMm, 304'600);
    const ImportReport again = room.take("Main hall.svg", *svg);
    QVERIFY2(again.levels + again.units + again.spaces + again.updates + again.keeps + again.missing == 0,
             told(again).c_str());
}

/// The drawing was made from one level of the IMDF: its rooms are known by the same ids.
void TestVenueImport::twoFormatsOfOnePlan()
{
    const auto svg = realFile(QStringLiteral("venue/convention_centre_level.svg"));
    const std::string zip = imdfZip();
    if (!svg || zip.empty())
        QSKIP("shared/data/venue is not there");
    Venue room;
    room.take("venue.zip", zip);
    const ImportReport report = room.take("Main hall.svg", *svg);
    QCOMPARE(report.spaces, 0);
    const auto drawn = room.rows<Space>();
    // Nobody had moved them: they go to the new drawing, and the older plan does not fetch them back.
    QCOMPARE(room.take("venue.zip", zip).updates, 0);
    QVERIFY(room.rows<Space>() == drawn);
}

void TestVenueImport::hostileFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<QString>("refusal");
    const auto row = [](const char *title, const char *name, const std::string &bytes, const char *refusal) {
        QTest::newRow(title) << QString::fromLatin1(name) << bytes << QString::fromUtf8(refusal);
    };
    row("a drawing with a document type", "a.svg", "<svg viewBox='0 0 1 1'>\n<!DOCTYPE x></svg>",
        "invalid: a.svg: line 2: a document type is not taken");
    row("a drawing with a style sheet of ours", "a.svg", "<?xml-stylesheet href='/dev/zero'?><svg viewBox='0 0 0 0'/>",
        "invalid: a.svg: line 1: no view box");
    row("a drawing larger than a town", "a.svg", "<svg viewBox='0 0 20000 10'/>", "too_large: a.svg: viewBox:");
    row("no features", "a.json", R"({"type":"FeatureCollection","features":7})",
        "invalid: a.json: a.json: features: missing");
    row("a point that is none", "a.json",
        R"({"type":"FeatureCollection","features":[{"properties":{},"geometry":{"type":"Polygon","coordinates":[[["x",1]]]}}]})",
        "invalid: a.json: a.json: features[0].geometry.coordinates: not a point");
    row("metres for degrees", "a.json",
        R"({"type":"FeatureCollection","features":[{"properties":{},"geometry":{"type":"Polygon","coordinates":[[[500000,5800000]]]}}]})",
        "invalid: a.json: a.json: features[0].geometry.coordinates: not degrees");
    row("half a continent", "a.json", collection(square("\"name\":\"A\"") + "," + square("\"name\":\"B\"", 20.0)),
        "too_large: a.json: spread over more than ten kilometres");
    row("no polygon", "a.json", collection(""), "invalid: a.json: no polygon in it");
    row("a zip without a plan", "a.zip", zipped({{QStringLiteral("x.json"), "{}"}}), "not_found: a.zip: level.geojson");
    row("a zip that is none", "a.zip", std::string("PK\x03\x04nothing at all"), "malformed: a.zip: not an archive");
    row("a zip that swells", "a.zip", zipped({{QStringLiteral("level.geojson"), std::string(70'000'000, ' ')}}),
        "too_large: a.zip: level.geojson: the archive unpacks to more");
    row("a zip within which the JSON is none", "a.zip", zipped({{QStringLiteral("level.geojson"), "{"}}),
        "malformed: a.zip: level.geojson: ");
    row("XML of another kind", "a.xml", "<html/>", "unsupported: a.xml: not a kind of file");
    row("JSON of another kind", "a.json", R"({"hello": 1})", "unsupported: a.json: not a kind of file");
    row("a manifest alone", "manifest.json", R"({"version":"1","created":"x","language":"en"})",
        "not_found: manifest.json: level.geojson");
}

void TestVenueImport::hostileFiles()
{
    QFETCH(QString, name);
    QFETCH(std::string, bytes);
    QFETCH(QString, refusal);
    Venue room;
    const auto head = room.must(room.reader()->head());
    const auto plan = room.planned({{name.toStdString(), bytes, {}}});
    QVERIFY(!plan);
    const QString told = QString::fromStdString(describe(plan.error()));
    QVERIFY2(told.startsWith(refusal), qPrintable(told));
    QCOMPARE(room.must(room.reader()->head()), head);
}

void TestVenueImport::mutatedFilesEnd()
{
    const std::string whole =
        collection(square(R"("name":"Dome","capacity":200,"level":1)") + "," + square(R"("name":"Bar")", 13.002));
    const std::string zip = zipped({{QStringLiteral("level.geojson"), whole}, {QStringLiteral("unit.geojson"), whole}});
    Venue room;
    QRandomGenerator random(11);
    int plannedOnes = 0;
    for (int round = 0; round < 300; ++round) {
        std::string mutated = round % 3 == 0 ? zip : whole;
        for (int change = 0; change <= round % 3; ++change)
            mutated[static_cast<std::size_t>(random.bounded(static_cast<int>(mutated.size())))] =
                static_cast<char>(random.bounded(256));
        const auto plan = room.planned({{"a", mutated, {}}});
        if (!plan) {
            QVERIFY(!plan.error().detail.empty());
            continue;
        }
        ++plannedOnes;
        const auto tried = tryImport(*plan, *room.engine); // what is planned can be carried out
        QVERIFY2(tried, tried ? "" : describe(tried.error()).c_str());
    }
    QVERIFY(plannedOnes > 20);
}

void TestVenueImport::pretix()
{
    std::vector<ImportSource> sources;
    for (const char *name : {"item1", "item2", "list1", "list2", "list3", "list4", "event1", "question1", "question2",
                             "subevent1", "order1", "order2", "order3", "order4", "order5", "order6"}) {
        const auto bytes = realFile(QStringLiteral("checkin/%1.json").arg(QLatin1String(name)));
        if (!bytes)
            QSKIP("shared/data/checkin is not there");
        sources.push_back({std::string(name) + ".json", *bytes, {}});
    }
    Venue room;
    const ImportReport report = room.import(sources);
    // Counted by a script: two products; positions of the orders 3, 2, 2, 2, 2 and 2; four lists.
    QCOMPARE(report.products, 2);
    QVERIFY2(report.tickets == 13, (std::to_string(report.tickets) + "\n" + told(report)).c_str());
    QCOMPARE(room.rows<Ticket>().size(), std::size_t{13});
    QCOMPARE(room.rows<CheckInList>().size(), std::size_t{4});
    int cancelled = 0;
    int unpaid = 0;
    for (const Ticket &ticket : room.rows<Ticket>()) {
        cancelled += ticket.state == TicketState::Cancelled ? 1 : 0;
        unpaid += ticket.state == TicketState::Unpaid ? 1 : 0;
        QVERIFY(!ticket.credential.empty());
    }
    QCOMPARE(cancelled, 2); // order 6
    QCOMPARE(unpaid, 6);    // orders 2, 3 and 5
    // Check-ins: one of order 1 and one of order 2 on list 1; one of order 1 and two of order 4 on list 9, of which no
    // file tells.
    QVERIFY2(told(report).find("2 check-ins made in pretix are taken over") != std::string::npos, told(report).c_str());
    QVERIFY2(told(report).find("order4.json $.positions[1].checkins[0]: check-in list 9 is not known")
                 != std::string::npos,
             told(report).c_str());
    const auto head = room.must(room.reader()->head());
    const ImportReport again = room.import(sources);
    QCOMPARE(again.tickets + again.attendees + again.products, 0);
    QCOMPARE(room.must(room.reader()->head()), head);
    const auto scans = room.rows<Scan>();
    QCOMPARE(scans.size(), std::size_t{2});
    for (const Scan &scan : scans) {
        QVERIFY(scan.isCounted && !scan.ticket.isNull() && scan.device.isNull());
        QCOMPARE(scan.at.toString().substr(0, 10), std::string("2019-03-04"));
    }
    // The list takes who has not paid, but not what admits nobody here: that one is looked at by a person.
    QCOMPARE(room.rows<Card>().size(), std::size_t{1});
}

/// Who was let in there has used the ticket, and who has left there comes in again where the list lets them.
void TestVenueImport::pretixCheckInsCount()
{
    const auto order = [](const std::string &checkIns) {
        return R"({"code":"AB","status":"p","positions":[{"positionid":1,"item":9,"secret":"s3cretcode",)"
               R"("attendee_name":"Ada","checkins":[)"
            + checkIns + "]}]}";
    };
    const std::string list =
        R"({"id":4,"name":"Doors","all_products":true,"limit_products":[],"allow_entry_after_exit":true})";
    const std::string entry = R"({"id":7,"list":4,"datetime":"2026-05-01T18:00:00+02:00","type":"entry"})";
    const std::string exit = R"({"id":8,"list":4,"datetime":"2026-05-01T19:00:00+02:00","type":"exit"})";
    Venue room;
    const auto import = [&](const std::string &checkIns) {
        return room.import({{"order.json", order(checkIns), {}}, {"list.json", list, {}}});
    };
    import(entry);
    const auto scan = [&] {
        RecordScan record;
        record.scan = room.newId<ScanId>();
        record.list = room.rows<CheckInList>().front().id;
        record.code = "s3cretcode";
        record.deviceAt = room.clock.at;
        Actor scanner = room.system;
        scanner.permissions = Permissions::fromBits(~std::uint64_t{0});
        ScanVerdict verdict;
        room.as(scanner, [&] { verdict = room.done(record); });
        return verdict;
    };
    const ScanVerdict second = scan();
    QCOMPARE(second.outcome, Outcome::Refused);
    QCOMPARE(second.reason, Reason::AlreadyRedeemed);
    QCOMPARE(second.firstAt.toString().substr(0, 19), std::string("2026-05-01T16:00:00"));
    QCOMPARE(import(entry + "," + exit).others, 1); // the exit; the entry is known
    QCOMPARE(scan().outcome, Outcome::Admitted);
    const ImportReport bad = import(R"({"id":9,"list":4,"datetime":"yesterday"},{"id":10,"list":5,"datetime":)"
                                    R"("2026-05-01T18:00:00Z"},7)");
    QCOMPARE(bad.refusals, 3);
    QVERIFY2(told(bad).find("$.positions[0].checkins[0].datetime: not a time") != std::string::npos, told(bad).c_str());
}

void TestVenueImport::pretixInPieces()
{
    Venue room;
    const std::string position =
        R"({"id":1,"order":"AB","positionid":1,"item":9,"secret":"s3cretcode","attendee_name":"Ada","price":"5.00"})";
    const ImportReport report =
        room.take("page.json", R"({"count":1,"next":null,"results":[)" + position + R"(,{"x":1}]})");
    QCOMPARE(report.tickets, 1);
    QVERIFY(told(report).find("page.json $.results[0].item: no name is known for it: called \"Product 9\"")
            != std::string::npos);
    QVERIFY(told(report).find("page.json $.results[1]: neither an order") != std::string::npos);
    QCOMPARE(room.take("list.json", "[" + position + "]").known, 1);
}

QTEST_GUILESS_MAIN(TestVenueImport)
#include "tst_venueimport.moc"
