#!/usr/bin/env python3
"""Records values of measures from numpy, scipy and exact fractions, as the outside witness of Belamy's metrics.

Run in this folder:  python3 measures.py
Needs numpy and scipy (Debian: python3-numpy, python3-scipy). Writes measures.json in the format of README.md; numbers of its
own feed it, so that the files of record.py stay as they are.
"""

import json
import pathlib
import random
from fractions import Fraction

import numpy as np
import skimage.measure
import skimage.metrics
from scipy.sparse import lil_matrix
from scipy.sparse.linalg import spsolve
from scipy.spatial.distance import cdist
from scipy.stats import wasserstein_distance

FOLDER = pathlib.Path(__file__).resolve().parent
numbers = random.Random(20261128)
cases = []


def rows(count, dimension, centre=0.0, spread=2.0):
    """Multiples of 1/128, exact in float32."""
    return np.array([[centre + numbers.randrange(int(-spread * 128), int(spread * 128)) / 128 for _ in range(dimension)] for _ in range(count)])


def add(name, kind, inputs, outputs):
    array = lambda value: {"type": "Float64", "shape": list(np.shape(value)), "values": [float(f"{one:.9g}") for one in np.ravel(value)]}
    cases.append({"name": name, "kind": kind, "attributes": {}, "inputs": {key: array(value) for key, value in inputs.items()},
                  "outputs": {key: array(np.float64(value)) for key, value in outputs.items()}})


def kernel_distance(first, second):
    """The unbiased squared MMD under (a·b/d + 1)³, in fractions, so without any rounding."""
    first, second = ([[Fraction(float(value)) for value in row] for row in part] for part in (first, second))
    dimension = len(first[0])
    kernel = lambda a, b: (sum(x * y for x, y in zip(a, b)) / dimension + 1) ** 3
    within = lambda part: sum(kernel(a, b) for i, a in enumerate(part) for j, b in enumerate(part) if i != j) / (len(part) * (len(part) - 1))
    between = sum(kernel(a, b) for a in first for b in second) / (len(first) * len(second))
    return float(within(first) + within(second) - 2 * between)


def neighbours(real, generated, k):
    """Precision, recall, density and coverage; a ball reaches to the k-th nearest other row of its set, border included."""
    radii = lambda part: np.sort(cdist(part, part, "sqeuclidean"), axis=1)[:, k]
    distances = cdist(real, generated, "sqeuclidean")
    in_real = distances <= radii(real)[:, None]
    in_generated = distances <= radii(generated)[None, :]
    return {"precision": in_real.any(0).mean(), "recall": in_generated.any(1).mean(), "density": in_real.sum(0).mean() / k, "coverage": in_real.any(1).mean()}


def nearest_neighbour(real, generated):
    """The share of rows whose nearest other row is of the same set; rows that are equally near have equal shares in it."""
    both = np.concatenate([real, generated])
    distances = cdist(both, both, "sqeuclidean")
    np.fill_diagonal(distances, np.inf)
    nearest = distances == distances.min(1, keepdims=True)
    origin = np.arange(len(both)) < len(real)
    right = (nearest & (origin[:, None] == origin[None, :])).sum(1) / nearest.sum(1)
    return {"accuracy": right.mean(), "real": right[origin].mean(), "generated": right[~origin].mean()}


def with_doubles(count, dimension, doubles):
    """Rows of which some are there twice."""
    part = rows(count - doubles, dimension)
    return np.concatenate([part, part[:doubles]])


for name, centre, spread in [("around 0", 0, 2), ("around 100", 100, 1), ("around 100, of one place nearly", 100, 0.05)]:
    first, second = rows(24, 6, centre, spread), rows(20, 6, centre, spread)
    add(f"kernel distance {name}", "KernelDistance", {"first": first, "second": second}, {"distance": kernel_distance(first, second)})

single, other = with_doubles(100, 2, 1), with_doubles(100, 2, 1)
copies = np.repeat(single[3:4], 12, axis=0)
few = single[:12]
for name, real, generated, k in [
    ("1 % doubles", single, other, 3), ("a set beside itself", single, single, 3), ("many doubles", with_doubles(60, 2, 25), with_doubles(50, 2, 20), 1),
    ("copies of one", few, copies, 3), ("copies of one beside themselves", copies, copies, 3),
]:
    add(f"neighbours, {name}", "Neighbours", {"real": real, "generated": generated, "k": [k]}, neighbours(real, generated, k))
    if len(real) == len(generated):
        add(f"two samples, {name}", "TwoSample", {"real": real, "generated": generated}, nearest_neighbour(real, generated))

line, longer = rows(20, 1), rows(31, 1)
add("on a line", "Wasserstein", {"first": line, "second": longer}, {"distance": wasserstein_distance(line[:, 0], longer[:, 0])})



def harmonic(picture, mask):
    """Laplace's equation in the hole: each unknown pixel is the mean of its neighbours within the picture."""
    height, width = mask.shape
    places = {place: at for at, place in enumerate(zip(*np.nonzero(mask)))}
    matrix, known = lil_matrix((len(places), len(places))), np.zeros(len(places))
    for (y, x), at in places.items():
        for near in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            if 0 <= near[0] < height and 0 <= near[1] < width:
                matrix[at, at] += 1
                if near in places:
                    matrix[at, places[near]] -= 1
                else:
                    known[at] += picture[near]
    filled = picture.copy()
    filled[mask > 0] = spsolve(matrix.tocsr(), known)
    return filled


def hole_case(name, mask):
    height, width = mask.shape
    truth, made = (np.clip(rows(height, width, spread=1.0), -1, 1) for _ in range(2))
    _, similarity = skimage.metrics.structural_similarity(truth, made, data_range=2, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, full=True)
    inside = np.zeros_like(mask)
    inside[5:-5, 5:-5] = mask[5:-5, 5:-5]
    add(name, "Hole", {"truth": truth, "made": made, "mask": mask, "harmonic": harmonic(truth, mask)}, {
        "signal-to-noise": skimage.metrics.peak_signal_noise_ratio(truth[mask > 0], made[mask > 0], data_range=2),
        "absolute": np.abs(truth - made)[mask > 0].mean() / 2,
        "similarity": similarity[inside > 0].mean()})


middle, ragged = np.zeros((14, 16)), np.zeros((15, 13))
middle[4:11, 3:12] = 1
# Two holes, one of them around known pixels, and one at the border.
ragged[2:9, 2:9], ragged[4:6, 4:6], ragged[11:, 6:] = 1, 0, 1
hole_case("a hole in the middle", middle)
hole_case("holes around known pixels and at the border", ragged)


def map_case(name, truth, made, ignored):
    """Label maps [maps, height, width]: the confusion matrix by numpy, regions by scikit-image."""
    counts = truth != ignored
    labels = range(int(max(truth.max(), made.max())) + 1)
    matrix = np.array([[((truth == one) & (made == other) & counts).sum() for other in labels] for one in labels])
    either = matrix.sum(0) + matrix.sum(1) - np.diag(matrix)
    spurious = 0
    for true, guess, counted in zip(truth, made, counts):
        regions = skimage.measure.label(guess.astype(int), connectivity=1, background=-1)
        for region in range(1, regions.max() + 1):
            inside = (regions == region) & counted
            spurious += (true[inside] == guess[regions == region][0]).sum() < inside.sum() / 2
    add(name, "Maps", {"truth": truth, "made": made, "ignored": ignored}, {
        "pixels": np.trace(matrix) / matrix.sum(), "overlap": (np.diag(matrix)[either > 0] / either[either > 0]).mean(), "spurious": spurious / len(truth)})


# Areas with pixels of others strewn in; label 2 is nowhere in the first, nor is label 4 in the truth.
areas = np.array([[[(y // 4 + x // 5 + at) % 2 * 3 for x in range(11)] for y in range(9)] for at in range(3)])
strewn = np.where(np.array([numbers.random() for _ in range(areas.size)]).reshape(areas.shape) < 0.3, np.array([numbers.choice([0, 1, 3, 4]) for _ in range(areas.size)]).reshape(areas.shape), areas)
map_case("maps of which all counts", areas, strewn, -1)
map_case("maps with void", np.where(np.roll(areas, 2, axis=2) == areas, areas, 2), strewn, 2)

text = "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"
(FOLDER / "measures.json").write_text(text)
print(f"measures.json: {len(cases)} cases, {len(text)} bytes")
