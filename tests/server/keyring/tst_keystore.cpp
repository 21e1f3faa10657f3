// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/keyring/keystore.h"
#include "shared/crypto/random.h"
#include "shared/model/values.h"

#include <QtTest>

using namespace gatehouse;

class TestKeyStore : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void memoryKeeps();
    void credentialDerives_data();
    void credentialDerives();
    void credentialRefuses();
    void passphraseFileKeeps();
    void passphraseFileRefuses();
    void noBusIsNoKeychain();
    void keychainFailureIsNotAMissingKey();
    void optionsComeFromTheEnvironment();
    void chooses_data();
    void chooses();
    void choiceFailsOnAMissingPassphraseFile();

private:
    [[nodiscard]] std::string path(const char *name) const
    {
        return m_folder->filePath(QLatin1String(name)).toStdString();
    }
    void write(const char *name, const QByteArray &bytes) const
    {
        QFile file(m_folder->filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    SecureRandom m_random;
    SecretKey m_key = SecretKey::make(m_random);
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestKeyStore::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    for (const char *name :
         {"DBUS_SESSION_BUS_ADDRESS", "CREDENTIALS_DIRECTORY", "GATEHOUSE_PASSPHRASE", "GATEHOUSE_PASSPHRASE_FILE"})
        qunsetenv(name);
}

void TestKeyStore::cleanup()
{
    m_folder.reset();
}

void TestKeyStore::memoryKeeps()
{
    MemoryKeyStore store;
    QCOMPARE(int(store.read("a").error().fault), int(Fault::NotFound));
    QVERIFY(store.write("a", m_key));
    QVERIFY(store.read("a")->view() == m_key.view());
    store.forget("a");
    QVERIFY(!store.read("a"));
}

void TestKeyStore::credentialDerives_data()
{
    QTest::addColumn<QByteArray>("file");
    const QByteArray raw(32, 'k');
    QTest::newRow("32 bytes") << raw;
    QTest::newRow("64 hexadecimal digits") << raw.toHex();
    QTest::newRow("64 hexadecimal digits and a line end") << raw.toHex() + '\n';
}

void TestKeyStore::credentialDerives()
{
    QFETCH(QByteArray, file);
    write("gatehouse-key", file);
    CredentialKeyStore store(m_folder->path().toStdString());
    const auto key = store.read("keyring-1");
    QVERIFY(key);
    QVERIFY(key->view()
            == deriveKey(*SecretKey::fromBytes(std::string(32, 'k')), "gatehouse credential keyring-1").view());
    QVERIFY(key->view() != store.read("keyring-2")->view());
    QCOMPARE(int(store.write("keyring-1", m_key).error().fault), int(Fault::Unsupported));
}

void TestKeyStore::credentialRefuses()
{
    CredentialKeyStore store(m_folder->path().toStdString());
    QCOMPARE(int(store.read("k").error().fault), int(Fault::NotFound));
    write("gatehouse-key", "a passphrase by mistake");
    QCOMPARE(int(store.read("k").error().fault), int(Fault::Corrupt));
    write("gatehouse-key", QByteArray(5000, 'k'));
    QCOMPARE(int(store.read("k").error().fault), int(Fault::TooLarge));
}

void TestKeyStore::passphraseFileKeeps()
{
    const std::string file = path("fair.key");
    PassphraseKeyStore store(file, "the gate squeaks at noon");
    QCOMPARE(int(store.read("k").error().fault), int(Fault::NotFound));
    QVERIFY(store.write("k", m_key));
    QVERIFY(store.read("k")->view() == m_key.view());
    PassphraseKeyStore again(file, "the gate squeaks at noon");
    QVERIFY(again.read("k")->view() == m_key.view());
    const auto ownerOnly =
        QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadUser | QFileDevice::WriteUser;
    QCOMPARE(QFile::permissions(QString::fromStdString(file)), ownerOnly);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files),
             QStringList{QStringLiteral("fair.key")}); // nothing half-made beside
    QFile raw(QString::fromStdString(file));
    QVERIFY(raw.open(QIODevice::ReadOnly));
    QVERIFY(!raw.readAll().contains(QByteArray(m_key.view().data(), 32)));
}

void TestKeyStore::passphraseFileRefuses()
{
    const std::string file = path("fair.key");
    QVERIFY(PassphraseKeyStore(file, "right").write("k", m_key));
    QCOMPARE(int(PassphraseKeyStore(file, "wrong").read("k").error().fault), int(Fault::Forbidden));
    QCOMPARE(int(PassphraseKeyStore(file, "right").read("other document").error().fault), int(Fault::Forbidden));
    QFile raw(QString::fromStdString(file));
    QVERIFY(raw.open(QIODevice::ReadOnly));
    const QByteArray good = raw.readAll();
    write("fair.key", good.chopped(1));
    QCOMPARE(int(PassphraseKeyStore(file, "right").read("k").error().fault), int(Fault::Corrupt));
    write("fair.key", QByteArray());
    QCOMPARE(int(PassphraseKeyStore(file, "right").read("k").error().fault), int(Fault::Corrupt));
    write("fair.key", QByteArray(good).replace(0, 1, "X"));
    QCOMPARE(int(PassphraseKeyStore(file, "right").read("k").error().fault), int(Fault::Corrupt));
    QByteArray flipped = good;
    flipped[good.size() - 1] = static_cast<char>(flipped[good.size() - 1] ^ 1);
    write("fair.key", flipped);
    QCOMPARE(int(PassphraseKeyStore(file, "right").read("k").error().fault), int(Fault::Forbidden));
    QCOMPARE(int(PassphraseKeyStore(path("no/such/folder.key"), "right").write("k", m_key).error().fault),
             int(Fault::ReadOnly));
}

void TestKeyStore::noBusIsNoKeychain()
{
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!KeychainKeyStore::isAvailable());
    QVERIFY(timer.elapsed() < 500);
}

void TestKeyStore::keychainFailureIsNotAMissingKey()
{
    // A bus that nobody answers at: the keychain does not work, which is something else than "holds no key".
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + m_folder->filePath(QStringLiteral("nobody")).toLocal8Bit());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!KeychainKeyStore::isAvailable());
    KeychainKeyStore store;
    const auto key = store.read("k");
    QVERIFY(!key);
    QCOMPARE(int(key.error().fault), int(Fault::Unavailable));
    QVERIFY(!store.write("k", m_key));
    QVERIFY2(timer.elapsed() < 12'000,
             qPrintable(QString::number(timer.elapsed()))); // three waits of three seconds at most
}

void TestKeyStore::optionsComeFromTheEnvironment()
{
    KeyStoreOptions options = keyStoreOptionsFor("/srv/fair.gatehouse");
    QCOMPARE(options.keyFile, std::string("/srv/fair.key"));
    QVERIFY(!options.credentials && !options.passphrase && !options.passphraseFile);
    qputenv("CREDENTIALS_DIRECTORY", "/run/c");
    qputenv("GATEHOUSE_PASSPHRASE", "p");
    qputenv("GATEHOUSE_PASSPHRASE_FILE", "/f");
    options = keyStoreOptionsFor("fair");
    QCOMPARE(options.keyFile, std::string("fair.key"));
    QCOMPARE(options.credentials.value(), std::string("/run/c"));
    QCOMPARE(options.passphrase.value(), std::string("p"));
    QCOMPARE(options.passphraseFile.value(), std::string("/f"));
}

void TestKeyStore::chooses_data()
{
    QTest::addColumn<bool>("hasCredential");
    QTest::addColumn<QByteArray>("passphrase");
    QTest::addColumn<QByteArray>("passphraseFile");
    QTest::addColumn<QByteArray>("chosen");
    QTest::newRow("credential first") << true << QByteArray("p") << QByteArray() << QByteArray("systemd credential");
    QTest::newRow("passphrase") << false << QByteArray("p") << QByteArray() << QByteArray("passphrase file");
    QTest::newRow("passphrase in a file")
        << false << QByteArray() << QByteArray("p\n") << QByteArray("passphrase file");
    QTest::newRow("empty passphrase in a file") << false << QByteArray() << QByteArray("\n") << QByteArray();
    QTest::newRow("nothing at all") << false << QByteArray() << QByteArray() << QByteArray();
}

void TestKeyStore::chooses()
{
    QFETCH(bool, hasCredential);
    QFETCH(QByteArray, passphrase);
    QFETCH(QByteArray, passphraseFile);
    QFETCH(QByteArray, chosen);
    KeyStoreOptions options = keyStoreOptionsFor(path("fair.gatehouse"));
    options.credentials = m_folder->path().toStdString(); // systemd gives the folder even where this file is not in it
    if (hasCredential)
        write("gatehouse-key", QByteArray(32, 'k'));
    if (!passphrase.isEmpty())
        options.passphrase = passphrase.toStdString();
    if (!passphraseFile.isEmpty()) {
        write("passphrase", passphraseFile);
        options.passphraseFile = path("passphrase");
    }
    const auto store = chooseKeyStore(options);
    QCOMPARE(store ? QByteArray((*store)->name().data()) : QByteArray(), chosen);
    if (!store && passphraseFile.isEmpty()) { // the refusal names the ways out
        for (const char *way : {"keychain", "--passphrase-file", "GATEHOUSE_PASSPHRASE_FILE", "LoadCredential"})
            QVERIFY2(store.error().detail.find(way) != std::string::npos, way);
    }
}

void TestKeyStore::choiceFailsOnAMissingPassphraseFile()
{
    KeyStoreOptions options;
    options.passphraseFile = path("missing");
    const auto store = chooseKeyStore(options);
    QVERIFY(!store);
    QCOMPARE(int(store.error().fault), int(Fault::Unavailable));
}

QTEST_GUILESS_MAIN(TestKeyStore)
#include "tst_keystore.moc"
