// A CycloneDX 2.0 document as it stands in its file: blueprints, threats and risks. Texts are views into the
// tree.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "text/diagnostic.h"
#include "text/yaml_tree.h"

namespace bartizan::cyclonedx {

inline constexpr std::array<std::string_view, 26> asset_types{
    "actor",     "agent",      "api",       "broker",   "cache",    "component", "container",
    "data",      "data-store", "device",    "endpoint", "function", "gateway",   "infrastructure",
    "interface", "model",      "module",    "network",  "process",  "queue",     "resource",
    "service",   "stream",     "subsystem", "system",   "tool"};
inline constexpr std::array<std::string_view, 23> store_types{
    "block",      "blockchain", "cache",         "column-family", "data-lake",    "data-warehouse",
    "document",   "event-log",  "file",          "graph",         "hierarchical", "in-memory",
    "key-value",  "ledger",     "message-queue", "multi-model",   "object",       "registry",
    "relational", "search",     "spatial",       "time-series",   "vector"};
inline constexpr std::array<std::string_view, 29> authentication_types{
    "api-key", "basic", "bearer",   "biometric", "certificate", "digest", "eap",  "fido2", "form",
    "hmac",    "jwt",   "kerberos", "ldap",      "magic-link",  "mtls",   "none", "ntlm",  "oauth1",
    "oauth2",  "oidc",  "pin",      "psk",       "push",        "radius", "saml", "scram", "session-cookie",
    "ssh",     "totp"};
inline constexpr std::array<std::string_view, 4> validities{"invalid", "unknown", "unverified", "verified"};

struct Entry {
    std::string_view ref;  // bom-ref
    std::string_view name;
    std::string_view description;
    YamlRef node;
    std::size_t blueprint = 0;
    std::size_t item = 0;  // position in its list
    Location where() const {
        const YamlRef at = node.find("bom-ref");
        return at.valid() ? at.location() : node.location();
    }
};

struct Zone : Entry {
    std::string_view type, parent;
    Location parent_at;
};
/// Assets, data stores and actors.
struct Part : Entry {
    std::string_view type;
    std::string_view zone;
    Location zone_at;
    std::string_view product;
    std::vector<std::string_view> data_sets, tags;
};
struct Placement {
    std::string_view store;
    std::optional<bool> encrypted;
    Location where;
};
struct DataSet : Entry {
    std::vector<Placement> placements;
    std::vector<std::string_view> classifications;
    std::optional<double> record_count;
};
struct Flow : Entry {
    std::string_view source, destination;
    Location source_at, destination_at;
    bool bidirectional = false;
    std::optional<bool> encrypted, synchronous;
    std::vector<std::string_view> protocols, authentication;
};
struct Threat : Entry {
    std::vector<std::string_view> categories, affected, patterns, mitigations;
    Location affected_at;
    std::vector<int> cwe;
};
struct Response {
    std::string_view strategy, status;
};
struct Risk : Entry {
    std::vector<std::string_view> affects, threats;
    std::string_view inherent_level, residual_level;
    std::vector<Response> responses;
};
struct Pattern : Entry {
    std::optional<double> capec;
};

struct Document {
    YamlTree tree;
    std::string_view name, description;
    std::size_t blueprint_count = 0;
    std::vector<Zone> zones;
    std::vector<Part> assets, stores, actors;
    std::vector<DataSet> data_sets;
    std::vector<Flow> flows;
    std::vector<Entry> assumptions;
    std::vector<Threat> threats;
    std::vector<Risk> risks;
    std::vector<Pattern> patterns;
    std::vector<Entry> requirements;
};

/// Null if the text is no document at all, which is reported.
std::unique_ptr<Document> read_document(const Sources& sources, SourceId source, Diagnostics& diagnostics);

}  // namespace bartizan::cyclonedx
