// What Threagile itself found in a corpus of models, against what its re-stated rules find: every risk with
// all its ratings, and the attractiveness of every asset.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "formats/threagile/read.h"
#include "formats/threagile/rules.h"
#include "formats/threagile/threagile.h"
#include "rules/pack.h"
#include "text/yaml_tree.h"

namespace bartizan::threagile {
namespace {

namespace fs = std::filesystem;

fs::path corpus() {
    if (const char* set = std::getenv("BARTIZAN_CORPUS")) return set;
    return fs::path(BARTIZAN_REPOSITORY) / "../shared/corpus";
}

struct Table {
    std::size_t files = 0, expected = 0, matching = 0, missing = 0, extra = 0;
    std::size_t assets = 0, wrong_assets = 0;
    std::map<std::string, std::size_t> categories;  // with differences
    std::string examples;

    void note(const std::string& what) {
        constexpr std::size_t enough = 40;
        if (std::ranges::count(examples, '\n') < static_cast<std::ptrdiff_t>(enough)) examples += what + "\n";
    }
    void print(const char* title) const {
        std::printf(
            "%-28s files %3zu  risks %5zu  matching %5zu  missing %3zu  extra %3zu  RAA %4zu wrong %zu\n",
            title, files, expected, matching, missing, extra, assets, wrong_assets);
        for (const auto& [category, count] : categories)
            std::printf("    %4zu of %s\n", count, category.c_str());
    }
};

using Counted = std::map<std::string, int>;

std::string text_of(YamlRef risk, std::string_view key, std::string_view otherwise = {}) {
    const YamlRef value = risk.find(key);
    return std::string(value.valid() && !value.is_null() ? value.text() : otherwise);
}

/// All ratings but the impact of pushed deployments, which depend on an order that the tool does not fix.
std::string line_of(std::string id, std::string severity, std::string likelihood, std::string impact,
                    std::string breach, std::string places, std::string status,
                    const std::set<std::string>& breached) {
    if (id.starts_with("push-instead-of-pull-deployment")) severity = impact = "any";
    std::string line = id + " | " + severity + " " + likelihood + " " + impact + " " + breach + " " + status +
                       " | " + places + " |";
    for (const std::string& asset : breached) line += " " + asset;
    return line;
}

/// The asset that stands for all of a provider is, in the development version, any of those with the same
/// score: it goes by the order of a hash map.
std::string unify_example(const Facts& facts, std::string_view id) {
    constexpr std::string_view rule = "missing-cloud-hardening@";
    if (!facts.development_version || !id.starts_with(rule)) return {};
    const std::size_t last = id.rfind('@');
    const std::string_view provider = id.substr(last);
    if (provider == "@ec2" || provider == "@s3" || last < rule.size()) return {};
    const std::string_view asset = id.substr(rule.size(), last - rule.size());
    for (std::size_t i = 0; i < facts.document.assets.size(); ++i)
        if (facts.document.assets[i].id == asset)
            return std::string(rule) + "(score " + std::to_string(sensitivity_score(facts.own[i])) + ")" +
                   std::string(provider);
    return {};
}

Counted read_expected(const Facts& facts, const fs::path& path) {
    Sources sources;
    Diagnostics diagnostics;
    const auto source = sources.read(path.string());
    Counted counted;
    if (!source) return counted;
    const YamlTree tree = read_yaml(sources, *source, diagnostics);
    if (tree.empty()) return counted;
    for (YamlRef risk : tree.root().items()) {
        if (const std::string unified = unify_example(facts, text_of(risk, "synthetic_id"));
            !unified.empty()) {
            ++counted[unified];
            continue;
        }
        std::set<std::string> breached;
        const YamlRef list = risk.find("data_breach_technical_assets");
        if (list.valid() && list.is_sequence())
            for (YamlRef item : list.items()) breached.emplace(item.text());
        std::string places;
        for (const char* key :
             {"most_relevant_technical_asset", "most_relevant_communication_link", "most_relevant_data_asset",
              "most_relevant_trust_boundary", "most_relevant_shared_runtime"})
            places += text_of(risk, key) + ",";
        ++counted[line_of(text_of(risk, "synthetic_id"), text_of(risk, "severity", "low"),
                          text_of(risk, "exploitation_likelihood", "unlikely"),
                          text_of(risk, "exploitation_impact", "low"),
                          text_of(risk, "data_breach_probability", "improbable"), places,
                          text_of(risk, "risk_status", "unchecked"), breached)];
    }
    return counted;
}

std::map<std::string, double> read_expected_raa(const fs::path& path) {
    Sources sources;
    Diagnostics diagnostics;
    const auto source = sources.read(path.string());
    std::map<std::string, double> result;
    if (!source) return result;
    const YamlTree tree = read_yaml(sources, *source, diagnostics);
    for (auto [key, value] : tree.root().entries())
        result[std::string(key.text())] = std::strtod(std::string(value.text()).c_str(), nullptr);
    return result;
}

Counted count_found(const Facts& facts, const Risks& risks) {
    const Document& document = facts.document;
    Counted counted;
    for (const Risk& risk : risks.all) {
        if (const std::string unified = unify_example(facts, risk.synthetic_id); !unified.empty()) {
            ++counted[unified];
            continue;
        }
        std::set<std::string> breached;
        for (std::string_view id : breached_ids(facts, risks, risk)) breached.emplace(id);
        std::string places;
        const auto add = [&](const auto& id) { places += (id.valid() ? document[id].id : "") + ","; };
        add(risk.asset);
        add(risk.link);
        add(risk.data);
        add(risk.boundary);
        add(risk.runtime);
        ++counted[line_of(risk.synthetic_id, std::string(name_of(risk.severity)),
                          std::string(name_of(risk.likelihood)), std::string(name_of(risk.impact)),
                          std::string(name_of(risk.breach)), places, std::string(name_of(risk.status)),
                          breached)];
    }
    return counted;
}

void compare(const std::string& file, const Counted& expected, const Counted& found, Table& table) {
    const auto category = [](const std::string& line) { return line.substr(0, line.find_first_of("@ ")); };
    for (const auto& [line, count] : expected) {
        const auto other = found.find(line);
        const int both = other == found.end() ? 0 : std::min(count, other->second);
        table.expected += static_cast<std::size_t>(count);
        table.matching += static_cast<std::size_t>(both);
        if (both == count) continue;
        table.missing += static_cast<std::size_t>(count - both);
        ++table.categories[category(line)];
        table.note("missing " + file + ": " + line);
    }
    for (const auto& [line, count] : found) {
        const auto other = expected.find(line);
        const int both = other == expected.end() ? 0 : std::min(count, other->second);
        if (both == count) continue;
        table.extra += static_cast<std::size_t>(count - both);
        ++table.categories[category(line)];
        table.note("extra   " + file + ": " + line);
    }
}

void compare_raa(const std::string& file, const Facts& facts, const std::map<std::string, double>& expected,
                 Table& table) {
    constexpr double close = 1e-9;
    for (std::size_t i = 0; i < facts.document.assets.size(); ++i) {
        const auto wanted = expected.find(facts.document.assets[i].id);
        ++table.assets;
        if (wanted != expected.end() && std::abs(wanted->second - facts.raa[i]) <= close) continue;
        ++table.wrong_assets;
        table.note("RAA     " + file + ": " + facts.document.assets[i].id + " is " +
                   std::to_string(facts.raa[i]));
    }
}

Table compare_all(const fs::path& models, const fs::path& expected, bool development_version) {
    Table table;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(models)) files.push_back(entry.path());
    std::ranges::sort(files);
    for (const fs::path& file : files) {
        const std::string name = file.stem().string();
        const fs::path risks_path = expected / (name + ".risks.sorted.json");
        if (!fs::exists(risks_path)) continue;
        Sources sources;
        Diagnostics diagnostics;
        const auto source = sources.read(file.string());
        EXPECT_TRUE(source.has_value());
        if (!source) continue;
        const auto document = read(sources, *source, development_version, diagnostics);
        EXPECT_FALSE(diagnostics.has_errors()) << render_all(diagnostics, sources, false);
        if (!document) continue;
        const Facts facts = derive_facts(*document);
        Risks risks = find_risks(facts);
        apply_tracking(*document, risks, diagnostics);
        ++table.files;
        compare(name, read_expected(facts, risks_path), count_found(facts, risks), table);
        compare_raa(name, facts, read_expected_raa(expected / (name + ".raa.json")), table);
    }
    return table;
}

void expect_exact(const Table& table) {
    EXPECT_EQ(table.missing, 0u) << table.examples;
    EXPECT_EQ(table.extra, 0u) << table.examples;
    EXPECT_EQ(table.wrong_assets, 0u) << table.examples;
    EXPECT_GT(table.files, 0u);
}

TEST(ThreagileConformance, ModelsOfVersion091) {
    const fs::path folder = corpus() / "threagile";
    if (!fs::exists(folder)) GTEST_SKIP() << "skipped: no corpus";
    const Table table = compare_all(folder / "models", folder / "expected", false);
    table.print("0.9.1, models of people");
    expect_exact(table);
}

TEST(ThreagileConformance, SyntheticModelsOfVersion091) {
    const fs::path folder = corpus() / "threagile";
    if (!fs::exists(folder)) GTEST_SKIP() << "skipped: no corpus";
    const Table table = compare_all(folder / "synthetic", folder / "expected-synthetic", false);
    table.print("0.9.1, made models");
    expect_exact(table);
}

TEST(ThreagileConformance, SyntheticModelsOfTheDevelopmentVersion) {
    const fs::path folder = corpus() / "threagile-master";
    if (!fs::exists(folder)) GTEST_SKIP() << "skipped: no corpus";
    const Table table = compare_all(folder / "synthetic", folder / "expected-synthetic", true);
    table.print("development version, made");
    expect_exact(table);
}

Schema read_core() {
    Sources sources;
    Diagnostics diagnostics;
    std::vector<YamlTree> trees;
    for (const char* pack : {"/packs/core", "/packs/controls"})
        for (YamlTree& tree : read_pack_trees(sources, std::string(BARTIZAN_REPOSITORY) + pack, diagnostics))
            trees.push_back(std::move(tree));
    return load_packs(trees, sources, diagnostics).schema;
}

TEST(ThreagileConformance, ModelsKeepTheirBytes) {
    if (!fs::exists(corpus() / "threagile")) GTEST_SKIP() << "skipped: no corpus";
    const Schema schema = read_core();
    std::size_t files = 0, same = 0, left_out = 0;
    for (const char* folder : {"threagile/models", "threagile/synthetic", "threagile-master/synthetic"})
        for (const auto& entry : fs::directory_iterator(corpus() / folder)) {
            Sources sources;
            Diagnostics diagnostics;
            const auto source = sources.read(entry.path().string());
            ASSERT_TRUE(source.has_value());
            auto result = frontend().read({sources, *source, {}}, diagnostics);
            ASSERT_TRUE(result.has_value());
            left_out += keep_what_is_known(result->draft, schema).size();
            const std::string_view text = sources[*source].text;
            ++files;
            if (writer().write({schema, result->draft, text}).text == text) ++same;
        }
    std::printf("%-28s files %3zu  same bytes %zu\n", "written over the original", files, same);
    EXPECT_EQ(files, same);
    EXPECT_EQ(left_out, 0u);
}

}  // namespace
}  // namespace bartizan::threagile
