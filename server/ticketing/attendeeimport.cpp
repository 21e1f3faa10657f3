// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/attendeeimport.h"

#include "server/ticketing/codes.h"
#include "server/ticketing/csv.h"
#include "shared/crypto/digest.h"
#include "shared/crypto/scantext.h"
#include "shared/model/text.h"
#include "shared/programme/event.h"

#include <charconv>

namespace gatehouse {

namespace {

constexpr std::size_t kProgressRows = 2000;
constexpr std::string_view kDefaultProduct = "Ticket";

/// The event's time, so that the rows of an import lie together, then a hash of what names the row: the same row, the
/// same id.
template <class T>
T derivedId(const Id &event, std::string_view kind, const std::string &name)
{
    const Digest digest = Sha256().add("gatehouse import ").add(event.view()).add(kind).add("\n").add(name).finish();
    T id(event);
    std::copy_n(digest.bytes.begin(), 10, id.bytes.begin() + 6);
    return id;
}

std::string placeKey(const std::string &order, std::int32_t position)
{
    return order + "\n" + std::to_string(position);
}

struct ImportRow {
    std::size_t line = 0;
    AddAttendee attendee;
    IssueTicket ticket;
    bool isAttendeeKnown = false;
};

/// One planning: the rows read so far, and what they have taken.
class Planner
{
public:
    Planner(std::string source, const ImportTarget &target, const Keyring &keyring, ColumnMap columns,
            ImportReport &report)
        : m_source(std::move(source)), m_target(target), m_keyring(keyring), m_columns(std::move(columns)),
          m_report(report), m_orders(target.orders)
    {
    }

    void take(const CsvRecord &record);
    /// After the last row: the commands, and what they will make.
    [[nodiscard]] std::vector<StagedCommand> finish(ImportTarget &target);
    [[nodiscard]] ImportReport &report() { return m_report; }
    void guess(std::size_t line, Column column, std::string what);

private:
    [[nodiscard]] std::string value(Column column) const { return m_columns.value(column, m_record->fields); }
    void refuse(Column column, std::string reason);
    [[nodiscard]] bool readText(Column column, std::uint32_t most, std::string &into);
    [[nodiscard]] bool readName(AddAttendee &attendee);
    [[nodiscard]] bool readAttendee(AddAttendee &attendee);
    [[nodiscard]] bool readCode(IssueTicket &ticket);
    void readState(IssueTicket &ticket);
    [[nodiscard]] bool readDoorNotes(IssueTicket &ticket);
    [[nodiscard]] bool readTime(Column column, std::optional<Instant> &into);
    [[nodiscard]] bool readPlace(IssueTicket &ticket, std::string &identity);
    [[nodiscard]] ProductId productNamed(std::string name);
    void readPrice(const ProductId &product);
    [[nodiscard]] bool isTaken(const IssueTicket &ticket, const std::string &identity);
    void keep(ImportRow row, const std::string &identity);
    void settlePrices();
    [[nodiscard]] std::vector<StagedCommand> commands() const;
    template <class C>
    [[nodiscard]] StagedCommand staged(const C &command, std::size_t line) const
    {
        return {std::string(C::spec.name), encoded(command), m_source + ", line " + std::to_string(line), 0};
    }

    std::string m_source;
    const ImportTarget &m_target;
    const Keyring &m_keyring;
    ColumnMap m_columns;
    const CsvRecord *m_record = nullptr;
    ImportReport &m_report;
    std::vector<AddProduct> m_newProducts;
    std::vector<ImportRow> m_rows;
    std::unordered_map<std::string, std::int32_t> m_orders;
    std::unordered_map<std::string, std::size_t> m_identities; ///< what names a row, and its line
    std::unordered_map<std::string, std::size_t> m_codes;      ///< credentials, and their line
    std::unordered_map<std::string, int> m_namesakes;
    std::unordered_set<std::string> m_places;
    std::unordered_map<std::string, ProductId> m_products;
    std::unordered_map<ProductId, std::vector<ReadPrice>> m_prices;
};

void Planner::guess(std::size_t line, Column column, std::string what)
{
    m_report.guess({m_source, static_cast<std::int64_t>(line),
                    std::string(kColumnNames.at(static_cast<std::size_t>(column))), std::move(what)});
}

void Planner::refuse(Column column, std::string reason)
{
    m_report.refuse({m_source, static_cast<std::int64_t>(m_record->line),
                     std::string(kColumnNames.at(static_cast<std::size_t>(column))), std::move(reason)});
}

/// False: refused. Line breaks and control characters within a name are somebody's slip, not a reason to leave a person
/// out.
bool Planner::readText(Column column, std::uint32_t most, std::string &into)
{
    into = value(column);
    bool isChanged = false;
    for (char &letter : into) {
        if (static_cast<std::uint8_t>(letter) < 0x20 || letter == 0x7F) {
            letter = ' ';
            isChanged = true;
        }
    }
    if (isChanged)
        guess(m_record->line, column, "a line break or control character became a space");
    if (characterCount(into) <= most)
        return true;
    refuse(column, "longer than " + std::to_string(most) + " characters");
    return false;
}

bool Planner::readName(AddAttendee &attendee)
{
    std::string given;
    std::string family;
    if (!readText(Column::Name, kMaxName, attendee.name) || !readText(Column::Given, kMaxName, given)
        || !readText(Column::Family, kMaxName, family))
        return false;
    if (attendee.name.empty())
        attendee.name = joinedName(given, family);
    if (attendee.name.empty()) {
        attendee.name = value(Column::Mail);
        if (!attendee.name.empty())
            guess(m_record->line, Column::Name, "the mail address stands for a missing name");
    }
    if (attendee.name.empty())
        refuse(Column::Name, "missing");
    else if (characterCount(attendee.name) > kMaxName)
        refuse(Column::Name, "longer than 200 characters");
    else
        return true;
    return false;
}

bool Planner::readAttendee(AddAttendee &attendee)
{
    std::string given;
    std::string family;
    if (!readName(attendee) || !readText(Column::Romanised, kMaxName, attendee.romanised)
        || !readText(Column::GivenRomanised, kMaxName / 2 - 1, given)
        || !readText(Column::FamilyRomanised, kMaxName / 2 - 1, family)
        || !readText(Column::Company, kMaxName, attendee.company) || !readText(Column::Mail, kMaxName, attendee.mail)
        || !readText(Column::Phone, kMaxName, attendee.phone))
        return false;
    if (attendee.romanised.empty())
        attendee.romanised = joinedName(given, family);
    if (attendee.romanised == attendee.name)
        attendee.romanised.clear();
    return true;
}

/// As a scanner will hand it over, so that what is stored is what is looked for.
bool Planner::readCode(IssueTicket &ticket)
{
    const std::string text = value(Column::Code);
    if (text.empty())
        return true;
    auto code = normaliseScan(text);
    if (!code) {
        refuse(Column::Code, "no scanner could read it: " + code.error().detail);
        return false;
    }
    ticket.code = std::move(*code);
    return true;
}

void Planner::readState(IssueTicket &ticket)
{
    const std::string text = value(Column::Status);
    if (text.empty()) {
        if (m_columns.has(Column::Status))
            guess(m_record->line, Column::Status, "empty: taken as valid");
        return;
    }
    const auto state = ticketStateFor(text);
    if (!state)
        guess(m_record->line, Column::Status,
              "\"" + std::string(firstCharacters(text, 40)) + "\" is not known: blocked until somebody looks");
    ticket.state = state.value_or(TicketState::Blocked);
}

/// False: refused. A group that is too small or too large is somebody's slip that would be noticed at the gate: better
/// now. Who needs attention is never lost over a word that nobody knows.
bool Planner::readDoorNotes(IssueTicket &ticket)
{
    constexpr std::int32_t kMostPeople = 500; // as IssueTicket takes them
    if (!readText(Column::Attention, kMaxReason, ticket.attention))
        return false;
    const auto needs = yesOrNo(value(Column::NeedsAttention));
    if (!needs)
        guess(m_record->line, Column::NeedsAttention,
              "\"" + std::string(firstCharacters(value(Column::NeedsAttention), 40)) + "\" is not known: taken as yes");
    ticket.needsAttention = needs.value_or(true);
    const std::string text = value(Column::People);
    if (text.empty())
        return true;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ticket.people);
    if (error == std::errc() && end == text.data() + text.size() && ticket.people >= 1 && ticket.people <= kMostPeople)
        return true;
    refuse(Column::People, "not a number from 1 to 500");
    return false;
}

bool Planner::readTime(Column column, std::optional<Instant> &into)
{
    const std::string text = value(column);
    if (text.empty())
        return true;
    into = Instant::fromString(text);
    if (!into)
        refuse(column, "not a time with its offset, such as 2026-06-24T18:00:00+02:00");
    return into.has_value();
}

/// The place in the order, and what names the row when the same file comes again: order and position where both are
/// given, else the code, else the person (and the how-manieth of that name).
bool Planner::readPlace(IssueTicket &ticket, std::string &identity)
{
    if (!readText(Column::Order, 64, ticket.order))
        return false;
    const std::string text = value(Column::Position);
    std::int32_t position = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), position);
    const bool hasPosition = !text.empty() && error == std::errc() && end == text.data() + text.size() && position >= 0
        && position <= 1'000'000;
    if (!text.empty() && !hasPosition)
        guess(m_record->line, Column::Position, "not a number up to 1,000,000: counted within the order");
    if (!ticket.order.empty() && hasPosition) {
        ticket.position = position;
        identity = "place\n" + placeKey(ticket.order, position);
    } else if (!ticket.code.empty()) {
        identity = "code\n" + ticket.code;
    }
    return true;
}

ProductId Planner::productNamed(std::string name)
{
    if (name.empty())
        name = kDefaultProduct;
    if (const auto known = m_target.products.find(name); known != m_target.products.end())
        return known->second;
    const auto [at, isNew] = m_products.try_emplace(name, derivedId<ProductId>(m_target.event, "product", name));
    if (isNew) {
        AddProduct add;
        add.product = at->second;
        add.name = name;
        m_newProducts.push_back(std::move(add));
    }
    return at->second;
}

void Planner::readPrice(const ProductId &product)
{
    const std::string text = value(Column::Price);
    if (text.empty())
        return;
    if (const auto price = gatehouse::readPrice(text))
        m_prices[product].push_back(*price);
    else
        guess(m_record->line, Column::Price, "not an amount: passed over");
}

/// True: nothing is to be done for this row, or nothing may be.
bool Planner::isTaken(const IssueTicket &ticket, const std::string &identity)
{
    const std::string credential =
        ticket.code.empty() ? std::string() : std::string(credentialFor(ticket.code, m_keyring));
    const bool isByCode = identity.rfind("code\n", 0) == 0;
    const bool isCodeTaken = !credential.empty() && m_target.credentials.contains(credential);
    const bool isKnown =
        (identity.rfind("place\n", 0) == 0 && m_target.places.contains(placeKey(ticket.order, ticket.position)))
        || (isByCode && isCodeTaken) || m_target.tickets.contains(ticket.ticket);
    if (const auto other = m_identities.find(identity); other != m_identities.end()) {
        refuse(isByCode ? Column::Code : Column::Position, "the same as line " + std::to_string(other->second));
        return true;
    }
    if (!credential.empty()) {
        const auto [other, isNew] = m_codes.try_emplace(credential, m_record->line);
        if (!isNew) {
            refuse(Column::Code, "the same code as line " + std::to_string(other->second));
            return true;
        }
    }
    m_identities.emplace(identity, m_record->line);
    if (isKnown) {
        ++m_report.known;
        return true;
    }
    if (isCodeTaken) {
        refuse(Column::Code, "another ticket has this code");
        return true;
    }
    // A position counted for an earlier row without one.
    if (!ticket.order.empty() && m_places.contains(placeKey(ticket.order, ticket.position))
        && identity.rfind("place\n", 0) == 0) {
        refuse(Column::Position, "an earlier row of this order got this position");
        return true;
    }
    return false;
}

void Planner::keep(ImportRow row, const std::string &identity)
{
    const bool hasPlace = identity.rfind("place\n", 0) == 0;
    if (!row.ticket.order.empty()) {
        std::int32_t &highest = m_orders[row.ticket.order];
        if (!hasPlace)
            row.ticket.position = highest + 1;
        highest = std::max(highest, row.ticket.position);
        m_places.insert(placeKey(row.ticket.order, row.ticket.position));
    }
    row.isAttendeeKnown = m_target.attendees.contains(row.attendee.attendee);
    m_report.attendees += row.isAttendeeKnown ? 0 : 1;
    ++m_report.tickets;
    m_rows.push_back(std::move(row));
}

void Planner::take(const CsvRecord &record)
{
    m_record = &record;
    ++m_report.rows;
    ImportRow row;
    row.line = record.line;
    std::string identity;
    std::string product;
    if (!readAttendee(row.attendee) || !readCode(row.ticket) || !readPlace(row.ticket, identity)
        || !readText(Column::Product, kMaxName, product) || !readTime(Column::ValidFrom, row.ticket.validFrom)
        || !readTime(Column::ValidUntil, row.ticket.validUntil) || !readDoorNotes(row.ticket))
        return;
    if (row.ticket.validFrom && row.ticket.validUntil && *row.ticket.validUntil <= *row.ticket.validFrom)
        return refuse(Column::ValidUntil, "not after validFrom");
    if (identity.empty()) {
        const std::string person = "person\n" + row.attendee.name + "\n" + row.attendee.mail + "\n" + row.ticket.order;
        identity = person + "\n" + std::to_string(++m_namesakes[person]);
    }
    readState(row.ticket);
    if (const std::string quantity = value(Column::Quantity); !quantity.empty() && quantity != "1")
        guess(record.line, Column::Quantity,
              "\"" + std::string(firstCharacters(quantity, 20))
                  + "\": the row is taken as one ticket (a group's size stands in a column named people)");
    row.attendee.attendee = derivedId<AttendeeId>(m_target.event, "attendee", identity);
    row.ticket.ticket = derivedId<TicketId>(m_target.event, "ticket", identity);
    row.ticket.attendee = row.attendee.attendee;
    if (isTaken(row.ticket, identity))
        return;
    row.ticket.product = productNamed(product);
    readPrice(row.ticket.product);
    keep(std::move(row), identity);
}

/// Amounts without hundredths are whole units, unless all of the file are so and all large: then somebody exported
/// hundredths.
void Planner::settlePrices()
{
    bool areMinor = !m_prices.empty();
    for (const auto &[product, prices] : m_prices) {
        for (const ReadPrice &price : prices)
            areMinor = areMinor && !price.hasDecimals && (price.money.minor == 0 || price.money.minor >= 100'000);
    }
    for (AddProduct &product : m_newProducts) {
        for (const ReadPrice &price : m_prices[product.product]) {
            if (price.money.minor > product.price.minor)
                product.price = price.money;
        }
        if (areMinor)
            product.price.minor /= 100;
    }
    if (areMinor)
        guess(1, Column::Price, "whole numbers only: taken as hundredths");
}

std::vector<StagedCommand> Planner::commands() const
{
    std::vector<StagedCommand> commands;
    commands.reserve(m_newProducts.size() + m_rows.size() * 2);
    for (const AddProduct &product : m_newProducts)
        commands.push_back(staged(product, 1));
    for (const ImportRow &row : m_rows) {
        if (!row.isAttendeeKnown)
            commands.push_back(staged(row.attendee, row.line));
        commands.push_back(staged(row.ticket, row.line));
    }
    return commands;
}

std::vector<StagedCommand> Planner::finish(ImportTarget &target)
{
    settlePrices();
    m_report.products += static_cast<std::int64_t>(m_newProducts.size());
    target.orders = std::move(m_orders);
    target.products.merge(m_products);
    target.places.merge(m_places);
    for (const auto &[credential, line] : m_codes)
        target.credentials.insert(credential);
    for (const ImportRow &row : m_rows) {
        target.attendees.insert(row.attendee.attendee);
        target.tickets.insert(row.ticket.ticket);
    }
    return commands();
}

bool hasAnyName(const ColumnMap &columns)
{
    return columns.has(Column::Name) || columns.has(Column::Given) || columns.has(Column::Family)
        || columns.has(Column::Mail);
}

void noteFile(const CsvText &text, const ColumnMap &columns, Planner &planner)
{
    planner.report().encoding = text.encoding;
    planner.report().delimiter = std::string(1, text.delimiter);
    planner.report().ignoredColumns = columns.ignored;
    if (text.encoding != "utf-8")
        planner.guess(1, Column::Name, "not UTF-8: read as " + text.encoding);
    if (!columns.has(Column::Product))
        planner.guess(1, Column::Product, "no such column: all are \"" + std::string(kDefaultProduct) + "\"");
    if (!columns.has(Column::Status))
        planner.guess(1, Column::Status, "no such column: all are valid");
}

} // namespace

Result<ImportTarget> importTarget(Reader &reader)
{
    ImportTarget target;
    Result<> result = eachRow<Event>(reader, [&](const Event &event) { target.event = event.id; });
    if (result)
        result = eachRow<Product>(reader,
                                  [&](const Product &product) { target.products.emplace(product.name, product.id); });
    if (result)
        result = eachRow<Attendee>(reader, [&](const Attendee &attendee) { target.attendees.insert(attendee.id); });
    if (result) {
        result = eachRow<Ticket>(reader, [&](const Ticket &ticket) {
            target.tickets.insert(ticket.id);
            if (!ticket.credential.empty())
                target.credentials.insert(ticket.credential);
            if (ticket.order.empty())
                return;
            target.places.insert(placeKey(ticket.order, ticket.position));
            std::int32_t &highest = target.orders[ticket.order];
            highest = std::max(highest, ticket.position);
        });
    }
    if (!result)
        return fail(std::move(result.error()));
    if (target.event.isNull())
        return fail(Fault::NotFound, "the document has no event");
    return target;
}

Result<std::vector<StagedCommand>> planAttendees(const std::string &source, std::string_view bytes,
                                                 ImportTarget &target, const Keyring &keyring, ImportReport &report,
                                                 const ImportProgress &progress)
{
    const auto text = readCsvText(bytes);
    if (!text)
        return fail(text.error());
    CsvReader reader(text->text, text->delimiter);
    CsvRecord record;
    auto hasHeader = reader.next(record);
    if (!hasHeader)
        return fail(std::move(hasHeader.error()));
    const ColumnMap columns = *hasHeader ? mapColumns(record.fields) : ColumnMap();
    if (!hasAnyName(columns))
        return fail(Fault::Invalid, "no column is a name or a mail address");
    Planner planner(source, target, keyring, columns, report);
    noteFile(*text, columns, planner);
    for (std::size_t rows = 1;; ++rows) {
        const auto hasRow = reader.next(record);
        if (!hasRow)
            return fail(hasRow.error());
        if (!*hasRow)
            return planner.finish(target);
        planner.take(record);
        if (progress && rows % kProgressRows == 0 && !progress(reader.position(), text->text.size()))
            return fail(Fault::Unavailable, "stopped");
    }
}

} // namespace gatehouse
