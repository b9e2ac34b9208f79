#!/usr/bin/env python3
"""Writes a random but plausible model in pytm's JSON. The same arguments always give the same text.

Usage: bench/generate_pytm.py ELEMENTS [FLOWS] [--python] [--seed N] [--output FILE]
"""

import argparse
import json
import random
import sys

CLASSES = ["Server"] * 6 + ["Process"] * 4 + ["Datastore"] * 4 + ["Lambda"] * 2 + ["Actor"] * 2
CLASSES += ["ExternalEntity", "SetOfProcesses", "LLM", "Agent"]
CONTROLS = [
    "authenticatesDestination", "authenticatesSource", "authorizesSource", "checksInputBounds", "disablesDTD",
    "encodesOutput", "encryptsCookies", "handlesResourceConsumption", "hasAccessControl", "implementsCSRFToken",
    "implementsNonce", "implementsPOLP", "isEncrypted", "isEncryptedAtRest", "isHardened", "providesIntegrity",
    "sanitizesInput", "usesMFA", "usesParameterizedInput", "validatesHeaders", "validatesInput",
]
PROTOCOLS = ["HTTP", "HTTPS", "MySQL", "gRPC", "AMQP", "SMTP"]
CLASSIFICATIONS = ["PUBLIC", "RESTRICTED", "SENSITIVE", "SECRET"]


def boundaries(choose, elements):
    count = max(1, elements // 50)
    made = [{"name": f"Zone {i}"} for i in range(count)]
    for i in range(1, count):
        if choose.random() < 0.5:
            made[i]["inBoundary"] = made[choose.randrange(i)]["name"]
    return made


def data(choose, elements):
    return [
        {
            "name": f"Data {i}",
            "format": choose.choice(["JSON", "XML", "CSV", ""]),
            "classification": choose.choice(CLASSIFICATIONS),
            "isPII": choose.random() < 0.3,
            "isCredentials": choose.random() < 0.2,
            "isStored": choose.random() < 0.5,
        }
        for i in range(max(1, elements // 20))
    ]


def element(choose, number, zones):
    kind = choose.choice(CLASSES)
    made = {"__class__": kind, "name": f"{kind} {number}", "inBoundary": choose.choice(zones)["name"]}
    if kind != "Actor":
        made["controls"] = {name: True for name in choose.sample(CONTROLS, choose.randrange(len(CONTROLS)))}
        made["protocol"] = choose.choice(PROTOCOLS)
        made["port"] = choose.randrange(1, 65536)
    if kind == "Server":
        made["usesSessionTokens"] = choose.random() < 0.5
    return made


def flow(choose, number, elements, things):
    source, sink = choose.sample(elements, 2)
    return {
        "name": f"Flow {number}",
        "source": source["name"],
        "sink": sink["name"],
        "data": [thing["name"] for thing in choose.sample(things, min(2, len(things)))],
        "tlsVersion": choose.choice(["NONE", "TLSv12", "TLSv13"]),
    }


def generate(elements, flows, seed):
    choose = random.Random(seed)
    zones, things = boundaries(choose, elements), data(choose, elements)
    made = [element(choose, i, zones) for i in range(elements)]
    return {
        "name": f"{elements} elements",
        "boundaries": zones,
        "data": things,
        "elements": made,
        "flows": [flow(choose, i, made, things) for i in range(flows)],
    }


def literal(key, value):
    enumeration = {"classification": "Classification", "tlsVersion": "TLSVersion"}.get(key)
    return f"{enumeration}.{value}" if enumeration else repr(value)


def python(model):
    """The same model as the Python that declares it."""
    lines = ["from pytm import *", f"tm = TM({model['name']!r})"]
    names = {}

    def declare(prefix, kind, entries, first=()):
        for number, entry in enumerate(entries):
            names[entry["name"]] = name = f"{prefix}{number}"
            ends = [names[entry[end]] for end in first]
            lines.append(f"{name} = {entry.get('__class__', kind)}({', '.join(ends + [repr(entry['name'])])})")
            for key, value in entry.items():
                if key in ("name", "__class__", *first):
                    continue
                if key == "inBoundary":
                    lines.append(f"{name}.inBoundary = {names[value]}")
                elif key == "data":
                    lines.append(f"{name}.data = [{', '.join(names[datum] for datum in value)}]")
                elif key == "controls":
                    lines.extend(f"{name}.controls.{control} = True" for control in value)
                else:
                    lines.append(f"{name}.{key} = {literal(key, value)}")

    declare("zone", "Boundary", model["boundaries"])
    declare("data", "Data", model["data"])
    declare("element", "", model["elements"])
    declare("flow", "Dataflow", model["flows"], ("source", "sink"))
    return "\n".join(lines + ["tm.process()", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("elements", type=int)
    parser.add_argument("flows", type=int, nargs="?")
    parser.add_argument("--python", action="store_true", help="the Python that declares it, instead of JSON")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output")
    arguments = parser.parse_args()
    flows = arguments.elements if arguments.flows is None else arguments.flows
    model = generate(arguments.elements, flows, arguments.seed)
    text = python(model) if arguments.python else json.dumps(model, indent=1) + "\n"
    if arguments.output:
        with open(arguments.output, "w", encoding="utf-8") as out:
            out.write(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
