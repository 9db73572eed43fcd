#!/usr/bin/env python3
"""Times a training step as its batch, the sides of its pictures and the width of its networks grow, beside TorchSharp, and draws it.

    python3 bench/scaling.py --torchsharp FOLDER --results FILE [--series batch side width] [--sizes 64 ...] [--threads 2 1] [--seconds 0.5]
    python3 bench/scaling.py --results FILE --markdown docs/performance.md

Nothing else should run on the machine. For each series and number of threads Belamy runs first, then the peer with
OMP_WAIT_POLICY active, each through all sizes in one process. FILE gathers what was measured, so that series can be taken one by
one and again: the best time of each point counts, ours and the peer's. --markdown draws the charts of all that it holds into the folder images beside the page, and writes the tables between the
lines "<!-- scaling -->" and "<!-- end of scaling -->".
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

import compare

BEGIN, END = "<!-- scaling -->", "<!-- end of scaling -->"
PEER = "TorchSharp"


class Series:
    """Points along which one size grows; the others stay."""

    def __init__(self, name, sizes, label, **fixed):
        self.name, self.sizes, self.label, self.fixed = name, sizes, label, fixed

    def point(self, size):
        """BATCH:SIDE:WIDTH"""
        values = {**self.fixed, self.name: size}
        return f"{values['batch']}:{values['side']}:{values['width']}"

    def points(self, wanted):
        sizes = [size for size in self.sizes if not wanted or size in wanted]
        # The first of several twice: only then the process is warm. One alone may take long, and is warm by then.
        return [self.point(size) for size in (sizes[:1] if len(sizes) > 1 else []) + sizes]


SERIES = [
    Series("batch", [2 ** power for power in range(10)], "images of a batch; 28x28, width 64", side=28, width=64),
    Series("side", [16, 28, 32, 48, 64, 96, 128], "side in pixels; batch 32, width 32", batch=32, width=32),
    Series("width", [8, 16, 32, 64], "width of the networks; batch 64, 28x28", batch=64, side=28),
]


def run(library, command, environment, results):
    """Adds what a command measures."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}) as process:
        for line in process.stdout:
            print(library, line, end="", file=sys.stderr)
            result = json.loads(line)
            key = library, result["threads"], result["point"]
            if key not in results or result["ms_per_image"] < results[key]["ms_per_image"]:
                results[key] = result
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: ended with {process.returncode}")


def require_same(results):
    """Ends the comparison where the peer's networks are not ours: they would learn as many numbers."""
    for (library, threads, point), theirs in results.items():
        ours = results.get(("Belamy", threads, point))
        if library == PEER and ours and ours["parameters"] != theirs["parameters"]:
            sys.exit(f"{point}: Belamy learns {ours['parameters']:,} numbers, {PEER} {theirs['parameters']:,}: these are not the same networks")


def read(file):
    results = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        result = json.loads(line)
        results[result["library"], result["threads"], result["point"]] = result
    return results


def measure(arguments, results):
    bench = compare.BENCH / "bin" / "Release" / "net10.0" / "Belamy.Bench.dll"
    peer = compare.Peer(PEER, ["dotnet", arguments.torchsharp / "TorchSharpWorkloads.dll"])
    is_there = peer.starts()
    for series in SERIES:
        for threads in arguments.threads if series.name in arguments.series else ():
            options = ["--threads", str(threads), "--seconds", str(arguments.seconds), "--scaling", *series.points(arguments.sizes)]
            run("Belamy", ["dotnet", bench, "--json", *options], {}, results)
            if is_there:
                run(PEER, [*peer.command, *options], {"OMP_NUM_THREADS": str(threads), "OMP_WAIT_POLICY": "ACTIVE"}, results)
            for key, result in results.items():
                if key[0] == PEER:
                    result["version"] = result.get("version", peer.version)
    require_same(results)
    lines = [json.dumps({"library": library, **result}) for (library, _, _), result in results.items()]
    arguments.results.write_text("\n".join(lines) + "\n", encoding="utf-8")


def value(results, library, threads, point, key="ms_per_image"):
    result = results.get((library, threads, point))
    return result and result.get(key)


def draw(series, results, file):
    """Time for an image along the series, and, where the image costs more and more operations, what it would be at the speed of the last point."""
    curves = []
    for library in ("Belamy", PEER):
        for threads in (2, 1):
            times = [(size, value(results, library, threads, series.point(size))) for size in series.sizes]
            times = [(size, time) for size, time in times if time]
            if times:
                curves.append({"name": f"{library}, {threads} thread{'s' if threads > 1 else ''}", "x": [size for size, _ in times], "y": [time for _, time in times]})
    last = series.point(series.sizes[-1])
    if series.name != "batch":
        speed = value(results, "Belamy", 2, last) / value(results, "Belamy", 2, last, "gflop_per_image")
        work = [value(results, "Belamy", 2, series.point(size), "gflop_per_image") * speed for size in series.sizes]
        curves.append({"name": "operations", "x": series.sizes, "y": work})
    chart = {"title": "DCGAN training step: ms an image", "horizontal": series.label, "curves": curves}
    bench = compare.BENCH / "bin" / "Release" / "net10.0" / "Belamy.Bench.dll"
    subprocess.run(["dotnet", bench, "--chart", file], input=json.dumps(chart), text=True, check=True)


def table(series, results):
    heads = [series.name, "GFLOP an image"]
    for threads in (2, 1):
        name = f"{threads} thread{'s' if threads > 1 else ''}"
        heads += [f"{name}: ms", "share of peak", f"{PEER}, ms", "times as fast"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---:|" * len(heads)]
    for size in series.sizes:
        point = series.point(size)
        cells = [str(size), f"{value(results, 'Belamy', 2, point, 'gflop_per_image'):.3f}"]
        for threads in (2, 1):
            ours, theirs = value(results, "Belamy", threads, point), value(results, PEER, threads, point)
            cells += [f"{ours:.3g}", f"{value(results, 'Belamy', threads, point, 'share_of_peak'):.0%}"] if ours else ["", ""]
            cells += [f"{theirs:.3g}", f"{theirs / ours:.1f}" if ours else ""] if theirs else ["", ""]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def document(page, results):
    versions = {result["version"] for (library, _, _), result in results.items() if library == PEER}
    bits = {result["vector_bits"] for (library, _, _), result in results.items() if library == "Belamy"}
    parts = [f"{compare.processor()}, {compare.instructions(bits.pop())}, beside {' and '.join(sorted(versions)) or 'nobody'}; ms for an image:"]
    for series in SERIES:
        picture = page.parent / "images" / f"scaling-{series.name}.png"
        draw(series, results, picture)
        parts += [f"![Milliseconds for an image by {series.name}](images/{picture.name})", table(series, results)]
    compare.write(page, "\n\n".join(parts), BEGIN, END)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--series", nargs="+", default=[series.name for series in SERIES], choices=[series.name for series in SERIES])
    parser.add_argument("--sizes", nargs="+", type=int, help="only these of the sizes")
    parser.add_argument("--threads", nargs="+", type=int, default=[2, 1])
    parser.add_argument("--seconds", type=float, default=0.5, help="seconds that each point is measured, and at least three repetitions")
    parser.add_argument("--torchsharp", type=pathlib.Path, default=compare.TORCHSHARP / "bin" / "Release" / "net10.0", help="the folder that bench/peers/TorchSharp was built into")
    parser.add_argument("--results", type=pathlib.Path, required=True, help="a file that gathers the results, one JSON object a line")
    parser.add_argument("--markdown", type=pathlib.Path, help="measure nothing; write charts and tables of the results into this page")
    arguments = parser.parse_args()
    results = read(arguments.results)
    if arguments.markdown:
        document(arguments.markdown, results)
    else:
        measure(arguments, results)


if __name__ == "__main__":
    main()
