// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/access/devicespresenter.h"

#include "app/ui/figures.h"
#include "app/ui/noticebar.h"
#include "shared/admission/admission.h"
#include "shared/crypto/random.h"

#include <QDir>
#include <QEvent>
#include <QLocale>
#include <QSaveFile>

namespace gatehouse {

namespace {

using namespace Qt::Literals::StringLiterals;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

template <class E>
std::vector<PlaceChoice> choicesOf(Replica &replica)
{
    std::vector<PlaceChoice> choices;
    replica.collection<E>().each([&](const E &row) { choices.push_back({row.id, text(row.name)}); });
    std::sort(choices.begin(), choices.end(),
              [](const PlaceChoice &a, const PlaceChoice &b) { return a.name.localeAwareCompare(b.name) < 0; });
    return choices;
}

/// From left to right as one comes in, as they stand at each gate.
std::vector<LaneChoice> laneChoices(Replica &replica)
{
    std::vector<const GateLane *> lanes = replica.collection<GateLane>().all();
    std::sort(lanes.begin(), lanes.end(), [](const GateLane *a, const GateLane *b) {
        return std::tie(a->gate, a->order, a->name, a->id) < std::tie(b->gate, b->order, b->name, b->id);
    });
    std::vector<LaneChoice> choices;
    for (const GateLane *lane : lanes)
        choices.push_back({lane->id, lane->gate, text(lane->name)});
    return choices;
}

QString secondsOf(std::int64_t ms)
{
    return QLocale().toString(static_cast<double>(ms) / 1000, 'f', 1);
}

QString clockWords(const DevicePresence &presence)
{
    const QString sign = presence.offsetMs < 0 ? u"−"_s : u"+"_s;
    return DevicesPresenter::tr("%1 s ± %2 s", "clock's offset with its sign, error")
        .arg(sign + secondsOf(std::abs(presence.offsetMs)), secondsOf(presence.errorMs));
}

QString modeWords(DeviceMode mode)
{
    switch (mode) {
    case DeviceMode::Unknown:
        return {};
    case DeviceMode::Entry:
        return DevicesPresenter::tr("lets in");
    case DeviceMode::Exit:
        return DevicesPresenter::tr("lets out");
    case DeviceMode::Closed:
        return DevicesPresenter::tr("closed");
    }
    return {};
}

} // namespace

DevicesPresenter::DevicesPresenter(Replica &replica, DevicesDesk &desk, QObject *parent)
    : QObject(parent), m_replica(replica), m_desk(desk)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefresh);
    connect(&m_refresh, &QTimer::timeout, this, &DevicesPresenter::refresh);
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &DevicesPresenter::refresh);
    m_second.start();
    connect(&m_replica, &Replica::rowsChanged, this, &DevicesPresenter::schedule);
    connect(&m_replica, &Replica::welcomed, this, &DevicesPresenter::schedule);
    connect(&m_replica, &Replica::presenceChanged, this, &DevicesPresenter::schedule);
    connect(&m_desk, &DevicesDesk::addWanted, this, &DevicesPresenter::add);
    connect(&m_desk, &DevicesDesk::changeWanted, this, &DevicesPresenter::change);
    connect(&m_desk, &DevicesDesk::callWanted, this, &DevicesPresenter::call);
    connect(&m_desk, &DevicesDesk::revokeWanted, this, &DevicesPresenter::revoke);
    connect(&m_desk, &DevicesDesk::keySaveWanted, this, &DevicesPresenter::saveKey);
    connect(&m_job, &Job::finished, this, [this](const Failure &failure) {
        if (failure.fault == Fault::None)
            m_desk.notices()->show(State::Fine, tr("The key file is written. Destroy it once the device has it."));
        else
            m_desk.notices()->show(State::Soon, tr("Not written: %1").arg(text(failure.detail)));
    });
    m_desk.installEventFilter(this);
}

bool DevicesPresenter::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_desk && event->type() == QEvent::Show)
        refresh();
    return QObject::eventFilter(watched, event);
}

void DevicesPresenter::schedule()
{
    if (!m_refresh.isActive())
        m_refresh.start();
}

DeviceView DevicesPresenter::viewOf(const Device &device, Instant now) const
{
    const auto at = m_replica.presence().find(device.id);
    const DevicePresence *presence = at == m_replica.presence().end() ? nullptr : &at->second;
    DeviceView view;
    view.device = device.id;
    view.name = text(device.name);
    view.kind = device.kind;
    view.gate = device.gate;
    if (const Gate *gate = m_replica.collection<Gate>().find(device.gate))
        view.gateName = text(gate->name);
    view.lane = device.lane;
    if (const GateLane *lane = m_replica.collection<GateLane>().find(device.lane))
        view.laneName = text(lane->name);
    view.isStaffed = device.isStaffed;
    view.list = device.list;
    if (const CheckInList *list = m_replica.collection<CheckInList>().find(device.list))
        view.listName = text(list->name);
    view.direction = device.direction;
    view.lamp = lampOf(device, presence, now);
    view.isRevoked = device.isRevoked;
    view.revokedWhy = text(device.revokedWhy);
    if (!presence)
        return view;
    view.does = modeWords(presence->mode);
    view.contactAgeMs = std::max<std::int64_t>(0, now - presence->at);
    view.contact = tr("%1 ago", "age").arg(ageWords(std::chrono::seconds(view.contactAgeMs / 1000)));
    view.waiting = presence->waiting;
    if (presence->waiting > 0)
        view.queue = tr("%1 since %2", "commands, age")
                         .arg(QLocale().toString(presence->waiting),
                              ageWords(std::chrono::seconds(presence->waitingSinceMs / 1000)));
    else
        view.queue = tr("nothing");
    if (presence->roundTripMs > 0 || presence->errorMs > 0)
        view.clock = clockWords(*presence);
    view.program = text(presence->program);
    if (presence->batteryPercent >= 0)
        view.battery = tr("%1 %").arg(presence->batteryPercent);
    view.note = text(presence->note);
    return view;
}

void DevicesPresenter::refresh()
{
    if (!m_desk.isVisible())
        return;
    const auto now = m_replica.serverNow();
    const Instant at = now ? now->at : deviceTime().wall;
    std::vector<DeviceView> views;
    m_replica.collection<Device>().each([&](const Device &device) { views.push_back(viewOf(device, at)); });
    std::sort(views.begin(), views.end(), [](const DeviceView &a, const DeviceView &b) {
        return std::tuple(a.isRevoked, a.name, a.device) < std::tuple(b.isRevoked, b.name, b.device);
    });
    m_desk.setChoices({choicesOf<Gate>(m_replica), laneChoices(m_replica), choicesOf<CheckInList>(m_replica)});
    m_desk.setDevices(std::move(views));
}

void DevicesPresenter::tell(const QString &done, const Result<Nothing> &answer)
{
    if (answer)
        m_desk.notices()->show(State::Fine, done);
    else if (answer.error().fault == Fault::Forbidden)
        m_desk.notices()->show(State::Soon, tr("Your role does not allow this."));
    else
        m_desk.notices()->show(State::Soon, tr("Not done: %1").arg(text(describe(answer.error()))));
}

void DevicesPresenter::add(const DeviceWish &wish)
{
    SecureRandom random;
    AddDevice command;
    command.device = makeId<DeviceId>(deviceTime().wall.ms, random);
    command.name = wish.name.toStdString();
    command.kind = wish.kind;
    command.gate = GateId(wish.gate);
    command.list = CheckInListId(wish.list);
    command.direction = wish.direction;
    command.lane = LaneId(wish.lane);
    command.isStaffed = wish.isStaffed;
    m_replica.send(command, this, [this, name = wish.name](const Result<AddDevice::Answer> &answer) {
        if (answer)
            m_desk.showKey(name, text(answer->key));
        else
            m_desk.refuseAdding(tr("Not added: %1").arg(text(describe(answer.error()))));
    });
}

void DevicesPresenter::change(const Id &id, const DeviceWish &wish)
{
    const Device *before = m_replica.collection<Device>().find(id);
    if (!before)
        return;
    Device after = *before;
    after.name = wish.name.toStdString();
    after.gate = GateId(wish.gate);
    after.list = CheckInListId(wish.list);
    after.direction = wish.direction;
    after.lane = LaneId(wish.lane);
    after.isStaffed = wish.isStaffed;
    EditDevice command;
    command.device = DeviceId(id);
    command.edits = editsBetween(*before, after);
    if (command.edits.list.empty())
        return;
    m_replica.send(command, this, [this, name = wish.name](const Result<Nothing> &answer) {
        tell(tr("%1 is told at once, or when it is back.", "device").arg(name), answer);
    });
}

void DevicesPresenter::call(const Id &device)
{
    CallDevice command;
    command.device = DeviceId(device);
    m_replica.send(command, this, [this](const Result<Nothing> &answer) {
        tell(tr("Its screen shows its name for ten seconds."), answer);
    });
}

void DevicesPresenter::revoke(const Id &device, const QString &reason)
{
    RevokeDevice command;
    command.device = DeviceId(device);
    command.reason = reason.toStdString();
    m_replica.send(command, this, [this](const Result<Nothing> &answer) {
        tell(tr("The device is cut off. Scans that it still holds are kept apart."), answer);
    });
}

void DevicesPresenter::saveKey(const QString &path, const QString &key)
{
    m_job.start([path, key](const JobProgress &) -> Result<> {
        QSaveFile file(path);
        file.setDirectWriteFallback(false);
        const QByteArray line = key.toLatin1() + '\n';
        const bool isWritten = file.open(QIODevice::WriteOnly)
            && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(line) == line.size()
            && file.commit();
        return isWritten ? Result<>() : fail(Fault::Unavailable, file.errorString().toStdString());
    });
}

} // namespace gatehouse
