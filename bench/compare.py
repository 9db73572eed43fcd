#!/usr/bin/env python3
"""Runs Belamy's workloads and their PyTorch twins in turn and prints the ratios.

    python3 bench/compare.py [--threads 2] [--filter text] [--seconds 2] [--python /usr/bin/python3] [--markdown FILE]

Nothing else should run on the machine. For each workload Belamy runs first, then PyTorch twice, with OMP_WAIT_POLICY
active and passive, of which the better time counts: a machine whose speed drifts drifts for both. --markdown writes the table into FILE, between the lines "<!-- results -->" and
"<!-- end of results -->" where FILE has them.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- results -->", "<!-- end of results -->"


def run(command, environment):
    """The JSON lines of a command, by workload; what it says on the error output passes through."""
    results = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}) as process:
        for line in process.stdout:
            print(line, end="", file=sys.stderr)
            result = json.loads(line)
            results[result["workload"]] = result
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: ended with {process.returncode}")
    return results


def number(value, form):
    return "" if value is None else format(value, form)


def table(belamy, peer):
    rows = [("workload", "ms", "GFLOP/s", "share of peak", "floor, ms", "PyTorch, ms", "times faster")]
    for name, result in belamy.items():
        other = peer.get(name)
        rows.append((
            name,
            number(result["ms"], ".2f"),
            number(result["gflops"], ".0f"),
            number(result["share_of_peak"], ".0%"),
            number(result["floor_ms"], ".2f"),
            number(other, ".2f"),
            number(other and other / result["ms"], ".1f")))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["| " + " | ".join(f"{cell:<{width}}" if column == 0 else f"{cell:>{width}}"
                               for column, (cell, width) in enumerate(zip(row, widths))) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) if column == 0 else "-" * (width + 1) + ":"
                                   for column, width in enumerate(widths)) + "|")
    return "\n".join(lines)


def write(file, text):
    page = file.read_text(encoding="utf-8") if file.exists() else ""
    if BEGIN in page and END in page:
        text = page[:page.index(BEGIN) + len(BEGIN)] + "\n" + text + "\n" + page[page.index(END):]
    else:
        text += "\n"
    file.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--filter", default="", help="part of the names of the workloads to run")
    parser.add_argument("--seconds", type=float, default=2, help="seconds that each workload is measured")
    parser.add_argument("--python", default="python3", help="a Python that has torch")
    parser.add_argument("--markdown", type=pathlib.Path, help="a file that receives the table")
    arguments = parser.parse_args()

    project = ROOT / "bench" / "Belamy.Bench"
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", "-nologo", project], check=True, stdout=sys.stderr)
    bench = ["dotnet", "run", "-c", "Release", "--no-build", "--project", str(project), "--"]
    options = ["--threads", str(arguments.threads), "--seconds", str(arguments.seconds)]
    names = subprocess.run([*bench, "--list"], check=True, text=True, capture_output=True).stdout.splitlines()
    belamy, peer = {}, {}
    for name in (name for name in names if arguments.filter.lower() in name.lower()):
        belamy |= run([*bench, "--json", *options, "--workload", name], {})
        for policy in ("active", "passive"):
            environment = {"OMP_WAIT_POLICY": policy, "OMP_NUM_THREADS": str(arguments.threads)}
            twin = run([arguments.python, ROOT / "bench" / "peers" / "pytorch_workloads.py", *options, "--workload", name], environment)
            for result in twin.values():
                peer[name] = min(result["ms"], peer.get(name, result["ms"]))

    text = table(belamy, peer)
    print(text)
    if arguments.markdown:
        write(arguments.markdown, text)


if __name__ == "__main__":
    main()
