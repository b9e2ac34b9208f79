// Each folder of tests/cases/analysis holds a model and what the analyses find in it: diagnostics, then one
// line per threat with the controls that cover it or the way around them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "analysis/analyse.h"
#include "formats/native/read.h"
#include "rules/pack.h"

namespace bartizan {
namespace {

namespace fs = std::filesystem;

const fs::path cases = fs::path(BARTIZAN_REPOSITORY) / "tests/cases/analysis";
const Date today = *parse_date("2026-11-01");

std::string how_text(Coverage::How how) {
    switch (how) {
        case Coverage::How::at_place:
            return "at the place";
        case Coverage::How::at_end:
            return "at an end";
        case Coverage::How::in_boundary:
            return "in a boundary";
        case Coverage::How::upstream:
            return "upstream";
    }
    return "";
}

std::string coverage_text(const Knowledge& knowledge, const Model& model, const Findings& findings,
                          const Threat& threat) {
    std::string text;
    for (std::uint32_t i = 0; i < threat.coverage.count; ++i) {
        const Coverage& coverage = findings.coverage[threat.coverage.first + i];
        const ControlPlacement& placement = findings.placements[coverage.placement];
        text += "    by " + knowledge.schema[placement.control].name + " " + how_text(coverage.how) + " (" +
                model.place_id(placement.place) + (placement.recognised ? ", recognised" : "") + "), " +
                std::string(name_of(threat.assurance)) + (threat.needs_evidence ? ", needs evidence" : "") +
                "\n";
    }
    for (std::uint32_t i = 0; i < threat.bypasses.count; ++i) {
        const Bypass& bypass = findings.bypasses[threat.bypasses.first + i];
        text += "    around " + knowledge.schema[bypass.control].name + ":";
        for (std::uint32_t f = 0; f < bypass.path.count; ++f)
            text += " " + model.place_id(findings.path_flows[bypass.path.first + f]);
        text += "\n";
    }
    return text;
}

std::string outcome(const fs::path& folder) {
    Sources sources;
    Diagnostics diagnostics;
    std::vector<YamlTree> trees = read_pack_trees(sources, BARTIZAN_REPOSITORY "/packs/core", diagnostics);
    for (YamlTree& tree : read_pack_trees(sources, cases / "pack.yaml", diagnostics))
        trees.push_back(std::move(tree));
    const Knowledge knowledge = load_packs(trees, sources, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << render_all(diagnostics, sources, false);

    std::ifstream file(folder / "model.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    const SourceId source = sources.add("model.yaml", text.str());
    const auto documents = read_documents(sources, source, diagnostics);
    const Model model = read_model(documents, knowledge.schema, diagnostics);
    const Analysis analysis = analyse(knowledge, model, today, diagnostics);

    std::string result = diagnostics.all().empty() ? "" : render_all(diagnostics, sources, false) + "\n";
    for (const Threat& threat : analysis.findings.threats)
        result += std::string(name_of(threat.severity)) + " " + std::string(name_of(threat.status)) + " " +
                  threat_id(knowledge, model, threat) +
                  (threat.decision_expired ? " (decision expired)" : "") + "\n" +
                  coverage_text(knowledge, model, analysis.findings, threat);
    return result;
}

class AnalysisCase : public testing::TestWithParam<std::string> {};

TEST_P(AnalysisCase, FindsWhatIsExpected) {
    const fs::path folder = cases / GetParam();
    const std::string found = outcome(folder);
    if (std::getenv("BARTIZAN_UPDATE_CASES")) {
        std::ofstream(folder / "expected.txt") << found;
        return;
    }
    std::ifstream file(folder / "expected.txt");
    std::ostringstream expected;
    expected << file.rdbuf();
    EXPECT_EQ(found, expected.str());
}

std::vector<std::string> case_names() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(cases))
        if (entry.is_directory()) names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

INSTANTIATE_TEST_SUITE_P(Analysis, AnalysisCase, testing::ValuesIn(case_names()), [](const auto& info) {
    std::string name = info.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

}  // namespace
}  // namespace bartizan
