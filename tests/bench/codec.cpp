// SPDX-License-Identifier: GPL-3.0-or-later
// The codec of the entities that every scan touches, beside QJsonDocument doing the same work: from the struct that the
// rules read to bytes, and from bytes to that struct. Both run in turn, five rounds each, the median counts.
#include "tests/bench/line.h"

#include "shared/admission/admission.h"
#include "shared/model/json.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <vector>

using namespace gatehouse;

namespace {

constexpr int kRounds = 5;
constexpr int kTimes = 40'000;

AdmissionRecord sampleRecord(Random &random)
{
    AdmissionRecord record;
    record.list = makeId<CheckInListId>(1'790'000'000'000, random);
    record.ticket = makeId<TicketId>(1'790'000'000'001, random);
    record.product = makeId<ProductId>(1'790'000'000'002, random);
    record.serial = 4'611'686'018'427'387;
    record.validFrom = Instant{1'790'000'000'000};
    record.validUntil = Instant{1'790'100'000'000};
    record.attention = "Wheelchair: lane 2";
    return record;
}

Scan sampleScan(Random &random)
{
    Scan scan;
    scan.list = makeId<CheckInListId>(1'790'000'000'000, random);
    scan.gate = makeId<GateId>(1'790'000'000'000, random);
    scan.device = makeId<DeviceId>(1'790'000'000'000, random);
    scan.record = makeId<AdmissionRecordId>(1'790'000'000'000, random);
    scan.ticket = makeId<TicketId>(1'790'000'000'000, random);
    scan.product = makeId<ProductId>(1'790'000'000'000, random);
    scan.deviceAt = Instant{1'790'000'123'456};
    scan.at = Instant{1'790'000'123'400};
    scan.outcome = Outcome::Admitted;
    scan.rulesVersion = 3;
    scan.recordRevision = 18'233;
    return scan;
}

QJsonValue jsonOf(const Field &field, void *member)
{
    void *value = field.optional ? field.optional->value(member) : member;
    if (field.optional && !field.optional->has(member))
        return {};
    switch (field.kind) {
    case Kind::Bool:
        return *static_cast<bool *>(value);
    case Kind::Int32:
        return *static_cast<std::int32_t *>(value);
    case Kind::Int64:
        return static_cast<qint64>(*static_cast<std::int64_t *>(value));
    case Kind::Instant:
        return QString::fromStdString(static_cast<Instant *>(value)->toString());
    case Kind::Id:
        return static_cast<Id *>(value)->isNull()
            ? QJsonValue()
            : QJsonValue(QString::fromStdString(static_cast<Id *>(value)->toString()));
    case Kind::Enum: {
        const auto name = field.names->names[*static_cast<std::uint8_t *>(value)];
        return QString::fromUtf8(name.data(), static_cast<int>(name.size()));
    }
    default:
        return QString::fromStdString(*static_cast<std::string *>(value));
    }
}

void takeJson(const Field &field, void *member, const QJsonValue &json)
{
    if (json.isNull() || json.isUndefined())
        return;
    void *value = field.optional ? field.optional->value(member) : member;
    switch (field.kind) {
    case Kind::Bool:
        *static_cast<bool *>(value) = json.toBool();
        return;
    case Kind::Int32:
        *static_cast<std::int32_t *>(value) = json.toInt();
        return;
    case Kind::Int64:
        *static_cast<std::int64_t *>(value) = json.toInteger();
        return;
    case Kind::Instant:
        *static_cast<Instant *>(value) = *Instant::fromString(json.toString().toStdString());
        return;
    case Kind::Id:
        *static_cast<Id *>(value) = *Id::fromString(json.toString().toStdString());
        return;
    case Kind::Enum: {
        const std::string name = json.toString().toStdString();
        const auto at = std::find(field.names->names.begin(), field.names->names.end(), name);
        *static_cast<std::uint8_t *>(value) = static_cast<std::uint8_t>(at - field.names->names.begin());
        return;
    }
    default:
        *static_cast<std::string *>(value) = json.toString().toStdString();
    }
}

/// As an application would write it: an object by name, straight from and into the struct.
template <class E>
QByteArray toQtJson(E &entity)
{
    QJsonObject object;
    for (const Field &field : E::fields)
        object.insert(QLatin1String(field.name.data(), static_cast<int>(field.name.size())),
                      jsonOf(field, field.at(&entity)));
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

template <class E>
E fromQtJson(const QByteArray &text)
{
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    E entity;
    for (const Field &field : E::fields)
        takeJson(field, field.at(&entity),
                 object.value(QLatin1String(field.name.data(), static_cast<int>(field.name.size()))));
    return entity;
}

template <class Work>
double perSecond(Work work)
{
    QElapsedTimer timer;
    timer.start();
    for (int time = 0; time < kTimes; ++time)
        work();
    return kTimes * 1e9 / static_cast<double>(timer.nsecsElapsed());
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

template <class OurWork, class TheirWork>
void compare(const std::string &name, OurWork ours, TheirWork theirs)
{
    std::vector<double> our;
    std::vector<double> their;
    for (int round = 0; round < kRounds; ++round) {
        our.push_back(perSecond(ours));
        their.push_back(perSecond(theirs));
    }
    bench::printLine("codec", kTimes, name + "/s", median(our), "QJsonDocument", median(their),
                     median(our) / median(their));
}

template <class E>
bool measure(const std::string &name, E entity)
{
    const std::string cbor = encoded(entity, Part::Open);
    const QByteArray json = toQtJson(entity);
    const auto back = decoded<E>(cbor, Strictness::Replica, Part::Open);
    if (!back || !(*back == entity) || !(fromQtJson<E>(json) == entity)) {
        std::fprintf(stderr, "%s does not come back\n", name.c_str());
        return false;
    }
    std::size_t sink = 0;
    compare(
        name + " encode",
        [&] {
            std::string out;
            encode(tableOf<E>(), &entity, Part::Open, out);
            sink += out.size();
        },
        [&] { sink += static_cast<std::size_t>(toQtJson(entity).size()); });
    compare(
        name + " decode",
        [&] {
            E read;
            sink += decode(tableOf<E>(), &read, Part::Open, cbor, Strictness::Replica).has_value();
        },
        [&] { sink += fromQtJson<E>(json).list.bytes[0]; });
    const auto size = static_cast<double>(cbor.size());
    bench::printLine("codec", 1, name + " bytes", size, "QJsonDocument", static_cast<double>(json.size()),
                     static_cast<double>(json.size()) / size);
    return sink > 0;
}

} // namespace

int main()
{
    SeededRandom random(1);
    const bool areGood = measure("admission_record", sampleRecord(random)) && measure("scan", sampleScan(random));
    return areGood ? 0 : 1;
}
