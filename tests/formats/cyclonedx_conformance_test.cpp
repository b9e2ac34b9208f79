// Every CycloneDX 2.0 file of the corpus: nothing of it is lost, and what is written says the same.
#include <map>

#include "formats/conformance.h"

namespace bartizan {
namespace {

using conformance::Read;

std::size_t count(YamlRef object, std::string_view key) {
    const YamlRef list = object.valid() && object.is_mapping() ? object.find(key) : YamlRef();
    return list.valid() && list.is_sequence() ? list.size() : 0;
}

struct Counts {
    std::size_t elements = 0, flows = 0, boundaries = 0, data = 0;
};

Counts count_all(YamlRef root) {
    Counts counts;
    const YamlRef blueprints = root.find("blueprints");
    if (!blueprints.valid()) return counts;
    for (YamlRef blueprint : blueprints.items()) {
        counts.elements +=
            count(blueprint, "assets") + count(blueprint, "dataStores") + count(blueprint, "actors");
        counts.flows += count(blueprint, "flows");
        counts.boundaries += count(blueprint, "zones");
        counts.data += count(blueprint, "dataSets");
        // A zone in which flows begin or end gets an element that stands for it.
        std::set<std::string> zones, ends;
        if (count(blueprint, "zones") > 0)
            for (YamlRef zone : blueprint.find("zones").items()) zones.emplace(zone.find("bom-ref").text());
        if (count(blueprint, "flows") > 0)
            for (YamlRef flow : blueprint.find("flows").items())
                for (const char* end : {"source", "destination"})
                    if (const std::string ref(flow.find(end).text()); zones.contains(ref)) ends.insert(ref);
        counts.elements += ends.size();
    }
    return counts;
}

/// Files that are wrong on purpose, or not JSON, with what is said of them.
const std::map<std::string, std::string>& wrong_files() {
    static const std::map<std::string, std::string> files{
        {"cyclonedx-2.0-prototype.json", "invalid-yaml"},
        {"invalid-blueprint-authentication-2.0.json", "is no value of `authentication`"},
        {"invalid-risk-response-missing-strategy-2.0.json", "needs a member `strategy`"},
    };
    return files;
}

TEST(CycloneDxConformance, Corpus) {
    const auto files = conformance::corpus_files("cyclonedx-tm");
    if (files.empty()) GTEST_SKIP() << "skipped: no corpus";
    std::size_t seen = 0;
    std::printf("%-55s %8s %6s %10s %5s %7s\n", "file", "elements", "flows", "boundaries", "data", "threats");
    for (const auto& path : files) {
        const std::string text = conformance::read_file(path);
        const std::string name = path.filename();
        SCOPED_TRACE(name);
        if (name.find("schema") != std::string::npos) {
            EXPECT_EQ(recognise_format(text), nullptr);
            continue;
        }
        ++seen;
        ASSERT_TRUE(recognise_format(text));
        EXPECT_EQ(recognise_format(text)->name, "cyclonedx");
        const Read read("cyclonedx", text, name);
        if (const auto wrong = wrong_files().find(name); wrong != wrong_files().end()) {
            EXPECT_NE(read.said().find(wrong->second), std::string::npos) << read.said();
            if (!read.result) continue;
        } else {
            EXPECT_TRUE(read.diagnostics.all().empty()) << read.said();
        }
        ASSERT_TRUE(read.result);
        conformance::expect_sound(*read.result);
        Sources sources;
        Diagnostics diagnostics;
        const YamlTree tree = read_yaml(sources, sources.add(name, text), diagnostics);
        const Counts counts = count_all(tree.root());
        const DraftModel& draft = read.draft();
        EXPECT_EQ(draft.elements.size(), counts.elements);
        EXPECT_EQ(draft.flows.size(), counts.flows);
        EXPECT_EQ(draft.boundaries.size(), counts.boundaries);
        EXPECT_EQ(draft.data.size(), counts.data);
        const std::size_t threats = count(tree.root().find("threats"), "threats");
        const std::size_t risks = count(tree.root().find("risks"), "risks");
        EXPECT_EQ(read.result->findings.rules.size(), threats + risks);
        std::printf("%-55s %8zu %6zu %10zu %5zu %7zu\n", name.c_str(), draft.elements.size(),
                    draft.flows.size(), draft.boundaries.size(), draft.data.size(),
                    read.result->findings.threats.size());

        const Writer& writer = *find_writer("cyclonedx");
        if (!read.diagnostics.has_errors()) {
            EXPECT_EQ(writer.write({conformance::builtin_schema(), draft, text}).text, text);
        }
        const Written written = writer.write({conformance::builtin_schema(), draft, {}});
        if (name.starts_with("valid")) conformance::keep_written(name, written.text);
        const Read again("cyclonedx", written.text, "written");
        ASSERT_TRUE(again.result) << again.said();
        EXPECT_EQ(conformance::lines_of(*again.result), conformance::lines_of(*read.result)) << written.text;
        if (draft.elements.empty() || read.diagnostics.has_errors()) continue;
        DraftModel changed = draft;
        changed.elements.front().text = "Said anew.";
        const std::string anew = writer.write({conformance::builtin_schema(), changed, text}).text;
        if (name.starts_with("valid")) conformance::keep_written("changed-" + name, anew);
        const Read third("cyclonedx", anew, "changed");
        ASSERT_TRUE(third.result) << third.said();
        EXPECT_EQ(third.draft().elements.front().text, "Said anew.");
        EXPECT_EQ(third.draft().flows.size(), draft.flows.size());
    }
    EXPECT_EQ(seen, 15u);
}

}  // namespace
}  // namespace bartizan
