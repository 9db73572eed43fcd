#!/usr/bin/env python3
"""Records solutions of the Gaussian-Poisson equation by numpy and scipy, with full matrices, as the outside witness of Belamy's solver.

Run in this folder:  python3 blending.py
Needs numpy and scipy (Debian: python3-numpy, python3-scipy). Writes blending.json in the format of README.md; numbers of its
own feed it, so that the files of record.py stay as they are.
"""

import json
import pathlib
import random

import numpy as np
from scipy.fft import dctn
from scipy.ndimage import gaussian_filter

FOLDER = pathlib.Path(__file__).resolve().parent
numbers = random.Random(20261201)
cases = []


def picture(height, width):
    """Multiples of 1/128, exact in float32."""
    return np.array([[numbers.randrange(-128, 129) / 128 for _ in range(width)] for _ in range(height)])


def add(name, kind, attributes, inputs, outputs):
    array = lambda value: {"type": "Float64", "shape": list(np.shape(value)), "values": [float(f"{one:.9g}") for one in np.ravel(value)]}
    cases.append({"name": name, "kind": kind, "attributes": attributes, "inputs": {key: array(value) for key, value in inputs.items()},
                  "outputs": {key: array(np.float64(value)) for key, value in outputs.items()}})


def solve(across, down, low, weight, blur):
    """min ||Dx - v||^2 + weight ||Gx - low||^2 as one system of least squares; G is scipy's filter, applied to each unit picture."""
    height, width = low.shape
    count = height * width
    rows, sides = [], []
    for y in range(height):
        for x in range(width):
            for difference, (ny, nx) in ((across, (y, x + 1)), (down, (y + 1, x))):
                if ny < height and nx < width:
                    row = np.zeros(count)
                    row[y * width + x], row[ny * width + nx] = -1, 1
                    rows.append(row)
                    sides.append(difference[y, x])
    units = np.eye(count).reshape(count, height, width)
    blurred = np.array([gaussian_filter(unit, blur, mode="reflect", truncate=4).ravel() if blur else unit.ravel() for unit in units]).T
    system = np.concatenate([np.array(rows), np.sqrt(weight) * blurred])
    return np.linalg.lstsq(system, np.concatenate([np.array(sides), np.sqrt(weight) * low.ravel()]), rcond=None)[0].reshape(height, width)


for height, width, weight, blur in [(16, 16, 1, 0.5), (16, 16, 0.05, 1.5), (16, 16, 20, 0), (13, 10, 1, 0.8), (1, 7, 1, 0.5)]:
    across, down, low = (picture(height, width) for _ in range(3))
    add(f"{height}x{width}, weight {weight}, blur {blur}", "GaussianPoisson", {"weight": weight, "blur": blur}, {"across": across, "down": down, "low": low},
        {"solution": solve(across, down, low, weight, blur)})

# Without colours at large the constant is left open, and the shortest solution has the mean 0.
across, down, low = (picture(16, 16) for _ in range(3))
add("16x16 of differences alone", "GaussianPoisson", {"weight": 0, "blur": 0.5}, {"across": across, "down": down, "low": low},
    {"solution": solve(across, down, low, 0, 0.5) + low.mean()})

for height, width in [(8, 8), (5, 12), (9, 7)]:
    values = picture(height, width)
    # scipy's has a factor of 2 along each axis.
    add(f"{height}x{width}", "CosineTransform", {}, {"values": values}, {"frequencies": dctn(values) / 4})

text = "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"
(FOLDER / "blending.json").write_text(text)
print(f"blending.json: {len(cases)} cases, {len(text)} bytes")
