// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/signinguard.h"

#include <QTest>

using namespace gatehouse;

namespace {
constexpr std::int64_t kMinute = 60'000;
}

class TestSignInGuard : public QObject
{
    Q_OBJECT

private slots:
    void fiveTriesThenLongerAndLonger()
    {
        SignInGuard guard;
        std::int64_t now = 1'000'000;
        for (int index = 0; index < 5; ++index)
            QCOMPARE(guard.attempt("ana", "10.0.0.1", now), std::int64_t{0});
        QCOMPARE(guard.attempt("ana", "10.0.0.1", now), kMinute);
        for (const std::int64_t wait : {1, 2, 4, 8, 15, 15, 15}) { // minutes; a quarter of an hour at most
            QCOMPARE(guard.attempt("ana", "10.0.0.2", now + wait * kMinute - 1), std::int64_t{1});
            now += wait * kMinute;
            QCOMPARE(guard.attempt("ana", "10.0.0.1", now), std::int64_t{0}); // one more try, then twice as long
        }
    }

    void oneLoginDoesNotHoldUpAnother()
    {
        SignInGuard guard;
        for (int index = 0; index < 6; ++index)
            (void)guard.attempt("ana", "10.0.0.1", 0);
        QVERIFY(guard.attempt("ana", "10.0.0.1", 0) > 0);
        QCOMPARE(guard.attempt("ben", "10.0.0.1", 0), std::int64_t{0});
    }

    void triesThatLieApartAreForgotten()
    {
        SignInGuard guard;
        for (std::int64_t index = 0; index < 50; ++index) // who mistypes now and then is never held up
            QCOMPARE(guard.attempt("ana", "10.0.0.1", index * (kMinute + 1)), std::int64_t{0});
    }

    void aRightPasswordForgetsTheWrongOnes()
    {
        SignInGuard guard;
        for (int index = 0; index < 4; ++index)
            (void)guard.attempt("ana", "10.0.0.1", 0);
        guard.succeeded("ana");
        for (int index = 0; index < 5; ++index)
            QCOMPARE(guard.attempt("ana", "10.0.0.1", 0), std::int64_t{0});
    }

    void anAddressMayTryThirtyAMinute()
    {
        SignInGuard guard;
        int tried = 0;
        for (; guard.attempt("login" + std::to_string(tried), "10.0.0.1", 0) == 0; ++tried) {
        }
        QCOMPARE(tried, 30);
        const std::int64_t wait = guard.attempt("another", "10.0.0.1", 0);
        QVERIFY(wait > 0 && wait <= 2'000);
        QCOMPARE(guard.attempt("another", "10.0.0.2", 0), std::int64_t{0}); // a neighbour is not held up
        QCOMPARE(guard.attempt("another", "10.0.0.1", wait), std::int64_t{0});
        int within = 0;
        for (std::int64_t ms = wait; ms < wait + kMinute; ms += 100)
            within += guard.attempt("login" + std::to_string(ms), "10.0.0.1", ms) == 0 ? 1 : 0;
        QVERIFY2(within >= 29 && within <= 31, QByteArray::number(within));
    }

    void aFloodOfInventedLoginsIsForgotten()
    {
        SignInGuard guard;
        for (int index = 0; index < 6; ++index)
            (void)guard.attempt("ana", "10.0.0.1", 0);
        for (int index = 0; index < 100'000; ++index)
            (void)guard.attempt("login" + std::to_string(index), "10." + std::to_string(index), 1);
        QCOMPARE(guard.attempt("login5", "10.9.9.9", 2),
                 std::int64_t{0}); // it still answers, and holds no more than it may
    }
};

QTEST_GUILESS_MAIN(TestSignInGuard)
#include "tst_signinguard.moc"
