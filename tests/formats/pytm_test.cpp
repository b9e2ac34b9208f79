// pytm's models: what is read, what is found, what becomes of it, and how it is written back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "formats/pytm/frontend.h"
#include "formats/pytm/map.h"
#include "formats/pytm/read.h"
#include "formats/pytm/resolve.h"
#include "rules/pack.h"

namespace bartizan::pytm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Model {
    Sources sources;
    Diagnostics diagnostics;
    std::optional<Document> document;

    explicit Model(std::string text) {
        const SourceId source = sources.add("model", std::move(text));
        document = is_json_model(sources[source].text) ? read_json_model(sources, source, diagnostics)
                                                       : read_python_model(sources, source, diagnostics);
    }

    std::string said() const { return render_all(diagnostics, sources, false); }

    /// "SID target" of each finding.
    std::vector<std::string> find(std::string rules, Version version = Version::v1_4_0) {
        const SourceId source = sources.add("threats.json", std::move(rules));
        const Library library = read_rules(sources, source, *document, diagnostics);
        complete(*document, version, diagnostics);
        const Findings findings = resolve(*document, library, version, diagnostics);
        std::vector<std::string> lines;
        for (const Finding& one : findings.findings)
            lines.push_back(library.rules[one.rule].sid + " " + std::string(document->name_of(one.element)));
        for (const Finding& one : findings.excluded)
            lines.push_back("(" + library.rules[one.rule].sid + " " +
                            std::string(document->name_of(one.element)) + ")");
        return lines;
    }
};

std::string rule(const std::string& sid, const std::string& target, const std::string& condition) {
    return R"([{"SID": ")" + sid + R"(", "target": [")" + target +
           R"("], "severity": "High", "condition": ")" + condition + "\"}]";
}

constexpr const char* shop = R"({
  "name": "Shop",
  "boundaries": [{"name": "Internet"}, {"name": "Rack", "inBoundary": "Internet"}],
  "data": [{"name": "card", "format": "XML", "classification": "SECRET", "isPII": true}],
  "elements": [
    {"__class__": "Actor", "name": "Buyer", "inBoundary": "Internet"},
    {"__class__": "Server", "name": "Web", "inBoundary": "Rack", "protocol": "HTTPS", "port": 443,
     "minTLSVersion": "TLSv12", "controls": {"isEncrypted": true, "isHardened": true, "validatesInput": true}},
    {"__class__": "Datastore", "name": "Orders", "controls": {"isEncryptedAtRest": true}}
  ],
  "flows": [
    {"name": "buy", "source": "Buyer", "sink": "Web", "data": ["card"], "protocol": "FTP", "tlsVersion": "TLSv11"},
    {"name": "bought", "source": "Web", "sink": "Buyer", "isResponse": true},
    {"name": "store", "source": "Web", "sink": "Orders", "note": "by SQL"}
  ]
})";

std::vector<std::string> in_shop(const std::string& target, const std::string& condition) {
    Model model(shop);
    std::vector<std::string> found = model.find(rule("X", target, condition));
    for (std::string& line : found) line = line.substr(2);
    return found;
}

TEST(PytmJson, IsReadWithDefaults) {
    Model model(shop);
    EXPECT_EQ(model.said(), "");
    const Document& document = *model.document;
    ASSERT_EQ(document.objects.size(), 9u);
    const ObjectId web(4);
    EXPECT_EQ(document.name_of(web), "Web");
    EXPECT_EQ(document.kind_of(web), Class::server);
    EXPECT_TRUE(document.is_true(web, Attribute::inScope));
    EXPECT_FALSE(document.get(web, Attribute::usesCache).stated);
    EXPECT_TRUE(document.get(web, Attribute::port).stated);
    EXPECT_EQ(document.object(web, Attribute::inBoundary), ObjectId(1));
    EXPECT_THAT(document[ObjectId(6)].data, ElementsAre(ObjectId(2)));
    EXPECT_EQ(document.get(ObjectId(5), Attribute::onAWS).kind, ValueKind::boolean);
    EXPECT_EQ(document.get(ObjectId(1), Attribute::port).kind, ValueKind::missing);
}

TEST(PytmJson, ReportsEverythingThatIsWrong) {
    Model model(R"({"elements": [{"__class__": "Servr", "name": "a", "usesVPN": "maybe", "inBoundary": "no"},
        {"__class__": "Server"}, 7], "flows": [{"name": "f", "source": "a", "sink": "b"}]})");
    const std::string said = model.said();
    for (const char* part :
         {"has no `name`", "`Servr` is no class", "did you mean `Server`", "`usesVPN`",
          "there is no boundary `no`", "there is no element `b`", "the flow `f` is left out"})
        EXPECT_THAT(said, HasSubstr(part));
}

TEST(PytmJson, CircleOfBoundariesIsBroken) {
    Model model(
        R"({"name": "m", "boundaries": [{"name": "a", "inBoundary": "b"}, {"name": "b", "inBoundary": "a"}],
        "elements": [{"__class__": "Server", "name": "s"}], "flows": []})");
    EXPECT_THAT(model.said(), HasSubstr("is within itself"));
    EXPECT_FALSE(map_document(*model.document).draft.boundaries[0].in ==
                 map_document(*model.document).draft.boundaries[1].in);
}

TEST(PytmPython, DeclaresTheSameAsJson) {
    Model model(R"(
from pytm import *
import pytm as p, random
"""A shop."""
random.seed(0)
tm = TM("Shop", description="sells")
tm.isOrdered = True
web = Server("Web", usesCache=True)  # comment
net: Boundary = Boundary("In" "ternet")
card = Data("card", classification=Classification.SECRET)
db = p.Datastore('Orders')
for x in [web, db]:
    x.inBoundary = net
    x.controls.isHardened = True
web.overrides = [Finding(threat_id="X", cvss="9", response="mitigated: done")]
web.assumptions = [Assumption("safe", exclude={"Y"})]
flow = Dataflow(web, db, name="store"); flow.data = {card}
back = Dataflow(
    db, web, "stored",
    responseTo=flow)
if __name__ == "__main__":
    tm.process()
)");
    EXPECT_EQ(model.said(), "");
    const Document& document = *model.document;
    ASSERT_EQ(document.objects.size(), 6u);
    EXPECT_EQ(document.name, "Shop");
    EXPECT_EQ(document.description, "sells");
    EXPECT_EQ(document.name_of(ObjectId(1)), "Internet");
    EXPECT_TRUE(document.is_true(ObjectId(3), attribute_of(Control::isHardened)));
    EXPECT_EQ(document.object(ObjectId(3), Attribute::inBoundary), ObjectId(1));
    EXPECT_EQ(document.details_of(ObjectId(0)).overrides[0].field("cvss"), "9");
    EXPECT_TRUE(document.is_true(ObjectId(5), Attribute::isResponse));
    EXPECT_EQ(document.object(ObjectId(4), Attribute::response), ObjectId(5));
}

TEST(PytmPython, RefusesWhatWouldHaveToBeExecuted) {
    for (const char* line :
         {"def f():\n    return 1\nx = 1", "while True:\n    pass", "if 1 > 0:\n    x = Server('a')",
          "x = [Server(n) for n in names]", "x = open('/etc/passwd')", "x = Servr('a')", "x = f'{tm}'",
          "for i in range(10):\n    Server('s')", "x = lambda: 1", "y = missing",
          "x = Server('a').name.upper()", "x, y = 1, 2", "x = tm['a']", "import os\nos.system('true')"}) {
        Model model(std::string("from pytm import TM\ntm = TM('m')\n") + line + "\n");
        EXPECT_TRUE(model.diagnostics.has_errors()) << line;
        EXPECT_TRUE(model.document->objects.size() <= 1) << line;
    }
    Model model("from pytm import *\ntm = TM('m')\ntm.x = Servr('a')\n");
    EXPECT_THAT(model.said(), HasSubstr("model:3:8"));
    EXPECT_THAT(model.said(), HasSubstr("did you mean `Server`"));
}

TEST(PytmPython, SurvivesWhatIsNoPython) {
    for (const char* text :
         {"", "import pytm", "import pytm\nx = ", "import pytm\nx = 'abc", "import pytm\n((((",
          "import pytm\n    x\n  y\n", "import pytm\nx = )", "import pytm\n\x01\x02", "import pytm\nfor",
          "import pytm\nif", "import pytm\nx = '''a", "import pytm\n\\"}) {
        Model model(text);
        EXPECT_TRUE(model.diagnostics.has_errors()) << text;
    }
    Model deep("import pytm\nx = " + std::string(100'000, '(') + "\n");
    EXPECT_TRUE(deep.diagnostics.has_errors());
    std::string nested = "import pytm\n";
    for (int i = 0; i < 500; ++i) nested += std::string(static_cast<std::size_t>(i), ' ') + "if x:\n";
    EXPECT_TRUE(Model(nested).diagnostics.has_errors());
}

TEST(PytmConditions, ReadAttributesAndControls) {
    EXPECT_THAT(in_shop("Server", "target.controls.isHardened is True"), ElementsAre("Web"));
    EXPECT_THAT(in_shop("Server", "target.controls.isHardened is False"), IsEmpty());
    EXPECT_THAT(in_shop("Server", "target.port == 443 and target.protocol != 'HTTP'"), ElementsAre("Web"));
    EXPECT_THAT(in_shop("Asset", "not target.controls.isHardened"), ElementsAre("Orders"));
    EXPECT_THAT(in_shop("Element", "True"),
                ElementsAre("Internet", "Rack", "Buyer", "Web", "Orders", "buy", "bought", "store"));
}

TEST(PytmConditions, CompareAsPythonDoes) {
    EXPECT_THAT(in_shop("Server", "0 < target.port <= 443"), ElementsAre("Web"));
    EXPECT_THAT(in_shop("Server", "target.protocol in ('HTTP', 'HTTPS')"), ElementsAre("Web"));
    EXPECT_THAT(in_shop("Server", "target.protocol not in ['HTTP']"), ElementsAre("Web"));
    EXPECT_THAT(in_shop("Server", "'TTP' in target.protocol"), ElementsAre("Web"));
    EXPECT_THAT(in_shop("Server", "target.minTLSVersion >= TLSVersion.TLSv12"), ElementsAre("Web"));
    EXPECT_THAT(in_shop("Server", "target.minTLSVersion < 'x' or True"), IsEmpty());
    EXPECT_THAT(in_shop("Dataflow", "target.data == 'card'"), ElementsAre("buy"));
    EXPECT_THAT(in_shop("Dataflow", "'card' in target.data"), ElementsAre("buy"));
    EXPECT_THAT(in_shop("Dataflow", "len(target.data) > 0"), ElementsAre("buy"));
    EXPECT_THAT(in_shop("Dataflow", "any(d.format == 'XML' for d in target.data if d.isPII)"),
                ElementsAre("buy"));
    EXPECT_THAT(in_shop("Dataflow", "all(d.format == 'XML' for d in target.data)"),
                ElementsAre("buy", "bought", "store"));
    EXPECT_THAT(in_shop("Server", "1 if target.usesCache else 0"), IsEmpty());
    EXPECT_THAT(in_shop("Server", "target.port + 1 == 444 and -target.port < 0"), ElementsAre("Web"));
}

TEST(PytmConditions, CallMethods) {
    EXPECT_THAT(in_shop("Dataflow", "target.hasDataLeaks()"), ElementsAre("buy"));
    EXPECT_THAT(in_shop("Server", "target.checkTLSVersion(target.inputs)"), ElementsAre("Web"));
    EXPECT_THAT(in_shop("Element", "target.inside(Boundary)"), ElementsAre("Rack", "Buyer", "Web"));
    EXPECT_THAT(in_shop("Dataflow", "target.crosses(Boundary)"), ElementsAre("buy", "bought", "store"));
    EXPECT_THAT(in_shop("Dataflow", "target.exits(Boundary)"), ElementsAre("store"));
    EXPECT_THAT(in_shop("Dataflow", "target.enters(Boundary)"), IsEmpty());
    EXPECT_THAT(in_shop("Element", "target.oneOf(Actor, Datastore)"), ElementsAre("Buyer", "Orders"));
}

TEST(PytmConditions, AreFalseWhereTheyCannotBe) {
    Model model(shop);
    EXPECT_THAT(model.find(rule("X", "Server", "target.usesCach is True or True")), IsEmpty());
    EXPECT_THAT(model.said(), HasSubstr("`X`"));
    EXPECT_THAT(model.said(), HasSubstr("did you mean `usesCache`"));
    EXPECT_THAT(model.said(), HasSubstr("threats.json:1:71"));
}

TEST(PytmConditions, ReportWhatIsNotRead) {
    for (const char* condition :
         {"target.", "target.data[0]", "lambda: 1", "__import__('os')", "target.delete()", "x", "1 2", "(",
          "a b", "target.x(y=1)", "Lifetime.FOREVER", "any(d for d in target.data for e in d)", "{1: 2}",
          "f'{target}'"}) {
        Model model(shop);
        EXPECT_THAT(model.find(rule("X", "Server", condition)), IsEmpty()) << condition;
        EXPECT_GE(model.diagnostics.warning_count(), 1u) << condition;
    }
}

TEST(PytmCompletion, FlowsTakeOverFromTheirEnds) {
    Model model(shop);
    model.find("[]");
    const Document& document = *model.document;
    const ObjectId buy(6), bought(7);
    EXPECT_EQ(document.text(buy, Attribute::protocol), "HTTPS");  // not the FTP that is written
    EXPECT_EQ(document.get(buy, Attribute::dstPort).number, 443);
    EXPECT_TRUE(document.is_true(buy, attribute_of(Control::isEncrypted)));
    EXPECT_EQ(document.object(buy, Attribute::response), bought);
    EXPECT_EQ(document.get(bought, Attribute::srcPort).number, 443);
}

TEST(PytmCompletion, OldVersionKeepsWhatIsWritten) {
    Model model(shop);
    model.find("[]", Version::v1_3_1);
    EXPECT_EQ(model.document->text(ObjectId(6), Attribute::protocol), "FTP");
}

TEST(PytmCompletion, OldVersionStopsAtExceptions) {
    Model model(shop);
    EXPECT_THAT(model.find(rule("X", "Element", "target.port == 443"), Version::v1_3_1), IsEmpty());
    EXPECT_THAT(model.said(), HasSubstr("pytm 1.3.1 stops"));
}

TEST(PytmFindings, OverridesAndAssumptionsChangeThem) {
    Model model(R"({"name": "m", "elements": [
        {"__class__": "Server", "name": "a", "overrides": [{"threat_id": "N", "response": "accepted"}]},
        {"__class__": "Server", "name": "b", "assumptions": [{"name": "s", "exclude": ["Y"]}]},
        {"__class__": "Server", "name": "c", "inScope": false}], "flows": []})");
    EXPECT_THAT(model.find(R"([{"SID": "N", "target": "Server", "condition": "False"},
        {"SID": "Y", "target": "Server", "condition": "True"},
        {"SID": "D", "DEPRECATED": true, "target": "Server", "condition": "True"}])"),
                ElementsAre("N a", "Y a", "(Y b)"));
}

TEST(PytmFrontend, MapsToADraft) {
    Sources sources;
    Diagnostics diagnostics;
    const auto result = read({sources, sources.add("shop.json", shop), {}}, diagnostics);
    const DraftModel& draft = result->draft;
    EXPECT_EQ(draft.name, "Shop");
    ASSERT_EQ(draft.elements.size(), 3u);
    EXPECT_EQ(draft.elements[0].type, "user");
    EXPECT_EQ(draft.elements[1].type, "web-server");
    EXPECT_EQ(draft.elements[1].in, "rack");
    EXPECT_EQ(draft.elements[2].type, "relational-database");
    EXPECT_EQ(draft.boundaries[1].in, "internet");
    EXPECT_EQ(draft.data[0].attributes[0].value, "restricted");
    ASSERT_EQ(draft.flows.size(), 3u);
    EXPECT_EQ(draft.flows[0].id, "buyer->web");
    EXPECT_THAT(draft.flows[0].data, ElementsAre("card"));
    EXPECT_THAT(draft.flows[1].tags, ElementsAre("response"));
    EXPECT_THAT(result->findings.threats, IsEmpty());
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

TEST(PytmFrontend, ControlsStandOnlyWhereTheyCan) {
    Sources sources;
    Diagnostics diagnostics;
    const SourceId source = sources.add("m.json", R"({"name": "m", "boundaries": [{"name": "b", "controls":
        {"isHardened": true, "validatesInput": true}}], "elements": [
        {"__class__": "ExternalEntity", "name": "e", "controls": {"validatesInput": true}},
        {"__class__": "Datastore", "name": "d", "controls": {"isHardened": true, "validatesInput": true}},
        {"__class__": "Server", "name": "s", "controls": {"validatesInput": true}}], "flows": [
        {"name": "f", "source": "e", "sink": "s", "controls": {"validatesInput": true, "isHardened": true}}]})");
    DraftModel draft = read({sources, source, {}}, diagnostics)->draft;
    EXPECT_EQ(keep_what_is_known(draft, core()).size(), 2u);
    std::vector<std::string> placed;
    for (const DraftControl& control : draft.controls)
        placed.push_back(control.control + " " + control.place);
    EXPECT_THAT(placed, ElementsAre("hardening boundary:b", "hardening d", "input-validation s",
                                    "input-validation e->s"));
}

TEST(PytmFrontend, RecognisesItsTexts) {
    EXPECT_TRUE(recognises_json(shop));
    EXPECT_FALSE(recognises_python(shop));
    EXPECT_TRUE(recognises_python("#!/usr/bin/python3\nfrom pytm import TM\n"));
    EXPECT_TRUE(recognises_python("import pytm\n"));
    EXPECT_FALSE(recognises_python("import pytmlike\n"));
    EXPECT_FALSE(recognises_python("bartizan: 1\nname: from pytm import\n"));
    EXPECT_FALSE(recognises_json("{\"elements\": [], \"flows\": []}"));
    EXPECT_FALSE(recognises_python(""));
}

struct Writing {
    Sources sources;
    Diagnostics diagnostics;
    DraftModel draft;
    Schema schema;

    explicit Writing(const char* text) {
        draft = read({sources, sources.add("m.json", text), {}}, diagnostics)->draft;
    }
    std::string write_back(const char* original) const {
        return pytm::write(
                   {schema, draft, original ? std::optional<std::string_view>(original) : std::nullopt})
            .text;
    }
};

TEST(PytmWriter, KeepsWhatDidNotChange) {
    // An empty schema knows no attributes and controls, so the draft is left with what it keeps.
    Writing writing(shop);
    keep_what_is_known(writing.draft, writing.schema);
    EXPECT_EQ(writing.write_back(shop), shop);
    writing.draft.elements[1].title = "Shop window";
    const std::string changed = writing.write_back(shop);
    EXPECT_THAT(changed,
                HasSubstr("\"name\": \"Shop window\", \"inBoundary\": \"Rack\", \"protocol\": \"HTTPS\""));
    EXPECT_THAT(
        changed,
        HasSubstr(R"({"name": "store", "source": "Shop window", "sink": "Orders", "note": "by SQL"})"));
    writing.draft.elements.pop_back();
    EXPECT_THAT(writing.write_back(shop), testing::Not(HasSubstr("Datastore")));
}

TEST(PytmWriter, WhatItWritesReadsAsTheSame) {
    Writing writing(shop);
    const std::string text = writing.write_back(nullptr);
    ASSERT_TRUE(recognises_json(text)) << text;
    Writing again(text.c_str());
    EXPECT_FALSE(again.diagnostics.has_errors()) << render_all(again.diagnostics, again.sources, false);
    EXPECT_EQ(again.write_back(nullptr), text);
    ASSERT_EQ(again.draft.flows.size(), 3u);
    EXPECT_EQ(again.draft.elements[1].in, "rack");
    EXPECT_EQ(again.draft.controls.size(), writing.draft.controls.size());
}

}  // namespace
}  // namespace bartizan::pytm
