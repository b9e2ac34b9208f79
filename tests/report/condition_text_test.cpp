#include "report/condition_text.h"

#include <gtest/gtest.h>

namespace bartizan {
namespace {

using Lines = std::vector<std::string>;

TEST(ConditionLines, AreOneIfItFits) {
    EXPECT_EQ(condition_lines("a &&\n   b", 20), Lines{"a && b"});
    EXPECT_EQ(condition_lines("", 20), Lines{""});
}

TEST(ConditionLines, HoldOneOperandEachIfNot) {
    EXPECT_EQ(condition_lines("first && second && third", 12), (Lines{"first", "&& second", "&& third"}));
}

TEST(ConditionLines, BreakAtWhatBindsLeastFirst) {
    EXPECT_EQ(condition_lines("first && second || third", 20), (Lines{"first && second", "|| third"}));
    EXPECT_EQ(condition_lines("first || second && third", 15), (Lines{"first", "|| second", "   && third"}));
}

TEST(ConditionLines, BreakInsideParentheses) {
    EXPECT_EQ(condition_lines("first && (second || third)", 15),
              (Lines{"first", "&& (second", "   || third)"}));
    EXPECT_EQ(condition_lines("!(second || third)", 10), (Lines{"!(second", "  || third)"}));
}

TEST(ConditionLines, LeaveTextLiteralsAsTheyAre) {
    EXPECT_EQ(condition_lines("a == \"x  &&  y\" && b", 10), (Lines{"a == \"x  &&  y\"", "&& b"}));
    EXPECT_EQ(condition_lines(R"(a == '\'  ||' || b)", 10), (Lines{R"(a == '\'  ||')", "|| b"}));
}

TEST(ConditionLines, LeaveCallsAndConditionalsOnOneLine) {
    EXPECT_EQ(condition_lines("list.exists(x, x || y)", 10), Lines{"list.exists(x, x || y)"});
    EXPECT_EQ(condition_lines("a ? b && c : d && e", 10), Lines{"a ? b && c : d && e"});
}

TEST(ConditionLines, StayWhereThereAreComments) {
    EXPECT_EQ(condition_lines("a // why\n&& b", 5), (Lines{"a // why", "&& b"}));
}

TEST(ConditionLines, EndEvenIfBracketsAndQuotesDoNot) {
    for (std::string text : {"((((a && b", "\"a && b", "a)) || b", "'\\"}) {
        EXPECT_FALSE(condition_lines(text, 1).empty()) << text;
    }
    EXPECT_FALSE(condition_lines(std::string(10'000, '(') + "a", 10).empty());
}

}  // namespace
}  // namespace bartizan
