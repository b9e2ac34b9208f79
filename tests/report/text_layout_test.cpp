#include "report/text_layout.h"

#include <gmock/gmock.h>

namespace bartizan {
namespace {

using testing::ElementsAre;

TEST(DisplayWidth, CountsColumnsNotBytes) {
    EXPECT_EQ(display_width("orders"), 6u);
    EXPECT_EQ(display_width("Grüße"), 5u);
    EXPECT_EQ(display_width("日本"), 4u);
    EXPECT_EQ(display_width("e\u0301"), 1u);
    EXPECT_EQ(display_width("\U0001F600"), 2u);
}

TEST(Wrap, BreaksAtSpaces) {
    EXPECT_THAT(wrap("one two three", 8), ElementsAre("one two", "three"));
    EXPECT_THAT(wrap("one two three", 7), ElementsAre("one two", "three"));
    EXPECT_THAT(wrap("  one \n two ", 80), ElementsAre("one two"));
}

TEST(Wrap, CutsWordsThatAreTooLong) {
    EXPECT_THAT(wrap("abcdefgh ij", 3), ElementsAre("abc", "def", "gh", "ij"));
    EXPECT_THAT(wrap("日本語", 4), ElementsAre("日本", "語"));
}

TEST(Wrap, NeverCutsACharacter) { EXPECT_THAT(wrap("日本", 1), ElementsAre("日", "本")); }

TEST(Wrap, GivesAnEmptyLineForAnEmptyText) { EXPECT_THAT(wrap("", 10), ElementsAre("")); }

TEST(Paint, LeavesTextAloneWithoutColour) {
    EXPECT_EQ(paint("a", Colour::red, false), "a");
    EXPECT_EQ(paint("a", Colour::red, true), "\x1b[31ma\x1b[0m");
    EXPECT_EQ(paint("a", Colour::plain, true), "a");
}

}  // namespace
}  // namespace bartizan
