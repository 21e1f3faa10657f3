#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether installer/packages names enough for a bare machine: every file of the system that cmake read or the compiler included
must belong to a package that [build] brings, itself or by what it depends on.

    tst_packages.py BUILD_FOLDER      exit code 77: not a Debian, cannot be told
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIP = 77


def run(*words):
    return subprocess.run(words, capture_output=True, text=True).stdout


def section(name):
    """The first choice of each line of a section."""
    text = (ROOT / "installer/packages").read_text()
    body = re.search(rf"^\[{name}\]$(.*?)(^\[|\Z)", text, re.M | re.S).group(1)
    lines = [line.split("#")[0].split("|")[0].strip() for line in body.splitlines()]
    return [line for line in lines if line]


def brought_by(packages):
    """The packages and, as installed here, all they depend on: what a machine that had nothing would get of them."""
    needs, offers = {}, {}
    for line in run("dpkg-query", "-W", "-f", "${Package}\t${Provides}\t${Depends}, ${Pre-Depends}\n").splitlines():
        name, provides, depends = line.split("\t")
        needs[name] = re.findall(r"(?:^|[,|])\s*([\w.+-]+)", depends)
        for offer in [name, *re.findall(r"(?:^|,)\s*([\w.+-]+)", provides)]:
            offers.setdefault(offer, set()).add(name)
    brought, ahead = set(), list(packages)
    while ahead:
        for name in offers.get(ahead.pop(), set()) - brought:
            brought.add(name)
            ahead += needs[name]
    return brought


def used_files(build):
    files = set(re.findall(r"/usr/(?:lib|share|include)/[^ :|$]+", (build / "build.ninja").read_text()))
    for line in run("ninja", "-C", str(build), "-t", "deps").splitlines():
        line = line.strip()
        if line.startswith("/usr/"):
            files.add(line)
    return {str(pathlib.Path(file).resolve()) for file in files if pathlib.Path(file).is_file()}


def owners(files):
    """The installed packages they belong to, from dpkg's own lists: dpkg -S takes ten times as long."""
    return {path.name.removesuffix(".list").split(":")[0] for path in pathlib.Path("/var/lib/dpkg/info").glob("*.list")
            if not files.isdisjoint(path.read_text().splitlines())}


def main():
    brought = brought_by(section("build")) if pathlib.Path("/var/lib/dpkg/info").is_dir() else set()
    if not brought:
        print("no dpkg here: cannot tell")
        return SKIP
    used = owners(used_files(pathlib.Path(sys.argv[1])))
    missing = used - brought
    print(f"{len(used)} packages used, {len(brought)} brought by [build], not brought: {sorted(missing) or 'none'}")
    return 1 if missing or not used else 0


if __name__ == "__main__":
    sys.exit(main())
