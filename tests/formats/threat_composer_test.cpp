// Workspaces of Threat Composer: what they mean and what is wrong with them; and those of the corpus.
#include <gmock/gmock.h>

#include "formats/conformance.h"

namespace bartizan {
namespace {

using conformance::Read;
using testing::HasSubstr;

constexpr std::string_view shop = R"({
  "schema": 1,
  "applicationInfo": {"name": "Shop", "description": "Sells."},
  "architecture": {"description": "A server."},
  "assumptions": [{"id": "a1", "numericId": 1, "content": "TLS is enough."}],
  "mitigations": [{"id": "m1", "numericId": 1, "content": "Sign requests", "status": "mitigationResolved"}],
  "mitigationLinks": [{"mitigationId": "m1", "linkedId": "t1"}],
  "assumptionLinks": [{"type": "Threat", "assumptionId": "a1", "linkedId": "t1"},
                      {"type": "Mitigation", "assumptionId": "a1", "linkedId": "m1"}],
  "threats": [{"id": "t1", "numericId": 7, "threatSource": "a stranger", "threatAction": "forge a request",
    "impactedAssets": ["orders", "cards"], "statement": "A stranger can forge a request.", "status": "threatResolved",
    "metadata": [{"key": "Priority", "value": "High"}, {"key": "STRIDE", "value": ["S", "T"]},
                 {"key": "Comments", "value": "done"}]}]
})";

TEST(ThreatComposer, MapsADocument) {
    const Read read("threat-composer", std::string(shop));
    ASSERT_TRUE(read.result);
    EXPECT_TRUE(read.diagnostics.all().empty()) << read.said();
    EXPECT_EQ(read.draft().name, "Shop");
    ASSERT_EQ(read.draft().remarks.size(), 3u);
    EXPECT_EQ(read.draft().remarks[2].text, "Sign requests (resolved)");
    const ToolFindings& findings = read.result->findings;
    ASSERT_EQ(findings.threats.size(), 1u);
    EXPECT_EQ(findings.rules[0].name, "threat-composer.T7");
    EXPECT_EQ(findings.rules[0].title, "Forge a request");
    EXPECT_EQ(findings.rules[0].stride, Stride::spoofing);
    EXPECT_EQ(findings.threats[0].severity, Severity::high);
    EXPECT_EQ(findings.threats[0].status, ThreatStatus::mitigated);
    EXPECT_EQ(findings.threats[0].because, "done");
    EXPECT_THAT(findings.threats[0].origin,
                testing::Contains(Origin::value_type("assets", "orders, cards")));
    EXPECT_EQ(findings.threats[0].origin.back().second, "TLS is enough.");
}

TEST(ThreatComposer, ReportsWhatIsWrong) {
    const Read read("threat-composer", R"({"schema": 9, "assumptions": [{"id": "a"}],
      "threats": [{"id": "t", "status": "threatResolve", "metadata": [{"key": "Priority", "value": "Huge"},
                   {"key": "STRIDE", "value": ["X"]}]}, {"id": "t"}, 3],
      "mitigationLinks": [{"mitigationId": "no", "linkedId": "t"}]})");
    for (const char* part :
         {"not known here", "needs a member `content`", "did you mean `threatResolved`", "no priority",
          "no letter of STRIDE", "another threat", "should be an object", "a link leads"})
        EXPECT_THAT(read.said(), HasSubstr(part));
    conformance::expect_sound(*read.result);
}

TEST(ThreatComposer, SurvivesBadInput) {
    for (std::string text :
         {"", "{", "[]", "{}", R"({"schema": "x", "threats": {}, "applicationInfo": []})"}) {
        const Read read("threat-composer", text);
        EXPECT_TRUE(read.diagnostics.has_errors()) << text;
    }
    for (std::size_t length = 0; length < shop.size(); length += 31)
        Read("threat-composer", std::string(shop.substr(0, length)));
}

TEST(ThreatComposer, IsRecognised) {
    EXPECT_EQ(recognise_format(shop)->name, "threat-composer");
    EXPECT_EQ(recognise_format(R"({"schema": 1, "name": "x"})"), nullptr);
    EXPECT_EQ(recognise_format(R"({"schema": "1", "threats": [], "assumptions": []})"), nullptr);
}

}  // namespace
}  // namespace bartizan
