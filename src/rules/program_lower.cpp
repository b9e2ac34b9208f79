// Lowers checked expressions to plans: the boolean structure. Negation is pushed down to the leaves.
#include <algorithm>
#include <array>
#include <utility>

#include "rules/lowering.h"

namespace bartizan {
namespace {

// In comparisons of columns.
constexpr std::uint32_t quantifier_cost = 30;
constexpr std::uint32_t scalar_cost = 1000;

/// Operators that would make more leaves than this are left to the Evaluator.
constexpr std::size_t max_expansion = 256;

bool is_comparison(Operation operation) {
    return operation >= Operation::equal && operation <= Operation::greater_equal;
}

}  // namespace

Term Lowering::lower(const PlanRoot& root) {
    if (root.expression == nullptr) return always(false);
    expression_ = root.expression;
    variable_ = root.variable;
    return part(root.part, root.wanted);
}

const ExpressionNode& Lowering::at(NodeId id) const { return (*expression_)[id]; }

std::span<const NodeId> Lowering::operands(const ExpressionNode& node) const {
    return expression_->operands_of(node);
}

Term Lowering::always(bool truth) {
    Leaf leaf;
    return add_leaf("always", leaf, truth);
}

Term Lowering::add_leaf(const std::string& key, const Leaf& leaf, bool wanted) {
    auto [found, added] = leaf_index_.try_emplace(key, static_cast<std::uint32_t>(plan_.leaves.size()));
    if (added) plan_.leaves.push_back(leaf);
    return {Term::Kind::leaf, !wanted, found->second};
}

bool Lowering::is_always(const Term& term, bool truth) const {
    return term.kind == Term::Kind::leaf && plan_.leaves[term.index].kind == Leaf::Kind::always &&
           term.negated != truth;
}

std::uint32_t Lowering::cost(const Term& term) const {
    if (term.kind == Term::Kind::node) return plan_.nodes[term.index].cost;
    const Leaf& leaf = plan_.leaves[term.index];
    switch (leaf.kind) {
        case Leaf::Kind::always:
        case Leaf::Kind::uniform:
            return 0;
        case Leaf::Kind::range:
            return plan_.columns[leaf.column].kind == ColumnKind::quantifier ? quantifier_cost : 1;
        case Leaf::Kind::comparison:
            return 1;
        case Leaf::Kind::scalar:
            break;
    }
    return scalar_cost;
}

Term Lowering::combine(bool is_and, std::span<const Term> terms) {
    std::vector<Term> flat;
    for (const Term& term : terms) {
        if (is_always(term, is_and)) continue;
        if (is_always(term, !is_and)) return term;
        bool alike = term.kind == Term::Kind::node && plan_.nodes[term.index].is_and == is_and;
        if (!alike) {
            flat.push_back(term);
            continue;
        }
        Range inner = plan_.nodes[term.index].terms;
        for (std::uint32_t i = inner.first; i < inner.first + inner.count; ++i)
            flat.push_back(plan_.terms[i]);
    }
    if (flat.empty()) return always(is_and);
    if (flat.size() == 1) return flat[0];
    std::ranges::stable_sort(flat, {}, [&](const Term& term) { return cost(term); });
    PlanNode node;
    node.is_and = is_and;
    node.terms = {static_cast<std::uint32_t>(plan_.terms.size()), static_cast<std::uint32_t>(flat.size())};
    for (const Term& term : flat) node.cost += cost(term) + 1;
    plan_.terms.insert(plan_.terms.end(), flat.begin(), flat.end());
    plan_.nodes.push_back(node);
    return {Term::Kind::node, false, static_cast<std::uint32_t>(plan_.nodes.size() - 1)};
}

Term Lowering::both(const Term& a, const Term& b) { return combine(true, std::array{a, b}); }

Term Lowering::either(const Term& a, const Term& b) { return combine(false, std::array{a, b}); }

std::size_t Lowering::expansion(NodeId id) const {
    const ExpressionNode& node = at(id);
    auto of_node = operands(node);
    bool is_chain = node.operation == Operation::logical_not || node.operation == Operation::logical_and ||
                    node.operation == Operation::logical_or;
    bool doubles = node.operation == Operation::conditional || compares_truths(node);
    if (!is_chain && !doubles) return 1;
    std::size_t sum = 0;
    // Beyond the limit the number does not matter, and would overflow.
    for (NodeId operand : of_node) sum = std::min(sum + expansion(operand), max_expansion + 1);
    return doubles ? std::min(2 * sum, max_expansion + 1) : sum;
}

bool Lowering::compares_truths(const ExpressionNode& node) const {
    bool is_equality = node.operation == Operation::equal || node.operation == Operation::not_equal;
    return is_equality && at(operands(node)[0]).type.base == BaseType::boolean;
}

Term Lowering::part(NodeId id, bool wanted) {
    const ExpressionNode& node = at(id);
    auto of_node = operands(node);
    switch (node.operation) {
        case Operation::constant:
            return always(std::get<bool>(expression_->constants[node.id]) == wanted);
        case Operation::logical_not:
            return part(of_node[0], !wanted);
        case Operation::logical_and:
        case Operation::logical_or: {
            std::vector<Term> terms;
            for (NodeId operand : of_node) terms.push_back(part(operand, wanted));
            return combine((node.operation == Operation::logical_and) == wanted, terms);
        }
        default:
            break;
    }
    bool is_equality = compares_truths(node);
    if (!is_equality && node.operation != Operation::conditional) return leaf(id, wanted);
    if (expansion(id) > max_expansion) return scalar(id, wanted);
    bool first = wanted;
    bool second = wanted;
    if (is_equality) {
        first = (node.operation == Operation::equal) == wanted;
        second = !first;
    }
    NodeId otherwise = of_node[is_equality ? 1 : 2];
    return either(both(part(of_node[0], true), part(of_node[1], first)),
                  both(part(of_node[0], false), part(otherwise, second)));
}

Term Lowering::leaf(NodeId id, bool wanted) {
    const ExpressionNode& node = at(id);
    if (is_comparison(node.operation)) {
        if (auto term = comparison(node, wanted)) return *term;
    } else if (node.operation == Operation::in) {
        if (auto term = in(node, wanted)) return *term;
    } else if (node.operation == Operation::macro) {
        if (auto term = quantifier(node, static_cast<Macro>(node.which), operands(node)[1], wanted))
            return *term;
        if (wanted) {
            std::vector<Term> terms = necessary(node);
            terms.push_back(scalar(id, wanted));
            return combine(true, terms);
        }
    } else if (auto column = truth_column(node)) {
        return range(*column, 1, 255, wanted);
    } else if (auto term = call_or_stated(node, wanted)) {
        return *term;
    }
    return scalar(id, wanted);
}

Term Lowering::scalar(NodeId id, bool wanted) {
    Leaf leaf;
    leaf.kind = Leaf::Kind::scalar;
    leaf.expression = expression_;
    leaf.part = id;
    leaf.variable = variable_;
    bool of_scope = variable_ == self_slot;
    auto depends_on = [&](VariableSlot slot) {
        return uses_only(*expression_, id, std::array{slot, model_slot});
    };
    if (uses_only(*expression_, id, std::array{model_slot})) {
        leaf.kind = Leaf::Kind::uniform;
    } else if (of_scope && depends_on(source_slot)) {
        leaf.end = End::source;
    } else if (of_scope && depends_on(target_slot)) {
        leaf.end = End::target;
    }
    return add_leaf("part " + expression_key(*expression_, id, variable_), leaf, wanted);
}

Plan make_plan(Subject scope, std::span<const PlanRoot> roots, const Schema& schema) {
    Plan plan;
    plan.scope = scope;
    Lowering lowering(plan, schema);
    for (const PlanRoot& root : roots) plan.roots.push_back(lowering.lower(root));
    return plan;
}

}  // namespace bartizan
