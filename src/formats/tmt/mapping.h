// From the tool's model to ours.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "formats/draft.h"
#include "formats/tmt/rules.h"

namespace bartizan::tmt {

/// A model in our terms, and what became of each drawn thing. Refers to the document.
struct Mapped {
    DraftModel draft;
    /// By diagram and shape, and by diagram and line: the place, as Model::place_id writes it, or empty.
    std::vector<std::vector<std::string>> shapes;
    std::vector<std::vector<std::string>> lines;
};

Mapped map_document(const Document& document, const RuleBook& book, Diagnostics& diagnostics);

}  // namespace bartizan::tmt
