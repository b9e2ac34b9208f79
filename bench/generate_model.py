#!/usr/bin/env python3
"""Writes a random but plausible threat model of a given size: products with their own cluster zones, services, stores
and brokers, used from the Internet and by one another. The same arguments always give the same text.

Usage: bench/generate_model.py ELEMENTS FLOWS [--seed N] [--output FILE]
"""

import argparse
import random
import sys

TEAMS = ["payments", "catalogue", "orders", "identity", "search", "delivery", "support", "analytics", "billing", "media"]

# Type, share in percent, kind of its zone, and attributes with their values.
PROCESSES = [
    ("rest-api", 22, {"technology": ["go", "java", "dotnet", "node"], "multi-tenant": [True]}),
    ("microservice", 22, {"technology": ["go", "java", "rust"], "secrets-from": ["environment", "secret-store"]}),
    ("graphql-api", 3, {"technology": ["node"]}),
    ("grpc-api", 6, {"technology": ["go", "rust"]}),
    ("web-application", 6, {"renders-html": [True], "cookies": [True]}),
    ("backend-for-frontend", 3, {"cookies": [True]}),
    ("message-consumer", 7, {"runs-as": ["least", "user", "broad"]}),
    ("batch-job", 3, {"runs-as": ["user", "administrator"]}),
    ("admin-interface", 2, {"administrative": [True]}),
    ("identity-provider", 1, {"issues-tokens": [True]}),
    ("notification-service", 2, {"fetches-urls": [True]}),
    ("file-transfer-server", 1, {"accepts-uploads": [True]}),
    ("ai-agent", 1, {"uses-tools": [True], "reads-untrusted-content": [True]}),
    ("reverse-proxy", 2, {}),
]
STORES = [
    ("relational-database", 9, {"encrypted-at-rest": [True], "backed-up": [True]}),
    ("document-database", 3, {"encrypted-at-rest": [True]}),
    ("key-value-store", 2, {}),
    ("object-store", 2, {"encrypted-at-rest": [True], "immutable": [True]}),
    ("cache", 3, {}),
    ("queue", 3, {}),
    ("topic", 2, {}),
    ("stream", 2, {}),
    ("log-store", 1, {"retention": ["90d", "1y"]}),
    ("secret-store", 1, {"encrypted-at-rest": [True]}),
    ("search-index", 1, {}),
]
CLIENTS = ["browser", "mobile-app", "single-page-app", "partner-system", "administrator", "third-party-api", "sensor"]

PROTOCOLS_TO = {
    "relational-database": ["postgresql", "mysql"], "document-database": ["mongodb"], "key-value-store": ["redis-tls"],
    "object-store": ["https"], "cache": ["redis", "redis-tls", "memcached"], "queue": ["amqp", "amqps"],
    "topic": ["nats"], "stream": ["kafka", "kafka-tls"], "log-store": ["syslog", "syslog-tls"],
    "secret-store": ["https"], "search-index": ["elasticsearch", "https"], "grpc-api": ["grpc", "grpc-tls"],
    "microservice": ["grpc", "grpc-tls", "http", "https"],
}
AUTHENTICATION_TO_STORE = ["password", "password", "workload-identity", "mtls", "none"]
AUTHENTICATION = ["jwt", "jwt", "oauth2", "oidc", "mtls", "api-key", "session-cookie", "workload-identity", "none"]
PAYLOADS = ["json", "json", "json", "protobuf", "xml", "form", "graphql", "file-upload"]
DATA_KINDS = ["credential", "personal", "payment", "health", "business", "log", "telemetry", "configuration", "audit"]
CLASSIFICATIONS = ["public", "internal", "confidential", "restricted"]
CONTROLS_OF_PROCESS = ["input-validation", "json-schema-enforcement", "object-level-authorization", "audit-logging",
                       "rate-limiting", "security-monitoring", "least-privilege"]
CONTROLS_OF_FLOW = ["mutual-tls", "jwt-signature-verification", "token-audience-check", "parameterised-queries",
                    "request-size-limits"]


def value_text(value):
    if value is True:
        return "true"
    return str(value)


def attributes_text(pairs):
    return "{ " + ", ".join(f"{key}: {value}" for key, value in pairs) + " }"


class Generator:
    def __init__(self, elements, flows, seed):
        self.random = random.Random(seed)
        self.element_count = elements
        self.flow_count = flows
        self.zones = []
        self.elements = []  # (id, type, zone)
        self.element_lines = []

    def data(self):
        lines = ["data:"]
        self.data_ids = [f"{kind}-{number}" for number in range(max(2, self.element_count // 250))
                         for kind in DATA_KINDS]
        for name in self.data_ids:
            kind = name.rsplit("-", 1)[0]
            classification = self.random.choice(CLASSIFICATIONS[1:] if kind != "telemetry" else CLASSIFICATIONS)
            lines.append(f"  {name}: {{ title: {kind.capitalize()} data, classification: {classification}, kind: {kind} }}")
        return lines

    def boundaries(self):
        lines = ["boundaries:", "  internet: { trust: 0 }", "  partners: { trust: 20 }", "  company: { trust: 30 }"]
        product_count = max(1, self.element_count // 40)
        for product in range(product_count):
            team = TEAMS[product % len(TEAMS)]
            name = f"{team}-{product}"
            lines.append(f"  {name}: {{ in: company, trust: {self.random.choice([40, 50])}, title: Cluster of {team} }}")
            lines.append(f"  {name}-edge: {{ in: {name}, trust: {40} }}")
            lines.append(f"  {name}-services: {{ in: {name}, trust: {60} }}")
            lines.append(f"  {name}-data: {{ in: {name}-services, trust: {80} }}")
            self.zones.append(name)
        return lines

    def stated(self, choices, probability):
        return [(key, value_text(self.random.choice(values))) for key, values in choices.items()
                if self.random.random() < probability]

    def add(self, name, kind, zone, further):
        self.elements.append((name, kind, zone))
        self.element_lines.append(f"  {name}: " + attributes_text([("type", kind), ("in", zone)] + further))

    def make_elements(self):
        client_count = max(2, self.element_count // 25)
        for number in range(client_count):
            kind = self.random.choice(CLIENTS)
            zone = {"partner-system": "partners", "administrator": "company"}.get(kind, "internet")
            self.add(f"{kind}-{number}", kind, zone, [])
        for number, zone in enumerate(self.zones):
            controls = self.random.sample(["rate-limiting", "request-size-limits", "web-application-firewall"], 2)
            self.add(f"gateway-{number}", "api-gateway", f"{zone}-edge", [("controls", f"[{', '.join(controls)}]")])
        choices = [(kind, options, False) for kind, _, options in PROCESSES]
        choices += [(kind, options, True) for kind, _, options in STORES]
        weights = [share for _, share, _ in PROCESSES + STORES]
        number = 0
        while len(self.elements) < self.element_count:
            (kind, options, is_store), = self.random.choices(choices, weights)
            zone = self.zones[number % len(self.zones)]
            further = self.stated(options, 0.4)
            if is_store:
                further.append(("stores", f"[{', '.join(self.random.sample(self.data_ids, 2))}]"))
            elif self.random.random() < 0.15:
                further.append(("controls", f"[{self.random.choice(CONTROLS_OF_PROCESS)}]"))
            self.add(f"{kind}-{number}", kind, f"{zone}-{'data' if is_store else 'services'}", further)
            number += 1

    def flow_line(self, source, target):
        name, kind, zone = target
        stores = {kind for kind, _, _ in STORES}
        pairs = [("protocol", self.random.choice(PROTOCOLS_TO.get(kind, ["https", "https", "http", "https"])))]
        authentication = AUTHENTICATION_TO_STORE if kind in stores else AUTHENTICATION
        if self.random.random() < 0.8:
            pairs.append(("authentication", self.random.choice(authentication)))
        if kind not in stores and self.random.random() < 0.5:
            pairs.append(("payload", self.random.choice(PAYLOADS)))
        pairs.append(("data", f"[{', '.join(self.random.sample(self.data_ids, self.random.choice([1, 1, 2, 3])))}]"))
        if self.random.random() < 0.3:
            pairs.append(("returns", f"[{self.random.choice(self.data_ids)}]"))
        if self.random.random() < 0.1:
            pairs.append(("controls", f"[{self.random.choice(CONTROLS_OF_FLOW)}]"))
        return f"  {source[0]} -> {name}: " + attributes_text(pairs)

    def flows(self):
        store_kinds = {kind for kind, _, _ in STORES}
        external = set(CLIENTS)
        clients = [item for item in self.elements if item[1] in external]
        gateways = [item for item in self.elements if item[1] == "api-gateway"]
        processes = [item for item in self.elements if item[1] not in external | store_kinds | {"api-gateway"}]
        stores = [item for item in self.elements if item[1] in store_kinds]
        by_product = {}
        for item in self.elements:
            by_product.setdefault(item[2].rsplit("-", 1)[0], []).append(item)
        seen, lines = set(), ["flows:"]

        def connect(source, target):
            pair = (source[0], target[0])
            if source is not target and pair not in seen:
                seen.add(pair)
                lines.append(self.flow_line(source, target))

        for client in clients:
            connect(client, self.random.choice(gateways))
        for target in processes + stores:
            peers = by_product[target[2].rsplit("-", 1)[0]]
            sources = [item for item in peers if item[1] not in store_kinds] or processes
            connect(self.random.choice(sources), target)
        while len(lines) <= self.flow_count:
            source = self.random.choice(processes)
            draw = self.random.random()
            peers = by_product[source[2].rsplit("-", 1)[0]]
            if draw < 0.75:
                target = self.random.choice([item for item in peers if item is not source] or processes)
            elif draw < 0.95:
                target = self.random.choice(gateways)
            else:
                # The shortcuts that people forget: straight from outside to a service.
                source, target = self.random.choice(clients), self.random.choice(processes)
            connect(source, target)
        return lines[:self.flow_count + 1]

    def decisions(self):
        lines = ["decisions:"]
        for name, _, _ in self.random.sample(self.elements, max(1, self.element_count // 100)):
            lines.append(f'  - {{ threat: "*@{name}", status: accepted, by: {self.random.choice(TEAMS)}, '
                         "until: 2099-12-31, because: The rest of the risk is small. }")
        return lines

    def text(self):
        head = ["bartizan: 1", f"name: Landscape of {self.element_count} elements", "owners: [architecture]"]
        parts = [head, self.data(), self.boundaries()]
        self.make_elements()
        parts += [["elements:", *self.element_lines], self.flows(), self.decisions()]
        return "\n\n".join("\n".join(part) for part in parts) + "\n"


def main():
    parser = argparse.ArgumentParser(description="Writes a random but plausible threat model.")
    parser.add_argument("elements", type=int)
    parser.add_argument("flows", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", help="file to write; without, the model is printed")
    options = parser.parse_args()
    text = Generator(options.elements, options.flows, options.seed).text()
    if options.output:
        with open(options.output, "w", encoding="utf-8") as file:
            file.write(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
