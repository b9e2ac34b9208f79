// Every drawing of the corpus: as many elements, flows and boundaries as somebody counts who looks at it.
#include "formats/conformance.h"

namespace bartizan {
namespace {

using conformance::Read;

struct Expected {
    const char* file;
    std::size_t elements, flows, boundaries;
};

// Counted in the unpacked pages: vertices that are no text, edges with two ends, dashed rectangles and trust
// zones named by labels.
constexpr Expected expected[] = {
    {"michenriksen__drawio-threatmodeling__examples_dfd.xml", 11, 12, 5},
    {"secmerc__materialize-threats__samples_pepsi_challenge.drawio", 9, 10, 3},
    {"secmerc__materialize-threats__samples_pepsi_challenge_answers.drawio", 9, 10, 3},
    {"secmerc__materialize-threats__samples_sample3.drawio", 3, 2, 2},
    {"secmerc__materialize-threats__samples_sample4.drawio", 3, 2, 2},
};

TEST(DrawIoConformance, Corpus) {
    const auto files = conformance::corpus_files("drawio");
    if (files.empty()) GTEST_SKIP() << "skipped: no corpus";
    std::size_t seen = 0;
    std::printf("%-75s %8s %6s %10s\n", "file", "elements", "flows", "boundaries");
    for (const auto& path : files) {
        const std::string text = conformance::read_file(path);
        const std::string name = path.filename();
        SCOPED_TRACE(name);
        const auto* counts = std::ranges::find(expected, name, &Expected::file);
        if (counts == std::end(expected)) {
            EXPECT_EQ(recognise_format(text), nullptr);  // a library of shapes
            continue;
        }
        ++seen;
        ASSERT_TRUE(recognise_format(text));
        const Read read("drawio", text, name);
        ASSERT_TRUE(read.result) << read.said();
        EXPECT_FALSE(read.diagnostics.has_errors()) << read.said();
        conformance::expect_sound(*read.result);
        const DraftModel& draft = read.draft();
        std::printf("%-75s %8zu %6zu %10zu\n", name.c_str(), draft.elements.size(), draft.flows.size(),
                    draft.boundaries.size());
        EXPECT_EQ(draft.elements.size(), counts->elements);
        EXPECT_EQ(draft.flows.size(), counts->flows);
        EXPECT_EQ(draft.boundaries.size(), counts->boundaries);
        EXPECT_EQ(draft.shapes.size() >= draft.elements.size(), true);
    }
    EXPECT_EQ(seen, 5u);
}

}  // namespace
}  // namespace bartizan
