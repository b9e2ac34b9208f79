// Conditions: a checked expression tree, independent of the syntax it was written in. `cel.h` parses our own
// syntax into it; other syntaxes (generation filters of other tools) get frontends of their own, which build
// a SyntaxTree (syntax.h) and have it checked (check.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/schema.h"
#include "model/vocabulary.h"
#include "rules/text_map.h"
#include "text/ids.h"
#include "text/source.h"

namespace re2 {
class RE2;
}

namespace bartizan {

/// Static type of an expression.
enum class BaseType : std::uint8_t {
    null,
    boolean,
    integer,
    number,
    text,
    duration,
    enumeration,
    element,
    flow,
    boundary,
    data,
    model,
    list,
    map,
};

/// The names that a text is known to be one of, so that comparing it with any other text is a mistake.
enum class Names : std::uint8_t { any, types, kinds, controls };

struct ExpressionType {
    BaseType base = BaseType::null;
    /// Of lists: the type of the items (null: the empty list); of maps: of the values (keys are texts).
    BaseType item = BaseType::null;
    /// Where `base` or `item` is text.
    Names names = Names::any;
    /// Where `base` or `item` is enumeration.
    EnumerationId enumeration;

    bool operator==(const ExpressionType&) const = default;
};

struct NodeTag;
using NodeId = Id<NodeTag>;

/// What a node does; `which` and `id` are fields of ExpressionNode.
enum class Operation : std::uint8_t {
    constant,   // id = index of Expression::constants
    variable,   // id = slot: a VariableSlot, or the variable of a macro
    attribute,  // operand 0 . attribute; id = AttributeId
    member,     // operand 0 . built-in member; which = Member
    is_stated,  // has(operand 0 . x): which = 0: id = AttributeId; which = 1: id = Member
    call,  // which = Function; operands: receiver or first argument, then the others; id = what a constant
           // argument names (TypeId, ControlId, or index of Expression::patterns)
    logical_not,
    logical_and,  // two operands or more
    logical_or,
    conditional,  // ? :
    negate,
    add,
    subtract,
    multiply,
    divide,
    remainder,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    in,     // operand 0 in list or map
    index,  // operand 0 [ operand 1 ]
    make_list,
    make_map,  // keys and values alternate
    macro,     // which = Macro; id = slot of the variable; operands: range, predicate (map: transform,
               // predicate)
};

enum class Macro : std::uint8_t { all, exists, exists_one, filter, map };

/// Variables of the scopes; the variables of macros have the slots from `first_macro_slot` on.
enum VariableSlot : std::uint32_t { self_slot, source_slot, target_slot, model_slot, first_macro_slot };

struct ExpressionNode {
    Operation operation = Operation::constant;
    std::uint8_t which = 0;
    ExpressionType type;
    std::uint32_t id = 0;
    Range operands;  // of Expression::operands
    /// The bytes of Expression::text that it was written as.
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

/// By the node's type: null, boolean, integer (also nanoseconds of durations and ordinals), number, text.
using Constant = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

/// A checked expression. A value: it refers to nothing but the schema's ids it was checked against.
struct Expression {
    Subject scope = Subject::model;
    std::vector<ExpressionNode> nodes;  // operands stand before what they belong to
    std::vector<NodeId> operands;
    std::vector<Constant> constants;
    std::vector<std::shared_ptr<const re2::RE2>> patterns;
    NodeId root;
    std::uint32_t slot_count = first_macro_slot;
    std::string text;  // as written
    Location where;    // of the whole text
    TextMap positions;

    bool empty() const { return !root.valid(); }
    const ExpressionNode& operator[](NodeId id) const { return nodes[id.index]; }
    const ExpressionNode& root_node() const { return nodes[root.index]; }
    std::span<const NodeId> operands_of(const ExpressionNode& node) const {
        return std::span(operands).subspan(node.operands.first, node.operands.count);
    }
    std::string_view text_of(const ExpressionNode& node) const {
        return std::string_view(text).substr(node.begin, node.end - node.begin);
    }
    Location location_of(const ExpressionNode& node) const { return positions.locate(node.begin, node.end); }
};

/// For messages: "a text", "a list of flows", "a value of `protocol`".
std::string describe(const ExpressionType& type, const Schema& schema);

/// The type of the things a subject names.
constexpr BaseType type_of(Subject subject) {
    switch (subject) {
        case Subject::element:
            return BaseType::element;
        case Subject::flow:
            return BaseType::flow;
        case Subject::boundary:
            return BaseType::boundary;
        case Subject::data:
            return BaseType::data;
        case Subject::model:
            break;
    }
    return BaseType::model;
}

/// The other way round; none for what is no thing of a model.
constexpr std::optional<Subject> subject_of(BaseType type) {
    for (std::size_t i = 0; i < subject_names.size(); ++i)
        if (type_of(static_cast<Subject>(i)) == type) return static_cast<Subject>(i);
    return std::nullopt;
}

}  // namespace bartizan
