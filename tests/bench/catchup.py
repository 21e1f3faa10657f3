#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fresh kiosk takes in the records of 100,000 attendees from the running server onto its own disk, sealed on both sides, beside
PouchDB replicating as many documents into leveldb (batch 1,000), and beside the bare transport of the same frames.
GATEHOUSE_CATCHUP_SIZE changes the number of attendees, GATEHOUSE_CATCHUP_ROUNDS the runs of which the median counts."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

import bench

SIZE = int(os.environ.get("GATEHOUSE_CATCHUP_SIZE", "100000"))
ROUNDS = int(os.environ.get("GATEHOUSE_CATCHUP_ROUNDS", "3"))
PEERS = bench.pathlib.Path(__file__).resolve().parent / "peers"


def attendees():
    csv = bench.ROOM / "attendees.csv"
    with open(csv, "w") as file:
        file.write("order,pos,name,email,ttype,secret\n")
        for number in range(SIZE):
            file.write(f"R{number},1,Ana Ruiz {number},ana{number}@example.org,Day ticket,secret-{number:08d}\n")
    return csv


def ours(programs, mode, address, key):
    folder = tempfile.mkdtemp(dir=bench.ROOM)
    try:
        out = bench.run([programs / "bench" / "bench_catchup", mode, address, folder], input=key + "\n")
        return json.loads(out)
    finally:
        shutil.rmtree(folder)


def pouch():
    if not (PEERS / "node_modules" / "pouchdb-node").is_dir():
        bench.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=PEERS)
    server_room, client_room = tempfile.mkdtemp(dir=bench.ROOM), tempfile.mkdtemp(dir=bench.ROOM)
    server = bench.start(["node", PEERS / "pouch.mjs", "server", server_room, str(SIZE)], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, text=True)
    try:
        port = server.stdout.readline().strip()
        result = json.loads(bench.run(["node", PEERS / "pouch.mjs", "client", client_room, port, "1000"]))
        if result["records"] != SIZE:
            raise RuntimeError(f"{result['records']} of {SIZE} documents came")
        return result["seconds"]
    finally:
        bench.stop(server)


def main():
    programs = bench.pathlib.Path(sys.argv[1])
    event = bench.Event(programs, gates=8, csv=attendees()).serve()
    token = event.token()
    gate, check_in_list = event._id(4, 0), event._id(5, 0)
    device = event._id(6, 0)
    key = event.post("commands/device.add", {"device": device, "name": "Bench kiosk", "kind": "kiosk", "gate": gate,
                                             "list": check_in_list}, token)["answer"]["key"]
    address = f"ws://127.0.0.1:{event.port}{event.path}sync"
    modes = {mode: [] for mode in ("stored", "memory", "bare")}
    for _ in range(ROUNDS):
        for mode, runs in modes.items():
            runs.append(ours(programs, mode, address, key))
    middle = {mode: bench.median([run["seconds"] for run in runs]) for mode, runs in modes.items()}
    records = modes["stored"][0]["records"]
    if records < SIZE:
        raise SystemExit(f"catchup: {records} records for {SIZE} attendees")
    more = {"records": records, "bytes": modes["stored"][0]["bytes"]}
    bench.line("catchup", SIZE, "s, rows sealed on disk", middle["stored"], "bare transport", middle["bare"], "less", **more)
    bench.line("catchup", SIZE, "s, rows in memory", middle["memory"], "bare transport", middle["bare"], "less", **more)
    try:
        bench.line("catchup", SIZE, "s, rows sealed on disk", middle["stored"], "PouchDB, leveldb, batch 1,000", pouch(), "less", **more)
    except (OSError, subprocess.CalledProcessError) as error:
        bench.missing("PouchDB", getattr(error, "stderr", "") or error)


try:
    main()
finally:
    bench.finish()
