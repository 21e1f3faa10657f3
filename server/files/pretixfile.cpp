// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/pretixfile.h"

#include "server/files/sourcetext.h"
#include "shared/model/limits.h"
#include "shared/model/text.h"

namespace gatehouse {

namespace {

constexpr std::size_t kMaxRows = 200'000;     ///< positions of one file; larger events export several pages
constexpr std::size_t kMaxCheckIns = 400'000; ///< of them

const JsonValue *member(const JsonValue &object, std::string_view name, JsonValue::Type type)
{
    const JsonValue *value = object.find(name);
    return value && value->type == type ? value : nullptr;
}

std::string textOf(const JsonValue &object, std::string_view name)
{
    const JsonValue *value = object.find(name);
    if (value && value->type == JsonValue::Type::Object && !value->members.empty()) { // a text in several languages
        const JsonValue *english = value->find("en");
        value = english ? english : &value->members.front().second;
    }
    const bool isText = value && (value->type == JsonValue::Type::String || value->type == JsonValue::Type::Number);
    return isText ? value->text : std::string();
}

bool isTrue(const JsonValue &object, std::string_view name)
{
    const JsonValue *value = member(object, name, JsonValue::Type::Bool);
    return value && value->boolean;
}

std::int64_t numberOf(const JsonValue &object, std::string_view name)
{
    const JsonValue *value = object.find(name);
    return value ? value->integer().value_or(-1) : -1;
}

/// "23.00"; the currency stands with the event, not here.
Money priceOf(const std::string &text)
{
    Money money;
    bool isBehindPoint = false;
    int decimals = 0;
    for (const char letter : text) {
        if (letter == '.')
            isBehindPoint = true;
        else if (letter >= '0' && letter <= '9' && decimals < 2 && money.minor < 100'000'000'000) {
            money.minor = money.minor * 10 + (letter - '0');
            decimals += isBehindPoint ? 1 : 0;
        }
    }
    for (; decimals < 2; ++decimals)
        money.minor *= 10;
    return money;
}

bool isOrder(const JsonValue &object)
{
    return object.find("code") && member(object, "positions", JsonValue::Type::Array);
}
bool isPosition(const JsonValue &object)
{
    return object.find("secret") && object.find("positionid") && object.find("item");
}
bool isItem(const JsonValue &object)
{
    return object.find("default_price") && object.find("admission") && object.find("id");
}
bool isList(const JsonValue &object)
{
    return object.find("all_products") && object.find("limit_products") && object.find("name");
}
/// Understood, and of no use here: the event's own settings, its dates, questions asked at the door.
bool isOther(const JsonValue &object)
{
    return (object.find("slug") && object.find("date_from")) || (object.find("event") && object.find("date_from"))
        || (object.find("question") && object.find("identifier"));
}

std::string csvQuoted(std::string_view text)
{
    std::string cell = "\"";
    for (const char letter : text) {
        if (letter == '"')
            cell += '"';
        cell += letter;
    }
    return cell + '"';
}

class PretixReader
{
public:
    PretixReader(std::string file, const std::unordered_map<std::int64_t, std::string> &items)
        : m_name(std::move(file)), m_items(items)
    {
        m_file.table = "order,position,name,company,email,phone,product,price,status,code,validFrom,validUntil\n";
    }

    Result<PretixFile> run(const JsonValue &root)
    {
        const JsonValue *results =
            root.type == JsonValue::Type::Array ? &root : member(root, "results", JsonValue::Type::Array);
        if (!results) {
            take(root, "$");
        } else {
            const std::string path = results == &root ? "$" : "$.results";
            for (std::size_t index = 0; index < results->elements.size(); ++index)
                take(results->elements[index], path + "[" + std::to_string(index) + "]");
        }
        if (m_file.paths.size() > kMaxRows)
            return fail(Fault::TooLarge, "more than 200,000 positions");
        return std::move(m_file);
    }

private:
    void guess(const std::string &path, std::string what) { m_file.report.guess({m_name, 0, path, std::move(what)}); }
    void refuse(const std::string &path, std::string what) { m_file.report.refuse({m_name, 0, path, std::move(what)}); }

    void take(const JsonValue &object, const std::string &path)
    {
        if (object.type != JsonValue::Type::Object)
            refuse(path, "not an object");
        else if (isOrder(object))
            takeOrder(object, path);
        else if (isPosition(object))
            takePosition(object, nullptr, path);
        else if (isItem(object))
            takeItem(object, path);
        else if (isList(object))
            takeList(object, path);
        else if (isOther(object))
            guess(path, "settings, dates and questions of pretix have no counterpart here: left out");
        else
            refuse(path, "neither an order, a position, a product nor a check-in list");
    }

    void takeOrder(const JsonValue &order, const std::string &path)
    {
        if (isTrue(order, "testmode"))
            return refuse(path + ".testmode", "an order of a test: left out");
        const auto &positions = member(order, "positions", JsonValue::Type::Array)->elements;
        for (std::size_t index = 0; index < positions.size(); ++index) {
            const std::string place = path + ".positions[" + std::to_string(index) + "]";
            if (positions[index].type == JsonValue::Type::Object)
                takePosition(positions[index], &order, place);
            else
                refuse(place, "not an object");
        }
    }

    void takePosition(const JsonValue &position, const JsonValue *order, const std::string &path)
    {
        const std::string code = oneLine(textOf(order ? *order : position, order ? "code" : "order"));
        std::string name = oneLine(textOf(position, "attendee_name"));
        std::string mail = oneLine(textOf(position, "attendee_email"));
        if (mail.empty() && order)
            mail = oneLine(textOf(*order, "email"));
        if (name.empty() && mail.empty())
            name = "Ticket " + oneLine(textOf(position, "pseudonymization_id"));
        const std::string state = isTrue(position, "canceled") ? "canceled" : order ? stateOf(*order, path) : "paid";
        const std::string cells[] = {code,
                                     numberedPlace(position, code, path),
                                     name,
                                     oneLine(textOf(position, "company")),
                                     mail,
                                     order ? oneLine(textOf(*order, "phone")) : std::string(),
                                     productOf(position, path),
                                     textOf(position, "price"),
                                     isTrue(position, "blocked") ? "blocked" : state,
                                     textOf(position, "secret"),
                                     textOf(position, "valid_from"),
                                     textOf(position, "valid_until")};
        for (std::size_t index = 0; index < std::size(cells); ++index)
            m_file.table.append(index == 0 ? "" : ",").append(csvQuoted(cells[index]));
        m_file.table += '\n';
        m_file.paths.push_back(path);
        if (const JsonValue *checkIns = member(position, "checkins", JsonValue::Type::Array)) {
            for (std::size_t index = 0; index < checkIns->elements.size(); ++index)
                takeCheckIn(checkIns->elements[index], textOf(position, "secret"),
                            path + ".checkins[" + std::to_string(index) + "]");
        }
    }

    void takeCheckIn(const JsonValue &value, const std::string &code, const std::string &path)
    {
        if (value.type != JsonValue::Type::Object)
            return refuse(path, "not an object");
        const std::string type = textOf(value, "type");
        const auto at = Instant::fromString(textOf(value, "datetime"));
        if (!at)
            return refuse(path + ".datetime", "not a time: nobody is admitted because of it");
        if (!type.empty() && type != "entry" && type != "exit")
            return refuse(path + ".type", "neither \"entry\" nor \"exit\"");
        if (m_file.checkIns.size() == kMaxCheckIns)
            return refuse(path, "more than 400,000 check-ins");
        m_file.checkIns.push_back({code, numberOf(value, "list"), *at, type == "exit", path});
    }

    /// Its number within the order; none where another position of it has the same (which pretix's own tests contain).
    std::string numberedPlace(const JsonValue &position, const std::string &code, const std::string &path)
    {
        const std::string number = textOf(position, "positionid");
        const auto [other, isNew] = m_places.try_emplace(code + "\n" + number, path);
        if (isNew)
            return number;
        guess(path + ".positionid", "the same as of " + other->second + ": counted within the order");
        return {};
    }

    std::string stateOf(const JsonValue &order, const std::string &path)
    {
        const std::string status = textOf(order, "status");
        if (status == "p")
            return "paid";
        if (status == "n")
            return "pending";
        if (status == "c" || status == "e")
            return "canceled";
        guess(path + ".status", "\"" + oneLine(firstCharacters(status, 20)) + "\" of the order is not known");
        return status.empty() ? "unknown" : status;
    }

    std::string productOf(const JsonValue &position, const std::string &path)
    {
        const std::int64_t number = numberOf(position, "item");
        if (const auto known = m_items.find(number); known != m_items.end())
            return known->second;
        for (const PretixProduct &product : m_file.products) {
            if (product.number == number)
                return product.name;
        }
        const std::string name = "Product " + std::to_string(number);
        if (m_unnamed.insert({number, true}).second)
            guess(path + ".item", "no name is known for it: called \"" + name + "\"; import the products before");
        return name;
    }

    void takeItem(const JsonValue &item, const std::string &path)
    {
        PretixProduct product;
        product.number = numberOf(item, "id");
        product.name = oneLine(textOf(item, "internal_name"));
        if (product.name.empty())
            product.name = oneLine(textOf(item, "name"));
        product.isAdmitting = isTrue(item, "admission");
        product.price = priceOf(textOf(item, "default_price"));
        if (product.name.empty() || characterCount(product.name) > kMaxName)
            return refuse(path + ".name", "missing or longer than 200 characters");
        m_file.products.push_back(std::move(product));
    }

    void takeList(const JsonValue &value, const std::string &path)
    {
        PretixList list;
        list.path = path;
        list.number = numberOf(value, "id");
        list.name = oneLine(textOf(value, "name"));
        list.takesUnpaid = isTrue(value, "include_pending");
        list.allowsReEntry = isTrue(value, "allow_entry_after_exit");
        list.mostEntries = isTrue(value, "allow_multiple_entries") ? 0 : 1;
        if (list.name.empty() || characterCount(list.name) > kMaxName)
            return refuse(path + ".name", "missing or longer than 200 characters");
        const JsonValue *limit = member(value, "limit_products", JsonValue::Type::Array);
        if (!isTrue(value, "all_products") && limit) {
            for (const JsonValue &number : limit->elements)
                list.products.push_back(number.integer().value_or(-1));
            if (list.products.empty())
                return refuse(path + ".limit_products", "a list for no product admits nobody");
        }
        if (const JsonValue *rules = member(value, "rules", JsonValue::Type::Object); rules && !rules->members.empty())
            guess(path + ".rules", "its own rules are not taken over: look at the list before the doors open");
        m_file.lists.push_back(std::move(list));
    }

    std::string m_name;
    const std::unordered_map<std::int64_t, std::string> &m_items;
    PretixFile m_file;
    std::unordered_map<std::string, std::string> m_places;
    std::unordered_map<std::int64_t, bool> m_unnamed;
};

} // namespace

bool isPretix(const JsonValue &object)
{
    return object.type == JsonValue::Type::Object
        && (isOrder(object) || isPosition(object) || isItem(object) || isList(object) || isOther(object));
}

Result<PretixFile> readPretix(const JsonValue &root, const std::string &file,
                              const std::unordered_map<std::int64_t, std::string> &items)
{
    return PretixReader(file, items).run(root);
}

} // namespace gatehouse
