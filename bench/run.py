#!/usr/bin/env python3
"""Measures speed and memory of the release build and prints tables in Markdown, as docs/performance.md keeps them.

Usage: bench/run.py [--build FOLDER]
Exits with 1 if a target is missed by more than half: a noisy machine is no regression.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
# Elements, flows, the most milliseconds from process start to the finished SARIF file, runs.
SIZES = [(1_000, 2_000, 30, 40), (5_000, 10_000, 150, 20), (10_000, 20_000, None, 10), (50_000, 100_000, None, 3)]
TOLERANCE = 1.5


def processor():
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def machine():
    with open("/etc/os-release", encoding="utf-8") as file:
        system = dict(line.rstrip().split("=", 1) for line in file if "=" in line)["PRETTY_NAME"].strip('"')
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    compiler = subprocess.run(["g++", "-dumpfullversion"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{processor()}, {os.cpu_count()} cores, {memory:.0f} GiB; {system}; g++ {compiler} -O2"


def model_of(size, folder):
    elements, flows = size[:2]
    path = folder / f"model-{elements}-{flows}.yaml"
    subprocess.run([REPOSITORY / "bench/generate_model.py", str(elements), str(flows), "--output", path], check=True)
    return path


def run_once(arguments, output=None):
    """Milliseconds on the clock, milliseconds of processor time, and KiB at the peak of one process."""
    if output:
        # A report of the run before would be deleted by this one, which takes the system longer than writing.
        output.unlink(missing_ok=True)
    begin = time.perf_counter()
    pid = os.posix_spawn(arguments[0], arguments, os.environ,
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
                                       (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    end = time.perf_counter()
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"failed: {' '.join(arguments)}")
    return (end - begin) * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss


def count_lines(path, pattern):
    """Outside of this process: what it reads itself would count as memory of the processes that it starts."""
    return int(subprocess.run(["grep", "-c", pattern, path], capture_output=True, text=True, check=True).stdout)


def measure(arguments, runs, output=None):
    run_once(arguments, output)  # the first one reads the program from the disk
    samples = [run_once(arguments, output) for _ in range(runs)]
    clock = [sample[0] for sample in samples]
    return min(clock), statistics.median(clock), statistics.median(sample[1] for sample in samples), samples[-1][2]


def whole_runs(build, folder):
    program = str(build / "bin/bartizan")
    print("## From process start to the finished SARIF file\n")
    print("| elements | flows | lines | results | median | fastest | processor | peak memory | target |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    fastest, median, cpu, peak = measure([program, "--version"], 40)
    print(f"| only `--version` | | | | {median:.1f} ms | {fastest:.1f} ms | {cpu:.1f} ms | {peak / 1024:.1f} MiB | |")
    missed = []
    for size in SIZES:
        elements, flows, target, runs = size
        model = model_of(size, folder)
        sarif = folder / "report.sarif"
        fastest, median, cpu, peak = measure(
            [program, "check", "--format", "sarif", "--output", str(sarif), str(model)], runs, sarif)
        results, lines = count_lines(sarif, '^{"ruleId"'), count_lines(model, "")
        print(f"| {elements:,} | {flows:,} | {lines:,} | {results:,} | {median:.1f} ms | {fastest:.1f} ms | {cpu:.1f} ms "
              f"| {peak / 1024:.1f} MiB | {f'{target} ms' if target else ''} |", flush=True)
        if target and median > target * TOLERANCE:
            missed.append(f"{elements:,} elements take {median:.1f} ms; the target is {target} ms")
    return missed


def corpus():
    return Path(os.environ.get("BARTIZAN_CORPUS", REPOSITORY / "../shared/corpus"))


# Elements of generated models, with twice as many flows; the most milliseconds for the largest.
GENERATED_SIZES = (10, 100, 1_000, 5_000)
GENERATED_TARGET = 200


def row_of_check(program, name, models, arguments, runs, target):
    """Prints a row and tells whether the target is missed by far."""
    fastest, median, cpu, peak = measure([program, "check", "--format", "json", "--output", "/dev/null", *arguments,
                                          *map(str, models)], runs)
    print(f"| {name} | {median:.1f} ms | {fastest:.1f} ms | {cpu:.1f} ms | {peak / 1024:.1f} MiB "
          f"| {f'{target} ms' if target else ''} |", flush=True)
    return [f"{name} takes {median:.1f} ms; the target is {target} ms"] if target and median > target * TOLERANCE else []


def models_of_other_tools(build, folder):
    program = str(build / "bin/bartizan")
    print("\n## Models of other tools, as whole processes\n")
    print("| model | median | fastest | processor | peak memory | target |")
    print("|---|---:|---:|---:|---:|---:|")
    missed = []
    tmt = sorted((corpus() / "tmt/models").glob("*.tm7"), key=lambda path: path.stat().st_size)
    if tmt:
        missed += row_of_check(program, "the largest `.tm7` of the corpus", tmt[-1:], [], 20, 40)
        missed += row_of_check(program, f"all {len(tmt)} `.tm7` in one process", tmt, [], 5, 1_000)
    missed += generated_series(program, folder, "threagile", [])
    conditions = corpus() / "pytm/pytm_1.4.0_conditions.json"
    if conditions.exists():
        missed += generated_series(program, folder, "pytm", ["--threats", str(conditions)])
    return missed


def generated_series(program, folder, name, arguments):
    missed = []
    for size in GENERATED_SIZES:
        model = folder / f"{name}-{size}"
        subprocess.run([REPOSITORY / f"bench/generate_{name}.py", str(size), str(2 * size), "--output", model],
                       check=True)
        target = GENERATED_TARGET if size == GENERATED_SIZES[-1] else None
        missed += row_of_check(program, f"{name}, {size:,} elements", [model], ["--rules", "tool", *arguments], 10,
                               target)
    row_of_check(program, f"{name}, {size:,} elements, with our rules", [model], arguments, 10, None)
    return missed


def memory(build, folder):
    print("\n## Memory of the model\n")
    print("| elements | flows | Model::memory_bytes | per element or flow | allocated | per element or flow |")
    print("|---:|---:|---:|---:|---:|---:|")
    for size in SIZES:
        finished = subprocess.run([build / "bin/model_memory", model_of(size, folder)], capture_output=True, text=True,
                                  check=True)
        found = json.loads(finished.stdout)
        things = found["elements"] + found["flows"]
        cells = [f"{found['elements']:,}", f"{found['flows']:,}"]
        for name in ("model_bytes", "allocated_bytes"):
            cells += [f"{found[name] / 2**20:.2f} MiB", f"{found[name] / things:.0f} B"]
        print(f"| {' | '.join(cells)} |", flush=True)


def micro_benchmarks(build):
    for program in sorted((build / "bin").glob("*_bench")):
        print(f"\n## {program.name.removesuffix('_bench').replace('_', ' ').capitalize()}\n\n```", flush=True)
        subprocess.run([program, "--benchmark_counters_tabular=true", "--benchmark_color=false"], check=True,
                       stderr=subprocess.DEVNULL)
        print("```", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Measures speed and memory of the release build.")
    parser.add_argument("--build", type=Path, default=REPOSITORY / "build/bench")
    build = parser.parse_args().build.resolve()
    folder = build / "models"
    folder.mkdir(exist_ok=True)
    print(f"Machine: {machine()}\n")
    missed = whole_runs(build, folder)
    missed += models_of_other_tools(build, folder)
    memory(build, folder)
    micro_benchmarks(build)
    for target in missed:
        print(f"missed: {target}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
