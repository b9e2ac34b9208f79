// What holds for the packs in packs/, and that the program carries them as they are.
#include "packs/builtin_packs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <variant>
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
        load_packs(trees, sources, diagnostics,
                   {.with_examples = true, .builtin_trees = trees.size(), .with_optional = true});
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

TEST(OptionalPacks, AreOffUntilTheyAreNamedOrRequired) {
    Sources sources;
    Diagnostics diagnostics;
    const std::vector<YamlTree> trees = builtin_pack_trees(sources);
    const auto rules_with = [&](std::vector<std::string> switched_on, std::string_view rule) {
        const Knowledge knowledge = load_packs(trees, sources, diagnostics,
                                               {.builtin_trees = trees.size(), .switched_on = switched_on});
        return knowledge.find_rule(rule).valid();
    };
    EXPECT_FALSE(rules_with({}, "cia-integrity"));
    EXPECT_FALSE(rules_with({"linddun"}, "cia-integrity"));
    EXPECT_TRUE(rules_with({"cia"}, "cia-integrity"));
    EXPECT_TRUE(rules_with({"cia-die"}, "cia-integrity"));
    EXPECT_TRUE(rules_with({}, "tampering-with-flow"));
    EXPECT_EQ(render_all(diagnostics, sources, false), "");
}

/// Everything that an expression consists of.
std::string contents_of(const Expression& expression) {
    std::ostringstream text;
    text << name_of(expression.scope) << ' ' << expression.root.index << ' ' << expression.slot_count << ' '
         << expression.text << '\n';
    for (const ExpressionNode& node : expression.nodes) {
        text << int(node.operation) << ' ' << int(node.which) << ' ' << int(node.type.base) << ' '
             << int(node.type.item) << ' ' << int(node.type.names) << ' ' << node.type.enumeration.index
             << ' ' << node.id << ' ' << node.begin << '-' << node.end << ':';
        for (NodeId operand : expression.operands_of(node)) text << ' ' << operand.index;
        const Location where = expression.location_of(node);
        text << " at " << where.source.index << ':' << where.begin << '-' << where.end << '\n';
    }
    for (const Constant& constant : expression.constants) {
        text << constant.index() << ' ';
        std::visit(
            [&](const auto& value) {
                if constexpr (!std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) text << value;
            },
            constant);
        text << '\n';
    }
    return text.str();
}

/// The rules of the built-in packs and of another that adds names of each kind.
std::vector<std::string> conditions_of(bool are_checked) {
    Sources sources;
    sources.add("model.yaml", "bartizan: 1");
    Diagnostics diagnostics;
    std::vector<YamlTree> trees = builtin_pack_trees(sources);
    PackOptions options{.builtin_trees = trees.size(), .with_optional = true};
    if (are_checked) options.checked_conditions = builtin_conditions(trees);
    const SourceId added = sources.add("added.yaml", R"yaml(
pack: 1
id: added
title: Added
enumerations:
  aardvark-kind: { description: Kinds., values: { unknown: Not said., large: A large one. } }
types:
  aardvark: { kind: process, title: Aardvark, description: One. }
attributes:
  element:
    aardvark-size: { type: aardvark-kind, description: How large. }
)yaml");
    trees.push_back(read_yaml(sources, added, diagnostics));
    const Knowledge knowledge = load_packs(trees, sources, diagnostics, options);
    EXPECT_EQ(render_all(diagnostics, sources, false), "");
    std::vector<std::string> conditions;
    for (const Rule& rule : knowledge.rules) {
        conditions.push_back(contents_of(rule.when));
        for (const Adjustment& adjustment : rule.adjust) conditions.push_back(contents_of(adjustment.when));
    }
    for (const auto* recognitions : {&knowledge.recognised_on_element, &knowledge.recognised_on_flow})
        for (const auto& condition : *recognitions)
            conditions.push_back(condition ? contents_of(*condition) : "");
    return conditions;
}

TEST(BuiltinConditions, AreCheckedAtBuildTimeAsTheyWouldBeAtEachStart) {
    EXPECT_EQ(conditions_of(true), conditions_of(false));
}

TEST(BuiltinConditions, AreFoundUnlessTheyHavePatterns) {
    const CheckedConditions checked = builtin_conditions(built_in().trees);
    for (const YamlTree& tree : built_in().trees) {
        const YamlRef rules = tree.root().find("rules");
        if (!rules.valid()) continue;
        for (auto [name, rule] : rules.entries()) {
            const bool has_pattern = rule.find("when").text().find("matches(") != std::string_view::npos;
            EXPECT_EQ(checked.find(rule.find("when")).has_value(), !has_pattern) << name.text();
            EXPECT_FALSE(checked.find(rule.find("title")).has_value()) << name.text();
        }
    }
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

/// What other methods than STRIDE ask is not always a weakness of a program, and some of it no control
/// closes.
TEST(BuiltinRules, EachNamesAControlAndAWeaknessUnlessItsPackIsOptional) {
    for (const Rule& rule : built_in().knowledge.rules) {
        if (built_in().knowledge.is_of_optional_pack(rule)) continue;
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
