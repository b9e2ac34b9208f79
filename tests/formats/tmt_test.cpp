#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "formats/registry.h"
#include "formats/tmt/crossing.h"
#include "formats/tmt/filter_compiler.h"
#include "formats/tmt/frontend.h"
#include "formats/tmt/generate.h"
#include "formats/tmt/layout.h"
#include "formats/tmt/read.h"
#include "formats/tmt/update.h"
#include "formats/tmt/write.h"

namespace bartizan::tmt {
namespace {

std::string case_file(const std::string& name) {
    std::ifstream file(std::string(BARTIZAN_REPOSITORY) + "/tests/cases/formats/tmt/" + name,
                       std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

struct Case {
    Sources sources;
    Diagnostics diagnostics;
    Document document;
};

void load(Case& loaded, const std::string& text) {
    const auto document =
        read_document(loaded.sources, loaded.sources.add("model.tm7", text), loaded.diagnostics);
    ASSERT_TRUE(document) << render_all(loaded.diagnostics, loaded.sources, false);
    loaded.document = *document;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// "rule on flow", in the order of the tool.
std::vector<std::string> threats_of(Case& loaded) {
    std::vector<std::string> threats;
    for (const ThreatInstance& each :
         generated_threats(loaded.document, loaded.document.knowledge, loaded.sources, loaded.diagnostics))
        threats.push_back(each.type_id.value + " " + each.id.value + " " +
                          std::string(each.property("Title")) + " / " +
                          std::string(each.property("InteractionString")));
    return threats;
}

TEST(TmtRead, KnowsItsModels) {
    EXPECT_TRUE(recognises(case_file("shop.tm7")));
    EXPECT_TRUE(
        recognises("<?xml version=\"1.0\"?>\n<!-- x -->\n<ThreatModel "
                   "xmlns=\"http://schemas.datacontract.org/2004/07/ThreatModeling.Model\"/>"));
    for (const char* text : {"", "<", "<ThreatModel", "<ThreatModel/>", "{\"ThreatModel\": 1}", "<!-- ",
                             "<KnowledgeBase>ThreatModeling.Model</KnowledgeBase>"})
        EXPECT_FALSE(recognises(text)) << text;
    EXPECT_EQ(recognise_format(case_file("shop.tm7"))->name, "tmt");
    EXPECT_EQ(writer_for_file("a/b.tm7")->name, "tmt");
}

TEST(TmtRead, ReportsWhatIsNoModel) {
    for (const char* text : {"", "PK\x03\x04", "<ThreatModel>", "<a/>", "<!DOCTYPE x><ThreatModel/>"}) {
        Sources sources;
        Diagnostics diagnostics;
        EXPECT_FALSE(read_document(sources, sources.add("x", text), diagnostics)) << text;
        EXPECT_TRUE(diagnostics.has_errors()) << text;
    }
}

TEST(TmtWrite, WritesOnOneLineWhatItRead) {
    Case loaded;
    load(loaded, case_file("shop.tm7"));
    const std::string written = write_document(loaded.document);
    EXPECT_EQ(written.find(">\n"), std::string::npos);
    EXPECT_TRUE(written.starts_with("<ThreatModel xmlns=")) << written.substr(0, 80);
    Case again;
    load(again, written);
    EXPECT_EQ(write_document(again.document), written);
    EXPECT_EQ(threats_of(again), threats_of(loaded));
}

TEST(TmtGenerate, AsksTheFiltersOfEachFlow) {
    Case loaded;
    load(loaded, case_file("shop.tm7"));
    EXPECT_EQ(threats_of(loaded), (std::vector<std::string>{
                                      "SPOOF 0 Somebody poses as Customer / order items",
                                      "CROSS 1 order items crosses Internet / order items",
                                      "PLAIN 2 Shop sends in the clear / From Shop to Orders via unnamed",
                                  }));
    EXPECT_EQ(loaded.diagnostics.all().size(), 0u) << render_all(loaded.diagnostics, loaded.sources, false);
}

TEST(TmtGenerate, KeepsWhatPeopleDecided) {
    Case loaded;
    load(loaded, case_file("shop.tm7"));
    std::vector<ThreatInstance> stored =
        generated_threats(loaded.document, loaded.document.knowledge, loaded.sources, loaded.diagnostics);
    stored[0].id = "7";
    stored[0].state = "Mitigated";
    stored[0].modified_at = "2026-01-02T00:00:00";
    ThreatInstance stale = stored[1];
    stale.key = "gone";
    ThreatInstance touched = stored[0];
    touched.key = "gone, too";
    loaded.document.threats.items = {stale, stored[0], touched};
    const auto now =
        generated_threats(loaded.document, loaded.document.knowledge, loaded.sources, loaded.diagnostics);
    ASSERT_EQ(now.size(), 4u);
    EXPECT_EQ(now[0].type_id.value, "CROSS");  // in the place that was left free
    EXPECT_EQ(now[0].id.value, "8");
    EXPECT_EQ(now[1].state.value, "Mitigated");
    EXPECT_TRUE(is_deleted(now[2]));
    EXPECT_EQ(now[3].type_id.value, "PLAIN");
}

TEST(TmtGenerate, StoredThreatsStayWhereGenerationIsOff) {
    Case loaded;
    load(loaded,
         replaced(case_file("shop.tm7"), "<ThreatGenerationEnabled>true", "<ThreatGenerationEnabled>false"));
    EXPECT_TRUE(threats_of(loaded).empty());
}

struct Filter {
    const char* text;
    bool is_sound;
    std::size_t faults;
};

TEST(TmtFilter, ReportsWhatIsWrong) {
    const Filter filters[] = {
        {"", true, 0},
        {"source is 'P'", true, 0},
        {"  NOT (Source IS 'P' OR flow crosses 'B')\n and target.a is 'x y' ", true, 0},
        {"source is 'ROOT'", true, 0},
        {"source is 'Q'", true, 1},
        {"source.b is 'x'", true, 1},
        {"source is [Web Server] or target.[Public Access] is 'Yes'", true, 2},
        {"source.[[Internet (Client & Server) capability] is 'No'", false, 1},
        {"source is 'P", false, 1},
        {"source is 'P' target is 'P'", false, 1},
        {"source crosses 'B'", false, 1},
        {"(source is 'P'", false, 1},
        {"not", false, 1},
        {"or", false, 1},
        {"source.", false, 1},
    };
    for (const Filter& each : filters) {
        RuleBook book;
        book.types = {{"P", 0}, {"B", 1}};
        const boost::unordered_flat_map<std::string_view, bool> attributes{{"a", true}};
        const FilterResult result = compile_filter(each.text, {book, attributes});
        EXPECT_EQ(result.filter.is_sound, each.is_sound) << each.text;
        EXPECT_EQ(result.faults.size(), each.faults) << each.text;
    }
    RuleBook book;
    const boost::unordered_flat_map<std::string_view, bool> attributes;
    EXPECT_FALSE(compile_filter(std::string(100'000, '('), {book, attributes}).filter.is_sound);
}

TEST(TmtFilter, BindsNotBeforeAndBeforeOr) {
    RuleBook book;
    book.types = {{"A", 0}, {"B", 1}, {"C", 2}};
    book.elements.resize(3);
    book.parents.resize(3, no_number);
    const boost::unordered_flat_map<std::string_view, bool> attributes;
    const std::string text = "source is 'A' or not source is 'B' and source is 'C'";
    const CompiledFilter filter = compile_filter(text, {book, attributes}).filter;
    for (int bits = 0; bits < 8; ++bits) {
        Facts facts;
        for (Number i = 0; i < 3; ++i)
            if (bits >> i & 1) facts.types.push_back(i);
        FilterRunner runner(book);
        runner.set_flow(facts, {}, {}, {});
        const bool a = bits & 1, b = bits & 2, c = bits & 4;
        EXPECT_EQ(runner.fires({filter, {}}), a || (!b && c)) << bits;
    }
}

Line make_line(const char* kind, std::array<const char*, 6> at) {
    Line line;
    line.kind = kind;
    line.source_x = at[0];
    line.source_y = at[1];
    line.handle_x = at[2];
    line.handle_y = at[3];
    line.target_x = at[4];
    line.target_y = at[5];
    return line;
}

TEST(TmtCrossing, FollowsTheBendOfLines) {
    Diagram diagram;
    diagram.lines.items.push_back(make_line("LineBoundary", {"50", "0", "90", "50", "50", "100"}));
    const auto crossed = [&](const Line& flow) {
        std::size_t count = 0;
        Boundaries(diagram).for_each_crossed(flow, [&](const Drawn&) { ++count; });
        return count;
    };
    EXPECT_EQ(crossed(make_line("Connector", {"0", "50", "40", "50", "80", "50"})), 0u);
    EXPECT_EQ(crossed(make_line("Connector", {"0", "50", "50", "50", "100", "50"})), 1u);
    EXPECT_EQ(crossed(make_line("Connector", {"0", "50", "", "", "100", "50"})), 0u);
    Shape box;
    box.kind = "BorderBoundary";
    box.left = box.top = "0";
    box.width = box.height = "60";
    diagram.lines.items.clear();
    diagram.borders.items.push_back(box);
    EXPECT_EQ(crossed(make_line("Connector", {"10", "10", "", "", "100", "50"})), 1u);
    EXPECT_EQ(crossed(make_line("Connector", {"10", "10", "", "", "60", "60"})), 0u);
}

FrontendResult read_case(const std::string& text, Sources& sources, Diagnostics& diagnostics) {
    return read_model({sources, sources.add("shop.tm7", text), {}}, diagnostics).value();
}

TEST(TmtFrontend, MapsTheModel) {
    Sources sources;
    Diagnostics diagnostics;
    const FrontendResult result = read_case(case_file("shop.tm7"), sources, diagnostics);
    const DraftModel& draft = result.draft;
    EXPECT_EQ(draft.name, "Web shop");
    ASSERT_EQ(draft.elements.size(), 3u);
    EXPECT_EQ(draft.elements[0].type, "external-entity");
    EXPECT_EQ(draft.elements[1].id, "shop");
    EXPECT_EQ(draft.elements[1].type, "web-application");
    EXPECT_EQ(draft.elements[1].in, "data-centre");
    EXPECT_EQ(draft.elements[2].type, "store");
    ASSERT_EQ(draft.boundaries.size(), 2u);
    EXPECT_TRUE(draft.boundaries[1].is_line);
    EXPECT_EQ(draft.boundaries[1].crossed_by, std::vector<std::string>{"customer->shop"});
    ASSERT_EQ(draft.flows.size(), 2u);
    ASSERT_EQ(result.findings.threats.size(), 3u);
    const ToolThreat& threat = result.findings.threats[2];
    EXPECT_EQ(result.findings.rules[threat.rule].name, "tmt.PLAIN");
    EXPECT_EQ(threat.place, "shop->orders");
    EXPECT_EQ(threat.severity, Severity::low);
    EXPECT_EQ(threat.origin[0], (Origin::value_type("typeId", "PLAIN")));
    ASSERT_EQ(diagnostics.all().size(), 1u);
    EXPECT_EQ(diagnostics.all()[0].kind, DiagnosticKind::dangling_flow);
}

TEST(TmtFrontend, UnchangedModelsKeepTheirBytes) {
    const std::string text = case_file("shop.tm7");
    Sources sources;
    Diagnostics diagnostics;
    FrontendResult result = read_case(text, sources, diagnostics);
    const Schema schema;
    EXPECT_EQ(write_model({schema, result.draft, text}).text, text);
    result.draft.elements[0].title = "Buyer";
    EXPECT_NE(write_model({schema, result.draft, text}).text, text);
}

TEST(TmtFrontend, ChangesGoIntoTheFile) {
    const std::string text = case_file("shop.tm7");
    Sources sources;
    Diagnostics diagnostics;
    FrontendResult result = read_case(text, sources, diagnostics);
    DraftModel& draft = result.draft;
    draft.elements[0].title = "Buyer";
    draft.flows[1].tags = {"out-of-scope"};
    draft.flows[1].attributes = {{"protocol", "https"}};
    DraftElement bank;
    bank.id = bank.title = "bank";
    bank.type = "external-entity";
    draft.elements.push_back(bank);
    DraftFlow pay;
    pay.id = "shop->bank";
    pay.source = "shop";
    pay.target = "bank";
    draft.flows.push_back(pay);
    DraftDecision decision;
    decision.threat = "tmt.SPOOF@customer->shop";
    decision.status = ThreatStatus::mitigated;
    decision.because = "They sign in.";
    draft.decisions.push_back(decision);
    const Schema schema;
    const Written written = write_model({schema, draft, text});
    Sources again_sources;
    Diagnostics again_diagnostics;
    const FrontendResult again = read_case(written.text, again_sources, again_diagnostics);
    EXPECT_TRUE(written.losses.empty()) << written.losses[0];
    ASSERT_EQ(again.draft.elements.size(), 4u);
    EXPECT_EQ(again.draft.elements[0].title, "Buyer");
    EXPECT_EQ(again.draft.elements[1].type, "web-application");
    ASSERT_EQ(again.draft.flows.size(), 3u);
    EXPECT_EQ(again.draft.flows[1].tags, std::vector<std::string>{"out-of-scope"});
    EXPECT_EQ(again.draft.flows[1].attributes[0].value, "https");
    EXPECT_EQ(again.draft.flows[2].id, "shop->bank");
    ASSERT_EQ(again.draft.decisions.size(), 1u);
    EXPECT_EQ(again.draft.decisions[0].because, "They sign in.");
    EXPECT_EQ(again.findings.threats.size(), 2u);
    EXPECT_NE(written.text.find(">lost<"), std::string::npos) << "the dangling flow stays";
}

DraftModel small_draft() {
    DraftModel draft;
    draft.name = "Small & <new>";
    DraftBoundary outer, inner, line;
    outer.id = "outer";
    inner.id = "inner";
    inner.in = "outer";
    inner.trust = 60;
    line.id = "line";
    line.is_line = true;
    line.crossed_by = {"a->b"};
    draft.boundaries = {outer, inner, line};
    for (const char* id : {"a", "b", "c"}) {
        DraftElement element;
        element.id = id;
        element.type = "process";
        draft.elements.push_back(element);
    }
    draft.elements[1].in = "inner";
    draft.elements[2].in = "outer";
    DraftFlow flow;
    flow.id = "a->b";
    flow.source = "a";
    flow.target = "b";
    flow.title = "call";
    flow.attributes = {{"encrypted", "true"}};
    draft.flows.push_back(flow);
    return draft;
}

TEST(TmtExport, MakesAFileThatReadsBackTheSame) {
    const DraftModel draft = small_draft();
    const Schema schema;
    const Written written = write_model({schema, draft, std::nullopt});
    EXPECT_TRUE(written.losses.empty());
    Sources sources;
    Diagnostics diagnostics;
    const FrontendResult again = read_case(written.text, sources, diagnostics);
    EXPECT_EQ(diagnostics.all().size(), 0u) << render_all(diagnostics, sources, false);
    EXPECT_EQ(again.draft.name, draft.name);
    ASSERT_EQ(again.draft.boundaries.size(), 3u);
    EXPECT_EQ(again.draft.boundaries[1].in, "outer");
    EXPECT_EQ(again.draft.boundaries[1].trust, 60);
    EXPECT_EQ(again.draft.boundaries[2].crossed_by, std::vector<std::string>{"a->b"});
    ASSERT_EQ(again.draft.elements.size(), 3u);
    EXPECT_EQ(again.draft.elements[0].in, "");
    EXPECT_EQ(again.draft.elements[1].in, "inner");
    EXPECT_EQ(again.draft.elements[2].in, "outer");
    ASSERT_EQ(again.draft.flows.size(), 1u);
    EXPECT_EQ(again.draft.flows[0].attributes[0].name, "encrypted");
}

bool overlap(const Box& a, const Box& b) {
    return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height &&
           b.top < a.top + a.height;
}

TEST(TmtLayout, NothingOverlapsAndCyclesEnd) {
    DraftModel draft = small_draft();
    for (int i = 0; i < 20; ++i) {
        DraftElement element;
        element.id = "e" + std::to_string(i);
        if (i % 3 == 0) element.in = "inner";
        if (i % 3 == 1) element.in = "outer";
        draft.elements.push_back(element);
    }
    Layout layout = lay_out(draft);
    for (std::size_t i = 0; i < layout.elements.size(); ++i)
        for (std::size_t k = 0; k < i; ++k) EXPECT_FALSE(overlap(layout.elements[i], layout.elements[k]));
    draft.boundaries[0].in = "inner";
    EXPECT_EQ(lay_out(draft).elements.size(), draft.elements.size());
}

TEST(TmtUpdate, MovesAModelToAnotherTemplate) {
    Case loaded;
    load(loaded, case_file("shop.tm7"));
    const SourceId source = loaded.sources.add("new.tb7", case_file("new.tb7"));
    const auto knowledge = read_template(loaded.sources, source, loaded.diagnostics);
    ASSERT_TRUE(knowledge);
    const Updated updated = update(loaded.document, &*knowledge, loaded.sources, loaded.diagnostics);
    EXPECT_EQ(updated.losses,
              (std::vector<std::string>{
                  "`Shop`: the template has no stencil `SE.P.TMCore.WebApp`; it becomes `GE.P`",
              }));
    EXPECT_EQ(updated.added, 1u);
    ASSERT_EQ(updated.document.threats.items.size(), 1u);
    EXPECT_EQ(updated.document.threats.items[0].type_id.value, "NEW");
    Case again;
    load(again, write_document(updated.document));
    EXPECT_EQ(threats_of(again).size(), 1u);
    EXPECT_EQ(again.document.knowledge.manifest.name.value, "New");
}

}  // namespace
}  // namespace bartizan::tmt
