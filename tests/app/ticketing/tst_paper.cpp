// SPDX-License-Identifier: GPL-3.0-or-later
// What goes to paper: shares of desks, order of the muster, whole files, cells that are no formulas, codes that are
// read.
#include "app/ticketing/paper.h"
#include "app/ticketing/papergather.h"
#include "app/ui/codepicture.h"
#include "app/ui/savedfile.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <ctime>
#include <sys/resource.h>

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

const JobProgress kGoOn = [](qint64, qint64) { return true; };

PaperHead head(bool isExercise = false)
{
    return {u"Höhenfest"_s, {1'795'423'287'000}, QTimeZone("Europe/Berlin"), isExercise};
}

std::vector<PaperPerson> peopleOf(const QString &initials)
{
    std::vector<PaperPerson> people;
    for (const QChar letter : initials)
        people.push_back({letter + u"-Name"_s, {}, u"Day"_s, u"R1"_s, {}, QString(letter)});
    return people;
}

QString sharesAsText(const std::vector<DeskShare> &shares)
{
    QStringList parts;
    for (const DeskShare &share : shares)
        parts += u"%1–%2:%3"_s.arg(share.first, share.last).arg(share.until - share.from);
    return parts.join(u' ');
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Of this thread: what others do meanwhile does not count.
double processorMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_nsec) / 1e6;
}

template <class F>
double processorMsOf(F &&function)
{
    const double before = processorMs();
    function();
    return processorMs() - before;
}

DoorLine doorLine(const char *name, TicketState state = TicketState::Valid)
{
    DoorLine line;
    line.name = name;
    line.initial = "a";
    line.state = state;
    return line;
}

} // namespace

class TestPaper : public QObject
{
    Q_OBJECT

private slots:
    void desksShareTheLetters_data();
    void desksShareTheLetters();
    void theMusterGoesByZoneAndName();
    void theWindowHandsOverWhatCame();
    void whatCameIsMadeReady();
    void oneInsideByTwoListsIsOnePerson();
    void pagesAreMadeForEverything_data();
    void pagesAreMadeForEverything();
    void aFileIsWholeOrTheOldOneStays();
    void aFullStickKeepsTheOldFile();
    void noCellIsAFormula_data();
    void noCellIsAFormula();
    void aTableHasOneRowForEachTicket();
    void codesAreReadAgain_data();
    void codesAreReadAgain();
    void fileNamesAreTakenEverywhere_data();
    void fileNamesAreTakenEverywhere();
};

void TestPaper::desksShareTheLetters_data()
{
    QTest::addColumn<QString>("initials");
    QTest::addColumn<int>("desks");
    QTest::addColumn<QString>("shares");
    QTest::newRow("one desk takes all") << u"aabbz"_s << 1 << u"a–z:5"_s;
    QTest::newRow("two desks") << u"aabbccdd"_s << 2 << u"a–b:4 c–d:4"_s;
    QTest::newRow("a letter is never divided") << u"aaaaaab"_s << 2 << u"a–a:6 b–b:1"_s;
    QTest::newRow("fewer letters than desks") << u"aab"_s << 5 << u"a–a:2 b–b:1"_s;
    QTest::newRow("a large letter in the middle") << u"abbbbbbc"_s << 3 << u"a–b:7 c–c:1"_s;
    QTest::newRow("nobody") << QString() << 3 << QString();
}

void TestPaper::desksShareTheLetters()
{
    QFETCH(QString, initials);
    QFETCH(int, desks);
    QFETCH(QString, shares);
    const auto people = peopleOf(initials);
    QCOMPARE(sharesAsText(shareByInitial(people, desks)), shares);
}

void TestPaper::theMusterGoesByZoneAndName()
{
    std::vector<PaperInside> inside{{{}, u"Ana"_s, {}, {}, {}},
                                    {u"Hall"_s, u"zoë"_s, {}, {}, {}},
                                    {u"Foyer"_s, u"Bea"_s, {}, {}, {}},
                                    {u"Hall"_s, u"Adam"_s, {}, {}, {}}};
    sortForMuster(inside);
    QStringList order;
    for (const PaperInside &person : inside)
        order += person.name;
    QCOMPARE(order, QStringList({u"Bea"_s, u"Adam"_s, u"zoë"_s, u"Ana"_s}));
}

/// What the window does when all has come is nothing beside what is done elsewhere.
void TestPaper::theWindowHandsOverWhatCame()
{
    GatheredDoor door;
    for (int page = 0; page < 40; ++page)
        door.pages.push_back(std::vector<DoorLine>(500, doorLine("Siobhán Ní Dhomhnaill the Younger")));
    std::shared_ptr<GatheredDoor> taken;
    const double window =
        processorMsOf([&] { taken = std::make_shared<GatheredDoor>(std::exchange(door, GatheredDoor())); });
    PaperDoorList list;
    const double elsewhere = processorMsOf([&] { list = readyForPaper(std::move(*taken)); });
    QCOMPARE(list.people.size(), std::size_t{20'000});
    QVERIFY(taken->pages.empty() || taken->pages.front().empty());
    QVERIFY2(window * 50 < elsewhere, qPrintable(QString::number(window) + u' ' + QString::number(elsewhere)));
}

void TestPaper::whatCameIsMadeReady()
{
    static_assert(!std::is_copy_constructible_v<GatheredDoor> && !std::is_copy_constructible_v<GatheredInside>,
                  "to copy what came would hold the window");
    GatheredDoor door;
    door.title = u"Main"_s;
    door.desks = 3;
    SeededRandom random(1);
    const auto product = makeId<ProductId>(1, random);
    door.products.emplace(product, u"Day"_s);
    door.pages.resize(2);
    door.pages[0] = {doorLine("Ana"), doorLine("Åsa", TicketState::Unpaid)};
    door.pages[1] = {doorLine("Bea")};
    door.pages[0][0].product = product;
    door.pages[0][0].isInside = true;
    door.pages[1][0].wasInside = true;
    const PaperDoorList list = readyForPaper(std::move(door));
    QCOMPARE(list.title, u"Main"_s);
    QCOMPARE(list.desks, 3);
    QCOMPARE(list.people.size(), std::size_t{3});
    QCOMPARE(list.people[0], (PaperPerson{u"Ana"_s, {}, u"Day"_s, {}, u"inside"_s, u"a"_s}));
    QCOMPARE(list.people[1].state, ticketStateWords(TicketState::Unpaid));
    QCOMPARE(list.people[2].state, u"was inside"_s);
}

void TestPaper::oneInsideByTwoListsIsOnePerson()
{
    SeededRandom random(1);
    const auto zone = makeId<ZoneId>(1, random);
    GatheredInside inside;
    inside.zones.emplace(zone, u"Hall"_s);
    MusterLine ana;
    ana.ticket = makeId<TicketId>(1, random);
    ana.name = "Ana";
    MusterLine adam;
    adam.ticket = makeId<TicketId>(1, random);
    adam.name = "adam";
    adam.zone = zone;
    inside.pages = {{ana, adam}, {ana}};
    const auto people = readyForPaper(std::move(inside));
    QCOMPARE(people.size(), std::size_t{2});
    QCOMPARE(people[0], (PaperInside{u"Hall"_s, u"adam"_s, {}, u"a desk"_s, {}}));
    QCOMPARE(people[1].name, u"Ana"_s); // where nobody knows stands last
}

void TestPaper::pagesAreMadeForEverything_data()
{
    QTest::addColumn<int>("people");
    QTest::addColumn<bool>("isExercise");
    QTest::addColumn<int>("leastPages");
    QTest::newRow("nobody") << 0 << false << 1;
    QTest::newRow("one") << 1 << false << 1;
    QTest::newRow("an exercise") << 30 << true << 1;
    QTest::newRow("many pages") << 1000 << false << 20;
}

void TestPaper::pagesAreMadeForEverything()
{
    QFETCH(int, people);
    QFETCH(bool, isExercise);
    QFETCH(int, leastPages);
    QTemporaryDir folder;
    PaperDoorList list{u"Main"_s, peopleOf(QString(people, u'a')), 2};
    std::vector<PaperInside> inside;
    for (int each = 0; each < people; ++each)
        inside.push_back({each % 2 ? u"Hall"_s : QString(), u"王小明 نور"_s, {}, u"North"_s, {1'795'423'287'000}});
    const QString door = folder.filePath(u"door.pdf"_s);
    const QString muster = folder.filePath(u"muster.pdf"_s);
    QVERIFY(writePdf(
        door, u"Door"_s,
        [&](auto &device, const auto &progress) { return paintDoorList(device, head(isExercise), list, progress); },
        kGoOn));
    QVERIFY(writePdf(
        muster, u"Muster"_s,
        [&](auto &device, const auto &progress) { return paintMuster(device, head(isExercise), inside, progress); },
        kGoOn));
    for (const QString &path : {door, muster}) {
        const QByteArray pdf = contentOf(path);
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY2(pdf.count("/Type /Page\n") >= leastPages, pdf.left(200).constData());
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 2); // nothing half made is left
}

void TestPaper::aFileIsWholeOrTheOldOneStays()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"list.pdf"_s);
    QVERIFY(writeWhole(path, "what was there"));
    int calls = 0;
    const JobProgress stops = [&calls](qint64, qint64) { return ++calls < 3; };
    PaperDoorList list{u"Main"_s, peopleOf(QString(10, u'a')), 1};
    const auto cancelled = writePdf(
        path, u"Door"_s,
        [&](auto &device, const auto &progress) { return paintDoorList(device, head(), list, progress); }, stops);
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().fault, Fault::Unavailable);
    QCOMPARE(contentOf(path), QByteArray("what was there"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    const auto gone = writePdf(
        folder.filePath(u"stick/list.pdf"_s), {}, [](auto &, const auto &) { return Result<>(); }, kGoOn);
    QCOMPARE(gone.error().fault, Fault::NotFound);
}

/// A limit of the process stands for a stick without room: the write fails in the same place.
void TestPaper::aFullStickKeepsTheOldFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"list.pdf"_s);
    QVERIFY(writeWhole(path, "what was there"));
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit little{8192, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &little);
    const PaperDoorList list{u"Main"_s, peopleOf(QString(2000, u'a')), 1};
    const auto full = writePdf(
        path, u"Door"_s,
        [&](auto &device, const auto &progress) { return paintDoorList(device, head(), list, progress); }, kGoOn);
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!full);
    QCOMPARE(full.error().fault, Fault::Unavailable);
    QCOMPARE(contentOf(path), QByteArray("what was there"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void TestPaper::noCellIsAFormula_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("cell");
    QTest::newRow("plain") << u"Ana Ruiz"_s << u"Ana Ruiz"_s;
    QTest::newRow("formula") << u"=1+1"_s << u"'=1+1"_s;
    QTest::newRow("plus") << u"+49 30"_s << u"'+49 30"_s;
    QTest::newRow("minus") << u"-x"_s << u"'-x"_s;
    QTest::newRow("at") << u"@SUM(A1)"_s << u"'@SUM(A1)"_s;
    QTest::newRow("tab") << u"\t=1"_s << u"\"'\t=1\""_s;
    QTest::newRow("comma and quote") << u"Ruiz, \"Ana\""_s << u"\"Ruiz, \"\"Ana\"\"\""_s;
    QTest::newRow("lines") << u"a\r\nb"_s << u"\"a\r\nb\""_s;
    QTest::newRow("empty") << QString() << QString();
}

void TestPaper::noCellIsAFormula()
{
    QFETCH(QString, text);
    QFETCH(QString, cell);
    QCOMPARE(csvCell(text), cell);
}

void TestPaper::aTableHasOneRowForEachTicket()
{
    const QByteArray csv = codesCsv({{u"=cmd()"_s, u"A, B"_s, u"Day"_s, u"R1 / 1"_s, u"GH1.x"_s, {}},
                                     {u"王小明"_s, {}, u"Day"_s, {}, u"GH1.y"_s, u"not paid"_s}});
    QVERIFY(csv.startsWith("\xEF\xBB\xBFName,"));
    QCOMPARE(csv.count("\r\n"), 3);
    QVERIFY(csv.contains("'=cmd(),\"A, B\",Day,R1 / 1,,GH1.x\r\n"));
}

void TestPaper::codesAreReadAgain_data()
{
    QTest::addColumn<QString>("code");
    QTest::newRow("a ticket") << u"GH1."_s + QString(140, u'Q');
    QTest::newRow("a device key") << u"gkd1.01h455vb4pex5vsknk084sn02q.abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE"_s;
    QTest::newRow("short") << u"A"_s;
}

void TestPaper::codesAreReadAgain()
{
    QFETCH(QString, code);
    QImage paper(600, 600, QImage::Format_Grayscale8);
    paper.fill(Qt::white);
    QPainter painter(&paper);
    paintCode(painter, {20, 20, 560, 560}, codePicture(code));
    painter.end();
    const ZXing::Result read =
        ZXing::ReadBarcode(ZXing::ImageView(paper.constBits(), paper.width(), paper.height(), ZXing::ImageFormat::Lum,
                                            static_cast<int>(paper.bytesPerLine())));
    QVERIFY(read.isValid());
    QCOMPARE(QString::fromStdString(read.text()), code);
    QVERIFY(codePicture(QString(5000, u'x')).isNull()); // more than any code holds
    QVERIFY(codePicture({}).isNull());
}

void TestPaper::fileNamesAreTakenEverywhere_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("file");
    QTest::newRow("plain") << u"Main hall"_s << u"door-list-main-hall.pdf"_s;
    QTest::newRow("a way out") << u"../../etc/passwd"_s << u"door-list-etc-passwd.pdf"_s;
    QTest::newRow("signs only") << u"??"_s << u"door-list.pdf"_s;
    QTest::newRow("other scripts") << u"入口"_s << u"door-list-入口.pdf"_s;
}

void TestPaper::fileNamesAreTakenEverywhere()
{
    QFETCH(QString, name);
    QFETCH(QString, file);
    QCOMPARE(paperFileName(u"door-list"_s, name), file);
}

QTEST_MAIN(TestPaper)
#include "tst_paper.moc"
