// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/passwords.h"

#include "server/access/commonpasswords.h"
#include "server/access/passwordjob.h"
#include "shared/crypto/random.h"
#include "shared/crypto/secret.h"
#include "shared/model/text.h"

#include <sodium.h>

#include <charconv>
#include <memory>
#include <vector>

namespace gatehouse {

namespace {
constexpr std::size_t kHashBytes = 32; // libsodium's, of an encoded password
constexpr int kMaxRunning = 2;         // each takes a core and 64 MiB for a tenth of a second
constexpr int kMaxWaiting = 16;        // about a second of work; more would only wait to time out
constexpr std::size_t kMaxMemory =
    std::size_t{256} * 1024 * 1024; // an encoded hash from a foreign document may ask for any amount
constexpr int kMaxPasses = 16;

/// The same password typed on another keyboard may be other code points: NFC, as RFC 8265 (OpaqueString) asks.
std::string composed(std::string_view password)
{
    return QString::fromUtf8(password.data(), static_cast<qsizetype>(password.size()))
        .normalized(QString::NormalizationForm_C)
        .toStdString();
}

/// The number behind `label` in "$argon2id$v=19$m=65536,t=3,p=1$…", or 0.
std::size_t numberBehind(std::string_view encoded, std::string_view label)
{
    const auto at = encoded.find(label);
    std::size_t number = 0;
    if (at != std::string_view::npos)
        std::from_chars(encoded.data() + at + label.size(), encoded.data() + encoded.size(), number);
    return number;
}

bool isAffordable(std::string_view encoded)
{
    const std::size_t memoryKiB = numberBehind(encoded, "$m=");
    const std::size_t passes = numberBehind(encoded, ",t=");
    return encoded.substr(0, 10) == "$argon2id$" && encoded.size() < crypto_pwhash_STRBYTES && memoryKiB > 0
        && memoryKiB <= kMaxMemory / 1024 && passes > 0 && passes <= kMaxPasses;
}
} // namespace

Result<> checkNewPassword(std::string_view password)
{
    if (!isUtf8(password))
        return fail(Fault::Invalid, "not UTF-8");
    const std::size_t characters = characterCount(password);
    if (characters < kMinPassword)
        return fail(Fault::Invalid, "too short");
    if (characters > kMaxPassword)
        return fail(Fault::Invalid, "too long");
    if (isCommonPassword(password))
        return fail(Fault::Invalid, "too common");
    return {};
}

Result<std::string> hashPassword(std::string_view password, const PasswordCost &cost)
{
    std::string plain = composed(password);
    std::array<char, crypto_pwhash_STRBYTES> encoded{};
    const int refused = crypto_pwhash_str_alg(encoded.data(), plain.data(), plain.size(), cost.passes, cost.memoryBytes,
                                              crypto_pwhash_ALG_ARGON2ID13);
    wipe(plain);
    if (refused != 0)
        return fail(Fault::Overloaded, "no memory to hash a password");
    return std::string(encoded.data());
}

bool verifyPassword(std::string_view password, const std::string &encoded)
{
    if (!isAffordable(encoded))
        return false;
    std::string plain = composed(password);
    const bool isRight = crypto_pwhash_str_verify(encoded.c_str(), plain.data(), plain.size()) == 0;
    wipe(plain);
    return isRight;
}

bool needsRehash(const std::string &encoded, const PasswordCost &cost)
{
    return encoded.size() >= crypto_pwhash_STRBYTES
        || crypto_pwhash_str_needs_rehash(encoded.c_str(), cost.passes, cost.memoryBytes) != 0;
}

std::string nobodysPassword(const PasswordCost &cost, Random &random)
{
    const auto text = [&random](std::size_t size) {
        std::vector<unsigned char> bytes(size);
        random.fill(bytes.data(), bytes.size());
        std::string encoded(sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL_NO_PADDING), '\0');
        sodium_bin2base64(encoded.data(), encoded.size(), bytes.data(), bytes.size(),
                          sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
        encoded.pop_back(); // the end of a C string
        return encoded;
    };
    return "$argon2id$v=19$m=" + std::to_string(cost.memoryBytes / 1024) + ",t=" + std::to_string(cost.passes) + ",p=1$"
        + text(crypto_pwhash_argon2id_SALTBYTES) + '$' + text(kHashBytes);
}

PasswordHasher::PasswordHasher(PasswordCost cost) : m_cost(cost)
{
    initialiseCrypto();
    m_pool.setMaxThreadCount(kMaxRunning);
    m_pool.setObjectName(QStringLiteral("passwords"));
    SecureRandom random;
    m_nobody = nobodysPassword(cost, random);
}

PasswordHasher::~PasswordHasher()
{
    m_pool.clear();
    m_pool.waitForDone();
}

Result<> PasswordHasher::start(std::function<void()> work, QObject *receiver, std::function<void()> done)
{
    if (m_jobs.fetch_add(1) >= kMaxRunning + kMaxWaiting) {
        --m_jobs;
        return fail(Fault::TooMany, "passwords");
    }
    auto job = std::make_unique<PasswordJob>(std::move(work), m_jobs);
    QObject::connect(job.get(), &PasswordJob::finished, receiver, std::move(done), Qt::QueuedConnection);
    m_pool.start(job.release()); // the pool deletes it
    return {};
}

Result<> PasswordHasher::hash(std::string password, QObject *receiver, std::function<void(Result<std::string>)> done)
{
    auto outcome = std::make_shared<Result<std::string>>();
    auto work = [password = std::move(password), cost = m_cost, outcome]() mutable {
        *outcome = hashPassword(password, cost);
        wipe(password);
    };
    return start(std::move(work), receiver, [outcome, done = std::move(done)] { done(*outcome); });
}

Result<> PasswordHasher::verify(std::string password, const std::optional<std::string> &encoded, QObject *receiver,
                                std::function<void(PasswordVerdict)> done)
{
    auto outcome = std::make_shared<PasswordVerdict>();
    const bool isKnown = encoded.has_value();
    auto work = [password = std::move(password), encoded = encoded.value_or(m_nobody), isKnown, cost = m_cost,
                 outcome]() mutable {
        outcome->isRight = verifyPassword(password, encoded) && isKnown;
        outcome->needsRehash = outcome->isRight && needsRehash(encoded, cost);
        wipe(password);
    };
    return start(std::move(work), receiver, [outcome, done = std::move(done)] { done(*outcome); });
}

} // namespace gatehouse
