#include "text/yaml_edit_check.h"

namespace bartizan {

namespace {

/// By node. All nulls mean the same as values, but as keys they are the texts that they are written as.
std::vector<bool> find_keys(const YamlTree& tree) {
    std::vector<bool> is_key(tree.nodes.size());
    for (std::uint32_t i = 0; i < tree.nodes.size(); ++i)
        for (auto [key, value] : YamlRef(tree, i).entries()) is_key[key.index()] = true;
    return is_key;
}

}  // namespace

Meaning meaning_of(const YamlTree& tree) {
    Meaning meaning;
    meaning.reserve(tree.nodes.size());
    const std::vector<bool> is_key = find_keys(tree);
    for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
        const YamlRef node(tree, i);
        NodeMeaning& one = meaning.emplace_back();
        one.kind = node.node().kind;
        if (node.is_scalar()) {
            one.is_typed = node.is_null() || node.as_boolean() || node.as_integer();
            if (!node.is_null() || is_key[i]) one.text = node.text();
        } else {
            one.size = node.size();
        }
    }
    return meaning;
}

Meaning with_nodes(const YamlTree& tree, std::uint32_t first, std::uint32_t last, const Meaning& nodes,
                   std::optional<std::uint32_t> collection, int growth) {
    const Meaning before = meaning_of(tree);
    Meaning meaning(before.begin(), before.begin() + first);
    meaning.insert(meaning.end(), nodes.begin(), nodes.end());
    meaning.insert(meaning.end(), before.begin() + last, before.end());
    if (collection) meaning[*collection].size += static_cast<std::size_t>(growth);
    return meaning;
}

bool reads_back_as(const YamlTree& tree, const std::vector<TextEdit>& edits, const Meaning& expected) {
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add("edited", apply_edits(tree.source_text, edits));
    const YamlTree edited = read_yaml(sources, source, diagnostics);
    return !diagnostics.has_errors() && meaning_of(edited) == expected;
}

}  // namespace bartizan
