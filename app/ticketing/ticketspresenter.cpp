// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ticketing/ticketspresenter.h"

#include "app/ticketing/doorform.h"
#include "app/ticketing/paperpresenter.h"
#include "app/ticketing/personcard.h"
#include "app/ui/figures.h"
#include "app/ui/noticebar.h"
#include "shared/crypto/random.h"

#include <QLineEdit>

namespace gatehouse {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr std::int32_t kMostHits = 100;
constexpr std::int32_t kMostReceivers = 12;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

template <class T>
T newId()
{
    SecureRandom random;
    return makeId<T>(deviceTime().wall.ms, random);
}

QString dateAndTime(Instant at, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(at.ms, zone).toString(u"yyyy-MM-dd HH:mm"_s);
}

} // namespace

TicketsPresenter::TicketsPresenter(Replica &replica, TicketsDesk &desk, PaperPresenter &paper, QObject *parent)
    : QObject(parent), m_replica(replica), m_desk(desk)
{
    connect(&m_desk, &TicketsDesk::searchWanted, this, &TicketsPresenter::search);
    connect(&m_desk, &TicketsDesk::personChosen, this, &TicketsPresenter::open);
    connect(&m_desk, &TicketsDesk::ticketPrintWanted, &paper, &PaperPresenter::printTicket);
    connect(&m_desk, &TicketsDesk::ticketSaveWanted, &paper, &PaperPresenter::saveTicket);
    PersonCard *card = m_desk.card();
    connect(card, &PersonCard::codeWanted, this, &TicketsPresenter::showCode);
    connect(card, &PersonCard::reissueWanted, this, &TicketsPresenter::reissue);
    connect(card, &PersonCard::reassignWanted, this, &TicketsPresenter::reassign);
    connect(card, &PersonCard::noteWanted, this, &TicketsPresenter::setNote);
    connect(card, &PersonCard::stateWanted, this, &TicketsPresenter::setState);
    connect(card, &PersonCard::receiverSearchWanted, this, &TicketsPresenter::searchReceivers);
    connect(m_desk.form(), &DoorForm::addWanted, this, &TicketsPresenter::add);
    connect(m_desk.form(), &DoorForm::issueWanted, this, &TicketsPresenter::issue);
    auto &products = m_replica.collection<Product>();
    connect(&products, &CollectionBase::changed, this, &TicketsPresenter::showProducts);
    connect(&products, &CollectionBase::reset, this, &TicketsPresenter::showProducts);
    connect(&m_replica, &Replica::welcomed, this,
            [this] { m_desk.setMayManage(m_replica.permissions().has(Permission::ManageTickets)); });
    showProducts();
}

void TicketsPresenter::showProducts()
{
    std::vector<ChoiceView> products;
    m_replica.collection<Product>().each([&](const Product &product) {
        products.push_back({product.id, text(product.name)});
    });
    std::sort(products.begin(), products.end(),
              [](const ChoiceView &a, const ChoiceView &b) { return a.name.localeAwareCompare(b.name) < 0; });
    m_desk.form()->setProducts(products);
}

QTimeZone TicketsPresenter::zone() const
{
    const QTimeZone zone(QByteArray::fromStdString(m_replica.welcome().zone));
    return zone.isValid() ? zone : QTimeZone::utc();
}

QString TicketsPresenter::productName(const ProductId &product) const
{
    const Product *row = m_replica.collection<Product>().find(product);
    return row ? text(row->name) : tr("a product that is gone");
}

QString TicketsPresenter::whoDid(const Id &actor) const
{
    if (const Account *account = m_replica.collection<Account>().find(actor))
        return text(account->name.empty() ? account->login : account->name);
    if (const Device *device = m_replica.collection<Device>().find(actor))
        return text(device->name);
    if (actor == m_replica.welcome().actor)
        return text(m_replica.welcome().actorName);
    return actor.isNull() ? tr("the program") : tr("a colleague");
}

void TicketsPresenter::find(const QString &name)
{
    m_desk.search()->setText(name);
}

void TicketsPresenter::search(const QString &needle)
{
    FindAttendees query;
    query.text = needle.left(static_cast<int>(kMaxName)).toStdString();
    query.most = kMostHits;
    m_replica.query(query, this, [this, needle](const Result<FindAttendees::Answer> &answer) {
        if (!answer)
            return tellFailure(answer.error());
        std::vector<HitView> hits;
        for (const FoundAttendee &found : answer->found) {
            HitView hit;
            hit.attendee = found.attendee;
            hit.ticket = found.ticket;
            hit.name = text(found.name);
            hit.company = text(found.company);
            if (!found.ticket.isNull()) {
                hit.product = productName(found.product);
                hit.order = text(found.order);
                hit.state = ticketState(found.state);
                hit.words = ticketStateWords(found.state);
            } else {
                hit.words = tr("no ticket");
            }
            hits.push_back(std::move(hit));
        }
        m_desk.setHits(needle, std::move(hits), answer->total);
    });
}

void TicketsPresenter::open(const Id &attendee, const Id &ticket)
{
    m_attendee = attendee;
    m_ticket = ticket;
    GetAttendee query;
    query.attendee = AttendeeId(attendee);
    m_replica.query(query, this, [this, attendee](const Result<GetAttendee::Answer> &answer) {
        if (attendee != m_attendee)
            return;
        if (!answer)
            return tellFailure(answer.error());
        m_person = *answer;
        m_uses.clear();
        showPerson();
        m_desk.card()->chooseTicket(m_ticket);
        askUses(*answer);
    });
}

void TicketsPresenter::askUses(const GetAttendee::Answer &person)
{
    GetTicketUse query;
    for (const CardTicket &ticket : person.tickets)
        query.tickets.push_back(ticket.ticket);
    if (query.tickets.empty() || !m_replica.permissions().has(Permission::ViewScans))
        return;
    m_replica.query(query, this, [this, attendee = person.attendee](const Result<GetTicketUse::Answer> &answer) {
        if (!answer || attendee != m_attendee || !m_person)
            return;
        m_uses = answer->uses;
        showPerson();
    });
}

QString TicketsPresenter::lineOf(const TicketLogEntry &entry) const
{
    const auto words = [&]() -> QString {
        switch (entry.deed) {
        case TicketDeed::Issued:
            return tr("issued at the door");
        case TicketDeed::Reissued:
            return tr("given a new code");
        case TicketDeed::Reassigned:
            return entry.to == m_attendee ? tr("given to this person") : tr("given to another person");
        case TicketDeed::StateSet:
            return tr("now %1", "state of the ticket").arg(ticketStateWords(entry.state));
        case TicketDeed::Shown:
            return tr("code shown on a screen");
        case TicketDeed::Printed:
            return tr("code printed");
        case TicketDeed::Exported:
            return tr("code written to a file");
        case TicketDeed::NoteSet:
            return entry.reason.empty() ? tr("nothing more is told at the gate") : tr("told at the gate");
        }
        return tr("changed");
    }();
    const QString line =
        tr("%1 · %2 · %3", "time, what was done, by whom").arg(dateAndTime(entry.at, zone()), words, whoDid(entry.by));
    return entry.reason.empty() ? line : tr("%1: %2", "line of the log, reason").arg(line, text(entry.reason));
}

TicketCardView TicketsPresenter::viewOf(const CardTicket &ticket) const
{
    TicketCardView view;
    view.ticket = ticket.ticket;
    view.product = productName(ticket.row.product);
    view.ticketState = ticket.row.state;
    view.state = ticketState(ticket.row.state);
    view.words = ticketStateWords(ticket.row.state);
    if (!ticket.row.order.empty())
        view.facts.emplace_back(
            tr("Order"), tr("%1 / %2", "order code, position").arg(text(ticket.row.order)).arg(ticket.row.position));
    if (ticket.row.validFrom)
        view.facts.emplace_back(tr("Good from"), dateAndTime(*ticket.row.validFrom, zone()));
    if (ticket.row.validUntil)
        view.facts.emplace_back(tr("Good until"), dateAndTime(*ticket.row.validUntil, zone()));
    if (ticket.row.people > 1)
        view.facts.emplace_back(tr("Lets in"), tr("a group of %n", nullptr, ticket.row.people));
    view.attention = text(ticket.row.attention);
    view.needsAttention = ticket.row.needsAttention;
    if (!ticket.row.attention.empty())
        view.facts.emplace_back(tr("Told at the gate"), view.attention);
    else if (ticket.row.needsAttention)
        view.facts.emplace_back(tr("At the gate"), tr("a steward looks"));
    if (ticket.hasImportedCode)
        view.facts.emplace_back(tr("Code"),
                                ticket.row.reissue > 0 ? tr("the one from the shop is void")
                                                       : tr("the one from the shop admits, too"));
    if (ticket.row.reissue > 0)
        view.facts.emplace_back(tr("New codes"), QLocale().toString(ticket.row.reissue));
    for (const TicketUse &use : m_uses) {
        if (use.ticket != ticket.ticket)
            continue;
        const CheckInList *list = m_replica.collection<CheckInList>().find(use.list);
        const Gate *gate = m_replica.collection<Gate>().find(use.lastGate);
        const QString place = gate ? text(gate->name) : tr("a desk");
        const QString words = use.isInside
            ? tr("inside since %1, %2", "time, gate").arg(dateAndTime(use.lastAt, zone()), place)
            : use.entries > 0 ? tr("left at %1, %2", "time, gate").arg(dateAndTime(use.lastAt, zone()), place)
                              : tr("not seen yet");
        view.facts.emplace_back(list ? text(list->name) : tr("A list"), words);
    }
    for (auto entry = ticket.log.rbegin(); entry != ticket.log.rend(); ++entry)
        view.log.push_back(lineOf(*entry));
    return view;
}

void TicketsPresenter::showPerson()
{
    if (!m_person)
        return m_desk.setPerson({});
    PersonView view;
    view.attendee = m_person->attendee;
    view.name = text(m_person->name);
    view.company = text(m_person->company);
    QStringList contact;
    for (const std::string &part : {m_person->romanised, m_person->mail, m_person->phone})
        if (!part.empty())
            contact += text(part);
    view.contact = contact.join(u" · "_s);
    view.mayManage = m_replica.permissions().has(Permission::ManageTickets);
    for (const CardTicket &ticket : m_person->tickets)
        view.tickets.push_back(viewOf(ticket));
    m_desk.setPerson(view);
}

void TicketsPresenter::showCode(const Id &ticket)
{
    ShowTicketCodes command;
    command.tickets = {TicketId(ticket)};
    command.use = CodeUse::Screen;
    m_replica.send(command, this, [this, ticket](const Result<ShowTicketCodes::Answer> &answer) {
        if (!answer || answer->codes.empty())
            return tellFailure(answer ? Failure{Fault::NotFound, "ticket", {}} : answer.error());
        m_desk.card()->showCode(ticket, text(answer->codes.front().code));
        open(m_attendee, ticket); // its log has a line more
    });
}

void TicketsPresenter::tellFailure(const Failure &failure)
{
    if (failure.fault == Fault::Forbidden)
        m_desk.notices()->show(State::Soon, tr("Your role does not allow this."));
    else if (failure.fault == Fault::Unavailable)
        m_desk.notices()->show(State::Soon, tr("No answer: the server is not connected."));
    else
        m_desk.notices()->show(State::Soon, tr("Not done: %1").arg(text(describe(failure))));
}

template <class Answer>
void TicketsPresenter::tell(const QString &done, const Result<Answer> &answer)
{
    if (!answer)
        return tellFailure(answer.error());
    m_desk.notices()->show(State::Fine, done);
    open(m_attendee, m_desk.card()->ticket());
}

void TicketsPresenter::add(const NewPerson &person)
{
    AddAtDoor command;
    command.attendee = newId<AttendeeId>();
    command.ticket = newId<TicketId>();
    command.product = ProductId(person.product);
    command.name = person.name.toStdString();
    command.company = person.company.toStdString();
    command.mail = person.mail.toStdString();
    command.isPaid = person.isPaid;
    command.attention = person.attention.toStdString();
    command.people = person.people;
    command.needsAttention = person.needsAttention;
    m_replica.send(command, this, [this, command](const Result<AddAtDoor::Answer> &answer) {
        m_desk.form()->setBusy(false);
        if (!answer)
            return m_desk.form()->setNotice(tr("Not done: %1").arg(text(describe(answer.error()))));
        m_desk.showCard();
        m_desk.notices()->show(
            State::Fine,
            tr("%1 has a ticket under order %2.", "name, order code").arg(text(command.name), text(answer->order)));
        open(command.attendee, command.ticket);
    });
}

void TicketsPresenter::issue(const Id &attendee, const NewPerson &person)
{
    IssueTicket command;
    command.ticket = newId<TicketId>();
    command.attendee = AttendeeId(attendee);
    command.product = ProductId(person.product);
    command.state = person.isPaid ? TicketState::Valid : TicketState::Unpaid;
    command.attention = person.attention.toStdString();
    command.people = person.people;
    command.needsAttention = person.needsAttention;
    m_replica.send(command, this, [this, command](const Result<IssueTicket::Answer> &answer) {
        m_desk.form()->setBusy(false);
        if (!answer)
            return m_desk.form()->setNotice(tr("Not done: %1").arg(text(describe(answer.error()))));
        m_desk.showCard();
        m_desk.notices()->show(State::Fine, tr("The ticket is issued."));
        open(command.attendee, command.ticket);
    });
}

void TicketsPresenter::reissue(const Id &ticket, const QString &reason)
{
    ReissueTicket command;
    command.ticket = TicketId(ticket);
    command.reason = reason.toStdString();
    m_replica.send(command, this, [this](const Result<IssueTicket::Answer> &answer) {
        tell(tr("The ticket has a new code; earlier ones are void."), answer);
    });
}

void TicketsPresenter::setNote(const Id &ticket, const QString &attention, bool needsAttention)
{
    SetTicketNote command;
    command.ticket = TicketId(ticket);
    command.attention = attention.toStdString();
    command.needsAttention = needsAttention;
    m_replica.send(command, this, [this](const Result<Nothing> &answer) {
        tell(tr("The gates know it, off line as soon as they are back."), answer);
    });
}

void TicketsPresenter::reassign(const Id &ticket, const Id &attendee, const QString &reason)
{
    ReassignTicket command;
    command.ticket = TicketId(ticket);
    command.attendee = AttendeeId(attendee);
    command.reason = reason.toStdString();
    m_replica.send(command, this, [this, command](const Result<IssueTicket::Answer> &answer) {
        if (!answer)
            return tellFailure(answer.error());
        m_desk.notices()->show(State::Fine, tr("The ticket is given; earlier codes are void."));
        open(command.attendee, command.ticket); // the one who has it now
    });
}

void TicketsPresenter::setState(const Id &ticket, TicketState state, const QString &reason)
{
    SetTicketState command;
    command.ticket = TicketId(ticket);
    command.state = state;
    command.reason = reason.toStdString();
    m_replica.send(command, this, [this, state](const Result<Nothing> &answer) {
        tell(tr("The ticket is now %1.", "state").arg(ticketStateWords(state)), answer);
    });
}

void TicketsPresenter::searchReceivers(const QString &needle)
{
    FindAttendees query;
    query.text = needle.left(static_cast<int>(kMaxName)).toStdString();
    query.most = kMostReceivers;
    m_replica.query(query, this, [this, needle](const Result<FindAttendees::Answer> &answer) {
        if (!answer)
            return tellFailure(answer.error());
        std::vector<ChoiceView> people;
        for (const FoundAttendee &found : answer->found) {
            const bool isThere = std::any_of(people.begin(), people.end(),
                                             [&](const ChoiceView &each) { return each.id == found.attendee; });
            if (!isThere)
                people.push_back({found.attendee,
                                  found.company.empty()
                                      ? text(found.name)
                                      : tr("%1 · %2", "name, company").arg(text(found.name), text(found.company))});
        }
        m_desk.card()->setReceivers(needle, people);
    });
}

} // namespace gatehouse
