#include "formats/interchange/json_text.h"

#include <algorithm>

#include "formats/interchange/object_reader.h"
#include "text/json_writer.h"

namespace bartizan::interchange {
namespace {

void append_value(std::string& out, YamlRef node);

void append_scalar(std::string& out, YamlRef node) {
    if (node.is_null()) {
        out += "null";
    } else if (const auto flag = node.as_boolean()) {
        out += *flag ? "true" : "false";
    } else if (const auto number = number_of(node)) {
        const std::string_view text = node.text();
        // JSON wants a digit on both sides of the point and no other first character than `-`.
        const bool is_json = text.find_first_not_of("0123456789.eE+-") == std::string_view::npos &&
                             text[0] != '.' && text[0] != '+' && text.back() != '.' &&
                             !(text.size() > 1 && text[0] == '0' && text[1] != '.') &&
                             text.substr(0, 2) != "-0" && text.substr(0, 2) != "-.";
        out += is_json ? std::string(text) : json_number(*number);
    } else {
        append_json_string(out, node.text());
    }
}

// The depth is bounded by the limits of reading.
void append_value(std::string& out, YamlRef node) {
    if (node.is_scalar()) return append_scalar(out, node);
    bool first = true;
    const auto separate = [&] {
        if (!first) out += ", ";
        first = false;
    };
    if (node.is_sequence()) {
        out += '[';
        for (YamlRef item : node.items()) {
            separate();
            append_value(out, item);
        }
        out += ']';
        return;
    }
    out += '{';
    for (auto [key, value] : node.entries()) {
        separate();
        append_json_string(out, key.text());
        out += ": ";
        append_value(out, value);
    }
    out += '}';
}

/// Behind the string that begins at `at`.
std::size_t end_of_string(std::string_view json, std::size_t at) {
    for (++at; at < json.size() && json[at] != '"'; ++at)
        if (json[at] == '\\') ++at;
    return std::min(at + 1, json.size());
}

/// Behind a list or object without others in it, if that is short enough to stay on its line; else 0.
std::size_t end_of_short(std::string_view json, std::size_t at) {
    constexpr std::size_t longest = 60;
    for (std::size_t i = at + 1; i < json.size() && i - at < longest;) {
        if (json[i] == '"') {
            i = end_of_string(json, i);
        } else if (json[i] == '[' || json[i] == '{') {
            return 0;
        } else if (json[i] == ']' || json[i] == '}') {
            return i + 1;
        } else {
            ++i;
        }
    }
    return 0;
}

void break_line(std::string& out, std::size_t depth) {
    while (out.ends_with(' ')) out.pop_back();
    out += '\n';
    out.append(depth * 2, ' ');
}

}  // namespace

std::string json_string(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

std::string json_number(double value) {
    JsonWriter writer;
    writer.number(value);
    return writer.take();
}

std::string json_array(const std::vector<std::string>& values) {
    std::string out = "[";
    for (const std::string& value : values) {
        if (out.size() > 1) out += ", ";
        out += value;
    }
    return out += ']';
}

std::string json_list(const std::vector<std::string>& texts) {
    std::vector<std::string> values;
    values.reserve(texts.size());
    for (const std::string& text : texts) values.push_back(json_string(text));
    return json_array(values);
}

std::string json_of(YamlRef node) {
    std::string out;
    append_value(out, node);
    return out;
}

std::string indented_json(std::string_view json) {
    std::string out;
    std::size_t depth = 0;
    for (std::size_t i = 0; i < json.size();) {
        const char c = json[i];
        std::size_t end = i + 1;
        if (c == '"') {
            end = end_of_string(json, i);
        } else if (c == '[' || c == '{') {
            if (const std::size_t short_end = end_of_short(json, i); short_end > 0 && depth > 1)
                end = short_end;
            else if (i + 1 < json.size() && json[i + 1] != ']' && json[i + 1] != '}') {
                out += c;
                break_line(out, ++depth);
                i = end;
                continue;
            } else {
                end = i + 2;
            }
        } else if (c == ']' || c == '}') {
            break_line(out, depth > 0 ? --depth : 0);
        } else if (c == ',') {
            out += c;
            break_line(out, depth);
            i = json.find_first_not_of(' ', end);
            if (i == std::string_view::npos) break;
            continue;
        }
        out += json.substr(i, end - i);
        i = end;
    }
    return out += '\n';
}

void JsonObject::keep(YamlRef object) {
    if (!object.valid() || !object.is_mapping()) return;
    for (auto [key, value] : object.entries()) members_.emplace_back(key.text(), json_of(value));
}

bool JsonObject::has(std::string_view key) const {
    return std::ranges::any_of(members_, [&](const auto& entry) { return entry.first == key; });
}

void JsonObject::set(std::string_view key, std::string json) {
    for (auto& [name, value] : members_)
        if (name == key) {
            value = std::move(json);
            return;
        }
    members_.emplace_back(key, std::move(json));
}

void JsonObject::set_some_text(std::string_view key, std::string_view text) {
    if (text.empty())
        remove(key);
    else
        set_text(key, text);
}

void JsonObject::set_default(std::string_view key, std::string json) {
    if (!has(key)) members_.emplace_back(key, std::move(json));
}

void JsonObject::remove(std::string_view key) {
    std::erase_if(members_, [&](const auto& entry) { return entry.first == key; });
}

std::string JsonObject::json() const {
    std::string out = "{";
    for (const auto& [key, value] : members_) {
        if (out.size() > 1) out += ", ";
        append_json_string(out, key);
        out += ": ";
        out += value;
    }
    return out += '}';
}

}  // namespace bartizan::interchange
