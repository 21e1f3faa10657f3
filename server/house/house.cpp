// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/house/house.h"

#include "server/access/handlers.h"
#include "server/admission/handlers.h"
#include "server/admission/queries.h"
#include "server/house/importdrafts.h"
#include "server/imports/handlers.h"
#include "server/programme/handlers.h"
#include "server/programme/queries.h"
#include "server/ticketing/handlers.h"
#include "server/ticketing/queries.h"
#include "server/venue/handlers.h"
#include "server/venue/queries.h"
#include "shared/house/house.h"

namespace gatehouse {

std::vector<Handler> houseHandlers()
{
    std::vector<Handler> handlers;
    HouseCommands::each([&]<class C>() { handlers.push_back(handlerOf<C>()); });
    return handlers;
}

std::vector<CommandPreparation> housePreparations()
{
    return {preparationOf<SetFloorPlan>()};
}

std::vector<QueryHandler> houseQueryHandlers()
{
    std::vector<QueryHandler> handlers;
    HouseQueries::each([&]<class Q>() { handlers.push_back(queryHandlerOf<Q>()); });
    return handlers;
}

} // namespace gatehouse
