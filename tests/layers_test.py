#!/usr/bin/env python3
"""The layers of src/: includes point downward only, have no cycles, and every folder and header says what it is for."""

import re
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCES = REPOSITORY / "src"

# From the lowest to the highest. Layers in one row do not know each other.
ORDER = [
    ["text"], ["model"], ["rules"], ["packs"], ["analysis"], ["formats", "checks", "diagram"],
    ["report"], ["store"], ["server"], ["lsp", "mcp", "cli"],
]
RANK = {layer: rank for rank, row in enumerate(ORDER) for layer in row}
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def source_files():
    return sorted(path for path in SOURCES.rglob("*") if path.suffix in (".h", ".cpp"))


def name_of(path):
    return path.relative_to(SOURCES).as_posix()


def project_includes(path):
    return [name for name in INCLUDE.findall(path.read_text(encoding="utf-8"))]


def cycle_in(graph):
    """A list of names that include one another in a circle, or None. Iterative depth-first search."""
    state = {}
    for start in graph:
        if start in state:
            continue
        path = [start]
        pending = [iter(graph[start])]
        state[start] = "open"
        while pending:
            following = next(pending[-1], None)
            if following is None:
                state[path.pop()] = "done"
                pending.pop()
            elif state.get(following) == "open":
                return path[path.index(following):] + [following]
            elif following not in state:
                state[following] = "open"
                path.append(following)
                pending.append(iter(graph.get(following, [])))
    return None


class Layers(unittest.TestCase):
    def test_every_folder_of_src_is_a_known_layer(self):
        folders = {path.name for path in SOURCES.iterdir() if path.is_dir()}
        self.assertEqual(folders - set(RANK), set())

    def test_includes_point_downward(self):
        wrong = []
        for path in source_files():
            layer = name_of(path).split("/")[0]
            for include in project_includes(path):
                other = include.split("/")[0]
                if other not in RANK:
                    continue
                if RANK[other] > RANK[layer] or (RANK[other] == RANK[layer] and other != layer):
                    wrong.append(f"{name_of(path)} includes {include}")
        self.assertEqual(wrong, [])

    def test_formats_do_not_include_one_another(self):
        # What several formats share is a room of its own, which knows none of them.
        shared = "interchange"
        wrong = []
        for path in (SOURCES / "formats").rglob("*"):
            parts = name_of(path).split("/")
            if path.suffix not in (".h", ".cpp") or len(parts) < 3:
                continue
            for include in project_includes(path):
                other = include.split("/")
                if other[0] == "formats" and len(other) > 2 and other[1] not in (parts[1], shared):
                    wrong.append(f"{name_of(path)} includes {include}")
        self.assertEqual(wrong, [])

    def test_project_includes_are_paths_below_src(self):
        wrong = []
        for path in source_files():
            for include in project_includes(path):
                generated = include.startswith("generated/")
                if not generated and not (SOURCES / include).is_file():
                    wrong.append(f"{name_of(path)} includes {include}")
        self.assertEqual(wrong, [])

    def test_no_headers_include_one_another_in_a_circle(self):
        graph = {name_of(path): project_includes(path) for path in source_files()}
        self.assertIsNone(cycle_in(graph))

    def test_every_folder_of_src_has_a_readme(self):
        folders = [path for path in SOURCES.rglob("*") if path.is_dir()]
        missing = [name_of(folder) for folder in folders if not (folder / "README.md").is_file()]
        self.assertEqual(missing, [])

    def test_every_header_starts_with_what_it_is_for_and_has_pragma_once(self):
        wrong = []
        for path in source_files():
            if path.suffix != ".h":
                continue
            text = path.read_text(encoding="utf-8")
            if not text.startswith("//"):
                wrong.append(f"{name_of(path)} does not start with a comment")
            if "#pragma once" not in text and "_KINDS(X)" not in text:
                wrong.append(f"{name_of(path)} lacks #pragma once")
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
