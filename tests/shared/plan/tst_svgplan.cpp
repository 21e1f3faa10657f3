// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "shared/plan/svgplan.h"

#include <QElapsedTimer>
#include <QFile>
#include <QXmlStreamReader>

using namespace gatehouse;

namespace {

QByteArray inSvg(const QByteArray &content)
{
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 10 "
           "20\">\n"
        + content + "</svg>";
}

QByteArray nested(int levels)
{
    return inSvg(QByteArray("<g>").repeated(levels) + QByteArray("</g>").repeated(levels));
}

} // namespace

class TestSvgPlan : public QObject
{
    Q_OBJECT

private slots:
    void refuses_data();
    void refuses();
    void leavesOut_data();
    void leavesOut();
    void keepsShapesAndWords();
    void cleaningTwiceChangesNothing();
    void takesTheConventionCentre();
};

void TestSvgPlan::refuses_data()
{
    QTest::addColumn<QByteArray>("svg");
    QTest::addColumn<int>("fault");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QByteArray &svg, Fault fault, const QByteArray &says = "line ") {
        QTest::newRow(name) << svg << static_cast<int>(fault) << says;
    };
    row("billion laughs", "<!DOCTYPE svg [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>\n" + inSvg("<text>&b;</text>"),
        Fault::Invalid);
    row("entities that name each other",
        "\n<!DOCTYPE svg [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>" + inSvg("<text>&a;</text>"), Fault::Invalid,
        "line 2");
    row("external document type", "<!DOCTYPE svg SYSTEM \"file:///dev/zero\">" + inSvg(""), Fault::Invalid);
    row("unknown entity", inSvg("<text>&passwd;</text>"), Fault::Malformed, "line 2");
    row("compressed", "\x1f\x8b\x08 and so on", Fault::Unsupported);
    row("not XML", "GIF89a", Fault::Malformed);
    row("empty", "", Fault::Malformed);
    row("cut off", inSvg("<g>").chopped(6), Fault::Malformed);
    row("UTF-16", QByteArray("\xff\xfe<\0s\0v\0g\0", 10), Fault::Malformed);
    row("not an SVG", "<html/>", Fault::Invalid);
    row("no size", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", Fault::Invalid);
    row("a thousand million wide", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1e9 1e9\"/>",
        Fault::Invalid);
    row("2,049 nested groups", nested(2049), Fault::TooLarge);
    row("one group too deep", nested(kMaxPlanDepth), Fault::TooLarge);
    row("too many elements", inSvg(QByteArray("<g/>").repeated(kMaxPlanElements)), Fault::TooLarge);
    row("a number out of bounds", inSvg("<path d=\"M0 0 L1e9 5\"/>"), Fault::Invalid, "line 2");
    row("script in a path", inSvg("<path d=\"M0 0 javascript:alert(1)\"/>"), Fault::Invalid);
    QByteArray many = "<g";
    for (int index = 0; index <= kMaxPlanAttributes; ++index)
        many += " a" + QByteArray::number(index) + "=\"\"";
    row("too many attributes", inSvg(many + "/>"), Fault::TooLarge);
    row("too many bytes", QByteArray(9 * 1024 * 1024, ' '), Fault::TooLarge, "bytes");
}

void TestSvgPlan::refuses()
{
    QFETCH(QByteArray, svg);
    QFETCH(int, fault);
    QFETCH(QByteArray, says);
    QElapsedTimer timer;
    timer.start();
    const auto plan = cleanSvgPlan(svg);
    QVERIFY(!plan);
    QCOMPARE(static_cast<int>(plan.error().fault), fault);
    QVERIFY2(plan.error().detail.find(says.toStdString()) != std::string::npos, plan.error().detail.c_str());
    QVERIFY(timer.elapsed() < 5000);
}

void TestSvgPlan::leavesOut_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("gone");
    const auto row = [](const char *name, const QByteArray &content, const QByteArray &gone) {
        QTest::newRow(name) << content << gone;
    };
    row("script", "<script>alert(1)</script>", "alert");
    row("script in a foreign namespace", "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">alert(1)</x:script>",
        "alert");
    row("handler", "<rect onload=\"alert(1)\" width=\"1\" height=\"1\"/>", "onload");
    row("style sheet", "<style>@import url(http://example.org/x.css);</style>", "import");
    row("style sheet instruction", "<?xml-stylesheet href=\"file:///dev/zero\"?>", "stylesheet");
    row("linked picture", "<image xlink:href=\"http://example.org/x.png\"/>", "image");
    row("embedded picture", "<image href=\"data:image/png;base64,AAAA\"/>", "data:");
    row("reference", "<use xlink:href=\"#unit\"/>", "use");
    row("link", "<a xlink:href=\"javascript:alert(1)\"><rect width=\"1\" height=\"1\"/></a>", "javascript");
    row("foreign object", "<foreignObject><iframe src=\"http://example.org\"/></foreignObject>", "iframe");
    row("gradient by address", "<rect fill=\"url(http://example.org/#a)\" width=\"1\" height=\"1\"/>", "url");
    row("address in a style", "<rect style=\"fill:url(#a);stroke:#123\" width=\"1\" height=\"1\"/>", "url");
    row("tiny dashes", "<rect stroke-dasharray=\"1e-5\" width=\"1\" height=\"1\"/>", "dash");
    row("filter", "<filter id=\"f\"><feImage href=\"x\"/></filter>", "feImage");
    row("animation", "<rect width=\"1\" height=\"1\"><animate attributeName=\"href\" values=\"x\"/></rect>", "animate");
    row("comment", "<!-- made by somebody -->", "somebody");
    row("transform that is none", "<g transform=\"expression(1)\"/>", "expression");
}

void TestSvgPlan::leavesOut()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, gone);
    const auto plan = cleanSvgPlan(inSvg(content + "<circle cx=\"5\" cy=\"5\" r=\"2\"/>"));
    QVERIFY2(plan, plan ? "" : plan.error().detail.c_str());
    QVERIFY2(!plan->svg.contains(gone), plan->svg.constData());
    QVERIFY(plan->svg.contains("<circle cx=\"5\" cy=\"5\" r=\"2\""));
}

void TestSvgPlan::keepsShapesAndWords()
{
    const auto plan =
        cleanSvgPlan(inSvg("<g transform=\"translate(1 2) rotate(45)\" style=\"fill:#aabbcc; stroke-width:0.5px\">"
                           "<title>Hall &lt;2&gt;</title><path d=\"M0,0l1.5-2.5e1z\" fill-rule=\"evenodd\"/>"
                           "<text x=\"1mm\" y=\"2\">Größe 会場</text></g>"));
    QVERIFY(plan);
    QCOMPARE(plan->size, QSizeF(10, 20));
    QCOMPARE(plan->leftOut, 0);
    for (const char *kept : {"translate(1 2) rotate(45)", "fill=\"#aabbcc\"", "stroke-width=\"0.5\"", "Hall &lt;2&gt;",
                             "M0,0l1.5-2.5e1z", "evenodd", "Größe 会場", "x=\"1\"", "viewBox=\"0 0 10 20\""})
        QVERIFY2(plan->svg.contains(kept), kept);
}

void TestSvgPlan::cleaningTwiceChangesNothing()
{
    const auto once = cleanSvgPlan(inSvg("<g><rect width=\"1\" height=\"1\" id=\"a\"/><script/><text>x</text></g>"));
    QVERIFY(once);
    const auto twice = cleanSvgPlan(once->svg);
    QVERIFY(twice);
    QCOMPARE(twice->svg, once->svg);
    QCOMPARE(twice->leftOut, 0);
}

void TestSvgPlan::takesTheConventionCentre()
{
    QFile file(qEnvironmentVariable("GATEHOUSE_SOURCE")
               + QStringLiteral("/../shared/data/venue/convention_centre_level.svg"));
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("no shared/data beside the source");
    const auto plan = cleanSvgPlan(file.readAll());
    QVERIFY2(plan, plan ? "" : plan.error().detail.c_str());
    QCOMPARE(plan->size, QSizeF(223.3, 304.6));
    QCOMPARE(plan->leftOut, 0);
    QVERIFY(plan->svg.count("<path") > 50);
    QVERIFY(plan->svg.contains("data-category"));
}

QTEST_GUILESS_MAIN(TestSvgPlan)
#include "tst_svgplan.moc"
