#!/usr/bin/env python3
"""The tour of the README happens as it says: its model, its edits and its commands, one after the other."""

import os
import re
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("BARTIZAN_PROGRAM", str(REPOSITORY / "build/release/bin/bartizan"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def apply_change(text, change):
    lines = change.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    if text.count(old) != 1:
        raise AssertionError(f"the model does not hold this once:\n{old}")
    return text.replace(old, new)


def words(line):
    """A line without rules and runs of spaces, which depend on the width of the terminal."""
    return " ".join(line.replace("─", " ").split())


class Readme(unittest.TestCase):
    def run_block(self, block, folder):
        """Each line that a console block shows is printed, in that order; `…` stands for lines left out."""
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            name, *arguments = shlex.split(command)
            self.assertEqual(name, "bartizan")
            finished = subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, check=False)
            printed = [words(line) for line in (finished.stderr + finished.stdout).splitlines()]
            for line in filter(None, map(words, shown.splitlines())):
                if line == "…":
                    continue
                found = next((index for index, other in enumerate(printed) if other.startswith(line)), None)
                self.assertIsNotNone(found, f"`{command}` does not print, or not here: {line}")
                printed = printed[found + 1:]

    def test_the_tour_happens_as_it_says(self):
        blocks = BLOCK.findall((REPOSITORY / "README.md").read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            model = Path(folder) / "threatmodel.yaml"
            for language, block in blocks:
                if language == "yaml" and not model.exists():
                    model.write_text(block, encoding="utf-8")
                elif language == "diff":
                    model.write_text(apply_change(model.read_text(encoding="utf-8"), block), encoding="utf-8")
                elif language == "console":
                    self.run_block(block, folder)
            self.assertTrue(model.exists())


if __name__ == "__main__":
    unittest.main()
