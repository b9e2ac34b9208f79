#include "text/yaml_edit.h"

#include "text/utf8.h"
#include "text/yaml_edit_check.h"
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

/// Line breaks as before 2001. Readers take them for line breaks in some places only, so no edit is safe
/// there.
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

YamlEdits plan_set_value(const YamlTree& tree, const YamlPath& path, std::string_view value) {
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

YamlEdits plan_append_item(const YamlTree& tree, const YamlPath& path, std::string_view value) {
    YamlLayout layout(tree);
    auto new_value = read_value(value);
    if (!new_value) return std::unexpected(new_value.error());
    auto place = find_place(layout, path, path.size());
    if (!place) return std::unexpected(place.error());
    return add_entry(layout, *place, "", *new_value);
}

YamlEdits plan_remove_at(const YamlTree& tree, const YamlPath& path) {
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

YamlEdits plan_rename_key(const YamlTree& tree, const YamlPath& path, std::string_view new_key) {
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

YamlEdits plan_move_before(const YamlTree& tree, const YamlPath& path, const YamlPath& before) {
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

/// The edits, unless the edited text would mean something else.
YamlEdits checked(const YamlTree& tree, YamlEdits edits, const Meaning& expected) {
    if (!edits || edits->empty() || reads_back_as(tree, *edits, expected)) return edits;
    return std::unexpected(layout_message);
}

Meaning scalar_meaning(std::string_view text) {
    return {NodeMeaning{YamlKind::scalar, std::string(text), false, 0}};
}

std::uint32_t behind(const YamlTree& tree, std::uint32_t node) { return tree.nodes[node].subtree_end; }

/// A collection with one more entry (`key`) or item at its end; a null becomes one.
Meaning with_entry(const YamlTree& tree, std::uint32_t collection, std::optional<std::string_view> key,
                   const Meaning& value) {
    Meaning added = key ? scalar_meaning(*key) : Meaning();
    added.insert(added.end(), value.begin(), value.end());
    const std::uint32_t end = behind(tree, collection);
    if (!YamlRef(tree, collection).is_null()) return with_nodes(tree, end, end, added, collection, 1);
    added.insert(added.begin(), NodeMeaning{key ? YamlKind::mapping : YamlKind::sequence, {}, false, 1});
    return with_nodes(tree, collection, end, added);
}

/// The nodes of one entry (key and value) or item: first and behind the last.
std::pair<std::uint32_t, std::uint32_t> nodes_of_entry(const YamlLayout& layout, std::uint32_t collection,
                                                       std::size_t position) {
    const std::uint32_t first = layout.child(collection, position);
    const bool is_mapping = layout.node(collection).kind == YamlKind::mapping;
    return {first, behind(layout.tree(), is_mapping ? behind(layout.tree(), first) : first)};
}

Meaning with_moved(const YamlLayout& layout, const Place& place, std::optional<std::size_t> target) {
    const std::uint32_t collection = place.parent();
    const auto [first, last] = nodes_of_entry(layout, collection, place.position());
    const std::uint32_t to =
        target ? nodes_of_entry(layout, collection, *target).first : behind(layout.tree(), collection);
    Meaning meaning = meaning_of(layout.tree());
    const auto at = [&](std::uint32_t node) { return meaning.begin() + node; };
    if (to <= first)
        std::rotate(at(to), at(first), at(last));
    else
        std::rotate(at(first), at(last), at(to));
    return meaning;
}

}  // namespace

YamlEdits set_value(const YamlTree& tree, const YamlPath& path, std::string_view value) {
    YamlEdits edits = plan_set_value(tree, path, value);
    const auto new_value = read_value(value);
    if (!edits || !new_value) return edits;
    const YamlLayout layout(tree);
    const Meaning meaning = meaning_of(new_value->tree);
    if (tree.empty()) {
        Meaning expected = meaning;
        if (!path.empty()) {
            const Meaning key = scalar_meaning(std::get<std::string>(path[0]));
            expected.insert(expected.begin(), key.begin(), key.end());
            expected.insert(expected.begin(), NodeMeaning{YamlKind::mapping, {}, false, 1});
        }
        return checked(tree, std::move(edits), expected);
    }
    if (const auto place = find_place(layout, path, path.size()))
        return checked(tree, std::move(edits),
                       with_nodes(tree, place->node(), behind(tree, place->node()), meaning));
    const auto parent = find_place(layout, path, path.size() - 1);
    return checked(tree, std::move(edits),
                   with_entry(tree, parent->node(), std::get<std::string>(path.back()), meaning));
}

YamlEdits append_item(const YamlTree& tree, const YamlPath& path, std::string_view value) {
    YamlEdits edits = plan_append_item(tree, path, value);
    if (!edits) return edits;
    const auto place = find_place(YamlLayout(tree), path, path.size());
    return checked(tree, std::move(edits),
                   with_entry(tree, place->node(), std::nullopt, meaning_of(read_value(value)->tree)));
}

YamlEdits remove_at(const YamlTree& tree, const YamlPath& path) {
    YamlEdits edits = plan_remove_at(tree, path);
    if (!edits) return edits;
    const YamlLayout layout(tree);
    const auto place = find_place(layout, path, path.size());
    const auto [first, last] = nodes_of_entry(layout, place->parent(), place->position());
    return checked(tree, std::move(edits), with_nodes(tree, first, last, {}, place->parent(), -1));
}

YamlEdits rename_key(const YamlTree& tree, const YamlPath& path, std::string_view new_key) {
    YamlEdits edits = plan_rename_key(tree, path, new_key);
    if (!edits) return edits;
    const YamlLayout layout(tree);
    const auto place = find_place(layout, path, path.size());
    const std::uint32_t key = layout.child(place->parent(), place->position());
    return checked(tree, std::move(edits), with_nodes(tree, key, key + 1, scalar_meaning(new_key)));
}

YamlEdits move_before(const YamlTree& tree, const YamlPath& path, const YamlPath& before) {
    YamlEdits edits = plan_move_before(tree, path, before);
    if (!edits) return edits;
    const YamlLayout layout(tree);
    const auto place = find_place(layout, path, path.size());
    const auto target = before.empty() ? std::nullopt : find_entry(tree, place->parent(), before.back());
    return checked(tree, std::move(edits), with_moved(layout, *place, target));
}

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

}  // namespace bartizan
