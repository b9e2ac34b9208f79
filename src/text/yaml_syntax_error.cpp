#include "text/yaml_syntax_error.h"

#include "text/utf8.h"

#include <algorithm>
#include <array>
#include <optional>

namespace bartizan {
namespace {

struct Wording {
    std::string_view part;  // of libfyaml's message
    std::string_view message;
    std::string_view help;
};

// In order: the first part that occurs wins. Libfyaml 0.7.12.
constexpr auto wordings = std::to_array<Wording>({
    {"tab", "a tab is used for indentation", "indent with spaces"},
    {"invalid multiline plain key", "this text goes on in the next line, where a `:` makes it a key",
     "check the indentation of the next line, or put the text in quotes"},
    {"scalar used as key", "a key can't go on over several lines", "write the key on one line"},
    {"double-quoted scalar without closing quote", "the closing `\"` is missing", ""},
    {"single-quoted scalar without closing quote", "the closing `'` is missing",
     "inside single quotes write `''` for a single quote"},
    {"sequence without a closing", "the `]` that closes this list is missing", ""},
    {"mapping without a closing", "the `}` that closes this mapping is missing", ""},
    {"invalid extra closing", "this bracket closes nothing", "remove it, or add the opening one"},
    {"missing comma in flow", "a comma is missing before this", ""},
    {"block sequence on the same line as a mapping key", "a list can't start on the line of its key",
     "start it on the next line, or write it as `[a, b]`"},
    {"block sequence entries not allowed", "a list item can't stand here",
     "start the list on a line of its own, or write it as `[a, b]`"},
    {"plain scalar cannot start with", "a value can't start with this character", "put the value in quotes"},
    {"invalid escape", "there is an unknown escape in this text",
     "write `\\\\` for a backslash, or use single quotes, which know no escapes"},
    {"hex escape", "there is an incomplete escape in this text", "write `\\x` with two hexadecimal digits"},
    {"UTF8 escape", "an escape in this text names no character", ""},
    {"surrogate", "an escape in this text names half a character", ""},
    {"nested block mapping on the same line", "there is a second `: ` on this line",
     "put the value in quotes if the colon belongs to it"},
    {"invalid mapping in plain multiline", "a `: ` stands where no key can be",
     "put the text before it in quotes"},
    {"same line as previous key", "two keys stand on one line", "put each key on a line of its own"},
    {"mapping key (not allowed in this context)", "a key can't stand here",
     "put the value in quotes if the colon belongs to it"},
    {"illegal value mark", "a `:` stands where no value can follow", "put the text in quotes"},
    {"Illegal placement of ':'", "a `:` stands where no value can follow", "put the text in quotes"},
    {"indentation in mapping", "this line is indented like none of the lines above",
     "start all keys of one mapping in the same column"},
    {"indent for", "this line is indented like none of the lines above",
     "start all keys or items of one mapping or list in the same column"},
    {"did not find expected key", "a key was expected here",
     "start all keys of one mapping in the same column"},
    {"did not find expected '-'", "a list item was expected here",
     "start all items of one list in the same column"},
    {"expected ':'", "the `:` after this key is missing", ""},
    {"missing ':'", "the `:` after this key is missing", ""},
    {"invalid trailing content", "there is more text after the closing quote",
     "put the whole value in quotes"},
    {"invalid scalar at the end of block sequence", "this text is neither a list item nor a key",
     "check its indentation"},
    {"comment", "a `#` starts a comment only after a space", "put a space before it, or quote the text"},
    {"block scalar no linebreak", "the text of `|` or `>` must start on the next line", ""},
    {"missing explicit document end marker", "a line that starts with `%` can't stand here",
     "quote the text"},
    {"missing document start", "a `---` is missing after the line that starts with `%`", ""},
    {"directive", "a line that starts with `%` can't stand here", "quote the text"},
    {"anchor plus alias", "an alias can't have an anchor", ""},
    {"tag", "this tag is not well formed", "tags such as `!name` are not needed in most documents"},
    {"uri", "this tag is not well formed", "tags such as `!name` are not needed in most documents"},
    {"control character", "a control character stands in this text",
     "remove it or write it as an escape in quotes"},
});

std::size_t indentation_end(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(" \t", at), text.size());
}

/// Looks for a tab in the indentation of the line at `offset` and of the next: many messages are its
/// consequences.
std::optional<std::uint32_t> find_indenting_tab(std::string_view text, std::size_t offset) {
    std::size_t begin = offset;
    while (begin > 0 && text[begin - 1] != '\n' && text[begin - 1] != '\r') --begin;
    for (int line = 0; line < 2 && begin < text.size(); ++line) {
        std::size_t tab = text.find('\t', begin);
        if (tab < indentation_end(text, begin)) return static_cast<std::uint32_t>(tab);
        std::size_t next = text.find('\n', begin);
        if (next == std::string_view::npos) break;
        begin = next + 1;
    }
    return std::nullopt;
}

bool comes_from_structure(std::string_view parser_message) {
    constexpr auto parts = std::to_array<std::string_view>(
        {"multiline", "indent", "expected key", "expected node", "expected '-'", "same line", "missing ':'"});
    return std::any_of(parts.begin(), parts.end(), [&](auto part) { return parser_message.contains(part); });
}

/// To the end of a word, so that the underline shows what is meant.
std::uint32_t word_end(std::string_view text, std::uint32_t begin) {
    auto in_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    };
    std::uint32_t end = begin;
    while (end < text.size() && in_word(text[end])) ++end;
    if (end > begin || begin >= text.size()) return end;
    return begin + static_cast<std::uint32_t>(std::max<std::size_t>(utf8_length(text, begin), 1));
}

/// The end of a text is shown as the place after its last word, not as an empty line.
std::uint32_t last_meaningful(std::string_view text, std::uint32_t offset) {
    std::size_t at = std::min<std::size_t>(offset, text.size());
    if (at < text.size()) return static_cast<std::uint32_t>(at);
    std::size_t last = text.find_last_not_of(" \t\r\n");
    return static_cast<std::uint32_t>(last == std::string_view::npos ? 0 : last + 1);
}

YamlSyntaxError error_at(std::string_view text, std::uint32_t begin, const Wording& wording) {
    return {begin, word_end(text, begin), std::string(wording.message), std::string(wording.help)};
}

YamlSyntaxError missing_content(const YamlErrorContext& context, std::uint32_t at) {
    // libfyaml 0.7.12 refuses empty items in lists that are not indented under their key, which YAML allows.
    if (context.in_block_list) {
        return error_at(context.text, at,
                        {"", "the list item before this is empty", "write `null`, or remove the item"});
    }
    return error_at(context.text, at, {"", "a value was expected here", ""});
}

}  // namespace

YamlSyntaxError explain_yaml_error(std::string_view parser_message, const YamlErrorContext& context) {
    std::string_view text = context.text;
    std::uint32_t at = last_meaningful(text, context.offset);
    if (comes_from_structure(parser_message)) {
        if (auto tab = find_indenting_tab(text, at)) return error_at(text, *tab, wordings[0]);
    }
    bool at_end = context.offset >= text.size();
    if (context.in_brackets && (at_end || parser_message.contains("without a closing"))) {
        bool is_list = text[context.bracket] == '[';
        const char* message = is_list ? "the `]` that closes this list is missing"
                                      : "the `}` that closes this mapping is missing";
        return {context.bracket, context.bracket + 1, message, ""};
    }
    if (parser_message.contains("expected node content")) return missing_content(context, at);
    // The mark of a quoted text is behind its quote.
    bool is_quoted = at > 0 && (text[at - 1] == '"' || text[at - 1] == '\'');
    if (is_quoted && (parser_message.contains("without closing quote") || parser_message.contains("escape")))
        --at;
    for (const Wording& wording : wordings) {
        if (parser_message.contains(wording.part)) return error_at(text, at, wording);
    }
    return {at, word_end(text, at), "this is not valid YAML: " + std::string(parser_message), ""};
}

}  // namespace bartizan
