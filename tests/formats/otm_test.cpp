// Open Threat Model: what a document means, what is wrong with it, and what is written of a draft.
#include <gmock/gmock.h>

#include "formats/conformance.h"

namespace bartizan {
namespace {

using conformance::Read;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view shop = R"(# a shop
otmVersion: 0.2.0
project: {name: Shop, id: shop, owner: team}
assets:
- id: card
  name: Card numbers
  risk: {confidentiality: 100, integrity: 60, availability: 10}
trustZones:
- id: internet
  name: Internet
  risk: {trustRating: 10}
- id: cloud
  name: Cloud
  risk: {trustRating: 80}
components:
- id: browser   # people
  name: Browser
  type: web-client
  parent: {trustZone: internet}
- id: orders
  name: Orders
  type: web-service
  parent: {trustZone: cloud}
  threats:
  - threat: t1
    state: mitigated
    mitigations: [{mitigation: m1, state: implemented}]
- id: db
  name: Orders database
  type: postgresql
  parent: {component: orders}
  assets: {stored: [card]}
dataflows:
- id: f1
  name: Buy
  source: browser
  destination: orders
  bidirectional: true
  assets: [card]
- id: f2
  name: Save
  source: orders
  destination: db
threats:
- id: t1
  name: Spoofed session
  categories: [Spoofing]
  cwes: [CWE-287]
  risk: {likelihood: 90, impact: 100}
mitigations:
- {id: m1, name: Sign in, riskReduction: 50}
)";

TEST(Otm, MapsADocument) {
    const Read read("otm", std::string(shop));
    ASSERT_TRUE(read.result) << read.said();
    EXPECT_FALSE(read.diagnostics.has_errors()) << read.said();
    const DraftModel& draft = read.draft();
    ASSERT_EQ(draft.elements.size(), 3u);
    EXPECT_EQ(draft.elements[0].type, "browser");
    EXPECT_EQ(draft.elements[2].type, "relational-database");
    EXPECT_EQ(draft.elements[2].in, "cloud");  // by way of the component around it
    EXPECT_EQ(draft.elements[2].stores, std::vector<std::string>{"card"});
    EXPECT_EQ(conformance::attributes_of(draft.data[0]),
              "availability=low;classification=restricted;integrity=high;");
    EXPECT_EQ(draft.boundaries[1].trust, 80);
    EXPECT_EQ(draft.flows[0].id, "browser->orders");
    EXPECT_TRUE(draft.flows[0].two_way);
    const ToolFindings& findings = read.result->findings;
    ASSERT_EQ(findings.threats.size(), 1u);
    EXPECT_EQ(findings.rules[0].name, "otm.t1");
    EXPECT_EQ(findings.rules[0].stride, Stride::spoofing);
    EXPECT_EQ(findings.threats[0].place, "orders");
    EXPECT_EQ(findings.threats[0].severity, Severity::critical);
    EXPECT_EQ(findings.threats[0].status, ThreatStatus::mitigated);
    EXPECT_EQ(findings.threats[0].origin.back().second, "Sign in (implemented)");
    conformance::expect_sound(*read.result);
}

TEST(Otm, KeepsEveryByteOfWhatDidNotChange) {
    const Read read("otm", std::string(shop));
    const Writer& writer = *find_writer("otm");
    EXPECT_EQ(writer.write({conformance::builtin_schema(), read.draft(), shop}).text, shop);
    DraftModel changed = read.draft();
    changed.elements[1].title = "Order service";
    changed.flows.pop_back();
    const std::string text = writer.write({conformance::builtin_schema(), changed, shop}).text;
    EXPECT_THAT(text, StartsWith("# a shop\notmVersion: 0.2.0\n"));
    EXPECT_THAT(text, HasSubstr("- id: browser   # people\n  name: Browser\n  type: web-client\n"));
    EXPECT_THAT(text, HasSubstr("\"name\": \"Order service\", \"type\": \"web-service\""));
    EXPECT_THAT(text, testing::Not(HasSubstr("name: Save")));
    const Read again("otm", text);
    ASSERT_TRUE(again.result) << again.said() << text;
    EXPECT_FALSE(again.diagnostics.has_errors()) << again.said() << text;
    EXPECT_EQ(conformance::lines_of(*again.result).size(), conformance::lines_of(*read.result).size() - 1);
    EXPECT_EQ(again.draft().elements[1].title, "Order service");
}

TEST(Otm, WritesAnythingAndReadsItBack) {
    const DraftModel draft = conformance::full_draft();
    const Written written = find_writer("otm")->write({conformance::builtin_schema(), draft, {}});
    conformance::keep_written("full.json", written.text);
    const Read read("otm", written.text);
    ASSERT_TRUE(read.result) << read.said();
    EXPECT_FALSE(read.diagnostics.has_errors()) << read.said() << written.text;
    EXPECT_EQ(read.draft().boundaries.size(), 2u);
    EXPECT_EQ(read.draft().elements[1].type, "rest-api");
    EXPECT_EQ(conformance::attributes_of(read.draft().elements[1]), "internet-facing=true;technology=go;");
    EXPECT_EQ(read.draft().elements[0].in, "");
    EXPECT_EQ(read.draft().flows[0].two_way, true);
    EXPECT_THAT(written.losses, testing::Contains(HasSubstr("controls")));
    EXPECT_THAT(written.losses, testing::Contains(HasSubstr("lines")));
}

TEST(Otm, ReportsWhatIsWrong) {
    const Read read("otm", R"({"otmVersion": "0.2.0", "project": {"name": "x"},
      "trustZones": [{"id": "a", "name": "A", "risk": {"trustRating": 500}, "parent": {"trustZone": "b"}},
                     {"id": "b", "name": "B", "risk": {"trustRating": 1}, "parent": {"trustZone": "a"}}],
      "components": [{"id": "c", "name": "C", "type": "x", "parent": {"component": "c"},
                      "threats": [{"threat": "none", "state": "open"}]}, 5,
                     {"id": "c", "name": "C2", "type": ["x"], "parent": {"trustZone": "nowhere"}}],
      "dataflows": [{"id": "f", "name": "F", "source": "c", "destination": "d"}]})");
    ASSERT_TRUE(read.result);
    const std::string said = read.said();
    for (const char* part :
         {"needs a member `id`", "from 0 to 100", "in itself", "another component", "`nowhere`",
          "should be an object", "`d`, which is no component", "no threat with the id `none`"})
        EXPECT_THAT(said, HasSubstr(part));
    EXPECT_EQ(read.draft().elements.size(), 2u);
    conformance::expect_sound(*read.result);
}

TEST(Otm, SurvivesBadInput) {
    for (std::string text :
         {"", "{", "[]", "otmVersion: 1", "{\"otmVersion\": [], \"project\": 3, \"components\": {}}",
          "otmVersion: 0.2.0\nproject: &a [*a]"}) {
        const Read read("otm", text);
        EXPECT_TRUE(read.diagnostics.has_errors()) << text;
    }
    std::string chain =
        R"({"otmVersion": "0.2.0", "project": {"name": "x", "id": "x"}, "trustZones": [], "components": [)";
    for (int i = 0; i < 20000; ++i)
        chain += (i ? "," : "") + std::string("{\"id\": \"c") + std::to_string(i) +
                 "\", \"name\": \"c\", \"type\": \"t\", \"parent\": {\"component\": \"c" +
                 std::to_string(i + 1) + "\"}}";
    const Read read("otm", chain + "]}");
    EXPECT_EQ(read.draft().elements.size(), 20000u);
}

TEST(Otm, IsRecognised) {
    EXPECT_EQ(recognise_format(shop)->name, "otm");
    EXPECT_EQ(recognise_format("{\"project\": {}, \"otmVersion\": \"0.2.0\"}")->name, "otm");
    EXPECT_EQ(recognise_format("bartizan: 1\nname: x\n"), nullptr);
}

}  // namespace
}  // namespace bartizan
