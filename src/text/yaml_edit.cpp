#include "text/yaml_edit.h"

#include "text/utf8.h"
#include "text/yaml_edit_parts.h"
#include "text/yaml_positions.h"

#include <algorithm>

namespace bartizan {
namespace {

/// A place in a tree: the nodes from the root to it.
struct Place {
    std::vector<std::uint32_t> nodes;
    /// Of each node but the root among its parent's entries.
    std::vector<std::size_t> positions;

    std::uint32_t node() const { return nodes.back(); }
    std::uint32_t parent() const { return nodes[nodes.size() - 2]; }
    std::size_t position() const { return positions.back(); }
    bool is_root() const { return nodes.size() == 1; }
};

std::string show(const YamlPath& path, std::size_t steps) {
    std::string text;
    for (std::size_t at = 0; at < steps; ++at) {
        if (const auto* key = std::get_if<std::string>(&path[at])) {
            text += (at > 0 ? "." : "") + visible(*key);
        } else {
            text += "[" + std::to_string(std::get<std::size_t>(path[at])) + "]";
        }
    }
    return text.empty() ? "the document" : "`" + text + "`";
}

std::optional<std::size_t> find_entry(const YamlTree& tree, std::uint32_t collection,
                                      const std::variant<std::string, std::size_t>& step) {
    YamlRef ref(tree, collection);
    if (const auto* index = std::get_if<std::size_t>(&step)) {
        return ref.is_sequence() && *index < ref.size() ? std::optional(*index) : std::nullopt;
    }
    std::size_t position = 0;
    for (auto [key, value] : ref.entries()) {
        if (key.is_scalar() && key.text() == std::get<std::string>(step)) return position;
        ++position;
    }
    return std::nullopt;
}

/// Line breaks as before 2001. Readers take them for line breaks in some places only, so no edit is safe there.
bool has_lone_carriage_return(std::string_view text) {
    for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
        if (at + 1 == text.size() || text[at + 1] != '\n') return true;
    return false;
}

/// Follows the first `steps` steps of a path.
std::expected<Place, std::string> find_place(const YamlLayout& layout, const YamlPath& path,
                                             std::size_t steps) {
    if (layout.tree().empty()) return std::unexpected("the document is empty");
    if (has_lone_carriage_return(layout.text()))
        return std::unexpected("lines end in carriage returns alone: save the file with other line ends");
    Place place = {{0}, {}};
    for (std::size_t at = 0; at < steps; ++at) {
        auto position = find_entry(layout.tree(), place.node(), path[at]);
        if (!position) return std::unexpected("there is no " + show(path, at + 1));
        std::uint32_t child = layout.child(place.node(), *position);
        bool is_mapping = layout.node(place.node()).kind == YamlKind::mapping;
        place.nodes.push_back(is_mapping ? layout.node(child).subtree_end : child);
        place.positions.push_back(*position);
    }
    return place;
}

bool contains(const YamlTree& tree, std::uint32_t outer, std::uint32_t inner) {
    return outer <= inner && inner < tree.nodes[outer].subtree_end;
}

/// Whether what is at the node is also somewhere else: inside a copy, or inside what an alias names.
bool is_shared(const YamlTree& tree, std::uint32_t node) {
    return std::any_of(tree.aliases.begin(), tree.aliases.end(), [&](const YamlAlias& alias) {
        return contains(tree, alias.node, node) || contains(tree, alias.target, node);
    });
}

/// Whether an alias outside of the subtree names something inside.
bool is_named_from_outside(const YamlTree& tree, std::uint32_t subtree) {
    return std::any_of(tree.aliases.begin(), tree.aliases.end(), [&](const YamlAlias& alias) {
        return contains(tree, subtree, alias.target) && !contains(tree, subtree, alias.node);
    });
}

bool is_alias(const YamlTree& tree, std::uint32_t node) {
    return std::any_of(tree.aliases.begin(), tree.aliases.end(),
                       [&](const YamlAlias& alias) { return alias.node == node; });
}

const std::string shared_message =
    "this is used in more than one place by an anchor and aliases (`&name`, `*name`)";
const std::string pair_message =
    "a pair in a list without braces can't be changed; write it as `{key: value}`";
const std::string layout_message = "the layout of this part of the text is too unusual to be changed";
const std::string explicit_message = "an entry written with `?` can't be changed";

/// Whether the content of a node may change: nothing else depends on it.
std::optional<std::string> refuse_to_replace(const YamlTree& tree, const Place& place) {
    if (is_named_from_outside(tree, place.node())) return shared_message;
    if (!is_alias(tree, place.node()) && is_shared(tree, place.node())) return shared_message;
    if (!place.is_root() && is_shared(tree, place.parent())) return shared_message;
    return std::nullopt;
}

bool in_flow(const YamlLayout& layout, const Place& place, std::size_t count) {
    return std::any_of(place.nodes.begin(), place.nodes.begin() + static_cast<std::ptrdiff_t>(count),
                       [&](std::uint32_t node) { return layout.node(node).flow_style; });
}

YamlEdits replace_value(const YamlLayout& layout, const Place& place, const NewValue& value) {
    if (auto reason = refuse_to_replace(layout.tree(), place)) return std::unexpected(*reason);
    if (place.nodes.size() - 1 + depth_of(value.root()) > YamlLimits().max_depth) {
        return std::unexpected("this would be nested too deep");
    }
    if (place.is_root()) return replace_document(layout, value);
    if (in_flow(layout, place, place.nodes.size() - 1)) {
        return replace_in_flow(layout, place.parent(), place.position(),
                               flow_text(value.root(), layout.dialect()));
    }
    if (!layout.is_ordinary(place.parent())) return std::unexpected(layout_message);
    return replace_in_block(layout, place.parent(), place.position(), value);
}

/// The text of a collection with one entry, in block style. An item has no key.
std::expected<NewValue, std::string> wrap(const YamlLayout& layout, std::string_view key,
                                          const NewValue& value) {
    bool is_item = key.empty();
    std::uint32_t indentation = is_item ? 2 : layout.step();
    ValueText text =
        lay_out(value, indentation, is_item ? FirstLine::beside : FirstLine::below, YamlDialect::yaml);
    std::string lines = is_item ? "-" : std::string(key) + ":";
    if (!text.head.empty()) lines += " " + text.head;
    for (const std::string& line : text.rest) lines += "\n" + line;
    return read_value(lines + "\n");
}

bool is_empty_in_block(const YamlLayout& layout, const Place& place) {
    const YamlNode& node = layout.node(place.node());
    if (in_flow(layout, place, place.nodes.size() - 1)) return false;
    if (YamlRef(layout.tree(), place.node()).is_null()) return true;
    bool has_comment = layout.text().substr(node.begin, node.end - node.begin).contains('#');
    return node.flow_style && node.subtree_end == place.node() + 1 && !has_comment &&
           layout.dialect() != YamlDialect::json;
}

std::string flow_entry(const YamlLayout& layout, std::string_view key, const NewValue& value) {
    std::string text = key.empty() ? "" : std::string(key) + ": ";
    return text + flow_text(value.root(), layout.dialect());
}

/// Adds an entry or item to the collection at a place; `key` is as written, empty for an item.
YamlEdits add_entry(const YamlLayout& layout, const Place& place, std::string_view key,
                    const NewValue& value) {
    const YamlTree& tree = layout.tree();
    std::uint32_t collection = place.node();
    YamlRef ref(tree, collection);
    bool fits = ref.is_null() || (key.empty() ? ref.is_sequence() : ref.is_mapping());
    if (!fits) return std::unexpected(key.empty() ? "this is not a list" : "this is not a mapping");
    if (is_shared(tree, collection)) return std::unexpected(shared_message);
    if (layout.is_pair_in_list(collection)) return std::unexpected(pair_message);
    if (place.nodes.size() + depth_of(value.root()) > YamlLimits().max_depth) {
        return std::unexpected("this would be nested too deep");
    }
    bool is_simple_item = key.empty() && !ref.is_null() && value.root().is_scalar();
    if (is_empty_in_block(layout, place) && !is_simple_item) {
        auto wrapped = wrap(layout, key, value);
        if (!wrapped) return std::unexpected(wrapped.error());
        return replace_value(layout, place, *wrapped);
    }
    if (ref.is_null()) {
        std::string entry = flow_entry(layout, key, value);
        std::string text = key.empty() ? "[" + entry + "]" : "{" + entry + "}";
        return replace_in_flow(layout, place.parent(), place.position(), text);
    }
    if (layout.node(collection).flow_style)
        return add_in_flow(layout, collection, flow_entry(layout, key, value));
    if (!layout.is_ordinary(collection)) return std::unexpected(layout_message);
    return add_in_block(layout, collection, key, value);
}

/// A document without any node takes its first entry.
YamlEdits start_document(const YamlLayout& layout, const YamlPath& path, const NewValue& value) {
    const auto* key = path.size() == 1 ? std::get_if<std::string>(&path[0]) : nullptr;
    bool is_blank =
        skip_blanks_and_comments(layout.text(), layout.text().starts_with("\xEF\xBB\xBF") ? 3 : 0) ==
        layout.text().size();
    if (!is_blank) return std::unexpected("the document could not be read");
    if (path.empty()) return replace_document(layout, value);
    if (!key) return std::unexpected("there is no " + show(path, path.size()));
    auto wrapped = wrap(layout, string_text(*key, YamlDialect::yaml), value);
    if (!wrapped) return std::unexpected(wrapped.error());
    return replace_document(layout, *wrapped);
}

/// YAML allows keys without `?` up to 1,024 characters (section 7.4.2).
constexpr std::size_t longest_key = 1000;

std::expected<std::string, std::string> key_text(const YamlLayout& layout, std::string_view key) {
    std::string text = string_text(key, layout.dialect());
    for (std::size_t at = 0; at < key.size();) {
        std::size_t length = utf8_length(key, at);
        if (length == 0) return std::unexpected("the key is not valid UTF-8");
        at += length;
    }
    if (text.size() > longest_key) return std::unexpected("the key is too long");
    return text;
}

std::optional<std::string> refuse_explicit(const YamlLayout& layout, std::uint32_t collection,
                                           std::size_t position) {
    if (layout.is_explicit(collection, position)) return explicit_message;
    return std::nullopt;
}

}  // namespace

std::string with_line_breaks(std::string_view text, std::string_view line_break) {
    std::string out;
    for (char c : text) {
        if (c == '\n')
            out += line_break;
        else
            out += c;
    }
    return out;
}

std::string apply_edits(std::string_view text, std::vector<TextEdit> edits) {
    std::stable_sort(edits.begin(), edits.end(),
                     [](const TextEdit& a, const TextEdit& b) { return a.begin < b.begin; });
    std::string out;
    std::size_t at = 0;
    for (const TextEdit& edit : edits) {
        out += text.substr(at, edit.begin - at);
        out += edit.replacement;
        at = edit.end;
    }
    out += text.substr(at);
    return out;
}

YamlEdits set_value(const YamlTree& tree, const YamlPath& path, std::string_view value) {
    YamlLayout layout(tree);
    auto new_value = read_value(value);
    if (!new_value) return std::unexpected(new_value.error());
    if (tree.empty()) return start_document(layout, path, *new_value);
    auto place = find_place(layout, path, path.size());
    if (place) return replace_value(layout, *place, *new_value);
    if (path.empty()) return std::unexpected(place.error());
    const auto* key = std::get_if<std::string>(&path.back());
    auto parent = find_place(layout, path, path.size() - 1);
    if (!parent) return std::unexpected(parent.error());
    if (!key) return std::unexpected(place.error());
    auto written = key_text(layout, *key);
    if (!written) return std::unexpected(written.error());
    return add_entry(layout, *parent, *written, *new_value);
}

YamlEdits append_item(const YamlTree& tree, const YamlPath& path, std::string_view value) {
    YamlLayout layout(tree);
    auto new_value = read_value(value);
    if (!new_value) return std::unexpected(new_value.error());
    auto place = find_place(layout, path, path.size());
    if (!place) return std::unexpected(place.error());
    return add_entry(layout, *place, "", *new_value);
}

YamlEdits remove_at(const YamlTree& tree, const YamlPath& path) {
    YamlLayout layout(tree);
    auto place = find_place(layout, path, path.size());
    if (!place) return std::unexpected(place.error());
    if (place->is_root()) return std::unexpected("the whole document can't be removed");
    std::uint32_t collection = place->parent();
    if (auto reason = refuse_to_replace(tree, *place)) return std::unexpected(*reason);
    bool is_mapping = layout.node(collection).kind == YamlKind::mapping;
    std::uint32_t key = layout.child(collection, place->position());
    if (is_mapping && is_named_from_outside(tree, key)) return std::unexpected(shared_message);
    if (layout.is_pair_in_list(collection)) return std::unexpected(pair_message);
    if (layout.node(collection).flow_style) {
        auto reason = refuse_explicit(layout, collection, place->position());
        return reason ? std::unexpected(*reason) : remove_in_flow(layout, collection, place->position());
    }
    if (!layout.is_ordinary(collection)) return std::unexpected(layout_message);
    if (layout.child_count(collection) > 1) return remove_in_block(layout, collection, place->position());
    Place parent = *place;
    parent.nodes.pop_back();
    parent.positions.pop_back();
    auto nothing = read_value(is_mapping ? "{}" : "[]");
    return replace_value(layout, parent, *nothing);
}

YamlEdits rename_key(const YamlTree& tree, const YamlPath& path, std::string_view new_key) {
    YamlLayout layout(tree);
    if (path.empty() || !std::holds_alternative<std::string>(path.back())) {
        return std::unexpected("only a key can be renamed");
    }
    auto place = find_place(layout, path, path.size());
    if (!place) return std::unexpected(place.error());
    std::uint32_t mapping = place->parent();
    std::uint32_t key = layout.child(mapping, place->position());
    if (is_shared(tree, mapping) || is_named_from_outside(tree, key)) return std::unexpected(shared_message);
    if (YamlRef(tree, key).text() == new_key) return std::vector<TextEdit>();
    if (find_entry(tree, mapping, std::string(new_key))) {
        return std::unexpected("there is a key `" + visible(new_key) + "` already");
    }
    auto written = key_text(layout, new_key);
    if (!written) return std::unexpected(written.error());
    ByteRange old =
        is_alias(tree, key) ? layout.outer(key) : ByteRange{layout.node(key).begin, layout.node(key).end};
    if (old.empty()) return std::unexpected("an empty key can't be renamed");
    // `{"a":1}` needs its quotes: without them the colon would be part of the text.
    std::uint32_t behind = layout.value_begin(mapping, place->position());
    bool needs_quotes = behind > 0 && behind < layout.text().size() &&
                        std::string_view(" \t\r\n").find(layout.text()[behind]) == std::string_view::npos;
    return std::vector{TextEdit{old.begin, old.end, needs_quotes ? double_quoted(new_key) : *written}};
}

YamlEdits move_before(const YamlTree& tree, const YamlPath& path, const YamlPath& before) {
    YamlLayout layout(tree);
    auto place = find_place(layout, path, path.size());
    if (!place) return std::unexpected(place.error());
    if (place->is_root()) return std::unexpected("the whole document can't be moved");
    std::uint32_t collection = place->parent();
    std::optional<std::size_t> target;
    if (!before.empty()) {
        bool has_same_parent =
            before.size() == path.size() && std::equal(path.begin(), path.end() - 1, before.begin());
        if (!has_same_parent) return std::unexpected("it can be moved only within its mapping or list");
        target = find_entry(tree, collection, before.back());
        if (!target) return std::unexpected("there is no " + show(before, before.size()));
    }
    std::size_t position = place->position();
    bool stays = target ? *target == position || *target == position + 1
                        : position + 1 == layout.child_count(collection);
    if (stays) return std::vector<TextEdit>();

    bool has_names = !tree.aliases.empty() || !tree.properties.empty();
    bool is_mapping = layout.node(collection).kind == YamlKind::mapping;
    ByteRange entry = layout.entry(collection, position);
    std::string_view text = layout.text().substr(entry.begin, entry.end - entry.begin);
    // The order of anchors and aliases decides what an alias names.
    if (is_shared(tree, collection) || (has_names && text.find_first_of("&*") != std::string_view::npos)) {
        return std::unexpected(shared_message);
    }
    if (is_mapping) {
        if (auto reason = refuse_explicit(layout, collection, position)) return std::unexpected(*reason);
        if (auto reason = target ? refuse_explicit(layout, collection, *target) : std::nullopt) {
            return std::unexpected(*reason);
        }
    }
    if (layout.node(collection).flow_style) return move_in_flow(layout, collection, position, target);
    if (!layout.is_ordinary(collection)) return std::unexpected(layout_message);
    return move_in_block(layout, collection, position, target);
}

}  // namespace bartizan
