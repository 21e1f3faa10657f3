#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the sample event beside itself: venue.json and programme.json (command scripts), lower.svg, ground.svg, upper.svg,
attendees.csv.

Everything is invented. Names are put together at random from common given and family names of each language, mail addresses are
of example.org, and the house stands nowhere. The same seed gives the same files."""
import csv
import json
import pathlib
import random

SEED = 2026
PEOPLE = 4000
HERE = pathlib.Path(__file__).resolve().parent
UNIT = 100  # millimetres of one drawn unit
WIDTH, HEIGHT = 1200, 800

# --- the house ---------------------------------------------------------------------------------------------------------
# Zones: word, floor, name, capacity, outline in drawn units.
ZONES = [
    ("foyer", "ground", "Foyer", 1600, [(380, 440), (820, 440), (820, 700), (380, 700)]),
    ("hall", "ground", "Main hall", 1200, [(380, 90), (820, 90), (820, 430), (380, 430)]),
    ("expo", "ground", "Exhibition", 2000, [(830, 250), (1120, 250), (1120, 700), (830, 700)]),
    ("food", "ground", "Food court", 1300, [(90, 440), (370, 440), (370, 700), (90, 700)]),
    ("terrace", "ground", "Lake terrace", 600, [(90, 90), (300, 90), (370, 160), (370, 430), (90, 430)]),
    ("stage", "ground", "Backstage", 40, [(830, 90), (1120, 90), (1120, 240), (830, 240)]),
    ("gallery", "upper", "Gallery", 600, [(380, 250), (820, 250), (820, 560), (380, 560)]),
    ("workshops", "upper", "Workshops", 330, [(830, 250), (1120, 250), (1120, 700), (830, 700)]),
    ("lounge", "upper", "Lounge", 120, [(90, 250), (370, 250), (370, 560), (90, 560)]),
    ("club", "lower", "Club", 800, [(380, 250), (820, 250), (820, 560), (380, 560)]),
    ("studio", "lower", "Studio", 300, [(830, 250), (1120, 250), (1120, 560), (830, 560)]),
    ("makers", "lower", "Makers' yard", 350, [(90, 250), (370, 250), (370, 560), (90, 560)]),
]
# Gates: word, floor, name, place, zone outside (None: the street), zone inside.
GATES = [
    ("garden", "ground", "Garden entrance", (90, 570), None, "food"),
    ("main", "ground", "Main entrance", (600, 700), None, "foyer"),
    ("east", "ground", "East entrance", (1120, 560), None, "expo"),
    ("hall-doors", "ground", "Hall doors", (600, 435), "foyer", "hall"),
    ("crew", "ground", "Stage door", (1120, 165), None, "stage"),
    ("stairs", "upper", "Gallery stairs", (600, 560), "foyer", "gallery"),
    ("lounge-door", "upper", "Lounge door", (375, 400), "gallery", "lounge"),
    ("workshop-door", "upper", "Workshop door", (825, 400), "gallery", "workshops"),
    ("club-stairs", "lower", "Club stairs", (600, 560), "foyer", "club"),
    ("studio-door", "lower", "Studio door", (825, 400), "club", "studio"),
    ("yard-door", "lower", "Yard door", (375, 400), "club", "makers"),
]
# Lanes: gate, names with direction and whether somebody stands there.
LANES = [
    ("main", [("Lane 1", "in", False), ("Lane 2", "in", False), ("Help lane", "both", True), ("Way out", "out", False)]),
    ("garden", [("Lane 1", "in", False), ("Way out", "out", False)]),
    ("east", [("Lane 1", "in", False), ("Way out", "out", False)]),
]
# Spaces: word, floor, zone, name, kind, capacity, outline in drawn units.
SPACES = [
    ("main", "ground", "hall", "Main stage", "stage", 780, [(400, 100), (800, 100), (800, 420), (400, 420)]),
    ("terrace", "ground", "terrace", "Terrace stage", "area", 200, [(110, 110), (290, 110), (290, 200), (110, 200)]),
    ("gallery", "upper", "gallery", "Gallery stage", "stage", 220, [(400, 265), (800, 265), (800, 370), (400, 370)]),
    ("workshop1", "upper", "workshops", "Workshop 1", "room", 50, [(835, 255), (1115, 255), (1115, 395), (835, 395)]),
    ("workshop2", "upper", "workshops", "Workshop 2", "room", 50, [(835, 405), (1115, 405), (1115, 545), (835, 545)]),
    ("workshop3", "upper", "workshops", "Workshop 3", "room", 40, [(835, 555), (1115, 555), (1115, 695), (835, 695)]),
    ("club", "lower", "club", "Club stage", "stage", 400, [(400, 260), (800, 260), (800, 360), (400, 360)]),
    ("studio", "lower", "studio", "Studio", "room", 110, [(835, 255), (1115, 255), (1115, 555), (835, 555)]),
    ("yard", "lower", "makers", "Makers' yard", "area", 160, [(95, 255), (365, 255), (365, 555), (95, 555)]),
    ("cloakroom", "ground", "foyer", "Cloakroom", "service", 0, [(430, 470), (520, 470), (520, 504), (430, 504)]),
    ("help", "ground", "foyer", "Help desk", "service", 0, [(680, 470), (770, 470), (770, 504), (680, 504)]),
    ("firstaid", "lower", "club", "First aid", "service", 0, [(400, 500), (480, 500), (480, 550), (400, 550)]),
    ("green", "ground", "stage", "Green room", "closed", 0, [(835, 95), (925, 95), (925, 235), (835, 235)]),
    ("kitchen", "ground", "food", "Kitchen and bar", "closed", 0, [(100, 450), (360, 450), (360, 480), (100, 480)]),
]
STAGES = ["main", "terrace", "gallery", "workshop1", "workshop2", "workshop3", "club", "studio", "yard"]
PRODUCTS = [  # word, name, category, price in cents, share of the people
    ("standard", "Standard", 1, 12900, 62), ("reduced", "Reduced", 2, 6500, 18), ("day", "Day ticket", 3, 4900, 10),
    ("speaker", "Speaker", 4, 0, 4), ("patron", "Patron", 5, 29900, 4), ("crew", "Crew", 6, 0, 2),
]


def ref(word):
    return {"$id": word}


def points(outline):
    return [[x * UNIT, y * UNIT] for x, y in outline]


def script():
    commands = []

    def add(command, **fields):
        commands.append({"command": command, "fields": fields})

    for order, word, name in [(0, "ground", "Ground floor"), (1, "upper", "Upper floor"), (-1, "lower", "Lower floor")]:
        add("floor.add", floor=ref(word), name=name, order=order, widthMm=WIDTH * UNIT, heightMm=HEIGHT * UNIT)
        add("floor.set_plan", floor=ref(word), kind="svg", content={"$file": f"{word}.svg"})
    for word, floor, name, capacity, outline in ZONES:
        add("zone.add", zone=ref(word), floor=ref(floor), name=name, capacity=capacity, outline=points(outline))
    for word, floor, name, (x, y), outer, inner in GATES:
        add("gate.add", gate=ref("gate." + word), floor=ref(floor), name=name, at=points([(x, y)])[0],
            outer=ref(outer) if outer else None, inner=ref(inner))
        add("gate.open", gate=ref("gate." + word), reason="Doors")
    for word, name, category, price, _ in PRODUCTS:
        add("product.add", product=ref("product." + word), name=name, isAdmitting=True, category=category,
            price={"minor": price, "currency": "EUR"})
    doors = [ref("gate." + word) for word in ("garden", "main", "east")]
    for gate, lanes in LANES:
        for order, (name, direction, is_staffed) in enumerate(lanes):
            add("lane.add", lane=ref(f"lane.{gate}.{order}"), gate=ref("gate." + gate), name=name, direction=direction,
                isStaffed=is_staffed, order=order)
    nights = [{"at": {"$at": f"{day} 27:30"}} for day in (1, 2)]  # whoever forgot to scan out has gone home by then
    add("check_in_list.add", list=ref("list.doors"), name="Doors", gates=doors, allowsReEntry=True, mostEntries=0, mostPerDay=1,
        exitsAllAt=nights)
    add("check_in_list.add", list=ref("list.lounge"), name="Lounge", gates=[ref("gate.lounge-door")],
        products=[ref("product.speaker"), ref("product.patron"), ref("product.crew")], allowsReEntry=True, mostEntries=0,
        exitsAllAt=nights)
    for door, name in (("hall-doors", "Main hall"), ("stairs", "Gallery"), ("workshop-door", "Workshops"),
                       ("club-stairs", "Club"), ("studio-door", "Studio"), ("yard-door", "Makers' yard")):
        add("check_in_list.add", list=ref("list." + door), name=name, gates=[ref("gate." + door)], allowsReEntry=True, mostEntries=0,
            exitsAllAt=nights)
    for order, (word, floor, zone, name, kind, capacity, outline) in enumerate(SPACES):
        add("space.add", space=ref("space." + word), guid="space-" + word, name=name, kind=kind, floor=ref(floor),
            zone=ref(zone), capacity=capacity, outline=points(outline), order=order)
    return commands


# --- the programme: two days that begin on the day on which the event was made ---------------------------------------------
TRACKS = [("design", "Design", 0x4F8FE0), ("software", "Software", 0x3DB38A), ("society", "Society", 0xC58B2B),
          ("making", "Making", 0xB0609F), ("music", "Music", 0xD0625A)]
SUBJECTS = {
    "design": ["type for small screens", "maps that people trust", "colour after dark", "a chair in nine parts", "signs without words",
               "the shape of a queue", "lettering by hand", "furniture that travels", "light as material", "a kinder form"],
    "software": ["clocks that disagree", "a database in your pocket", "reading other people's code", "offline first", "the last mile of sync",
                 "tests that can fail", "small languages", "a network of one", "proofs for the rest of us", "slow code, gladly",
                 "names and other hard things", "the life of a packet"],
    "society": ["libraries at night", "who owns the street", "a city for children", "the price of a free ticket", "volunteers and burn-out",
                "care work, counted", "an archive of voices", "the right to repair", "neighbours in a flood", "money without banks"],
    "making": ["bread from old grain", "knots that hold", "a boat in a weekend", "solder like a grown-up", "paper engines",
               "ink from walnuts", "tuning a piano", "bees on the roof", "a radio from scrap", "mending by sight"],
    "music": ["strings and tape", "brass at the lake", "a choir of strangers", "songs from the harbour", "drums after midnight",
              "an hour of silence", "fiddles without borders", "the long set", "voices and wires"],
}
FORMS = ["{}: an introduction", "What we learned about {}", "Against {}", "{} in practice", "The future of {}", "Notes on {}", "{}, ten years on",
         "Rethinking {}"]
GERMAN = ["Einführung: {}", "Was wir über {} gelernt haben"]
GERMAN_SUBJECTS = ["Brot aus altem Korn", "Wege durch die Stadt", "Uhren, die sich uneins sind", "Stimmen aus dem Archiv", "Möbel auf Reisen"]
LENGTHS = {"main": [45, 60], "terrace": [30, 45], "gallery": [30, 45], "workshop1": [90, 120], "workshop2": [90], "workshop3": [60, 90],
           "club": [45, 60], "studio": [30, 45], "yard": [60, 90]}
THEMES = {"main": ["design", "software", "society"], "terrace": ["music", "society"], "gallery": ["design", "society"],
          "workshop1": ["software", "making"], "workshop2": ["making", "design"], "workshop3": ["making"], "club": ["software", "society"],
          "studio": ["software", "design"], "yard": ["making"]}


def programme(chance):
    commands = []

    def add(command, **fields):
        commands.append({"command": command, "fields": fields})

    add("event.edit", event={"$event": "id"}, edits={"dayCount": {"saw": 1, "now": 2}, "cutOffMinutes": {"saw": 0, "now": 240}})
    for word, title, colour in TRACKS:
        add("track.add", track=ref("track." + word), name=title, colour=colour)
    speakers = []
    for number in range(120):
        given, family, given_romanised, _ = name(chance)
        spoken = f"{family}{given}" if given_romanised and any(ord(c) > 0x2E7F for c in given) else f"{given} {family}".replace("-", " ")
        speakers.append(f"speaker.{number}")
        add("speaker.add", speaker=ref(speakers[-1]), guid=f"speaker-{number}", name=spoken.strip(),
            biography=chance.choice(["Works where two trades meet.", "Has done this for twenty years and still asks why.",
                                     "Teaches, builds, and writes about both.", "Left a quiet job for a loud one.",
                                     "Lebt am See und arbeitet am Wasser."]))
    used = set()

    def session(day, minute, space, length, track, people, title, language="en", form="talk", pinned=False):
        number = len([c for c in commands if c["command"] == "session.add"]) + 1
        add("session.add", session=ref(f"session.{number}"), guid=f"session-{number}", title=title, type=form,
            track=ref("track." + track), speakers=[ref(each) for each in people], language=language,
            abstract=chance.choice(["Come with questions; leave with better ones.", "No slides. Bring something to write with.",
                                    "What went wrong, in the order in which it did.", "A tour of the tools, and of what they hide.",
                                    "Für alle, die es genauer wissen wollen."]))
        add("slot.add", slot=ref(f"slot.{number}"), session=ref(f"session.{number}"), space=ref("space." + space),
            startsAt={"$at": f"{day} {minute // 60:02d}:{minute % 60:02d}"}, minutes=length)
        if pinned:
            add("slot.pin", slot=ref(f"slot.{number}"), isPinned=True)

    def title_of(track):
        while True:
            if track != "music" and chance.random() < 0.12:
                title, language = chance.choice(GERMAN).format(chance.choice(GERMAN_SUBJECTS)), "de"
            else:
                subject = chance.choice(SUBJECTS[track])
                form = "{}" if track == "music" else chance.choice(FORMS)
                title, language = form.format(subject), "en"
                title = title[0].upper() + title[1:]
            if title not in used:
                used.add(title)
                return title, language

    busy = {}  # who speaks until when, by day and minute

    def free(day, minute, length, count):
        chosen = []
        while len(chosen) < count:
            person = chance.choice(speakers)
            taken = busy.setdefault((day, person), [])
            if person not in chosen and all(minute >= end + 30 or minute + length + 30 <= begin for begin, end in taken):
                taken.append((minute, minute + length))
                chosen.append(person)
        return chosen

    for day in (1, 2):
        session(day, 9 * 60 + 30, "main", 45, "society", free(day, 570, 45, 2),
                "Opening" if day == 1 else "The second morning", form="keynote", pinned=True)
        for space in STAGES:
            minute = 10 * 60 + (30 if space == "main" else 15 * chance.randint(0, 3))
            end = 18 * 60 if space not in ("club", "terrace") else 17 * 60
            while minute + 30 <= end:
                length = chance.choice(LENGTHS[space])
                if minute < 13 * 60 < minute + length and space != "terrace":
                    minute = 13 * 60 + 30  # lunch
                track = chance.choice(THEMES[space])
                title, language = title_of(track)
                form = "workshop" if space.startswith(("workshop", "yard")) else "concert" if track == "music" else "talk"
                session(day, minute, space, length, track, free(day, minute, length, chance.choice([1, 1, 1, 2])), title, language, form)
                minute += length + chance.choice([15, 15, 30])
        minute = 20 * 60
        while minute < (25 if day == 1 else 24) * 60:  # the club plays into the night
            length = chance.choice([60, 75, 90])
            title = ["The doors of the club", "Second set", "Late set", "Last set", "One more", "Coda"][(minute - 1200) // 75 % 6]
            session(day, minute, "club", length, "music", free(day, minute, length, 1), f"{title} (day {day})", form="concert",
                    pinned=minute >= 23 * 60)
            minute += length + 15
    session(2, 18 * 60 + 15, "main", 45, "society", free(2, 1095, 45, 2), "Closing", form="keynote", pinned=True)
    return commands


# --- the plans: subdued, for a dark room; the app draws zones and their names over them -----------------------------------
GROUND, FLOOR, RAISED, WALL, LINE, FAINT, WATER, GREEN = (
    "#12171d", "#1b222b", "#222b36", "#5b6b7d", "#3a4654", "#2a3440", "#15303d", "#1a2b24")


class Plan:
    def __init__(self):
        self.parts = [f'<rect x="0" y="0" width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>']

    def add(self, text):
        self.parts.append(text)

    def rect(self, x, y, width, height, fill="none", stroke=LINE, line=1.5, radius=0):
        self.add(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" fill="{fill}" stroke="{stroke}" '
                 f'stroke-width="{line}"/>')

    def circle(self, x, y, radius, fill="none", stroke=LINE, line=1.5):
        self.add(f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" stroke="{stroke}" stroke-width="{line}"/>')

    def path(self, data, fill="none", stroke=LINE, line=1.5):
        self.add(f'<path d="{data}" fill="{fill}" stroke="{stroke}" stroke-width="{line}" stroke-linejoin="round"/>')

    def walls(self, data):
        self.path(data, stroke=WALL, line=6)

    def word(self, x, y, text, size=13):
        self.add(f'<text x="{x}" y="{y}" font-family="sans-serif" font-size="{size}" text-anchor="middle" fill="#6f8093">{text}</text>')

    def stairs(self, x, y, width, height, steps=8):
        self.rect(x, y, width, height, RAISED)
        for step in range(1, steps):
            at = x + width * step / steps
            self.path(f"M{at:g} {y}V{y + height}", stroke=FAINT)

    def table(self, x, y):
        self.circle(x, y, 9, RAISED)
        for dx, dy in ((-15, 0), (15, 0), (0, -15), (0, 15)):
            self.circle(x + dx, y + dy, 3.5, LINE, "none", 0)

    def tree(self, x, y, radius):
        self.circle(x, y, radius, GREEN, "#2c4a3c")
        self.circle(x, y, radius * 0.45, "none", "#2c4a3c", 1)

    def write(self, name):
        body = "\n".join(self.parts)
        text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">\n{body}\n</svg>\n'
        (HERE / name).write_text(text, encoding="utf-8")


def ground_floor(chance):
    plan = Plan()
    plan.path("M0 0H330C250 20 150 60 60 60C40 200 40 330 60 440C40 520 30 680 0 800Z", WATER, "#24495a")
    for shore in (20, 40):
        plan.path(f"M0 {400 + shore}C{30 - shore / 2} {420} {34} {560} {6} {760}", "none", "#1d3f4e", 1)
    for x, y in ((180, 745), (260, 765), (430, 752), (505, 770), (700, 765), (780, 748), (905, 762), (1010, 748), (1165, 640),
                 (1165, 420), (1168, 300)):
        plan.tree(x, y, chance.randint(13, 19))
    plan.path("M90 430V90H300L370 160V430Z", "#181f24")  # terrace: boards
    for y in range(110, 430, 16):
        plan.path(f"M92 {y}H{min(368, 300 + max(0, y - 90))}", stroke="#222a31", line=1)
    for x in (140, 215, 290):
        for y in (220, 290, 360):
            plan.table(x, y)
    plan.rect(380, 90, 440, 350, FLOOR, "none", 0)
    plan.rect(90, 440, 280, 260, FLOOR, "none", 0)
    plan.rect(380, 440, 440, 260, RAISED, "none", 0)
    plan.rect(830, 90, 290, 150, FLOOR, "none", 0)
    plan.rect(830, 250, 290, 450, FLOOR, "none", 0)
    plan.path("M470 100H730L760 165H440Z", "#2b3744", WALL, 2)  # stage
    plan.word(600, 140, "Stage")
    for row in range(12):  # rows bent around the stage
        y = 200 + row * 17
        for left, right in ((410, 585), (615, 790)):
            middle = (left + right) / 2
            plan.path(f"M{left} {y - abs(left - 600) * 0.06:g}Q{middle:g} {y:g} {right} {y - abs(right - 600) * 0.06:g}",
                      stroke=LINE, line=5)
    plan.rect(430, 470, 90, 34, "#2b3744", LINE, 1.5, 6)
    plan.word(475, 492, "Cloakroom")
    plan.rect(680, 470, 90, 34, "#2b3744", LINE, 1.5, 6)
    plan.word(725, 492, "Help desk")
    plan.stairs(400, 600, 90, 46)
    plan.stairs(710, 600, 90, 46)
    for x in (450, 530, 670, 750):
        plan.circle(x, 560, 6, LINE, "none", 0)
    plan.rect(100, 450, 260, 30, "#2b3744", LINE, 1.5, 6)
    plan.word(230, 470, "Kitchen and bar")
    for x in range(130, 360, 50):
        for y in (525, 580, 635):
            plan.table(x, y)
    for column in range(4):  # stands
        for row in range(6):
            plan.rect(852 + column * 68, 280 + row * 68, 44, 40, RAISED if (column + row) % 2 else "#1f2731", LINE, 1.5, 3)
    plan.path("M930 92V238M1020 92V238", stroke=LINE, line=3)
    plan.word(880, 170, "Green room", 12)
    plan.word(975, 170, "Make-up", 12)
    plan.walls("M380 430V90H1120V135M1120 195V530M1120 590V700H650M550 700H90V600M90 540V435H200M260 435H380V540M380 610V700")
    plan.walls("M380 440H560M640 440H820M820 90V440M820 240H1120M820 440V500M820 560V700")
    plan.write("ground.svg")


def upper_floor():
    plan = Plan()
    plan.rect(90, 90, 1030, 610, "#161c23", FAINT)
    plan.rect(380, 250, 440, 310, FLOOR, "none", 0)
    plan.rect(90, 250, 280, 310, FLOOR, "none", 0)
    plan.rect(830, 250, 290, 450, FLOOR, "none", 0)
    plan.rect(380, 90, 440, 150, "#10151a", LINE)
    plan.path("M380 90L820 240M820 90L380 240", stroke=FAINT)
    plan.word(600, 170, "Open to the hall")
    for row in range(3):
        plan.path(f"M410 {285 + row * 22}Q600 {300 + row * 22} 790 {285 + row * 22}", stroke=LINE, line=5)
    plan.rect(560, 400, 80, 60, "#2b3744", LINE, 1.5, 8)
    plan.word(600, 435, "Coffee")
    for x in (430, 490, 710, 770):
        for y in (400, 460):
            plan.table(x, y)
    plan.stairs(520, 570, 160, 50, 12)
    for x, y in ((140, 310), (140, 400), (140, 490), (300, 310), (300, 490)):
        plan.rect(x - 26, y - 16, 52, 32, RAISED, LINE, 1.5, 10)
        plan.circle(x, y, 8, "#2b3744")
    plan.rect(200, 380, 60, 44, "#2b3744", LINE, 1.5, 22)
    plan.word(230, 407, "Bar")
    for index, y in enumerate((250, 400, 550)):
        if index:
            plan.path(f"M830 {y}H1120", stroke=WALL, line=3)
        for x in range(875, 1100, 45):
            for dy in (55, 95):
                plan.rect(x - 14, y + dy - 8, 28, 16, RAISED, LINE, 1.5, 3)
        plan.rect(930, y + 14, 90, 10, "#2b3744")
    plan.walls("M90 250H820M820 250H1120V700H830V640M830 580V490M830 430V300M820 560H690M510 560H370V440M370 360V250M370 560H90V250")
    plan.write("upper.svg")


def lower_floor():
    plan = Plan()
    plan.rect(90, 250, 1030, 310, "#13171c", FAINT)
    plan.rect(380, 250, 440, 310, FLOOR, "none", 0)
    plan.rect(830, 250, 290, 310, FLOOR, "none", 0)
    plan.rect(90, 250, 280, 310, "#181f24", "none", 0)
    plan.path("M430 255H770L740 320H460Z", "#2b3744", WALL, 2)
    plan.word(600, 295, "Stage")
    plan.circle(600, 430, 70, "none", FAINT, 2)
    plan.word(600, 434, "Dance floor")
    plan.rect(700, 505, 110, 40, "#2b3744", LINE, 1.5, 8)
    plan.word(755, 530, "Bar")
    plan.rect(400, 500, 80, 50, "#22323a", LINE, 1.5, 6)
    plan.word(440, 530, "First aid")
    plan.stairs(520, 570, 160, 50, 12)
    for x in range(870, 1100, 50):
        for y in range(320, 540, 55):
            plan.rect(x - 16, y - 9, 32, 18, RAISED, LINE, 1.5, 3)
    plan.rect(930, 262, 90, 12, "#2b3744")
    for x in (140, 230, 320):
        for y in (310, 405, 500):
            plan.rect(x - 32, y - 20, 64, 40, RAISED, LINE, 1.5, 3)
            plan.path(f"M{x - 20} {y - 8}H{x + 20}M{x - 20} {y + 6}H{x + 8}", stroke=LINE)
    plan.walls("M90 250H820V360M820 440V560H690M510 560H370V440M370 360V250M370 560H90V250M820 250H1120V560H820")
    plan.write("lower.svg")


# --- the people ----------------------------------------------------------------------------------------------------------
# weight; given names; family names; joined to (given, romanised) where the script is not Latin
PEOPLES = [
    (16, "Anna Lukas Marie Jonas Lena Felix Jörg Käthe Jürgen Sören Heike Björn", "Müller Schäfer Weiß Köhler Größ Lange Krüger Jäger Voß Brandt"),
    (10, "Olivia Harry Amelia Oscar Niamh Siân Callum Orla Rhys Aoife", "O'Brien Smith MacLeod Walsh Evans Ó-Sé Hughes St-John Baker Doyle"),
    (8, "Chloé Léo Maël Inès Hélène François Zoé Noël Anaïs Jean-Luc", "Lefèbvre Moreau D'Aubigné Girard Noël Benoît Lemaître Roux"),
    (8, "Lucía Mateo Íñigo Begoña José Ana-María Ximena Raúl", "Muñoz Ibáñez García Peña Núñez Alarcón Zúñiga de-la-Cruz"),
    (6, "Łukasz Zofia Żaneta Stanisław Małgorzata Paweł", "Wójcik Łapiński Żak Kowalczyk Śliwa Dąbrowska"),
    (5, "Søren Åse Bjørn Ingrid Øystein Þóra Guðrún Freyja", "Ångström Sørensen Ødegård Dahl Guðmundsdóttir Lindqvist"),
    (5, "İbrahim Işıl Çağla Ömer Şule Gülşen", "Yılmaz Öztürk Çelik Şahin Aydın Kılıç"),
    (5, "Jiří Žofie Řehoř Márton Zsófia Ștefan Ana", "Dvořák Nováková Szabó Kovács Țepeș Ionescu"),
    (5, "Thị-Hường Văn-Đức Minh-Anh Quốc-Bảo Ngọc-Lan", "Nguyễn Trần Phạm Đặng Vũ"),
    (4, "Adaeze Kwame Amina Thabo Zanele Chinedu", "Okonkwo Mensah Diallo Nkosi Abebe Mwangi"),
    (4, "Aarav Priya Rohan Meera Kavya", "Sharma Iyer Patel Nair Das"),
]
SCRIPTS = [
    (5, [("Рая", "Raya"), ("Дмитро", "Dmytro"), ("Фёдор", "Fyodor"), ("Олена", "Olena")],
     [("Стоянова", "Stoyanova"), ("Шевчук", "Shevchuk"), ("Орлов", "Orlov"), ("Ковач", "Kovach")]),
    (3, [("Γιώργος", "Giorgos"), ("Ελένη", "Eleni"), ("Νίκος", "Nikos")], [("Παππά", "Pappa"), ("Νικολάου", "Nikolaou")]),
    (4, [("محمد", "Mohammed"), ("ليلى", "Layla"), ("أحمد", "Ahmad"), ("فاطمة", "Fatima")],
     [("الحسن", "Al-Hasan"), ("خوري", "Khoury"), ("منصور", "Mansour")]),
    (3, [("דוד", "David"), ("נועה", "Noa"), ("יעל", "Yael")], [("לוי", "Levi"), ("כהן", "Cohen"), ("בן־עמי", "Ben-Ami")]),
    (5, [("小明", "Xiaoming"), ("芳", "Fang"), ("伟", "Wei"), ("静怡", "Jingyi")], [("王", "Wang"), ("李", "Li"), ("欧阳", "Ouyang")]),
    (3, [("さくら", "Sakura"), ("健太", "Kenta"), ("ユイ", "Yui")], [("田中", "Tanaka"), ("佐々木", "Sasaki")]),
    (3, [("민준", "Minjun"), ("서연", "Seoyeon")], [("김", "Kim"), ("박", "Park")]),
    (2, [("สมชาย", "Somchai"), ("มาลี", "Malee")], [("ใจดี", "Jaidee"), ("สุขสม", "Suksom")]),
    (2, [("Անի", "Ani"), ("Արամ", "Aram")], [("Պետրոսյան", "Petrosyan")]),
    (2, [("अनिता", "Anita"), ("राहुल", "Rahul")], [("वर्मा", "Verma"), ("सिंह", "Singh")]),
]
COMPANIES = ["", "", "", "", "Lakeside Software", "Møller & Søn", "Atelier Brûlé", "株式会社さくら見本", "Łódź Robotics", "\"Quoted\" Works, Ltd",
             "Ωmega Instruments", "North Pier Radio"]


def name(chance):
    groups = PEOPLES + SCRIPTS
    group = chance.choices(groups, [each[0] for each in groups])[0]
    if isinstance(group[1], str):
        given = chance.choice(group[1].split())
        family = chance.choice(group[2].split())
        return given, family, "", ""
    given, family = chance.choice(group[1]), chance.choice(group[2])
    return given[0], family[0], given[1], family[1]


def attendees(chance):
    rows = []
    order = 0
    while len(rows) < PEOPLE:
        order += 1
        company = chance.choice(COMPANIES)
        status = chance.choices(["paid", "pending", "canceled"], [94, 4, 2])[0]
        for position in range(1, chance.choices([1, 2, 3, 4], [55, 28, 10, 7])[0] + 1):
            product = chance.choices(PRODUCTS, [each[4] for each in PRODUCTS])[0]
            secret = "".join(chance.choices("abcdefghijkmnpqrstuvwxyz23456789", k=16))
            rows.append([f"L{order:04d}", position, *name(chance), f"guest{len(rows) + 1:04d}@example.org", product[1],
                         f"{product[3] / 100:.2f}", company, status, secret])
    with open(HERE / "attendees.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow("order,pos,first,last,first_rom,last_rom,email,ttype,price,company,status,secret".split(","))
        writer.writerows(rows[:PEOPLE])


def main():
    chance = random.Random(SEED)
    ground_floor(chance)
    upper_floor()
    lower_floor()
    attendees(chance)
    for name_of_file, commands in (("venue.json", script()), ("programme.json", programme(random.Random(SEED + 1)))):
        (HERE / name_of_file).write_text(
            "[\n" + ",\n".join(json.dumps(command, ensure_ascii=False) for command in commands) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
