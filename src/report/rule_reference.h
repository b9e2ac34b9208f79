// What the packs know, for people: the reference of all rules and controls in Markdown (docs/rules.md and
// docs/controls.md are made from it), and one rule or control at a terminal.
#pragma once

#include <string>

#include "rules/rule.h"

namespace bartizan {

std::string rule_reference_markdown(const Knowledge& knowledge);
std::string control_reference_markdown(const Knowledge& knowledge);

/// At 80 columns: what the rule asks and when, how bad it is, what closes it, references, and the examples if
/// the knowledge was loaded with them.
std::string explain_rule(const Knowledge& knowledge, RuleId rule, bool colour);
std::string explain_control(const Knowledge& knowledge, ControlId control, bool colour);

}  // namespace bartizan
