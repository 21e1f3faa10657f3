// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admission/cards.h"

#include "server/admission/handlers.h"

namespace gatehouse {

namespace {

constexpr std::string_view kClosedByOwnScan = "own_scan"; // a code: the app has the words

Card cardOf(CardKind kind, const Scan &scan, const Scan *other, Transaction &transaction)
{
    Card card;
    card.id = makeId<CardId>(transaction.now().ms, transaction.random());
    card.kind = kind;
    card.scan = scan.id;
    card.ticket = scan.ticket;
    card.gate = scan.gate;
    card.scanAt = scan.at;
    card.reason = scan.reason;
    card.openedAt = transaction.now();
    card.device = scan.device;
    if (other) {
        card.otherScan = other->id;
        card.otherGate = other->gate;
        card.otherAt = other->at;
    }
    return card;
}

} // namespace

void openCard(CardKind kind, const Scan &scan, const Scan *other, bool isOrderUncertain, Transaction &transaction)
{
    for (const Card &known : transaction.where<&Card::scan>(scan.id)) {
        if (known.kind == kind)
            return;
    }
    Card card = cardOf(kind, scan, other, transaction);
    card.isOrderUncertain = isOrderUncertain;
    transaction.put(card);
}

void openQuarantineCard(const Scan &scan, Transaction &transaction)
{
    for (const Card &known : transaction.where<&Card::device>(scan.device)) {
        if (known.kind == CardKind::Quarantined && !known.isClosed)
            return;
    }
    transaction.put(cardOf(CardKind::Quarantined, scan, nullptr, transaction));
}

void closeUnseenCard(const ScanId &scan, Transaction &transaction)
{
    for (Card &card : transaction.where<&Card::scan>(scan)) {
        if (card.kind != CardKind::Unseen || card.isClosed)
            continue;
        card.isClosed = true;
        card.closing = kClosedByOwnScan;
        card.closedAt = transaction.now();
        transaction.put(card);
    }
}

Result<> handle(const CloseCard &command, Transaction &transaction)
{
    auto card = transaction.find<Card>(command.card);
    if (!card)
        return fail(Fault::NotFound, "card");
    if (card->isClosed)
        return fail(Fault::Conflict, "closed already");
    card->isClosed = true;
    card->closing = command.reason;
    card->closedBy = AccountId(transaction.actor().id);
    card->closedAt = transaction.now();
    transaction.put(*card);
    return {};
}

} // namespace gatehouse
