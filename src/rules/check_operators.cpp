// Operators, and the conversions between texts and values of enumerations that they bring.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "rules/checker.h"
#include "text/nearest_name.h"

namespace bartizan {
namespace {

bool same(const ExpressionType& a, const ExpressionType& b) {
    return a.base == b.base && a.item == b.item && a.enumeration == b.enumeration;
}

bool is_null_and_thing(const ExpressionType& a, const ExpressionType& b) {
    return a.base == BaseType::null && subject_of(b.base).has_value();
}

bool is_empty_list_and_list(const ExpressionType& a, const ExpressionType& b) {
    return a.base == b.base && (a.base == BaseType::list || a.base == BaseType::map) &&
           a.item == BaseType::null;
}

bool is_arithmetic(Operation operation) {
    return operation >= Operation::add && operation <= Operation::remainder;
}

bool works_on(Operation operation, BaseType type) {
    switch (type) {
        case BaseType::integer:
            return true;
        case BaseType::number:
            return operation != Operation::remainder;
        case BaseType::duration:
            return operation == Operation::add || operation == Operation::subtract;
        case BaseType::text:
        case BaseType::list:
            return operation == Operation::add;
        default:
            return false;
    }
}

}  // namespace

NodeId Checker::check_operation(const SyntaxNode& syntax) {
    if (syntax.operation == Operation::subtract && hyphenated_name(syntax)) return {};
    std::vector<NodeId> operands;
    bool good = true;
    for (NodeId operand : tree_.operands_of(syntax)) {
        operands.push_back(check(operand));
        good = good && operands.back().valid();
    }
    if (!good) return {};
    switch (syntax.operation) {
        case Operation::logical_not:
        case Operation::logical_and:
        case Operation::logical_or:
            return check_logical(syntax, operands);
        case Operation::conditional:
            return check_conditional(syntax, operands);
        case Operation::negate:
            return check_negate(syntax, operands[0]);
        case Operation::in:
            return check_in(syntax, operands);
        case Operation::index:
            return check_index(syntax, operands);
        case Operation::make_list:
            return check_list(syntax, operands);
        case Operation::make_map:
            return check_map(syntax, operands);
        default:
            break;
    }
    return is_arithmetic(syntax.operation) ? check_arithmetic(syntax, operands)
                                           : check_comparison(syntax, operands);
}

/// `flow.token-lifetime` is read as a difference; the person means an attribute.
bool Checker::hyphenated_name(const SyntaxNode& subtraction) {
    auto operands = tree_.operands_of(subtraction);
    const SyntaxNode* left = &tree_[operands[0]];
    const SyntaxNode& right = tree_[operands[1]];
    if (right.kind != SyntaxKind::identifier) return false;
    std::string name = right.name;
    while (left->kind == SyntaxKind::operation && left->operation == Operation::subtract) {
        const SyntaxNode& middle = tree_[tree_.operands_of(*left)[1]];
        if (middle.kind != SyntaxKind::identifier) return false;
        name = middle.name + "-" + name;
        left = &tree_[tree_.operands_of(*left)[0]];
    }
    if (left->kind != SyntaxKind::select) return false;
    name = left->name + "-" + name;
    bool is_attribute =
        std::ranges::find(schema_.attributes, name, &Attribute::name) != schema_.attributes.end();
    if (!is_attribute) return false;
    std::string with_underscores = name;
    std::ranges::replace(with_underscores, '-', '_');
    report(DiagnosticKind::unknown_attribute, left->name_begin, subtraction.end,
           fmt::format("`{}` is read as a difference", name), fmt::format("write `{}`", with_underscores));
    return true;
}

NodeId Checker::check_logical(const SyntaxNode& syntax, std::span<const NodeId> operands) {
    static constexpr std::array<std::string_view, 3> signs{"!", "&&", "||"};
    auto sign =
        signs[static_cast<std::size_t>(syntax.operation) - static_cast<std::size_t>(Operation::logical_not)];
    bool good = true;
    for (NodeId operand : operands) {
        const ExpressionNode& found = at(operand);
        if (found.type.base == BaseType::boolean) continue;
        report(DiagnosticKind::expression_type, found.begin, found.end,
               fmt::format("`{}` needs something true or false here, not {}", sign,
                           describe(found.type, schema_)),
               sign == "!" ? "put what is negated in parentheses: `!(… == …)`" : "");
        good = false;
    }
    if (!good) return {};
    return add(node(syntax.operation, simple(BaseType::boolean), syntax), operands);
}

NodeId Checker::check_conditional(const SyntaxNode& syntax, std::span<NodeId> operands) {
    const ExpressionNode& condition = at(operands[0]);
    if (condition.type.base != BaseType::boolean) {
        report(DiagnosticKind::expression_type, condition.begin, condition.end,
               fmt::format("before `?` stands something true or false, not {}",
                           describe(condition.type, schema_)));
        return {};
    }
    Unified unified = unify(operands[1], operands[2]);
    if (unified == Unified::no)
        report(DiagnosticKind::expression_type, syntax.name_begin, syntax.end,
               fmt::format("both sides of `:` must be alike; these are {} and {}",
                           describe(type(operands[1]), schema_), describe(type(operands[2]), schema_)));
    if (unified != Unified::yes) return {};
    ExpressionType result = type(operands[1]);
    bool first_is_empty = result.base == BaseType::null || result.item == BaseType::null;
    if (first_is_empty) result = type(operands[2]);
    if (result.names != type(operands[2]).names) result.names = Names::any;
    return add(node(Operation::conditional, result, syntax), operands);
}

NodeId Checker::check_negate(const SyntaxNode& syntax, NodeId operand) {
    BaseType base = type(operand).base;
    if (base == BaseType::integer || base == BaseType::number)
        return add(node(Operation::negate, simple(base), syntax), {operand});
    report(DiagnosticKind::expression_type, syntax.begin, syntax.end,
           fmt::format("`-` needs a number, not {}", describe(type(operand), schema_)),
           base == BaseType::boolean ? "for \"not\", write `!`" : "");
    return {};
}

NodeId Checker::check_arithmetic(const SyntaxNode& syntax, std::span<NodeId> operands) {
    if (syntax.operation == Operation::add)
        for (NodeId& operand : operands)
            if (type(operand).base == BaseType::enumeration) operand = to_text(operand);
    const ExpressionType& left = type(operands[0]);
    const ExpressionType& right = type(operands[1]);
    bool alike =
        same(left, right) || is_empty_list_and_list(left, right) || is_empty_list_and_list(right, left);
    if (alike && works_on(syntax.operation, left.base)) {
        ExpressionType result = left.item == BaseType::null ? right : left;
        result.names = Names::any;
        return add(node(syntax.operation, result, syntax), operands);
    }
    std::string_view sign = tree_.text.substr(syntax.name_begin, syntax.name_end - syntax.name_begin);
    std::string help;
    bool numbers = (left.base == BaseType::integer && right.base == BaseType::number) ||
                   (left.base == BaseType::number && right.base == BaseType::integer);
    if (numbers) help = "convert one with `double(…)` or `int(…)`";
    if (syntax.operation == Operation::add && (left.base == BaseType::text || right.base == BaseType::text))
        help = "convert the other with `string(…)`";
    report(DiagnosticKind::expression_type, syntax.name_begin, syntax.name_end,
           fmt::format("`{}` can't be used with {} and {}", sign, describe(left, schema_),
                       describe(right, schema_)),
           std::move(help));
    return {};
}

NodeId Checker::check_comparison(const SyntaxNode& syntax, std::span<NodeId> operands) {
    bool ordering = syntax.operation >= Operation::less && syntax.operation <= Operation::greater_equal;
    if (ordering) {
        for (NodeId operand : operands)
            if (!check_order(syntax, type(operand))) return {};
    }
    ExpressionType left_type = type(operands[0]);
    ExpressionType right_type = type(operands[1]);
    Unified unified = unify(operands[0], operands[1]);
    if (unified == Unified::reported) return {};
    // An order of texts is another one than that of the enumeration.
    bool order_lost = ordering && unified == Unified::yes && type(operands[0]).base == BaseType::text &&
                      (left_type.base == BaseType::enumeration || right_type.base == BaseType::enumeration);
    if (unified == Unified::no || order_lost) {
        report_mismatch(syntax, operands[0], operands[1]);
        return {};
    }
    return add(node(syntax.operation, simple(BaseType::boolean), syntax), operands);
}

bool Checker::check_order(const SyntaxNode& syntax, const ExpressionType& type) {
    std::string_view sign = tree_.text.substr(syntax.name_begin, syntax.name_end - syntax.name_begin);
    if (type.base == BaseType::enumeration && !schema_[type.enumeration].ordered) {
        report(DiagnosticKind::expression_type, syntax.name_begin, syntax.name_end,
               fmt::format("the values of `{}` have no order", schema_[type.enumeration].name),
               "compare with `==` or `in [\"…\", \"…\"]`");
        return false;
    }
    bool ordered = type.base == BaseType::boolean || type.base == BaseType::integer ||
                   type.base == BaseType::number || type.base == BaseType::text ||
                   type.base == BaseType::duration || type.base == BaseType::enumeration;
    if (!ordered)
        report(DiagnosticKind::expression_type, syntax.name_begin, syntax.name_end,
               fmt::format("`{}` can't compare {}", sign, describe(type, schema_)));
    return ordered;
}

void Checker::report_mismatch(const SyntaxNode& syntax, NodeId left, NodeId right) {
    const ExpressionType& a = type(left);
    const ExpressionType& b = type(right);
    std::string help;
    auto are = [&](BaseType x, BaseType y) {
        return (a.base == x && b.base == y) || (a.base == y && b.base == x);
    };
    if (are(BaseType::integer, BaseType::number)) help = "convert one with `double(…)` or `int(…)`";
    if (are(BaseType::duration, BaseType::text)) help = "write the duration as `duration(\"15m\")`";
    if (are(BaseType::boolean, BaseType::text)) help = "write `true` or `false` without quotes";
    if (are(BaseType::element, BaseType::text) || are(BaseType::flow, BaseType::text) ||
        are(BaseType::boundary, BaseType::text) || are(BaseType::data, BaseType::text))
        help = "compare its `id`";
    report(DiagnosticKind::expression_type, syntax.name_begin, syntax.name_end,
           fmt::format("{} can't be compared with {}", describe(a, schema_), describe(b, schema_)),
           std::move(help));
}

NodeId Checker::check_in(const SyntaxNode& syntax, std::span<NodeId> operands) {
    ExpressionType container = type(operands[1]);
    if (container.base == BaseType::map) {
        if (type(operands[0]).base == BaseType::enumeration) operands[0] = to_text(operands[0]);
        if (type(operands[0]).base == BaseType::text)
            return add(node(Operation::in, simple(BaseType::boolean), syntax), operands);
    }
    if (container.base == BaseType::list) {
        std::size_t problems_before = problems_.size();
        if (unify_with_items(operands[0], operands[1]))
            return add(node(Operation::in, simple(BaseType::boolean), syntax), operands);
        if (problems_.size() > problems_before) return {};
    }
    std::string help;
    if (container.base == BaseType::text) help = "for a part of a text, write `x.contains(\"…\")`";
    report(
        DiagnosticKind::expression_type, syntax.name_begin, syntax.name_end,
        fmt::format("{} can't be in {}", describe(type(operands[0]), schema_), describe(container, schema_)),
        std::move(help));
    return {};
}

bool Checker::unify_with_items(NodeId& item, NodeId list) {
    EnumerationId of_item =
        type(item).base == BaseType::enumeration ? type(item).enumeration : EnumerationId();
    if (of_item.valid() && is_list_of_text_constants(list)) return items_to_enumeration(list, of_item);
    if (of_item.valid() && type(list).item == BaseType::text) item = to_text(item);
    if (type(list).item == BaseType::enumeration && text_constant(item) != nullptr)
        return to_enumeration(item, type(list).enumeration);
    bool alike = same(type(item), item_of(type(list))) || type(list).item == BaseType::null;
    if (!alike) return false;
    bool good = true;
    if (is_list_of_text_constants(list))
        for (NodeId constant : expression.operands_of(at(list)))
            good = check_name(constant, type(item).names) && good;
    if (text_constant(item) != nullptr) good = check_name(item, type(list).names) && good;
    return good;
}

NodeId Checker::check_index(const SyntaxNode& syntax, std::span<NodeId> operands) {
    ExpressionType container = type(operands[0]);
    if (container.base == BaseType::map && type(operands[1]).base == BaseType::enumeration)
        operands[1] = to_text(operands[1]);
    BaseType index = type(operands[1]).base;
    bool good = (container.base == BaseType::list && index == BaseType::integer) ||
                (container.base == BaseType::map && index == BaseType::text);
    if (good && container.item != BaseType::null)
        return add(node(Operation::index, item_of(container), syntax), operands);
    report(DiagnosticKind::expression_type, syntax.name_begin, syntax.end,
           fmt::format("{} has no items by {}", describe(container, schema_),
                       describe(type(operands[1]), schema_)));
    return {};
}

NodeId Checker::check_list(const SyntaxNode& syntax, std::span<NodeId> operands) {
    ExpressionType item;
    if (!settle_items(syntax, operands, item)) return {};
    return add(node(Operation::make_list, container_of(BaseType::list, item), syntax), operands);
}

NodeId Checker::check_map(const SyntaxNode& syntax, std::span<NodeId> operands) {
    std::vector<NodeId> values;
    for (std::size_t i = 0; i < operands.size(); i += 2) {
        const ExpressionNode& key = at(operands[i]);
        if (key.type.base != BaseType::text) {
            report(DiagnosticKind::expression_type, key.begin, key.end,
                   fmt::format("the keys of a map are texts, not {}", describe(key.type, schema_)));
            return {};
        }
        values.push_back(operands[i + 1]);
    }
    ExpressionType item;
    if (!settle_items(syntax, values, item)) return {};
    for (std::size_t i = 0; i < values.size(); ++i) operands[2 * i + 1] = values[i];
    return add(node(Operation::make_map, container_of(BaseType::map, item), syntax), operands);
}

/// Items are of one type; where texts stand beside values of an enumeration, all become texts.
bool Checker::settle_items(const SyntaxNode& syntax, std::span<NodeId> items, ExpressionType& item_type) {
    if (items.empty()) return true;
    bool has_text = std::ranges::any_of(items, [&](NodeId id) { return type(id).base == BaseType::text; });
    for (NodeId& item : items) {
        if (has_text && type(item).base == BaseType::enumeration) item = to_text(item);
        if (!same(type(item), type(items[0]))) {
            report(DiagnosticKind::expression_type, at(item).begin, at(item).end,
                   fmt::format("the first item is {}, this one is {}", describe(type(items[0]), schema_),
                               describe(type(item), schema_)),
                   "the items of a list or map are of one type");
            return false;
        }
    }
    item_type = type(items[0]);
    for (NodeId item : items)
        if (type(item).names != item_type.names) item_type.names = Names::any;
    return is_flat(syntax, item_type);
}

bool Checker::is_flat(const SyntaxNode& syntax, const ExpressionType& item) {
    bool nested = item.base == BaseType::list || item.base == BaseType::map || item.base == BaseType::null;
    if (nested)
        report(DiagnosticKind::expression_type, syntax.name_begin, syntax.name_end,
               fmt::format("a list or map can't hold {}", describe(item, schema_)));
    return !nested;
}

Checker::Unified Checker::unify(NodeId& left, NodeId& right) {
    for (auto [one, other] : {std::pair(&left, &right), std::pair(&right, &left)}) {
        ExpressionType of_one = type(*one);
        ExpressionType of_other = type(*other);
        if (of_one.base == BaseType::enumeration && of_other.base == BaseType::text) {
            if (text_constant(*other) != nullptr)
                return to_enumeration(*other, of_one.enumeration) ? Unified::yes : Unified::reported;
            *one = to_text(*one);
            return Unified::yes;
        }
        bool enumeration_list = of_one.base == BaseType::list && of_one.item == BaseType::enumeration;
        if (enumeration_list && is_list_of_text_constants(*other))
            return items_to_enumeration(*other, of_one.enumeration) ? Unified::yes : Unified::reported;
        if (is_null_and_thing(of_one, of_other) || is_empty_list_and_list(of_one, of_other))
            return Unified::yes;
    }
    if (!same(type(left), type(right))) return Unified::no;
    return check_names(left, right) ? Unified::yes : Unified::reported;
}

bool Checker::is_list_of_text_constants(NodeId id) const {
    const ExpressionNode& list = expression[id];
    if (list.operation != Operation::make_list || list.type.item != BaseType::text) return false;
    return std::ranges::all_of(expression.operands_of(list),
                               [&](NodeId item) { return text_constant(item) != nullptr; });
}

bool Checker::to_enumeration(NodeId text_constant_id, EnumerationId enumeration) {
    ExpressionNode& constant = at(text_constant_id);
    const std::string& text = *text_constant(text_constant_id);
    auto ordinal = schema_[enumeration].ordinal(text);
    if (!ordinal) {
        report(DiagnosticKind::invalid_value, constant.begin, constant.end,
               fmt::format("`{}` is not a value of `{}`", text, schema_[enumeration].name),
               enumeration_help(schema_[enumeration], text));
        return false;
    }
    constant.type = simple(BaseType::enumeration);
    constant.type.enumeration = enumeration;
    expression.constants[constant.id] = static_cast<std::int64_t>(*ordinal);
    return true;
}

bool Checker::items_to_enumeration(NodeId list, EnumerationId enumeration) {
    bool good = true;
    for (NodeId item : expression.operands_of(at(list))) good = to_enumeration(item, enumeration) && good;
    at(list).type.item = BaseType::enumeration;
    at(list).type.enumeration = enumeration;
    return good;
}

bool Checker::check_names(NodeId left, NodeId right) {
    Names of_left = type(left).names;
    Names of_right = type(right).names;
    if (text_constant(right) != nullptr) return check_name(right, of_left);
    if (text_constant(left) != nullptr) return check_name(left, of_right);
    return true;
}

bool Checker::check_name(NodeId text_constant_id, Names names) {
    const ExpressionNode& constant = at(text_constant_id);
    const std::string& text = *text_constant(text_constant_id);
    std::vector<std::string> known;
    std::string_view what;
    DiagnosticKind kind = DiagnosticKind::invalid_value;
    switch (names) {
        case Names::any:
            return true;
        case Names::types:
            what = "type";
            kind = DiagnosticKind::unknown_type;
            for (const ElementType& type : schema_.types) known.push_back(type.name);
            break;
        case Names::kinds:
            what = "kind of element";
            known.assign(element_kind_names.begin(), element_kind_names.end());
            break;
        case Names::controls:
            what = "control";
            kind = DiagnosticKind::unknown_control;
            for (const Control& control : schema_.controls) known.push_back(control.name);
            break;
    }
    if (std::ranges::find(known, text) != known.end()) return true;
    report(kind, constant.begin, constant.end, fmt::format("there is no {} `{}`", what, text),
           did_you_mean(text, known));
    return false;
}

NodeId Checker::to_text(NodeId enumeration) {
    ExpressionNode result = at(enumeration);
    result.operation = Operation::call;
    result.which = static_cast<std::uint8_t>(Function::to_text);
    result.type = simple(BaseType::text);
    result.id = 0;
    return add(result, {enumeration});
}

}  // namespace bartizan
