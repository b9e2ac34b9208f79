#include "report/report.h"

#include <gmock/gmock.h>

#include "report/checked_model.h"
#include "report/rule_text.h"
#include "report/summary.h"
#include "report/threat_reader.h"

namespace bartizan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view shop = R"(bartizan: 1
name: Shop
boundaries: { internet: { trust: 0 }, inside: { trust: 50 } }
elements:
  shopper: { type: client, in: internet }
  orders: { type: service, in: inside }
flows:
  shopper -> orders: { protocol: http }
)";

std::string with(std::string_view more) { return std::string(shop) + std::string(more); }

const Threat& find(const CheckedModel& model, std::string_view id) {
    for (const Threat& threat : model.analysis.findings.threats)
        if (threat_id(model.knowledge, model.model, threat) == id) return threat;
    throw std::runtime_error("no threat " + std::string(id));
}

std::vector<std::string> names(const CheckedModel& model, const std::vector<ControlGroup>& groups) {
    std::vector<std::string> texts;
    for (const ControlGroup& group : groups) texts.push_back(controls_text(model.knowledge.schema, {group}));
    return texts;
}

TEST(ReportFormats, EachIsDocumented) {
    const std::string page = read_text(std::filesystem::path(BARTIZAN_REPOSITORY) / "docs/output.md");
    for (const ReportFormat& format : report_formats())
        EXPECT_THAT(page, HasSubstr("| `" + std::string(format.name) + "` |"));
}

TEST(ReportFormats, AreFoundByName) {
    ASSERT_NE(find_report_format("sarif"), nullptr);
    EXPECT_EQ(find_report_format("sarif")->media_type, "application/sarif+json");
    EXPECT_EQ(find_report_format("pdf"), nullptr);
}

TEST(ReportFormats, PiecesJoinToTheWholeReport) {
    const CheckedModel model("model.yaml", with(""));
    const ReportInput input = model.input();
    for (const ReportFormat& format : report_formats()) {
        std::string joined;
        format.write_to(std::span(&input, 1), {}, [&](std::string_view piece) { joined += piece; });
        EXPECT_EQ(joined, report(model, format.name));
        EXPECT_FALSE(joined.empty());
    }
}

TEST(ThreatReader, TellsTheIdTheWordsAndThePlace) {
    const CheckedModel model("model.yaml", with(""));
    const ReportInput input = model.input();
    ThreatReader reader(input);
    const ThreatView& view = reader.read(find(model, "flooding@shopper->orders"));
    EXPECT_EQ(view.id, "flooding@shopper->orders");
    EXPECT_EQ(view.title, "orders can be flooded by shopper");
    EXPECT_EQ(place_text(input, view.span), "model.yaml:8:3");
    EXPECT_EQ(view.span.end.column, 20u);
}

TEST(ThreatReader, AgreesWithTheEvaluatorOnEveryText) {
    const CheckedModel model("model.yaml", read_text(report_cases / "shop/model.yaml"));
    const ReportInput input = model.input();
    ThreatReader reader(input);
    const Evaluator evaluator(model.knowledge.schema, model.model, *model.analysis.facts);
    for (const Threat& threat : model.analysis.findings.threats) {
        const ThreatView& view = reader.read(threat);
        EXPECT_EQ(view.title, evaluator.text(view.rule->title, threat.place));
        EXPECT_EQ(view.id, threat_id(model.knowledge, model.model, threat));
        EXPECT_THAT(evaluator.text(view.rule->text, threat.place), testing::StartsWith(reader.text(threat)));
    }
}

TEST(ThreatReader, RatesWithTheAdjustmentsThatHold) {
    const CheckedModel adjusted("model.yaml", R"(bartizan: 1
name: Shop
boundaries: { inside: { trust: 50 } }
elements:
  reporting: { type: client }
  db: { type: database, in: inside }
flows:
  reporting -> db: {}
)");
    const Threat& threat = find(adjusted, "eavesdropping@reporting->db");
    EXPECT_EQ(threat.rating.impact, Level::low);
    EXPECT_EQ(threat.severity, severity_of(threat.rating.likelihood, threat.rating.impact));
}

TEST(MissingControls, PutFewBeforeManyAndEasyBeforeHard) {
    const CheckedModel model("model.yaml", with(""));
    EXPECT_THAT(names(model, missing_controls(model.input(), find(model, "flooding@shopper->orders"))),
                ElementsAre("rate-limiting", "quota and alerting"));
}

TEST(Fails, OnlyWhatIsOpenAndSevereAndNew) {
    const CheckedModel model("model.yaml", with(""));
    EXPECT_TRUE(fails(model.input(), find(model, "flooding@shopper->orders")));
    EXPECT_FALSE(fails(model.input(), find(model, "eavesdropping@shopper->orders"))) << "medium";

    Baseline known;
    known.given = true;
    known.ids.insert("flooding@shopper->orders");
    const CheckedModel later("model.yaml", with(""), known);
    EXPECT_FALSE(fails(later.input(), find(later, "flooding@shopper->orders"))) << "known";
}

TEST(Summary, NeverCallsAModelWithErrorsClean) {
    const CheckedModel model("model.yaml", "bartizan: 1\nname: Broken\nelements: { a: { type: nothing } }\n");
    ASSERT_TRUE(model.diagnostics.has_errors());
    EXPECT_TRUE(summarise(model.input()).failed());
    for (const char* format : {"terminal", "markdown"})
        EXPECT_THAT(report(model, format), HasSubstr("not analysed"));
    EXPECT_THAT(report(model, "junit"), HasSubstr("<error "));
    EXPECT_THAT(report(model, "sarif"), HasSubstr("\"executionSuccessful\":false"));
    EXPECT_THAT(report(model, "json"), HasSubstr("\"failed\":true"));
}

TEST(Summary, SaysWhatDecides) {
    const CheckedModel model("model.yaml", with(""));
    ReportInput input = model.input();
    EXPECT_EQ(verdict(input, summarise(input)), "1 open threat is high or critical");
    const CheckedModel critical("model.yaml", with("policy: { fail-on: critical }\n"));
    const ReportInput strict = critical.input();
    EXPECT_EQ(verdict(strict, summarise(strict)), "no open threat is critical");
}

TEST(WithSeparators, GroupsThousands) {
    EXPECT_EQ(with_separators(0), "0");
    EXPECT_EQ(with_separators(999), "999");
    EXPECT_EQ(with_separators(1000), "1,000");
    EXPECT_EQ(with_separators(12345678), "12,345,678");
}

Template written(std::string source) {
    Template text;
    text.source = std::move(source);
    return text;
}

TEST(GeneralText, PutsPlaceholdersIntoWords) {
    EXPECT_EQ(general_text(written("{target} can be flooded by {source}")),
              "The target can be flooded by the source");
    EXPECT_EQ(general_text(written("Sent over { flow.token_lifetime } \n")),
              "Sent over the flow's token lifetime");
    EXPECT_EQ(general_text(written("{size(flow.data)} things")), "`size(flow.data)` things");
    EXPECT_EQ(general_text(written("An open { brace")), "An open { brace");
    EXPECT_EQ(general_text(written("Asks {target}. {target} answers")),
              "Asks the target. The target answers");
}

TEST(SarifPaths, AreAddresses) {
    const CheckedModel odd("./a folder/mod#1%:é.yaml", with(""));
    EXPECT_THAT(report(odd, "sarif"),
                HasSubstr(R"("uri":"a%20folder/mod%231%25%3A%C3%A9.yaml","uriBaseId":"%SRCROOT%")"));
    const CheckedModel absolute("/srv/model.yaml", with(""));
    EXPECT_THAT(report(absolute, "sarif"), HasSubstr(R"("uri":"file:///srv/model.yaml","index":0)"));
}

TEST(TerminalReport, HasColoursOnlyWhenAsked) {
    const CheckedModel model("model.yaml", with(""));
    EXPECT_THAT(report(model, "terminal"), Not(HasSubstr("\x1b")));
    EXPECT_THAT(report(model, "terminal", {.colour = true}), HasSubstr("\x1b[31m✗\x1b[0m"));
}

TEST(TerminalReport, ShowsNoControlCharactersOfTheModel) {
    const CheckedModel model("model.yaml",
                             "bartizan: 1\nname: \"\\e[2J\\x9b31m\\u202e\"\nboundaries: { b: {} }\n");
    ASSERT_FALSE(model.diagnostics.has_errors());
    const std::string text = report(model, "terminal");
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, Not(HasSubstr("\u202e")));
}

TEST(JunitReport, HoldsNoCharactersThatXmlForbids) {
    const CheckedModel model("model.yaml", R"(bartizan: 1
name: Shop
boundaries: { inside: { trust: 50 } }
elements:
  a: { type: client, title: "bell \a escape \e unit \x1f last \uffff" }
  b: { type: service, in: inside }
flows:
  a -> b: {}
)");
    ASSERT_FALSE(model.diagnostics.has_errors()) << render_all(model.diagnostics, model.sources, false);
    const std::string text = report(model, "junit");
    EXPECT_THAT(text, HasSubstr("bell \uFFFD escape \uFFFD unit \uFFFD last \uFFFD"));
}

TEST(MarkdownReport, FitsIntoACommentWhateverTheSizeOfTheModel) {
    std::string text =
        "bartizan: 1\nname: Many\nboundaries: { inside: { trust: 50 } }\nelements:\n  a: { type: client }\n";
    std::string flows = "flows:\n";
    for (int i = 0; i < 2000; ++i) {
        text += "  service-" + std::to_string(i) + ": { type: service, in: inside }\n";
        flows += "  a -> service-" + std::to_string(i) + ": {}\n";
    }
    const CheckedModel model("model.yaml", text + flows);
    const std::string comment = report(model, "markdown");
    EXPECT_LT(comment.size(), 65'536u);
    EXPECT_THAT(comment, HasSubstr("more threats are not shown"));
}

}  // namespace
}  // namespace bartizan
