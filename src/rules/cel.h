// Conditions and templates in the syntax of CEL (docs/expressions.md), from text to checked expression.
#pragma once

#include <optional>
#include <string_view>

#include "model/schema.h"
#include "rules/check.h"
#include "rules/expression.h"
#include "rules/rule.h"
#include "text/diagnostic.h"
#include "text/yaml_tree.h"

namespace bartizan {

/// Reads and checks a condition about the things of `scope`. Reports every mistake at its own column.
std::optional<Expression> parse_condition(YamlRef text_node, Subject scope, const Schema& schema,
                                          Diagnostics& diagnostics, ConditionOptions options = {});

/// The same for a text that stands at `where`, byte by byte if it has that length.
std::optional<Expression> parse_condition(std::string_view text, Location where, Subject scope,
                                          const Schema& schema, Diagnostics& diagnostics,
                                          ConditionOptions options = {});

/// Reads a text with placeholders in braces; `{{` and `}}` stand for braces themselves.
std::optional<Template> parse_template(YamlRef text_node, Subject scope, const Schema& schema,
                                       Diagnostics& diagnostics);
std::optional<Template> parse_template(std::string_view text, Location where, Subject scope,
                                       const Schema& schema, Diagnostics& diagnostics);

}  // namespace bartizan
