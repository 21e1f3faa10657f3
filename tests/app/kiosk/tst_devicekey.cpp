// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/devicekey.h"
#include "shared/crypto/random.h"
#include "shared/model/values.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;

namespace {

std::string keyText(Random &random, const DeviceId &device)
{
    return "gkd1." + device.toString() + "." + toBase64Url(SecretKey::make(random).view());
}

} // namespace

class TestDeviceKey : public QObject
{
    Q_OBJECT

private slots:
    void whatPairingPrintsIsAKey();
    void everythingElseIsNone_data();
    void everythingElseIsNone();
    void aFileThatOthersReadIsRefused();
    void theEnvironmentNamesAFileWhereNoneIsGiven();
};

void TestDeviceKey::whatPairingPrintsIsAKey()
{
    SeededRandom random(1);
    const auto device = makeId<DeviceId>(1, random);
    const std::string text = keyText(random, device);
    const auto key = deviceKeyFrom(text);
    QVERIFY(key && key->device == device && key->token == text);
    const auto again = deviceKeyFrom(text);
    QVERIFY(again->filesKey.view() == key->filesKey.view());
    const auto other = deviceKeyFrom(keyText(random, device)); // re-imaged: the old files are closed to it
    QVERIFY(other->filesKey.view() != key->filesKey.view());
}

void TestDeviceKey::everythingElseIsNone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("only its start") << QByteArray("gkd1.");
    QTest::newRow("no device") << QByteArray("gkd1..AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    QTest::newRow("a short key") << QByteArray("gkd1.01j0000000040000000000000a.AAAA");
    QTest::newRow("an access token") << QByteArray("eyJhbGciOiJFZDI1NTE5In0.e30.AAAA");
    QTest::newRow("another version") << QByteArray(
        "gkd2.01j0000000040000000000000a.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
}

void TestDeviceKey::everythingElseIsNone()
{
    QFETCH(QByteArray, text);
    const auto key = deviceKeyFrom(text.toStdString());
    QVERIFY(!key);
    QCOMPARE(key.error().fault, Fault::Invalid);
}

void TestDeviceKey::aFileThatOthersReadIsRefused()
{
    QTemporaryDir folder;
    SeededRandom random(1);
    const QString path = folder.filePath(QStringLiteral("key"));
    QCOMPARE(readDeviceKey(path).error().fault, Fault::NotFound);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(keyText(random, makeId<DeviceId>(1, random))) + "\nmore\n");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ReadOther));
    QCOMPARE(readDeviceKey(path).error().fault, Fault::Forbidden);
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(readDeviceKey(path));
}

void TestDeviceKey::theEnvironmentNamesAFileWhereNoneIsGiven()
{
    QTemporaryDir folder;
    qunsetenv("GATEHOUSE_DEVICE_KEY_FILE");
    qputenv("CREDENTIALS_DIRECTORY", folder.path().toLocal8Bit());
    QCOMPARE(deviceKeyFile({}), QString());
    const QString credential = folder.filePath(QStringLiteral("gatehouse-device-key"));
    QFile file(credential);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(deviceKeyFile({}), credential);
    qputenv("GATEHOUSE_DEVICE_KEY_FILE", "named");
    QCOMPARE(deviceKeyFile({}), QStringLiteral("named"));
    QCOMPARE(deviceKeyFile(QStringLiteral("given")), QStringLiteral("given"));
}

QTEST_GUILESS_MAIN(TestDeviceKey)
#include "tst_devicekey.moc"
