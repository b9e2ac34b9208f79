// Scalars and trees as YAML text of one line.
#pragma once

#include <string>
#include <string_view>

#include "text/yaml_tree.h"

namespace bartizan {

/// How a text is written inside a document: JSON wants every string in quotes.
enum class YamlDialect : std::uint8_t { yaml, json };

/// In double quotes, with escapes that YAML and JSON share.
std::string double_quoted(std::string_view text);

/// A string as a key or value of a document in that dialect.
std::string string_text(std::string_view text, YamlDialect dialect);

/// A node in flow style on one line, valid in block and in flow context. Comments are lost; tags are kept in
/// YAML.
std::string flow_text(YamlRef node, YamlDialect dialect);

}  // namespace bartizan
