// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/programme/programme.h"

#include <QTest>

using namespace gatehouse;

namespace {

constexpr std::int64_t kHour = 3'600'000;

Instant at(const char *text)
{
    return *Instant::fromString(text);
}

/// Berlin with a cut-off at 04:00: the first night loses an hour, so that day has 23.
const std::vector<EventDay> kSpring = {{"2026-03-28", at("2026-03-28T03:00:00Z"), at("2026-03-29T02:00:00Z")},
                                       {"2026-03-29", at("2026-03-29T02:00:00Z"), at("2026-03-30T02:00:00Z")}};

} // namespace

class TestEvent : public QObject
{
    Q_OBJECT

private slots:
    void everyInstantHasItsDay_data();
    void everyInstantHasItsDay();
    void withoutDaysThoseOfUtcCount();
    void addresses_data();
    void addresses();
    void languages_data();
    void languages();
    void bookmarksAreOnePerPair();
    void audiences();
};

void TestEvent::everyInstantHasItsDay_data()
{
    QTest::addColumn<QByteArray>("when");
    QTest::addColumn<qint64>("day");
    const auto row = [](const char *name, const char *when, qint64 day) {
        QTest::newRow(name) << QByteArray(when) << day;
    };
    row("the first instant of the first day", "2026-03-28T03:00:00Z", 0);
    row("noon of the first day", "2026-03-28T11:00:00Z", 0);
    row("after midnight still the evening before", "2026-03-29T01:30:00Z", 0);
    row("the last millisecond of a day of 23 hours", "2026-03-29T01:59:59.999Z", 0);
    row("the cut-off after the clocks went forward", "2026-03-29T02:00:00Z", 1);
    row("the last millisecond of the last day", "2026-03-30T01:59:59.999Z", 1);
    row("where the last day ends the next begins", "2026-03-30T02:00:00Z", 2);
    row("a day later", "2026-03-31T02:00:00Z", 3);
    row("just before the first day", "2026-03-28T02:59:59.999Z", -1);
    row("a whole day before", "2026-03-27T03:00:00Z", -1);
    row("a millisecond more", "2026-03-27T02:59:59.999Z", -2);
    row("long before", "1970-01-01T00:00:00Z", -20541);
}

void TestEvent::everyInstantHasItsDay()
{
    QFETCH(QByteArray, when);
    QFETCH(qint64, day);
    QCOMPARE(eventDayAt(kSpring, at(when.constData())), day);
}

void TestEvent::withoutDaysThoseOfUtcCount()
{
    QCOMPARE(eventDayAt({}, {0}), 0);
    QCOMPARE(eventDayAt({}, {24 * kHour - 1}), 0);
    QCOMPARE(eventDayAt({}, {24 * kHour}), 1);
    QCOMPARE(eventDayAt({}, {-1}), -1);
    QCOMPARE(eventDayAt({}, {-24 * kHour}), -1);
    QCOMPARE(eventDayAt({}, {-24 * kHour - 1}), -2);
}

void TestEvent::addresses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char *text, bool isGood) { QTest::newRow(text) << QByteArray(text) << isGood; };
    row("https://example.org/talks/7?lang=de#top", true);
    row("http://[2001:db8::1]/", true);
    row("https://höhenfest.example", true);
    row("ftp://example.org", false);
    row("javascript:alert(1)", false);
    row("https://", false);
    row("https:///path", false);
    row("https://example.org/a b", false);
    row("https://example.org/\"onclick", false);
    row("https://example.org/<script>", false);
    row("example.org", false);
}

void TestEvent::addresses()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isGood);
    QCOMPARE(isWebAddress(text.toStdString()), isGood);
}

void TestEvent::languages_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char *text, bool isGood) { QTest::newRow(text) << QByteArray(text) << isGood; };
    row("de", true);
    row("pt-BR", true);
    row("zh-Hant-TW", true);
    row("es-419", true);
    row("", false);
    row("de_DE", false);
    row("de-", false);
    row("-de", false);
    row("4de", false);
    row("verylongone", false);
    row("Deutsch!", false);
}

void TestEvent::languages()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isGood);
    QCOMPARE(isLanguageTag(text.toStdString()), isGood);
}

void TestEvent::bookmarksAreOnePerPair()
{
    SeededRandom random(1);
    const auto session = makeId<SessionId>(1'780'000'000'000, random);
    const auto other = makeId<SessionId>(1'780'000'000'000, random);
    const auto account = makeId<AccountId>(1'780'000'000'001, random);
    QVERIFY(bookmarkIdOf(session, account) == bookmarkIdOf(session, account));
    QVERIFY(bookmarkIdOf(session, account) != bookmarkIdOf(other, account));
    QVERIFY(!bookmarkIdOf(session, AccountId(session)).isNull());
}

void TestEvent::audiences()
{
    const Scopes everyone{Scope::everyone()};
    const Scopes editors{Scope::holders(Permission::EditProgramme)};
    Session session;
    session.state = SessionState::Draft;
    QVERIFY(scopesOf(session) == editors);
    session.state = SessionState::Planned;
    QVERIFY(scopesOf(session) == everyone);
    session.state = SessionState::Cancelled;
    QVERIFY(scopesOf(session) == everyone);
    Slot slot;
    QVERIFY(scopesOf(slot) == everyone);
    slot.isDraft = true;
    QVERIFY(scopesOf(slot) == editors);
    Speaker speaker;
    QVERIFY(scopesOf(speaker) == editors);
    speaker.isPublic = true;
    QVERIFY(scopesOf(speaker) == everyone);
    QVERIFY(scopesOf(Track{}) == everyone);
    QVERIFY(scopesOf(SessionInterest{}) == editors);
    Bookmark bookmark;
    bookmark.account.bytes.back() = 7;
    QVERIFY(scopesOf(bookmark) == Scopes{Scope::person(bookmark.account)});
}

QTEST_GUILESS_MAIN(TestEvent)
#include "tst_event.moc"
