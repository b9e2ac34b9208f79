// Every OTM file of the corpus: nothing of it is lost, and what is written says the same.
#include "formats/conformance.h"

namespace bartizan {
namespace {

using conformance::Read;

std::size_t count(YamlRef root, std::string_view key) {
    const YamlRef list = root.find(key);
    return list.valid() && list.is_sequence() ? list.size() : 0;
}

/// Threats named at components and flows, each once, and those that nothing names.
std::size_t count_threats(YamlRef root) {
    std::set<std::string> places, used;
    for (const char* key : {"components", "dataflows"}) {
        const YamlRef list = root.find(key);
        if (!list.valid() || !list.is_sequence()) continue;
        for (YamlRef item : list.items())
            if (const YamlRef threats = item.find("threats"); threats.valid() && threats.is_sequence())
                for (YamlRef threat : threats.items()) {
                    const std::string name(threat.find("threat").text());
                    places.insert(std::to_string(item.index()) + "@" + name);
                    used.insert(name);
                }
    }
    return places.size() + count(root, "threats") - used.size();
}

TEST(OtmConformance, Corpus) {
    const auto files = conformance::corpus_files("otm");
    if (files.empty()) GTEST_SKIP() << "skipped: no corpus";
    std::size_t elements = 0, flows = 0, boundaries = 0, threats = 0, data = 0, expected = 0;
    std::printf("%-70s %8s %6s %10s %5s %7s\n", "file", "elements", "flows", "boundaries", "data", "threats");
    for (const auto& path : files) {
        const std::string text = conformance::read_file(path);
        const std::string name = path.filename();
        SCOPED_TRACE(name);
        const Frontend* found = recognise_format(text);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->name, "otm");
        const Read read("otm", text, name);
        ASSERT_TRUE(read.result) << read.said();
        EXPECT_FALSE(read.diagnostics.has_errors()) << read.said();
        conformance::expect_sound(*read.result);
        Sources sources;
        Diagnostics diagnostics;
        const YamlTree tree = read_yaml(sources, sources.add(name, text), diagnostics);
        const DraftModel& draft = read.draft();
        EXPECT_EQ(draft.elements.size(), count(tree.root(), "components"));
        EXPECT_EQ(draft.flows.size(), count(tree.root(), "dataflows"));
        EXPECT_EQ(draft.boundaries.size(), count(tree.root(), "trustZones"));
        EXPECT_EQ(draft.data.size(), count(tree.root(), "assets"));
        EXPECT_EQ(read.result->findings.threats.size(), count_threats(tree.root()));
        std::printf("%-70s %8zu %6zu %10zu %5zu %7zu\n", name.substr(0, 70).c_str(), draft.elements.size(),
                    draft.flows.size(), draft.boundaries.size(), draft.data.size(),
                    read.result->findings.threats.size());
        elements += draft.elements.size();
        flows += draft.flows.size();
        boundaries += draft.boundaries.size();
        data += draft.data.size();
        threats += read.result->findings.threats.size();
        expected += count(tree.root(), "components") + count(tree.root(), "dataflows");

        const Writer& writer = *find_writer("otm");
        EXPECT_EQ(writer.write({conformance::builtin_schema(), draft, text}).text, text);
        const Written written = writer.write({conformance::builtin_schema(), draft, {}});
        conformance::keep_written(name + ".json", written.text);
        const Read again("otm", written.text, "written");
        ASSERT_TRUE(again.result) << again.said();
        EXPECT_FALSE(again.diagnostics.has_errors()) << again.said();
        EXPECT_EQ(conformance::lines_of(*again.result), conformance::lines_of(*read.result));
        DraftModel renamed = draft;
        if (renamed.elements.empty()) continue;
        renamed.elements.back().text = "Said anew.";
        const Read changed("otm", writer.write({conformance::builtin_schema(), renamed, text}).text,
                           "changed");
        ASSERT_TRUE(changed.result) << changed.said();
        EXPECT_EQ(changed.draft().elements.back().text, "Said anew.");
        EXPECT_EQ(changed.draft().elements.size(), draft.elements.size());
        EXPECT_EQ(changed.result->findings.threats.size(), read.result->findings.threats.size());
    }
    std::printf("%zu files: %zu elements, %zu flows, %zu boundaries, %zu data, %zu threats\n", files.size(),
                elements, flows, boundaries, data, threats);
    EXPECT_EQ(elements + flows, expected);
}

}  // namespace
}  // namespace bartizan
