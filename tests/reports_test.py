#!/usr/bin/env python3
"""Reports keep to their schemas and to what their readers rely on: those of the report cases and of the examples."""

import base64
import csv
import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import jsonschema

REPOSITORY = Path(__file__).resolve().parent.parent
CASES = REPOSITORY / "tests" / "cases" / "report"
EXAMPLES = sorted(REPOSITORY.glob("examples/*/threatmodel.yaml"))
PROGRAM = os.environ.get("BARTIZAN_PROGRAM", str(REPOSITORY / "build/release/bin/bartizan"))
DOWNLOADS = REPOSITORY / "build" / "npm"
LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}


def sarif_schema():
    """The schema of the standard, from the package that tests/package.json names. Fetched once."""
    package = json.loads((REPOSITORY / "tests" / "package.json").read_text(encoding="utf-8"))
    (name, version), = package["devDependencies"].items()
    wanted = package["sarifSchema"]
    archive = DOWNLOADS / f"{name.lstrip('@').replace('/', '-')}-{version}.tgz"
    if not archive.exists():
        DOWNLOADS.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=DOWNLOADS) as folder:
            subprocess.run(["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", folder,
                            f"{name}@{version}"], check=True, stdout=subprocess.DEVNULL, timeout=300)
            os.replace(Path(folder) / archive.name, archive)
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != wanted["integrity"]:
        raise ValueError(f"{archive} is not the file that tests/package.json names")
    with tarfile.open(archive) as files:
        return json.load(files.extractfile(wanted["member"]))


def expected_reports(suffix):
    """Name and text of each expected report of a format."""
    return [(str(path.relative_to(REPOSITORY)), path.read_bytes().decode("utf-8"))
            for path in sorted(CASES.glob(f"*/expected*.{suffix}"))]


def example_reports(name):
    """The reports of the program about the examples, without and with what is closed."""
    reports = []
    for example in EXAMPLES:
        for options in ([], ["--all"]):
            done = subprocess.run([PROGRAM, "check", example.name, "--format", name, *options], cwd=example.parent,
                                  capture_output=True, timeout=60, check=False)
            label = f"{example.parent.name} {name} {' '.join(options)}"
            if done.returncode not in (0, 1):
                raise AssertionError(f"{label}: exit code {done.returncode}\n{done.stderr.decode()}")
            reports.append((label, done.stdout.decode("utf-8")))
    return reports


def all_reports(name):
    return expected_reports(name) + example_reports(name)


class JsonReport(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        schema = json.loads((REPOSITORY / "schemas" / "bartizan-report-1.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        cls.validator = jsonschema.Draft202012Validator(schema)
        cls.reports = [(name, json.loads(text)) for name, text in all_reports("json")]

    def test_it_keeps_to_its_schema(self):
        for name, report in self.reports:
            with self.subTest(name):
                self.validator.validate(report)

    def test_the_schema_refuses_what_it_does_not_know(self):
        report = json.loads(json.dumps(self.reports[0][1]))
        report["surprise"] = 1
        self.assertFalse(self.validator.is_valid(report))

    def test_ids_are_unique_within_a_model(self):
        for name, report in self.reports:
            ids = [(threat["model"], threat["id"]) for threat in report["threats"]]
            self.assertEqual(len(ids), len(set(ids)), name)

    def test_an_id_is_the_rule_at_the_place(self):
        for name, report in self.reports:
            for threat in report["threats"]:
                self.assertEqual(threat["id"], f"{threat['rule']}@{threat['place']['id']}", name)

    def test_the_summary_counts_the_threats(self):
        for name, report in self.reports:
            with self.subTest(name):
                threats, summary = report["threats"], report["summary"]
                self.assertEqual(summary["failing"], sum(threat["fails"] for threat in threats))
                self.assertEqual(sum(summary["total"].values()), len(threats))
                for severity, counts in summary["bySeverity"].items():
                    for status, count in counts.items():
                        found = [t for t in threats if t["severity"] == severity and t["status"] == status]
                        self.assertEqual(count, len(found), (severity, status))
                self.assertEqual(summary["failed"], any(model["summary"]["failed"] for model in report["models"]))


class SarifReport(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.validator = jsonschema.Draft4Validator(sarif_schema(), format_checker=jsonschema.draft4_format_checker)
        cls.reports = [(name, json.loads(text)) for name, text in all_reports("sarif")]

    def runs(self):
        for name, report in self.reports:
            for run in report["runs"]:
                yield name, run

    def test_it_keeps_to_the_schema_of_the_standard(self):
        for name, report in self.reports:
            with self.subTest(name):
                self.validator.validate(report)

    def test_results_refer_to_their_rules(self):
        for name, run in self.runs():
            rules = run["tool"]["driver"]["rules"]
            for result in run["results"]:
                self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"], name)
            used = {result["ruleId"] for result in run["results"]}
            self.assertEqual([rule["id"] for rule in rules if rule["id"] not in used], [], name)

    def test_rules_refer_to_weaknesses(self):
        for name, run in self.runs():
            taxa = run["taxonomies"][0]["taxa"]
            for rule in run["tool"]["driver"]["rules"]:
                for relationship in rule.get("relationships", []):
                    target = relationship["target"]
                    self.assertEqual(taxa[target["index"]]["id"], target["id"], name)

    def test_locations_refer_to_artifacts_and_count_from_one(self):
        for name, run in self.runs():
            for result in run["results"]:
                for location in result["locations"] + result.get("relatedLocations", []):
                    physical = location["physicalLocation"]
                    artifact = physical["artifactLocation"]
                    self.assertEqual(run["artifacts"][artifact["index"]]["location"], artifact, name)
                    self.assertGreaterEqual(physical["region"]["startLine"], 1)
                    self.assertGreaterEqual(physical["region"]["startColumn"], 1)

    def test_fingerprints_are_unique(self):
        for name, run in self.runs():
            prints = [result["partialFingerprints"]["bartizan/v1"] for result in run["results"]]
            self.assertEqual(len(prints), len(set(prints)), name)

    def test_kind_level_and_suppressions_follow_the_status(self):
        for name, run in self.runs():
            for result in run["results"]:
                properties = result["properties"]
                if properties["status"] == "mitigated":
                    self.assertEqual((result["kind"], result["level"]), ("pass", "none"), name)
                else:
                    self.assertEqual(result["level"], LEVELS[properties["severity"]], name)
                is_decided = properties["status"] in ("accepted", "transferred", "not-applicable")
                self.assertEqual("suppressions" in result, is_decided, name)

    def test_what_is_mitigated_is_no_alert(self):
        for name, run in self.runs():
            if "--all" in name or "expected.all" in name:
                continue
            self.assertNotIn("mitigated", {result["properties"]["status"] for result in run["results"]}, name)

    def test_runs_of_several_models_have_different_categories(self):
        for name, report in self.reports:
            if len(report["runs"]) > 1:
                categories = [run["automationDetails"]["id"] for run in report["runs"]]
                self.assertEqual(len(categories), len(set(categories)), name)


class JunitReport(unittest.TestCase):
    SUITES = {"name", "tests", "failures", "errors"}
    SUITE = SUITES | {"skipped"}
    CASE_CHILDREN = {"failure": {"type", "message"}, "error": {"type", "message"}, "skipped": {"message"},
                     "system-out": set()}

    @classmethod
    def setUpClass(cls):
        cls.reports = [(name, ElementTree.fromstring(text.encode("utf-8"))) for name, text in all_reports("junit")]

    def test_it_has_the_elements_that_readers_know(self):
        for name, suites in self.reports:
            self.assertEqual((suites.tag, set(suites.attrib)), ("testsuites", self.SUITES), name)
            for suite in suites:
                self.assertEqual((suite.tag, set(suite.attrib)), ("testsuite", self.SUITE), name)
                for case in suite:
                    self.assertEqual((case.tag, set(case.attrib)), ("testcase", {"name", "classname"}), name)
                    self.assertLessEqual(len(case), 1)
                    for child in case:
                        self.assertEqual(set(child.attrib), self.CASE_CHILDREN[child.tag], name)

    def test_the_counts_are_right(self):
        for name, suites in self.reports:
            for suite in [suites, *suites]:
                cases = list(suite.iter("testcase"))
                self.assertEqual(int(suite.get("tests")), len(cases), name)
                self.assertEqual(int(suite.get("failures")), sum(len(case.findall("failure")) for case in cases), name)
                self.assertEqual(int(suite.get("errors")), sum(len(case.findall("error")) for case in cases), name)


class CsvReport(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.texts = all_reports("csv")

    def test_rows_have_one_cell_per_column(self):
        for name, text in self.texts:
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
            self.assertEqual({len(row) for row in rows}, {len(rows[0])}, name)

    def test_rows_end_as_the_standard_says(self):
        for name, text in self.texts:
            unquoted = re.sub(r'"[^"]*"', "", text)
            self.assertEqual(unquoted.count("\n"), unquoted.count("\r\n"), name)
            self.assertTrue(text.endswith("\r\n"), name)

    def test_no_cell_starts_a_formula(self):
        for name, text in self.texts:
            for row in csv.reader(io.StringIO(text, newline="")):
                self.assertEqual([cell for cell in row if cell[:1] in tuple("=+-@\t\r")], [], name)


class MarkdownReport(unittest.TestCase):
    TAGS = {"details", "/details", "summary", "/summary", "br", "code", "/code"}

    @classmethod
    def setUpClass(cls):
        cls.texts = all_reports("markdown")

    def test_it_holds_no_markup_but_its_own(self):
        for name, text in self.texts:
            self.assertEqual(set(re.findall(r"<([^>]*)>", text)) - self.TAGS, set(), name)

    def test_table_rows_have_four_cells(self):
        for name, text in self.texts:
            rows = [line for line in text.splitlines() if line.startswith("|")]
            self.assertEqual([row for row in rows if row.count("|") != 5], [], name)

    def test_nobody_is_mentioned_and_nothing_is_linked(self):
        for name, text in self.texts:
            self.assertIsNone(re.search(r"@\w|#\d+\b(?!;)|https?://|www\.|\]\(", text), name)

    def test_it_fits_into_a_comment(self):
        for name, text in self.texts:
            self.assertLess(len(text), 65536, name)


if __name__ == "__main__":
    unittest.main()
