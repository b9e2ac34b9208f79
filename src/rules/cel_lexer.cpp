#include "rules/cel_lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace bartizan {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

std::optional<std::uint32_t> digit_value(char c) {
    if (is_digit(c)) return static_cast<std::uint32_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::uint32_t>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<std::uint32_t>(c - 'A' + 10);
    return std::nullopt;
}

void append_utf8(std::string& text, std::uint32_t code_point) {
    auto push = [&](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (code_point < 0x80u) {
        push(code_point);
    } else if (code_point < 0x800u) {
        push(0xC0u | (code_point >> 6));
        push(0x80u | (code_point & 0x3Fu));
    } else if (code_point < 0x10000u) {
        push(0xE0u | (code_point >> 12));
        push(0x80u | ((code_point >> 6) & 0x3Fu));
        push(0x80u | (code_point & 0x3Fu));
    } else {
        push(0xF0u | (code_point >> 18));
        push(0x80u | ((code_point >> 12) & 0x3Fu));
        push(0x80u | ((code_point >> 6) & 0x3Fu));
        push(0x80u | (code_point & 0x3Fu));
    }
}

struct Spelling {
    std::string_view text;
    CelToken kind;
};

constexpr auto operators_of_two = std::to_array<Spelling>({
    {"&&", CelToken::logical_and},
    {"||", CelToken::logical_or},
    {"==", CelToken::equal},
    {"!=", CelToken::not_equal},
    {"<=", CelToken::less_equal},
    {">=", CelToken::greater_equal},
});

constexpr auto operators_of_one = std::to_array<Spelling>({
    {"<", CelToken::less},
    {">", CelToken::greater},
    {"!", CelToken::logical_not},
    {".", CelToken::dot},
    {",", CelToken::comma},
    {":", CelToken::colon},
    {"?", CelToken::question},
    {"(", CelToken::open_parenthesis},
    {")", CelToken::close_parenthesis},
    {"[", CelToken::open_bracket},
    {"]", CelToken::close_bracket},
    {"{", CelToken::open_brace},
    {"}", CelToken::close_brace},
    {"+", CelToken::plus},
    {"-", CelToken::minus},
    {"*", CelToken::star},
    {"/", CelToken::slash},
    {"%", CelToken::percent},
});

/// By their only character; `end` for all others.
constexpr auto operator_by_character = [] {
    std::array<CelToken, 256> table;
    table.fill(CelToken::end);
    for (const Spelling& spelling : operators_of_one)
        table[static_cast<unsigned char>(spelling.text[0])] = spelling.kind;
    return table;
}();

constexpr auto keywords = std::to_array<Spelling>({
    {"true", CelToken::keyword_true},
    {"false", CelToken::keyword_false},
    {"null", CelToken::keyword_null},
    {"in", CelToken::keyword_in},
});

class Lexer {
public:
    Lexer(std::string_view text, std::uint32_t begin, CelEnd end, Problems& problems)
        : text_(text), at_(begin), end_(end), problems_(problems) {
        // About one token in four bytes, as measured on rules.
        if (end == CelEnd::of_text) tokens_.reserve(text.size() / 4 + 4);
    }

    std::vector<CelTokenText> run() {
        while (step()) continue;
        auto at = static_cast<std::uint32_t>(at_);
        tokens_.push_back({CelToken::end, at, at, {}});
        return std::move(tokens_);
    }

private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    std::string_view rest() const { return text_.substr(at_); }

    void fail(std::size_t begin, std::size_t end, std::string message, std::string help = {}) {
        problems_.push_back({DiagnosticKind::invalid_expression, static_cast<std::uint32_t>(begin),
                             static_cast<std::uint32_t>(std::min(end, text_.size())), std::move(message),
                             std::move(help)});
    }

    void push(CelToken kind, std::size_t begin, std::string value = {}) {
        tokens_.push_back(
            {kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_), std::move(value)});
    }

    void skip_blanks() {
        for (;;) {
            while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
            if (peek() != '/' || peek(1) != '/') return;
            at_ = std::min(text_.find('\n', at_), text_.size());
        }
    }

    /// Reads one token; false at the end and after a problem.
    bool step() {
        skip_blanks();
        if (at_ >= text_.size()) return false;
        char c = peek();
        if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
        if (c == '"' || c == '\'') return quoted(at_, false);
        if (is_letter(c)) return word();
        return symbol();
    }

    bool symbol() {
        const std::string_view two = rest().substr(0, 2);
        for (const Spelling& spelling : operators_of_two)
            if (two == spelling.text) return take_symbol(spelling.kind, 2);
        const CelToken kind = operator_by_character[static_cast<unsigned char>(peek())];
        if (kind == CelToken::end) return unknown_symbol();
        if (kind == CelToken::close_brace && braces_ == 0 && end_ == CelEnd::of_braces) return false;
        if (kind == CelToken::open_brace) ++braces_;
        if (kind == CelToken::close_brace && braces_ > 0) --braces_;
        return take_symbol(kind, 1);
    }

    bool take_symbol(CelToken kind, std::size_t bytes) {
        at_ += bytes;
        push(kind, at_ - bytes);
        return true;
    }

    bool unknown_symbol() {
        std::size_t bytes = 1;
        while (at_ + bytes < text_.size() &&
               (static_cast<unsigned char>(text_[at_ + bytes]) & 0xC0u) == 0x80u)
            ++bytes;
        std::string help;
        if (peek() == '=') help = "to compare, write `==`";
        if (peek() == '&') help = "for \"and\", write `&&`";
        if (peek() == '|') help = "for \"or\", write `||`";
        if (peek() == '`') help = "write names with underscores instead of hyphens";
        bool visible = static_cast<unsigned char>(peek()) > 0x20u && peek() != 0x7f;
        std::string message = visible
                                  ? fmt::format("`{}` means nothing in a condition", rest().substr(0, bytes))
                                  : "a control character means nothing in a condition";
        fail(at_, at_ + bytes, std::move(message), std::move(help));
        return false;
    }

    bool word() {
        std::size_t begin = at_;
        while (is_letter(peek()) || is_digit(peek())) ++at_;
        std::string_view name = text_.substr(begin, at_ - begin);
        if (peek() == '"' || peek() == '\'') {
            if (name == "r" || name == "R") return quoted(begin, true);
            bool is_bytes = name.size() <= 2 && name.find_first_of("bB") != std::string_view::npos &&
                            name.find_first_not_of("bBrR") == std::string_view::npos;
            if (is_bytes) {
                fail(begin, at_ + 1, "byte strings are not part of this language",
                     "write a text without `b`");
                return false;
            }
        }
        for (const Spelling& keyword : keywords) {
            if (keyword.text[0] != name[0] || keyword.text != name) continue;
            push(keyword.kind, begin);
            return true;
        }
        push(CelToken::identifier, begin);
        return true;
    }

    bool number() {
        std::size_t begin = at_;
        bool is_hexadecimal = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && digit_value(peek(2));
        CelToken kind = CelToken::integer;
        if (is_hexadecimal) {
            at_ += 2;
            while (digit_value(peek())) ++at_;
        } else {
            kind = decimal();
        }
        if (peek() == 'u' || peek() == 'U') {
            fail(begin, at_ + 1, "unsigned numbers are not part of this language",
                 "write the number without `u`");
            return false;
        }
        if (is_letter(peek())) {
            while (is_letter(peek()) || is_digit(peek())) ++at_;
            fail(begin, at_, fmt::format("`{}` is not a number", text_.substr(begin, at_ - begin)),
                 "durations are written `duration(\"15m\")`, texts in quotes");
            return false;
        }
        push(kind, begin);
        return true;
    }

    CelToken decimal() {
        CelToken kind = CelToken::integer;
        while (is_digit(peek())) ++at_;
        if (peek() == '.' && is_digit(peek(1))) {
            kind = CelToken::number;
            ++at_;
            while (is_digit(peek())) ++at_;
        }
        bool has_sign = peek(1) == '+' || peek(1) == '-';
        if ((peek() == 'e' || peek() == 'E') && is_digit(peek(has_sign ? 2 : 1))) {
            kind = CelToken::number;
            at_ += has_sign ? 2 : 1;
            while (is_digit(peek())) ++at_;
        }
        return kind;
    }

    /// At the opening quote; `begin` is where the token starts (at its prefix).
    bool quoted(std::size_t begin, bool raw) {
        std::string_view quote = rest().substr(0, 1);
        bool is_long = at_ + 2 < text_.size() && peek(1) == quote[0] && peek(2) == quote[0];
        if (is_long) quote = rest().substr(0, 3);
        at_ += quote.size();
        std::string value;
        while (peek() != quote[0] || !rest().starts_with(quote)) {
            bool line_break = peek() == '\n' || peek() == '\r';
            if (at_ >= text_.size() || (line_break && !is_long)) {
                fail(begin, at_, "this text has no closing quote",
                     line_break ? "a text over several lines stands between `\"\"\"` and `\"\"\"`" : "");
                return false;
            }
            if (peek() == '\\' && !raw) {
                if (!escape(value)) return false;
            } else {
                value.push_back(text_[at_++]);
            }
        }
        at_ += quote.size();
        push(CelToken::text, begin, std::move(value));
        return true;
    }

    bool escape(std::string& value) {
        static constexpr std::string_view letters = "abfnrtv\\?\"'`";
        static constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\?\"'`";
        std::size_t begin = at_;
        char kind = peek(1);
        if (auto found = letters.find(kind); found != std::string_view::npos && kind != '\0') {
            value.push_back(meanings[found]);
            at_ += 2;
            return true;
        }
        switch (kind) {
            case 'x':
            case 'X':
                return code_point(value, begin, 2, 2, 16);
            case 'u':
                return code_point(value, begin, 2, 4, 16);
            case 'U':
                return code_point(value, begin, 2, 8, 16);
            case '0':
            case '1':
            case '2':
            case '3':
                return code_point(value, begin, 1, 3, 8);
            default:
                break;
        }
        fail(begin, begin + 2, "this escape is not known",
             "write a backslash twice, or put `r` before the quote for a raw text");
        return false;
    }

    bool code_point(std::string& value, std::size_t begin, std::size_t prefix, std::size_t digits,
                    std::uint32_t base) {
        std::uint32_t result = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            auto digit = digit_value(peek(prefix + i));
            if (!digit || *digit >= base) {
                fail(begin, begin + prefix + i, fmt::format("this escape needs {} digits", digits));
                return false;
            }
            result = result * base + *digit;
        }
        at_ += prefix + digits;
        bool is_surrogate = result >= 0xD800u && result <= 0xDFFFu;
        if (is_surrogate || result > 0x10FFFFu) {
            fail(begin, at_, "this escape is not a Unicode character");
            return false;
        }
        append_utf8(value, result);
        return true;
    }

    std::string_view text_;
    std::size_t at_;
    CelEnd end_;
    Problems& problems_;
    std::size_t braces_ = 0;
    std::vector<CelTokenText> tokens_;
};

}  // namespace

std::vector<CelTokenText> lex_cel(std::string_view text, std::uint32_t begin, CelEnd end,
                                  Problems& problems) {
    return Lexer(text, begin, end, problems).run();
}

}  // namespace bartizan
