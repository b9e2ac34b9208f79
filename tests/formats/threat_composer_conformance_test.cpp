// Every workspace of Threat Composer in the corpus: nothing of it is lost.
#include "formats/conformance.h"

namespace bartizan {
namespace {

using conformance::Read;

std::size_t count(YamlRef root, std::string_view key) {
    const YamlRef list = root.find(key);
    return list.valid() && list.is_sequence() ? list.size() : 0;
}

TEST(ThreatComposerConformance, Corpus) {
    const auto files = conformance::corpus_files("threat-composer");
    if (files.empty()) GTEST_SKIP() << "skipped: no corpus";
    std::size_t threats = 0, resolved = 0;
    std::printf("%-75s %7s %8s %7s\n", "file", "threats", "resolved", "remarks");
    for (const auto& path : files) {
        const std::string text = conformance::read_file(path);
        const std::string name = path.filename();
        SCOPED_TRACE(name);
        ASSERT_TRUE(recognise_format(text));
        EXPECT_EQ(recognise_format(text)->name, "threat-composer");
        const Read read("threat-composer", text, name);
        ASSERT_TRUE(read.result) << read.said();
        EXPECT_FALSE(read.diagnostics.has_errors()) << read.said();
        conformance::expect_sound(*read.result);
        Sources sources;
        Diagnostics diagnostics;
        const YamlTree tree = read_yaml(sources, sources.add(name, text), diagnostics);
        const ToolFindings& findings = read.result->findings;
        EXPECT_EQ(findings.threats.size(), count(tree.root(), "threats"));
        EXPECT_GE(read.draft().remarks.size(),
                  count(tree.root(), "assumptions") + count(tree.root(), "mitigations"));
        const auto mitigated =
            std::ranges::count(findings.threats, ThreatStatus::mitigated, &ToolThreat::status);
        std::printf("%-75s %7zu %8td %7zu\n", name.substr(0, 75).c_str(), findings.threats.size(), mitigated,
                    read.draft().remarks.size());
        threats += findings.threats.size();
        resolved += static_cast<std::size_t>(mitigated);
    }
    EXPECT_EQ(threats, 75u);
    EXPECT_EQ(resolved, 20u);
}

}  // namespace
}  // namespace bartizan
