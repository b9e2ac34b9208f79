// What the stencils of the public templates are in our language, and what their properties say.
#pragma once

#include <string_view>
#include <vector>

#include "formats/draft.h"
#include "formats/tmt/rules.h"

namespace bartizan::tmt {

/// The type of an element: by its stencil or one it descends from, else by the kind it is drawn as.
std::string_view element_type(const RuleBook& book, const Shape& shape);

/// Attributes that the stencil of a flow, and properties, state.
std::vector<DraftAttribute> flow_attributes(const RuleBook& book, const Line& flow);
std::vector<DraftAttribute> element_attributes(const Shape& shape);
std::vector<DraftAttribute> boundary_attributes(const RuleBook& book, const Drawn& boundary);

}  // namespace bartizan::tmt
