// Models as drafts and drafts as models: nothing that the language can say gets lost on the way.
#include "formats/draft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/analyse.h"
#include "formats/native/read.h"
#include "formats/native/write.h"
#include "packs/builtin_packs.h"
#include "rules/pack.h"

namespace bartizan {
namespace {

namespace fs = std::filesystem;

const Knowledge& knowledge() {
    static Sources sources;
    static Diagnostics diagnostics;
    static const Knowledge loaded = load_packs(builtin_pack_trees(sources), sources, diagnostics);
    return loaded;
}

struct Read {
    Sources sources;
    Diagnostics diagnostics;
    SourceId source;
    Model model;

    explicit Read(std::string text, std::string name = "model.yaml")
        : source(sources.add(std::move(name), std::move(text))),
          model(read_model(read_documents(sources, source, diagnostics), knowledge().schema, diagnostics)) {}

    std::string messages() const { return render_all(diagnostics, sources, false); }
};

std::string text_of_file(const fs::path& path) {
    Sources sources;
    return std::string(sources[*sources.read(path.string())].text);
}

/// Which rules are switched off is no part of a draft.
std::vector<std::string> threats_of(Model model) {
    model.disabled_rules.clear();
    Diagnostics diagnostics;
    const Analysis analysis = analyse(knowledge(), model, *parse_date("2026-01-01"), diagnostics);
    std::vector<std::string> threats;
    for (const Threat& threat : analysis.findings.threats)
        threats.push_back(threat_id(knowledge(), model, threat) + " " + std::string(name_of(threat.status)));
    std::ranges::sort(threats);
    return threats;
}

class ExampleDraft : public testing::TestWithParam<fs::path> {};

TEST_P(ExampleDraft, IsWrittenAndReadWithoutLoss) {
    const Read original(text_of_file(GetParam()), GetParam().string());
    DraftModel draft = draft_of(original.model, knowledge().schema);
    EXPECT_EQ(keep_what_is_known(draft, knowledge().schema), std::vector<std::string>());
    const std::string written = write_native(draft);
    const Read again(written);
    ASSERT_FALSE(again.diagnostics.has_errors()) << again.messages();
    EXPECT_EQ(write_native(draft_of(again.model, knowledge().schema)), written);
    EXPECT_EQ(again.model.elements.size(), original.model.elements.size());
    EXPECT_EQ(again.model.flows.size(), original.model.flows.size());
    EXPECT_EQ(again.model.placements.size(), original.model.placements.size());
    EXPECT_EQ(again.model.decisions.size(), original.model.decisions.size());
    // Evidence is not carried, so what it closed may be open; but the threats are the same.
    const auto without_status = [](std::vector<std::string> threats) {
        for (std::string& threat : threats) threat.erase(threat.rfind(' '));
        return threats;
    };
    EXPECT_EQ(without_status(threats_of(again.model)), without_status(threats_of(original.model)));
}

std::vector<fs::path> examples() {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(fs::path(BARTIZAN_REPOSITORY) / "examples"))
        if (fs::exists(entry.path() / "threatmodel.yaml")) paths.push_back(entry.path() / "threatmodel.yaml");
    std::ranges::sort(paths);
    return paths;
}

INSTANTIATE_TEST_SUITE_P(Examples, ExampleDraft, testing::ValuesIn(examples()), [](const auto& info) {
    std::string name = info.param.parent_path().filename();
    std::ranges::replace(name, '-', '_');
    return name;
});

DraftModel small_draft() {
    DraftModel draft;
    draft.name = "Hostile: \"names\"\n# and breaks";
    draft.boundaries.resize(2);
    draft.boundaries[0].id = "zone";
    draft.boundaries[1].id = "arc";
    draft.boundaries[1].is_line = true;
    draft.boundaries[1].crossed_by = {"a->b"};
    draft.elements.resize(2);
    draft.elements[0].id = "a";
    draft.elements[0].type = "browser";
    draft.elements[0].title = "yes";
    draft.elements[1].id = "b";
    draft.elements[1].type = "no-such-type";
    draft.elements[1].text = "Two\nlines: {x} # no comment";
    draft.elements[1].where = {SourceId(0), 5, 7};
    draft.elements[1].attributes = {{"internet-facing", "true"}, {"no-such-attribute", "1"}};
    draft.flows.resize(1);
    draft.flows[0].id = "a->b";
    draft.flows[0].source = "a";
    draft.flows[0].target = "b";
    draft.flows[0].attributes = {{"protocol", "https"}, {"encrypted", "perhaps"}};
    draft.decisions.push_back({"tmt.TH1@a->b", ThreatStatus::accepted, "", "", "", "", {}});
    draft.extensions.push_back({"threat-dragon", R"({"a":[1,"x: y"]})"});
    return draft;
}

TEST(Draft, LeavesOutWhatThePacksDoNotKnow) {
    DraftModel draft = small_draft();
    const std::vector<std::string> lost = keep_what_is_known(draft, knowledge().schema);
    EXPECT_EQ(lost.size(), 3u);
    EXPECT_EQ(draft.elements[1].type, "process");
    ASSERT_EQ(draft.flows[0].attributes.size(), 1u);
    EXPECT_EQ(draft.flows[0].attributes[0].name, "protocol");
}

TEST(Draft, BecomesAModelWithThePlacesOfItsFile) {
    Sources sources;
    Diagnostics diagnostics;
    const SourceId file = sources.add("model.tm7", "0123456789");
    DraftModel draft = small_draft();
    keep_what_is_known(draft, knowledge().schema);
    const Model model = build_model(draft, knowledge().schema, sources, file, diagnostics);
    EXPECT_EQ(render_all(diagnostics, sources, false), "");
    EXPECT_EQ(model.text_of(model.name), draft.name);
    const Element& element = model[model.find_element("b")];
    EXPECT_EQ(element.where.source, file);
    EXPECT_EQ(element.where.begin, 5u);
    EXPECT_EQ(model.text_of(element.text), draft.elements[1].text);
    EXPECT_EQ(model[model.find_flow("a->b")].where.source, file);
    EXPECT_TRUE(model.crosses(model.find_flow("a->b"), model.find_boundary("arc")));
    EXPECT_FALSE(model.crosses(model.find_flow("a->b"), model.find_boundary("zone")));
    EXPECT_TRUE(model.crosses_any(model.find_flow("a->b")));
    ASSERT_EQ(model.decisions.size(), 1u);
    EXPECT_EQ(model.text_of(model.decisions[0].threat), "tmt.TH1@a->b");
    const DraftModel back = draft_of(model, knowledge().schema);
    EXPECT_EQ(back.boundaries[1].crossed_by, draft.boundaries[1].crossed_by);
    ASSERT_EQ(back.extensions.size(), 1u);
    EXPECT_EQ(back.extensions[0].json, R"({"a": [1, "x: y"]})");
}

TEST(Draft, MayHavePlacesInSeveralFiles) {
    Sources sources;
    Diagnostics diagnostics;
    const SourceId file = sources.add("model.yaml", "0123456789");
    const SourceId included = sources.add("flows.yaml", "0123456789");
    DraftModel draft = small_draft();
    draft.flows[0].two_way = true;
    draft.flows[0].where = {included, 1, 2};
    keep_what_is_known(draft, knowledge().schema);
    const Model model = build_model(draft, knowledge().schema, sources, file, diagnostics);
    EXPECT_EQ(render_all(diagnostics, sources, false), "");
    for (const char* id : {"a->b", "b->a"})
        EXPECT_EQ(model[model.find_flow(id)].where.source, included) << id;
}

TEST(DraftIds, AreMadeOfTitlesAndEachOnce) {
    DraftIds ids;
    EXPECT_EQ(ids.make("Orders API (v2)", "element"), "orders-api-v2");
    EXPECT_EQ(ids.make("orders api v2", "element"), "orders-api-v2-2");
    EXPECT_EQ(ids.make("2nd queue", "element"), "n2nd-queue");
    EXPECT_EQ(ids.make("Модель", "element"), "element");
    EXPECT_EQ(ids.make("model", "element"), "model-2");
    EXPECT_EQ(ids.make_flow("a", "b", "Get orders"), "a->b");
    EXPECT_EQ(ids.make_flow("a", "b", "Get orders"), "get-orders");
    EXPECT_EQ(ids.make_flow("a", "a", "Tick"), "tick");
}

}  // namespace
}  // namespace bartizan
