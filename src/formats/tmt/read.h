// Reading the files of the Microsoft Threat Modeling Tool: models (.tm7) and templates (.tb7).
#pragma once

#include <optional>
#include <string_view>

#include "formats/tmt/document.h"
#include "text/diagnostic.h"

namespace bartizan::tmt {

/// Whether the text is a model, by its root element.
bool is_model(std::string_view text);

/// Nothing if the text is no XML or no model, which is reported.
std::optional<Document> read_document(const Sources& sources, SourceId source, Diagnostics& diagnostics);

/// A template, or the knowledge base inside a model.
std::optional<KnowledgeBase> read_template(const Sources& sources, SourceId source, Diagnostics& diagnostics);

}  // namespace bartizan::tmt
