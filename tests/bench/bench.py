# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks share: starting and stopping peers and the product, and the one way a figure is printed."""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ROOM = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-bench-"))
_children = []


def line(bench, size, unit, ours, peer, theirs, better="more", **more):
    """Prints one JSON object. `ratio` above 1: ours is better, whether more or less of the unit is."""
    ratio = (ours / theirs if better == "more" else theirs / ours) if ours and theirs else 0
    print(json.dumps({"bench": bench, "size": size, "unit": unit, "ours": round(ours, 3), "peer": peer,
                      "theirs": round(theirs, 3), "ratio": round(ratio, 3), **more}), flush=True)


def missing(peer, why):
    print(f"tests/bench: {peer} left out: {why}", file=sys.stderr, flush=True)


def start(command, **more):
    """Starts a child that ends with this program at the latest."""
    child = subprocess.Popen([str(part) for part in command], **more)
    _children.append(child)
    return child


def stop(child):
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def finish():
    for child in _children:
        stop(child)
    shutil.rmtree(ROOM, ignore_errors=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_port(port, seconds=15):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on {port}")


def run(command, **more):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)
    if done.returncode != 0:
        print(done.stderr.strip(), file=sys.stderr, flush=True)
    done.check_returncode()
    return done.stdout


def median(values):
    return sorted(values)[len(values) // 2]


class Event:
    """A new document with a floor, gates and a list, served by the real program."""

    def __init__(self, programs, gates=64, csv=None):
        self.server = pathlib.Path(programs) / "bin" / "gatehouse-server"
        self.file = pathlib.Path(tempfile.mkdtemp(dir=ROOM)) / "bench.gatehouse"
        self.password = "a long password for benches"
        (ROOM / "password").write_text(self.password)
        (ROOM / "passphrase").write_text("a passphrase for benches")
        self.keys = ["--passphrase-file", ROOM / "passphrase"]
        run([self.server, "new", self.file, "--name", "Bench", "--zone", "Europe/London", "--password-file",
             ROOM / "password", *self.keys, "--json"])
        script = ROOM / "venue.json"
        script.write_text(json.dumps(self._venue(gates)))
        for source in [script, *([csv] if csv else [])]:
            run([self.server, "import", self.file, source, *self.keys, "--json"])

    @staticmethod
    def _id(kind, number):
        return f"01j0000000{kind:02d}{number:014d}"

    def _venue(self, gates):
        floor, zone, product = self._id(1, 0), self._id(2, 0), self._id(3, 0)
        commands = [
            {"command": "floor.add", "fields": {"floor": floor, "name": "Ground", "order": 0, "widthMm": 100000, "heightMm": 60000}},
            {"command": "zone.add", "fields": {"zone": zone, "floor": floor, "name": "Hall", "capacity": 5000,
                                               "outline": [[0, 0], [90000, 0], [90000, 50000], [0, 50000]]}},
            {"command": "product.add", "fields": {"product": product, "name": "Day ticket", "isAdmitting": True, "category": 1,
                                                  "price": {"minor": 1000, "currency": "EUR"}}},
            {"command": "check_in_list.add", "fields": {"list": self._id(5, 0), "name": "All doors", "products": [], "gates": [],
                                                        "mostEntries": 1}},
        ]
        for number in range(gates):
            commands.append({"command": "gate.add", "fields": {"gate": self._id(4, number), "floor": floor, "name": f"Gate {number}",
                                                               "at": [1000 * number, 0], "outer": None, "inner": zone}})
        return commands

    def serve(self):
        self.child = start([self.server, "serve", self.file, "--listen", "127.0.0.1:0", "--no-tls", *self.keys],
                           stdout=subprocess.PIPE, text=True)
        self.address = self.child.stdout.readline().strip()
        match = re.match(r"http://127\.0\.0\.1:(\d+)(/e/[^/]+/)", self.address)
        if not match:
            raise RuntimeError(f"gatehouse-server printed no address: {self.address!r}")
        self.port, self.path = int(match[1]), match[2]
        return self

    def end(self):
        stop(self.child)

    def post(self, path, body, token=None):
        import urllib.request
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{self.path}api/v1/{path}", json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def token(self):
        return self.post("sign-in", {"login": "organiser", "password": self.password})["token"]
