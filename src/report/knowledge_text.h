// Phrases about rules and controls that their descriptions share, in Markdown and at a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace bartizan {

/// "`a`, `b` and `c`", with `quote` around each.
std::string joined(const std::vector<std::string>& parts, std::string_view last_joint,
                   std::string_view quote = "");

/// "every flow, about its target", "every element", "the model".
std::string scope_text(const Rule& rule);
/// "high likelihood, medium impact".
std::string rating_text(Level likelihood, Level impact);
/// "high impact if `target.multi_tenant`".
std::string adjustment_text(const Adjustment& adjustment, std::string_view quote);

std::string placed_on_text(const Schema& schema, const Control& control);
/// What a control covers besides its place; empty if nothing.
std::string protects_text(const Control& control);
std::vector<std::string> mitigated_categories(const Control& control);
/// "denial of service".
std::string category_text(Stride category);

/// Rules that name the control, in order.
std::vector<RuleId> rules_closed_by(const Knowledge& knowledge, ControlId control);

/// Without white space at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace bartizan
