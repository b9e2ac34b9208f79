// The threats that a file of Threat Dragon holds and, if wanted, those that the tool would suggest.
#pragma once

#include "analysis/tool_findings.h"
#include "formats/threatdragon/document.h"
#include "formats/threatdragon/mapping.h"
#include "text/diagnostic.h"

namespace bartizan::threatdragon {

enum class Suggestions : bool { none, as_the_tool };

/// Threats that were decided on by us and written into the file go back into the draft, as decisions.
ToolFindings find_threats(const Document& document, Mapped& mapped, Suggestions suggestions,
                          Diagnostics& diagnostics);

}  // namespace bartizan::threatdragon
