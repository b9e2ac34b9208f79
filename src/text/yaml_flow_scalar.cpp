#include "text/yaml_flow_scalar.h"

#include "text/utf8.h"

#include <algorithm>
#include <charconv>

namespace bartizan {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Takes a line off the front of a text.
std::string_view take_line(std::string_view& text) {
    std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    std::string_view line = text.substr(0, end);
    bool is_pair = text.substr(end).starts_with("\r\n");
    text.remove_prefix(std::min(text.size(), end + (is_pair ? 2 : 1)));
    return line;
}

bool ends_in_backslash(std::string_view line) {
    std::size_t last_other = line.find_last_not_of('\\');
    std::size_t count = last_other == std::string_view::npos ? line.size() : line.size() - last_other - 1;
    return count % 2 == 1;
}

void trim_front(std::string_view& line) {
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
}

/// A blank behind a backslash is text.
void trim_back(std::string_view& line, bool has_escapes) {
    while (!line.empty() && is_blank(line.back())) {
        if (has_escapes && ends_in_backslash(line.substr(0, line.size() - 1))) return;
        line.remove_suffix(1);
    }
}

/// The number written in hexadecimal digits, which are taken off the front.
char32_t take_hexadecimal(std::string_view& text, std::size_t digits) {
    digits = std::min(digits, text.size());
    std::uint32_t value = 0xFFFD;
    std::from_chars(text.data(), text.data() + digits, value, 16);
    text.remove_prefix(digits);
    return value;
}

char32_t take_code_point(std::string_view& text, std::size_t digits) {
    char32_t point = take_hexadecimal(text, digits);
    bool is_high = point >= 0xD800 && point <= 0xDBFF;
    if (is_high && text.starts_with("\\u")) {
        text.remove_prefix(2);
        char32_t low = take_hexadecimal(text, 4);
        if (low >= 0xDC00 && low <= 0xDFFF) return 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    bool is_character = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
    return is_character ? point : 0xFFFD;
}

/// Takes an escape without its backslash (YAML 1.2.2, section 5.7).
char32_t take_escape(std::string_view& text) {
    constexpr std::string_view letters = "0abtnvfre \t\"/\\N_LP";
    constexpr char32_t meanings[] = {0x00, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D,   0x1B,
                                     ' ',  '\t', '"',  '/',  '\\', 0x85, 0xA0, 0x2028, 0x2029};
    char letter = text.front();
    text.remove_prefix(1);
    if (letter == 'x') return take_code_point(text, 2);
    if (letter == 'u') return take_code_point(text, 4);
    if (letter == 'U') return take_code_point(text, 8);
    std::size_t which = letters.find(letter);
    return which == std::string_view::npos ? 0xFFFD : meanings[which];
}

void append_line(std::string& out, ScalarStyle style, std::string_view line) {
    if (style == ScalarStyle::plain) {
        out += line;
        return;
    }
    char special = style == ScalarStyle::single_quoted ? '\'' : '\\';
    while (!line.empty()) {
        std::size_t at = std::min(line.find(special), line.size());
        out += line.substr(0, at);
        line.remove_prefix(std::min(at + 1, line.size()));
        if (line.empty()) break;
        if (special == '\'') {
            out += '\'';
            line.remove_prefix(1);
        } else {
            append_utf8(out, take_escape(line));
        }
    }
}

}  // namespace

void append_flow_scalar(std::string& out, ScalarStyle style, std::string_view bytes) {
    bool has_escapes = style == ScalarStyle::double_quoted;
    std::size_t blank_lines = 0;
    bool is_joined = false;
    for (bool is_first = true;; is_first = false) {
        std::size_t size_before = bytes.size();
        std::string_view line = take_line(bytes);
        bool is_last = line.size() == size_before;
        if (!is_first) trim_front(line);
        if (!is_last) trim_back(line, has_escapes);
        if (line.empty() && !is_first && !is_last) {
            ++blank_lines;
            continue;
        }
        if (blank_lines > 0)
            out.append(blank_lines, '\n');
        else if (!is_first && !is_joined)
            out += ' ';
        blank_lines = 0;
        is_joined = !is_last && has_escapes && ends_in_backslash(line);
        if (is_joined) line.remove_suffix(1);
        append_line(out, style, line);
        if (is_last) return;
    }
}

}  // namespace bartizan
