// Whether two readers of YAML agree, for the test and the fuzzer of the quick one.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>

#include "text/yaml_tree.h"

namespace bartizan {

/// The first difference between a tree and what the parser of the whole language reads from its text; empty
/// if there is none.
inline std::string difference_to_parser(const YamlTree& tree) {
    // The mark of a document is not everyday YAML, so this copy goes through the parser.
    constexpr std::string_view mark = "---\n";
    constexpr auto shift = static_cast<std::uint32_t>(mark.size());
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add("parsed", std::string(mark) + std::string(tree.source_text));
    const YamlTree parsed = read_yaml(sources, source, diagnostics);
    for (const Diagnostic& diagnostic : diagnostics.all())
        if (diagnostic.kind != DiagnosticKind::duplicate_key) return "the parser says: " + diagnostic.message;
    if (parsed.nodes.size() != tree.nodes.size())
        return fmt::format("{} nodes, not {}", tree.nodes.size(), parsed.nodes.size());
    for (std::uint32_t at = 0; at < tree.nodes.size(); ++at) {
        const YamlNode& a = tree.nodes[at];
        const YamlNode& b = parsed.nodes[at];
        const auto differs = [&](const char* what) { return fmt::format("{} of node {}", what, at); };
        if (a.kind != b.kind || a.subtree_end != b.subtree_end) return differs("the shape");
        if (a.style != b.style || a.flow_style != b.flow_style) return differs("the style");
        if (a.begin + shift != b.begin || a.end + shift != b.end) return differs("the range");
        if (YamlRef(tree, at).text() != YamlRef(parsed, at).text()) return differs("the text");
    }
    return {};
}

}  // namespace bartizan
