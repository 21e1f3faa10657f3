// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/columns.h"

#include "shared/ticketing/fold.h"

#include <charconv>

namespace gatehouse {

namespace {

struct Alias {
    Column column;
    std::string_view name;
};

constexpr std::array kAliases{
    Alias{Column::Order, "order"},
    Alias{Column::Order, "order code"},
    Alias{Column::Order, "order number"},
    Alias{Column::Order, "order id"},
    Alias{Column::Order, "order no"},
    Alias{Column::Order, "Bestellung"},
    Alias{Column::Order, "Bestellnummer"},
    Alias{Column::Order, "Bestellcode"},
    Alias{Column::Order, "commande"},
    Alias{Column::Order, "numéro de commande"},
    Alias{Column::Order, "pedido"},
    Alias{Column::Position, "pos"},
    Alias{Column::Position, "position"},
    Alias{Column::Position, "position id"},
    Alias{Column::Position, "Positionsnummer"},
    Alias{Column::Position, "line"},
    Alias{Column::Name, "name"},
    Alias{Column::Name, "full name"},
    Alias{Column::Name, "attendee name"},
    Alias{Column::Name, "attendee"},
    Alias{Column::Name, "Teilnehmer"},
    Alias{Column::Name, "Teilnehmername"},
    Alias{Column::Name, "participant"},
    Alias{Column::Name, "nombre completo"},
    Alias{Column::Given, "first"},
    Alias{Column::Given, "first name"},
    Alias{Column::Given, "given name"},
    Alias{Column::Given, "attendee name given name"},
    Alias{Column::Given, "attendee first name"},
    Alias{Column::Given, "Vorname"},
    Alias{Column::Given, "prénom"},
    Alias{Column::Given, "nombre"},
    Alias{Column::Family, "last"},
    Alias{Column::Family, "last name"},
    Alias{Column::Family, "surname"},
    Alias{Column::Family, "family name"},
    Alias{Column::Family, "attendee name family name"},
    Alias{Column::Family, "attendee last name"},
    Alias{Column::Family, "Nachname"},
    Alias{Column::Family, "Familienname"},
    Alias{Column::Family, "nom"},
    Alias{Column::Family, "apellido"},
    Alias{Column::Family, "apellidos"},
    Alias{Column::Romanised, "romanised"},
    Alias{Column::Romanised, "romanized"},
    Alias{Column::Romanised, "name latin"},
    Alias{Column::GivenRomanised, "first rom"},
    Alias{Column::FamilyRomanised, "last rom"},
    Alias{Column::Mail, "email"},
    Alias{Column::Mail, "e-mail"},
    Alias{Column::Mail, "mail"},
    Alias{Column::Mail, "email address"},
    Alias{Column::Mail, "e-mail address"},
    Alias{Column::Mail, "attendee email"},
    Alias{Column::Mail, "E-Mail-Adresse"},
    Alias{Column::Mail, "courriel"},
    Alias{Column::Mail, "correo electrónico"},
    Alias{Column::Phone, "phone"},
    Alias{Column::Phone, "phone number"},
    Alias{Column::Phone, "mobile"},
    Alias{Column::Phone, "Telefon"},
    Alias{Column::Phone, "Telefonnummer"},
    Alias{Column::Phone, "téléphone"},
    Alias{Column::Phone, "teléfono"},
    Alias{Column::Company, "company"},
    Alias{Column::Company, "organisation"},
    Alias{Column::Company, "organization"},
    Alias{Column::Company, "Firma"},
    Alias{Column::Company, "Unternehmen"},
    Alias{Column::Company, "société"},
    Alias{Column::Company, "empresa"},
    Alias{Column::Product, "product"},
    Alias{Column::Product, "ttype"},
    Alias{Column::Product, "ticket type"},
    Alias{Column::Product, "ticket"},
    Alias{Column::Product, "item"},
    Alias{Column::Product, "Ticketart"},
    Alias{Column::Product, "Tickettyp"},
    Alias{Column::Product, "Produkt"},
    Alias{Column::Product, "billet"},
    Alias{Column::Product, "tipo de entrada"},
    Alias{Column::Price, "price"},
    Alias{Column::Price, "ticket price"},
    Alias{Column::Price, "total paid"},
    Alias{Column::Price, "Preis"},
    Alias{Column::Price, "Betrag"},
    Alias{Column::Price, "prix"},
    Alias{Column::Price, "precio"},
    Alias{Column::Status, "status"},
    Alias{Column::Status, "attendee status"},
    Alias{Column::Status, "order status"},
    Alias{Column::Status, "Zahlungsstatus"},
    Alias{Column::Status, "statut"},
    Alias{Column::Status, "estado"},
    Alias{Column::Code, "secret"},
    Alias{Column::Code, "ticket secret"},
    Alias{Column::Code, "code"},
    Alias{Column::Code, "ticket code"},
    Alias{Column::Code, "barcode"},
    Alias{Column::Code, "barcode number"},
    Alias{Column::Code, "qr code"},
    Alias{Column::Code, "Ticketcode"},
    Alias{Column::Code, "code-barres"},
    Alias{Column::Quantity, "quantity"},
    Alias{Column::Quantity, "Anzahl"},
    Alias{Column::ValidFrom, "valid from"},
    Alias{Column::ValidFrom, "validFrom"},
    Alias{Column::ValidUntil, "valid until"},
    Alias{Column::ValidUntil, "validUntil"},
    Alias{Column::People, "people"},
    Alias{Column::People, "group size"},
    Alias{Column::People, "party size"},
    Alias{Column::People, "number of people"},
    Alias{Column::People, "persons"},
    Alias{Column::People, "Personen"},
    Alias{Column::People, "Personenzahl"},
    Alias{Column::People, "Anzahl Personen"},
    Alias{Column::People, "Gruppengröße"},
    Alias{Column::People, "personnes"},
    Alias{Column::People, "nombre de personnes"},
    Alias{Column::People, "taille du groupe"},
    Alias{Column::People, "personas"},
    Alias{Column::People, "número de personas"},
    Alias{Column::Attention, "attention"},
    Alias{Column::Attention, "check-in text"},
    Alias{Column::Attention, "note for staff"},
    Alias{Column::Attention, "tell the steward"},
    Alias{Column::Attention, "Hinweis"},
    Alias{Column::Attention, "Hinweis beim Einlass"},
    Alias{Column::Attention, "Check-in-Text"},
    Alias{Column::Attention, "remarque"},
    Alias{Column::Attention, "aviso"},
    Alias{Column::NeedsAttention, "needs attention"},
    Alias{Column::NeedsAttention, "needsAttention"},
    Alias{Column::NeedsAttention, "requires attention"},
    Alias{Column::NeedsAttention, "requires special attention"},
    Alias{Column::NeedsAttention, "check-in attention"},
    Alias{Column::NeedsAttention, "Benötigt spezielle Aufmerksamkeit"},
    Alias{Column::NeedsAttention, "attention requise"},
    Alias{Column::NeedsAttention, "requiere atención"},
};

/// A number sign means a number of something: "Attendee #" is not the attendee's name.
std::string keyOf(std::string_view header)
{
    std::string key = folded(header);
    if (key == "attendee" && header.find('#') != std::string_view::npos)
        return "attendee number";
    return key;
}

struct StatusWord {
    std::string_view word;
    TicketState state;
};

constexpr std::array kStatusWords{
    StatusWord{"paid", TicketState::Valid},          StatusWord{"valid", TicketState::Valid},
    StatusWord{"active", TicketState::Valid},        StatusWord{"attending", TicketState::Valid},
    StatusWord{"checked in", TicketState::Valid},    StatusWord{"confirmed", TicketState::Valid},
    StatusWord{"complete", TicketState::Valid},      StatusWord{"completed", TicketState::Valid},
    StatusWord{"bezahlt", TicketState::Valid},       StatusWord{"payé", TicketState::Valid},
    StatusWord{"pagado", TicketState::Valid},        StatusWord{"free", TicketState::Valid},
    StatusWord{"pending", TicketState::Unpaid},      StatusWord{"unpaid", TicketState::Unpaid},
    StatusWord{"not paid", TicketState::Unpaid},     StatusWord{"offen", TicketState::Unpaid},
    StatusWord{"ausstehend", TicketState::Unpaid},   StatusWord{"en attente", TicketState::Unpaid},
    StatusWord{"pendiente", TicketState::Unpaid},    StatusWord{"canceled", TicketState::Cancelled},
    StatusWord{"cancelled", TicketState::Cancelled}, StatusWord{"refunded", TicketState::Cancelled},
    StatusWord{"deleted", TicketState::Cancelled},   StatusWord{"not attending", TicketState::Cancelled},
    StatusWord{"expired", TicketState::Cancelled},   StatusWord{"storniert", TicketState::Cancelled},
    StatusWord{"erstattet", TicketState::Cancelled}, StatusWord{"annulé", TicketState::Cancelled},
    StatusWord{"cancelado", TicketState::Cancelled}, StatusWord{"blocked", TicketState::Blocked},
    StatusWord{"gesperrt", TicketState::Blocked},
};

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kSpace = " \t\r\n";
    const auto first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

struct CurrencySign {
    std::string_view sign;
    std::string_view code;
};
constexpr std::array kCurrencySigns{CurrencySign{"$", "USD"},   CurrencySign{"€", "EUR"},   CurrencySign{"£", "GBP"},
                                    CurrencySign{"USD", "USD"}, CurrencySign{"EUR", "EUR"}, CurrencySign{"GBP", "GBP"},
                                    CurrencySign{"CHF", "CHF"}, CurrencySign{"zł", "PLN"},  CurrencySign{"kr", "XXX"}};

/// Takes the first sign out of the text.
std::string_view takeCurrency(std::string &text)
{
    for (const CurrencySign &each : kCurrencySigns) {
        if (const auto at = text.find(each.sign); at != std::string::npos) {
            text.erase(at, each.sign.size());
            return each.code;
        }
    }
    return "XXX";
}

/// The last comma or point, if two digits follow it, parts the hundredths; every other one only groups.
std::string digitsOf(std::string_view text, bool &hasDecimals)
{
    const auto last = text.find_last_of(".,");
    hasDecimals = last != std::string_view::npos && text.size() - last == 3;
    std::string digits;
    for (const char letter : text) {
        if (letter >= '0' && letter <= '9')
            digits += letter;
        else if (letter != '.' && letter != ',' && letter != '\'' && letter != ' ')
            return {};
    }
    return digits;
}

bool isUnspacedName(const std::string &name)
{
    // Han, kana and Hangul begin with E3 … ED in UTF-8; so do Thai (E0) and Arabic (D8) not.
    return !name.empty() && static_cast<std::uint8_t>(name.front()) >= 0xE3
        && static_cast<std::uint8_t>(name.front()) <= 0xED;
}

} // namespace

std::string ColumnMap::value(Column column, const std::vector<std::string> &fields) const
{
    const auto place = at[static_cast<std::size_t>(column)];
    if (!place || *place >= fields.size())
        return {};
    std::string_view text = trimmed(fields[*place]);
    // What our own export puts before a text that a spreadsheet would run.
    if (text.size() > 1 && text[0] == '\'' && std::string_view("=+-@").find(text[1]) != std::string_view::npos)
        text.remove_prefix(1);
    return std::string(text);
}

ColumnMap mapColumns(const std::vector<std::string> &headers)
{
    ColumnMap map;
    for (std::size_t place = 0; place < headers.size(); ++place) {
        const std::string key = keyOf(headers[place]);
        const auto alias =
            std::find_if(kAliases.begin(), kAliases.end(), [&](const Alias &each) { return folded(each.name) == key; });
        if (alias == kAliases.end() || map.has(alias->column))
            map.ignored.push_back(headers[place]);
        else
            map.at[static_cast<std::size_t>(alias->column)] = place;
    }
    return map;
}

std::optional<TicketState> ticketStateFor(std::string_view status)
{
    const std::string key = folded(status);
    for (const StatusWord &each : kStatusWords) {
        if (folded(each.word) == key)
            return each.state;
    }
    return std::nullopt;
}

std::optional<bool> yesOrNo(std::string_view text)
{
    constexpr std::string_view kYes[] = {"yes", "y", "true", "1", "x", "ja", "wahr", "oui", "vrai", "si", "✓"};
    constexpr std::string_view kNo[] = {"", "no", "n", "false", "0", "-", "nein", "falsch", "non", "faux"};
    const auto isAmong = [key = folded(text), plain = trimmed(text)](const auto &words) {
        return std::any_of(std::begin(words), std::end(words),
                           [&](std::string_view word) { return word == plain || (!key.empty() && word == key); });
    };
    if (isAmong(kYes))
        return true;
    return isAmong(kNo) ? std::optional(false) : std::nullopt;
}

std::optional<ReadPrice> readPrice(std::string_view text)
{
    std::string amount(trimmed(text));
    ReadPrice price;
    const std::string_view code = takeCurrency(amount);
    std::copy(code.begin(), code.end(), price.money.currency.begin());
    const std::string digits = digitsOf(trimmed(amount), price.hasDecimals);
    std::int64_t minor = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), minor);
    constexpr std::int64_t kMostMinor = 100'000'000'000; // a milliard: no ticket costs more
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || minor > kMostMinor)
        return std::nullopt;
    price.money.minor = price.hasDecimals ? minor : minor * 100;
    return price;
}

std::string joinedName(const std::string &given, const std::string &family)
{
    if (isUnspacedName(given) && isUnspacedName(family))
        return family + given;
    return given.empty() || family.empty() ? given + family : given + " " + family;
}

} // namespace gatehouse
