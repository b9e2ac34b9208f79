// The edits of one collection, by the style it is written in. The public functions find the place and check
// that the edit is allowed; these know only text.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/yaml_edit.h"
#include "text/yaml_layout.h"
#include "text/yaml_value.h"

namespace bartizan {

using YamlEdits = std::expected<std::vector<TextEdit>, std::string>;

/// Text with `\n` as line break, written with that of the document.
std::string with_line_breaks(std::string_view text, std::string_view line_break);

// In braces and brackets. `text` is an item, or a key with its value.
YamlEdits add_in_flow(const YamlLayout& layout, std::uint32_t collection, std::string_view text);
YamlEdits replace_in_flow(const YamlLayout& layout, std::uint32_t collection, std::size_t position,
                          std::string_view text);
YamlEdits remove_in_flow(const YamlLayout& layout, std::uint32_t collection, std::size_t position);
/// `before` is a position other than `position` and the next one; nothing is the end.
YamlEdits move_in_flow(const YamlLayout& layout, std::uint32_t collection, std::size_t position,
                       std::optional<std::size_t> before);

// In lines. `key` is as it is to be written, empty for an item of a list.
YamlEdits add_in_block(const YamlLayout& layout, std::uint32_t collection, std::string_view key,
                       const NewValue& value);
YamlEdits replace_in_block(const YamlLayout& layout, std::uint32_t collection, std::size_t position,
                           const NewValue& value);
/// Not the only entry.
YamlEdits remove_in_block(const YamlLayout& layout, std::uint32_t collection, std::size_t position);
YamlEdits move_in_block(const YamlLayout& layout, std::uint32_t collection, std::size_t position,
                        std::optional<std::size_t> before);
YamlEdits replace_document(const YamlLayout& layout, const NewValue& value);

}  // namespace bartizan
