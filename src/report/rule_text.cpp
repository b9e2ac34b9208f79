#include "report/rule_text.h"

#include <algorithm>
#include <cctype>

namespace bartizan {
namespace {

bool is_path(std::string_view text) {
    auto belongs = [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '.'; };
    return !text.empty() && std::ranges::all_of(text, belongs);
}

/// `flow.mutual_tls` becomes "the flow's mutual tls"; other expressions stay as they are written.
std::string placeholder_text(std::string_view expression) {
    while (expression.starts_with(' ')) expression.remove_prefix(1);
    while (expression.ends_with(' ')) expression.remove_suffix(1);
    if (!is_path(expression)) return "`" + std::string(expression) + "`";
    std::string words = "the ";
    for (char c : expression) {
        if (c == '.')
            words += "'s ";
        else
            words += c == '_' ? ' ' : c;
    }
    return words;
}

bool starts_sentence(std::string_view before) {
    while (before.ends_with(' ') || before.ends_with('\n')) before.remove_suffix(1);
    return before.empty() || std::string_view(".?!").contains(before.back());
}

}  // namespace

std::string general_text(const Template& text) {
    std::string_view rest = text.source;
    std::string words;
    for (;;) {
        std::size_t open = rest.find('{');
        std::size_t close = open == rest.npos ? rest.npos : rest.find('}', open);
        if (close == rest.npos) break;
        words += rest.substr(0, open);
        std::string placeholder = placeholder_text(rest.substr(open + 1, close - open - 1));
        if (starts_sentence(words)) placeholder[0] = static_cast<char>(std::toupper(placeholder[0]));
        words += placeholder;
        rest.remove_prefix(close + 1);
    }
    words += rest;
    while (words.ends_with('\n') || words.ends_with(' ')) words.pop_back();
    return words;
}

std::string controls_text(const Schema& schema, const std::vector<ControlGroup>& groups) {
    std::string text;
    for (const ControlGroup& group : groups) {
        if (!text.empty()) text += ", or ";
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (i > 0) text += i + 1 == group.size() ? " and " : ", ";
            text += schema[group[i]].name;
        }
    }
    return text;
}

}  // namespace bartizan
