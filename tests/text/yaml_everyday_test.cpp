// The quick reader of everyday YAML gives the tree that the parser of the whole language gives, or leaves the
// text to it.
#include "text/yaml_everyday.h"

#include <gtest/gtest.h>

#include "random_yaml.h"
#include "same_tree.h"

namespace bartizan {
namespace {

struct Read {
    bool is_everyday = false;
    YamlTree tree;
};

Read read(std::string_view text, const YamlLimits& limits = {}) {
    Read read;
    read.tree.source_text = text;
    read.is_everyday = read_everyday_yaml(read.tree, limits);
    return read;
}

TEST(EverydayYaml, IsReadAsByTheParser) {
    constexpr const char* texts[] = {
        "a: 1\n",
        "a: 1",
        "# a comment\n\n  # another\na: 1 # and one more\n\n",
        "a:\n  b:\n    c: d\n  e: f\ng: h\n",
        "a:\nb:\n  c:\nd:",
        "a:   # nothing but a comment\n  - b\n  -\n  - # and here\n  - c\n",
        "a:\n- b\n- c: d\n  e: f\n-   g: h\n    i:\n    - j\nk: l\n",
        "- a\n- - b\n  - c\n-   - d\n- e: f\n",
        "  a: 1\n  b: 2\n",
        "a: {b: c, d: [e, f, {g: h}], i: {}, j: []}\n",
        "a: { b: c,   # a comment\n     d: e }\nf: [\n  g,\n  h,\n]\n",
        "a: 'it''s'\nb: \"say \\\"hi\\\"\\n\"\n\"c\": d\n'e f': \"\"\ng: ''\n",
        "a: b c  d \nb : c\nurl: http://host:80/?a=b#c\nneg: -1\nflow: [a b, -1, c:d, e#f]\n",
        "text: |\n  one\n    two\n\n  three\n\nnext: >-\n  folded\n  text\nlast: |+\n  kept\n\n",
        "text: |\n  one\n# a comment\nnext: 1\n",
        "- |\n  one\n- >\n  two\n",
        "caf\xC3\xA9: \xE2\x82\xAC 5, \xC2\xA7 3\n\xE6\x97\xA5: [\xF0\x9F\x98\x80]\n",
        "a: yes\nb: ~\nc: 0x1F\nd: \"5\"\n",
    };
    for (std::string_view text : texts) {
        const Read everyday = read(text);
        EXPECT_TRUE(everyday.is_everyday) << text;
        EXPECT_EQ(difference_to_parser(everyday.tree), "") << text;
    }
}

TEST(EverydayYaml, LeavesTheRestToTheParser) {
    constexpr const char* texts[] = {
        "",                        // nothing
        "# only a comment\n",      //
        "text\n",                  // no mapping or list
        "{a: 1}\n",                //
        "---\na: 1\n",             // marks of documents
        "a: 1\n...\n",             //
        "%YAML 1.2\n---\na: 1\n",  //
        "a: &b 1\n",               // properties
        "a: *b\n",                 //
        "a: !!str 1\n",            //
        "? a\n: b\n",              // marked keys
        "a: b\n  c\n",             // scalars over several lines
        "a: \"b\n  c\"\n",         //
        "a: [b\n  c]\n",           //
        "a: |2\n   b\n",           // stated indentation
        "a: |\nb: 1\n",            // no lines
        "a:\n  |\n b\n",           // a header on a line of its own
        "a: \"\\u0041\"\n",        // rare escapes
        "a:\tb\n",                 // tabs
        "a: b\r\n",                // carriage returns
        "\xEF\xBB\xBF\x61: b\n",   // the byte order mark
        "a: b\xE2\x80\xA8\n",      // line breaks of old
        "a: [b: c]\n",             // pairs in lists
        "a: {b}\n",                // keys without values
        "a: {b: , c: d}\n",        //
        "a: {\"b\":c}\n",          //
        "a: [b, , c]\n",           // mistakes
        "a: [b\n",                 //
        "a: 'b\n",                 //
        "a: b: c\n",               //
        "a: - b\n",                //
        "a: @b\n",                 //
        "a: 'b' c\n",              //
        "a: 1\n b: 2\n",           //
        "a:\n  b: 1\n c: 2\n",     //
        "- a\nb: 1\n",             //
        "a: 1\n- b\n",             //
        "a:\n-\n- b\n",            //
        "a: [b]]\n",               //
        "a: {b: [c}]\n",           //
        "a: [b,\nc]\n",            //
    };
    for (std::string_view text : texts) EXPECT_FALSE(read(text).is_everyday) << text;
}

TEST(EverydayYaml, KeepsToTheLimits) {
    EXPECT_TRUE(read("a: [[b]]\n", {.max_depth = 3}).is_everyday);
    EXPECT_FALSE(read("a: [[b]]\n", {.max_depth = 2}).is_everyday);
    EXPECT_TRUE(read("a: 1\n", {.max_nodes = 3}).is_everyday);
    EXPECT_FALSE(read("a: 1\n", {.max_nodes = 2}).is_everyday);
}

TEST(EverydayYaml, AgreesWithTheParserOnRandomDocuments) {
    std::size_t everyday_texts = 0;
    for (unsigned seed = 0; seed < 3000; ++seed) {
        oracle::RandomYaml random(seed);
        const std::string text = random.document(random.mapping(4));
        const Read everyday = read(text);
        if (!everyday.is_everyday) continue;
        ++everyday_texts;
        ASSERT_EQ(difference_to_parser(everyday.tree), "") << "seed " << seed << "\n" << text;
    }
    EXPECT_GT(everyday_texts, 300u);
}

}  // namespace
}  // namespace bartizan
