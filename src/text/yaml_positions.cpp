#include "text/yaml_positions.h"

#include <algorithm>

namespace bartizan {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_break(char c) { return c == '\n' || c == '\r'; }

std::uint32_t line_end(std::string_view text, std::uint32_t at) {
    return static_cast<std::uint32_t>(std::min(text.find_first_of("\r\n", at), text.size()));
}

}  // namespace

std::uint32_t skip_blanks_and_comments(std::string_view text, std::uint32_t at) {
    while (at < text.size()) {
        if (text[at] == '#') {
            at = line_end(text, at);
        } else if (is_blank(text[at]) || is_break(text[at])) {
            ++at;
        } else {
            break;
        }
    }
    return at;
}

std::uint32_t skip_indicator(std::string_view text, std::uint32_t at, char indicator) {
    std::uint32_t next = skip_blanks_and_comments(text, at);
    return next < text.size() && text[next] == indicator ? next + 1 : at;
}

}  // namespace bartizan
