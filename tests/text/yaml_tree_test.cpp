// Reading YAML: the tree, the byte range of every node, and what is said about documents that are wrong.
#include "text/yaml_tree.h"

#include <gtest/gtest.h>

#include <vector>

namespace bartizan {
namespace {

struct Document {
    Sources sources;
    Diagnostics diagnostics;
    YamlTree tree;

    explicit Document(std::string text, YamlLimits limits = {}) {
        SourceId source = sources.add("doc.yaml", std::move(text));
        tree = read_yaml(sources, source, diagnostics, limits);
    }

    YamlRef operator[](std::string_view key) const { return tree.root().find(key); }
    std::string_view written(YamlRef node) const { return sources.text(node.location()); }
    std::string errors() const {
        std::string all;
        for (const Diagnostic& diagnostic : diagnostics.all()) {
            all += std::string(name_of(diagnostic.kind)) + ": " + diagnostic.message + "\n";
        }
        return all;
    }
    std::string place(std::size_t which = 0) const {
        Location where = diagnostics.all().at(which).where;
        LineColumn position = sources.line_column(where.source, where.begin);
        return std::to_string(position.line) + ":" + std::to_string(position.column);
    }
};

TEST(YamlTree, HoldsMappingsSequencesAndScalars) {
    Document document("name: Web shop\nowners: [ana, bo]\ndata:\n  card: {kind: payment}\n");
    ASSERT_EQ(document.errors(), "");
    EXPECT_EQ(document["name"].text(), "Web shop");
    ASSERT_TRUE(document["owners"].is_sequence());
    EXPECT_EQ(document["owners"].size(), 2u);
    EXPECT_EQ(document["data"].find("card").find("kind").text(), "payment");
    EXPECT_FALSE(document["missing"].valid());
    std::string keys;
    for (auto [key, value] : document.tree.root().entries()) keys += std::string(key.text()) + " ";
    EXPECT_EQ(keys, "name owners data ");
    std::string owners;
    for (YamlRef owner : document["owners"].items()) owners += std::string(owner.text()) + " ";
    EXPECT_EQ(owners, "ana bo ");
}

TEST(YamlTree, HasAByteRangeForEveryNode) {
    Document document("plain: a b  # comment\n'quoted' : \"x\\ty\"\nlist:\n  - one\n  - { k: v }\nempty:\n");
    ASSERT_EQ(document.errors(), "");
    EXPECT_EQ(document.written(document["plain"]), "a b");
    EXPECT_EQ(document.written(document["quoted"]), "\"x\\ty\"");
    EXPECT_EQ(document.written(document["list"]), "- one\n  - { k: v }");
    std::vector<std::string_view> items;
    for (YamlRef item : document["list"].items()) items.push_back(document.written(item));
    EXPECT_EQ(items, (std::vector<std::string_view>{"one", "{ k: v }"}));
    EXPECT_EQ(document["empty"].location().begin, document.tree.source_text.size() - 1);
    EXPECT_EQ(document.tree.root().location().end, document.tree.source_text.size() - 1);
}

TEST(YamlTree, HasRightRangesBehindByteOrderMarkCarriageReturnsAndWideText) {
    Document document("\xEF\xBB\xBF# größe\r\nключ: значение\r\nlist:\r\n- 'é'\r\n- *x\r\n");
    EXPECT_EQ(document.errors(), "invalid-yaml: there is no anchor `&x` above this alias\n");
    EXPECT_EQ(document.place(), "5:3");
    Document good("\xEF\xBB\xBF# größe\r\nключ: значение\r\nlist:\r\n- 'é'\r\n");
    ASSERT_EQ(good.errors(), "");
    EXPECT_EQ(good.written(good["ключ"]), "значение");
    EXPECT_EQ(good.written(good["list"]), "- 'é'");
}

TEST(YamlTree, ShowsTextsOfTheSourceWithoutCopies) {
    Document document("a: plain\nb: 'single'\nc: \"double\"\nd: it's\n");
    EXPECT_TRUE(document.tree.arena.empty());
    EXPECT_EQ(document["b"].text(), "single");
    EXPECT_EQ(document["c"].text(), "double");
    EXPECT_EQ(document["d"].text(), "it's");
}

TEST(YamlTree, UnescapesAndFoldsQuotedText) {
    Document document(
        "a: 'it''s'\n"
        "b: \"\\x41\\u00e9\\U0001F600\\n\\\\\\\"\\e\\_\\N\\L\\P\\0\"\n"
        "c: \"one\n  two\n\n\n  three\"\n"
        "d: \"join\\\n   ed \\\n  \\ here\"\n"
        "e: plain\n  goes on\n\n  below\n"
        "f: ' lead\n  and trail '\n");
    ASSERT_EQ(document.errors(), "");
    EXPECT_EQ(document["a"].text(), "it's");
    std::string escapes = "Aé😀\n\\\"\x1b\xC2\xA0\xC2\x85\xE2\x80\xA8\xE2\x80\xA9";
    EXPECT_EQ(document["b"].text(), escapes + std::string(1, '\0'));
    EXPECT_EQ(document["c"].text(), "one two\n\nthree");
    EXPECT_EQ(document["d"].text(), "joined  here");
    EXPECT_EQ(document["e"].text(), "plain goes on\nbelow");
    EXPECT_EQ(document["f"].text(), " lead and trail ");
}

TEST(YamlTree, FoldsTextThatEndsBeforeAQuoteOnALineOfItsOwn) {
    // libfyaml 0.7.12 returns no text for some of these.
    Document document("a: \"x\n\r\n  \n\n\"\nb: 'y,\r\n '\n");
    ASSERT_EQ(document.errors(), "");
    EXPECT_EQ(document["a"].text(), "x\n\n\n");
    EXPECT_EQ(document["b"].text(), "y, ");
}

TEST(YamlTree, ReadsBlockScalars) {
    Document document(
        "clip: |\n  one\n   two\n\n\nstrip: >-\n  folded\n  text\n\n  new\n    kept\n  end\n"
        "keep: |+\n  x\n\n# comment\nindented: |2\n    two more\nheader: | # comment\n  y\nempty: |\nlast: "
        "|\n  no break");
    ASSERT_EQ(document.errors(), "");
    EXPECT_EQ(document["clip"].text(), "one\n two\n");
    EXPECT_EQ(document["strip"].text(), "folded text\nnew\n  kept\nend");
    EXPECT_EQ(document["keep"].text(), "x\n\n");
    EXPECT_EQ(document["indented"].text(), "  two more\n");
    EXPECT_EQ(document["header"].text(), "y\n");
    EXPECT_EQ(document["empty"].text(), "");
    EXPECT_EQ(document["last"].text(), "no break\n");
    EXPECT_EQ(document.written(document["clip"]), "|\n  one\n   two");
    EXPECT_EQ(document.written(document["keep"]), "|+\n  x\n");
    EXPECT_EQ(document.written(document["header"]), "| # comment\n  y");
    EXPECT_EQ(document.written(document["empty"]), "|");
}

TEST(YamlTree, KnowsTheStyleOfANode) {
    Document document("a: {b: [c]}\nd: |\n  x\ne: >\n  x\nf: 'x'\ng: \"x\"\nh: x\ni:\n  - x\n");
    EXPECT_TRUE(document["a"].node().flow_style);
    EXPECT_FALSE(document["i"].node().flow_style);
    EXPECT_EQ(document["d"].node().style, ScalarStyle::literal);
    EXPECT_EQ(document["e"].node().style, ScalarStyle::folded);
    EXPECT_EQ(document["f"].node().style, ScalarStyle::single_quoted);
    EXPECT_EQ(document["g"].node().style, ScalarStyle::double_quoted);
    EXPECT_EQ(document["h"].node().style, ScalarStyle::plain);
}

TEST(YamlTree, ResolvesTheCoreSchema) {
    Document document(
        "n1:\nn2: ~\nn3: null\nn4: 'null'\nb1: true\nb2: False\nb3: yes\nb4: \"true\"\n"
        "i1: 42\ni2: -7\ni3: 0x1F\ni4: 0o17\ni5: +3\ni6: 1.5\ni7: '42'\ni8: 99999999999999999999\ni9: --1\n"
        "t1: !!str 5\nt2: !!str true\nt3: !!str\n");
    ASSERT_EQ(document.errors(), "");
    EXPECT_TRUE(document["n1"].is_null() && document["n2"].is_null() && document["n3"].is_null());
    EXPECT_FALSE(document["n4"].is_null());
    EXPECT_EQ(document["b1"].as_boolean(), true);
    EXPECT_EQ(document["b2"].as_boolean(), false);
    EXPECT_EQ(document["b3"].as_boolean(), std::nullopt) << "a boolean of YAML 1.1";
    EXPECT_EQ(document["b4"].as_boolean(), std::nullopt);
    EXPECT_EQ(document["i1"].as_integer(), 42);
    EXPECT_EQ(document["i2"].as_integer(), -7);
    EXPECT_EQ(document["i3"].as_integer(), 31);
    EXPECT_EQ(document["i4"].as_integer(), 15);
    EXPECT_EQ(document["i5"].as_integer(), 3);
    for (auto key : {"i6", "i7", "i8", "i9", "t1"})
        EXPECT_EQ(document[key].as_integer(), std::nullopt) << key;
    EXPECT_EQ(document["t2"].as_boolean(), std::nullopt);
    EXPECT_FALSE(document["t3"].is_null());
}

TEST(YamlTree, CopiesWhatAnAliasNames) {
    Document document("base: &b {x: [1, 2]}\nuse: *b\nagain: &b 3\nnew: *b\n");
    ASSERT_EQ(document.errors(), "");
    EXPECT_EQ(document["use"].find("x").size(), 2u);
    EXPECT_EQ(document["use"].location(), document["base"].location())
        << "positions are those of the original";
    EXPECT_EQ(document["new"].text(), "3") << "a name given again counts from there";
    ASSERT_EQ(document.tree.aliases.size(), 2u);
    const YamlAlias& alias = document.tree.aliases[0];
    EXPECT_EQ(document.tree.source_text.substr(alias.begin, alias.end - alias.begin), "*b");
}

TEST(YamlTree, ReadsJson) {
    Document document(
        R"({"name": "Web \"shop\" \u00e9\ud83d\ude00", "n": -1, "f": 1.5e3, "t": true, "z": null, "l": [[], {}]})");
    ASSERT_EQ(document.errors(), "");
    EXPECT_EQ(document["name"].text(), "Web \"shop\" é😀");
    EXPECT_EQ(document["n"].as_integer(), -1);
    EXPECT_EQ(document["f"].text(), "1.5e3");
    EXPECT_EQ(document["t"].as_boolean(), true);
    EXPECT_TRUE(document["z"].is_null());
    EXPECT_EQ(document.written(document["l"]), "[[], {}]");
}

TEST(YamlTree, ReadsWhatIsNearlyJsonAsYaml) {
    Document document("{\"a\": 1, # comment\n b: [x, 'y'],}\n");
    ASSERT_EQ(document.errors(), "");
    EXPECT_EQ(document["b"].size(), 2u);
}

TEST(YamlTree, LetsBracesCloseInTheColumnOfTheirKey) {
    Document document("a: {\n  b: c\n}\nd: [\n1\n]\n");
    EXPECT_EQ(document.errors(), "");
    EXPECT_EQ(document["d"].size(), 1u);
}

TEST(YamlTree, ReportsEveryDuplicateKeyWithTheFirst) {
    Document document("a: 1\nb: 2\n'a': 3\nc: {x: 1, x: 2}\na: 4\n");
    EXPECT_EQ(document.errors(),
              "duplicate-key: the key `a` stands here for the second time\n"
              "duplicate-key: the key `a` stands here for the second time\n"
              "duplicate-key: the key `x` stands here for the second time\n");
    for (const Diagnostic& diagnostic : document.diagnostics.all()) EXPECT_EQ(diagnostic.notes.size(), 1u);
    EXPECT_EQ(document.tree.root().size(), 5u) << "the tree is whole";
}

TEST(YamlTree, FindsDuplicateKeysInLargeMappings) {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "key-" + std::to_string(i) + ": x\n";
    Document document(text + "key-500: y\n");
    EXPECT_EQ(document.errors(), "duplicate-key: the key `key-500` stands here for the second time\n");
    EXPECT_EQ(document.place(), "1001:1");
}

struct Mistake {
    const char* text;
    const char* place;
    const char* message;
};

TEST(YamlTree, SaysWhatIsWrongAndWhere) {
    const Mistake mistakes[] = {
        {"", "1:1", "empty-document: the document is empty\n"},
        {"# only a comment\n", "1:1", "empty-document: the document is empty\n"},
        {"a: b\n\tc: d\n", "2:1", "invalid-yaml: a tab is used for indentation\n"},
        {"a:\n\t- b\n", "2:1", "invalid-yaml: a tab is used for indentation\n"},
        {"a: [1, 2\nb: c\n", "1:4", "invalid-yaml: the `]` that closes this list is missing\n"},
        {"a: {x: 1\n", "1:4", "invalid-yaml: the `}` that closes this mapping is missing\n"},
        {"a: {b: c}}\n", "1:10", "invalid-yaml: this bracket closes nothing\n"},
        {"a: \"b\n", "1:4", "invalid-yaml: the closing `\"` is missing\n"},
        {"a: 'b\n", "1:4", "invalid-yaml: the closing `'` is missing\n"},
        {"a: \"\\q\"\n", "1:4", "invalid-yaml: there is an unknown escape in this text\n"},
        {"a: b: c\n", "1:5", "invalid-yaml: there is a second `: ` on this line\n"},
        {"a: @b\n", "1:4", "invalid-yaml: a value can't start with this character\n"},
        {"a: 'b' c\n", "1:8", "invalid-yaml: there is more text after the closing quote\n"},
        {"a: - b\n", "1:4", "invalid-yaml: a list can't start on the line of its key\n"},
        {"a: b\n c: d\n", "1:4",
         "invalid-yaml: this text goes on in the next line, where a `:` makes it a key\n"},
        {"a:\n  b: c\n d: e\n", "3:2", "invalid-yaml: this line is indented like none of the lines above\n"},
        {"a: b\n- c\n", "2:1", "invalid-yaml: a key was expected here\n"},
        {"a:\n- b\n-\n- c\n", "4:1", "invalid-yaml: the list item before this is empty\n"},
        {"x:\n  y: |\n  z: 1\n", "2:6",
         "invalid-yaml: the lines below are not indented, so they are no text of this block\n"},
        {"a: *b\n", "1:4", "invalid-yaml: there is no anchor `&b` above this alias\n"},
        {"a: &a [*a]\n", "1:8", "invalid-yaml: the alias `*a` refers to what it stands in\n"},
        {"a: 1\n---\nb: 2\n", "2:1", "invalid-yaml: a second document starts here\n"},
        {"? [a]\n: b\n", "1:3", "wrong-type: a list can't be a key\n"},
        {"{a: 1}: b\n", "1:1", "wrong-type: a mapping can't be a key\n"},
        {"%a: 1\n", "1:1", "invalid-yaml: a line that starts with `%` needs a `---` on a line below\n"},
        {"caf\xE9: 1\n", "1:4", "invalid-encoding: the byte 0xE9 is not valid UTF-8\n"},
        {"a: \xC0\x80\n", "1:4", "invalid-encoding: the byte 0xC0 is not valid UTF-8\n"},
        {"a: \xED\xA0\x80\n", "1:4", "invalid-encoding: the byte 0xED is not valid UTF-8\n"},
        {"a: \x1b[0m\n", "1:4", "invalid-encoding: the control character 0x1B can't stand in a text\n"},
    };
    for (const Mistake& mistake : mistakes) {
        Document document(mistake.text);
        EXPECT_EQ(document.errors(), mistake.message) << mistake.text;
        if (document.diagnostics.has_errors()) {
            EXPECT_EQ(document.place(), mistake.place) << mistake.text;
        }
    }
}

TEST(YamlTree, RefusesBinaryAndUtf16) {
    Document binary(std::string("a\0b", 3));
    EXPECT_EQ(binary.errors(), "invalid-encoding: this is not a text: it has a NUL byte\n");
    Document utf16(
        std::string("\xFF\xFE"
                    "a\0",
                    4));
    EXPECT_EQ(utf16.errors(), "invalid-encoding: the text is UTF-16, not UTF-8\n");
}

TEST(YamlTree, SuggestsTheAnchorThatIsMeant) {
    Document document("a: &defaults 1\nb: *default\n");
    ASSERT_TRUE(document.diagnostics.has_errors());
    EXPECT_EQ(document.diagnostics.all()[0].help, "did you mean `defaults`?");
}

std::string repeat(std::string_view part, int count) {
    std::string text;
    while (count-- > 0) text += part;
    return text;
}

TEST(YamlTreeLimits, RefuseDeepNestingInEveryStyle) {
    const std::string deep[] = {
        repeat("[", 100'000),         repeat("[", 100'000) + repeat("]", 100'000),
        repeat("[\n", 100'000),       repeat("{a: ", 100'000),
        repeat("{\"a\":", 100'000),   repeat("- ", 100'000),
        repeat("a: {", 100'000),      repeat("{? ", 100'000),
        "a: " + repeat("[", 600'000), "# yaml\n" + repeat("[\n", 600'000),
    };
    for (const std::string& text : deep) {
        Document document(text);
        bool is_refused = document.errors().contains("too-deep: this is nested deeper than 200 levels\n") ||
                          document.errors().starts_with("too-large: the list or mapping after this");
        EXPECT_TRUE(is_refused) << text.substr(0, 20) << " " << document.errors();
        EXPECT_LE(document.diagnostics.all().size(), 2u) << text.substr(0, 20);
        EXPECT_TRUE(document.tree.empty());
    }
}

TEST(YamlTreeLimits, CountLevelsExactly) {
    for (const char* before : {"", "#\n"}) {
        YamlLimits limits = {.max_depth = 5};
        EXPECT_EQ(Document(before + repeat("[", 5) + repeat("]", 5), limits).errors(), "");
        EXPECT_EQ(Document(before + repeat("[", 6) + repeat("]", 6), limits).errors(),
                  "too-deep: this is nested deeper than 5 levels\n");
    }
    YamlLimits limits = {.max_depth = 4};
    EXPECT_EQ(Document("a: &x [[1]]\nb: [*x]\n", limits).errors(), "");
    EXPECT_EQ(Document("a: &x [[1]]\nb: [[*x]]\n", limits).errors(),
              "too-deep: this is nested deeper than 4 levels\n")
        << "through aliases too";
}

TEST(YamlTreeLimits, RefuseTooManyNodes) {
    YamlLimits limits = {.max_nodes = 10};
    EXPECT_EQ(Document("[1, 2, 3, 4, 5, 6, 7, 8, 9]", limits).errors(), "");
    EXPECT_EQ(Document("[1, 2, 3, 4, 5, 6, 7, 8, 9, 0]", limits).errors(),
              "too-large: the document has more than 10 nodes\n");
    EXPECT_EQ(Document("[a, 2, 3, 4, 5, 6, 7, 8, 9, 0]", limits).errors(),
              "too-large: the document has more than 10 nodes\n");
}

TEST(YamlTreeLimits, RefuseAliasBombs) {
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 20; ++i) {
        std::string name = "a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeat("*" + name + ", ", 10) +
                "]\n";
    }
    Document document(text);
    EXPECT_EQ(document.errors(), "too-large: aliases repeat more than 100000 nodes\n");
    EXPECT_LT(document.tree.nodes.capacity(), 1'000'000u);
}

TEST(YamlTreeLimits, RefuseLargeListsThatWouldBeReadAhead) {
    // Not JSON, so that libfyaml reads it; it keeps all tokens until it knows whether the list is a key.
    Document document("[" + repeat("x,", 600'000) + "]");
    EXPECT_TRUE(document.errors().starts_with("too-large: ")) << document.errors();
    Document in_lines("a: [\n" + repeat("x,\n", 300'000) + "]");
    EXPECT_EQ(in_lines.errors(), "");
}

TEST(YamlTreeLimits, RefuseTooLargeTexts) {
    Document document(std::string(max_source_bytes + 1, 'a'));
    EXPECT_EQ(document.errors(), "too-large: the text is larger than 64 MiB\n");
}

TEST(YamlTreeLimits, RefuseTooManyDirectives) {
    Document document(repeat("%TAG !a! x\n", 20'000) + "---\na: b\n");
    EXPECT_EQ(document.errors(), "too-large: more than 100 lines start with `%`\n");
}

TEST(YamlTree, SurvivesWhatCrashesLibfyaml) {
    Document document("a:\n- ? a:\n- ? :a \n- ? Aa:\t? A}");
    EXPECT_EQ(document.errors(), "invalid-yaml: a tab stands where a space belongs\n");
}

}  // namespace
}  // namespace bartizan
