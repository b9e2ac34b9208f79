// What holds for the packs in packs/, and that the program carries them as they are.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "rules/pack.h"

namespace bartizan {
namespace {

namespace fs = std::filesystem;

const fs::path packs_folder = fs::path(BARTIZAN_REPOSITORY) / "packs";

struct BuiltIn {
    Sources sources;
    Diagnostics diagnostics;
    std::vector<YamlTree> trees = builtin_pack_trees(sources);
    Knowledge knowledge =
        load_packs(trees, sources, diagnostics, {.with_examples = true, .builtin_trees = trees.size()});
};

const BuiltIn& built_in() {
    static const BuiltIn loaded;
    return loaded;
}

std::vector<fs::path> pack_folders() {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(packs_folder))
        if (entry.is_directory()) folders.push_back(entry.path());
    std::ranges::sort(folders);
    return folders;
}

TEST(BuiltinPacks, LoadWithoutADiagnostic) {
    EXPECT_EQ(render_all(built_in().diagnostics, built_in().sources, false), "");
}

TEST(BuiltinPacks, AreThoseInTheFolder) {
    Sources sources;
    Diagnostics diagnostics;
    std::size_t position = 0;
    for (const fs::path& folder : pack_folders()) {
        for (const YamlTree& tree : read_pack_trees(sources, folder.string(), diagnostics)) {
            ASSERT_LT(position, built_in().trees.size());
            const YamlTree& carried = built_in().trees[position++];
            const Source& source = built_in().sources[carried.source];
            EXPECT_EQ("packs" + sources[tree.source].name.substr(packs_folder.string().size()), source.name);
            // The texts are long; the name of the file says enough.
            EXPECT_TRUE(tree.source_text == carried.source_text) << source.name;
            EXPECT_TRUE(tree.arena == carried.arena) << source.name;
            EXPECT_EQ(tree.nodes.size(), carried.nodes.size()) << source.name;
        }
    }
    EXPECT_EQ(position, built_in().trees.size());
}

TEST(BuiltinPacks, AreCalledLikeTheirFolders) {
    std::vector<std::string> ids, folders;
    for (const Pack& pack : built_in().knowledge.packs) {
        ids.push_back(pack.id);
        EXPECT_TRUE(pack.builtin) << pack.id;
        EXPECT_NE(pack.version, "") << pack.id;
    }
    for (const fs::path& folder : pack_folders()) folders.push_back(folder.filename().string());
    std::ranges::sort(ids);
    EXPECT_EQ(ids, folders);
}

TEST(BuiltinControls, EachClosesSomething) {
    const Knowledge& knowledge = built_in().knowledge;
    std::vector<bool> named(knowledge.schema.controls.size());
    for (const Rule& rule : knowledge.rules) {
        for (const ControlGroup& group : rule.mitigated_by)
            for (ControlId control : group) named[control.index] = true;
    }
    for (std::size_t i = 0; i < named.size(); ++i) {
        const Control& control = knowledge.schema.controls[i];
        EXPECT_TRUE(named[i] || control.mitigates != 0) << control.name;
        EXPECT_NE(control.verified_by, "") << control.name;
    }
}

TEST(BuiltinRules, EachNamesAControlAndAWeakness) {
    for (const Rule& rule : built_in().knowledge.rules) {
        EXPECT_FALSE(rule.mitigated_by.empty()) << rule.name;
        EXPECT_FALSE(rule.references.cwe.empty()) << rule.name;
    }
}

TEST(BuiltinRules, HaveTitlesOfOneLine) {
    for (const Rule& rule : built_in().knowledge.rules) {
        EXPECT_LE(rule.title.source.size(), 90u) << rule.name;
        EXPECT_EQ(rule.title.source.find('\n'), std::string::npos) << rule.name;
        EXPECT_FALSE(rule.title.source.ends_with('.')) << rule.name;
    }
}

TEST(BuiltinRules, HaveAnExampleOfEachKind) {
    for (const Rule& rule : built_in().knowledge.rules) {
        auto is_positive = [](const RuleExample& example) { return example.fires; };
        EXPECT_TRUE(std::ranges::any_of(rule.examples, is_positive)) << rule.name;
        EXPECT_FALSE(std::ranges::all_of(rule.examples, is_positive)) << rule.name;
    }
}

}  // namespace
}  // namespace bartizan
