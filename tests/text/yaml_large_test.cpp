// Texts with so many tokens that the parser gets them in pieces.
#include <gtest/gtest.h>

#include "text/yaml_tree.h"

namespace bartizan {
namespace {

constexpr int entries = 200'000;

YamlTree read(Sources& sources, std::string text) {
    Diagnostics diagnostics;
    const SourceId source = sources.add("large.yaml", std::move(text));
    YamlTree tree = read_yaml(sources, source, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << render_all(diagnostics, sources, false);
    return tree;
}

void expect_every_scalar_where_it_is_written(const std::string& line_break, const std::string& start) {
    std::string text = start;
    for (int i = 0; i < entries; ++i)
        text += "größe-" + std::to_string(i) + ":\t[a, é, { x: 漢字 }] # Ünicode\tin a comment" + line_break;
    Sources sources;
    const YamlTree tree = read(sources, text);
    ASSERT_EQ(tree.root().size(), static_cast<std::size_t>(entries));
    for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
        const YamlRef node(tree, i);
        if (!node.is_scalar()) continue;
        ASSERT_EQ(sources.text(node.location()), node.text()) << "node " << i;
    }
}

TEST(LargeYaml, HasEveryScalarWhereItIsWritten) { expect_every_scalar_where_it_is_written("\n", ""); }

TEST(LargeYaml, HasEveryScalarWhereItIsWrittenWithCarriageReturns) {
    expect_every_scalar_where_it_is_written("\r\n", "\xEF\xBB\xBF# Anfang\r\n");
}

}  // namespace
}  // namespace bartizan
