// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"
#include "server/store/writer.h"
#include "shared/crypto/secret.h"

#include <string>

namespace gatehouse {

/// Remembers what commands were answered. Answers are sealed: they hold names and, once, a device's key, which must not
/// lie open in the document until a client says that it has them.
class AnswerSeal
{
public:
    /// `key` is the document's credential key; the answers have keys of their own, made from it.
    explicit AnswerSeal(const SecretKey &key);

    /// What two commands must have in common to be the same: name and body, hashed under a key.
    [[nodiscard]] std::string macOf(const CommandRequest &request) const;
    [[nodiscard]] StoredAnswer close(const std::string &mac, const CommandOutcome &outcome, Random &random) const;
    /// Fault::Corrupt if it is not what was closed.
    [[nodiscard]] Result<CommandOutcome> open(const StoredAnswer &stored) const;

private:
    SecretKey m_macKey;
    SecretKey m_sealKey;
};

} // namespace gatehouse
