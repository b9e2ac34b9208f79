#include "cli/rules_test.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "packs/builtin_packs.h"

namespace bartizan {
namespace {

/// The built-in packs and one with a single rule.
struct House {
    Sources sources;
    Diagnostics diagnostics;
    Knowledge knowledge;

    explicit House(std::string_view examples, std::string_view when = "element.is(\"api\")") {
        std::vector<YamlTree> trees = builtin_pack_trees(sources);
        std::string text =
            "pack: 1\nid: house\ntitle: House\nrequires: [core, controls]\nrules:\n  house-rule:\n"
            "    { scope: element, title: T, text: T., stride: tampering, likelihood: low, impact: low,\n"
            "      when: '" +
            std::string(when) + "', examples: {" + std::string(examples) + "} }\n";
        trees.push_back(read_yaml(sources, sources.add("house.yaml", text), diagnostics));
        knowledge = load_packs(trees, sources, diagnostics, {.with_examples = true});
        EXPECT_EQ(render_all(diagnostics, sources, false), "");
    }

    RulesTestResult run() const {
        RuleId rule = knowledge.find_rule("house-rule");
        return run_rules_test(knowledge, std::span(&rule, 1));
    }
    std::string text() const { return rules_test_text(knowledge, sources, run(), false); }
};

TEST(RulesTest, IsContentWithRulesThatDoAsTheirExamplesSay) {
    House house(
        R"(fires: "elements: { a: { type: rest-api } }", silent: "elements: { a: { type: queue } }")");
    EXPECT_TRUE(house.run().failures.empty());
    EXPECT_EQ(house.text(), "1 rule, 2 examples: all as they should be\n");
}

TEST(RulesTest, ShowsWhatTheConditionSaidWhereItIsNotFound) {
    House house(R"(fires: "elements: { a: { type: queue } }", silent: "elements: { a: { type: cache } }")");
    EXPECT_EQ(house.text(),
              "error: the rule `house-rule` is not found in a model in which it must be found\n"
              " --> house.yaml:8:52\n"
              "  at a\n"
              "    no  element.is(\"api\"): element.type is queue (stated)\n"
              "\n"
              "1 rule, 2 examples: 1 not as they should be\n");
}

TEST(RulesTest, ShowsWhereItIsFoundAndShouldNotBe) {
    House house(
        R"(fires: "elements: { a: { type: api } }", silent: "elements: { a: { type: api }, b: { type: queue } }")");
    RulesTestResult result = house.run();
    ASSERT_EQ(result.failures.size(), 1u);
    EXPECT_EQ(result.failures[0].kind, ExampleFailure::Kind::fires);
    ASSERT_EQ(result.failures[0].traces.size(), 1u);
    EXPECT_EQ(result.failures[0].traces[0].place, "a");
}

TEST(RulesTest, SaysSoIfThereIsNothingToAsk) {
    House house(R"(fires: "flows: {}", silent: "flows: {}")");
    EXPECT_NE(house.text().find("the model has no element"), std::string::npos) << house.text();
}

TEST(RulesTest, ShowsErrorsOfAnExampleWhereItStandsInThePack) {
    House house(R"(fires: "elements: { a: { type: apii } }", silent: "flows: {}")");
    RulesTestResult result = house.run();
    ASSERT_EQ(result.failures.size(), 1u);
    EXPECT_EQ(result.failures[0].kind, ExampleFailure::Kind::unreadable);
    ASSERT_EQ(result.failures[0].diagnostics.error_count(), 1u);
    EXPECT_EQ(house.sources.text(result.failures[0].diagnostics.all()[0].where), "apii");
}

TEST(RulesTest, KnowsTheControlsOfAnExample) {
    House house(
        R"(fires: "elements: { a: { type: api, controls: [rate-limiting] } }", silent: "elements: { a: { type: api } }")",
        "element.has_control(\"rate-limiting\")");
    EXPECT_TRUE(house.run().failures.empty()) << house.text();
}

TEST(BuiltinRules, DoAsTheirExamplesSay) {
    Sources sources;
    Diagnostics diagnostics;
    Knowledge knowledge =
        load_packs(builtin_pack_trees(sources), sources, diagnostics, {.with_examples = true});
    std::vector<RuleId> all;
    for (std::size_t i = 0; i < knowledge.rules.size(); ++i) all.emplace_back(i);
    RulesTestResult result = run_rules_test(knowledge, all);
    EXPECT_TRUE(result.failures.empty()) << rules_test_text(knowledge, sources, result, false);
    EXPECT_GE(result.examples, 2 * all.size());
}

}  // namespace
}  // namespace bartizan
