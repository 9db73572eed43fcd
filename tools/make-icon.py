#!/usr/bin/env python3
"""Draws the icon of the packages, docs/images/icon.png: eight modes of a ring, and a sample among them.

Needs Python alone. Usage: python3 tools/make-icon.py
"""
import math
import pathlib
import struct
import zlib

SIDE, SAMPLES = 128, 4
PAPER, INK, DOTS = (0x10, 0x2A, 0x43), (0xF0, 0xF4, 0xF8), (0xF2, 0x8E, 0x2B)


def colour(x, y):
    """The colour at a place, in [0, 1] both ways: a rounded plate, a ring of eight dots, a sample among them."""
    corner = 0.18
    dx, dy = max(corner - x, x - 1 + corner, 0), max(corner - y, y - 1 + corner, 0)
    if dx * dx + dy * dy > corner * corner:
        return (0, 0, 0, 0)
    for mode in range(8):
        angle = 2 * math.pi * mode / 8
        if math.hypot(x - 0.5 - 0.3 * math.cos(angle), y - 0.5 - 0.3 * math.sin(angle)) < 0.075:
            return (*INK, 255)
    if math.hypot(x - 0.5, y - 0.5) < 0.115:
        return (*DOTS, 255)
    return (*PAPER, 255)


def pixel(column, row):
    places = [(i + 0.5) / SAMPLES for i in range(SAMPLES)]
    seen = [colour((column + u) / SIDE, (row + v) / SIDE) for u in places for v in places]
    alpha = sum(one[3] for one in seen)
    if alpha == 0:
        return bytes(4)
    return bytes([round(sum(one[c] * one[3] for one in seen) / alpha) for c in range(3)] + [round(alpha / len(seen))])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(column, row) for column in range(SIDE)) for row in range(SIDE))
header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 6, 0, 0, 0)
target = pathlib.Path(__file__).parent.parent / "docs" / "images" / "icon.png"
target.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
