// Models of Threat Dragon as drafts, with the threats they hold, and drafts as models of Threat Dragon.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "formats/threatdragon/boundaries.h"
#include "formats/threatdragon/format.h"
#include "formats/threatdragon/read.h"
#include "formats/threatdragon/suggestions.h"

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
    EXPECT_EQ(read.draft().elements[0].type, "user");
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
    EXPECT_EQ(threat.origin[0], (std::pair<std::string, std::string>("diagramId", "0")));
    EXPECT_EQ(threat.origin[1], (std::pair<std::string, std::string>("cellId", "p1")));
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

}  // namespace
}  // namespace bartizan::threatdragon
