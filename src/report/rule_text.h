// A rule in words, without a place: for catalogues of rules in reports.
#pragma once

#include <string>

#include "rules/rule.h"

namespace bartizan {

/// The text with its placeholders in words: "{target} can be flooded over {flow.protocol}" becomes "The
/// target can be flooded over the flow's protocol".
std::string general_text(const Template& text);

/// "rate-limiting, or quota and alerting".
std::string controls_text(const Schema& schema, const std::vector<ControlGroup>& groups);

}  // namespace bartizan
