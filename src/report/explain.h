// Why a threat is there and what would close it, for a person at a terminal.
#pragma once

#include "report/report.h"

namespace bartizan {

/// Writes the rule, each part of its condition with the values that made it true and where they stand, the
/// controls that cover the threat or the way around them, what people decided, and each way to close it with
/// the edits it takes.
void explain_threat(const ReportInput& input, const Threat& threat, const ReportOptions& options,
                    const TextSink& sink);

}  // namespace bartizan
