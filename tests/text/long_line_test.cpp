// Columns in documents that are written on one line, as programs write JSON.
#include <gtest/gtest.h>

#include "text/source.h"

namespace bartizan {
namespace {

TEST(LongLine, HasTheSameColumnsAsCountingFromItsStart) {
    std::string text = "first\n";
    for (int i = 0; i < 3000; ++i) text += i % 7 == 0 ? "é" : i % 11 == 0 ? "\U0001F600" : "x";
    text += "\nlast";
    Sources sources;
    const SourceId source = sources.add("long.json", text);
    std::uint32_t column = 0;
    for (std::uint32_t at = 6; at < text.size() - 5; ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0u) == 0x80u) continue;
        ++column;
        const LineColumn found = sources.line_column(source, at);
        ASSERT_EQ(found.line, 2u) << at;
        ASSERT_EQ(found.column, column) << at;
    }
    EXPECT_EQ(sources.line_column(source, static_cast<std::uint32_t>(text.size())).column, 5u);
}

TEST(LongLine, IsLookedUpInTimeThatDoesNotGrowWithTheLine) {
    Sources sources;
    const SourceId source = sources.add("long.json", std::string(32u << 20, 'x'));
    std::uint64_t sum = 0;
    // Counting from the start of the line each time would take minutes.
    for (std::uint32_t i = 0; i < 100'000; ++i)
        sum += sources.line_column(source, (i * 2654435761u) >> 7).column;
    EXPECT_GT(sum, 0u);
}

}  // namespace
}  // namespace bartizan
