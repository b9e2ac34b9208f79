// What conditions are lowered to: columns, leaves that compare them, and And/Or nodes over leaves. The inside
// of program*.cpp only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "rules/column_masks.h"
#include "rules/expression.h"
#include "rules/members.h"

namespace bartizan {

/// Whose value a column holds: of the place itself, or, for flows, of one of its ends.
enum class End : std::uint8_t { self, source, target };

/// In order of their width.
enum class ColumnKind : std::uint8_t {
    // of bytes
    attribute,    // id = AttributeId of a boolean or enumeration
    stated,       // id = AttributeId
    has_control,  // id = ControlId
    shielded_by,  // id = ControlId
    exposed,
    reachable_from,  // id = TypeId
    reaches,         // id = TypeId
    in_boundary,     // name = its id
    crosses,
    crosses_boundary,  // name = its id
    two_way,
    quantifier,  // id = of Plan::quantifiers; a Truth
    // of 16 bits
    type_order,  // Schema::types[…].first
    // of 32 bits
    trust,
    trust_gain,
    depth,
    boundary,    // of an element; parent of a boundary; -1 = none
    number,      // id = AttributeId of an integer, or a duration in seconds
    item_count,  // id = Member, a list
};

struct ColumnSource {
    ColumnKind kind = ColumnKind::attribute;
    End end = End::self;
    std::uint32_t id = 0;
    std::string name;

    auto operator<=>(const ColumnSource&) const = default;
};

constexpr std::size_t bytes_per_place(ColumnKind kind) {
    if (kind < ColumnKind::type_order) return 1;
    return kind == ColumnKind::type_order ? 2 : 4;
}

/// A truth value per place that is computed at once for a block. A leaf of columns is never an error; of the
/// others, "not true" and "false" differ.
struct Leaf {
    enum class Kind : std::uint8_t {
        always,      // true
        range,       // low <= column <= high
        comparison,  // column compares with other_column
        scalar,      // part of expression, by the Evaluator
        uniform,     // the same for all places: part of expression, or a quantifier over a list of the model
    };
    Kind kind = Kind::always;
    ColumnComparison comparison = ColumnComparison::equal;
    /// Scalar: the only thing it depends on, or all of the place.
    End end = End::self;
    std::uint32_t column = 0;
    std::uint32_t other_column = 0;
    std::int32_t low = 0;
    std::int32_t high = 0;
    const Expression* expression = nullptr;
    NodeId part;
    /// The variable that stands for the place: `self_slot`, or that of a macro.
    std::uint32_t variable = self_slot;
    /// Uniform: of Plan::quantifiers, or none.
    std::uint32_t quantifier = no_quantifier;

    static constexpr std::uint32_t no_quantifier = 0xffffffffu;
};

/// A leaf or a node, and whether it should be true or false. Negation is pushed down to the leaves, as an
/// error is neither.
struct Term {
    enum class Kind : std::uint8_t { leaf, node };
    Kind kind = Kind::leaf;
    bool negated = false;
    std::uint32_t index = 0;
};

struct PlanNode {
    bool is_and = true;
    Range terms;  // of Plan::terms; cheap ones first
    std::uint32_t cost = 0;
};

struct Quantifier;

struct Plan {
    Subject scope = Subject::model;
    std::vector<ColumnSource> columns;
    std::vector<Leaf> leaves;
    std::vector<PlanNode> nodes;
    std::vector<Term> terms;
    std::vector<Term> roots;
    std::vector<Quantifier> quantifiers;
};

/// all, exists or exists_one over a list whose items are judged once for all places. The body has two roots:
/// where it is true and where it is false.
struct Quantifier {
    Macro macro = Macro::exists;
    Subject owner = Subject::model;
    Member list = Member::data;
    Plan body;
};

/// A part of an expression that is to be true (wanted) or false (not wanted) of the place in a variable.
struct PlanRoot {
    const Expression* expression = nullptr;
    NodeId part;
    std::uint32_t variable = self_slot;
    bool wanted = true;
};

Plan make_plan(Subject scope, std::span<const PlanRoot> roots, const Schema& schema);

}  // namespace bartizan
