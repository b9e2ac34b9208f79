// What the tests of foreign formats share: reading a file by its frontend, comparing drafts, and walking
// through the corpus of real files, which is not part of the repository.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "formats/registry.h"
#include "packs/builtin_packs.h"
#include "rules/pack.h"
#include "text/yaml_tree.h"

namespace bartizan::conformance {

namespace fs = std::filesystem;

inline fs::path corpus() {
    if (const char* given = std::getenv("BARTIZAN_CORPUS")) return given;
    return fs::path(BARTIZAN_REPOSITORY) / "../shared/corpus";
}

inline std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Names of files of a folder of the corpus, sorted; empty where there is no corpus.
inline std::vector<fs::path> corpus_files(const std::string& folder) {
    std::vector<fs::path> files;
    const fs::path models = corpus() / folder / "models";
    if (!fs::exists(models)) return files;
    for (const auto& entry : fs::directory_iterator(models)) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

inline const Schema& builtin_schema() {
    static const Schema schema = [] {
        Sources sources;
        Diagnostics diagnostics;
        const std::vector<YamlTree> trees = builtin_pack_trees(sources);
        PackOptions options;
        options.builtin_trees = trees.size();
        return load_packs(trees, sources, diagnostics, options).schema;
    }();
    return schema;
}

inline const Frontend& frontend(std::string_view name) {
    return *std::ranges::find(frontends(), name, &Frontend::name);
}

struct Read {
    Sources sources;
    Diagnostics diagnostics;
    std::optional<FrontendResult> result;

    Read(std::string_view format, std::string text, std::string name = "model") {
        const SourceId source = sources.add(std::move(name), std::move(text));
        result = frontend(format).read({sources, source, {}}, diagnostics);
    }
    const DraftModel& draft() const { return result->draft; }
    std::string said() const { return render_all(diagnostics, sources, false); }
};

inline std::string attributes_of(const DraftPlace& place) {
    std::vector<std::string> all;
    for (const DraftAttribute& attribute : place.attributes)
        all.push_back(attribute.name + "=" + attribute.value);
    std::ranges::sort(all);
    std::string text;
    for (const std::string& one : all) text += one + ";";
    return text;
}

inline std::string joined(std::vector<std::string> texts) {
    std::ranges::sort(texts);
    std::string text;
    for (const std::string& one : texts) text += one + ",";
    return text;
}

/// Everything that a draft and its findings say, one line each, so that differences are readable.
inline std::vector<std::string> lines_of(const FrontendResult& result) {
    const DraftModel& draft = result.draft;
    std::vector<std::string> lines{"model " + draft.name + "|" + draft.text + "|" + joined(draft.tags)};
    const auto place = [](const DraftPlace& p) {
        return p.id + "|" + p.title + "|" + p.text + "|" + joined(p.tags) + "|" + attributes_of(p);
    };
    for (const DraftData& data : draft.data) lines.push_back("data " + place(data));
    for (const DraftBoundary& b : draft.boundaries)
        lines.push_back("boundary " + place(b) + "|" + b.in + "|" +
                        (b.trust ? std::to_string(*b.trust) : "-"));
    for (const DraftElement& e : draft.elements)
        lines.push_back("element " + place(e) + "|" + e.type + "|" + e.in + "|" + joined(e.stores) + "|" +
                        joined(e.processes));
    for (const DraftFlow& f : draft.flows)
        lines.push_back("flow " + place(f) + "|" + f.source + "|" + f.target + "|" + (f.two_way ? "2" : "1") +
                        "|" + joined(f.data));
    for (const DraftRemark& r : draft.remarks) lines.push_back("remark " + r.text + "|" + r.address);
    for (const ToolThreat& t : result.findings.threats)
        lines.push_back("threat " + result.findings.rules[t.rule].name + "@" + t.place + "|" + t.title + "|" +
                        std::string(name_of(t.severity)) + "|" + std::string(name_of(t.status)));
    return lines;
}

/// Ids are unique, references lead somewhere, and a rule finds a place once.
inline void expect_sound(const FrontendResult& result) {
    const DraftModel& draft = result.draft;
    std::set<std::string> elements, boundaries, data, flows, places{"model"};
    for (const DraftBoundary& b : draft.boundaries) EXPECT_TRUE(boundaries.insert(b.id).second) << b.id;
    for (const DraftData& d : draft.data) EXPECT_TRUE(data.insert(d.id).second) << d.id;
    for (const DraftElement& e : draft.elements) {
        EXPECT_TRUE(elements.insert(e.id).second) << e.id;
        EXPECT_TRUE(e.in.empty() || boundaries.contains(e.in)) << e.in;
        EXPECT_TRUE(builtin_schema().find_type(e.type).valid()) << e.type;
        for (const std::string& id : e.stores) EXPECT_TRUE(data.contains(id)) << id;
        for (const std::string& id : e.processes) EXPECT_TRUE(data.contains(id)) << id;
    }
    for (const DraftFlow& f : draft.flows) {
        EXPECT_TRUE(flows.insert(f.id).second && !elements.contains(f.id)) << f.id;
        EXPECT_TRUE(elements.contains(f.source) && elements.contains(f.target)) << f.id;
        for (const std::string& id : f.data) EXPECT_TRUE(data.contains(id)) << id;
    }
    std::set<std::string> threats;
    for (const ToolThreat& t : result.findings.threats) {
        ASSERT_LT(t.rule, result.findings.rules.size());
        const bool is_known = t.place == "model" || elements.contains(t.place) || flows.contains(t.place) ||
                              (t.place.starts_with("boundary:") && boundaries.contains(t.place.substr(9))) ||
                              (t.place.starts_with("data:") && data.contains(t.place.substr(5)));
        EXPECT_TRUE(is_known) << t.place;
        const std::string id = result.findings.rules[t.rule].name + "@" + t.place;
        EXPECT_TRUE(threats.insert(id).second) << id;
    }
}

/// Keeps a written file for whoever wants to look at it, such as a test against a schema.
inline void keep_written(const std::string& name, const std::string& text) {
    const char* folder = std::getenv("BARTIZAN_WRITE_TO");
    if (!folder) return;
    std::ofstream(fs::path(folder) / name, std::ios::binary) << text;
}

/// A draft with everything that the language knows.
inline DraftModel full_draft() {
    DraftModel draft;
    draft.name = "Shop";
    draft.text = "Sells things.";
    draft.owners = {"team-a", "team-b"};
    draft.tags = {"retail"};
    DraftData card;
    card.id = "card";
    card.title = "Card \"numbers\"";
    card.attributes = {{"classification", "restricted"}, {"kind", "payment"}};
    draft.data.push_back(card);
    DraftBoundary cloud, cluster, line;
    cloud.id = "cloud";
    cloud.trust = 40;
    cluster.id = "cluster_1";
    cluster.in = "cloud";
    line.id = "line";
    line.is_line = true;
    draft.boundaries = {cloud, cluster, line};
    DraftElement shopper, orders, store;
    shopper.id = "Shopper";
    shopper.type = "customer";
    orders.id = "orders";
    orders.title = "Orders API";
    orders.type = "rest-api";
    orders.in = "cluster_1";
    orders.processes = {"card"};
    orders.attributes = {{"internet-facing", "true"}, {"technology", "go"}};
    orders.tags = {"core"};
    store.id = "store";
    store.type = "relational-database";
    store.in = "cloud";
    store.stores = {"card"};
    store.attributes = {{"encrypted-at-rest", "true"}};
    draft.elements = {shopper, orders, store};
    DraftFlow buy, save;
    buy.id = "Shopper->orders";
    buy.source = "Shopper";
    buy.target = "orders";
    buy.two_way = true;
    buy.data = {"card"};
    buy.returns = {"card"};
    buy.attributes = {{"protocol", "https"}, {"authentication", "oidc"}, {"encrypted", "true"}};
    save.id = "orders->store";
    save.source = "orders";
    save.target = "store";
    save.attributes = {{"protocol", "postgresql"}, {"encrypted", "false"}};
    draft.flows = {buy, save};
    draft.controls.push_back({"rate-limiting", "orders", "at the gateway", {}});
    draft.decisions.push_back({"api.no-limits@orders", ThreatStatus::accepted, "me", "small", "", "", {}});
    draft.remarks.push_back({Remark::Kind::assumption, "Customers guard their devices.", ""});
    draft.remarks.push_back({Remark::Kind::link, "Design", "https://example.org/design"});
    draft.diagrams.push_back({"Overview", "STRIDE"});
    draft.shapes.push_back({"orders", 0, 10, 20, 100, 50});
    return draft;
}

}  // namespace bartizan::conformance
