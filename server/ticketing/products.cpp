// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/handlers.h"
#include "shared/admission/admission.h"

namespace gatehouse {

namespace {

Result<> whyNotProduct(const Product &product, Transaction &transaction)
{
    for (const Product &other : transaction.where<&Product::name>(product.name)) {
        if (other.id != product.id)
            return fail(Fault::Conflict, "a product has this name");
    }
    return {};
}

std::int32_t nextCategory(Transaction &transaction)
{
    std::int32_t highest = 0;
    for (const Product &product : transaction.all<Product>())
        highest = std::max(highest, product.category);
    return highest < 65535 ? highest + 1 : 0;
}

} // namespace

Result<> handle(const AddProduct &command, Transaction &transaction)
{
    if (transaction.exists<Product>(command.product))
        return fail(Fault::Conflict, "the product exists");
    Product product;
    product.id = command.product;
    product.name = command.name;
    product.isAdmitting = command.isAdmitting;
    product.category = command.category != 0 ? command.category : nextCategory(transaction);
    product.price = command.price;
    if (auto result = whyNotProduct(product, transaction); !result)
        return result;
    transaction.put(product);
    return {};
}

Result<> handle(const EditProduct &command, Transaction &transaction)
{
    const auto product = transaction.find<Product>(command.product);
    if (!product)
        return fail(Fault::NotFound, "product");
    const auto changed = edited(*product, command.edits);
    if (!changed)
        return fail(changed.error());
    if (auto result = whyNotProduct(*changed, transaction); !result)
        return result;
    transaction.put(*changed);
    if (changed->isAdmitting == product->isAdmitting)
        return {};
    // Lists that take whatever admits gain or lose its tickets.
    for (const Ticket &ticket : transaction.all<Ticket>(1'000'000)) {
        if (ticket.product != product->id)
            continue;
        RefreshRecords refresh;
        refresh.ticket = ticket.id;
        if (auto refreshed = transaction.run(refresh); !refreshed)
            return fail(std::move(refreshed.error()));
    }
    return {};
}

} // namespace gatehouse
