// Cuts a condition into tokens, as the language definition of CEL says (github.com/google/cel-spec,
// "Syntax").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/syntax.h"

namespace bartizan {

enum class CelToken : std::uint8_t {
    identifier,
    integer,
    number,
    text,
    keyword_true,
    keyword_false,
    keyword_null,
    keyword_in,
    dot,
    comma,
    colon,
    question,
    open_parenthesis,
    close_parenthesis,
    open_bracket,
    close_bracket,
    open_brace,
    close_brace,
    plus,
    minus,
    star,
    slash,
    percent,
    logical_not,
    logical_and,
    logical_or,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    end,
};

struct CelTokenText {
    CelToken kind = CelToken::end;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    /// Texts: unescaped.
    std::string value;
};

enum class CelEnd : std::uint8_t {
    of_text,
    /// Before the closing brace that has no opening one, or at the end of the text.
    of_braces,
};

/// Tokens from `begin` on, the last one of kind `end`. Stops at the first problem.
std::vector<CelTokenText> lex_cel(std::string_view text, std::uint32_t begin, CelEnd end, Problems& problems);

}  // namespace bartizan
