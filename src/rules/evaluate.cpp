#include "rules/evaluate.h"

#include <cstdint>
#include <utility>

#include "rules/evaluation.h"

namespace bartizan {
namespace {

Truth truth_of(const Value& value) {
    if (value.is_error()) return Truth::error;
    return value.is_true() ? Truth::yes : Truth::no;
}

template <typename T>
bool compare(Operation operation, const T& left, const T& right) {
    switch (operation) {
        case Operation::less:
            return left < right;
        case Operation::less_equal:
            return left <= right;
        case Operation::greater:
            return left > right;
        default:
            return left >= right;
    }
}

Value integer_arithmetic(Operation operation, std::int64_t left, std::int64_t right, BaseType type) {
    std::int64_t result = 0;
    bool overflows = false;
    switch (operation) {
        case Operation::add:
            overflows = __builtin_add_overflow(left, right, &result);
            break;
        case Operation::subtract:
            overflows = __builtin_sub_overflow(left, right, &result);
            break;
        case Operation::multiply:
            overflows = __builtin_mul_overflow(left, right, &result);
            break;
        default:
            if (right == 0) return error_value(EvaluationError::division_by_zero);
            overflows = right == -1 && left == INT64_MIN;
            if (!overflows) result = operation == Operation::divide ? left / right : left % right;
            break;
    }
    return overflows ? error_value(EvaluationError::overflow) : integer_value(result, type);
}

/// Division by zero gives an infinity (IEEE 754), as CEL says of doubles.
Value number_arithmetic(Operation operation, double left, double right) {
    switch (operation) {
        case Operation::add:
            return number_value(left + right);
        case Operation::subtract:
            return number_value(left - right);
        case Operation::multiply:
            return number_value(left * right);
        default:
            return number_value(left / right);
    }
}

}  // namespace

Place place_of(const Value& value) {
    const auto subject = subject_of(value.type);
    if (!subject || *subject == Subject::model) return Place();
    return Place(*subject, static_cast<std::uint32_t>(value.integer));
}

Value value_of(Place place) { return integer_value(place.index, type_of(place.subject)); }

Evaluator::Evaluator(const Schema& schema, const Model& model, const Facts& facts)
    : schema_(schema), model_(model), facts_(facts), lists_(facts) {}

bool Evaluator::holds(const Expression& condition, Place place) const {
    return !condition.empty() && truth(condition, condition.root, place) == Truth::yes;
}

Truth Evaluator::truth(const Expression& expression, NodeId part, Place place) const {
    Evaluation evaluation(*this, expression);
    evaluation.bind_scope(place);
    return truth_of(evaluation.value(part));
}

Truth Evaluator::truth_of_body(const Expression& expression, NodeId body, std::uint32_t slot,
                               Place item) const {
    Evaluation evaluation(*this, expression);
    evaluation.bind(model_slot, value_of(Place()));
    evaluation.bind(slot, value_of(item));
    return truth_of(evaluation.value(body));
}

std::string Evaluator::text(const Template& text, Place place) const {
    std::string result = text.literals.empty() ? std::string() : text.literals[0];
    for (std::size_t i = 0; i < text.expressions.size(); ++i) {
        const Expression& expression = text.expressions[i];
        Evaluation evaluation(*this, expression);
        evaluation.bind_scope(place);
        Value value = evaluation.value(expression.root);
        result += text_of(schema_, model_, expression.root_node().type, value, evaluation);
        result += text.literals[i + 1];
    }
    return result;
}

void Evaluation::bind_scope(Place place) {
    bind(self_slot, value_of(place));
    bind(model_slot, value_of(Place()));
    if (place.subject != Subject::flow) return;
    const Flow& flow = model_.flows[place.index];
    bind(source_slot, thing_value(BaseType::element, flow.source));
    bind(target_slot, thing_value(BaseType::element, flow.target));
}

Value Evaluation::value(NodeId id) {
    if (!arena_.spend()) return error_value(EvaluationError::out_of_budget);
    const ExpressionNode& node = expression_[id];
    switch (node.operation) {
        case Operation::constant:
            return constant(node);
        case Operation::variable:
            return variables_[node.id];
        case Operation::attribute:
            return attribute(node);
        case Operation::member:
            return member(node);
        case Operation::is_stated:
            return is_stated(node);
        case Operation::call:
            return call(node);
        case Operation::logical_not: {
            Value operand = value(operands(node)[0]);
            return operand.is_error() ? operand : boolean_value(!operand.is_true());
        }
        case Operation::logical_and:
            return logical(node, false);
        case Operation::logical_or:
            return logical(node, true);
        case Operation::conditional: {
            Value condition = value(operands(node)[0]);
            if (condition.is_error()) return condition;
            return value(operands(node)[condition.is_true() ? 1 : 2]);
        }
        case Operation::negate: {
            Value operand = value(operands(node)[0]);
            if (operand.is_error()) return operand;
            if (operand.type == BaseType::number) return number_value(-operand.number);
            return integer_arithmetic(Operation::subtract, 0, operand.integer, BaseType::integer);
        }
        case Operation::add:
        case Operation::subtract:
        case Operation::multiply:
        case Operation::divide:
        case Operation::remainder:
            return arithmetic(node);
        case Operation::in:
            return in(node);
        case Operation::index:
            return index(node);
        case Operation::make_list:
        case Operation::make_map:
            return make_list(node);
        case Operation::macro:
            return macro(node);
        default:
            return comparison(node);
    }
}

Value Evaluation::constant(const ExpressionNode& node) const {
    const Constant& constant = expression_.constants[node.id];
    switch (node.type.base) {
        case BaseType::null:
            return Value();
        case BaseType::boolean:
            return boolean_value(std::get<bool>(constant));
        case BaseType::number:
            return number_value(std::get<double>(constant));
        case BaseType::text:
            return text_value(std::get<std::string>(constant));
        default:
            return integer_value(std::get<std::int64_t>(constant), node.type.base);
    }
}

/// && and || give a result in spite of errors where another operand decides it, whatever the order.
Value Evaluation::logical(const ExpressionNode& node, bool absorbing) {
    Value error;
    for (NodeId operand : operands(node)) {
        Value result = value(operand);
        if (result.is_error()) {
            if (!error.is_error()) error = result;
        } else if (result.is_true() == absorbing) {
            return boolean_value(absorbing);
        }
    }
    return error.is_error() ? error : boolean_value(!absorbing);
}

Value Evaluation::arithmetic(const ExpressionNode& node) {
    Value left = value(operands(node)[0]);
    if (left.is_error()) return left;
    Value right = value(operands(node)[1]);
    if (right.is_error()) return right;
    if (left.type == BaseType::text || left.type == BaseType::list) return concatenate(left, right);
    if (left.type == BaseType::number) return number_arithmetic(node.operation, left.number, right.number);
    return integer_arithmetic(node.operation, left.integer, right.integer, left.type);
}

Value Evaluation::concatenate(const Value& left, const Value& right) {
    if (left.type == BaseType::text) {
        std::size_t bytes = left.text.size() + right.text.size();
        if (!arena_.spend_bytes(bytes)) return error_value(EvaluationError::out_of_budget);
        std::string text(left.text);
        text += right.text;
        return arena_.keep(std::move(text));
    }
    std::uint64_t count = std::uint64_t{left.list.count} + right.list.count;
    if (!arena_.spend(count) || !arena_.spend_bytes(count * sizeof(Value)))
        return error_value(EvaluationError::out_of_budget);
    std::vector<Value> items;
    items.reserve(count);
    for (const ListView* list : {&left.list, &right.list})
        for (std::uint32_t i = 0; i < list->count; ++i) items.push_back(item(*list, i));
    return list_value(arena_.keep(std::move(items), left.list.count > 0 ? left.list.item : right.list.item));
}

Value Evaluation::comparison(const ExpressionNode& node) {
    Value left = value(operands(node)[0]);
    if (left.is_error()) return left;
    Value right = value(operands(node)[1]);
    if (right.is_error()) return right;
    if (node.operation == Operation::equal || node.operation == Operation::not_equal) {
        bool alike = equal(left, right);
        if (!arena_.spend(0)) return error_value(EvaluationError::out_of_budget);
        return boolean_value(alike == (node.operation == Operation::equal));
    }
    switch (left.type) {
        case BaseType::text:
            return boolean_value(compare(node.operation, left.text, right.text));
        case BaseType::number:
            return boolean_value(compare(node.operation, left.number, right.number));
        default:
            return boolean_value(compare(node.operation, left.integer, right.integer));
    }
}

bool Evaluation::equal(const Value& left, const Value& right) {
    if (left.type != right.type) return false;
    switch (left.type) {
        case BaseType::null:
            return true;
        case BaseType::number:
            return left.number == right.number;
        case BaseType::text:
            return left.text == right.text;
        case BaseType::list:
            if (left.list.count != right.list.count) return false;
            for (std::uint32_t i = 0; i < left.list.count; ++i)
                if (!arena_.spend() || !equal(item(left.list, i), item(right.list, i))) return false;
            return true;
        case BaseType::map: {
            if (left.list.count != right.list.count) return false;
            for (std::uint32_t i = 0; i < left.list.count; i += 2) {
                bool found = false;
                for (std::uint32_t j = 0; j < right.list.count && !found; j += 2)
                    found = arena_.spend() && item(left.list, i).text == item(right.list, j).text &&
                            equal(item(left.list, i + 1), item(right.list, j + 1));
                if (!found) return false;
            }
            return true;
        }
        default:
            return left.integer == right.integer;
    }
}

Value Evaluation::item(const ListView& list, std::uint32_t index) const {
    switch (list.storage) {
        case ListView::Storage::values:
            return static_cast<const Value*>(list.first)[index];
        case ListView::Storage::symbols:
            return text_value(model_.text_of(static_cast<const Symbol*>(list.first)[index]));
        case ListView::Storage::elements:
            return integer_value(static_cast<const ElementId*>(list.first)[index].index, BaseType::element);
        case ListView::Storage::flows:
            return integer_value(static_cast<const FlowId*>(list.first)[index].index, BaseType::flow);
        case ListView::Storage::data_uses:
            return integer_value(static_cast<const DataUse*>(list.first)[index].data.index, BaseType::data);
        case ListView::Storage::stated: {
            RawValue raw = static_cast<const StatedValue*>(list.first)[index].value;
            if (list.item == BaseType::text)
                return text_value(model_.text_of(Symbol(static_cast<std::size_t>(raw))));
            return integer_value(raw, list.item);
        }
        case ListView::Storage::consecutive:
            break;
    }
    return integer_value(index, list.item);
}

bool Evaluation::contains(const ListView& list, const Value& wanted) {
    for (std::uint32_t i = 0; i < list.count && arena_.spend(); ++i)
        if (equal(item(list, i), wanted)) return true;
    return false;
}

Value Evaluation::in(const ExpressionNode& node) {
    Value wanted = value(operands(node)[0]);
    if (wanted.is_error()) return wanted;
    Value container = range(operands(node)[1]);
    if (container.is_error()) return container;
    bool found = contains(container.list, wanted);
    return arena_.spend(0) ? boolean_value(found) : error_value(EvaluationError::out_of_budget);
}

Value Evaluation::index(const ExpressionNode& node) {
    Value container = value(operands(node)[0]);
    if (container.is_error()) return container;
    Value at = value(operands(node)[1]);
    if (at.is_error()) return at;
    if (container.type == BaseType::map) {
        for (std::uint32_t i = 0; i < container.list.count; i += 2)
            if (arena_.spend() && item(container.list, i).text == at.text) return item(container.list, i + 1);
        return error_value(EvaluationError::no_such_key);
    }
    if (at.integer < 0 || at.integer >= container.list.count)
        return error_value(EvaluationError::no_such_index);
    return item(container.list, static_cast<std::uint32_t>(at.integer));
}

Value Evaluation::make_list(const ExpressionNode& node) {
    std::vector<Value> items;
    if (!arena_.spend_bytes(node.operands.count * sizeof(Value)))
        return error_value(EvaluationError::out_of_budget);
    items.reserve(node.operands.count);
    for (NodeId operand : operands(node)) {
        items.push_back(value(operand));
        if (items.back().is_error()) return items.back();
    }
    Value result = list_value(arena_.keep(std::move(items), node.type.item));
    result.type = node.type.base;
    if (node.type.base != BaseType::map) return result;
    // Two entries of one key are an error, as in CEL.
    for (std::uint32_t i = 0; i < result.list.count; i += 2)
        for (std::uint32_t j = 0; j < i; j += 2)
            if (arena_.spend() && item(result.list, i).text == item(result.list, j).text)
                return error_value(EvaluationError::no_such_key);
    return result;
}

Value Evaluation::range(NodeId id) {
    Value container = value(id);
    if (container.is_error() || container.type != BaseType::map) return container;
    std::vector<Value> keys;
    if (!arena_.spend_bytes(container.list.count * sizeof(Value)))
        return error_value(EvaluationError::out_of_budget);
    for (std::uint32_t i = 0; i < container.list.count; i += 2) keys.push_back(item(container.list, i));
    return list_value(arena_.keep(std::move(keys), BaseType::text));
}

Value Evaluation::macro(const ExpressionNode& node) {
    Value items = range(operands(node)[0]);
    if (items.is_error()) return items;
    switch (static_cast<Macro>(node.which)) {
        case Macro::all:
            return quantifier(node, items.list, false);
        case Macro::exists:
            return quantifier(node, items.list, true);
        case Macro::exists_one:
            return exists_one(node, items.list);
        case Macro::filter:
        case Macro::map:
            break;
    }
    return collect(node, items.list);
}

/// all and exists are && and || over the items, errors included.
Value Evaluation::quantifier(const ExpressionNode& node, const ListView& list, bool stops_at) {
    Value error;
    for (std::uint32_t i = 0; i < list.count; ++i) {
        variables_[node.id] = item(list, i);
        Value result = value(operands(node)[1]);
        if (result.error == EvaluationError::out_of_budget) return result;
        if (result.is_error()) {
            if (!error.is_error()) error = result;
        } else if (result.is_true() == stops_at) {
            return boolean_value(stops_at);
        }
    }
    return error.is_error() ? error : boolean_value(!stops_at);
}

Value Evaluation::exists_one(const ExpressionNode& node, const ListView& list) {
    std::uint32_t count = 0;
    for (std::uint32_t i = 0; i < list.count; ++i) {
        variables_[node.id] = item(list, i);
        Value result = value(operands(node)[1]);
        if (result.is_error()) return result;
        if (result.is_true()) ++count;
    }
    return boolean_value(count == 1);
}

Value Evaluation::collect(const ExpressionNode& node, const ListView& list) {
    bool transforms = static_cast<Macro>(node.which) == Macro::map;
    auto of_macro = operands(node);
    NodeId predicate = transforms ? (of_macro.size() > 2 ? of_macro[2] : NodeId()) : of_macro[1];
    std::vector<Value> items;
    for (std::uint32_t i = 0; i < list.count; ++i) {
        variables_[node.id] = item(list, i);
        if (predicate.valid()) {
            Value result = value(predicate);
            if (result.is_error()) return result;
            if (!result.is_true()) continue;
        }
        if (!arena_.spend_bytes(sizeof(Value))) return error_value(EvaluationError::out_of_budget);
        items.push_back(transforms ? value(of_macro[1]) : item(list, i));
        if (items.back().is_error()) return items.back();
    }
    return list_value(arena_.keep(std::move(items), node.type.item));
}

}  // namespace bartizan
