// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/arguments.h"
#include "app/control/topbarpresenter.h"

#include <QTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

class TestArguments : public QObject
{
    Q_OBJECT

private slots:
    void refused_data();
    void refused();
    void withoutADocumentTheStartPageComes();
    void aDocumentIsServedHereOnly();
    void anotherMachineIsJoined();
    void backupsSayHowOldTheyAre_data();
    void backupsSayHowOldTheyAre();
};

void TestArguments::refused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("why");
    QTest::newRow("two documents") << QStringList{u"a"_s, u"b"_s} << u"one document"_s;
    QTest::newRow("a document and a server")
        << QStringList{u"a"_s, u"--connect"_s, u"http://h:1/e/x/"_s} << u"one document"_s;
    QTest::newRow("a server without an event") << QStringList{u"--connect"_s, u"http://h:1/"_s} << u"--connect takes"_s;
    QTest::newRow("a server that is none") << QStringList{u"--connect"_s, u"ftp://h/e/x/"_s} << u"--connect takes"_s;
    QTest::newRow("a port that is none") << QStringList{u"a"_s, u"--listen"_s, u"127.0.0.1:http"_s}
                                         << u"--listen takes"_s;
    QTest::newRow("an address without a port")
        << QStringList{u"a"_s, u"--listen"_s, u"127.0.0.1"_s} << u"--listen takes"_s;
    QTest::newRow("clear text for others, unasked")
        << QStringList{u"a"_s, u"--listen"_s, u"192.168.1.4:7443"_s} << u"--no-tls"_s;
    QTest::newRow("backups all the time")
        << QStringList{u"a"_s, u"--backup-every"_s, u"0"_s} << u"--backup-every takes"_s;
    QTest::newRow("an unknown option") << QStringList{u"a"_s, u"--colour"_s} << u"colour"_s;
}

void TestArguments::refused()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, why);
    const auto read = readControlArguments(QStringList{u"gatehouse"_s} + arguments);
    QVERIFY(!read);
    QVERIFY2(QString::fromStdString(read.error().detail).contains(why), read.error().detail.c_str());
}

void TestArguments::withoutADocumentTheStartPageComes()
{
    const auto read = readControlArguments({u"gatehouse"_s});
    QVERIFY(read);
    QVERIFY(read->document.isEmpty() && read->connect.isEmpty());
}

void TestArguments::aDocumentIsServedHereOnly()
{
    const auto read = readControlArguments({u"gatehouse"_s, u"fair.gatehouse"_s});
    QVERIFY(read);
    QCOMPARE(read->document, u"fair.gatehouse"_s);
    QVERIFY(read->address.isLoopback());
    QVERIFY(!read->port);
    const auto open =
        readControlArguments({u"gatehouse"_s, u"fair.gatehouse"_s, u"--listen"_s, u"[::]:0"_s, u"--no-tls"_s});
    QVERIFY(open);
    QCOMPARE(open->port.value_or(1), quint16{0});
}

void TestArguments::anotherMachineIsJoined()
{
    const auto read = readControlArguments(
        {u"gatehouse"_s, u"--connect"_s, u"http://10.0.0.2:7443/e/fair"_s, u"--sign-in"_s, u"ana"_s});
    QVERIFY(read);
    QCOMPARE(read->connect.toString(), u"http://10.0.0.2:7443/e/fair/"_s);
    QCOMPARE(read->login, u"ana"_s);
}

void TestArguments::backupsSayHowOldTheyAre_data()
{
    QTest::addColumn<bool>("isReadOnly");
    QTest::addColumn<bool>("hasPlan");
    QTest::addColumn<int>("ageSeconds"); // −1: there was none
    QTest::addColumn<bool>("hasFailed");
    QTest::addColumn<State>("state");
    QTest::addColumn<QString>("words");
    QTest::newRow("a fresh one") << false << true << 60 << false << State::Fine << u"60 s ago"_s;
    QTest::newRow("a late one") << false << true << 1000 << false << State::Now << u"16 min ago"_s;
    QTest::newRow("the last try failed") << false << true << 400 << true << State::Soon << u"6 min ago"_s;
    QTest::newRow("none ever worked") << false << true << -1 << true << State::Now << u"fails"_s;
    QTest::newRow("the first is under way") << false << true << -1 << false << State::Info << u"begins …"_s;
    QTest::newRow("nobody asked for any") << false << false << -1 << false << State::Soon << u"none"_s;
    QTest::newRow("the disk is full") << true << true << 60 << false << State::Now << u"disk full or failing"_s;
}

void TestArguments::backupsSayHowOldTheyAre()
{
    QFETCH(bool, isReadOnly);
    QFETCH(bool, hasPlan);
    QFETCH(int, ageSeconds);
    QFETCH(bool, hasFailed);
    QFETCH(State, state);
    QFETCH(QString, words);
    const Instant now{1'795'423'287'000};
    GetDocumentState::Answer answer;
    answer.isReadOnly = isReadOnly;
    answer.hasBackups = hasPlan;
    answer.backupEveryMs = 300'000;
    if (ageSeconds >= 0)
        answer.backupAt = now - ageSeconds * 1000LL;
    answer.backupFailure = hasFailed ? "read_only" : "";
    const auto [shownState, shownWords] = TopBarPresenter::safetyOf(answer, now);
    QCOMPARE(shownState, state);
    QCOMPARE(shownWords, words);
}

QTEST_MAIN(TestArguments)
#include "tst_arguments.moc"
