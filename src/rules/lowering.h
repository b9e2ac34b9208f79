// The inside of program_lower*.cpp: takes expressions apart into the leaves and nodes of a plan.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rules/expression_key.h"
#include "rules/program_plan.h"

namespace bartizan {

/// Bounds are computed beyond 64 bits, so that none overflows.
__extension__ using Wide = __int128;

/// A column of integers, or of the ordinals of an enumeration.
struct NumberColumn {
    std::uint32_t column = 0;
    ColumnKind kind = ColumnKind::attribute;
    std::int64_t unit = 1;  // what one stands for, in the unit of constants
};

class Lowering {
public:
    Lowering(Plan& plan, const Schema& schema) : plan_(plan), schema_(schema) {}

    Term lower(const PlanRoot& root);

private:
    // terms
    const ExpressionNode& at(NodeId id) const;
    std::span<const NodeId> operands(const ExpressionNode& node) const;
    Term always(bool truth);
    Term add_leaf(const std::string& key, const Leaf& leaf, bool wanted);
    bool is_always(const Term& term, bool truth) const;
    std::uint32_t cost(const Term& term) const;
    Term combine(bool is_and, std::span<const Term> terms);
    Term both(const Term& a, const Term& b);
    Term either(const Term& a, const Term& b);

    // the boolean structure
    /// How many leaves it becomes, as some operators need what is true and what is false of an operand.
    std::size_t expansion(NodeId id) const;
    bool compares_truths(const ExpressionNode& node) const;
    Term part(NodeId id, bool wanted);
    Term leaf(NodeId id, bool wanted);
    /// Not told by any column, or by none that depends on the place.
    Term scalar(NodeId id, bool wanted);

    // columns
    /// The end that a part stands for, if it is the place itself or an end of it.
    std::optional<End> place(NodeId id) const;
    Subject subject(End end) const;
    std::uint32_t column(ColumnKind kind, End end, std::uint32_t id = 0, std::string name = {});
    Term range(std::uint32_t column, Wide low, Wide high, bool wanted);
    Term compare(std::uint32_t left, std::uint32_t right, ColumnComparison comparison, bool wanted);
    /// One of several values, which are sorted here: a range for each run of neighbours.
    Term one_of(std::uint32_t column, std::vector<std::int64_t> values, bool wanted);
    std::optional<std::uint32_t> truth_column(const ExpressionNode& node);
    std::optional<NumberColumn> number_column(NodeId id);
    /// The number of items of a list member of the place.
    std::optional<std::uint32_t> count_column(const ExpressionNode& list);
    std::optional<std::uint32_t> count_column(NodeId owner, Member list);

    // comparisons
    std::optional<std::int64_t> constant_number(NodeId id) const;
    const std::string* constant_text(NodeId id) const;
    std::optional<Term> comparison(const ExpressionNode& node, bool wanted);
    Term column_comparison(Operation operation, std::uint32_t left, std::uint32_t right, bool wanted);
    std::optional<std::uint32_t> boundary_column(NodeId id);
    std::optional<Term> boundary_equality(NodeId left, NodeId right, bool wanted);
    /// Types and kinds are texts in conditions, and ranges of the order of types here.
    std::optional<Term> type_equality(NodeId id, std::span<const std::string> names, bool wanted);
    std::optional<Term> in(const ExpressionNode& node, bool wanted);

    // functions, has(), macros
    std::optional<Term> call_or_stated(const ExpressionNode& node, bool wanted);
    std::optional<Term> call(const ExpressionNode& node, End end, bool wanted);
    /// A macro over the list of the node, if its body is about each item alone.
    std::optional<Term> quantifier(const ExpressionNode& node, Macro macro, NodeId body, bool wanted);
    /// What must be true for `exists` to be true, though its body is about the place and the item together:
    /// that there are items for which the parts of the body that are about the item alone are true.
    std::vector<Term> necessary(const ExpressionNode& node);
    std::uint32_t add_quantifier(Quantifier quantifier, Subject item, const ExpressionNode& node,
                                 NodeId body);

    Plan& plan_;
    const Schema& schema_;
    const Expression* expression_ = nullptr;
    std::uint32_t variable_ = self_slot;
    std::map<std::string, std::uint32_t> leaf_index_, quantifier_index_;
    std::map<ColumnSource, std::uint32_t> column_index_;
};

}  // namespace bartizan
