// The part of YAML that people write: block mappings and lists, flow ones, scalars on one line and block
// scalars, comments. Ten times as fast as the whole language. Whatever else a text has (anchors, tags,
// directives, tabs, scalars over several lines, mistakes) makes it one for the parser of the whole language.
#pragma once

#include "text/yaml_tree.h"

namespace bartizan {

/// Fills the nodes of a tree from its source text, which is valid UTF-8, as reading it with the parser would.
/// False if the text has anything beyond that part or a limit; the tree's contents are then meaningless.
/// Duplicate keys are left to the caller.
bool read_everyday_yaml(YamlTree& tree, const YamlLimits& limits);

}  // namespace bartizan
