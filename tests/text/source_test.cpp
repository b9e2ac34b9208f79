// Sources: lines and columns as editors count them, and reading files with errors in words.
#include "text/source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace bartizan {
namespace {

struct Text {
    Sources sources;
    SourceId id;

    explicit Text(std::string text) : id(sources.add("test", std::move(text))) {}
    std::pair<std::uint32_t, std::uint32_t> at(std::uint32_t offset) const {
        LineColumn position = sources.line_column(id, offset);
        return {position.line, position.column};
    }
};

using Position = std::pair<std::uint32_t, std::uint32_t>;

TEST(Source, CountsLinesAndColumnsFromOne) {
    Text text("ab\ncd\n");
    EXPECT_EQ(text.at(0), Position(1, 1));
    EXPECT_EQ(text.at(1), Position(1, 2));
    EXPECT_EQ(text.at(2), Position(1, 3)) << "the line break belongs to the line it ends";
    EXPECT_EQ(text.at(3), Position(2, 1));
}

TEST(Source, HasAPositionAtItsEndAndBeyond) {
    EXPECT_EQ(Text("ab\n").at(3), Position(2, 1));
    EXPECT_EQ(Text("ab").at(2), Position(1, 3));
    EXPECT_EQ(Text("ab").at(99), Position(1, 3));
    EXPECT_EQ(Text("").at(0), Position(1, 1));
}

TEST(Source, CountsCodePointsNotBytes) {
    Text text("é😀x");
    EXPECT_EQ(text.at(2), Position(1, 2));
    EXPECT_EQ(text.at(6), Position(1, 3));
}

TEST(Source, EndsLinesWithAnyOfTheThreeLineBreaks) {
    Text text("a\r\nb\rc\nd");
    EXPECT_EQ(text.at(3), Position(2, 1));
    EXPECT_EQ(text.at(5), Position(3, 1));
    EXPECT_EQ(text.at(7), Position(4, 1));
    EXPECT_EQ(text.sources.line(text.id, 1), "a");
    EXPECT_EQ(text.sources.line(text.id, 2), "b");
    EXPECT_EQ(text.sources.line(text.id, 4), "d");
    EXPECT_EQ(text.sources.line(text.id, 5), "");
    EXPECT_EQ(text.sources.line(text.id, 0), "");
}

TEST(Source, DoesNotCountTheByteOrderMark) {
    Text text("\xEF\xBB\xBFkey");
    EXPECT_EQ(text.at(3), Position(1, 1));
    EXPECT_EQ(text.at(4), Position(1, 2));
    EXPECT_EQ(text.at(0), Position(1, 1));
    EXPECT_EQ(text.sources.line(text.id, 1), "key");
}

TEST(Source, GivesTheTextOfALocation) {
    Text text("abcdef");
    EXPECT_EQ(text.sources.text({text.id, 1, 3}), "bc");
    EXPECT_EQ(text.sources.text({text.id, 4, 99}), "ef");
    EXPECT_EQ(text.sources.text({text.id, 3, 1}), "");
    EXPECT_EQ(text.sources.text({}), "");
    EXPECT_EQ(text.sources.text({SourceId(std::size_t{7}), 0, 1}), "");
}

TEST(Source, StaysInPlaceAsOthersAreAdded) {
    Sources sources;
    SourceId first = sources.add("first", "short");
    const Source* before = &sources[first];
    const char* text = sources[first].text.data();
    for (int i = 0; i < 1000; ++i) sources.add("more", "text");
    EXPECT_EQ(&sources[first], before);
    EXPECT_EQ(sources[first].text.data(), text);
}

class SourceFile : public testing::Test {
protected:
    SourceFile() { std::filesystem::create_directories(folder_); }
    ~SourceFile() override { std::filesystem::remove_all(folder_); }
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    std::string error_of(const std::string& name) {
        auto source = sources_.read(path(name));
        return source ? "" : source.error();
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("bartizan-source-test-" + std::to_string(::getpid()));
    Sources sources_;
};

TEST_F(SourceFile, IsReadWhole) {
    std::string text(100'000, 'x');
    std::ofstream(path("model.yaml")) << text;
    auto source = sources_.read(path("model.yaml"));
    ASSERT_TRUE(source);
    EXPECT_EQ(sources_[*source].text, text);
    EXPECT_EQ(sources_[*source].name, path("model.yaml"));
}

TEST_F(SourceFile, MayBeEmpty) {
    std::ofstream(path("empty.yaml"));
    auto source = sources_.read(path("empty.yaml"));
    ASSERT_TRUE(source);
    EXPECT_EQ(sources_[*source].text, "");
}

TEST_F(SourceFile, ThatIsMissingSaysSo) { EXPECT_EQ(error_of("missing.yaml"), "there is no such file"); }

TEST_F(SourceFile, ThatIsAFolderSaysSo) { EXPECT_EQ(error_of("."), "this is a folder, not a file"); }

TEST_F(SourceFile, ThatIsTooLargeIsNotRead) {
    std::ofstream file(path("large.yaml"));
    file.seekp(max_source_bytes);
    file << 'x';
    file.close();
    EXPECT_EQ(error_of("large.yaml"), "the file is larger than 64 MiB");
}

TEST_F(SourceFile, WithoutAnEndIsNotReadForever) {
    auto source = sources_.read("/dev/zero");
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error(), "the file is larger than 64 MiB");
}

}  // namespace
}  // namespace bartizan
