// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/id.h"
#include "shared/model/result.h"
#include "shared/model/text.h"
#include "shared/model/values.h"

#include <QTest>

using namespace gatehouse;

class TestValues : public QObject
{
    Q_OBJECT

private slots:
    void idHasOneText_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("null") << QByteArray("00000000000000000000000000") << true;
        QTest::newRow("largest") << QByteArray("7zzzzzzzzzzzzzzzzzzzzzzzzz") << true;
        QTest::newRow("upper case is read") << QByteArray("01HZX3V6Q2ABCDEFGHJKMNPQRS") << true;
        QTest::newRow("first digit over 7 does not fit") << QByteArray("8zzzzzzzzzzzzzzzzzzzzzzzzz") << false;
        QTest::newRow("too short") << QByteArray("01hzx3v6q2abcdefghjkmnpqr") << false;
        QTest::newRow("letter u is none") << QByteArray("01hzx3v6q2abcdefghjkmnpqru") << false;
        QTest::newRow("empty") << QByteArray() << false;
    }
    void idHasOneText()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isGood);
        const auto id = Id::fromString(text.toStdString());
        QCOMPARE(id.has_value(), isGood);
        if (id)
            QCOMPARE(QByteArray::fromStdString(id->toString()), text.toLower());
    }

    void newIdsAreOrderedByTime()
    {
        SeededRandom random(1);
        QVERIFY(makeId(1000, random) < makeId(1001, random));
        QVERIFY(makeId(1'700'000'000'000, random) != makeId(1'700'000'000'000, random));
    }

    void seededRandomRepeats()
    {
        SeededRandom one(7);
        SeededRandom two(7);
        SeededRandom other(8);
        const auto first = one.next();
        QCOMPARE(first, two.next());
        QVERIFY(first != other.next());
    }

    void instantReadsRfc3339_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("epoch") << QByteArray("1970-01-01T00:00:00Z") << qint64(0) << true;
        QTest::newRow("with fraction and offset")
            << QByteArray("2026-11-23T10:30:00.25+01:00") << qint64(1795426200250) << true;
        QTest::newRow("before the epoch") << QByteArray("1969-12-31T23:59:59.999Z") << qint64(-1) << true;
        QTest::newRow("29 February of a leap year")
            << QByteArray("2028-02-29T00:00:00Z") << qint64(1835395200000) << true;
        QTest::newRow("29 February of another") << QByteArray("2027-02-29T00:00:00Z") << qint64(0) << false;
        QTest::newRow("no zone") << QByteArray("2026-11-23T10:30:00") << qint64(0) << false;
        QTest::newRow("hour 24") << QByteArray("2026-11-23T24:00:00Z") << qint64(0) << false;
        QTest::newRow("trailing text") << QByteArray("1970-01-01T00:00:00Zx") << qint64(0) << false;
        QTest::newRow("year 0") << QByteArray("0000-01-01T00:00:00Z") << qint64(0) << false;
    }
    void instantReadsRfc3339()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, ms);
        QFETCH(bool, isGood);
        const auto instant = Instant::fromString(text.toStdString());
        QCOMPARE(instant.has_value(), isGood);
        if (instant) {
            QCOMPARE(instant->ms, ms);
            QCOMPARE(Instant::fromString(instant->toString()), instant);
        }
    }

    void instantAgreesWithQt()
    {
        SeededRandom random(3);
        for (int round = 0; round < 2000; ++round) {
            const Instant instant{static_cast<std::int64_t>(random.below(315'000'000'000'000)) - 62'000'000'000'000};
            const QString qt = QDateTime::fromMSecsSinceEpoch(instant.ms, Qt::UTC).toString(Qt::ISODateWithMs);
            QCOMPARE(QString::fromStdString(instant.toString()), qt);
            QCOMPARE(Instant::fromString(instant.toString())->ms, instant.ms);
        }
    }

    void utf8IsStrict_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("ascii") << QByteArray("a long line of plain text") << true;
        QTest::newRow("four scripts") << QByteArray("Łódź 東京 שלום 🎟") << true;
        QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << false;
        QTest::newRow("overlong in three") << QByteArray("\xe0\x80\xaf") << false;
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << false;
        QTest::newRow("above U+10FFFF") << QByteArray("\xf4\x90\x80\x80") << false;
        QTest::newRow("cut off") << QByteArray("abcdefgh\xe6\x9d") << false;
        QTest::newRow("lone continuation") << QByteArray("\x80") << false;
        QTest::newRow("latin-1") << QByteArray("M\xfcller") << false;
    }
    void utf8IsStrict()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, isGood);
        QCOMPARE(isUtf8(bytes.toStdString()), isGood);
    }

    void charactersAreCodePoints()
    {
        QCOMPARE(characterCount("Łódź🎟"), std::size_t{5});
        QCOMPARE(firstCharacters("Łódź🎟", 2), std::string_view("Łó"));
        QCOMPARE(firstCharacters("ab", 5), std::string_view("ab"));
        QVERIFY(isPlain("two\nlines\tand a tab"));
        QVERIFY(!isPlain("bell\a"));
    }

    void base64UrlHasOneText()
    {
        for (const std::string bytes : {"", "f", "fo", "foo", "\xff\xfe\xfd"}) {
            const auto back = fromBase64Url(toBase64Url(bytes));
            QVERIFY(back && *back == bytes);
        }
        QVERIFY(!fromBase64Url("Zh")); // the spare bits of the last digit are not zero
        QVERIFY(!fromBase64Url("Zg=="));
        QCOMPARE(fromHex(toHex("\x01\xab")), std::optional<std::string>("\x01\xab"));
        QVERIFY(!fromHex("0g"));
    }

    void zoneNamesLookLikeZones()
    {
        QVERIFY(isZoneName("Europe/London"));
        QVERIFY(isZoneName("Etc/GMT+5"));
        QVERIFY(!isZoneName(""));
        QVERIFY(!isZoneName("../etc/passwd"));
        QVERIFY(!isZoneName("Europe/"));
    }

    void faultNamesAreTheirOwn()
    {
        QSet<QByteArray> names;
        for (int fault = 0; fault <= static_cast<int>(Fault::Revoked); ++fault) {
            const auto name = faultName(static_cast<Fault>(fault));
            names.insert(QByteArray(name.data(), static_cast<int>(name.size())));
            QCOMPARE(faultNamed(name), static_cast<Fault>(fault));
        }
        QCOMPARE(names.size(), static_cast<int>(Fault::Revoked) + 1);
    }
};

QTEST_GUILESS_MAIN(TestValues)
#include "tst_values.moc"
