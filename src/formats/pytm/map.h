// A document of pytm as a draft of a model, and what pytm finds in it as findings of a tool.
#pragma once

#include <string>
#include <vector>

#include "analysis/tool_findings.h"
#include "formats/draft.h"
#include "formats/pytm/document.h"
#include "formats/pytm/resolve.h"

namespace bartizan::pytm {

struct Mapped {
    DraftModel draft;
    /// By object: as Model::place_id writes it; empty for what has no place in the draft.
    std::vector<std::string> places;
};

/// To be called before the document is completed: a draft says only what the file says.
Mapped map_document(const Document& document);

ToolFindings map_findings(const Document& document, const Library& library, const Findings& findings,
                          const std::vector<std::string>& places);

}  // namespace bartizan::pytm
