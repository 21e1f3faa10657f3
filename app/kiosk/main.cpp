// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/devicekey.h"
#include "app/kiosk/kiosk.h"
#include "app/kiosk/kioskarguments.h"
#include "app/kiosk/programmeline.h"
#include "app/kiosk/verdictline.h"
#include "app/link/websocketlink.h"
#include "shared/crypto/random.h"

#include <QApplication>
#include <QDir>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

using namespace gatehouse;

namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongCall = 2;
/// With a disk that cannot be used; then the service manager starts us anew.
constexpr std::chrono::seconds kTryAgain{30};

int refuse(const std::string &why, int code)
{
    (void)std::fprintf(stderr, "gatehouse-kiosk: %s\n", why.c_str());
    return code;
}

/// Ctrl+C and termination come as ordinary events. Before any thread starts, so that none takes them.
int signalsAsFile()
{
    (void)std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is a full disk, not our end
    (void)std::signal(SIGPIPE, SIG_IGN);
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigprocmask(SIG_BLOCK, &ending, nullptr);
    return signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
}

/// Nobody who reads our lines slowly may hold the kiosk up: such a one misses some.
void printLine(const std::string &line)
{
    pollfd out{STDOUT_FILENO, POLLOUT, 0};
    if (poll(&out, 1, 0) == 1 && (out.revents & POLLOUT) != 0)
        (void)!write(STDOUT_FILENO, line.data(), line.size()); // less than a pipe takes at once
}

/// The kiosk's window is closed by staff, not by the desktop.
class StaysOpen final : public QObject
{
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() != QEvent::Close)
            return false;
        event->ignore();
        return true;
    }
};

ReplicaOptions replicaOptions(const KioskArguments &arguments, const DeviceKey &key, const QString &folder)
{
    ReplicaOptions options;
    options.makeLink = [url = arguments.sync] {
        return std::make_unique<WebSocketLink>(WebSocketAddress{url, QSslConfiguration::defaultConfiguration()});
    };
    options.client.token = key.token;
    options.client.program = "gatehouse-kiosk " GATEHOUSE_VERSION;
    options.client.wants = Wants::Live | Wants::Kiosk;
    options.folder = folder;
    options.keepsRows = true;
    options.deviceKey = key.filesKey;
    return options;
}

void showFace(KioskFace &face, bool isWindowed)
{
    face.setWindowTitle(QStringLiteral("Gatehouse"));
    if (isWindowed) {
        // In the lower left, so that map, figures and feed of a control room on the same screen stay in sight.
        const QRect free = face.screen()->availableGeometry();
        const QSize size = QSize(1280, 800).boundedTo(QSize(free.width() * 2 / 5, free.height() / 2));
        face.resize(size.expandedTo(face.minimumSizeHint()));
        face.move(free.left() + 16, free.bottom() - face.height() - 48);
        face.show();
        return;
    }
    face.installEventFilter(new StaysOpen(&face));
    QApplication::setOverrideCursor(Qt::BlankCursor); // fingers need none
    face.setWindowFlag(Qt::FramelessWindowHint);
    face.showFullScreen();
}

int run(const KioskArguments &arguments, const DeviceKey &key, StaffCode staffCode, int signalFile)
{
    // Each device has a folder of its own: paired anew, the machine begins anew and touches nothing of before.
    const QString folder = arguments.folder + QLatin1Char('/') + QString::fromStdString(key.device.toString());
    if (!QDir().mkpath(folder))
        return refuse("the folder cannot be made: " + folder.toStdString(), kFailed);
    QFile::setPermissions(arguments.folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);

    SecureRandom random;
    Replica replica(replicaOptions(arguments, key, folder));
    KioskFace face;
    KioskOptions options;
    options.direction = arguments.direction;
    options.language = arguments.language;
    options.staffCode = std::move(staffCode);
    options.camera = makeCamera(arguments.camera);
    options.places.folder = folder;
    Kiosk kiosk(replica, random, face, std::move(options));
    QObject::connect(&kiosk, &Kiosk::exitWanted, qApp, [] { QApplication::exit(kDone); });
    if (arguments.printsVerdicts)
        QObject::connect(&kiosk, &Kiosk::shown, qApp,
                         [](const LaneShown &shown) { printLine(verdictLine(shown, deviceTime().wall)); });
    if (arguments.printsProgramme)
        QObject::connect(&kiosk, &Kiosk::nowNextShown, qApp,
                         [](const KioskNowNext &nowNext) { printLine(programmeLine(nowNext, deviceTime().wall)); });
    QObject::connect(&replica, &Replica::failed, qApp, [&folder](const Failure &failure) {
        if (failure.fault == Fault::Unavailable) {
            QApplication::exit(refuse("another kiosk uses " + folder.toStdString(), kFailed));
            return;
        }
        refuse("what waits to be sent cannot be opened: " + describe(failure), kFailed);
        QTimer::singleShot(kTryAgain, qApp, [] { QApplication::exit(kFailed); });
    });
    QSocketNotifier signalled(signalFile, QSocketNotifier::Read);
    QObject::connect(&signalled, &QSocketNotifier::activated, qApp, [] { QApplication::exit(kDone); });
    showFace(face, arguments.isWindowed);
    kiosk.start();
    return QApplication::exec();
}

int answerWish(const KioskArguments &arguments, int &argc, char **argv)
{
    QCoreApplication application(argc, argv); // no screen is needed for words
    if (arguments.wish == KioskArguments::Wish::ShowHelp)
        (void)std::fputs(qPrintable(kioskHelp()), stdout);
    else
        (void)std::puts("gatehouse-kiosk " GATEHOUSE_VERSION);
    return kDone;
}

} // namespace

int main(int argc, char **argv)
{
    const int signalFile = signalsAsFile();
    QStringList words;
    for (int index = 0; index < argc; ++index)
        words += QString::fromLocal8Bit(argv[index]);
    const auto arguments = readKioskArguments(words);
    if (!arguments)
        return refuse(arguments.error().detail + " (see --help)", kWrongCall);
    if (arguments->wish != KioskArguments::Wish::Run)
        return answerWish(*arguments, argc, argv);
    initialiseCrypto();
    const QString keyFile = deviceKeyFile(arguments->keyFile);
    if (keyFile.isEmpty())
        return refuse("no device key: pair this kiosk, then give --key-file (see --help)", kWrongCall);
    const auto key = readDeviceKey(keyFile);
    if (!key)
        return refuse("the device key: " + key.error().detail, kWrongCall);
    SecureRandom random;
    auto staffCode = arguments->staffCodeFile.isEmpty() ? Result<StaffCode>(StaffCode())
                                                        : StaffCode::fromFile(arguments->staffCodeFile, random);
    if (!staffCode)
        return refuse("the staff code: " + staffCode.error().detail, kWrongCall);

    chooseMediaBackend();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("gatehouse-kiosk"));
    QApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    applyTheme(application, Theme(ColourScheme::Dark));
    return run(*arguments, *key, std::move(*staffCode), signalFile);
}
