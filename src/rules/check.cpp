#include "rules/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "rules/checker.h"
#include "text/nearest_name.h"

namespace bartizan {
namespace {

constexpr std::array element_variables{ScopeVariable{"element", self_slot, BaseType::element},
                                       ScopeVariable{"model", model_slot, BaseType::model}};
constexpr std::array flow_variables{ScopeVariable{"flow", self_slot, BaseType::flow},
                                    ScopeVariable{"source", source_slot, BaseType::element},
                                    ScopeVariable{"target", target_slot, BaseType::element},
                                    ScopeVariable{"model", model_slot, BaseType::model}};
constexpr std::array boundary_variables{ScopeVariable{"boundary", self_slot, BaseType::boundary},
                                        ScopeVariable{"model", model_slot, BaseType::model}};
constexpr std::array data_variables{ScopeVariable{"data", self_slot, BaseType::data},
                                    ScopeVariable{"model", model_slot, BaseType::model}};
constexpr std::array model_variables{ScopeVariable{"model", model_slot, BaseType::model}};

std::string with_hyphens(std::string_view name) {
    std::string result(name);
    std::ranges::replace(result, '_', '-');
    return result;
}

ExpressionType type_of_attribute(const Attribute& attribute) {
    static constexpr std::array bases{BaseType::boolean, BaseType::integer, BaseType::text,
                                      BaseType::duration, BaseType::enumeration};
    ExpressionType item = simple(bases[static_cast<std::size_t>(attribute.type)]);
    if (attribute.type == ValueType::enumeration) item.enumeration = attribute.enumeration;
    return attribute.is_list ? container_of(BaseType::list, item) : item;
}

constexpr std::string_view plural_of(Subject subject) {
    constexpr std::array<std::string_view, 5> names{"elements", "flows", "boundaries", "data", "the model"};
    return names[static_cast<std::size_t>(subject)];
}

bool asks_for_controls(Member member) { return member == Member::controls; }

}  // namespace

std::span<const ScopeVariable> scope_variables(Subject scope) {
    switch (scope) {
        case Subject::element:
            return element_variables;
        case Subject::flow:
            return flow_variables;
        case Subject::boundary:
            return boundary_variables;
        case Subject::data:
            return data_variables;
        case Subject::model:
            break;
    }
    return model_variables;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
    std::vector<std::string_view> views(candidates.begin(), candidates.end());
    return did_you_mean(name, std::span<const std::string_view>(views));
}

std::string enumeration_help(const Enumeration& enumeration, std::string_view wrong) {
    std::vector<std::string> names;
    for (const EnumerationValue& value : enumeration.values) names.push_back(value.name);
    std::string help = did_you_mean(wrong, names);
    constexpr std::size_t few = 12;
    if (help.empty() && names.size() <= few)
        help = fmt::format("the values are `{}`", fmt::join(names, "`, `"));
    return help;
}

Checker::Checker(const SyntaxTree& tree, Subject scope, const Schema& schema, ConditionOptions options,
                 Problems& problems)
    : tree_(tree), schema_(schema), options_(options), problems_(problems) {
    expression.scope = scope;
    for (const ScopeVariable& variable : scope_variables(scope))
        variables_.push_back({variable.name, variable.slot, simple(variable.type)});
}

ExpressionNode Checker::node(Operation operation, const ExpressionType& type,
                             const SyntaxNode& syntax) const {
    ExpressionNode result;
    result.operation = operation;
    result.type = type;
    result.begin = syntax.begin;
    result.end = syntax.end;
    return result;
}

NodeId Checker::add(ExpressionNode node, std::span<const NodeId> operands) {
    node.operands = {static_cast<std::uint32_t>(expression.operands.size()),
                     static_cast<std::uint32_t>(operands.size())};
    expression.operands.insert(expression.operands.end(), operands.begin(), operands.end());
    expression.nodes.push_back(node);
    return NodeId(expression.nodes.size() - 1);
}

void Checker::report(DiagnosticKind kind, std::uint32_t begin, std::uint32_t end, std::string message,
                     std::string help) {
    problems_.push_back({kind, begin, end, std::move(message), std::move(help)});
}

const std::string* Checker::text_constant(NodeId id) const {
    const ExpressionNode& found = expression[id];
    if (found.operation != Operation::constant || found.type.base != BaseType::text) return nullptr;
    return &std::get<std::string>(expression.constants[found.id]);
}

NodeId Checker::check(NodeId syntax) {
    const SyntaxNode& found = tree_[syntax];
    switch (found.kind) {
        case SyntaxKind::literal:
            return check_literal(found);
        case SyntaxKind::identifier:
            return check_identifier(found);
        case SyntaxKind::select:
            return check_select(found);
        case SyntaxKind::call:
            return found.name == "has" ? check_stated(found) : check_call(found);
        case SyntaxKind::method:
            return check_method(found);
        case SyntaxKind::operation:
            break;
    }
    return check_operation(found);
}

NodeId Checker::check_literal(const SyntaxNode& syntax) {
    static constexpr std::array bases{BaseType::null, BaseType::boolean, BaseType::integer, BaseType::number,
                                      BaseType::text};
    const Constant& value = tree_.constants[syntax.value];
    ExpressionNode result = node(Operation::constant, simple(bases[value.index()]), syntax);
    result.id = static_cast<std::uint32_t>(expression.constants.size());
    expression.constants.push_back(value);
    return add(result);
}

NodeId Checker::check_identifier(const SyntaxNode& syntax) {
    // The innermost variable of a name hides the others.
    auto found = std::find_if(variables_.rbegin(), variables_.rend(),
                              [&](const Variable& variable) { return variable.name == syntax.name; });
    if (found != variables_.rend()) {
        ExpressionNode result = node(Operation::variable, found->type, syntax);
        result.id = found->slot;
        return add(result);
    }
    std::vector<std::string> names;
    for (const Variable& variable : variables_) names.emplace_back(variable.name);
    std::string help = did_you_mean(syntax.name, names);
    bool may_lack_quotes = schema_.find_type(with_hyphens(syntax.name)).valid() ||
                           schema_.find_control(with_hyphens(syntax.name)).valid();
    for (const Enumeration& enumeration : schema_.enumerations)
        may_lack_quotes = may_lack_quotes || enumeration.ordinal(with_hyphens(syntax.name)).has_value();
    if (help.empty() && may_lack_quotes)
        help = fmt::format("texts stand in quotes: \"{}\"", with_hyphens(syntax.name));
    if (help.empty()) help = fmt::format("here are `{}`", fmt::join(names, "`, `"));
    report(DiagnosticKind::unknown_name, syntax.begin, syntax.end,
           fmt::format("there is no variable `{}`", syntax.name), std::move(help));
    return {};
}

NodeId Checker::check_select(const SyntaxNode& syntax) {
    NodeId receiver = check(tree_.operands_of(syntax)[0]);
    if (!receiver.valid()) return {};
    ExpressionType receiver_type = type(receiver);
    if (auto subject = subject_of(receiver_type.base)) return select_from_thing(syntax, receiver, *subject);
    if (receiver_type.base == BaseType::map) {
        ExpressionNode key = node(Operation::constant, simple(BaseType::text), syntax);
        key.id = static_cast<std::uint32_t>(expression.constants.size());
        expression.constants.emplace_back(syntax.name);
        return add(node(Operation::index, item_of(receiver_type), syntax), {receiver, add(key)});
    }
    std::string help;
    if (receiver_type.base == BaseType::list)
        help = fmt::format("ask each of them: `{}.exists(x, x.{} …)`",
                           tree_.text.substr(at(receiver).begin, at(receiver).end - at(receiver).begin),
                           syntax.name);
    report(DiagnosticKind::expression_type, syntax.name_begin, syntax.name_end,
           fmt::format("{} has no member `{}`", describe(receiver_type, schema_), syntax.name),
           std::move(help));
    return {};
}

NodeId Checker::select_from_thing(const SyntaxNode& syntax, NodeId receiver, Subject subject) {
    if (const MemberInfo* member = find_member(subject, syntax.name)) {
        if (asks_for_controls(member->member) && !controls_allowed(syntax)) return {};
        ExpressionNode result = node(Operation::member, member->type, syntax);
        result.which = static_cast<std::uint8_t>(member->member);
        return add(result, {receiver});
    }
    AttributeId attribute = schema_.find_attribute(subject, with_hyphens(syntax.name));
    if (!attribute.valid()) {
        unknown_member(syntax, subject);
        return {};
    }
    ExpressionNode result = node(Operation::attribute, type_of_attribute(schema_[attribute]), syntax);
    result.id = attribute.index;
    return add(result, {receiver});
}

void Checker::unknown_member(const SyntaxNode& syntax, Subject subject) {
    std::string help;
    for (const FunctionInfo& function : all_functions())
        if (help.empty() && function.as_method && function.name == syntax.name &&
            function.receiver == type_of(subject))
            help = fmt::format("it is a function: write `{}({})`", syntax.name,
                               function.parameter == Parameter::none ? "" : "\"…\"");
    if (help.empty()) help = did_you_mean(syntax.name, member_names(schema_, subject));
    std::string_view verb = subject == Subject::model ? "has" : "have";
    report(DiagnosticKind::unknown_attribute, syntax.name_begin, syntax.name_end,
           fmt::format("{} {} no attribute `{}`", plural_of(subject), verb, syntax.name), std::move(help));
}

bool Checker::controls_allowed(const SyntaxNode& syntax) {
    if (options_.allow_controls) return true;
    report(DiagnosticKind::expression_type, syntax.name_begin, syntax.name_end,
           "a condition that recognises a control can't ask for controls", "ask for attributes only");
    return false;
}

NodeId Checker::check_stated(const SyntaxNode& syntax) {
    auto operands = tree_.operands_of(syntax);
    bool has_one_select = operands.size() == 1 && tree_[operands[0]].kind == SyntaxKind::select;
    if (!has_one_select) {
        report(DiagnosticKind::expression_type, syntax.begin, syntax.end, "`has` takes one attribute",
               "write it as `has(flow.protocol)`");
        return {};
    }
    const SyntaxNode& select = tree_[operands[0]];
    NodeId receiver = check(tree_.operands_of(select)[0]);
    if (!receiver.valid()) return {};
    ExpressionType receiver_type = type(receiver);
    if (auto subject = subject_of(receiver_type.base))
        return stated_of_thing(syntax, select, receiver, *subject);
    if (receiver_type.base == BaseType::map) {
        ExpressionNode key = node(Operation::constant, simple(BaseType::text), select);
        key.id = static_cast<std::uint32_t>(expression.constants.size());
        expression.constants.emplace_back(select.name);
        NodeId key_node = add(key);
        return add(node(Operation::in, simple(BaseType::boolean), syntax), {key_node, receiver});
    }
    report(DiagnosticKind::expression_type, select.name_begin, select.name_end,
           fmt::format("{} has no member `{}`", describe(receiver_type, schema_), select.name));
    return {};
}

NodeId Checker::stated_of_thing(const SyntaxNode& syntax, const SyntaxNode& select, NodeId receiver,
                                Subject subject) {
    ExpressionNode result = node(Operation::is_stated, simple(BaseType::boolean), syntax);
    if (const MemberInfo* member = find_member(subject, select.name)) {
        if (asks_for_controls(member->member) && !controls_allowed(select)) return {};
        if (!member->optional && member->type.base != BaseType::list) {
            report(DiagnosticKind::expression_type, select.name_begin, select.name_end,
                   fmt::format("`{}` is always there", select.name),
                   "`has` asks for attributes that the model states");
            return {};
        }
        result.which = 1;
        result.id = static_cast<std::uint32_t>(member->member);
        return add(result, {receiver});
    }
    AttributeId attribute = schema_.find_attribute(subject, with_hyphens(select.name));
    if (!attribute.valid()) {
        unknown_member(select, subject);
        return {};
    }
    result.id = attribute.index;
    return add(result, {receiver});
}

bool Checker::check_use(NodeId root, ExpressionUse use) {
    const ExpressionNode& found = at(root);
    BaseType base = found.type.base;
    if (use == ExpressionUse::condition && base != BaseType::boolean) {
        report(DiagnosticKind::expression_type, found.begin, found.end,
               fmt::format("a condition is true or false; this is {}", describe(found.type, schema_)));
        return false;
    }
    bool can_be_written = base != BaseType::null && base != BaseType::map;
    if (use == ExpressionUse::placeholder && !can_be_written) {
        report(DiagnosticKind::expression_type, found.begin, found.end,
               fmt::format("{} can't be written out", describe(found.type, schema_)));
        return false;
    }
    return true;
}

std::optional<Expression> check_expression(const SyntaxTree& tree, NodeId root, Subject scope,
                                           const Schema& schema, ExpressionUse use, ConditionOptions options,
                                           Problems& problems) {
    if (tree[root].depth > max_expression_depth) {
        problems.push_back({DiagnosticKind::too_deep,
                            tree[root].begin,
                            tree[root].end,
                            fmt::format("this is nested more than {} levels deep", max_expression_depth),
                            {}});
        return std::nullopt;
    }
    std::size_t problems_before = problems.size();
    Checker checker(tree, scope, schema, options, problems);
    NodeId checked = checker.check(root);
    if (!checked.valid() || !checker.check_use(checked, use) || problems.size() > problems_before)
        return std::nullopt;
    checker.expression.root = checked;
    return std::move(checker.expression);
}

}  // namespace bartizan
