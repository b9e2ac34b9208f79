// The threats that an OTM document names at its components and dataflows.
#pragma once

#include <string>
#include <vector>

#include "analysis/tool_findings.h"
#include "formats/otm/document.h"

namespace bartizan::otm {

/// `elements` and `flows`: ids in the draft of the document's components and dataflows; empty where there is
/// none.
ToolFindings find_threats(const Document& document, const std::vector<std::string>& elements,
                          const std::vector<std::string>& flows, Diagnostics& diagnostics);

}  // namespace bartizan::otm
