// Conditions of pytm's rules: compiled once from Python's expression, with attributes as numbers, then asked
// of many objects. As in pytm, an exception makes a condition false.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/pytm/document.h"
#include "formats/pytm/python_syntax.h"

namespace bartizan::pytm {

enum class Operation : std::uint8_t {
    constant,
    target,
    variable,
    attribute,
    control,  // of the controls of an object
    logical_and,
    logical_or,
    logical_not,
    compare,
    arithmetic,
    negative,
    conditional,
    sequence,
    generator,
    any,
    all,
    length,
    sum,
    minimum,
    maximum,
    one_of,
    crosses,
    enters,
    exits,
    inside,
    check_tls_version,
    has_data_leaks,
};

enum class Comparison : std::uint8_t {
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    is,
    is_not,
    in,
    not_in
};

/// A name that nothing has; the controls of an object as a whole.
inline constexpr auto no_attribute = static_cast<Attribute>(0xffffffff);
inline constexpr auto controls_attribute = static_cast<Attribute>(0xfffffffe);

inline Value make_real(double value) {
    return {ValueKind::real, 0, false, std::bit_cast<std::int32_t>(static_cast<float>(value))};
}

struct ConditionNode {
    Operation operation = Operation::constant;
    std::uint8_t detail = 0;  // a Comparison, an arithmetic sign, the number of a variable
    std::uint32_t first = 0;  // of Condition::operands
    std::uint32_t count = 0;
    Attribute attribute = {};
    Value constant;
};

struct Condition {
    std::vector<ConditionNode> nodes;
    std::vector<std::uint32_t> operands;
    std::uint32_t root = 0;
    /// Can't be read, or names something that is not there: never true.
    bool is_broken = false;
};

/// What is wrong in a condition, as a byte range of its text.
struct ConditionProblem {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string message;
    std::string help;
};

/// Texts and names are interned in the document. `targets`: the classes that the rule is about, against whose
/// attributes the condition is checked.
Condition compile_condition(std::string_view text, ClassMask targets, Document& document,
                            std::vector<ConditionProblem>& problems);

enum class Answer : std::uint8_t { no, yes, exception };

/// Asks conditions. Counts steps, so that hostile conditions end.
class Evaluator {
public:
    explicit Evaluator(const Document& document) : document_(document) {}

    Answer ask(const Condition& condition, ObjectId target);
    /// True once the steps are used up: then every answer is an exception.
    bool is_exhausted() const { return steps_left_ == 0; }

private:
    bool spend() {
        if (steps_left_ == 0) return false;
        --steps_left_;
        return true;
    }
    Value evaluate(std::uint32_t node);
    Value operand(const ConditionNode& node, std::uint32_t position) {
        return evaluate(condition_->operands[node.first + position]);
    }
    Value evaluate_logical(const ConditionNode& node);
    Value evaluate_fold(const ConditionNode& node);
    Value evaluate_arithmetic(const ConditionNode& node);
    Value evaluate_method(const ConditionNode& node);
    Value compare(Comparison comparison, const Value& left, const Value& right);
    Value is_in(const Value& left, const Value& right);
    Value is_text_in(const Value& left, const Value& right) const;
    bool are_equal(const Value& left, const Value& right);
    Value is_less(const Value& left, const Value& right, bool or_equal) const;
    Value has_data_leaks(ObjectId flow);
    Value check_tls_version(ObjectId element, const Value& flows);
    Value is_inside(const ConditionNode& node, ObjectId element, std::uint32_t from);
    Value crosses(const ConditionNode& node, ObjectId flow);
    template <typename Visit>
    bool for_each(const Value& iterable, Visit visit);
    template <typename Visit>
    bool for_each_of(std::uint32_t node, Visit visit);
    int is_true(const Value& value);

    const Document& document_;
    const Condition* condition_ = nullptr;
    ObjectId target_;
    std::vector<Value> variables_;
    std::uint64_t steps_left_ = 300'000'000;
};

}  // namespace bartizan::pytm
