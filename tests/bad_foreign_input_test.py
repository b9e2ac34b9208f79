#!/usr/bin/env python3
"""What was said of our own language holds for the formats of other tools, and for converting from them."""

import base64
import json
import subprocess
import unittest
import zlib

from bad_input import CLOCK_SECONDS, PROGRAM, BadInputCase, set_limits

TM7 = ('<ThreatModel xmlns="http://schemas.datacontract.org/2004/07/ThreatModeling.Model" '
       'xmlns:i="http://www.w3.org/2001/XMLSchema-instance">{}</ThreatModel>')
DRAGON = {"version": "2.2.0", "summary": {"title": "Shop"},
          "detail": {"contributors": [], "diagrams": [{"id": 0, "title": "Main", "diagramType": "STRIDE",
                                                       "version": "2.2.0", "cells": []}]}}
PYTM = {"name": "Shop", "description": "", "elements": [{"__class__": "Actor", "name": "Shopper"}], "flows": []}
THREAGILE = """\
threagile_version: 1.0.0
title: Shop
business_criticality: important
technical_assets:
  Shop:
    id: shop
    type: process
    usage: business
    size: service
    technology: web-server
    machine: container
    encryption: none
    confidentiality: internal
    integrity: important
    availability: important
"""


def threat_dragon(**changes):
    return json.dumps({**DRAGON, **changes})


class BadForeignInput(BadInputCase):
    name = "model"

    def judge_path(self, path, *options):
        code, errors = super().judge_path(path, *options)
        converted = subprocess.run([PROGRAM, "convert", path, "--output", self.folder / "converted.yaml"],
                                   capture_output=True, timeout=CLOCK_SECONDS, check=False,
                                   stdin=subprocess.DEVNULL, preexec_fn=set_limits)
        self.assertIn(converted.returncode, (0, 2), converted.stderr[-2000:])
        return code, errors

    def test_sound_models_are_accepted(self):
        for model in (json.dumps(DRAGON), json.dumps(PYTM), THREAGILE):
            with self.subTest(model=model[:40]):
                self.accepted(model)

    def test_xml_with_a_document_type(self):
        levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        self.refused(f'<!DOCTYPE ThreatModel [<!ENTITY a0 "x">{levels}]>' + TM7.format("<Notes>&a11;</Notes>"))
        self.refused('<!DOCTYPE ThreatModel SYSTEM "file:///etc/passwd">' + TM7.format(""))
        self.refused('<!DOCTYPE ThreatModel [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + TM7.format("&e;"))

    def test_xml_that_never_ends(self):
        self.refused(TM7.format("<a>" * 100_000 + "</a>" * 100_000))
        self.refused(TM7.format("<a>" * 100_000))
        self.judge(TM7.format("<a " + " ".join(f'b{n}="c"' for n in range(1_000_000)) + "/>"))
        self.judge(TM7.format("<a/>" * 1_000_000))
        self.refused(TM7.format("x" * 100_000_000))

    def test_a_flow_that_leads_nowhere(self):
        lines = ("<Lines><a:KeyValueOfguidanyType xmlns:a='http://schemas.microsoft.com/2003/10/Serialization/Arrays'>"
                 "<a:Key>1</a:Key><a:Value i:type='Connector'/></a:KeyValueOfguidanyType></Lines>")
        surface = f"<DrawingSurfaceList><DrawingSurfaceModel>{lines}</DrawingSurfaceModel></DrawingSurfaceList>"
        self.judge(TM7.format(surface))

    def test_json_of_any_depth_and_size(self):
        depth = 100_000
        for opening, closing in (("[", "]"), ('{"a":', "}")):
            nested = opening * depth + ("1" if opening != "[" else "") + closing * depth
            self.refused(threat_dragon()[:-1] + ', "x": ' + nested + "}")
        self.refused(threat_dragon(summary={"title": "x" * 100_000_000}))
        self.accepted(threat_dragon(summary={"title": "x" * 30_000_000}))
        self.judge(threat_dragon(detail={"diagrams": [{"cells": [{}] * 200_000}]}))

    def test_json_that_says_things_twice(self):
        self.refused(json.dumps(DRAGON)[:-1] + ', "summary": {}}')
        self.refused(json.dumps(PYTM)[:-1] + ', "elements": []}')

    def test_json_with_half_a_character(self):
        for text in (r"\ud800", r"\udc00", r"\ud800\ud800", r"\u12", r"\x"):
            with self.subTest(text=text):
                self.judge(json.dumps(DRAGON).replace("Shop", text))
                self.judge(json.dumps(PYTM).replace("Shop", text))

    def test_members_of_the_wrong_kind(self):
        for value in (None, True, 0, -1e308, "", "x", [], [[]], {}, {"": {}}):
            for model in (DRAGON, PYTM):
                for member in model:
                    with self.subTest(member=member, value=value):
                        self.judge(json.dumps({**model, member: value}))

    def test_threagile_with_words_it_does_not_know(self):
        for was, then in (("process", "prozess"), ("web-server", "webserver"), ("important", "very"),
                          ("shop\n", "[]\n"), ("  Shop:", "  ? [a]\n  :"), ("business\n", "*x\n")):
            with self.subTest(then=then):
                self.judge(THREAGILE.replace(was, then, 1))
        self.refused(THREAGILE + "# " + "x" * 100_000_000)

    def test_a_drawing_that_unpacks_to_far_more(self):
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = base64.b64encode(deflate.compress(b"<" * 500_000_000) + deflate.flush()).decode()
        self.refused(f'<mxfile><diagram id="a" name="b">{packed}</diagram></mxfile>')
        self.refused('<mxfile><diagram id="a" name="b">AAAA</diagram></mxfile>')

    def test_files_cut_short_or_changed(self):
        for model in (json.dumps(DRAGON), json.dumps(PYTM), THREAGILE, TM7.format("<Notes/>")):
            data = model.encode()
            for position in range(0, len(data), 13):
                with self.subTest(model=model[:40], position=position):
                    self.judge(data[:position])
                    self.judge(data[:position] + b"\xff" + data[position + 1:])


if __name__ == "__main__":
    unittest.main()
