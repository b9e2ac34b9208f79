// The threats that a file of Threat Dragon holds and, if wanted, those that the tool would suggest.
#pragma once

#include "analysis/tool_findings.h"
#include "formats/threatdragon/document.h"
#include "formats/threatdragon/mapping.h"
#include "text/diagnostic.h"

namespace bartizan::threatdragon {

enum class Suggestions : bool { none, as_the_tool };

/// Whether it was made by us of a decision about a threat of one of our rules.
bool is_ours(const Threat& threat);

/// What is no longer open is decided in the draft. Threats that were made of decisions about our own rules
/// are only that: the rules find them anew.
ToolFindings find_threats(const Document& document, Mapped& mapped, Suggestions suggestions,
                          Diagnostics& diagnostics);

}  // namespace bartizan::threatdragon
