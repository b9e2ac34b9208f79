// What a workspace of Threat Composer says, as a draft of a model and as findings.
#pragma once

#include "formats/frontend.h"
#include "formats/threatcomposer/document.h"

namespace bartizan::threatcomposer {

inline constexpr std::string_view format = "threat-composer";

FrontendResult map_document(const Document& document, Diagnostics& diagnostics);

bool recognises(std::string_view text);
std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics);

}  // namespace bartizan::threatcomposer
