// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/codeimage.h"
#include "app/kiosk/devicecamera.h"
#include "app/kiosk/filecamera.h"
#include "shared/crypto/random.h"
#include "shared/crypto/ticketcode.h"
#include "tests/app/kiosk/codepictures.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;
using ZXing::BarcodeFormat;

namespace {

QString ticket(std::uint64_t serial)
{
    SeededRandom random(4);
    TicketCode code;
    code.serial = serial;
    return QString::fromStdString(signTicket(code, SigningKey::make(random)));
}

/// A frame as cameras give them: brightness apart, or between colours.
QVideoFrame frameOf(const QImage &grey, QVideoFrameFormat::PixelFormat format)
{
    QVideoFrame frame(QVideoFrameFormat(grey.size(), format));
    if (!frame.map(QVideoFrame::WriteOnly))
        return {};
    const int stride = format == QVideoFrameFormat::Format_YUYV || format == QVideoFrameFormat::Format_UYVY ? 2 : 1;
    const int offset = format == QVideoFrameFormat::Format_UYVY ? 1 : 0;
    for (int plane = 0; plane < frame.planeCount(); ++plane)
        std::memset(frame.bits(plane), 128, static_cast<std::size_t>(frame.mappedBytes(plane)));
    for (int y = 0; y < grey.height(); ++y) {
        for (int x = 0; x < grey.width(); ++x)
            frame.bits(0)[y * frame.bytesPerLine(0) + x * stride + offset] = grey.constScanLine(y)[x];
    }
    frame.unmap();
    return frame;
}

} // namespace

class TestCamera : public QObject
{
    Q_OBJECT

public:
    static void initMain() { chooseMediaBackend(); }

private slots:
    void initTestCase() { initialiseCrypto(); }

    void codesAreReadAsPeopleHoldThem_data();
    void codesAreReadAsPeopleHoldThem();
    void whereItIsNotClearWhichNothingIsRead();
    void noPictureIsTooOdd();
    void framesOfEveryFormatAreRead_data();
    void framesOfEveryFormatAreRead();
    void aFrameIsReadInTime();
    void framesThatComeTooFastAreDropped();
    void aCameraThatIsNotThereIsSaidToBeMissing();
    void aFileIsWhatIsHeldUpNow();
    void eachFileOfAFolderIsHeldUpOnce();
    void choicesMeanWhatTheySay();
};

void TestCamera::codesAreReadAsPeopleHoldThem_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QImage>("picture");
    const QString own = ticket(1);
    QCOMPARE(own.size(), 154);
    const auto alone = [](const QImage &code, double degrees = 0, int noise = 0) {
        return scene({{QPoint(640, 360), code}}, degrees, noise);
    };
    QTest::newRow("as printed") << own << codePicture(own);
    QTest::newRow("on a telephone") << own << alone(codePicture(own));
    QTest::newRow("a little askew") << own << alone(codePicture(own), 17);
    QTest::newRow("upside down") << own << alone(codePicture(own), 180);
    QTest::newRow("inside noise") << own << alone(codePicture(own), 5, 60);
    QTest::newRow("small") << own << alone(codePicture(own, BarcodeFormat::QRCode, 150));
    QTest::newRow("as large as the frame") << own << alone(codePicture(own, BarcodeFormat::QRCode, 700));
    QTest::newRow("small letters") << u"k7rm2fa9x01b"_s << alone(codePicture(u"k7rm2fa9x01b"_s));
    QTest::newRow("Aztec") << u"W1-AZTEC-0042"_s << alone(codePicture(u"W1-AZTEC-0042"_s, BarcodeFormat::Aztec));
    QTest::newRow("PDF417") << u"W1-PDF-0042"_s << alone(codePicture(u"W1-PDF-0042"_s, BarcodeFormat::PDF417));
    QTest::newRow("Data Matrix") << u"W1-DM-0042"_s << alone(codePicture(u"W1-DM-0042"_s, BarcodeFormat::DataMatrix));
    QTest::newRow("Code 128") << u"KILL-100042"_s << alone(codePicture(u"KILL-100042"_s, BarcodeFormat::Code128, 500));
    QTest::newRow("EAN") << u"4006381333931"_s << alone(codePicture(u"4006381333931"_s, BarcodeFormat::EAN13, 400));
    QTest::newRow("ours beside another's")
        << own
        << scene({{QPoint(350, 360), codePicture(own)}, {QPoint(950, 360), codePicture(u"https://example.org"_s)}});
    QTest::newRow("the same twice") << own
                                    << scene({{QPoint(350, 360), codePicture(own)},
                                              {QPoint(950, 360), codePicture(own)}});
}

void TestCamera::codesAreReadAsPeopleHoldThem()
{
    QFETCH(QString, text);
    QFETCH(QImage, picture);
    const auto code = readCode(picture, Symbologies::All);
    QVERIFY(code);
    QCOMPARE(*code, text);
}

void TestCamera::whereItIsNotClearWhichNothingIsRead()
{
    QVERIFY(!readCode(scene({}, 0, 60), Symbologies::All));
    QVERIFY(!readCode(scene({{QPoint(350, 360), codePicture(ticket(1))}, {QPoint(950, 360), codePicture(ticket(2))}}),
                      Symbologies::All));
    QVERIFY(!readCode(
        scene({{QPoint(350, 360), codePicture(u"ONE-0001"_s)}, {QPoint(950, 360), codePicture(u"TWO-0002"_s)}}),
        Symbologies::All));
    QVERIFY(!readCode(codePicture(u"W1-AZTEC-0042"_s, BarcodeFormat::Aztec), Symbologies::Qr));
}

void TestCamera::noPictureIsTooOdd()
{
    for (const QSize &size : {QSize(0, 0), QSize(1, 1), QSize(3, 2000), QSize(4000, 20)}) {
        QImage picture(size, QImage::Format_Mono);
        picture.fill(1);
        QVERIFY(!readCode(picture, Symbologies::All));
    }
    QVERIFY(!readCode(QVideoFrame(), Symbologies::All));
}

void TestCamera::framesOfEveryFormatAreRead_data()
{
    QTest::addColumn<int>("format");
    QTest::newRow("NV12") << static_cast<int>(QVideoFrameFormat::Format_NV12);
    QTest::newRow("YUV420P") << static_cast<int>(QVideoFrameFormat::Format_YUV420P);
    QTest::newRow("YUYV") << static_cast<int>(QVideoFrameFormat::Format_YUYV);
    QTest::newRow("UYVY") << static_cast<int>(QVideoFrameFormat::Format_UYVY);
    QTest::newRow("Y8") << static_cast<int>(QVideoFrameFormat::Format_Y8);
}

void TestCamera::framesOfEveryFormatAreRead()
{
    QFETCH(int, format);
    const QString own = ticket(1);
    const QVideoFrame frame = frameOf(scene({{QPoint(640, 360), codePicture(own)}}, 5, 20),
                                      static_cast<QVideoFrameFormat::PixelFormat>(format));
    QVERIFY(frame.isValid());
    QCOMPARE(readCode(frame, Symbologies::Qr), std::optional(own));
}

void TestCamera::aFrameIsReadInTime()
{
    const QImage empty = scene({}, 0, 20);
    const QImage held = scene({{QPoint(640, 360), codePicture(ticket(1))}}, 5, 20);
    constexpr int kFrames = 20;
    QElapsedTimer timer;
    timer.start();
    for (int frame = 0; frame < kFrames; ++frame)
        QVERIFY(!readCode(empty, Symbologies::Qr));
    const double emptyMs = static_cast<double>(timer.restart()) / kFrames;
    for (int frame = 0; frame < kFrames; ++frame)
        QVERIFY(readCode(held, Symbologies::Qr));
    const double heldMs = static_cast<double>(timer.restart()) / kFrames;
    for (int frame = 0; frame < kFrames; ++frame)
        QVERIFY(!readCode(empty, Symbologies::All));
    const double allMs = static_cast<double>(timer.restart()) / kFrames;
    qInfo("a frame of 1280x720: QR %.1f ms with nothing in it, %.1f ms with a ticket; all kinds %.1f ms", emptyMs,
          heldMs, allMs);
    QVERIFY(heldMs < kFrameMs);
}

void TestCamera::framesThatComeTooFastAreDropped()
{
    DeviceCamera camera(u"no such camera"_s);
    QSignalSpy read(&camera, &Camera::codeRead);
    const QString own = ticket(1);
    const QImage held = scene({{QPoint(640, 360), codePicture(own)}});
    const QVideoFrame frames[] = {frameOf(held, QVideoFrameFormat::Format_NV12),
                                  frameOf(held, QVideoFrameFormat::Format_NV12)};
    for (int count = 0; count < 50; ++count)
        camera.sink()->setVideoFrame(frames[count % 2]);
    QTRY_COMPARE(read.size(), 1);
    QCOMPARE(read[0][0].toString(), own);
    QCOMPARE(camera.dropped(), 49);
    QCOMPARE(camera.condition(), CameraCondition::Watching);
    int count = 0;
    QTRY_VERIFY((camera.sink()->setVideoFrame(frames[++count % 2]), read.size() == 2)); // later ones are read again
}

void TestCamera::aCameraThatIsNotThereIsSaidToBeMissing()
{
    DeviceCamera camera(u"no such camera"_s);
    QCOMPARE(camera.condition(), CameraCondition::Missing);
    QCOMPARE(camera.name(), u"no such camera"_s);
}

void TestCamera::aFileIsWhatIsHeldUpNow()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"held.png"_s);
    FileCamera camera(path);
    QSignalSpy read(&camera, &Camera::codeRead);
    QTRY_COMPARE(camera.condition(), CameraCondition::Missing);
    const auto holdUp = [&](const QImage &picture) {
        return picture.save(path + u".part"_s, "PNG") && (!QFile::exists(path) || QFile::remove(path))
            && QFile::rename(path + u".part"_s, path);
    };
    QVERIFY(holdUp(codePicture(ticket(1))));
    QTRY_VERIFY(read.size() >= 3); // as long as it is held there
    QCOMPARE(camera.condition(), CameraCondition::Watching);
    QCOMPARE(read.last()[0].toString(), ticket(1));
    QVERIFY(holdUp(codePicture(ticket(2))));
    QTRY_COMPARE(read.last()[0].toString(), ticket(2));
    QVERIFY(QFile::remove(path));
    QTRY_COMPARE(camera.condition(), CameraCondition::Missing);
}

void TestCamera::eachFileOfAFolderIsHeldUpOnce()
{
    QTemporaryDir folder;
    QVERIFY(codePicture(ticket(2)).save(folder.filePath(u"2.png"_s)));
    QVERIFY(codePicture(ticket(1)).save(folder.filePath(u"1.png"_s)));
    QVERIFY(codePicture(ticket(9)).save(folder.filePath(u".hidden.png"_s)));
    QFile broken(folder.filePath(u"0.png"_s));
    QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("no picture") > 0);
    broken.close();
    FileCamera camera(folder.path());
    QSignalSpy read(&camera, &Camera::codeRead);
    QTRY_COMPARE(read.size(), 2);
    QVERIFY(codePicture(ticket(3)).save(folder.filePath(u".3.png"_s)));
    QVERIFY(QFile::rename(folder.filePath(u".3.png"_s), folder.filePath(u"0-late.png"_s)));
    QTRY_COMPARE(read.size(), 3);
    QCOMPARE(read[0][0].toString(), ticket(1));
    QCOMPARE(read[1][0].toString(), ticket(2));
    QCOMPARE(read[2][0].toString(), ticket(3));
}

void TestCamera::choicesMeanWhatTheySay()
{
    QTemporaryDir folder;
    QVERIFY(!makeCamera(u"none"_s));
    QVERIFY(dynamic_cast<FileCamera *>(makeCamera(folder.path()).get()));
    QVERIFY(dynamic_cast<FileCamera *>(makeCamera(folder.filePath(u"not-yet.png"_s)).get()));
    QVERIFY(dynamic_cast<DeviceCamera *>(makeCamera(u"auto"_s).get()));
    QVERIFY(dynamic_cast<DeviceCamera *>(makeCamera(u"Logitech"_s).get()));
}

QTEST_MAIN(TestCamera)
#include "tst_camera.moc"
