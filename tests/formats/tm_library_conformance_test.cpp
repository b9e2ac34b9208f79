// Every model of the Threat Model Library in the corpus: nothing of it is lost, and what is written says the
// same.
#include "formats/conformance.h"

namespace bartizan {
namespace {

using conformance::Read;

std::size_t count(YamlRef root, std::string_view key) {
    const YamlRef list = root.find(key);
    return list.valid() && list.is_sequence() ? list.size() : 0;
}

/// A threat at each component that it affects, else at the model.
std::size_t count_threats(YamlRef root) {
    std::size_t all = 0;
    const YamlRef threats = root.find("threats");
    for (YamlRef threat : threats.items()) {
        const YamlRef components = threat.find("components_affected");
        all += components.valid() && components.size() > 0 ? components.size() : 1;
    }
    return all;
}

TEST(TmLibraryConformance, Corpus) {
    const auto files = conformance::corpus_files("tm-bom");
    if (files.empty()) GTEST_SKIP() << "skipped: no corpus";
    std::size_t seen = 0;
    std::printf("%-70s %8s %6s %10s %5s %7s\n", "file", "elements", "flows", "boundaries", "data", "threats");
    for (const auto& path : files) {
        const std::string text = conformance::read_file(path);
        const std::string name = path.filename();
        SCOPED_TRACE(name);
        const Frontend* found = recognise_format(text);
        if (!found || found->name != "tm-library") continue;
        ++seen;
        const Read read("tm-library", text, name);
        ASSERT_TRUE(read.result) << read.said();
        EXPECT_FALSE(read.diagnostics.has_errors()) << read.said();
        conformance::expect_sound(*read.result);
        Sources sources;
        Diagnostics diagnostics;
        const YamlTree tree = read_yaml(sources, sources.add(name, text), diagnostics);
        const YamlRef root = tree.root();
        const DraftModel& draft = read.draft();
        EXPECT_EQ(draft.elements.size(),
                  count(root, "actors") + count(root, "components") + count(root, "data_stores"));
        EXPECT_EQ(draft.flows.size(), count(root, "data_flows"));
        EXPECT_EQ(draft.boundaries.size(), count(root, "trust_zones"));
        EXPECT_EQ(draft.data.size(), count(root, "data_sets"));
        EXPECT_EQ(draft.remarks.size(), count(root, "assumptions"));
        EXPECT_EQ(read.result->findings.threats.size(), count_threats(root));
        std::printf("%-70s %8zu %6zu %10zu %5zu %7zu\n", name.substr(0, 70).c_str(), draft.elements.size(),
                    draft.flows.size(), draft.boundaries.size(), draft.data.size(),
                    read.result->findings.threats.size());

        const Writer& writer = *find_writer("tm-library");
        EXPECT_EQ(writer.write({conformance::builtin_schema(), draft, text}).text, text);
        const Written written = writer.write({conformance::builtin_schema(), draft, {}});
        conformance::keep_written(name, written.text);
        const Read again("tm-library", written.text, "written");
        ASSERT_TRUE(again.result) << again.said();
        EXPECT_FALSE(again.diagnostics.has_errors()) << again.said();
        EXPECT_EQ(conformance::lines_of(*again.result), conformance::lines_of(*read.result));
        DraftModel renamed = draft;
        renamed.elements.back().text = "Said anew.";
        renamed.flows.erase(renamed.flows.begin());
        const std::string anew = writer.write({conformance::builtin_schema(), renamed, text}).text;
        conformance::keep_written("changed-" + name, anew);
        const Read changed("tm-library", anew, "changed");
        ASSERT_TRUE(changed.result) << changed.said();
        EXPECT_EQ(changed.draft().elements.back().text, "Said anew.");
        EXPECT_EQ(changed.draft().flows.size(), draft.flows.size() - 1);
        EXPECT_EQ(changed.result->findings.threats.size(), read.result->findings.threats.size());
        EXPECT_EQ(anew.find("bartizan.local"), std::string::npos);
    }
    EXPECT_EQ(seen, 2u);
}

}  // namespace
}  // namespace bartizan
