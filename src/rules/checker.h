// The inside of the type checker, shared by check.cpp, check_calls.cpp and check_operators.cpp only.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/check.h"
#include "rules/members.h"

namespace bartizan {

/// Ids of checked nodes are invalid after a problem that has been reported; what is built on them stays
/// silent, so that one mistake is told once.
class Checker {
public:
    Checker(const SyntaxTree& tree, Subject scope, const Schema& schema, ConditionOptions options,
            Problems& problems);

    NodeId check(NodeId syntax);
    bool check_use(NodeId root, ExpressionUse use);

    Expression expression;

private:
    struct Variable {
        std::string_view name;
        std::uint32_t slot;
        ExpressionType type;
    };

    // check.cpp
    NodeId check_literal(const SyntaxNode& syntax);
    NodeId check_identifier(const SyntaxNode& syntax);
    NodeId check_select(const SyntaxNode& syntax);
    NodeId select_from_thing(const SyntaxNode& syntax, NodeId receiver, Subject subject);
    NodeId check_stated(const SyntaxNode& syntax);
    NodeId stated_of_thing(const SyntaxNode& syntax, const SyntaxNode& select, NodeId receiver,
                           Subject subject);
    void unknown_member(const SyntaxNode& syntax, Subject subject);
    bool controls_allowed(const SyntaxNode& syntax);

    // check_calls.cpp
    NodeId check_call(const SyntaxNode& syntax);
    NodeId check_method(const SyntaxNode& syntax);
    NodeId check_function(const SyntaxNode& syntax, bool as_method);
    const FunctionInfo* find_function(const SyntaxNode& syntax, bool as_method, std::span<NodeId> operands);
    void unknown_function(const SyntaxNode& syntax, bool as_method, std::span<const NodeId> operands);
    void unknown_method_of(const SyntaxNode& syntax, const ExpressionType& receiver);
    bool check_parameter(const FunctionInfo& function, const SyntaxNode& syntax, NodeId argument,
                         ExpressionNode& node);
    bool check_named_argument(Parameter parameter, const std::string& text, const ExpressionNode& at,
                              ExpressionNode& node);
    bool compile_pattern(const std::string& pattern, const ExpressionNode& at, ExpressionNode& node);
    NodeId fold_duration(const SyntaxNode& syntax, NodeId argument);
    std::optional<Macro> macro_of(const SyntaxNode& syntax) const;
    NodeId check_macro(const SyntaxNode& syntax, Macro macro);
    NodeId macro_node(const SyntaxNode& syntax, Macro macro, NodeId range, std::uint32_t slot,
                      std::span<const NodeId> bodies);

    // check_operators.cpp
    NodeId check_operation(const SyntaxNode& syntax);
    NodeId check_logical(const SyntaxNode& syntax, std::span<const NodeId> operands);
    NodeId check_conditional(const SyntaxNode& syntax, std::span<NodeId> operands);
    NodeId check_negate(const SyntaxNode& syntax, NodeId operand);
    NodeId check_arithmetic(const SyntaxNode& syntax, std::span<NodeId> operands);
    NodeId check_comparison(const SyntaxNode& syntax, std::span<NodeId> operands);
    bool check_order(const SyntaxNode& syntax, const ExpressionType& type);
    NodeId check_in(const SyntaxNode& syntax, std::span<NodeId> operands);
    bool unify_with_items(NodeId& item, NodeId list);
    NodeId check_index(const SyntaxNode& syntax, std::span<NodeId> operands);
    NodeId check_list(const SyntaxNode& syntax, std::span<NodeId> operands);
    NodeId check_map(const SyntaxNode& syntax, std::span<NodeId> operands);
    bool settle_items(const SyntaxNode& syntax, std::span<NodeId> items, ExpressionType& type);
    bool is_flat(const SyntaxNode& syntax, const ExpressionType& item);
    bool hyphenated_name(const SyntaxNode& subtraction);

    /// Brings two nodes to one type: texts become values of the other's enumeration, or that becomes a text.
    enum class Unified : std::uint8_t { yes, no, reported };
    Unified unify(NodeId& left, NodeId& right);
    bool to_enumeration(NodeId text_constant, EnumerationId enumeration);
    bool items_to_enumeration(NodeId list, EnumerationId enumeration);
    bool check_name(NodeId text_constant, Names names);
    bool check_names(NodeId left, NodeId right);
    NodeId to_text(NodeId enumeration);
    void report_mismatch(const SyntaxNode& syntax, NodeId left, NodeId right);

    ExpressionNode& at(NodeId id) { return expression.nodes[id.index]; }
    const ExpressionType& type(NodeId id) const { return expression.nodes[id.index].type; }
    const std::string* text_constant(NodeId id) const;
    bool is_list_of_text_constants(NodeId id) const;

    ExpressionNode node(Operation operation, const ExpressionType& type, const SyntaxNode& syntax) const;
    NodeId add(ExpressionNode node, std::span<const NodeId> operands = {});
    NodeId add(ExpressionNode node, std::initializer_list<NodeId> operands) {
        return add(node, std::span(operands.begin(), operands.size()));
    }
    void report(DiagnosticKind kind, std::uint32_t begin, std::uint32_t end, std::string message,
                std::string help = {});

    const SyntaxTree& tree_;
    const Schema& schema_;
    ConditionOptions options_;
    Problems& problems_;
    std::vector<Variable> variables_;
};

constexpr ExpressionType simple(BaseType base) {
    return {.base = base, .item = BaseType::null, .names = Names::any, .enumeration = {}};
}

/// The type of a list's items or a map's values.
constexpr ExpressionType item_of(const ExpressionType& list) {
    return {.base = list.item, .item = BaseType::null, .names = list.names, .enumeration = list.enumeration};
}

constexpr ExpressionType container_of(BaseType container, const ExpressionType& item) {
    return {.base = container, .item = item.base, .names = item.names, .enumeration = item.enumeration};
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);
std::string enumeration_help(const Enumeration& enumeration, std::string_view wrong);

}  // namespace bartizan
