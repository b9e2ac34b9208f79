// Threagile's YAML: what is read, what is reported, what it becomes, and how it is written.
#include "formats/threagile/threagile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "formats/registry.h"
#include "formats/threagile/read.h"
#include "formats/threagile/rules.h"
#include "rules/pack.h"

namespace bartizan::threagile {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace fs = std::filesystem;

const Schema& core() {
    static const Schema schema = [] {
        Sources sources;
        Diagnostics diagnostics;
        std::vector<YamlTree> trees;
        for (const char* pack : {"/packs/core", "/packs/controls"})
            for (YamlTree& tree :
                 read_pack_trees(sources, std::string(BARTIZAN_REPOSITORY) + pack, diagnostics))
                trees.push_back(std::move(tree));
        return load_packs(trees, sources, diagnostics).schema;
    }();
    return schema;
}

std::string shop() {
    std::ifstream file(std::string(BARTIZAN_REPOSITORY) + "/tests/cases/formats/threagile/shop.yaml");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, text.npos) << what;
    if (at != text.npos) text.replace(at, what.size(), by);
    return text;
}

/// A model that is read by the frontend.
struct Model {
    Sources sources;
    Diagnostics diagnostics;
    std::optional<FrontendResult> result;

    explicit Model(const std::string& text, std::string version = {}) {
        const SourceId source = sources.add("model.yaml", text);
        result =
            frontend().read({sources, source, {.rules = {}, .version = version, .like = {}}}, diagnostics);
    }
    std::string said() const { return render_all(diagnostics, sources, false); }
    const DraftModel& draft() const { return result->draft; }
    const ToolThreat* threat(std::string_view synthetic_id) const {
        for (const ToolThreat& threat : result->findings.threats)
            for (const auto& [name, value] : threat.origin)
                if (name == "syntheticId" && value == synthetic_id) return &threat;
        return nullptr;
    }
    std::string rule_of(const ToolThreat& threat) const { return result->findings.rules[threat.rule].name; }
};

std::string value_of(const DraftPlace& place, std::string_view name) {
    for (const DraftAttribute& attribute : place.attributes)
        if (attribute.name == name) return attribute.value;
    return {};
}

TEST(Threagile, IsRecognisedByItsVersion) {
    EXPECT_TRUE(recognises("# a model\nthreagile_version: 1.0.0\n"));
    EXPECT_TRUE(recognises("threagile_version : 1\n"));
    EXPECT_FALSE(recognises("title: of threagile_version: 1\n"));
    EXPECT_FALSE(recognises("bartizan: 1\n"));
    EXPECT_EQ(recognise_format(shop())->name, "threagile");
    ASSERT_NE(writer_for_file("shop.threagile.yaml"), nullptr);
}

TEST(Threagile, BecomesADraft) {
    const Model model(shop());
    EXPECT_EQ(model.said(), "");
    const DraftModel& draft = model.draft();
    EXPECT_EQ(draft.name, "Shop");
    EXPECT_THAT(draft.owners, ElementsAre("Ann"));
    ASSERT_EQ(draft.elements.size(), 3u);
    EXPECT_EQ(draft.elements[0].type, "browser");
    EXPECT_THAT(draft.elements[0].tags, Contains("out-of-scope"));
    EXPECT_EQ(draft.elements[1].type, "web-application");
    EXPECT_EQ(draft.elements[1].in, "cloud");
    EXPECT_EQ(value_of(draft.elements[1], "redundant"), "true");
    EXPECT_EQ(value_of(draft.elements[2], "encrypted-at-rest"), "true");
    EXPECT_THAT(draft.elements[2].stores, ElementsAre("orders"));
    ASSERT_EQ(draft.flows.size(), 2u);
    EXPECT_EQ(draft.flows[0].id, "browser->shop");
    EXPECT_EQ(value_of(draft.flows[0], "protocol"), "https");
    EXPECT_EQ(value_of(draft.flows[0], "on-behalf-of-user"), "true");
    EXPECT_THAT(draft.flows[1].tags, Contains("ip-filtered"));
    EXPECT_EQ(value_of(draft.data[0], "classification"), "internal");
    EXPECT_EQ(draft.boundaries[1].in, "cloud");
    EXPECT_THAT(draft.remarks, Contains(Field(&DraftRemark::text, "Who patches the servers?: not answered")));
}

TEST(Threagile, MapsToNamesThatAreKnown) {
    Model model(shop());
    EXPECT_THAT(keep_what_is_known(model.result->draft, core()), IsEmpty());
}

TEST(Threagile, RisksBecomeFindings) {
    const Model model(shop());
    const ToolThreat* injection = model.threat("sql-nosql-injection@shop@db@shop>sql");
    ASSERT_NE(injection, nullptr);
    EXPECT_EQ(model.rule_of(*injection), "threagile.sql-nosql-injection");
    EXPECT_EQ(injection->place, "shop->db");
    EXPECT_EQ(injection->status, ThreatStatus::mitigated);
    EXPECT_EQ(injection->because, "Parameters are bound");
    const ToolThreat* unfiltered = model.threat("missing-waf@shop");
    ASSERT_NE(unfiltered, nullptr);
    EXPECT_EQ(unfiltered->status, ThreatStatus::accepted);
    EXPECT_EQ(unfiltered->because, "No budget (SHOP-1)");
    const ToolThreat* odd = model.threat("odd-thing@shop@orders");
    ASSERT_NE(odd, nullptr);
    EXPECT_EQ(odd->severity, Severity::critical);
    EXPECT_TRUE(odd->where.valid());
    EXPECT_THAT(
        model.draft().decisions,
        Contains(AllOf(Field(&DraftDecision::threat, "threagile.missing-waf@shop"),
                       Field(&DraftDecision::by, "Ann"), Field(&DraftDecision::decided, "2026-02-03"))));
}

TEST(Threagile, ARuleFindsAPlaceOnce) {
    // Both files and JSON are accepted twice, so that the rule finds the shop twice.
    const Model model(replaced(shop(), "[json, file]", "[json, file, file]"));
    std::vector<std::string> names;
    for (const ToolThreat& threat : model.result->findings.threats)
        if (threat.place == "shop" && model.rule_of(threat).starts_with("threagile.missing-file-validation"))
            names.push_back(model.rule_of(threat));
    EXPECT_THAT(names,
                ElementsAre("threagile.missing-file-validation", "threagile.missing-file-validation-2"));
}

TEST(Threagile, ReadsRenamedValuesOfBothVersions) {
    const std::string newer =
        replaced(shop(), "enduser-identity-propagation", "end-user-identity-propagation");
    const Model released(newer);
    EXPECT_THAT(released.said(), HasSubstr("development version calls `enduser-identity-propagation`"));
    EXPECT_EQ(value_of(released.draft().flows[0], "on-behalf-of-user"), "true");
    const Model development(shop(), "master");
    EXPECT_THAT(development.said(), HasSubstr("version 0.9.1 calls `end-user-identity-propagation`"));
    EXPECT_THAT(development.said(), HasSubstr("passes over `individual_risk_categories`"));
    EXPECT_EQ(development.threat("odd-thing@shop@orders"), nullptr);
}

TEST(Threagile, ReadsCategoriesAsAList) {
    std::string text = shop();
    text = replaced(text, "individual_risk_categories:\n  Odd Thing:\n    id: odd-thing\n",
                    "custom_risk_categories:\n  - title: Odd Thing\n    id: odd-thing\n");
    const Model model(text, "master");
    EXPECT_NE(model.threat("odd-thing@shop@orders"), nullptr);
}

TEST(Threagile, SuggestsWhatWasMeant) {
    const Model model(replaced(shop(), "protocol: jdbc", "protocol: jbdc"));
    EXPECT_THAT(model.said(), AllOf(HasSubstr("`protocol` does not know `jbdc`"), HasSubstr("`jdbc`"),
                                    HasSubstr("model.yaml:")));
    EXPECT_EQ(model.draft().flows.size(), 2u);
}

TEST(Threagile, ReportsWhatIsNotThere) {
    std::string text = replaced(shop(), "target: db", "target: bd");
    text = replaced(text, "data_assets_stored: [orders]", "data_assets_stored: [order]");
    text = replaced(text, "tags: [aws]", "tags: [AWS, awz]");
    text = replaced(text, "  missing-waf@*:", "  missing-wolf@*:");
    const Model model(text);
    EXPECT_THAT(model.said(), HasSubstr("the link `SQL` is left out"));
    EXPECT_THAT(model.said(), HasSubstr("there is no data asset with the id `order`"));
    EXPECT_THAT(model.said(), HasSubstr("the tag `awz` is not among `tags_available`"));
    EXPECT_THAT(model.said(), Not(HasSubstr("`aws` is not")));
    EXPECT_THAT(model.said(), HasSubstr("no risk has the id `missing-wolf@*`"));
    EXPECT_EQ(model.draft().flows.size(), 1u);
}

TEST(Threagile, ReportsBoundariesThatGoRound) {
    const Model model(replaced(shop(), "technical_assets_inside: [db]\n    trust_boundaries_nested: []",
                               "technical_assets_inside: [db, shop]\n    trust_boundaries_nested: [cloud]"));
    EXPECT_THAT(model.said(), HasSubstr("nested in itself"));
    EXPECT_THAT(model.said(), HasSubstr("`shop` is inside another trust boundary already"));
}

TEST(Threagile, FollowsMergeKeys) {
    std::string text = replaced(shop(), "  Orders:\n", "  Orders: &base\n");
    text = replaced(text, "\ntechnical_assets:\n",
                    "  Returns:\n    <<: *base\n    id: returns\n    confidentiality: public\n"
                    "\ntechnical_assets:\n");
    const Model model(text);
    EXPECT_EQ(model.said(), "");
    EXPECT_EQ(model.draft().data[1].text, "What people buy");
    EXPECT_EQ(value_of(model.draft().data[1], "classification"), "public");
}

TEST(Threagile, ReadsIncludedFiles) {
    const fs::path folder = fs::temp_directory_path() / ("threagile-" + std::to_string(getpid()));
    fs::create_directories(folder);
    std::ofstream(folder / "part.yaml")
        << "tags_available: [x]\ndata_assets:\n  More:\n    id: more\n    usage: "
           "business\n    quantity: few\n    confidentiality: public\n    "
           "integrity: archive\n    availability: archive\nincludes: [main.yaml]\n";
    std::ofstream(folder / "main.yaml") << shop() << "\nincludes:\n  - part.yaml\n  - none.yaml\n";
    Sources sources;
    Diagnostics diagnostics;
    const auto source = sources.read((folder / "main.yaml").string());
    const auto result = frontend().read({sources, *source, {}}, diagnostics);
    const std::string said = render_all(diagnostics, sources, false);
    fs::remove_all(folder);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->draft.data.size(), 2u);
    EXPECT_THAT(said, HasSubstr("none.yaml"));
    EXPECT_THAT(said, HasSubstr("is included twice"));
}

TEST(Threagile, SurvivesAnything) {
    for (const char* text :
         {"", "threagile_version", "threagile_version:", "threagile_version: [", "- a",
          "threagile_version: 1\ntechnical_assets: [1, 2]\ndata_assets: 3\ntrust_boundaries: {a: b}\n",
          "threagile_version: 1\ntechnical_assets: {a: {communication_links: [b], tags: {c: d}, id: [e]}}\n",
          "threagile_version: 1\ntechnical_assets: {? [a] : b}\n",
          "threagile_version: 1\nincludes: [-, /, .., '']\n",
          "threagile_version: 1\nrisk_tracking: {'***@**': {status: accepted}, '': {status: x}}\n",
          "threagile_version: 1\ntechnical_assets: {a: &a {<<: *a}}\n"}) {
        const Model model(text);
        if (!model.result) continue;
        EXPECT_LE(model.result->findings.threats.size(), 20u) << text;
    }
}

Written written(const DraftModel& draft, std::optional<std::string_view> original) {
    return writer().write({core(), draft, original});
}

TEST(Threagile, WritesTheSameBytesIfNothingChanged) {
    Model model(shop());
    keep_what_is_known(model.result->draft, core());
    EXPECT_EQ(written(model.draft(), shop()).text, shop());
}

TEST(Threagile, ChangesOnlyWhatChanged) {
    Model model(shop());
    DraftModel& draft = model.result->draft;
    keep_what_is_known(draft, core());
    draft.elements[2].text = "Keeps orders";
    DraftElement added;
    added.id = "cache";
    added.title = "Cache";
    added.type = "cache";
    added.in = "back";
    draft.elements.push_back(added);
    const std::string text = written(draft, shop()).text;
    EXPECT_THAT(text, HasSubstr("# not public"));
    EXPECT_THAT(text, HasSubstr("description: Keeps orders"));
    EXPECT_THAT(text, HasSubstr("encryption: data-with-enduser-individual-key"));
    EXPECT_THAT(text, HasSubstr("technical_assets_inside: [db, cache]"));
    const Model again(text);
    EXPECT_EQ(again.said(), "");
    ASSERT_EQ(again.draft().elements.size(), 4u);
    EXPECT_EQ(again.draft().elements[3].in, "back");
    // Without what was changed the bytes are those of before.
    const std::size_t from = text.find("  Database:"), to = text.find("shared_runtimes");
    EXPECT_EQ(text.substr(0, from), shop().substr(0, shop().find("  Database:")));
    EXPECT_EQ(text.substr(to), shop().substr(shop().find("shared_runtimes")));
}

TEST(Threagile, WritesWhatItReadsAgain) {
    Model model(shop());
    keep_what_is_known(model.result->draft, core());
    const Written anew = written(model.draft(), std::nullopt);
    const Model again(anew.text);
    EXPECT_EQ(again.said(), "");
    ASSERT_EQ(again.draft().elements.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(again.draft().elements[i].id, model.draft().elements[i].id);
        EXPECT_EQ(again.draft().elements[i].type, model.draft().elements[i].type);
        EXPECT_EQ(again.draft().elements[i].in, model.draft().elements[i].in);
        EXPECT_EQ(again.draft().elements[i].stores, model.draft().elements[i].stores);
    }
    ASSERT_EQ(again.draft().flows.size(), 2u);
    EXPECT_EQ(again.draft().flows[0].returns, model.draft().flows[0].returns);
    EXPECT_THAT(anew.losses, Contains(HasSubstr("Decisions")));
    // Written once more it stays as it is.
    Model second(anew.text);
    keep_what_is_known(second.result->draft, core());
    EXPECT_EQ(written(second.draft(), std::nullopt).text, anew.text);
}

TEST(Threagile, EveryRuleSaysWhatItIsAbout) {
    EXPECT_EQ(rules().size(), 42u);
    std::string_view before;
    for (const Rule& rule : rules()) {
        EXPECT_LT(before, rule.id);
        before = rule.id;
        EXPECT_FALSE(rule.title.empty() || rule.description.empty() || rule.advice.empty());
        EXPECT_GT(rule.cwe, 0);
    }
}

}  // namespace
}  // namespace bartizan::threagile
