// What the pages of a draw.io file say, as a draft of a model.
#pragma once

#include "formats/drawio/document.h"
#include "formats/frontend.h"

namespace bartizan::drawio {

inline constexpr std::string_view format = "drawio";

DraftModel map_document(const Document& document, Diagnostics& diagnostics);

bool recognises(std::string_view text);
std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics);

}  // namespace bartizan::drawio
