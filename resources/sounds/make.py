#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the sounds of the kiosk beside itself, always the same bytes: python3 resources/sounds/make.py

Each class of answer has a shape of its own (rising, falling, repeated, rough), so that it is told apart in a noisy hall
and by people who hear high or low notes badly; all notes lie between 400 and 1,500 Hz.
"""
import math
import pathlib
import struct
import wave

RATE = 22050
SOUNDS = {  # name: [(frequency in Hz, seconds, roughness 0 … 1)]; 0 Hz is a pause
    "admitted": [(784, 0.09, 0), (1175, 0.16, 0)],
    "attention": [(784, 0.09, 0), (1175, 0.09, 0), (784, 0.09, 0), (1175, 0.16, 0)],
    "alreadyused": [(587, 0.13, 0.5), (0, 0.06, 0), (587, 0.13, 0.5), (0, 0.06, 0), (587, 0.20, 0.5)],
    "wrongplaceortime": [(880, 0.14, 0.1), (587, 0.24, 0.1)],
    "refused": [(466, 0.42, 0.8)],
    "unknown": [(659, 0.10, 0.2), (0, 0.05, 0), (494, 0.26, 0.2)],
    "error": [(440, 0.10, 0.9), (0, 0.05, 0), (440, 0.10, 0.9), (0, 0.05, 0), (440, 0.10, 0.9), (0, 0.05, 0), (440, 0.10, 0.9)],
}


def samples(notes):
    for frequency, seconds, rough in notes:
        count = int(RATE * seconds)
        for index in range(count):
            edge = min(1.0, index / (RATE * 0.006), (count - index) / (RATE * 0.02))
            angle = 2 * math.pi * frequency * index / RATE
            tone = math.sin(angle) + rough * (math.sin(3 * angle) / 3 + math.sin(5 * angle) / 5)
            yield int(max(-1.0, min(1.0, 0.6 * tone * edge)) * 32767) if frequency else 0


for name, notes in SOUNDS.items():
    with wave.open(str(pathlib.Path(__file__).with_name(name + ".wav")), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(b"".join(struct.pack("<h", value) for value in samples(notes)))
