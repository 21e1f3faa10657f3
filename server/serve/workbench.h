// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"
#include "server/engine/systemclock.h"
#include "server/house/importplan.h"
#include "server/imports/importfollower.h"
#include "server/keyring/keyring.h"
#include "server/store/document.h"
#include "server/store/sqlitereader.h"
#include "shared/crypto/random.h"
#include "shared/model/codec.h"

#include <memory>
#include <string>

namespace gatehouse {

/// What a new document begins with.
struct NewEvent {
    std::string name;
    std::string zone;  ///< IANA name
    std::string login; ///< of the first account
    std::string passwordHash;
    std::string accountName;
};

/// A document that nobody serves, worked on by a tool: it is locked, and every change is a command, as everywhere. One
/// thread.
class Workbench
{
public:
    /// Makes document and keyring, the event, the usual roles and the first account, which may do everything.
    /// Faults of Document::create() and Keyring::create(); no file is left behind by a failure.
    [[nodiscard]] static Result<std::unique_ptr<Workbench>> create(const std::string &path, const NewEvent &event,
                                                                   KeyStore &store, std::string *recoveryCode);
    /// Faults of Document::open() and Keyring::open().
    [[nodiscard]] static Result<std::unique_ptr<Workbench>> open(const std::string &path, KeyStore &store);
    ~Workbench();

    [[nodiscard]] Document &document() { return *m_document; }
    [[nodiscard]] Keyring &keyring() { return *m_keyring; }
    [[nodiscard]] Random &random() { return m_random; }
    [[nodiscard]] Instant now() { return m_engine->now(); }
    [[nodiscard]] Engine &engine() { return *m_engine; }

    /// Runs a command for the program itself, and waits for its commit.
    template <class C>
    [[nodiscard]] Result<typename C::Answer> run(const C &command)
    {
        auto answer = runEncoded(std::string(C::spec.name), encoded(command));
        if (!answer)
            return fail(std::move(answer.error()));
        return decoded<typename C::Answer>(*answer, Strictness::Replica);
    }

    /// The row with this id or name. Fault::NotFound, or Conflict where several have the name.
    template <class E>
    [[nodiscard]] Result<Id> idNamed(const std::string &text)
    {
        std::optional<Id> found;
        bool isAmbiguous = false;
        auto result = m_reader->each(entityType<E>(), [&](const StoredRow &row) {
            const auto entity = entityOf<E>(row);
            const bool isMeant = row.id.toString() == text || (entity && entity->name == text);
            isAmbiguous = isAmbiguous || (isMeant && found);
            if (isMeant)
                found = row.id;
            return true;
        });
        if (!result)
            return fail(std::move(result.error()));
        if (!found || isAmbiguous)
            return fail(found ? Fault::Conflict : Fault::NotFound, std::string(E::spec.name) + " " + text);
        return *found;
    }
    [[nodiscard]] Reader &reader() { return *m_reader; }

    /// What the sources would do; see planImport(). A list of commands and a programme are also tried, as a whole.
    [[nodiscard]] Result<ImportPlan> plan(std::span<const ImportSource> sources, const ImportProgress &progress = {},
                                          const ImportOptions &options = {});
    /// Decides the plan and carries it out. What was changed since it was planned is added to the report's refusals.
    /// Fault::ReadOnly: the disk takes nothing; what was decided goes on when the document is next opened.
    [[nodiscard]] Result<ImportReport> import(const ImportPlan &plan, std::span<const ImportSource> sources,
                                              const ImportProgress &progress = {});

private:
    Workbench() = default;
    [[nodiscard]] Result<> begin();
    [[nodiscard]] Result<> found(const NewEvent &event);
    [[nodiscard]] Result<std::string> runEncoded(std::string name, std::string body);
    /// Until nothing that was decided is left to do; `import` is the one whose progress is told. Fault::ReadOnly.
    [[nodiscard]] Result<> carryOut(const ImportId &import, const ImportProgress &progress);

    SecureRandom m_random;
    SystemClock m_clock;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Keyring> m_keyring;
    std::unique_ptr<Reader> m_reader;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<ImportFollower> m_importer;
    std::unique_ptr<FollowerRunner> m_followers;
};

} // namespace gatehouse
