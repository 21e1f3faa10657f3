#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a machine can check of the house's style: arrows between folders, licence lines, banned calls, where SQL may stand.

    tests/tidy/check.py            checks every file of the repository; prints FILE:LINE: [RULE] what is wrong
    tests/tidy/check.py --rules    prints the rules

Where a rule does not hold, the line carries a comment that names it and says why:  // tidy: sleep, the peer has no signal
tests/tidy/tst_check.py shows each rule failing on a bad sample.
"""
import html
import pathlib
import re
import subprocess
import sys
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    "CMakeLists.txt", "app", "server", "shared", "resources", "translations", "installer", "tests",  # the house
    "README.md", "CMakePresets.json", "LICENSE", "CHANGELOG.md",  # where convention looks for them
}
CPP = (".cpp", ".h")
SCRIPTS = (".py", ".sh", ".mjs", ".js", ".ts", ".cmake", ".css")


@dataclass(frozen=True)
class Problem:
    path: str
    line: int
    rule: str
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: [{self.rule}] {self.text}"


# --- arrows ---------------------------------------------------------------------------------------------------------


@dataclass
class Arrows:
    """The list in tests/tidy/arrows: what each folder may include, and which folders know nothing of Qt."""

    targets: dict = field(default_factory=dict)
    std: set = field(default_factory=set)

    @staticmethod
    def parse(text):
        arrows, words = Arrows(), {}
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("#")[0].strip()
            if not line:
                continue
            match = re.fullmatch(r"([\w/-]+)\s*([:=])\s*(.*)", line)
            if not match:
                raise ValueError(f"arrows:{number}: not understood: {line}")
            name, sign, rest = match.groups()
            folders = set()
            for word in rest.split():
                if "/" not in word and word not in words:
                    raise ValueError(f"arrows:{number}: {word} is not defined above")
                folders |= words.get(word, {word})
            if sign == "=":
                words[name] = folders
            elif name == "std":
                arrows.std = folders
            elif name in arrows.targets:
                raise ValueError(f"arrows:{number}: {name} stands here twice")
            else:
                arrows.targets[name] = folders - {name}
        return arrows

    def circle(self):
        """The folders of one circle of arrows, or an empty list."""
        done, path = set(), []

        def visit(folder):
            if folder in path:
                return path[path.index(folder):] + [folder]
            if folder in done:
                return []
            path.append(folder)
            for target in sorted(self.targets.get(folder, ())):
                found = visit(target)
                if found:
                    return found
            path.pop()
            done.add(folder)
            return []

        for folder in sorted(self.targets):
            found = visit(folder)
            if found:
                return found
        return []


def check_house(arrows):
    """What no list of arrows may ever say, whoever edits it."""
    circle = arrows.circle()
    if circle:
        yield Problem("tests/tidy/arrows", 1, "arrows", "a circle: " + " → ".join(circle))
    for folder, targets in sorted(arrows.targets.items()):
        part = folder.split("/")[0]
        for target in sorted(targets):
            other = target.split("/")[0]
            if target not in arrows.targets:
                yield Problem("tests/tidy/arrows", 1, "arrows", f"{folder} → {target}: {target} has no line of its own")
            if part == "shared" and other != "shared" or (part, other) == ("server", "app"):
                yield Problem("tests/tidy/arrows", 1, "arrows", f"{folder} → {target} points the wrong way")
            if (part, other) == ("app", "server") and folder != "app/control":
                yield Problem("tests/tidy/arrows", 1, "arrows", f"{folder} → {target}: only app/control sees the server")


def folder_of(path):
    """The module a file belongs to: its first two folders."""
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def check_includes(path, text, arrows, files):
    part = path.split("/")[0]
    if part not in ("app", "server", "shared", "tests"):
        return
    folder = folder_of(path)
    if part != "tests" and folder not in arrows.targets:
        yield Problem(path, 1, "arrows", f"folder {folder} is not in tests/tidy/arrows")
        return
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
        if not match:
            continue
        quote, target = match.groups()
        if quote == "<":
            if folder in arrows.std and re.match(r"Q[A-Z]|Qt", target):
                yield Problem(path, number, "std", f"{folder} knows nothing of Qt, but includes <{target}>")
            continue
        if target.endswith(".moc"):
            continue
        if target not in files:
            yield Problem(path, number, "include", f'"{target}" is not a path from the root of the repository')
            continue
        other = folder_of(target)
        if part != "tests" and other != folder and other not in arrows.targets[folder]:
            yield Problem(path, number, "arrows", f"{folder} may not include {other} (tests/tidy/arrows)")


# --- lines ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """Lines of C++ that match `pattern` are wrong in files whose path matches `where` and not `but`."""

    name: str
    pattern: str
    why: str
    where: str = r"(app|server|shared|tests)/"
    but: str = r"(?!)"
    strings: bool = False  # whether the pattern looks into string literals

    def holds_for(self, path):
        return re.match(self.where, path) and not re.match(self.but, path)


# A literal that begins like a statement, in one case throughout: "Select a gate from the list" is for people.
SQL = (r'"\s*(SELECT\s.*\sFROM\s|SELECT\s+\w+\s*\(|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\s'
       r'|CREATE\s+(UNIQUE\s+|TEMP\w*\s+|VIRTUAL\s+)?(TABLE|INDEX|VIEW|TRIGGER)\s|DROP\s+(TABLE|INDEX)\s|ALTER\s+TABLE\s'
       r'|PRAGMA\s+\w+|ATTACH\s+DATABASE\s|BEGIN\s+(IMMEDIATE|EXCLUSIVE|TRANSACTION)|SAVEPOINT\s+\w+|VACUUM\s+INTO)')

RULES = [
    Rule("sleep", r"\b(u?sleep|nanosleep|msleep|sleep_for|sleep_until|qSleep|qWait)\s*\(",
         "wait for what is to happen (QTRY_…, a signal spy, a deadline), not for a time"),
    # ours is a word of the field (who numbers commands), QObject's is cast or kept as a pointer
    Rule("sender", r"(_cast<[^>]*>\s*\(\s*|\b(QObject|auto)\s*\*\s*(const\s+)?\w+\s*=\s*|\bQObject::)sender\s*\(\s*\)",
         "QObject::sender() is a hidden parameter: pass the object"),
    Rule("connect", r"\b(SIGNAL|SLOT)\s*\(", "connect by function pointer, the compiler checks it"),
    Rule("http", r"\bQ(Abstract)?HttpServer\b", "QHttpServer 6.4 has no limits at all"),
    Rule("keychain", r"\bsetInsecureFallback\s*\(\s*(?!false)", "it writes secrets as plain text"),
    Rule("loop", r"\bQEventLoop\s+\w+\s*[;({]|\b(Q\w*Application::|qApp->)processEvents\s*\(", "no nested event loop", but=r"tests/"),
    Rule("blocking", r"\bwaitFor(Connected|Disconnected|BytesWritten|ReadyRead|Encrypted)\s*\(",
         "no thread with a loop waits on a socket", but=r"tests/"),
    Rule("instance", r"\bstatic\s+[\w:<>]+\s*[&*]\s*(instance|self)\s*\(", "a singleton is a hidden parameter"),
    Rule("clock", r"\b((system|steady|high_resolution)_clock::now|QDateTime::current\w*|gettimeofday|time)\s*\(\s*(nullptr)?\s*\)",
         "rules have no clock of their own: the instant is a parameter",
         where=r"shared/(?!replica/|protocol/)"),
    Rule("chance", r"\bstd::random_device\b|\bQRandomGenerator\b|(?<![\w.>])s?rand\s*\(",
         "rules have no chance of their own: randomness is a parameter (shared/crypto has the source)",
         where=r"shared/(?!crypto/|replica/|protocol/)"),
    Rule("words", r"\btr\s*\(|\bQCoreApplication::translate\s*\(", "words for people are chosen in app",
         where=r"(server|shared)/"),
    Rule("sockets", r"\bQ(Tcp|Ssl|WebSocket|Local)Server\b", "the gateway has the only server sockets",
         where=r"(app|server|shared)/", but=r"server/gateway/|app/control/|app/kiosk/"),
    Rule("naming", r"\b(class|struct)\s+(?!Q)\w+(Manager|Helper|Utils?|Data|Info|Impl)\b(?!\s*;)",
         "the name names nothing: find the noun"),
    Rule("sql", SQL + "|" + SQL.lower(),
         "SQL text lives in server/store (a document), server/keyring, shared/replica (a client's copy) and shared/sqlite",
         where=r"(app|server|shared)/", but=r"server/store/|server/keyring/|shared/sqlite/|shared/replica/", strings=True),
]

# A raw string, a string, a character, a line comment, a block comment. A quote after a digit separates digits (1'000).
TOKEN = re.compile(
    r'R"(?P<tag>[^()\s\\]{0,16})\((?P<raw>.*?)\)(?P=tag)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\''
    r"|//[^\n]*|/\*.*?\*/", re.DOTALL)


def blank(text):
    """The same number of lines, nothing on them."""
    return re.sub(r"[^\n]", " ", text)


def without_comments(text, strings):
    """The code alone, its lines kept where they are; with `strings`, literals stay and read as one "…" each."""
    def replace(match):
        token = match.group(0)
        if token.startswith("/"):
            return blank(token)
        if not strings:
            return '""' + "\n" * token.count("\n")
        if match.group("raw") is not None:
            return '"' + " ".join(match.group("raw").split()) + '"' + "\n" * token.count("\n")
        return token
    return TOKEN.sub(replace, text)


def exempt(line, rule):
    """Whether the line says in the open that the rule does not hold for it, and why."""
    return re.search(rf"//.*\btidy: {rule}, \S+", line)


def check_lines(path, text):
    if not path.endswith(CPP):
        return
    lines = text.splitlines()
    code = without_comments(text, strings=False).splitlines()
    literal = without_comments(text, strings=True).splitlines()
    for rule in RULES:
        if not rule.holds_for(path):
            continue
        pattern = re.compile(rule.pattern)
        for index, line in enumerate(literal if rule.strings else code):
            if pattern.search(line) and not exempt(lines[index], rule.name):
                yield Problem(path, index + 1, rule.name, rule.why)


# --- files ----------------------------------------------------------------------------------------------------------

LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
MACHINE_PATH = re.compile(r"(?<![\w.$}~/])/(work|home|root|Users)/")


def is_source(path, text):
    name = path.rsplit("/", 1)[-1]
    return path.endswith(CPP + SCRIPTS) or name == "CMakeLists.txt" or text.startswith("#!")


def check_file(path, text):
    """Licence line, machine paths, and what every text file keeps."""
    if path.split("/")[0] not in TOP_LEVEL and not path.startswith("."):
        yield Problem(path, 1, "top", "the top level is fixed: app, server, shared, resources, translations, installer, tests")
    if path == "LICENSE" or path.startswith("tests/fixtures/"):
        return
    if is_source(path, text):
        if LICENCE not in "\n".join(text.splitlines()[:3]):
            yield Problem(path, 1, "licence", f"the first lines lack {LICENCE}")
        for number, line in enumerate(text.splitlines(), 1):
            if line != line.rstrip():
                yield Problem(path, number, "space", "blanks at the end of the line")
        if text and not text.endswith("\n"):
            yield Problem(path, text.count("\n") + 1, "space", "the last line has no end")
    if path.endswith(".h") and "#pragma once" not in text:
        yield Problem(path, 1, "pragma", "a header says #pragma once")
    if path.startswith("tests/tidy/"):
        return
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE_PATH.search(line):
            yield Problem(path, number, "machine", "a path of one machine")


def check_declared(path, files):
    """A source that no CMakeLists.txt names is never compiled, and a test that none names never runs."""
    if not path.endswith(".cpp") or path.split("/")[0] not in ("app", "server", "shared", "tests"):
        return
    folder, name = path.rsplit("/", 1)
    stem = name[:-len(".cpp")]
    while folder:
        text = files.get(folder + "/CMakeLists.txt")
        if text is not None and re.search(rf"(?<![\w]){re.escape(stem)}(\.cpp)?(?![\w.])", text):
            return
        folder = folder.rpartition("/")[0]
    yield Problem(path, 1, "declared", "no CMakeLists.txt of its folder or of one above names it")


def check_names(files):
    """One name, one type: the control room's program sees app and server at once, and two of a name are one for the linker."""
    seen = {}
    for path, text in sorted(files.items()):
        space = re.search(r"^namespace ([\w:]+)", text, re.M)
        if not path.endswith(".h") or path.startswith("tests/") or not space:
            continue
        for match in re.finditer(r"^(?:class|struct|enum class) (\w+)\b(?!::|.*;$)", text, re.M):
            other = seen.setdefault((space[1], match[1]), path)
            if other != path:
                yield Problem(path, text.count("\n", 0, match.start()) + 1, "names", f"{match[1]} stands in {other} too")


def check_plurals(files):
    """A count is told in words that fit it: each %n of the app has its English forms, else “1 scan(s)” stands on the screen."""
    known = {}
    for program in ("control", "kiosk"):
        text = files.get(f"translations/{program}_en.ts")
        if text is None:
            return
        known[program] = {html.unescape(source) for source in
                          re.findall(r'<message numerus="yes">\s*<source>(.*?)</source>', text, re.S)}
    for path, text in sorted(files.items()):
        if not path.startswith("app/") or not path.endswith(CPP):
            continue
        words = known["kiosk" if path.startswith("app/kiosk/") else "control"]
        for match in re.finditer(r'\btr\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)', text):
            source = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match[1])).replace('\\"', '"')
            if re.search(r"%L?n\b", source) and source not in words:
                yield Problem(path, text.count("\n", 0, match.start()) + 1, "plurals",
                              f"translations have no English forms of “{source}”")


def check(files, arrows):
    """All problems of the files, given as path → text, sorted."""
    problems = [*check_house(arrows), *check_names(files), *check_plurals(files)]
    for path, text in files.items():
        problems += check_file(path, text)
        problems += check_lines(path, text)
        problems += check_declared(path, files)
        if path.endswith(CPP):
            problems += check_includes(path, text, arrows, files)
    return sorted(problems, key=lambda problem: (problem.path, problem.line, problem.rule))


# --- the repository -------------------------------------------------------------------------------------------------


def listed():
    """Paths of the repository, new files included, ignored ones not; without git, all but build folders."""
    git = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "ls-files", "-z", "-co", "--exclude-standard"]
    try:
        run = subprocess.run(git, capture_output=True, check=True)
        paths = [path for path in run.stdout.decode().split("\0") if path]
    except (OSError, subprocess.CalledProcessError):
        skip = re.compile(r"(\.git|build[^/]*|\.cache|node_modules)/|.*/(node_modules|__pycache__)/")
        paths = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
        paths = [path for path in paths if not skip.match(path + "/")]
    return [path for path in paths if (ROOT / path).is_file()]


def read(paths):
    files = {}
    for path in paths:
        try:
            files[path] = (ROOT / path).read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            pass  # a picture or a document
    return files


def main(arguments):
    if arguments == ["--rules"]:
        for rule in RULES:
            print(f"{rule.name:10} {rule.why}")
        return 0
    if arguments:
        print(__doc__)
        return 0 if arguments == ["--help"] else 2
    files = read(listed())
    try:
        arrows = Arrows.parse(files["tests/tidy/arrows"])
    except ValueError as error:
        print(f"tests/tidy/{error}")
        return 1
    problems = check(files, arrows)
    for problem in problems:
        print(problem)
    print(f"{len(files)} files, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
