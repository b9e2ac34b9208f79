// Python's tokens and expressions, as far as pytm's models and conditions use them: read, never executed.
// Knows nothing of pytm.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bartizan::pytm {

enum class TokenKind : std::uint8_t {
    end,
    newline,  // of a logical line
    indent,
    dedent,
    name,
    integer,
    real,
    text,    // a string literal
    symbol,  // an operator or bracket
    wrong,   // `Token::text` says what
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    /// The written text of names, numbers and symbols; a message of what is wrong.
    std::string_view text;
};

/// Tokens of a text, one after another. Can be copied to come back to a place.
class Lexer {
public:
    /// With `is_one_expression`, line breaks are white space.
    Lexer(std::string_view text, bool is_one_expression);

    const Token& current() const { return token_; }
    void advance();
    bool at(TokenKind kind) const { return token_.kind == kind; }
    bool at(std::string_view symbol_or_name) const {
        return (token_.kind == TokenKind::symbol || token_.kind == TokenKind::name) &&
               token_.text == symbol_or_name;
    }
    std::string_view text() const { return text_; }

private:
    void read();
    bool read_line_start();
    void skip_space();
    bool skip_line_break();
    void read_name();
    void read_number();
    void read_string(std::uint32_t begin);
    void read_symbol();
    void make(TokenKind kind, std::uint32_t begin);
    void fail(std::string_view message, std::uint32_t begin);

    std::string_view text_;
    std::uint32_t at_ = 0;
    std::uint32_t brackets_ = 0;
    bool is_one_expression_;
    bool is_line_start_ = true;
    bool is_line_empty_ = true;
    std::uint32_t pending_dedents_ = 0;
    std::vector<std::uint32_t> indents_{0};
    Token token_;
};

enum class SyntaxKind : std::uint8_t {
    name,     // text
    boolean,  // text: "True" or "False"
    none,
    integer,    // number
    real,       // real
    text,       // text
    attribute,  // child; text
    call,       // callee, then arguments; keyword arguments are `keyword` nodes
    keyword,    // text = child
    list,
    tuple,
    set,
    logical_and,
    logical_or,
    logical_not,
    compare,     // operands; text: operators joined by commas
    arithmetic,  // two operands; text: operator
    negative,
    conditional,  // value, condition, otherwise
    generator,    // value, iterable, conditions; text: variable
    unsupported,  // text: what it is
};

using SyntaxId = std::uint32_t;

struct SyntaxNode {
    SyntaxKind kind = SyntaxKind::none;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::int64_t number = 0;
    double real = 0;
    std::string text;
    std::vector<SyntaxId> children;
};

struct SyntaxProblem {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string message;
};

struct Syntax {
    std::vector<SyntaxNode> nodes;
    std::optional<SyntaxProblem> problem;

    const SyntaxNode& operator[](SyntaxId id) const { return nodes[id]; }
};

/// Reads one expression (with commas: a tuple) at the current token and stops behind it. What Python has and
/// we do not read becomes `unsupported`; what is no Python is a problem.
SyntaxId parse_expression(Lexer& lexer, Syntax& syntax);

}  // namespace bartizan::pytm
