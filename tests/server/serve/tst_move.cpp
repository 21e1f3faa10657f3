// SPDX-License-Identifier: GPL-3.0-or-later
// An event moves: nothing is lost, nothing half done is left, and at no moment can both places serve it.
#include "server/access/passwords.h"
#include "server/serve/move.h"
#include "server/serve/server.h"
#include "server/serve/workbench.h"
#include "server/store/backup.h"
#include "server/store/verify.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

template <class T>
T must(Result<T> result)
{
    if (!result)
        throw std::runtime_error(describe(result.error()));
    return std::move(*result);
}

/// A founded event in one folder, and another folder where it may go.
struct TwoPlaces {
    TwoPlaces()
    {
        initialiseCrypto();
        QDir(folder.path()).mkdir(u"here"_s);
        QDir(folder.path()).mkdir(u"there"_s);
        NewEvent event{"Fair", "Europe/Berlin", "organiser",
                       must(hashPassword("seven lanterns by the quay", {8 * 1024 * 1024, 1})), "Organiser"};
        auto bench = must(Workbench::create(here(), event, store, &code));
        AddAttendee add;
        add.attendee = makeId<AttendeeId>(bench->now().ms, bench->random());
        add.name = "Ana Ruiz";
        must(bench->run(add));
    }
    [[nodiscard]] std::string here() const { return folder.filePath(u"here/fair.gatehouse"_s).toStdString(); }
    [[nodiscard]] std::string there() const { return folder.filePath(u"there/fair.gatehouse"_s).toStdString(); }
    [[nodiscard]] MoveWish wish(const std::string &passphrase = {}) const
    {
        return {here(), folder.filePath(u"there"_s).toStdString(), passphrase};
    }
    [[nodiscard]] QStringList filesThere() const
    {
        return QDir(folder.filePath(u"there"_s)).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }

    QTemporaryDir folder;
    MemoryKeyStore store;
    std::string code;
};

Fault openingFault(const std::string &path)
{
    const auto opened = Document::open(path);
    return opened ? Fault::None : opened.error().fault;
}

} // namespace

class TestMove : public QObject
{
    Q_OBJECT

private slots:
    void theEventLivesOnThereAndNotHere();
    void aPassphraseOrTheRecoveryCodeOpensIt();
    void stoppedBeforeTheFenceNothingHasChanged_data();
    void stoppedBeforeTheFenceNothingHasChanged();
    void nobodyServesACopyThatWasNotReleased();
    void aCrashBehindTheFenceIsMended();
    void aMoveIsRefused();
    void aServedEventDoesNotMove();
    void aBackupOfAMovedOneCanBeRestored();
};

void TestMove::theEventLivesOnThereAndNotHere()
{
    const TwoPlaces places;
    MemoryKeyStore &store = const_cast<TwoPlaces &>(places).store;
    const Id epochBefore = must(Document::open(places.here()))->epoch();
    std::vector<MoveStep> steps;
    const auto moved = must(moveEvent(places.wish(), store, [&](MoveStep step, auto, auto) {
        if (steps.empty() || steps.back() != step)
            steps.push_back(step);
        return true;
    }));
    QCOMPARE(steps.back(), MoveStep::Fencing);
    QVERIFY(moved.rows > 0);
    QCOMPARE(openingFault(places.here()), Fault::Revoked);
    QVERIFY(!Workbench::open(places.here(), store));
    const auto there = must(Document::open(places.there()));
    QVERIFY(there->epoch() == moved.epoch && there->epoch() != epochBefore);
    QCOMPARE(must(there->head()).hash, moved.head.hash);
    QVERIFY(must(verifyDocument(places.here())).isGood()); // what stays here is whole, for the archive
    QCOMPARE(places.filesThere().filter(u"moving"_s).size(), 0);
}

void TestMove::aPassphraseOrTheRecoveryCodeOpensIt()
{
    for (const std::string &passphrase : std::vector<std::string>{{}, "a kettle, two oars, nine knots"}) {
        TwoPlaces places;
        const auto moved = must(moveEvent(places.wish(passphrase), places.store));
        MemoryKeyStore empty;
        PassphraseKeyStore given(keyStoreOptionsFor(places.there()).keyFile, passphrase);
        KeyStore &other = passphrase.empty() ? static_cast<KeyStore &>(empty) : given;
        const Id document = must(Document::idOf(places.there()));
        SecureRandom random;
        if (passphrase.empty()) {
            QCOMPARE(Keyring::open(moved.keyring, document, other, random).error().fault, Fault::Forbidden);
            QVERIFY(Keyring::openWithRecoveryCode(moved.keyring, document, places.code, other, random));
        }
        auto bench = must(Workbench::open(places.there(), other));
        std::string name;
        QVERIFY(bench->reader().each(entityType<Attendee>(), [&](const StoredRow &row) {
            name = must(entityOf<Attendee>(row)).name;
            return true;
        }));
        QCOMPARE(QByteArray::fromStdString(name), QByteArray("Ana Ruiz")); // sealed personal parts open, too
    }
}

void TestMove::stoppedBeforeTheFenceNothingHasChanged_data()
{
    QTest::addColumn<int>("step");
    QTest::newRow("while copying") << int(MoveStep::Copying);
    QTest::newRow("while checking") << int(MoveStep::Checking);
    QTest::newRow("before the keys") << int(MoveStep::Keys);
}

void TestMove::stoppedBeforeTheFenceNothingHasChanged()
{
    QFETCH(int, step);
    TwoPlaces places;
    if (MoveStep(step) != MoveStep::Keys) { // enough pages and entries that there is something to stop
        auto bench = must(Workbench::open(places.here(), places.store));
        for (int each = 0; each < 600; ++each) {
            AddAttendee add;
            add.attendee = makeId<AttendeeId>(bench->now().ms, bench->random());
            add.name = std::string(190, 'x');
            add.company = std::string(190, 'y');
            add.romanised = std::string(190, 'z');
            must(bench->run(add));
        }
    }
    const auto stopped = moveEvent(places.wish("a kettle and nine knots"), places.store,
                                   [&](MoveStep at, auto, auto) { return int(at) != step; });
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().fault, Fault::Unavailable);
    QCOMPARE(places.filesThere(), QStringList());
    QCOMPARE(openingFault(places.here()), Fault::None);
    QVERIFY(moveEvent(places.wish(), places.store)); // and it can be tried again
}

void TestMove::nobodyServesACopyThatWasNotReleased()
{
    TwoPlaces places;
    const Id epoch{{1, 2, 3}};
    const std::string copy = places.there() + ".moving";
    {
        auto document = must(Document::open(places.here()));
        QVERIFY(copyForMove(*document, copy, epoch));
    }
    QCOMPARE(openingFault(copy), Fault::Revoked); // before the fence: the event is still here
    QCOMPARE(openingFault(places.here()), Fault::None);
    QCOMPARE(releaseCopy(copy, places.there(), Id{{9}}).error().fault, Fault::Conflict);
    QVERIFY(releaseCopy(copy, places.there(), epoch));
    QCOMPARE(openingFault(places.there()), Fault::None);
}

void TestMove::aCrashBehindTheFenceIsMended()
{
    TwoPlaces places;
    const Id epoch{{1, 2, 3}};
    const std::string copy = places.there() + ".moving";
    {
        auto document = must(Document::open(places.here()));
        QVERIFY(copyForMove(*document, copy, epoch));
        QVERIFY(document->markMoved(epoch, {1'795'423'287'000}));
    } // here the power goes: closed here, not released there
    QCOMPARE(openingFault(places.here()), Fault::Revoked);
    QCOMPARE(openingFault(copy), Fault::Revoked);
    const auto moved = must(moveEvent(places.wish(), places.store));
    QVERIFY(moved.epoch == epoch);
    QCOMPARE(openingFault(places.there()), Fault::None);
    QCOMPARE(openingFault(places.here()), Fault::Revoked);
}

void TestMove::aMoveIsRefused()
{
    TwoPlaces places;
    MoveWish nowhere = places.wish();
    nowhere.folder += "/no-stick";
    QCOMPARE(moveEvent(nowhere, places.store).error().fault, Fault::NotFound);
    MemoryKeyStore empty;
    QCOMPARE(moveEvent(places.wish(), empty).error().fault, Fault::Forbidden);
    QFile other(QString::fromStdString(places.there()));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.close();
    QCOMPARE(moveEvent(places.wish(), places.store).error().fault, Fault::Conflict);
    QVERIFY(other.remove());
    must(moveEvent(places.wish(), places.store));
    QCOMPARE(moveEvent(places.wish(), places.store).error().fault, Fault::Revoked); // once is for good
}

void TestMove::aServedEventDoesNotMove()
{
    TwoPlaces places;
    ServeOptions options;
    options.path = places.here();
    options.port = 0;
    auto server = must(Server::open(options, places.store));
    QCOMPARE(moveEvent(places.wish(), places.store).error().fault, Fault::Conflict);
    QCOMPARE(places.filesThere(), QStringList());
    server.reset();
    must(moveEvent(places.wish(), places.store));
    QCOMPARE(Server::open(options, places.store).error().fault, Fault::Revoked);
}

/// The way back when the other machine is lost: a person's decision, under a new epoch.
void TestMove::aBackupOfAMovedOneCanBeRestored()
{
    TwoPlaces places;
    must(moveEvent(places.wish(), places.store));
    const std::string back = places.folder.filePath(u"here/back.gatehouse"_s).toStdString();
    QVERIFY(restoreBackup(places.here(), back, Id{{7}}));
    QCOMPARE(openingFault(back), Fault::None);
}

QTEST_GUILESS_MAIN(TestMove)
#include "tst_move.moc"
