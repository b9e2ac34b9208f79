// Parses the tokens of a condition into a syntax tree by the grammar of CEL.
#pragma once

#include <span>

#include "rules/cel_lexer.h"
#include "rules/syntax.h"

namespace bartizan {

/// The root, or an invalid id after a problem.
NodeId parse_cel(std::span<const CelTokenText> tokens, SyntaxTree& tree, Problems& problems);

}  // namespace bartizan
