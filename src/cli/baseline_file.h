// Reads the threats that are known already from a JSON report of an earlier run.
#pragma once

#include <string>

#include "analysis/baseline.h"
#include "text/diagnostic.h"

namespace bartizan {

/// Ids of all threats in the report, whatever their status. Reports a file that can't be read or is no such
/// report.
Baseline read_baseline(Sources& sources, const std::string& path, Diagnostics& diagnostics);

}  // namespace bartizan
