#!/usr/bin/env python3
"""Files of the repository that the program prints are as it prints them. `--update` rewrites them."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("BARTIZAN_PROGRAM", str(REPOSITORY / "build/release/bin/bartizan"))

GENERATED = {
    "docs/rules.md": ["rules", "doc", "rules"],
    "docs/controls.md": ["rules", "doc", "controls"],
    "schemas/bartizan-1.schema.json": ["schema"],
}


def printed(arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, check=True, text=True, timeout=60).stdout


class GeneratedFiles(unittest.TestCase):
    maxDiff = 4000

    def test_they_are_as_the_program_prints_them(self):
        for name, arguments in GENERATED.items():
            with self.subTest(name):
                path = REPOSITORY / name
                self.assertTrue(path.is_file(), f"{name} is missing: run make update-cases")
                self.assertEqual(path.read_text(encoding="utf-8"), printed(arguments), "run make update-cases")


def update():
    for name, arguments in GENERATED.items():
        (REPOSITORY / name).write_text(printed(arguments), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        update()
    else:
        unittest.main()
