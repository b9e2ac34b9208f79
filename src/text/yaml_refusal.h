// Texts that the YAML parser must not get: what is no text at all, and what would crash or stall it.
#pragma once

#include <optional>
#include <string_view>

#include "text/diagnostic.h"

namespace bartizan {

/// Why a text is not read, or nothing.
std::optional<Diagnostic> refuse_text(SourceId source, std::string_view text);

}  // namespace bartizan
