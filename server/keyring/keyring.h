// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/keyring/keystore.h"
#include "shared/crypto/secret.h"
#include "shared/crypto/signing.h"
#include "shared/model/id.h"
#include "shared/model/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace gatehouse {

class KeyringDatabase;

/// A signing key with the number that names it in what it signs. Never 0.
struct NumberedKey {
    std::uint32_t id = 0;
    SigningKey key;
    bool isRevoked = false;
};

/// The keys of one document, in the file `NAME.keyring` beside it (SQLite, mode 0600), each sealed under a master key,
/// which is itself sealed twice: under a key in the key store and under the recovery code. Never part of a backup of
/// the document, so that an old backup opens with today's keys and the erased stay erased. A missing or damaged keyring
/// is an error and never silently replaced. `random` makes keys and must be a SecureRandom outside of tests; it
/// outlives the keyring. Belongs to the engine's thread; functions marked [any thread] may be called from others
/// meanwhile.
class Keyring
{
public:
    /// "event.gatehouse" → "event.keyring" beside it.
    [[nodiscard]] static std::string pathFor(const std::string &documentPath);

    /// Makes a keyring with its first ticket and token keys. `recoveryCode` is shown to a person once and kept nowhere.
    /// Fault::Conflict if the file exists.
    [[nodiscard]] static Result<std::unique_ptr<Keyring>>
    create(const std::string &path, const Id &document, KeyStore &store, Random &random, std::string *recoveryCode);
    /// Fault::NotFound: no file. Fault::Corrupt: not a keyring, or damaged. Fault::Newer. Fault::Conflict: of another
    /// document. Fault::Forbidden: the store has no key for it or another one; the recovery code opens it.
    [[nodiscard]] static Result<std::unique_ptr<Keyring>> open(const std::string &path, const Id &document,
                                                               KeyStore &store, Random &random);
    /// On another machine, or after the key store was lost: opens, and seals the master key to this store from now on.
    /// The code stays valid. Faults as open(), and those of keyOfRecoveryCode(); Fault::Forbidden: it is not the code
    /// of this keyring.
    [[nodiscard]] static Result<std::unique_ptr<Keyring>> openWithRecoveryCode(const std::string &path,
                                                                               const Id &document,
                                                                               std::string_view code, KeyStore &store,
                                                                               Random &random);
    ~Keyring();
    Keyring(const Keyring &) = delete;
    Keyring &operator=(const Keyring &) = delete;

    /// The whole keyring into a file of its own, for another machine: there the recovery code opens it, and `store` too
    /// where one is given (such as a passphrase file that travels beside it). Fault::Conflict if there is a file.
    [[nodiscard]] Result<> copyTo(const std::string &path, KeyStore *store) const;

    /// [any thread] Nothing if the person has no key or was erased.
    [[nodiscard]] std::optional<SecretKey> personKey(const Id &person) const;
    /// [any thread] True once destroyPersonKey() was called; what is sealed for this person can never be read again.
    [[nodiscard]] bool isErased(const Id &person) const;
    /// Makes a key where there is none; it is on disk only after flush(). Fault::Revoked if the person was erased.
    [[nodiscard]] Result<SecretKey> personKeyFor(const Id &person);
    /// Commits the keys made since the last flush, durably; cheap when there are none. The engine calls it before it
    /// commits the document, so that nothing is ever sealed under a key that a crash takes away.
    [[nodiscard]] Result<> flush();
    /// For ever: the row is overwritten, the write-ahead log emptied, and the person remembered as erased, also against
    /// an old backup. Durable when it returns. After a failure call it again: erasing twice is no fault.
    [[nodiscard]] Result<> destroyPersonKey(const Id &person);
    [[nodiscard]] std::size_t personKeyCount() const;

    /// The key that signs new tickets: the newest that is not revoked.
    [[nodiscard]] const NumberedKey &ticketSigner() const;
    [[nodiscard]] const NumberedKey &tokenSigner() const;
    /// Null if unknown or revoked. Points into the keyring until the next change of keys: other threads are given
    /// copies.
    [[nodiscard]] const PublicKey *ticketKey(std::uint32_t id) const;
    [[nodiscard]] const PublicKey *tokenKey(std::string_view keyId) const;
    /// All ever made, oldest first; a kiosk is given the public halves.
    [[nodiscard]] const std::vector<NumberedKey> &ticketKeys() const { return m_ticketKeys; }
    [[nodiscard]] const std::vector<NumberedKey> &tokenKeys() const { return m_tokenKeys; }
    /// From now on signs with a new key; the old ones still verify. Durable when it returns.
    [[nodiscard]] Result<> rotateTicketKey();
    [[nodiscard]] Result<> rotateTokenKey();
    /// What it signed is worth nothing from now on. Fault::Conflict for the only good one: rotate first.
    [[nodiscard]] Result<> revokeTicketKey(std::uint32_t id);
    [[nodiscard]] Result<> revokeTokenKey(std::uint32_t id);
    /// A token key's id as the `kid` of a token: eight hexadecimal digits.
    [[nodiscard]] static std::string tokenKeyName(std::uint32_t id);

    /// For keyedHash16() of credentials and addresses of this document.
    [[nodiscard]] const SecretKey &credentialKey() const { return m_credentialKey; }

private:
    enum class Purpose : std::uint8_t { Ticket = 1, Token = 2 };

    Keyring(std::unique_ptr<KeyringDatabase> database, const Id &document, const SecretKey &master, Random &random);
    [[nodiscard]] static Result<std::unique_ptr<Keyring>>
    loaded(std::unique_ptr<KeyringDatabase> database, const Id &document, const SecretKey &master, Random &random);
    [[nodiscard]] Result<> fill(const SecretKey &storeKey, const SecretKey &codeKey, std::string_view storeName);
    [[nodiscard]] Result<> load();
    [[nodiscard]] Result<> loadSigningKeys();
    [[nodiscard]] Result<> loadPersonKeys();
    [[nodiscard]] Result<> rotate(Purpose purpose);
    [[nodiscard]] Result<> revoke(Purpose purpose, std::uint32_t id);
    [[nodiscard]] Result<> keep(Purpose purpose, const NumberedKey &key);
    [[nodiscard]] NumberedKey makeNumberedKey(Purpose purpose);
    [[nodiscard]] std::vector<NumberedKey> &keysFor(Purpose purpose);
    [[nodiscard]] std::string placeOf(Purpose purpose, std::uint32_t id, bool isRevoked) const;
    [[nodiscard]] std::string placeOfPerson(std::string_view person) const;

    std::unique_ptr<KeyringDatabase> m_database;
    Id m_document;
    SecretKey m_master;
    Random &m_random;
    SecretKey m_credentialKey;
    std::vector<NumberedKey> m_ticketKeys;
    std::vector<NumberedKey> m_tokenKeys;
    mutable std::shared_mutex m_mutex; ///< guards m_personKeys and m_erased against readers in other threads
    std::unordered_map<Id, SecretKey> m_personKeys;
    std::unordered_set<Id> m_erased;
    std::vector<Id> m_unflushed;
};

} // namespace gatehouse
