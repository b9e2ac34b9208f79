// Each folder of tests/cases/diagnostics is named for a kind of diagnostic and holds a model that earns it
// (`input.yaml` with the files it includes, or `input` with the ending of another format), perhaps a pack of
// its own (`pack.yaml`), and what is said
// (`expected.txt`, rewritten if BARTIZAN_UPDATE_CASES is set). Every kind has a folder and a section in
// docs/diagnostics.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/analyse.h"
#include "formats/native/read.h"
#include "formats/registry.h"
#include "rules/pack.h"

namespace bartizan {
namespace {

namespace fs = std::filesystem;

const fs::path repository = BARTIZAN_REPOSITORY;
const fs::path cases = repository / "tests/cases/diagnostics";

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Knowledge knowledge_of_case(Sources& sources, Diagnostics& diagnostics) {
    std::vector<YamlTree> trees;
    std::vector<fs::path> packs = {repository / "packs/core", repository / "packs/controls",
                                   cases / "rules.yaml"};
    if (fs::exists("pack.yaml")) packs.push_back("pack.yaml");
    for (const fs::path& pack : packs) {
        for (YamlTree& tree : read_pack_trees(sources, pack, diagnostics)) trees.push_back(std::move(tree));
    }
    return load_packs(trees, sources, diagnostics, PackOptions{.with_examples = true, .builtin_trees = 0});
}

/// The file called `input`, whatever its ending.
std::string input_of(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().stem() == "input") return entry.path().filename();
    return {};
}

/// What is said of the case in the current folder: paths in it are relative, as in a user's terminal.
std::string said_of_case() {
    Sources sources;
    Diagnostics diagnostics;
    Knowledge knowledge = knowledge_of_case(sources, diagnostics);
    const std::string input = input_of(".");
    auto source = sources.read(input);
    if (!source) return input + ": " + source.error();
    const std::string_view text = sources[*source].text;
    if (const Frontend* frontend = recognise_format(text)) {
        frontend->read({sources, *source, {}}, diagnostics);
        return render_all(diagnostics, sources, false);
    }
    if (is_of_no_format(text)) {
        report_unknown_format(sources, *source, diagnostics);
        return render_all(diagnostics, sources, false);
    }
    auto documents = read_documents(sources, *source, diagnostics);
    Model model = read_model(documents, knowledge.schema, diagnostics);
    check_evidence_files(sources, model, diagnostics);
    if (!diagnostics.has_errors()) analyse(knowledge, model, *parse_date("2026-11-01"), diagnostics);
    return render_all(diagnostics, sources, false);
}

std::vector<std::string> kind_names() {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < diagnostic_kind_count; ++i)
        names.emplace_back(name_of(static_cast<DiagnosticKind>(i)));
    return names;
}

class DiagnosticCase : public testing::TestWithParam<std::string> {
protected:
    void TearDown() override { fs::current_path(repository); }
};

TEST_P(DiagnosticCase, SaysWhatIsExpected) {
    fs::path folder = cases / GetParam();
    ASSERT_TRUE(fs::exists(folder) && !input_of(folder).empty()) << "every kind of diagnostic needs a case";
    fs::current_path(folder);
    std::string said = said_of_case();
    EXPECT_NE(said.find("[" + GetParam() + "]"), std::string::npos) << said;
    if (std::getenv("BARTIZAN_UPDATE_CASES")) {
        std::ofstream("expected.txt", std::ios::binary) << said;
        return;
    }
    EXPECT_EQ(said, read_file("expected.txt"));
}

TEST_P(DiagnosticCase, IsDocumented) {
    std::string reference = read_file(repository / "docs/diagnostics.md");
    EXPECT_NE(reference.find("\n### " + GetParam() + "\n"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Kinds, DiagnosticCase, testing::ValuesIn(kind_names()), [](const auto& info) {
    std::string name = info.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(DiagnosticCases, AreNamedForAKind) {
    auto names = kind_names();
    for (const auto& entry : fs::directory_iterator(cases)) {
        if (!entry.is_directory()) continue;
        EXPECT_NE(std::find(names.begin(), names.end(), entry.path().filename()), names.end())
            << entry.path();
    }
}

}  // namespace
}  // namespace bartizan
