// Small edits of a YAML text that leave every other byte as it is: comments, order, indentation, line breaks.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "text/yaml_tree.h"

namespace bartizan {

/// Replaces the bytes [begin, end) of a text.
struct TextEdit {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string replacement;

    bool operator==(const TextEdit&) const = default;
};

/// Applies edits that do not overlap, in any order.
std::string apply_edits(std::string_view text, std::vector<TextEdit> edits);

/// From the root to a node: a key of a mapping or an index of a sequence per step.
using YamlPath = std::vector<std::variant<std::string, std::size_t>>;

/// A text written so that it reads back as the same text, as a key or value in any style: plain where
/// possible, else quoted. What means something else while it is plain is quoted: `true`, `null`, `42`, and
/// `no` of YAML 1.1.
std::string yaml_scalar(std::string_view text);

/// The functions below return the edits, or a sentence that says why it can't be done (no such path, a key
/// that exists already, an edit inside a node that an alias repeats, a layout so unusual that an edit isn't
/// safe). `value` is YAML in block or flow style, indented from column 0, without anchors; empty is `null`.
/// It is re-indented to where it goes, or written in flow style inside braces and brackets, and where a
/// comment below would become part of its text. Line breaks are those of the text. In a JSON document what is
/// added is JSON. The tree must be one without errors. The edited text is not read again here.

/// Replaces the value at `path`, or adds the last key of `path` where it is missing. A `null` or an empty
/// `{}` takes its first entry like a mapping; so does a document that has only comments.
std::expected<std::vector<TextEdit>, std::string> set_value(const YamlTree& tree, const YamlPath& path,
                                                            std::string_view value);
/// Adds an item to the end of the sequence at `path`, or makes a sequence of a `null`.
std::expected<std::vector<TextEdit>, std::string> append_item(const YamlTree& tree, const YamlPath& path,
                                                              std::string_view value);
/// Removes the entry or item at `path`, with its own comment lines; a mapping that becomes empty is left as
/// `{}`.
std::expected<std::vector<TextEdit>, std::string> remove_at(const YamlTree& tree, const YamlPath& path);
/// Renames the last key of `path`.
std::expected<std::vector<TextEdit>, std::string> rename_key(const YamlTree& tree, const YamlPath& path,
                                                             std::string_view new_key);
/// Moves an entry of a mapping or item of a sequence before another of the same parent (`before` = its key or
/// index), or to the end where `before` is empty.
std::expected<std::vector<TextEdit>, std::string> move_before(const YamlTree& tree, const YamlPath& path,
                                                              const YamlPath& before);

}  // namespace bartizan
