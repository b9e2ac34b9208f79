// The tool's threats as findings in our terms.
#pragma once

#include "analysis/tool_findings.h"
#include "formats/tmt/mapping.h"

namespace bartizan::tmt {

/// `threats` are those the tool would store; those of interactions that are no more are left out. What people
/// decided of them joins the draft's decisions.
ToolFindings make_findings(const Document& document, const KnowledgeBase& knowledge,
                           const std::vector<ThreatInstance>& threats, Mapped& mapped,
                           Diagnostics& diagnostics);

}  // namespace bartizan::tmt
