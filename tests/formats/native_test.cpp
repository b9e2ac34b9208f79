// The native language: what a model's text means. What is wrong with a text is shown in
// tests/cases/diagnostics.
#include "formats/native/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "formats/native/language.h"
#include "formats/native/starter.h"
#include "rules/pack.h"

namespace bartizan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

namespace fs = std::filesystem;

const Schema& core() {
    static const Schema schema = [] {
        Sources sources;
        Diagnostics diagnostics;
        std::vector<YamlTree> trees;
        for (const char* pack : {"/packs/core", "/packs/controls"}) {
            auto files = read_pack_trees(sources, std::string(BARTIZAN_REPOSITORY) + pack, diagnostics);
            for (YamlTree& tree : files) trees.push_back(std::move(tree));
        }
        Schema loaded = load_packs(trees, sources, diagnostics).schema;
        EXPECT_FALSE(diagnostics.has_errors()) << render_all(diagnostics, sources, false);
        return loaded;
    }();
    return schema;
}

struct Read {
    Sources sources;
    Diagnostics diagnostics;
    std::vector<YamlTree> documents;
    Model model;

    /// `text` without `bartizan` and `name`.
    explicit Read(const std::string& text, bool as_written = false) {
        SourceId source = sources.add("model.yaml", as_written ? text : "bartizan: 1\nname: Test\n" + text);
        documents = read_documents(sources, source, diagnostics);
        model = read_model(documents, core(), diagnostics);
    }

    std::string said() const { return render_all(diagnostics, sources, false); }

    std::string value(Place place, std::string_view name) const {
        AttributeId id = core().find_attribute(place.subject, name);
        EffectiveValue value = effective_value(core(), model, place, id);
        const Attribute& attribute = core()[id];
        if (attribute.type == ValueType::enumeration) {
            return core()[attribute.enumeration].values[static_cast<std::size_t>(value.value)].name;
        }
        if (attribute.type == ValueType::text) {
            return value.text_is_default
                       ? core().texts[static_cast<std::size_t>(value.value)]
                       : std::string(model.text_of(Symbol(static_cast<std::size_t>(value.value))));
        }
        return std::to_string(value.value);
    }

    bool is_stated(Place place, std::string_view name) const {
        return effective_value(core(), model, place, core().find_attribute(place.subject, name)).stated !=
               nullptr;
    }

    std::vector<std::string> names_of(Range range) const {
        std::vector<std::string> names;
        for (std::uint32_t i = 0; i < range.count; ++i) {
            names.emplace_back(model.text_of(model[model.data_uses[range.first + i].data].id));
        }
        return names;
    }
    std::vector<std::string> tags_of(Range range) const {
        std::vector<std::string> names;
        for (std::uint32_t i = 0; i < range.count; ++i)
            names.emplace_back(model.text_of(model.tags[range.first + i]));
        return names;
    }
};

constexpr auto no_errors = "no errors";
std::string errors(const Read& read) { return read.diagnostics.has_errors() ? read.said() : no_errors; }

TEST(NativeModel, HasNameDescriptionOwnersAndTags) {
    Read read("description: Sells shoes.\nowners: [shop, payments]\ntags: pci\n");
    EXPECT_EQ(errors(read), no_errors);
    EXPECT_EQ(read.model.text_of(read.model.name), "Test");
    EXPECT_EQ(read.model.text_of(read.model.text), "Sells shoes.");
    EXPECT_EQ(read.model.owners.size(), 2u);
    EXPECT_THAT(read.tags_of(read.model.tags_of_model), ElementsAre("pci"));
    EXPECT_EQ(read.sources.text(read.model.where), "Test");
}

TEST(NativeModel, MayBeEmpty) {
    Read read("data:\nboundaries:\nelements:\nflows:\ncontrols:\ndecisions:\n");
    EXPECT_EQ(errors(read), no_errors);
    EXPECT_THAT(read.model.elements, IsEmpty());
}

TEST(NativeModel, IsReadFromJsonToo) {
    Read read(R"({"bartizan": 1, "name": "J", "elements": {"a": "browser", "b": {"type": "rest-api"}},
                 "flows": {"a -> b": {"protocol": "https", "port": 443}}})",
              true);
    EXPECT_EQ(errors(read), no_errors);
    EXPECT_TRUE(read.model.find_flow("a->b").valid());
}

TEST(NativeModel, TellsNativeDocumentsFromOthers) {
    Read native("elements:\n");
    Read foreign("version: '3'\nservices: {}\n", true);
    Read list("- bartizan\n", true);
    EXPECT_TRUE(looks_native(native.documents.front()));
    EXPECT_FALSE(looks_native(foreign.documents.front()));
    EXPECT_FALSE(looks_native(list.documents.front()));
    EXPECT_FALSE(looks_native(YamlTree()));
}

TEST(NativeElement, ShortFormIsItsType) {
    Read read("elements:\n  shopper: browser\n  orders: { type: rest-api }\nflows:\n  shopper -> orders:\n");
    EXPECT_EQ(errors(read), no_errors);
    const Model& model = read.model;
    EXPECT_EQ(core()[model[model.find_element("shopper")].type].name, "browser");
    EXPECT_EQ(model.title(model.find_element("orders")), "orders");
}

TEST(NativeElement, IsKeptAsAProcessWhenItsTypeIsUnknown) {
    Read read("elements: { x: spaceship }\n");
    EXPECT_TRUE(read.diagnostics.has_errors());
    ASSERT_EQ(read.model.elements.size(), 1u);
    EXPECT_EQ(core()[read.model.elements[0].type].name, "process");
}

TEST(NativeBoundary, InheritsTrustFromTheOneAroundIt) {
    Read read(R"(
boundaries:
  pod: { in: namespace }
  namespace: { in: cluster }
  cluster: { trust: 50 }
  vault: { in: namespace, trust: 90 }
  outside:
)");
    EXPECT_EQ(errors(read), no_errors);
    const Model& model = read.model;
    EXPECT_EQ(model[model.find_boundary("pod")].trust, 50);
    EXPECT_EQ(model[model.find_boundary("pod")].depth, 3u);
    EXPECT_EQ(model[model.find_boundary("vault")].trust, 90);
    EXPECT_EQ(model[model.find_boundary("outside")].trust, 0);
    EXPECT_FALSE(model[model.find_boundary("pod")].trust_at.valid());
    EXPECT_TRUE(model.is_inside(model.find_boundary("pod"), model.find_boundary("cluster")));
}

TEST(NativeBoundary, CycleIsCutSoThatTheModelHasNone) {
    Read read("boundaries:\n  a: { in: b }\n  b: { in: c }\n  c: { in: a }\n  d: { in: a }\n");
    EXPECT_EQ(read.diagnostics.error_count(), 1u) << read.said();
    for (std::uint32_t i = 0; i < read.model.boundaries.size(); ++i) {
        BoundaryId id(i);
        for (int steps = 0; id.valid(); ++steps) {
            ASSERT_LT(steps, 4);
            id = read.model[id].parent;
        }
    }
}

constexpr auto two_elements =
    "elements:\n  a: rest-api\n  b: relational-database\ndata:\n  card:\n  receipt:\n";

TEST(NativeFlow, ShortFormIsItsProtocol) {
    Read read(std::string(two_elements) + "flows:\n  a -> b: postgresql\n");
    EXPECT_EQ(errors(read), no_errors);
    FlowId flow = read.model.find_flow("a -> b");
    ASSERT_TRUE(flow.valid());
    EXPECT_EQ(read.value(flow, "protocol"), "postgresql");
    EXPECT_EQ(read.model.place_id(flow), "a->b");
}

TEST(NativeFlow, CarriesDataBothWays) {
    Read read(std::string(two_elements) + "flows:\n  a -> b: { data: card, returns: [receipt] }\n");
    EXPECT_EQ(errors(read), no_errors);
    const Flow& flow = read.model.flows[0];
    EXPECT_THAT(read.names_of(flow.data), ElementsAre("card"));
    EXPECT_THAT(read.names_of(flow.returns), ElementsAre("receipt"));
    EXPECT_FALSE(flow.reverse.valid());
}

TEST(NativeFlow, TwoWayIsTwoFlowsThatKnowEachOther) {
    Read read(
        std::string(two_elements) +
        "flows:\n  a <-> b: { protocol: https, data: [card], returns: [receipt], tags: [t], title: Both }\n");
    EXPECT_EQ(errors(read), no_errors);
    const Model& model = read.model;
    FlowId forth = model.find_flow("a->b"), back = model.find_flow("b->a");
    ASSERT_TRUE(forth.valid() && back.valid());
    EXPECT_EQ(model[forth].reverse, back);
    EXPECT_EQ(model[back].reverse, forth);
    EXPECT_EQ(model[back].source, model[forth].target);
    EXPECT_THAT(read.names_of(model[forth].data), ElementsAre("card"));
    EXPECT_THAT(read.names_of(model[forth].returns), IsEmpty());
    EXPECT_THAT(read.names_of(model[back].data), ElementsAre("receipt"));
    EXPECT_EQ(read.value(back, "protocol"), "https");
    EXPECT_EQ(model.title(back), "Both");
    EXPECT_THAT(read.tags_of(model[back].tags), ElementsAre("t"));
}

TEST(NativeFlow, MayHaveANameOfItsOwn) {
    Read read(std::string(two_elements) +
              "flows:\n  a -> b: https\n  second: { from: a, to: b }\n  third: { from: a, to: b, two-way: "
              "true }\n");
    EXPECT_EQ(errors(read), no_errors);
    const Model& model = read.model;
    EXPECT_EQ(model.flows.size(), 4u);
    FlowId third = model.find_flow("third"), back = model.find_flow("third.back");
    ASSERT_TRUE(third.valid() && back.valid());
    EXPECT_EQ(model[third].reverse, back);
    EXPECT_EQ(model.title(back), "third.back");
}

TEST(NativeFlow, MayEndWhereItBegins) {
    Read read("elements: { a: rest-api }\nflows: { a -> a: grpc-tls }\n");
    EXPECT_EQ(errors(read), no_errors);
    EXPECT_EQ(read.diagnostics.warning_count(), 0u);
}

TEST(NativeFlow, ArrowNeedsNoSpacesAndTakesMany) {
    Read read("elements: { a-b: rest-api, c_d: rest-api }\nflows:\n  a-b->c_d:\n  \" c_d   ->  a-b \":\n");
    EXPECT_EQ(errors(read), no_errors);
    EXPECT_TRUE(read.model.find_flow("a-b->c_d").valid());
    EXPECT_TRUE(read.model.find_flow("c_d->a-b").valid());
}

TEST(NativeFlow, WithAnUnknownEndIsLeftOutButReadForOtherMistakes) {
    Read read("elements: { a: rest-api }\nflows: { a -> b: { protocol: htps, data: [card] } }\n");
    EXPECT_EQ(read.diagnostics.error_count(), 3u) << read.said();
    EXPECT_THAT(read.model.flows, IsEmpty());
}

TEST(NativeAttributes, AreSortedAndImpliedValuesAreMarked) {
    Read read(std::string(two_elements) +
              "flows:\n  a -> b: { port: 8443, authentication: mtls, protocol: https }\n");
    EXPECT_EQ(errors(read), no_errors);
    const Flow& flow = read.model.flows[0];
    ASSERT_EQ(flow.attributes.count, 4u);
    for (std::uint32_t i = 1; i < flow.attributes.count; ++i) {
        EXPECT_LT(read.model.stated[flow.attributes.first + i - 1].attribute,
                  read.model.stated[flow.attributes.first + i].attribute);
    }
    Place place(FlowId(0));
    EXPECT_EQ(read.value(place, "encrypted"), "1");
    const StatedValue* encrypted =
        effective_value(core(), read.model, place, core().find_attribute(Subject::flow, "encrypted")).stated;
    ASSERT_NE(encrypted, nullptr);
    EXPECT_TRUE(encrypted->implied);
    EXPECT_EQ(read.sources.text(encrypted->where), "https");
}

TEST(NativeAttributes, StatedValueThatIsAlsoImpliedIsStated) {
    Read read(std::string(two_elements) + "flows:\n  a -> b: { encrypted: true, protocol: https }\n");
    EXPECT_EQ(errors(read), no_errors);
    for (const StatedValue& value : read.model.stated) EXPECT_FALSE(value.implied);
}

TEST(NativeAttributes, OfEveryType) {
    Read read(R"(
elements:
  a: { type: training-job, technology: go, trains-on: [tickets, mails], operator: third-party, multi-tenant: true }
  b: { type: object-store, retention: 1d12h }
  c: { type: training-job, trains-on: tickets }
flows:
  a -> b: { token-lifetime: 15m, port: 0x1F }
  c -> b:
)");
    EXPECT_EQ(errors(read), no_errors);
    const Model& model = read.model;
    ElementId a = model.find_element("a");
    EXPECT_EQ(read.value(a, "technology"), "go");
    EXPECT_EQ(read.value(a, "operator"), "third-party");
    EXPECT_EQ(read.value(a, "multi-tenant"), "1");
    EXPECT_EQ(read.value(model.find_element("b"), "retention"), "129600");
    EXPECT_EQ(read.value(model.find_flow("a->b"), "token-lifetime"), "900");
    EXPECT_EQ(read.value(model.find_flow("a->b"), "port"), "31");
    EXPECT_EQ(model[a].attributes.count, 5u);
    EXPECT_TRUE(read.is_stated(model.find_element("c"), "trains-on"));
    EXPECT_FALSE(read.is_stated(model.find_element("c"), "technology"));
}

TEST(NativeControls, StandAtTheirPlaceOrInAListOfTheirOwn) {
    Read read(R"(
boundaries: { cluster: { trust: 50, controls: [network-segmentation] } }
elements:
  a: { type: rest-api, in: cluster, controls: [rate-limiting, { control: input-validation, note: By schema. }] }
  b: { type: relational-database, in: cluster }
flows:
  a <-> b: { protocol: grpc, controls: transport-encryption }
controls:
  - { control: audit-logging, on: a }
  - { control: rate-limiting, on: [a <-> b, cluster, "boundary:cluster", "element:a"] }
)");
    EXPECT_EQ(errors(read), no_errors);
    std::vector<std::string> placed;
    for (const ControlPlacement& placement : read.model.placements) {
        placed.push_back(core()[placement.control].name + " on " + read.model.place_id(placement.place));
    }
    EXPECT_THAT(
        placed,
        ElementsAre("network-segmentation on boundary:cluster", "rate-limiting on a", "input-validation on a",
                    "transport-encryption on a->b", "transport-encryption on b->a", "audit-logging on a",
                    "rate-limiting on a->b", "rate-limiting on b->a", "rate-limiting on boundary:cluster",
                    "rate-limiting on boundary:cluster", "rate-limiting on a"));
    EXPECT_EQ(read.model.text_of(read.model.placements[2].note), "By schema.");
}

TEST(NativeControls, KeepTheirEvidence) {
    Read read(R"(
elements: { a: rest-api }
flows: { a -> a: }
controls:
  - control: rate-limiting
    on: a
    evidence:
      - { document: docs/limits.md }
      - { configuration: deploy/nginx.conf, date: 2026-10-01 }
      - { check: 429 came back, date: 2026-10-02 }
    verify: { anything: [at, all] }
  - { control: audit-logging, on: a, evidence: { document: docs/log.md } }
)");
    EXPECT_EQ(errors(read), no_errors);
    ASSERT_EQ(read.model.evidence.size(), 4u);
    EXPECT_EQ(read.model.placements[0].evidence.count, 3u);
    EXPECT_EQ(read.model.placements[1].evidence.first, 3u);
    EXPECT_EQ(read.model.evidence[0].kind, EvidenceKind::document);
    EXPECT_EQ(read.model.evidence[1].kind, EvidenceKind::configuration);
    EXPECT_EQ(read.model.text_of(read.model.evidence[1].source), "deploy/nginx.conf");
    EXPECT_EQ(read.model.evidence[2].kind, EvidenceKind::check);
    EXPECT_EQ(read.model.evidence[2].date, parse_date("2026-10-02"));
}

TEST(NativeDecisions, NameThreatsAsTheyAreIdentified) {
    Read read(R"(
decisions:
  - threat: sql-injection@a -> b
    status: accepted
    by: ana
    decided: 2026-10-01
    until: 2027-03-01
    because: The network is private.
  - { threat: "*@a", status: mitigated, by: ana, because: Firewall. }
  - { threat: "flooding@*", status: not-applicable, by: ana, because: Batch only. }
)");
    EXPECT_EQ(errors(read), no_errors);
    ASSERT_EQ(read.model.decisions.size(), 3u);
    const Decision& decision = read.model.decisions[0];
    EXPECT_EQ(read.model.text_of(decision.threat), "sql-injection@a->b");
    EXPECT_EQ(decision.status, ThreatStatus::accepted);
    EXPECT_EQ(decision.until, parse_date("2027-03-01"));
    EXPECT_EQ(read.sources.text(decision.until_at), "2027-03-01");
    EXPECT_EQ(read.model.text_of(read.model.decisions[1].threat), "*@a");
    EXPECT_EQ(read.model.decisions[2].status, ThreatStatus::not_applicable);
}

TEST(NativePolicy, ChangesOnlyWhatItStates) {
    Read read(
        "method: per-element\npolicy: { closes: { medium: verified }, fail-on: critical, fresh-for: 12w }\n");
    EXPECT_EQ(errors(read), no_errors);
    const Policy& policy = read.model.policy;
    EXPECT_EQ(policy.method, Method::per_element);
    EXPECT_THAT(policy.closes, ElementsAre(Assurance::claimed, Assurance::claimed, Assurance::verified,
                                           Assurance::claimed, Assurance::configured));
    EXPECT_EQ(policy.fail_on, Severity::critical);
    EXPECT_EQ(policy.fresh_for_days, 84);
}

TEST(NativeRemarks, AreKeptInOrder) {
    Read read(
        "assumptions: [The network is ours.]\nnotes: Written in a hurry.\n"
        "links: [docs/a.md, { title: Wiki, url: \"https://example.org/x:y\" }]\n");
    EXPECT_EQ(errors(read), no_errors);
    const auto& remarks = read.model.remarks;
    ASSERT_EQ(remarks.size(), 4u);
    EXPECT_EQ(remarks[0].kind, Remark::Kind::assumption);
    EXPECT_EQ(remarks[1].kind, Remark::Kind::note);
    EXPECT_EQ(read.model.text_of(remarks[2].text), "docs/a.md");
    EXPECT_EQ(read.model.text_of(remarks[3].text), "Wiki");
    EXPECT_EQ(read.model.text_of(remarks[3].address), "https://example.org/x:y");
}

TEST(NativeWarnings, AreSilentWhereAMisspeltNameMayBeTheUse) {
    Read read("data: { card: }\nelements: { a: browser, b: rest-api }\nflows: { a -> bb: { data: crd } }\n");
    EXPECT_EQ(read.diagnostics.warning_count(), 0u) << read.said();
}

TEST(NativeFragment, NeedsNoHeaderAndEarnsNoWarnings) {
    Sources sources;
    Diagnostics diagnostics;
    SourceId source = sources.add("example", "elements: { a: browser }\ndata: { card: }\n");
    std::vector<YamlTree> documents;
    documents.push_back(read_yaml(sources, source, diagnostics));
    Model model = read_model(documents, core(), diagnostics, ReadOptions{.fragment = true});
    EXPECT_THAT(diagnostics.all(), IsEmpty());
    EXPECT_EQ(model.elements.size(), 1u);
}

TEST(NativeStarter, ReadsWithoutErrorsAndWarnings) {
    Read read(std::string(starter_model()), true);
    EXPECT_THAT(read.diagnostics.all(), IsEmpty()) << read.said();
    EXPECT_FALSE(read.model.flows.empty());
}

class NativeFiles : public testing::Test {
protected:
    void SetUp() override {
        std::string name = "bartizan-native-test-" + std::to_string(getpid());
        folder_ = fs::temp_directory_path() / name;
        fs::create_directories(folder_ / "parts");
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }

    Model read() {
        auto source = sources_.read(folder_ / "main.yaml");
        documents_ = read_documents(sources_, *source, diagnostics_);
        return read_model(documents_, core(), diagnostics_);
    }
    std::string said() const { return render_all(diagnostics_, sources_, false); }

    fs::path folder_;
    Sources sources_;
    Diagnostics diagnostics_;
    std::vector<YamlTree> documents_;
};

TEST_F(NativeFiles, AreMergedAndMayUseEachOthersNames) {
    write("main.yaml", "bartizan: 1\nname: All\ninclude: parts/a.yaml\nelements: { web: browser }\n");
    write("parts/a.yaml",
          "name: Part A\ninclude: [b.yaml]\nflows: { web -> api: { data: card } }\ntags: [part]\n");
    write("parts/b.yaml", "data: { card: }\nelements: { api: rest-api }\npolicy: { fail-on: low }\n");
    Model model = read();
    EXPECT_FALSE(diagnostics_.has_errors()) << said();
    EXPECT_EQ(model.text_of(model.name), "All");
    EXPECT_TRUE(model.find_flow("web->api").valid());
    EXPECT_EQ(model.policy.fail_on, Severity::low);
    EXPECT_TRUE(model.tags_of_model.empty());
    EXPECT_EQ(documents_.size(), 3u);
}

TEST_F(NativeFiles, AreReadOnceHoweverOftenTheyAreIncluded) {
    write("main.yaml",
          "bartizan: 1\nname: All\ninclude: [parts/a.yaml, parts/b.yaml, ./parts/../parts/a.yaml]\n");
    write("parts/a.yaml", "include: b.yaml\n");
    write("parts/b.yaml", "elements: { api: rest-api }\nflows: { api -> api: }\n");
    Model model = read();
    EXPECT_THAT(diagnostics_.all(), IsEmpty()) << said();
    EXPECT_EQ(model.elements.size(), 1u);
}

TEST_F(NativeFiles, OneThatCannotBeReadIsReportedWithoutTheNamesItMayDeclare) {
    write("main.yaml",
          "bartizan: 1\nname: All\ninclude: lost.yaml\nelements: { a: browser, b: browser }\n"
          "flows: { a -> lost: { data: gone } }\n");
    Model model = read();
    EXPECT_EQ(diagnostics_.all().size(), 1u) << said();
    EXPECT_EQ(model.elements.size(), 2u);
}

TEST_F(NativeFiles, OneWithASyntaxErrorIsReportedWithoutTheNamesItMayDeclare) {
    write("main.yaml",
          "bartizan: 1\nname: All\ninclude: parts/a.yaml\nelements: { a: browser }\nflows: { a -> b: }\n");
    write("parts/a.yaml", "elements: { b: ");
    read();
    EXPECT_EQ(diagnostics_.all().size(), 1u) << said();
}

TEST_F(NativeFiles, AreLimitedInNumber) {
    std::string list;
    for (int i = 0; i < 1001; ++i) {
        std::string name = "parts/" + std::to_string(i) + ".yaml";
        list += "  - " + name + "\n";
        write(name, "notes: [n]\n");
    }
    write("main.yaml", "bartizan: 1\nname: All\ninclude:\n" + list);
    read();
    EXPECT_EQ(diagnostics_.error_count(), 1u);
    EXPECT_EQ(diagnostics_.all()[0].kind, DiagnosticKind::too_large);
    EXPECT_EQ(documents_.size(), native::max_files);
}

TEST_F(NativeFiles, ThatAreEvidenceButMissingLeaveTheControlClaimed) {
    write("main.yaml",
          "bartizan: 1\nname: All\ninclude: parts/a.yaml\nelements: { a: rest-api }\nflows: { a -> a: }\n");
    write("parts/a.yaml", R"(
controls:
  - { control: rate-limiting, on: a, evidence: { configuration: gateway.conf } }
  - { control: audit-logging, on: a, evidence: [{ configuration: lost.conf }, { configuration: gateway.conf#limits }] }
)");
    write("parts/gateway.conf", "limit 100\n");
    Model model = read();
    check_evidence_files(sources_, model, diagnostics_);
    ASSERT_EQ(diagnostics_.all().size(), 1u) << said();
    EXPECT_EQ(sources_.text(diagnostics_.all()[0].where), "lost.conf");
    EXPECT_EQ(model.evidence[0].kind, EvidenceKind::configuration);
    EXPECT_EQ(model.evidence[1].kind, EvidenceKind::document);
    EXPECT_EQ(model.evidence[2].kind, EvidenceKind::configuration);
}

TEST_F(NativeFiles, NamePacksRelativeToThemselves) {
    write("main.yaml", "bartizan: 1\nname: All\nextends: [ai, ./packs/acme]\ninclude: parts/a.yaml\n");
    write("parts/a.yaml", "extends: ../packs/b.yaml\n");
    read();
    auto entries = read_extends(sources_, documents_);
    ASSERT_EQ(entries.size(), 3u);
    EXPECT_EQ(entries[0].name, "ai");
    EXPECT_EQ(entries[1].path, (folder_ / "packs/acme").string());
    EXPECT_EQ(entries[2].path, (folder_ / "packs/b.yaml").string());
    EXPECT_EQ(sources_.text(entries[2].where), "../packs/b.yaml");
}

TEST(NativePaths, AreRelativeToTheFileThatNamesThem) {
    EXPECT_EQ(relative_to_file("a/b.yaml", "c.yaml"), "a/c.yaml");
    EXPECT_EQ(relative_to_file("a/b.yaml", "../c.yaml"), "c.yaml");
    EXPECT_EQ(relative_to_file("b.yaml", "c.yaml"), "c.yaml");
    EXPECT_EQ(relative_to_file("a/b.yaml", "/c.yaml"), "/c.yaml");
    EXPECT_EQ(relative_to_file("standard input", "c.yaml"), "c.yaml");
}

/// A model with as many elements as given, and two flows for each.
std::string large_model(int elements, const std::string& source_prefix) {
    std::string text = "elements:\n";
    for (int i = 0; i < elements; ++i) text += "  service-" + std::to_string(i) + ": rest-api\n";
    text += "flows:\n";
    for (int i = 0; i < elements; ++i) {
        std::string source = "  " + source_prefix + std::to_string(i) + " -> service-";
        text += source + std::to_string((i + 1) % elements) + ": https\n";
        text += source + std::to_string((i + 2) % elements) + ": { protocol: grpc, authentication: jwt }\n";
    }
    return text;
}

TEST(NativeSize, TakesLittleMemoryPerElementAndFlow) {
    Read read(large_model(1000, "service-"));
    EXPECT_EQ(errors(read), no_errors);
    EXPECT_LT(read.model.memory_bytes() / (read.model.elements.size() + read.model.flows.size()), 400u);
}

TEST(NativeSize, ManyMistakesInALargeModelTakeBoundedTime) {
    auto start = std::chrono::steady_clock::now();
    Read read(large_model(5000, "servise_"));
    auto taken = std::chrono::steady_clock::now() - start;
    EXPECT_EQ(read.diagnostics.error_count(), 10000u);
    EXPECT_LT(taken, std::chrono::seconds(20));
}

TEST(NativeSize, LongNamesAreCutInMessages) {
    std::string name(100'000, 'x');
    Read read("elements: { a: browser, " + name + ": rest-api }\nflows: { a -> " + name + "y: https }\n" +
              name + ": 1\n");
    ASSERT_EQ(read.diagnostics.error_count(), 2u);
    for (const Diagnostic& diagnostic : read.diagnostics.all()) EXPECT_LT(diagnostic.message.size(), 300u);
}

}  // namespace
}  // namespace bartizan
