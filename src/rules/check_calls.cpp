// Functions, methods and macros.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <utility>

#include "rules/checker.h"
#include "rules/duration.h"
#include "text/nearest_name.h"

namespace bartizan {
namespace {

struct MacroName {
    std::string_view name;
    Macro macro;
};
constexpr std::array macro_names{MacroName{"all", Macro::all}, MacroName{"exists", Macro::exists},
                                 MacroName{"exists_one", Macro::exists_one},
                                 MacroName{"filter", Macro::filter}, MacroName{"map", Macro::map}};

/// Memory that one compiled pattern may take.
constexpr std::int64_t max_pattern_bytes = 1 << 20;

std::string_view what_is_wanted(Parameter parameter) {
    switch (parameter) {
        case Parameter::none:
            return "nothing";
        case Parameter::text:
            return "a text";
        case Parameter::type_name:
            return "the name of a type";
        case Parameter::control_name:
            return "the name of a control";
        case Parameter::boundary_id:
            return "the id of a boundary";
        case Parameter::pattern:
            break;
    }
    return "a regular expression";
}

bool is_function(std::string_view name) {
    return std::ranges::find(all_functions(), name, &FunctionInfo::name) != all_functions().end();
}

bool needs_control(Function function) {
    return function == Function::has_control || function == Function::shielded_by;
}

}  // namespace

NodeId Checker::check_call(const SyntaxNode& syntax) { return check_function(syntax, false); }

NodeId Checker::check_method(const SyntaxNode& syntax) {
    if (auto macro = macro_of(syntax)) return check_macro(syntax, *macro);
    return check_function(syntax, true);
}

NodeId Checker::check_function(const SyntaxNode& syntax, bool as_method) {
    std::vector<NodeId> operands;
    bool good = true;
    for (NodeId operand : tree_.operands_of(syntax)) {
        operands.push_back(check(operand));
        good = good && operands.back().valid();
        // The arguments of a misspelt macro name variables that are not there; one mistake is enough.
        if (as_method && operands.size() == 1 && good && !is_function(syntax.name)) {
            unknown_method_of(syntax, type(operands[0]));
            return {};
        }
    }
    if (!good) return {};
    const FunctionInfo* function = find_function(syntax, as_method, operands);
    if (function == nullptr) {
        unknown_function(syntax, as_method, operands);
        return {};
    }
    if (needs_control(function->function) && !controls_allowed(syntax)) return {};
    if (function->function == Function::to_duration && text_constant(operands[0]) != nullptr)
        return fold_duration(syntax, operands[0]);
    ExpressionNode result = node(Operation::call, simple(function->result), syntax);
    result.which = static_cast<std::uint8_t>(function->function);
    if (operands.size() == 2 && !check_parameter(*function, syntax, operands[1], result)) return {};
    if (function->function == Function::join) {
        BaseType item = type(operands[0]).item;
        if (item != BaseType::text && item != BaseType::enumeration && item != BaseType::null) {
            report(DiagnosticKind::expression_type, syntax.name_begin, syntax.name_end,
                   fmt::format("`join` takes a list of texts, not {}", describe(type(operands[0]), schema_)));
            return {};
        }
    }
    return add(result, operands);
}

/// The function for these operands. The value of an enumeration counts as a text where there is none for it.
const FunctionInfo* Checker::find_function(const SyntaxNode& syntax, bool as_method,
                                           std::span<NodeId> operands) {
    if (operands.empty()) return nullptr;
    BaseType receiver = type(operands[0]).base;
    const FunctionInfo* for_text = nullptr;
    for (const FunctionInfo& function : all_functions()) {
        std::size_t count = function.parameter == Parameter::none ? 1 : 2;
        bool callable = as_method ? function.as_method : function.as_global;
        if (!callable || function.name != syntax.name || operands.size() != count) continue;
        if (function.receiver == receiver) return &function;
        if (function.receiver == BaseType::text && receiver == BaseType::enumeration) for_text = &function;
    }
    if (for_text != nullptr) operands[0] = to_text(operands[0]);
    return for_text;
}

void Checker::unknown_function(const SyntaxNode& syntax, bool as_method, std::span<const NodeId> operands) {
    const std::string& name = syntax.name;
    const FunctionInfo* callable = nullptr;
    const FunctionInfo* other_form = nullptr;
    const FunctionInfo* of_receiver = nullptr;
    for (const FunctionInfo& function : all_functions()) {
        if (function.name != name) continue;
        bool callable_so = as_method ? function.as_method : function.as_global;
        (callable_so ? callable : other_form) = &function;
        if (callable_so && !operands.empty() && function.receiver == type(operands[0]).base)
            of_receiver = &function;
    }
    auto tell = [&](std::string message, std::string help = {}) {
        report(DiagnosticKind::expression_type, syntax.name_begin, syntax.name_end, std::move(message),
               std::move(help));
    };
    if (of_receiver != nullptr && as_method)
        return tell(fmt::format("`{}` takes {}", name, what_is_wanted(of_receiver->parameter)),
                    of_receiver->parameter == Parameter::none ? fmt::format("write `{}()`", name) : "");
    if (callable != nullptr && (operands.empty() || of_receiver != nullptr))
        return tell(fmt::format("`{}` takes {}", name,
                                callable->parameter == Parameter::none ? "one value" : "two values"));
    if (callable != nullptr && as_method)
        return tell(fmt::format("{} has no function `{}`", describe(type(operands[0]), schema_), name));
    if (callable != nullptr)
        return tell(fmt::format("`{}` does not take {}", name, describe(type(operands[0]), schema_)));
    if (other_form != nullptr && as_method)
        return tell(fmt::format("`{}` is not called on a value", name),
                    fmt::format("write it as `{}(…)`", name));
    if (other_form != nullptr)
        return tell(fmt::format("`{}` is called on a value", name),
                    fmt::format("write it as `x.{}(…)`", name));
    std::vector<std::string> names{"has"};
    for (const FunctionInfo& function : all_functions())
        if (function.as_global) names.emplace_back(function.name);
    report(DiagnosticKind::unknown_name, syntax.name_begin, syntax.name_end,
           fmt::format("there is no function `{}`", name), did_you_mean(name, names));
}

void Checker::unknown_method_of(const SyntaxNode& syntax, const ExpressionType& receiver) {
    std::vector<std::string> names;
    for (const FunctionInfo& function : all_functions())
        if (function.as_method && function.receiver == receiver.base) names.emplace_back(function.name);
    if (receiver.base == BaseType::list)
        for (const MacroName& macro : macro_names) names.emplace_back(macro.name);
    std::string help = did_you_mean(syntax.name, names);
    if (auto subject = subject_of(receiver.base)) {
        auto members = member_names(schema_, *subject);
        if (std::ranges::find(members, syntax.name) != members.end())
            help = fmt::format("it is no function: write `{}` without parentheses", syntax.name);
    }
    report(DiagnosticKind::unknown_name, syntax.name_begin, syntax.name_end,
           fmt::format("{} has no function `{}`", describe(receiver, schema_), syntax.name), std::move(help));
}

bool Checker::check_parameter(const FunctionInfo& function, const SyntaxNode& syntax, NodeId argument,
                              ExpressionNode& node) {
    const ExpressionNode& found = at(argument);
    bool is_text = found.type.base == BaseType::text || found.type.base == BaseType::enumeration;
    const std::string* text = text_constant(argument);
    bool must_be_constant = function.parameter != Parameter::text;
    if (!is_text || (must_be_constant && text == nullptr)) {
        report(DiagnosticKind::expression_type, found.begin, found.end,
               fmt::format("`{}` takes {}{}", syntax.name, what_is_wanted(function.parameter),
                           must_be_constant ? " in quotes" : ""));
        return false;
    }
    if (function.parameter == Parameter::text) return true;
    if (function.parameter == Parameter::pattern) return compile_pattern(*text, found, node);
    return check_named_argument(function.parameter, *text, found, node);
}

bool Checker::check_named_argument(Parameter parameter, const std::string& text, const ExpressionNode& at,
                                   ExpressionNode& node) {
    // Boundaries belong to models, which are not known when packs are loaded.
    if (parameter == Parameter::boundary_id) return true;
    bool is_type = parameter == Parameter::type_name;
    node.id = is_type ? schema_.find_type(text).index : schema_.find_control(text).index;
    if (node.id != TypeId::none_value) return true;
    std::vector<std::string> names;
    if (is_type) {
        for (const ElementType& type : schema_.types) names.push_back(type.name);
    } else {
        for (const Control& control : schema_.controls) names.push_back(control.name);
    }
    report(is_type ? DiagnosticKind::unknown_type : DiagnosticKind::unknown_control, at.begin, at.end,
           fmt::format("there is no {} `{}`", is_type ? "type" : "control", text), did_you_mean(text, names));
    return false;
}

bool Checker::compile_pattern(const std::string& pattern, const ExpressionNode& at, ExpressionNode& node) {
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_max_mem(max_pattern_bytes);
    auto compiled = std::make_shared<const re2::RE2>(pattern, options);
    if (!compiled->ok()) {
        report(DiagnosticKind::invalid_value, at.begin, at.end,
               fmt::format("this is no regular expression: {}", compiled->error()),
               "the syntax is that of RE2; a raw text r\"…\" needs no doubled backslashes");
        return false;
    }
    node.id = static_cast<std::uint32_t>(expression.patterns.size());
    expression.patterns.push_back(std::move(compiled));
    return true;
}

NodeId Checker::fold_duration(const SyntaxNode& syntax, NodeId argument) {
    auto duration = parse_condition_duration(*text_constant(argument));
    if (!duration) {
        report(DiagnosticKind::invalid_value, at(argument).begin, at(argument).end,
               fmt::format("`{}` is no duration", *text_constant(argument)),
               "write it as `15m`, `12h` or `30d`");
        return {};
    }
    ExpressionNode result = node(Operation::constant, simple(BaseType::duration), syntax);
    result.id = static_cast<std::uint32_t>(expression.constants.size());
    expression.constants.emplace_back(*duration);
    return add(result);
}

std::optional<Macro> Checker::macro_of(const SyntaxNode& syntax) const {
    auto found = std::ranges::find(macro_names, syntax.name, &MacroName::name);
    if (found == macro_names.end()) return std::nullopt;
    return found->macro;
}

NodeId Checker::check_macro(const SyntaxNode& syntax, Macro macro) {
    auto operands = tree_.operands_of(syntax);
    bool right_count = operands.size() == 3 || (macro == Macro::map && operands.size() == 4);
    bool names_variable = operands.size() > 1 && tree_[operands[1]].kind == SyntaxKind::identifier;
    if (!right_count || !names_variable) {
        report(DiagnosticKind::expression_type, syntax.name_begin, syntax.name_end,
               fmt::format("`{}` takes a name for the item and an expression about it", syntax.name),
               fmt::format("write it as `{}(x, …x…)`", syntax.name));
        return {};
    }
    NodeId range = check(operands[0]);
    if (!range.valid()) return {};
    ExpressionType range_type = type(range);
    if (range_type.base != BaseType::list && range_type.base != BaseType::map) {
        report(DiagnosticKind::expression_type, syntax.name_begin, syntax.name_end,
               fmt::format("`{}` needs a list, not {}", syntax.name, describe(range_type, schema_)));
        return {};
    }
    std::uint32_t slot = expression.slot_count++;
    ExpressionType item = range_type.base == BaseType::map ? simple(BaseType::text) : item_of(range_type);
    variables_.push_back({tree_[operands[1]].name, slot, item});
    std::vector<NodeId> bodies;
    bool good = true;
    for (NodeId operand : operands.subspan(2)) {
        bodies.push_back(check(operand));
        good = good && bodies.back().valid();
    }
    variables_.pop_back();
    return good ? macro_node(syntax, macro, range, slot, bodies) : NodeId();
}

NodeId Checker::macro_node(const SyntaxNode& syntax, Macro macro, NodeId range, std::uint32_t slot,
                           std::span<const NodeId> bodies) {
    std::vector<NodeId> operands{range};
    // map(x, predicate, transform) keeps the transform first, as it is always there.
    for (auto body = bodies.rbegin(); body != bodies.rend(); ++body) operands.push_back(*body);
    bool has_transform = macro == Macro::map;
    for (std::size_t i = has_transform ? 2 : 1; i < operands.size(); ++i) {
        if (type(operands[i]).base == BaseType::boolean) continue;
        report(DiagnosticKind::expression_type, at(operands[i]).begin, at(operands[i]).end,
               fmt::format("`{}` needs something true or false here, not {}", syntax.name,
                           describe(type(operands[i]), schema_)));
        return {};
    }
    ExpressionType result_type = simple(BaseType::boolean);
    if (macro == Macro::filter) {
        ExpressionType range_type = type(range);
        result_type = container_of(
            BaseType::list, range_type.base == BaseType::map ? simple(BaseType::text) : item_of(range_type));
    }
    if (has_transform) {
        if (!is_flat(syntax, type(operands[1]))) return {};
        result_type = container_of(BaseType::list, type(operands[1]));
    }
    ExpressionNode result = node(Operation::macro, result_type, syntax);
    result.which = static_cast<std::uint8_t>(macro);
    result.id = slot;
    return add(result, operands);
}

}  // namespace bartizan
