// pytm as a format among others.
#pragma once

#include <optional>
#include <string_view>

#include "formats/frontend.h"

namespace bartizan::pytm {

bool recognises_json(std::string_view text);
bool recognises_python(std::string_view text);
std::optional<FrontendResult> read(const FrontendInput& input, Diagnostics& diagnostics);
Written write(const WriterInput& input);

}  // namespace bartizan::pytm
