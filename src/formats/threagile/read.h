// Reads Threagile's YAML, with the files it includes, into a Document.
#pragma once

#include <optional>
#include <string_view>

#include "formats/threagile/document.h"
#include "text/diagnostic.h"

namespace bartizan::threagile {

/// A mapping with `threagile_version` at the beginning of a line.
bool recognises(std::string_view text);

/// Nothing if the text is no YAML mapping, which is reported.
std::optional<Document> read(Sources& sources, SourceId source, bool development_version,
                             Diagnostics& diagnostics);

}  // namespace bartizan::threagile
