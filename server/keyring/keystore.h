// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/secret.h"
#include "shared/model/result.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

/// Where the key that opens a keyring lies: one 32-byte key for each document. Used by one thread, at opening only; may
/// wait.
class KeyStore
{
public:
    virtual ~KeyStore() = default;
    /// "keychain", "passphrase file", …: for messages and the log.
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// Fault::NotFound if it holds no key of this name; anything else means that the store does not work.
    [[nodiscard]] virtual Result<SecretKey> read(const std::string &keyName) = 0;
    /// Durable when it returns. Fault::Unsupported for a store that others fill.
    [[nodiscard]] virtual Result<> write(const std::string &keyName, const SecretKey &key) = 0;
};

/// A systemd credential (`LoadCredential=gatehouse-key:…`): 32 bytes, or 64 hexadecimal digits, from which the key of
/// each document is derived. Read only.
class CredentialKeyStore final : public KeyStore
{
public:
    static constexpr std::string_view kFileName = "gatehouse-key";
    explicit CredentialKeyStore(std::string directory) : m_directory(std::move(directory)) {}
    [[nodiscard]] std::string_view name() const override { return "systemd credential"; }
    [[nodiscard]] Result<SecretKey> read(const std::string &keyName) override;
    [[nodiscard]] Result<> write(const std::string &keyName, const SecretKey &key) override;

private:
    std::string m_directory;
};

/// The desktop's keychain. Waits at most three seconds for it in a local event loop, so only before anything else runs;
/// one that is locked is Fault::Unavailable until a person has unlocked it. Never falls back to plain settings.
class KeychainKeyStore final : public KeyStore
{
public:
    [[nodiscard]] std::string_view name() const override { return "keychain"; }
    [[nodiscard]] Result<SecretKey> read(const std::string &keyName) override;
    [[nodiscard]] Result<> write(const std::string &keyName, const SecretKey &key) override;
    /// False without an application object or a session bus, or where the keychain answers anything but "no such
    /// entry".
    [[nodiscard]] static bool isAvailable();
};

/// A file of mode 0600 beside the document, sealed with a passphrase (Argon2id, then secretbox). One key a file.
class PassphraseKeyStore final : public KeyStore
{
public:
    PassphraseKeyStore(std::string keyFile, std::string passphrase);
    ~PassphraseKeyStore() override;
    [[nodiscard]] std::string_view name() const override { return "passphrase file"; }
    /// Fault::NotFound: no file. Fault::Forbidden: wrong passphrase, or another document's file. Fault::Corrupt: not
    /// such a file.
    [[nodiscard]] Result<SecretKey> read(const std::string &keyName) override;
    [[nodiscard]] Result<> write(const std::string &keyName, const SecretKey &key) override;

private:
    std::string m_keyFile;
    std::string m_passphrase;
};

/// Keeps keys while the object lives: for tests and simulation.
class MemoryKeyStore final : public KeyStore
{
public:
    [[nodiscard]] std::string_view name() const override { return "memory"; }
    [[nodiscard]] Result<SecretKey> read(const std::string &keyName) override;
    [[nodiscard]] Result<> write(const std::string &keyName, const SecretKey &key) override;
    void forget(const std::string &keyName) { m_keys.erase(keyName); }

private:
    std::map<std::string, SecretKey> m_keys;
};

struct KeyStoreOptions {
    std::string keyFile;                    ///< where a passphrase file lies or would lie: "NAME.key"
    std::optional<std::string> credentials; ///< directory of systemd credentials
    std::optional<std::string> passphrase;
    std::optional<std::string> passphraseFile; ///< its first line is the passphrase
    bool mayUseKeychain = true;
};

/// "event.gatehouse" → "event.key" beside it, with CREDENTIALS_DIRECTORY, GATEHOUSE_PASSPHRASE and
/// GATEHOUSE_PASSPHRASE_FILE. A --passphrase-file on the command line is put into the result by the caller.
[[nodiscard]] KeyStoreOptions keyStoreOptionsFor(const std::string &documentPath);

/// A systemd credential, else a passphrase that somebody gave, else the keychain, else Fault::Unavailable with a
/// message that names the ways. (A passphrase given by hand comes before the keychain: who gives one wants the file.)
[[nodiscard]] Result<std::unique_ptr<KeyStore>> chooseKeyStore(const KeyStoreOptions &options);

} // namespace gatehouse
