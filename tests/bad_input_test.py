#!/usr/bin/env python3
"""Whatever a file holds, the program ends in time and memory, says what is wrong, and does not crash."""

import os
import stat
import subprocess
import unittest
from pathlib import Path

from bad_input import CLOCK_SECONDS, PROGRAM, BadInputCase

MODEL = """\
bartizan: 1
name: Web shop
boundaries:
  internet: { trust: 0 }
  cluster: { trust: 50 }
elements:
  shopper: { type: browser, in: internet }
  orders: { type: rest-api, in: cluster }
flows:
  shopper -> orders: { protocol: https }
"""


class BadInput(BadInputCase):
    def test_a_sound_model_is_accepted(self):
        self.accepted(MODEL)

    def test_an_empty_file(self):
        for content in ("", "\n", "   \n\n", "# nothing but a remark\n", "---\n", "---\n...\n", "null\n", "\ufeff"):
            with self.subTest(content=content):
                self.refused(content)

    def test_a_document_of_another_shape(self):
        for content in ("42\n", "text\n", "- a\n- b\n", "[]\n", "{}\n", "!!binary aGVsbG8=\n", "? [a, b]\n: c\n",
                        "bartizan: 1\n---\nbartizan: 1\n", "bartizan: [1]\n", "bartizan: 999999999999999999999\n",
                        "bartizan: 1\nelements: 7\n", "bartizan: 1\nelements: { a: [b] }\n",
                        "bartizan: 1\nname: {}\n", "bartizan: 1\nname: x\nflows: { a -> : {} }\n"):
            with self.subTest(content=content):
                self.refused(content)

    def test_a_binary_file(self):
        self.refused(bytes(range(256)) * 1000)
        self.refused(b"\x7fELF\x02\x01\x01" + bytes(5000))
        self.refused(b"\0" * 100_000)
        self.refused(os.urandom(50_000))

    def test_a_file_cut_short_at_any_byte(self):
        data = MODEL.encode()
        for length in range(0, len(data), 7):
            with self.subTest(length=length):
                self.judge(data[:length])

    def test_a_file_with_any_byte_changed(self):
        data = MODEL.encode()
        for position in range(0, len(data), 11):
            for byte in (0x00, 0x27, 0x7B, 0xFF):
                with self.subTest(position=position, byte=byte):
                    self.judge(data[:position] + bytes([byte]) + data[position + 1:])

    def test_a_file_of_a_hundred_megabytes(self):
        self.refused(MODEL + "# " + "x" * 100_000_000 + "\n")
        self.refused((MODEL + "# remark\n" * 12_000_000))
        self.refused(b"a" * 100_000_000)

    def test_nesting_of_a_hundred_thousand(self):
        depth = 100_000
        self.refused("bartizan: 1\nname: " + "[" * depth + "]" * depth + "\n")
        self.refused("bartizan: 1\nname: " + "{a: " * depth + "}" * depth + "\n")
        self.refused("[" * depth)
        self.refused("- " * depth + "x\n")
        self.refused("? " * depth + "x\n")
        # Block form needs an indentation for each level, so its size is quadratic.
        self.refused("".join(" " * level + "a:\n" for level in range(5000)))

    def test_long_conditions_and_names(self):
        self.refused(MODEL + "controls:\n  - { control: " + "x" * 1_000_000 + ", on: orders }\n")
        self.refused(MODEL.replace("orders:", "o" * 1_000_000 + ":", 1))
        self.refused(MODEL.replace("rest-api", "a-" * 100_000 + "b"))

    def test_a_bomb_of_aliases(self):
        levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        levels += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 12)]
        self.refused("\n".join(levels) + "\nname: *a11\n")
        self.refused("a: &a [*a]\n")
        self.refused("bartizan: 1\nname: x\nelements: &e\n  a: *e\n")

    def test_many_anchors(self):
        self.refused("bartizan: 1\nname: x\nelements:\n" + "".join(f"  a{n}: &n{n} x\n" for n in range(100_000)))

    def test_two_hundred_thousand_keys_in_one_map(self):
        self.refused("bartizan: 1\nname: x\n" + "".join(f"key{n}: 1\n" for n in range(200_000)))
        self.refused("bartizan: 1\nname: x\nelements:\n" + "".join(f"  e{n}: {{ type: apo }}\n" for n in range(200_000)))
        self.refused("bartizan: 1\nname: x\nelements:\n" + "  same: { type: api }\n" * 200_000)

    def test_bytes_that_are_not_utf_8(self):
        for content in (b"name: \xff\xfe\n", b"name: \xc3\n", b"name: \xed\xa0\x80\n", b"name: \xf4\x90\x80\x80\n",
                        MODEL.encode("utf-16"), MODEL.encode("utf-32")):
            with self.subTest(content=content[:20]):
                self.judge(content)
        self.refused(MODEL.encode().replace(b"Web shop", b"Web \xe9"))

    def test_line_endings_and_byte_order_marks_of_other_systems(self):
        self.accepted(MODEL.replace("\n", "\r\n"))
        self.accepted("\ufeff" + MODEL)
        self.judge(MODEL.replace("\n", "\r"))

    def test_tabs_as_indentation(self):
        self.refused(MODEL.replace("  ", "\t"))

    def test_control_characters_do_not_reach_the_terminal(self):
        _, errors = self.judge('bartizan: 1\nname: x\nelements:\n  a: { type: "\\e[2Japi" }\n')
        self.assertNotIn("\x1b", errors)
        _, errors = self.judge(b"bartizan: 1\nname: x\n\x1b[2Jkey: 1\n")
        self.assertNotIn("\x1b", errors)

    def test_includes_that_lead_nowhere_or_in_a_circle(self):
        self.refused(MODEL + "include: [missing.yaml]\n")
        self.refused(MODEL + "include: [threatmodel.yaml]\n")
        self.refused(MODEL + "include: ['.']\n")
        self.refused(MODEL + "include: [/dev/zero]\n")

    def test_a_path_that_is_no_file(self):
        for path in (self.folder, self.folder / "missing.yaml", Path("/dev/zero"), self.folder / ("n" * 5000)):
            with self.subTest(path=str(path)[:40]):
                code, _ = self.judge_path(path)
                self.assertEqual(code, 2)

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_file_that_may_not_be_read(self):
        path = self.folder / "threatmodel.yaml"
        path.write_text(MODEL)
        path.chmod(0)
        code, _ = self.judge_path(path)
        self.assertEqual(code, 2)

    def test_a_full_disk_is_told(self):
        path = self.folder / "threatmodel.yaml"
        path.write_text(MODEL)
        with open("/dev/full", "wb") as full:
            finished = subprocess.run([PROGRAM, "check", str(path)], stdout=full, stderr=subprocess.PIPE,
                                      timeout=CLOCK_SECONDS, check=False)
        self.assertEqual(finished.returncode, 2, "the report was lost, and the program says that all is well")

    def test_a_report_into_a_pipe_leaves_it_a_pipe(self):
        path = self.folder / "threatmodel.yaml"
        path.write_text(MODEL)
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        code, _ = self.judge_path(path, "--format", "csv", "--output", str(pipe))
        self.assertIn(code, (0, 1))
        self.assertTrue(stat.S_ISFIFO(pipe.stat().st_mode), "the pipe was replaced by a file")
        self.assertNotEqual(os.read(reader, 4096), b"")


if __name__ == "__main__":
    unittest.main()
