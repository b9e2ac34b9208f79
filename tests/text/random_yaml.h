// Random values and random ways to write them: every style, comments anywhere, odd indentation.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "text/yaml_write.h"
#include "yaml_oracle.h"

namespace bartizan::oracle {

class RandomYaml {
public:
    explicit RandomYaml(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t limit) {
        return limit == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
    }
    bool one_in(std::size_t n) { return below(n) == 0; }

    Value value(int depth) {
        Value value;
        if (depth <= 0 || one_in(3)) return scalar();
        value.kind = one_in(2) ? YamlKind::mapping : YamlKind::sequence;
        std::size_t count = below(5);
        for (std::size_t at = 0; at < count; ++at) {
            if (value.kind == YamlKind::mapping) value.children.push_back(Value{.text = new_key(value)});
            value.children.push_back(this->value(depth - 1));
        }
        return value;
    }

    Value mapping(int depth) {
        Value value;
        do value = this->value(depth);
        while (value.kind != YamlKind::mapping || value.children.empty());
        return value;
    }

    std::string key() {
        constexpr const char* keys[] = {"a",   "b",    "c",  "name", "orders -> cards", "é",   "12",  "true",
                                        "",    "x: y", "#k", "it's", "\"q\"",           "a,b", "- d", "null",
                                        "k\\n"};
        return keys[below(std::size(keys))];
    }

    Value scalar() {
        constexpr const char* texts[] = {"x",
                                         "two words",
                                         "true",
                                         "5",
                                         "null",
                                         "",
                                         "a: b",
                                         "a #b",
                                         "#c",
                                         "- x",
                                         "it's",
                                         "say \"hi\"",
                                         "a\\b",
                                         "ünï",
                                         "line\nbreak",
                                         "line\n",
                                         "\n",
                                         " lead",
                                         "trail ",
                                         "tab\there",
                                         "[x]",
                                         "{a: 1}",
                                         "a, b",
                                         "@at",
                                         "%p",
                                         "!t",
                                         "&n",
                                         "*n",
                                         "'",
                                         "\"",
                                         "one\n\ntwo\n\n",
                                         "  deep\n  text\n",
                                         "x # y\n",
                                         "~",
                                         "-1",
                                         "...",
                                         "---",
                                         "?",
                                         "a:",
                                         "http://x/y",
                                         "very long text that could well be folded over lines"};
        Value value;
        value.text = texts[below(std::size(texts))];
        if (one_in(3)) resolve(value);
        return value;
    }

    /// A document with `\n` as line break and a line break at the end.
    std::string document(const Value& value) {
        std::string out;
        after_keep_ = after_literal_ = false;
        if (one_in(3)) out += comment() + "\n";
        if (one_in(6)) out += "---\n";
        if (one_in(6)) out += "\n";
        bool is_block = value.kind != YamlKind::scalar && !value.children.empty() && !one_in(6);
        if (is_block) {
            block(out, value, 0);
        } else {
            out += inline_value(value, 2);
            out += end_of_line();
        }
        while (!after_keep_ && one_in(3)) out += one_in(2) ? "\n" : comment() + "\n";
        return out;
    }

private:
    void resolve(Value& value) {
        Sources sources;
        Diagnostics diagnostics;
        YamlTree tree = read_yaml(sources, sources.add("scalar", value.text), diagnostics);
        if (value.text.empty()) value.is_null = true;
        if (diagnostics.has_errors() || !tree.root().is_scalar() || tree.root().text() != value.text) return;
        value.is_null = tree.root().is_null();
        value.boolean = tree.root().as_boolean();
        value.integer = tree.root().as_integer();
    }

    std::string new_key(const Value& mapping) {
        std::string key;
        do {
            key = this->key();
            if (one_in(2)) key += std::to_string(below(1000));
        } while (find_child(mapping, key));
        return key;
    }

    bool is_special(const Value& value) { return value.is_null || value.boolean || value.integer; }

    std::string comment() { return "# c" + std::to_string(++comments_); }

    std::string end_of_line() {
        if (one_in(5)) return " " + spaces() + comment() + "\n";
        return one_in(8) ? "  \n" : "\n";
    }

    std::string spaces() { return std::string(below(3), ' '); }

    /// Blank lines and comments between entries in `column`.
    void interlude(std::string& out, std::size_t column) {
        while (one_in(4)) {
            if (one_in(3)) {
                out += one_in(4) ? "   \n" : "\n";
            } else {
                std::size_t at = one_in(3) ? column + below(4) : column;
                if (one_in(6)) at = below(column + 1);
                out += std::string(at, ' ') + comment() + "\n";
            }
        }
    }

    std::string key_text(const std::string& key) {
        if (one_in(4)) return double_quoted(key);
        if (one_in(6)) return single(key);
        return string_text(key, YamlDialect::yaml);
    }

    std::string single(const std::string& text) {
        if (text.find_first_of("\n\t\r") != std::string::npos) return double_quoted(text);
        std::string out = "'";
        for (char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
        return out + "'";
    }

    /// On one line.
    std::string scalar_text(const Value& value) {
        if (value.is_null && value.text.empty()) return one_in(2) ? "null" : "~";
        if (is_special(value)) return value.text;
        bool means_something = string_text(value.text, YamlDialect::yaml) != value.text;
        if (means_something || one_in(3)) return one_in(2) ? double_quoted(value.text) : single(value.text);
        return value.text;
    }

    void flow_space(std::string& out, std::size_t indent) {
        if (one_in(6)) {
            if (one_in(2)) out += " " + comment();
            out += "\n" + std::string(indent + below(3), ' ');
        } else if (one_in(2)) {
            out += ' ';
        }
    }

    void flow(std::string& out, const Value& value, std::size_t indent) {
        if (value.kind == YamlKind::scalar) {
            out += scalar_text(value);
            return;
        }
        bool is_mapping = value.kind == YamlKind::mapping;
        out += is_mapping ? '{' : '[';
        std::size_t width = is_mapping ? 2 : 1;
        for (std::size_t at = 0; at < value.children.size(); at += width) {
            if (at > 0) out += ',';
            flow_space(out, indent);
            if (at > 0 && out.back() == ',') out += ' ';
            if (is_mapping) {
                out += key_text(value.children[at].text);
                bool is_empty = value.children[at + 1].is_null && one_in(2);
                if (is_empty && one_in(2)) continue;
                out += is_empty ? ":" : ": ";
                if (is_empty)
                    out += ' ';
                else
                    flow(out, value.children[at + 1], indent);
            } else {
                flow(out, value.children[at], indent);
            }
        }
        if (!value.children.empty() && one_in(6)) out += " ,";
        flow_space(out, indent);
        out += is_mapping ? '}' : ']';
    }

    std::string inline_value(const Value& value, std::size_t indent) {
        std::string out;
        flow(out, value, indent);
        return out;
    }

    bool can_be_literal(const Value& value) {
        if (is_special(value) || value.text.empty()) return false;
        if (value.text.find_first_of("\t\r") != std::string::npos || value.text.front() == ' ') return false;
        return value.text.front() != '\n' && value.text.find("\n ") == std::string::npos;
    }

    void literal(std::string& out, const Value& value, std::size_t indent) {
        std::string text = value.text;
        bool ends = text.ends_with('\n');
        bool keeps = text.ends_with("\n\n") || (ends && one_in(4));
        out += '|';
        out += !ends ? "-" : keeps ? "+" : "";
        if (one_in(5)) out += " " + comment();
        out += '\n';
        if (ends) text.pop_back();
        std::size_t begin = 0;
        for (;;) {
            std::size_t end = text.find('\n', begin);
            std::string line = text.substr(begin, end - begin);
            if (!line.empty()) out += std::string(indent, ' ') + line;
            out += '\n';
            if (end == std::string::npos) break;
            begin = end + 1;
        }
        if (!keeps && one_in(4)) out += "\n";
        after_keep_ = keeps;
        after_literal_ = true;
    }

    /// Behind `:` or `-`, with the line break. `column` is that of the key or dash.
    void value_behind(std::string& out, const Value& value, std::size_t column, bool is_item) {
        after_keep_ = after_literal_ = false;
        bool is_block = value.kind != YamlKind::scalar && !value.children.empty() && !one_in(4);
        if (is_block) {
            bool is_list = value.kind == YamlKind::sequence;
            if (is_item && one_in(2)) {
                std::size_t gap = 1 + (one_in(4) ? below(3) : 0);
                out += std::string(gap, ' ');
                block(out, value, column + 1 + gap, true);
                return;
            }
            out += end_of_line();
            bool no_indent = is_list && !is_item && one_in(3);
            std::size_t inner = no_indent ? column : column + (one_in(3) ? 1 + below(4) : 2);
            block(out, value, inner);
            return;
        }
        if (value.is_null && !is_item && one_in(2)) {
            out += end_of_line();
            return;
        }
        if (value.kind == YamlKind::scalar && can_be_literal(value) && one_in(2)) {
            out += ' ';
            literal(out, value, column + 1 + below(4));
            return;
        }
        if (one_in(8)) {
            out += end_of_line();
            out += std::string(column + 1 + below(3), ' ');
        } else {
            out += ' ' + spaces();
        }
        out += inline_value(value, column + 2);
        out += end_of_line();
    }

    void block(std::string& out, const Value& value, std::size_t column, bool first_is_beside = false) {
        bool is_mapping = value.kind == YamlKind::mapping;
        std::size_t width = is_mapping ? 2 : 1;
        for (std::size_t at = 0; at < value.children.size(); at += width) {
            bool is_beside = at == 0 && first_is_beside;
            if (!is_beside && after_literal_ && !after_keep_) interlude_below_block_scalar(out, column);
            if (!is_beside && !after_literal_) interlude(out, column);
            if (!is_beside) out += std::string(column, ' ');
            if (!is_mapping) {
                out += '-';
            } else if (one_in(20)) {
                out +=
                    "? " + key_text(value.children[at].text) + end_of_line() + std::string(column, ' ') + ":";
            } else {
                out += key_text(value.children[at].text) + (one_in(10) ? " :" : ":");
            }
            value_behind(out, value.children[at + width - 1], column, !is_mapping);
        }
    }

    /// Comments must not get into a block scalar above: they stand in the column of the entry.
    void interlude_below_block_scalar(std::string& out, std::size_t column) {
        while (one_in(4)) out += one_in(3) ? "\n" : std::string(column, ' ') + comment() + "\n";
    }

    std::mt19937 random_;
    int comments_ = 0;
    bool after_keep_ = false;
    bool after_literal_ = false;
};

}  // namespace bartizan::oracle
