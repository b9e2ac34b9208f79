// What is said of conditions that are wrong: the text under the caret, the message, the help.
#include <gtest/gtest.h>

#include "rules/cel.h"
#include "small_world.h"

namespace bartizan {
namespace {

struct Said {
    std::string_view condition;
    std::string_view at;  // the text that the diagnostic points at
    std::string_view message;
    std::string_view help;
    Subject scope = Subject::flow;
};

struct Checked {
    Schema schema = small_schema();
    Diagnostics diagnostics;

    bool check(std::string_view condition, Subject scope, ConditionOptions options = {}) {
        Location where;
        where.source = SourceId(0);
        where.begin = 100;
        where.end = 100 + static_cast<std::uint32_t>(condition.size());
        return parse_condition(condition, where, scope, schema, diagnostics, options).has_value();
    }
};

std::string_view pointed_at(std::string_view condition, Location where) {
    return condition.substr(where.begin - 100, where.end - where.begin);
}

void expect_said(const Said& said) {
    Checked checked;
    EXPECT_FALSE(checked.check(said.condition, said.scope)) << said.condition;
    ASSERT_EQ(checked.diagnostics.all().size(), 1u) << said.condition;
    const Diagnostic& diagnostic = checked.diagnostics.all()[0];
    EXPECT_EQ(pointed_at(said.condition, diagnostic.where), said.at) << said.condition;
    EXPECT_EQ(diagnostic.message, said.message) << said.condition;
    EXPECT_EQ(diagnostic.help, said.help) << said.condition;
}

TEST(TypeCheck, NamesThatAreNotThere) {
    for (const Said& said : std::initializer_list<Said>{
             {"sorce.trust > 0", "sorce", "there is no variable `sorce`", "did you mean `source`?"},
             {"thing.trust > 0", "thing", "there is no variable `thing`",
              "here are `flow`, `source`, `target`, `model`"},
             {"flow.protocol == http", "http", "there is no variable `http`",
              "texts stand in quotes: \"http\""},
             {"flow.encrytped", "encrytped", "flows have no attribute `encrytped`",
              "did you mean `encrypted`?"},
             {"source.trsut > 1", "trsut", "elements have no attribute `trsut`", "did you mean `trust`?"},
             {"model.nmae == 'a'", "nmae", "the model has no attribute `nmae`", "did you mean `name`?"},
             {"flow.crosses", "crosses", "flows have no attribute `crosses`",
              "it is a function: write `crosses()`"},
             {"flow.encrypted()", "encrypted", "a flow has no function `encrypted`",
              "it is no function: write `encrypted` without parentheses"},
             {"flow.token-lifetime > duration('1h')", "token-lifetime",
              "`token-lifetime` is read as a difference", "write `token_lifetime`"},
             {"target.iss('api')", "iss", "an element has no function `iss`", "did you mean `is`?"},
             {"sizes(flow.data) > 1", "sizes", "there is no function `sizes`", "did you mean `size`?"},
             {"flow.data.exist(d, true)", "exist", "a list of data has no function `exist`",
              "did you mean `exists`?"},
             {"source.is('rest-apy')", "'rest-apy'", "there is no type `rest-apy`",
              "did you mean `rest-api`?"},
             {"source.reaches('stor')", "'stor'", "there is no type `stor`", "did you mean `store`?"},
             {"source.reachable_from('zzz')", "'zzz'", "there is no type `zzz`", ""},
             {"flow.has_control('rate-limit')", "'rate-limit'", "there is no control `rate-limit`",
              "did you mean `rate-limiting`?"},
             {"source.type == 'rest-apy'", "'rest-apy'", "there is no type `rest-apy`",
              "did you mean `rest-api`?"},
             {"source.kind in ['proces']", "'proces'", "there is no kind of element `proces`",
              "did you mean `process`?"},
             {"'rate-limit' in source.controls", "'rate-limit'", "there is no control `rate-limit`",
              "did you mean `rate-limiting`?"},
             {"flow.protocol == 'htps'", "'htps'", "`htps` is not a value of `protocol`",
              "did you mean `https`?"},
             {"flow.protocol in ['http', 'zzzzzz']", "'zzzzzz'", "`zzzzzz` is not a value of `protocol`",
              "the values are `unknown`, `http`, `https`, `postgresql`"},
         })
        expect_said(said);
}

TEST(TypeCheck, TypesThatDoNotFit) {
    for (const Said& said : std::initializer_list<Said>{
             {"flow.protocol", "flow.protocol", "a condition is true or false; this is a value of `protocol`",
              ""},
             {"flow.protocol < 'http'", "<", "the values of `protocol` have no order",
              "compare with `==` or `in [\"…\", \"…\"]`"},
             {"flow.port == 'http'", "==", "an integer can't be compared with a text", ""},
             {"flow.encrypted == 'true'", "==", "a truth value can't be compared with a text",
              "write `true` or `false` without quotes"},
             {"flow.token_lifetime > '15m'", ">", "a duration can't be compared with a text",
              "write the duration as `duration(\"15m\")`"},
             {"source == 'orders'", "==", "an element can't be compared with a text", "compare its `id`"},
             {"1 == 1.0", "==", "an integer can't be compared with a number",
              "convert one with `double(…)` or `int(…)`"},
             {"source < target", "<", "`<` can't compare an element", ""},
             {"!flow.protocol == 'http'", "flow.protocol",
              "`!` needs something true or false here, not a value of `protocol`",
              "put what is negated in parentheses: `!(… == …)`"},
             {"flow.encrypted && flow.port", "flow.port",
              "`&&` needs something true or false here, not an integer", ""},
             {"'a' + 1 == 'a1'", "+", "`+` can't be used with a text and an integer",
              "convert the other with `string(…)`"},
             {"1 % 2.0 == 1", "%", "`%` can't be used with an integer and a number",
              "convert one with `double(…)` or `int(…)`"},
             {"-flow.encrypted", "-flow.encrypted", "`-` needs a number, not a truth value",
              "for \"not\", write `!`"},
             {"(flow.port ? 1 : 2) == 1", "flow.port",
              "before `?` stands something true or false, not an integer", ""},
             {"(true ? 1 : 'a') == 1", "? 1 : 'a')",
              "both sides of `:` must be alike; these are an integer and a text", ""},
             {"flow.data.classification == 'public'", "classification",
              "a list of data has no member `classification`",
              "ask each of them: `flow.data.exists(x, x.classification …)`"},
             {"'a' in 'abc'", "in", "a text can't be in a text",
              "for a part of a text, write `x.contains(\"…\")`"},
             {"1 in ['a']", "in", "an integer can't be in a list of texts", ""},
             {"[1, 'a'] == [1]", "'a'", "the first item is an integer, this one is a text",
              "the items of a list or map are of one type"},
             {"[[1]] == []", "[", "a list or map can't hold a list of integers", ""},
             {"{1: 2}.size() == 1", "1", "the keys of a map are texts, not an integer", ""},
             {"flow.data['a'].id == ''", "['a']", "a list of data has no items by a text", ""},
             {"flow.port.exists(x, true)", "exists", "`exists` needs a list, not an integer", ""},
             {"flow.data.exists(d, d.title)", "d.title",
              "`exists` needs something true or false here, not a text", ""},
             {"flow.data.exists(1, true)", "exists",
              "`exists` takes a name for the item and an expression about it",
              "write it as `exists(x, …x…)`"},
             {"source.is(target.type)", "target.type", "`is` takes the name of a type in quotes", ""},
             {"source.is()", "is", "`is` takes the name of a type", ""},
             {"flow.crosses(1)", "1", "`crosses` takes the id of a boundary in quotes", ""},
             {"source.exposed('a')", "exposed", "`exposed` takes nothing", "write `exposed()`"},
             {"flow.port.startsWith('a')", "startsWith", "an integer has no function `startsWith`", ""},
             {"is(source, 'api')", "is", "`is` is called on a value", "write it as `x.is(…)`"},
             {"flow.port.int() == 1", "int", "`int` is not called on a value", "write it as `int(…)`"},
             {"size() == 1", "size", "`size` takes one value", ""},
             {"size(1) == 1", "size", "`size` does not take an integer", ""},
             {"matches('a')", "matches", "`matches` takes two values", ""},
             {"flow.data.join(',') == ''", "join", "`join` takes a list of texts, not a list of data", ""},
             {"'a'.matches('(')", "'('", "this is no regular expression: missing ): (",
              "the syntax is that of RE2; a raw text r\"…\" needs no doubled backslashes"},
             {"duration('soon') > duration('1s')", "'soon'", "`soon` is no duration",
              "write it as `15m`, `12h` or `30d`"},
             {"has(flow)", "has(flow)", "`has` takes one attribute", "write it as `has(flow.protocol)`"},
             {"has(flow.id)", "id", "`id` is always there",
              "`has` asks for attributes that the model states"},
         })
        expect_said(said);
}

TEST(TypeCheck, AllMistakesAreToldInOneGo) {
    Checked checked;
    std::string_view condition =
        "flow.encrytped && source.is('apy') || flow.protocol == 'htp' && traget.trust > 'a'";
    EXPECT_FALSE(checked.check(condition, Subject::flow));
    std::vector<std::string_view> places;
    for (const Diagnostic& diagnostic : checked.diagnostics.all())
        places.push_back(pointed_at(condition, diagnostic.where));
    EXPECT_EQ(places, (std::vector<std::string_view>{"encrytped", "'apy'", "'htp'", "traget"}));
}

TEST(TypeCheck, OneMistakeIsToldOnce) {
    Checked checked;
    EXPECT_FALSE(checked.check("flow.dta.exists(d, d.classification == d.foo)", Subject::flow));
    EXPECT_EQ(checked.diagnostics.all().size(), 1u);
}

TEST(TypeCheck, EachScopeHasItsOwnVariables) {
    Checked checked;
    EXPECT_TRUE(checked.check("element.trust > 0 && model.name != ''", Subject::element));
    EXPECT_TRUE(checked.check("flow.source == source && target.trust > 0", Subject::flow));
    EXPECT_TRUE(checked.check("boundary.trust > 0", Subject::boundary));
    EXPECT_TRUE(checked.check("data.title != ''", Subject::data));
    EXPECT_TRUE(checked.check("model.elements.size() > 0", Subject::model));
    EXPECT_FALSE(checked.check("flow.encrypted", Subject::element));
    EXPECT_FALSE(checked.check("element.trust > 0", Subject::model));
}

TEST(TypeCheck, ConditionsThatRecogniseControlsMayNotAskForControls) {
    for (std::string_view condition :
         {"element.has_control('rate-limiting')", "element.shielded_by('rate-limiting')",
          "'rate-limiting' in element.controls", "has(element.controls)"}) {
        Checked checked;
        EXPECT_FALSE(checked.check(condition, Subject::element, {.allow_controls = false})) << condition;
        EXPECT_EQ(checked.diagnostics.all()[0].message,
                  "a condition that recognises a control can't ask for controls");
        EXPECT_TRUE(checked.check(condition, Subject::element)) << condition;
    }
}

TEST(TypeCheck, ComparisonsWithEnumerationsAreOrdinals) {
    Checked checked;
    auto expression =
        parse_condition("flow.protocol == 'https'", {}, Subject::flow, checked.schema, checked.diagnostics);
    ASSERT_TRUE(expression);
    const ExpressionNode& constant = (*expression)[expression->operands_of(expression->root_node())[1]];
    EXPECT_EQ(std::get<std::int64_t>(expression->constants[constant.id]), 2);
    EXPECT_EQ(expression->text_of(constant), "'https'");
}

TEST(TypeCheck, OtherSyntaxesMayBuildTreesThemselves) {
    Checked checked;
    SyntaxTree tree;
    SyntaxNode flow, protocol, equal;
    flow.kind = SyntaxKind::identifier;
    flow.name = "flow";
    protocol.kind = SyntaxKind::select;
    protocol.name = "protocol";
    equal.kind = SyntaxKind::operation;
    equal.operation = Operation::equal;
    NodeId of_flow = tree.add(protocol, std::array{tree.add(flow)});
    NodeId root = tree.add(equal, std::array{of_flow, tree.add_literal(std::string("http"), 0, 0)});
    Problems problems;
    auto expression =
        check_expression(tree, root, Subject::flow, checked.schema, ExpressionUse::condition, {}, problems);
    EXPECT_TRUE(expression.has_value());
    EXPECT_TRUE(problems.empty());
}

}  // namespace
}  // namespace bartizan
