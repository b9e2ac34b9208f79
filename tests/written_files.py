"""Validates what the conformance tests of foreign formats write against the schemas of the corpus."""

import datetime
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import jsonschema

REPOSITORY = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("BARTIZAN_CORPUS", REPOSITORY / "../shared/corpus"))
PROGRAMS = Path(os.environ.get("BARTIZAN_PROGRAM", REPOSITORY / "build/release/bin/bartizan")).parent


FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("date", raises=ValueError)
def is_date(value):
    return not isinstance(value, str) or bool(datetime.date.fromisoformat(value))


@FORMATS.checks("date-time", raises=ValueError)
def is_date_time(value):
    return not isinstance(value, str) or ("T" in value and bool(
        datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))))


def written_by(*tests):
    """The files that these test programs write: names and JSON values."""
    files = []
    with tempfile.TemporaryDirectory() as folder:
        for test in tests:
            program = PROGRAMS / test
            if not program.exists():
                raise unittest.SkipTest(f"skipped: no {test}")
            subprocess.run([program], cwd=REPOSITORY, env={**os.environ, "BARTIZAN_WRITE_TO": folder},
                           check=True, capture_output=True)
        for path in sorted(Path(folder).iterdir()):
            files.append((path.name, json.loads(path.read_text(encoding="utf-8"))))
    return files


def schema_of(relative):
    path = CORPUS / relative
    if not path.exists():
        raise unittest.SkipTest("skipped: no corpus")
    return json.loads(path.read_text(encoding="utf-8"))


def errors_of(schema, value):
    """Sentences, each with the place it is about."""
    # Schemas elsewhere, such as that of licences, are not fetched and allow anything.
    elsewhere = {scheme: lambda address: {} for scheme in ("http", "https")}
    resolver = jsonschema.RefResolver.from_schema(schema, handlers=elsewhere)
    validator = jsonschema.validators.validator_for(schema)(schema, resolver=resolver, format_checker=FORMATS)
    return [f"{'/'.join(str(step) for step in error.absolute_path)}: {error.message[:200]}"
            for error in validator.iter_errors(value)]
