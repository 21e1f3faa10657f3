// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/house/house.h"
#include "shared/protocol/describe.h"
#include "shared/protocol/jsonframes.h"
#include "tests/shared/protocol/samples.h"

#include <QtTest>

using namespace gatehouse;

namespace {

QByteArray hex(std::string_view bytes)
{
    return QByteArray(bytes.data(), static_cast<int>(bytes.size())).toHex();
}

std::string gateRow(std::string_view fields)
{
    return R"({"frame":"delta","sequence":1,"more":false,"rows":[{"entity":"gate","id":"01arz3ndektsv4rrffq69g5fav","revision":1,)"
           R"("isGone":false,"scopes":["everyone"],)"
        + std::string(fields) + "}]}";
}

} // namespace

class tst_Protocol : public QObject
{
    Q_OBJECT

private slots:
    void everyFrameComesBackAsItWent();
    void bothWiresSayTheSame();
    void jsonNamesWhatCborNumbers();
    void laterFieldsArePassedOver();
    void truncatedFramesAreRefused();
    void malformed_data();
    void malformed();
    void wrongFieldsOfARequestTakeItsNumber();
    void scopesHaveNames();
    void thePageIsWhatTheCodeSays();
};

void tst_Protocol::everyFrameComesBackAsItWent()
{
    for (const Frame &frame : samples::frames()) {
        for (const Wire wire : {Wire::Cbor, Wire::Json}) {
            const std::string message = encodeFrame(frame, wire);
            const auto read = decodeFrame(message, wire, Strictness::Replica);
            QVERIFY2(read, read ? "" : (describe(read.error()) + " in " + message).c_str());
            QCOMPARE(read->index(), frame.index());
            const std::string again = encodeFrame(*read, wire);
            QVERIFY2(again == message, (message + "\n" + again).c_str());
        }
    }
}

void tst_Protocol::bothWiresSayTheSame()
{
    for (const Frame &frame : samples::frames()) {
        const auto read = decodeFrame(encodeFrame(frame, Wire::Json), Wire::Json, Strictness::Replica);
        QVERIFY(read);
        QCOMPARE(hex(encodeFrame(*read, Wire::Cbor)), hex(encodeFrame(frame, Wire::Cbor)));
    }
}

void tst_Protocol::jsonNamesWhatCborNumbers()
{
    const std::string row = encodeFrame(Delta{5, false, {samples::row(entityType<Gate>())}}, Wire::Json);
    QVERIFY2(row.find(R"("entity":"gate")") != std::string::npos, row.c_str());
    QVERIFY2(row.find(R"("scopes":["everyone","permission:scan")") != std::string::npos, row.c_str());
    QVERIFY2(row.find(R"("fields":{"floor":")") != std::string::npos, row.c_str());
    QVERIFY2(row.find("body") == std::string::npos && row.find("personal") == std::string::npos, row.c_str());

    const std::string person = encodeFrame(Delta{5, false, {samples::row(entityType<Account>())}}, Wire::Json);
    QVERIFY2(person.find(R"("name":"Zo)") != std::string::npos, "personal fields stand beside the others");

    AnswerFrame answer;
    answer.number = 4;
    answer.name = RecordScan::spec.name;
    answer.body = Bytes(encoded(ScanVerdict{Outcome::Admitted}));
    const std::string text = encodeFrame(answer, Wire::Json);
    QVERIFY2(text.find(R"("answer":{"outcome":"admitted")") != std::string::npos, text.c_str());

    const auto command =
        decodeFrame(R"({"frame":"command","number":1,"name":"card.close","madeAt":"2026-11-23T09:30:00.000Z",)"
                    R"("fields":{"card":"01arz3ndektsv4rrffq69g5fav","reason":"seen"}})",
                    Wire::Json, Strictness::Command);
    QVERIFY(command);
    const auto close = decoded<CloseCard>(std::get<CommandFrame>(*command).body);
    QVERIFY(close);
    QVERIFY(close->reason == "seen");
}

void tst_Protocol::laterFieldsArePassedOver()
{
    std::string message;
    cbor::writeArray(message, 2);
    cbor::writeUnsigned(message, Ping::spec.number);
    cbor::writeArray(message, 3);
    cbor::writeInteger(message, 17);
    cbor::writeText(message, "of a newer program");
    cbor::writeArray(message, 0);
    const auto ping = decodeFrame(message, Wire::Cbor, Strictness::Replica);
    QVERIFY(ping);
    QCOMPARE(std::get<Ping>(*ping).sentAt.ms, 17);
}

void tst_Protocol::truncatedFramesAreRefused()
{
    for (const Frame &frame : samples::frames()) {
        for (const Wire wire : {Wire::Cbor, Wire::Json}) {
            const std::string message = encodeFrame(frame, wire);
            const std::size_t step = std::max<std::size_t>(1, message.size() / 97);
            for (std::size_t size = 0; size < message.size(); size += step)
                QVERIFY(!decodeFrame(std::string_view(message).substr(0, size), wire, Strictness::Replica));
        }
    }
}

void tst_Protocol::malformed_data()
{
    QTest::addColumn<bool>("isJson");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<int>("fault");
    const auto row = [](const char *name, Wire wire, std::string_view message, Fault fault) {
        QTest::newRow(name) << (wire == Wire::Json) << QByteArray(message.data(), static_cast<int>(message.size()))
                            << static_cast<int>(fault);
    };
    using namespace std::string_view_literals;
    row("nothing", Wire::Cbor, "", Fault::Malformed);
    row("text", Wire::Cbor, "hello", Fault::Malformed);
    row("an array of one", Wire::Cbor, "\x81\x01"sv, Fault::Malformed);
    row("a frame of a newer program", Wire::Cbor, "\x82\x18\x63\x80"sv, Fault::Unknown);
    row("a number that is none", Wire::Cbor, "\x82\x61x\x80"sv, Fault::Malformed);
    row("fields that are no array", Wire::Cbor, "\x82\x0b\xf6"sv, Fault::Malformed);
    row("a wrong type", Wire::Cbor, "\x82\x0b\x81\x61x"sv, Fault::Invalid);
    row("bytes after the frame", Wire::Cbor, "\x82\x0b\x81\x00\x00"sv, Fault::Malformed);
    row("an array longer than the message", Wire::Cbor, "\x82\x0b\x9b\xff\xff\xff\xff\xff\xff\xff\xff"sv,
        Fault::Malformed);
    row("an indefinite array", Wire::Cbor, "\x82\x0b\x9f\x00\xff"sv, Fault::Malformed);
    row("command number 0", Wire::Cbor, encodeFrame(CommandFrame{0, "gate.open", {}, {}, 0, 0, {}}, Wire::Cbor),
        Fault::Invalid);
    row("no command name", Wire::Cbor, encodeFrame(CommandFrame{1, "", {}, {}, 0, 0, {}}, Wire::Cbor), Fault::Invalid);

    row("nothing in JSON", Wire::Json, "", Fault::Malformed);
    row("an array in JSON", Wire::Json, "[1,2]", Fault::Malformed);
    row("no frame name", Wire::Json, R"({"number":1})", Fault::Malformed);
    row("a frame name that is a number", Wire::Json, R"({"frame":11})", Fault::Malformed);
    row("an unknown frame", Wire::Json, R"({"frame":"dance"})", Fault::Unknown);
    row("an unknown field", Wire::Json, R"({"frame":"ping","sentAt":"2026-01-01T00:00:00.000Z","extra":1})",
        Fault::Invalid);
    row("a missing field", Wire::Json, R"({"frame":"ping"})", Fault::Invalid);
    row("a duplicate field", Wire::Json, R"({"frame":"page_taken","number":1,"number":2})", Fault::Malformed);
    row("text after the frame", Wire::Json, R"({"frame":"page_taken","number":1}{})", Fault::Malformed);
    row("raw bytes of a command", Wire::Json,
        R"({"frame":"command","number":1,"name":"gate.open","madeAt":"2026-01-01T00:00:00.000Z","body":"gA"})",
        Fault::Invalid);
    row("a fraction for a number", Wire::Json, R"({"frame":"page_taken","number":1.5})", Fault::Invalid);
    row("an unknown entity", Wire::Json,
        R"({"frame":"delta","sequence":1,"more":false,"rows":[{"entity":"dragon","id":"01arz3ndektsv4rrffq69g5fav","revision":1,)"
        R"("isGone":false,"fields":{}}]})",
        Fault::Invalid);
    row("an unknown field of a row", Wire::Json, gateRow(R"("fields":{"colour":"red"})"), Fault::Invalid);
    row("fields that are no object", Wire::Json, gateRow(R"("fields":[])"), Fault::Invalid);
    row("raw bytes of a row", Wire::Json, gateRow(R"("body":"gA")"), Fault::Invalid);
    row("a scope that is none", Wire::Json, R"({"frame":"page","number":1,"isLast":true,"lost":["permission:fly"]})",
        Fault::Invalid);
    row("scopes that are no list", Wire::Json, R"({"frame":"page","number":1,"isLast":true,"lost":7})", Fault::Invalid);
}

void tst_Protocol::malformed()
{
    QFETCH(bool, isJson);
    QFETCH(QByteArray, message);
    QFETCH(int, fault);
    const auto read = decodeFrame({message.constData(), static_cast<std::size_t>(message.size())},
                                  isJson ? Wire::Json : Wire::Cbor, Strictness::Command);
    QVERIFY(!read);
    QVERIFY2(static_cast<int>(read.error().fault) == fault, describe(read.error()).c_str());
}

void tst_Protocol::wrongFieldsOfARequestTakeItsNumber()
{
    const auto read =
        decodeFrame(R"({"frame":"command","number":9,"name":"card.close","madeAt":"2026-11-23T09:30:00.000Z",)"
                    R"("fields":{"card":"no id","colour":"red"}})",
                    Wire::Json, Strictness::Command);
    QVERIFY(read);
    const auto &command = std::get<CommandFrame>(*read);
    QCOMPARE(command.number, 9);
    QVERIFY(!decoded<CloseCard>(command.body));
    QStringList faults;
    for (const FieldFault &fault : command.unread)
        faults << QString::fromStdString(fault.path + ": " + fault.reason);
    QCOMPARE(faults.join(QStringLiteral("; ")),
             QStringLiteral("colour: no such field; card: wrong type; reason: missing"));

    const auto unknown =
        decodeFrame(R"({"frame":"command","number":9,"name":"gate.paint","madeAt":"2026-11-23T09:30:00.000Z",)"
                    R"("fields":{"colour":"red"}})",
                    Wire::Json, Strictness::Command);
    QVERIFY2(unknown && std::get<CommandFrame>(*unknown).body.empty(),
             "the handler of no command refuses it, by number");
}

void tst_Protocol::scopesHaveNames()
{
    const Id id = *Id::fromString("01arz3ndektsv4rrffq69g5fav");
    for (const Scope &scope : {Scope::everyone(), Scope::holders(Permission::ViewScans),
                               Scope::within(Permission::Scan, id), Scope{ScopeKind::Channel, Permission::Nobody, id},
                               Scope{ScopeKind::Incident, Permission::Nobody, id}, Scope::person(id)})
        QVERIFY(scopeNamed(toString(scope)) == scope);
    for (const std::string_view none : {"", "all", "everyone:", "permission", "permission:", "permission:scan:",
                                        "zone:scan", "zone:scan:x", "person:", "person:x"})
        QVERIFY2(!scopeNamed(none), none.data());
}

void tst_Protocol::thePageIsWhatTheCodeSays()
{
    QFile page(qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/shared/protocol/PROTOCOL.md"));
    const QByteArray said = QByteArray::fromStdString(describeProtocol());
    if (qEnvironmentVariableIntValue("GATEHOUSE_WRITE_PAGES") == 1) {
        QVERIFY(page.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(page.write(said), said.size());
        return;
    }
    QVERIFY(page.open(QIODevice::ReadOnly));
    QVERIFY2(page.readAll() == said,
             "run this test with GATEHOUSE_WRITE_PAGES=1 and commit shared/protocol/PROTOCOL.md");
}

QTEST_GUILESS_MAIN(tst_Protocol)
#include "tst_protocol.moc"
