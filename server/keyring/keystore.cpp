// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/keyring/keystore.h"

#include "shared/crypto/random.h"
#include "shared/crypto/seal.h"
#include "shared/model/values.h"

#include <qt6keychain/keychain.h>
#include <sodium.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QTimer>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace gatehouse {

namespace {
constexpr std::size_t kMaxKeyFile = 4096; // bytes; ours have about 100
constexpr std::chrono::seconds kKeychainPatience{3};

/// Fault::NotFound if there is none; at most kMaxKeyFile bytes.
Result<std::string> readSmallFile(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    if (!file.exists())
        return fail(Fault::NotFound, path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Fault::Unavailable, path + ": " + file.errorString().toStdString());
    std::string bytes = file.read(kMaxKeyFile + 1).toStdString();
    if (bytes.size() > kMaxKeyFile)
        return fail(Fault::TooLarge, path);
    return bytes;
}

Result<> failSystem(const std::string &path)
{
    return fail(Fault::ReadOnly, path + ": " + std::generic_category().message(errno));
}

bool writeAll(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(file) == 0;
}

/// Replaces the file whole, mode 0600 from the first byte on, on disk when it returns.
Result<> writePrivateFile(const std::string &path, std::string_view bytes)
{
    const std::string fresh = path + ".new";
    ::unlink(fresh.c_str());
    const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return failSystem(fresh);
    const bool isWritten = writeAll(file, bytes);
    if (::close(file) != 0 || !isWritten || ::rename(fresh.c_str(), path.c_str()) != 0) {
        auto failure = failSystem(path);
        ::unlink(fresh.c_str());
        return failure;
    }
    const std::string folder = std::filesystem::path(path).parent_path().string();
    const int directory = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
        ::fsync(directory); // a file system that cannot has already done what it can
        ::close(directory);
    }
    return {};
}

/// Without the line end that editors and `echo` leave.
std::string firstLine(const std::string &text)
{
    return text.substr(0, text.find_first_of("\r\n"));
}

/// False if it did not answer in time. Such a job is left to itself: the keychain may still hold a pointer to it.
bool run(std::unique_ptr<QKeychain::Job> &job)
{
    QEventLoop loop; // tidy: loop, at opening only, before anything else runs in the thread
    bool isFinished = false;
    job->setAutoDelete(false);
    job->setInsecureFallback(false);
    QObject::connect(job.get(), &QKeychain::Job::finished, &loop, [&] {
        isFinished = true;
        loop.quit();
    });
    QTimer patience;
    patience.setSingleShot(true);
    QObject::connect(&patience, &QTimer::timeout, &loop, &QEventLoop::quit);
    patience.start(kKeychainPatience);
    job->start();
    if (!isFinished)
        loop.exec();
    if (!isFinished) {
        job->setAutoDelete(true);
        job.release(); // NOLINT(bugprone-unused-return-value): deletes itself if it ever ends
    }
    return isFinished;
}

const QString kService = QStringLiteral("gatehouse");
} // namespace

// ---- systemd credential

Result<SecretKey> CredentialKeyStore::read(const std::string &keyName)
{
    auto bytes = readSmallFile(m_directory + '/' + std::string(kFileName));
    if (!bytes)
        return fail(bytes.error());
    auto key = SecretKey::fromBytes(*bytes);
    if (!key) {
        auto decoded = fromHex(firstLine(*bytes));
        key = decoded ? SecretKey::fromBytes(*decoded) : std::nullopt;
        if (decoded)
            wipe(*decoded);
    }
    wipe(*bytes);
    if (!key)
        return fail(Fault::Corrupt, "the systemd credential is neither 32 bytes nor 64 hexadecimal digits");
    return deriveKey(*key, "gatehouse credential " + keyName);
}

Result<> CredentialKeyStore::write(const std::string &, const SecretKey &)
{
    return fail(Fault::Unsupported, "a systemd credential is written by the administrator");
}

// ---- keychain

Result<SecretKey> KeychainKeyStore::read(const std::string &keyName)
{
    auto job = std::make_unique<QKeychain::ReadPasswordJob>(kService);
    auto *reader = job.get();
    reader->setKey(QString::fromStdString(keyName));
    std::unique_ptr<QKeychain::Job> any = std::move(job);
    if (!run(any))
        return fail(Fault::Unavailable, "the keychain does not answer; perhaps it is locked");
    if (reader->error() == QKeychain::EntryNotFound)
        return fail(Fault::NotFound, "the keychain holds no key " + keyName);
    if (reader->error() != QKeychain::NoError)
        return fail(Fault::Unavailable, "keychain: " + reader->errorString().toStdString());
    std::string bytes = reader->binaryData().toStdString();
    const auto key = SecretKey::fromBytes(bytes);
    wipe(bytes);
    if (!key)
        return fail(Fault::Corrupt, "the keychain's entry " + keyName + " is not a key");
    return *key;
}

Result<> KeychainKeyStore::write(const std::string &keyName, const SecretKey &key)
{
    auto job = std::make_unique<QKeychain::WritePasswordJob>(kService);
    job->setKey(QString::fromStdString(keyName));
    job->setBinaryData(QByteArray(key.view().data(), static_cast<qsizetype>(key.view().size())));
    std::unique_ptr<QKeychain::Job> any = std::move(job);
    if (!run(any))
        return fail(Fault::Unavailable, "the keychain does not answer; perhaps it is locked");
    if (any->error() != QKeychain::NoError)
        return fail(Fault::Unavailable, "keychain: " + any->errorString().toStdString());
    return {};
}

bool KeychainKeyStore::isAvailable()
{
#ifdef Q_OS_LINUX
    // Without a bus qtkeychain 0.13 answers "other error" only after a while.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return false;
#endif
    if (!QCoreApplication::instance())
        return false;
    KeychainKeyStore keychain;
    const auto probe = keychain.read("probe");
    return probe || probe.error().fault == Fault::NotFound || probe.error().fault == Fault::Corrupt;
}

// ---- passphrase file: "GHKEY1\n" | salt 16 | the key, sealed under the passphrase's key for this document

namespace {
constexpr std::string_view kMagic = "GHKEY1\n";
constexpr std::size_t kSalt = crypto_pwhash_SALTBYTES;

Result<SecretKey> keyOfPassphrase(std::string_view passphrase, std::string_view salt)
{
    std::string bytes(SecretKey::kSize, '\0');
    // The same cost as a staff password; part of the format, so a change needs another magic word.
    const int refused = crypto_pwhash(reinterpret_cast<unsigned char *>(bytes.data()), bytes.size(), passphrase.data(),
                                      passphrase.size(), reinterpret_cast<const unsigned char *>(salt.data()), 3,
                                      std::size_t{64} * 1024 * 1024, crypto_pwhash_ALG_ARGON2ID13);
    if (refused != 0)
        return fail(Fault::Overloaded, "no memory for the passphrase");
    const SecretKey key = *SecretKey::fromBytes(bytes);
    wipe(bytes);
    return key;
}
} // namespace

PassphraseKeyStore::PassphraseKeyStore(std::string keyFile, std::string passphrase)
    : m_keyFile(std::move(keyFile)), m_passphrase(std::move(passphrase))
{
}

PassphraseKeyStore::~PassphraseKeyStore()
{
    wipe(m_passphrase);
}

Result<SecretKey> PassphraseKeyStore::read(const std::string &keyName)
{
    const auto bytes = readSmallFile(m_keyFile);
    if (!bytes)
        return fail(bytes.error());
    const std::string_view file(*bytes);
    if (file.size() != kMagic.size() + kSalt + kSealOverhead + SecretKey::kSize
        || file.substr(0, kMagic.size()) != kMagic)
        return fail(Fault::Corrupt, m_keyFile + " is not a key file");
    auto key = keyOfPassphrase(m_passphrase, file.substr(kMagic.size(), kSalt));
    if (!key)
        return key;
    auto plain = unseal(*key, file.substr(kMagic.size() + kSalt), keyName);
    if (!plain)
        return fail(Fault::Forbidden, m_keyFile + " does not open with this passphrase, or is of another document");
    const SecretKey found = *SecretKey::fromBytes(*plain);
    wipe(*plain);
    return found;
}

Result<> PassphraseKeyStore::write(const std::string &keyName, const SecretKey &key)
{
    std::string salt(kSalt, '\0');
    SecureRandom().fill(salt.data(), salt.size());
    const auto passphraseKey = keyOfPassphrase(m_passphrase, salt);
    if (!passphraseKey)
        return fail(passphraseKey.error());
    return writePrivateFile(m_keyFile, std::string(kMagic) + salt + seal(*passphraseKey, key.view(), keyName));
}

// ---- memory

Result<SecretKey> MemoryKeyStore::read(const std::string &keyName)
{
    const auto found = m_keys.find(keyName);
    if (found == m_keys.end())
        return fail(Fault::NotFound, keyName);
    return found->second;
}

Result<> MemoryKeyStore::write(const std::string &keyName, const SecretKey &key)
{
    m_keys[keyName] = key;
    return {};
}

// ---- choice

KeyStoreOptions keyStoreOptionsFor(const std::string &documentPath)
{
    const auto given = [](const char *name) -> std::optional<std::string> {
        if (qEnvironmentVariableIsEmpty(name))
            return std::nullopt;
        return qgetenv(name).toStdString();
    };
    KeyStoreOptions options;
    options.keyFile = std::filesystem::path(documentPath).replace_extension(".key").string();
    options.credentials = given("CREDENTIALS_DIRECTORY");
    options.passphrase = given("GATEHOUSE_PASSPHRASE");
    options.passphraseFile = given("GATEHOUSE_PASSPHRASE_FILE");
    return options;
}

Result<std::unique_ptr<KeyStore>> chooseKeyStore(const KeyStoreOptions &options)
{
    if (options.credentials
        && QFile::exists(
            QString::fromStdString(*options.credentials + '/' + std::string(CredentialKeyStore::kFileName))))
        return std::make_unique<CredentialKeyStore>(*options.credentials);
    auto passphrase = options.passphrase;
    if (options.passphraseFile) {
        const auto text = readSmallFile(*options.passphraseFile);
        if (!text)
            return fail(Fault::Unavailable, "passphrase file: " + text.error().detail);
        passphrase = firstLine(*text);
    }
    if (passphrase && passphrase->empty())
        return fail(Fault::Invalid, "the passphrase is empty");
    if (passphrase)
        return std::make_unique<PassphraseKeyStore>(options.keyFile, *passphrase);
    if (options.mayUseKeychain && KeychainKeyStore::isAvailable())
        return std::make_unique<KeychainKeyStore>();
    return fail(
        Fault::Unavailable,
        "nowhere to keep the document's key: there is no keychain here. Give a passphrase with --passphrase-file FILE, "
        "GATEHOUSE_PASSPHRASE_FILE or GATEHOUSE_PASSPHRASE, or a systemd credential "
        "(LoadCredential=gatehouse-key:FILE)");
}

} // namespace gatehouse
