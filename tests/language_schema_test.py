#!/usr/bin/env python3
"""The JSON Schema that the program prints accepts the models that it reads, and refuses what it can see is wrong."""

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import jsonschema
import yaml

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("BARTIZAN_PROGRAM", str(REPOSITORY / "build/release/bin/bartizan"))

EVERYTHING = """\
bartizan: 1
name: Everything
description: One of each.
owners: shop
tags: [a, b]
method: per-interaction
include: [more.yaml]
extends: packs/acme
policy:
  closes: { info: claimed, low: claimed, medium: claimed, high: configured, critical: verified }
  fail-on: high
  fresh-for: 90d
disable:
  - { rule: sql-injection, because: There is no SQL. }
data:
  card: { title: Payment card, classification: restricted, kind: payment, retention: 3y, records: 100, tags: [pci] }
  session:
boundaries:
  internet: { trust: 0 }
  cluster: { title: Cluster, trust: 50, kind: cluster, controls: [network-segmentation] }
  zone: { in: cluster }
elements:
  shopper: browser
  orders:
    type: rest-api
    in: cluster
    processes: card
    technology: go
    renders-html: true
    controls:
      - rate-limiting
      - { control: input-validation, note: By schema., evidence: { configuration: deploy/gateway.yaml } }
  cards: { type: relational-database, in: zone, stores: [card], encrypted-at-rest: true }
flows:
  shopper -> orders: { protocol: https, authentication: oidc, data: [card], returns: [session], port: 443 }
  orders -> cards: postgresql
  cards <-> shopper: { token-lifetime: 15m }
  cards->orders:
  refunds: { from: orders, to: cards, two-way: true, controls: transport-encryption }
controls:
  - control: rate-limiting
    on: [shopper -> orders, "boundary:cluster"]
    evidence: [{ document: docs/a.md }, { check: 429 came back., date: 2026-10-01 }]
    verify: { jwt: {} }
decisions:
  - { threat: sql-injection@orders -> cards, status: accepted, by: ana, until: 2027-03-01, because: A test. }
  - { threat: "*@orders", status: mitigated, by: ana, decided: 2026-10-01, because: A test. }
assumptions: [The cluster is ours.]
notes: A note.
links: [https://example.org/, { title: Wiki, url: docs/wiki.md }]
"""

REFUSED = {
    "an unknown key": "ownres: [shop]",
    "another version": "bartizan: 2\nname: x",
    "a version without a name": "bartizan: 1",
    "an unknown type": "elements: { a: spaceship }",
    "an element without a type": "elements: { a: { title: A } }",
    "an element without anything": "elements: { a: }",
    "a name with a space": "elements: { a b: browser }",
    "a truth value in words": "elements: { a: { type: relational-database, encrypted-at-rest: yes } }",
    "an attribute of another type": "elements: { a: { type: browser, encrypted-at-rest: true } }",
    "an attribute of another kind of place": "elements: { a: { type: browser, protocol: https } }",
    "an unknown value": "flows: { a -> b: htps }",
    "another arrow": "flows: { a => b: https }",
    "ends at an arrow": "flows: { a -> b: { from: a } }",
    "a named flow without ends": "flows: { refunds: { protocol: https } }",
    "a duration without a unit": "flows: { a -> b: { token-lifetime: 15 } }",
    "trust beyond 100": "boundaries: { a: { trust: 101 } }",
    "an unknown control": "elements: { a: { type: browser, controls: [magic] } }",
    "a control that can't stand on flows": "flows: { a -> b: { controls: [sandboxing] } }",
    "a control without a place": "controls: [{ control: rate-limiting }]",
    "a check without a date": "controls: [{ control: rate-limiting, on: a, evidence: { check: x } }]",
    "two kinds of evidence at once":
        "controls: [{ control: rate-limiting, on: a, evidence: { document: x, configuration: y } }]",
    "acceptance without an end": "decisions: [{ threat: a@b, status: accepted, by: ana, because: x }]",
    "a threat without a place": "decisions: [{ threat: a, status: mitigated, by: ana, because: x }]",
    "a rule disabled without a reason": "disable: [{ rule: sql-injection }]",
    "an address that runs code": "links: ['javascript:alert(1)']",
    "an unknown severity": "policy: { fail-on: never }",
}


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2: only `true` and `false` are truth values, and dates are texts."""


CoreLoader.yaml_implicit_resolvers = {}
CoreLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
CoreLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(~|null|)$"), ["~", "n", ""])
CoreLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[-+]?[0-9]+$"), list("-+0123456789"))


def load(text):
    return yaml.load(text, Loader=CoreLoader)


class LanguageSchema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.validator = cls.validator_with([])

    @staticmethod
    def validator_with(packs):
        arguments = [argument for pack in packs for argument in ("--pack", str(pack))]
        printed = subprocess.run([PROGRAM, "schema", *arguments], capture_output=True, check=True, text=True,
                                 timeout=60).stdout
        schema = json.loads(printed)
        jsonschema.Draft202012Validator.check_schema(schema)
        return jsonschema.Draft202012Validator(schema)

    def assert_accepted(self, text, validator=None):
        problem = jsonschema.exceptions.best_match((validator or self.validator).iter_errors(load(text)))
        if problem:
            self.fail(f"{problem.json_path}: {problem.message[:300]}")

    def test_it_accepts_one_of_each(self):
        self.assert_accepted(EVERYTHING)

    def test_the_program_reads_one_of_each_too(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "more.yaml").write_text("notes: [More.]\n", encoding="utf-8")
            model = Path(folder) / "threatmodel.yaml"
            model.write_text(EVERYTHING.replace("extends: packs/acme\n", ""), encoding="utf-8")
            run = subprocess.run([PROGRAM, "check", str(model)], capture_output=True, check=False, text=True, timeout=60)
            self.assertNotIn("error", run.stderr)
            self.assertIn(run.returncode, (0, 1))

    def test_it_accepts_the_first_model(self):
        with tempfile.TemporaryDirectory() as folder:
            model = Path(folder) / "threatmodel.yaml"
            subprocess.run([PROGRAM, "init", str(model)], capture_output=True, check=True, timeout=60)
            self.assert_accepted(model.read_text(encoding="utf-8"))

    def test_it_accepts_the_examples(self):
        models = sorted((REPOSITORY / "examples").glob("*/*.yaml"))
        self.assertNotEqual(models, [])
        for model in models:
            with self.subTest(model.relative_to(REPOSITORY).as_posix()):
                # The models themselves do without the names of their own packs; what they include may use them.
                packs = [] if model.name == "threatmodel.yaml" else sorted(model.parent.glob("packs/*"))
                self.assert_accepted(model.read_text(encoding="utf-8"), self.validator_with(packs))

    def test_it_accepts_what_the_reference_shows(self):
        reference = (REPOSITORY / "docs/language.md").read_text(encoding="utf-8")
        blocks = re.findall(r"^```yaml\n(.*?)^```$", reference, re.MULTILINE | re.DOTALL)
        self.assertGreater(len(blocks), 8)
        for block in blocks:
            if load(block) is None:
                continue
            with self.subTest(block[:60]):
                self.assert_accepted(block)

    def test_it_refuses(self):
        for what, text in REFUSED.items():
            with self.subTest(what):
                self.assertFalse(self.validator.is_valid(load(text)), text)


if __name__ == "__main__":
    unittest.main()
