// An Open Threat Model document as it stands in its file (OTM 0.2.0). Texts are views into the tree.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/diagnostic.h"
#include "text/yaml_tree.h"

namespace bartizan::otm {

struct Entry {
    std::string_view id;
    std::string_view name;
    std::string_view description;
    YamlRef node;
    std::size_t item = 0;  // position in its list
    Location where() const { return node.find("id").valid() ? node.find("id").location() : node.location(); }
};

/// Where something is drawn or written; only drawings have a position.
struct Shown {
    std::string_view representation;
    std::optional<double> x, y, width, height;
};

struct Parent {
    std::string_view trust_zone;
    std::string_view component;
    Location where;
};

struct MitigationUse {
    std::string_view mitigation;
    std::string_view state;
};
struct ThreatUse {
    std::string_view threat;
    std::string_view state;
    std::vector<MitigationUse> mitigations;
    Location where;
    Location state_at;
};

struct Representation : Entry {
    std::string_view type;
};
struct Asset : Entry {
    std::optional<double> confidentiality, integrity, availability;
};
struct TrustZone : Entry {
    std::string_view type;
    std::optional<double> trust_rating;
    Location rating_at;
    Parent parent;
    std::vector<Shown> shown;
};
struct Component : Entry {
    std::string_view type;
    Parent parent;
    std::vector<Shown> shown;
    std::vector<std::string_view> processed, stored;
    std::vector<ThreatUse> threats;
    std::vector<std::string_view> tags;
};
struct DataFlow : Entry {
    std::string_view source, destination;
    Location source_at, destination_at;
    bool bidirectional = false;
    std::vector<std::string_view> assets;
    std::vector<ThreatUse> threats;
    std::vector<std::string_view> tags;
};
struct Threat : Entry {
    std::vector<std::string_view> categories, cwes, tags;
    std::optional<double> likelihood, impact;
};
struct Mitigation : Entry {
    std::optional<double> risk_reduction;
};

struct Project {
    std::string_view id, name, description, owner, owner_contact;
    std::vector<std::string_view> tags;
};

struct Document {
    YamlTree tree;
    std::string_view version;
    Project project;
    std::vector<Representation> representations;
    std::vector<Asset> assets;
    std::vector<TrustZone> zones;
    std::vector<Component> components;
    std::vector<DataFlow> flows;
    std::vector<Threat> threats;
    std::vector<Mitigation> mitigations;
};

/// Null if the text is no document at all, which is reported.
std::unique_ptr<Document> read_document(const Sources& sources, SourceId source, Diagnostics& diagnostics);

}  // namespace bartizan::otm
