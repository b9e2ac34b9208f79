// The parser's complaints in plain words: what is wrong at which bytes, and what to write instead.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bartizan {

struct YamlSyntaxError {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string message;
    std::string help;
};

/// What the reader knew when the parser gave up.
struct YamlErrorContext {
    std::string_view text;
    /// Where the parser stopped; may be the end of the text.
    std::uint32_t offset = 0;
    /// The innermost list or mapping that is open in the text before `offset`, if it has a bracket or brace.
    bool in_brackets = false;
    std::uint32_t bracket = 0;
    bool in_block_list = false;
};

/// `parser_message` is one of libfyaml's.
YamlSyntaxError explain_yaml_error(std::string_view parser_message, const YamlErrorContext& context);

}  // namespace bartizan
