// Each folder of tests/cases/packs holds packs (files, or folders with a pack.yaml) with mistakes, and what
// is said about them. The packs of a case know only each other.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "rules/pack.h"

namespace bartizan {
namespace {

namespace fs = std::filesystem;

const fs::path cases = fs::path(BARTIZAN_REPOSITORY) / "tests/cases/packs";

std::string read_text_file(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<fs::path> entries_of(const fs::path& folder) {
    std::vector<fs::path> entries;
    for (const auto& entry : fs::directory_iterator(folder)) entries.push_back(entry.path());
    std::ranges::sort(entries);
    return entries;
}

/// Messages name files as the user would; here without the way to the case.
std::string without_folder(std::string text, const std::string& folder) {
    for (std::size_t at = text.find(folder); at != text.npos; at = text.find(folder, at))
        text.erase(at, folder.size());
    return text;
}

std::string outcome(const fs::path& folder) {
    Sources sources;
    Diagnostics diagnostics;
    std::vector<YamlTree> trees;
    auto read = [&](const fs::path& path) {
        for (YamlTree& tree : read_pack_trees(sources, path.string(), diagnostics))
            trees.push_back(std::move(tree));
    };
    if (fs::exists(folder / "pack.yaml")) {
        read(folder);
    } else {
        for (const fs::path& entry : entries_of(folder))
            if (entry.extension() != ".txt") read(entry);
    }
    load_packs(trees, sources, diagnostics, {.with_examples = true});
    return without_folder(render_all(diagnostics, sources, false), folder.string() + "/");
}

class PackCase : public testing::TestWithParam<std::string> {};

TEST_P(PackCase, IsReportedAsExpected) {
    fs::path folder = cases / GetParam();
    std::string found = outcome(folder);
    EXPECT_NE(found, "");
    if (std::getenv("BARTIZAN_UPDATE_CASES")) {
        std::ofstream(folder / "expected.txt") << found;
        return;
    }
    EXPECT_EQ(found, read_text_file(folder / "expected.txt"));
}

std::vector<std::string> case_names() {
    std::vector<std::string> names;
    for (const fs::path& entry : entries_of(cases))
        if (fs::is_directory(entry)) names.push_back(entry.filename().string());
    return names;
}

INSTANTIATE_TEST_SUITE_P(Packs, PackCase, testing::ValuesIn(case_names()), [](const auto& info) {
    std::string name = info.param;
    std::ranges::replace(name, '-', '_');
    return name;
});

}  // namespace
}  // namespace bartizan
