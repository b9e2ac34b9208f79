#!/usr/bin/env python3
"""What is written for the Threat Model Library is valid against its strict schema, in both forms that are published."""

import unittest

from written_files import errors_of, schema_of, written_by

SCHEMAS = ["threatdragon/schemas/threat-model.schema.json",
           "tm-bom/models/OWASP__www-project-threat-model-library__threat-model.schema.json"]


class TmLibrarySchema(unittest.TestCase):
    def test_written_files_are_valid(self):
        schemas = [schema_of(path) for path in SCHEMAS]
        files = written_by("tm_library_test", "tm_library_conformance_test")
        self.assertGreater(len(files), 4)
        for name, value in files:
            for schema in schemas:
                with self.subTest(name):
                    self.assertEqual(errors_of(schema, value), [])


if __name__ == "__main__":
    unittest.main()
