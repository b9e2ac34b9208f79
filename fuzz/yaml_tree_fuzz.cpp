// Reading any bytes as YAML never crashes, never hangs, and gives a tree whose ranges are sound. JSON
// documents read the same with the JSON reader and with libfyaml, and so do everyday ones.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "../tests/text/same_tree.h"
#include "text/yaml_everyday.h"
#include "text/yaml_tree.h"

namespace {

using namespace bartizan;

void require(bool condition, const char* what) {
    if (condition) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

void check_node(const YamlTree& tree, std::uint32_t index) {
    const YamlNode& node = tree.nodes[index];
    require(node.begin <= node.end && node.end <= tree.source_text.size(), "the range is in the text");
    require(node.subtree_end > index && node.subtree_end <= tree.nodes.size(), "the subtree is in the tree");
    std::size_t texts = node.in_arena ? tree.arena.size() : tree.source_text.size();
    require(node.text + std::size_t{node.text_length} <= texts, "the text is in the arena or the source");
    if (node.kind == YamlKind::scalar) require(node.subtree_end == index + 1, "a scalar has no children");
    std::uint32_t children = 0;
    std::uint32_t child = index + 1;
    for (; child < node.subtree_end; child = tree.nodes[child].subtree_end) {
        bool has_order = !tree.aliases.empty() ||
                         (tree.nodes[child].begin >= node.begin && tree.nodes[child].end <= node.end);
        require(has_order, "a child lies in its parent");
        ++children;
    }
    require(node.kind == YamlKind::scalar || child == node.subtree_end, "the children fill the subtree");
    require(node.kind != YamlKind::mapping || children % 2 == 0, "each key has a value");
}

void check_against_libfyaml(const YamlTree& tree) {
    // The JSON reader is more lenient than libfyaml where that only has bounds of lookahead.
    std::string difference = difference_to_parser(tree);
    require(difference.empty() || difference.starts_with("the parser says"), difference.c_str());
}

void check_everyday_yaml(std::string_view text) {
    YamlTree tree;
    tree.source_text = text;
    if (!read_everyday_yaml(tree, {})) return;
    std::string difference = difference_to_parser(tree);
    require(difference.empty(), difference.c_str());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Sources sources;
    Diagnostics diagnostics;
    SourceId source = sources.add("fuzz", std::string(reinterpret_cast<const char*>(data), size));
    YamlTree tree = read_yaml(sources, source, diagnostics);
    require(!tree.empty() || diagnostics.has_errors(), "an empty tree is explained");
    for (std::uint32_t at = 0; at < tree.nodes.size(); ++at) check_node(tree, at);
    std::string shown = render_all(diagnostics, sources, false);
    for (char c : shown)
        require(static_cast<unsigned char>(c) >= 0x20 || c == '\n', "no control characters are shown");
    bool is_bracket = size > 0 && (data[0] == '{' || data[0] == '[');
    if (is_bracket && !diagnostics.has_errors()) check_against_libfyaml(tree);
    bool is_text = diagnostics.all().empty() || diagnostics.all()[0].kind != DiagnosticKind::invalid_encoding;
    if (is_text) check_everyday_yaml(sources[source].text);
    return 0;
}
