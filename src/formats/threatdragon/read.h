// Reads files of Threat Dragon, more tolerantly than the tool does: whatever is of another form than expected
// is reported and left out, and the rest is read.
#pragma once

#include <optional>

#include "formats/threatdragon/document.h"
#include "text/diagnostic.h"
#include "text/source.h"

namespace bartizan::threatdragon {

/// Nothing if the text is no JSON object.
std::optional<Document> read_document(const Sources& sources, SourceId source, Diagnostics& diagnostics);

/// An object that has `summary` and `detail`. Stops as soon as both were seen.
bool recognises(std::string_view text);

}  // namespace bartizan::threatdragon
