#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One change to N signed-in connections, beside the least server (bare epoll), mosquitto QoS 0 and nats-server, one at a time
(window 1: nobody can coalesce) and with 16 outstanding. GATEHOUSE_FANOUT_SIZES and _SECONDS change the run."""
import json
import os
import shutil
import subprocess
import sys

import bench

SIZES = [int(size) for size in os.environ.get("GATEHOUSE_FANOUT_SIZES", "1000,5000").split(",")]
SECONDS = os.environ.get("GATEHOUSE_FANOUT_SECONDS", "4")


def load(programs, protocol, port, size, window, pid, *more):
    return json.loads(bench.run([programs / "bench" / "bench_fanout", protocol, port, size, SECONDS, window, pid, *more]))


def bare(programs, size, window):
    server = bench.start([programs / "bench" / "bench_bareserver", *(["-c"] if window > 1 else [])], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, text=True)
    try:
        return load(programs, "bare", int(server.stdout.readline()), size, window, server.pid)
    finally:
        bench.stop(server)


def mosquitto(programs, size, window):
    port = bench.free_port()
    config = bench.ROOM / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nset_tcp_nodelay true\n")
    server = bench.start(["mosquitto", "-c", config], stderr=subprocess.DEVNULL)
    try:
        bench.await_port(port)
        return load(programs, "mqtt", port, size, window, server.pid)
    finally:
        bench.stop(server)


def nats(programs, size, window):
    port = bench.free_port()
    server = bench.start(["nats-server", "-a", "127.0.0.1", "-p", str(port)], stderr=subprocess.DEVNULL)
    try:
        bench.await_port(port)
        return load(programs, "nats", port, size, window, server.pid)
    finally:
        bench.stop(server)


def main():
    programs = bench.pathlib.Path(sys.argv[1])
    peers = {"bare epoll": bare}
    for name, program, run in (("mosquitto QoS 0", "mosquitto", mosquitto), ("nats-server", "nats-server", nats)):
        if shutil.which(program) or shutil.which(program, path="/usr/sbin"):
            peers[name] = run
        else:
            bench.missing(name, "not installed")
    os.environ["PATH"] += ":/usr/sbin"
    for size in SIZES:
        for window in (1, 16):
            event = bench.Event(programs).serve()
            ours = load(programs, "gatehouse", event.port, size, window, event.child.pid, event.token(), event.path)
            event.end()
            for name, run in peers.items():
                try:
                    theirs = run(programs, size, window)
                except subprocess.CalledProcessError as error:
                    bench.missing(name, error.stderr.strip())
                    continue
                kind = "one at a time" if window == 1 else "16 outstanding"
                bench.line("fanout", size, f"deliveries/s, {kind}", ours["deliveriesPerSecond"], name, theirs["deliveriesPerSecond"])
                bench.line("fanout", size, f"CPU s per million, {kind}", ours["cpuPerMillion"], name, theirs["cpuPerMillion"], "less")
                bench.line("fanout", size, f"p99 ms, {kind}", ours["p99Ms"], name, theirs["p99Ms"], "less")
                if window == 1 and theirs["kbPerConnection"] > 0:
                    bench.line("fanout", size, "kB a connection", ours["kbPerConnection"], name, theirs["kbPerConnection"], "less")
            if ours["lost"]:
                raise SystemExit(f"fanout: {ours['lost']} deliveries lost")


try:
    main()
finally:
    bench.finish()
