// Models in the formats of other tools, on their way into a session.
#pragma once

#include "cli/session.h"
#include "formats/frontend.h"

namespace bartizan {

/// Reads the model and the findings of its own tool, and analyses them together with ours.
void analyse_foreign(Session& session, SourceId source, const Frontend& frontend, const ModelOptions& options,
                     const Baseline& baseline);

}  // namespace bartizan
