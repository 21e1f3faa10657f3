// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/keyring/keyring.h"

#include "server/keyring/database.h"
#include "server/keyring/recoverycode.h"
#include "shared/crypto/seal.h"
#include "shared/model/values.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <mutex>
#include <unistd.h>

namespace gatehouse {

namespace {
constexpr std::string_view kDocument = "document";
constexpr std::string_view kStoreName = "key store";
constexpr std::string_view kSealedByStore = "master, by key store";
constexpr std::string_view kSealedByCode = "master, by recovery code";
constexpr std::string_view kCredentialKey = "credential key";

std::string keyNameOf(const Id &document)
{
    return "keyring-" + document.toString();
}

/// Ties a sealed value to its document and its place, so that none can be put in another's.
std::string place(const Id &document, std::string_view what, std::string_view which = {})
{
    return std::string("gatehouse keyring v1|").append(document.view()).append(what).append("|").append(which);
}

/// The store's key for a new seal: what it holds, else a fresh one. `mayReplace`: a key that does not open any more may
/// go.
Result<SecretKey> keyToSealWith(KeyStore &store, const std::string &keyName, bool mayReplace, Random &random)
{
    auto key = store.read(keyName);
    if (key)
        return key;
    const Fault fault = key.error().fault;
    const bool isUseless = fault == Fault::Forbidden || fault == Fault::Corrupt;
    if (fault != Fault::NotFound && !(mayReplace && isUseless))
        return key;
    const SecretKey fresh = SecretKey::make(random);
    if (auto written = store.write(keyName, fresh); !written)
        return fail(written.error());
    return fresh;
}

Result<SecretKey> unsealKey(const SecretKey &key, std::string_view sealed, std::string_view where)
{
    auto plain = unseal(key, sealed, where);
    if (!plain)
        return fail(Fault::Corrupt, "keyring: a key is damaged");
    const auto found = SecretKey::fromBytes(*plain);
    wipe(*plain);
    if (!found)
        return fail(Fault::Corrupt, "keyring: a key has the wrong length");
    return *found;
}

Result<std::unique_ptr<KeyringDatabase>> databaseOf(const std::string &path, const Id &document)
{
    auto database = KeyringDatabase::open(path);
    if (!database)
        return database;
    const auto owner = (*database)->property(kDocument);
    if (!owner)
        return fail(owner.error());
    if (*owner != document.view())
        return fail(Fault::Conflict, path + " is the keyring of another document");
    return database;
}

Failure cannotOpen(const KeyStore &store, const std::string &sealedWith, const Failure &reason)
{
    const std::string detail = "the " + std::string(store.name())
        + " cannot open the keyring, which was last sealed with the " + sealedWith + " (" + reason.detail
        + "); open it with the recovery code";
    return {reason.fault == Fault::Unavailable ? Fault::Unavailable : Fault::Forbidden, detail, {}};
}

/// Nothing is left of a keyring that could not be made: the next attempt must not find half a one.
void removeFiles(const std::string &path)
{
    for (const char *end : {"", "-wal", "-shm", "-journal"})
        ::unlink((path + end).c_str());
}
} // namespace

std::string Keyring::pathFor(const std::string &documentPath)
{
    return std::filesystem::path(documentPath).replace_extension(".keyring").string();
}

Keyring::Keyring(std::unique_ptr<KeyringDatabase> database, const Id &document, const SecretKey &master, Random &random)
    : m_database(std::move(database)), m_document(document), m_master(master), m_random(random)
{
}

Keyring::~Keyring() = default;

Result<std::unique_ptr<Keyring>> Keyring::create(const std::string &path, const Id &document, KeyStore &store,
                                                 Random &random, std::string *recoveryCode)
{
    auto database = KeyringDatabase::create(path);
    if (!database && database.error().fault == Fault::Conflict)
        return fail(database.error());
    if (!database) {
        removeFiles(path);
        return fail(database.error());
    }
    std::string code = makeRecoveryCode(random);
    const auto storeKey = keyToSealWith(store, keyNameOf(document), false, random);
    const auto codeKey = keyOfRecoveryCode(code, document);
    std::unique_ptr<Keyring> keyring(new Keyring(std::move(*database), document, SecretKey::make(random), random));
    Result<> filled;
    if (!storeKey)
        filled = fail(storeKey.error());
    else if (!codeKey)
        filled = fail(codeKey.error());
    else
        filled = keyring->fill(*storeKey, *codeKey, store.name());
    if (!filled) {
        keyring.reset();
        removeFiles(path);
        return fail(filled.error());
    }
    *recoveryCode = std::move(code);
    return keyring;
}

Result<> Keyring::fill(const SecretKey &storeKey, const SecretKey &codeKey, std::string_view storeName)
{
    m_credentialKey = SecretKey::make(m_random);
    m_ticketKeys.push_back(makeNumberedKey(Purpose::Ticket));
    m_tokenKeys.push_back(makeNumberedKey(Purpose::Token));
    const std::pair<std::string_view, std::string> properties[] = {
        {kDocument, std::string(m_document.view())},
        {kStoreName, std::string(storeName)},
        {kSealedByStore, seal(storeKey, m_master.view(), place(m_document, kSealedByStore), m_random)},
        {kSealedByCode, seal(codeKey, m_master.view(), place(m_document, kSealedByCode), m_random)},
        {kCredentialKey, seal(m_master, m_credentialKey.view(), place(m_document, kCredentialKey), m_random)},
    };
    return m_database->transact([&]() -> Result<> {
        for (const auto &[name, value] : properties) {
            if (auto set = m_database->setProperty(name, value); !set)
                return set;
        }
        if (auto kept = keep(Purpose::Ticket, m_ticketKeys.back()); !kept)
            return kept;
        return keep(Purpose::Token, m_tokenKeys.back());
    });
}

Result<std::unique_ptr<Keyring>> Keyring::open(const std::string &path, const Id &document, KeyStore &store,
                                               Random &random)
{
    auto database = databaseOf(path, document);
    if (!database)
        return fail(database.error());
    const auto sealed = (*database)->property(kSealedByStore);
    const auto sealedWith = (*database)->property(kStoreName);
    if (!sealed || !sealedWith)
        return fail(sealed ? sealedWith.error() : sealed.error());
    const auto storeKey = store.read(keyNameOf(document));
    if (!storeKey)
        return fail(cannotOpen(store, *sealedWith, storeKey.error()));
    const auto master = unsealKey(*storeKey, *sealed, place(document, kSealedByStore));
    if (!master)
        return fail(cannotOpen(store, *sealedWith, {Fault::Forbidden, "it holds another key", {}}));
    return loaded(std::move(*database), document, *master, random);
}

Result<std::unique_ptr<Keyring>> Keyring::openWithRecoveryCode(const std::string &path, const Id &document,
                                                               std::string_view code, KeyStore &store, Random &random)
{
    const auto codeKey = keyOfRecoveryCode(code, document);
    if (!codeKey)
        return fail(codeKey.error());
    auto database = databaseOf(path, document);
    if (!database)
        return fail(database.error());
    const auto sealed = (*database)->property(kSealedByCode);
    if (!sealed)
        return fail(sealed.error());
    const auto master = unsealKey(*codeKey, *sealed, place(document, kSealedByCode));
    if (!master)
        return fail(Fault::Forbidden, "this is not the recovery code of this keyring");
    auto keyring = loaded(std::move(*database), document, *master, random);
    if (!keyring)
        return keyring;
    const auto storeKey = keyToSealWith(store, keyNameOf(document), true, random);
    if (!storeKey)
        return fail(storeKey.error());
    KeyringDatabase &opened = *(*keyring)->m_database;
    auto sealedAgain = opened.transact([&]() -> Result<> {
        if (auto set = opened.setProperty(kStoreName, store.name()); !set)
            return set;
        return opened.setProperty(kSealedByStore,
                                  seal(*storeKey, master->view(), place(document, kSealedByStore), random));
    });
    if (!sealedAgain)
        return fail(sealedAgain.error());
    return keyring;
}

Result<> Keyring::copyTo(const std::string &path, KeyStore *store) const
{
    if (auto copied = m_database->copyTo(path); !copied)
        return copied;
    if (store == nullptr)
        return {};
    const auto sealFor = [&]() -> Result<> {
        const auto key = keyToSealWith(*store, keyNameOf(m_document), true, m_random);
        if (!key)
            return fail(key.error());
        auto copy = databaseOf(path, m_document);
        if (!copy)
            return fail(copy.error());
        return (*copy)->transact([&]() -> Result<> {
            if (auto set = (*copy)->setProperty(kStoreName, store->name()); !set)
                return set;
            return (*copy)->setProperty(kSealedByStore,
                                        seal(*key, m_master.view(), place(m_document, kSealedByStore), m_random));
        });
    };
    auto sealedAgain = sealFor();
    if (!sealedAgain)
        removeFiles(path);
    return sealedAgain;
}

// ---- loading

Result<std::unique_ptr<Keyring>> Keyring::loaded(std::unique_ptr<KeyringDatabase> database, const Id &document,
                                                 const SecretKey &master, Random &random)
{
    std::unique_ptr<Keyring> keyring(new Keyring(std::move(database), document, master, random));
    if (auto read = keyring->load(); !read)
        return fail(read.error());
    return keyring;
}

Result<> Keyring::load()
{
    const auto sealed = m_database->property(kCredentialKey);
    if (!sealed)
        return fail(sealed.error());
    const auto key = unsealKey(m_master, *sealed, place(m_document, kCredentialKey));
    if (!key)
        return fail(key.error());
    m_credentialKey = *key;
    if (auto read = loadSigningKeys(); !read)
        return read;
    return loadPersonKeys();
}

Result<> Keyring::loadSigningKeys()
{
    const auto rows = m_database->signingKeys();
    if (!rows)
        return fail(rows.error());
    for (const KeyringDatabase::SigningRow &row : *rows) {
        const auto purpose = static_cast<Purpose>(row.purpose);
        if (purpose != Purpose::Ticket && purpose != Purpose::Token)
            return fail(Fault::Corrupt, "keyring: a signing key without a purpose");
        const auto seed = unsealKey(m_master, row.sealed, placeOf(purpose, row.id, row.isRevoked));
        if (!seed)
            return fail(seed.error());
        keysFor(purpose).push_back({row.id, SigningKey::fromSeed(*seed), row.isRevoked});
    }
    const auto isGood = [](const NumberedKey &key) { return !key.isRevoked; };
    if (std::none_of(m_ticketKeys.begin(), m_ticketKeys.end(), isGood)
        || std::none_of(m_tokenKeys.begin(), m_tokenKeys.end(), isGood))
        return fail(Fault::Corrupt, "keyring: no good signing key");
    return {};
}

Result<> Keyring::loadPersonKeys()
{
    const std::unique_lock lock(m_mutex);
    auto read = m_database->eachPersonKey([this](std::string_view person, std::string_view sealed) -> Result<> {
        const auto id = Id::fromBytes(person);
        if (!id)
            return fail(Fault::Corrupt, "keyring: a person's id is damaged");
        const auto key = unsealKey(m_master, sealed, placeOfPerson(person));
        if (!key)
            return fail(key.error());
        m_personKeys.emplace(*id, *key);
        return {};
    });
    if (!read)
        return read;
    return m_database->eachErased([this](std::string_view person) -> Result<> {
        const auto id = Id::fromBytes(person);
        if (!id)
            return fail(Fault::Corrupt, "keyring: an erased person's id is damaged");
        m_erased.insert(*id);
        m_personKeys.erase(*id);
        return {};
    });
}

// ---- persons

std::optional<SecretKey> Keyring::personKey(const Id &person) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_personKeys.find(person);
    if (found == m_personKeys.end())
        return std::nullopt;
    return found->second;
}

bool Keyring::isErased(const Id &person) const
{
    const std::shared_lock lock(m_mutex);
    return m_erased.contains(person);
}

Result<SecretKey> Keyring::personKeyFor(const Id &person)
{
    // Only this thread writes, so it may look without the lock.
    if (const auto found = m_personKeys.find(person); found != m_personKeys.end())
        return found->second;
    if (m_erased.contains(person))
        return fail(Fault::Revoked, person.toString() + " was erased");
    const SecretKey key = SecretKey::make(m_random);
    const std::unique_lock lock(m_mutex);
    m_personKeys.emplace(person, key);
    m_unflushed.push_back(person);
    return key;
}

Result<> Keyring::flush()
{
    if (m_unflushed.empty())
        return {};
    auto written = m_database->transact([this]() -> Result<> {
        const auto adder = m_database->personKeyAdder();
        for (const Id &person : m_unflushed) {
            const std::string sealed =
                seal(m_master, m_personKeys.at(person).view(), placeOfPerson(person.view()), m_random);
            if (auto added = adder->bind(person.view()).bind(sealed).run(); !added)
                return added;
        }
        return {};
    });
    if (written)
        m_unflushed.clear();
    return written;
}

Result<> Keyring::destroyPersonKey(const Id &person)
{
    auto erased = m_database->transact([&] { return m_database->erasePerson(person.view()); });
    if (!erased)
        return erased;
    {
        const std::unique_lock lock(m_mutex);
        m_personKeys.erase(person);
        m_erased.insert(person);
    }
    std::erase(m_unflushed, person);
    return m_database->emptyLog();
}

std::size_t Keyring::personKeyCount() const
{
    const std::shared_lock lock(m_mutex);
    return m_personKeys.size();
}

// ---- signing keys

std::vector<NumberedKey> &Keyring::keysFor(Purpose purpose)
{
    return purpose == Purpose::Ticket ? m_ticketKeys : m_tokenKeys;
}

namespace {
const NumberedKey &newestGood(const std::vector<NumberedKey> &keys)
{
    // There always is one: made at creation, checked at loading, kept by revoke().
    return *std::find_if(keys.rbegin(), keys.rend(), [](const NumberedKey &key) { return !key.isRevoked; });
}

const NumberedKey *find(const std::vector<NumberedKey> &keys, std::uint32_t id)
{
    const auto found = std::find_if(keys.begin(), keys.end(), [id](const NumberedKey &key) { return key.id == id; });
    return found == keys.end() ? nullptr : &*found;
}

const PublicKey *goodKey(const std::vector<NumberedKey> &keys, std::uint32_t id)
{
    const NumberedKey *key = find(keys, id);
    return key && !key->isRevoked ? &key->key.publicKey() : nullptr;
}
} // namespace

const NumberedKey &Keyring::ticketSigner() const
{
    return newestGood(m_ticketKeys);
}

const NumberedKey &Keyring::tokenSigner() const
{
    return newestGood(m_tokenKeys);
}

const PublicKey *Keyring::ticketKey(std::uint32_t id) const
{
    return goodKey(m_ticketKeys, id);
}

const PublicKey *Keyring::tokenKey(std::string_view keyId) const
{
    std::uint32_t id = 0;
    std::from_chars(keyId.data(), keyId.data() + keyId.size(), id, 16);
    return tokenKeyName(id) == keyId ? goodKey(m_tokenKeys, id) : nullptr;
}

std::string Keyring::tokenKeyName(std::uint32_t id)
{
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(id >> shift);
    return toHex(bytes);
}

NumberedKey Keyring::makeNumberedKey(Purpose purpose)
{
    std::uint32_t id = 0;
    while (id == 0 || find(keysFor(purpose), id))
        id = static_cast<std::uint32_t>(m_random.next());
    return {id, SigningKey::make(m_random), false};
}

Result<> Keyring::keep(Purpose purpose, const NumberedKey &key)
{
    const std::string where = placeOf(purpose, key.id, key.isRevoked);
    return m_database->putSigningKey({static_cast<std::int64_t>(purpose), key.id, key.isRevoked,
                                      seal(m_master, key.key.seed().view(), where, m_random)});
}

Result<> Keyring::rotate(Purpose purpose)
{
    const NumberedKey key = makeNumberedKey(purpose);
    auto kept = m_database->transact([&] { return keep(purpose, key); });
    if (kept)
        keysFor(purpose).push_back(key);
    return kept;
}

Result<> Keyring::revoke(Purpose purpose, std::uint32_t id)
{
    std::vector<NumberedKey> &keys = keysFor(purpose);
    const auto found = std::find_if(keys.begin(), keys.end(), [id](const NumberedKey &key) { return key.id == id; });
    if (found == keys.end())
        return fail(Fault::NotFound, "key");
    if (found->isRevoked)
        return {};
    if (std::count_if(keys.begin(), keys.end(), [](const NumberedKey &key) { return !key.isRevoked; }) == 1)
        return fail(Fault::Conflict, "the only good key; make a new one first");
    NumberedKey revoked = *found;
    revoked.isRevoked = true;
    auto kept = m_database->transact([&] { return keep(purpose, revoked); });
    if (kept)
        found->isRevoked = true;
    return kept;
}

Result<> Keyring::rotateTicketKey()
{
    return rotate(Purpose::Ticket);
}

Result<> Keyring::rotateTokenKey()
{
    return rotate(Purpose::Token);
}

Result<> Keyring::revokeTicketKey(std::uint32_t id)
{
    return revoke(Purpose::Ticket, id);
}

Result<> Keyring::revokeTokenKey(std::uint32_t id)
{
    return revoke(Purpose::Token, id);
}

// The state is part of the place: a revoked key cannot be made good again by changing a column.
std::string Keyring::placeOf(Purpose purpose, std::uint32_t id, bool isRevoked) const
{
    std::string which = tokenKeyName(id);
    which += isRevoked ? " revoked" : " good";
    return place(m_document, purpose == Purpose::Ticket ? "ticket key" : "token key", which);
}

std::string Keyring::placeOfPerson(std::string_view person) const
{
    return place(m_document, "person", person);
}

} // namespace gatehouse
