// Small edits of YAML: what changes, and that nothing else does.
#include "text/yaml_edit.h"

#include <gtest/gtest.h>

namespace bartizan {
namespace {

using Edits = std::expected<std::vector<TextEdit>, std::string>;

/// The text after an edit, or the reason against it.
template <typename Function, typename... Arguments>
std::string edited(std::string text, Function function, Arguments... arguments) {
    Sources sources;
    Diagnostics diagnostics;
    YamlTree tree = read_yaml(sources, sources.add("doc.yaml", text), diagnostics);
    Edits edits = function(tree, arguments...);
    return edits ? apply_edits(text, *edits) : "refused: " + edits.error();
}

std::string set(std::string text, YamlPath path, std::string_view value) {
    return edited(std::move(text), set_value, path, value);
}
std::string append(std::string text, YamlPath path, std::string_view value) {
    return edited(std::move(text), append_item, path, value);
}
std::string remove(std::string text, YamlPath path) { return edited(std::move(text), remove_at, path); }
std::string rename(std::string text, YamlPath path, std::string_view key) {
    return edited(std::move(text), rename_key, path, key);
}
std::string move(std::string text, YamlPath path, YamlPath before) {
    return edited(std::move(text), move_before, path, before);
}
std::size_t at(std::size_t index) { return index; }

TEST(ApplyEdits, TakesThemInAnyOrder) {
    EXPECT_EQ(apply_edits("abcdef", {{4, 5, "E"}, {0, 1, ""}, {2, 2, "+"}}), "b+cdEf");
    EXPECT_EQ(apply_edits("", {{0, 0, "x"}}), "x");
}

TEST(YamlScalar, IsPlainWherePossible) {
    EXPECT_EQ(yaml_scalar("Web shop"), "Web shop");
    EXPECT_EQ(yaml_scalar("orders -> cards"), "orders -> cards");
    EXPECT_EQ(yaml_scalar("http://x/y"), "http://x/y");
    EXPECT_EQ(yaml_scalar("2027-03-01"), "2027-03-01");
    EXPECT_EQ(yaml_scalar("größe"), "größe");
}

TEST(YamlScalar, IsQuotedWhereItWouldMeanSomethingElse) {
    for (std::string text :
         {"",    "true", "No",   "null", "~",  "42", "-1.5", "0x1F", ".inf", "a: b", "a #b", "#a",
          "- a", "[a",   "a, b", "@a",   " a", "a ", "*a",   "a:",   "---",  "...",  "a\nb"}) {
        std::string written = yaml_scalar(text);
        EXPECT_TRUE(written.starts_with('"')) << written;
    }
    EXPECT_EQ(yaml_scalar("say: \"hi\""), "'say: \"hi\"'");
    EXPECT_EQ(yaml_scalar("tab\tand\nbreak"), "\"tab\\tand\\nbreak\"");
    EXPECT_EQ(yaml_scalar("\x1b\xff"), "\"\\u001b\xEF\xBF\xBD\"") << "what is no text can't be written";
}

TEST(SetValue, ReplacesNothingButTheValue) {
    EXPECT_EQ(set("a:   1   # why\nb: 2\n", {"a"}, "5"), "a:   5   # why\nb: 2\n");
    EXPECT_EQ(set("a: {b: 1,c: 2}\n", {"a", "b"}, "x"), "a: {b: x,c: 2}\n");
    EXPECT_EQ(set("l: [1, 2]\n", {"l", at(1)}, "x"), "l: [1, x]\n");
    EXPECT_EQ(set("- a\n- 'b'\n", {at(1)}, "c"), "- a\n- c\n");
    EXPECT_EQ(set("a: |\n  text\n\nb: 1\n", {"a"}, "x"), "a: x\n\nb: 1\n");
}

TEST(SetValue, GivesAnEmptyKeyItsValue) {
    EXPECT_EQ(set("a:\nb: 1\n", {"a"}, "x"), "a: x\nb: 1\n");
    EXPECT_EQ(set("a:  # later\n", {"a"}, "x"), "a: x  # later\n");
    EXPECT_EQ(set("{a, b: }\n", {"a"}, "x"), "{a: x, b: }\n");
    EXPECT_EQ(set("{a, b: }\n", {"b"}, "x"), "{a, b: x }\n");
}

TEST(SetValue, PutsCollectionsOnLinesOfTheirOwn) {
    EXPECT_EQ(set("a: 1  # why\nb: 2\n", {"a"}, "x: 1\ny:\n  - 2\n"),
              "a:  # why\n  x: 1\n  y:\n    - 2\nb: 2\n");
    EXPECT_EQ(set("x:\n    y: 1\nz:\n", {"z"}, "k: v"), "x:\n    y: 1\nz:\n    k: v\n")
        << "indented like the rest";
    EXPECT_EQ(set("l:\n- a\n", {"l", at(0)}, "k: v\nm: n\n"), "l:\n- k: v\n  m: n\n");
    EXPECT_EQ(set("a: {b: 1}\n", {"a", "b"}, "k: [v]\nm:\n  - n\n"), "a: {b: {k: [v], m: [n]}}\n");
}

TEST(SetValue, TakesTheLinesOfACollectionAway) {
    EXPECT_EQ(set("a: # why\n  # x\n  x: 1 # y\nb: 2\n", {"a"}, "5"), "a: 5 # why\nb: 2\n");
    EXPECT_EQ(set("- x: 1\n  y: 2\n- z\n", {at(0)}, "w"), "- w\n- z\n");
    EXPECT_EQ(set("a:\n   x: 1\nb: 2\n", {"a"}, "y: 2\nz: 3\n"), "a:\n   y: 2\n   z: 3\nb: 2\n");
}

TEST(SetValue, IndentsBlockScalars) {
    EXPECT_EQ(set("a:\n  b: 1\n", {"a", "b"}, "|\n  one\n\n  two\n"), "a:\n  b: |\n      one\n\n      two\n");
    EXPECT_EQ(set("[a]\n", {at(0)}, "|\n  one\n  two\n"), "[\"one\\ntwo\\n\"]\n");
    EXPECT_EQ(set("a: 1", {"a"}, "|\n  one\n"), "a: |\n    one\n") << "which need a line break at their end";
}

TEST(SetValue, KeepsACommentBelowOutOfABlockScalar) {
    EXPECT_EQ(set("a:\n  b: 1\n    # deep\nc: 2\n", {"a", "b"}, "|\n  x\n"),
              "a:\n  b: \"x\\n\"\n    # deep\nc: 2\n");
}

TEST(SetValue, AddsAKeyThatIsMissing) {
    EXPECT_EQ(set("a: 1  # why\n# end\n", {"b"}, "2"), "a: 1  # why\nb: 2\n# end\n");
    EXPECT_EQ(set("m:\n    x: 1\nn: 2\n", {"m", "y"}, "z"), "m:\n    x: 1\n    y: z\nn: 2\n");
    EXPECT_EQ(set("- a: 1\n- b: 2\n", {at(0), "c"}, "3"), "- a: 1\n  c: 3\n- b: 2\n");
    EXPECT_EQ(set("m: {a: 1}\n", {"m", "b c"}, "2"), "m: {a: 1, b c: 2}\n");
    EXPECT_EQ(set("m: {a: 1,}\n", {"m", "b"}, "2"), "m: {a: 1, b: 2}\n");
    EXPECT_EQ(set("m: {\n  a: 1 # x\n}\n", {"m", "b"}, "2"), "m: {\n  a: 1, # x\n  b: 2\n}\n");
    EXPECT_EQ(set("a: 1", {"true"}, "2"), "a: 1\n\"true\": 2") << "no line break at the end stays so";
}

TEST(SetValue, AddsToWhatIsEmpty) {
    EXPECT_EQ(set("m:\nn: 1\n", {"m", "a"}, "1"), "m:\n  a: 1\nn: 1\n");
    EXPECT_EQ(set("m: {}  # none\n", {"m", "a"}, "1"), "m:  # none\n  a: 1\n");
    EXPECT_EQ(set("m: {x: {}}\n", {"m", "x", "a"}, "1"), "m: {x: {a: 1}}\n");
    EXPECT_EQ(set("", {"a"}, "1"), "a: 1\n");
    EXPECT_EQ(set("# model\n", {"a"}, "b: 1"), "# model\na:\n  b: 1\n");
    EXPECT_EQ(set("# model", {"a"}, "1"), "# model\na: 1\n");
}

TEST(SetValue, WritesLineBreaksLikeTheText) {
    EXPECT_EQ(set("a: 1\r\nb: 2\r\n", {"a"}, "x: 1\ny: 2\n"), "a:\r\n  x: 1\r\n  y: 2\r\nb: 2\r\n");
    EXPECT_EQ(set("a: 1\r\n", {"b"}, "|\r\n  x\r\n"), "a: 1\r\nb: |\r\n    x\r\n");
}

TEST(SetValue, KeepsJsonJson) {
    EXPECT_EQ(set("{\"a\":1}", {"a"}, "text"), "{\"a\":\"text\"}");
    EXPECT_EQ(set("{\"a\": [true]}", {"b"}, "x: 1.5\ny: ~\n"),
              "{\"a\": [true], \"b\": {\"x\": 1.5, \"y\": null}}");
    EXPECT_EQ(rename("{\"a\":1}", {"a"}, "b"), "{\"b\":1}");
}

TEST(SetValue, SaysWhyNot) {
    EXPECT_EQ(set("a: 1\n", {"b", "c"}, "1"), "refused: there is no `b`");
    EXPECT_EQ(set("a: 1\n", {"a", "c"}, "1"), "refused: this is not a mapping");
    EXPECT_EQ(set("a: [1]\n", {"a", at(4)}, "1"), "refused: there is no `a[4]`");
    EXPECT_EQ(set("a: 1\n", {"a"}, "[1"),
              "refused: the value can't be used: the `]` that closes this list is missing");
    EXPECT_EQ(set("a: 1\n", {"a"}, "--- x\n"),
              "refused: a value can't have the marks of a document (`---`, `%`)");
    EXPECT_EQ(set("a: &x {b: 1}\nc: *x\n", {"a", "b"}, "2"),
              "refused: this is used in more than one place by an anchor and aliases (`&name`, `*name`)");
    EXPECT_EQ(set("a: &x {b: 1}\nc: *x\n", {"c", "b"}, "2"),
              "refused: this is used in more than one place by an anchor and aliases (`&name`, `*name`)");
    EXPECT_EQ(set("a: &x {b: 1}\nc: *x\n", {"c"}, "2"), "a: &x {b: 1}\nc: 2\n")
        << "the alias itself may be replaced";
}

TEST(AppendItem, FollowsTheStyleOfTheList) {
    EXPECT_EQ(append("l:\n- a\n- b # x\nm: 1\n", {"l"}, "c"), "l:\n- a\n- b # x\n- c\nm: 1\n");
    EXPECT_EQ(append("l:\n    - a\n", {"l"}, "k: v\nm: n\n"), "l:\n    - a\n    - k: v\n      m: n\n");
    EXPECT_EQ(append("l: [a]\n", {"l"}, "b"), "l: [a, b]\n");
    EXPECT_EQ(append("l: [\n  a,\n  b, # x\n]\n", {"l"}, "c"), "l: [\n  a,\n  b, # x\n  c,\n]\n");
    EXPECT_EQ(append("l: []\n", {"l"}, "a"), "l: [a]\n");
    EXPECT_EQ(append("l: []\n", {"l"}, "a: 1"), "l:\n  - a: 1\n");
    EXPECT_EQ(append("l:\n", {"l"}, "a"), "l:\n  - a\n");
    EXPECT_EQ(append("l: x\n", {"l"}, "a"), "refused: this is not a list");
}

TEST(RemoveAt, TakesTheLinesAndTheirOwnComments) {
    EXPECT_EQ(remove("a: 1\n\n# about b\n# more\nb: 2 # x\n# about c\nc: 3\n", {"b"}),
              "a: 1\n\n# about c\nc: 3\n");
    EXPECT_EQ(remove("a:\n  x: 1\n  # about x\nb: 2\n", {"b"}), "a:\n  x: 1\n  # about x\n");
    EXPECT_EQ(remove("# licence\na: 1\nb: 2\n", {"a"}), "# licence\nb: 2\n")
        << "the file's comment is not the key's";
    EXPECT_EQ(remove("a: 1\nb: 2", {"b"}), "a: 1\n");
    EXPECT_EQ(remove("l:\n- a\n# b\n- b\n- c\n", {"l", at(1)}), "l:\n- a\n- c\n");
    EXPECT_EQ(remove("- a: 1 # x\n  b: 2\n", {at(0), "a"}), "- b: 2\n");
    EXPECT_EQ(remove("- a: 1\n  # about b\n  b: 2\n", {at(0), "a"}), "-\n  # about b\n  b: 2\n");
}

TEST(RemoveAt, LeavesAnEmptyCollection) {
    EXPECT_EQ(remove("a: # why\n  b: 1\nc: 2\n", {"a", "b"}), "a: {} # why\nc: 2\n");
    EXPECT_EQ(remove("a:\n- b\nc: 2\n", {"a", at(0)}), "a: []\nc: 2\n");
    EXPECT_EQ(remove("a: 1\n", {"a"}), "{}\n");
    EXPECT_EQ(remove("{ a: 1 }\n", {"a"}), "{}\n");
}

TEST(RemoveAt, KeepsTheCommasOfAFlowCollectionRight) {
    EXPECT_EQ(remove("[a, b, c]", {at(0)}), "[b, c]");
    EXPECT_EQ(remove("[a, b, c]", {at(1)}), "[a, c]");
    EXPECT_EQ(remove("[a, b, c]", {at(2)}), "[a, b]");
    EXPECT_EQ(remove("x: {\n  a: 1, # a\n  # b\n  b: 2 # c\n}\n", {"x", "b"}), "x: {\n  a: 1 # a\n}\n");
    EXPECT_EQ(remove("x: {\n  a: 1, # a\n  # b\n  b: 2 # c\n}\n", {"x", "a"}),
              "x: {\n  # b\n  b: 2 # c\n}\n");
}

TEST(RemoveAt, TakesCommentsThatABlockScalarAboveWouldSwallow) {
    EXPECT_EQ(remove("m:\n  a: |\n    x\n  b: 1\n    # deep\n  # c\n  c: 2\n", {"m", "b"}),
              "m:\n  a: |\n    x\n  # c\n  c: 2\n");
    EXPECT_EQ(remove("a: |+\n  x\nb: 1\n\n\nc: 2\n", {"b"}), "a: |+\n  x\nc: 2\n");
}

TEST(RenameKey, ChangesTheKeyAlone) {
    EXPECT_EQ(rename("a :  {b: 1} # x\n", {"a"}, "c"), "c :  {b: 1} # x\n");
    EXPECT_EQ(rename("a: {'b': 1}\n", {"a", "b"}, "x: y"), "a: {\"x: y\": 1}\n");
    EXPECT_EQ(rename("a: 1\nb: 2\n", {"a"}, "b"), "refused: there is a key `b` already");
    EXPECT_EQ(rename("a: 1\n", {"a"}, "a"), "a: 1\n");
    EXPECT_EQ(rename("- a\n", {at(0)}, "b"), "refused: only a key can be renamed");
    EXPECT_EQ(rename("a: 1\n", {"a"}, std::string(2000, 'k')), "refused: the key is too long");
}

TEST(MoveBefore, TakesTheLinesAlong) {
    EXPECT_EQ(move("a: 1\n# about b\nb: 2 # x\nc: 3\n", {"b"}, {"a"}), "# about b\nb: 2 # x\na: 1\nc: 3\n");
    EXPECT_EQ(move("a: 1\nb: 2\n# end\n", {"a"}, {}), "b: 2\na: 1\n# end\n");
    EXPECT_EQ(move("a: 1\nb: 2", {"a"}, {}), "b: 2\na: 1\n");
    EXPECT_EQ(move("- a\n- b\n- c\n", {at(2)}, {at(0)}), "- c\n- a\n- b\n");
    EXPECT_EQ(move("- a: 1\n  b: 2\n", {at(0), "b"}, {at(0), "a"}), "- b: 2\n  a: 1\n");
    EXPECT_EQ(move("- a: 1\n  b: 2\n", {at(0), "a"}, {}), "- b: 2\n  a: 1\n");
    EXPECT_EQ(move("[a, b, c]", {at(2)}, {at(0)}), "[c, a, b]");
    EXPECT_EQ(move("{a: 1, b: 2}", {"a"}, {}), "{b: 2, a: 1}");
    EXPECT_EQ(move("a: 1\nb: 2\n", {"a"}, {"b"}), "a: 1\nb: 2\n") << "it stands there already";
    EXPECT_EQ(move("a: {x: 1}\nb: 2\n", {"a", "x"}, {"b"}),
              "refused: it can be moved only within its mapping or list");
}

TEST(Edits, AreRefusedWhereLinesEndInCarriageReturnsAlone) {
    Sources sources;
    Diagnostics diagnostics;
    const YamlTree tree = read_yaml(sources, sources.add("old.yaml", "a: b\r\r? c\r"), diagnostics);
    EXPECT_FALSE(set_value(tree, {std::string("a")}, "1"));
    EXPECT_FALSE(set_value(tree, {}, "1"));
    EXPECT_FALSE(rename_key(tree, {std::string("a")}, "d"));
}

TEST(Edits, AreRefusedWhereTheTextReadBackWouldMeanSomethingElse) {
    Sources sources;
    Diagnostics diagnostics;
    // The bracket belongs to the tag, and so would the colon: `null` would become the key.
    const YamlTree tree = read_yaml(sources, sources.add("tag.yaml", "{!!s]}"), diagnostics);
    EXPECT_FALSE(set_value(tree, {std::string()}, ""));
}

}  // namespace
}  // namespace bartizan
