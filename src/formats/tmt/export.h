// From our model to a file that the tool opens.
#pragma once

#include "formats/frontend.h"

namespace bartizan::tmt {

/// The original text if it holds the same model; else a new file in the tool's generic stencils.
Written export_draft(const WriterInput& input);

}  // namespace bartizan::tmt
