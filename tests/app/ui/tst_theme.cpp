// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/theme.h"

#include "app/ui/figures.h"
#include "app/ui/figuretile.h"
#include "app/ui/icons.h"

#include <QApplication>
#include <QTest>
#include <QTextLayout>
#include <QVector3D>

using namespace gatehouse;

namespace {

/// What a person without green cones sees, as sRGB: Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
QVector3D deuteranope(const QColor &colour)
{
    const auto linear = [](float part) {
        return part <= 0.04045f ? part / 12.92f : std::pow((part + 0.055f) / 1.055f, 2.4f);
    };
    const auto shown = [](float part) { return part <= 0 ? 0 : std::pow(std::min(part, 1.0f), 1 / 2.2f); };
    const float r = linear(colour.redF()), g = linear(colour.greenF()), b = linear(colour.blueF());
    return {shown(0.367322f * r + 0.860646f * g - 0.227968f * b), shown(0.280085f * r + 0.672501f * g + 0.047413f * b),
            shown(-0.011820f * r + 0.042940f * g + 0.968881f * b)};
}

const char *schemeName(ColourScheme scheme)
{
    switch (scheme) {
    case ColourScheme::Dark:
        return "dark";
    case ColourScheme::Light:
        return "light";
    case ColourScheme::HighContrast:
        return "high contrast";
    }
    return "";
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

private slots:
    void contrastHolds_data();
    void contrastHolds();
    void statesStayApartWithoutGreenCones_data() { contrastHolds_data(); }
    void statesStayApartWithoutGreenCones();
    void textSizeIsHeldWithinBounds();
    void figuresAreTabular();
    void widgetsHearOfAChange();
    void aLongSentenceDoesNotWidenItsTile();
    void iconsTakeTheColourAskedFor();
    void markupInALabelStaysText();
    void aForeignSentenceKeepsItsFullStop();
};

void TestTheme::contrastHolds_data()
{
    QTest::addColumn<int>("scheme");
    for (const auto scheme : {ColourScheme::Dark, ColourScheme::Light, ColourScheme::HighContrast})
        QTest::newRow(schemeName(scheme)) << static_cast<int>(scheme);
}

void TestTheme::contrastHolds()
{
    QFETCH(int, scheme);
    const Theme theme(static_cast<ColourScheme>(scheme));
    for (const QColor &behind : {theme.ground, theme.panel, theme.raised})
        QVERIFY2(contrast(theme.text, behind) >= 7, qPrintable(behind.name()));
    for (const QColor &behind : {theme.ground, theme.panel}) {
        QVERIFY2(contrast(theme.quietText, behind) >= 4.5, qPrintable(behind.name()));
        QVERIFY2(contrast(theme.accent, behind) >= 4.5, qPrintable(behind.name()));
        for (const State state : kStates)
            QVERIFY2(contrast(theme.state(state), behind) >= 4.5, qPrintable(theme.state(state).name()));
    }
    QVERIFY(contrast(theme.onAccent, theme.accent) >= 4.5);
    for (const State state : kStates) {
        QVERIFY2(contrast(theme.onState(state), theme.state(state)) >= 4.5, qPrintable(stateWord(state)));
        QVERIFY2(contrast(theme.text, theme.stateFill(state)) >= 4.5, qPrintable(stateWord(state)));
    }
}

void TestTheme::statesStayApartWithoutGreenCones()
{
    QFETCH(int, scheme);
    const Theme theme(static_cast<ColourScheme>(scheme));
    for (const State one : kStates)
        for (const State other : kStates)
            if (one != other)
                QVERIFY2((deuteranope(theme.state(one)) - deuteranope(theme.state(other))).length() > 0.12f,
                         qPrintable(stateWord(one) + u'/' + stateWord(other)));
}

void TestTheme::textSizeIsHeldWithinBounds()
{
    QCOMPARE(Theme(ColourScheme::Dark, 20).textPercent(), 100);
    QCOMPARE(Theme(ColourScheme::Dark, 900).textPercent(), 200);
    QCOMPARE(Theme(ColourScheme::Dark, 200).pixels(TypeStep::Body), 28);
}

void TestTheme::figuresAreTabular()
{
    const QFontMetricsF metrics(Theme().font(TypeStep::Figure));
    QCOMPARE(figuresWidth(metrics, QStringLiteral("11,111")), figuresWidth(metrics, QStringLiteral("48,890")));
    QVERIFY(figuresWidth(metrics, QStringLiteral("1")) < figuresWidth(metrics, QStringLiteral("11")));
}

void TestTheme::widgetsHearOfAChange()
{
    applyTheme(*qApp, Theme(ColourScheme::Dark));
    FigureTile tile;
    tile.setView({.caption = QStringLiteral("Inside"), .figure = QStringLiteral("1,204")});
    tile.show();
    const QSize small = tile.sizeHint();
    QCOMPARE(themeOf(tile).scheme(), ColourScheme::Dark);
    applyTheme(*qApp, Theme(ColourScheme::Light, 200));
    QCOMPARE(themeOf(tile).scheme(), ColourScheme::Light);
    QVERIFY(tile.sizeHint().width() > small.width());
    QTRY_COMPARE(tile.palette().color(QPalette::Base), Theme(ColourScheme::Light).panel);
}

void TestTheme::aLongSentenceDoesNotWidenItsTile()
{
    FigureTile tile;
    FigureView view{.caption = QStringLiteral("Inside"), .figure = QStringLiteral("1,204")};
    view.word = QStringLiteral("Exhibition: 536 too many");
    tile.setView(view);
    const int width = tile.sizeHint().width();
    view.word += QStringLiteral(", Food court: 224 too many, Makers' yard: 47 too many, Studio: 152 too many");
    tile.setView(view);
    QVERIFY(tile.sizeHint().width() < 2 * width);
    QVERIFY(tile.toolTip().contains(QStringLiteral("Studio: 152 too many"))); // but is there whole
}

void TestTheme::iconsTakeTheColourAskedFor()
{
    QVERIFY(lineIcon(QStringLiteral("no-such-icon")).isNull());
    const QImage image = linePixmap(QStringLiteral("door-open"), QColor(0xff, 0, 0), 48).toImage();
    bool sawRed = false;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            QVERIFY(pixel.alpha() < 32 || (pixel.red() > 200 && pixel.green() < 40));
            sawRed = sawRed || pixel.alpha() > 200;
        }
    QVERIFY(sawRed);
}

void TestTheme::markupInALabelStaysText()
{
    QWidget parent;
    const auto *label = plainLabel(&parent, QStringLiteral("<img src='file:///etc/hostname'><b>x"));
    QCOMPARE(label->textFormat(), Qt::PlainText);
}

void TestTheme::aForeignSentenceKeepsItsFullStop()
{
    const auto stopAt = [](const QString &words) {
        QTextLayout layout(words);
        QTextOption option;
        option.setTextDirection(Qt::RightToLeft);
        layout.setTextOption(option);
        layout.beginLayout();
        QTextLine line = layout.createLine();
        line.setLineWidth(500);
        layout.endLayout();
        const auto stop = words.indexOf(u'.');
        return std::pair(line.cursorToX(static_cast<int>(stop)), line.cursorToX(static_cast<int>(words.indexOf(u'b'))));
    };
    const QString words = QStringLiteral("A badge waits.");
    const auto [bare, bareWord] = stopAt(words);
    const auto [kept, keptWord] = stopAt(inOwnDirection(words));
    QVERIFY2(kept > keptWord, "at the end of an English sentence");
    QVERIFY2(bare < bareWord, "before it, without the isolate");
    QCOMPARE(inOwnDirection(QString()), QString());
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
