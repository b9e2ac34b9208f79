// Whether an edited text means what it should. YAML has corners in which a small change moves the meaning of
// what stands beside it; an edit that does is refused, so that no edit ever spoils a document.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/yaml_edit.h"

namespace bartizan {

/// What one node means, whatever its style. In document order, as in YamlTree, these say what a document
/// means.
struct NodeMeaning {
    YamlKind kind = YamlKind::scalar;
    std::string text;
    /// Plain and a null, a truth value or a number: not a text.
    bool is_typed = false;
    std::size_t size = 0;  // entries or items

    bool operator==(const NodeMeaning&) const = default;
};

using Meaning = std::vector<NodeMeaning>;

Meaning meaning_of(const YamlTree& tree);

/// Meaning of the tree with other nodes in place of [first, last), all below one parent or the root itself.
/// `growth` is the change of the size of `collection`, which stands before `first`.
Meaning with_nodes(const YamlTree& tree, std::uint32_t first, std::uint32_t last, const Meaning& nodes,
                   std::optional<std::uint32_t> collection = {}, int growth = 0);

/// Whether the text with the edits reads back as just that.
bool reads_back_as(const YamlTree& tree, const std::vector<TextEdit>& edits, const Meaning& expected);

}  // namespace bartizan
