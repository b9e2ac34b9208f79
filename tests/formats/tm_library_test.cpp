// Models of the OWASP Threat Model Library: what they mean, what is wrong with them, and what is written.
#include <gmock/gmock.h>

#include "formats/conformance.h"

namespace bartizan {
namespace {

using conformance::Read;
using testing::HasSubstr;

constexpr std::string_view shop = R"({
  "version": "1.0",
  "scope": {"title": "Shop", "description": "Sells.", "business_criticality": "high",
            "data_sensitivity": ["pci"], "exposure": "external", "tier": "important"},
  "trust_zones": [
    {"symbolic_name": "internet", "title": "Internet", "description": ""},
    {"symbolic_name": "cloud", "title": "Cloud", "description": ""}
  ],
  "trust_boundaries": [{"trust_zone_a": "internet", "trust_zone_b": "cloud"}],
  "actors": [{"symbolic_name": "buyer", "title": "Buyer", "description": "", "type": "user", "trust_zone": "internet"}],
  "components": [
    {"symbolic_name": "orders", "title": "Orders API", "description": "Takes orders.", "trust_zone": "cloud"}
  ],
  "data_stores": [{"symbolic_name": "db", "title": "Orders", "description": "", "type": "sql", "trust_zone": "cloud"}],
  "data_sets": [{"symbolic_name": "cards", "title": "Cards", "description": "", "data_sensitivity": ["biz", "pci"],
                 "placements": [{"data_store": "db", "encrypted": true}]}],
  "data_flows": [
    {"symbolic_name": "buy", "title": "Buy", "description": "", "has_sensitive_data": true, "encrypted": true,
     "source": {"type": "actor", "object": "buyer"}, "destination": {"type": "component", "object": "orders"}},
    {"symbolic_name": "save", "title": "Save", "description": "", "has_sensitive_data": true, "encrypted": false,
     "source": {"type": "component", "object": "orders"}, "destination": {"type": "data_store", "object": "db"}}
  ],
  "assumptions": [{"description": "TLS is enough.", "validity": "confirmed"}],
  "threat_personas": [],
  "threats": [
    {"symbolic_name": "steal", "title": "Steal cards", "description": "", "threat_persona": "eve",
     "event": "information disclosure", "sources": ["adversary"], "components_affected": ["orders", "db"],
     "weaknesses": [{"cwe_id": 200}], "attack_mechanisms": [{"capec_id": 122}]}
  ],
  "controls": [{"symbolic_name": "c1", "title": "Encrypt", "description": "", "threats": ["steal"],
                "status": "active", "priority": "high"}],
  "risks": [{"symbolic_name": "r1", "title": "Loss", "description": "", "threats": ["steal"], "likelihood": "likely",
             "impact": "severe", "impact_description": "", "score": 20, "level": "critical"}]
}
)";

TEST(TmLibrary, MapsADocument) {
    const Read read("tm-library", std::string(shop));
    ASSERT_TRUE(read.result);
    EXPECT_TRUE(read.diagnostics.all().empty()) << read.said();
    const DraftModel& draft = read.draft();
    ASSERT_EQ(draft.elements.size(), 3u);
    EXPECT_EQ(draft.elements[0].type, "user");
    EXPECT_EQ(draft.elements[1].type, "api");
    EXPECT_EQ(draft.elements[2].type, "relational-database");
    EXPECT_EQ(conformance::attributes_of(draft.elements[2]), "encrypted-at-rest=true;");
    EXPECT_EQ(conformance::attributes_of(draft.data[0]), "classification=restricted;kind=payment;");
    EXPECT_EQ(conformance::attributes_of(draft.flows[1]), "encrypted=false;");
    EXPECT_EQ(draft.remarks[0].text, "TLS is enough.");
    const ToolFindings& findings = read.result->findings;
    ASSERT_EQ(findings.threats.size(), 2u);
    EXPECT_EQ(findings.rules[0].name, "tm-library.steal");
    EXPECT_EQ(findings.rules[0].references.cwe, std::vector<int>{200});
    EXPECT_EQ(findings.rules[0].stride, Stride::information_disclosure);
    EXPECT_EQ(findings.threats[1].place, "db");
    EXPECT_EQ(findings.threats[0].severity, Severity::critical);
    EXPECT_EQ(findings.threats[0].status, ThreatStatus::mitigated);
    conformance::expect_sound(*read.result);
}

TEST(TmLibrary, KeepsEveryByteOfWhatDidNotChange) {
    const Read read("tm-library", std::string(shop));
    const Writer& writer = *find_writer("tm-library");
    EXPECT_EQ(writer.write({conformance::builtin_schema(), read.draft(), shop}).text, shop);
    DraftModel changed = read.draft();
    changed.boundaries[1].trust = 70;
    const std::string text = writer.write({conformance::builtin_schema(), changed, shop}).text;
    conformance::keep_written("changed.json", text);
    const Read again("tm-library", text);
    EXPECT_TRUE(again.diagnostics.all().empty()) << again.said();
    EXPECT_EQ(again.draft().boundaries[1].trust, 70);
    EXPECT_THAT(
        text,
        HasSubstr(
            "{\"symbolic_name\": \"orders\", \"title\": \"Orders API\", \"description\": \"Takes orders.\""));
    // Written once more, it stays as it is.
    EXPECT_EQ(writer.write({conformance::builtin_schema(), again.draft(), text}).text, text);
    // Back to what it was: the supplement goes.
    changed.boundaries[1].trust.reset();
    const Read third("tm-library", writer.write({conformance::builtin_schema(), changed, text}).text);
    EXPECT_FALSE(third.draft().boundaries[1].trust.has_value());
}

TEST(TmLibrary, WritesAnythingAndReadsItBack) {
    DraftModel draft = conformance::full_draft();
    const Written written = find_writer("tm-library")->write({conformance::builtin_schema(), draft, {}});
    conformance::keep_written("full.json", written.text);
    const Read read("tm-library", written.text);
    ASSERT_TRUE(read.result);
    EXPECT_TRUE(read.diagnostics.all().empty()) << read.said() << written.text;
    conformance::expect_sound(*read.result);
    const DraftModel& back = read.draft();
    ASSERT_EQ(back.boundaries.size(), 2u);  // not the line, and not the zone around everything
    EXPECT_EQ(back.boundaries[0].trust, 40);
    EXPECT_EQ(back.boundaries[1].in, "cloud");
    EXPECT_EQ(back.elements[0].id, "shopper");
    EXPECT_EQ(back.elements[0].type, "customer");
    EXPECT_EQ(back.elements[0].in, "");
    EXPECT_EQ(back.elements[1].type, "rest-api");
    EXPECT_EQ(back.elements[1].processes, std::vector<std::string>{"card"});
    EXPECT_EQ(conformance::attributes_of(back.elements[1]), "internet-facing=true;technology=go;");
    EXPECT_EQ(conformance::attributes_of(back.flows[0]),
              "authentication=oidc;encrypted=true;protocol=https;");
    EXPECT_TRUE(back.flows[0].two_way);
    EXPECT_EQ(back.flows[0].returns, std::vector<std::string>{"card"});
    EXPECT_THAT(written.losses, testing::Contains(HasSubstr("controls")));
}

TEST(TmLibrary, ReportsWhatIsWrong) {
    std::string text(shop);
    const auto replace = [&](std::string_view from, std::string_view to) {
        text.replace(text.find(from), from.size(), to);
    };
    replace("\"type\": \"sql\"", "\"type\": \"sqll\"");
    replace("\"object\": \"buyer\"", "\"object\": \"byer\"");
    replace("\"trust_zone\": \"cloud\"", "\"trust_zone\": \"clod\"");
    replace("\"threats\": [\"steal\"]", "\"threats\": [\"steel\"]");
    replace("\"version\": \"1.0\",", "");
    replace("\"components_affected\": [\"orders\", \"db\"]", "\"components_affected\": [\"nothing\"]");
    const Read read("tm-library", text);
    for (const char* part : {"needs a member `version`", "did you mean `sql`", "`byer`", "`clod`",
                             "no threat `steel`", "affects `nothing`"})
        EXPECT_THAT(read.said(), HasSubstr(part));
    EXPECT_EQ(read.draft().flows.size(), 1u);
    EXPECT_EQ(read.result->findings.threats[0].place, "model");
    conformance::expect_sound(*read.result);
}

TEST(TmLibrary, SurvivesBadInput) {
    for (std::string text : {"", "{", "[]", "{}", R"({"scope": [], "trust_zones": 3, "data_flows": {}})"}) {
        const Read read("tm-library", text);
        EXPECT_TRUE(read.diagnostics.has_errors()) << text;
    }
    std::string cut(shop);
    for (std::size_t length = 0; length < cut.size(); length += 97) Read("tm-library", cut.substr(0, length));
}

TEST(TmLibrary, IsRecognised) {
    EXPECT_EQ(recognise_format(shop)->name, "tm-library");
    EXPECT_EQ(recognise_format("{\"scope\": {}}"), nullptr);
}

}  // namespace
}  // namespace bartizan
