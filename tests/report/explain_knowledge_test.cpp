#include <gtest/gtest.h>

#include <string>

#include "report/rule_reference.h"
#include "report/text_layout.h"
#include "rules/pack.h"

namespace bartizan {
namespace {

const std::string pack_text = R"yaml(
pack: 1
id: house
title: House
types:
  api: { kind: process, title: API, description: Answers. }
controls:
  rate-limiting:
    title: Rate limiting
    text: Limits how many requests a client may make.
    placed-on: [api, flow]
    protects: [incoming, downstream]
    mitigates: [denial-of-service]
    cwe: [770]
    verified-by: Send more requests than allowed; 429 must come back.
    nist: [SC-5]
    recognised-by: { flow: flow.two_way }
  alerting: { title: Alerting, text: Calls somebody., placed-on: [api] }
rules:
  flood:
    scope: flow
    about: target
    title: "{target} can be flooded by {source}"
    text: "One client of {target} can use up what all share."
    stride: denial-of-service
    when: target.is("api") && source.trust < target.trust
    likelihood: high
    impact: medium
    adjust: [{ when: flow.two_way, impact: high }]
    mitigated-by: [rate-limiting, [rate-limiting, alerting]]
    cwe: [770]
    owasp-api: [API4]
    attack: [T1499.003]
    examples:
      fires: |
        elements:
          a: { type: api }
      silent: "elements: {}"
)yaml";

Knowledge house() {
    Sources sources;
    Diagnostics diagnostics;
    std::vector<YamlTree> trees;
    trees.push_back(read_yaml(sources, sources.add("house.yaml", pack_text), diagnostics));
    Knowledge knowledge = load_packs(trees, sources, diagnostics, {.with_examples = true});
    EXPECT_EQ(render_all(diagnostics, sources, false), "");
    return knowledge;
}

TEST(ExplainRule, TellsWhatItIsWhenItIsFoundAndWhatClosesIt) {
    Knowledge knowledge = house();
    EXPECT_EQ(explain_rule(knowledge, knowledge.find_rule("flood"), false), R"(
 The target can be flooded by the source
 rule, flood, denial of service, pack house

 One client of the target can use up what all share.

 ASKED OF EVERY FLOW, ABOUT ITS TARGET ─────────────────────────────────────────

   target.is("api") && source.trust < target.trust

 HOW BAD IT IS ─────────────────────────────────────────────────────────────────

   high: high likelihood, medium impact
   high impact if flow.two_way

 WHAT CLOSES IT: ANY OF THESE ──────────────────────────────────────────────────

   Rate limiting (rate-limiting)
     verified: Send more requests than allowed; 429 must come back.
   all of these together:
     Rate limiting (rate-limiting)
       verified: Send more requests than allowed; 429 must come back.
     Alerting (alerting)

 REFERENCES ────────────────────────────────────────────────────────────────────

   CWE-770                     https://cwe.mitre.org/data/definitions/770.html
   API4:2023 Unrestricted Resource Consumption
                               https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/
   ATT&CK T1499.003            https://attack.mitre.org/techniques/T1499/003/

 FOUND IN ──────────────────────────────────────────────────────────────────────

   elements:
     a: { type: api }

 NOT FOUND IN ──────────────────────────────────────────────────────────────────

   elements: {}

)");
}

TEST(ExplainControl, TellsWhereItStandsWhatItCoversAndWhatItCloses) {
    Knowledge knowledge = house();
    EXPECT_EQ(explain_control(knowledge, knowledge.schema.find_control("rate-limiting"), false), R"(
 Rate limiting
 control, rate-limiting, medium effort

 Limits how many requests a client may make.

 WHAT IT COVERS ────────────────────────────────────────────────────────────────

   placed on: api or flow
   also protects the flows into its place and everything that attackers reach
   only by passing it
   mitigates denial of service
   recognised where flow.two_way

 HOW IT IS VERIFIED ────────────────────────────────────────────────────────────

   Send more requests than allowed; 429 must come back.

 WHAT IT CLOSES ────────────────────────────────────────────────────────────────

   flood: The target can be flooded by the source

 REFERENCES ────────────────────────────────────────────────────────────────────

   CWE-770                     https://cwe.mitre.org/data/definitions/770.html
   NIST SC-5                   https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final

)");
}

TEST(ExplainRule, HasNoColourUnlessAsked) {
    Knowledge knowledge = house();
    RuleId rule = knowledge.find_rule("flood");
    EXPECT_EQ(explain_rule(knowledge, rule, false).find('\x1b'), std::string::npos);
    EXPECT_NE(explain_rule(knowledge, rule, true).find('\x1b'), std::string::npos);
}

TEST(RuleReference, NamesEveryRuleWithItsConditionAndLinks) {
    std::string page = rule_reference_markdown(house());
    EXPECT_NE(page.find("### flood\n"), std::string::npos);
    EXPECT_NE(page.find("```cel\ntarget.is(\"api\") && source.trust < target.trust\n```"), std::string::npos);
    EXPECT_NE(
        page.find(
            "[Rate limiting](controls.md#rate-limiting) together with [Alerting](controls.md#alerting)"),
        std::string::npos);
    EXPECT_NE(page.find("[CWE-770](https://cwe.mitre.org/data/definitions/770.html)"), std::string::npos);
}

TEST(ControlReference, NamesEveryControlWithTheRulesItCloses) {
    std::string page = control_reference_markdown(house());
    EXPECT_NE(page.find("## alerting\n"), std::string::npos);
    EXPECT_NE(page.find("Closes [flood](rules.md#flood)"), std::string::npos);
}

}  // namespace
}  // namespace bartizan
