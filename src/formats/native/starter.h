// The first model that `bartizan init` writes.
#pragma once

#include <string_view>

namespace bartizan {

/// A small native model with comments that teach. Reads without errors and warnings.
std::string_view starter_model();

}  // namespace bartizan
