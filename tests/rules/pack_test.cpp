#include "rules/pack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace bartizan {
namespace {

/// Packs read from texts; a name is a path, as files of one folder form a pack.
struct Loaded {
    Sources sources;
    Diagnostics diagnostics;
    std::vector<YamlTree> trees;
    Knowledge knowledge;

    explicit Loaded(std::initializer_list<std::pair<std::string, std::string>> files,
                    PackOptions options = {}) {
        for (const auto& [name, text] : files) {
            trees.push_back(read_yaml(sources, sources.add(name, text), diagnostics));
        }
        knowledge = load_packs(trees, sources, diagnostics, options);
    }
    explicit Loaded(std::string text, PackOptions options = {})
        : Loaded({{"test.yaml", "pack: 1\nid: test\ntitle: Test\n" + std::move(text)}}, options) {}
    Loaded(const Loaded&) = delete;

    const Schema& schema() const { return knowledge.schema; }
    std::string messages() const { return render_all(diagnostics, sources, false); }
    bool reports(DiagnosticKind kind) const {
        return std::ranges::any_of(diagnostics.all(),
                                   [&](const Diagnostic& diagnostic) { return diagnostic.kind == kind; });
    }
    const ElementType& type(std::string_view name) const { return schema()[schema().find_type(name)]; }
    const Attribute& attribute(Subject subject, std::string_view name) const {
        return schema()[schema().find_attribute(subject, name)];
    }
    const Control& control(std::string_view name) const { return schema()[schema().find_control(name)]; }
    const Rule& rule(std::string_view name) const { return knowledge[knowledge.find_rule(name)]; }
    RawValue default_of(std::string_view type_name, std::string_view attribute_name) const {
        AttributeId wanted = schema().find_attribute(Subject::element, attribute_name);
        for (const TypeDefault& value : type(type_name).defaults)
            if (value.attribute == wanted) return value.value;
        return -1;
    }
};

constexpr const char* vocabulary = R"yaml(
enumerations:
  protocol:
    description: What is spoken.
    values:
      unknown: Nobody has said.
      http: HTTP without TLS.
      https: { description: HTTP over TLS., implies: { encrypted: true } }
  classification:
    description: How much harm disclosure does.
    ordered: true
    values: { public: Anyone., internal: The organisation., confidential: A few. }
attributes:
  flow:
    protocol: { type: protocol, description: What is spoken. }
    encrypted: { type: boolean, description: Whether TLS is on. }
    lifetime: { type: duration, default: 15m, description: How long a token lives. }
  element:
    port: { type: integer, default: 443, description: The port. }
    technology: { type: text, default: go, description: What it is made with. }
    regions: { type: list of text, description: Where it runs. }
    classes: { type: list of classification, description: What it may hold. }
    encrypted-at-rest: { type: boolean, for: [store], description: What it keeps is encrypted. }
  data:
    classification: { type: classification, default: internal, description: Harm. }
types:
  service: { kind: process, title: Service, description: Answers., defaults: { port: 80, technology: java } }
  api: { is: service, title: API, description: An interface., defaults: { port: 8443 } }
  rest-api: { is: api, title: REST API, description: REST. }
  database: { kind: store, title: Database, description: Keeps., abstract: true }
controls:
  rate-limiting:
    title: Rate limiting
    text: Limits how many requests a client may make.
    placed-on: [service, flow, boundary]
    protects: [incoming, downstream]
    mitigates: [denial-of-service]
    cwe: [770, 400]
    verified-by: Send more requests than allowed.
    nist: [SC-5, "AC-3(7)"]
    asvs: [V2.4.1, V10.3]
    effort: high
  encryption:
    title: Encryption
    text: Encrypts.
    placed-on: [store]
    recognised-by: { flow: flow.encrypted, element: element.encrypted_at_rest }
  alerting: { title: Alerting, text: Alerts., placed-on: [process] }
)yaml";

const std::string rule = R"yaml(
rules:
  flood:
    title: "{target} can be flooded by {source}"
    text: One client can use up what all share.
    scope: flow
    about: target
    stride: denial-of-service
    when: target.is("api")
    likelihood: high
    impact: medium
    adjust:
      - { when: flow.encrypted, impact: high }
    mitigated-by: [rate-limiting, [encryption, alerting]]
    cwe: [770]
    capec: [125]
    owasp-api: [API4, API10]
    owasp: [A06]
    owasp-llm: [LLM10]
    attack: [T1499, T1499.003]
    examples:
      fires: |
        elements: { a: { type: api } }
      silent:
        - "elements: {}"
        - "flows: {}"
)yaml";

TEST(PackTypes, FormATreeUnderTheBaseKinds) {
    Loaded pack(vocabulary);
    ASSERT_EQ(pack.messages(), "");
    const Schema& schema = pack.schema();
    TypeId rest = schema.find_type("rest-api");
    EXPECT_TRUE(schema.is(rest, rest));
    EXPECT_TRUE(schema.is(rest, schema.find_type("api")));
    EXPECT_TRUE(schema.is(rest, schema.find_type("service")));
    EXPECT_TRUE(schema.is(rest, schema.find_type("process")));
    EXPECT_FALSE(schema.is(rest, schema.find_type("store")));
    EXPECT_FALSE(schema.is(schema.find_type("service"), rest));
    EXPECT_EQ(schema[rest].kind, ElementKind::process);
    EXPECT_EQ(pack.type("database").kind, ElementKind::store);
    EXPECT_TRUE(pack.type("database").is_abstract);
    EXPECT_EQ(pack.type("external-entity").kind, ElementKind::external_entity);
}

TEST(PackTypes, MayNameAParentThatIsDefinedLaterOrElsewhere) {
    Loaded packs(
        {{"a.yaml",
          "pack: 1\nid: a\ntitle: A\nrequires: [b]\ntypes:\n"
          "  leaf: { is: branch, title: Leaf, description: D. }\n"
          "  branch: { is: root, title: Branch, description: D. }\n"},
         {"b.yaml",
          "pack: 1\nid: b\ntitle: B\ntypes:\n  root: { kind: store, title: Root, description: D. }\n"}});
    ASSERT_EQ(packs.messages(), "");
    EXPECT_TRUE(packs.schema().is(packs.schema().find_type("leaf"), packs.schema().find_type("root")));
    EXPECT_EQ(packs.type("leaf").kind, ElementKind::store);
}

TEST(PackTypes, InheritDefaultsAndTheNearestWins) {
    Loaded pack(vocabulary);
    EXPECT_EQ(pack.default_of("service", "port"), 80);
    EXPECT_EQ(pack.default_of("api", "port"), 8443);
    EXPECT_EQ(pack.default_of("rest-api", "port"), 8443);
    EXPECT_EQ(pack.schema().texts[static_cast<std::size_t>(pack.default_of("rest-api", "technology"))],
              "java");
    EXPECT_EQ(pack.type("rest-api").defaults.size(), 2u);
}

TEST(PackAttributes, HaveTypesAndDefaults) {
    Loaded pack(vocabulary);
    EXPECT_EQ(pack.attribute(Subject::flow, "encrypted").type, ValueType::boolean);
    EXPECT_EQ(pack.attribute(Subject::flow, "lifetime").default_value, 900);
    EXPECT_EQ(pack.attribute(Subject::element, "port").default_value, 443);
    const Attribute& technology = pack.attribute(Subject::element, "technology");
    EXPECT_EQ(pack.schema().texts[static_cast<std::size_t>(technology.default_value)], "go");
    const Attribute& classification = pack.attribute(Subject::data, "classification");
    EXPECT_EQ(classification.type, ValueType::enumeration);
    EXPECT_EQ(classification.default_value, 1);
    EXPECT_TRUE(pack.schema()[classification.enumeration].ordered);
    EXPECT_TRUE(pack.attribute(Subject::element, "regions").is_list);
    EXPECT_EQ(pack.attribute(Subject::element, "classes").type, ValueType::enumeration);
}

TEST(PackAttributes, AreMeantForSomeTypesOnly) {
    Loaded pack(vocabulary);
    const Schema& schema = pack.schema();
    AttributeId at_rest = schema.find_attribute(Subject::element, "encrypted-at-rest");
    EXPECT_TRUE(schema.may_have(schema.find_type("database"), at_rest));
    EXPECT_FALSE(schema.may_have(schema.find_type("api"), at_rest));
    EXPECT_TRUE(schema.may_have(schema.find_type("api"), schema.find_attribute(Subject::element, "port")));
}

TEST(PackAttributes, OfDifferentSubjectsMayShareAName) {
    Loaded pack(R"(
attributes:
  flow: { owner: { type: text, description: D. } }
  element: { owner: { type: boolean, description: D. } }
)");
    ASSERT_EQ(pack.messages(), "");
    EXPECT_EQ(pack.attribute(Subject::flow, "owner").type, ValueType::text);
    EXPECT_EQ(pack.attribute(Subject::element, "owner").type, ValueType::boolean);
}

TEST(PackEnumerations, ImplyValuesOfOtherAttributesOfTheSubject) {
    Loaded pack(vocabulary);
    const Schema& schema = pack.schema();
    const Enumeration& protocol = schema[schema.find_enumeration("protocol")];
    ASSERT_EQ(protocol.values[2].name, "https");
    ASSERT_EQ(protocol.values[2].implies.size(), 1u);
    EXPECT_EQ(protocol.values[2].implies[0].id, schema.find_attribute(Subject::flow, "encrypted"));
    EXPECT_EQ(protocol.values[2].implies[0].value, 1);
    EXPECT_TRUE(protocol.values[1].implies.empty());
}

TEST(PackControls, SayWhereTheyStandAndWhatTheyCover) {
    Loaded pack(vocabulary);
    const Schema& schema = pack.schema();
    ControlId id = schema.find_control("rate-limiting");
    const Control& control = schema[id];
    EXPECT_TRUE(schema.may_place(id, schema.find_type("rest-api")));
    EXPECT_FALSE(schema.may_place(id, schema.find_type("database")));
    EXPECT_TRUE(control.placed_on_flow);
    EXPECT_TRUE(control.placed_on_boundary);
    EXPECT_TRUE(control.protects.incoming);
    EXPECT_FALSE(control.protects.outgoing);
    EXPECT_TRUE(control.protects.downstream);
    EXPECT_EQ(control.mitigates, bit(Stride::denial_of_service));
    EXPECT_EQ(control.cwe, (std::vector<int>{770, 400}));
    EXPECT_EQ(control.nist, (std::vector<std::string>{"SC-5", "AC-3(7)"}));
    EXPECT_EQ(control.effort, Level::high);
}

TEST(PackControls, AreRecognisedByConditions) {
    Loaded pack(vocabulary);
    ControlId id = pack.schema().find_control("encryption");
    ASSERT_TRUE(pack.knowledge.recognised_on_flow[id.index]);
    EXPECT_EQ(pack.knowledge.recognised_on_flow[id.index]->scope, Subject::flow);
    EXPECT_TRUE(pack.knowledge.recognised_on_element[id.index]);
    EXPECT_FALSE(pack.knowledge.recognised_on_flow[pack.schema().find_control("rate-limiting").index]);
}

TEST(PackControls, MustNotBeRecognisedByOtherControls) {
    Loaded pack(
        std::string(vocabulary) +
        R"yaml(  odd: { title: Odd, text: T., placed-on: [flow], recognised-by: { flow: 'flow.has_control("alerting")' } }
)yaml");
    EXPECT_EQ(pack.diagnostics.error_count(), 1u) << pack.messages();
}

TEST(PackRules, AreReadWithAllTheirParts) {
    Loaded pack(vocabulary + rule);
    ASSERT_EQ(pack.messages(), "");
    const Rule& flood = pack.rule("flood");
    EXPECT_EQ(flood.scope, Subject::flow);
    EXPECT_EQ(flood.about, About::target);
    EXPECT_EQ(flood.stride, Stride::denial_of_service);
    EXPECT_FALSE(flood.generic);
    EXPECT_EQ(severity_of(flood.likelihood, flood.impact), Severity::high);
    EXPECT_EQ(flood.title.expressions.size(), 2u);
    ASSERT_EQ(flood.adjust.size(), 1u);
    EXPECT_EQ(flood.adjust[0].impact, Level::high);
    EXPECT_FALSE(flood.adjust[0].likelihood);
    ASSERT_EQ(flood.mitigated_by.size(), 2u);
    EXPECT_EQ(flood.mitigated_by[0], ControlGroup{pack.schema().find_control("rate-limiting")});
    EXPECT_EQ(flood.mitigated_by[1].size(), 2u);
    EXPECT_EQ(flood.references.cwe, std::vector<int>{770});
    EXPECT_EQ(flood.references.owasp_api, (std::vector<std::string>{"API4", "API10"}));
    EXPECT_EQ(flood.references.attack, (std::vector<std::string>{"T1499", "T1499.003"}));
}

TEST(PackRules, KeepTheirExamplesOnlyIfAsked) {
    EXPECT_TRUE(Loaded(vocabulary + rule).rule("flood").examples.empty());
    Loaded pack(vocabulary + rule, {.with_examples = true});
    const auto& examples = pack.rule("flood").examples;
    ASSERT_EQ(examples.size(), 3u);
    EXPECT_TRUE(examples[0].fires);
    EXPECT_EQ(examples[0].model, "elements: { a: { type: api } }\n");
    EXPECT_FALSE(examples[1].fires);
    EXPECT_FALSE(examples[2].fires);
}

TEST(PackRules, KnowWhereTheTextOfAnExampleStands) {
    Loaded pack(vocabulary + rule, {.with_examples = true});
    const RuleExample& example = pack.rule("flood").examples[0];
    auto at = static_cast<std::uint32_t>(example.model.find("type: api"));
    EXPECT_EQ(pack.sources.text(example.positions.locate(at, at + 9)), "type: api");
}

TEST(PackRules, MayStandBeforeWhatTheyName) {
    Loaded packs({{"a.yaml", "pack: 1\nid: a\ntitle: A\nrequires: [b]\n" + rule},
                  {"b.yaml", "pack: 1\nid: b\ntitle: B\n" + std::string(vocabulary)}});
    EXPECT_EQ(packs.messages(), "");
    EXPECT_TRUE(packs.knowledge.find_rule("flood").valid());
}

TEST(PackRules, WithoutAGoodConditionAreLeftOutAndTheOthersStay) {
    std::string broken = rule;
    broken.replace(broken.find("target.is(\"api\")"), 16, "target.is(");
    std::string second = rule.substr(rule.find("  flood:"));
    second.replace(2, 5, "other");
    Loaded pack(vocabulary + broken + second);
    EXPECT_TRUE(pack.diagnostics.has_errors());
    EXPECT_FALSE(pack.knowledge.find_rule("flood").valid());
    EXPECT_TRUE(pack.knowledge.find_rule("other").valid());
}

TEST(PackFiles, OfAFolderWithAHeaderFormOnePack) {
    Loaded packs({{"house/pack.yaml", "pack: 1\nid: house\ntitle: House\nversion: 2.1\n"},
                  {"house/rules.yaml", rule},
                  {"house/vocabulary.yaml", vocabulary},
                  {"alone.yaml", "pack: 1\nid: alone\ntitle: Alone\nrequires: [house]\n"}});
    ASSERT_EQ(packs.messages(), "");
    ASSERT_EQ(packs.knowledge.packs.size(), 2u);
    EXPECT_EQ(packs.knowledge.packs[0].id, "house");
    EXPECT_EQ(packs.knowledge.packs[0].version, "2.1");
    EXPECT_EQ(packs.rule("flood").pack, 0u);
    EXPECT_EQ(packs.knowledge.packs[1].required, std::vector<std::string>{"house"});
}

TEST(PackFiles, SayOnceWhatThePackIs) {
    Loaded packs(
        {{"house/pack.yaml", "pack: 1\nid: house\ntitle: House\n"}, {"house/rules.yaml", "id: house\n"}});
    EXPECT_TRUE(packs.reports(DiagnosticKind::unknown_key)) << packs.messages();
}

TEST(PackFiles, MayHaveEmptySections) {
    EXPECT_EQ(Loaded("enumerations:\nattributes: { flow: }\ntypes:\ncontrols: {}\nrules:\n").messages(), "");
}

TEST(PackFiles, KnowWhichPacksComeWithTheProgram) {
    Sources sources;
    Diagnostics diagnostics;
    std::vector<YamlTree> trees;
    trees.push_back(read_yaml(sources, sources.add("a.yaml", "pack: 1\nid: a\ntitle: A\n"), diagnostics));
    trees.push_back(read_yaml(sources, sources.add("b.yaml", "pack: 1\nid: b\ntitle: B\n"), diagnostics));
    Knowledge knowledge = load_packs(trees, sources, diagnostics, {.builtin_trees = 1});
    EXPECT_TRUE(knowledge.packs[0].builtin);
    EXPECT_FALSE(knowledge.packs[1].builtin);
}

TEST(PackFiles, OfAnOptionalPackOfTheUserAreOn) {
    Loaded pack("optional: true\n" + std::string(vocabulary) + rule);
    EXPECT_EQ(pack.messages(), "");
    EXPECT_TRUE(pack.knowledge.is_of_optional_pack(pack.rule("flood")));
}

TEST(PackFiles, SayWithATruthValueWhetherThePackIsOptional) {
    EXPECT_TRUE(Loaded("optional: sometimes\n").reports(DiagnosticKind::wrong_type));
}

TEST(PackLimits, AnEnumerationHas256ValuesAtMost) {
    std::string text = "enumerations:\n  many:\n    description: D.\n    values:\n";
    for (int i = 0; i < 256; ++i) text += "      v" + std::to_string(i) + ": V.\n";
    EXPECT_EQ(Loaded(text).messages(), "");
    EXPECT_TRUE(Loaded(text + "      one-too-many: V.\n").reports(DiagnosticKind::too_large));
}

TEST(PackLimits, HoldForEachKindOfName) {
    std::string text = "types:\n";
    for (int i = 0; i < 5'100; ++i)
        text += "  t" + std::to_string(i) + ": { kind: store, title: T, description: D. }\n";
    Loaded pack(text);
    EXPECT_TRUE(pack.reports(DiagnosticKind::too_large));
    EXPECT_EQ(pack.diagnostics.error_count(), 1u);
}

TEST(PackLimits, DeepTreesOfTypesAreNumberedWithoutRecursion) {
    std::string text = "types:\n  t0: { kind: store, title: T, description: D. }\n";
    for (int i = 1; i < 4'000; ++i) {
        text += "  t" + std::to_string(i) + ": { is: t" + std::to_string(i - 1) +
                ", title: T, description: D. }\n";
    }
    Loaded pack(text);
    ASSERT_EQ(pack.messages(), "");
    EXPECT_TRUE(pack.schema().is(pack.schema().find_type("t3999"), pack.schema().find_type("store")));
}

}  // namespace
}  // namespace bartizan
