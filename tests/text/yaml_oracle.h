// What edits of YAML should do, on a tree in memory: the oracle of the property test and the fuzzer.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "text/yaml_edit.h"
#include "text/yaml_tree.h"

namespace bartizan::oracle {

/// A node as a consumer sees it: the spelling of a null and the quotes of a text don't matter, but `5` and
/// `"5"` differ.
struct Value {
    YamlKind kind = YamlKind::scalar;
    std::string text = {};
    bool is_null = false;
    std::optional<bool> boolean = {};
    std::optional<std::int64_t> integer = {};
    /// Items, or keys and values in turn.
    std::vector<Value> children = {};
};

inline bool same(const Value& a, const Value& b, bool as_keys = false) {
    if (a.kind != b.kind || a.children.size() != b.children.size()) return false;
    if (a.kind == YamlKind::scalar) {
        if (as_keys) return a.text == b.text;
        if (a.is_null || b.is_null) return a.is_null == b.is_null;
        return a.text == b.text && a.boolean == b.boolean && a.integer == b.integer;
    }
    for (std::size_t at = 0; at < a.children.size(); ++at) {
        bool is_key = a.kind == YamlKind::mapping && at % 2 == 0;
        if (!same(a.children[at], b.children[at], is_key)) return false;
    }
    return true;
}

inline Value from_tree(YamlRef ref) {
    Value value;
    value.kind = ref.node().kind;
    if (ref.is_scalar()) {
        value.text = std::string(ref.text());
        value.is_null = ref.is_null();
        value.boolean = ref.as_boolean();
        value.integer = ref.as_integer();
    }
    for (YamlRef item : ref.items()) value.children.push_back(from_tree(item));
    for (auto [key, entry] : ref.entries()) {
        value.children.push_back(from_tree(key));
        value.children.push_back(from_tree(entry));
    }
    return value;
}

inline std::string show(const Value& value) {
    if (value.kind == YamlKind::scalar) return value.is_null ? "null" : "<" + value.text + ">";
    std::string out = value.kind == YamlKind::mapping ? "{" : "[";
    for (const Value& child : value.children) out += show(child) + " ";
    return out + (value.kind == YamlKind::mapping ? "}" : "]");
}

struct Edit {
    enum class Kind { set, append, remove, rename, move } kind = Kind::set;
    YamlPath path;
    std::string value;    // of set and append, as YAML
    std::string new_key;  // of rename
    YamlPath before;      // of move
};

inline std::ostream& operator<<(std::ostream& out, const YamlPath& path) {
    for (const auto& step : path) {
        if (const auto* key = std::get_if<std::string>(&step))
            out << '/' << *key;
        else
            out << '/' << std::get<std::size_t>(step);
    }
    return out;
}

inline std::ostream& operator<<(std::ostream& out, const Edit& edit) {
    constexpr const char* names[] = {"set", "append", "remove", "rename", "move"};
    out << names[static_cast<int>(edit.kind)] << " " << edit.path;
    if (!edit.value.empty()) out << " value:\n" << edit.value;
    if (!edit.new_key.empty()) out << " new key: " << edit.new_key;
    if (edit.kind == Edit::Kind::move) out << " before: " << edit.before;
    return out;
}

inline std::expected<std::vector<TextEdit>, std::string> text_edits(const YamlTree& tree, const Edit& edit) {
    switch (edit.kind) {
        case Edit::Kind::set:
            return set_value(tree, edit.path, edit.value);
        case Edit::Kind::append:
            return append_item(tree, edit.path, edit.value);
        case Edit::Kind::remove:
            return remove_at(tree, edit.path);
        case Edit::Kind::rename:
            return rename_key(tree, edit.path, edit.new_key);
        case Edit::Kind::move:
            return move_before(tree, edit.path, edit.before);
    }
    return {};
}

/// Index of the child that a step leads to: the item, or the key.
inline std::optional<std::size_t> find_child(const Value& value,
                                             const std::variant<std::string, std::size_t>& step) {
    if (const auto* index = std::get_if<std::size_t>(&step)) {
        bool fits = value.kind == YamlKind::sequence && *index < value.children.size();
        return fits ? std::optional(*index) : std::nullopt;
    }
    if (value.kind != YamlKind::mapping) return std::nullopt;
    for (std::size_t at = 0; at < value.children.size(); at += 2) {
        if (value.children[at].text == std::get<std::string>(step)) return at;
    }
    return std::nullopt;
}

inline Value* find(Value& root, const YamlPath& path, std::size_t steps) {
    Value* at = &root;
    for (std::size_t step = 0; step < steps; ++step) {
        auto child = find_child(*at, path[step]);
        if (!child) return nullptr;
        at = &at->children[at->kind == YamlKind::mapping ? *child + 1 : *child];
    }
    return at;
}

/// Carries out an edit; false if it makes no sense here.
inline bool apply(Value& root, const Edit& edit, const Value& new_value) {
    const YamlPath& path = edit.path;
    if (edit.kind == Edit::Kind::append) {
        Value* list = find(root, path, path.size());
        if (list && list->is_null) *list = Value{.kind = YamlKind::sequence};
        if (!list || list->kind != YamlKind::sequence) return false;
        list->children.push_back(new_value);
        return true;
    }
    if (path.empty()) {
        if (edit.kind != Edit::Kind::set) return false;
        root = new_value;
        return true;
    }
    Value* parent = find(root, path, path.size() - 1);
    if (!parent) return false;
    std::size_t width = parent->kind == YamlKind::mapping ? 2 : 1;
    auto child = find_child(*parent, path.back());
    if (edit.kind == Edit::Kind::set) {
        if (child) {
            parent->children[*child + width - 1] = new_value;
            return true;
        }
        const auto* key = std::get_if<std::string>(&path.back());
        if (parent->is_null) *parent = Value{.kind = YamlKind::mapping};
        if (!key || parent->kind != YamlKind::mapping) return false;
        parent->children.push_back(Value{.text = *key});
        parent->children.push_back(new_value);
        return true;
    }
    if (!child) return false;
    auto first = parent->children.begin() + static_cast<std::ptrdiff_t>(*child);
    auto last = first + static_cast<std::ptrdiff_t>(width);
    if (edit.kind == Edit::Kind::remove) {
        parent->children.erase(first, last);
        return true;
    }
    if (edit.kind == Edit::Kind::rename) {
        if (width != 2) return false;
        if (auto taken = find_child(*parent, edit.new_key); taken && taken != child) return false;
        first->text = edit.new_key;
        return true;
    }
    std::vector<Value> moved(first, last);
    std::size_t target = parent->children.size();
    if (!edit.before.empty()) {
        bool same_parent = edit.before.size() == path.size() &&
                           std::equal(path.begin(), path.end() - 1, edit.before.begin());
        auto found = same_parent ? find_child(*parent, edit.before.back()) : std::nullopt;
        if (!found) return false;
        target = *found;
    }
    if (target == *child) return true;
    parent->children.erase(first, last);
    if (target > *child) target -= width;
    parent->children.insert(parent->children.begin() + static_cast<std::ptrdiff_t>(target), moved.begin(),
                            moved.end());
    return true;
}

/// What is wrong with the outcome of an edit, or nothing. An edit that was refused leaves nothing to check.
inline std::optional<std::string> check(const YamlTree& tree, const Edit& edit, std::string& edited_text,
                                        std::string* refusal = nullptr) {
    auto edits = text_edits(tree, edit);
    if (!edits) {
        if (refusal) *refusal = edits.error();
        return std::nullopt;
    }
    std::uint32_t end = 0;
    auto sorted = *edits;
    std::stable_sort(sorted.begin(), sorted.end(), [](auto& a, auto& b) { return a.begin < b.begin; });
    for (const TextEdit& one : sorted) {
        if (one.begin > one.end || one.end > tree.source_text.size() || one.begin < end)
            return "edits overlap";
        end = one.end;
    }
    edited_text = apply_edits(tree.source_text, *edits);

    Value new_value;
    if (edit.kind == Edit::Kind::set || edit.kind == Edit::Kind::append) {
        Sources sources;
        Diagnostics diagnostics;
        std::string text = edit.value;
        if (text.find_first_not_of(" \t\r\n") == std::string::npos) text = "null";
        if (text.back() != '\n') text += '\n';
        YamlTree value_tree = read_yaml(sources, sources.add("value", text), diagnostics);
        if (value_tree.empty()) {
            new_value.is_null = true;
        } else {
            new_value = from_tree(value_tree.root());
        }
    }
    Value expected = tree.empty() ? Value{.is_null = true} : from_tree(tree.root());
    if (!apply(expected, edit, new_value)) return "the oracle refuses this edit";

    Sources sources;
    Diagnostics diagnostics;
    YamlTree result = read_yaml(sources, sources.add("edited", edited_text), diagnostics);
    if (diagnostics.has_errors()) return "does not read back: " + render_all(diagnostics, sources, false);
    Value actual = from_tree(result.root());
    if (!same(actual, expected)) return "reads back as " + show(actual) + "\ninstead of    " + show(expected);
    return std::nullopt;
}

}  // namespace bartizan::oracle
