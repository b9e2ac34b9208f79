// The type checker: turns a syntax tree into an Expression, or says all that is wrong with it. Every frontend
// of conditions ends here.
#pragma once

#include <optional>

#include "model/schema.h"
#include "rules/expression.h"
#include "rules/syntax.h"

namespace bartizan {

struct ConditionOptions {
    /// False for conditions that recognise controls: they can't ask which controls there are.
    bool allow_controls = true;
};

enum class ExpressionUse : std::uint8_t {
    condition,    // must be a truth value
    placeholder,  // anything that can be written out
};

/// The variables of a scope, such as flow, source, target, model.
struct ScopeVariable {
    std::string_view name;
    VariableSlot slot;
    BaseType type;
};
std::span<const ScopeVariable> scope_variables(Subject scope);

/// `text`, `where` and `positions` of the result are left for the caller to fill.
std::optional<Expression> check_expression(const SyntaxTree& tree, NodeId root, Subject scope,
                                           const Schema& schema, ExpressionUse use, ConditionOptions options,
                                           Problems& problems);

}  // namespace bartizan
