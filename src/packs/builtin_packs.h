// The packs that come with the program: read and checked at build time, and laid into it.
#pragma once

#include <span>
#include <vector>

#include "rules/checked_conditions.h"
#include "text/source.h"
#include "text/yaml_tree.h"

namespace bartizan {

/// Trees of all files of the packs. Adds their sources, one after another.
std::vector<YamlTree> builtin_pack_trees(Sources& sources);

/// The conditions of these trees, to be given to the PackLoader that reads them (first, before other packs).
CheckedConditions builtin_conditions(std::span<const YamlTree> trees);

}  // namespace bartizan
