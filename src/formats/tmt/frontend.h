// The Microsoft Threat Modeling Tool as a format among others.
#pragma once

#include "formats/frontend.h"

namespace bartizan::tmt {

bool recognises(std::string_view text);
std::optional<FrontendResult> read_model(const FrontendInput& input, Diagnostics& diagnostics);
Written write_model(const WriterInput& input);

}  // namespace bartizan::tmt
