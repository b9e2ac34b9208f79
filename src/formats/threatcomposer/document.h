// A workspace of Threat Composer as it stands in its file (schema 1). Texts are views into the tree.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "text/diagnostic.h"
#include "text/yaml_tree.h"

namespace bartizan::threatcomposer {

inline constexpr std::array<std::string_view, 3> threat_statuses{"threatIdentified", "threatResolved",
                                                                 "threatResolvedNotUseful"};
inline constexpr std::array<std::string_view, 4> mitigation_statuses{
    "mitigationIdentified", "mitigationInProgress", "mitigationResolved", "mitigationResolvedWillNotAction"};
inline constexpr std::array<std::string_view, 6> stride_letters{"S", "T", "R", "I", "D", "E"};

struct Entry {
    std::string_view id;
    std::optional<double> number;  // numericId, by which people call it
    YamlRef node;
    std::vector<std::string_view> tags;
    std::string_view comments;
    Location where() const {
        const YamlRef at = node.find("id");
        return at.valid() ? at.location() : node.location();
    }
};
struct Assumption : Entry {
    std::string_view content;
};
struct Mitigation : Entry {
    std::string_view content;
    std::optional<std::size_t> status;  // of mitigation_statuses
};
struct Threat : Entry {
    std::string_view source, prerequisites, action, impact, statement;
    std::vector<std::string_view> goals, assets;
    std::optional<std::size_t> status;  // of threat_statuses
    std::vector<std::size_t> stride;    // of stride_letters
    std::string_view priority;
    Location priority_at;
};
/// From a mitigation or assumption to what it is about.
struct Link {
    std::string_view from, to;
    Location where;
};

struct Document {
    YamlTree tree;
    std::string_view name, description, architecture, dataflow;
    std::vector<Assumption> assumptions;
    std::vector<Mitigation> mitigations;
    std::vector<Threat> threats;
    std::vector<Link> mitigation_links, assumption_links;
};

/// Null if the text is no document at all, which is reported.
std::unique_ptr<Document> read_document(const Sources& sources, SourceId source, Diagnostics& diagnostics);

}  // namespace bartizan::threatcomposer
