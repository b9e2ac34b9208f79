// Reads packs into Knowledge: vocabulary first, then controls, then rules whose conditions are checked
// against both.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"
#include "text/diagnostic.h"
#include "text/yaml_tree.h"

namespace bartizan {

/// Trees of all files of the built-in packs, read at build time and laid into the program. Adds their
/// sources.
std::vector<YamlTree> builtin_pack_trees(Sources& sources);

/// Reads the files of a pack at a path: a folder (all `*.yaml` in it, in the order of their names) or one
/// file. What cannot be read is reported at `named_at`, where the path is written.
std::vector<YamlTree> read_pack_trees(Sources& sources, const std::string& path, Diagnostics& diagnostics,
                                      Location named_at = {});

struct PackOptions {
    /// Examples are needed by `rules test`, `explain` and the rule reference only.
    bool with_examples = false;
    /// How many of the trees, from the first, come with the program.
    std::size_t builtin_trees = 0;
};

/// Builds the knowledge of all trees together. Reports every error; what is wrong is left out.
Knowledge load_packs(std::span<const YamlTree> trees, const Sources& sources, Diagnostics& diagnostics,
                     PackOptions options = {});

}  // namespace bartizan
