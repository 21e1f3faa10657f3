// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/kiosk/kioskface.h"
#include "app/kiosk/kiosklanguage.h"
#include "app/kiosk/programmepanel.h"
#include "app/kiosk/verdictsounds.h"

#include <QCryptographicHash>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

QPushButton *buttonNamed(QWidget &face, const QString &text)
{
    for (QPushButton *button : face.findChildren<QPushButton *>())
        if (button->isVisible() && button->text() == text)
            return button;
    return nullptr;
}

constexpr Instant kNow{1'795'423'287'000}; // 2026-11-23 08:41:27 UTC

KioskSession session(const QString &title, int startsInMinutes, int minutes, int late = 0)
{
    const Instant planned{kNow.ms / 60'000 * 60'000 + startsInMinutes * 60'000LL};
    return {title, u"Hall"_s, planned, planned + late * 60'000LL, planned + (minutes + late) * 60'000LL, false};
}

KioskView programme()
{
    KioskView view;
    view.now = kNow;
    view.zone = QTimeZone("Europe/Berlin");
    for (int index = 0; index < 8; ++index)
        view.nowNext.now.push_back(
            session(u"Running %1 with a title that needs more than one line"_s.arg(index), -10, 60));
    for (int index = 0; index < 12; ++index)
        view.nowNext.next.push_back(session(u"Coming %1"_s.arg(index), 20 + index, 60));
    return view;
}

bool shows(QWidget &face, const QString &part)
{
    for (const QLabel *label : face.findChildren<QLabel *>())
        if (label->isVisible() && label->text().contains(part))
            return true;
    return false;
}

} // namespace

class TestKioskFace : public QObject
{
    Q_OBJECT

private slots:
    void everyTargetIsLargeEnough_data();
    void everyTargetIsLargeEnough();
    void languageIsOfferedFirst();
    void languageChangesEveryWord();
    void typedCodeIsHandedOverAndForgotten();
    void idleWipesWhatWasTyped();
    void verdictComesBeforeTyping();
    void cornerAndStaffCodeLeadOut();
    void offlineBannerTellsWhatWaitsSinceWhen();
    void everyReasonHasItsWords();
    void everySoundIsThereAndDifferent();
    void dataIsNeverMarkup();
    void theProgrammeTurnsItsPages_data();
    void theProgrammeTurnsItsPages();
    void lateAndCancelledAreTold();
    void anotherDayIsNamed();
    void withoutATimeThereIsNoProgramme();
    void nothingStandsStillForHours();
};

void TestKioskFace::everyTargetIsLargeEnough_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("hasProgramme");
    for (const bool has : {false, true}) {
        const auto row = [has](const char *name, const QSize &size) {
            QTest::addRow("%s%s", name, has ? " with a programme" : "") << size << has;
        };
        row("small panel", QSize(800, 480));
        row("tablet", QSize(1280, 800));
        row("upright", QSize(1080, 1920));
        row("large", QSize(1920, 1080));
    }
}

void TestKioskFace::everyTargetIsLargeEnough()
{
    QFETCH(QSize, size);
    QFETCH(bool, hasProgramme);
    KioskFace face;
    face.resize(size);
    face.show();
    if (hasProgramme)
        face.setView(programme());
    for (int step = 0; step < 2; ++step) {
        QCoreApplication::processEvents();
        int seen = 0;
        std::vector<QRect> places;
        for (const QPushButton *button : face.findChildren<QPushButton *>()) {
            if (!button->isVisible())
                continue;
            ++seen;
            QVERIFY2(button->width() >= kLeastTarget && button->height() >= kLeastTarget, qPrintable(button->text()));
            const QRect place(button->mapTo(&face, QPoint()), button->size());
            QVERIFY2(face.rect().contains(place), qPrintable(button->text()));
            for (const QRect &other : places)
                QVERIFY2(!other.intersects(place), qPrintable(button->text()));
            places.push_back(place);
        }
        QVERIFY(seen >= 4);
        if (step == 0)
            buttonNamed(face, u"Type the code instead"_s)->click();
    }
    QCOMPARE(face.page(), KioskPage::Typing);
    QCOMPARE(face.size(), size);
}

void TestKioskFace::languageIsOfferedFirst()
{
    KioskFace face;
    face.resize(1280, 800);
    face.show();
    QSignalSpy chosen(&face, &KioskFace::languageChosen);
    QVERIFY(buttonNamed(face, u"English"_s) && buttonNamed(face, u"Deutsch"_s) && buttonNamed(face, u"Français"_s));
    buttonNamed(face, u"Deutsch"_s)->click();
    QCOMPARE(chosen.first().first().toString(), u"de"_s);
}

void TestKioskFace::languageChangesEveryWord()
{
    KioskFace face;
    face.resize(1280, 800);
    face.show();
    KioskView view;
    view.isOffline = true;
    view.waiting = 1;
    face.setView(view);
    KioskLanguage language;
    QVERIFY(!language.choose(u"xx"_s));
    QVERIFY(language.choose(u"de"_s));
    QTRY_VERIFY(shows(face, u"Halten Sie Ihr Ticket an den Leser"_s));
    QVERIFY(shows(face, u"1 Scan wartet"_s));
    QCOMPARE(reasonHeadline(Reason::AlreadyRedeemed), u"Dieses Ticket wurde schon benutzt"_s);
    QVERIFY(language.choose(u"fr"_s));
    QTRY_VERIFY(shows(face, u"Présentez votre billet au lecteur"_s));
    QVERIFY(language.choose(u"en"_s));
    QTRY_VERIFY(shows(face, u"1 scan waiting"_s));
}

void TestKioskFace::typedCodeIsHandedOverAndForgotten()
{
    KioskFace face;
    face.resize(1280, 800);
    face.show();
    QSignalSpy typed(&face, &KioskFace::codeTyped);
    buttonNamed(face, u"Type the code instead"_s)->click();
    buttonNamed(face, u"A"_s)->click();
    QTest::keyClicks(face.focusWidget(), u"b7-01"_s);
    QTest::keyClick(face.focusWidget(), Qt::Key_Exclam); // no such character in a code
    QCOMPARE(face.typed(), u"AB7-01"_s);
    buttonNamed(face, u"Check the ticket"_s)->click();
    QCOMPARE(typed.first().first().toString(), u"AB7-01"_s);
    QCOMPARE(face.page(), KioskPage::Attract);
    QVERIFY(face.typed().isEmpty());
}

void TestKioskFace::idleWipesWhatWasTyped()
{
    KioskFace face;
    face.resize(1280, 800);
    face.show();
    QSignalSpy wiped(&face, &KioskFace::wiped);
    buttonNamed(face, u"Type the code instead"_s)->click();
    buttonNamed(face, u"A"_s)->click();
    for (auto second = 0; second < KioskFace::kIdle.count() + 2; ++second)
        face.tick();
    QVERIFY(shows(face, u"8 second"_s));
    buttonNamed(face, u"B"_s)->click(); // somebody is still there
    QVERIFY(!shows(face, u"second"_s));
    QCOMPARE(face.typed(), u"AB"_s);
    for (auto second = 0; second < (KioskFace::kIdle + KioskFace::kCountdown).count(); ++second)
        face.tick();
    QCOMPARE(wiped.size(), 1);
    QVERIFY(face.typed().isEmpty());
    QCOMPARE(face.page(), KioskPage::Attract);
}

void TestKioskFace::verdictComesBeforeTyping()
{
    KioskFace face;
    face.resize(1280, 800);
    face.show();
    buttonNamed(face, u"Type the code instead"_s)->click();
    buttonNamed(face, u"A"_s)->click();
    face.setView({}); // still waiting for a ticket
    QCOMPARE(face.page(), KioskPage::Typing);
    KioskView view;
    view.page = KioskPage::Verdict;
    view.verdict = {.outcome = Outcome::Admitted};
    face.setView(view);
    QCOMPARE(face.page(), KioskPage::Verdict);
    QVERIFY(face.typed().isEmpty());
}

void TestKioskFace::cornerAndStaffCodeLeadOut()
{
    KioskFace face;
    face.resize(1280, 800);
    face.show();
    QSignalSpy codes(&face, &KioskFace::staffCodeEntered);
    QSignalSpy exits(&face, &KioskFace::exitWanted);
    auto *page = face.findChild<AttractPage *>();
    for (int touch = 0; touch < 4; ++touch)
        QTest::mouseClick(page, Qt::LeftButton, {}, {5, 5});
    QTest::mouseClick(page, Qt::LeftButton, {}, {600, 5}); // breaks the row
    QTest::mouseClick(page, Qt::LeftButton, {}, {5, 5});
    QCOMPARE(face.page(), KioskPage::Attract);
    for (int touch = 0; touch < 2; ++touch) {
        QTest::mouseDClick(page, Qt::LeftButton, {}, {5, 5}); // every other quick touch is told as one of these
        QTest::mouseClick(page, Qt::LeftButton, {}, {5, 5});
    }
    QCOMPARE(face.page(), KioskPage::StaffCode);
    QTest::keyClicks(face.focusWidget(), u"4711"_s);
    QVERIFY(!shows(face, u"4711"_s));
    QTest::keyClick(face.focusWidget(), Qt::Key_Return);
    QCOMPARE(codes.first().first().toString(), u"4711"_s);
    face.refuseStaff(u"Wrong code."_s);
    QCOMPARE(face.page(), KioskPage::StaffCode);
    QVERIFY(shows(face, u"Wrong code."_s));
    face.acceptStaff();
    QCOMPARE(face.page(), KioskPage::SelfTest);
    buttonNamed(face, u"End the kiosk"_s)->click();
    QCOMPARE(exits.size(), 1);
}

void TestKioskFace::offlineBannerTellsWhatWaitsSinceWhen()
{
    KioskFace face;
    face.resize(1280, 800);
    face.show();
    QVERIFY(!shows(face, u"Off line"_s));
    KioskView view;
    view.isOffline = true;
    view.waiting = 12;
    view.waitingSince = *Instant::fromString("2026-11-23T18:41:09Z");
    view.listAgeMs = 240'000;
    view.zone = QTimeZone("Europe/Berlin");
    face.setView(view);
    QVERIFY(shows(face, u"12 scan"_s));
    QVERIFY(shows(face, u"since 19:41"_s));
    QVERIFY(shows(face, u"4 min old"_s));
}

void TestKioskFace::everyReasonHasItsWords()
{
    QSet<QString> desk;
    for (int reason = 0; reason <= static_cast<int>(Reason::WrongEvent); ++reason) {
        QVERIFY(!reasonHeadline(static_cast<Reason>(reason)).isEmpty());
        QVERIFY(!reasonAdvice(static_cast<Reason>(reason)).isEmpty());
        desk.insert(reasonWords(static_cast<Reason>(reason)));
    }
    QCOMPARE(desk.size(), static_cast<int>(Reason::WrongEvent) + 1);
}

void TestKioskFace::everySoundIsThereAndDifferent()
{
    VerdictSounds sounds;
    QSet<QByteArray> contents;
    for (const VerdictSound sound : kVerdictSounds) {
        QFile file(VerdictSounds::source(sound).mid(3)); // without "qrc"
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.startsWith("RIFF"));
        contents.insert(QCryptographicHash::hash(bytes, QCryptographicHash::Sha1));
    }
    QCOMPARE(contents.size(), qsizetype(std::size(kVerdictSounds)));
}

void TestKioskFace::dataIsNeverMarkup()
{
    KioskFace face;
    for (const QLabel *label : face.findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

void TestKioskFace::theProgrammeTurnsItsPages_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("small panel") << QSize(800, 480);
    QTest::newRow("tablet") << QSize(1280, 800);
    QTest::newRow("upright") << QSize(1080, 1920);
    QTest::newRow("large") << QSize(1920, 1080);
}

void TestKioskFace::theProgrammeTurnsItsPages()
{
    QFETCH(QSize, size);
    KioskFace face;
    face.resize(size);
    face.show();
    KioskView view = programme();
    face.setView(view);
    QCoreApplication::processEvents();
    auto *panel = face.findChild<ProgrammePanel *>();
    QVERIFY(panel->isVisible() && shows(face, u"09:41"_s));
    QVERIFY(panel->pageCount() > 1);
    QStringList seen;
    for (int page = 0; page < panel->pageCount(); ++page) {
        QVERIFY(!panel->lines().isEmpty());
        seen += panel->lines();
        const QStringList before = panel->lines();
        view.now = view.now + 1'000; // a page stands for longer than that
        face.setView(view);
        QCOMPARE(panel->lines(), before);
        view.now = view.now + ProgrammePanel::kTurnMs - 1'000;
        face.setView(view);
    }
    QCOMPARE(seen.size(), 20);
    QCOMPARE(QSet<QString>(seen.begin(), seen.end()).size(), 20);
    QVERIFY(seen.contains(u"10:01 Coming 0, Hall"_s));
}

void TestKioskFace::lateAndCancelledAreTold()
{
    KioskFace face;
    face.resize(1280, 800);
    face.show();
    KioskView view = programme();
    view.nowNext.now = {session(u"Opening"_s, -11, 45)};
    view.nowNext.next = {session(u"Late one"_s, 19, 45, 15), session(u"Gone"_s, 29, 45)};
    view.nowNext.next[1].isCancelled = true;
    face.setView(view);
    QCoreApplication::processEvents();
    KioskLanguage language;
    QVERIFY(language.choose(u"en"_s));
    auto *panel = face.findChild<ProgrammePanel *>();
    QTRY_COMPARE(panel->lines(),
                 QStringList({u"09:30 Opening, until 10:15 · Hall"_s, u"10:15 Late one, 15 minutes later · Hall"_s,
                              u"10:10 Gone, cancelled · Hall"_s}));
    QVERIFY(panel->accessibleDescription().contains(u"Late one"_s));
    QVERIFY(language.choose(u"de"_s));
    QTRY_COMPARE(panel->lines().at(1), u"10:15 Late one, 15 Minuten später · Hall"_s);
    QVERIFY(language.choose(u"en"_s));
}

void TestKioskFace::anotherDayIsNamed()
{
    KioskFace face;
    face.resize(1280, 800);
    face.show();
    KioskView view = programme();
    view.nowNext.now.clear();
    view.nowNext.next = {session(u"Breakfast"_s, 22 * 60, 45)};
    face.setView(view);
    QCoreApplication::processEvents();
    QCOMPARE(face.findChild<ProgrammePanel *>()->lines(), QStringList(u"07:41 Breakfast, Tuesday · Hall"_s));
}

void TestKioskFace::withoutATimeThereIsNoProgramme()
{
    KioskFace face;
    face.resize(1280, 800);
    face.show();
    KioskView view = programme();
    view.now = {};
    face.setView(view);
    QVERIFY(!face.findChild<ProgrammePanel *>()->isVisible());
    QVERIFY(!shows(face, u":"_s));
    view.now = kNow;
    face.setView(view);
    QVERIFY(face.findChild<ProgrammePanel *>()->isVisible());
    view.nowNext = {};
    face.setView(view);
    QVERIFY(!face.findChild<ProgrammePanel *>()->isVisible());
    QVERIFY(shows(face, u"09:41"_s)); // the time is good to know all the same
}

/// What stands in one place for days burns itself into a screen.
void TestKioskFace::nothingStandsStillForHours()
{
    KioskFace face;
    face.resize(1280, 800);
    face.show();
    KioskView view = programme();
    QSet<QPair<int, int>> places;
    for (int minute = 0; minute < 9; ++minute) {
        view.now = kNow + minute * 60'000;
        face.setView(view);
        QCoreApplication::processEvents();
        const QPoint at = buttonNamed(face, u"Deutsch"_s)->mapTo(&face, QPoint());
        places.insert({at.x(), at.y()});
    }
    QVERIFY(places.size() >= 8);
}

QTEST_MAIN(TestKioskFace)
#include "tst_kioskface.moc"
