#!/usr/bin/env python3
"""The workloads of bench/Belamy.Bench in PyTorch: the same networks, the same steps, one JSON object a line.

    python3 pytorch_workloads.py [--threads 2] [--filter TEXT | --workload NAME] [--seconds 2] | --list | --version

Needs torch 1.12 or later and a fast BLAS behind it; Debian's torch takes whichever is installed, so install
libopenblas0-openmp, or it falls back to a reference that is tens of times slower: refused here. Layers, sizes and paddings
are those of the C# workloads; weights are N(0, 0.02²), which decides no time.
"""

import argparse
import gc
import json
import pathlib
import resource
import sys
import time

import torch

from pytorch import bottlenecks, contractions, layers, plain_games, sequences, translation, volumes_and_sound

WARM_UP = 1.0
SUBJECTS = (contractions, plain_games, translation, volumes_and_sound, bottlenecks, sequences, layers)
WORKLOADS = {name: prepare for subject in SUBJECTS for name, prepare in subject.WORKLOADS.items()}


def repeat(run, seconds, least):
    times = []
    begin = time.perf_counter()
    while len(times) < least or time.perf_counter() - begin < seconds:
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


def peak_memory():
    """The most memory, in MB of 10⁶ bytes, that this process has had in use."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak * (1 if sys.platform == "darwin" else 1024) / 1e6, 1)


def refuse_reference_blas():
    """A ratio to a BLAS that nobody would use says nothing: ends the process when only the reference BLAS is loaded."""
    maps = pathlib.Path("/proc/self/maps")
    libraries = maps.read_text() if maps.exists() else ""
    if "libblas.so" in libraries and not any(name in libraries for name in ("openblas", "mkl", "blis", "atlas")):
        sys.exit("torch runs on the reference BLAS; install a fast one (apt-get install libopenblas0-openmp)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--filter", default="", help="part of the names of the workloads to run")
    parser.add_argument("--workload", help="one workload, by its whole name")
    parser.add_argument("--seconds", type=float, default=2, help="seconds that each workload is measured")
    parser.add_argument("--list", action="store_true", help="print the names")
    parser.add_argument("--version", action="store_true", help="print what this runs on")
    arguments = parser.parse_args()
    refuse_reference_blas()
    if arguments.version:
        print(f"PyTorch {torch.__version__}")
        return
    if arguments.list:
        print("\n".join(WORKLOADS))
        return
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    for name, prepare in WORKLOADS.items():
        if arguments.filter.lower() not in name.lower() or arguments.workload not in (None, name):
            continue
        run, parameters = prepare()
        repeat(run, WARM_UP, 1)
        milliseconds = round(repeat(run, arguments.seconds, 3) * 1e3, 4)
        print(json.dumps({"workload": name, "ms": milliseconds, "memory_mb": peak_memory(), "parameters": parameters}, ensure_ascii=False), flush=True)
        del run
        gc.collect()


if __name__ == "__main__":
    main()
