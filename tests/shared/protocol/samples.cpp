// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shared/protocol/samples.h"

#include "shared/house/house.h"

namespace gatehouse::samples {

namespace {

const Id kId = *Id::fromBytes("0123456789abcdef");

void fillValue(const Field &field, void *value)
{
    switch (field.kind) {
    case Kind::Bool:
        *static_cast<bool *>(value) = true;
        return;
    case Kind::Int32:
        *static_cast<std::int32_t *>(value) =
            static_cast<std::int32_t>(std::clamp<std::int64_t>(7, field.least, field.most));
        return;
    case Kind::Int64:
        *static_cast<std::int64_t *>(value) = std::clamp<std::int64_t>(5'000'000'000, field.least, field.most);
        return;
    case Kind::Id:
        *static_cast<Id *>(value) = kId;
        return;
    case Kind::Instant:
        *static_cast<Instant *>(value) = Instant{1'800'000'000'123};
        return;
    case Kind::Text:
        *static_cast<std::string *>(value) =
            std::string("Zoë <&> \"x\"\n").substr(0, std::min<std::size_t>(field.limit, 12));
        return;
    case Kind::Bytes:
        *static_cast<Bytes *>(value) = Bytes(std::string("\0\xff\x10", 3));
        return;
    case Kind::Enum:
        *static_cast<std::uint8_t *>(value) = static_cast<std::uint8_t>(field.names->names.size() - 1);
        return;
    case Kind::Money:
        *static_cast<Money *>(value) = Money{1234, {'E', 'U', 'R'}};
        return;
    case Kind::Point:
        *static_cast<Point *>(value) = Point{-5, 70'000};
        return;
    case Kind::Points:
        *static_cast<std::vector<Point> *>(value) = {{1, 2}, {-3, 4}};
        return;
    case Kind::Ids:
    case Kind::Texts:
    case Kind::Records: {
        void *element = field.list->append(value);
        if (field.kind == Kind::Ids)
            *static_cast<Id *>(element) = kId;
        else if (field.kind == Kind::Texts)
            *static_cast<std::string *>(element) = "scan";
        else
            fill(*field.table(), element);
        return;
    }
    case Kind::Record:
        fill(*field.table(), value);
        return;
    case Kind::Edits: {
        FieldEdit edit;
        const std::unique_ptr<void, void (*)(void *)> entity(field.table()->make(), field.table()->destroy);
        encodeValue(field.table()->fields[0], entity.get(), edit.saw);
        fill(*field.table(), entity.get());
        encodeValue(field.table()->fields[0], entity.get(), edit.now);
        static_cast<EditsBase *>(value)->list.push_back(edit);
        return;
    }
    }
}

Bytes body(const Table &table, Part part = Part::All)
{
    const std::unique_ptr<void, void (*)(void *)> object(table.make(), table.destroy);
    fill(table, object.get());
    std::string bytes;
    encode(table, object.get(), part, bytes);
    return Bytes(std::move(bytes));
}

Bytes someScopes()
{
    std::string bytes;
    encodeScopes({Scope::everyone(), Scope::holders(Permission::Scan), Scope::within(Permission::ViewScans, kId),
                  Scope::person(kId)},
                 bytes);
    return Bytes(std::move(bytes));
}

template <class F>
F filled()
{
    F frame;
    fill(tableOf<F>(), &frame);
    return frame;
}

template <class F>
void addBodies(std::string_view name, const Table &table, std::vector<Frame> &frames)
{
    F frame = filled<F>();
    frame.name = name;
    frame.body = body(table);
    frames.emplace_back(std::move(frame));
}

} // namespace

void fill(const Table &table, void *object)
{
    for (const Field &field : table.fields) {
        void *member = field.at(object);
        fillValue(field, field.optional ? field.optional->value(member) : member);
    }
}

WireRow row(const EntityType &type)
{
    WireRow row;
    row.entity = type.spec.number;
    row.id = kId;
    row.revision = 77;
    row.scopes = someScopes();
    row.body = body(*type.table, Part::Open);
    if (type.table->hasPersonal)
        row.personal = body(*type.table, Part::Personal);
    return row;
}

std::vector<Frame> frames()
{
    std::vector<Frame> frames;
    Hello hello = filled<Hello>();
    hello.scopes = someScopes();
    Welcome welcome = filled<Welcome>();
    welcome.scopes = someScopes();
    Page page;
    Delta delta;
    for (const EntityType *type : entityTypes())
        page.rows.push_back(row(*type));
    page.number = 3;
    page.lost = someScopes();
    page.isLast = true;
    delta.sequence = 78;
    delta.more = true;
    delta.rows = page.rows;
    WireRow gone;
    gone.entity = entityTypes()[0]->spec.number;
    gone.id = kId;
    gone.revision = 78;
    gone.isGone = true;
    delta.rows.push_back(gone);
    frames = {hello,
              Hello{},
              welcome,
              Welcome{},
              page,
              Page{},
              filled<PageTaken>(),
              delta,
              filled<Presence>(),
              filled<Ping>(),
              filled<Pong>(),
              filled<Goodbye>(),
              filled<Renew>()};
    for (const CommandType *type : commandTypes()) {
        addBodies<CommandFrame>(type->spec.name, *type->table, frames);
        addBodies<AnswerFrame>(type->spec.name, *type->answer, frames);
    }
    for (const QueryType *type : queryTypes()) {
        addBodies<QueryFrame>(type->spec.name, *type->table, frames);
        addBodies<QueryAnswer>(type->spec.name, *type->answer, frames);
    }
    return frames;
}

} // namespace gatehouse::samples
