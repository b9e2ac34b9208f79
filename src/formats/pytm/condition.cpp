#include "formats/pytm/condition.h"

#include <algorithm>
#include <bit>

namespace bartizan::pytm {
namespace {

Value yes_or_no(bool value) { return make_boolean(value); }

ObjectId object_of(const Value& value) {
    return value.kind == ValueKind::object ? ObjectId(static_cast<std::size_t>(value.number)) : ObjectId();
}

bool is_number(const Value& value) {
    return value.kind == ValueKind::integer || value.kind == ValueKind::boolean ||
           value.kind == ValueKind::real;
}

double as_real(const Value& value) {
    return value.kind == ValueKind::real ? std::bit_cast<float>(value.number)
                                         : static_cast<double>(value.number);
}

}  // namespace

Answer Evaluator::ask(const Condition& condition, ObjectId target) {
    if (condition.is_broken) return Answer::exception;
    condition_ = &condition;
    target_ = target;
    const Value value = evaluate(condition.root);
    const int truth = is_true(value);
    return truth < 0 ? Answer::exception : truth > 0 ? Answer::yes : Answer::no;
}

/// 1 or 0; -1 for what is missing.
int Evaluator::is_true(const Value& value) {
    switch (value.kind) {
        case ValueKind::missing:
            return -1;
        case ValueKind::none:
            return 0;
        case ValueKind::boolean:
        case ValueKind::integer:
            return value.number != 0;
        case ValueKind::real:
            return std::bit_cast<float>(value.number) != 0;
        case ValueKind::text:
            return !document_.texts[Symbol(static_cast<std::size_t>(value.number))].empty();
        case ValueKind::sequence:
            return condition_->nodes[static_cast<std::size_t>(value.number)].count > 0;
        case ValueKind::list: {
            std::size_t count = 0;
            for_each(value, [&](const Value&) { return ++count == 0; });
            return count > 0;
        }
        default:
            return 1;
    }
}

Value Evaluator::evaluate(std::uint32_t index) {
    if (!spend()) return {};
    const ConditionNode& node = condition_->nodes[index];
    switch (node.operation) {
        case Operation::constant:
        case Operation::sequence:
            return node.constant;
        case Operation::target:
            return make_object(target_);
        case Operation::variable:
            return variables_[node.detail];
        case Operation::control: {
            const ObjectId object = object_of(operand(node, 0));
            if (!object.valid() || document_.kind_of(object) == Class::data) return {};
            return document_.get(object, node.attribute);
        }
        case Operation::attribute: {
            const ObjectId object = object_of(operand(node, 0));
            if (!object.valid()) return {};
            if (node.attribute == controls_attribute)
                return document_.kind_of(object) == Class::data
                           ? Value{}
                           : Value{ValueKind::controls, 0, false, static_cast<std::int32_t>(object.index)};
            if (number_of(node.attribute) < attribute_count) {
                const AttributeTable& table = table_of(node.attribute);
                if (table.form >= Form::data_list)
                    return document_.is_a(object, table.classes)
                               ? Value{ValueKind::list, static_cast<std::uint8_t>(number_of(node.attribute)),
                                       false, static_cast<std::int32_t>(object.index)}
                               : Value{};
            }
            return document_.get(object, node.attribute);
        }
        case Operation::logical_and:
        case Operation::logical_or:
        case Operation::logical_not:
        case Operation::conditional:
            return evaluate_logical(node);
        case Operation::compare: {
            const Value left = operand(node, 0);
            if (left.kind == ValueKind::missing) return {};
            return compare(static_cast<Comparison>(node.detail), left, operand(node, 1));
        }
        case Operation::arithmetic:
        case Operation::negative:
            return evaluate_arithmetic(node);
        case Operation::any:
        case Operation::all:
        case Operation::length:
        case Operation::sum:
        case Operation::minimum:
        case Operation::maximum:
            return evaluate_fold(node);
        case Operation::generator:
            return {ValueKind::sequence, 1, false, static_cast<std::int32_t>(index)};
        default:
            return evaluate_method(node);
    }
}

/// `and` and `or` give the operand that decides, as in Python.
Value Evaluator::evaluate_logical(const ConditionNode& node) {
    if (node.operation == Operation::logical_not) {
        const int truth = is_true(operand(node, 0));
        return truth < 0 ? Value{} : yes_or_no(truth == 0);
    }
    if (node.operation == Operation::conditional) {
        const int truth = is_true(operand(node, 1));
        return truth < 0 ? Value{} : operand(node, truth > 0 ? 0 : 2);
    }
    const int deciding = node.operation == Operation::logical_or ? 1 : 0;
    Value value;
    for (std::uint32_t i = 0; i < node.count; ++i) {
        value = operand(node, i);
        const int truth = is_true(value);
        if (truth < 0) return {};
        if (truth == deciding) return value;
    }
    return value;
}

Value Evaluator::evaluate_arithmetic(const ConditionNode& node) {
    const Value left = operand(node, 0);
    if (!is_number(left)) return {};
    const bool is_negative = node.operation == Operation::negative;
    const Value right = is_negative ? left : operand(node, 1);
    if (!is_number(right)) return {};
    const bool are_whole = left.kind != ValueKind::real && right.kind != ValueKind::real;
    const std::int64_t m = left.number;
    const std::int64_t n = right.number;
    const double a = as_real(left);
    const double b = as_real(right);
    switch (is_negative ? 'n' : static_cast<char>(node.detail)) {
        case 'n':
            return are_whole ? make_number(-m) : make_real(-a);
        case '+':
            return are_whole ? make_number(m + n) : make_real(a + b);
        case '-':
            return are_whole ? make_number(m - n) : make_real(a - b);
        case '*':
            return are_whole ? make_number(m * n) : make_real(a * b);
        case '/':
            return b == 0 ? Value{} : make_real(a / b);
        case '%':
            // The sign is that of the right side, as in Python.
            return are_whole && n != 0 ? make_number((m % n + n) % n) : Value{};
        default:
            return {};
    }
}

/// Calls `visit` with each item until it returns true. False where the value is no list.
template <typename Visit>
bool Evaluator::for_each(const Value& iterable, Visit visit) {
    if (iterable.kind == ValueKind::sequence && iterable.detail == 0) {
        const ConditionNode& node = condition_->nodes[static_cast<std::size_t>(iterable.number)];
        for (std::uint32_t i = 0; i < node.count; ++i)
            if (visit(operand(node, i))) break;
        return true;
    }
    if (iterable.kind != ValueKind::list) return false;
    const ObjectId owner(static_cast<std::size_t>(iterable.number));
    const Object& object = document_[owner];
    const auto visit_objects = [&](const std::vector<ObjectId>& objects) {
        for (ObjectId id : objects)
            if (!spend() || visit(make_object(id))) break;
        return true;
    };
    switch (static_cast<Attribute>(iterable.detail)) {
        case Attribute::data:
            return visit_objects(object.data);
        case Attribute::inputs:
        case Attribute::carriedBy:
            return visit_objects(object.inputs);
        case Attribute::outputs:
        case Attribute::processedBy:
            return visit_objects(object.outputs);
        case Attribute::levels: {
            const Details& details = document_.details_of(owner);
            if (details.levels.empty()) visit(make_integer(0));
            for (std::int64_t level : details.levels)
                if (visit(make_number(level))) break;
            return true;
        }
        case Attribute::overrides: {
            for (std::size_t i = 0; i < document_.details_of(owner).overrides.size(); ++i)
                if (visit({ValueKind::controls, 1})) break;
            return true;
        }
        case Attribute::assumptions: {
            for (std::size_t i = 0; i < document_.details_of(owner).assumptions.size(); ++i)
                if (visit({ValueKind::controls, 1})) break;
            return true;
        }
        case Attribute::sourceFiles: {
            for (const std::string& file : document_.details_of(owner).source_files) {
                const Symbol symbol = document_.texts.find(file);
                if (visit(symbol.valid() ? make_text(symbol) : make_none())) break;
            }
            return true;
        }
        default:
            return true;
    }
}

/// The same for the value of a node, which may be a generator.
template <typename Visit>
bool Evaluator::for_each_of(std::uint32_t index, Visit visit) {
    const Value value = evaluate(index);
    if (value.kind != ValueKind::sequence || value.detail == 0) return for_each(value, visit);
    const ConditionNode& node = condition_->nodes[static_cast<std::size_t>(value.number)];
    bool is_well = true;
    if (variables_.size() <= node.detail) variables_.resize(node.detail + std::size_t{1});
    const bool is_list = for_each(operand(node, 0), [&](const Value& item) {
        variables_[node.detail] = item;
        for (std::uint32_t i = 2; i < node.count; ++i) {
            const int truth = is_true(operand(node, i));
            if (truth < 0) is_well = false;
            if (truth <= 0) return !is_well;
        }
        const Value made = operand(node, 1);
        if (made.kind == ValueKind::missing) is_well = false;
        return !is_well || visit(made);
    });
    return is_list && is_well;
}

Value Evaluator::evaluate_fold(const ConditionNode& node) {
    const std::uint32_t over = condition_->operands[node.first];
    if (node.operation == Operation::any || node.operation == Operation::all) {
        const bool wanted = node.operation == Operation::any;
        bool found = false;
        bool is_well = true;
        const bool is_list = for_each_of(over, [&](const Value& item) {
            const int truth = is_true(item);
            if (truth < 0) is_well = false;
            found = truth >= 0 && (truth > 0) == wanted;
            return found || !is_well;
        });
        return is_list && is_well ? yes_or_no(found == wanted) : Value{};
    }
    if (node.operation == Operation::length) {
        const Value value = evaluate(over);
        if (value.kind == ValueKind::text)
            return make_number(static_cast<std::int64_t>(
                document_.texts[Symbol(static_cast<std::size_t>(value.number))].size()));
    }
    std::int64_t count = 0;
    bool is_well = true;
    double result = 0;
    const bool is_list = for_each_of(over, [&](const Value& item) {
        if (node.operation != Operation::length && !is_number(item)) is_well = false;
        const double number = as_real(item);
        if (node.operation == Operation::sum) result += number;
        if (node.operation == Operation::minimum) result = count == 0 ? number : std::min(result, number);
        if (node.operation == Operation::maximum) result = count == 0 ? number : std::max(result, number);
        ++count;
        return !is_well;
    });
    if (!is_list || !is_well) return {};
    if (node.operation == Operation::length) return make_number(count);
    if (count == 0 && node.operation != Operation::sum) return {};
    const auto whole = static_cast<std::int64_t>(std::clamp(result, -1e15, 1e15));
    return static_cast<double>(whole) == result ? make_number(whole) : make_real(result);
}

Value Evaluator::compare(Comparison comparison, const Value& left, const Value& right) {
    if (right.kind == ValueKind::missing) return {};
    switch (comparison) {
        case Comparison::equal:
            return yes_or_no(are_equal(left, right));
        case Comparison::not_equal:
            return yes_or_no(!are_equal(left, right));
        case Comparison::less:
            return is_less(left, right, false);
        case Comparison::less_equal:
            return is_less(left, right, true);
        case Comparison::greater:
            return is_less(right, left, false);
        case Comparison::greater_equal:
            return is_less(right, left, true);
        case Comparison::is:
        case Comparison::is_not: {
            const bool same =
                left.kind == right.kind && left.detail == right.detail && left.number == right.number;
            return yes_or_no(same == (comparison == Comparison::is));
        }
        case Comparison::in:
            return is_in(left, right);
        case Comparison::not_in: {
            const Value inside = is_in(left, right);
            return inside.kind == ValueKind::missing ? inside : yes_or_no(!inside.is_true());
        }
    }
    return {};
}

bool Evaluator::are_equal(const Value& left, const Value& right) {
    if (is_number(left) && is_number(right)) return as_real(left) == as_real(right);
    // A set of data equals the name of one of them.
    if (left.kind == ValueKind::list && right.kind == ValueKind::text) return is_in(right, left).is_true();
    if (right.kind == ValueKind::list && left.kind == ValueKind::text) return is_in(left, right).is_true();
    return left.kind == right.kind && left.detail == right.detail && left.number == right.number;
}

Value Evaluator::is_less(const Value& left, const Value& right, bool or_equal) const {
    if (is_number(left) && is_number(right))
        return yes_or_no(or_equal ? as_real(left) <= as_real(right) : as_real(left) < as_real(right));
    if (left.kind != right.kind) return {};
    if (left.kind == ValueKind::text) {
        const std::string_view a = document_.texts[Symbol(static_cast<std::size_t>(left.number))];
        const std::string_view b = document_.texts[Symbol(static_cast<std::size_t>(right.number))];
        return yes_or_no(or_equal ? a <= b : a < b);
    }
    if (left.kind != ValueKind::enumeration || left.detail != right.detail ||
        !table_of(static_cast<Enumeration>(left.detail)).ordered)
        return {};
    return yes_or_no(or_equal ? left.number <= right.number : left.number < right.number);
}

Value Evaluator::is_text_in(const Value& left, const Value& right) const {
    if (left.kind != ValueKind::text) return {};
    const std::string_view part = document_.texts[Symbol(static_cast<std::size_t>(left.number))];
    const std::string_view whole = document_.texts[Symbol(static_cast<std::size_t>(right.number))];
    return yes_or_no(whole.find(part) != std::string_view::npos);
}

Value Evaluator::is_in(const Value& left, const Value& right) {
    if (left.kind == ValueKind::missing) return {};
    if (right.kind == ValueKind::text) return is_text_in(left, right);
    bool found = false;
    bool is_well = true;
    const bool by_name = right.kind == ValueKind::list && left.kind == ValueKind::text;
    const bool is_list = for_each(right, [&](const Value& item) {
        if (item.kind == ValueKind::missing) is_well = false;
        const ObjectId object = object_of(item);
        found = by_name && object.valid() ? are_equal(document_.get(object, Attribute::name), left)
                                          : are_equal(item, left);
        return found || !is_well;
    });
    return is_list && is_well ? yes_or_no(found) : Value{};
}

Value Evaluator::has_data_leaks(ObjectId flow) {
    if (document_.kind_of(flow) != Class::dataflow) return {};
    const ObjectId source = document_.object(flow, Attribute::source);
    const ObjectId sink = document_.object(flow, Attribute::sink);
    std::int32_t least = document_.get(flow, Attribute::maxClassification).number;
    for (ObjectId end : {source, sink})
        if (end.valid()) least = std::min(least, document_.get(end, Attribute::maxClassification).number);
    for (ObjectId datum : document_[flow].data) {
        if (!spend()) return {};
        if (document_.get(datum, Attribute::classification).number > least) return yes_or_no(true);
    }
    return yes_or_no(false);
}

Value Evaluator::check_tls_version(ObjectId element, const Value& flows) {
    const std::int64_t least = document_.get(element, Attribute::minTLSVersion).number;
    bool found = false;
    bool is_well = true;
    const bool is_list = for_each(flows, [&](const Value& item) {
        const ObjectId flow = object_of(item);
        if (!flow.valid() || document_.kind_of(flow) != Class::dataflow) is_well = false;
        found = is_well && document_.get(flow, Attribute::tlsVersion).number < least;
        return found || !is_well;
    });
    return is_list && is_well ? yes_or_no(found) : Value{};
}

/// Directly inside one of the arguments from `from` on: a boundary or a class of them.
Value Evaluator::is_inside(const ConditionNode& node, ObjectId element, std::uint32_t from) {
    const Value boundary = document_.get(element, Attribute::inBoundary);
    for (std::uint32_t i = from; i < node.count; ++i) {
        const Value wanted = operand(node, i);
        if (wanted.kind == ValueKind::missing) return {};
        if (wanted.kind == ValueKind::type) {
            const ClassMask family = family_of(static_cast<Class>(wanted.number));
            if (object_of(boundary).valid() && document_.is_a(object_of(boundary), family))
                return yes_or_no(true);
        } else if (compare(Comparison::is, boundary, wanted).is_true()) {
            return yes_or_no(true);
        }
    }
    return yes_or_no(false);
}

Value Evaluator::crosses(const ConditionNode& node, ObjectId flow) {
    const ObjectId source = document_.object(flow, Attribute::source);
    const ObjectId sink = document_.object(flow, Attribute::sink);
    if (!source.valid() || !sink.valid()) return yes_or_no(false);
    const Value from = document_.get(source, Attribute::inBoundary);
    const Value to = document_.get(sink, Attribute::inBoundary);
    if (are_equal(from, to)) return yes_or_no(false);
    for (std::uint32_t i = 1; i < node.count; ++i) {
        const Value wanted = operand(node, i);
        if (wanted.kind == ValueKind::missing) return {};
        // For a class any difference counts.
        if (wanted.kind == ValueKind::type) return yes_or_no(true);
        if (compare(Comparison::is, from, wanted).is_true() != compare(Comparison::is, to, wanted).is_true())
            return yes_or_no(true);
    }
    return yes_or_no(false);
}

Value Evaluator::evaluate_method(const ConditionNode& node) {
    const ObjectId object = object_of(operand(node, 0));
    if (!object.valid() || document_.kind_of(object) == Class::data) return {};
    const ObjectId source = document_.object(object, Attribute::source);
    const ObjectId sink = document_.object(object, Attribute::sink);
    switch (node.operation) {
        case Operation::has_data_leaks:
            return has_data_leaks(object);
        case Operation::check_tls_version:
            return check_tls_version(object, operand(node, 1));
        case Operation::inside:
            return is_inside(node, object, 1);
        case Operation::crosses:
            return crosses(node, object);
        case Operation::enters:
            if (!source.valid() || !sink.valid()) return yes_or_no(false);
            if (document_.object(source, Attribute::inBoundary).valid()) return yes_or_no(false);
            return is_inside(node, sink, 1);
        case Operation::exits: {
            if (!source.valid() || !sink.valid()) return yes_or_no(false);
            const Value inside = is_inside(node, source, 1);
            if (inside.kind == ValueKind::missing || !inside.is_true()) return inside;
            return yes_or_no(!document_.object(sink, Attribute::inBoundary).valid());
        }
        case Operation::one_of:
            for (std::uint32_t i = 1; i < node.count; ++i) {
                const Value wanted = operand(node, i);
                if (wanted.kind == ValueKind::missing) return {};
                if (wanted.kind == ValueKind::type
                        ? document_.is_a(object, family_of(static_cast<Class>(wanted.number)))
                        : object_of(wanted) == object)
                    return yes_or_no(true);
            }
            return yes_or_no(false);
        default:
            return {};
    }
}

}  // namespace bartizan::pytm
