// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/rehearsalrun.h"

#include "shared/model/json.h"

namespace gatehouse::support {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLongestMs = 180'000;

std::int64_t doubleAdmitCards(const RehearsalReport &report)
{
    std::int64_t doubles = 0;
    for (const NamedCount &cards : report.cards)
        doubles += cards.name == "double_admit" ? cards.count : 0;
    return doubles;
}

} // namespace

QByteArray smallVenue()
{
    return R"([
{"command":"floor.add","fields":{"floor":{"$id":"ground"},"name":"Ground","order":0,"widthMm":20000,"heightMm":20000}},
{"command":"zone.add","fields":{"zone":{"$id":"hall"},"floor":{"$id":"ground"},"name":"Hall","capacity":500}},
{"command":"gate.add","fields":{"gate":{"$id":"north"},"floor":{"$id":"ground"},"name":"North","at":[1,1],"inner":{"$id":"hall"}}},
{"command":"gate.add","fields":{"gate":{"$id":"south"},"floor":{"$id":"ground"},"name":"South","at":[9,9],"inner":{"$id":"hall"}}},
{"command":"zone.add","fields":{"zone":{"$id":"lounge"},"floor":{"$id":"ground"},"name":"Lounge","capacity":80}},
{"command":"gate.add","fields":{"gate":{"$id":"lounge.door"},"floor":{"$id":"ground"},"name":"Lounge door","at":[5,5],
 "outer":{"$id":"hall"},"inner":{"$id":"lounge"}}},
{"command":"check_in_list.add","fields":{"list":{"$id":"doors"},"name":"Doors","allowsReEntry":true,
 "gates":[{"$id":"north"},{"$id":"south"}]}},
{"command":"check_in_list.add","fields":{"list":{"$id":"rooms"},"name":"Lounge","allowsReEntry":true,
 "gates":[{"$id":"lounge.door"}]}}
])";
}

void RehearsalRun::startAt(int port, const ServedEvent &event, const QStringList &more)
{
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    m_process.start(programPath(u"gatehouse-rehearse"_s),
                    QStringList{u"--connect"_s, event.httpAddress(port), u"--sign-in"_s, u"organiser"_s,
                                u"--password-file"_s, event.passwordFile(), u"--state"_s,
                                event.filePath(u"devices.json"_s), u"--minutes"_s, u"12"_s, u"--json"_s}
                        + more);
}

RehearsalReport RehearsalRun::ended()
{
    if (!awaitTrue([this] { return m_process.state() == QProcess::NotRunning; }, kLongestMs)) {
        m_process.kill();
        m_process.waitForFinished();
    }
    const auto report = fromJson<RehearsalReport>(m_process.readAllStandardOutput().toStdString(), Strictness::Replica);
    if (report)
        return *report;
    qWarning("%s", m_process.readAllStandardError().constData());
    RehearsalReport none;
    none.problem = "no report";
    return none;
}

QString disagreement(const RehearsalReport &report, ServedEvent &event)
{
    QStringList wrong;
    const auto expect = [&wrong](const char *what, std::int64_t is, std::int64_t shouldBe) {
        if (is != shouldBe)
            wrong += u"%1: %2, not %3"_s.arg(QLatin1String(what)).arg(is).arg(shouldBe);
    };
    if (!report.isComplete)
        wrong += QString::fromStdString("not complete: " + report.problem);
    expect("lost answers", report.lostAnswers, 0);
    expect("not recorded", report.notRecorded, 0);
    expect("entries", report.serverEntries, report.admitted - report.undone + report.forced);
    expect("exits", report.serverExits, report.left);
    if (report.undone + report.forced == 0)
        expect("cards of double admissions", doubleAdmitCards(report), report.doubleAdmits);
    event.terminate();
    const ProgramResult verified = event.tool(u"verify"_s, {u"--json"_s});
    if (verified.exitCode != 0)
        wrong += QString::fromUtf8(verified.output + verified.errors);
    return wrong.join(u"; "_s);
}

} // namespace gatehouse::support
