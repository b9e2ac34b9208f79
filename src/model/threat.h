// What the analyses find in a model.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/model.h"

namespace bartizan {

struct RuleTag;
using RuleId = Id<RuleTag>;

/// A control of the model that mitigates (or was meant to mitigate) a threat, and how it gets there.
struct Coverage {
    /// Where the covering control stands relative to the threat's place.
    enum class How : std::uint8_t { at_place, at_end, in_boundary, upstream } how = How::at_place;
    std::uint32_t placement = 0;  // of Findings::placements
};

/// A control is there but can be got around: the flows of a path from an attacker's start that avoids it.
struct Bypass {
    ControlId control;
    Range path;  // of Findings::path_flows
};

/// What a tool calls a threat: names, which are literals, and values, in the order of the report.
using Origin = std::vector<std::pair<std::string_view, std::string>>;

/// A threat that another tool found, in its own words.
struct ToolThreat {
    std::size_t rule = 0;  // of the tool's rules; a rule finds a place at most once
    std::string place;     // as Model::place_id writes it
    std::string title;     // as the tool words it at this place; empty: as its rule does
    std::string text;      // the same
    Severity severity = Severity::medium;
    ThreatStatus status = ThreatStatus::open;
    std::string because;  // the tool's justification
    Location where;       // in the file; invalid: that of the place
    Origin origin;
};

/// Likelihood and impact after the adjustments of the rule that hold at the place.
struct Rating {
    Level likelihood = Level::medium;
    Level impact = Level::medium;
};

struct Threat {
    static constexpr std::uint32_t not_of_a_tool = 0xffffffffu;

    RuleId rule;
    Place place;
    Rating rating;
    Severity severity = Severity::medium;
    ThreatStatus status = ThreatStatus::open;
    /// The weakest assurance of the controls that mitigate it (meaningful where there are any).
    Assurance assurance = Assurance::claimed;
    /// Controls cover it, but with less assurance than the policy wants for its severity: it stays open.
    bool needs_evidence = false;
    /// The decision's date has passed, so the threat is open again.
    bool decision_expired = false;
    bool in_baseline = false;
    std::uint32_t decision = Id<RuleTag>::none_value;  // of Model::decisions
    Range coverage;                                    // of Findings::coverage
    Range bypasses;                                    // of Findings::bypasses
    std::uint32_t of_tool = not_of_a_tool;             // of Findings::tool_threats
};

/// Threats are sorted by severity (worst first), then by place in the order of the model, then by rule.
struct Findings {
    std::vector<Threat> threats;
    /// Model::placements, and after them the controls recognised from attributes.
    std::vector<ControlPlacement> placements;
    /// Per placement: the assurance its evidence gives on the day of the analysis.
    std::vector<Assurance> assurance;
    std::vector<Coverage> coverage;
    std::vector<Bypass> bypasses;
    std::vector<FlowId> path_flows;
    std::string tool;  // that found these
    std::vector<ToolThreat> tool_threats;

    std::size_t memory_bytes() const;
};

}  // namespace bartizan
