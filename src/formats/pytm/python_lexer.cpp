#include <algorithm>
#include <array>

#include "formats/pytm/python_syntax.h"

namespace bartizan::pytm {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }

constexpr std::array<std::string_view, 25> long_symbols{
    "**=", "//=", ">>=", "<<=", "...", "->", ":=", "**", "//", "==", "!=", "<=", ">=",
    "<<",  ">>",  "+=",  "-=",  "*=",  "/=", "%=", "@=", "&=", "|=", "^=", "<>"};
constexpr std::string_view short_symbols = "()[]{}<>+-*/%@&|^~=,:.;";

bool is_string_prefix(std::string_view name) {
    return name.size() <= 2 && std::ranges::all_of(name, [](char c) {
               return std::string_view("rRbBuUfF").find(c) != std::string_view::npos;
           });
}

}  // namespace

Lexer::Lexer(std::string_view text, bool is_one_expression)
    : text_(text), is_one_expression_(is_one_expression) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
    is_line_start_ = !is_one_expression;
    advance();
}

void Lexer::make(TokenKind kind, std::uint32_t begin) {
    token_ = {kind, begin, at_, text_.substr(begin, at_ - begin)};
    is_line_empty_ = kind == TokenKind::newline;
}

void Lexer::fail(std::string_view message, std::uint32_t begin) {
    token_ = {TokenKind::wrong, begin, at_, message};
    is_line_empty_ = false;
}

void Lexer::advance() {
    if (pending_dedents_ > 0) {
        --pending_dedents_;
        token_ = {TokenKind::dedent, at_, at_, {}};
        return;
    }
    read();
}

/// Compares the indentation of a line that holds something with those around it. True if it gave a token.
bool Lexer::read_line_start() {
    std::uint32_t width = 0;
    const std::uint32_t begin = at_;
    for (;;) {
        width = 0;
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\f')) {
            width = text_[at_] == '\t' ? (width / 8 + 1) * 8 : width + 1;
            ++at_;
        }
        if (at_ < text_.size() && text_[at_] == '#')
            while (at_ < text_.size() && text_[at_] != '\n') ++at_;
        if (!skip_line_break()) break;
    }
    is_line_start_ = false;
    if (at_ >= text_.size()) width = 0;
    if (width > indents_.back()) {
        constexpr std::size_t most_levels = 100;
        if (indents_.size() > most_levels) {
            fail("blocks are nested too deeply", begin);
            at_ = static_cast<std::uint32_t>(text_.size());
            return true;
        }
        indents_.push_back(width);
        token_ = {TokenKind::indent, at_, at_, {}};
        return true;
    }
    std::uint32_t dedents = 0;
    while (width < indents_.back()) {
        indents_.pop_back();
        ++dedents;
    }
    if (dedents == 0) return false;
    pending_dedents_ = dedents - 1;
    token_ = {TokenKind::dedent, at_, at_, {}};
    return true;
}

bool Lexer::skip_line_break() {
    if (at_ >= text_.size()) return false;
    if (text_[at_] == '\r') {
        ++at_;
        if (at_ < text_.size() && text_[at_] == '\n') ++at_;
        return true;
    }
    if (text_[at_] != '\n') return false;
    ++at_;
    return true;
}

void Lexer::skip_space() {
    for (; at_ < text_.size(); ++at_) {
        const char c = text_[at_];
        if (c == ' ' || c == '\t' || c == '\f') continue;
        if (c == '#') {
            while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
            --at_;
            continue;
        }
        if ((c == '\n' || c == '\r') && (brackets_ > 0 || is_one_expression_)) continue;
        if (c == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == '\n' || text_[at_ + 1] == '\r')) {
            ++at_;
            if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
            continue;
        }
        return;
    }
}

void Lexer::read() {
    if (is_line_start_ && brackets_ == 0 && read_line_start()) return;
    skip_space();
    const std::uint32_t begin = at_;
    if (at_ >= text_.size()) {
        if (!is_line_empty_ && !is_one_expression_) return make(TokenKind::newline, begin);
        if (indents_.size() > 1) {
            indents_.pop_back();
            token_ = {TokenKind::dedent, at_, at_, {}};
            return;
        }
        token_ = {TokenKind::end, at_, at_, {}};
        return;
    }
    const char c = text_[at_];
    if (skip_line_break()) {
        is_line_start_ = true;
        return make(TokenKind::newline, begin);
    }
    if (is_name_start(c)) return read_name();
    if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) return read_number();
    if (c == '"' || c == '\'') return read_string(begin);
    read_symbol();
}

void Lexer::read_name() {
    const std::uint32_t begin = at_;
    while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
    const bool before_quote = at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'');
    if (before_quote && is_string_prefix(text_.substr(begin, at_ - begin))) return read_string(begin);
    make(TokenKind::name, begin);
}

void Lexer::read_number() {
    const std::uint32_t begin = at_;
    bool is_real = false;
    while (at_ < text_.size() && (is_name_part(text_[at_]) || text_[at_] == '.')) {
        const char c = text_[at_++];
        const bool is_hexadecimal =
            text_.substr(begin).starts_with("0x") || text_.substr(begin).starts_with("0X");
        if (c == '.') is_real = true;
        if ((c == 'e' || c == 'E') && !is_hexadecimal) {
            is_real = true;
            if (at_ < text_.size() && (text_[at_] == '-' || text_[at_] == '+')) ++at_;
        }
    }
    make(is_real ? TokenKind::real : TokenKind::integer, begin);
}

/// `at_` is on the opening quote.
void Lexer::read_string(std::uint32_t begin) {
    const char quote = text_[at_];
    const std::string_view rest = text_.substr(at_);
    const bool is_long = rest.size() >= 3 && rest[1] == quote && rest[2] == quote;
    at_ += is_long ? 3 : 1;
    for (; at_ < text_.size(); ++at_) {
        const char c = text_[at_];
        if (c == '\\') {
            if (++at_ >= text_.size()) break;
            continue;
        }
        if (!is_long && c == '\n') break;
        if (c != quote) continue;
        if (!is_long) {
            ++at_;
            return make(TokenKind::text, begin);
        }
        if (text_.substr(at_, 3) == rest.substr(0, 3)) {
            at_ += 3;
            return make(TokenKind::text, begin);
        }
    }
    at_ = std::min(at_, static_cast<std::uint32_t>(text_.size()));
    fail("a string is not closed", begin);
}

void Lexer::read_symbol() {
    const std::uint32_t begin = at_;
    for (std::string_view symbol : long_symbols)
        if (text_.substr(at_, symbol.size()) == symbol) {
            at_ += static_cast<std::uint32_t>(symbol.size());
            return make(TokenKind::symbol, begin);
        }
    const char c = text_[at_++];
    if (short_symbols.find(c) == std::string_view::npos)
        return fail("this character means nothing in Python", begin);
    if (c == '(' || c == '[' || c == '{') ++brackets_;
    if ((c == ')' || c == ']' || c == '}') && brackets_ > 0) --brackets_;
    make(TokenKind::symbol, begin);
}

}  // namespace bartizan::pytm
