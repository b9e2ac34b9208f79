#include "text/yaml_write.h"

#include "text/utf8.h"
#include "text/yaml_edit.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace bartizan {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// Not c-printable (YAML 1.2.2, production 1), a line break in YAML 1.1, or the byte order mark.
bool needs_escape(char32_t point) {
    return point < 0x20 || (point >= 0x7F && point <= 0x9F) || point == 0x2028 || point == 0x2029 ||
           point == 0xFEFF || point == 0xFFFE || point == 0xFFFF;
}

bool has_escapes(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = utf8_length(text, at);
        if (length == 0 || needs_escape(decode_utf8(text.substr(at, length)))) return true;
        at += length;
    }
    return false;
}

/// Numbers of the core schema (YAML 1.2.2, section 10.3.2), roughly: what starts like a number and has no
/// other letters than a number may have.
bool looks_like_number(std::string_view text) {
    std::string_view rest = text;
    if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
    std::string word = lower(rest);
    if (word == ".inf" || word == ".nan") return true;
    if (word.starts_with("0x")) return word.find_first_not_of("0123456789abcdef", 2) == std::string::npos;
    if (word.starts_with("0o")) return word.find_first_not_of("01234567", 2) == std::string::npos;
    bool starts =
        !word.empty() && (is_digit(word[0]) || (word[0] == '.' && word.size() > 1 && is_digit(word[1])));
    return starts && word.find_first_not_of("0123456789.e+-_") == std::string::npos &&
           std::count(word.begin(), word.end(), '-') < 2;
}

/// Plain words that mean something else than their text, here or in tools that read YAML 1.1.
bool has_other_meaning(std::string_view text) {
    constexpr auto words =
        std::to_array<std::string_view>({"null", "~", "true", "false", "yes", "no", "on", "off", "<<", "="});
    return std::find(words.begin(), words.end(), lower(text)) != words.end() || looks_like_number(text);
}

/// Whether a text may stand without quotes, in block and flow context, as a key and as a value.
bool can_be_plain(std::string_view text) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || has_escapes(text)) return false;
    if (std::string_view("?:,[]{}#&*!|>'\"%@`").contains(text.front())) return false;
    bool starts_with_word = text.size() > 1 && (is_letter(text[1]) || is_digit(text[1]) || text[1] == '.');
    if (text.front() == '-' && !starts_with_word) return false;
    if (text.starts_with("...") || text.back() == ':') return false;
    return text.find_first_of(",[]{}") == std::string_view::npos && !text.contains(": ") &&
           !text.contains(" #");
}

/// What most texts are: words that no rule of YAML could take for something else. Quicker to tell than
/// whether a text may be plain; the longest word of other meaning is `false`.
bool is_everyday_text(std::string_view text) {
    constexpr std::size_t longest_other_word = 5;
    constexpr std::array<bool, 256> is_everyday = [] {
        std::array<bool, 256> table{};
        for (char c : std::string_view(" -./_")) table[static_cast<unsigned char>(c)] = true;
        for (unsigned c = 0; c < 0x80; ++c)
            if (is_letter(static_cast<char>(c)) || is_digit(static_cast<char>(c))) table[c] = true;
        return table;
    }();
    return text.size() > longest_other_word && is_letter(text.front()) && text.back() != ' ' &&
           std::ranges::all_of(text, [&](unsigned char c) { return is_everyday[c]; });
}

std::string single_quoted(std::string_view text) {
    std::string out = "'";
    for (char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + "'";
}

std::string quoted(std::string_view text) {
    bool reads_better_in_single = text.find_first_of("\"\\") != std::string_view::npos && !has_escapes(text);
    return reads_better_in_single ? single_quoted(text) : double_quoted(text);
}

void append_escape(std::string& out, char32_t point) {
    switch (point) {
        case '\n':
            out += "\\n";
            return;
        case '\t':
            out += "\\t";
            return;
        case '\r':
            out += "\\r";
            return;
        default: {
            char buffer[16];
            std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(point));
            out += buffer;
        }
    }
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
}

/// A number or one of the three words of RFC 8259.
bool is_json_literal(std::string_view text) {
    if (text == "true" || text == "false" || text == "null") return true;
    std::size_t begin = text.starts_with('-') ? 1 : 0;
    std::size_t at = skip_digits(text, begin);
    if (at == begin || (at > begin + 1 && text[begin] == '0')) return false;
    if (at < text.size() && text[at] == '.') {
        begin = at + 1;
        at = skip_digits(text, begin);
        if (at == begin) return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        begin = at + 1;
        if (begin < text.size() && (text[begin] == '+' || text[begin] == '-')) ++begin;
        at = skip_digits(text, begin);
        if (at == begin) return false;
    }
    return at == text.size();
}

std::string scalar_text(YamlRef scalar, YamlDialect dialect) {
    bool is_plain = scalar.node().style == ScalarStyle::plain;
    if (scalar.is_null())
        return dialect == YamlDialect::json || scalar.text().empty() ? "null" : std::string(scalar.text());
    std::string_view text = scalar.text();
    if (dialect == YamlDialect::json)
        return is_plain && is_json_literal(text) ? std::string(text) : double_quoted(text);
    // A number or a word such as `true` means something only while it is plain, a quoted one only in quotes.
    return is_plain && can_be_plain(text) ? std::string(text) : quoted(text);
}

/// The tag of a node as written, with a space after it, or nothing.
std::string tag_text(YamlRef node) {
    const YamlTree& tree = node.tree();
    for (const YamlProperties& properties : tree.properties) {
        if (properties.node != node.index() || properties.anchored) continue;
        std::string_view written = tree.source_text.substr(properties.begin);
        return std::string(written.substr(0, written.find_first_of(" \t\r\n,[]{}"))) + ' ';
    }
    return {};
}

}  // namespace

std::string double_quoted(std::string_view text) {
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = utf8_length(text, at);
        std::string_view sequence = text.substr(at, std::max<std::size_t>(length, 1));
        char32_t point = length == 0 ? 0xFFFD : decode_utf8(sequence);
        if (length == 0) {
            append_utf8(out, point);
        } else if (point == '"' || point == '\\') {
            out += '\\';
            out += sequence;
        } else if (needs_escape(point)) {
            append_escape(out, point);
        } else {
            out += sequence;
        }
        at += sequence.size();
    }
    return out + '"';
}

std::string string_text(std::string_view text, YamlDialect dialect) {
    if (dialect == YamlDialect::json) return double_quoted(text);
    const bool is_plain = is_everyday_text(text) || (can_be_plain(text) && !has_other_meaning(text));
    return is_plain ? std::string(text) : quoted(text);
}

std::string flow_text(YamlRef node, YamlDialect dialect) {
    std::string out = dialect == YamlDialect::yaml ? tag_text(node) : "";
    if (node.is_scalar()) return out + scalar_text(node, dialect);
    std::string_view separator;
    out += node.is_mapping() ? '{' : '[';
    for (YamlRef item : node.items()) {
        out += separator;
        out += flow_text(item, dialect);
        separator = ", ";
    }
    for (auto [key, value] : node.entries()) {
        out += separator;
        // A plain key of the new value may be any word: `true` is the text of a key, not a truth value.
        bool is_plain = key.node().style == ScalarStyle::plain && can_be_plain(key.text());
        out += is_plain && dialect == YamlDialect::yaml ? std::string(key.text())
                                                        : string_text(key.text(), dialect);
        out += ": ";
        out += flow_text(value, dialect);
        separator = ", ";
    }
    return out + (node.is_mapping() ? '}' : ']');
}

std::string yaml_scalar(std::string_view text) { return string_text(text, YamlDialect::yaml); }

}  // namespace bartizan
