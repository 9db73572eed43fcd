"""Makes tests/Belamy.Tests/Fixtures/png: a small picture of every kind that PNG knows, written by pypng (Debian's
python3-png), each beside the 8-bit samples that a reader should find in it, computed here from what was written; and
larger ones written by Pillow (python3-pil), which filters rows in all five ways, as pypng does not.

    python3 tools/make-png-fixtures.py tests/Belamy.Tests/Fixtures/png
"""
import os
import random
import sys

import png
from PIL import Image

# No multiple of the pixels in a byte, and every Adam7 pass has a ragged edge.
WIDTH, HEIGHT = 13, 11


def to_byte(sample, bits):
    largest = (1 << bits) - 1
    return (sample * 255 + largest // 2) // largest


def samples(bits, planes, noise):
    """Smooth colours with some noise, so that writers choose several row filters."""
    largest = (1 << bits) - 1
    rows = []
    for y in range(HEIGHT):
        row = []
        for x in range(WIDTH):
            for plane in range(planes):
                value = (x * (plane + 1) / (WIDTH * planes) + y / HEIGHT * (1 + plane % 2)) / 2.2
                row.append(min(largest, max(0, int((value + noise.uniform(-0.1, 0.1)) * largest))))
        rows.append(row)
    return rows


def write(folder, name, rows, expected, **options):
    for interlace in (False, True):
        path = os.path.join(folder, name + ("-adam7" if interlace else ""))
        with open(path + ".png", "wb") as file:
            png.Writer(WIDTH, HEIGHT, interlace=interlace, compression=9, **options).write(file, rows)
        with open(path + ".raw", "wb") as file:
            file.write(bytes(expected))


def main(folder):
    os.makedirs(folder, exist_ok=True)
    noise = random.Random(7)
    for bits in (1, 2, 4, 8, 16):
        rows = samples(bits, 1, noise)
        flat = [sample for row in rows for sample in row]
        write(folder, f"grey{bits}", rows, [to_byte(s, bits) for s in flat], greyscale=True, bitdepth=bits)
        key = flat[len(flat) // 2]
        keyed = [v for s in flat for v in (to_byte(s, bits), 0 if s == key else 255)]
        write(folder, f"grey{bits}-key", rows, keyed, greyscale=True, bitdepth=bits, transparent=key)
    for bits in (8, 16):
        rows = samples(bits, 3, noise)
        flat = [sample for row in rows for sample in row]
        write(folder, f"rgb{bits}", rows, [to_byte(s, bits) for s in flat], greyscale=False, bitdepth=bits)
        pixels = [tuple(flat[i:i + 3]) for i in range(0, len(flat), 3)]
        key = pixels[len(pixels) // 2]
        keyed = [v for p in pixels for v in [to_byte(s, bits) for s in p] + [0 if p == key else 255]]
        write(folder, f"rgb{bits}-key", rows, keyed, greyscale=False, bitdepth=bits, transparent=key)
        for planes, grey, name in ((2, True, "grey-alpha"), (4, False, "rgb-alpha")):
            rows = samples(bits, planes, noise)
            flat = [sample for row in rows for sample in row]
            write(folder, f"{name}{bits}", rows, [to_byte(s, bits) for s in flat], greyscale=grey, alpha=True, bitdepth=bits)
    for bits in (1, 2, 4, 8):
        rows = samples(bits, 1, noise)
        flat = [sample for row in rows for sample in row]
        palette = [tuple(noise.randrange(256) for _ in range(3)) for _ in range(1 << bits)]
        write(folder, f"palette{bits}", rows, [v for s in flat for v in palette[s]], palette=palette, bitdepth=bits)
        # Only the first half of the colours has an alpha of its own; the rest is opaque.
        alphas = [colour + (noise.randrange(255),) for colour in palette[:len(palette) // 2]]
        alphas += palette[len(palette) // 2:]
        expected = [v for s in flat for v in (alphas[s] + (255,))[:4]]
        write(folder, f"palette{bits}-alpha", rows, expected, palette=alphas, bitdepth=bits)
    for mode, planes in (("L", 1), ("LA", 2), ("RGB", 3), ("RGBA", 4)):
        content = bytearray()
        for y in range(48):
            for x in range(40):
                for plane in range(planes):
                    # A quarter each that suits another filter: smooth, rows alike, columns alike, noise.
                    quarter = ((x * 3 * (plane + 1) + y * 2), x * 37 * (plane + 2), y * 53, noise.randrange(256))
                    content.append(quarter[y // 12] & 255)
        Image.frombytes(mode, (40, 48), bytes(content)).save(os.path.join(folder, f"filters-{mode.lower()}.png"))
        with open(os.path.join(folder, f"filters-{mode.lower()}.raw"), "wb") as file:
            file.write(content)


main(sys.argv[1])
