// Threats that another tool finds in its own model by its own rules, as a frontend re-states them, and those
// that its file holds. They join our own findings: same places, same reports, same decisions.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"
#include "model/threat.h"
#include "rules/rule.h"

namespace bartizan {

struct ToolRule {
    /// "tmt.TH115", "threagile.missing-vault": the tool, a dot, its own id. Unique.
    std::string name;
    std::string title;
    std::string text;
    Stride stride = Stride::tampering;
    Level likelihood = Level::medium;
    Level impact = Level::medium;
    References references;
    Location where;  // where the rule is written, if it is in a file of the user
};

struct ToolFindings {
    std::string tool;  // "tmt"
    std::vector<ToolRule> rules;
    std::vector<ToolThreat> threats;
};

/// A name with `-` for everything that can't stand in the name of a tool's rule: not a letter, a digit, `.`,
/// `_` or `-`.
std::string plain_rule_name(std::string_view name);

/// Adds the tool's rules to the knowledge, in a pack of their own, and returns the first one's id. To be
/// called before anything refers to the rules.
RuleId add_tool_rules(Knowledge& knowledge, const ToolFindings& findings, const Model& model);

/// Adds the threats, which move into the result. Those at places that the model has not are left out.
void add_tool_threats(ToolFindings& findings, RuleId first_rule, const Model& model, Findings& result);

}  // namespace bartizan
