// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/websocketframe.h"
#include "shared/model/id.h"
#include "tests/server/gateway/clientframes.h"

#include <QTest>

using namespace gatehouse;
using gatehouse::test::frame;
using Kind = gatehouse::WebSocketReader::Kind;

namespace {

std::string_view view(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

/// Everything that comes out of the bytes, given in steps of this size.
QByteArray story(const QByteArray &bytes, qsizetype step)
{
    WebSocketReader reader{GatewayLimits{}};
    QByteArray told;
    for (qsizetype at = 0; at < bytes.size(); at += step) {
        const auto part = bytes.mid(at, step);
        auto rest = view(part);
        while (!rest.empty()) {
            const auto kind = reader.read(rest);
            if (kind == Kind::NeedsMore)
                continue;
            if (kind == Kind::Refused)
                return told + "refused " + QByteArray::number(reader.closeCode());
            static const QByteArrayList names{"", "text", "binary", "ping", "pong", "close"};
            told += names[static_cast<int>(kind)] + ' ';
            if (kind == Kind::Close)
                told += QByteArray::number(reader.closeCode()) + ' ';
            told += reader.takePayload() + ';';
        }
    }
    return told + (reader.isMidMessage() ? "…" : "");
}

} // namespace

class TestWebSocketFrame : public QObject
{
    Q_OBJECT
private slots:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("told");
        QTest::newRow("a text") << frame(0x81, "gr\xc3\xbcn") << QByteArray("text gr\xc3\xbcn;");
        QTest::newRow("an empty text") << frame(0x81, {}) << QByteArray("text ;");
        QTest::newRow("two messages") << frame(0x82, "a") + frame(0x81, "b") << QByteArray("binary a;text b;");
        QTest::newRow("fragments") << frame(0x01, "a\xe2\x82") + frame(0x00, "\xac") + frame(0x80, "b")
                                   << QByteArray("text a\xe2\x82\xac"
                                                 "b;");
        QTest::newRow("a ping between fragments")
            << frame(0x02, "a") + frame(0x89, "p") + frame(0x80, "b") << QByteArray("ping p;binary ab;");
        QTest::newRow("thirty-two fragments") << frame(0x02, "x") + frame(0x00, "x").repeated(30) + frame(0x80, "x")
                                              << QByteArray("binary " + QByteArray(32, 'x') + ';');
        QTest::newRow("a ping of 125") << frame(0x89, QByteArray(125, 'p'))
                                       << QByteArray("ping " + QByteArray(125, 'p') + ';');
        QTest::newRow("a close without code") << frame(0x88, {}) << QByteArray("close 1005 ;");
        QTest::newRow("a close with reason") << test::closeFrame(4401, "bye") << QByteArray("close 4401 bye;");
        QTest::newRow("a message of 126")
            << frame(0x82, QByteArray(126, 'x')) << QByteArray("binary " + QByteArray(126, 'x') + ';');
        QTest::newRow("the largest message")
            << frame(0x82, QByteArray(65'536, 'x')) << QByteArray("binary " + QByteArray(65'536, 'x') + ';');
        QTest::newRow("a message begun") << frame(0x82, "hello").chopped(1) << QByteArray("…");
        QTest::newRow("a first byte") << frame(0x82, "hello").left(1) << QByteArray("…");
        for (const auto &bad : test::badFrames())
            QTest::newRow(bad.name) << bad.bytes << QByteArray();
    }
    void reads()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, told);
        const auto whole = story(bytes, bytes.size());
        if (told.isNull())
            QVERIFY2(whole.contains("refused"), whole);
        else
            QCOMPARE(whole, told);
        for (const int step : {1, 2, 3, 7, 1000}) // however it is cut
            QCOMPARE(story(bytes, step), whole);
    }

    void refusesWithTheRightCode_data() { addBadFrames(); }
    void refusesWithTheRightCode()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        QVERIFY(story(bytes, bytes.size()).endsWith("refused " + QByteArray::number(code)));
    }

    void survivesMutations()
    {
        SeededRandom random(20261123);
        const auto good = frame(0x01, "a\xe2\x82") + frame(0x89, "p") + frame(0x80, "\xac")
            + frame(0x82, QByteArray(300, 'x')) + test::closeFrame(1000, "bye");
        for (int round = 0; round < 20'000; ++round) {
            auto bytes = good;
            for (std::uint64_t change = 0; change <= random.below(3); ++change)
                bytes[static_cast<qsizetype>(random.below(static_cast<std::uint64_t>(bytes.size())))] =
                    static_cast<char>(random.next());
            const auto step = static_cast<qsizetype>(1 + random.below(50));
            QCOMPARE(story(bytes, step), story(bytes, bytes.size()));
        }
    }

    void encodes_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("0") << 0 << QByteArray::fromHex("8200");
        QTest::newRow("125") << 125 << QByteArray::fromHex("827d");
        QTest::newRow("126") << 126 << QByteArray::fromHex("827e007e");
        QTest::newRow("65535") << 65'535 << QByteArray::fromHex("827effff");
        QTest::newRow("65536") << 65'536 << QByteArray::fromHex("827f0000000000010000");
    }
    void encodes()
    {
        QFETCH(int, size);
        QFETCH(QByteArray, head);
        const QByteArray payload(size, 'x');
        QCOMPARE(*encodedFrame(Opcode::Binary, view(payload)), head + payload);
    }

    void cutsACloseReasonBetweenCharacters()
    {
        const auto frame = encodedClose(4008, view(QByteArray("\xe2\x82\xac").repeated(60)));
        QCOMPARE(frame->size(), 2 + 2 + 41 * 3);
        QCOMPARE(frame->left(4), QByteArray::fromHex("887d0fa8"));
    }

private:
    static void addBadFrames()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        for (const auto &bad : test::badFrames())
            QTest::newRow(bad.name) << bad.bytes << bad.code;
    }
};

QTEST_GUILESS_MAIN(TestWebSocketFrame)
#include "tst_websocketframe.moc"
