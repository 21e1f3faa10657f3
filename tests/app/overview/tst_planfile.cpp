// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/planfile.h"

#include "app/overview/planpictures.h"

#include <QBuffer>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Noise, which no format makes small.
QByteArray picture(int width, int height, const char *format)
{
    QImage image(width, height, QImage::Format_RGB32);
    quint32 seed = 1;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            image.setPixel(x, y, (seed = seed * 1664525 + 1013904223) >> 8);
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format, 95);
    return content;
}

} // namespace

class TestPlanFile : public QObject
{
    Q_OBJECT

private slots:
    void whatIsTakenAndHow_data();
    void whatIsTakenAndHow();
    void aRealPlanFitsIntoAMessage();
    void aFileThatCannotBeReadIsNamed();
};

void TestPlanFile::whatIsTakenAndHow_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("isShrunk");
    const auto row = [](const char *name, const QByteArray &content, Fault fault, PlanKind kind, bool isShrunk) {
        QTest::newRow(name) << content << static_cast<int>(fault) << static_cast<int>(kind) << isShrunk;
    };
    const QByteArray svg =
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="5" height="5"/></svg>)";
    row("a small PNG as it is", picture(100, 60, "PNG"), Fault::None, PlanKind::Png, false);
    row("a large PNG becomes a JPEG", picture(1500, 900, "PNG"), Fault::None, PlanKind::Jpeg, true);
    row("a JPEG is written anew", picture(100, 60, "JPEG"), Fault::None, PlanKind::Jpeg, false);
    row("an SVG as it is", svg, Fault::None, PlanKind::Svg, false);
    row("an SVG with a document type", "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg, Fault::Invalid, PlanKind::None, false);
    row("text", "floor,name\\n1,Ground\\n", Fault::Invalid, PlanKind::None, false);
    row("nothing", {}, Fault::Invalid, PlanKind::None, false);
    row("half a PNG", picture(100, 60, "PNG").left(200), Fault::Invalid, PlanKind::None, false);
}

void TestPlanFile::whatIsTakenAndHow()
{
    QFETCH(QByteArray, content);
    QFETCH(int, fault);
    const auto plan = planFrom(content);
    QCOMPARE(static_cast<int>(plan ? Fault::None : plan.error().fault), fault);
    if (!plan)
        return;
    QTEST(static_cast<int>(plan->kind), "kind");
    QTEST(plan->isShrunk, "isShrunk");
    QVERIFY(plan->content.size() <= kMostPlanBytes);
    QVERIFY(!drawPlan(plan->kind, plan->content).isNull());
}

void TestPlanFile::aRealPlanFitsIntoAMessage()
{
    const QString path =
        qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/../shared/data/venue/convention_centre_level.svg"_s;
    if (!QFile::exists(path))
        QSKIP("no shared/data beside the source");
    const auto plan = readPlanFile(path);
    QVERIFY2(plan, plan ? "" : plan.error().detail.c_str());
    QVERIFY(plan->content.size() <= kMostPlanBytes);
    QVERIFY(plan->size.width() >= 1000);
}

void TestPlanFile::aFileThatCannotBeReadIsNamed()
{
    QTemporaryDir folder;
    const auto plan = readPlanFile(folder.filePath(u"nowhere.png"_s));
    QVERIFY(!plan);
    QCOMPARE(plan.error().fault, Fault::NotFound);
    QVERIFY(QString::fromStdString(plan.error().detail).contains(u"nowhere.png"_s));
}

QTEST_MAIN(TestPlanFile)
#include "tst_planfile.moc"
