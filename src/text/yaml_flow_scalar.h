// The text of plain and quoted scalars: unescaped, and folded where they go over several lines. Our own,
// because libfyaml 0.7.12 miscounts the length of some and then returns nothing, and takes 30 times their
// size in memory.
#pragma once

#include <string>
#include <string_view>

#include "text/yaml_tree.h"

namespace bartizan {

/// Appends the text of the bytes between the quotes (YAML 1.2.2, sections 7.3.1 to 7.3.3), whose escapes the
/// parser has checked.
void append_flow_scalar(std::string& out, ScalarStyle style, std::string_view bytes);

}  // namespace bartizan
