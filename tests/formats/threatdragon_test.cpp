// Models of Threat Dragon as drafts, with the threats they hold, and drafts as models of Threat Dragon.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>

#include "formats/threatdragon/boundaries.h"
#include "formats/threatdragon/format.h"
#include "formats/threatdragon/read.h"
#include "formats/threatdragon/suggestions.h"
#include "rules/pack.h"

namespace bartizan::threatdragon {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string model_with(const std::string& cells, const std::string& type = "STRIDE") {
    return R"({"version": "2.3.0", "summary": {"title": "Shop", "owner": "Ada", "description": "Sells things", "id": 0},
 "detail": {"contributors": [{"name": "Bob"}], "diagramTop": 1, "reviewer": "Cy", "threatTop": 3, "diagrams": [
  {"id": 0, "title": "Main", "diagramType": ")" +
           type + R"(", "thumbnail": "", "version": "2.3.0", "cells": [)" + cells + "]}]}}\n";
}

std::string node(const std::string& shape, const std::string& id, const std::string& name, int x, int y,
                 const std::string& more = {}) {
    return R"({"id": ")" + id + R"(", "shape": ")" + shape + R"(", "zIndex": 1, "position": {"x": )" +
           std::to_string(x) + R"(, "y": )" + std::to_string(y) +
           R"(}, "size": {"width": 100, "height": 60}, "attrs": {"text": {"text": ")" + name +
           R"("}}, "data": {"name": ")" + name + R"(", "description": "", "hasOpenThreats": false)" + more +
           "}}";
}

std::string box(const std::string& id, const std::string& name, int x, int y, int width, int height) {
    return R"({"id": ")" + id + R"(", "shape": "trust-boundary-box", "zIndex": -1, "position": {"x": )" +
           std::to_string(x) + R"(, "y": )" + std::to_string(y) + R"(}, "size": {"width": )" +
           std::to_string(width) + R"(, "height": )" + std::to_string(height) +
           R"(}, "attrs": {"headerText": {"text": ")" + name +
           R"("}}, "data": {"type": "tm.BoundaryBox", "name": ")" + name +
           R"(", "isTrustBoundary": true, "hasOpenThreats": false}})";
}

std::string flow(const std::string& id, const std::string& source, const std::string& target,
                 const std::string& more = {}) {
    return R"({"id": ")" + id + R"(", "shape": "flow", "zIndex": 5, "source": {"cell": ")" + source +
           R"("}, "target": {"cell": ")" + target +
           R"("}, "labels": ["calls"], "data": {"type": "tm.Flow", "name": "calls", "hasOpenThreats": false)" +
           more + "}}";
}

std::string shop() {
    return model_with(
        node("actor", "a1", "Customer", 0, 0) + ", " +
        node("process", "p1", "Web shop", 300, 0, R"(, "isWebApplication": true, "threats": [
   {"id": "t1", "title": "Pretends", "type": "Spoofing", "status": "Open", "severity": "High", "description": "d", "mitigation": "m", "number": 3}])") +
        ", " +
        node("store", "s1", "Orders", 320, 120, R"(, "isEncrypted": true, "storesCredentials": true)") +
        ", " + box("b1", "Inside", 280, -20, 200, 240) + ", " + box("b2", "Everything", 200, -100, 600, 600) +
        ", " +
        flow("f1", "a1", "p1", R"(, "isPublicNetwork": true, "isEncrypted": true, "protocol": "HTTPS")") +
        ", " + flow("f2", "p1", "s1"));
}

struct Read {
    Sources sources;
    Diagnostics diagnostics;
    std::optional<FrontendResult> result;

    explicit Read(std::string text, std::string like = {}) {
        const SourceId source = sources.add("model.json", std::move(text));
        result = frontend().read({sources, source, {{}, {}, std::move(like)}}, diagnostics);
    }
    const DraftModel& draft() const { return result.value().draft; }
    const ToolFindings& findings() const { return result.value().findings; }
    std::string said() const { return render_all(diagnostics, sources, false); }
};

template <typename Places>
std::vector<std::string> ids_of(const Places& places) {
    std::vector<std::string> ids;
    for (const auto& place : places) ids.push_back(place.id);
    return ids;
}

std::string attribute(const DraftPlace& place, std::string_view name) {
    for (const DraftAttribute& attribute : place.attributes)
        if (attribute.name == name) return attribute.value;
    return "(not stated)";
}

TEST(ThreatDragonMapping, ElementsFlowsAndBoundariesHaveIdsOfTheirNames) {
    Read read(shop());
    EXPECT_EQ(read.said(), "");
    EXPECT_EQ(read.draft().name, "Shop");
    EXPECT_THAT(read.draft().owners, ElementsAre("Ada"));
    EXPECT_THAT(ids_of(read.draft().elements), ElementsAre("customer", "web-shop", "orders"));
    EXPECT_THAT(ids_of(read.draft().flows), ElementsAre("customer->web-shop", "web-shop->orders"));
    EXPECT_THAT(ids_of(read.draft().boundaries), ElementsAre("inside", "everything"));
}

TEST(ThreatDragonMapping, TypesFollowShapesAndCheckBoxes) {
    Read read(shop());
    EXPECT_EQ(read.draft().elements[0].type, "customer");
    EXPECT_EQ(read.draft().elements[1].type, "web-application");
    EXPECT_EQ(read.draft().elements[2].type, "database");
    EXPECT_EQ(attribute(read.draft().elements[2], "encrypted-at-rest"), "true");
    EXPECT_THAT(read.draft().elements[2].stores, ElementsAre("credentials"));
    EXPECT_EQ(attribute(read.draft().flows[0], "encrypted"), "true");
    EXPECT_EQ(attribute(read.draft().flows[0], "protocol"), "https");
    EXPECT_THAT(read.draft().flows[0].tags, ElementsAre("public-network"));
}

TEST(ThreatDragonMapping, ElementsAreInTheInnermostBoxAroundThem) {
    Read read(shop());
    EXPECT_EQ(read.draft().elements[0].in, "");
    EXPECT_EQ(read.draft().elements[1].in, "inside");
    EXPECT_EQ(read.draft().boundaries[0].in, "everything");
    EXPECT_EQ(read.draft().boundaries[1].in, "");
}

TEST(ThreatDragonMapping, ThreatsOfTheFileAreFindings) {
    Read read(shop());
    ASSERT_EQ(read.findings().threats.size(), 1u);
    const ToolThreat& threat = read.findings().threats[0];
    EXPECT_EQ(read.findings().rules[threat.rule].name, "threat-dragon.3");
    EXPECT_EQ(read.findings().rules[threat.rule].stride, Stride::spoofing);
    EXPECT_EQ(threat.place, "web-shop");
    EXPECT_EQ(threat.severity, Severity::high);
    EXPECT_EQ(threat.status, ThreatStatus::open);
    EXPECT_EQ(threat.origin[0], (Origin::value_type("diagramId", "0")));
    EXPECT_EQ(threat.origin[1], (Origin::value_type("cellId", "p1")));
}

TEST(ThreatDragonMapping, SuggestionsAreFoundOnlyIfAskedFor) {
    Read read(shop(), "threat-dragon");
    // By type 2 + 6 + 4 + 3 + 3; by context: process 3 + 1, store 3 + 3 + 1, first flow 2.
    EXPECT_EQ(read.findings().threats.size(), 1u + 18 + 4 + 7 + 2);
}

TEST(ThreatDragonMapping, CurvesAreLinesCrossedByWhatTheyCut) {
    const std::string curve =
        R"({"id": "c1", "shape": "trust-broundary-curve", "zIndex": 1, "source": {"x": 200, "y": -50},
 "target": {"x": 210, "y": 90}, "vertices": [], "labels": [{"attrs": {"label": {"text": "Internet"}}}], "data": {"type": "tm.Boundary", "name": ""}})";
    Read read(model_with(node("actor", "a1", "A", 0, 0) + "," + node("process", "p1", "B", 300, 0) + "," +
                         node("store", "s1", "C", 300, 200) + "," + flow("f1", "a1", "p1") + "," +
                         flow("f2", "p1", "s1") + "," + curve));
    EXPECT_EQ(read.said(), "");
    ASSERT_EQ(read.draft().boundaries.size(), 1u);
    EXPECT_EQ(read.draft().boundaries[0].id, "internet");
    EXPECT_TRUE(read.draft().boundaries[0].is_line);
    EXPECT_THAT(read.draft().boundaries[0].crossed_by, ElementsAre("a->b"));
}

TEST(ThreatDragonMapping, FlowsThatLeadNowhereAreReportedAndTheirThreatsKept) {
    Read read(model_with(
        node("actor", "a1", "A", 0, 0) + "," +
        flow(
            "f1", "a1", "gone",
            R"(, "threats": [{"title": "Lost", "type": "Tampering", "status": "Accepted", "mitigation": "fine"}])")));
    EXPECT_THAT(read.said(),
                HasSubstr("the flow `calls` is left out: its target is not attached to an element"));
    EXPECT_THAT(read.draft().flows, IsEmpty());
    ASSERT_EQ(read.findings().threats.size(), 1u);
    EXPECT_EQ(read.findings().threats[0].place, "model");
    EXPECT_EQ(read.findings().threats[0].status, ThreatStatus::accepted);
    EXPECT_EQ(read.findings().threats[0].because, "fine");
}

TEST(ThreatDragonMapping, NumbersThatAreThereTwiceStayApart) {
    const std::string threats =
        R"(, "threats": [{"title": "x", "number": 7, "type": "Tampering"}, {"title": "y", "number": 7, "type": "Tampering"}])";
    Read read(model_with(node("actor", "a1", "A", 0, 0, threats) + "," +
                         node("actor", "a2", "A", 200, 0, threats)));
    std::vector<std::string> names;
    for (const ToolRule& rule : read.findings().rules) names.push_back(rule.name);
    EXPECT_THAT(
        names, ElementsAre("threat-dragon.7", "threat-dragon.7-2", "threat-dragon.7-3", "threat-dragon.7-4"));
}

TEST(ThreatDragonMapping, OutOfScopeIsATagWithItsReasonInANote) {
    Read read(model_with(
        node("actor", "a1", "A", 0, 0, R"(, "outOfScope": true, "reasonOutOfScope": "not ours")")));
    EXPECT_THAT(read.draft().elements[0].tags, ElementsAre("out-of-scope"));
    EXPECT_EQ(read.draft().remarks.back().text, "Out of scope: A. not ours");
}

TEST(ThreatDragonMapping, Version1) {
    Read read(
        R"({"summary": {"title": "Old"}, "detail": {"diagrams": [{"id": 0, "title": "D", "diagramJson": {"cells": [
  {"type": "tm.Process", "id": "p", "z": 1, "position": {"x": 0, "y": 0}, "size": {"width": 10, "height": 10}, "privilegeLevel": "root",
   "attrs": {"text": {"text": "App\nserver"}}, "threats": [{"title": "T", "type": "Tampering", "status": "Not Applicable", "severity": "Low", "ruleId": "r"}]},
  {"type": "tm.Store", "id": "s", "z": 2, "position": {"x": 50, "y": 0}, "size": {"width": 10, "height": 10}, "isALog": true, "attrs": {"text": {"text": "Log"}}},
  {"type": "tm.Flow", "id": "f", "z": 3, "smooth": true, "source": {"id": "p"}, "target": {"id": "s"}, "vertices": [],
   "labels": [{"position": 0.5, "attrs": {"text": {"text": "writes"}}}], "attrs": {}}]}}]}})");
    EXPECT_EQ(read.said(), "");
    EXPECT_THAT(ids_of(read.draft().elements), ElementsAre("app-server", "log"));
    EXPECT_EQ(read.draft().elements[0].title, "App server");
    EXPECT_EQ(attribute(read.draft().elements[0], "runs-as"), "administrator");
    EXPECT_EQ(read.draft().elements[1].type, "log-store");
    EXPECT_THAT(ids_of(read.draft().flows), ElementsAre("app-server->log"));
    EXPECT_EQ(read.draft().flows[0].title, "writes");
    EXPECT_EQ(read.findings().threats[0].status, ThreatStatus::not_applicable);
}

TEST(ThreatDragonBoundaries, ACurveIsARectangleForTheTool) {
    const std::string curve =
        R"({"id": "c1", "shape": "trust-boundary-curve", "zIndex": 1, "source": {"x": 280, "y": -50},
 "target": {"x": 500, "y": 90}, "vertices": [], "data": {"type": "tm.Boundary", "name": "Internet"}})";
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add(
        "m.json", model_with(node("actor", "a1", "A", 0, 0) + "," + node("process", "p1", "B", 300, 0) + "," +
                             flow("f1", "a1", "p1") + "," + curve));
    const Document document = read_document(sources, source, diagnostics).value();
    const Boundaries found = find_boundaries(document.diagrams[0], Crossing::tool);
    ASSERT_EQ(found.boundaries.size(), 1u);
    EXPECT_THAT(found.boundaries[0].contained, ElementsAre(1));
    EXPECT_THAT(found.boundaries[0].crossing, ElementsAre(2));
}

TEST(ThreatDragonSuggestions, AnElementOfAnyModelCanBeAskedAbout) {
    Flags flags;
    flags.handles_goods_or_services = true;
    std::vector<std::string> titles;
    for (const Suggestion& suggestion : suggest(Kind::process, flags, "CIA"))
        titles.push_back(std::string(suggestion.text.empty() ? suggestion.type : suggestion.title));
    EXPECT_THAT(titles, ElementsAre("Confidentiality", "Integrity", "Availability", "Expedition",
                                    "Vulnerability scanning", "Denial of Service", "Scalping", "Sniping",
                                    "Denial of inventory"));
}

TEST(ThreatDragonReading, IsRecognisedByItsTwoParts) {
    EXPECT_TRUE(recognises(shop()));
    EXPECT_TRUE(recognises(R"(  {"detail":{"a":"summary\""},"version":"2","summary":{}})"));
    EXPECT_FALSE(recognises(R"({"detail":{"summary":{}}})"));
    EXPECT_FALSE(recognises(R"({"x":["detail","summary"]})"));
    EXPECT_FALSE(recognises("bartizan: 1\nname: x\n"));
    EXPECT_FALSE(recognises(R"({"summary":{},"detail)"));
    EXPECT_FALSE(recognises(""));
}

TEST(ThreatDragonReading, WhateverIsWrongIsReportedWhereItStands) {
    Read read(
        R"({"summary": [], "detail": {"diagrams": [7, {"cells": {}}, {"cells": [null, {"shape": "proces"}]}]}})");
    EXPECT_THAT(read.said(), HasSubstr("model.json:1:13"));
    EXPECT_THAT(read.said(), HasSubstr("a cell of the shape `proces` is left out"));
    EXPECT_THAT(read.said(), HasSubstr("did you mean `process`?"));
    ASSERT_TRUE(read.result);
    EXPECT_EQ(read.draft().name, "Threat model");
}

TEST(ThreatDragonReading, MoreThanAnyModelHasIsLeftOut) {
    std::string text = R"({"summary": {"title": "T"}, "detail": {"diagrams": [{})";
    for (int i = 0; i < 10'000; ++i) text += ",{}";
    Read read(text + "]}}");
    EXPECT_THAT(read.said(), HasSubstr("a model may have at most 10000 diagrams"));
    EXPECT_EQ(read.draft().diagrams.size(), 10'000u);
}

TEST(ThreatDragonReading, NoInputIsTooStrange) {
    for (
        const char* text :
        {"", "{", "[]", "null", "{}", R"({"summary":null,"detail":null})", "\xFF\xFE{}",
         R"({"summary":{},"detail":{"diagrams":[{"cells":[{"shape":"flow","source":"x","target":[]}]}]}})",
         R"({"summary":{},"detail":{"diagrams":[{"cells":[{"shape":"actor","position":{"x":1e999,"y":"1"},"size":[]}]}]}})",
         R"({"summary":{"title":{}},"detail":{"contributors":[1,null,{"name":[]}],"threatTop":1e99,"diagrams":[{"diagramJson":[]}]}})"})
        Read(text, "threat-dragon");
    Read deep(R"({"summary":{},"detail":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}");
    EXPECT_FALSE(deep.result);
}

const Schema& core() {
    static const Schema schema = [] {
        Sources sources;
        Diagnostics diagnostics;
        std::vector<YamlTree> trees;
        for (const char* pack : {"/packs/core", "/packs/controls"}) {
            auto files = read_pack_trees(sources, std::string(BARTIZAN_REPOSITORY) + pack, diagnostics);
            for (YamlTree& tree : files) trees.push_back(std::move(tree));
        }
        return load_packs(trees, sources, diagnostics).schema;
    }();
    return schema;
}

Written write(const DraftModel& draft, std::optional<std::string_view> original = std::nullopt) {
    return writer().write({core(), draft, original});
}

/// What was between the first and the last difference.
std::pair<std::string, std::string> difference(std::string_view before, std::string_view after) {
    std::size_t begin = 0;
    while (begin < before.size() && begin < after.size() && before[begin] == after[begin]) ++begin;
    std::size_t end = 0;
    while (end < before.size() - begin && end < after.size() - begin &&
           before[before.size() - 1 - end] == after[after.size() - 1 - end])
        ++end;
    return {std::string(before.substr(begin, before.size() - begin - end)),
            std::string(after.substr(begin, after.size() - begin - end))};
}

TEST(ThreatDragonWriting, WhatDidNotChangeKeepsItsBytes) {
    const Read read(shop());
    const Written written = write(read.draft(), shop());
    EXPECT_EQ(written.text, shop());
    EXPECT_THAT(written.losses, IsEmpty());
}

TEST(ThreatDragonWriting, ANewNameChangesTheNameAndWhatIsDrawn) {
    Read read(shop());
    read.result->draft.elements[0].title = "Buyer";
    std::string expected = shop();
    for (std::size_t at; (at = expected.find("Customer")) != std::string::npos;)
        expected.replace(at, 8, "Buyer");
    EXPECT_EQ(write(read.draft(), shop()).text, expected);
    Read box(shop());
    box.result->draft.boundaries[1].title = "All";
    expected = shop();
    for (std::size_t at; (at = expected.find("Everything")) != std::string::npos;)
        expected.replace(at, 10, "All");
    EXPECT_EQ(write(box.draft(), shop()).text, expected);
    Read named_flow(shop());
    named_flow.result->draft.flows[1].title = "asks";
    expected = shop();
    for (std::size_t i = 0; i < 2; ++i) expected.replace(expected.rfind("calls"), 5, "asks");
    EXPECT_EQ(write(named_flow.draft(), shop()).text, expected);
}

TEST(ThreatDragonWriting, ANewDescriptionChangesOnlyThat) {
    Read read(shop());
    read.result->draft.elements[2].text = "All \"orders\"";
    const auto [before, after] = difference(shop(), write(read.draft(), shop()).text);
    EXPECT_EQ(before, "");
    EXPECT_EQ(after, "All \\\"orders\\\"");
}

TEST(ThreatDragonWriting, CheckBoxesFollowAttributes) {
    Read read(shop());
    std::erase_if(read.result->draft.elements[2].attributes,
                  [](const DraftAttribute& stated) { return stated.name == "encrypted-at-rest"; });
    EXPECT_EQ(difference(shop(), write(read.draft(), shop()).text),
              (std::pair<std::string, std::string>("tru", "fals")));
}

TEST(ThreatDragonWriting, ADecisionAboutAThreatOfTheFileChangesItsStatus) {
    Read read(shop());
    DraftDecision decision;
    decision.threat = "threat-dragon.3@web-shop";
    decision.status = ThreatStatus::accepted;
    decision.because = "m";
    read.result->draft.decisions.push_back(decision);
    EXPECT_EQ(difference(shop(), write(read.draft(), shop()).text),
              (std::pair<std::string, std::string>("Open", "Accepted")));
}

TEST(ThreatDragonWriting, ADecisionTakenBackOpensTheThreatAgain) {
    std::string decided = shop();
    decided.replace(decided.find("\"Open\""), 6, "\"Accepted\"");
    Read read(decided);
    ASSERT_EQ(read.draft().decisions.size(), 1u);
    EXPECT_EQ(read.draft().decisions[0].threat, "threat-dragon.3@web-shop");
    EXPECT_EQ(write(read.draft(), decided).text, decided);
    read.result->draft.decisions.clear();
    const std::string opened = write(read.draft(), decided).text;
    EXPECT_THAT(opened, HasSubstr(R"("status": "Open")"));
    EXPECT_THAT(opened, HasSubstr(R"("hasOpenThreats": true)"));
}

TEST(ThreatDragonWriting, Version1IsWrittenAsVersion2WithItsThreats) {
    const std::string original =
        R"({"summary": {"title": "Old"}, "detail": {"diagrams": [{"id": 0, "title": "D", "diagramJson": {"cells": [
  {"type": "tm.Process", "id": "p", "z": 1, "position": {"x": 0, "y": 0}, "size": {"width": 10, "height": 10},
   "attrs": {"text": {"text": "App"}}, "threats": [{"title": "T", "type": "Tampering", "status": "Not Applicable", "severity": "Low"}]}]}}]}})";
    Read read(original);
    const Written written = write(read.draft(), original);
    EXPECT_THAT(written.losses, ElementsAre("the file is written anew, in version 2 of the format"));
    Read again(written.text);
    ASSERT_EQ(again.findings().threats.size(), 1u);
    EXPECT_EQ(again.findings().threats[0].title, "T");
    EXPECT_EQ(again.findings().threats[0].status, ThreatStatus::not_applicable);
}

TEST(ThreatDragonWriting, ADecisionBecomesAThreatAndComesBack) {
    Read read(shop());
    DraftDecision decision;
    decision.threat = "web.open-redirect@orders";
    decision.status = ThreatStatus::mitigated;
    decision.by = "Ada";
    decision.because = "checked";
    decision.until = "2030-01-01";
    read.result->draft.decisions.push_back(decision);
    const std::string changed = write(read.draft(), shop()).text;
    Read again(changed);
    EXPECT_EQ(again.said(), "");
    ASSERT_EQ(again.draft().decisions.size(), 1u);
    EXPECT_EQ(again.draft().decisions[0].threat, "web.open-redirect@orders");
    EXPECT_EQ(again.draft().decisions[0].status, ThreatStatus::mitigated);
    EXPECT_EQ(again.draft().decisions[0].by, "Ada");
    EXPECT_EQ(again.draft().decisions[0].because, "checked");
    EXPECT_EQ(again.draft().decisions[0].until, "2030-01-01");
    EXPECT_EQ(again.findings().threats.size(), 1u);
    EXPECT_THAT(changed, HasSubstr("\"threatTop\": 4"));
    // Untouched, it stays; taken back, it goes.
    EXPECT_EQ(write(again.draft(), changed).text, changed);
    again.result->draft.decisions.clear();
    EXPECT_THAT(write(again.draft(), changed).text, testing::Not(HasSubstr("open-redirect")));
}

TEST(ThreatDragonWriting, WhatIsNewGetsACellAndWhatIsGoneLosesIt) {
    Read read(shop());
    DraftModel& draft = read.result->draft;
    DraftElement element;
    element.id = "cache";
    element.title = "Cache";
    element.type = "cache";
    draft.elements.push_back(element);
    DraftFlow flow;
    flow.id = "web-shop->cache";
    flow.source = "web-shop";
    flow.target = "cache";
    draft.flows.push_back(flow);
    std::erase_if(draft.flows, [](const DraftFlow& one) { return one.id == "customer->web-shop"; });
    std::erase_if(draft.elements, [](const DraftElement& one) { return one.id == "customer"; });
    const std::string changed = write(draft, shop()).text;
    Read again(changed);
    EXPECT_EQ(again.said(), "");
    EXPECT_THAT(ids_of(again.draft().elements), ElementsAre("web-shop", "orders", "cache"));
    EXPECT_THAT(ids_of(again.draft().flows), ElementsAre("web-shop->orders", "web-shop->cache"));
    EXPECT_EQ(write(again.draft(), changed).text, changed);
}

TEST(ThreatDragonWriting, ADraftWithoutOriginalIsDrawn) {
    DraftModel draft;
    draft.name = "Model";
    for (const char* id : {"outer", "inner"}) {
        draft.boundaries.emplace_back().id = id;
        draft.boundaries.back().title = id;
    }
    draft.boundaries[1].in = "outer";
    DraftBoundary line;
    line.id = "internet";
    line.is_line = true;
    line.crossed_by = {"user->app"};
    draft.boundaries.push_back(line);
    for (const auto& [id, type, in] :
         {std::tuple("user", "user", ""), std::tuple("app", "web-application", "inner"),
          std::tuple("db", "database", "inner"), std::tuple("log", "log-store", "outer")}) {
        DraftElement& element = draft.elements.emplace_back();
        element.id = element.title = id;
        element.type = type;
        element.in = in;
    }
    for (const auto& [source, target] :
         {std::pair("user", "app"), std::pair("app", "db"), std::pair("db", "app")}) {
        DraftFlow& flow = draft.flows.emplace_back();
        flow.id = std::string(source) + "->" + target;
        flow.source = source;
        flow.target = target;
    }
    draft.elements[0].tags = {"out-of-scope"};
    const Written written = write(draft);
    Read read(written.text);
    EXPECT_EQ(read.said(), "");
    EXPECT_THAT(written.losses, IsEmpty());
    EXPECT_THAT(ids_of(read.draft().boundaries), testing::UnorderedElementsAre("outer", "inner", "internet"));
    for (const DraftBoundary& boundary : read.draft().boundaries) {
        EXPECT_EQ(boundary.in, boundary.id == "inner" ? "outer" : "");
        if (boundary.is_line) {
            EXPECT_THAT(boundary.crossed_by, ElementsAre("user->app"));
        }
    }
    for (const DraftElement& element : read.draft().elements) {
        const auto same = std::ranges::find(draft.elements, element.id, &DraftElement::id);
        ASSERT_NE(same, draft.elements.end()) << element.id;
        EXPECT_EQ(element.in, same->in) << element.id;
        EXPECT_EQ(element.type, same->type) << element.id;
        EXPECT_EQ(element.tags, same->tags) << element.id;
    }
    EXPECT_THAT(ids_of(read.draft().flows), ElementsAre("user->app", "app->db", "db->app"));
}

TEST(ThreatDragonWriting, BoundariesInACircleAreDrawnToo) {
    DraftModel draft;
    draft.name = "Model";
    for (const char* id : {"a", "b", "c"}) draft.boundaries.emplace_back().id = id;
    draft.boundaries[0].in = "b";
    draft.boundaries[1].in = "c";
    draft.boundaries[2].in = "a";
    EXPECT_EQ(Read(write(draft).text).draft().boundaries.size(), 3u);
}

TEST(ThreatDragonWriting, LossesAreSaid) {
    Read read(shop());
    read.result->draft.controls.push_back({"rate-limiting", "web-shop", "", {}});
    read.result->draft.elements[0].attributes.push_back({"internet-facing", "true"});
    EXPECT_THAT(write(read.draft(), shop()).losses,
                ElementsAre("controls have no field in Threat Dragon",
                            "the attribute `internet-facing` has no field in Threat Dragon"));
}

TEST(ThreatDragonWriting, APrettyFileStaysPretty) {
    const std::string original = R"({
  "summary": {
    "title": "T"
  },
  "detail": {
    "threatTop": 0,
    "diagrams": [
      {
        "cells": [
          {
            "shape": "actor", "id": "a", "position": {"x": 0, "y": 0}, "size": {"width": 50, "height": 50},
            "data": {
              "name": "A",
              "threats": []
            }
          }
        ]
      }
    ]
  }
}
)";
    Read read(original);
    read.result->draft.elements[0].text = "new";
    const std::string changed = write(read.draft(), original).text;
    EXPECT_EQ(difference(original, changed).second, R"(,
              "description": "new")");
}

}  // namespace
}  // namespace bartizan::threatdragon
