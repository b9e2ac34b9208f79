#include "rules/cel.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "rules/cel_lexer.h"
#include "rules/cel_parser.h"

namespace bartizan {
namespace {

struct Text {
    std::string_view text;
    TextMap positions;
};

void report(const Problems& problems, const TextMap& positions, Diagnostics& diagnostics) {
    for (const Problem& problem : problems)
        diagnostics.add(problem.kind, positions.locate(problem.begin, problem.end), problem.message,
                        problem.help);
}

std::optional<Text> text_of(YamlRef node, std::string_view what, Diagnostics& diagnostics) {
    if (node.valid() && node.is_scalar()) return Text{node.text(), map_scalar(node)};
    diagnostics.add(DiagnosticKind::wrong_type, node.valid() ? node.location() : Location(),
                    fmt::format("{} is a text", what));
    return std::nullopt;
}

bool is_short_enough(const Text& text, Diagnostics& diagnostics) {
    if (text.text.size() <= max_expression_bytes) return true;
    diagnostics.add(DiagnosticKind::too_large, text.positions.whole,
                    fmt::format("this is longer than {} bytes", max_expression_bytes));
    return false;
}

std::optional<Expression> check_tokens(std::span<const CelTokenText> tokens, const Text& text, Subject scope,
                                       const Schema& schema, ExpressionUse use, ConditionOptions options,
                                       Problems& problems) {
    SyntaxTree tree;
    tree.text = text.text;
    tree.nodes.reserve(tokens.size());
    tree.operands.reserve(tokens.size());
    NodeId root = parse_cel(tokens, tree, problems);
    if (!root.valid()) return std::nullopt;
    auto expression = check_expression(tree, root, scope, schema, use, options, problems);
    if (!expression) return std::nullopt;
    expression->text = text.text;
    expression->positions = text.positions;
    expression->where = text.positions.whole;
    return expression;
}

std::optional<Expression> condition_of(const Text& text, Subject scope, const Schema& schema,
                                       Diagnostics& diagnostics, ConditionOptions options) {
    if (!is_short_enough(text, diagnostics)) return std::nullopt;
    Problems problems;
    std::optional<Expression> result;
    auto tokens = lex_cel(text.text, 0, CelEnd::of_text, problems);
    if (problems.empty())
        result = check_tokens(tokens, text, scope, schema, ExpressionUse::condition, options, problems);
    report(problems, text.positions, diagnostics);
    return result;
}

class TemplateReader {
public:
    TemplateReader(const Text& text, Subject scope, const Schema& schema, Problems& problems)
        : text_(text), scope_(scope), schema_(schema), problems_(problems) {
        result_.source = text.text;
    }

    Template run() {
        while (at_ < text_.text.size()) {
            std::string_view rest = text_.text.substr(at_);
            if (rest.starts_with("{{") || rest.starts_with("}}")) {
                literal_ += rest[0];
                at_ += 2;
            } else if (rest[0] == '{') {
                if (!bare_variable() && !placeholder()) break;
            } else if (rest[0] == '}') {
                problems_.push_back({DiagnosticKind::invalid_expression, at_, at_ + 1,
                                     "this brace closes nothing", "for a brace itself, write `}}`"});
                ++at_;
            } else {
                std::string_view plain = rest.substr(0, rest.find_first_of("{}"));
                literal_ += plain;
                at_ += static_cast<std::uint32_t>(plain.size());
            }
        }
        result_.literals.push_back(std::move(literal_));
        return std::move(result_);
    }

private:
    /// Most placeholders are just the name of a variable; these need no parser.
    bool bare_variable() {
        const std::string_view rest = text_.text.substr(at_ + 1);
        const std::string_view name = rest.substr(0, rest.find('}'));
        if (name.size() == rest.size()) return false;
        for (const ScopeVariable& variable : scope_variables(scope_)) {
            if (variable.name != name) continue;
            add_variable(variable);
            return true;
        }
        return false;
    }

    void add_variable(const ScopeVariable& variable) {
        const auto size = static_cast<std::uint32_t>(variable.name.size());
        Expression expression;
        expression.scope = scope_;
        ExpressionNode& node = expression.nodes.emplace_back();
        node.operation = Operation::variable;
        node.type.base = variable.type;
        node.id = variable.slot;
        node.end = size;
        expression.root = NodeId(0);
        expression.text = variable.name;
        expression.positions = text_.positions.part(at_ + 1, at_ + 1 + size);
        expression.where = expression.positions.whole;
        result_.literals.push_back(std::exchange(literal_, {}));
        result_.expressions.push_back(std::move(expression));
        at_ += size + 2;
    }

    /// At an opening brace. False where the end of the placeholder is not known.
    bool placeholder() {
        std::uint32_t open = at_;
        std::size_t problems_before = problems_.size();
        auto tokens = lex_cel(text_.text, open + 1, CelEnd::of_braces, problems_);
        if (problems_.size() > problems_before) return false;
        std::uint32_t close = tokens.back().begin;
        if (close >= text_.text.size()) {
            problems_.push_back({DiagnosticKind::invalid_expression, open, open + 1,
                                 "this brace is not closed", "for a brace itself, write `{{`"});
            return false;
        }
        at_ = close + 1;
        auto expression = check_placeholder(open + 1, close);
        if (!expression) return true;
        result_.literals.push_back(std::exchange(literal_, {}));
        result_.expressions.push_back(std::move(*expression));
        return true;
    }

    std::optional<Expression> check_placeholder(std::uint32_t begin, std::uint32_t end) {
        Text part{text_.text.substr(begin, end - begin), text_.positions.part(begin, end)};
        Problems problems;
        auto tokens = lex_cel(part.text, 0, CelEnd::of_text, problems);
        auto result = check_tokens(tokens, part, scope_, schema_, ExpressionUse::placeholder, {}, problems);
        for (Problem& problem : problems) {
            problem.begin += begin;
            problem.end += begin;
            problems_.push_back(std::move(problem));
        }
        return result;
    }

    const Text& text_;
    Subject scope_;
    const Schema& schema_;
    Problems& problems_;
    std::uint32_t at_ = 0;
    std::string literal_;
    Template result_;
};

std::optional<Template> template_of(const Text& text, Subject scope, const Schema& schema,
                                    Diagnostics& diagnostics) {
    if (!is_short_enough(text, diagnostics)) return std::nullopt;
    Problems problems;
    Template result = TemplateReader(text, scope, schema, problems).run();
    report(problems, text.positions, diagnostics);
    if (!problems.empty()) return std::nullopt;
    return result;
}

Text verbatim(std::string_view text, Location where) {
    return {text, map_verbatim(static_cast<std::uint32_t>(text.size()), where)};
}

}  // namespace

std::optional<Expression> parse_condition(YamlRef text_node, Subject scope, const Schema& schema,
                                          Diagnostics& diagnostics, ConditionOptions options) {
    auto text = text_of(text_node, "a condition", diagnostics);
    if (!text) return std::nullopt;
    return condition_of(*text, scope, schema, diagnostics, options);
}

std::optional<Expression> parse_condition(std::string_view text, Location where, Subject scope,
                                          const Schema& schema, Diagnostics& diagnostics,
                                          ConditionOptions options) {
    return condition_of(verbatim(text, where), scope, schema, diagnostics, options);
}

std::optional<Template> parse_template(YamlRef text_node, Subject scope, const Schema& schema,
                                       Diagnostics& diagnostics) {
    auto text = text_of(text_node, "this", diagnostics);
    if (!text) return std::nullopt;
    return template_of(*text, scope, schema, diagnostics);
}

std::optional<Template> parse_template(std::string_view text, Location where, Subject scope,
                                       const Schema& schema, Diagnostics& diagnostics) {
    return template_of(verbatim(text, where), scope, schema, diagnostics);
}

}  // namespace bartizan
