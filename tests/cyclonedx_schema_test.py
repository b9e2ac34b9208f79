#!/usr/bin/env python3
"""What is written as CycloneDX is valid against the bundled schema of version 2.0."""

import unittest

from written_files import errors_of, schema_of, written_by


class CycloneDxSchema(unittest.TestCase):
    def test_written_files_are_valid(self):
        schema = schema_of("cyclonedx-tm/models/cyclonedx-2.0-bundled.schema.json")
        files = written_by("cyclonedx_test", "cyclonedx_conformance_test")
        self.assertGreater(len(files), 10)
        for name, value in files:
            with self.subTest(name):
                self.assertEqual(errors_of(schema, value), [])


if __name__ == "__main__":
    unittest.main()
