#include "formats/pytm/condition.h"

#include <algorithm>
#include <array>
#include <bit>

#include "text/nearest_name.h"
#include "text/yaml_record.h"

namespace bartizan::pytm {
namespace {

struct Method {
    std::string_view name;
    Operation operation;
    std::uint32_t least;
    std::uint32_t most;
};
constexpr std::uint32_t any_number = 1000;
constexpr std::array<Method, 7> methods{{
    {"oneOf", Operation::one_of, 0, any_number},
    {"crosses", Operation::crosses, 0, any_number},
    {"enters", Operation::enters, 0, any_number},
    {"exits", Operation::exits, 0, any_number},
    {"inside", Operation::inside, 0, any_number},
    {"checkTLSVersion", Operation::check_tls_version, 1, 1},
    {"hasDataLeaks", Operation::has_data_leaks, 0, 0},
}};
constexpr std::array<std::pair<std::string_view, Operation>, 6> functions{{
    {"any", Operation::any},
    {"all", Operation::all},
    {"len", Operation::length},
    {"sum", Operation::sum},
    {"min", Operation::minimum},
    {"max", Operation::maximum},
}};

constexpr std::array<std::pair<std::string_view, Comparison>, 10> comparisons{{
    {"==", Comparison::equal},
    {"!=", Comparison::not_equal},
    {"<", Comparison::less},
    {"<=", Comparison::less_equal},
    {">", Comparison::greater},
    {">=", Comparison::greater_equal},
    {"is", Comparison::is},
    {"is not", Comparison::is_not},
    {"in", Comparison::in},
    {"not in", Comparison::not_in},
}};

Comparison comparison_of(std::string_view symbol) {
    return std::ranges::find(comparisons, symbol, &std::pair<std::string_view, Comparison>::first)->second;
}

/// What an expression may stand for, as far as it is known before a model is asked.
struct Kinds {
    ClassMask objects = 0;  // it is an object of one of these classes
    ClassMask items = 0;    // it is a list of such
    bool is_controls = false;
};

/// What an attribute holds.
Kinds kinds_of(Attribute attribute) {
    if (number_of(attribute) >= attribute_count) return {};
    const ClassMask elements = family_of(Class::element);
    switch (table_of(attribute).form) {
        case Form::boundary:
            return {mask_of(Class::boundary)};
        case Form::element:
            return {elements};
        case Form::flow:
            return {mask_of(Class::dataflow)};
        case Form::data_list:
            return {0, mask_of(Class::data)};
        case Form::flow_list:
            return {0, mask_of(Class::dataflow)};
        case Form::element_list:
            return {0, elements};
        default:
            return {};
    }
}

class Compiler {
public:
    Compiler(const Syntax& syntax, Document& document, ClassMask targets,
             std::vector<ConditionProblem>& problems, Condition& condition)
        : syntax_(syntax),
          document_(document),
          targets_(targets),
          problems_(problems),
          condition_(condition) {}

    void run(SyntaxId root) { condition_.root = compile(root).node; }

private:
    struct Compiled {
        std::uint32_t node = 0;
        Kinds kinds;
    };
    struct Variable {
        std::string_view name;
        Kinds kinds;
    };

    Compiled add(Operation operation, const std::vector<std::uint32_t>& operands = {},
                 std::uint8_t detail = 0) {
        ConditionNode node;
        node.operation = operation;
        node.detail = detail;
        node.first = static_cast<std::uint32_t>(condition_.operands.size());
        node.count = static_cast<std::uint32_t>(operands.size());
        condition_.operands.insert(condition_.operands.end(), operands.begin(), operands.end());
        condition_.nodes.push_back(node);
        return {static_cast<std::uint32_t>(condition_.nodes.size() - 1), {}};
    }

    Compiled constant(Value value) {
        const Compiled made = add(Operation::constant);
        condition_.nodes[made.node].constant = value;
        return made;
    }

    /// Nobody reads more about one condition, and near names cost time.
    bool has_room() const { return problems_.size() < 20; }

    Compiled fail(const SyntaxNode& at, std::string message, std::string help = {}) {
        problems_.push_back({at.begin, at.end, std::move(message), std::move(help)});
        condition_.is_broken = true;
        return constant({});
    }

    std::vector<std::uint32_t> compile_all(const SyntaxNode& node, std::size_t from = 0) {
        std::vector<std::uint32_t> operands;
        for (std::size_t i = from; i < node.children.size(); ++i)
            operands.push_back(compile(node.children[i]).node);
        return operands;
    }

    Compiled compile(SyntaxId id) {
        const SyntaxNode& node = syntax_[id];
        switch (node.kind) {
            case SyntaxKind::name:
                return compile_name(node);
            case SyntaxKind::boolean:
                return constant(make_boolean(node.text == "True"));
            case SyntaxKind::none:
                return constant(make_none());
            case SyntaxKind::integer:
                return constant(make_number(node.number));
            case SyntaxKind::real:
                return constant(make_real(node.real));
            case SyntaxKind::text:
                return constant(make_text(document_.texts.intern(node.text)));
            case SyntaxKind::attribute:
                return compile_attribute(node);
            case SyntaxKind::call:
                return compile_call(node);
            case SyntaxKind::list:
            case SyntaxKind::tuple:
            case SyntaxKind::set:
                return compile_sequence(node);
            case SyntaxKind::logical_and:
                return add(Operation::logical_and, compile_all(node));
            case SyntaxKind::logical_or:
                return add(Operation::logical_or, compile_all(node));
            case SyntaxKind::logical_not:
                return add(Operation::logical_not, compile_all(node));
            case SyntaxKind::compare:
                return compile_comparison(node);
            case SyntaxKind::arithmetic:
                return add(Operation::arithmetic, compile_all(node), static_cast<std::uint8_t>(node.text[0]));
            case SyntaxKind::negative:
                return add(Operation::negative, compile_all(node));
            case SyntaxKind::conditional:
                return add(Operation::conditional, compile_all(node));
            case SyntaxKind::generator:
                return compile_generator(node);
            default:
                return fail(node, "this is not read in a condition");
        }
    }

    Compiled compile_sequence(const SyntaxNode& node) {
        const Compiled made = add(Operation::sequence, compile_all(node));
        // The value of a sequence is the node that holds its items.
        condition_.nodes[made.node].constant = {ValueKind::sequence, 0, false,
                                                static_cast<std::int32_t>(made.node)};
        return made;
    }

    Compiled compile_name(const SyntaxNode& node) {
        if (node.text == "target") {
            Compiled made = add(Operation::target);
            made.kinds.objects = targets_;
            return made;
        }
        for (std::size_t i = variables_.size(); i-- > 0;)
            if (variables_[i].name == node.text) {
                Compiled made = add(Operation::variable, {}, static_cast<std::uint8_t>(i));
                made.kinds = variables_[i].kinds;
                return made;
            }
        if (const auto kind = find_class(node.text))
            return constant({ValueKind::type, 0, false, static_cast<std::int32_t>(*kind)});
        std::vector<std::string_view> names{"target"};
        for (const Variable& variable : variables_) names.push_back(variable.name);
        return fail(node, "there is no " + quote_name(node.text) + " in a condition",
                    did_you_mean(node.text, names));
    }

    /// `Lifetime.LONG`, or nothing.
    std::optional<Compiled> compile_member(const SyntaxNode& node) {
        const SyntaxNode& base = syntax_[node.children[0]];
        if (base.kind != SyntaxKind::name) return std::nullopt;
        const auto enumeration = find_enumeration(base.text);
        if (!enumeration) return std::nullopt;
        if (const auto member = find_member(*enumeration, node.text))
            return constant(make_member(*enumeration, *member));
        return fail(node, quote_name(base.text) + " has no " + quote_name(node.text),
                    suggest(node.text, table_of(*enumeration).members));
    }

    Compiled compile_attribute(const SyntaxNode& node) {
        if (const auto member = compile_member(node)) return *member;
        const Compiled base = compile(node.children[0]);
        if (node.text == "controls") {
            Compiled made = add(Operation::attribute, {base.node});
            condition_.nodes[made.node].attribute = controls_attribute;
            made.kinds.is_controls = true;
            return made;
        }
        if (base.kinds.is_controls) return compile_control(node, base);
        const auto known = find_attribute(node.text);
        const auto attribute = known ? known : document_.find_extra(node.text, false);
        check_attribute(node, base.kinds.objects, known);
        Compiled made = add(Operation::attribute, {base.node});
        condition_.nodes[made.node].attribute = attribute.value_or(no_attribute);
        if (known) made.kinds = kinds_of(*known);
        return made;
    }

    /// `x.controls.isHardened` in one step.
    Compiled compile_control(const SyntaxNode& node, const Compiled& controls) {
        const std::uint32_t owner = condition_.operands[condition_.nodes[controls.node].first];
        auto attribute = find_control(node.text);
        if (!attribute) attribute = document_.find_extra(node.text, true);
        if (!attribute && has_room())
            problems_.push_back({node.begin, node.end,
                                 "pytm has no control " + quote_name(node.text) +
                                     ", and no element states it: whatever reads it is false",
                                 did_you_mean(node.text, control_names())});
        const Compiled made = add(Operation::control, {owner});
        condition_.nodes[made.node].attribute = attribute.value_or(no_attribute);
        return made;
    }

    void check_attribute(const SyntaxNode& node, ClassMask classes, std::optional<Attribute> known) {
        if (classes == 0) return;
        if (known && (table_of(*known).classes & classes) != 0) return;
        if (is_stated_somewhere(node.text, known) || !has_room()) return;
        std::vector<std::string_view> names;
        for (std::size_t i = 0; i < attribute_count; ++i) {
            const AttributeTable& table = table_of(static_cast<Attribute>(i));
            if ((table.classes & classes) != 0) names.push_back(table.name);
        }
        problems_.push_back(
            {node.begin, node.end,
             "nothing this can be has an attribute " + quote_name(node.text) + ": whatever reads it is false",
             did_you_mean(node.text, names)});
    }

    bool is_stated_somewhere(std::string_view name, std::optional<Attribute> known) const {
        return known ? document_.is_misplaced[number_of(*known)]
                     : document_.find_extra(name, false).has_value();
    }

    Compiled compile_comparison(const SyntaxNode& node) {
        std::vector<std::uint32_t> pairs;
        std::string_view operators = node.text;
        std::uint32_t left = compile(node.children[0]).node;
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            const std::string_view symbol = operators.substr(0, operators.find(','));
            operators.remove_prefix(std::min(operators.size(), symbol.size() + 1));
            const std::uint32_t right = compile(node.children[i]).node;
            pairs.push_back(
                add(Operation::compare, {left, right}, static_cast<std::uint8_t>(comparison_of(symbol)))
                    .node);
            left = right;
        }
        if (pairs.size() == 1) return {pairs[0], {}};
        return add(Operation::logical_and, pairs);
    }

    Compiled compile_generator(const SyntaxNode& node) {
        constexpr std::size_t most_variables = 100;
        if (variables_.size() >= most_variables) return fail(node, "generators are nested too deeply");
        const Compiled iterable = compile(node.children[1]);
        Kinds item;
        item.objects = iterable.kinds.items;
        const auto variable = static_cast<std::uint8_t>(variables_.size());
        variables_.push_back({node.text, item});
        std::vector<std::uint32_t> operands{iterable.node, compile(node.children[0]).node};
        for (std::size_t i = 2; i < node.children.size(); ++i)
            operands.push_back(compile(node.children[i]).node);
        variables_.pop_back();
        return add(Operation::generator, operands, variable);
    }

    Compiled compile_call(const SyntaxNode& node) {
        for (std::size_t i = 1; i < node.children.size(); ++i)
            if (syntax_[node.children[i]].kind == SyntaxKind::keyword)
                return fail(syntax_[node.children[i]], "a condition has no arguments with names");
        const SyntaxNode& callee = syntax_[node.children[0]];
        if (callee.kind == SyntaxKind::name) return compile_function(node, callee);
        if (callee.kind == SyntaxKind::attribute) return compile_method(node, callee);
        return fail(node, "this cannot be called in a condition");
    }

    Compiled compile_function(const SyntaxNode& node, const SyntaxNode& callee) {
        for (const auto& [name, operation] : functions)
            if (name == callee.text) {
                if (node.children.size() != 2) return fail(node, quote_name(name) + " takes one argument");
                return add(operation, compile_all(node, 1));
            }
        std::vector<std::string_view> names;
        for (const auto& function : functions) names.push_back(function.first);
        return fail(callee, "a condition cannot call " + quote_name(callee.text),
                    suggest(callee.text, names));
    }

    Compiled compile_method(const SyntaxNode& node, const SyntaxNode& callee) {
        const auto found = std::ranges::find(methods, callee.text, &Method::name);
        if (found == methods.end()) {
            std::vector<std::string_view> names;
            for (const Method& method : methods) names.push_back(method.name);
            return fail(callee, "a condition cannot call the method " + quote_name(callee.text),
                        suggest(callee.text, names));
        }
        const std::size_t arguments = node.children.size() - 1;
        if (arguments < found->least || arguments > found->most)
            return fail(node,
                        quote_name(found->name) + " takes " + std::to_string(found->least) + " arguments");
        std::vector<std::uint32_t> operands{compile(callee.children[0]).node};
        for (std::uint32_t operand : compile_all(node, 1)) operands.push_back(operand);
        return add(found->operation, operands);
    }

    const Syntax& syntax_;
    Document& document_;
    ClassMask targets_;
    std::vector<ConditionProblem>& problems_;
    Condition& condition_;
    std::vector<Variable> variables_;
};

}  // namespace

Condition compile_condition(std::string_view text, ClassMask targets, Document& document,
                            std::vector<ConditionProblem>& problems) {
    Condition condition;
    Syntax syntax;
    Lexer lexer(text, true);
    const SyntaxId root = parse_expression(lexer, syntax);
    if (!syntax.problem && !lexer.at(TokenKind::end))
        syntax.problem = {lexer.current().begin, lexer.current().end, "the expression should end here"};
    if (syntax.problem) {
        problems.push_back({syntax.problem->begin, syntax.problem->end, syntax.problem->message, {}});
        condition.is_broken = true;
        return condition;
    }
    Compiler(syntax, document, targets, problems, condition).run(root);
    return condition;
}

}  // namespace bartizan::pytm
