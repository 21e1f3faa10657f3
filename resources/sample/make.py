#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the sample event beside itself: venue.json (a command script), ground.svg, upper.svg, attendees.csv.

Everything is invented. Names are put together at random from common given and family names of each language, mail addresses are
of example.org, and the house stands nowhere. The same seed gives the same files."""
import csv
import json
import pathlib
import random

SEED = 2026
PEOPLE = 1500
HERE = pathlib.Path(__file__).resolve().parent
UNIT = 100  # millimetres of one drawn unit
WIDTH, HEIGHT = 1200, 800

# --- the house ---------------------------------------------------------------------------------------------------------
# Zones: word, floor, name, capacity, outline in drawn units.
ZONES = [
    ("foyer", "ground", "Foyer", 600, [(380, 440), (820, 440), (820, 700), (380, 700)]),
    ("hall", "ground", "Main hall", 800, [(380, 90), (820, 90), (820, 430), (380, 430)]),
    ("expo", "ground", "Exhibition", 500, [(830, 250), (1120, 250), (1120, 700), (830, 700)]),
    ("food", "ground", "Food court", 260, [(90, 440), (370, 440), (370, 700), (90, 700)]),
    ("terrace", "ground", "Lake terrace", 300, [(90, 90), (300, 90), (370, 160), (370, 430), (90, 430)]),
    ("stage", "ground", "Backstage", 40, [(830, 90), (1120, 90), (1120, 240), (830, 240)]),
    ("gallery", "upper", "Gallery", 250, [(380, 250), (820, 250), (820, 560), (380, 560)]),
    ("workshops", "upper", "Workshops", 160, [(830, 250), (1120, 250), (1120, 700), (830, 700)]),
    ("lounge", "upper", "Lounge", 60, [(90, 250), (370, 250), (370, 560), (90, 560)]),
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
]
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

    for order, (word, name) in enumerate([("ground", "Ground floor"), ("upper", "Upper floor")]):
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
    add("check_in_list.add", list=ref("list.doors"), name="Doors", gates=doors, allowsReEntry=True)
    add("check_in_list.add", list=ref("list.lounge"), name="Lounge", gates=[ref("gate.lounge-door")],
        products=[ref("product.speaker"), ref("product.patron"), ref("product.crew")], allowsReEntry=True)
    for word, name, kind, gate, check_in_list in [
            ("kiosk.main.1", "Main entrance, lane 1", "kiosk", "main", "doors"),
            ("kiosk.main.2", "Main entrance, lane 2", "kiosk", "main", "doors"),
            ("kiosk.garden", "Garden entrance", "kiosk", "garden", "doors"),
            ("kiosk.east", "East entrance", "kiosk", "east", "doors"),
            ("handheld.lounge", "Lounge handheld", "handheld", "lounge-door", "lounge")]:
        add("device.add", device=ref(word), name=name, kind=kind, gate=ref("gate." + gate), list=ref("list." + check_in_list))
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
    attendees(chance)
    (HERE / "venue.json").write_text(
        "[\n" + ",\n".join(json.dumps(command, ensure_ascii=False) for command in script()) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
