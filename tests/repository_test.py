#!/usr/bin/env python3
"""What no file of the repository may hold: paths of somebody's machine, addresses of mirrors, leftovers of work."""

import re
import subprocess
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SKIPPED_FOLDERS = {".git", "build", "node_modules", "__pycache__", ".cache"}
MAXIMUM_BYTES = 2_000_000

# Each word is written in two parts, so that this file does not find itself.
FORBIDDEN = {
    "a path of a machine": re.compile("|".join([
        r"(?<![\w.])/work" r"/", r"/home" r"/\w+/", r"/Users" r"/\w+/", r"/root" r"/", r"/tmp" r"/(plan|build-)",
    ])),
    "an address of a package mirror": re.compile("registry" r"\.npmjs|deb\.debian" r"\.org|py" r"pi\.org"),
    "a mark of unfinished work": re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b"),
    "a merge conflict": re.compile(r"^(<<<<<<<" r" |>>>>>>>" r" )", re.MULTILINE),
    "a private key": re.compile("BEGIN" r" (RSA |EC |OPENSSH )?PRIVATE KEY"),
}
# Foreign files that tests read as they are.
AS_THEY_CAME = ("tests/cases/foreign/", "fuzz/seeds/")


def repository_files():
    """The files that git has or would take; without git, everything outside build folders."""
    listing = subprocess.run(["git", "-C", REPOSITORY, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
                             capture_output=True, check=False)
    if listing.returncode == 0:
        paths = [REPOSITORY / name for name in listing.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in REPOSITORY.rglob("*")
                 if not SKIPPED_FOLDERS & set(path.relative_to(REPOSITORY).parts)]
    return sorted(path for path in paths if path.is_file() and not path.is_symlink())


def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


class Repository(unittest.TestCase):
    def test_no_file_holds_what_belongs_to_a_machine_or_to_unfinished_work(self):
        found = []
        for path in repository_files():
            name = path.relative_to(REPOSITORY).as_posix()
            text = None if name.startswith(AS_THEY_CAME) else text_of(path)
            if text is None:
                continue
            for what, pattern in FORBIDDEN.items():
                for match in pattern.finditer(text):
                    line = text.count("\n", 0, match.start()) + 1
                    found.append(f"{name}:{line}: {what}: {match.group()}")
        self.assertEqual(found, [])

    def test_no_file_is_too_large_to_review(self):
        large = [path.name for path in repository_files() if path.stat().st_size > MAXIMUM_BYTES]
        self.assertEqual(large, [])

    def test_links_between_documents_lead_to_files(self):
        link = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
        broken = []
        for path in repository_files():
            if path.suffix != ".md":
                continue
            for target, _ in link.findall(text_of(path) or ""):
                if re.match(r"[a-z]+:", target):
                    continue
                if not (path.parent / target).exists():
                    broken.append(f"{path.relative_to(REPOSITORY)}: {target}")
        self.assertEqual(broken, [])

    def test_scripts_that_are_called_by_name_are_executable(self):
        wrong = []
        for path in repository_files():
            with path.open("rb") as file:
                is_script = file.read(2) == b"#!"
            if is_script and not path.stat().st_mode & 0o100:
                wrong.append(str(path.relative_to(REPOSITORY)))
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
