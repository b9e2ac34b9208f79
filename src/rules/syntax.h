// An expression before it is checked: what was written, in no particular syntax. Frontends build it bottom-up
// with `add`; check.h turns it into an Expression.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/expression.h"
#include "text/diagnostic.h"

namespace bartizan {

enum class SyntaxKind : std::uint8_t {
    literal,     // constants[value]
    identifier,  // `name`
    select,      // operand 0 . `name`
    call,        // `name`(operands); also has(x.y)
    method,      // operand 0 . `name`(further operands); also macros
    operation,   // `operation` of the operands: logical_not to make_map
};

struct SyntaxNode {
    SyntaxKind kind = SyntaxKind::literal;
    Operation operation = Operation::constant;
    std::uint16_t depth = 1;  // of the tree below; filled by `add`
    std::uint32_t value = 0;  // of SyntaxTree::constants
    std::string name;
    Range operands;           // of SyntaxTree::operands
    std::uint32_t begin = 0;  // bytes of the text
    std::uint32_t end = 0;
    /// Bytes of `name`, or of the operator.
    std::uint32_t name_begin = 0;
    std::uint32_t name_end = 0;
};

/// Deepest nesting of an expression. A chain of && or || is one level, however long.
inline constexpr std::uint16_t max_expression_depth = 100;
/// Longest text of a condition or template, in bytes.
inline constexpr std::size_t max_expression_bytes = 16'384;

struct SyntaxTree {
    std::string_view text;
    std::vector<SyntaxNode> nodes;
    std::vector<NodeId> operands;
    std::vector<Constant> constants;

    NodeId add(SyntaxNode node, std::span<const NodeId> operands_of_node = {});
    NodeId add_literal(Constant value, std::uint32_t begin, std::uint32_t end);

    const SyntaxNode& operator[](NodeId id) const { return nodes[id.index]; }
    std::span<const NodeId> operands_of(const SyntaxNode& node) const {
        return std::span(operands).subspan(node.operands.first, node.operands.count);
    }
};

/// A mistake in a text, by bytes of that text.
struct Problem {
    DiagnosticKind kind = DiagnosticKind::invalid_expression;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string message;
    std::string help;
};
using Problems = std::vector<Problem>;

}  // namespace bartizan
