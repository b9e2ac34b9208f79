// The syntax of conditions: what is read, what is refused and where.
#include "rules/cel.h"

#include <gtest/gtest.h>

#include "small_world.h"

namespace bartizan {
namespace {

struct Parsed {
    Schema schema = small_schema();
    Diagnostics diagnostics;
    std::optional<Expression> expression;

    explicit Parsed(std::string_view condition, Subject scope = Subject::flow) {
        Location where;
        where.source = SourceId(0);
        where.end = static_cast<std::uint32_t>(condition.size());
        expression = parse_condition(condition, where, scope, schema, diagnostics);
    }
    std::string message() const { return diagnostics.all().empty() ? "" : diagnostics.all()[0].message; }
    std::string help() const { return diagnostics.all().empty() ? "" : diagnostics.all()[0].help; }
    std::uint32_t column() const {
        return diagnostics.all().empty() ? 0 : diagnostics.all()[0].where.begin + 1;
    }
};

TEST(Cel, Reads) {
    for (std::string_view condition :
         {"true", " true ", "// a comment\ntrue // another", "(((true)))", "flow.crosses()", "source.in('a')",
          "1 in [1] == true", "-1 < 0 && - 1 < 0", "!!true", "[1, 2,] == [1, 2]", "{'a': 1,}.a == 1",
          "true ? true : false ? true : false", "flow.port >= 0x1F && 1e3 > .5 && 1.5E-3 < 2.0",
          "null == null", "flow . encrypted", "flow.data.exists_one(d, d.kinds == [])"})
        EXPECT_TRUE(Parsed(condition).expression) << condition << ": " << Parsed(condition).message();
}

TEST(Cel, SaysWhatShouldStandThere) {
    struct Case {
        std::string_view condition;
        std::uint32_t column;
        std::string_view message;
        std::string_view help;
    };
    for (const Case& expected : std::initializer_list<Case>{
             {"", 1, "the condition ends where a value should be", ""},
             {"flow.encrypted &&", 18, "the condition ends where a value should be", ""},
             {"(flow.encrypted", 16, "the condition ends where `)` should be", ""},
             {"flow.encrypted)", 15, "here should be the end of the condition, not `)`", ""},
             {"flow.encrypted and true", 16, "here should be the end of the condition, not `and`",
              "for \"and\", write `&&`"},
             {"true or false", 6, "here should be the end of the condition, not `or`",
              "for \"or\", write `||`"},
             {"not flow.encrypted", 1, "`not` means nothing here", "for \"not\", write `!`"},
             {"flow.port = 1", 11, "`=` means nothing in a condition", "to compare, write `==`"},
             {"true & false", 6, "`&` means nothing in a condition", "for \"and\", write `&&`"},
             {"true | false", 6, "`|` means nothing in a condition", "for \"or\", write `||`"},
             {"flow.", 6, "the condition ends where a name should be", ""},
             {"flow.1", 5, "here should be the end of the condition, not `.1`", ""},
             {"flow.in", 6, "here should be a name, not `in`", ""},
             {"[1, 2", 6, "the condition ends where `,` or `]` should be", ""},
             {"{'a' 1}", 6, "here should be `:` and the value, not `1`", ""},
             {"true ? 1", 9, "the condition ends where `:` and what counts otherwise should be", ""},
             {"for == 1", 1, "`for` is a reserved word of CEL", ""},
             {"flow.id == 'abc", 12, "this text has no closing quote", ""},
             {"flow.id == 'a\nb'", 12, "this text has no closing quote",
              "a text over several lines stands between `\"\"\"` and `\"\"\"`"},
             {"flow.id == '\\q'", 13, "this escape is not known",
              "write a backslash twice, or put `r` before the quote for a raw text"},
             {"flow.id == '\\x1'", 13, "this escape needs 2 digits", ""},
             {"flow.id == '\\ud800'", 13, "this escape is not a Unicode character", ""},
             {"flow.port > 15m", 13, "`15m` is not a number",
              "durations are written `duration(\"15m\")`, texts in quotes"},
             {"flow.port > 1u", 13, "unsigned numbers are not part of this language",
              "write the number without `u`"},
             {"flow.id == b'a'", 12, "byte strings are not part of this language",
              "write a text without `b`"},
             {"flow.port > 9223372036854775808", 13, "`9223372036854775808` is too large", ""},
             {"1e999 > 1.0", 1, "`1e999` is too large", ""},
             {"flow.port > §", 13, "`§` means nothing in a condition", ""},
             {std::string_view("true \0", 6), 6, "a control character means nothing in a condition", ""},
         }) {
        Parsed parsed(expected.condition);
        EXPECT_FALSE(parsed.expression) << expected.condition;
        EXPECT_EQ(parsed.message(), expected.message) << expected.condition;
        EXPECT_EQ(parsed.help(), expected.help) << expected.condition;
        EXPECT_EQ(parsed.column(), expected.column) << expected.condition;
        EXPECT_EQ(parsed.diagnostics.all().size(), 1u) << expected.condition;
    }
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i) result += text;
    return result;
}

TEST(Cel, NestingHasALimit) {
    EXPECT_TRUE(Parsed(repeated("(", 90) + "true" + repeated(")", 90)).expression);
    for (const std::string& deep :
         {repeated("(", 8000) + "true" + repeated(")", 8000), repeated("!", 16000) + "true",
          repeated("true ? true : ", 1000) + "true", repeated("[", 5000), repeated("1 + ", 4000) + "1 == 1",
          "flow" + repeated(".source.outgoing[0]", 200) + ".encrypted", repeated("- ", 8000) + "1 == 1",
          repeated("[1].exists(x, ", 1000) + "true" + repeated(")", 1000)}) {
        Parsed parsed(deep);
        EXPECT_FALSE(parsed.expression);
        ASSERT_EQ(parsed.diagnostics.all().size(), 1u);
        bool refused = parsed.diagnostics.all()[0].kind == DiagnosticKind::too_deep ||
                       parsed.diagnostics.all()[0].kind == DiagnosticKind::invalid_expression;
        EXPECT_TRUE(refused) << parsed.message();
    }
}

TEST(Cel, ChainsOfAndAndOrAreOneLevel) {
    EXPECT_TRUE(Parsed(repeated("true && ", 1500) + "true").expression);
    EXPECT_TRUE(Parsed(repeated("true || ", 1500) + "true").expression);
}

TEST(Cel, LengthHasALimit) {
    Parsed parsed(repeated("true || ", 3000) + "true");
    ASSERT_FALSE(parsed.expression);
    EXPECT_EQ(parsed.diagnostics.all()[0].kind, DiagnosticKind::too_large);
}

/// The text under the caret of the first diagnostic of the condition under `when` of a YAML text.
std::string caret_in(const std::string& yaml) {
    Schema schema = small_schema();
    Sources sources;
    Diagnostics diagnostics;
    YamlTree tree = read_yaml(sources, sources.add("pack.yaml", yaml), diagnostics);
    EXPECT_FALSE(diagnostics.has_errors());
    parse_condition(tree.root().find("when"), Subject::flow, schema, diagnostics);
    if (diagnostics.all().empty()) return "";
    return std::string(sources.text(diagnostics.all()[0].where));
}

TEST(Cel, PointsIntoScalarsOfAnyStyle) {
    EXPECT_EQ(caret_in("when: flow.encrytped\n"), "encrytped");
    EXPECT_EQ(caret_in("when: flow.encrypted &&\n  flow.encrytped # no\n"), "encrytped");
    EXPECT_EQ(caret_in("when: 'flow.id == ''a'' && flow.encrytped'\n"), "encrytped");
    EXPECT_EQ(caret_in("when: \"flow.id == \\\"a\\\" && \\x66low.encrytped\"\n"), "encrytped");
    EXPECT_EQ(caret_in("when: \"flow.encrypted && \\\n    flow.encrytped\"\n"), "encrytped");
    EXPECT_EQ(caret_in("when: |\n  flow.encrypted\n\n    && flow.encrytped\n"), "encrytped");
    EXPECT_EQ(caret_in("when: >-\n  flow.encrypted\n  && flow.id == 'naïve'\n\n  && flow.encrytped\n"),
              "encrytped");
    EXPECT_EQ(caret_in("{\"when\": \"flow.protocol == 'htp'\"}"), "'htp'");
}

TEST(Cel, AConditionMustBeAText) {
    Schema schema = small_schema();
    Sources sources;
    Diagnostics diagnostics;
    YamlTree tree = read_yaml(sources, sources.add("pack.yaml", "when: [true]\n"), diagnostics);
    EXPECT_FALSE(parse_condition(tree.root().find("when"), Subject::flow, schema, diagnostics));
    EXPECT_EQ(diagnostics.all()[0].kind, DiagnosticKind::wrong_type);
}

TEST(Cel, TemplatesTellWhereTheyAreWrong) {
    struct Case {
        std::string_view text;
        std::string_view at;
        std::string_view message;
    };
    for (const Case& expected : std::initializer_list<Case>{
             {"{sorce} calls", "sorce", "there is no variable `sorce`"},
             {"a {source", "{", "this brace is not closed"},
             {"a } b", "}", "this brace closes nothing"},
             {"{}", "}", "the condition ends where a value should be"},
             {"{null}", "null", "null can't be written out"},
             {"{{'a': 1}", "}", "this brace closes nothing"},
             {"{source} {target.", "{", "this brace is not closed"},
         }) {
        Schema schema = small_schema();
        Diagnostics diagnostics;
        Location where;
        where.source = SourceId(0);
        where.end = static_cast<std::uint32_t>(expected.text.size());
        EXPECT_FALSE(parse_template(expected.text, where, Subject::flow, schema, diagnostics))
            << expected.text;
        ASSERT_EQ(diagnostics.all().size(), 1u) << expected.text;
        Location at = diagnostics.all()[0].where;
        EXPECT_EQ(diagnostics.all()[0].message, expected.message) << expected.text;
        EXPECT_EQ(expected.text.substr(at.begin, std::max(at.end, at.begin + 1) - at.begin), expected.at)
            << expected.text;
    }
}

}  // namespace
}  // namespace bartizan
