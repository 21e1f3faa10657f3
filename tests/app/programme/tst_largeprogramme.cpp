// SPDX-License-Identifier: GPL-3.0-or-later
// A real schedule of 108 rooms and 773 sessions (FOSDEM 2021, CC BY 2.0 BE, beside the source) in the real presenter
// and desk: what it costs to show and to change.
#include <QTest>

#include "app/programme/programmedesk.h"
#include "app/programme/programmegrid.h"
#include "app/programme/programmepresenter.h"
#include "app/programme/sessioncard.h"
#include "shared/replica/memoryrows.h"
#include "tests/app/screens.h"

#include <QFile>
#include <QXmlStreamReader>

#include <ctime>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

/// As much of a schedule.xml as a picture needs.
class Schedule
{
public:
    std::map<QString, Space> spaces;
    std::map<QString, Track> tracks;
    std::map<QString, Speaker> speakers;
    std::vector<Session> sessions;
    std::vector<Slot> placed;
    Event event;

    bool read(const QString &path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return false;
        QXmlStreamReader xml(&file);
        QDate day;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == "day"_L1)
                day = QDate::fromString(xml.attributes().value("date"_L1).toString(), Qt::ISODate);
            else if (xml.name() == "event"_L1)
                readSession(xml, day);
            if (xml.name() == "day"_L1)
                addDay(day);
        }
        return !xml.hasError();
    }

private:
    template <class T>
    T newId()
    {
        return makeId<T>(1'612'000'000'000, m_random);
    }
    void addDay(const QDate &day)
    {
        const Instant start{QDateTime(day, QTime(4, 0), QTimeZone("Europe/Brussels")).toMSecsSinceEpoch()};
        event.days.push_back({day.toString(Qt::ISODate).toStdString(), start, start + 86'400'000});
    }
    template <class E>
    auto idNamed(std::map<QString, E> &list, const QString &name)
    {
        E &row = list[name];
        if (row.id.isNull()) {
            row.id = newId<decltype(row.id)>();
            row.name = name.toStdString();
        }
        return row.id;
    }
    void readSession(QXmlStreamReader &xml, const QDate &day)
    {
        Session session;
        session.id = newId<SessionId>();
        Slot slot;
        slot.id = newId<SlotId>();
        slot.session = session.id;
        while (xml.readNextStartElement()) {
            const QString name = xml.name().toString();
            if (name == u"persons"_s) {
                while (xml.readNextStartElement())
                    session.speakers.push_back(idNamed(speakers, xml.readElementText()));
                continue;
            }
            const QString text = xml.readElementText(QXmlStreamReader::SkipChildElements);
            if (name == u"title"_s)
                session.title = text.toStdString();
            else if (name == u"track"_s)
                session.track = idNamed(tracks, text);
            else if (name == u"room"_s)
                slot.space = idNamed(spaces, text);
            else if (name == u"start"_s)
                slot.startsAt = {QDateTime(day, QTime::fromString(text, u"H:mm"_s), QTimeZone("Europe/Brussels"))
                                     .toMSecsSinceEpoch()};
            else if (name == u"duration"_s)
                slot.minutes = QTime(0, 0).secsTo(QTime::fromString(text, u"H:mm"_s)) / 60;
        }
        sessions.push_back(session);
        placed.push_back(slot);
    }

    SeededRandom m_random{7};
};

} // namespace

class TestLargeProgramme : public QObject
{
    Q_OBJECT

private slots:
    void aRealScheduleStaysQuick();
};

void TestLargeProgramme::aRealScheduleStaysQuick()
{
    const QString path =
        qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/../shared/data/schedules/fosdem2021.schedule.xml"_s;
    if (!QFile::exists(path))
        QSKIP("no shared/data beside the source");
    Schedule schedule;
    QVERIFY(schedule.read(path));
    QCOMPARE(schedule.sessions.size(), std::size_t{773});
    Replica replica({});
    std::int64_t revision = 0;
    const auto put = [&](const auto &row) {
        using E = std::decay_t<decltype(row)>;
        AppliedRow applied;
        applied.type = &entityType<E>();
        applied.id = row.id;
        applied.revision = ++revision;
        applied.value = std::make_shared<const E>(row);
        replica.collection<E>().take(applied);
    };
    SeededRandom random(1);
    schedule.event.id = makeId<EventId>(1, random);
    schedule.event.zone = "Europe/Brussels";
    put(schedule.event);
    for (const auto &[name, space] : schedule.spaces)
        put(space);
    for (const auto &[name, track] : schedule.tracks)
        put(track);
    for (const auto &[name, speaker] : schedule.speakers)
        put(speaker);
    for (const Session &session : schedule.sessions)
        put(session);
    for (const Slot &slot : schedule.placed)
        put(slot);
    ProgrammeDesk desk;
    ProgrammePresenter presenter(replica, desk);
    desk.resize(1600, 1000);
    const auto spentMs = [start = std::clock()] { // of the processor: a busy machine does not stretch it
        return static_cast<qint64>((std::clock() - start) * 1000 / CLOCKS_PER_SEC);
    };
    desk.show();
    QVERIFY(QTest::qWaitForWindowExposed(&desk));
    QTRY_VERIFY(desk.grid()->count() > 300);
    const qint64 shownMs = spentMs();
    qInfo("shown for %lld ms of the processor", static_cast<long long>(shownMs));
    desk.choose(schedule.placed.front().id);
    QVERIFY(!desk.card()->key().isNull());
    QVERIFY(keepPicture(desk, u"programme-fosdem-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
    constexpr int kRounds = 5;
    qint64 worst = 0;
    for (int round = 0; round < kRounds; ++round) {
        Slot late = schedule.placed[static_cast<std::size_t>(round * 9)];
        late.delayMinutes = 5 + round;
        put(late);
        replica.collection<Slot>().publish();
        const qint64 before = spentMs();
        QTRY_VERIFY(std::any_of(desk.view().placed.begin(), desk.view().placed.end(), [&](const SlotView &slot) {
            return slot.slot == late.id && slot.delayMinutes == late.delayMinutes;
        }));
        desk.grid()->viewport()->repaint();
        worst = std::max(worst, spentMs() - before);
    }
    qInfo("a delay among 773 sessions costs %lld ms of the processor at most", static_cast<long long>(worst));
    QVERIFY2(shownMs < 1500, qPrintable(QString::number(shownMs)));
    QVERIFY2(worst < 300, qPrintable(QString::number(worst)));
}

QTEST_MAIN(TestLargeProgramme)
#include "tst_largeprogramme.moc"
