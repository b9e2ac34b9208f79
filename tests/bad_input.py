"""Runs the program on whatever a file holds, within limits of time and memory."""

import os
import resource
import subprocess
import tempfile
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("BARTIZAN_PROGRAM", str(REPOSITORY / "build/release/bin/bartizan"))
# Of processor time; on the clock a busy machine may take longer, and only what waits for ever is ended.
SECONDS = 10
CLOCK_SECONDS = 120
MEMORY_BYTES = 1 << 30


def set_limits():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check(path, *options):
    return subprocess.run([PROGRAM, "check", *options, str(path)], capture_output=True, timeout=CLOCK_SECONDS,
                          check=False, stdin=subprocess.DEVNULL, preexec_fn=set_limits)


class BadInputCase(unittest.TestCase):
    name = "threatmodel.yaml"

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def judge(self, content, *options):
        """Checks a file with this content; returns the exit code and the error output."""
        path = self.folder / self.name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self.judge_path(path, *options)

    def judge_path(self, path, *options):
        finished = check(path, *options)
        errors = finished.stderr.decode("utf-8", "replace")
        self.assertIn(finished.returncode, (0, 1, 2), errors[-2000:])
        if finished.returncode == 2:
            self.assertNotEqual(errors, "", "exit code 2 without a word")
        self.assertLess(len(errors), 2_000_000, "nobody reads that much")
        return finished.returncode, errors

    def refused(self, content, *options):
        code, errors = self.judge(content, *options)
        self.assertEqual(code, 2, errors[-2000:])
        return errors

    def accepted(self, content, *options):
        code, errors = self.judge(content, *options)
        self.assertIn(code, (0, 1), errors[-2000:])
