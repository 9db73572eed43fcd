"""Makes tests/Belamy.Tests/Fixtures/pictures: a small picture in each format and kind that is read beside PNG, written by
Pillow (Debian's python3-pil), each beside the upright 8-bit samples that a reader should find in it, by Pillow too; TIFF of
16 bits, in tiles and in planes, which Pillow does not write, by a few lines here.

    python3 tools/make-picture-fixtures.py tests/Belamy.Tests/Fixtures/pictures
"""
import os
import random
import struct
import sys

from PIL import Image, ImageOps

# No multiple of the blocks of JPEG.
WIDTH, HEIGHT = 21, 13
noise = random.Random(11)


def write(folder, name, samples):
    with open(os.path.join(folder, name + ".raw"), "wb") as file:
        file.write(samples)


def save(folder, name, picture, mode, **options):
    path = os.path.join(folder, name)
    picture.save(path, **options)
    with Image.open(path) as read:
        write(folder, name, ImageOps.exif_transpose(read).convert(mode).tobytes())


def tiff(width, height, bits, samples, data, photometric, tile=None, planar=1, extra=None, orientation=1):
    """A page of little-endian TIFF without compression; data is a list of strips or tiles."""
    entries, behind = [], b""
    tags = [(256, 3, [width]), (257, 3, [height]), (258, 3, [bits] * samples), (259, 3, [1]), (262, 3, [photometric]), (274, 3, [orientation]),
            (277, 3, [samples]), (284, 3, [planar])]
    where, sizes = (324, 325) if tile else (273, 279)
    tags += [(where, 4, None), (sizes, 4, [len(part) for part in data])]
    tags += [(322, 3, [tile[0]]), (323, 3, [tile[1]])] if tile else [(278, 3, [height])]
    tags += [(338, 3, [extra])] if extra is not None else []
    tags.sort()
    start = 8 + 2 + 12 * len(tags) + 4
    begins, at = [], start + 200
    for part in data:
        begins.append(at)
        at += len(part)
    for tag, kind, values in tags:
        values = begins if values is None else values
        packed = struct.pack("<%d%s" % (len(values), "HI"[kind == 4]), *values)
        if len(packed) > 4:
            packed, behind = struct.pack("<I", start + len(behind)), behind + packed
        entries.append(struct.pack("<HHI", tag, kind, len(values)) + packed.ljust(4, b"\0"))
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + b"".join(entries) + struct.pack("<I", 0) + behind.ljust(200, b"\0") + b"".join(data)


def to_byte(sample):
    return (sample + 128) // 257


def main(folder):
    os.makedirs(folder, exist_ok=True)
    colour = Image.frombytes("RGB", (WIDTH, HEIGHT), bytes(
        min(255, (x * 9 * (channel + 1) + y * 13 + noise.randrange(60)) % 300) for y in range(HEIGHT) for x in range(WIDTH) for channel in range(3)))
    grey = colour.convert("L")
    clear = colour.copy()
    clear.putalpha(Image.frombytes("L", (WIDTH, HEIGHT), bytes((x * 13 + y * 5) % 256 for y in range(HEIGHT) for x in range(WIDTH))))

    for name, subsampling in (("420", 2), ("422", 1), ("444", 0)):
        save(folder, f"{name}.jpg", colour, "RGB", quality=80, subsampling=subsampling)
    save(folder, "progressive.jpg", colour, "RGB", quality=80, progressive=True)
    save(folder, "grey.jpg", grey, "L", quality=80)
    save(folder, "cmyk.jpg", colour.convert("CMYK"), "RGB", quality=80)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        save(folder, f"turned{orientation}.jpg", colour, "RGB", quality=80, exif=exif)
    save(folder, "lossy.webp", colour, "RGB", quality=80)
    save(folder, "lossless.webp", clear, "RGBA", lossless=True, exact=True)
    few = colour.quantize(16)
    save(folder, "palette.gif", few, "RGB")
    save(folder, "transparent.gif", few, "RGBA", transparency=5)
    save(folder, "film.gif", few, "RGB", save_all=True, append_images=[few.transpose(Image.FLIP_LEFT_RIGHT)], duration=100)
    for name, picture in (("colour", colour), ("grey", grey), ("bits", colour.convert("1")), ("palette", few)):
        save(folder, f"{name}.bmp", picture, "RGB")
        save(folder, f"{name}.tif", picture, "RGB" if name in ("colour", "palette") else "L")
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        save(folder, f"{compression}.tif", colour, "RGB", compression=compression)
    save(folder, "group4.tif", colour.convert("1"), "L", compression="group4")
    save(folder, "cmyk.tif", colour.convert("CMYK"), "RGB")
    save(folder, "alpha.tif", clear, "RGBA", compression="tiff_lzw")

    def own(name, samples, expected):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(samples)
        write(folder, name, bytes(expected))

    wide = [0x0080, 0x0081, 0x0182, 0xFF00, 0xFFFF] + [noise.randrange(65536) for _ in range(WIDTH * HEIGHT * 3 - 5)]
    pack = lambda values: struct.pack("<%dH" % len(values), *values)
    one = wide[:WIDTH * HEIGHT]
    own("grey16.tif", tiff(WIDTH, HEIGHT, 16, 1, [pack(one)], 1), [to_byte(v) for v in one])
    own("white16.tif", tiff(WIDTH, HEIGHT, 16, 1, [pack(one)], 0), [255 - to_byte(v) for v in one])
    own("colour16.tif", tiff(WIDTH, HEIGHT, 16, 3, [pack(wide)], 2), [to_byte(v) for v in wide])
    own("planes16.tif", tiff(WIDTH, HEIGHT, 16, 3, [pack(wide[plane::3]) for plane in range(3)], 2, planar=2), [to_byte(v) for v in wide])
    tiles = [pack([wide[(y * WIDTH + x) * 3 + c] if x < WIDTH and y < HEIGHT else 0 for y in range(16) for x in range(left, left + 16) for c in range(3)])
             for left in (0, 16)]
    own("tiles16.tif", tiff(WIDTH, HEIGHT, 16, 3, tiles, 2, tile=(16, 16)), [to_byte(v) for v in wide])
    stored = list(grey.tobytes())
    own("turned6.tif", tiff(WIDTH, HEIGHT, 8, 1, [bytes(stored)], 1, orientation=6), grey.transpose(Image.ROTATE_270).tobytes())
    multiplied = [v for p in clear.getdata() for v in [round(c * p[3] / 255) for c in p[:3]] + [p[3]]]
    own("multiplied.tif", tiff(WIDTH, HEIGHT, 8, 4, [bytes(multiplied)], 2, extra=1),
        [v for i in range(0, len(multiplied), 4) for v in [min(255, (m * 255 + multiplied[i + 3] // 2) // max(1, multiplied[i + 3])) for m in multiplied[i:i + 3]] + [multiplied[i + 3]]])


main(sys.argv[1])
