#!/usr/bin/env python3
"""Records resized pictures from Pillow, as the outside witness of Belamy's resampling: the same bytes.

Run in this folder:  python3 resizing.py
Needs Pillow (Debian: python3-pil). Writes resizing.json in the format of README.md. The pictures themselves are drawn by
`sample`, here and in the test alike.
"""

import json
import pathlib

from PIL import Image

FOLDER = pathlib.Path(__file__).resolve().parent
MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
FILTERS = {"Lanczos": Image.LANCZOS, "Bicubic": Image.BICUBIC, "Bilinear": Image.BILINEAR, "Box": Image.BOX}
cases = []


def sample(x, y, channel):
    """Slopes, edges and noise; as alpha often 0 and often 255, and everything between."""
    value = (x * 9 + y * 5 + channel * 40 + (x * x * 7 + y * 13 + x * y * 3 + channel * 11) % 97 * (x // 5 + y // 7) // 3) % 384
    return min(255, max(0, value - 64))


def picture(width, height, channels):
    return Image.frombytes(MODES[channels], (width, height), bytes(
        sample(x, y, channel) for y in range(height) for x in range(width) for channel in range(channels)))


for channels, width, height, new_width, new_height in [
    (1, 29, 37, 8, 8), (1, 29, 37, 8, 37), (1, 29, 37, 29, 9), (1, 5, 4, 13, 9), (1, 61, 3, 7, 11), (1, 200, 2, 3, 1), (1, 1, 1, 3, 2), (1, 40, 40, 39, 41),
    (2, 23, 19, 8, 6), (3, 33, 21, 8, 8), (3, 7, 9, 12, 10), (4, 24, 24, 7, 9), (4, 5, 6, 9, 8),
]:
    for name, kind in FILTERS.items():
        resized = picture(width, height, channels).resize((new_width, new_height), kind)
        cases.append({"name": f"{name} {width}x{height}x{channels} to {new_width}x{new_height}", "kind": name,
                      "attributes": {"width": width, "height": height, "channels": channels}, "inputs": {},
                      "outputs": {"resized": {"type": "Int32", "shape": [new_height, new_width, channels], "values": list(resized.tobytes())}}})

text = "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"
(FOLDER / "resizing.json").write_text(text)
print(f"resizing.json: {len(cases)} cases, {len(text)} bytes")
