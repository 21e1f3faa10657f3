#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A durable check-in through the whole engine, beside PostgreSQL selling from one contended quota row (SELECT … FOR UPDATE) at 16
clients, its best, and beside the engine itself with one commit for each command, on this disk and on one whose sync takes 2 ms, and
the disk's own fdatasync."""
import glob
import json
import os
import re
import shutil
import sys
import tempfile

import bench

SECONDS = os.environ.get("GATEHOUSE_DURABLE_SECONDS", "5")
PURCHASE = """\\set quota 1
BEGIN;
SELECT left_over FROM quotas WHERE id = :quota FOR UPDATE;
UPDATE quotas SET left_over = left_over - 1 WHERE id = :quota AND left_over > 0;
INSERT INTO orders (quota, buyer) VALUES (:quota, :client_id) RETURNING id;
INSERT INTO journal (entry) VALUES ('sold one of quota 1 to the next in line, with the content of the change in it');
COMMIT;
"""


LOG_MOST = 64 * 1024 * 1024  # bytes


def ours(programs, callers, group, *sync_ms):
    folder = tempfile.mkdtemp(dir=bench.ROOM)
    try:
        return json.loads(bench.run([programs / "bench" / "bench_durable", folder, callers, group, SECONDS, *sync_ms]))
    finally:
        shutil.rmtree(folder)


class Postgres:
    def __enter__(self):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        if not found:
            raise FileNotFoundError("not installed")
        self.programs = found[-1]
        self.room = tempfile.mkdtemp(prefix="gatehouse-pg-")
        # PostgreSQL refuses to run as root: its own user owns the folder then.
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(self.room, "postgres")
        self.call("initdb", "-D", f"{self.room}/data", "-A", "trust", "--no-sync")
        self.call("pg_ctl", "-D", f"{self.room}/data", "-w", "-l", f"{self.room}/log", "-o",
                  f"-c listen_addresses='' -c unix_socket_directories={self.room} -c shared_buffers=512MB", "start")
        self.sql("CREATE TABLE quotas (id int PRIMARY KEY, left_over int NOT NULL)",
                 "INSERT INTO quotas VALUES (1, 100000000)",
                 "CREATE TABLE orders (id bigserial PRIMARY KEY, quota int NOT NULL, buyer int NOT NULL)",
                 "CREATE TABLE journal (id bigserial PRIMARY KEY, entry text NOT NULL)")
        self.script = f"{self.room}/purchase.sql"
        with open(self.script, "w") as file:
            file.write(PURCHASE)
        os.chmod(self.script, 0o644)
        return self

    def call(self, program, *arguments):
        return bench.run([*self.as_user, f"{self.programs}/{program}", *arguments], cwd="/")

    def sql(self, *statements):
        for statement in statements:
            self.call("psql", "-h", self.room, "-d", "postgres", "-c", statement)

    def purchases(self, clients):
        log = f"{self.room}/pgbench"
        out = self.call("pgbench", "-h", self.room, "-n", "-c", str(clients), "-j", "2", "-T", SECONDS, "-f", self.script, "-l",
                        "--log-prefix", log, "postgres")
        times = []
        for name in glob.glob(log + ".*"):
            with open(name) as file:
                times += [int(each.split()[2]) / 1000 for each in file]
            os.remove(name)
        times.sort()
        return float(re.search(r"tps = ([0-9.]+)", out)[1]), times[int(len(times) * 0.99)]

    def __exit__(self, *_):
        try:
            self.call("pg_ctl", "-D", f"{self.room}/data", "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self.room, ignore_errors=True)


def main():
    programs = bench.pathlib.Path(sys.argv[1])
    many, one, single = ours(programs, 64, 512), ours(programs, 1, 512), ours(programs, 64, 1)
    bench.line("durable", 64, "check-ins/s", many["perSecond"], "own, one commit each", single["perSecond"], cpuUs=many["cpuUs"])
    slow, slow_single = ours(programs, 64, 512, 2), ours(programs, 64, 1, 2)
    bench.line("durable", 64, "check-ins/s, a sync takes 2 ms", slow["perSecond"], "own, one commit each", slow_single["perSecond"])
    bench.line("durable", 64, "ms, longest wait", many["longestMs"], "the longest group, commit and checkpoint included", many["longestStepMs"],
               "less")
    bench.line("durable", 64, "bytes, the log at its largest", many["logBytesMost"], "its limit", LOG_MOST, "less")
    bench.line("durable", 1, "ms, one caller", one["p50Ms"], "fdatasync of 4 KiB", one["fdatasyncMs"], "less")
    try:
        with Postgres() as postgres:
            rate, p99 = postgres.purchases(16)
            bench.line("durable", 64, "check-ins/s", many["perSecond"], "PostgreSQL FOR UPDATE, 16 clients", rate)
            bench.line("durable", 64, "p99 ms", many["p99Ms"], "PostgreSQL FOR UPDATE, 16 clients", p99, "less")
    except FileNotFoundError as error:
        bench.missing("PostgreSQL", error)


try:
    main()
finally:
    bench.finish()
