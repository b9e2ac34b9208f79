// Functions and conversions.
#include <fmt/format.h>
#include <re2/re2.h>

#include <charconv>
#include <cmath>
#include <utility>

#include "rules/duration.h"
#include "rules/evaluation.h"

namespace bartizan {
namespace {

/// Size of a text in CEL: code points.
std::int64_t code_points(std::string_view text) {
    std::int64_t count = 0;
    for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
    return count;
}

template <typename Change>
std::string changed(std::string_view text, Change change) {
    std::string result(text);
    for (char& c : result) c = change(c);
    return result;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

Value integer_of(double number) {
    // 2^63 is a double, the largest integer is not.
    constexpr double limit = 9223372036854775808.0;
    bool fits = std::isfinite(number) && number < limit && number >= -limit;
    return fits ? integer_value(static_cast<std::int64_t>(number)) : error_value(EvaluationError::overflow);
}

template <typename Number>
bool parse_whole(std::string_view text, Number& number) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

std::string number_text(double number) {
    char buffer[32];
    auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer), number);
    return std::string(buffer, end);
}

}  // namespace

Value Evaluation::call(const ExpressionNode& node) {
    Value receiver = value(operands(node)[0]);
    if (receiver.is_error()) return receiver;
    auto function = static_cast<Function>(node.which);
    switch (function) {
        case Function::is:
        case Function::has_control:
        case Function::shielded_by:
        case Function::exposed:
        case Function::reachable_from:
        case Function::reaches:
        case Function::in_boundary:
        case Function::crosses:
        case Function::crosses_boundary:
            return call_on_thing(node, receiver);
        case Function::size:
            if (receiver.type == BaseType::text) return integer_value(code_points(receiver.text));
            return integer_value(receiver.type == BaseType::map ? receiver.list.count / 2
                                                                : receiver.list.count);
        case Function::join:
            return join(node, receiver);
        case Function::get_hours:
            return integer_value(receiver.integer / (3600 * nanoseconds_per_second));
        case Function::get_minutes:
            return integer_value(receiver.integer / (60 * nanoseconds_per_second));
        case Function::get_seconds:
            return integer_value(receiver.integer / nanoseconds_per_second);
        case Function::to_integer:
        case Function::to_number:
        case Function::to_text:
        case Function::to_boolean:
        case Function::to_duration:
            return convert(node, receiver);
        default:
            return call_on_text(node, receiver);
    }
}

Value Evaluation::call_on_thing(const ExpressionNode& node, const Value& receiver) {
    if (receiver.type == BaseType::null) return error_value(EvaluationError::no_such_thing);
    const Facts& facts = evaluator_.facts();
    Place place = place_of(receiver);
    switch (static_cast<Function>(node.which)) {
        case Function::is:
            return boolean_value(schema_.is(model_.elements[place.index].type, TypeId(node.id)));
        case Function::has_control:
            return has_control(ControlId(node.id), place);
        case Function::shielded_by: {
            const ControlCover& cover = facts.cover(ControlId(node.id));
            bool is_flow = place.subject == Subject::flow;
            return boolean_value((is_flow ? cover.flow_shielded : cover.element_shielded)[place.index] != 0);
        }
        case Function::exposed:
            return boolean_value(facts.exposed()[place.index] != 0);
        case Function::reachable_from:
            return boolean_value(facts.reachable_from(TypeId(node.id))[place.index] != 0);
        case Function::reaches:
            return boolean_value(facts.reaches(TypeId(node.id))[place.index] != 0);
        case Function::crosses:
            return boolean_value(facts.crosses()[place.index] != 0);
        default:
            break;
    }
    // A boundary that this model does not have holds nothing and is crossed by nothing.
    const ExpressionNode& argument = expression_[operands(node)[1]];
    BoundaryId boundary = model_.find_boundary(std::get<std::string>(expression_.constants[argument.id]));
    if (!boundary.valid()) return boolean_value(false);
    if (static_cast<Function>(node.which) == Function::in_boundary)
        return boolean_value(model_.is_inside(ElementId(place.index), boundary));
    return boolean_value(model_.crosses(FlowId(place.index), boundary));
}

Value Evaluation::has_control(ControlId control, Place place) const {
    const Facts& facts = evaluator_.facts();
    if (place.subject == Subject::element)
        return boolean_value(facts.cover(control).element_covered[place.index] != 0);
    if (place.subject == Subject::flow)
        return boolean_value(facts.cover(control).flow_covered[place.index] != 0);
    for (std::uint32_t placement : facts.placements_of(control)) {
        Place placed = facts.placements()[placement].place;
        bool around = placed.subject == Subject::boundary &&
                      model_.is_inside(BoundaryId(place.index), BoundaryId(placed.index));
        if (around) return boolean_value(true);
    }
    return boolean_value(false);
}

Value Evaluation::call_on_text(const ExpressionNode& node, const Value& receiver) {
    auto function = static_cast<Function>(node.which);
    std::string_view text = receiver.text;
    if (function == Function::lower_ascii) return arena_.keep(changed(text, lower));
    if (function == Function::upper_ascii) return arena_.keep(changed(text, upper));
    if (!arena_.spend(text.size() / 16)) return error_value(EvaluationError::out_of_budget);
    if (function == Function::matches) {
        // CEL looks for the pattern anywhere in the text.
        return boolean_value(re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()),
                                                    *expression_.patterns[node.id]));
    }
    Value argument = value(operands(node)[1]);
    if (argument.is_error()) return argument;
    switch (function) {
        case Function::contains:
            return boolean_value(text.find(argument.text) != std::string_view::npos);
        case Function::starts_with:
            return boolean_value(text.starts_with(argument.text));
        default:
            return boolean_value(text.ends_with(argument.text));
    }
}

Value Evaluation::join(const ExpressionNode& node, const Value& list) {
    Value separator = text_value("");
    if (operands(node).size() > 1) separator = value(operands(node)[1]);
    if (separator.is_error()) return separator;
    const ExpressionType& type = expression_[operands(node)[0]].type;
    std::string result;
    for (std::uint32_t i = 0; i < list.list.count; ++i) {
        if (i > 0) result += separator.text;
        Value part = item(list.list, i);
        std::string_view text =
            type.item == BaseType::enumeration
                ? schema_[type.enumeration].values[static_cast<std::size_t>(part.integer)].name
                : part.text;
        if (!arena_.spend() || !arena_.spend_bytes(text.size() + separator.text.size()))
            return error_value(EvaluationError::out_of_budget);
        result += text;
    }
    return arena_.keep(std::move(result));
}

Value Evaluation::convert(const ExpressionNode& node, const Value& from) {
    auto function = static_cast<Function>(node.which);
    BaseType source = from.type;
    if (source == node.type.base) return from;
    if (function == Function::to_integer && source == BaseType::number) return integer_of(from.number);
    if (function == Function::to_number && source == BaseType::integer)
        return number_value(static_cast<double>(from.integer));
    if (function == Function::to_text) {
        const ExpressionType& type = expression_[operands(node)[0]].type;
        switch (source) {
            case BaseType::boolean:
                return text_value(from.is_true() ? "true" : "false");
            case BaseType::integer:
                return arena_.keep(std::to_string(from.integer));
            case BaseType::number:
                return arena_.keep(number_text(from.number));
            case BaseType::duration:
                return arena_.keep(condition_duration_text(from.integer));
            default:
                return text_value(
                    schema_[type.enumeration].values[static_cast<std::size_t>(from.integer)].name);
        }
    }
    if (function == Function::to_boolean) {
        if (from.text == "true") return boolean_value(true);
        if (from.text == "false") return boolean_value(false);
    }
    if (function == Function::to_integer) {
        std::int64_t number = 0;
        if (parse_whole(from.text, number)) return integer_value(number);
    }
    if (function == Function::to_number) {
        double number = 0;
        if (parse_whole(from.text, number)) return number_value(number);
    }
    if (function == Function::to_duration) {
        if (auto duration = parse_condition_duration(from.text))
            return integer_value(*duration, BaseType::duration);
    }
    return error_value(EvaluationError::no_conversion);
}

}  // namespace bartizan
