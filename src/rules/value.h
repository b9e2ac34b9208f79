// Values while a condition is evaluated. Small and trivially copied; texts and lists are views into the
// model, the schema, the expression or the arena of the evaluation.
#pragma once

#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"
#include "rules/expression.h"

namespace bartizan {

/// Why a value could not be computed. An error makes a condition false, unless && or || can do without it.
enum class EvaluationError : std::uint8_t {
    none,
    overflow,
    division_by_zero,
    no_such_thing,  // a member of null
    no_such_key,
    no_such_index,
    no_conversion,
    out_of_budget,
};

struct Value;

/// Items that stand somewhere in memory.
struct ListView {
    enum class Storage : std::uint8_t {
        values,       // of Value
        symbols,      // of Symbol: texts
        elements,     // of ElementId
        flows,        // of FlowId
        data_uses,    // of DataUse: data
        stated,       // of StatedValue: the items of a list attribute
        consecutive,  // things of type `item` numbered from 0
    };
    Storage storage = Storage::values;
    BaseType item = BaseType::null;
    const void* first = nullptr;
    std::uint32_t count = 0;
};

struct Value {
    /// Null also stands for errors, which `error` tells.
    BaseType type = BaseType::null;
    EvaluationError error = EvaluationError::none;
    union {
        /// Booleans, integers, nanoseconds of durations, ordinals of enumerations, indices of things.
        std::int64_t integer;
        double number;
        std::string_view text;
        ListView list;  // lists; maps as keys and values in turn
    };

    Value() : integer(0) {}

    bool is_error() const { return error != EvaluationError::none; }
    bool is_true() const { return type == BaseType::boolean && integer != 0; }
    bool is_false() const { return type == BaseType::boolean && integer == 0; }
};

inline Value error_value(EvaluationError error) {
    Value value;
    value.error = error;
    return value;
}
inline Value boolean_value(bool truth) {
    Value value;
    value.type = BaseType::boolean;
    value.integer = truth;
    return value;
}
inline Value integer_value(std::int64_t integer, BaseType type = BaseType::integer) {
    Value value;
    value.type = type;
    value.integer = integer;
    return value;
}
inline Value number_value(double number) {
    Value value;
    value.type = BaseType::number;
    value.number = number;
    return value;
}
inline Value text_value(std::string_view text) {
    Value value;
    value.type = BaseType::text;
    value.text = text;
    return value;
}
inline Value list_value(ListView list) {
    Value value;
    value.type = BaseType::list;
    value.list = list;
    return value;
}
/// Null for an invalid id.
template <typename Tag>
Value thing_value(BaseType type, Id<Tag> id) {
    return id.valid() ? integer_value(id.index, type) : Value();
}

/// Texts and lists made during an evaluation, and how much it may still do.
class Arena {
public:
    /// Steps (nodes evaluated, items compared) and bytes that one evaluation may take.
    static constexpr std::uint64_t max_steps = 50'000'000;
    static constexpr std::uint64_t max_bytes = 256u << 20;

    bool spend(std::uint64_t steps = 1) {
        steps_ += steps;
        return steps_ <= max_steps;
    }
    bool spend_bytes(std::uint64_t bytes) {
        bytes_ += bytes;
        return bytes_ <= max_bytes;
    }

    Value keep(std::string text) {
        if (!spend_bytes(text.size() + sizeof(std::string)))
            return error_value(EvaluationError::out_of_budget);
        texts_.push_front(std::move(text));
        return text_value(texts_.front());
    }
    ListView keep(std::vector<Value> values, BaseType item) {
        lists_.push_front(std::move(values));
        return {ListView::Storage::values, item, lists_.front().data(),
                static_cast<std::uint32_t>(lists_.front().size())};
    }

private:
    std::uint64_t steps_ = 0;
    std::uint64_t bytes_ = 0;
    // Most evaluations make none, so that an empty arena must cost nothing.
    std::forward_list<std::string> texts_;
    std::forward_list<std::vector<Value>> lists_;
};

}  // namespace bartizan
