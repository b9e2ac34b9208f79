// Keys that occur twice in one mapping.
#pragma once

#include <cstdint>

#include "text/yaml_tree.h"

namespace bartizan {

/// Reports every key of the mapping that stands there already, with a note at the first.
void report_duplicate_keys(const YamlTree& tree, std::uint32_t mapping, Diagnostics& diagnostics);

}  // namespace bartizan
