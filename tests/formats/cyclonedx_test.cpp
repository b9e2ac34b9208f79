// CycloneDX 2.0 threat models: what they mean, what is wrong with them, and what is written.
#include <gmock/gmock.h>

#include "formats/conformance.h"

namespace bartizan {
namespace {

using conformance::Read;
using testing::HasSubstr;

constexpr std::string_view shop = R"({
  "specFormat": "CycloneDX", "specVersion": "2.0", "version": 1,
  "blueprints": [{
    "name": "Shop", "modelTypes": ["data-flow"],
    "zones": [
      {"bom-ref": "net", "name": "Internet", "type": "network"},
      {"bom-ref": "prod", "name": "Production", "type": "trust", "parent": "net"}
    ],
    "assets": [
      {"bom-ref": "orders", "type": "service", "name": "Orders", "zone": "prod"},
      {"bom-ref": "waf", "type": "gateway", "name": "WAF", "zone": "prod", "tags": ["edge"]}
    ],
    "dataStores": [{"bom-ref": "db", "type": "relational", "name": "Orders data", "zone": "prod"}],
    "dataSets": [{"bom-ref": "cards", "name": "Cards", "description": "Numbers.",
                  "placements": [{"dataStore": "db", "encrypted": true}]}],
    "flows": [
      {"bom-ref": "in", "name": "In", "type": "data", "source": "net", "destination": "waf", "protocols": ["https"]},
      {"bom-ref": "on", "name": "On", "type": "data", "source": "waf", "destination": "orders", "encrypted": true,
       "authentication": ["mtls"], "synchronous": false}
    ],
    "assumptions": [{"description": "Deny by default.", "validity": "verified"}]
  }],
  "threats": {"threats": [{"bom-ref": "t", "name": "Steal", "affectedAssets": ["db", "on", "elsewhere"],
      "categories": [{"taxonomy": "STRIDE", "category": "information-disclosure"}]}]},
  "risks": {"risks": [{"bom-ref": "r", "name": "Loss", "statement": "Cards are lost.", "relatedThreats": ["t"],
      "inherentRisk": {"score": {"level": "high"}}, "responses": [{"bom-ref": "rr", "strategy": "accept"}]}]}
}
)";

TEST(CycloneDx, MapsADocument) {
    const Read read("cyclonedx", std::string(shop));
    ASSERT_TRUE(read.result);
    EXPECT_TRUE(read.diagnostics.all().empty()) << read.said();
    const DraftModel& draft = read.draft();
    ASSERT_EQ(draft.elements.size(), 4u);
    EXPECT_EQ(draft.elements[1].type, "web-application-firewall");
    EXPECT_EQ(draft.elements[2].type, "relational-database");
    EXPECT_EQ(draft.elements[3].title, "Internet");  // stands for the zone where a flow begins
    EXPECT_EQ(draft.elements[3].in, "net");
    EXPECT_EQ(draft.boundaries[1].in, "net");
    EXPECT_EQ(conformance::attributes_of(draft.flows[1]),
              "asynchronous=true;authentication=mtls;encrypted=true;");
    EXPECT_EQ(conformance::attributes_of(draft.elements[2]), "encrypted-at-rest=true;");
    const ToolFindings& findings = read.result->findings;
    ASSERT_EQ(findings.rules.size(), 1u);
    ASSERT_EQ(findings.threats.size(), 2u);
    EXPECT_EQ(findings.threats[0].place, "db");
    EXPECT_EQ(findings.threats[1].place, "waf->orders");
    EXPECT_EQ(findings.threats[0].severity, Severity::high);
    EXPECT_EQ(findings.threats[0].status, ThreatStatus::accepted);
    conformance::expect_sound(*read.result);
}

TEST(CycloneDx, KeepsEveryByteOfWhatDidNotChange) {
    const Read read("cyclonedx", std::string(shop));
    const Writer& writer = *find_writer("cyclonedx");
    EXPECT_EQ(writer.write({conformance::builtin_schema(), read.draft(), shop}).text, shop);
    DraftModel changed = read.draft();
    changed.boundaries[1].trust = 70;
    changed.flows[1].attributes[0] = {"encrypted", "false"};
    const std::string text = writer.write({conformance::builtin_schema(), changed, shop}).text;
    conformance::keep_written("changed.json", text);
    const Read again("cyclonedx", text);
    EXPECT_TRUE(again.diagnostics.all().empty()) << again.said();
    EXPECT_EQ(again.draft().boundaries[1].trust, 70);
    EXPECT_THAT(
        text,
        HasSubstr(
            "{\"bom-ref\": \"orders\", \"type\": \"service\", \"name\": \"Orders\", \"zone\": \"prod\"}"));
    EXPECT_EQ(writer.write({conformance::builtin_schema(), again.draft(), text}).text, text);
}

TEST(CycloneDx, WritesAnythingAndReadsItBack) {
    const DraftModel draft = conformance::full_draft();
    const Written written = find_writer("cyclonedx")->write({conformance::builtin_schema(), draft, {}});
    conformance::keep_written("full.json", written.text);
    const Read read("cyclonedx", written.text);
    ASSERT_TRUE(read.result);
    EXPECT_TRUE(read.diagnostics.all().empty()) << read.said() << written.text;
    conformance::expect_sound(*read.result);
    const DraftModel& back = read.draft();
    ASSERT_EQ(back.boundaries.size(), 2u);
    EXPECT_EQ(back.boundaries[0].trust, 40);
    EXPECT_EQ(back.elements[0].type, "customer");
    EXPECT_EQ(back.elements[1].type, "rest-api");
    EXPECT_EQ(back.elements[1].processes, std::vector<std::string>{"card"});
    EXPECT_EQ(conformance::attributes_of(back.elements[1]), "internet-facing=true;technology=go;");
    EXPECT_EQ(conformance::attributes_of(back.flows[0]),
              "authentication=oidc;encrypted=true;protocol=https;");
    EXPECT_TRUE(back.flows[0].two_way);
    EXPECT_THAT(written.losses, testing::Contains(HasSubstr("controls")));
}

TEST(CycloneDx, ReportsWhatIsWrong) {
    const Read read("cyclonedx",
                    R"({"specFormat": "CycloneDX", "specVersion": "1.6", "blueprints": [{"name": "x",
      "zones": [{"bom-ref": "z", "name": "Z", "parent": "z"}],
      "assets": [{"bom-ref": "a", "type": "servise", "name": "A", "zone": "y"}, {"bom-ref": "a", "name": "B"}, 7],
      "flows": [{"bom-ref": "f", "name": "F", "source": "a", "destination": "q"}]}]})");
    for (const char* part :
         {"has no threat models", "needs a member `modelTypes`", "in itself", "did you mean `service`",
          "no zone with the bom-ref `y`", "another object", "should be an object", "`q`, which is no asset"})
        EXPECT_THAT(read.said(), HasSubstr(part));
    conformance::expect_sound(*read.result);
}

TEST(CycloneDx, AStoreWithoutAReferenceStoresNothing) {
    const Read read("cyclonedx", R"({"specFormat": "CycloneDX", "specVersion": "2.0", "blueprints": [{
        "name": "b", "modelTypes": ["network"],
        "dataStores": [{"type": "cache", "name": "S", "dataSets": ["d"]}],
        "dataSets": [{"bom-ref": "d", "name": "D", "description": "d"}]}]})");
    for (const DraftElement& element : read.draft().elements) EXPECT_TRUE(element.stores.empty());
}

TEST(CycloneDx, SurvivesBadInput) {
    for (std::string text :
         {"", "{", "[]", "{}", R"({"specFormat": 1, "blueprints": {}, "threats": [], "risks": 2})"}) {
        const Read read("cyclonedx", text);
        EXPECT_TRUE(read.diagnostics.has_errors()) << text;
    }
    for (std::size_t length = 0; length < shop.size(); length += 97)
        Read("cyclonedx", std::string(shop.substr(0, length)));
}

}  // namespace
}  // namespace bartizan
