#include "rules/cel_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace bartizan {
namespace {

constexpr auto reserved_words = std::to_array<std::string_view>(
    {"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
     "namespace", "return", "var", "void", "while"});

struct BinaryOperator {
    CelToken token;
    Operation operation;
    int precedence;
};

// From loose to tight; && and || are flattened, all others group to the left.
constexpr auto binary_operators = std::to_array<BinaryOperator>({
    {CelToken::logical_or, Operation::logical_or, 1},
    {CelToken::logical_and, Operation::logical_and, 2},
    {CelToken::equal, Operation::equal, 3},
    {CelToken::not_equal, Operation::not_equal, 3},
    {CelToken::less, Operation::less, 3},
    {CelToken::less_equal, Operation::less_equal, 3},
    {CelToken::greater, Operation::greater, 3},
    {CelToken::greater_equal, Operation::greater_equal, 3},
    {CelToken::keyword_in, Operation::in, 3},
    {CelToken::plus, Operation::add, 4},
    {CelToken::minus, Operation::subtract, 4},
    {CelToken::star, Operation::multiply, 5},
    {CelToken::slash, Operation::divide, 5},
    {CelToken::percent, Operation::remainder, 5},
});

const BinaryOperator* binary_operator(CelToken token) {
    auto found = std::ranges::find(binary_operators, token, &BinaryOperator::token);
    return found == binary_operators.end() ? nullptr : &*found;
}

class Parser {
public:
    Parser(std::span<const CelTokenText> tokens, SyntaxTree& tree, Problems& problems)
        : tokens_(tokens), tree_(tree), problems_(problems) {}

    NodeId run() {
        NodeId root = expression();
        if (failed_) return {};
        if (current().kind != CelToken::end) return unexpected("the end of the condition");
        return root;
    }

private:
    const CelTokenText& current() const { return tokens_[at_]; }
    std::string_view written(const CelTokenText& token) const {
        return tree_.text.substr(token.begin, token.end - token.begin);
    }
    std::uint32_t last_end() const { return at_ > 0 ? tokens_[at_ - 1].end : 0; }

    bool accept(CelToken kind) {
        if (current().kind != kind) return false;
        ++at_;
        return true;
    }

    bool expect(CelToken kind, std::string_view what) {
        if (accept(kind)) return true;
        unexpected(what);
        return false;
    }

    NodeId fail(const CelTokenText& token, std::string message, std::string help = {},
                DiagnosticKind kind = DiagnosticKind::invalid_expression) {
        if (!failed_)
            problems_.push_back({kind, token.begin, token.end, std::move(message), std::move(help)});
        failed_ = true;
        return {};
    }

    NodeId unexpected(std::string_view wanted) {
        const CelTokenText& token = current();
        if (token.kind == CelToken::end)
            return fail(token, fmt::format("the condition ends where {} should be", wanted));
        std::string help;
        if (token.kind == CelToken::identifier) {
            std::string_view word = written(token);
            if (word == "and" || word == "AND") help = "for \"and\", write `&&`";
            if (word == "or" || word == "OR") help = "for \"or\", write `||`";
            if (word == "not") help = "for \"not\", write `!`";
        }
        return fail(token, fmt::format("here should be {}, not `{}`", wanted, written(token)),
                    std::move(help));
    }

    NodeId expression() {
        if (failed_) return {};
        if (nesting_ >= max_expression_depth) return too_deep();
        ++nesting_;
        NodeId result = conditional();
        --nesting_;
        return result;
    }

    NodeId too_deep() {
        return fail(current(), fmt::format("this is nested more than {} levels deep", max_expression_depth),
                    {}, DiagnosticKind::too_deep);
    }

    NodeId conditional() {
        NodeId condition = binary(1);
        if (failed_ || current().kind != CelToken::question) return condition;
        const CelTokenText& sign = current();
        ++at_;
        NodeId yes = binary(1);
        if (failed_ || !expect(CelToken::colon, "`:` and what counts otherwise")) return {};
        NodeId no = expression();
        if (failed_) return {};
        return operation(Operation::conditional, sign, {condition, yes, no});
    }

    NodeId binary(int least_precedence) {
        NodeId left = unary();
        while (!failed_) {
            const BinaryOperator* found = binary_operator(current().kind);
            if (found == nullptr || found->precedence < least_precedence) return left;
            const CelTokenText& sign = current();
            std::vector<NodeId> operands{left};
            bool is_chain = found->precedence <= 2;
            do {
                ++at_;
                operands.push_back(binary(found->precedence + 1));
            } while (is_chain && !failed_ && current().kind == found->token);
            if (failed_) return {};
            left = operation(found->operation, sign, operands);
        }
        return {};
    }

    NodeId operation(Operation operation, const CelTokenText& sign, std::span<const NodeId> operands) {
        SyntaxNode node;
        node.kind = SyntaxKind::operation;
        node.operation = operation;
        node.begin = std::min(sign.begin, tree_[operands.front()].begin);
        node.end = std::max(last_end(), sign.end);
        node.name_begin = sign.begin;
        node.name_end = sign.end;
        return tree_.add(std::move(node), operands);
    }
    NodeId operation(Operation which, const CelTokenText& sign, std::initializer_list<NodeId> operands) {
        return operation(which, sign, std::span(operands.begin(), operands.size()));
    }

    NodeId unary() {
        std::size_t first = at_;
        while (current().kind == CelToken::logical_not || current().kind == CelToken::minus) ++at_;
        std::size_t count = at_ - first;
        bool number_follows = current().kind == CelToken::integer || current().kind == CelToken::number;
        bool folds = count > 0 && number_follows && tokens_[at_ - 1].kind == CelToken::minus;
        NodeId result = folds ? negative_number() : postfix();
        if (folds) --count;
        for (; count > 0 && !failed_; --count) {
            const CelTokenText& sign = tokens_[first + count - 1];
            bool is_not = sign.kind == CelToken::logical_not;
            result = operation(is_not ? Operation::logical_not : Operation::negate, sign, {result});
        }
        return failed_ ? NodeId() : result;
    }

    /// The sign belongs to the literal, else the lowest integer could not be written.
    NodeId negative_number() {
        std::uint32_t begin = tokens_[at_ - 1].begin;
        NodeId result = number(true);
        if (failed_) return {};
        tree_.nodes[result.index].begin = begin;
        return postfix_of(result);
    }

    NodeId postfix() {
        NodeId result = primary();
        return failed_ ? NodeId() : postfix_of(result);
    }

    NodeId postfix_of(NodeId result) {
        while (!failed_) {
            if (accept(CelToken::dot)) {
                result = after_dot(result);
            } else if (current().kind == CelToken::open_bracket) {
                const CelTokenText& sign = current();
                ++at_;
                NodeId index = expression();
                if (failed_ || !expect(CelToken::close_bracket, "`]`")) return {};
                result = operation(Operation::index, sign, {result, index});
            } else {
                return result;
            }
        }
        return {};
    }

    NodeId after_dot(NodeId receiver) {
        const CelTokenText& name = current();
        bool is_in = name.kind == CelToken::keyword_in && tokens_[at_ + 1].kind == CelToken::open_parenthesis;
        if (name.kind != CelToken::identifier && !is_in) return unexpected("a name");
        ++at_;
        SyntaxNode node;
        node.kind = SyntaxKind::select;
        node.name = written(name);
        node.name_begin = name.begin;
        node.name_end = name.end;
        node.begin = tree_[receiver].begin;
        std::vector<NodeId> operands{receiver};
        if (accept(CelToken::open_parenthesis)) {
            node.kind = SyntaxKind::method;
            if (!items(CelToken::close_parenthesis, "`)`", false, operands)) return {};
        }
        node.end = last_end();
        return tree_.add(std::move(node), operands);
    }

    /// Expressions separated by commas, and the closing sign; the opening one has been read.
    bool items(CelToken close, std::string_view closing, bool may_end_with_comma,
               std::vector<NodeId>& operands) {
        if (accept(close)) return true;
        for (;;) {
            operands.push_back(expression());
            if (failed_) return false;
            if (accept(close)) return true;
            if (!expect(CelToken::comma, fmt::format("`,` or {}", closing))) return false;
            if (may_end_with_comma && accept(close)) return true;
        }
    }

    NodeId primary() {
        const CelTokenText& token = current();
        switch (token.kind) {
            case CelToken::keyword_true:
            case CelToken::keyword_false:
                ++at_;
                return tree_.add_literal(token.kind == CelToken::keyword_true, token.begin, token.end);
            case CelToken::keyword_null:
                ++at_;
                return tree_.add_literal(std::monostate(), token.begin, token.end);
            case CelToken::text:
                ++at_;
                return tree_.add_literal(token.value, token.begin, token.end);
            case CelToken::integer:
            case CelToken::number:
                return number(false);
            case CelToken::identifier:
                return name();
            case CelToken::open_parenthesis:
                return parenthesis();
            case CelToken::open_bracket:
                return list();
            case CelToken::open_brace:
                return map();
            default:
                return unexpected("a value");
        }
    }

    NodeId name() {
        const CelTokenText& token = current();
        SyntaxNode node;
        node.kind = SyntaxKind::identifier;
        node.name = written(token);
        if (std::ranges::find(reserved_words, node.name) != reserved_words.end())
            return fail(token, fmt::format("`{}` is a reserved word of CEL", node.name));
        if (node.name == "not" && tokens_[at_ + 1].kind == CelToken::identifier)
            return fail(token, "`not` means nothing here", "for \"not\", write `!`");
        ++at_;
        node.begin = node.name_begin = token.begin;
        node.name_end = token.end;
        std::vector<NodeId> operands;
        if (accept(CelToken::open_parenthesis)) {
            node.kind = SyntaxKind::call;
            if (!items(CelToken::close_parenthesis, "`)`", false, operands)) return {};
        }
        node.end = last_end();
        return tree_.add(std::move(node), operands);
    }

    NodeId parenthesis() {
        const CelTokenText& open = current();
        ++at_;
        NodeId result = expression();
        if (failed_ || !expect(CelToken::close_parenthesis, "`)`")) return {};
        // Sub-expressions are shown as they were written, with their parentheses.
        tree_.nodes[result.index].begin = open.begin;
        tree_.nodes[result.index].end = last_end();
        return result;
    }

    NodeId list() {
        const CelTokenText& open = current();
        ++at_;
        std::vector<NodeId> operands;
        if (!items(CelToken::close_bracket, "`]`", true, operands)) return {};
        return literal_of(Operation::make_list, open, operands);
    }

    NodeId literal_of(Operation operation, const CelTokenText& open, std::span<const NodeId> operands) {
        SyntaxNode node;
        node.kind = SyntaxKind::operation;
        node.operation = operation;
        node.begin = node.name_begin = open.begin;
        node.name_end = open.end;
        node.end = last_end();
        return tree_.add(std::move(node), operands);
    }

    NodeId map() {
        const CelTokenText& open = current();
        ++at_;
        std::vector<NodeId> operands;
        while (!accept(CelToken::close_brace)) {
            operands.push_back(expression());
            if (failed_ || !expect(CelToken::colon, "`:` and the value")) return {};
            operands.push_back(expression());
            if (failed_) return {};
            if (accept(CelToken::close_brace)) break;
            if (!expect(CelToken::comma, "`,` or `}`")) return {};
        }
        return literal_of(Operation::make_map, open, operands);
    }

    NodeId number(bool negative) {
        const CelTokenText& token = current();
        ++at_;
        auto value = token.kind == CelToken::integer ? integer(written(token), negative)
                                                     : floating(written(token), negative);
        if (!value) return fail(token, fmt::format("`{}` is too large", written(token)));
        return tree_.add_literal(std::move(*value), token.begin, token.end);
    }

    static std::optional<Constant> integer(std::string_view digits, bool negative) {
        int base = digits.starts_with("0x") || digits.starts_with("0X") ? 16 : 10;
        if (base == 16) digits.remove_prefix(2);
        std::uint64_t magnitude = 0;
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
        constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (error != std::errc() || magnitude > largest + (negative ? 1 : 0)) return std::nullopt;
        return Constant(static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude));
    }

    static std::optional<Constant> floating(std::string_view digits, bool negative) {
        double value = 0;
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        // Too small is zero, as in every reader of decimal numbers; too large is a mistake.
        bool underflows =
            error == std::errc::result_out_of_range && digits.find('-') != std::string_view::npos;
        if (underflows) value = 0;
        if ((error != std::errc() && !underflows) || !std::isfinite(value)) return std::nullopt;
        return Constant(negative ? -value : value);
    }

    std::span<const CelTokenText> tokens_;
    SyntaxTree& tree_;
    Problems& problems_;
    std::size_t at_ = 0;
    std::uint16_t nesting_ = 0;
    bool failed_ = false;
};

}  // namespace

NodeId parse_cel(std::span<const CelTokenText> tokens, SyntaxTree& tree, Problems& problems) {
    return Parser(tokens, tree, problems).run();
}

}  // namespace bartizan
