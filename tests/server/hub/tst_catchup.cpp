// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/hub/hubroom.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::hubtest;

namespace {

const Permissions kViewer{Permission::ViewVenue};

Zone zoneNamed(HubRoom &room, const std::string &name, std::size_t points = 0)
{
    Zone zone;
    zone.id = room.newId<ZoneId>();
    zone.floor = room.newId<FloorId>();
    zone.name = name;
    zone.outline.assign(points, Point{1'000'000'000, 1'000'000'000}); // ten bytes each
    return zone;
}

template <class E>
void put(HubRoom &room, const E &entity)
{
    room.as(room.system, [&] { room.told(putting(entity)); });
}

void removeZone(HubRoom &room, const Id &id)
{
    RemoveAnyRow remove;
    remove.entity = Zone::spec.number;
    remove.id = id;
    room.as(room.system, [&] { room.told(remove); });
}

bool sameRows(const FrameClient &one, const FrameClient &other)
{
    return std::equal(
        one.rows.begin(), one.rows.end(), other.rows.begin(), other.rows.end(), [](const auto &a, const auto &b) {
            return a.first == b.first && a.second.revision == b.second.revision && a.second.body == b.second.body
                && a.second.personal == b.second.personal && a.second.scopes == b.second.scopes;
        });
}

HubLimits smallSlices()
{
    HubLimits limits;
    limits.rowsPerStep = 5;
    limits.sequencesPerRead = 3;
    return limits;
}

} // namespace

/// How a client that was away is led to the head: without the document where it can be, page by page where not, and in
/// the end to the very rows that a fresh one holds.
class TestCatchUp : public QObject
{
    Q_OBJECT

private slots:
    void whoMissedNothingIsServedWithoutTheDocument();
    void whoMissedLittleIsServedFromTheRing();
    void whoMissedMoreIsServedFromTheDocument();
    void afterARestartTheDocumentIsAsked();
    void whoMissedTooMuchBeginsAnew();
    void pagesComeAsTheyAreTaken();
    void pagesFromTheRingComeAsTheyAreTaken();
    void aHallFullOfKiosksSharesOneReading();
    void whatChangesMeanwhileIsNotLost();
    void whatCameAndWentBehindPagesHasGone_data();
    void whatCameAndWentBehindPagesHasGone();
    void aWindowHoldsTheNewest();
    void aDocumentThatCannotBeReadIsSaidSo();
};

void TestCatchUp::whoMissedNothingIsServedWithoutTheDocument()
{
    HubRoom room;
    put(room, zoneNamed(room, "Hall"));
    const std::string token = room.tokenOf(room.addAccount("viewer", kViewer));
    FrameClient client(room);
    QVERIFY(client.signIn(token));
    client.hangUp();
    for (int index = 0; index < 50; ++index) { // much happens, none of it in its scopes
        Occupancy occupancy;
        occupancy.id = room.newId<ZoneId>();
        put(room, occupancy);
    }
    const HubFigures before = room.hub->figures();
    room.hubReader->reads = room.identityReader->reads = 0;
    client.connect();
    client.frames.clear();
    QVERIFY(client.signIn(token));
    const auto pages = client.taken<Page>();
    QCOMPARE(pages.size(), std::size_t{1});
    QVERIFY(pages.front().isLast && pages.front().rows.empty());
    QCOMPARE(client.sequence, room.engine->head());
    QCOMPARE(room.hubReader->reads + room.identityReader->reads, 0); // nor to tell who it is
    QCOMPARE(room.hub->figures().quietReturns - before.quietReturns, std::uint64_t{1});
    QCOMPARE(room.hub->figures().ringReturns, before.ringReturns);
    QCOMPARE(room.hub->figures().snapshots, before.snapshots);
}

void TestCatchUp::whoMissedLittleIsServedFromTheRing()
{
    HubRoom room;
    const Zone changing = zoneNamed(room, "Hall");
    const Zone leaving = zoneNamed(room, "Foyer");
    put(room, changing);
    put(room, leaving);
    const std::string token = room.tokenOf(room.addAccount("viewer", kViewer));
    FrameClient client(room);
    QVERIFY(client.signIn(token));
    client.hangUp();
    Zone changed = changing;
    changed.name = "Great hall";
    put(room, changed);
    put(room, zoneNamed(room, "Stage"));
    removeZone(room, leaving.id);
    const HubFigures before = room.hub->figures();
    room.hubReader->reads = 0;
    client.connect();
    client.frames.clear();
    QVERIFY(client.signIn(token));
    QVERIFY(!client.taken<Welcome>().front().isResync);
    QCOMPARE(room.hubReader->reads, 0);
    QCOMPARE(room.hub->figures().ringReturns - before.ringReturns, std::uint64_t{1});
    QCOMPARE(room.hub->figures().snapshots, before.snapshots);
    FrameClient fresh(room);
    QVERIFY(fresh.signIn(token));
    QVERIFY(sameRows(client, fresh));
    QVERIFY(!client.rows.contains({Zone::spec.number, leaving.id}));
}

void TestCatchUp::whoMissedMoreIsServedFromTheDocument()
{
    HubLimits limits = smallSlices();
    limits.ringBatches = 4;
    HubRoom room(limits);
    std::vector<Zone> zones;
    for (int index = 0; index < 10; ++index) {
        zones.push_back(zoneNamed(room, "zone"));
        put(room, zones.back());
    }
    const std::string token = room.tokenOf(room.addAccount("viewer", kViewer));
    FrameClient client(room);
    QVERIFY(client.signIn(token));
    client.hangUp();
    for (std::size_t index = 0; index < 6; ++index) {
        zones[index].name = "changed";
        put(room, zones[index]);
    }
    removeZone(room, zones[9].id);
    room.hubReader->reads = 0;
    client.connect();
    client.frames.clear();
    QVERIFY(client.signIn(token));
    QVERIFY(!client.taken<Welcome>().front().isResync);
    QVERIFY(room.hubReader->reads > 1); // in slices
    FrameClient fresh(room);
    QVERIFY(fresh.signIn(token));
    QVERIFY(sameRows(client, fresh));
}

void TestCatchUp::afterARestartTheDocumentIsAsked()
{
    HubRoom room;
    Zone zone = zoneNamed(room, "Hall");
    put(room, zone);
    const std::string token = room.tokenOf(room.addAccount("viewer", kViewer));
    FrameClient client(room);
    QVERIFY(client.signIn(token));
    client.hangUp();
    zone.name = "Great hall";
    put(room, zone);
    room.startHub();
    client.connect();
    client.frames.clear();
    QVERIFY(client.signIn(token));
    QVERIFY(!client.taken<Welcome>().front().isResync); // the epoch is the same
    QVERIFY(room.hubReader->reads > 0);
    QCOMPARE(decoded<Zone>(client.rows.at({Zone::spec.number, zone.id}).body, Strictness::Replica, Part::Open)->name,
             std::string("Great hall"));
    QCOMPARE(client.sequence, room.engine->head());
}

void TestCatchUp::whoMissedTooMuchBeginsAnew()
{
    HubLimits limits;
    limits.ringBatches = 2;
    limits.sequencesMost = 5;
    HubRoom room(limits);
    const Zone leaving = zoneNamed(room, "Foyer");
    put(room, leaving);
    const std::string token = room.tokenOf(room.addAccount("viewer", kViewer));
    FrameClient client(room);
    QVERIFY(client.signIn(token));
    client.hangUp();
    removeZone(room, leaving.id);
    for (int index = 0; index < 8; ++index)
        put(room, zoneNamed(room, "zone"));
    client.connect();
    client.frames.clear();
    QVERIFY(client.signIn(token));
    QVERIFY(client.taken<Welcome>().front().isResync);
    FrameClient fresh(room);
    QVERIFY(fresh.signIn(token));
    QVERIFY(sameRows(client, fresh));
}

void TestCatchUp::pagesComeAsTheyAreTaken()
{
    HubRoom room;
    for (int index = 0; index < 70; ++index)
        put(room, zoneNamed(room, "zone", 900));
    FrameClient client(room);
    client.takesPages = false;
    QVERIFY(client.signIn(room.tokenOf(room.addAccount("viewer", kViewer))));
    std::int32_t known = 0;
    std::int32_t taken = 0;
    bool isLast = false;
    while (!isLast) {
        const auto pages = client.taken<Page>();
        for (const Page &page : pages) {
            QCOMPARE(page.number, ++known);
            isLast = page.isLast;
            std::string bytes = encodeFrame(page, Wire::Cbor);
            QVERIFY2(bytes.size() <= kMaxMessage, QByteArray::number(static_cast<int>(bytes.size())));
        }
        QVERIFY(isLast || known - taken == kPageWindow);
        client.send(PageTaken{++taken});
    }
    QVERIFY(known > 2 * kPageWindow);
    client.send(PageTaken{1'000'000}); // of pages that were never sent
    QVERIFY(!client.closedWith());
}

void TestCatchUp::pagesFromTheRingComeAsTheyAreTaken()
{
    HubRoom room;
    const std::string token = room.tokenOf(room.addAccount("viewer", kViewer));
    FrameClient client(room);
    QVERIFY(client.signIn(token));
    client.hangUp();
    for (int index = 0; index < 70; ++index)
        put(room, zoneNamed(room, "zone", 900));
    client.connect();
    client.frames.clear();
    client.takesPages = false;
    room.hubReader->reads = 0;
    QVERIFY(client.signIn(token));
    QCOMPARE(client.taken<Page>().size(), static_cast<std::size_t>(kPageWindow));
    for (std::int32_t taken = 1; taken < 20; ++taken) {
        client.send(PageTaken{taken});
        (void)client.read();
    }
    QCOMPARE(room.hubReader->reads, 0);
    FrameClient fresh(room);
    QVERIFY(fresh.signIn(token));
    QVERIFY(sameRows(client, fresh));
}

void TestCatchUp::aHallFullOfKiosksSharesOneReading()
{
    HubRoom room;
    SmallSale sale(room);
    for (int index = 0; index < 40; ++index)
        sale.issue(room);
    room.settle();
    std::vector<std::string> keys(12);
    for (std::string &key : keys)
        room.addDevice(DeviceKind::Kiosk, key, sale.list);
    room.hubReader->reads = 0;
    std::vector<std::unique_ptr<FrameClient>> kiosks;
    int readsOfFirst = 0;
    for (const std::string &key : keys) {
        kiosks.push_back(std::make_unique<FrameClient>(room));
        QVERIFY(kiosks.back()->signIn(key, Wants::Live | Wants::Kiosk));
        if (kiosks.size() == 1)
            readsOfFirst = room.hubReader->reads;
    }
    QVERIFY(readsOfFirst > 0);
    QCOMPARE(room.hubReader->reads, readsOfFirst);
    for (const auto &kiosk : kiosks) {
        QCOMPARE(std::count_if(kiosk->rows.begin(), kiosk->rows.end(),
                               [](const auto &each) { return each.first.first == AdmissionRecord::spec.number; }),
                 40);
        // Each holds the row of itself, and of no other device.
        QCOMPARE(std::count_if(kiosk->rows.begin(), kiosk->rows.end(),
                               [](const auto &each) { return each.first.first == Device::spec.number; }),
                 1);
    }
}

void TestCatchUp::whatChangesMeanwhileIsNotLost()
{
    HubRoom room(smallSlices());
    std::vector<Zone> zones;
    for (int index = 0; index < 60; ++index) {
        zones.push_back(zoneNamed(room, "zone", 300));
        put(room, zones.back());
    }
    const std::string token = room.tokenOf(room.addAccount("viewer", kViewer));
    FrameClient client(room);
    client.takesPages = false;
    QVERIFY(client.signIn(token));
    for (std::int32_t taken = 1; taken < 12; ++taken) {
        zones[static_cast<std::size_t>(taken)].name = "changed";
        put(room, zones[static_cast<std::size_t>(taken)]);
        removeZone(room, zones[59 - static_cast<std::size_t>(taken)].id);
        put(room, zoneNamed(room, "new"));
        (void)client.read();
        client.send(PageTaken{taken});
    }
    (void)client.read();
    FrameClient fresh(room);
    QVERIFY(fresh.signIn(token));
    QVERIFY(sameRows(client, fresh));
    QCOMPARE(client.sequence, room.engine->head());
}

void TestCatchUp::whatCameAndWentBehindPagesHasGone_data()
{
    QTest::addColumn<bool>("isFromRing");
    QTest::addColumn<bool>("isCutOff");
    QTest::newRow("while the pages were on their way") << true << false;
    QTest::newRow("while they were on their way, with a short ring") << false << false;
    QTest::newRow("while the link was broken after the last page") << true << true;
    QTest::newRow("while it was broken, with a short ring") << false << true;
}

/// Pages are read in slices and may hold rows that are newer than the head they lead to. Such a row may be gone before
/// the client is told what came after: it never saw it come by a delta, but it holds it.
void TestCatchUp::whatCameAndWentBehindPagesHasGone()
{
    QFETCH(bool, isFromRing);
    QFETCH(bool, isCutOff);
    HubLimits limits = smallSlices();
    limits.ringBatches = isFromRing ? 100 : 1;
    HubRoom room(limits);
    for (int index = 0; index < 30; ++index)
        put(room, zoneNamed(room, "zone", 900));
    const std::string token = room.tokenOf(room.addAccount("viewer", kViewer));
    FrameClient client(room);
    client.takesPages = false;
    QVERIFY(client.signIn(token)); // four pages, then it waits for what was taken
    const Zone ghost = zoneNamed(room, "was here", 10);
    put(room, ghost);
    for (std::int32_t taken = 1; taken < 9 && !client.rows.contains({Zone::spec.number, ghost.id}); ++taken) {
        client.send(PageTaken{taken});
        (void)client.read();
    }
    QVERIFY(client.rows.contains({Zone::spec.number, ghost.id}));
    if (isCutOff) { // its cursor is the head that the pages lead to
        client.readsToLastPage = true;
        for (std::int32_t taken = 1; taken < 40 && client.sequence == 0; ++taken) {
            client.send(PageTaken{taken});
            (void)client.read();
        }
        QCOMPARE(client.sequence, room.engine->head() - 1);
        client.hangUp();
    }
    removeZone(room, ghost.id);
    put(room, zoneNamed(room, "later"));
    if (isCutOff) {
        client.connect();
        client.takesPages = true;
        client.readsToLastPage = false;
        QVERIFY(client.signIn(token));
    } else {
        for (std::int32_t taken = 1; taken < 40; ++taken) {
            client.send(PageTaken{taken});
            (void)client.read();
        }
    }
    FrameClient fresh(room);
    QVERIFY(fresh.signIn(token));
    QVERIFY(!fresh.rows.contains({Zone::spec.number, ghost.id}));
    QVERIFY(!client.rows.contains({Zone::spec.number, ghost.id}));
    QVERIFY(sameRows(client, fresh));
}

void TestCatchUp::aWindowHoldsTheNewest()
{
    HubRoom room;
    room.as(room.system, [&] {
        for (std::size_t index = 0; index < kWindowRows + 20; ++index) {
            Scan scan;
            scan.id = room.newId<ScanId>();
            scan.list = room.newId<CheckInListId>();
            room.done(putting(scan));
        }
    });
    room.settle();
    FrameClient client(room);
    QVERIFY(client.signIn(room.tokenOf(room.addAccount("desk", {Permission::ViewScans}))));
    std::vector<std::int64_t> revisions;
    for (const auto &[key, row] : client.rows) {
        if (key.first == Scan::spec.number)
            revisions.push_back(row.revision);
    }
    QCOMPARE(revisions.size(), kWindowRows);
    const auto [oldest, newest] = std::minmax_element(revisions.begin(), revisions.end());
    QCOMPARE(*newest - *oldest, static_cast<std::int64_t>(kWindowRows) - 1);
}

void TestCatchUp::aDocumentThatCannotBeReadIsSaidSo()
{
    HubRoom room;
    put(room, zoneNamed(room, "Hall"));
    const std::string token = room.tokenOf(room.addAccount("viewer", kViewer));
    QVERIFY(room.document->connection().run("UPDATE rows_zone SET scopes = x'ffff'"));
    FrameClient client(room);
    client.signIn(token);
    QCOMPARE(client.closedWith(), std::optional(CloseCode::GoingAway));
    const auto goodbye = client.taken<Goodbye>().front();
    QCOMPARE(goodbye.fault, Fault::Unavailable);
    QVERIFY(goodbye.retryAfterMs > 0);
}

QTEST_GUILESS_MAIN(TestCatchUp)
#include "tst_catchup.moc"
