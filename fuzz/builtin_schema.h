// The schema of the built-in packs, loaded once for all inputs of a fuzz target.
#pragma once

#include <vector>

#include "packs/builtin_packs.h"
#include "rules/pack.h"

namespace bartizan {

inline const Schema& builtin_schema() {
    static const Schema schema = [] {
        Sources sources;
        Diagnostics diagnostics;
        const std::vector<YamlTree> trees = builtin_pack_trees(sources);
        PackOptions options;
        options.builtin_trees = trees.size();
        return load_packs(trees, sources, diagnostics, options).schema;
    }();
    return schema;
}

}  // namespace bartizan
