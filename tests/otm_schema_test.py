#!/usr/bin/env python3
"""What is written as OTM is valid against the schema of OTM 0.2.0."""

import unittest

from written_files import errors_of, schema_of, written_by


class OtmSchema(unittest.TestCase):
    def test_written_files_are_valid(self):
        schema = schema_of("threatdragon/schemas/open-threat-model.schema.json")
        files = written_by("otm_test", "otm_conformance_test")
        self.assertGreater(len(files), 20)
        for name, value in files:
            with self.subTest(name):
                self.assertEqual(errors_of(schema, value), [])


if __name__ == "__main__":
    unittest.main()
