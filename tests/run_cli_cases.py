#!/usr/bin/env python3
"""Runs the command-line cases: one folder of tests/cases/cli/ each.

    command           the arguments, as in a shell but without its expansions; a line that starts with # is a remark,
                      a line NAME=value above the arguments sets a variable of the environment; nothing else: no
                      arguments
    expected.stdout   what it prints; no file means nothing
    expected.stderr   the same for the error output
    expected.exit     the exit code; no file means 0
    expected.files/   files it writes or changes, and no others
    anything else     its input

A case runs in a copy of its folder, so that it may write there. `--update` rewrites what is expected; read the
difference before you commit it. Names after the options select cases.
"""

import argparse
import concurrent.futures
import difflib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
CASES = REPOSITORY / "tests" / "cases" / "cli"
TIME_LIMIT_SECONDS = 60


@dataclass
class Outcome:
    stdout: str = ""
    stderr: str = ""
    exit: int = 0
    files: dict = field(default_factory=dict)

    def parts(self):
        """Name of the file that holds it, and its text."""
        return [("expected.stdout", self.stdout), ("expected.stderr", self.stderr),
                ("expected.exit", f"{self.exit}\n" if self.exit else "")] + [
            (f"expected.files/{name}", text) for name, text in sorted(self.files.items())]


def read(path):
    return path.read_text(encoding="utf-8", errors="surrogateescape") if path.is_file() else ""


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="surrogateescape")


def files_below(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def command_of(case):
    variables, arguments = {}, None
    for line in read(case / "command").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if arguments is None and equals and name.isidentifier() and name.isupper():
            variables[name] = value
        elif arguments is None:
            arguments = shlex.split(line)
        else:
            raise ValueError(f"{case.name}/command holds more than one command")
    return variables, arguments or []


def is_input(path):
    return not path.name.startswith("expected.") and path.name != "command"


def run(case, program):
    variables, arguments = command_of(case)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / case.name
        folder.mkdir()
        for path in filter(is_input, case.iterdir()):
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, folder / path.name)
        before = files_below(folder)
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC", **variables}
        for name, value in os.environ.items():
            if name.endswith("SAN_OPTIONS"):
                environment[name] = value
        finished = subprocess.run([program, *arguments], cwd=folder, env=environment, capture_output=True,
                                  stdin=subprocess.DEVNULL, timeout=TIME_LIMIT_SECONDS, check=False)
        written = {name: data.decode("utf-8", "surrogateescape")
                   for name, data in files_below(folder).items() if before.get(name) != data}
    return Outcome(finished.stdout.decode("utf-8", "surrogateescape"),
                   finished.stderr.decode("utf-8", "surrogateescape"), finished.returncode, written)


def expectation(case):
    code = read(case / "expected.exit").strip()
    files = {name: data.decode("utf-8", "surrogateescape")
             for name, data in files_below(case / "expected.files").items()} if (case / "expected.files").is_dir() else {}
    return Outcome(read(case / "expected.stdout"), read(case / "expected.stderr"), int(code) if code else 0, files)


def differences(expected, actual):
    old, new = dict(expected.parts()), dict(actual.parts())
    lines = []
    for name in sorted(old.keys() | new.keys()):
        lines += difflib.unified_diff(old.get(name, "").splitlines(), new.get(name, "").splitlines(),
                                      f"{name}, expected", f"{name}, found", lineterm="")
    return lines


def update(case, actual):
    shutil.rmtree(case / "expected.files", ignore_errors=True)
    for name, text in actual.parts():
        if text or name.startswith("expected.files/"):
            write(case / name, text)
        else:
            (case / name).unlink(missing_ok=True)


def judge(case, program, is_update):
    """Lines that say what is wrong with a case; none if all is well."""
    try:
        actual = run(case, program)
    except (ValueError, subprocess.TimeoutExpired) as error:
        return [str(error)]
    if actual.exit < 0:
        return [f"ended by signal {-actual.exit}", *actual.stderr.splitlines()]
    if is_update:
        update(case, actual)
        return []
    return differences(expectation(case), actual)


def main():
    parser = argparse.ArgumentParser(description="Runs the command-line cases.")
    parser.add_argument("--update", action="store_true", help="rewrite what is expected")
    parser.add_argument("cases", nargs="*", help="names of cases; all without")
    options = parser.parse_args()
    program = os.environ.get("BARTIZAN_PROGRAM", str(REPOSITORY / "build/release/bin/bartizan"))
    if not os.access(program, os.X_OK):
        sys.exit(f"{program} is not there: run make build")
    cases = sorted(path.parent for path in CASES.glob("*/command"))
    if options.cases:
        cases = [case for case in cases if case.name in options.cases]
    if not cases:
        sys.exit("no such case")
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, problems in zip(cases, pool.map(lambda case: judge(case, program, options.update), cases)):
            if problems:
                failed += 1
                print(f"--- {case.relative_to(REPOSITORY)}", *problems, sep="\n")
    print(f"{len(cases) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
