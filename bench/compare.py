#!/usr/bin/env python3
"""Runs Belamy's workloads and their twins of every peer that is there in turn, each in a process of its own, and prints the ratios.

    python3 bench/compare.py [--threads 2] [--filter TEXT ...] [--seconds 2] [--simd 256]
        [--torchsharp FOLDER] [--python /usr/bin/python3] [--markdown FILE]

Nothing else should run on the machine. For each workload Belamy runs first, then each peer twice, with OMP_WAIT_POLICY
active and passive, of which the better time counts: a machine whose speed drifts drifts for all. A peer that does not start
is left out, and a line says why. --simd limits the vectors of all alike. --markdown writes the table into FILE, between the
lines "<!-- results -->" and "<!-- end of results -->" where FILE has them.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = ROOT / "bench" / "Belamy.Bench"
TORCHSHARP = ROOT / "bench" / "peers" / "TorchSharp"
BEGIN, END = "<!-- results -->", "<!-- end of results -->"
POLICIES = ("active", "passive")

# What keeps each library of a peer to vectors of a width: MKL, oneDNN, ATen's own loops, OpenBLAS.
LIMITS = {
    256: {"MKL_ENABLE_INSTRUCTIONS": "AVX2", "ONEDNN_MAX_CPU_ISA": "AVX2", "DNNL_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2", "OPENBLAS_CORETYPE": "Haswell"},
    128: {"MKL_ENABLE_INSTRUCTIONS": "SSE4_2", "ONEDNN_MAX_CPU_ISA": "SSE41", "DNNL_MAX_CPU_ISA": "SSE41", "ATEN_CPU_CAPABILITY": "default", "OPENBLAS_CORETYPE": "Nehalem"},
}


class Peer:
    """Another library's workloads: a command that takes --list, --version and --workload."""

    def __init__(self, name, command):
        self.name, self.command, self.results = name, command, {}
        self.version, self.names = "", set()

    def starts(self):
        """Whether it does; where not, a line says why."""
        answers = []
        for question in ("--version", "--list"):
            try:
                answer = subprocess.run([*self.command, question], text=True, capture_output=True)
            except OSError as problem:
                return self.left_out(problem)
            if answer.returncode != 0:
                return self.left_out((answer.stderr.strip().splitlines() or [f"ended with {answer.returncode}"])[-1])
            answers.append(answer.stdout)
        self.version, self.names = answers[0].strip(), set(answers[1].splitlines())
        return True

    def left_out(self, reason):
        print(f"{self.name} is left out: {reason}", file=sys.stderr)
        return False

    def measure(self, name, options, environment):
        """Times a workload under each policy and keeps what is better."""
        for policy in POLICIES if name in self.names else ():
            result = run([*self.command, *options, "--workload", name], {**environment, "OMP_WAIT_POLICY": policy})
            kept = self.results.setdefault(name, result)
            for key in ("ms", "memory_mb"):
                kept[key] = min(kept[key], result[key])


def run(command, environment):
    """The last JSON line of a command; what it says on the error output passes through."""
    result = None
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}) as process:
        for line in process.stdout:
            print(line, end="", file=sys.stderr)
            result = json.loads(line)
    if process.returncode != 0 or result is None:
        sys.exit(f"{' '.join(map(str, command))}: ended with {process.returncode}")
    return result


def processor():
    """Its name."""
    information = pathlib.Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def instructions(bits):
    if platform.machine().lower() in ("arm64", "aarch64"):
        return "NEON"
    return {512: "AVX-512", 256: "AVX2 and FMA", 128: "SSE"}.get(bits, "no vectors")


def heading(belamy, peers, threads):
    """The line above the table: the machine and who ran on it."""
    peaks = [result["gflops"] / result["share_of_peak"] for result in belamy.values() if result["share_of_peak"]]
    bits = next(iter(belamy.values()))["vector_bits"]
    peak = f", peak {statistics.median(peaks):.0f} GFLOP/s" if peaks else ""
    beside = f", beside {' and '.join(peer.version for peer in peers)}" if peers else ""
    return f"{processor()}, {instructions(bits)}, {threads} threads{peak}{beside}:"


def number(value, form):
    return "" if value is None else format(value, form)


def table(belamy, peers):
    rows = [["workload", "ms", "GFLOP/s", "share of peak", "floor, ms", "MB"]]
    for peer in peers:
        rows[0] += [f"{peer.name}, ms", "times as fast", f"{peer.name}, MB", "share of its memory"]
    for name, result in belamy.items():
        row = [
            name,
            number(result["ms"], ".2f"),
            number(result["gflops"], ".0f"),
            number(result["share_of_peak"], ".0%"),
            number(result["floor_ms"], ".2f"),
            number(result["memory_mb"], ".0f")]
        for peer in peers:
            other = peer.results.get(name)
            row += [
                number(other and other["ms"], ".2f"),
                number(other and other["ms"] / result["ms"], ".1f"),
                number(other and other["memory_mb"], ".0f"),
                number(other and result["memory_mb"] / other["memory_mb"], ".0%")]
        rows.append(row)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["| " + " | ".join(f"{cell:<{width}}" if column == 0 else f"{cell:>{width}}"
                               for column, (cell, width) in enumerate(zip(row, widths))) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) if column == 0 else "-" * (width + 1) + ":"
                                   for column, width in enumerate(widths)) + "|")
    return "\n".join(lines)


def require_same(name, ours, peer):
    """Ends the comparison where a peer's networks are not ours: they would learn as many numbers."""
    theirs = peer.results.get(name)
    if theirs and theirs["parameters"] != ours["parameters"]:
        sys.exit(f"{name}: Belamy learns {ours['parameters']:,} numbers, {peer.name} {theirs['parameters']:,}: these are not the same networks")


def write(file, text, begin=BEGIN, end=END):
    page = file.read_text(encoding="utf-8") if file.exists() else ""
    if begin in page and end in page:
        text = page[:page.index(begin) + len(begin)] + "\n" + text + "\n" + page[page.index(end):]
    else:
        text += "\n"
    file.write_text(text, encoding="utf-8")


def find_peers(arguments):
    """Every peer that starts."""
    folder = arguments.torchsharp or TORCHSHARP / "bin" / "Release" / "net10.0"
    program = folder / "TorchSharpWorkloads.dll"
    torchsharp = Peer("TorchSharp", ["dotnet", program])
    pytorch = Peer("PyTorch", [arguments.python, ROOT / "bench" / "peers" / "pytorch_workloads.py"])
    if program.exists():
        peers = [torchsharp, pytorch]
    else:
        torchsharp.left_out(f"{program} is not there; dotnet build -c Release {TORCHSHARP.relative_to(ROOT)}")
        peers = [pytorch]
    return [peer for peer in peers if peer.starts()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--filter", nargs="+", default=[""], help="parts of the names of the workloads to run")
    parser.add_argument("--seconds", type=float, default=2, help="seconds that each workload is measured")
    parser.add_argument("--simd", type=int, choices=[512, 256, 128], help="width of vectors in bits; the machine's widest when left out")
    parser.add_argument("--torchsharp", type=pathlib.Path, help="the folder that bench/peers/TorchSharp was built into, if another than its own")
    parser.add_argument("--python", default="python3", help="a Python that has torch")
    parser.add_argument("--no-build", action="store_true", help="Belamy.Bench is built already")
    parser.add_argument("--markdown", type=pathlib.Path, help="a file that receives the table")
    arguments = parser.parse_args()

    if not arguments.no_build:
        subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", "-nologo", BENCH], check=True, stdout=sys.stderr)
    # Not by way of dotnet run, which is a process of its own.
    bench = ["dotnet", BENCH / "bin" / "Release" / "net10.0" / "Belamy.Bench.dll"]
    options = ["--threads", str(arguments.threads), "--seconds", str(arguments.seconds)]
    width = {"BELAMY_SIMD": str(arguments.simd)} if arguments.simd else {}
    if width and arguments.simd < 512:
        # Machines with shorter vectors have half as many registers.
        width["DOTNET_EnableAVX512"] = "0"
    limits = {"OMP_NUM_THREADS": str(arguments.threads), **LIMITS.get(arguments.simd, {})}
    names = subprocess.run([*bench, "--list"], check=True, text=True, capture_output=True).stdout.splitlines()
    names = [name for name in names if any(part.lower() in name.lower() for part in arguments.filter)]
    if not names:
        sys.exit(f"no workload has {' or '.join(arguments.filter)} in its name")
    peers = find_peers(arguments)
    belamy = {}
    for name in names:
        belamy[name] = run([*bench, "--json", *options, "--workload", name], width)
        for peer in peers:
            peer.measure(name, options, limits)
            require_same(name, belamy[name], peer)

    text = heading(belamy, peers, arguments.threads) + "\n\n" + table(belamy, peers)
    print(text)
    if arguments.markdown:
        write(arguments.markdown, text)


if __name__ == "__main__":
    main()
