// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/house/importplan.h"
#include "server/imports/importfollower.h"
#include "tests/server/fixture.h"

namespace gatehouse {

/// A house that imports as the tool does: plans, tries, stages, decides, and carries out between other commands.
class ImportRoom : public HouseRoom
{
public:
    ImportRoom() { startFollowing(); }

    [[nodiscard]] Result<ImportPlan> planned(const std::vector<ImportSource> &sources,
                                             const ImportProgress &progress = {})
    {
        return planImport(sources, *reader(), *keyring, progress);
    }
    [[nodiscard]] ImportPlan plan(const std::vector<ImportSource> &sources) { return must(planned(sources)); }
    [[nodiscard]] ImportPlan planTable(const std::string &csv) { return plan({{"people.csv", csv, {}}}); }

    /// True: something is to be done. Nothing is done yet.
    bool decide(const ImportPlan &plan, const std::vector<ImportSource> &sources)
    {
        if (auto result = tryImport(plan, *engine); !result)
            throw std::runtime_error(describe(result.error()));
        return must(decideImport(plan, sources, follower->stage(), *reader(), *engine, system));
    }

    /// Follower and engine, until neither has anything to do.
    void carryOut()
    {
        for (bool goesOn = true; goesOn;) {
            goesOn = runner->step();
            goesOn = engine->step() || goesOn;
        }
    }

    ImportReport import(const std::vector<ImportSource> &sources)
    {
        const ImportPlan made = plan(sources);
        decide(made, sources);
        carryOut();
        return made.report;
    }
    ImportReport importTable(const std::string &csv) { return import({{"people.csv", csv, {}}}); }

    /// As after a crash: engine and follower are made anew over what is on disk.
    void restart()
    {
        runner.reset();
        follower.reset();
        engine = std::make_unique<Engine>(*document, *keyring, houseHandlers(), clock, random);
        startFollowing();
    }

    std::unique_ptr<ImportFollower> follower;
    std::unique_ptr<FollowerRunner> runner;

private:
    void startFollowing()
    {
        system.permissions = Permissions::fromBits(~std::uint64_t{0});
        follower = std::make_unique<ImportFollower>(*document, keyring->credentialKey());
        runner = std::make_unique<FollowerRunner>(*document, *keyring, *engine);
        if (auto result = runner->add(*follower); !result)
            throw std::runtime_error(describe(result.error()));
    }
};

} // namespace gatehouse
