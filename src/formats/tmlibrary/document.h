// A threat model of the OWASP Threat Model Library as it stands in its file (schema 1.0.2). Texts are views
// into the tree.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "text/diagnostic.h"
#include "text/yaml_tree.h"

namespace bartizan::tmlibrary {

inline constexpr std::array<std::string_view, 8> control_statuses{
    "assumed", "active", "suggested", "under_review", "approved", "scheduled", "retired", "wont_do"};
inline constexpr std::array<std::string_view, 9> sensitivities{"pii", "phi", "fin", "ip", "cred",
                                                               "biz", "gov", "pci", "op"};
inline constexpr std::array<std::string_view, 6> actor_types{"system",        "user",     "power_user",
                                                             "administrator", "engineer", "third_party"};
inline constexpr std::array<std::string_view, 6> store_types{"sql",    "key_value", "document",
                                                             "object", "graph",     "time_series"};
inline constexpr std::array<std::string_view, 5> likelihoods{"rare", "unlikely", "possible", "likely",
                                                             "certain"};
inline constexpr std::array<std::string_view, 5> impacts{"negligible", "minor", "moderate", "major",
                                                         "severe"};
inline constexpr std::array<std::string_view, 6> risk_levels{"very_low", "low",       "medium",
                                                             "high",     "very_high", "critical"};
inline constexpr std::array<std::string_view, 5> priorities{"none", "low", "medium", "high", "critical"};
inline constexpr std::array<std::string_view, 3> validities{"unconfirmed", "confirmed", "rejected"};

struct Entry {
    std::string_view name;  // symbolic_name
    std::string_view title;
    std::string_view description;
    YamlRef node;
    std::size_t item = 0;  // position in its list
    Location where() const {
        const YamlRef symbolic = node.find("symbolic_name");
        return symbolic.valid() ? symbolic.location() : node.location();
    }
};

struct Zone : Entry {};
/// Actors, components and stores.
struct Part : Entry {
    std::string_view zone;
    Location zone_at;
    std::string_view type;  // of actors and stores
    std::string_view product;
};
struct Placement {
    std::string_view store;
    std::optional<bool> encrypted;
    Location where;
};
struct DataSet : Entry {
    std::vector<Placement> placements;
    std::vector<std::string_view> sensitivity;
    std::optional<double> record_count;
};
struct FlowEnd {
    std::string_view type;
    std::string_view object;
    Location where;
};
struct Flow : Entry {
    FlowEnd source, destination;
    std::optional<bool> encrypted;
};
struct Assumption {
    std::string_view description;
    std::string_view validity;
};
struct Threat : Entry {
    std::vector<std::string_view> components;
    Location components_at;
    std::string_view persona, event;
    std::vector<int> cwe, capec;
};
struct Control : Entry {
    std::vector<std::string_view> threats;
    Location threats_at;
    std::string_view status, priority;
};
struct Risk : Entry {
    std::vector<std::string_view> threats;
    Location threats_at;
    std::optional<std::size_t> likelihood, impact, level;  // positions in the lists above
};

struct Document {
    YamlTree tree;
    std::string_view version, title, description;
    std::vector<Zone> zones;
    std::vector<Part> actors, components, stores;
    std::vector<DataSet> data_sets;
    std::vector<Flow> flows;
    std::vector<Assumption> assumptions;
    std::vector<Entry> personas;
    std::vector<Threat> threats;
    std::vector<Control> controls;
    std::vector<Risk> risks;
};

/// Null if the text is no document at all, which is reported.
std::unique_ptr<Document> read_document(const Sources& sources, SourceId source, Diagnostics& diagnostics);

}  // namespace bartizan::tmlibrary
