#!/usr/bin/env python3
"""Models that are written for Threat Dragon are valid by the schema of the tool itself."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

try:
    import jsonschema
except ImportError:
    jsonschema = None

REPOSITORY = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("BARTIZAN_CORPUS", REPOSITORY.parent / "shared" / "corpus")) / "threatdragon"
PROGRAMS = Path(os.environ.get("BARTIZAN_PROGRAM", REPOSITORY / "build" / "release" / "bin" / "bartizan")).parent
TEST_PROGRAM = PROGRAMS / "threatdragon_conformance_test"


def without_nullable(schema):
    """`nullable` is no word of JSON Schema, but the tool's validator knows it."""
    if isinstance(schema, list):
        return [without_nullable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: without_nullable(value) for key, value in schema.items() if key != "nullable"}
    if schema.get("nullable") is True and isinstance(result.get("type"), str):
        result["type"] = [result["type"], "null"]
    return result


@unittest.skipUnless(jsonschema, "skipped: no jsonschema")
@unittest.skipUnless(CORPUS.is_dir(), "skipped: no corpus")
@unittest.skipUnless(TEST_PROGRAM.exists(), "skipped: the conformance test is not built")
class Schema(unittest.TestCase):
    def test_written_models_are_valid(self):
        schema = json.loads((CORPUS / "schemas" / "threat-dragon-v2.schema.json").read_text(encoding="utf-8"))
        validator = jsonschema.Draft7Validator(without_nullable(schema))
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([TEST_PROGRAM, "--gtest_filter=*AModelW*"], check=True, stdout=subprocess.DEVNULL,
                           env={**os.environ, "BARTIZAN_EXPORT_TO": folder})
            files = sorted(Path(folder).glob("*.json"))
            self.assertGreater(len(files), 0)
            for path in files:
                with self.subTest(path.name):
                    model = json.loads(path.read_text(encoding="utf-8"))
                    errors = [f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(model)]
                    self.assertEqual(errors[:5], [])


if __name__ == "__main__":
    unittest.main()
