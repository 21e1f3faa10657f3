// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/serve/move.h"

#include "server/engine/systemclock.h"
#include "server/keyring/keyring.h"
#include "server/store/backup.h"
#include "server/store/files.h"
#include "server/store/verify.h"
#include "shared/crypto/random.h"

#include <filesystem>

namespace gatehouse {

namespace {

constexpr std::string_view kUnreleased = ".moving"; ///< behind the name of a copy that nobody may serve yet

/// Removes what it was told of, unless all went well.
class Leftovers
{
public:
    ~Leftovers()
    {
        std::error_code ignored;
        for (const std::string &path : m_paths)
            std::filesystem::remove(path, ignored);
    }
    void add(const std::string &path) { m_paths.push_back(path); }
    void keep() { m_paths.clear(); }

private:
    std::vector<std::string> m_paths;
};

Result<> whyNotTo(const std::string &folder, const std::vector<std::string> &files)
{
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error))
        return fail(Fault::NotFound, folder + " is no folder");
    for (const std::string &file : files) {
        if (!file.empty() && fileSize(file))
            return fail(Fault::Conflict, file + " exists already");
    }
    return {};
}

/// The copy must be good by itself, end where the document ends, and its personal parts must open.
Result<VerifyReport> checkCopy(const std::string &copy, const Keyring &keyring, const JournalHead &head,
                               const MoveProgress &progress)
{
    VerifyOptions options;
    options.keyring = &keyring;
    options.known = head;
    options.progress = [&](std::int64_t done, std::int64_t total) {
        return !progress || progress(MoveStep::Checking, done, total);
    };
    auto report = verifyDocument(copy, options);
    if (!report)
        return report;
    if (!report->isGood())
        return fail(Fault::Corrupt, "the copy is not what its journal says: " + report->faults.front().what);
    if (report->head.sequence != head.sequence || report->head.hash != head.hash)
        return fail(Fault::Corrupt, "the copy ends elsewhere than the document");
    return report;
}

Result<> copyKeys(const Keyring &keyring, const MoveWish &wish, const MovedEvent &moved, const Id &document)
{
    if (wish.passphrase.empty())
        return keyring.copyTo(moved.keyring, nullptr);
    PassphraseKeyStore store(moved.keyFile, wish.passphrase);
    if (auto copied = keyring.copyTo(moved.keyring, &store); !copied)
        return copied;
    SecureRandom random;
    auto opened = Keyring::open(moved.keyring, document, store, random); // what cannot be opened there is no move
    return opened ? Result<>() : fail(std::move(opened.error()));
}

} // namespace

Result<MovedEvent> moveEvent(const MoveWish &wish, KeyStore &store, const MoveProgress &progress)
{
    SystemClock clock;
    SecureRandom random;
    return moveEvent(wish, store, clock, random, progress);
}

Result<MovedEvent> moveEvent(const MoveWish &wish, KeyStore &store, Clock &clock, Random &random,
                             const MoveProgress &progress)
{
    const std::string name = std::filesystem::path(wish.path).filename().string();
    MovedEvent moved;
    moved.document = wish.folder + '/' + name;
    moved.keyring = Keyring::pathFor(moved.document);
    moved.keyFile = wish.passphrase.empty() ? std::string() : keyStoreOptionsFor(moved.document).keyFile;
    const std::string copy = moved.document + std::string(kUnreleased);
    DocumentOptions options;
    options.takesMoved = true;
    auto document = Document::open(wish.path, options);
    if (!document)
        return fail(std::move(document.error()));
    const auto head = (*document)->head();
    const auto successor = (*document)->successor();
    if (!head || !successor)
        return fail(head ? successor.error() : head.error());
    moved.head = *head;
    if (*successor) { // closed here before, and maybe not released there
        if (!fileSize(copy))
            return fail(Fault::Revoked, "the event was moved to another machine before");
        if (auto released = releaseCopy(copy, moved.document, **successor); !released)
            return fail(std::move(released.error()));
        moved.epoch = **successor;
        return moved;
    }
    if (fileSize(copy) && !fileSize(moved.document)) { // of a try that a crash ended before it closed anything here
        std::error_code ignored;
        for (const std::string &file : {copy, moved.keyring, moved.keyFile})
            if (!file.empty())
                std::filesystem::remove(file, ignored);
    }
    if (auto result = whyNotTo(wish.folder, {moved.document, moved.keyring, moved.keyFile}); !result)
        return fail(std::move(result.error()));
    auto keyring = Keyring::open(Keyring::pathFor(wish.path), (*document)->id(), store, random);
    if (!keyring)
        return fail(std::move(keyring.error()));

    Leftovers leftovers;
    moved.epoch = makeId(clock.wall().ms, random);
    leftovers.add(copy);
    auto copied = copyForMove(**document, copy, moved.epoch, [&](int done, int total) {
        return !progress || progress(MoveStep::Copying, done, total);
    });
    if (!copied)
        return fail(std::move(copied.error()));
    auto report = checkCopy(copy, **keyring, moved.head, progress);
    if (!report)
        return fail(std::move(report.error()));
    moved.rows = report->rows;
    if (progress && !progress(MoveStep::Keys, 0, 0))
        return fail(Fault::Unavailable, "cancelled");
    leftovers.add(moved.keyring);
    if (!moved.keyFile.empty())
        leftovers.add(moved.keyFile);
    if (auto result = copyKeys(**keyring, wish, moved, (*document)->id()); !result)
        return fail(std::move(result.error()));
    if (progress)
        (void)progress(MoveStep::Fencing, 0, 0);
    if (auto result = syncFolderOf(moved.document); !result)
        return fail(std::move(result.error()));
    if (auto result = (*document)->markMoved(moved.epoch, clock.wall()); !result)
        return fail(std::move(result.error()));
    leftovers.keep(); // from here on only forward
    if (auto result = releaseCopy(copy, moved.document, moved.epoch); !result)
        return fail(std::move(result.error()));
    return moved;
}

} // namespace gatehouse
