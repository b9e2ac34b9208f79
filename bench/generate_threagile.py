#!/usr/bin/python3
"""Writes a Threagile model of any size: generate_threagile.py ASSETS LINKS [--output FILE]

The same arguments give the same model: everything follows from a small generator of its own.
"""
import argparse
import sys

TECHNOLOGIES = ["web-application", "web-service-rest", "database", "message-queue", "reverse-proxy", "browser",
                "identity-provider", "vault", "build-pipeline", "sourcecode-repository", "search-index", "file-server",
                "monitoring", "load-balancer", "ejb", "container-platform"]
STORES = {"database", "message-queue", "vault", "search-index", "file-server"}
PROTOCOLS = ["http", "https", "jdbc", "jdbc-encrypted", "ldap", "binary", "ftp", "iiop", "unknown-protocol"]
CONFIDENTIALITY = ["public", "internal", "restricted", "confidential", "strictly-confidential"]
CRITICALITY = ["archive", "operational", "important", "critical", "mission-critical"]
MACHINES = ["physical", "virtual", "container", "serverless"]
BOUNDARIES = ["network-on-prem", "network-cloud-provider", "network-virtual-lan", "execution-environment"]
QUANTITIES = ["very-few", "few", "many", "very-many"]


class Choices:
    def __init__(self):
        self.state = 1

    def number(self, below):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % below

    def of(self, items):
        return items[self.number(len(items))]

    def flag(self, one_in=2):
        return "true" if self.number(one_in) == 0 else "false"

    def some(self, count, prefix, most):
        if count == 0:
            return "[]"
        chosen = dict.fromkeys(f"{prefix}{self.number(count)}" for _ in range(self.number(most + 1)))
        return "[" + ", ".join(chosen) + "]"


def ratings(choose, indent):
    return (f"{indent}confidentiality: {choose.of(CONFIDENTIALITY)}\n{indent}integrity: {choose.of(CRITICALITY)}\n"
            f"{indent}availability: {choose.of(CRITICALITY)}\n{indent}justification_cia_rating: measured\n")


def link(choose, number, assets, data):
    return (f"      Link {number}:\n        target: a{choose.number(assets)}\n        description: Calls\n"
            f"        protocol: {choose.of(PROTOCOLS)}\n        authentication: {choose.of(['none', 'token', 'credentials'])}\n"
            f"        authorization: {choose.of(['none', 'technical-user', 'enduser-identity-propagation'])}\n"
            f"        tags: []\n        vpn: {choose.flag(5)}\n        ip_filtered: {choose.flag(5)}\n"
            f"        readonly: {choose.flag(3)}\n        usage: {choose.of(['business', 'business', 'devops'])}\n"
            f"        data_assets_sent: {choose.some(data, 'd', 3)}\n        data_assets_received: {choose.some(data, 'd', 3)}\n")


def asset(choose, number, assets, links, data):
    technology = choose.of(TECHNOLOGIES)
    kind = "datastore" if technology in STORES else "external-entity" if technology == "browser" else "process"
    text = (f"  Asset {number}:\n    id: a{number}\n    description: Part number {number}\n    type: {kind}\n    usage: business\n"
            f"    used_as_client_by_human: {'true' if technology == 'browser' else 'false'}\n    out_of_scope: {choose.flag(10)}\n"
            f"    justification_out_of_scope:\n    size: service\n    technology: {technology}\n    tags: {choose.of(['[]', '[aws]', '[linux]'])}\n"
            f"    internet: {choose.flag(8)}\n    machine: {choose.of(MACHINES)}\n    encryption: {choose.of(['none', 'transparent'])}\n"
            f"    owner: Team {choose.number(20)}\n" + ratings(choose, "    ") +
            f"    multi_tenant: {choose.flag(6)}\n    redundant: {choose.flag()}\n    custom_developed_parts: {choose.flag()}\n"
            f"    data_assets_processed: {choose.some(data, 'd', 4)}\n    data_assets_stored: {choose.some(data, 'd', 3)}\n"
            f"    data_formats_accepted: {choose.of(['[]', '[json]', '[xml, json]', '[file]'])}\n")
    if not links:
        return text + "    communication_links: {}\n"
    return text + "    communication_links:\n" + "".join(link(choose, n, assets, data) for n in links)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assets", type=int)
    parser.add_argument("links", type=int)
    parser.add_argument("--output")
    arguments = parser.parse_args()
    assets, links = arguments.assets, arguments.links
    data, boundaries = max(1, assets // 10), max(1, assets // 20)
    choose = Choices()
    out = ["threagile_version: 1.0.0\ntitle: Generated\ndate: 2026-01-01\nauthor:\n  name: Generator\n"
           "business_criticality: important\ntags_available: [aws, linux]\ndata_assets:\n"]
    for n in range(data):
        out.append(f"  Data {n}:\n    id: d{n}\n    description: Kind {n}\n    usage: business\n    tags: []\n    origin: somewhere\n"
                   f"    owner: Team {n % 20}\n    quantity: {choose.of(QUANTITIES)}\n" + ratings(choose, "    "))
    out.append("technical_assets:\n")
    of_asset = [[] for _ in range(assets)]
    for n in range(links):
        of_asset[choose.number(assets)].append(n)
    out.extend(asset(choose, n, assets, of_asset[n], data) for n in range(assets))
    out.append("trust_boundaries:\n")
    for n in range(boundaries):
        inside = ", ".join(f"a{a}" for a in range(n, assets, boundaries) if a % 7)
        nested = f"b{2 * n + 1}" if 2 * n + 1 < boundaries else ""
        nested += f", b{2 * n + 2}" if 2 * n + 2 < boundaries else ""
        out.append(f"  Boundary {n}:\n    id: b{n}\n    description: Zone\n    type: {choose.of(BOUNDARIES)}\n    tags: []\n"
                   f"    technical_assets_inside: [{inside}]\n    trust_boundaries_nested: [{nested}]\n")
    out.append("shared_runtimes: {}\nindividual_risk_categories: {}\nrisk_tracking: {}\n")
    text = "".join(out)
    if arguments.output:
        with open(arguments.output, "w", encoding="utf-8") as file:
            file.write(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
