#!/usr/bin/env python3
"""Records measures of tables from numpy and scipy, as the outside witness of Belamy's.

Run in this folder:  python3 tables.py
Needs numpy and scipy (Debian: python3-numpy, python3-scipy). Writes tables.json in the format of README.md. Missing numbers are
-999 in the file.
"""

import json
import math
import pathlib

import numpy as np
from scipy.optimize import minimize
from scipy.stats import ks_2samp, mannwhitneyu

FOLDER = pathlib.Path(__file__).resolve().parent
MISSING = -999
# age, wage (some are missing), region of 3, job of 5, income of 2: the last is the one to be recognized.
NUMBERS, SIZES = [0, 1], {2: 3, 3: 5, 4: 2}
RANGES = {0: (17, 90), 1: (0, 200)}
random = np.random.default_rng(20261129)


def table(count, shift):
    """People whose wage and job go by their age and region, all in hundredths at most; `shift` makes others of them."""
    age = np.clip(np.round(random.normal(40 + 6 * shift, 14, count)), 17, 90)
    region = random.choice(3, count, p=np.array([0.5, 0.3, 0.2]) if shift == 0 else np.array([0.35, 0.35, 0.3]))
    job = (region + random.choice(4, count, p=[0.4, 0.3, 0.2, 0.1])) % 5
    wage = np.round(np.clip(random.normal(60 + (1 - shift) * age + 8 * region, 18), 0, 200), 2)
    income = (wage + 6 * job + random.normal(0, 12, count) > 125).astype(float)
    wage[random.random(count) < 0.08 + 0.1 * shift] = np.nan
    return np.stack([age, wage, region, job, income], 1)


def shapes(real, made):
    score = []
    for column in range(5):
        first, second = real[:, column], made[:, column]
        if column in NUMBERS:
            score.append(1 - ks_2samp(first[~np.isnan(first)], second[~np.isnan(second)]).statistic)
        else:
            shares = lambda part: np.bincount(part.astype(int), minlength=SIZES[column]) / len(part)
            score.append(1 - np.abs(shares(first) - shares(second)).sum() / 2)
    return score


def pairs(real, made):
    def places(part, column):
        if column not in NUMBERS:
            return part[:, column].astype(int)
        known = real[:, column][~np.isnan(real[:, column])]
        edges = np.linspace(known.min(), known.max(), 11)
        found = np.clip(np.searchsorted(edges, part[:, column], side="right") - 1, 0, 9)
        return np.where(np.isnan(part[:, column]), 10, found)

    def shares(part, one, other):
        counts = np.zeros((11, 11))
        np.add.at(counts, (places(part, one), places(part, other)), 1)
        return counts / len(part)

    score = []
    for one in range(5):
        for other in range(one + 1, 5):
            if one in NUMBERS and other in NUMBERS:
                correlation = lambda part: np.corrcoef(part[~np.isnan(part).any(1)][:, [one, other]].T)[0, 1]
                score.append(1 - abs(correlation(real) - correlation(made)) / 2)
            else:
                score.append(1 - np.abs(shares(real, one, other) - shares(made, one, other)).sum() / 2)
    return score


def vectors(part, learned, without=None):
    columns = []
    for column in range(5):
        if column == without:
            continue
        values = part[:, column]
        if column in NUMBERS:
            known = learned[:, column][~np.isnan(learned[:, column])]
            columns.append(np.nan_to_num((values - known.mean()) / known.std()))
            if column == 1:
                columns.append(np.isnan(values).astype(float))
        else:
            columns += [(values == category).astype(float) for category in range(SIZES[column])]
    return np.stack(columns, 1)


def regression(x, positive):
    """w and b of the least sum of ln(1 + exp(-y (w x + b))) + |w|^2 / 2."""
    sign = np.where(positive, 1.0, -1.0)

    def loss(point):
        margin = sign * (x @ point[:-1] + point[-1])
        slope = -sign / (1 + np.exp(margin))
        return np.logaddexp(0, -margin).sum() + (point[:-1] ** 2).sum() / 2, np.append(x.T @ slope + point[:-1], slope.sum())

    return minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="BFGS", options={"gtol": 1e-9, "maxiter": 10000}).x


def detection(real, made):
    half = min(len(real), len(made))
    both, is_real, turn = np.concatenate([real[:half], made[:half]]), np.arange(2 * half) < half, np.arange(2 * half) % half % 3
    areas = []
    for part in range(3):
        learned = both[turn != part]
        point = regression(vectors(learned, learned), is_real[turn != part])
        score, truth = vectors(both[turn == part], learned) @ point[:-1] + point[-1], is_real[turn == part]
        areas.append(mannwhitneyu(score[truth], score[~truth]).statistic / truth.sum() / (~truth).sum())
    return np.mean(areas), np.std(areas)


def recognition(training, test, target):
    (x, y), truth = (vectors(training, training, target), training[:, target]), test[:, target]
    score = [(lambda point: vectors(test, training, target) @ point[:-1] + point[-1])(regression(x, y == category)) for category in range(SIZES[target])]
    found = (score[1] > 0).astype(float) if SIZES[target] == 2 else np.argmax(score, 0)
    f1 = lambda category: 2 * ((found == category) & (truth == category)).sum() / ((found == category).sum() + (truth == category).sum())
    return (f1(1) if SIZES[target] == 2 else np.mean([f1(category) for category in np.unique(truth)])), (found == truth).mean()


def closest(records, rows):
    """Distances to the closest record; whole numbers until the end, so that equal ones are equal."""
    whole = math.prod(high - low for low, high in RANGES.values()) * 100
    distances = np.zeros((len(rows), len(records)), dtype=np.int64)
    for column in range(5):
        one, other = rows[:, None, column], records[None, :, column]
        if column in NUMBERS:
            low, high = RANGES[column]
            gap = np.round(np.nan_to_num(np.abs(one - other) * 100)).astype(np.int64) * (whole // 100 // (high - low))
            gap = np.where(np.isnan(one) & np.isnan(other), 0, np.where(np.isnan(one) | np.isnan(other), whole, np.minimum(gap, whole)))
        else:
            gap = (one != other) * whole
        distances += gap
    return distances.min(1) / 5 / whole


def main():
    real, held, made = table(300, 0), table(240, 0), table(270, 1)
    made[:20] = real[:20]
    to_training, to_held = closest(real[:240], made), closest(held, made)
    between = closest(real[:240], held)
    area, deviation = detection(real, made)
    outputs = {
        "shapes": shapes(real, made),
        "pairs": pairs(real, made),
        "area": area,
        "deviation": deviation,
        "income by samples": recognition(made, held, 4),
        "income by the real": recognition(real, held, 4),
        "job by samples": recognition(made, held, 3),
        "closest": [np.median(to_training), (to_training == 0).mean(), np.median(between), (between == 0).mean(),
                    ((to_training < to_held) + 0.5 * (to_training == to_held)).mean()],
    }
    array = lambda value: {"type": "Float64", "shape": list(np.shape(value)), "values": [float(f"{one:.9g}") for one in np.nan_to_num(np.ravel(value), nan=MISSING)]}
    case = {"name": "people", "kind": "Table", "attributes": {}, "inputs": {"real": array(real), "held": array(held), "generated": array(made)},
            "outputs": {key: array(np.asarray(value, float)) for key, value in outputs.items()}}
    (FOLDER / "tables.json").write_text(json.dumps([case], indent=None, separators=(",", ":")) + "\n")
    print({key: np.round(value, 4).tolist() for key, value in outputs.items()})


main()
