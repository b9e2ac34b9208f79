#include "formats/pytm/python_syntax.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "text/utf8.h"

namespace bartizan::pytm {
namespace {

constexpr std::size_t deepest = 100;

constexpr std::array<std::string_view, 27> reserved{
    "and",    "as",   "assert", "async",  "await",    "break", "class", "continue", "def",
    "del",    "elif", "else",   "except", "finally",  "for",   "from",  "global",   "if",
    "import", "in",   "is",     "lambda", "nonlocal", "not",   "or",    "pass",     "raise"};

bool is_octal(char c) { return c >= '0' && c <= '7'; }

/// Reads up to `most` digits of a base at `at` and moves it behind them.
std::uint32_t read_digits(std::string_view text, std::size_t& at, std::size_t most, int base) {
    const std::string_view digits = text.substr(at, most);
    std::uint32_t number = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
    at += static_cast<std::size_t>(result.ptr - digits.data());
    return number;
}

void append_point(std::string& out, std::uint32_t point) {
    const bool is_surrogate = point >= 0xd800 && point < 0xe000;
    append_utf8(out, point > 0x10ffff || is_surrogate ? 0xfffd : static_cast<char32_t>(point));
}

/// `at` is behind the backslash.
void append_escape(std::string& out, std::string_view text, std::size_t& at) {
    const char c = text[at++];
    constexpr std::string_view names = "abfnrtv\\'\"";
    constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\'\"";
    if (const std::size_t simple = names.find(c); simple != std::string_view::npos) {
        out += meanings[simple];
    } else if (c == '\n') {
    } else if (c == '\r') {
        if (at < text.size() && text[at] == '\n') ++at;
    } else if (c == 'x') {
        append_point(out, read_digits(text, at, 2, 16));
    } else if (c == 'u') {
        append_point(out, read_digits(text, at, 4, 16));
    } else if (c == 'U') {
        append_point(out, read_digits(text, at, 8, 16));
    } else if (is_octal(c)) {
        append_point(out, read_digits(text, --at, 3, 8));
    } else {
        out += '\\';
        out += c;
    }
}

/// What a string literal means, appended; false for those with places to fill in (`f"…{x}…"`).
bool append_literal(std::string& out, std::string_view literal) {
    bool is_raw = false;
    bool is_formatted = false;
    while (literal[0] != '"' && literal[0] != '\'') {
        is_raw |= literal[0] == 'r' || literal[0] == 'R';
        is_formatted |= literal[0] == 'f' || literal[0] == 'F';
        literal.remove_prefix(1);
    }
    const std::size_t quotes =
        literal.size() >= 6 && literal[1] == literal[0] && literal[2] == literal[0] ? 3 : 1;
    const std::string_view text = literal.substr(quotes, literal.size() - 2 * quotes);
    if (is_formatted && text.find('{') != std::string_view::npos) return false;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\\' && !is_raw && at + 1 < text.size())
            append_escape(out, text, ++at);
        else
            out += text[at++];
    }
    return true;
}

class Parser {
public:
    Parser(Lexer& lexer, Syntax& syntax) : lexer_(lexer), syntax_(syntax) {}

    SyntaxId parse_tuple() {
        const std::uint32_t begin = lexer_.current().begin;
        const SyntaxId first = parse_value();
        if (!lexer_.at(",")) return first;
        std::vector<SyntaxId> items{first};
        while (!failed() && lexer_.at(",")) {
            lexer_.advance();
            if (!starts_value()) break;
            items.push_back(parse_value());
        }
        return add(SyntaxKind::tuple, begin, std::move(items));
    }

private:
    struct Level {
        explicit Level(std::size_t& depth) : depth_(depth) { ++depth_; }
        ~Level() { --depth_; }
        std::size_t& depth_;
    };

    bool failed() const { return syntax_.problem.has_value(); }

    SyntaxId fail(std::string message) {
        const Token& token = lexer_.current();
        if (!syntax_.problem) syntax_.problem = {token.begin, token.end, std::move(message)};
        return add(SyntaxKind::unsupported, token.begin, {});
    }

    SyntaxId add(SyntaxKind kind, std::uint32_t begin, std::vector<SyntaxId> children,
                 std::string text = {}) {
        constexpr std::size_t most_nodes = 1'000'000;
        if (syntax_.nodes.size() > most_nodes && !syntax_.problem)
            syntax_.problem = {begin, begin, "this is too long"};
        SyntaxNode& node = syntax_.nodes.emplace_back();
        node.kind = kind;
        node.begin = begin;
        node.end = std::max(begin, last_end_);
        node.children = std::move(children);
        node.text = std::move(text);
        return static_cast<SyntaxId>(syntax_.nodes.size() - 1);
    }

    void next() {
        last_end_ = lexer_.current().end;
        lexer_.advance();
    }

    bool take(std::string_view symbol) {
        if (!lexer_.at(symbol)) return false;
        next();
        return true;
    }

    void expect(std::string_view symbol) {
        if (!take(symbol) && !failed()) fail("`" + std::string(symbol) + "` is missing here");
    }

    bool starts_value() const {
        const Token& token = lexer_.current();
        if (token.kind == TokenKind::symbol)
            return std::string_view("([{-+~").find(token.text[0]) != std::string_view::npos &&
                   token.text.size() == 1;
        if (token.kind == TokenKind::name)
            return token.text == "not" || token.text == "lambda" ||
                   std::ranges::find(reserved, token.text) == reserved.end();
        return token.kind == TokenKind::integer || token.kind == TokenKind::real ||
               token.kind == TokenKind::text || token.kind == TokenKind::wrong;
    }

    SyntaxId parse_value() {
        Level level(depth_);
        if (depth_ > deepest) return fail("this is nested too deeply");
        const std::uint32_t begin = lexer_.current().begin;
        if (lexer_.at("lambda")) return fail("a `lambda` is not read");
        const SyntaxId value = parse_or();
        if (failed() || !lexer_.at("if") || in_condition_) return value;
        next();
        const SyntaxId condition = parse_or();
        expect("else");
        if (failed()) return value;
        const SyntaxId otherwise = parse_value();
        return add(SyntaxKind::conditional, begin, {value, condition, otherwise});
    }

    template <typename Operand>
    SyntaxId parse_chain(SyntaxKind kind, std::string_view word, Operand operand) {
        const std::uint32_t begin = lexer_.current().begin;
        const SyntaxId first = operand();
        if (!lexer_.at(word)) return first;
        std::vector<SyntaxId> operands{first};
        while (!failed() && take(word)) operands.push_back(operand());
        return add(kind, begin, std::move(operands));
    }

    SyntaxId parse_or() {
        return parse_chain(SyntaxKind::logical_or, "or", [this] { return parse_and(); });
    }
    SyntaxId parse_and() {
        return parse_chain(SyntaxKind::logical_and, "and", [this] { return parse_not(); });
    }

    SyntaxId parse_not() {
        const std::uint32_t begin = lexer_.current().begin;
        std::size_t nots = 0;
        while (take("not")) ++nots;
        SyntaxId value = parse_comparison();
        // An even number of them still makes a boolean.
        if (nots > 2) nots = nots % 2 == 0 ? 2 : 1;
        for (; nots > 0; --nots) value = add(SyntaxKind::logical_not, begin, {value});
        return value;
    }

    std::string take_comparison() {
        for (std::string_view symbol : {"==", "!=", "<=", ">=", "<", ">", "in"})
            if (take(symbol)) return std::string(symbol);
        if (take("is")) return take("not") ? "is not" : "is";
        if (!lexer_.at("not")) return {};
        next();
        expect("in");
        return "not in";
    }

    SyntaxId parse_comparison() {
        const std::uint32_t begin = lexer_.current().begin;
        std::vector<SyntaxId> operands{parse_sum()};
        std::string operators;
        while (!failed()) {
            std::string taken = take_comparison();
            if (taken.empty()) break;
            if (!operators.empty()) operators += ',';
            operators += taken;
            operands.push_back(parse_sum());
        }
        if (operands.size() == 1) return operands[0];
        return add(SyntaxKind::compare, begin, std::move(operands), std::move(operators));
    }

    SyntaxId parse_sum() {
        return parse_operators("+-", [this] { return parse_product(); });
    }
    SyntaxId parse_product() {
        return parse_operators("*/%", [this] { return parse_sign(); });
    }

    template <typename Operand>
    SyntaxId parse_operators(std::string_view symbols, Operand operand) {
        const std::uint32_t begin = lexer_.current().begin;
        SyntaxId left = operand();
        const std::size_t before = depth_;
        while (!failed() && lexer_.at(TokenKind::symbol) && lexer_.current().text.size() == 1 &&
               symbols.find(lexer_.current().text[0]) != std::string_view::npos) {
            // The tree grows to the left, so its depth is that of the chain.
            if (++depth_ > deepest) fail("this is nested too deeply");
            std::string symbol(lexer_.current().text);
            next();
            const SyntaxId right = operand();
            left = add(SyntaxKind::arithmetic, begin, {left, right}, std::move(symbol));
        }
        depth_ = before;
        return left;
    }

    SyntaxId parse_sign() {
        Level level(depth_);
        if (depth_ > deepest) return fail("this is nested too deeply");
        const std::uint32_t begin = lexer_.current().begin;
        if (take("+")) return parse_sign();
        if (take("-")) {
            const SyntaxId value = parse_sign();
            return add(SyntaxKind::negative, begin, {value});
        }
        const SyntaxId value = parse_primary();
        for (std::string_view symbol : {"**", "//", "@", "&", "|", "^", "<<", ">>", "~"})
            if (lexer_.at(symbol)) return fail("the operator `" + std::string(symbol) + "` is not read");
        return value;
    }

    SyntaxId parse_primary() {
        const std::uint32_t begin = lexer_.current().begin;
        SyntaxId value = parse_atom();
        const std::size_t before = depth_;
        while (!failed()) {
            if (!lexer_.at(".") && !lexer_.at("(") && !lexer_.at("[")) break;
            if (++depth_ > deepest) {
                fail("this is nested too deeply");
                break;
            }
            if (take(".")) {
                if (!lexer_.at(TokenKind::name)) {
                    fail("a name is missing after the dot");
                    break;
                }
                std::string name(lexer_.current().text);
                next();
                value = add(SyntaxKind::attribute, begin, {value}, std::move(name));
            } else if (take("(")) {
                value = parse_call(begin, value);
            } else {
                fail("a subscript `[…]` is not read");
            }
        }
        depth_ = before;
        return value;
    }

    SyntaxId parse_call(std::uint32_t begin, SyntaxId callee) {
        std::vector<SyntaxId> parts{callee};
        while (!failed() && !lexer_.at(")")) {
            parts.push_back(parse_argument());
            if (!take(",")) break;
        }
        expect(")");
        return add(SyntaxKind::call, begin, std::move(parts));
    }

    SyntaxId parse_argument() {
        const std::uint32_t begin = lexer_.current().begin;
        if (lexer_.at("*") || lexer_.at("**")) return fail("arguments from a list (`*`) are not read");
        if (lexer_.at(TokenKind::name)) {
            Lexer ahead = lexer_;
            ahead.advance();
            if (ahead.at("=")) {
                std::string name(lexer_.current().text);
                next();
                next();
                const SyntaxId value = parse_value();
                return add(SyntaxKind::keyword, begin, {value}, std::move(name));
            }
        }
        const SyntaxId value = parse_value();
        return lexer_.at("for") ? parse_generator(begin, value) : value;
    }

    /// At the `for` behind the value.
    SyntaxId parse_generator(std::uint32_t begin, SyntaxId value) {
        next();
        if (!lexer_.at(TokenKind::name)) return fail("a generator needs one name after `for`");
        std::string name(lexer_.current().text);
        next();
        if (!lexer_.at("in")) return fail("a generator needs one name after `for` and then `in`");
        next();
        std::vector<SyntaxId> parts{value, parse_or()};
        while (!failed() && take("if")) {
            const bool outer = std::exchange(in_condition_, true);
            parts.push_back(parse_or());
            in_condition_ = outer;
        }
        if (lexer_.at("for")) return fail("a generator with two `for` is not read");
        return add(SyntaxKind::generator, begin, std::move(parts), std::move(name));
    }

    SyntaxId parse_atom() {
        const Token token = lexer_.current();
        switch (token.kind) {
            case TokenKind::name:
                return parse_name(token);
            case TokenKind::integer:
            case TokenKind::real:
                return parse_number(token);
            case TokenKind::text:
                return parse_text(token);
            case TokenKind::wrong:
                return fail(std::string(token.text));
            case TokenKind::symbol:
                if (token.text == "(") return parse_brackets(")", SyntaxKind::tuple);
                if (token.text == "[") return parse_brackets("]", SyntaxKind::list);
                if (token.text == "{") return parse_brackets("}", SyntaxKind::set);
                return fail("a value is missing before `" + std::string(token.text) + "`");
            default:
                return fail("a value is missing here");
        }
    }

    SyntaxId parse_name(const Token& token) {
        if (std::ranges::find(reserved, token.text) != reserved.end())
            return fail("a value is missing before `" + std::string(token.text) + "`");
        next();
        if (token.text == "True" || token.text == "False")
            return add(SyntaxKind::boolean, token.begin, {}, std::string(token.text));
        if (token.text == "None") return add(SyntaxKind::none, token.begin, {});
        return add(SyntaxKind::name, token.begin, {}, std::string(token.text));
    }

    SyntaxId parse_number(const Token& token) {
        std::string digits(token.text);
        std::erase(digits, '_');
        int base = 10;
        const bool has_prefix = digits.size() > 2 && digits[0] == '0';
        if (has_prefix && (digits[1] == 'x' || digits[1] == 'X')) base = 16;
        if (has_prefix && (digits[1] == 'o' || digits[1] == 'O')) base = 8;
        if (has_prefix && (digits[1] == 'b' || digits[1] == 'B')) base = 2;
        const char* first = digits.data() + (base == 10 ? 0 : 2);
        const char* last = digits.data() + digits.size();
        SyntaxNode made;
        std::from_chars_result result{};
        if (token.kind == TokenKind::real) {
            made.kind = SyntaxKind::real;
            result = std::from_chars(first, last, made.real);
        } else {
            made.kind = SyntaxKind::integer;
            result = std::from_chars(first, last, made.number, base);
        }
        if (result.ec != std::errc() || result.ptr != last) return fail("this number cannot be read");
        next();
        const SyntaxId id = add(made.kind, token.begin, {});
        syntax_.nodes[id].number = made.number;
        syntax_.nodes[id].real = made.real;
        return id;
    }

    SyntaxId parse_text(const Token& token) {
        std::string text;
        while (lexer_.at(TokenKind::text)) {
            if (!append_literal(text, lexer_.current().text))
                return fail("a string with places to fill in (`f\"{…}\"`) is not read");
            next();
        }
        return add(SyntaxKind::text, token.begin, {}, std::move(text));
    }

    SyntaxId parse_brackets(std::string_view closing, SyntaxKind kind) {
        const std::uint32_t begin = lexer_.current().begin;
        next();
        const bool outer = std::exchange(in_condition_, false);
        std::vector<SyntaxId> items;
        bool has_comma = false;
        while (!failed() && !lexer_.at(closing)) {
            const std::uint32_t item_begin = lexer_.current().begin;
            SyntaxId item = parse_value();
            if (lexer_.at("for")) item = parse_generator(item_begin, item);
            if (lexer_.at(":") && kind == SyntaxKind::set) fail("a dictionary is not read");
            items.push_back(item);
            if (!take(",")) break;
            has_comma = true;
        }
        in_condition_ = outer;
        expect(closing);
        if (failed()) return 0;
        const bool is_one = items.size() == 1;
        if (kind == SyntaxKind::tuple && is_one && !has_comma) return items[0];
        if (is_one && syntax_[items[0]].kind == SyntaxKind::generator) return items[0];
        return add(kind, begin, std::move(items));
    }

    Lexer& lexer_;
    Syntax& syntax_;
    std::size_t depth_ = 0;
    std::uint32_t last_end_ = 0;
    bool in_condition_ = false;
};

}  // namespace

SyntaxId parse_expression(Lexer& lexer, Syntax& syntax) {
    const SyntaxId id = Parser(lexer, syntax).parse_tuple();
    return syntax.problem ? 0 : id;
}

}  // namespace bartizan::pytm
