#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that each rule of check.py can fail: bad samples and the rule each must break, and good ones that must pass."""
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import check  # noqa: E402

HEAD = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
ARROWS = check.Arrows.parse((check.ROOT / "tests/tidy/arrows").read_text())


def broken(path, text):
    """The rules that a file breaks in a house of a few headers. Its own folder's CMakeLists.txt names it."""
    folder, name = path.rsplit("/", 1)
    files = {
        "shared/model/id.h": HEAD + "#pragma once\n",
        "shared/venue/gates.h": HEAD + "#pragma once\n",
        "shared/ticketing/tickets.h": HEAD + "#pragma once\n",
        "shared/protocol/frame.h": HEAD + "#pragma once\n",
        "server/engine/engine.h": HEAD + "#pragma once\n",
        "server/venue/gatehandlers.h": HEAD + "#pragma once\n",
        "app/ui/theme.h": HEAD + "#pragma once\n",
        "app/venue/plan.h": HEAD + "#pragma once\n",
        folder + "/CMakeLists.txt": "# SPDX-License-Identifier: GPL-3.0-or-later\n" + name + "\n",
        path: text,
    }
    return {problem.rule for problem in check.check(files, ARROWS) if problem.path in files}


# What is wrong, the file it stands in, its text below the licence line, the rule it breaks.
BAD = [
    ("app includes server", "app/venue/plan.cpp", '#include "server/engine/engine.h"', "arrows"),
    ("server includes app", "server/venue/a.cpp", '#include "app/ui/theme.h"', "arrows"),
    ("shared includes server", "shared/venue/a.cpp", '#include "server/engine/engine.h"', "arrows"),
    ("shared includes app", "shared/replica/a.cpp", '#include "app/ui/theme.h"', "arrows"),
    ("a server noun includes another one", "server/ticketing/a.cpp", '#include "server/venue/gatehandlers.h"', "arrows"),
    ("an app noun includes another one", "app/ticketing/a.cpp", '#include "app/venue/plan.h"', "arrows"),
    ("a noun against the graph", "shared/venue/a.cpp", '#include "shared/ticketing/tickets.h"', "arrows"),
    ("a room that knows a noun", "shared/protocol/a.cpp", '#include "shared/venue/gates.h"', "arrows"),
    ("the rehearsal sees the server", "app/rehearsal/a.cpp", '#include "server/engine/engine.h"', "arrows"),
    ("a folder nobody listed", "server/misc/a.cpp", "", "arrows"),
    ("a file beside the folders", "server/main.cpp", "", "arrows"),
    ("a noun knows Qt", "shared/venue/a.cpp", "#include <QString>", "std"),
    ("the model knows Qt", "shared/model/a.cpp", "#include <QtCore/QtCore>", "std"),
    ("a short include", "shared/venue/a.cpp", '#include "gates.h"', "include"),
    ("an include from the folder above", "tests/shared/a.cpp", '#include "../model/id.h"', "include"),
    ("a test sleeps", "tests/server/tst_a.cpp", "    QTest::qWait(100);", "sleep"),
    ("a thread sleeps", "server/engine/a.cpp", "std::this_thread::sleep_for(1s);", "sleep"),
    ("an exemption without a reason", "server/engine/a.cpp", "sleep(1); // tidy: sleep", "sleep"),
    ("an exemption from another rule", "server/engine/a.cpp", "sleep(1); // tidy: loop, why not", "sleep"),
    ("sender()", "app/ui/a.cpp", "auto *button = qobject_cast<QPushButton *>(sender());", "sender"),
    ("sender() kept", "app/ui/a.cpp", "QObject *from = sender();", "sender"),
    ("connect by string", "app/ui/a.cpp", "connect(a, SIGNAL(clicked()), this, SLOT(close()));", "connect"),
    ("QHttpServer", "server/gateway/a.cpp", "QHttpServer server;", "http"),
    ("plain secrets", "server/keyring/a.cpp", "job.setInsecureFallback(true);", "keychain"),
    ("a nested loop", "app/ui/a.cpp", "QEventLoop loop;", "loop"),
    ("a pumped loop", "app/ui/a.cpp", "QCoreApplication::processEvents();", "loop"),
    ("waiting on a socket", "app/link/a.cpp", "socket.waitForConnected(3000);", "blocking"),
    ("a singleton", "app/ui/a.h", "#pragma once\nstatic Theme &instance();", "instance"),
    ("a rule reads the clock", "shared/admission/a.cpp", "const auto now = std::chrono::system_clock::now();", "clock"),
    ("a rule asks Qt's clock", "shared/admission/a.cpp", "QDateTime::currentDateTimeUtc()", "clock"),
    ("a rule throws dice", "shared/ticketing/a.cpp", "std::random_device device;", "chance"),
    ("the server speaks", "server/venue/a.cpp", 'tr("Full")', "words"),
    ("a second listener", "server/monitoring/a.cpp", "QTcpServer m_server;", "sockets"),
    ("a manager", "app/ui/a.h", "#pragma once\nclass ThemeManager\n{\n};", "naming"),
    ("SQL in a handler", "server/venue/a.cpp", 'db.prepare("SELECT id FROM gates");', "sql"),
    ("SQL over two lines", "server/venue/a.cpp", 'db.run(R"(\n  insert into\n  gates values(1))");', "sql"),
    ("a pragma in the app", "app/kiosk/a.cpp", 'db.run("PRAGMA user_version");', "sql"),
    ("blanks at the end", "app/ui/a.cpp", "int a;  ", "space"),
    ("a header without pragma", "app/ui/a.h", "int a();", "pragma"),
    ("a machine's path", "app/ui/a.cpp", 'open("/home/jo/event.gatehouse");', "machine"),
    ("a folder at the top", "utils/a.cpp", "", "top"),
]

GOOD = [
    ("arrows as listed", "server/ticketing/a.cpp", '#include "shared/venue/gates.h"\n#include "server/engine/engine.h"'),
    ("its own folder", "app/venue/a.cpp", '#include "app/venue/plan.h"'),
    ("the control room sees both", "app/control/main.cpp", '#include "server/engine/engine.h"\n#include "app/venue/plan.h"'),
    ("a test sees all", "tests/server/a.cpp", '#include "app/venue/plan.h"\n#include "server/engine/engine.h"'),
    ("moc's own file", "tests/server/a.cpp", '#include "a.moc"'),
    ("Qt where it may be", "shared/protocol/a.cpp", "#include <QByteArray>"),
    ("a comment names what is banned", "server/engine/a.cpp", "// never sleep(1), nor sender()\nint a; /* QEventLoop loop; */"),
    ("a string names what is banned", "app/ui/a.cpp", 'log("sleep(1) and \\" sender()");'),
    ("an exemption says why", "server/engine/a.cpp", "sleep(1); // tidy: sleep, the peer offers no signal"),
    ("a sender of commands", "server/engine/a.cpp", "const SenderId who = envelope.sender(); SenderId sender() const;"),
    ("words for people are not SQL", "app/ui/a.cpp", 'tr("Select a gate from the list"), tr("Update set of lists")'),
    ("SQL in the store", "server/store/a.cpp", 'db.prepare("SELECT id FROM gates");'),
    ("digit separators are no characters", "shared/model/a.cpp", "int a = 1'000; // it's\nint b = 2'000;"),
    ("a forward declaration is Qt's business", "app/ui/a.h", "#pragma once\nclass QMimeData;"),
    ("a fallback refused", "server/keyring/a.cpp", "job.setInsecureFallback(false);"),
    ("a link is no machine's path", "app/ui/a.cpp", 'open("https://example.org/home/page");'),
]


class Samples(unittest.TestCase):
    def test_bad_samples_fail(self):
        for what, path, text, rule in BAD:
            with self.subTest(what):
                self.assertIn(rule, broken(path, HEAD + text + "\n"))

    def test_good_samples_pass(self):
        for what, path, text in GOOD:
            with self.subTest(what):
                self.assertEqual(set(), broken(path, HEAD + text + "\n"))

    def test_every_rule_has_a_bad_sample(self):
        self.assertEqual({rule.name for rule in check.RULES}, {row[3] for row in BAD} & {rule.name for rule in check.RULES})

    def test_licence(self):
        self.assertEqual({"licence"}, broken("app/ui/a.cpp", "int a;\n"))

    def test_two_types_of_a_name(self):
        text = HEAD + "#pragma once\nnamespace gatehouse {\nstruct %s;\n%s\n{\n};\n}\n"
        files = {"app/ui/a.h": text % ("SpaceView", "struct SpaceView"), "server/store/b.h": text % ("Other", "class SpaceView")}
        self.assertEqual(["server/store/b.h:5"], [f"{each.path}:{each.line}" for each in check.check_names(files)])
        files["server/store/b.h"] = (text % ("Other", "class SpaceView")).replace("namespace gatehouse", "namespace gatehouse::rows")
        self.assertEqual([], list(check.check_names(files)))

    def test_a_count_without_its_words(self):
        known = '<message numerus="yes">\n<source>%s</source>'
        files = {"translations/control_en.ts": known % "%n scan(s) of &quot;one&quot;", "translations/kiosk_en.ts": known % "%n second(s)",
                 "app/doors/a.cpp": HEAD + 'tr("%n scan(s) "\n   "of \\"one\\"", nullptr, 1);\ntr("%n entry", nullptr, 1); tr("100 %");\n',
                 "app/kiosk/a.cpp": HEAD + 'tr("%n second(s)", nullptr, 1);\ntr("%n scan(s)", nullptr, 1);\n'}
        self.assertEqual(["app/doors/a.cpp:4", "app/kiosk/a.cpp:3"],
                         [f"{each.path}:{each.line}" for each in check.check_plurals(files)])

    def test_undeclared_source(self):
        files = {"app/ui/a.cpp": HEAD, "app/ui/CMakeLists.txt": "# SPDX-License-Identifier: GPL-3.0-or-later\ndata.cpp\n"}
        self.assertEqual(["declared"], [problem.rule for problem in check.check(files, ARROWS) if problem.path in files])


class ArrowList(unittest.TestCase):
    def problems(self, text):
        return [problem.text for problem in check.check_house(check.Arrows.parse(text))]

    def test_circle(self):
        self.assertEqual(["a circle: shared/a → shared/b → shared/a"],
                         self.problems("shared/a: shared/b\nshared/b: shared/a"))

    def test_wrong_way(self):
        self.assertEqual(["shared/a → server/b points the wrong way"], self.problems("shared/a: server/b\nserver/b:"))
        self.assertEqual(["server/b → app/a points the wrong way"], self.problems("app/a:\nserver/b: app/a"))

    def test_only_control_sees_the_server(self):
        self.assertEqual(["app/a → server/b: only app/control sees the server"], self.problems("app/a: server/b\nserver/b:"))
        self.assertEqual([], self.problems("app/control: server/b\nserver/b:"))

    def test_folder_without_a_line(self):
        self.assertEqual(["shared/a → shared/b: shared/b has no line of its own"], self.problems("shared/a: shared/b"))

    def test_unreadable_lists(self):
        for text in ("shared/a shared/b", "shared/a: nowhere", "shared/a:\nshared/a:"):
            with self.subTest(text), self.assertRaises(ValueError):
                check.Arrows.parse(text)

    def test_words(self):
        arrows = check.Arrows.parse("all = shared/a shared/b\nstd: all\nshared/a:\nshared/b:\nserver/c: all")
        self.assertEqual({"shared/a", "shared/b"}, arrows.targets["server/c"])
        self.assertEqual({"shared/a", "shared/b"}, arrows.std)


if __name__ == "__main__":
    unittest.main()
